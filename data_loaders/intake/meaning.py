"""What do the rows of one import depend on, and how is that written down?"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data_loaders.declared.outcome import ExtractedTable, Options
from store.current import warehouse


def import_id_of(sha256: str, tables: Sequence[ExtractedTable]) -> str:
    """First 12 hex digits of a hash of the bytes and of how they were understood."""
    meaning = [
        (
            table.kind,
            table.sheet,
            table.as_of and table.as_of.isoformat(),
            sorted((name, match.letter) for name, match in table.columns.items()),
        )
        for table in tables
    ]
    return hashlib.sha256(json.dumps([sha256, meaning]).encode()).hexdigest()[:12]


def parse_key(options: Options, fixes: Sequence[Mapping[str, Any]]) -> str:
    """
    Hash of everything that the rows of one import depend on besides its id.

    The id already says how the file was understood: kinds, sheets, days and columns.
    """
    cells = sorted(
        (
            one["kind"],
            one["business_key"] or "",
            one["sheet"] or "",
            one["source_row"] or 0,
            one["column_name"],
            one["value_text"] or "",
        )
        for one in fixes
    )
    said = options_as_json(options)
    inputs = [warehouse.parse_inputs_key(), said["aliases"], said["date_orders"], cells]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def options_as_json(options: Options) -> dict[str, Any]:
    """*options* as the log keeps them; cell fixes are derived from corrections every time."""
    return {
        "kind": options.kind,
        "as_of": options.as_of and options.as_of.isoformat(),
        "sheet": options.sheet,
        "headings": dict(options.headings),
        "aliases": dict(options.aliases),
        "date_orders": [
            [kind, column, order] for (kind, column), order in sorted(options.date_orders.items())
        ],
    }


def options_of_json(said: Mapping[str, Any]) -> Options:
    """The options that `options_as_json` wrote."""
    return Options(
        kind=said["kind"],
        as_of=date.fromisoformat(said["as_of"]) if said["as_of"] else None,
        sheet=said["sheet"],
        headings=said["headings"],
        aliases=said["aliases"],
        date_orders={(kind, column): order for kind, column, order in said["date_orders"]},
    )


def loaded_options(said: Mapping[str, Any]) -> Options:
    """The options of an import that is loaded already: nobody is asked again whether it is one of ours."""
    return replace(options_of_json(said), is_known=True)

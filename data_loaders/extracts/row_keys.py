"""By which key is a row known, and which row of one key stands?"""

from datetime import date
from typing import Any

from data_loaders.declared.declarations import Column
from data_loaders.sense.copies import FirstRows
from data_loaders.values import cells
from data_loaders.values.typed import Table
from domain.wording.text import key_of, keys_of

Seen = dict[tuple[str, str], FirstRows]  # (kind, day) to the rows whose keys stand


def report_missing(table: Table) -> None:
    """Report the required cells that are blank; a cell that could not be read has its own issue."""
    for name, column in table.kind.columns.items():
        if not column.required or _is_only_in_key(table, column):
            continue
        values = table.values.get(name) or [None] * len(table.rows)
        if None not in values and [] not in values:
            continue
        for position, value in enumerate(values):
            if (value is None or value == []) and not _is_reported(table, name, position):
                table.report(position, "missing_value", name)


def _is_only_in_key(table: Table, column: Column) -> bool:
    """A required column that the whole sheet lacks is no fault of its rows, unless it says whose they are."""
    return not table.has(column.name) and column.name != "department_code"


def _is_reported(table: Table, name: str, position: int) -> bool:
    return position in table.bad and name in table.raw and not cells.says_nothing(table.raw[name][position])


def business_keys(table: Table) -> list[str | None]:
    """The key of every row by the first declared set of columns that it fills; without one it is rejected."""
    keys: list[str | None] = _plain_keys(table)
    if keys and None not in keys:
        return keys
    keys = [None] * len(table.rows)
    for names in table.kind.keys:
        columns = [table.values.get(name) for name in names]
        if columns[0] is None:
            continue
        for position, key in enumerate(keys):
            if key is None:
                keys[position] = _key([column and column[position] for column in columns], table, names)
    named = next((n for key in table.kind.keys for n in key if table.has(n) and n != "year"), None)
    for position, key in enumerate(keys):
        if key is None and not (named and _is_reported(table, named, position)):
            table.report(position, "missing_value", named)
    return keys


def _plain_keys(table: Table) -> list[str | None]:
    """The keys of a table whose first key is one column of ids without spaces; [] for any other."""
    names = table.kind.keys[0]
    values = table.values.get(names[0]) if len(names) == 1 else None
    if not values or None in values:
        return []
    texts = [value for value in values if isinstance(value, str)]
    return list(keys_of(texts)) if len(texts) == len(values) else list(map(_key_part, values))


def _key(values: list[Any], table: Table, names: tuple[str, ...]) -> str | None:
    parts = []
    for name, value in zip(names, values, strict=True):
        if value is None and (table.has(name) or name == names[0]) and not _may_lack(table, name):
            return None
        parts.append(_key_part(value))
    return "|".join(parts)


def _may_lack(table: Table, name: str) -> bool:
    """A person is missing in the line of a department, a symbol or a code in many registers."""
    return name in ("person", "component", "document_symbol", "issued_date", "round") or (
        name == "code" and table.kind.name == "assignments"
    )


def _key_part(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return key_of(value) if isinstance(value, str) else str(value).upper()


def report_duplicates(table: Table, keys: list[str | None], seen: Seen) -> set[int]:
    """
    The first row of a key stands, in the whole file and for one day; later ones are rejected.

    One that says the same in every column is a copy: it counts once and is only remarked. Their positions
    are returned.
    """
    day = table.as_of.isoformat() if table.as_of else ""
    named = next((n for key in table.kind.keys for n in key if table.has(n) and n != "year"), None)
    known = seen.setdefault((table.kind.name, day), FirstRows())
    copies: set[int] = set()
    if known.take_all(table, keys):
        return copies
    for position, key in enumerate(keys):
        if key is None:
            continue
        if not table.match_at and known.is_copy(table, position, key):
            copies.add(position)
            table.report(position, "identical_copy", named)
        elif key in known:
            table.report(position, "duplicate_key", named)
        elif position not in table.bad:
            known.take(table, position, key)
    return copies

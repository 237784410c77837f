"""Single rows of a build: the newest record of one key, and where it stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from domain.wording.text import SEPARATORS
from store.builds.kinds import KINDS, STORE_COLUMNS
from store.builds.parsed import column_types
from store.builds.reader import Reader

_LINEAGE = ("source_row", "business_key")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """
    The newest record of one key, as far as the reader may see it.

    Attributes:
        values: Column name to value; empty where the newest record was rejected.
        department_code: Whose row it is; None where no single department's.
    """

    kind: str
    business_key: str
    import_id: str
    sheet: str
    source_row: int
    as_of: date
    department_code: str | None
    values: dict[str, Any]


def newest_row(reader: Reader, kind: str, business_key: str) -> FoundRow | None:
    """The newest record of *business_key* within the reader's scope; None where there is none."""
    accepted = _newest_accepted(reader, kind, business_key)
    rejected = _newest_rejected(reader, kind, business_key)
    if accepted and rejected:
        return rejected if rejected.as_of > accepted.as_of else accepted
    return accepted or rejected


def _newest_accepted(reader: Reader, kind: str, business_key: str) -> FoundRow | None:
    fact = KINDS[kind]
    rows = reader.records(
        f"select * from scoped.{fact.table} where business_key = $key and {fact.only}"
        " order by as_of_date desc, state_until desc nulls first, source_row limit 1",
        key=business_key,
    )
    if not rows:
        return None
    return _found(kind, rows[0])


def _found(kind: str, row: dict[str, Any]) -> FoundRow:
    values = {name: value for name, value in row.items() if name not in (*STORE_COLUMNS, *_LINEAGE)}
    return FoundRow(
        kind,
        row["business_key"],
        row["import_id"],
        row["sheet"],
        row["source_row"],
        row["as_of_date"],
        row.get("department_code"),
        values,
    )


def _newest_rejected(reader: Reader, kind: str, business_key: str) -> FoundRow | None:
    rows = reader.records(
        "select r.*, t.as_of_date from scoped.rejected_row as r"
        " join scoped.import_table as t on t.import_id = r.import_id and t.sheet = r.sheet and t.kind = r.kind"
        " where r.kind = $kind and r.business_key = $key order by t.as_of_date desc, r.source_row limit 1",
        kind=kind,
        key=business_key,
    )
    if not rows:
        return None
    row = rows[0]
    return FoundRow(
        kind,
        business_key,
        row["import_id"],
        row["sheet"],
        row["source_row"],
        row["as_of_date"],
        row["department_code"],
        {},
    )


def fact_columns(kind: str) -> tuple[str, ...]:
    """Columns of the fact table of *kind* that come from the file."""
    types = column_types()[KINDS[kind].table]
    return tuple(name for name in types if name not in (*STORE_COLUMNS, *_LINEAGE))


def count_rows(reader: Reader, *, kind: str) -> int:
    """How many rows of *kind* the reader sees, of any day."""
    fact = KINDS[kind]
    return reader.records(f"select count(*) as n from scoped.{fact.table} where {fact.only}")[0]["n"]


def state_rows(
    reader: Reader,
    kind: str,
    as_of: date,
    *,
    keys: Sequence[str] | None = None,
    import_ids: Sequence[str] | None = None,
    gone_since: date | None = None,
) -> pd.DataFrame:
    """
    One row per key of *kind* as it stood at the end of *as_of*; lists are joined by bars.

    Args:
        keys: Only rows of these keys.
        import_ids: Only rows that come from these imports, and rows that vanished after *gone_since* until *as_of*.
    """
    fact = KINDS[kind]
    types = column_types()[fact.table]
    columns = ", ".join(
        f"array_to_string({name}, '|') as {name}" if data_type.endswith("[]") else name
        for name, data_type in types.items()
    )
    narrowed = "" if keys is None else " and business_key in (select unnest($keys::text[]))"
    if import_ids is not None:
        narrowed += (
            " and (import_id in (select unnest($import_ids::text[]))"
            " or (vanished_from > $gone_since and vanished_from <= $as_of))"
        )
    days = {"as_of": as_of} if import_ids is None else {"as_of": as_of, "gone_since": gone_since or date.min}
    lists = {"keys": keys, "import_ids": import_ids}
    return reader.frame(
        f"select {columns} from scoped.{fact.table} where {fact.only}"
        f" and state_from <= $as_of and (state_until is null or state_until > $as_of){narrowed}",
        **days,
        **{name: list(value) for name, value in lists.items() if value is not None},
    )


def row_at(reader: Reader, import_id: str, sheet: str, source_row: int) -> FoundRow | None:
    """The accepted row at one place of one import, within the reader's scope; None where there is none."""
    tables = reader.records(
        "select kind from scoped.import_table where import_id = $import_id and sheet = $sheet",
        import_id=import_id,
        sheet=sheet,
    )
    for kind in (table["kind"] for table in tables):
        rows = reader.records(
            f"select * from scoped.{KINDS[kind].table} where import_id = $import_id and sheet = $sheet"
            f" and source_row = $source_row and {KINDS[kind].only}",
            import_id=import_id,
            sheet=sheet,
            source_row=source_row,
        )
        if rows:
            return _found(kind, rows[0])
    return None


def keys_like(reader: Reader, kind: str, keys: Sequence[str]) -> list[str]:
    """The keys of *kind*, of any day, that hold the letters and digits of one of *keys*, zeros and separators aside."""
    fact = KINDS[kind]
    rows = reader.records(
        f"select distinct business_key from scoped.{fact.table} where {fact.only}"
        " and translate(upper(business_key), $aside, '') in"
        " (select translate(upper(known.key), $aside, '') from (select unnest($keys::text[]) as key) as known)",
        aside=f"0{SEPARATORS}",
        keys=list(keys),
    )
    return [row["business_key"] for row in rows]


def accepted_where_rejected(reader: Reader, kind: str, as_of: date) -> list[dict[str, Any]]:
    """One row per accepted row of *kind* on *as_of* whose key was also rejected: the same item in another file or line."""
    fact = KINDS[kind]
    return reader.records(
        f"select import_id, business_key from scoped.{fact.table} where {fact.only} and as_of_date = $as_of"
        " and business_key in (select r.business_key from scoped.rejected_row as r where r.kind = $kind)",
        kind=kind,
        as_of=as_of,
    )


def headings_of(reader: Reader, import_id: str, sheet: str, kind: str) -> dict[str, dict[str, Any]]:
    """Column name to letter and heading, as the table of *kind* in that sheet was read."""
    rows = reader.records(
        "select columns_json from scoped.import_table"
        " where import_id = $import_id and sheet = $sheet and kind = $kind",
        import_id=import_id,
        sheet=sheet,
        kind=kind,
    )
    return json.loads(rows[0]["columns_json"]) if rows else {}


def corrected_cells(reader: Reader, import_id: str, sheet: str, source_row: int) -> dict[str, str | None]:
    """Column name to the value that was read before a correction replaced it."""
    rows = reader.records(
        "select column_name, value_read from scoped.corrected_cell"
        " where import_id = $import_id and sheet = $sheet and source_row = $source_row",
        import_id=import_id,
        sheet=sheet,
        source_row=source_row,
    )
    return {row["column_name"]: row["value_read"] for row in rows}

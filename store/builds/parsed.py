"""What one received file became, ready to be put into a build."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from store.builds.kinds import KINDS, STORE_COLUMNS
from store.builds.schema_text import SCHEMA, sql_text

_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "DECIMAL(9,4)": pa.decimal128(9, 4),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """
    One table found in a file.

    Attributes:
        columns: Column name to where and how it was found.
        rows: Accepted rows, typed as the fact table, with source_row and business_key.
        rejected: Row, business key and department of each rejected row.
        skipped: Row and reason of each row that is neither data nor blank.
        says_whole_office: The title, the sheet's or the file's name says that it is of every unit.
    """

    kind: str
    sheet: str
    as_of: date
    period_from: date | None
    period_to: date | None
    header_rows: tuple[int, ...]
    columns: Mapping[str, Mapping[str, Any]]
    data_rows: int
    rows: pa.Table
    rejected: Sequence[tuple[int, str | None, str | None]] = ()
    skipped: Sequence[tuple[int, str]] = ()
    says_whole_office: bool = False


@dataclass(frozen=True, slots=True)
class ParsedIssue:
    """One issue as the build keeps it, with the department of its row where that is known."""

    kind: str | None
    sheet: str
    source_row: int | None
    column_letter: str | None
    column_heading: str | None
    value: str | None
    code: str
    severity: str
    department_code: str | None


@dataclass(frozen=True, slots=True)
class FixedCell:
    """One cell that had to be corrected before its row could be read."""

    sheet: str
    source_row: int
    kind: str
    business_key: str
    column_name: str
    department_code: str | None
    value_read: str | None
    value_used: str | None
    correction_id: str


@dataclass(frozen=True, slots=True)
class ParsedImport:
    """
    One received file as tables.

    Attributes:
        parse_key: Hash of everything the parsing depended on; another key means parse again.
        sheets_skipped: Name and reason of every sheet that was not read.
    """

    import_id: str
    sha256: str
    parse_key: str
    tables: tuple[ParsedTable, ...]
    issues: tuple[ParsedIssue, ...] = ()
    fixed: tuple[FixedCell, ...] = field(default=())
    sheets_skipped: tuple[tuple[str, str], ...] = ()


@cache
def column_types() -> dict[str, dict[str, str]]:
    """The DuckDB type of every column of every core table."""
    connection = duckdb.connect(":memory:")
    connection.execute(sql_text(SCHEMA))
    rows = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_schema = 'core' order by table_name, ordinal_position"
    ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for table, column, data_type in rows:
        types.setdefault(table, {})[column] = data_type
    return types


def arrow_rows(kind: str, frame: Mapping[str, Sequence[Any]]) -> pa.Table:
    """
    Return *frame* typed as the fact table of *kind*; columns it does not have are left out.

    Raises:
        KeyError: *frame* has a column that the table does not.
    """
    types = column_types()[KINDS[kind].table]
    unknown = set(frame) - set(types)
    if unknown:
        raise KeyError(f"{kind}: {sorted(unknown)}")
    names = [name for name in types if name in frame and name not in STORE_COLUMNS]
    return pa.table({name: _array(frame[name], _ARROW[types[name]]) for name in names})


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind):
        return pa.array([_decimal(value) for value in values], kind)
    return pa.array(values, kind)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.0001"))

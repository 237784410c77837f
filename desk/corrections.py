"""How a wrong value is put right: by a fix in the grid, by an error workbook, or by a dispute that was accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data_loaders.declared.declarations import Kind, kind_named
from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.publishing import ingest
from desk.typed_values import UnusableValueError, canonical, correctable, said_reason, spelled
from domain.errors import UnknownNameError
from domain.scope import Viewer
from store import corrections as written
from store import settled
from store.home import Home
from store.reader import Reader
from store.rows import FoundRow, newest_row
from store.warehouse import open_reader


@dataclass(frozen=True, slots=True)
class CellFix:
    """
    One cell of a received file and what it should say.

    Attributes:
        column: Column name of the kind.
        text: As a person types it; empty empties the cell.
    """

    sheet: str
    row: int
    column: str
    text: str


def make_correction(
    home: Home,
    viewer: Viewer,
    *,
    kind: str,
    business_key: str,
    column: str,
    text: str,
    reason: str,
    dispute_id: int | None = None,
    moment: datetime | None = None,
) -> list[int]:
    """
    Put *text* in place of a value, on this and every later export until the source says the same; publish.

    Returns the numbers of the corrections: a deadline brings its words, a status its meaning.

    Raises:
        NotAllowedError: The viewer may not correct.
        UnknownNameError: No such row within the viewer's scope, or no such column.
        UnusableValueError: *text* cannot be read as that column.
    """
    viewer.require("correct")
    row = row_named(home, viewer, kind, business_key)
    numbers = _write(
        home,
        kind_named(row.kind),
        business_key=row.business_key,
        column=column,
        text=text,
        values=row.values,
        as_of=row.as_of,
        department_code=row.department_code,
        reason=_required(reason),
        person=viewer.account,
        dispute_id=dispute_id,
        moment=moment,
    )
    ingest.refresh(home)
    return numbers


def row_named(home: Home, viewer: Viewer, kind: str, business_key: str) -> FoundRow:
    """
    The newest record of *business_key* that *viewer* sees.

    Raises:
        UnknownNameError: There is none, or no such kind.
    """
    key = str(business_key).encode("utf-8", "replace").decode("utf-8")
    row = newest_row(open_reader(home, viewer.scope), kind_named(str(kind)).name, key)
    if row is None:
        raise UnknownNameError("Không có dòng nào mang mã này", where=key)
    return row


def reverse_correction(home: Home, viewer: Viewer, number: int, *, moment: datetime | None = None) -> None:
    """Take a correction back and publish; the source's own value shows again."""
    viewer.require("correct")
    if not written.end_correction(home, number, person=viewer.account, moment=moment):
        raise UnknownNameError("Không có sửa đổi đang áp dụng mang số này", where=str(number))
    ingest.refresh(home)


def corrections(home: Home, viewer: Viewer) -> list[dict[str, Any]]:
    """Every correction ever made, newest first, with its state; for those who may correct."""
    viewer.require("correct")
    return written.all_corrections(home)


def with_relapses(home: Home, viewer: Viewer, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    *made* with ``relapsed_on``: the day of the newest record where a source that had caught up is wrong again.

    The correction retired, so the figures follow the source: somebody has to be told.
    """
    if not any(row["state"] == "retired" for row in made):
        return [{**row, "relapsed_on": None} for row in made]
    reader = open_reader(home, viewer.scope)
    return [{**row, "relapsed_on": _relapsed_on(reader, row)} for row in made]


def _relapsed_on(reader: Reader, row: dict[str, Any]) -> date | None:
    if row["state"] != "retired" or row["business_key"] is None:
        return None
    newest = newest_row(reader, row["kind"], row["business_key"])
    if newest is None or newest.as_of <= row["retired_as_of"] or row["column_name"] not in newest.values:
        return None
    says = spelled(newest.values[row["column_name"]])
    return newest.as_of if says == row["value_found"] != row["value"] else None


def apply_fixes(
    home: Home,
    viewer: Viewer,
    *,
    sha256: str,
    extract: Extract,
    fixes: Sequence[CellFix],
    reason: str,
    moment: datetime | None = None,
) -> int:
    """
    Write the *fixes* of one published file down as corrections and publish; return how many cells that were.

    Only cells that an issue names may be fixed; where one value cannot be read, none is written.
    A row whose key could be read is corrected by its key, so that tomorrow's export is too;
    any other row by its place in these very bytes.

    Raises:
        UnknownNameError: A fix is for a cell without an issue.
        UnusableValueError: A text cannot be read as its column.
    """
    _write_fixes(home, viewer, sha256, extract, fixes, reason=reason, moment=moment)
    if fixes:
        ingest.refresh(home)
    return len(fixes)


def stage_fixes(
    home: Home,
    viewer: Viewer,
    *,
    sha256: str,
    extract: Extract,
    fixes: Sequence[CellFix],
    reason: str,
    beside: Sequence[int] = (),
) -> list[int]:
    """
    Write the *fixes* of a waiting file down as `apply_fixes` does; they count once it is published.

    Returns the numbers of the corrections; of those made for the same file before, *beside*, they replace the ones
    of the same cells.
    """
    return _write_fixes(home, viewer, sha256, extract, fixes, reason=reason, moment=None, waits_with=beside)


def _write_fixes(
    home: Home,
    viewer: Viewer,
    sha256: str,
    extract: Extract,
    fixes: Sequence[CellFix],
    *,
    reason: str,
    moment: datetime | None,
    waits_with: Sequence[int] | None = None,
) -> list[int]:
    viewer.require("correct")
    open_cells = set(error_cells(extract))
    wanted = []
    for fix in fixes:
        if (fix.sheet, fix.row, fix.column) not in open_cells:
            raise UnknownNameError(
                "Ô này không có lỗi nên không được sửa", where=f"{fix.sheet}, dòng {fix.row}"
            )
        table = _table_of(extract, fix)
        canonical(
            kind_named(table.kind), fix.column, fix.text, as_of=table.as_of, aliases=settled.aliases(home)
        )
        wanted.append((fix, table))
    shared: dict[str, Any] = {"moment": moment, "waits_with": waits_with}
    if wanted:
        shared["reason"] = _required(reason)
    return [
        number for fix, table in wanted for number in _write_fix(home, viewer, sha256, fix, table, **shared)
    ]


def error_cells(extract: Extract) -> list[tuple[str, int, str]]:
    """Sheet, row and column of every cell that an issue names, in order of place."""
    cells: dict[tuple[str, int, str], None] = {}
    for table in extract.tables:
        name_of = {match.letter: name for name, match in table.columns.items()}
        for issue in table.issues:
            if issue.row is not None and issue.letter in name_of:
                cells[issue.sheet, issue.row, name_of[issue.letter]] = None
    return list(cells)


def key_columns(kind: Kind, business_key: str) -> tuple[str, ...]:
    """The columns that made *business_key*: the first declared set of as many parts."""
    parts = business_key.count("|") + 1
    return next((columns for columns in kind.keys if len(columns) == parts), ())


def _write(
    home: Home,
    kind: Kind,
    *,
    business_key: str,
    column: str,
    text: str,
    values: dict[str, Any],
    as_of: date | None,
    department_code: str | None,
    reason: str,
    person: str,
    dispute_id: int | None = None,
    moment: datetime | None = None,
    waits_with: Sequence[int] | None = None,
) -> list[int]:
    """One correction per column that the cell fills; only the cell itself is read in place of the old one."""
    read = correctable(kind, column, text, values=values, as_of=as_of, aliases=settled.aliases(home))
    if column in key_columns(kind, business_key):
        raise UnusableValueError(
            "Cột này tạo nên mã của dòng nên không sửa riêng được", remedy="Sửa trong tệp rồi nạp lại."
        )
    return [
        written.write_correction(
            home,
            kind=kind.name,
            business_key=business_key,
            column_name=name,
            value_found=spelled(values.get(name)),
            value=value,
            value_text=text if name == column else None,
            as_of=as_of,
            department_code=department_code,
            reason=reason,
            person=person,
            dispute_id=dispute_id,
            moment=moment,
            waits_with=waits_with,
        )
        for name, value in read.items()
    ]


def _write_fix(
    home: Home,
    viewer: Viewer,
    sha256: str,
    fix: CellFix,
    table: ExtractedTable,
    *,
    reason: str,
    moment: datetime | None,
    waits_with: Sequence[int] | None,
) -> list[int]:
    kind = kind_named(table.kind)
    key, department, values = _row_of(table, fix.row)
    shared: dict[str, Any] = {
        "as_of": table.as_of,
        "department_code": department,
        "reason": reason,
        "person": viewer.account,
        "moment": moment,
        "waits_with": waits_with,
    }
    aliases = settled.aliases(home)
    if key is None or fix.column in key_columns(kind, key):
        return [_write_for_cell(home, kind, sha256, fix, table.as_of, shared)]
    if not canonical(kind, fix.column, fix.text, as_of=table.as_of, aliases=aliases):
        return [_write_for_cell(home, kind, sha256, fix, table.as_of, shared)]
    return _write(home, kind, business_key=key, column=fix.column, text=fix.text, values=values, **shared)


def _write_for_cell(
    home: Home, kind: Kind, sha256: str, fix: CellFix, as_of: date | None, shared: dict[str, Any]
) -> int:
    """A row without a key, a fix of the key itself, or of what only checks, can only be held by its place in the file."""
    read = canonical(kind, fix.column, fix.text, as_of=as_of, aliases=settled.aliases(home))
    return written.write_correction(
        home,
        kind=kind.name,
        business_key=None,
        sha256=sha256,
        sheet=fix.sheet,
        source_row=fix.row,
        column_name=fix.column,
        value_found=None,
        value=read.get(fix.column),
        value_text=fix.text,
        **shared,
    )


def _row_of(table: ExtractedTable, row: int) -> tuple[str | None, str | None, dict[str, Any]]:
    """Key, department and accepted values of one row of the sheet."""
    for rejected in table.rejected:
        if rejected.row == row:
            return rejected.business_key, rejected.department_code, {}
    at = table.frame["source_row"].index(row)
    values = {name: cells[at] for name, cells in table.frame.items()}
    return values["business_key"], values.get("department_code"), values


def _table_of(extract: Extract, fix: CellFix) -> ExtractedTable:
    for table in extract.tables:
        if table.sheet == fix.sheet and fix.row in {*table.frame["source_row"], *_rejected_rows(table)}:
            return table
    raise UnknownNameError("Không có dòng này trong tệp", where=f"{fix.sheet}, dòng {fix.row}")


def _rejected_rows(table: ExtractedTable) -> Iterable[int]:
    return (row.row for row in table.rejected)


def _required(reason: str) -> str:
    return said_reason(reason, "Chưa ghi lý do sửa", remedy="Ghi ngắn gọn vì sao sửa số này.")

"""How a wrong value is put right: by a fix in the grid, by an error workbook, or by a dispute that was accepted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.publishing import ingest
from desk.typed_values import TargetRow, UnusableValueError, accepted, correctable, said_reason, spelled
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError, UnknownNameError
from store.builds.reader import Reader
from store.builds.rows import FoundRow, newest_row
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written import corrections as written
from store.written import settled


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
    found = row_named(home, viewer, kind, business_key)
    row = TargetRow.of(found)
    said = {"reason": _required(reason), "dispute_id": dispute_id, "moment": moment}
    read = correctable(row, column, text, settled.aliases(home))
    if column in row.kind.key_columns(found.business_key):
        raise UnusableValueError(
            "Cột này tạo nên mã của dòng nên không sửa riêng được", remedy="Sửa trong tệp rồi nạp lại."
        )
    with _published(home, viewer) as numbers:
        numbers += written.write_corrections(
            home, _by_key(row, column, text, read), person=viewer.account, **said
        )
    return numbers


@contextmanager
def _published(home: Home, viewer: Viewer) -> Iterator[list[int]]:
    """Within: corrections are written, their numbers given; afterwards they are in a build, or were never made."""
    standing, numbers = [one["id"] for one in written.corrections_in_force(home)], []
    yield numbers
    try:
        ingest.refresh(home)
    except BaseException:
        with suppress(DashboardError):  # without room for that either: what there is to say is said already
            written.withdraw(home, numbers, standing=standing, person=viewer.account)
        raise


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
    standing = {one["id"]: one for one in written.corrections_in_force(home)}
    if not written.end_correction(home, number, person=viewer.account, moment=moment):
        raise UnknownNameError("Không có sửa đổi đang áp dụng mang số này", where=str(number))
    try:
        ingest.refresh(home)
    except BaseException:
        with suppress(DashboardError):
            if number in standing:
                written.resume(home, standing[number], person=viewer.account)
        raise


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
    home: Home, viewer: Viewer, *, sha256: str, extract: Extract, fixes: Sequence[CellFix], reason: str
) -> int:
    """
    Write the *fixes* of one published file down as corrections and publish; return how many cells that were.

    Only cells that an issue names may be fixed; where one fix cannot be taken, none is written.
    A row whose key could be read is corrected by its key, so that tomorrow's export is too;
    any other row by its place in these very bytes.

    Raises:
        UnknownNameError: A fix is for a cell without an issue.
        UnusableValueError: A text cannot be read as its column.
    """
    viewer.require("correct")
    if fixes:
        with _published(home, viewer) as numbers:
            numbers += write_fixes(home, viewer, sha256, extract, fixes, reason=reason)
    return len(fixes)


def write_fixes(
    home: Home,
    viewer: Viewer,
    sha256: str,
    extract: Extract,
    fixes: Sequence[CellFix],
    *,
    reason: str,
    waits_with: Sequence[int] | None = None,
) -> list[int]:
    """
    Write the *fixes* of one file down as `apply_fixes` tells; return the numbers of the corrections.

    Args:
        waits_with: Corrections made before for the same waiting file: these take the place of those of the same cells, and
            count once it is published. None where the file is published.
    """
    viewer.require("correct")
    if not fixes:
        return []
    cells, aliases = extract.tables_of_doubtful_cells(), settled.aliases(home)
    wanted: list[dict[str, Any]] = []
    for fix in fixes:  # every one is read before any is written
        wanted += _of_fix(sha256, cells, aliases, fix)
    return written.write_corrections(
        home, wanted, person=viewer.account, reason=_required(reason), waits_with=waits_with
    )


def _of_fix(
    sha256: str, cells: Mapping[tuple[str, int, str], ExtractedTable], aliases: dict[str, str], fix: CellFix
) -> list[dict[str, Any]]:
    """
    What is written down for one fix: by the key of its row where it has one.

    A row without a key, a fix of the key itself, or of what only checks, can only be held by its place in the file.
    """
    table = cells.get((fix.sheet, fix.row, fix.column))
    if table is None:
        raise UnknownNameError("Ô này không có lỗi nên không được sửa", where=f"{fix.sheet}, dòng {fix.row}")
    row = _row_of(table, fix.row)
    read, is_by_key = accepted(row, fix.column, fix.text, aliases)
    if is_by_key:
        return _by_key(row, fix.column, fix.text, read)
    place = {"business_key": None, "sha256": sha256, "sheet": fix.sheet, "source_row": fix.row}
    return [_values(row, fix.column, read.get(fix.column), fix.text) | place]


def _by_key(row: TargetRow, column: str, text: str, read: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """One correction per column that the cell fills; only the cell itself is read in place of the old one."""
    return [
        _values(row, name, value, text if name == column else None)
        | {"value_found": spelled(row.values.get(name))}
        for name, value in read.items()
    ]


def _values(row: TargetRow, column: str, value: str | None, text: str | None) -> dict[str, Any]:
    """One correction of *row* as it is kept."""
    return {
        "kind": row.kind.name,
        "business_key": row.business_key,
        "column_name": column,
        "value_found": None,
        "value": value,
        "value_text": text,
        "as_of": row.as_of,
        "department_code": row.department_code,
    }


def _row_of(table: ExtractedTable, number: int) -> TargetRow:
    """One row of the sheet, taken or not."""
    kind = kind_named(table.kind)
    for rejected in table.rejected:
        if rejected.row == number:
            return TargetRow(kind, table.as_of, rejected.business_key, rejected.department_code)
    if number not in table.frame["source_row"]:
        raise UnknownNameError("Không có dòng này trong tệp", where=f"{table.sheet}, dòng {number}")
    at = table.frame["source_row"].index(number)
    values = {name: cells[at] for name, cells in table.frame.items()}
    return TargetRow(kind, table.as_of, values["business_key"], values.get("department_code"), values)


def _required(reason: str) -> str:
    return said_reason(reason, "Chưa ghi lý do sửa", remedy="Ghi ngắn gọn vì sao sửa số này.")

"""The rows with errors as a workbook to be corrected in Excel, and the corrections read back from it."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import xlsxwriter

from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.extracts.child import read_guarded
from data_loaders.received.limits import load_limits
from data_loaders.received.sheets import Sheet
from data_loaders.values.cells import shown
from desk.corrections import CellFix
from domain.program.errors import RefusedFileError
from domain.said.issues import Issue
from domain.wording.formats import count

SHEET = "Sửa lỗi"
_FIRST_ROW = 4  # of the data, counted from 1: title, remark and headings stand above
_PLACE_COLUMNS = ("Trang tính", "Dòng", "Loại dữ liệu")
_ERROR, _WARNING = "#F8D7DA", "#FFF3CD"
_CELL_LIMIT = 32_767


def error_workbook(content: bytes, extract: Extract, *, file_name: str) -> bytes:
    """
    Return an .xlsx with every row of *content* that an issue names, the bad cells coloured, the reason in a note.

    Everything is text, also what looks like a formula. Only coloured cells are read back.
    """
    sheets = {
        sheet.name: sheet for sheet in read_guarded(content, file_name=file_name, limits=load_limits()).sheets
    }
    target = BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet(SHEET)
        styles = _styles(book)
        wanted = sum(len(_wanted_rows(table)) for table in extract.tables)
        title = f"Các dòng cần sửa của tệp {file_name}: có {count(wanted)} dòng"
        page.write_string(0, 0, title, styles["title"])
        page.write_string(
            1, 0, "Chỉ sửa ô có màu; rê chuột vào ô để xem lý do. Sửa xong, lưu và nạp lại tệp này."
        )
        at = _FIRST_ROW - 1
        for table in extract.tables:
            at = _write_table(page, styles, at, table, sheets[table.sheet])
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 7)
        page.set_column(2, 60, 20)
    return target.getvalue()


def fixes_of_workbook(filled: bytes, content: bytes, extract: Extract, *, file_name: str) -> list[CellFix]:
    """
    Return what a person changed in the coloured cells of an error workbook of *content*.

    Raises:
        RefusedFileError: *filled* is not an error workbook of ours.
    """
    limits = load_limits()
    sheets = {sheet.name: sheet for sheet in read_guarded(content, file_name=file_name, limits=limits).sheets}
    given = read_guarded(filled, file_name=file_name, limits=limits).sheets
    page = next((sheet for sheet in given if sheet.name == SHEET), None)
    if page is None:
        raise RefusedFileError(
            "unrecognised_layout",
            "Đây không phải là tệp sửa lỗi đã tải về",
            where=file_name,
            remedy="Tải lại tệp sửa lỗi, sửa các ô có màu rồi nạp lên.",
        )
    held = {
        (sheet, row, column): _text(sheets[sheet], row, table.columns[column].letter)
        for (sheet, row, column), table in extract.tables_of_doubtful_cells().items()
    }
    return [
        CellFix(*place, column, text)
        for place, cells in _rows_of(page)
        for column, text in cells.items()
        # What no issue names stays as it is, whatever was typed over it.
        if text != held.get((*place, column), text)
    ]


def _rows_of(page: Sheet) -> Iterable[tuple[tuple[str, int], dict[str, str]]]:
    """(sheet, row) with column name to text; the hidden column names above each table say which is which."""
    names: list[str] = []
    for row in page.rows:
        texts = [shown(value) or "" for value in row]
        if texts and texts[0] == "#":
            names = texts
        elif names and len(texts) > 2 and texts[1].isdigit():
            cells = {name: text for name, text in zip(names[3:], texts[3:], strict=False) if name}
            yield (texts[0], int(texts[1])), cells


def _write_table(page: Any, styles: dict[str, Any], at: int, table: ExtractedTable, sheet: Sheet) -> int:
    rows = _wanted_rows(table)
    if not rows:
        return at
    columns = [(name, match) for name, match in table.columns.items() if match.letter]
    page.set_row(at, None, None, {"hidden": True})
    page.write_row(at, 0, ["#", "", "", *(name for name, _ in columns)])
    page.write_row(at + 1, 0, [*_PLACE_COLUMNS, *(match.heading for _, match in columns)], styles["heading"])
    problems = _problems(table)
    for n, row in enumerate(rows, start=at + 2):
        page.write_string(n, 0, table.sheet)
        page.write_number(n, 1, row)
        page.write_string(n, 2, table.kind)
        for k, (_name, match) in enumerate(columns, start=3):
            issues = problems.get((row, match.letter), [])
            page.write_string(n, k, _text(sheet, row, match.letter), styles[_style(issues)])
            if issues:
                page.write_comment(n, k, "\n".join(issue.message for issue in issues)[:_CELL_LIMIT])
    return at + 2 + len(rows) + 1


def _style(issues: list[Issue]) -> str:
    if not issues:
        return "text"
    return "error" if any(issue.severity == "error" for issue in issues) else "warning"


def _wanted_rows(table: ExtractedTable) -> list[int]:
    return sorted({issue.row for issue in table.issues if issue.row is not None and issue.letter})


def _problems(table: ExtractedTable) -> dict[tuple[int, str], list[Issue]]:
    problems: dict[tuple[int, str], list[Issue]] = {}
    for issue in table.issues:
        if issue.row is not None and issue.letter:
            problems.setdefault((issue.row, issue.letter), []).append(issue)
    return problems


def _text(sheet: Sheet, row: int, letter: str) -> str:
    """The cell as a person reads it, '' where it is empty."""
    place = {number: n for n, number in enumerate(sheet.row_numbers)}
    cells = sheet.rows[place[row]]
    column = _index(letter)
    return (shown(cells[column]) or "")[:_CELL_LIMIT] if column < len(cells) else ""


def _index(letter: str) -> int:
    index = 0
    for character in letter:
        index = index * 26 + ord(character) - ord("A") + 1
    return index - 1


def _styles(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "heading": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format(text),
        "error": book.add_format({**text, "bg_color": _ERROR}),
        "warning": book.add_format({**text, "bg_color": _WARNING}),
    }

"""How do the same tables become xlsx, true .xls, HTML named .xls, and CSV bytes?"""

import csv
import html
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sample_office.forms import Form, Layout, Row, Total, Value, as_text, layouts

FONT = "Times New Roman"
MADE = datetime(2023, 11, 12, 16, 30)  # fixed, so that two runs give the same bytes
STYLES: dict[str, dict[str, object]] = {
    "head_left": {"align": "center", "bold": True},
    "head_right": {"align": "center", "bold": True},
    "place": {"align": "center", "italic": True},
    "title": {"align": "center", "bold": True, "font_size": 14},
    "subtitle": {"align": "center", "italic": True},
    "note": {"italic": True},
    "group": {"bold": True, "border": 1, "bg_color": "#F2F2F2"},
    "total": {"bold": True, "border": 1},
    "total_number": {"bold": True, "border": 1, "align": "center"},
    "sign": {"align": "center", "bold": True},
    "name": {"align": "center", "bold": True},
    "header": {"align": "center", "bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDEBF7"},
    "numbering": {"align": "center", "italic": True, "border": 1, "font_size": 9},
    "text": {"border": 1, "text_wrap": True},
    "centre": {"border": 1, "align": "center", "text_wrap": True},
    "number": {"border": 1, "align": "center"},
    "date": {"border": 1, "align": "center", "num_format": "dd/mm/yyyy"},
    "moment": {"border": 1, "align": "center", "num_format": "dd/mm/yyyy hh:mm"},
}


def xlsx(*forms: Form) -> bytes:
    """The forms as the sheets of one workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": "Văn phòng (mẫu)", "comments": "Số liệu mẫu", "created": MADE})
    base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    styles = {name: book.add_format(base | style) for name, style in STYLES.items()}
    for form in forms:
        sheet = book.add_worksheet(form.sheet)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for index, column in enumerate(form.columns):
            sheet.set_column(index, index, column.width, None, {"hidden": column.is_hidden})
        for layout in layouts(form):
            _xlsx_layout(sheet, layout, styles)
    book.close()
    return buffer.getvalue()


def _xlsx_layout(sheet: Worksheet, layout: Layout, styles: dict[str, Format]) -> None:
    for span in layout.spans:
        if span.first == span.last:
            sheet.write_string(span.row, span.first, span.text, styles[span.role])
        else:
            sheet.merge_range(span.row, span.first, span.row, span.last, span.text, styles[span.role])
    for head in layout.heads:
        if (head.top, head.first) == (head.bottom, head.last):
            sheet.write_string(head.top, head.first, head.text, styles["header"])
        else:
            sheet.merge_range(head.top, head.first, head.bottom, head.last, head.text, styles["header"])
    for row in {head.bottom for head in layout.heads}:
        sheet.set_row(row, 33)
    for row in layout.numbering:
        for index in range(layout.width):
            sheet.write_string(row, index, f"({index + 1})", styles["numbering"])
    for row, line in layout.rows:
        _xlsx_row(sheet, row, line, layout, styles)
        sheet.set_row(row, _height(line.values, layout), None, {"hidden": line.is_hidden})
    for row, total in layout.totals:
        _xlsx_total(sheet, row, total, layout.width, styles)


def _xlsx_row(sheet: Worksheet, row: int, line: Row, layout: Layout, styles: dict[str, Format]) -> None:
    for index, (column, value) in enumerate(zip(layout.columns, line.values, strict=True)):
        style = styles[column.kind]
        if value is None:
            sheet.write_blank(row, index, None, style)
        elif isinstance(value, date) and not layout.dates_as_text:
            sheet.write_datetime(
                row, index, value, styles["moment" if isinstance(value, datetime) else "date"]
            )
        elif isinstance(value, int | float):
            sheet.write_number(row, index, value, style)
        else:
            sheet.write_string(row, index, as_text(value), style)


def _height(values: Sequence[Value], layout: Layout) -> float:
    """The row's height: as many lines as its longest text needs in its column."""
    cells = zip(layout.columns, values, strict=True)
    lines = max(-(-len(as_text(value)) * 1.05 // column.width) for column, value in cells)
    return 15.0 * min(max(lines, 1), 8)


def _xlsx_total(sheet: Worksheet, row: int, total: Total, width: int, styles: dict[str, Format]) -> None:
    lead = width - len(total.values)
    if lead > 1:
        sheet.merge_range(row, 0, row, lead - 1, total.label, styles["total"])
    else:
        sheet.write_string(row, 0, total.label, styles["total"])
    for index, value in enumerate(total.values, start=lead):
        if isinstance(value, int | float):
            sheet.write_number(row, index, value, styles["total_number"])
        else:
            sheet.write_string(row, index, as_text(value), styles["total_number"])


def biff(form: Form) -> bytes:
    """The form as an Excel 97–2003 workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(form.sheet)
    base = f"font: name {FONT}, height 220"
    border = "; borders: left thin, right thin, top thin, bottom thin"
    plain, bold = xlwt.easyxf(base + border), xlwt.easyxf(base + ", bold on" + border)
    day = xlwt.easyxf(base + border, num_format_str="DD/MM/YYYY")
    title = xlwt.easyxf(base + ", bold on; align: horiz centre")
    head = xlwt.easyxf(base + ", bold on; align: horiz centre, vert centre, wrap on" + border)
    for index, column in enumerate(form.columns):
        sheet.col(index).width = int(column.width * 256)
    for layout in layouts(form):
        for span in layout.spans:
            style = bold if span.role == "group" else title
            sheet.write_merge(span.row, span.row, span.first, span.last, span.text, style)
        for cell in layout.heads:
            sheet.write_merge(cell.top, cell.bottom, cell.first, cell.last, cell.text, head)
        for row in layout.numbering:
            for index in range(layout.width):
                sheet.write(row, index, f"({index + 1})", head)
        for row, line in layout.rows:
            for index, value in enumerate(line.values):
                typed = isinstance(value, date) and not layout.dates_as_text
                as_number = isinstance(value, int | float)
                sheet.write(
                    row, index, value if typed or as_number else as_text(value), day if typed else plain
                )
        for row, total in layout.totals:
            lead = layout.width - len(total.values)
            sheet.write_merge(row, row, 0, lead - 1, total.label, bold)
            for index, value in enumerate(total.values, start=lead):
                sheet.write(row, index, value, bold)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def html_table(form: Form) -> bytes:
    """The form as the HTML table that a web grid saves under the name .xls, in UTF-8."""
    parts = [
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>',
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />',
        f'<style>td, th {{ font-family: "{FONT}"; }}</style></head><body><table border="1">',
    ]
    for layout in layouts(form):
        parts.extend(_html_rows(layout))
    parts.append("</table></body></html>")
    return "\r\n".join(parts).encode("utf-8")


def _html_rows(layout: Layout) -> list[str]:
    cells: dict[int, list[tuple[int, str]]] = {}

    def put(row: int, first: int, text: str, tag: str = "td", across: int = 1, down: int = 1) -> None:
        spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
        content = html.escape(text).replace("\n", "<br>") or "&nbsp;"
        cells.setdefault(row, []).append((first, f"<{tag}{spans}>{content}</{tag}>"))

    for span in layout.spans:
        put(span.row, span.first, span.text, across=span.last - span.first + 1)
    for head in layout.heads:
        put(head.top, head.first, head.text, "th", head.last - head.first + 1, head.bottom - head.top + 1)
    for row in layout.numbering:
        for index in range(layout.width):
            put(row, index, f"({index + 1})")
    for row, line in layout.rows:
        for index, value in enumerate(line.values):
            put(row, index, as_text(value))
    for row, total in layout.totals:
        lead = layout.width - len(total.values)
        put(row, 0, total.label, across=lead)
        for index, value in enumerate(total.values, start=lead):
            put(row, index, as_text(value))
    rows = [sorted(cells.get(row, [(0, "<td>&nbsp;</td>")])) for row in range(max(cells) + 1)]
    return ["<tr>" + "".join(cell for _, cell in row) + "</tr>" for row in rows]


def semicolon_csv(form: Form) -> bytes:
    """The form as Vietnamese Excel saves CSV: semicolons, a byte order mark, every row of one width."""
    grid: dict[tuple[int, int], str] = {}
    end = width = 0
    for layout in layouts(form):
        end, width = layout.end, max(width, layout.width)
        grid |= {(span.row, span.first): span.text for span in layout.spans}
        grid |= {(head.top, head.first): head.text for head in layout.heads}
        grid |= {(row, index): f"({index + 1})" for row in layout.numbering for index in range(layout.width)}
        for row, line in layout.rows:
            grid |= {(row, index): as_text(value) for index, value in enumerate(line.values)}
        for row, total in layout.totals:
            lead = layout.width - len(total.values)
            values: list[Value] = [total.label, *[None] * (lead - 1), *total.values]
            grid |= {(row, index): as_text(value) for index, value in enumerate(values)}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in range(end):
        writer.writerow([grid.get((row, index), "") for index in range(width)])
    return text.getvalue().encode("utf-8-sig")


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file of *files* into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)

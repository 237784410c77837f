"""Small files in every container, written the way other programs write them."""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from html import escape
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

Rows = Sequence[Sequence[Any]]

_ERROR_CODES = {
    "#NULL!": 0x00,
    "#DIV/0!": 0x07,
    "#VALUE!": 0x0F,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#NUM!": 0x24,
    "#N/A": 0x2A,
}


class Error(str):
    """The text of an error cell, to be written as such a cell."""


TASKS: Rows = (
    ("BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",),
    ("THỐNG KÊ CÔNG VIỆC TRÊN HPNET ĐẾN NGÀY 14/11/2023",),
    ("STT", "Mã công việc", "Nội dung", "Đơn vị chủ trì", "Ngày giao", "Hạn xử lý", "Điểm", "Đã báo cáo"),
    (1, "CV-001", "Rà soát hồ sơ tồn đọng", "Văn phòng", date(2023, 11, 1), date(2023, 11, 13), 0.5, True),
    (2, "CV-002", "Báo cáo <b>kết quả</b> & kiến nghị", "Phòng Quản lý Đầu tư", date(2023, 10, 2), date(2023, 11, 16), 1, False),
    (3, "CV-003", "Xin lỗi \"công khai\"; lần 2\ndòng hai", "Phòng Quản lý Lao động", date(2023, 10, 3), None, 1.25, True),
)  # fmt: skip


def xlsx(
    sheets: Rows | dict[str, Rows] = TASKS,
    *,
    hidden_sheets: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    merge: Iterable[str] = (),
    date_1904: bool = False,
) -> bytes:
    """An .xlsx as openpyxl writes it; hidden rows, columns and merges are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    if date_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904  # type: ignore[attr-defined]
    named = sheets if isinstance(sheets, dict) else {"HpNet": sheets}
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden_sheets else "visible"
    first = book.worksheets[0]
    for number in hidden_rows:
        first.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        first.column_dimensions[letter].hidden = True
    for reference in merge:
        first.merge_cells(reference)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(
    rows: Rows = TASKS,
    *,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    far: tuple[int, int] | None = None,
    date_1904: bool = False,
) -> bytes:
    """A BIFF8 .xls; rows from 1, columns from 0; *far* is one more cell, from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    sheet = book.add_sheet("HpNet")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(r, c, value, day)
            elif isinstance(value, Error):
                sheet.row(r).set_cell_error(c, _ERROR_CODES[value])
            elif value is not None:
                sheet.write(r, c, value)
    if far:
        sheet.write(*far, "lạc")
    for number in hidden_rows:
        sheet.row(number - 1).hidden = True
    for column in hidden_columns:
        sheet.col(column).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(
    rows: Rows = TASKS,
    *,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    span: int = 0,
    far: tuple[int, int] | None = None,
) -> bytes:
    """An .ods; *span* merges that many columns of the first row, *far* is one more cell, from 0."""
    document = OpenDocumentSpreadsheet()
    style = Style(name="shown", family="table")
    style.addElement(TableProperties(display="true"))
    document.automaticstyles.addElement(style)
    table = Table(name="HpNet", stylename=style)
    for column in range(max(map(len, rows))):
        hiding = {"visibility": "collapse"} if column in set(hidden_columns) else {}
        table.addElement(TableColumn(**hiding))
    for number, row in enumerate(rows, 1):
        element = TableRow(**({"visibility": "collapse"} if number in set(hidden_rows) else {}))
        for column, value in enumerate(row):
            element.addElement(_ods_cell(value, span if number == 1 and column == 0 else 0))
        for _ in range(span - 1 if number == 1 else 0):
            element.addElement(CoveredTableCell())
        table.addElement(element)
    if far:
        table.addElement(TableRow(numberrowsrepeated=far[0] - len(rows)))
        last = TableRow()
        last.addElement(TableCell(numbercolumnsrepeated=far[1]))
        last.addElement(_ods_cell("lạc", 0))
        table.addElement(last)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_cell(value: Any, span: int) -> TableCell:
    spanned = {"numbercolumnsspanned": span} if span else {}
    if value is None:
        return TableCell(**spanned)
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **spanned)
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=value, **spanned)
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), **spanned)
    cell = TableCell(valuetype="string", **spanned)
    if isinstance(value, Error):  # as LibreOffice writes it: an empty text that is shown as the error
        cell.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "string-value", "")
        cell.setAttrNS(
            "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0", "value-type", "error"
        )
    for line in str(value).split("\n"):
        cell.addElement(P(text=line))
    return cell


def xlsb(
    rows: Rows = TASKS,
    *,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    far: tuple[int, int] | None = None,
) -> bytes:
    """A minimal binary .xlsx, record by record as [MS-XLSB] lays them out; *far* is one more cell, from 0."""
    hidden = set(hidden_rows)
    width = max(map(len, rows))
    sheet = [_brt(129), _brt(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)), _brt(390)]
    sheet += [_brt(60, struct.pack("<IIIIH", c, c, 2560, 0, 1)) for c in hidden_columns]
    sheet += [_brt(391), _brt(145)]
    for number, row in enumerate(rows, 1):
        flags = 0x10 if number in hidden else 0
        sheet.append(_brt(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, flags, 0, 0)))
        sheet += [_xlsb_cell(c, value) for c, value in enumerate(row) if value is not None]
    if far:
        sheet += [_brt(0, struct.pack("<IIHBBBI", far[0], 0, 300, 0, 0, 0, 0)), _xlsb_cell(far[1], "lạc")]
    sheet += [_brt(146), _brt(130)]
    book = [_brt(131), _brt(153, struct.pack("<III", 0, 0, 0)), _brt(143)]
    book += [_brt(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("HpNet")), _brt(144), _brt(132)]
    formats = [struct.pack("<HHHHHBBHH", 0, n, 0, 0, 0, 0, 0, 0, 0) for n in (0, 14)]
    styles = [
        _brt(278),
        _brt(617, struct.pack("<I", 2)),
        *(_brt(47, f) for f in formats),
        _brt(618),
        _brt(279),
    ]
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument"'
                       ' Target="xl/workbook.bin"/></Relationships>'.encode(),
        "xl/workbook.bin": b"".join(book),
        "xl/styles.bin": b"".join(styles),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet"'
                                      ' Target="worksheets/sheet1.bin"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.bin": b"".join(sheet),
    })  # fmt: skip


def _brt(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, value: Any) -> bytes:
    if isinstance(value, Error):
        return _brt(3, struct.pack("<IIB", column, 0, _ERROR_CODES[value]))
    if isinstance(value, bool):
        return _brt(4, struct.pack("<IIB", column, 0, value))
    if isinstance(value, int | float):
        return _brt(5, struct.pack("<IId", column, 0, value))
    if isinstance(value, date):
        return _brt(5, struct.pack("<IId", column, 1, (value - date(1899, 12, 30)).days))
    return _brt(6, struct.pack("<II", column, 0) + _wide(str(value)))


def html(
    *tables: Rows,
    encoding: str = "utf-8",
    declared: str | None = None,
    before: str = "",
    raw: Iterable[str] = (),
) -> bytes:
    """A page as a grid of WebForms exports it; *raw* are tables written as given."""
    body = "".join(_html_table(rows) for rows in tables or (() if raw else (TASKS,)))
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = f"<html><head>{meta}<style>td{{border:1px}}</style></head><body>{before}{body}{''.join(raw)}</body></html>"
    return text.encode(encoding)


def _html_table(rows: Rows) -> str:
    lines = [
        "".join(f"<td>{escape(shown(value)).replace(chr(10), '<br>')}</td>" for value in row) for row in rows
    ]
    return "<table border='1'>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def spreadsheetml(
    rows: Rows = TASKS, *, encoding: str = "utf-8", raw_rows: str = "", prolog: str = ""
) -> bytes:
    """SpreadsheetML 2003; *raw_rows* are written after the others as given."""
    body = "".join("<Row>" + "".join(map(_sml_cell, row)) + "</Row>" for row in rows)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{prolog}<?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="HpNet"><Table>{body}{raw_rows}</Table></Worksheet></Workbook>'
    ).encode(encoding)


def _sml_cell(value: Any) -> str:
    if value is None:
        return "<Cell/>"
    if isinstance(value, bool):
        kind, text = "Boolean", str(int(value))
    elif isinstance(value, int | float):
        kind, text = "Number", str(value)
    elif isinstance(value, date):
        kind, text = "DateTime", f"{value.isoformat()}T00:00:00.000"
    else:
        kind, text = "String", escape(str(value)).replace("\n", "&#10;")
    return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'


def csv_text(rows: Rows = TASKS, *, separator: str = ";", end: str = "\r\n") -> str:
    """Rows as a CSV text, quoted only where needed."""
    return "".join(separator.join(_quoted(shown(value), separator) for value in row) + end for row in rows)


def csv(rows: Rows = TASKS, *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file; ``cp1258`` is written with its combining tone marks."""
    text = csv_text(rows, separator=separator)
    return as_cp1258(text) if encoding == "cp1258" else text.encode(encoding)


def _quoted(text: str, separator: str) -> str:
    if any(mark in text for mark in (separator, '"', "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_cp1258(text: str) -> bytes:
    """Windows-1258 holds base letters and tones apart: "ấ" is "â" and an acute accent."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in tones))
            out += (base + "".join(c for c in marks if c in tones)).encode("cp1258")
    return bytes(out)


def shown(value: Any) -> str:
    """A value as a Vietnamese export prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return str(value)


def zipped(parts: dict[str, bytes], *, level: int = 6) -> bytes:
    """A zip file of the named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a zip file, to change one and zip them again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """*content* with the first *old* in part *name* replaced by *new*."""
    parts = parts_of(content)
    assert old in parts[name], f"{old!r} is not in {name}"
    parts[name] = parts[name].replace(old, new, 1)
    return zipped(parts)


CONTAINERS = {
    "xlsx": xlsx, "xlsb": xlsb, "ods": ods, "xls": xls, "html": html, "spreadsheetml": spreadsheetml, "csv": csv,
}  # fmt: skip

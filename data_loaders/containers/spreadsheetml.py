"""What does a SpreadsheetML 2003 file (XML named .xls) hold?"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO

from lxml import etree

from data_loaders.containers.bulk import LARGE_AREA, trim_width
from data_loaders.guard import reject_entities
from data_loaders.limits import Limits
from data_loaders.refusals import refused
from data_loaders.sheets import Cell, Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?")
_VISIBILITY = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order; indexes given by ``ss:Index`` are honoured."""
    reject_entities(content)
    parser = etree.iterparse(
        BytesIO(content), events=("end",), tag="{*}Worksheet",
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
    )  # fmt: skip
    found = False
    try:
        for _, worksheet in parser:
            found = True
            yield _sheet(worksheet, limits)
            worksheet.clear()
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem
    if not found:
        raise refused("not_a_spreadsheet")


def _sheet(worksheet: etree._Element, limits: Limits) -> Sheet:
    sheet = Sheet(_attribute(worksheet, "Name") or "Sheet", [], [])
    visible = worksheet.findtext(".//{*}WorksheetOptions/{*}Visible") or ""
    sheet.visibility = _VISIBILITY.get(visible.strip(), "visible")  # type: ignore[assignment]
    table = worksheet.find("{*}Table")
    if table is None:
        return sheet
    numbers: list[int] = []
    ranges: list[tuple[int, int, int, int]] = []
    hidden: set[int] = set()
    formulas: set[tuple[int, int]] = set()
    number = 0
    for row in table.iterchildren("{*}Row"):
        number = _int(row, "Index") or number + 1
        if _attribute(row, "Hidden") == "1":
            hidden.add(number)
        cells = _cells(row, number, ranges, formulas, limits)
        if cells:
            sheet.rows.append(cells)
            numbers.append(number)
        number += _int(row, "Span")
    _square(sheet.rows, limits)
    sheet.row_numbers = numbers
    sheet.hidden_rows, sheet.hidden_columns = frozenset(hidden), _hidden_columns(table)
    sheet.formulas_without_value = frozenset(formulas)
    index_of = {number: index for index, number in enumerate(numbers)}
    sheet.merged = tuple(_placed(ranges, index_of))
    return sheet


def _cells(
    row: etree._Element, number: int, ranges: list[tuple[int, int, int, int]],
    formulas: set[tuple[int, int]], limits: Limits,
) -> list[Cell]:  # fmt: skip
    cells: list[Cell] = []
    column = 0
    for cell in row.iterchildren("{*}Cell"):
        column = (_int(cell, "Index") or column + 1) - 1
        if column >= 16_384:
            raise refused("corrupted")
        across, down = _int(cell, "MergeAcross"), _int(cell, "MergeDown")
        if across or down:
            ranges.append((number, column, number + down, column + across))
        value = _value(cell.find("{*}Data"))
        if value == "" and _attribute(cell, "Formula"):
            formulas.add((number, column))
        if value != "":
            cells.extend([""] * (column - len(cells)))
            cells.append(value)
        column += across + 1
    return cells


def _value(data: etree._Element | None) -> Cell:
    if data is None:
        return ""
    text = "".join(data.itertext())  # type: ignore[arg-type]
    kind = _attribute(data, "Type")
    if kind == "Number":
        return _number(text)
    if kind == "DateTime":
        return _moment(text)
    if kind == "Boolean":
        return text.strip() in ("1", "true")
    return text


def _number(text: str) -> Cell:
    """The number, or the text where it is none: nothing is lost and the cell parser says so."""
    try:
        return float(text)
    except ValueError:
        return text


def _moment(text: str) -> Cell:
    found = _ISO.match(text.strip())
    if not found:
        return text
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        # A time without a day is written on the day before the calendar's first.
        if (year, month, day) in ((1899, 12, 31), (1899, 12, 30)):
            return time(hour, minute, second)
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return text
    return moment if found[4] and (hour or minute or second) else moment.date()


def _square(rows: list[list[Cell]], limits: Limits) -> None:
    width = max(map(len, rows), default=0)
    if width * len(rows) > 4 * LARGE_AREA:
        raise refused("out_of_memory", limits)
    for row in rows:
        row.extend([""] * (width - len(row)))
    trim_width(rows)


def _placed(
    ranges: list[tuple[int, int, int, int]], index_of: dict[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    last = max(index_of, default=0)
    for top, left, bottom, right in ranges:
        kept = [index_of[n] for n in range(top, min(bottom, last) + 1) if n in index_of]
        if kept:
            yield kept[0], left, kept[-1], right


def _hidden_columns(table: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iterchildren("{*}Column"):
        column = _int(element, "Index") or column + 1
        span = min(_int(element, "Span"), 16_384)
        if _attribute(element, "Hidden") == "1":
            hidden.update(range(column - 1, column + span))
        column += span
    return frozenset(hidden)


def _attribute(element: etree._Element, name: str) -> str | None:
    return element.get(_SS + name, element.get(name))


def _int(element: etree._Element, name: str) -> int:
    text = _attribute(element, name) or ""
    return int(text) if text.isdigit() and len(text) < 9 else 0

"""What does a SpreadsheetML 2003 file (XML named .xls) hold?"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO

import lxml.etree as etree

from data_loaders.containers.bulk import as_percent, is_percent, place_merged, square
from data_loaders.received.guard import reject_entities
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Cell, Sheet, Visibility

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?")
_MAX_COLUMNS = 16_384
_VISIBILITY: dict[str, Visibility] = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order; indexes given by ``ss:Index`` are honoured."""
    reject_entities(content)
    tags = [f"{{*}}{name}" for name in ("Row", "Column", "Visible", "Worksheet", "Style")]
    events = etree.iterparse(
        BytesIO(content), events=("end",), tag=tags,
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
    )  # fmt: skip
    percents: set[str] = set()
    reading, found = _Reading(limits, percents), False
    try:
        for _, element in events:
            name = etree.QName(element).localname
            if name == "Worksheet":
                yield reading.sheet(_attribute(element, "Name") or "Sheet")
                reading, found = _Reading(limits, percents), True
            elif name == "Style":
                percents.update(_percent_style(element))
            else:
                reading.take(name, element)
            element.clear()
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem
    if not found:
        raise refused("not_a_spreadsheet")


class _Reading:
    """One worksheet while its elements go by, so that never more than one row of the tree is held."""

    def __init__(self, limits: Limits, percents: set[str]) -> None:
        self._limits = limits
        self._percents = percents
        self._rows: list[list[Cell]] = []
        self._numbers: list[int] = []
        self._number = self._column = 0
        self._ranges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._formulas: set[tuple[int, int]] = set()
        self._visible = ""

    def take(self, name: str, element: etree._Element) -> None:
        """Take one row, column or mark of visibility."""
        if name == "Row":
            self._take_row(element)
        elif name == "Column":
            self._column = _int(element, "Index") or self._column + 1
            span = min(_int(element, "Span"), _MAX_COLUMNS)
            if _attribute(element, "Hidden") == "1":
                self._hidden_columns.update(range(self._column - 1, self._column + span))
            self._column += span
        else:
            self._visible = (element.text or "").strip()

    def _take_row(self, row: etree._Element) -> None:
        self._number = _int(row, "Index") or self._number + 1
        if _attribute(row, "Hidden") == "1":
            self._hidden_rows.add(self._number)
        cells = self._cells(row)
        if cells:
            self._rows.append(cells)
            self._numbers.append(self._number)
        self._number += _int(row, "Span")

    def _cells(self, row: etree._Element) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        space = str(row.tag)[: -len("Row")]
        for cell in row.iterchildren(space + "Cell"):
            value = next(map(_value, cell.iterchildren(space + "Data")), "")
            if cell.attrib:
                if self._percents and _attribute(cell, "StyleID") in self._percents:
                    value = as_percent(value)
                column = (_int(cell, "Index") or column + 1) - 1
                self._note(cell, column, value)
            if value != "":
                cells.extend([""] * (column - len(cells)))
                cells.append(value)
            column += 1 + (_int(cell, "MergeAcross") if cell.attrib else 0)
        return cells

    def _note(self, cell: etree._Element, column: int, value: Cell) -> None:
        across, down = _int(cell, "MergeAcross"), _int(cell, "MergeDown")
        if column >= _MAX_COLUMNS or across >= _MAX_COLUMNS:
            raise refused("corrupted")
        if across or down:
            self._ranges.append((self._number - 1, column, self._number + down - 1, column + across))
        if value == "" and _attribute(cell, "Formula"):
            self._formulas.add((self._number, column))

    def sheet(self, name: str) -> Sheet:
        """The finished sheet."""
        sheet = Sheet(name, self._rows, self._numbers, _VISIBILITY.get(self._visible, "visible"))
        sheet.stray = square(sheet)
        sheet.hidden_rows, sheet.hidden_columns = (
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )
        sheet.formulas_without_value = frozenset(self._formulas)
        sheet.merged = place_merged(sheet, self._ranges)
        return sheet


def _percent_style(style: etree._Element) -> list[str]:
    """The name of a style that shows numbers as percentages."""
    formats = [_attribute(one, "Format") or "" for one in style.iterchildren("{*}NumberFormat")]
    shows = any(one == "Percent" or is_percent(one) for one in formats)
    return [_attribute(style, "ID") or ""] if shows else []


def _value(data: etree._Element) -> Cell:
    text = "".join(data.itertext()) if len(data) else data.text or ""  # type: ignore[arg-type]
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


def _attribute(element: etree._Element, name: str) -> str | None:
    value = element.get(_SS + name)
    return element.get(name) if value is None else value


def _int(element: etree._Element, name: str) -> int:
    text = _attribute(element, name) or ""
    return int(text) if text.isdigit() and len(text) < 9 else 0

"""What does an .ods hold, including what the native reader does not tell?"""

import re
from collections.abc import Iterator
from copy import deepcopy

import lxml.etree as etree

from data_loaders.containers.bulk import (
    ERROR_TEXTS,
    LARGE_AREA,
    BulkReader,
    Squeezed,
    is_sparse_area,
    place_merged,
    put_errors,
    show_percents,
)
from data_loaders.containers.sparse import repacked
from data_loaders.received.guard import Package
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_WORTH_PARSING = re.compile(
    rb"visibility=\"(?:collapse|filter)\"|-spanned=\"|:formula=\"|value-type=\"(?:error|percentage)\""
)

_WIDE_GAP = re.compile(rb"number-(rows|columns)-repeated=\"\d{4,}\"")


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    package = Package(content, limits)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise refused("encrypted")
    kind = package.part("mimetype") or b"application/vnd.oasis.opendocument.spreadsheet"
    if b"opendocument.spreadsheet" not in bytes(kind):
        raise refused("not_a_spreadsheet")
    content = repacked(package, {}) if package.is_mended else content
    xml = package.part("content.xml") or b""
    facts = [_facts_of(table) for table in _tables(_parsed(xml))] if _WORTH_PARSING.search(xml) else []
    squeezed: dict[int, Squeezed] = {}
    if _has_a_cell_after_a_wide_gap(xml):
        root = _parsed(xml)
        squeezed = _squeeze(root, limits)
        content = repacked(package, {"content.xml": etree.tostring(root)}) if squeezed else content
    del package, xml
    reader = BulkReader(content)
    for position, entry in enumerate(reader.entries()):
        sheet = reader.sheet(entry, squeezed.get(position))
        if position < len(facts):
            facts[position].put_into(sheet)
        yield sheet


class _Facts:
    """Hidden parts, merged ranges, formulas without a value and error cells of one table."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.percents: set[tuple[int, int]] = set()

    def put_into(self, sheet: Sheet) -> None:
        """Say in *sheet* what was found."""
        sheet.hidden_rows, sheet.hidden_columns = frozenset(self.rows), frozenset(self.columns)
        sheet.formulas_without_value = frozenset(self.formulas)
        sheet.merged = place_merged(sheet, self.merged)
        put_errors(sheet, self.errors)
        show_percents(sheet, self.percents)


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem


def _tables(root: etree._Element) -> list[etree._Element]:
    return root.findall(f".//{_OFFICE}spreadsheet/{_TABLE}table")


def _has_a_cell_after_a_wide_gap(xml: bytes) -> bool:
    """Whether blank rows or columns by the thousand stand before a value; behind the last they are usual."""
    for gap in _WIDE_GAP.finditer(xml):
        value = xml.find(b"office:value-type", gap.end())
        if (
            0
            <= value
            < xml.find(b"</table:table-row>" if gap[1] == b"columns" else b"</table:table>", gap.end())
        ):
            return True
    return False


def _squeeze(root: etree._Element, limits: Limits) -> dict[int, Squeezed]:
    """Take the space out of sparse tables of *root*; what was where, by position of the table."""
    squeezed = {}
    for position, table in enumerate(_tables(root)):
        cells = _filled_cells(table, limits)
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        if not is_sparse_area(rows, columns, len(cells)):
            continue
        for child in list(table):
            table.remove(child)
        for row in sorted(rows):
            element = etree.SubElement(table, f"{_TABLE}table-row")
            for column in sorted(columns):
                cell = cells.get((row, column))
                element.append(etree.Element(f"{_TABLE}table-cell") if cell is None else deepcopy(cell))
        squeezed[position] = Squeezed([row + 1 for row in sorted(rows)], sorted(columns))
    return squeezed


def _filled_cells(table: etree._Element, limits: Limits) -> dict[tuple[int, int], etree._Element]:
    """Cells with a value by row and column from 0, each repeated one in every place, not repeated any more."""
    cells: dict[tuple[int, int], etree._Element] = {}
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        down, column = _int(row, "number-rows-repeated", 1), 0
        for cell in row:
            across = _int(cell, "number-columns-repeated", 1)
            if cell.get(f"{_OFFICE}value-type") is not None:
                if down * across + len(cells) > LARGE_AREA:
                    raise refused("out_of_memory", limits)
                cell.attrib.pop(f"{_TABLE}number-columns-repeated", None)
                cells |= {(number + r, column + c): cell for r in range(down) for c in range(across)}
            column += across
        number += down
    return cells


def _facts_of(table: etree._Element) -> _Facts:
    facts = _Facts()
    column = 0
    for element in table.iter(f"{_TABLE}table-column"):
        repeated = min(_int(element, "number-columns-repeated", 1), 16_384)
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            facts.columns.update(range(column, min(column + repeated, 16_384)))
        column += repeated
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _int(row, "number-rows-repeated", 1)
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            facts.rows.update(range(number, min(number + repeated, 1_048_577)))
        _scan_cells(row, number, facts)
        number += repeated
    return facts


def _scan_cells(row: etree._Element, number: int, facts: _Facts) -> None:
    column = 0
    for cell in row:
        across, down = _int(cell, "number-columns-spanned", 1), _int(cell, "number-rows-spanned", 1)
        if across > 1 or down > 1:
            facts.merged.append((number - 1, column, number + down - 2, column + across - 1))
        if cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
            facts.formulas.add((number, column))
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            repeated = min(_int(cell, "number-columns-repeated", 1), 16_384)
            facts.percents |= {(number, column + n) for n in range(repeated)}
        if cell.get(_CALC_TYPE) == "error":
            text = "".join(map(str, cell.itertext())).strip()
            facts.errors[number, column] = text if text in ERROR_TEXTS.values() else "#VALUE!"
        column += _int(cell, "number-columns-repeated", 1)


def _int(element: etree._Element, name: str, default: int) -> int:
    text = element.get(_TABLE + name) or ""
    return int(text) if text.isdigit() and len(text) < 9 else default

"""What does an .xlsx or .xlsm hold, including what the native reader does not tell?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from data_loaders.containers.bulk import (
    LARGE_AREA,
    PERCENT_FORMATS,
    BulkReader,
    column_index,
    is_percent,
    put_errors,
    show_percents,
)
from data_loaders.containers.opc import opened, parsed, relations_of, workbook_path
from data_loaders.containers.sparse import read_sparse
from data_loaders.received.guard import Package
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import Look, Sheet

_SMALL_SHEET = 500_000  # bytes of XML up to which it is looked at how cells are set
_SET = re.compile(rb"<(?:\w+:)?(?:b|strike)(?:\s[^>]*)?/?>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)")
_BUILT_IN_PERCENT = re.compile(rb"numFmtId=[\"'](?:9|10)[\"']")
_HIDDEN = re.compile(rb"hidden=[\"'](?:1|true|on)[\"']")
_ROW_OR_COLUMN = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_NEVER_CALCULATED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)"
)
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=\"e\"[^>]*)>(.*?)</(?:\w+:)?c>", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_LAST_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]+)\d")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the XML of a sheet says beyond its values; rows are numbers from 1, columns indexes from 0."""

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    formulas_without_value: frozenset[tuple[int, int]]
    errors: dict[tuple[int, int], str]
    percents: frozenset[tuple[int, int]] = frozenset()
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets of *content* in workbook order."""
    content, package = opened(content, limits)
    paths = sheet_paths(package)
    xmls = {name: package.part(path) or b"" for name, path in paths.items()}
    styles = package.part(_styles_path(package))
    percents, looks = percent_styles(styles), look_styles(styles)
    facts = {name: facts_of(xml, percents, looks) for name, xml in xmls.items()}
    sparse = {name: xml for name, xml in xmls.items() if is_sparse(xml)}
    found = read_sparse(package, paths, set(sparse)) if sparse else _read_whole(content)
    del package, xmls
    for sheet in found:
        if sheet.name in facts:
            add_facts(sheet, facts[sheet.name])
        yield sheet


def _read_whole(content: bytes) -> Iterator[Sheet]:
    reader = BulkReader(content)
    yield from map(reader.sheet, reader.entries())


def sheet_paths(package: Package) -> dict[str, str]:
    """Which part holds which sheet, by way of the workbook's relations; order as in the workbook."""
    workbook = workbook_path(package)
    targets = {relation.id: relation.path for relation in relations_of(package, workbook)}
    paths = {}
    for sheet in parsed(package.part(workbook)).iter("{*}sheet"):
        path = next((targets.get(v) for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        if path is not None:
            paths[str(sheet.get("name"))] = path
    return paths


def facts_of(
    xml: bytes, percent_styles: frozenset[int] = frozenset(), look_styles: Mapping[int, Look] | None = None
) -> SheetFacts:
    """
    Scan the XML of one sheet for what the native reader drops.

    Plain searches over the bytes: parsing a hundred thousand rows a second time would double
    the cost of reading, and most sheets have nothing to find.
    """
    rows, columns = _hidden(xml) if _HIDDEN.search(xml) else (frozenset(), frozenset())
    errors = _errors(xml) if b't="e"' in xml else {}
    has_prefix = b":worksheet" in xml[:2000]
    formulas = _never_calculated(xml) if (b":f" if has_prefix else b"<f") in xml else frozenset()
    percents = _percents(xml, percent_styles) if percent_styles else frozenset()
    looks = _looks(xml, look_styles) if look_styles and len(xml) <= _SMALL_SHEET else {}
    return SheetFacts(rows, columns, formulas, errors, percents, looks)


def _hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    number = 0
    for kind, attributes in _ROW_OR_COLUMN.findall(xml):
        if kind == b"row":
            number = _number(attributes, b"r") or number + 1
        if not _HIDDEN.search(attributes):
            continue
        if kind == b"row":
            rows.add(number)
        else:
            first, last = _number(attributes, b"min") or 1, _number(attributes, b"max") or 1
            columns.update(range(first - 1, min(last, 16_384)))
    return frozenset(rows), frozenset(columns)


def _number(attributes: bytes, name: bytes) -> int | None:
    found = re.search(rb"(?:^|\s)" + name + rb"=[\"'](\d{1,9})[\"']", attributes)
    return int(found[1]) if found else None


def _styles_path(package: Package) -> str:
    return next((name for name in package.names if name.lower().endswith("/styles.xml")), "xl/styles.xml")


def percent_styles(xml: bytes | None) -> frozenset[int]:
    """The cell formats, by their place in the list, that show a number as a percentage."""
    if not xml or (b"%" not in xml and not _BUILT_IN_PERCENT.search(xml)):
        return frozenset()
    root = parsed(xml)
    own = {
        int(one.get("numFmtId") or 0)
        for one in root.iter("{*}numFmt")
        if is_percent(one.get("formatCode") or "")
    }
    formats = next(root.iter("{*}cellXfs"), None)
    listed = [] if formats is None else formats.iterchildren("{*}xf")
    ids = [int(one.get("numFmtId") or 0) for one in listed]
    return frozenset(place for place, one in enumerate(ids) if one in own or one in PERCENT_FORMATS)


def _percents(xml: bytes, styles: frozenset[int]) -> frozenset[tuple[int, int]]:
    """The cells of these formats that hold a number."""
    wanted = b"|".join(b"%d" % style for style in sorted(styles))
    form = re.compile(rb"<(?:\w+:)?c\b([^>]*\bs=[\"'](?:" + wanted + rb")[\"'][^>]*)(?<!/)>")
    places = set()
    for attributes in form.findall(xml):
        place = _REFERENCE.search(attributes)
        if place and (b" t=" not in attributes or b't="n"' in attributes):
            places.add((int(place[2]), column_index(place[1])))
    return frozenset(places)


def look_styles(xml: bytes | None) -> dict[int, Look]:
    """The cell formats, by their place in the list, that indent their text, set it in bold or strike it through."""
    if not xml or not (b"indent=" in xml or _SET.search(xml)):
        return {}
    root = parsed(xml)
    fonts = next(root.iter("{*}fonts"), None)
    known = [] if fonts is None else list(fonts.iterchildren("{*}font"))
    ways = [(_is_set(font, "b"), _is_set(font, "strike")) for font in known]
    formats = next(root.iter("{*}cellXfs"), None)
    found = {}
    for place, one in enumerate([] if formats is None else formats.iterchildren("{*}xf")):
        font, alignment = int(one.get("fontId") or 0), next(one.iterchildren("{*}alignment"), None)
        indent = 0 if alignment is None else int(alignment.get("indent") or 0)
        look = Look(indent, *(ways[font] if font < len(ways) else (False, False)))
        if any(look):
            found[place] = look
    return found


def _is_set(font: Any, way: str) -> bool:
    said = next(font.iterchildren(f"{{*}}{way}"), None)
    return said is not None and said.get("val", "1") not in ("0", "false")


def _looks(xml: bytes, styles: Mapping[int, Look]) -> dict[tuple[int, int], Look]:
    found = {}
    for attributes in _CELL.findall(xml):
        style, place = _number(attributes, b"s"), _REFERENCE.search(attributes)
        if style is not None and style in styles and place:
            found[int(place[2]), column_index(place[1])] = styles[style]
    return found


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    errors = {}
    for attributes, body in _ERROR_CELL.findall(xml):
        place, value = _REFERENCE.search(attributes), _VALUE.search(body)
        if place and value:
            errors[int(place[2]), column_index(place[1])] = unescape(value[1].decode("utf-8", "replace"))
    return errors


def _never_calculated(xml: bytes) -> frozenset[tuple[int, int]]:
    places = set()
    for found in _NEVER_CALCULATED.finditer(xml):
        start = max(xml.rfind(b"<c ", 0, found.start()), xml.rfind(b":c ", 0, found.start()))
        attributes = xml[start : xml.find(b">", start)]
        place = _REFERENCE.search(attributes)
        # A formula whose result is the empty text has a value; it says so by its type.
        if place and not (b't="str"' in attributes and b"<v" in found[0]):
            places.add((int(place[2]), column_index(place[1])))
    return frozenset(places)


def is_sparse(xml: bytes) -> bool:
    """
    Whether a few cells span an area that a dense reader could not hold.

    The native reader reserves memory for the whole rectangle; one stray value in XFD1048576 makes it
    ask for 550 GB and abort.
    """
    last = _LAST_ROW.search(xml, max(xml.rfind(b"<row"), xml.rfind(b":row "), 0) - 20 if b"row" in xml else 0)
    height = int(last[1]) if last else 0
    if height * 26 <= LARGE_AREA and not re.search(rb"\"[A-Z]{2,3}\d", xml):
        return False
    if height * 702 <= LARGE_AREA and not re.search(rb"\"[A-Z]{3}\d", xml):
        return False
    width = max((column_index(letters) for letters in set(_COLUMN.findall(xml))), default=0) + 1
    return height * width > LARGE_AREA and height * width > 4 * (xml.count(b"</v>") + xml.count(b"</is>"))


def add_facts(sheet: Sheet, facts: SheetFacts) -> None:
    """Put hidden parts, errors and formulas into *sheet*."""
    sheet.hidden_rows, sheet.hidden_columns = facts.hidden_rows, facts.hidden_columns
    sheet.formulas_without_value = facts.formulas_without_value
    put_errors(sheet, facts.errors)
    show_percents(sheet, facts.percents)
    sheet.looks = facts.looks

"""What does an .xlsx or .xlsm hold, including what the native reader does not tell?"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import lxml.etree as etree

from data_loaders.containers.bulk import (
    LARGE_AREA,
    PERCENT_FORMATS,
    BulkReader,
    is_percent,
    put_errors,
    show_percents,
)
from data_loaders.containers.sparse import read_sparse
from data_loaders.received.guard import Package
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet

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


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets of *content* in workbook order."""
    package = Package(content, limits)
    paths = sheet_paths(package)
    xmls = {name: package.part(path) or b"" for name, path in paths.items()}
    styles = percent_styles(package.part(_styles_path(package)))
    facts = {name: facts_of(xml, styles) for name, xml in xmls.items()}
    sparse = {name: xml for name, xml in xmls.items() if is_sparse(xml)}
    if sparse:
        yield from read_sparse(package, paths, set(sparse), facts)
        return
    del package, xmls
    reader = BulkReader(content)
    for entry in reader.entries():
        sheet = reader.sheet(entry)
        if entry.name in facts:
            add_facts(sheet, facts[entry.name])
        yield sheet


def sheet_paths(package: Package) -> dict[str, str]:
    """Which part holds which sheet, by way of the workbook's relations; order as in the workbook."""
    by_lower = {name.lower(): name for name in package.names}
    workbook_path = _workbook_path(package, by_lower)
    folder = posixpath.dirname(workbook_path)
    relations_path = f"{folder}/_rels/{posixpath.basename(workbook_path)}.rels".lstrip("/")
    targets = _targets(package.part(by_lower.get(relations_path.lower(), "")))
    paths = {}
    for sheet in _parsed(package.part(workbook_path)).iter("{*}sheet"):
        target = next((targets.get(v) for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        if target is not None:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            paths[str(sheet.get("name"))] = by_lower.get(path.lower(), path)
    return paths


def _workbook_path(package: Package, by_lower: dict[str, str]) -> str:
    for kind, target in _relations(package.part(by_lower.get("_rels/.rels", ""))):
        if kind.endswith("/officeDocument"):
            return by_lower.get(target.lstrip("/").lower(), target)
    if "xl/workbook.xml" in by_lower:
        return by_lower["xl/workbook.xml"]
    raise refused("corrupted")


def _targets(xml: bytes | None) -> dict[str, str]:
    if not xml:
        return {}
    return {str(r.get("Id")): str(r.get("Target")) for r in _parsed(xml).iter("{*}Relationship")}


def _relations(xml: bytes | None) -> list[tuple[str, str]]:
    if not xml:
        return []
    return [(str(r.get("Type")), str(r.get("Target"))) for r in _parsed(xml).iter("{*}Relationship")]


def _parsed(xml: bytes | None) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml or b"", parser)
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem


def facts_of(xml: bytes, percent_styles: frozenset[int] = frozenset()) -> SheetFacts:
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
    return SheetFacts(rows, columns, formulas, errors, percents)


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
    root = _parsed(xml)
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


def column_index(letters: bytes) -> int:
    """
    The index from 0 of a column named by letters.

    >>> column_index(b"A"), column_index(b"XFD")
    (0, 16383)
    """
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


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

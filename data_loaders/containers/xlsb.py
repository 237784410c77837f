"""What does an .xlsb hold, including what the native reader does not tell?"""

import posixpath
import struct
from collections.abc import Iterator

from lxml import etree

from data_loaders.containers.bulk import BulkReader
from data_loaders.guard import Package
from data_loaders.limits import Limits
from data_loaders.refusals import refused
from data_loaders.sheets import Sheet

_ROW_HEADER, _COLUMN_INFO, _BUNDLE_SHEET = 0, 60, 156


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order."""
    package = Package(content, limits)
    hidden = {name: _hidden(package.part(path) or b"") for name, path in _sheet_paths(package).items()}
    del package
    reader = BulkReader(content)
    for entry in reader.entries():
        sheet = reader.sheet(entry)
        sheet.hidden_rows, sheet.hidden_columns = hidden.get(entry.name, (frozenset(), frozenset()))
        yield sheet


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of every record; both numbers are written seven bits to a byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < end:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if at + length > end:
            raise refused("corrupted")
        yield kind, at, length
        at += length


def _sheet_paths(package: Package) -> dict[str, str]:
    relations = package.part("xl/_rels/workbook.bin.rels") or b"<Relationships/>"
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem
    targets = {str(r.get("Id")): str(r.get("Target")) for r in root.iter("{*}Relationship")}
    paths: dict[str, str] = {}
    workbook = package.part("xl/workbook.bin") or b""
    for kind, at, length in _records(workbook):
        if kind == _BUNDLE_SHEET and length >= 16:
            identity, after = _text(workbook, at + 8)
            name, _ = _text(workbook, after)
            target = targets.get(identity, "")
            paths[name] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return paths


def _text(data: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * min(count, 0x7FFF)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _hidden(data: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Row numbers and column indexes marked hidden."""
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, at, length in _records(data):
        if kind == _ROW_HEADER and length >= 12 and data[at + 11] & 0x10:
            rows.add(struct.unpack_from("<I", data, at)[0] + 1)
        elif kind == _COLUMN_INFO and length >= 18 and data[at + 16] & 0x01:
            first, last = struct.unpack_from("<II", data, at)
            columns.update(range(first, min(last, 16_383) + 1))
    return frozenset(rows), frozenset(columns)

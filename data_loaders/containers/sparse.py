"""How is a sheet read whose few cells lie very far apart?"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from data_loaders.containers.bulk import BulkReader, Squeezed, column_index, place_merged
from data_loaders.received.guard import Package
from data_loaders.received.sheets import Sheet

_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.S)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?ref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_PREFIX = re.compile(rb"<(/?)(\w+):")


def read_sparse(package: Package, paths: dict[str, str], sparse: set[str]) -> Iterator[Sheet]:
    """
    Yield all sheets of *package*, those named in *sparse* without the empty space between their cells.

    Each such sheet is rewritten with its used rows and columns numbered 1, 2, 3…, read by the native reader
    like any other, and its cells are put back where they stood.
    """
    squeezed = {name: _squeeze(package.part(paths[name]) or b"") for name in sparse}
    reader = BulkReader(repacked(package, {paths[name]: xml for name, (xml, _) in squeezed.items()}))
    for entry in reader.entries():
        sheet = reader.sheet(entry, squeezed[entry.name][1] if entry.name in squeezed else None)
        if entry.name in squeezed:
            sheet.merged = place_merged(sheet, _merged(package.part(paths[entry.name]) or b""))
        yield sheet


def _squeeze(xml: bytes) -> tuple[bytes, Squeezed]:
    """The sheet's XML with consecutive rows and columns, and what they were."""
    cells: dict[int, list[tuple[int, bytes, bytes]]] = {}
    for attributes, body in _FILLED_CELL.findall(xml):
        place = _REFERENCE.search(attributes)
        if place and body:
            rest = attributes[: place.start()] + attributes[place.end() :]
            cells.setdefault(int(place[2]), []).append((column_index(place[1]), rest, body))
    rows = sorted(cells)
    columns = sorted({column for row in cells.values() for column, _, _ in row})
    letters = {column: _letters(index) for index, column in enumerate(columns)}
    parts = [b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for index, number in enumerate(rows, 1):
        parts.append(b'<row r="%d">' % index)
        for column, rest, body in sorted(cells[number]):
            parts.append(b'<c r="%s%d"%s>%s</c>' % (letters[column], index, rest, _PREFIX.sub(rb"<\1", body)))
        parts.append(b"</row>")
    parts.append(b"</sheetData></worksheet>")
    return b"".join(parts), Squeezed(rows, columns)


def _letters(index: int) -> bytes:
    letters = b""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = b"%c" % (65 + rest) + letters
    return letters


def repacked(package: Package, replaced: dict[str, bytes]) -> bytes:
    """The package as a file again, with some parts replaced; pictures and other parts nobody reads are left out."""
    parts = {name: replaced.get(name, package.part(name)) for name in package.names}
    return zipped_parts({name: data for name, data in parts.items() if data is not None})


def zipped_parts(parts: dict[str, bytes]) -> bytes:
    """A zip file of these parts, for the native reader alone."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _merged(xml: bytes) -> list[tuple[int, int, int, int]]:
    return [
        (int(top) - 1, column_index(left), int(bottom) - 1, column_index(right))
        for left, top, right, bottom in _MERGED.findall(xml)
    ]

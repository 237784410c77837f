"""What does an .xlsb hold, including what the native reader does not tell?"""

import struct
from bisect import bisect_left
from collections.abc import Iterator

from data_loaders.containers.bulk import ERROR_TEXTS, BulkReader, Squeezed, is_sparse_area, put_errors
from data_loaders.containers.opc import opened, relations_of
from data_loaders.containers.sparse import repacked
from data_loaders.received.guard import Package
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet

_ROW_HEADER, _COLUMN_INFO, _BUNDLE_SHEET, _DIMENSION = 0, 60, 156, 148
_FILLED_CELLS = range(2, 12)
_ERROR_CELL, _FORMULA_ERROR = 3, 11


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order."""
    content, package = opened(content, limits, ".bin")
    paths = _sheet_paths(package)
    parts = {name: package.part(path) or b"" for name, path in paths.items()}
    facts = {name: _facts_of(data) for name, data in parts.items()}
    replaced, squeezed = {}, {}
    for name, data in parts.items():
        if (found := _squeeze(data)) is not None:
            replaced[paths[name]], squeezed[name] = found
    if replaced:
        content = repacked(package, replaced)
    del package, parts
    reader = BulkReader(content)
    for entry in reader.entries():
        sheet = reader.sheet(entry, squeezed.get(entry.name))
        if entry.name in facts:
            sheet.hidden_rows, sheet.hidden_columns, errors = facts[entry.name]
            put_errors(sheet, errors)
        yield sheet


def _squeeze(data: bytes) -> tuple[bytes, Squeezed] | None:
    """A sparse sheet with its rows and columns renumbered; None for one that is not sparse."""
    cells: list[tuple[int, int, int]] = []
    row_places: dict[int, int] = {}
    row = 0
    for kind, at, length in _records(data):
        if kind == _ROW_HEADER and length >= 4:
            (row,) = struct.unpack_from("<I", data, at)
            row_places[at] = row
        elif kind in _FILLED_CELLS and length >= 4:
            cells.append((at, row, struct.unpack_from("<I", data, at)[0]))
    rows, columns = {row for _, row, _ in cells}, {column for _, _, column in cells}
    if not is_sparse_area(rows, columns, len(cells)):
        return None
    return _renumbered(data, cells, row_places, Squeezed([row + 1 for row in sorted(rows)], sorted(columns)))


def _renumbered(
    data: bytes, cells: list[tuple[int, int, int]], row_places: dict[int, int], squeezed: Squeezed
) -> tuple[bytes, Squeezed]:
    patched = bytearray(data)
    column_at = {column: index for index, column in enumerate(squeezed.columns)}
    for at, row in row_places.items():
        # A row without values takes the number of the next one that has some: it adds no cell.
        struct.pack_into("<I", patched, at, bisect_left(squeezed.rows, row + 1))
    for at, _, column in cells:
        struct.pack_into("<I", patched, at, column_at[column])
    for kind, at, length in _records(data):
        if kind == _DIMENSION and length >= 16:
            last = (0, len(squeezed.rows) - 1, 0, len(squeezed.columns) - 1)
            struct.pack_into("<4I", patched, at, *last)
    return bytes(patched), squeezed


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
    targets = {one.id: one.path for one in relations_of(package, "xl/workbook.bin")}
    paths: dict[str, str] = {}
    workbook = package.part("xl/workbook.bin") or b""
    for kind, at, length in _records(workbook):
        if kind == _BUNDLE_SHEET and length >= 16:
            identity, after = _text(workbook, at + 8)
            name, _ = _text(workbook, after)
            paths[name] = targets.get(identity, "")
    return paths


def _text(data: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * min(count, 0x7FFF)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _facts_of(data: bytes) -> tuple[frozenset[int], frozenset[int], dict[tuple[int, int], str]]:
    """Row numbers and column indexes marked hidden, and the texts of error cells."""
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    row = 0
    for kind, at, length in _records(data):
        if kind == _ROW_HEADER and length >= 12:
            (row,) = struct.unpack_from("<I", data, at)
            if data[at + 11] & 0x10:
                rows.add(row + 1)
        elif kind in (_ERROR_CELL, _FORMULA_ERROR) and length >= 9:
            errors[row + 1, struct.unpack_from("<I", data, at)[0]] = ERROR_TEXTS.get(data[at + 8], "#N/A")
        elif kind == _COLUMN_INFO and length >= 18 and data[at + 16] & 0x01:
            first, last = struct.unpack_from("<II", data, at)
            columns.update(range(first, min(last, 16_383) + 1))
    return frozenset(rows), frozenset(columns), errors

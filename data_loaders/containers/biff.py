"""What does an old binary .xls hold?"""

import struct
from collections.abc import Iterator

from data_loaders.containers.bulk import (
    ERROR_TEXTS,
    PERCENT_FORMATS,
    BulkReader,
    Squeezed,
    is_percent,
    is_sparse_area,
    put_errors,
    show_percents,
)
from data_loaders.containers.compound import CompoundFile
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet
from data_loaders.received.sniff import BEFORE_BIFF5, OLE

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _ROW, _COLINFO = 0x0809, 0x000A, 0x0085, 0x002F, 0x0208, 0x007D
_FORMAT, _XF = 0x041E, 0x00E0
_DIMENSIONS, _MULRK, _FORMULA, _BOOL_OR_ERROR = 0x0200, 0x00BD, 0x0006, 0x0205
_NUMBER, _RK = 0x0203, 0x027E
_CELLS = {
    0x0203,
    0x00FD,
    0x0204,
    0x027E,
    _MULRK,
    _FORMULA,
    _BOOL_OR_ERROR,
    0x00D6,
}  # numbers, texts, formulas, errors


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order; the hidden rows and columns come from the records themselves."""
    file = CompoundFile(content) if content.startswith(OLE) else None
    name = _stream_name(file) if file else ""
    stream = file.stream(name) if file else content
    if stream.startswith(BEFORE_BIFF5):
        raise refused("corrupted", words="old_excel")
    if any(kind == _FILEPASS for kind, _, _ in _until_end(stream, 0)):
        raise refused("encrypted")
    starts = _sheet_starts(stream)
    facts = [_facts_of(stream, start) for start in starts]
    styles = _percent_styles(stream)
    percents = [_percents_of(stream, start, styles) if styles else [] for start in starts]
    patched, squeezed = _squeeze(stream, starts)
    if squeezed:
        content = file.with_stream(name, patched) if file else patched
    reader = BulkReader(content)
    for position, entry in enumerate(reader.entries()):
        sheet = reader.sheet(entry, squeezed.get(position))
        if position < len(facts):
            sheet.hidden_rows, sheet.hidden_columns, errors = facts[position]
            put_errors(sheet, errors)
            show_percents(sheet, percents[position])
        yield sheet


def _stream_name(file: CompoundFile) -> str:
    names = {name.lower(): name for name in file.entries}
    if "encryptedpackage" in names:
        raise refused("encrypted")
    name = names.get("workbook") or names.get("book")
    if name is None:
        raise refused("not_a_spreadsheet")
    return name


def _until_end(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of every record from *at* to the end of that substream."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise refused("corrupted")
        yield kind, at + 4, length
        if kind == _EOF:
            return
        at += 4 + length
    raise refused("corrupted")


def _sheet_starts(stream: bytes) -> list[int]:
    """Where each worksheet begins, in the order of the list of sheets."""
    return [
        struct.unpack_from("<I", stream, body)[0]
        for kind, body, _ in _until_end(stream, 0)
        if kind == _BOUNDSHEET and stream[body + 5] == 0
    ]


def _facts_of(stream: bytes, start: int) -> tuple[frozenset[int], frozenset[int], dict[tuple[int, int], str]]:
    """Hidden rows and columns of a sheet, and the texts of its error cells."""
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    for kind, body, length in _until_end(stream, start):
        if kind == _ROW and stream[body + 12] & 0x20:
            rows.add(struct.unpack_from("<H", stream, body)[0] + 1)
        elif kind == _COLINFO and stream[body + 8] & 0x01:
            first, last = struct.unpack_from("<HH", stream, body)
            columns.update(range(first, min(last, 255) + 1))
        elif kind in (_BOOL_OR_ERROR, _FORMULA) and length >= 8:
            text = _error_text(kind, stream[body : body + length])
            if text is not None:
                row, column = struct.unpack_from("<HH", stream, body)
                errors[row + 1, column] = text
    return frozenset(rows), frozenset(columns), errors


def _percent_styles(stream: bytes) -> frozenset[int]:
    """The cell formats, by their place in the list, that show a number as a percentage."""
    own: set[int] = set(PERCENT_FORMATS)
    formats: list[int] = []
    for kind, body, length in _until_end(stream, 0):
        if kind == _FORMAT and length > 3:
            text = stream[body + 3 : body + length].replace(b"\0", b"").decode("latin-1")
            own |= {struct.unpack_from("<H", stream, body)[0]} if is_percent(text) else set()
        elif kind == _XF and length >= 4:
            formats.append(struct.unpack_from("<H", stream, body + 2)[0])
    return frozenset(place for place, one in enumerate(formats) if one in own)


def _percents_of(stream: bytes, start: int, styles: frozenset[int]) -> list[tuple[int, int]]:
    """Row number and column index of the numbers in these formats."""
    places = []
    for kind, body, length in _until_end(stream, start):
        if kind == _MULRK:
            row, first = struct.unpack_from("<HH", stream, body)
            cells = range((length - 6) // 6)
            marked = [n for n in cells if struct.unpack_from("<H", stream, body + 4 + 6 * n)[0] in styles]
            places += [(row + 1, first + n) for n in marked]
        elif kind in (_NUMBER, _RK, _FORMULA) and length >= 6:
            row, column, style = struct.unpack_from("<HHH", stream, body)
            places += [(row + 1, column)] if style in styles else []
    return places


def _error_text(kind: int, cell: bytes) -> str | None:
    """What an error cell shows; None for any other cell. The result of a formula is an error by its marks."""
    if kind == _BOOL_OR_ERROR:
        return ERROR_TEXTS.get(cell[6], "#N/A") if cell[7] else None
    is_error = cell[6] == 2 and cell[12:14] == b"\xff\xff"
    return ERROR_TEXTS.get(cell[8], "#N/A") if is_error else None


def _squeeze(stream: bytes, starts: list[int]) -> tuple[bytes, dict[int, Squeezed]]:
    """The stream with the rows and columns of sparse sheets renumbered, and what they were."""
    patched = bytearray(stream)
    squeezed = {}
    for position, start in enumerate(starts):
        places = [(kind, body, length) for kind, body, length in _until_end(stream, start) if kind in _CELLS]
        cells = [
            (struct.unpack_from("<HH", stream, body), kind, body, length) for kind, body, length in places
        ]
        rows = {row for (row, _), *_ in cells}
        columns = {column for (_, column), *_ in cells} | {
            last for (_, first), kind, body, length in cells if kind == _MULRK
            for last in range(first, struct.unpack_from("<H", stream, body + length - 2)[0] + 1)
        }  # fmt: skip
        if is_sparse_area(rows, columns, len(cells)):
            squeezed[position] = Squeezed([row + 1 for row in sorted(rows)], sorted(columns))
            _renumber(patched, cells, sorted(rows), sorted(columns))
            _shrink_dimensions(patched, stream, start, len(rows), len(columns))
    return bytes(patched), squeezed


def _renumber(
    patched: bytearray,
    cells: list[tuple[tuple[int, int], int, int, int]],
    rows: list[int],
    columns: list[int],
) -> None:
    row_at = {row: index for index, row in enumerate(rows)}
    column_at = {column: index for index, column in enumerate(columns)}
    for (row, column), kind, body, length in cells:
        struct.pack_into("<HH", patched, body, row_at[row], column_at[column])
        if kind == _MULRK:
            (last,) = struct.unpack_from("<H", patched, body + length - 2)
            struct.pack_into("<H", patched, body + length - 2, column_at[last])


def _shrink_dimensions(patched: bytearray, stream: bytes, start: int, height: int, width: int) -> None:
    for kind, body, length in _until_end(stream, start):
        if kind == _DIMENSIONS and length >= 12:
            struct.pack_into("<IIHH", patched, body, 0, height, 0, width)

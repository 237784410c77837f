"""What does an old binary .xls hold?"""

import struct
from collections.abc import Iterator

from data_loaders.containers.bulk import BulkReader
from data_loaders.containers.compound import CompoundFile
from data_loaders.limits import Limits
from data_loaders.refusals import refused
from data_loaders.sheets import Sheet
from data_loaders.sniff import OLE

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _ROW, _COLINFO = 0x0809, 0x000A, 0x0085, 0x002F, 0x0208, 0x007D
_WORKSHEET = 0x0010


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the worksheets in order; the hidden rows and columns come from the records themselves."""
    stream = workbook_stream(content)
    hidden = _hidden(stream)
    del stream
    reader = BulkReader(content)
    for position, entry in enumerate(reader.entries()):
        sheet = reader.sheet(entry)
        if position < len(hidden):
            sheet.hidden_rows, sheet.hidden_columns = hidden[position]
        yield sheet


def workbook_stream(content: bytes) -> bytes:
    """
    The stream of records.

    Raises:
        RefusedFileError: Encrypted, another Office document, or cut off.
    """
    if not content.startswith(OLE):
        stream = content
    else:
        file = CompoundFile(content)
        names = {name.lower(): name for name in file.entries}
        if "encryptedpackage" in names:
            raise refused("encrypted")
        name = names.get("workbook") or names.get("book")
        if name is None:
            raise refused("not_a_spreadsheet")
        stream = file.stream(name)
    if any(kind == _FILEPASS for kind, _ in _until_end(stream, 0)):
        raise refused("encrypted")
    return stream


def _until_end(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Record kinds and the places of their bodies, from *at* to the end of that substream."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise refused("corrupted")
        yield kind, at + 4
        if kind == _EOF:
            return
        at += 4 + length
    raise refused("corrupted")


def _hidden(stream: bytes) -> list[tuple[frozenset[int], frozenset[int]]]:
    """Hidden row numbers and column indexes of each worksheet, in the order of the list of sheets."""
    starts = [
        struct.unpack_from("<I", stream, body)[0]
        for kind, body in _until_end(stream, 0)
        if kind == _BOUNDSHEET and stream[body + 5] == 0
    ]
    return [_hidden_in(stream, start) for start in starts]


def _hidden_in(stream: bytes, start: int) -> tuple[frozenset[int], frozenset[int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, body in _until_end(stream, start):
        if kind == _ROW and stream[body + 12] & 0x20:
            rows.add(struct.unpack_from("<H", stream, body)[0] + 1)
        elif kind == _COLINFO and stream[body + 8] & 0x01:
            first, last = struct.unpack_from("<HH", stream, body)
            columns.update(range(first, min(last, 255) + 1))
    return frozenset(rows), frozenset(columns)

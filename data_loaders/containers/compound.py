"""Which streams does an OLE compound file (.xls, or an encrypted .xlsx) hold?"""

import struct
from functools import cached_property

from data_loaders.received.refusals import refused

_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MAX_REGULAR = 0xFFFFFFFA


class CompoundFile:
    """
    The directory and streams of a compound file.

    Chains that leave the file or run in a circle mean that it was cut or damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512:
            raise refused("corrupted")
        (_, _, _, _, shift, self._mini_shift, _, _, self._directory_start, _,
         self._cutoff, self._mini_start, _, difat_start, difat_count) = _HEADER.unpack_from(content)  # fmt: skip
        if shift not in (9, 12) or self._mini_shift != 6:
            raise refused("corrupted")
        self._size = 1 << shift
        self._fat = self._read_fat(difat_start, difat_count)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        data = self._content[start : start + self._size]
        if number >= _MAX_REGULAR or not data:
            raise refused("corrupted")
        return data

    def _read_fat(self, difat_start: int, difat_count: int) -> list[int]:
        places = [n for n in struct.unpack_from("<109I", self._content, 76) if n < _MAX_REGULAR]
        per_sector = self._size // 4
        for _ in range(min(difat_count, len(self._content) // self._size)):
            if difat_start >= _MAX_REGULAR:
                break
            entries = self._integers(self._sector(difat_start))
            places += [n for n in entries[: per_sector - 1] if n < _MAX_REGULAR]
            difat_start = entries[-1]
        if len(places) > len(self._content) // self._size:
            raise refused("corrupted")
        return [number for place in places for number in self._integers(self._sector(place))]

    @staticmethod
    def _integers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _chain(self, start: int, table: list[int] | tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while start < _MAX_REGULAR:
            if start >= len(table) or len(chain) > len(table):
                raise refused("corrupted")
            chain.append(start)
            start = table[start]
        return chain

    @cached_property
    def entries(self) -> dict[str, tuple[int, int, int]]:
        """Name of every directory entry: its type, first sector and size."""
        data = b"".join(map(self._sector, self._chain(self._directory_start, self._fat)))
        if len(data) % self._size:
            raise refused("corrupted")
        found: dict[str, tuple[int, int, int]] = {}
        for at in range(0, len(data) - 127, 128):
            length = min(struct.unpack_from("<H", data, at + 64)[0], 64)
            kind = data[at + 66]
            if kind and length >= 2:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, at + 116)
                found.setdefault("" if kind == 5 else name, (kind, start, size))
        return found

    def stream(self, name: str) -> bytes:
        """The bytes of one stream; refused as corrupted where they are not all there."""
        _, start, size = self.entries[name]
        if size < self._cutoff and name:
            mini_fat = self._integers(b"".join(map(self._sector, self._chain(self._mini_start, self._fat))))
            data = b"".join(self._mini_sectors[n * 64 : n * 64 + 64] for n in self._chain(start, mini_fat))
        else:
            data = b"".join(map(self._sector, self._chain(start, self._fat)))
        if len(data) < size:
            raise refused("corrupted")
        return data[:size]

    @cached_property
    def _mini_sectors(self) -> bytes:
        return self.stream("")

    def with_stream(self, name: str, data: bytes) -> bytes:
        """The whole file with a stream of the same length put in the place of *name*."""
        _, start, size = self.entries[name]
        if size < self._cutoff:
            raise refused("corrupted")
        content = bytearray(self._content)
        for index, sector in enumerate(self._chain(start, self._fat)):
            part = data[index * self._size : (index + 1) * self._size]
            place = (sector + 1) * self._size
            content[place : place + len(part)] = part
        return bytes(content)

"""Which rows could not be read, whose are they, and in which cells do they stand, in words?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.agency.departments import SHORT_NAMES
from domain.counted.obligations import ALL
from domain.wording.formats import NBSP, count
from metrics.asking.remembered import remembered
from metrics.asking.state import Row, in_order
from metrics.progress.rejected import each_once, standing_rows
from store.builds.reader import Reader

_PLACES = 3
KINDS: tuple[str, ...] = tuple(dict.fromkeys(kind for one in ALL for kind in one.kinds))
"""Kinds whose rows feed an obligation, so that a row unread holds back a 100 %."""


@dataclass(frozen=True, slots=True)
class Unread:
    """
    The rejected rows of one kind that stand.

    Attributes:
        units: Department (None: could not be read) to its number of rows, in the official order.
        places: Sheet to its rows, ascending; a row of several units once.
    """

    kind: str
    units: tuple[tuple[str | None, int], ...]
    places: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def rows(self) -> int:
        """How many there are."""
        return sum(len(rows) for _, rows in self.places)

    @property
    def whose(self) -> str:
        """``Quản lý Đầu tư 3, chưa rõ đơn vị 1``."""
        return ", ".join(
            f"{SHORT_NAMES.get(c or '', 'chưa rõ đơn vị')}{NBSP}{count(n)}" for c, n in self.units
        )

    @property
    def where(self) -> str:
        """``Sheet1 dòng 9–17, 20``; the first sheets, the others counted."""
        told = [f"{sheet} dòng{NBSP}{_ranges(rows)}" for sheet, rows in self.places[:_PLACES]]
        rest = len(self.places) - _PLACES
        return "; ".join([*told, f"và {count(rest)} trang tính khác"] if rest > 0 else told)


@remembered
def unread_rows(reader: Reader, *, as_of: date) -> tuple[Unread, ...]:
    """Return the rejected rows that hold back a 100 % on *as_of*, by kind."""
    return _by_kind(standing_rows(reader, as_of=as_of))


@remembered
def nobodys_rows(reader: Reader, *, as_of: date) -> tuple[Unread, ...]:
    """Return those whose unit could not be read, by kind: whoever sees one unit alone is told that they may be its own."""
    rows = standing_rows(reader.of_whole_office(), as_of=as_of)
    return _by_kind([row for row in rows if row["department_code"] is None])


def _by_kind(rows: Sequence[Row]) -> tuple[Unread, ...]:
    found = (_unread(kind, [row for row in rows if row["kind"] == kind]) for kind in KINDS)
    return tuple(one for one in found if one.units)


def _unread(kind: str, rows: Iterable[Row]) -> Unread:
    kept = list(rows)
    numbers = Counter(row["department_code"] for row in kept)
    order = [*in_order({code for code in numbers if code}), *([None] if None in numbers else [])]
    sheets: dict[tuple[str, str], list[int]] = {}
    for row in each_once(kept):
        sheets.setdefault((row["import_id"], row["sheet"]), []).append(row["source_row"])
    places = tuple((sheet, tuple(sorted(own))) for (_, sheet), own in sheets.items())
    return Unread(kind, tuple((code, numbers[code]) for code in order), places)


def _ranges(rows: Iterable[int]) -> str:
    """
    Rows in short: neighbours as a range.

    >>> _ranges([9, 10, 11, 14])
    '9–11, 14'
    """
    groups = groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    runs = [[row for _, row in group] for _, group in groups]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

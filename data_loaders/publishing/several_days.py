"""Where one file holds the states of several days: what would the later one let go that the earlier one has?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import ExtractedTable
from data_loaders.values.as_of import tables_by_day
from domain.agency.departments import department_name
from domain.counted.source_kinds import source_kinds
from domain.wording.formats import count, day


def let_go(tables: Sequence[ExtractedTable], *, rows: int, share: float) -> Iterator[str]:
    """
    What the tables of a later day in the same file no longer have, said by unit.

    Args:
        rows, share: So many rows, and more than this part of those known, are out of the ordinary.
    """
    for days in tables_by_day(tables):
        for (before, earlier), (on, later) in pairwise(days):
            if any(table.period_from for table in later):
                continue
            of_units = _missing(earlier, later)
            whole = ("", sum(gone for _, gone, _ in of_units), sum(known for _, _, known in of_units))
            # A few rows of each unit may be half of the list.
            for code, gone, known in [one for one in of_units if _is_odd(one, rows, share)] or [whole]:
                if _is_odd((code, gone, known), rows, share):
                    whose = f", {department_name(code)}" if code else ""
                    yield (
                        f"{kind_named(earlier[0].kind).title_vi}{whose}: {count(gone)} trong {count(known)} dòng của ngày"
                        f" {day(before)} không còn trong bảng ngày {day(on)} của cùng tệp; nếu các trang là các phần của một"
                        " danh sách thì chọn một ngày cho cả tệp"
                    )


def _is_odd(one: tuple[str, int, int], rows: int, share: float) -> bool:
    _, gone, known = one
    return gone >= rows and gone > known * share


def _missing(
    earlier: Sequence[ExtractedTable], later: Sequence[ExtractedTable]
) -> list[tuple[str, int, int]]:
    """Each unit that both name, how many of its rows are gone, and how many it had."""
    named = {code for table in later for code in _named(table)}
    kept = {key for table in later for key in _keys(table)}
    known = {key: code for table in earlier for key, code in _units(table) if code in named}
    numbers, gone = Counter(known.values()), Counter(code for key, code in known.items() if key not in kept)
    return [(code, gone[code], numbers[code]) for code in numbers]


def _named(table: ExtractedTable) -> set[str]:
    return {code for _, code in _units(table)} | {one.department_code or "" for one in table.rejected}


def _keys(table: ExtractedTable) -> list[str | None]:
    return [*table.frame["business_key"], *(one.business_key for one in table.rejected)]


def _units(table: ExtractedTable) -> Iterator[tuple[str, str]]:
    """The key and the unit of each accepted row; '' where no single unit has it."""
    keys = table.frame["business_key"]
    codes = table.frame.get("department_code") if source_kinds()[table.kind].department else None
    yield from ((key, code or "") for key, code in zip(keys, codes or [None] * len(keys), strict=True))

"""Do the values of a column stand one or two columns beside their heading?"""

import itertools
from collections.abc import Sequence

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Options
from data_loaders.received.sheets import Sheet
from data_loaders.tables.fitting import fits, is_order, sample_of
from data_loaders.tables.headings import mapped
from data_loaders.tables.sheet_header import Header, SheetText, Shift

Rows = Sequence[Sequence[object]]

_FARTHEST = 3  # columns between a heading and its values
_READABLE = 0.9  # of the cells, where a heading may be moved
_BETTER = 0.15  # how much more of the cells must be readable for a whole block to be moved


def settle_shifts(texts: SheetText, header: Header, options: Options) -> None:
    """
    Move the headings of *header* over the values that were written for them, and note it there.

    Report writers lay a heading and its values in different columns of a fine grid. A heading moves only
    from a column that holds nothing to one that has no heading of its own and holds what it promises.
    """
    rows = [row for row in sample_of(texts.sheet, header.bottom + 1) if _is_row(row)]
    empty = [n for n, heading in enumerate(header.headings) if heading and not _is_filled(rows, n)]
    if not empty or not _loose_columns(header, rows):
        return
    block, is_doubtful = _block(header, rows, empty)
    header.shifts = block or _single(header, rows, empty)
    header.is_doubtful |= is_doubtful and not header.shifts
    if header.shifts:
        _move(header, options)


def loose_cells(sheet: Sheet, header: Header, data: Sequence[int]) -> dict[int, list[int]]:
    """The filled columns without a heading that are no running numbers, with the data rows that fill them."""
    found: dict[int, list[int]] = {}
    for column, heading in enumerate(header.headings):
        if heading is None:
            rows = [row for row in data if not _is_nothing(sheet.rows[row][column])]
            if rows and not _counts_up([sheet.rows[row][column] for row in rows]):
                found[column] = rows
    return found


def _single(header: Header, rows: Rows, empty: list[int]) -> list[Shift]:
    """Each empty heading beside loose values within its own gap, to the right before to the left."""
    shifts: list[Shift] = []
    loose = set(_loose_columns(header, rows))
    for heading in empty:
        right = _gap(header, heading, 1)
        left = _gap(header, heading, -1)
        for gap in (right, left):
            filled = [n for n in gap if n in loose]
            if len(filled) == 1 and (_fit(header, rows, heading, filled[0]) or 1.0) >= _READABLE:
                shifts.append(Shift(heading, filled[0]))
                loose.discard(filled[0])
                break
    return shifts


def _gap(header: Header, start: int, step: int) -> list[int]:
    """The columns without a heading next to *start*, up to the next heading."""
    gap = []
    at = start + step
    while 0 <= at < len(header.headings) and header.headings[at] is None and len(gap) < _FARTHEST:
        gap.append(at)
        at += step
    return gap


def _block(header: Header, rows: Rows, empty: list[int]) -> tuple[list[Shift], bool]:
    """
    The headings from an empty one to the first loose column, where all their values stand one aside.

    Besides, whether the cells can be read both ways, for a person to look.
    """
    is_doubtful = False
    for loose in _loose_columns(header, rows):
        for heading in empty:
            step = 1 if loose > heading else -1
            moved = list(range(heading, loose, step))
            shifts = [Shift(n, n + step) for n in moved if header.headings[n]]
            if not len(shifts) == len(moved) > 1:
                continue
            before, after = (_mean_fit(header, rows, shifts, moved=is_moved) for is_moved in (False, True))
            if after >= _READABLE and after - before >= _BETTER:
                return shifts, False
            last = _fit(header, rows, moved[-1], loose)
            is_doubtful |= after >= _READABLE and last is not None and last >= _READABLE
    return [], is_doubtful


def _mean_fit(header: Header, rows: Rows, shifts: list[Shift], *, moved: bool) -> float:
    """The readable part of the cells, column by column, with the shifts or without them."""
    fit = [_fit(header, rows, one.heading, one.values if moved else one.heading) for one in shifts]
    said = [share for share in fit if share is not None]
    return sum(said) / len(said) if said else 0.0


def _fit(header: Header, rows: Rows, heading: int, values: int) -> float | None:
    """Which part of the cells in column *values* is what the heading in column *heading* promises."""
    name = next((name for name, index in header.column_indexes().items() if index == heading), None)
    if name is None:
        return None
    resolver, column = DepartmentResolver(), header.kind.columns[name]
    said = [known for row in rows if (known := fits(column, header.kind, row[values], resolver)) is not None]
    return sum(said) / len(said) if said else None


def _move(header: Header, options: Options) -> None:
    headings = list(header.headings)
    for one in header.shifts:
        headings[one.heading] = None
    for one in header.shifts:
        headings[one.values] = header.headings[one.heading]
    header.headings = headings
    header.found = mapped(headings, header.kind, options.headings, fuzzy=True)


def _loose_columns(header: Header, rows: Rows) -> list[int]:
    return [n for n, heading in enumerate(header.headings) if heading is None and _is_filled(rows, n)]


def _is_row(row: Sequence[object]) -> bool:
    """Tell a row from a cell that stands alone somewhere."""
    return len(row) - row.count("") - row.count(None) > 1


def _is_filled(rows: Rows, column: int) -> bool:
    return any(not _is_nothing(row[column]) for row in rows)


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _counts_up(values: Sequence[object]) -> bool:
    """Tell running numbers, which need no heading: 1, 2, 3."""
    if len(values) < 2 or not all(is_order(value) for value in values):
        return False
    numbers = [int(float(str(value).strip().rstrip(".)"))) for value in values]
    return all(a < b for a, b in itertools.pairwise(numbers))

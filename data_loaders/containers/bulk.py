"""What are the values of all cells, read by the native reader in one go?"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Cell, Sheet, Visibility

LARGE_AREA = 4_000_000
WIDE_GAP = 64

_VISIBILITY: dict[str, Visibility] = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very_hidden"}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of the workbook's list, not read yet."""

    index: int
    name: str
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Where the cells of a sheet stood that is handed to the reader without the space between them."""

    rows: list[int]  # row numbers from 1
    columns: list[int]  # column indexes from 0


class BulkReader:
    """A workbook opened from its bytes; sheets are read one at a time."""

    def __init__(self, content: bytes) -> None:
        try:
            self._workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        except PasswordError as problem:
            raise refused("encrypted") from problem
        except (CalamineError, ValueError, OSError) as problem:
            raise refused("corrupted") from problem

    def entries(self) -> Iterator[SheetEntry]:
        """All worksheets in order; charts and macro sheets are not among them."""
        for index, sheet in enumerate(self._workbook.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                yield SheetEntry(index, sheet.name, _VISIBILITY[str(sheet.visible).rsplit(".", 1)[-1]])

    def sheet(self, entry: SheetEntry, squeezed: Squeezed | None = None) -> Sheet:
        """Read one sheet: values, row numbers and merged ranges; of a squeezed one as it was before."""
        try:
            native = self._workbook.get_sheet_by_index(entry.index)
            if native.height * native.width > LARGE_AREA:
                rows, numbers = _rows_of_large(native)
            else:
                rows, numbers = _rows_of(native)
        except PasswordError as problem:
            raise refused("encrypted") from problem
        except (CalamineError, ValueError, OSError) as problem:
            raise refused("corrupted") from problem
        sheet = Sheet(entry.name, rows, numbers, entry.visibility)
        if squeezed is not None:
            sheet.row_numbers = [squeezed.rows[number - 1] for number in numbers]
            spread(sheet, squeezed.columns)
        sheet.merged = place_merged(sheet, [(*a, *b) for a, b in native.merged_cell_ranges or ()])
        return sheet


def _rows_of(native: CalamineSheet) -> tuple[list[list[Cell]], range]:
    rows: list[list[Cell]] = native.to_python(skip_empty_area=True)  # type: ignore[assignment]
    top, left = native.start or (0, 0)
    if left:
        blank: list[Cell] = [""] * left
        rows = [blank + row for row in rows]
    trim_width(rows)
    return rows, range(top + 1, top + 1 + len(rows))


def _rows_of_large(native: CalamineSheet) -> tuple[list[list[Cell]], list[int]]:
    """Keep only rows that hold something, so that one far cell does not cost a million lists."""
    blank: list[Cell] = [""] * (native.start or (0, 0))[1]
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    for index, row in enumerate(native.iter_rows()):
        if any(value != "" for value in row):
            rows.append(blank + row)
            numbers.append(index + 1)
    trim_width(rows)
    return rows, numbers


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


def is_sparse_area(rows: set[int], columns: set[int], cells: int) -> bool:
    """Whether so few cells span so large a rectangle that reading all of it would not be right."""
    if not cells:
        return False
    area = (max(rows) + 1) * (max(columns) + 1)
    return area > LARGE_AREA and area > 4 * cells


ERROR_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def put_errors(sheet: Sheet, errors: Mapping[tuple[int, int], str]) -> None:
    """Put error cells, by row number and column index, where the native reader left them empty."""
    index_of = {number: index for index, number in enumerate(sheet.row_numbers)} if errors else {}
    for (number, column), text in errors.items():
        index = index_of.get(number)
        if index is not None:
            put_cell(sheet.rows, index, column, text)


PERCENT_FORMATS = frozenset({9, 10})  # those that every workbook has
_QUOTED = re.compile(r"\"[^\"]*\"|\\\\.|\[[^\]]*\]")


def is_percent(number_format: str) -> bool:
    """
    Tell whether a number format shows 0.5 as 50 %.

    >>> is_percent("0.00%"), is_percent('0"%"'), is_percent("General")
    (True, False, False)
    """
    return "%" in _QUOTED.sub("", number_format)


def as_percent(value: Cell) -> Cell:
    """
    A number as its percent format shows it; nothing is rounded away.

    >>> as_percent(0.8364), as_percent(1.0), as_percent("Có")
    ('83,64%', '100%', 'Có')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    # Rounding drops the binary tail of 0.07 * 100.
    shown = f"{round(value * 100, 9):.9f}".rstrip("0").rstrip(".")
    return f"{shown.replace('.', ',')}%"


def show_percents(sheet: Sheet, places: Iterable[tuple[int, int]]) -> None:
    """Let cells with a percent format, by row number and column index, say what they show."""
    wanted = list(places)
    index_of = {number: index for index, number in enumerate(sheet.row_numbers)} if wanted else {}
    for number, column in wanted:
        index = index_of.get(number)
        if index is not None and column < len(sheet.rows[index]):
            sheet.rows[index][column] = as_percent(sheet.rows[index][column])


def put_cell(rows: list[list[Cell]], index: int, column: int, value: Cell) -> None:
    """Set one cell, widening all rows if it stands to the right of them."""
    missing = column + 1 - len(rows[index])
    if missing > 0:
        for row in rows:
            row.extend([""] * missing)
    rows[index][column] = value


def trim_width(rows: list[list[Cell]]) -> None:
    """Drop columns at the right that are empty in every row."""
    width = used = len(rows[0]) if rows else 0
    while used and all(row[used - 1] == "" for row in rows):
        used -= 1
    if used < width:
        for row in rows:
            del row[used:]


def spread(sheet: Sheet, columns: list[int]) -> None:
    """Put squeezed columns back in their places; those too far right to hold become stray cells."""
    kept = len(columns)
    if columns and (columns[-1] + 1) * len(sheet.rows) > LARGE_AREA:
        kept = next((i for i, (a, b) in enumerate(pairwise(columns), 1) if b - a > WIDE_GAP), kept)
    sheet.stray = tuple(
        (number, columns[i], row[i])
        for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
        for i in range(kept, len(row))
        if row[i] != ""
    )
    width = columns[kept - 1] + 1 if kept else 0
    rows: list[list[Cell]] = []
    for row in sheet.rows:
        full: list[Cell] = [""] * width
        for column, value in zip(columns[:kept], row[:kept], strict=False):
            full[column] = value
        rows.append(full)
    sheet.rows = rows


def square(sheet: Sheet) -> tuple[tuple[int, int, Cell], ...]:
    """
    Give all rows of *sheet* the same length, and return the cells that are too far right for that.

    A single far cell would make every row thousands of cells long; where that is more than we hold,
    columns beyond the first wide gap are cut off and returned as row number, column and value.
    """
    width = max(map(len, sheet.rows), default=0)
    stray: list[tuple[int, int, Cell]] = []
    if width * len(sheet.rows) > LARGE_AREA:
        width = _width_before_gap(sheet.rows)
        for number, row in zip(sheet.row_numbers, sheet.rows, strict=True):
            stray += [(number, column, row[column]) for column in range(width, len(row)) if row[column] != ""]
            del row[width:]
    for row in sheet.rows:
        row.extend([""] * (width - len(row)))
    trim_width(sheet.rows)
    return tuple(stray)


def _width_before_gap(rows: list[list[Cell]]) -> int:
    used = sorted({column for row in rows for column, value in enumerate(row) if value != ""})
    for left, right in pairwise(used):
        if right - left > WIDE_GAP:
            return left + 1
    return used[-1] + 1 if used else 0


def place_merged(
    sheet: Sheet, ranges: list[tuple[int, int, int, int]]
) -> tuple[tuple[int, int, int, int], ...]:
    """Turn merged ranges of the sheet (0-based) into ranges of the rows that were kept."""
    placed = []
    for top, left, bottom, right in ranges:
        first = bisect_left(sheet.row_numbers, top + 1)
        last = bisect_right(sheet.row_numbers, bottom + 1) - 1
        if first <= last:
            placed.append((first, left, last, right))
    return tuple(placed)

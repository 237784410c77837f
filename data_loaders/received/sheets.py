"""What stands in a received file, sheet by sheet, before anyone asks what it means?"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Literal, NamedTuple

from data_loaders.received.guard import without_gzip
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sniff import container_of
from domain.wording.text import is_blank

Cell = None | str | float | int | bool | date | datetime | time | timedelta
Visibility = Literal["visible", "hidden", "very_hidden"]


class Look(NamedTuple):
    """How the text of a cell is set: how many steps from the edge of the cell, bold or not, struck through or not."""

    indent: int
    is_bold: bool
    is_struck: bool = False


@dataclass(slots=True)
class Sheet:
    """
    One sheet as it was written: raw values and where they stood.

    All rows have the same length. **An empty cell is ``''`` or ``None``**: readers leave the ``''`` of their
    library in place, because replacing a million of them costs as much as reading the file. Numbers
    come as the container has them (an 18-digit number is a float that has lost its end). An error cell
    of a formula is its text, such as ``#N/A``.

    Attributes:
        name: As written in the workbook; tables of an HTML page are "Bảng 1", "Bảng 2"…
        rows: Cells from the left; blank rows before, between and after may be missing.
        row_numbers: For each row its number as the user sees it: sheet row, physical line of a CSV record's
            first line, ordinal of the ``<tr>`` in its HTML table. Always rising, not always without gaps.
        visibility: As Excel has it.
        hidden_rows: Row numbers.
        hidden_columns: Column indexes from 0.
        merged: First row, first column, last row, last column; rows are indexes into `rows`, all inclusive.
            Only the first cell holds the value.
        formulas_without_value: Row number and column index of formulas never calculated.
        bad_rows: Row number to issue code (``wrong_field_count``, ``illegal_character``).
        preamble: Text that stands before the table but in no cell of it (HTML pages).
        stray: Row number, column index and value of cells so far to the right of the table that keeping
            the columns between would cost more than the table; they are in no row.
        looks: Row number and column index of cells of a small sheet that are indented, bold or struck through.
    """

    name: str
    rows: list[list[Cell]]
    row_numbers: Sequence[int]
    visibility: Visibility = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas_without_value: frozenset[tuple[int, int]] = frozenset()
    bad_rows: Mapping[int, str] = field(default_factory=dict)
    preamble: tuple[str, ...] = ()
    stray: tuple[tuple[int, int, Cell], ...] = ()
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """All sheets of one file, in its order, and the container they came in."""

    container: str
    sheets: list[Sheet]


_READERS = {
    "xlsx": "ooxml",
    "xlsb": "xlsb",
    "ods": "opendocument",
    "xls": "biff",
    "html": "html_table",
    "mhtml": "mhtml",
    "spreadsheetml": "spreadsheetml",
    "csv": "delimited",
}


def read_workbook(content: bytes, *, limits: Limits) -> Workbook:
    """
    Read every sheet of a received file, whatever its name says it is.

    Raises:
        RefusedFileError: The file as a whole cannot be read; the code says why.
    """
    content = without_gzip(content, limits)
    container = container_of(content, limits)
    read = reader_of(container)
    try:
        sheets = list(read(content, limits))
    except MemoryError as problem:
        raise refused("out_of_memory", limits) from problem
    except (struct.error, IndexError, RecursionError) as problem:
        # A length or an offset inside the file points out of it, or elements lie in each other by the thousand.
        raise refused("corrupted") from problem
    except BaseException as problem:
        # A panic of the native reader is no Exception, so that only its name tells it.
        if type(problem).__name__ != "PanicException":
            raise
        raise refused("corrupted") from problem
    if not any(map(_says_something, sheets)):
        raise refused("empty_file")
    return Workbook(container, sheets)


def _says_something(sheet: Sheet) -> bool:
    """Whether a reader of the sheet would see anything, or would once its formulas were calculated."""
    if sheet.formulas_without_value or sheet.preamble or sheet.stray:
        return True
    return not all(is_empty_cell(cell) for row in sheet.rows for cell in row)


def is_empty_cell(cell: Cell) -> bool:
    """Whether nothing can be seen in *cell*: it is blank, or holds blanks and invisible marks alone."""
    return cell is None or (isinstance(cell, str) and is_blank(cell))


def reader_of(container: str) -> Callable[[bytes, Limits], Iterable[Sheet]]:
    """The function that reads *container*; its libraries are imported only now."""
    return import_module(f"data_loaders.containers.{_READERS[container]}").read

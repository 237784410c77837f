"""What is known of a sheet's texts and of a header found in it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from data_loaders.declared.declarations import Kind
from data_loaders.declared.encodings import Legacy, holds_unicode, legacy_encoding, to_unicode
from data_loaders.received.sheets import Sheet
from data_loaders.tables.headings import Heading, Mapped, is_order_heading
from data_loaders.values.cells import shown
from data_loaders.values.outline import MARK
from domain.wording.text import clean

DEPTH = 60  # rows in which a first header is looked for thoroughly


@dataclass
class Header:
    """
    A header found in a sheet.

    Attributes:
        top: First header row, as an index into the sheet's rows.
        bottom: Last header row.
        headings: One per sheet column, None where the header says nothing.
        order_column: Index of the running number, None where there is none.
        rivals: Other kinds that fit as well.
        odd_rows: Rows below that are not data beyond doubt.
        shifts: Headings that were moved over the values written beside them.
        is_doubtful: The values may all stand one column beside their headings.
    """

    kind: Kind
    top: int
    bottom: int
    headings: list[Heading | None]
    found: Mapped
    order_column: int | None
    score: float
    confidence: float = 0.0
    why: str = ""
    rivals: list[str] = field(default_factory=list)
    odd_rows: list[int] = field(default_factory=list)
    shifts: list["Shift"] = field(default_factory=list)
    is_doubtful: bool = False

    def key_column(self) -> int | None:
        """The column of the first key that the sheet has, else of its first required column."""
        columns = self.column_indexes()
        keys = [columns[name] for key in self.kind.keys for name in key if name in columns]
        required = [
            columns[name] for name, column in self.kind.columns.items() if column.required and name in columns
        ]
        return next(iter(keys or required), None)

    def enough(self) -> int:
        """How many filled cells make a row data beyond doubt."""
        return max(3, min(5, (len(self.found.columns) + 1) // 2))

    def column_indexes(self) -> dict[str, int]:
        """Column name to sheet column index."""
        return {name: index for name, (index, _) in self.found.columns.items()}

    @property
    def is_outlined(self) -> bool:
        """Whether the lines of a set have no codes and tell their level by how they are set."""
        found = self.found.columns.get("code")
        return found is not None and found[1].spelling == MARK

    def layout(self) -> tuple[object, ...]:
        """What two headers share when the second repeats the first."""
        return self.kind.name, tuple(sorted(self.column_indexes().items()))


@dataclass(frozen=True)
class Shift:
    """The heading of column *heading* has its values in column *values*."""

    heading: int
    values: int


class SheetText:
    """The texts of a sheet as Unicode, whatever they were typed in."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known_headings: dict[str, bool] = {}
        sample = [value for row in sheet.rows[:DEPTH] for value in row if isinstance(value, str) and value]
        self.encoding: Legacy | None = legacy_encoding(sample)
        self._is_mixed = self.encoding is not None and holds_unicode(sample)

    def at(self, row: int, column: int) -> str:
        """The text of a cell, '' for anything else."""
        value = self.sheet.rows[row][column]
        return self.readable(value) if isinstance(value, str) else ""

    def readable(self, value: str) -> str:
        """*value* cleaned and in Unicode."""
        return clean(to_unicode(value, self.encoding, is_mixed=self._is_mixed) if self.encoding else value)

    def line(self, row: int) -> list[str]:
        """The texts of one row that are not empty."""
        return [
            text
            for value in self.sheet.rows[row]
            if isinstance(value, str) and (text := self.readable(value))
        ]

    def lines(self, rows: Iterable[int]) -> list[str]:
        """The texts of several rows, cell by cell; a label and its value in two cells also as one line."""
        return [text for row in rows for text in [*self.line(row), *self._labelled(row)]]

    def _labelled(self, row: int) -> list[str]:
        cells = [value for value in self.sheet.rows[row] if value not in ("", None)]
        texts = [self.readable(v) if isinstance(v, str) else shown(v) or "" for v in cells]
        is_label = (len(cells) > 1 and any(isinstance(v, date) for v in cells)) or any(
            t.endswith(":") for t in texts[:-1]
        )
        return [" ".join(texts)] if is_label else []


def column_letter(index: int) -> str:
    """
    The spreadsheet letter of a column.

    >>> column_letter(0), column_letter(26), column_letter(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def order_column_of(headings: Sequence[Heading | None], found: Mapped) -> int | None:
    """Index of the running number's column, None where there is none."""
    taken = found.indexes()
    for index, heading in enumerate(headings):
        if heading is not None and index not in taken and is_order_heading(heading):
            return index
    return None

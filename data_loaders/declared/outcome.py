"""What came out of one workbook: tables with typed rows, what was left out and why, what is still open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from domain.said.issues import Issue, by_place

SheetSkip = Literal["hidden", "empty", "unrecognised"]
RowSkip = Literal[
    "title", "header", "numbering", "group", "subtotal", "total", "signature", "repeated_header", "note"
]


@dataclass(frozen=True)
class Options:
    """
    What somebody has already settled about the file.

    Attributes:
        kind: Every table is read as this kind.
        as_of: Overrides the day that the file says.
        sheet: Only this sheet, hidden or not.
        headings: Folded heading to column name, or to "" for a heading to ignore.
        aliases: Folded department text to code.
        date_orders: (kind, column) to ``dmy``, ``mdy`` or, for days of another time zone, ``utc``.
        cell_fixes: (sheet, row number, column name) to the text to read instead of what the cell holds.
        is_known: It was loaded before and is read again: whether it is one of ours is settled.
    """

    kind: str | None = None
    as_of: date | None = None
    sheet: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    date_orders: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cell_fixes: Mapping[tuple[str, int, str], str | None] = field(default_factory=dict)
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """
    A question the file leaves open: *what* is to be chosen, and among which values.

    Attributes:
        options: Days where a day is to be chosen, texts for all else.
        why: Why it is asked, as a sentence; empty where the question speaks for itself.
    """

    what: Literal["as_of", "kind", "sheet", "column", "effect"]
    options: Sequence[str] | Sequence[date]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """
    How one column of the sheet became one of ours.

    Attributes:
        letter: Column letter in the sheet.
        heading: The heading as printed, parents joined by " > ".
        match: ``exact``, ``fuzzy`` (to be confirmed once), ``confirmed`` or ``inferred``.
        score: Likeness, 100 for an exact match.
        why: The sentence that the mapping editor shows.
        leaf: What the column's own header cell says, as issues name the column; with its
            parents only where another column says the same.
    """

    letter: str
    heading: str
    match: Literal["exact", "fuzzy", "confirmed", "inferred"]
    score: float = 100.0
    why: str = ""
    leaf: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """
    A data row that was not taken: where it stands and, as far as it could be read, whose it is.

    Attributes:
        department_codes: Who leads it: one, several of a shared job, none where nobody could be read.
    """

    row: int
    business_key: str | None
    department_codes: tuple[str, ...] = ()

    @property
    def department_code(self) -> str | None:
        """The first of them."""
        return next(iter(self.department_codes), None)


@dataclass
class ExtractedTable:
    """
    One table of a sheet.

    ``accepted_rows + rejected_rows == data_rows``, and every row that is not blank is either
    a data row or in ``skipped``.

    Attributes:
        frame: Column name to values of the accepted rows; always has ``source_row`` and
            ``business_key``. A column of the warehouse table that is missing here is null throughout.
        columns: Column name to the heading it was read from.
        unused: (letter, heading) of the columns that became none of ours.
        decision: Number of the decision that the title names.
        says_whole_office: The title, the sheet's or the file's name says that the table is of every unit.
    """

    kind: str
    sheet: str
    as_of: date | None
    header_rows: list[int]
    columns: dict[str, ColumnMatch]
    confidence: float
    why: str
    period_from: date | None = None
    period_to: date | None = None
    data_rows: int = 0
    accepted_rows: int = 0
    rejected_rows: int = 0
    skipped: list[tuple[int, RowSkip]] = field(default_factory=list)
    frame: dict[str, list[Any]] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unused: list[tuple[str, str]] = field(default_factory=list)
    decision: str | None = None
    says_whole_office: bool = False

    def cells_in_doubt(self) -> Iterator[tuple[Issue, int, str]]:
        """Every issue that names a cell of the table, with the row and the column of that cell."""
        column_of = {match.letter: name for name, match in self.columns.items()}
        for issue in self.issues:
            if issue.row is not None and issue.letter in column_of:
                yield issue, issue.row, column_of[issue.letter]


@dataclass
class Extract:
    """
    Everything found in one file. With a *choice* open the tables are not to be loaded yet.

    Attributes:
        used_aliases: Those of the confirmed department texts that the file holds.
    """

    tables: list[ExtractedTable] = field(default_factory=list)
    sheets_skipped: list[tuple[str, SheetSkip]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    choice: Choice | None = None
    used_aliases: dict[str, str] = field(default_factory=dict)

    def every_issue(self) -> list[Issue]:
        """Issues of the file and of all its tables, each once, in order of place."""
        own = [*self.issues, *(issue for table in self.tables for issue in table.issues)]
        return by_place(own, [table.sheet for table in self.tables])

    def tables_of_doubtful_cells(self) -> dict[tuple[str, int, str], ExtractedTable]:
        """Sheet, row and column of every cell that an issue names, in order of place, to the table that it is in."""
        cells: dict[tuple[str, int, str], ExtractedTable] = {}
        for table in self.tables:
            for issue, row, column in table.cells_in_doubt():
                cells.setdefault((issue.sheet, row, column), table)
        return cells

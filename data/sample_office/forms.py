"""How does an office lay out a table: title block, headings, groups, totals, signatures?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

Value = None | str | int | float | date | datetime
Kind = Literal["text", "centre", "number", "date", "moment"]
Role = Literal[
    "head_left", "head_right", "place", "title", "subtitle", "note", "group", "total", "sign", "name"
]


AGENCY = (
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG", "Độc lập - Tự do - Hạnh phúc"),
)


@dataclass(frozen=True)
class Column:
    """One column: its heading, the heading above several of them, its width and what it holds."""

    heading: str
    width: float = 12
    kind: Kind = "text"
    over: str | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Row:
    """One data row."""

    values: tuple[Value, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Group:
    """A line across the table that names what follows."""

    text: str


@dataclass(frozen=True)
class Total:
    """A line that adds up: its label stands in the leading columns, the rest by position."""

    label: str
    values: tuple[Value, ...] = ()


Line = Row | Group | Total


@dataclass(frozen=True)
class Signature:
    """The block at the end: duty and invented name on either side."""

    left: tuple[str, str]
    right: tuple[str, str]


@dataclass(frozen=True)
class Form:
    """One sheet as an office would type it."""

    title: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    sheet: str = "Sheet1"
    place_date: str = ""
    signature: Signature | None = None
    has_numbering: bool = True
    has_agency: bool = True
    dates_as_text: bool = False
    agency: tuple[tuple[str, str], ...] = AGENCY
    then: tuple["Form", ...] = ()  # further tables stacked below on the same sheet

    def without(self, *parts: str) -> "Form":
        """The same form less its agency lines, numbering or signature."""
        return replace(
            self,
            has_agency=self.has_agency and "agency" not in parts,
            has_numbering=self.has_numbering and "numbering" not in parts,
            signature=None if "signature" in parts else self.signature,
        )


@dataclass(frozen=True)
class Span:
    """A merged cell."""

    row: int
    first: int
    last: int
    text: str
    role: Role


@dataclass(frozen=True)
class HeadCell:
    """A heading with the rows and columns that it covers."""

    top: int
    bottom: int
    first: int
    last: int
    text: str


@dataclass
class Layout:
    """A form with every cell placed: what the writers of each container follow."""

    width: int
    columns: tuple[Column, ...]
    dates_as_text: bool
    spans: list[Span] = field(default_factory=list)
    heads: list[HeadCell] = field(default_factory=list)
    numbering: list[int] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    totals: list[tuple[int, Total]] = field(default_factory=list)
    end: int = 0


def lay_out(form: Form, start: int = 0) -> Layout:
    """Place every cell of *form* (without the tables stacked below it), from row *start*."""
    layout = Layout(len(form.columns), form.columns, form.dates_as_text)
    row = _title_block(form, layout, start)
    row = _headings(form, layout, row)
    for line in form.lines:
        _line(line, layout, row)
        row += 1
    layout.end = _signature(form, layout, row) if form.signature else row
    return layout


def layouts(form: Form) -> Iterator[Layout]:
    """The layout of the form and of each table stacked below it, two blank rows apart."""
    start = 0
    for part in (form, *form.then):
        layout = lay_out(part, start)
        yield layout
        start = layout.end + 2


def _title_block(form: Form, layout: Layout, row: int) -> int:
    last, middle = layout.width - 1, max(1, layout.width * 2 // 5)
    if form.has_agency:
        for left, right in form.agency:
            layout.spans.append(Span(row, 0, middle - 1, left, "head_left"))
            layout.spans.append(Span(row, middle, last, right, "head_right"))
            row += 1
        if form.place_date:
            layout.spans.append(Span(row + 1, middle, last, form.place_date, "place"))
            row += 2
        row += 1
    for number, text in enumerate(form.title):
        layout.spans.append(Span(row, 0, last, text, "subtitle" if number else "title"))
        row += 1
    return row + 1 if form.title else row


def _headings(form: Form, layout: Layout, row: int) -> int:
    depth = 2 if any(column.over for column in form.columns) else 1
    for start, stop in _runs([column.over for column in form.columns]):
        over = form.columns[start].over
        if over:
            layout.heads.append(HeadCell(row, row, start, stop, over))
        for index in range(start, stop + 1):
            top = row + 1 if over else row
            layout.heads.append(HeadCell(top, row + depth - 1, index, index, form.columns[index].heading))
    row += depth
    if form.has_numbering:
        layout.numbering.append(row)
        row += 1
    return row


def _runs(labels: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(labels) + 1):
        if index == len(labels) or labels[index] is None or labels[index] != labels[start]:
            yield start, index - 1
            start = index


def _line(line: Line, layout: Layout, row: int) -> None:
    if isinstance(line, Group):
        layout.spans.append(Span(row, 0, layout.width - 1, line.text, "group"))
    elif isinstance(line, Total):
        layout.totals.append((row, line))
    else:
        layout.rows.append((row, line))


def _signature(form: Form, layout: Layout, row: int) -> int:
    assert form.signature is not None
    last, half = layout.width - 1, layout.width // 2
    row += 1
    for side, first, stop in ((form.signature.left, 0, half - 1), (form.signature.right, half, last)):
        layout.spans.append(Span(row, first, stop, side[0], "sign"))
        layout.spans.append(Span(row + 4, first, stop, side[1], "name"))
    return row + 5


def as_text(value: Value) -> str:
    """The value as a clerk types it."""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return "" if value is None else str(value)

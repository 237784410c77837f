"""A number told down to its rows and files: what a page shows of it and a paper prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One row: of which source, what it is, whose, how it counts, and where it stands."""

    source: str
    number: str
    title: str
    unit: str
    state: str
    place: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: its name, who loaded it when, the import's number, how many of its rows stand behind the number."""

    file: str
    person: str
    loaded_at: datetime
    import_id: str
    rows: int


@dataclass(frozen=True, slots=True)
class Explained:
    """
    One number or criterion with everything it rests on.

    Attributes:
        subject: The number in words, as the page's headline says it.
        lines: The formula, the rule and the reasons, a sentence each, marks of emphasis allowed.
        as_of: Day of the numbers.
        build_id: The published state that they were taken from.
    """

    subject: str
    lines: Sequence[str]
    rows: Sequence[RowBehind]
    files: Sequence[FileLine]
    as_of: date
    build_id: str

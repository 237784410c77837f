"""Which scores, set by hand against the measured ones, count on a day?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from store.builds.reader import Reader
from store.written.decided import override_rows
from store.written.records import Row


@dataclass(frozen=True, slots=True)
class Override:
    """
    A score that a person set against the measured one; it lapses by itself.

    Attributes:
        year, code: The criterion.
        points: The score to use instead.
        expires_on: Last day on which it holds.
        starts_on: First day of data it speaks of; None for all up to *expires_on*.
        counted: What was counted or chosen under the rule, in words; empty where the points themselves were typed.
        proof: The document that proves it; empty where none was named.
    """

    year: int
    code: str
    points: Decimal
    reason: str
    person: str
    expires_on: date
    starts_on: date | None = None
    counted: str = ""
    proof: str = ""

    @property
    def words(self) -> str:
        """What was counted, and why."""
        return f"{self.counted}; {self.reason}" if self.counted else self.reason

    def holds_on(self, as_of: date) -> bool:
        """Tell whether it counts on *as_of*; without a reason and a person it never does."""
        is_time = (self.starts_on is None or self.starts_on <= as_of) and as_of <= self.expires_on
        return is_time and bool(self.reason.strip() and self.person.strip())


def overrides_on(reader: Reader, *, as_of: date) -> tuple[Override, ...]:
    """
    The scores set by hand that hold on *as_of*, oldest first.

    One that was ended stays on the days before: what was shown of a day is shown of it again.
    """
    if reader.home is None:
        return ()
    rows = [row for row in override_rows(reader.home) if not _is_ended(row, as_of)]
    given = (
        Override(
            row["year"], row["code"], row["score"], row["reason"], row["person"], row["expires_on"], row["starts_on"],
            row["counted"] or "", row["proof"] or "",
        )
        for row in rows
    )  # fmt: skip
    return tuple(one for one in given if one.holds_on(as_of))


def _is_ended(row: Row, as_of: date) -> bool:
    return row["ended_at"] is not None and (row["ended_on"] is None or row["ended_on"] <= as_of)


def override_in_force(overrides: Iterable[Override], year: int, code: str, as_of: date) -> Override | None:
    """The newest override of the criterion that holds on *as_of*."""
    for one in reversed(tuple(overrides)):
        if (one.year, one.code) == (year, code) and one.holds_on(as_of):
            return one
    return None

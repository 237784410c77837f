"""What does an amendment cost or bring the agency, criterion by criterion?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.criteria.assessment import Assessment, assess
from store.reader import Reader

_ZERO = Decimal(0)
COLUMNS = ("code", "name", "old_max", "new_max", "old_expected", "new_expected", "expected_moved")


@dataclass(frozen=True)
class SetEffect:
    """
    One year scored under two sets.

    Attributes:
        old, new: The year under each.
        table: One row per criterion whose maximum or expectation differs, with ``COLUMNS``.
    """

    old: Assessment
    new: Assessment
    table: pd.DataFrame

    @property
    def expected_moved(self) -> Decimal:
        """Expected points under the new set less those under the old; unknown criteria count on neither side."""
        return self.new.expected - self.old.expected


def set_effect(reader: Reader, *, as_of: date, old: str, new: str) -> SetEffect | None:
    """Score the year of *as_of* under decisions *old* and *new*; None where nothing is loaded."""
    sides = [assess(reader, as_of=as_of, decision=number) for number in (old, new)]
    if sides[0] is None or sides[1] is None:
        return None
    return SetEffect(sides[0], sides[1], _table(sides[0], sides[1]))


def _table(old: Assessment, new: Assessment) -> pd.DataFrame:
    before = {leaf.code: leaf for leaf in old.leaves}
    after = {leaf.code: leaf for leaf in new.leaves}
    rows = []
    for code in dict.fromkeys([*before, *after]):
        one, other = before.get(code), after.get(code)
        tops = [leaf.max_score if leaf else None for leaf in (one, other)]
        expected = [leaf.expected if leaf else None for leaf in (one, other)]
        if tops[0] != tops[1] or expected[0] != expected[1]:
            name = (other or one).name  # type: ignore[union-attr]
            moved = (expected[1] or _ZERO) - (expected[0] or _ZERO)
            rows.append((code, name, *tops, *expected, moved))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(COLUMNS[2:], float))

"""What does an amendment cost or bring the agency, criterion by criterion?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.criteria.assessment import Assessment, assess
from metrics.criteria.set_difference import set_difference
from store.builds.reader import Reader

_ZERO = Decimal(0)
COLUMNS = ("code", "name", "change", "old_max", "new_max", "old_expected", "new_expected", "expected_moved")


@dataclass(frozen=True)
class SetEffect:
    """
    One year scored under two sets.

    Attributes:
        old, new: The year under each.
        table: One row per scored criterion that was changed, added or removed, or whose expectation differs, with
            ``COLUMNS``; an expectation nobody knows is NaN and counts as nothing. ``expected_moved`` of the rows adds up to the headline.
    """

    old: Assessment
    new: Assessment
    table: pd.DataFrame

    @property
    def expected_moved(self) -> Decimal:
        """Expected points under the new set less those under the old; unknown criteria count on neither side."""
        return self.new.expected - self.old.expected


def set_effect(reader: Reader, *, as_of: date, old: str, new: str) -> SetEffect | None:
    """
    Score the year of *as_of* under decisions *old* and *new*, each by its own maxima and rules; None where nothing is loaded.
    """
    sides = [assess(reader, as_of=as_of, decision=number) for number in (old, new)]
    if sides[0] is None or sides[1] is None:
        return None
    return SetEffect(sides[0], sides[1], table_of_effect(sides[0], sides[1]))


def table_of_effect(old: Assessment, new: Assessment) -> pd.DataFrame:
    """One row per scored criterion that differs between two sides of a year, with ``COLUMNS``."""
    before = {leaf.code: leaf for leaf in old.leaves}
    after = {leaf.code: leaf for leaf in new.leaves}
    differing = set_difference(old.tree, new.tree)
    changes = dict(zip(differing["code"], differing["change"], strict=True))
    names = {c.code: c.name for tree in (old.tree, new.tree) for c in tree.leaves}
    rows = []
    for code in dict.fromkeys([*before, *after, *(code for code in changes if code in names)]):
        sides = before.get(code), after.get(code)
        tops = [leaf.max_score if leaf else None for leaf in sides]
        expected = [leaf.expected if leaf else None for leaf in sides]
        if code in changes or expected[0] != expected[1]:
            moved = (expected[1] or _ZERO) - (expected[0] or _ZERO)
            rows.append((code, names[code], changes.get(code, "changed"), *tops, *expected, moved))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(COLUMNS[3:], float))

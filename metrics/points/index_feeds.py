"""Which work counts in more than one index, and where?"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from domain.program.places import CODES, effective, kept
from metrics.criteria.assessment import LeafRisk

FEEDS = CODES / "index_feeds.csv"


@dataclass(frozen=True, slots=True)
class Feed:
    """One other index that a measured number counts in, and the component there; '' where it is the index itself."""

    index: str
    component: str
    authority: str

    @property
    def words(self) -> str:
        """``766: Mức độ hài lòng``."""
        return f"{self.index}: {self.component}" if self.component else self.index


@kept(FEEDS)
def _feeds() -> dict[str, tuple[Feed, ...]]:
    found: dict[str, tuple[Feed, ...]] = {}
    with effective(FEEDS).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            one = Feed(row["index"].strip(), row["component"].strip(), row["authority"].strip())
            found[row["measure"].strip()] = (*found.get(row["measure"].strip(), ()), one)
    return found


def feeds_of(leaf: LeafRisk) -> tuple[Feed, ...]:
    """The other indices that the work of *leaf* counts in, by `data/codes/index_feeds.csv`; none for what is not measured."""
    return _feeds().get((leaf.evidence.criterion.measured_by or "").partition("/")[0], ())


def shared_work(leaves: Iterable[LeafRisk]) -> list[tuple[LeafRisk, tuple[Feed, ...]]]:
    """
    Criteria whose work counts in other indices too, the largest loss first.

    Each index has its own points: those of *leaves* are counted in their own set, once, and nowhere added to others.
    """
    found = [(leaf, feeds) for leaf in leaves if (feeds := feeds_of(leaf))]
    return sorted(found, key=lambda pair: -(pair[0].expected_loss or 0))

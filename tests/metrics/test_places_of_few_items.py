"""Requirements of which each unit has one item alone say little of who is ahead: no unit is placed wholly behind for them."""

from datetime import date
from statistics import mean

import pytest

from metrics.asking.rules import rule_in_force
from metrics.progress.places import Adjusted, adjusted_scores, places_of

RULE = rule_in_force("fair_score", date(2025, 12, 5))
WEIGHTS = {"task_archived": 15, "shortfall": 15}
ALIKE = {"A": (12, 14), "B": (6, 8), "C": (8, 12), "D": (7, 10)}


def adjusted(shortfall: dict[str, tuple[int, int]]) -> dict[str, Adjusted]:
    return adjusted_scores({"task_archived": ALIKE, "shortfall": shortfall}, WEIGHTS, RULE)


def width(found: dict[str, Adjusted], codes: str) -> float:
    return mean(found[code].high - found[code].low for code in codes)


def test_who_did_its_only_item_is_not_wholly_behind_who_had_none():
    places = places_of(adjusted({"A": (1, 1), "C": (0, 1), "D": (0, 1)}))

    assert places["A"].first == 1 and places["B"].first == 1


@pytest.mark.parametrize("many", [2, 5, 20])
def test_an_interval_is_never_narrower_for_fewer_items(many):
    few = adjusted({"A": (1, 1), "C": (0, 1), "D": (0, 1)})
    more = adjusted({"A": (many, many), "C": (0, many), "D": (0, many)})

    assert width(few, "ACD") >= width(more, "ACD")


def test_who_did_its_only_task_is_not_ahead_of_who_did_hundreds():
    """Everybody did every task: A has one, B two hundred and 199 of 200 apologies; nobody knows that A is ahead."""
    tasks = {"A": (1, 1), "B": (200, 200), "C": (1, 1)}
    found = adjusted_scores({"task_archived": tasks, "shortfall": {"B": (199, 200)}}, WEIGHTS, RULE)

    assert found["A"].score == 100 and found["A"].low < found["B"].score
    assert {(one.first, one.last) for one in places_of(found).values()} == {(1, 3)}


@pytest.mark.parametrize("done", [0, 1])
def test_all_or_nothing_done_is_less_certain_the_fewer_items_there_are(done):
    """Four units did all there was, or none of it; of one item each nobody knows how they differ."""
    widths = [
        mean(one.high - one.low for one in adjusted_scores({"shortfall": owed}, WEIGHTS, RULE).values())
        for many in (1, 2, 5, 20, 300) for owed in [{code: (done * many, many) for code in "ABCD"}]
    ]  # fmt: skip

    assert widths == sorted(widths, reverse=True) and widths[-1] > 0

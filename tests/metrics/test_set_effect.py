"""Whatever an amendment changes, the rows of its table add up to the headline, each scored by its own set."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from domain.rules.scoring import Rule, Step
from domain.sets.indicator_sets import Criterion, IndicatorSet
from metrics.criteria.assessment import Grounds, assessment_of
from metrics.criteria.measured import Measure
from metrics.criteria.owners import Duties
from metrics.criteria.score_sheets import ScoreLine
from metrics.points.set_effect import SetEffect, table_of_effect

CODES = [f"{field}.{n}" for field in (1, 2, 3) for n in (1, 2, 3)]
MEASURES = {
    "task_archived": Measure("task_archived", "recoverable", 100, 71),
    "dossiers_online": Measure("dossiers_online", "running", 100, 64),
}


def criterion(luck: Random, code: str) -> Criterion:
    top, name = Decimal(luck.choice(("0.5", "1", "1.5"))), luck.choice((None, None, *MEASURES))
    steps = (
        Step(low=Decimal(80), high=None, points=top),
        Step(low=Decimal(0), high=Decimal(80), points=Decimal(0)),
    )
    rule = Rule(luck.choice(("proportional", "step")), floor_pct=Decimal(0), steps=steps) if name else None
    return Criterion(code, code[0], 2, f"Tiêu chí {code}", top, "self", rule=rule, measured_by=name)


def amended(luck: Random, clauses: dict[str, Criterion]) -> dict[str, Criterion]:
    """Clauses whose points, rule or name change, one that goes and one that comes."""
    found = dict(clauses)
    gone, *changed = luck.sample(CODES, 4)
    for code in changed:
        new = criterion(luck, code)
        found[code] = luck.choice(
            (new, replace(found[code], max_score=Decimal("0.75")), replace(found[code], name="Tên khác"))
        )
    del found[gone]
    return {**found, "2.9": criterion(luck, "2.9")}


def tree(number: str, clauses: dict[str, Criterion]) -> IndicatorSet:
    fields = [
        Criterion(code, None, 1, f"Lĩnh vực {code}", None) for code in sorted({code[0] for code in clauses})
    ]
    return IndicatorSet(
        number, number, number, False, (*fields, *(clauses[code] for code in sorted(clauses)))
    )


@pytest.mark.parametrize("seed", range(25))
def test_the_rows_of_an_amendment_add_up_to_what_it_moves(seed):
    luck = Random(seed)
    old = {code: criterion(luck, code) for code in CODES}
    new = amended(luck, old)
    lines = {}
    for code in luck.sample(sorted({*old, *new}), 7):
        top = luck.choice([own[code] for own in (old, new) if code in own]).max_score or Decimal(0)
        lines[2023, code] = ScoreLine(2023, code, max_score=top, self_score=top * luck.randint(0, 4) / 4)
        lines[2022, code] = ScoreLine(
            2022, code, max_score=Decimal(1), self_score=Decimal(1), appraised_1=Decimal("0.5")
        )
    sides = [
        assessment_of(
            Grounds(one, lines, Duties(), MEASURES, as_of=date(2023, 11, 12), year=2023, by_set_alone=True)
        )
        for one in (tree("1/QĐ", old), tree("2/QĐ", new))
    ]
    table = table_of_effect(*sides)

    assert sum(Decimal(str(moved)) for moved in table["expected_moved"]) == pytest.approx(
        SetEffect(*sides, table).expected_moved, abs=Decimal("0.00001")
    )
    rows = {row["code"]: row for row in table.to_dict("records")}
    assert rows["2.9"]["change"] == "added" and [row["change"] for row in rows.values()].count("removed") == 1
    for code, row in rows.items():
        tops = [own[code].max_score if code in own else None for own in (old, new)]
        assert [None if top != top else top for top in (row["old_max"], row["new_max"])] == tops

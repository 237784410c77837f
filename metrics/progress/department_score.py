"""Which score do a department's completion rates add up to, and how much of it is known?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from domain.agency.departments import scored_codes
from metrics.asking.rules import Rule, rule_in_force
from metrics.asking.state import no_rows, nullable
from metrics.progress.completion import completion
from metrics.progress.places import Places, adjusted_scores, places_of, rates_of
from store.builds.reader import Reader

COLUMNS = ("department_code", "score", "coverage_pct", "rank", "band")
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
_ALMOST = Decimal("99.99")


@dataclass(frozen=True, slots=True)
class Share:
    """
    One obligation of one unit as the score sees it.

    Attributes:
        required: None: unknown; 0: nothing arose, the obligation does not apply.
        done: None: unknown.
        is_held: Its rate is held below 100 % because rows of it are unread.
    """

    obligation: str
    required: int | None
    done: int | None
    is_held: bool = False

    @property
    def applies(self) -> bool:
        """What nobody knows may apply, so it lowers the coverage."""
        return self.required != 0

    @property
    def is_full(self) -> bool:
        """All of it is done, and nothing of it is unread."""
        return not self.is_held and (self.done or 0) >= (self.required or 0)

    @property
    def is_known(self) -> bool:
        """Both numbers are there and something is required."""
        return bool(self.required) and self.done is not None


@dataclass(frozen=True, slots=True)
class Score:
    """
    The score of one unit.

    Attributes:
        points: 0–100, two decimals; None where nothing is known or nothing applies.
        coverage_pct: Share of the applicable weight that is known; None where nothing applies.
    """

    points: Decimal | None
    coverage_pct: Decimal | None


def department_score(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Weigh the completion rates of each department into a score from 0 to 100.

    Obligations that do not apply leave the weights; unknown ones leave them too and lower the
    coverage. The rank is the best place the department may hold (`places_held`); it is withheld under the rule's coverage, and from a reader who does not
    see every department. Leadership has no score, nor has a unit that is not there on *as_of*; ``TOTAL`` is the office as a whole.

    Source: data/rules/department_score.toml.

    Returns:
        One row per scored department and ``TOTAL``: score, coverage_pct, rank (the first place of its range), band.
    """
    table = completion(reader, as_of=as_of)
    if table.empty:
        return no_rows(COLUMNS)
    rule = rule_in_force("department_score", as_of)
    there = {"TOTAL", *scored_codes(as_of)}
    shares = {code: own for code, own in _shares(table).items() if code in there}
    scores = {code: weighed(own, rule) for code, own in shares.items()}
    places = places_held(reader, as_of=as_of)
    rows = [
        {
            "department_code": code,
            "score": score.points,
            "coverage_pct": score.coverage_pct,
            "rank": places[code].first if code in places else None,
            "band": band_of_points(score.points, rule),
        }
        for code, score in scores.items()
        if department in (None, code)
    ]
    frame = nullable(pd.DataFrame(rows, columns=list(COLUMNS)), ("rank",))
    return frame.astype({"score": float, "coverage_pct": float})


def weighed(shares: Iterable[Share], rule: Rule) -> Score:
    """
    The weighted mean of the known rates, exact until it is rounded half-up to two decimals.

    It is 100 only where every rate is: rounding makes nothing full, nor do rows that nobody could read.

    >>> rule = {"weights": {"task_reported": 15, "apology": 5}}
    >>> weighed([Share("task_reported", 3, 2), Share("apology", None, None)], rule)
    Score(points=Decimal('66.67'), coverage_pct=Decimal('75.0'))
    """
    weights = {name: Decimal(str(weight)) for name, weight in rule["weights"].items()}
    applicable = [share for share in shares if share.applies and weights.get(share.obligation)]
    known = [share for share in applicable if share.is_known]
    all_weight = sum((weights[share.obligation] for share in applicable), Decimal(0))
    weight = sum((weights[share.obligation] for share in known), Decimal(0))
    if not weight:
        return Score(None, Decimal("0.0") if all_weight else None)
    earned = sum(
        (weights[s.obligation] * 100 * Decimal(s.done or 0) / Decimal(s.required or 1) for s in known),
        Decimal(0),
    )
    points = (earned / weight).quantize(_CENT, ROUND_HALF_UP)
    return Score(
        points if all(share.is_full for share in known) else min(points, _ALMOST),
        (weight * 100 / all_weight).quantize(_TENTH, ROUND_HALF_UP),
    )


def places_held(reader: Reader, *, as_of: date) -> dict[str, Places]:
    """
    The places that each department may hold, by the intervals of the adjusted scores (`places_of`).

    Empty for a reader who does not see every department; without those whose coverage is under the rule's.
    """
    if not set(scored_codes(as_of)) <= set(reader.scope.departments):
        return {}
    table, rule = completion(reader, as_of=as_of), rule_in_force("department_score", as_of)
    adjusted = adjusted_scores(rates_of(table), rule["weights"], rule_in_force("fair_score", as_of))
    least = Decimal(str(rule["min_coverage_pct"]))
    scores = {code: weighed(own, rule) for code, own in _shares(table).items()}
    return places_of(
        {
            code: own
            for code, own in adjusted.items()
            if code in scored_codes(as_of) and (scores[code].coverage_pct or 0) >= least
        }
    )


def band_of_points(points: Decimal | None, rule: Rule) -> str | None:
    """The first band whose lower bound *points* reach."""
    if points is None:
        return None
    bands: Sequence[dict[str, Any]] = sorted(rule["bands"], key=lambda each: -each["from"])
    return next((each["name"] for each in bands if points >= each["from"]), None)


def _shares(table: pd.DataFrame) -> dict[str, list[Share]]:
    found: dict[str, list[Share]] = {}
    columns = table[["department_code", "obligation", "required", "done", "rate_pct"]]
    for code, obligation, required, done, rate in columns.itertuples(index=False):
        share = Share(
            obligation,
            None if pd.isna(required) else int(required),
            None if pd.isna(done) else int(done),
            is_held=not pd.isna(rate) and rate < 100,
        )
        found.setdefault(code, []).append(share)
    return found

"""What will the index of the year come to, how sure is that, and what makes it unsure?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import inf
from statistics import NormalDist
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from metrics.asking.state import no_rows
from metrics.criteria.assessment import Assessment, LeafRisk, assess
from metrics.criteria.evidence import RiskRule
from store.builds.reader import Reader

COLUMNS = (
    "expected", "p10", "p25", "p75", "p90", "max", "known_max", "unknown_points", "appraisal_points", "bonus",
    "penalty", "index_pct",
)  # fmt: skip
# What drives a score decides with which others it rises and falls.
_DRIVER = {
    "measured": "work", "assignment": "work", "self": "appraisal", "override": "appraisal", "last_year": "last_year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles of the sum over the known criteria: the 80 % band is p10–p90, the 50 % band p25–p75."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


def index(
    reader: Reader,
    *,
    as_of: date,
    department: str | None = None,
    use_haircut: bool = True,
) -> pd.DataFrame:
    """
    The expected index of the year of *as_of*, over the criteria something is known of.

    ``expected`` and the bands speak of known criteria; the unknown ones stand beside them in
    ``unknown_points``. The index belongs to the whole office: a reader of some departments gets no
    row, and *department* changes nothing.

    Returns:
        One row: expected, p10, p25, p75, p90, max (after the not-applicable reduction), known_max,
        unknown_points, appraisal_points (expected to be struck off the self scores), bonus and
        penalty (outside the 100 points), all in points; index_pct = expected of known_max, 0 to 100.
        Nothing known: expected, bands and index_pct are NaN.
    """
    if not reader.scope.is_whole_office:
        return no_rows(COLUMNS)
    assessment = assess(reader, as_of=as_of, use_haircut=use_haircut)
    if assessment is None:
        return no_rows(COLUMNS)
    return pd.DataFrame([index_row(assessment)], columns=list(COLUMNS)).astype(float)


def index_row(assessment: Assessment) -> dict[str, Any]:
    """The one row of `index` of an assessment at hand, unknown as None."""
    known_max = assessment.known_max
    spread = band(assessment) if known_max else None
    return {
        "expected": assessment.expected if known_max else None,
        **{name: getattr(spread, name) if spread else None for name in ("p10", "p25", "p75", "p90")},
        "max": assessment.max_score,
        "known_max": known_max,
        "unknown_points": assessment.unknown_points,
        "appraisal_points": assessment.appraisal_points,
        "bonus": assessment.bonus,
        "penalty": assessment.penalty,
        "index_pct": assessment.expected * 100 / known_max if known_max else None,
    }


def band(assessment: Assessment) -> Band:
    """
    The uncertainty of the sum over the known criteria, by simulation with a fixed seed.

    Where the expectation lies outside the middle of what may come, the band ends there and holds as many of the
    draws as ever: without any appraised year the expectation is the self score itself, and only less may come.
    """
    totals = np.sort(simulated_totals(assessment.known, assessment))
    expected = float(assessment.expected)
    (p10, p90), (p25, p75) = (_held(totals, expected, part) for part in (0.8, 0.5))
    return Band(*(round(q, 4) for q in (min(p10, p25), p25, float(np.median(totals)), p75, max(p75, p90))))


def _held(totals: np.ndarray, expected: float, part: float) -> tuple[float, float]:
    """The ends that hold *part* of the sorted *totals* and the expectation."""
    tail = (1 - part) / 2
    low, high = (float(q) for q in np.quantile(totals, (tail, 1 - tail)))
    if expected > high:
        reached = float(np.searchsorted(totals, expected, "right")) / len(totals)
        return min(float(np.quantile(totals, reached - part)), expected), expected
    if expected < low:
        below = float(np.searchsorted(totals, expected, "left")) / len(totals)
        return expected, max(float(np.quantile(totals, below + part)), expected)
    return low, high


def simulated_totals(leaves: Sequence[LeafRisk], assessment: Assessment) -> np.ndarray:
    """
    One possible sum per draw.

    Criteria with the same driver share part of their luck (``shared_share`` of the rule): a strict
    appraisal is strict everywhere. Every criterion has random numbers of its own, kept by its code,
    so learning something of one criterion never changes the draws of another.
    """
    rule = assessment.rule
    fixed = sum((_only(leaf) for leaf in leaves if _is_certain(leaf)), Decimal(0))
    totals = np.full(rule.draws, float(fixed))
    for leaf in leaves:
        if not _is_certain(leaf):
            totals += _scores(leaf, rule, assessment.appraised_years)
    return totals


def _is_certain(leaf: LeafRisk) -> bool:
    return leaf.judgement.possible is None or len(leaf.judgement.possible.points) == 1


def _only(leaf: LeafRisk) -> Decimal:
    return leaf.judgement.possible.points[0] if leaf.judgement.possible else Decimal(0)


def _scores(leaf: LeafRisk, rule: RiskRule, appraised_years: int) -> np.ndarray:
    outcome = leaf.judgement.possible
    assert outcome is not None
    driver = _DRIVER.get(leaf.judgement.basis, "")
    shared = rule.shared_share
    if driver == "appraisal" and rule.prior:
        # How strict appraisals are is itself known by years alone; until then all criteria share that doubt.
        shared = rule.prior.shared_share + rule.prior.shared_more * rule.prior.years / (
            rule.prior.years + appraised_years
        )
    luck = _luck(f"leaf {leaf.code}", driver, rule.seed, rule.draws, min(shared, 1.0))
    # A handful of steps is put on the scale of the draws; putting every draw on theirs costs far more.
    steps = [_normal_quantile(step) for step in np.cumsum(outcome.chances)[:-1].tolist()]
    return np.array(outcome.points, dtype=float)[np.searchsorted([*steps, inf], luck)]


def _normal_quantile(chance: float) -> float:
    if 0 < chance < 1:
        return NormalDist().inv_cdf(chance)
    return -inf if chance <= 0 else inf


@lru_cache(maxsize=128)
def _luck(own: str, driver: str, seed: int, draws: int, shared: float) -> np.ndarray:
    """Normal numbers of one criterion, tied to those of its driver."""
    mine = np.random.default_rng([seed, crc32(own.encode())]).standard_normal(draws)
    return np.sqrt(shared) * _driver_luck(driver, seed, draws) + np.sqrt(1 - shared) * mine


@lru_cache(maxsize=16)
def _driver_luck(driver: str, seed: int, draws: int) -> np.ndarray:
    return np.random.default_rng([seed, crc32(driver.encode())]).standard_normal(draws)


@dataclass(frozen=True, slots=True)
class UntriedPart:
    """
    How much of the 80 % band comes of criteria whose self score no appraisal was ever compared with.

    Attributes:
        width, untried: Points of the band in all, and of it those that fall away once these were certain.
        criteria: How many they are.
    """

    width: float
    untried: float
    criteria: int


def untried_part(assessment: Assessment) -> UntriedPart:
    """The part of the band that more appraised years would narrow."""
    claimed = [leaf for leaf in assessment.known if leaf.judgement.basis == "self" and leaf.judgement.spread]
    untried = [leaf for leaf in claimed if not leaf.evidence.has_history]
    if not untried:
        return UntriedPart(_width(assessment), 0.0, 0)
    certain = {leaf.code: replace(leaf, judgement=replace(leaf.judgement, spread=None)) for leaf in untried}
    known = replace(assessment, leaves=tuple(certain.get(leaf.code, leaf) for leaf in assessment.leaves))
    width = _width(assessment)
    return UntriedPart(width, max(width - _width(known), 0.0), len(untried))


def _width(assessment: Assessment) -> float:
    spread = band(assessment)
    return spread.p90 - spread.p10


@dataclass(frozen=True, slots=True)
class Source:
    """One reason why the index is not yet certain, or not at its maximum."""

    name: str
    name_vi: str
    points: Decimal
    meaning_vi: str


def sources_of_uncertainty(assessment: Assessment) -> tuple[Source, ...]:
    """
    The gap between expected index and maximum, by what it comes from.

    Unknown points, open work, appraisal risk and settled losses add up exactly to max − expected.
    """
    return (
        Source("missing_data", "Thiếu dữ liệu", assessment.unknown_points, "Nạp số liệu thì biết"),
        Source("not_done", "Chưa làm", assessment.not_done_points, "Làm xong trước hạn thì giữ được"),
        Source(
            "appraisal",
            "Rủi ro thẩm định",
            assessment.appraisal_points,
            "Bổ sung tài liệu kiểm chứng thì giữ được",
        ),
        Source("settled", "Khó lấy lại", assessment.settled_points, "Đã chốt hoặc ngoài tầm của đơn vị"),
    )

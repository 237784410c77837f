"""What will the index of the year come to, how sure is that, and what makes it unsure?"""

from collections.abc import Sequence
from dataclasses import dataclass
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
from store.reader import Reader

COLUMNS = (
    "expected", "p10", "p25", "p75", "p90", "max", "known_max", "unknown_points", "appraisal_points", "bonus",
    "penalty", "index_pct",
)  # fmt: skip
# What drives a score decides with which others it rises and falls.
_DRIVER = {"measured": "work", "assignment": "work", "self": "appraisal", "last_year": "last_year"}


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

    Where rare losses pull the expectation out of the middle half, the band is stretched to hold it.
    """
    totals = simulated_totals(assessment.known, assessment)
    expected = float(assessment.expected)
    p10, p25, p50, p75, p90 = (float(q) for q in np.quantile(totals, (0.10, 0.25, 0.50, 0.75, 0.90)))
    low, high = (min(p10, expected), min(p25, expected)), (max(p75, expected), max(p90, expected))
    return Band(*(round(q, 4) for q in (*low, p50, *high)))


def simulated_totals(leaves: Sequence[LeafRisk], assessment: Assessment) -> np.ndarray:
    """
    One possible sum per draw.

    Criteria with the same driver share part of their luck (``shared_share`` of the rule): a strict
    appraisal is strict everywhere. Every criterion has random numbers of its own, kept by its code,
    so learning something of one criterion never changes the draws of another.
    """
    rule = assessment.rule
    fixed = sum((leaf.expected or Decimal(0) for leaf in leaves if _is_certain(leaf)), Decimal(0))
    totals = np.full(rule.draws, float(fixed))
    for leaf in leaves:
        if not _is_certain(leaf):
            totals += _scores(leaf, rule.seed, rule.draws, rule.shared_share)
    return totals


def _is_certain(leaf: LeafRisk) -> bool:
    return leaf.judgement.outcome is None or len(leaf.judgement.outcome.points) == 1


def _scores(leaf: LeafRisk, seed: int, draws: int, shared: float) -> np.ndarray:
    outcome = leaf.judgement.outcome
    assert outcome is not None
    luck = _luck(f"leaf {leaf.code}", _DRIVER.get(leaf.judgement.basis, ""), seed, draws, shared)
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
        Source("not_done", "Chưa làm", assessment.not_done_points, "Làm xong thì lấy lại được"),
        Source(
            "appraisal",
            "Rủi ro thẩm định",
            assessment.appraisal_points,
            "Bổ sung tài liệu kiểm chứng thì giữ được",
        ),
        Source("settled", "Khó lấy lại", assessment.settled_points, "Đã chốt hoặc ngoài tầm của đơn vị"),
    )

"""What may a criterion end up with? Distributions of one final score, as pure functions of the evidence."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_ZERO = Decimal(0)
_EXACT = Decimal("0.000001")
# Up to this many open cases every outcome is listed; beyond, evenly spaced quantiles stand for them.
_LISTED_CASES = 60
_QUANTILES = 101


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The possible final scores of one criterion.

    Attributes:
        points: Possible scores, ascending.
        chances: Their probabilities, adding up to 1.
        expected: The mean, to six decimals.
    """

    points: tuple[Decimal, ...]
    chances: tuple[float, ...]
    expected: Decimal


def certain(points: Decimal) -> Outcome:
    """The outcome that is known."""
    return Outcome((points,), (1.0,), points)


def outcome_of(pairs: Iterable[tuple[Decimal, float]]) -> Outcome:
    """Merge scores with their probabilities into one outcome; probabilities are scaled to add up to 1."""
    merged: dict[Decimal, float] = {}
    for points, chance in pairs:
        if chance > 0:
            merged[points] = merged.get(points, 0.0) + chance
    total = math.fsum(merged.values())
    ordered = sorted(merged.items())
    mean = sum((points * Decimal(chance / total) for points, chance in ordered), _ZERO).quantize(_EXACT)
    mean = min(max(mean, ordered[0][0]), ordered[-1][0])
    return Outcome(tuple(p for p, _ in ordered), tuple(c / total for _, c in ordered), mean)


def struck(claimed: Decimal, haircut: Decimal, strike_chance: Fraction) -> Outcome:
    """
    The claim less what an appraisal usually takes off: taken in part of the cases, then more than the mean.

    The mean is exactly ``claimed − haircut``, never below 0.

        >>> struck(Decimal("1.00"), Decimal("0.20"), Fraction(1, 2)).points
        (Decimal('0.60'), Decimal('1.00'))
    """
    haircut = min(haircut, claimed)
    if haircut <= 0:
        return certain(claimed)
    at_once = haircut / (Decimal(strike_chance.numerator) / Decimal(strike_chance.denominator))
    at_once = min(at_once, claimed)
    chance = float(haircut / at_once)
    if chance >= 1:
        return certain(claimed - haircut)
    return Outcome((claimed - at_once, claimed), (chance, 1 - chance), claimed - haircut)


def lost_or_kept(top: Decimal, lost: Decimal, chance: float) -> Outcome:
    """All of *top*, or *top* less *lost* with probability *chance*."""
    return outcome_of([(max(top - lost, _ZERO), chance), (top, 1 - chance)])


def around(middle: Decimal, spread: Decimal, top: Decimal) -> Outcome:
    """*middle*, or *spread* to either side in half of the cases, staying within 0 and *top*."""
    spread = min(spread, middle, top - middle)
    if spread <= 0:
        return certain(middle)
    return Outcome((middle - spread, middle, middle + spread), (0.25, 0.5, 0.25), middle)


def after_more_cases(
    points_at: Callable[[int], Decimal], cases: int, *, share_done: float, concentration: float
) -> Outcome:
    """
    The score after *cases* more, of which *share_done* are expected to be done.

    The share itself is uncertain (a beta distribution), so that few cases give a wide outcome and
    cases of one office do not come out independently.

    Args:
        points_at: Score when that many of the further cases are done.
        concentration: How firmly the share is known; the number of cases it rests on.
    """
    if cases <= 0:
        return certain(points_at(0))
    if share_done <= 0:
        return certain(points_at(0))
    if share_done >= 1:
        return certain(points_at(cases))
    a, b = share_done * concentration, (1 - share_done) * concentration
    if cases <= _LISTED_CASES:
        return outcome_of((points_at(k), _beta_binomial(k, cases, a, b)) for k in range(cases + 1))
    from scipy.special import betaincinv  # costly to import, and most criteria have few cases

    middles = [(place + 0.5) / _QUANTILES for place in range(_QUANTILES)]
    shares: Sequence[float] = betaincinv(a, b, middles)
    return outcome_of((points_at(round(share * cases)), 1.0) for share in shares)


def _beta_binomial(k: int, n: int, a: float, b: float) -> float:
    log = math.lgamma
    ways = log(n + 1) - log(k + 1) - log(n - k + 1)
    return math.exp(ways + log(k + a) + log(n - k + b) - log(n + a + b) + log(a + b) - log(a) - log(b))


def done_in_time(days: int, half_life: float) -> float:
    """
    Probability that one open job is done within *days* working days, half of them taking *half_life*.

    >>> done_in_time(8, 8), done_in_time(0, 8)
    (0.5, 0.0)
    """
    return 1 - 0.5 ** (max(days, 0) / half_life)

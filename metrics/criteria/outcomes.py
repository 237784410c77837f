"""What may a criterion end up with? Distributions of one final score, as pure functions of the evidence."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

_ZERO = Decimal(0)
# How far points are kept while they are counted with.
EXACT = Decimal("0.000001")
# Numbers of cases less likely than this beside the likeliest are left out; together they weigh below 1e-9.
_NEGLIGIBLE = 1e-15
# Up to this many cases every outcome is asked for; beyond, the rise between two that were asked for is taken
# as even where it weighs less than this in the mean. One step of a rule then stands at most so far off.
_LISTED_CASES = 1000
_WEIGHT_OF_A_RISE = 1e-5


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
    mean = sum((points * Decimal(chance / total) for points, chance in ordered), _ZERO).quantize(EXACT)
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


def may_be_struck(claimed: Decimal, lost: Decimal, chance: float) -> Outcome:
    """
    The claim, or with *chance* less of it: half of *lost*, all of it or half as much again, each as often.

    >>> may_be_struck(Decimal("1.0"), Decimal("0.4"), 0.3).points
    (Decimal('0.4'), Decimal('0.6'), Decimal('0.8'), Decimal('1.0'))
    """
    struck_off = [(max(claimed - lost * part / 2, _ZERO), chance / 3) for part in (1, 2, 3)]
    return outcome_of([*struck_off, (claimed, 1 - chance)])


def lost_or_kept(top: Decimal, lost: Decimal, chance: float) -> Outcome:
    """All of *top*, or *top* less *lost* with probability *chance*."""
    return outcome_of([(max(top - lost, _ZERO), chance), (top, 1 - chance)])


def around(middle: Decimal, spread: Decimal, top: Decimal) -> Outcome:
    """*middle*, or *spread* to either side in half of the cases, staying within 0 and *top*: full may always become less."""
    return outcome_of([
        (max(middle - spread, _ZERO), 0.25), (middle, 0.5), (min(middle + spread, top), 0.25),
    ])  # fmt: skip


def mixed(parts: Iterable[tuple[Outcome, float]]) -> Outcome:
    """One of several outcomes, each with its chance."""
    return outcome_of(
        (points, chance * part)
        for outcome, part in parts
        for points, chance in zip(outcome.points, outcome.chances, strict=True)
    )


def after_more_cases(
    points_at: Callable[[int], Decimal], cases: int, *, share_done: float, concentration: float
) -> Outcome:
    """
    The score after *cases* more, of which *share_done* are expected to be done.

    The share itself is uncertain (a beta distribution), so that few cases give a wide outcome and
    cases of one office do not come out independently. Every number of cases counts with its exact chance;
    beyond a thousand cases the mean is off by less than 0.001 points.

    Args:
        points_at: Score when that many of the further cases are done; more done never earns less.
        concentration: How firmly the share is known; the number of cases it rests on.
    """
    if cases <= 0 or share_done <= 0:
        return certain(points_at(0))
    if share_done >= 1:
        return certain(points_at(cases))
    chances = beta_binomial(cases, share_done * concentration, (1 - share_done) * concentration)
    likely = np.flatnonzero(chances > chances.max() * _NEGLIGIBLE)
    first, last = int(likely[0]), int(likely[-1])
    if cases > _LISTED_CASES:
        return outcome_of(_rising_evenly(points_at, chances, first, last))
    points = rising_points(points_at, first, last)
    return outcome_of(zip(points, chances[first : last + 1].tolist(), strict=True))


def _rising_evenly(
    points_at: Callable[[int], Decimal], chances: np.ndarray, first: int, last: int
) -> Iterator[tuple[Decimal, float]]:
    """Scores with their chances, asked for only where a rise between two of them would weigh in the mean."""
    ends = {k: points_at(k) for k in {first, last}}
    yield from ((points, float(chances[k])) for k, points in ends.items())
    waiting = [(first, ends[first], last, ends[last])]
    while waiting:
        low, below, high, above = waiting.pop()
        inner = chances[low + 1 : high]
        weight = float(inner.sum())
        if weight * float(above - below) <= _WEIGHT_OF_A_RISE:
            if weight:
                part = float(inner @ np.arange(1, high - low)) / weight / (high - low)
                yield below + (above - below) * Decimal(part), weight
            continue
        middle = (low + high) // 2
        points = points_at(middle)
        yield points, float(chances[middle])
        waiting += [(low, below, middle, points), (middle, points, high, above)]


def beta_binomial(cases: int, a: float, b: float) -> np.ndarray:
    """
    The chance of none, one, two … of *cases* done, when the share done is beta(*a*, *b*).

    >>> beta_binomial(2, 1.0, 1.0).round(4).tolist()
    [0.3333, 0.3333, 0.3333]
    """
    k = np.arange(cases)
    steps = np.log(cases - k) + np.log(k + a) - np.log(k + 1) - np.log(cases - k - 1 + b)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def rising_points(points_at: Callable[[int], Decimal], first: int, last: int) -> tuple[Decimal, ...]:
    """
    *points_at* of every number from *first* to *last*, of points that never fall.

    Between two equal values nothing is asked: a rule of steps over twenty thousand cases is asked a hundred times.
    """
    found: dict[int, Decimal] = {k: points_at(k) for k in (first, last)}
    waiting = [(first, last)]
    while waiting:
        low, high = waiting.pop()
        if found[low] == found[high]:
            found.update(dict.fromkeys(range(low + 1, high), found[low]))
        elif high - low > 1:
            middle = (low + high) // 2
            found[middle] = points_at(middle)
            waiting += [(low, middle), (middle, high)]
    return tuple(found[k] for k in range(first, last + 1))


def done_in_time(days: int, half_life: float) -> float:
    """
    Probability that one open job is done within *days* working days, half of them taking *half_life*.

    >>> done_in_time(8, 8), done_in_time(0, 8)
    (0.5, 0.0)
    """
    return 1 - 0.5 ** (max(days, 0) / half_life)

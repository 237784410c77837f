"""Between which places does a department stand, when some have three tasks and some three hundred?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from domain.agency.departments import scored_codes
from metrics.asking.rules import Rule


@dataclass(frozen=True, slots=True)
class Prior:
    """The common rate of all departments and how many items it is worth."""

    rate: float
    items: float


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A score from 0 to 100 with its interval; the centre lies inside it."""

    score: float
    low: float
    high: float


Rates = Mapping[str, Mapping[str, tuple[int, int]]]


def rates_of(table: pd.DataFrame) -> dict[str, dict[str, tuple[int, int]]]:
    """Obligation to department to (done, required), where both are known and something is required."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    scored = set(scored_codes())
    for row in table.to_dict("records"):
        is_known = not (pd.isna(row["required"]) or pd.isna(row["done"]))
        if row["department_code"] in scored and is_known and row["required"] > 0:
            found.setdefault(row["obligation"], {})[row["department_code"]] = (
                int(row["done"]),
                int(row["required"]),
            )
    return found


def adjusted_scores(rates: Rates, weights: Mapping[str, float], rule: Rule) -> dict[str, Adjusted]:
    """Return department to its weighted mean of adjusted rates, with the interval of the rule."""
    parts: dict[str, list[tuple[float, Rate]]] = {}
    for obligation in sorted(rates):
        weight, own = float(weights.get(obligation, 0)), rates[obligation]
        if not weight:
            continue
        prior = common_prior(own.values(), rule)
        for code, (done, required) in own.items():
            parts.setdefault(code, []).append((weight, shrunk(done, required, prior)))
    return {code: _weighed(found, float(rule["interval_pct"])) for code, found in parts.items()}


def common_prior(counts: Iterable[tuple[int, int]], rule: Rule) -> Prior:
    """
    Return the common rate and its weight in items, by the method of moments of the beta-binomial.

    The more the departments really differ beyond chance, the less the common rate weighs. Where each has one item
    nobody can tell how far they differ, and the common rate weighs least: knowing less never makes a score more certain.
    Where all are done, or none, it weighs no more than there are items.

        >>> rule = {"least_prior_items": 2, "most_prior_items": 30}
        >>> common_prior([(50, 100), (51, 100), (49, 100)], rule)
        Prior(rate=0.5, items=30.0)
        >>> common_prior([(5, 100), (95, 100)], rule).items, common_prior([(1, 1), (0, 1), (0, 1)], rule).items
        (2.0, 2.0)
        >>> common_prior([(3, 3), (5, 5)], rule).items, common_prior([(1, 1), (1, 1)], rule).items
        (8.0, 2.0)
    """
    pairs = sorted(counts)
    total = sum(required for _, required in pairs)
    rate = sum(done for done, _ in pairs) / total
    most, least = float(rule["most_prior_items"]), float(rule["least_prior_items"])
    spread = rate * (1 - rate)
    room = total - sum(n * n for _, n in pairs) / total - (len(pairs) - 1)
    if room <= 0:
        return Prior(rate, least)
    if spread == 0:
        return Prior(rate, float(min(max(total, least), most)))
    seen = sum(n * (done / n - rate) ** 2 for done, n in pairs)
    likeness = (seen - (len(pairs) - 1) * spread) / (room * spread)
    return Prior(rate, most if likeness <= 0 else min(max((1 - likeness) / likeness, least), most))


@dataclass(frozen=True, slots=True)
class Rate:
    """
    An adjusted rate.

    Attributes:
        mean: The rate after the common one is added to the counts.
        likely: Where it probably lies; another than *mean* only where everything, or nothing, was ever done: then half an
            item more would have told the opposite, so that few items are no certainty.
        variance: How far it may be from there.
    """

    mean: float
    likely: float
    variance: float


def shrunk(done: int, required: int, prior: Prior) -> Rate:
    """
    Return the rate after the prior is added to the counts.

        >>> shrunk(2, 3, Prior(rate=0.9, items=7)).mean
        0.83
        >>> few, many = (shrunk(n, n, Prior(rate=1.0, items=2)) for n in (1, 100))
        >>> few.mean, few.likely, few.variance > many.variance > 0
        (1.0, 0.875, True)
    """
    weight = required + prior.items
    mean = round((done + prior.rate * prior.items) / weight, 12)
    is_sure = not 0 < mean < 1
    likely, seen = ((mean * weight + 0.5) / (weight + 1), weight + 1) if is_sure else (mean, weight)
    return Rate(mean, likely, likely * (1 - likely) / (seen + 1))


def _weighed(parts: Sequence[tuple[float, Rate]], interval_pct: float) -> Adjusted:
    """The weighted mean on the scale 0–100; the interval is that of the beta with the moments of where it probably lies."""
    from scipy.special import betaincinv  # costly to import, and most visits never ask

    weight = sum(w for w, _ in parts)
    mean = sum(w * rate.mean for w, rate in parts) / weight
    likely = sum(w * rate.likely for w, rate in parts) / weight
    strength = likely * (1 - likely) / sum((w / weight) ** 2 * rate.variance for w, rate in parts) - 1
    tail = (1 - interval_pct / 100) / 2
    low, high = (float(betaincinv(likely * strength, (1 - likely) * strength, p)) for p in (tail, 1 - tail))
    return Adjusted(100 * mean, 100 * min(low, mean), 100 * max(high, mean))


@dataclass(frozen=True, slots=True)
class Places:
    """The best and the worst place that a department may hold, counted from 1."""

    first: int
    last: int

    @property
    def is_shared(self) -> bool:
        """Tell whether another department may as well stand here."""
        return self.first != self.last


def places_of(adjusted: Mapping[str, Adjusted]) -> dict[str, Places]:
    """
    The places each may hold: behind all whose interval lies wholly above its own, before all wholly below.

    Two whose intervals overlap always have a place in common, whatever the others are.

        >>> found = places_of({"A": Adjusted(90, 85, 95), "B": Adjusted(84, 80, 88), "C": Adjusted(78, 70, 82)})
        >>> [(code, places.first, places.last) for code, places in found.items()]
        [('A', 1, 2), ('B', 1, 3), ('C', 2, 3)]
    """
    everybody = adjusted.values()
    return {
        code: Places(
            1 + sum(other.low > own.high for other in everybody),
            len(adjusted) - sum(other.high < own.low for other in everybody),
        )
        for code, own in adjusted.items()
    }

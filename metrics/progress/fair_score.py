"""Who is really ahead, when some departments have three tasks and some three hundred?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from domain.departments import scored_codes
from domain.formats import decimal_vi
from metrics.asking.rows import records
from metrics.asking.rules import Rule, rule_in_force
from metrics.asking.state import TOTAL, in_order, no_rows
from metrics.progress.completion import completion
from metrics.progress.department_score import COLUMNS as RAW_COLUMNS
from metrics.progress.department_score import department_score
from store.reader import Reader

COLUMNS = (
    "department_code", "raw_score", "adjusted_score", "low", "high", "items", "coverage_pct", "rank", "group",
    "is_near_tie", "note",
)  # fmt: skip
NEAR_TIE = "Chênh lệch không đáng kể"


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


def fair_score(
    reader: Reader, *, as_of: date, department: str | None = None, everybody: Reader | None = None
) -> pd.DataFrame:
    """
    Return each scored department's raw score beside one adjusted for small numbers.

    Every rate is pulled towards the common rate of all departments, the more the fewer items it
    rests on (beta-binomial, the pull estimated from the departments themselves). Departments
    whose intervals overlap that of the best of their group share its rank. The rank is withheld under the
    coverage of data/rules/department_score.toml, and from a reader who does not see every department.

    Args:
        everybody: A reader of the whole office, so that a department is pulled towards the same common
            rate as in everybody's table; of the others nothing but that rate enters its row.

    Returns:
        One row per scored department, best adjusted score first, unknown last, with ``COLUMNS``; ``group``
        counts from 1, ``note`` is what stands in place of, or beside, the rank.
    """
    table = completion(reader, as_of=as_of)
    raw = department_score(reader, as_of=as_of)
    if table.empty or raw.empty:
        return no_rows(COLUMNS)
    rule, weights = rule_in_force("fair_score", as_of), rule_in_force("department_score", as_of)
    rates = _rates(table)
    of_all = _rates(completion(everybody, as_of=as_of)) if everybody is not None else rates
    fair = adjusted_scores(of_all, weights["weights"], rule)
    rows = [_row(r, fair.get(r["department_code"]), rates) for r in records(raw)]
    rows = [row for row in rows if row["department_code"] != TOTAL]
    sees_all = set(scored_codes()) <= set(reader.scope.departments)
    _rank(rows, float(weights["min_coverage_pct"]), sees_all=sees_all)
    kept = [row for row in rows if department in (None, row["department_code"])]
    frame = pd.DataFrame(kept, columns=list(COLUMNS))
    return frame.astype({"rank": "Int64", "group": "Int64"})


def fair_score_of_scope(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """As `fair_score` for the departments *reader* may see, by the common rate of the whole office in the same build."""
    if set(scored_codes()) <= set(reader.scope.departments):
        return fair_score(reader, as_of=as_of)
    return fair_score(reader, as_of=as_of, everybody=reader.of_whole_office())


Rates = Mapping[str, Mapping[str, tuple[int, int]]]


def _rates(table: pd.DataFrame) -> dict[str, dict[str, tuple[int, int]]]:
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
    parts: dict[str, list[tuple[float, float, float]]] = {}
    for obligation in sorted(rates):
        weight, own = float(weights.get(obligation, 0)), rates[obligation]
        if not weight:
            continue
        prior = common_prior(own.values(), rule)
        for code, (done, required) in own.items():
            mean, variance = shrunk(done, required, prior)
            parts.setdefault(code, []).append((weight, mean, variance))
    return {code: _weighed(found, float(rule["interval_pct"])) for code, found in parts.items()}


def common_prior(counts: Iterable[tuple[int, int]], rule: Rule) -> Prior:
    """
    Return the common rate and its weight in items, by the method of moments of the beta-binomial.

    The more the departments really differ beyond chance, the less the common rate weighs.

        >>> rule = {"least_prior_items": 2, "most_prior_items": 30}
        >>> common_prior([(50, 100), (51, 100), (49, 100)], rule)
        Prior(rate=0.5, items=30.0)
        >>> common_prior([(5, 100), (95, 100)], rule).items
        2.0
    """
    pairs = sorted(counts)
    total = sum(required for _, required in pairs)
    rate = sum(done for done, _ in pairs) / total
    most, least = float(rule["most_prior_items"]), float(rule["least_prior_items"])
    spread = rate * (1 - rate)
    room = total - sum(n * n for _, n in pairs) / total - (len(pairs) - 1)
    if spread == 0 or room <= 0:
        return Prior(rate, most)
    seen = sum(n * (done / n - rate) ** 2 for done, n in pairs)
    likeness = (seen - (len(pairs) - 1) * spread) / (room * spread)
    return Prior(rate, most if likeness <= 0 else min(max((1 - likeness) / likeness, least), most))


def shrunk(done: int, required: int, prior: Prior) -> tuple[float, float]:
    """
    Return mean and variance of the rate after the prior is added to the counts.

    >>> shrunk(2, 3, Prior(rate=0.9, items=7))[0]
    0.83
    """
    weight = required + prior.items
    mean = (done + prior.rate * prior.items) / weight
    return round(mean, 12), mean * (1 - mean) / (weight + 1)


def _weighed(parts: Sequence[tuple[float, float, float]], interval_pct: float) -> Adjusted:
    """The weighted mean on the scale 0–100; the interval is that of the beta with the same two moments."""
    weight = sum(w for w, _, _ in parts)
    mean = sum(w * m for w, m, _ in parts) / weight
    variance = sum((w / weight) ** 2 * v for w, _, v in parts)
    if variance <= 0 or not 0 < mean < 1:
        return Adjusted(100 * mean, 100 * mean, 100 * mean)
    from scipy.special import betaincinv  # costly to import, and most visits never ask

    strength = mean * (1 - mean) / variance - 1
    tail = (1 - interval_pct / 100) / 2
    low, high = (float(betaincinv(mean * strength, (1 - mean) * strength, p)) for p in (tail, 1 - tail))
    return Adjusted(100 * mean, 100 * min(low, mean), 100 * max(high, mean))


def _row(raw: Mapping[str, Any], fair: Adjusted | None, rates: Rates) -> dict[str, Any]:
    code = raw[RAW_COLUMNS[0]]
    return {
        "department_code": code,
        "raw_score": _known(raw["score"]),
        "adjusted_score": round(fair.score, 2) if fair else None,
        "low": round(fair.low, 2) if fair else None,
        "high": round(fair.high, 2) if fair else None,
        "items": sum(own[code][1] for own in rates.values() if code in own),
        "coverage_pct": _known(raw["coverage_pct"]),
        "rank": None,
        "group": None,
        "is_near_tie": False,
        "note": "",
    }


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _rank(rows: list[dict[str, Any]], least_coverage: float, *, sees_all: bool) -> None:
    """Sort *rows*, and give those that may be ranked a group and the rank all of it share."""
    places = {code: n for n, code in enumerate(in_order(row["department_code"] for row in rows))}
    rows.sort(key=lambda row: (-_score(row), places[row["department_code"]]))
    ranked = [
        row
        for row in rows
        if (row["coverage_pct"] or 0) >= least_coverage and row["adjusted_score"] is not None
    ]
    for row in rows:
        row["note"] = _why_unranked(row, least_coverage)
    if not sees_all:
        return
    for number, group in enumerate(near_ties(ranked), start=1):
        first = 1 + sum(1 for row in ranked if row["group"] is not None)
        for row in group:
            row.update(
                group=number, rank=first, is_near_tie=len(group) > 1, note=NEAR_TIE if len(group) > 1 else ""
            )


def near_ties(ranked: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Cut *ranked*, best first, into groups: a row joins when its interval overlaps that of the group's best."""
    groups: list[list[dict[str, Any]]] = []
    for row in ranked:
        if groups and row["high"] >= groups[-1][0]["low"]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _why_unranked(row: Mapping[str, Any], least_coverage: float) -> str:
    if row["adjusted_score"] is None and row["coverage_pct"] is None:
        return "Không phát sinh"
    if (row["coverage_pct"] or 0) >= least_coverage:
        return ""
    return f"Chưa xếp hạng: mới đủ {decimal_vi(math.floor(row['coverage_pct'] or 0), 0)}% dữ liệu"


def _score(row: Mapping[str, Any]) -> float:
    return -1.0 if row["adjusted_score"] is None else row["adjusted_score"]


def fair_score_rules(as_of: date) -> list[str]:
    """Return the sentences printed under the chart."""
    return list(rule_in_force("fair_score", as_of)["words"])

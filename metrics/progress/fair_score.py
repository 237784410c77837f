"""Who is really ahead, when some departments have three tasks and some three hundred?"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import scored_codes
from domain.wording.formats import decimal_vi
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, in_order, no_rows
from metrics.progress.completion import completion
from metrics.progress.department_score import COLUMNS as RAW_COLUMNS
from metrics.progress.department_score import department_score, places_held
from metrics.progress.places import Adjusted, Places, adjusted_scores, rates_of
from store.builds.reader import Reader

COLUMNS = (
    "department_code", "raw_score", "adjusted_score", "low", "high", "items", "coverage_pct", "rank",
    "last_rank", "is_near_tie", "note",
)  # fmt: skip
NEAR_TIE = "Chênh lệch không đáng kể"


def fair_score(
    reader: Reader, *, as_of: date, department: str | None = None, everybody: Reader | None = None
) -> pd.DataFrame:
    """
    Return each scored department's raw score beside one adjusted for small numbers.

    Every rate is pulled towards the common rate of all departments, the more the fewer items it
    rests on (beta-binomial, the pull estimated from the departments themselves). A department stands
    behind those whose interval lies wholly above its own and before those wholly below: its place is a
    range, ``rank`` to ``last_rank``. It is withheld under the coverage of data/rules/department_score.toml,
    and from a reader who does not see every department.

    Args:
        everybody: A reader of the whole office, so that a department is pulled towards the same common
            rate as in everybody's table; of the others nothing but that rate enters its row.

    Returns:
        One row per scored department, best adjusted score first, unknown last, with ``COLUMNS``;
        ``note`` is what stands in place of, or beside, the rank.
    """
    table = completion(reader, as_of=as_of)
    raw = department_score(reader, as_of=as_of)
    if table.empty or raw.empty:
        return no_rows(COLUMNS)
    rule, weights = rule_in_force("fair_score", as_of), rule_in_force("department_score", as_of)
    rates = rates_of(table)
    of_all = rates_of(completion(everybody, as_of=as_of)) if everybody is not None else rates
    fair = adjusted_scores(of_all, weights["weights"], rule)
    rows = [_row(r, fair.get(r["department_code"]), rates) for r in records(raw)]
    rows = [row for row in rows if row["department_code"] != TOTAL]
    _rank(rows, places_held(reader, as_of=as_of), float(weights["min_coverage_pct"]))
    kept = [row for row in rows if department in (None, row["department_code"])]
    frame = pd.DataFrame(kept, columns=list(COLUMNS))
    return frame.astype({"rank": "Int64", "last_rank": "Int64"})


def fair_score_of_scope(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """As `fair_score` for the departments *reader* may see, by the common rate of the whole office in the same build."""
    if set(scored_codes(as_of)) <= set(reader.scope.departments):
        return fair_score(reader, as_of=as_of)
    return fair_score(reader, as_of=as_of, everybody=reader.of_whole_office())


def _row(
    raw: Mapping[str, Any], fair: Adjusted | None, rates: Mapping[str, Mapping[str, tuple[int, int]]]
) -> dict[str, Any]:
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
        "last_rank": None,
        "is_near_tie": False,
        "note": "",
    }


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _rank(rows: list[dict[str, Any]], places: Mapping[str, Places], least_coverage: float) -> None:
    """Sort *rows*, and give those that may be ranked the places they may hold."""
    order = {code: n for n, code in enumerate(in_order(row["department_code"] for row in rows))}
    rows.sort(key=lambda row: (-_score(row), order[row["department_code"]]))
    for row in rows:
        row["note"] = _why_unranked(row, least_coverage)
        held = places.get(row["department_code"])
        if held is not None:
            note = NEAR_TIE if held.is_shared else ""
            row.update(rank=held.first, last_rank=held.last, is_near_tie=held.is_shared, note=note)


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

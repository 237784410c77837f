"""How do the points at risk lie over fields and departments, and how does last year lead to the expected index?"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from metrics.asking.state import TOTAL, in_order
from metrics.criteria.assessment import Assessment, LeafRisk
from metrics.criteria.score_sheets import scale_codes
from metrics.points.ledger import NOBODY, part_of, points_of

_ZERO = Decimal(0)
HEAT_COLUMNS = (
    "field_code",
    "field",
    "department_code",
    "expected_loss",
    "unknown_points",
    "max_score",
    "criteria",
)
WATERFALL_COLUMNS = ("key", "label", "kind", "points", "start", "end", "criteria")


@dataclass(slots=True)
class _Cell:
    loss: Decimal = _ZERO
    unknown: Decimal = _ZERO
    top: Decimal = _ZERO
    criteria: int = 0
    known: int = 0


def heat_table(assessment: Assessment) -> pd.DataFrame:
    """
    Points that may be lost, field × department, each department with its part by `metrics.points.ledger.part_of`.

    Cells add up to the sums at both ends and to the expected loss of the index. ``department_code`` "" is
    "chưa phân công"; ``TOTAL`` in either column is the sum.

    Returns:
        One row per field and department, sums included: field_code, field, department_code,
        expected_loss (NaN where every criterion of the cell is unknown), unknown_points and max_score (shared
        evenly by the leads), criteria (a shared one counts in each cell, once in the sums).
    """
    cells: dict[tuple[str, str], _Cell] = {}
    for leaf in assessment.leaves:
        leads = leaf.owners or (NOBODY,)
        for code in dict.fromkeys((*leads, *leaf.holders)):
            share = Decimal(1) / len(leads) if code in leads else _ZERO
            for key in ((leaf.field_code, code), (TOTAL, code)):
                _add(cells.setdefault(key, _Cell()), leaf, part_of(leaf, code).at_risk, share)
        for key in ((leaf.field_code, TOTAL), (TOTAL, TOTAL)):
            _add(cells.setdefault(key, _Cell()), leaf, points_of(leaf).at_risk, Decimal(1))
    fields = list(dict.fromkeys(leaf.field_code for leaf in assessment.leaves))
    departments = [*in_order({code for _, code in cells if code not in (NOBODY, TOTAL)}), NOBODY, TOTAL]
    rows = [
        _heat_row(assessment, field, department, cells[field, department])
        for field in [*fields, TOTAL]
        for department in departments
        if (field, department) in cells
    ]
    return pd.DataFrame(rows, columns=list(HEAT_COLUMNS)).astype({"expected_loss": float})


def _add(cell: _Cell, leaf: LeafRisk, loss: Decimal, share: Decimal) -> None:
    cell.loss += loss
    cell.known += leaf.is_known
    cell.unknown += _ZERO if leaf.is_known else leaf.max_score * share
    cell.top += leaf.max_score * share
    cell.criteria += 1


def _heat_row(assessment: Assessment, field: str, department: str, cell: _Cell) -> dict[str, object]:
    return {
        "field_code": field,
        "field": assessment.tree.by_code[field].name if field != TOTAL else "",
        "department_code": department,
        "expected_loss": float(cell.loss) if cell.known else None,
        "unknown_points": float(cell.unknown),
        "max_score": float(cell.top),
        "criteria": cell.criteria,
    }


def waterfall_table(assessment: Assessment) -> pd.DataFrame:
    """
    From last year's points to the expected index, step by step.

    Criterion by criterion: what last year had and this year will not (``lost``), what this year adds
    (``recovered``), what an appraisal is expected to take (``appraisal``), last year's points of
    criteria nothing is known of now (``unknown``), of clauses no longer scored (``removed``), and
    points of criteria last year says nothing of (``new``). Begins at last year's total and ends
    exactly at the expected index.

    Returns:
        One row per bar: key, label (Vietnamese), kind (total or change), points (signed), start and end
        of the bar, criteria. No rows where last year has no scores.
    """
    past = {
        code: line.outcome for code in scale_codes(assessment.last_year, assessment.tree.outside_codes)
        if (line := assessment.last_year[code]).outcome is not None
    }  # fmt: skip
    if not past:
        return pd.DataFrame(columns=list(WATERFALL_COLUMNS))
    parts = _changes(assessment, past)  # type: ignore[arg-type]
    year, level = assessment.year, sum(past.values(), _ZERO)  # type: ignore[arg-type]
    rows = [_bar("last_year", f"Điểm {year - 1}", "total", level, _ZERO, len(past))]
    for key, label in _CHANGES:
        points, criteria = _sum(parts[key]), len(parts[key])
        if criteria or key in _ALWAYS:
            rows.append(_bar(key, label.format(year=year - 1), "change", points, level, criteria))
            level += points
    rows.append(_bar("expected", f"Dự kiến {year}", "total", level, _ZERO, len(assessment.known)))
    return pd.DataFrame(rows, columns=list(WATERFALL_COLUMNS))


_CHANGES = (
    ("removed", "Không còn chấm"),
    ("lost", "Giảm so với {year}"),
    ("recovered", "Tăng so với {year}"),
    ("new", "Năm {year} không có điểm"),
    ("appraisal", "Rủi ro thẩm định"),
    ("unknown", "Chưa có dữ liệu"),
)
_ALWAYS = ("lost", "recovered", "appraisal", "unknown")


def _changes(assessment: Assessment, past: dict[str, Decimal]) -> dict[str, list[Decimal]]:
    parts: dict[str, list[Decimal]] = {key: [] for key, _ in _CHANGES}
    now = {leaf.code: leaf for leaf in assessment.leaves}
    parts["removed"] = [-points for code, points in past.items() if code not in now]
    for code, leaf in now.items():
        before = past.get(code)
        if leaf.expected is None:
            parts["unknown"] += [] if before is None else [-before]
            continue
        claimed = leaf.expected + leaf.judgement.appraisal
        parts["appraisal"] += [-leaf.judgement.appraisal] if leaf.judgement.appraisal else []
        if before is None:
            parts["new"].append(claimed)
        elif claimed != before:
            parts["recovered" if claimed > before else "lost"].append(claimed - before)
    return parts


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, _ZERO)


def _bar(
    key: str, label: str, kind: str, points: Decimal, start: Decimal, criteria: int
) -> dict[str, object]:
    return {
        "key": key, "label": label, "kind": kind, "points": float(points), "start": float(start),
        "end": float(start + points), "criteria": criteria,
    }  # fmt: skip


TREE_COLUMNS = (
    "code", "parent_code", "level", "name", "max_score", "self_score", "measured_score", "appraised_1", "appraised_2",
    "final_score", "expected", "expected_loss", "unknown_points", "risk_level", "is_leaf",
)  # fmt: skip


def tree_table(assessment: Assessment) -> pd.DataFrame:
    """
    The whole tree with its scores, sums at every level.

    A parent's score is the sum over its leaves that have one (NaN where none has); its expected and
    expected_loss speak of known leaves, unknown_points of the others.

    Returns:
        One row per clause in printed order with ``TREE_COLUMNS``, points as floats.
    """
    rows = {leaf.code: _leaf_row(leaf) for leaf in assessment.leaves}
    under: dict[str, list[str]] = {}
    for code in rows:
        for above in assessment.tree.path(code)[1:]:
            under.setdefault(above, []).append(code)
    table = []
    for criterion in assessment.tree.criteria:
        head = {
            "code": criterion.code,
            "parent_code": criterion.parent_code,
            "level": criterion.level,
            "name": criterion.name,
        }
        if criterion.code in rows:
            table.append({**head, **rows[criterion.code], "is_leaf": True})
        elif criterion.code in under:
            below = [rows[code] for code in under[criterion.code]]
            summed = {name: _sum_known(row[name] for row in below) for name in _SUMMED}
            table.append({**head, **summed, "risk_level": None, "is_leaf": False})
    numbers = dict.fromkeys(_SUMMED, float)
    return pd.DataFrame(table, columns=list(TREE_COLUMNS)).astype(numbers)


_SUMMED = TREE_COLUMNS[4:13]


def _sum_known(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if known else None


def _leaf_row(leaf: LeafRisk) -> dict[str, Any]:
    line = leaf.evidence.line
    stated = ("self_score", "appraised_1", "appraised_2", "final_score")
    return {
        "max_score": leaf.max_score,
        **{name: getattr(line, name) if line else None for name in stated},
        "measured_score": leaf.measured_points,
        "expected": leaf.expected,
        "expected_loss": leaf.expected_loss,
        "unknown_points": _ZERO if leaf.is_known else leaf.max_score,
        "risk_level": leaf.level,
    }

"""Which criteria will probably lose how many points, why, and whose are they?"""

from datetime import date
from typing import Any

import pandas as pd

from metrics.asking.state import no_rows
from metrics.criteria.assessment import Assessment, LeafRisk, assess
from metrics.points.ledger import part_of, points_of
from store.builds.reader import Reader

COLUMNS = ("code", "max_score", "expected_score", "expected_loss", "level", "reasons", "owners")
DETAIL_COLUMNS = (
    "code", "name", "field_code", "field", "method", "max_score", "expected_score", "expected_loss", "level", "basis",
    "reason_text", "owners", "self_score", "measured_score", "appraised_1", "appraised_2", "final_score",
    "last_year_score", "lost_last_year", "haircut", "settled", "not_done", "appraisal", "keepable", "part",
    "jobs", "jobs_open", "evidence", "explanation", "state", "is_conflict",
)  # fmt: skip


def risk(
    reader: Reader,
    *,
    as_of: date,
    department: str | None = None,
    use_haircut: bool = True,
) -> pd.DataFrame:
    """
    Every scored criterion of the year, the largest expected loss first, unknown ones last.

    A criterion for which nothing arose and whose points leave the denominator has no row. With
    *department*, only the criteria it leads, has a job in or holds open work of: what it reads itself. Losses add up exactly to known maximum − expected index.

    Returns:
        One row per scored leaf: code, max_score, expected_score, expected_loss (points, None when
        unknown), level (safe, watch, at_risk, high, unknown), reasons (list of {code, text}), owners
        (department codes; empty goes with the reason ``unassigned``; a reader of some departments is told
        those alone, so that without this reason another department leads).
    """
    assessment = assess(reader, as_of=as_of, use_haircut=use_haircut)
    return no_rows(COLUMNS) if assessment is None else risk_table(assessment, department=department)


def risk_table(assessment: Assessment, *, department: str | None = None) -> pd.DataFrame:
    """The rows of `risk` of an assessment at hand."""
    rows = [
        {**_row(leaf), "owners": _told(leaf, assessment)}
        for leaf in by_loss(assessment, department=department)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"expected_score": float, "expected_loss": float})


def _told(leaf: LeafRisk, assessment: Assessment) -> list[str]:
    return [code for code in leaf.owners if assessment.told is None or code in assessment.told]


def by_loss(assessment: Assessment, *, department: str | None = None) -> list[LeafRisk]:
    """Leaves with the largest expected loss first, unknown ones last; with *department* those that concern it."""
    own = [leaf for leaf in assessment.leaves if department is None or department in leaf.concerned]
    return sorted(own, key=lambda leaf: (not leaf.is_known, -(leaf.expected_loss or 0)))


def _row(leaf: LeafRisk) -> dict[str, Any]:
    return {
        "code": leaf.code,
        "max_score": float(leaf.max_score),
        "expected_score": leaf.expected,
        "expected_loss": leaf.expected_loss,
        "level": leaf.level,
        "reasons": [{"code": r.code, "text": r.text} for r in leaf.reasons],
        "owners": list(leaf.owners),
    }


def risk_details(assessment: Assessment, *, department: str | None = None) -> pd.DataFrame:
    """
    The rows of `risk` with what stands behind them, for the pages.

    Returns:
        One row per scored leaf with ``DETAIL_COLUMNS``; points as floats, unknown NaN; ``basis`` is the
        evidence used; settled + not_done + appraisal = expected_loss, keepable = not_done + appraisal; ``part`` is
        what of the loss falls to *department*, all of it without one; reason_text joins the sentences.
    """
    rows = [_detail(leaf, assessment, department) for leaf in by_loss(assessment, department=department)]
    numbers = dict.fromkeys((
        "max_score", "expected_score", "expected_loss", "self_score", "measured_score", "appraised_1", "appraised_2",
        "final_score", "last_year_score", "lost_last_year", "haircut", "settled", "not_done", "appraisal", "keepable", "part",
    ), float)  # fmt: skip
    return pd.DataFrame(rows, columns=list(DETAIL_COLUMNS)).astype(numbers)


def _detail(leaf: LeafRisk, assessment: Assessment, department: str | None) -> dict[str, Any]:
    seen, verdict = leaf.evidence, leaf.judgement
    line, whole = seen.line, points_of(leaf)
    part = whole if department is None else part_of(leaf, department)
    stated = ("self_score", "appraised_1", "appraised_2", "final_score", "evidence", "explanation", "state")
    return {
        **_row(leaf),
        "name": leaf.name,
        "field_code": leaf.field_code,
        "field": assessment.tree.by_code[leaf.field_code].name,
        "method": seen.criterion.method,
        "basis": verdict.basis,
        "reason_text": "; ".join(r.text for r in leaf.reasons),
        **{name: getattr(line, name) if line else None for name in stated},
        "measured_score": leaf.measured_points,
        "last_year_score": seen.past.outcome if seen.past else None,
        "lost_last_year": seen.lost_last_year,
        "haircut": seen.haircut.points if seen.haircut else None,
        **{
            name: getattr(whole, name) if leaf.is_known else None
            for name in ("settled", "not_done", "appraisal", "keepable")
        },
        "part": part.at_risk if leaf.is_known else None,
        "jobs": len(seen.jobs),
        "jobs_open": sum(not job["is_done"] for job in seen.jobs),
        "is_conflict": any(r.code == "measured_conflict" for r in leaf.reasons),
    }

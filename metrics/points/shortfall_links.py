"""Which criterion that lost points last year has whose job this year, and which will lose again?"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from metrics.asking.state import in_order
from metrics.criteria.assessment import Assessment, LeafRisk, assess
from metrics.criteria.owners import Duties, duties, path_by_code
from store.builds.reader import Reader

_ZERO = Decimal(0)
_TOLERANCE = Decimal("0.005")
LINK_COLUMNS = (
    "code", "name", "method", "in_appendix", "lost", "cause", "measure", "departments", "owners", "is_fixed", "jobs", "jobs_open", "jobs_overdue", "tasks",
    "is_unassigned", "current_score", "max_score", "still_lost", "is_repeat", "expected_loss", "recovered", "level",
)  # fmt: skip


def links_of(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """
    As `shortfall_links`, by the data of *reader*: only criteria that its departments answer for.

    Who answers is asked of the whole office, so that it is the same for every reader. No rows where nothing is known.
    """
    found = assess(reader, as_of=as_of)
    if found is None:
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    rows = shortfall_links(found, duties(reader, as_of=as_of, year=found.year))
    if reader.scope.is_whole_office:
        return rows
    whole = reader.of_whole_office()
    everybody = assess(whole, as_of=as_of)
    assert everybody is not None
    known = duties(whole, as_of=as_of, year=found.year)
    answering = {
        row["code"]: row["departments"] for row in shortfall_links(everybody, known).to_dict("records")
    }
    rows = rows.assign(departments=[answering.get(code, []) for code in rows["code"]])
    own = set(reader.scope.departments)
    return rows.loc[[bool(own & set(codes)) for codes in rows["departments"]]].reset_index(drop=True)


def shortfall_links(assessment: Assessment, known: Duties) -> pd.DataFrame:
    """
    Every criterion that lost points the year before, with this year's jobs, those without any first.

    Lost points are those of Phụ lục 1, else of last year's score sheet. ``is_repeat``: the best figure
    of this year (appraised, measured or claimed) is again below the maximum: "tiếp tục bị trừ điểm".
    ``in_appendix`` tells those that Phụ lục 1 lists from those only last year's sheet shows.
    ``is_unassigned``: nobody was given a job; a survey that Phụ lục 1 does not list needs none.
    ``departments`` answer for last year's loss (Phụ lục 1, else the leads of this year), ``owners`` lead the
    criterion this year, as in `metrics.points.risk`. ``recovered`` are the points of last year's loss that this year's expectation wins back.

    Returns:
        One row per criterion with ``LINK_COLUMNS``; departments and tasks are lists; current_score,
        still_lost, expected_loss and recovered are NaN where this year is unknown.
    """
    leaves = {leaf.code: leaf for leaf in assessment.leaves}
    codes = [*known.shortfalls, *(leaf.code for leaf in assessment.leaves if leaf.evidence.lost_last_year)]
    rows = [_link(code, leaves.get(code), known, assessment.as_of) for code in dict.fromkeys(codes)]
    rows.sort(key=lambda row: (not row["is_unassigned"], -(row["lost"] or 0)))
    numbers = ("lost", "current_score", "max_score", "still_lost", "expected_loss", "recovered")
    return pd.DataFrame(rows, columns=list(LINK_COLUMNS)).astype(dict.fromkeys(numbers, float))


def _link(code: str, leaf: LeafRisk | None, known: Duties, as_of: date) -> dict[str, Any]:
    listed = known.shortfalls_of(code)
    jobs = list(leaf.evidence.jobs) if leaf else known.jobs_of(path_by_code(code))
    open_jobs = [job for job in jobs if not job["is_done"]]
    lost = _lost(listed, leaf)
    return {
        "code": code,
        "name": leaf.name if leaf else next((row["content"] for row in listed), code),
        "method": leaf.evidence.criterion.method if leaf else None,
        "in_appendix": bool(listed),
        "lost": lost,
        "cause": next((row["cause"] for row in listed if row["cause"]), ""),
        "measure": next((row["measure"] for row in listed if row["measure"]), ""),
        "departments": _departments(listed, jobs, leaf),
        "owners": list(leaf.owners) if leaf else [],
        "is_fixed": bool(listed) and all(row["is_done"] for row in listed),
        "jobs": len(jobs),
        "jobs_open": len(open_jobs),
        "jobs_overdue": sum(job["due_date"] is not None and job["due_date"] < as_of for job in open_jobs),
        "tasks": [job["task"] for job in jobs],
        "is_unassigned": not jobs and (bool(listed) or not _is_survey(leaf)),
        **_this_year(leaf, lost),
    }


def _is_survey(leaf: LeafRisk | None) -> bool:
    return leaf is not None and leaf.evidence.criterion.method == "survey"


def _lost(listed: Iterable[Mapping[str, Any]], leaf: LeafRisk | None) -> Decimal | None:
    stated = [row["lost"] for row in listed if row["lost"] is not None]
    if stated:
        return sum(stated, _ZERO)
    return leaf.evidence.lost_last_year if leaf else None


def _departments(
    listed: Iterable[Mapping[str, Any]], jobs: Iterable[Mapping[str, Any]], leaf: LeafRisk | None
) -> list[str]:
    named = [code for row in listed for code in row["department_codes"] or ()]
    leads = [code for job in jobs for code in job["lead_codes"] or ()]
    return list(dict.fromkeys(named or leads or (leaf.owners if leaf else ())))


def _this_year(leaf: LeafRisk | None, lost: Decimal | None) -> dict[str, Any]:
    current = current_score(leaf) if leaf else None
    still = None if leaf is None or current is None else max(leaf.max_score - current, _ZERO)
    loss = leaf.expected_loss if leaf else None
    return {
        "current_score": current,
        "max_score": leaf.max_score if leaf else None,
        "still_lost": still,
        "is_repeat": still is not None and still > _TOLERANCE,
        "expected_loss": loss,
        "recovered": None if loss is None or lost is None else max(lost - loss, _ZERO),
        "level": leaf.level if leaf else "unknown",
    }


def current_score(leaf: LeafRisk) -> Decimal | None:
    """The best figure of this year so far: announced, appraised, measured, claimed; None without any."""
    line = leaf.evidence.line
    if line is not None and line.outcome is not None:
        return line.outcome
    if leaf.measured_points is not None:
        return leaf.measured_points
    return line.self_score if line is not None else None


def repeat_losers(links: pd.DataFrame) -> pd.DataFrame:
    """
    Criteria that lose again, per unit whose head answers for them, most points first.

    Returns:
        One row per department: department_code, lost_criteria, lost (points last year), repeat_criteria,
        still_lost (points), codes (list of the repeating ones). A criterion of several departments
        counts for each.
    """
    rows = []
    given = links.to_dict("records")
    for department in in_order({code for row in given for code in row["departments"]}):
        own = [row for row in given if department in row["departments"]]
        again = [row for row in own if row["is_repeat"]]
        rows.append({
            "department_code": department, "lost_criteria": len(own), "lost": _points(own, "lost"),
            "repeat_criteria": len(again), "still_lost": _points(again, "still_lost"),
            "codes": [row["code"] for row in again],
        })  # fmt: skip
    rows.sort(key=lambda row: -row["still_lost"])
    columns = ["department_code", "lost_criteria", "lost", "repeat_criteria", "still_lost", "codes"]
    return pd.DataFrame(rows, columns=columns)


def _points(rows: Iterable[Mapping[Any, Any]], column: str) -> float:
    """The sum of what is known; exact, for floats of hundredths add up to stray digits."""
    return float(sum((Decimal(str(row[column])) for row in rows if not pd.isna(row[column])), _ZERO))


def recovery(links: pd.DataFrame) -> dict[str, float | int | None]:
    """
    How much of last year's loss comes back: criteria, lost, recovered (points, over criteria known this
    year), unknown (points of the others), share_pct, fixed, unassigned, repeats.
    """
    given = links.to_dict("records")
    known = [row for row in given if not pd.isna(row["recovered"])]
    lost, back = _points(known, "lost"), _points(known, "recovered")
    return {
        "criteria": len(given),
        "lost": _points(given, "lost"),
        "recovered": back,
        "unknown": _points([row for row in given if pd.isna(row["recovered"])], "lost"),
        "share_pct": back * 100 / lost if lost else None,
        "fixed": sum(bool(row["is_fixed"]) for row in given),
        "unassigned": sum(bool(row["is_unassigned"]) for row in given),
        "repeats": sum(bool(row["is_repeat"]) for row in given),
    }

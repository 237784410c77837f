"""How many points does each department claim, and how many did the appraisal leave?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd

from domain.sets.amendments import set_of_year
from metrics.asking.state import count_table, no_rows
from metrics.criteria.assessment import tree_for
from metrics.criteria.indicator_sets import decisions_in_use, loaded_decisions
from metrics.criteria.owners import duties, owners_by_code
from metrics.criteria.score_sheets import ScoreLine, lines_of_year, scale_codes, score_lines, year_shown
from store.builds.reader import Reader

COUNTS = ("criteria", "max", "self_score", "appraised", "lost", "appraised_lost")
COLUMNS = ("department_code", *COUNTS)
_POINTS = COUNTS[1:]
_ZERO = Decimal(0)


def scores(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Add up the score sheets of the newest year not after *as_of*, per lead department.

    A criterion counts where it has a self score, so that ``lost`` = ``max`` − ``self_score`` holds in
    every row; survey criteria, which a unit must not score, stay out. Where nobody has a self
    score yet all criteria are counted and ``self_score`` and ``lost`` are unknown.
    ``appraised`` is the last appraisal (else the announced score); ``appraised_lost`` is what
    the appraised criteria lost against their maximum.

    A code that the set of the year does not have never enters a total.

    A criterion of several departments counts for each and once in ``TOTAL``; one of nobody in ``TOTAL`` only.

    Returns:
        One row per department and ``TOTAL``: criteria (count), the rest in points.
    """
    lines = score_lines(reader, as_of=as_of)
    year = year_shown(lines, as_of)
    if year is None:
        return no_rows(COLUMNS)
    leaves = _counted(scored_leaves(_of_the_set(reader, lines_of_year(lines, year), year, as_of)))
    owners = owners_by_code(lines, year, duties(reader, as_of=as_of, year=year))
    by_department: dict[str, list[ScoreLine]] = {}
    for line in leaves:
        for code in owners[line.code]:
            by_department.setdefault(code, []).append(line)
    rows = [{"department_code": code, **_sums(own)} for code, own in by_department.items()]
    table = count_table(reader, rows, COUNTS, as_of=as_of, department=department, total=_sums(leaves))
    return table.astype(dict.fromkeys(_POINTS, float))


def _of_the_set(reader: Reader, lines: dict[str, ScoreLine], year: int, as_of: date) -> dict[str, ScoreLine]:
    """
    The lines whose code the set has that *year* is scored by, shipped or loaded.

    All of them where a loaded set begins later, or where most are none of its: such a sheet follows another set.
    """
    ends = date(year, 12, 31)
    loaded = loaded_decisions(reader, as_of=as_of)
    in_force = any(d.amends is None and (d.in_force_from or ends) <= ends for d in loaded)
    tree = (
        set_of_year(year, loaded)
        if in_force
        else tree_for(decisions_in_use(reader, as_of=as_of), lines, year)
    )
    if not in_force and not tree.is_sample:
        return lines
    kept = {code: line for code, line in lines.items() if code in tree.by_code}
    if len(kept) * 2 < len(lines):
        return lines
    return {code: line for code, line in kept.items() if code not in tree.outside_codes}


def scored_leaves(lines: dict[str, ScoreLine]) -> list[ScoreLine]:
    """The lines that carry points themselves: no sums of others, nothing that left the denominator."""
    kept = [lines[code] for code in scale_codes(lines)]
    return [line for line in kept if line.max_score is not None and not line.is_not_applicable]


def _counted(leaves: list[ScoreLine]) -> list[ScoreLine]:
    return [line for line in leaves if line.self_score is not None] or leaves


def _sums(leaves: list[ScoreLine]) -> dict[str, int | Decimal | None]:
    appraised = [line for line in leaves if _judged(line) is not None]
    top = _sum(line.max_score for line in leaves)
    claimed = (
        None if any(line.self_score is None for line in leaves) else _sum(line.self_score for line in leaves)
    )
    judged = _sum(map(_judged, appraised)) if appraised or not leaves else None
    return {
        "criteria": len(leaves),
        "max": top,
        "self_score": claimed,
        "appraised": judged,
        "lost": None if claimed is None else top - claimed,
        "appraised_lost": None if judged is None else _sum(line.max_score for line in appraised) - judged,
    }


def _judged(line: ScoreLine) -> Decimal | None:
    return line.final_score if line.appraised is None else line.appraised


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), _ZERO)

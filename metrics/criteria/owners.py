"""Who leads each criterion: the score sheet's word, else the assignments, else the shortfalls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from metrics.criteria.score_sheets import ScoreLine, lines_of_year
from store.builds.reader import Reader

_ASSIGNMENTS = Path(__file__).with_name("assignment_codes.sql")
_SHORTFALLS = Path(__file__).with_name("shortfall_codes.sql")


@dataclass(frozen=True, slots=True)
class Duties:
    """
    Jobs and shortfalls of one year by criterion code, as the sheets print the code.

    Attributes:
        jobs: Assignments of the year (Phụ lục 2).
        shortfalls: Losses of the year before (Phụ lục 1).
    """

    jobs: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    shortfalls: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def jobs_of(self, path: Iterable[str]) -> list[Mapping[str, Any]]:
        """Jobs of a criterion; where it has none, those of the nearest clause above it (*path* from leaf up)."""
        return next((self.jobs[code] for code in path if code in self.jobs), [])

    def shortfalls_of(self, code: str) -> list[Mapping[str, Any]]:
        """What the criterion itself lost the year before."""
        return self.shortfalls.get(code, [])


def duties(reader: Reader, *, as_of: date, year: int) -> Duties:
    """Jobs of *year* and shortfalls of the year before, in the state on *as_of*."""
    return Duties(
        jobs=_by_code(reader.rows(_ASSIGNMENTS, as_of=as_of, year=year)),
        shortfalls=_by_code(reader.rows(_SHORTFALLS, as_of=as_of, year=year - 1)),
    )


def _by_code(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def owners_of(path: tuple[str, ...], line: ScoreLine | None, duties: Duties) -> tuple[str, ...]:
    """
    Department codes that lead the criterion at the head of *path*; empty when nobody does.

    The department the score sheet names wins; else the leads of its jobs; else those of its shortfalls.
    """
    if line is not None and line.department_code:
        return (line.department_code,)
    leads = [code for job in duties.jobs_of(path) for code in job["lead_codes"] or ()]
    if not leads and path:
        leads = [code for lost in duties.shortfalls_of(path[0]) for code in lost["department_codes"] or ()]
    return tuple(dict.fromkeys(leads))


def doers_of(job: Mapping[str, Any], owners: tuple[str, ...]) -> tuple[str, ...]:
    """
    Who does a job of a criterion: its leads who also lead the criterion, else its leads, else those of the criterion.

    >>> doers_of({"lead_codes": ["QLDT", "VP"]}, ("VP",)), doers_of({"lead_codes": ["QLDT"]}, ("VP",))
    (('VP',), ('QLDT',))
    """
    leads = tuple(job["lead_codes"] or ())
    return tuple(code for code in leads if code in owners) or leads or owners


def holders_of(
    owners: tuple[str, ...],
    *,
    open_items: Mapping[str, int] | None = None,
    jobs: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Fraction]:
    """
    Who holds what is still open of a criterion, as parts of one; "" where nobody does.

    By the open cases each department has, else by the open jobs each does; where nothing is open, its leads evenly.

    >>> holders_of(("VP",), open_items={"QLDT": 3, "": 1})
    {'QLDT': Fraction(3, 4), '': Fraction(1, 4)}
    >>> holders_of(("VP", "TNMT"))
    {'VP': Fraction(1, 2), 'TNMT': Fraction(1, 2)}
    """
    held: dict[str, Fraction] = {
        code: Fraction(number) for code, number in (open_items or {}).items() if number
    }
    for job in jobs:
        doers = (doers_of(job, owners) or ("",)) if not job["is_done"] else ()
        for code in doers:
            held[code] = held.get(code, Fraction(0)) + Fraction(1, len(doers))
    held = held or dict.fromkeys(owners or ("",), Fraction(1))
    whole = sum(held.values(), Fraction(0))
    return {code: number / whole for code, number in held.items()}


def path_by_code(code: str) -> tuple[str, ...]:
    """
    *code* and the codes above it as the dots tell.

    >>> path_by_code("3.4.1")
    ('3.4.1', '3.4', '3')
    """
    parts = code.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts), 0, -1))


def owners_by_code(
    lines: Mapping[tuple[int, str], ScoreLine], year: int, known: Duties
) -> dict[str, tuple[str, ...]]:
    """Owners of every code on the score sheets of *year*."""
    return {
        code: owners_of(path_by_code(code), line, known) for code, line in lines_of_year(lines, year).items()
    }

"""Which rows, in which cells of which file, stand behind the score of a criterion?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.counted.obligations import obligation_of
from metrics.asking.rows import records
from metrics.criteria.assessment import LeafRisk
from metrics.criteria.owners import duties
from metrics.progress.rows_behind import rows_behind
from store.builds.reader import Reader

COLUMNS = (
    "code", "source", "number", "title", "department_codes", "is_done", "import_id", "sheet", "source_row",
)  # fmt: skip


def rows_of_criteria(
    reader: Reader, leaves: Collection[LeafRisk], *, as_of: date, department: str | None = None
) -> pd.DataFrame:
    """
    List the rows from which *leaves* were judged on *as_of*, in their order.

    Of each: its line of the score sheet, its jobs (Phụ lục 2), last year's loss (Phụ lục 1), and of what is
    measured the rows that are not done. A criterion that is judged by nothing of these has no row.

    Args:
        department: Only the jobs, losses and measured rows of that department; the score line is everybody's.

    Returns:
        One row per criterion and row with ``COLUMNS``; source is score_line, job, loss or measure, is_done null for
        a score line.
    """
    known = {year: duties(reader, as_of=as_of, year=year) for year in {leaf.evidence.year for leaf in leaves}}
    rows = [
        {**row, "code": leaf.code}
        for leaf in leaves
        for row in (
            *_line(leaf),
            *_duties("job", leaf.evidence.jobs, "task", "lead_codes", department),
            *_duties(
                "loss",
                known[leaf.evidence.year].shortfalls_of(leaf.code),
                "content",
                "department_codes",
                department,
            ),
            *_measured(reader, leaf, as_of, department),
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _line(leaf: LeafRisk) -> Iterator[dict[str, Any]]:
    line = leaf.evidence.line
    if line is not None and line.place is not None:
        import_id, sheet, row = line.place
        yield {
            "source": "score_line", "number": leaf.code, "title": leaf.name, "department_codes": leaf.owners,
            "is_done": None, "import_id": import_id, "sheet": sheet, "source_row": row,
        }  # fmt: skip


def _duties(
    source: str, found: Iterable[Mapping[str, Any]], title: str, codes: str, department: str | None
) -> Iterator[dict[str, Any]]:
    for row in found:
        if department is None or department in (row[codes] or ()):
            yield {
                "source": source, "number": row["code"], "title": row[title],
                "department_codes": tuple(row[codes] or ()), "is_done": bool(row["is_done"]),
                **{name: row[name] for name in ("import_id", "sheet", "source_row")},
            }  # fmt: skip


def _measured(
    reader: Reader, leaf: LeafRisk, as_of: date, department: str | None
) -> Iterator[dict[str, Any]]:
    number = obligation_of(leaf.evidence.criterion.measured_by)
    if number is None or number in ("shortfall", "assignment"):
        return  # these are the losses and jobs themselves
    for row in records(rows_behind(reader, obligation=number, as_of=as_of, department=department)):
        if not row["is_done"]:
            code = row["department_code"]
            yield {**row, "source": "measure", "department_codes": (code,) if code else ()}

"""Which jobs of the yearly assignment are done, and which are overdue?"""

from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import Row, count_table, has_kind, no_rows
from metrics.counts.shortfalls import by_department, with_codes
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COUNTS = ("total", "done", "overdue")
COLUMNS = ("department_code", *COUNTS)


def assignments(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the jobs that each department leads (Phụ lục 2), on *as_of*.

    A job with several lead departments counts for each and once in ``TOTAL``. Done is a job
    completed by *as_of*, or marked done without a date; overdue is an open one past its due day.

    Source: Phụ lục 2 kèm thông báo phân công nhiệm vụ.

    Returns:
        One row per department and ``TOTAL`` with the counts of ``COUNTS``.
    """
    if not has_kind(reader, "assignments"):
        return no_rows(COLUMNS)
    items = assignment_items(reader, as_of=as_of)
    rows = [{"department_code": code, **_sums(own, as_of)} for code, own in by_department(items).items()]
    return count_table(reader, rows, COUNTS, as_of=as_of, department=department, total=_sums(items, as_of))


def assignment_items(reader: Reader, *, as_of: date) -> list[Row]:
    """Every job in the state on *as_of*, with the visible ``codes`` of its lead departments."""
    return with_codes(reader, reader.rows(_SQL, as_of=as_of), "lead_codes")


def is_overdue(item: Row, as_of: date) -> bool:
    """Open past its due day; a job without a due day is never overdue."""
    return not item["is_done"] and item["due_date"] is not None and item["due_date"] < as_of


def _sums(items: list[Row], as_of: date) -> dict[str, int]:
    return {
        "total": len(items),
        "done": sum(item["is_done"] for item in items),
        "overdue": sum(is_overdue(item, as_of) for item in items),
    }

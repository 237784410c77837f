"""Which of last year's lost points are being won back, and by whom?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from metrics.asking.state import Row, count_table, has_kind, no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COUNTS = ("total", "lost", "recovered", "open")
COLUMNS = ("department_code", *COUNTS)


def shortfalls(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the shortfalls (Phụ lục 1) of each department and their points, on *as_of*.

    A shortfall of several departments counts for each and once in ``TOTAL``; one that nobody
    was given counts in ``TOTAL`` only. ``recovered`` are the points of those marked done.

    Source: Phụ lục 1 kèm thông báo khắc phục tồn tại, hạn chế.

    Returns:
        One row per department and ``TOTAL``: total, lost (points), recovered (points), open.
    """
    if not has_kind(reader, "shortfalls"):
        return no_rows(COLUMNS)
    items = shortfall_items(reader, as_of=as_of)
    rows = [{"department_code": code, **_sums(own)} for code, own in by_department(items).items()]
    table = count_table(reader, rows, COUNTS, as_of=as_of, department=department, total=_sums(items))
    return table.astype({"lost": float, "recovered": float})


def shortfall_items(reader: Reader, *, as_of: date) -> list[Row]:
    """Every shortfall in the state on *as_of*, with the visible ``codes`` of its departments."""
    return with_codes(reader, reader.rows(_SQL, as_of=as_of), "department_codes")


def with_codes(reader: Reader, rows: Iterable[Row], column: str) -> list[Row]:
    """
    *rows* with ``codes``: the departments of list *column* that *reader* may see.

    A department sees an item for which it is named; the other names on it are not its business,
    and an item on which it only supports is not its own.
    """
    visible = set(reader.scope.departments)
    items = [{**row, "codes": [c for c in dict.fromkeys(row[column] or ()) if c in visible]} for row in rows]
    return [item for item in items if item["codes"] or reader.scope.is_whole_office]


def by_department(items: Iterable[Row]) -> dict[str, list[Row]]:
    """*items* under each of their departments; an item of two is under both."""
    found: dict[str, list[Row]] = {}
    for item in items:
        for code in item["codes"]:
            found.setdefault(code, []).append(item)
    return found


def _sums(items: list[Row]) -> dict[str, int | Decimal]:
    return {
        "total": len(items),
        "lost": sum((item["lost"] for item in items), Decimal(0)),
        "recovered": sum((item["lost"] for item in items if item["is_done"]), Decimal(0)),
        "open": sum(not item["is_done"] for item in items),
    }

"""How many TTHC dossiers of the year are resolved, on time or late, and how many are overdue?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from metrics.asking.state import count_table, has_kind, no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_UNDATED = Path(__file__).with_name("undated_dossiers.sql")
COUNTS = ("total", "resolved", "resolved_on_time", "resolved_late", "pending", "pending_overdue", "online")
COLUMNS = ("department_code", *COUNTS)


def dossiers(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the dossiers received or processed in the year of *as_of*, as they stand on that day.

    Finished is "Đã xử lý xong", else "Đã trả kết quả", else stopped or withdrawn. Waiting for
    supplements stops the clock; a second request for supplements makes a dossier late. Rejected
    and merely registered dossiers do not count; without a due date a dossier is not late.

    Source: cách tính của hệ thống một cửa; Nghị định 61/2018/NĐ-CP.

    Returns:
        One row per department and ``TOTAL``; total = resolved + pending.
    """
    if not has_kind(reader, "dossiers"):
        return no_rows(COLUMNS)
    return count_table(reader, reader.rows(_SQL, as_of=as_of), COUNTS, as_of=as_of, department=department)


def done_of_shares(counts: Mapping[Any, Any]) -> dict[str, int]:
    """How many of the dossiers of one row of `dossiers` are on time, an open one in time among them, and how many online."""
    late = counts["resolved_late"] + counts["pending_overdue"]
    return {"dossiers_on_time": int(counts["total"] - late), "dossiers_online": int(counts["online"])}


def undated_dossiers(reader: Reader, *, as_of: date, department: str | None = None) -> int:
    """Return how many open dossiers have no due day, so that nobody knows whether they are late."""
    if not has_kind(reader, "dossiers"):
        return 0
    return int(reader.rows(_UNDATED, as_of=as_of, department=department)[0]["n"])

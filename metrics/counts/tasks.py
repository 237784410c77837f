"""How many assigned tasks are there, and how far is each department with them?"""

from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import count_table, has_kind, no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COUNTS = (
    "total",
    "completed",
    "completed_on_time",
    "completed_late",
    "open",
    "open_overdue",
    "open_in_time",
    "open_no_deadline",
    "reported",
    "archived",
    "with_work_file",
)
COLUMNS = ("department_code", *COUNTS)


def tasks(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the HpNet tasks of each department in the state on *as_of*.

    Completed is a task whose completion date is not after *as_of*; without a due date it is
    on time. Vanished, cancelled and transferred tasks stay in ``total``.

    Source: thống kê công việc trên HpNet; thông báo về báo cáo hoàn thành, lưu trữ, lập hồ sơ.

    Returns:
        One row per department and ``TOTAL`` with the counts of ``COUNTS``.
    """
    if not has_kind(reader, "hpnet_tasks"):
        return no_rows(COLUMNS)
    return count_table(reader, reader.rows(_SQL, as_of=as_of), COUNTS, as_of=as_of, department=department)

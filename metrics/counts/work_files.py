"""How many work files (hồ sơ công việc) are there, and how many are complete by NĐ 30/2020?"""

from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import count_table, has_kind, no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COUNTS = ("total", "closed", "submitted_to_archive", "documents", "complete")
COLUMNS = ("department_code", *COUNTS)


def work_files(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the work files of each department in the state on *as_of*.

    Complete is a file with title, code, retention, creator, opening date and at least one
    document; once closed also a closing date that is not before the opening.

    Source: Nghị định 30/2020/NĐ-CP, Điều 28–31.

    Returns:
        One row per department and ``TOTAL`` with the counts of ``COUNTS``.
    """
    if not has_kind(reader, "work_files"):
        return no_rows(COLUMNS)
    return count_table(reader, reader.rows(_SQL, as_of=as_of), COUNTS, as_of=as_of, department=department)

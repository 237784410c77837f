"""Which rejected rows still stand, so that nobody claims 100 % without them?"""

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd

from metrics.state import Row
from store.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_KEYS = Path(__file__).with_name("accepted_keys.sql")
COLUMNS = ("kind", "department_code", "import_id", "sheet", "source_row", "business_key", "as_of_date")


def rejected_rows(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List the rejected rows of the exports that make the state on *as_of*.

    A row whose key a later file of the same day accepted no longer stands: it was put right.

    Returns:
        One row per rejected row with ``COLUMNS``; ``department_code`` is null where unreadable.
    """
    rows = [r for r in standing_rows(reader, as_of=as_of) if department in (None, r["department_code"])]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rows_left_out(reader: Reader, *, as_of: date) -> Counter[tuple[str, str | None]]:
    """Number of standing rejected rows per kind and department; None where unreadable."""
    return Counter((row["kind"], row["department_code"]) for row in standing_rows(reader, as_of=as_of))


def standing_rows(reader: Reader, *, as_of: date) -> list[Row]:
    """The rejected rows that were not put right by a later file of the same day."""
    rows = reader.rows(_SQL, as_of=as_of)
    accepted: dict[tuple[str, date], list[Row]] = {}
    for row in rows:
        day = (row["kind"], row["as_of_date"])
        if row["later_import_id"] and day not in accepted:
            accepted[day] = list(reader.rows(_KEYS, kind=row["kind"], day=row["as_of_date"]))
    return [row for row in rows if not _is_repaired(row, accepted.get((row["kind"], row["as_of_date"]), []))]


def _is_repaired(row: Row, accepted: list[Row]) -> bool:
    """Another file of the day has its key, or it had no key and its day was loaded again."""
    if not row["later_import_id"]:
        return False
    if not row["business_key"]:
        return True
    return any(
        a["business_key"] == row["business_key"] and a["import_id"] != row["import_id"] for a in accepted
    )

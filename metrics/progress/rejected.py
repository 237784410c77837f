"""Which rejected rows still stand, so that nobody claims 100 % without them?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import TOTAL, Row
from store.builds.reader import Reader
from store.builds.rows import accepted_where_rejected

_SQL = Path(__file__).with_suffix(".sql")
_TABLE_DAYS = Path(__file__).with_name("table_days.sql")
_EXPORT_DAYS = Path(__file__).with_name("export_days.sql")
COLUMNS = ("kind", "department_code", "import_id", "sheet", "source_row", "business_key", "as_of_date")


def rejected_rows(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List the rejected rows of the exports that make the state on *as_of*.

    A row whose key a later file of the same day accepted no longer stands: it was put right.

    Returns:
        One row per rejected row and unit that leads it, with ``COLUMNS``; ``department_code`` is null where unreadable.
    """
    rows = [r for r in standing_rows(reader, as_of=as_of) if department in (None, r["department_code"])]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rows_left_out(reader: Reader, *, as_of: date) -> Counter[tuple[str, str | None]]:
    """
    Number of standing rejected rows per kind and department; None where unreadable.

    ``TOTAL`` has each once, a row of several units too.
    """
    rows = standing_rows(reader, as_of=as_of)
    numbers: Counter[tuple[str, str | None]] = Counter((row["kind"], row["department_code"]) for row in rows)
    numbers.update((row["kind"], TOTAL) for row in each_once(rows))
    return numbers


def each_once(rows: Iterable[Row]) -> list[Row]:
    """*rows* without the repetitions of those that several units lead."""
    return list(
        {(row["import_id"], row["sheet"], row["source_row"]): row for row in reversed([*rows])}.values()
    )[::-1]


def standing_rows(reader: Reader, *, as_of: date) -> list[Row]:
    """The rejected rows of that state which were not put right by a later file of the same day."""
    every = reader.rows(_SQL)
    if not every:
        return []
    ranks = {(row["kind"], row["as_of_date"]): row["last_rank"] for row in reader.rows(_TABLE_DAYS)}
    state = _days_of_state(reader, ranks, as_of)
    rows = [
        {**row, "is_loaded_again": row["load_rank"] < ranks[row["kind"], row["as_of_date"]]}
        for row in every
        if row["as_of_date"] == (state.get((row["kind"], row["department_code"])) or state[row["kind"], None])
    ]
    accepted: dict[tuple[str, date], Sequence[Row]] = {}
    for row in rows:
        day = (row["kind"], row["as_of_date"])
        if row["is_loaded_again"] and day not in accepted:
            accepted[day] = accepted_where_rejected(reader, *day)
    return [row for row in rows if not _is_repaired(row, accepted.get((row["kind"], row["as_of_date"]), []))]


def _days_of_state(
    reader: Reader, table_days: Iterable[tuple[str, date]], as_of: date
) -> dict[tuple[str, str | None], date]:
    """Kind and department (None: any) to the day of the export that is the state: the newest by *as_of*, else the first."""
    days: dict[tuple[str, str | None], date] = {}
    by_kind: dict[str, list[date]] = {}
    for kind, day in table_days:
        by_kind.setdefault(kind, []).append(day)
    for kind, known in by_kind.items():
        days[kind, None] = max((day for day in known if day <= as_of), default=min(known))
    for row in reader.rows(_EXPORT_DAYS, as_of=as_of):
        days[row["kind"], row["department_code"]] = row["newest"] or row["first"]
    return days


def _is_repaired(row: Row, accepted: Sequence[Row]) -> bool:
    """Another file of the day has its key, or it had no key and its day was loaded again."""
    if not row["is_loaded_again"]:
        return False
    if not row["business_key"]:
        return True
    return any(
        a["business_key"] == row["business_key"] and a["import_id"] != row["import_id"] for a in accepted
    )

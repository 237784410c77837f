"""What moved between the newest two HpNet exports that differ?"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from domain.departments import SHORT_NAMES
from domain.formats import day_month
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.state import TOTAL
from metrics.limits.changes import change_words, changes_between, changes_by_department
from store.reader import Reader

NAMES = SHORT_NAMES


@dataclass(frozen=True, slots=True)
class Difference:
    """
    The newest two HpNet exports that differ.

    Attributes:
        quiet: What to say of newer exports that hold nothing new; empty where the last two differ.
        rows: One row per department with changes; empty where no two exports differ.
    """

    from_day: date
    to_day: date
    words: str
    quiet: str
    rows: pd.DataFrame


def changes_since(reader: Reader, *, as_of: date) -> Difference | None:
    """What moved between the newest two HpNet exports that differ; None with fewer than two exports."""
    days = days_of_kind(export_days(reader, as_of=as_of).get("hpnet_tasks", {}))
    if len(days) < 2:
        return None
    for from_day, to_day in reversed(list(pairwise(days))):
        table = changes_by_department(
            changes_between(reader, kind="hpnet_tasks", from_day=from_day, to_day=to_day)
        )
        rows = change_rows(table)
        if len(rows):
            quiet = f"Từ {day_month(to_day)} đến {day_month(days[-1])} không có thay đổi."
            words = change_words(table, from_day=from_day, to_day=to_day)
            return Difference(from_day, to_day, words, quiet if to_day < days[-1] else "", rows)
    words = f"Các bản xuất từ {day_month(days[0])} đến {day_month(days[-1])} giống nhau"
    return Difference(days[0], days[-1], words, "", pd.DataFrame())


def change_rows(table: pd.DataFrame) -> pd.DataFrame:
    """One row per department with changes that the figure draws."""
    own = table[table["department_code"] != TOTAL]
    rows = pd.DataFrame(
        {
            "name": [NAMES.get(code, "Chưa rõ đơn vị") for code in own["department_code"]],
            "done": own["closed"],
            "reopened": own["reopened"],
            "new": own["new"],
            "vanished": own["vanished"],
        }
    )
    return rows[rows[["done", "reopened", "new", "vanished"]].sum(axis=1) > 0].reset_index(drop=True)

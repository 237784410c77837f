"""At which step do assigned tasks stop, and which of them remain with what lacking?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, is_known, pace
from metrics.asking.rows import first_record
from metrics.asking.state import TOTAL
from metrics.counts.open_items import funnel, open_items, overdue_ages, words_of_flags
from metrics.progress.completion import claims
from store.builds.reader import Reader
from ui.visit.session import answer, as_of

STEPS = {
    "assigned": "Được giao",
    "completed": "Hoàn thành",
    "reported": "Báo cáo",
    "archived": "Lưu trữ",
    "filed": "Lập hồ sơ",
}

# What a task did and did not do when it stops before a step.
LEAKS = {
    "completed": "được giao nhưng chưa hoàn thành",
    "reported": "đã hoàn thành nhưng chưa báo cáo",
    "archived": "đã báo cáo nhưng chưa lưu trữ",
    "filed": "đã lưu trữ nhưng chưa lập hồ sơ",
}

AGES = {
    "days_1_3": "1–3",
    "days_4_7": "4–7",
    "days_8_30": "8–30",
    "days_over_30": "trên 30",
}


def unit_row(question: Callable[..., pd.DataFrame], code: str | None) -> dict[str, Any]:
    """What *question* counts for *code*, or for the whole."""
    table = answer(question, as_of=as_of(), department=code)
    return first_record(table[table["department_code"] == (code or TOTAL)]) or {}


def widest_leak(row: dict[str, int]) -> tuple[str, int]:
    """The step before which most tasks stop, and how many do."""
    names = list(STEPS)
    lost = {after: int(row[before] - row[after]) for before, after in pairwise(names)}
    step = max(lost, key=lambda name: lost[name])
    return step, lost[step]


def unread_task_words(code: str | None) -> str:
    """How many rows of tasks and of their files nobody could read; empty where all were."""
    return answer(claims, as_of=as_of()).get((code or TOTAL, "work_file"), Claim(None, None)).unread_words


def steps_headline(row: dict[str, int], unread: str) -> str:
    """The finding of the page."""
    step, lost = widest_leak(row)
    if lost == 0 and unread:
        return (
            f"{count(row['assigned'])}{NBSP}việc đọc được đã qua đủ năm bước; {unread}, chưa kết luận đã đủ"
        )
    if lost == 0:
        return f"Cả {count(row['assigned'])}{NBSP}việc đã qua đủ năm bước, đến lập hồ sơ"
    return f"Hụt nhiều nhất ở bước {STEPS[step].lower()}: {count(lost)}{NBSP}việc {LEAKS[step]}"


def funnel_steps(code: str | None) -> pd.DataFrame:
    """The five steps with their counts, as they are drawn."""
    row = unit_row(funnel, code)
    return pd.DataFrame({"name": list(STEPS.values()), "value": [int(row[name]) for name in STEPS]})


def median_words(row: Mapping[str, Any]) -> str:
    """
    The median age of overdue work, as the end of a sentence; empty where nothing is overdue.

    >>> median_words({"median_days": 3.5}).replace(NBSP, " "), median_words({"median_days": None})
    ('; trung vị 3,5 ngày', '')
    """
    median = row["median_days"]
    return f"; trung vị {pace(median)}{NBSP}ngày" if is_known(median) else ""


def age_buckets(code: str | None) -> pd.DataFrame:
    """The ages of overdue work with their counts, as they are drawn."""
    row = unit_row(overdue_ages, code)
    return pd.DataFrame({"bucket": list(AGES.values()), "items": [int(row[name]) for name in AGES]})


# --- the list of what remains ----------------------------------------------------------------------

MISSING = {
    "is_open": "hoàn thành",
    "misses_report": "báo cáo hoàn thành",
    "misses_archive": "lưu trữ",
    "misses_work_file": "lập hồ sơ",
    "misses_complete_file": "bổ sung hồ sơ",
}


@dataclass(frozen=True, slots=True)
class Remaining:
    """
    What remains, counted and ready to be listed.

    Attributes:
        items: One row per task, with the steps it lacks in words.
        people: Who has any of them.
        stopped: Tasks that lack one of the five steps, as many as the funnel loses.
        incomplete: Tasks whose work file lacks information, and nothing else.
        uncovered: Tasks without a work-file code in units that sent no list of work files, which the rate leaves out.
        uncovered_units: These units.
    """

    items: pd.DataFrame
    people: tuple[str, ...]
    stopped: int
    incomplete: int
    uncovered: int
    uncovered_units: tuple[str, ...]


def remaining(reader: Reader, *, as_of: date, department: str | None) -> Remaining:
    """What remains, with the steps each task lacks in words."""
    items = open_items(reader, as_of=as_of, department=department)
    may_say = claims(reader, as_of=as_of)
    codes = items["department_code"]
    known = {
        code: may_say.get((code, "work_file"), Claim(None, None)).left is not None for code in codes.unique()
    }
    uncovered = items[items["misses_work_file"].astype(bool) & ~codes.map(known).astype(bool)]
    steps = items[["is_open", "misses_report", "misses_archive", "misses_work_file"]].any(axis=1)
    return Remaining(
        items=items.assign(missing=words_of_flags(items, MISSING)),
        people=tuple(sorted(items["assignee"].dropna().unique())),
        stopped=int(steps.sum()),
        incomplete=int((~steps).sum()),
        uncovered=len(uncovered),
        uncovered_units=tuple(uncovered["department_code"].unique()),
    )

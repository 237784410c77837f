"""Exactly which tasks remain before 100 %, how far did each get, and how old is the overdue work?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import day
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, count_table, has_kind, in_order, no_rows, visible_codes
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_FUNNEL = Path(__file__).with_name("funnel.sql")
_AGES = Path(__file__).with_name("overdue_ages.sql")
_LEFT = Path(__file__).with_name("tasks_left.sql")
_EXCLUDED = Path(__file__).with_name("excluded_tasks.sql")

COLUMNS = (
    "task_code", "document_number", "subject", "department_code", "assignee", "assigned_by", "assigned_date",
    "due_date", "completed_date", "is_open", "overdue_working_days", "status_text", "misses_report",
    "misses_archive", "misses_work_file", "misses_complete_file", "missing_fields", "steps_left", "work_file_code",
    "is_vanished", "import_id", "sheet", "source_row",
)  # fmt: skip
FUNNEL_COUNTS = (
    "assigned", "completed", "reported", "archived", "filed", "reported_alone", "archived_alone", "filed_alone",
)  # fmt: skip
BUCKETS = (("days_1_3", 1, 3), ("days_4_7", 4, 7), ("days_8_30", 8, 30), ("days_over_30", 31, None))
AGE_COLUMNS = ("department_code", "overdue", *(name for name, _, _ in BUCKETS), "median_days")
EXCLUDED_COLUMNS = (
    "reason", "reason_vi", "task_code", "document_number", "subject", "department_code", "assignee", "due_date",
    "completed_date", "status_text", "import_id", "sheet", "source_row",
)  # fmt: skip
FILE_FIELDS = {
    "no_title": "tiêu đề",
    "no_retention": "thời hạn bảo quản",
    "no_creator": "người lập",
    "no_opened_date": "ngày mở",
    "no_documents": "văn bản trong hồ sơ",
    "no_closed_date": "ngày đóng hợp lệ",
}
_DAYS = ("assigned_date", "due_date", "completed_date")
_STEPS = ("misses_report", "misses_archive", "misses_work_file", "misses_complete_file")
_REASONS = {
    "cancelled": "Đã hủy",
    "transferred": "Đã chuyển đơn vị khác",
    "not_due": "Chưa hoàn thành, chưa đến hạn",
}
_DENOMINATOR = {
    "count_cancelled": "việc đã hủy",
    "count_transferred": "việc đã chuyển đơn vị khác",
    "count_not_due": "việc chưa đến hạn",
}


def open_items(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List the required tasks that still lack a step, the longest overdue first.

    ``is_open``: not completed by then, as the first step of `funnel`. ``misses_work_file``: no file, or one that the list of work files does not have;
    ``misses_complete_file``: the file exists but lacks what ``missing_fields`` names. In a
    department that no list of work files covers, a code given counts as filed.

    Returns:
        One row per task with ``COLUMNS``; ``overdue_working_days`` is 0 unless open and past due.
    """
    if not has_kind(reader, "hpnet_tasks"):
        return no_rows(COLUMNS)
    found = reader.query(_SQL, as_of=as_of, **_flags(as_of))
    return _items(found if department is None else found[found["department_code"] == department], as_of)


def funnel(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count how far the required tasks came: assigned, completed, reported, archived, filed.

    Each step counts the tasks that passed it and every step before; the ``_alone`` columns
    count a step whatever the others say.

    Returns:
        One row per department and ``TOTAL`` with ``FUNNEL_COUNTS``.
    """
    if not has_kind(reader, "hpnet_tasks"):
        return no_rows(("department_code", *FUNNEL_COUNTS))
    rows = reader.rows(_FUNNEL, as_of=as_of, **_flags(as_of))
    return count_table(reader, rows, FUNNEL_COUNTS, as_of=as_of, department=department)


def tasks_left(reader: Reader, *, as_of: date, steps: Collection[str]) -> dict[str, tuple[int, int]]:
    """
    Count per department the required tasks that lack any of *steps*, each once, and the steps they lack, as `open_items` lists them.

    Args:
        steps: Obligations that are steps of a task (`domain.counted.obligations.STEPS`).
    """
    if not has_kind(reader, "hpnet_tasks"):
        return {}
    wanted = {
        "report": "task_reported" in steps,
        "archive": "task_archived" in steps,
        "file": "work_file" in steps,
        "complete": "work_file_complete" in steps,
    }
    rows = reader.rows(_LEFT, as_of=as_of, **_flags(as_of), **wanted)
    return {row["department_code"]: (int(row["items"]), int(row["steps"])) for row in rows}


def overdue_ages(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count open overdue tasks by their age in working days, with the median per department.

    A task that fell due on the last working day before a weekend is in the youngest bucket.

    Returns:
        One row per department and ``TOTAL``: overdue, the ``BUCKETS``, median_days (null where none).
    """
    if not has_kind(reader, "hpnet_tasks"):
        return no_rows(AGE_COLUMNS)
    flags = {name: value for name, value in _flags(as_of).items() if name != "count_not_due"}
    found = reader.rows(_AGES, as_of=as_of, **flags)
    late = _working_days_late({row["due_date"] for row in found}, as_of)
    ages: dict[str, list[tuple[int, int]]] = {code: [] for code in visible_codes(reader, as_of=as_of)}
    for row in found:
        ages.setdefault(row["department_code"], []).append((max(late[row["due_date"]], 1), row["tasks"]))
    rows = [_age_row(code, ages[code]) for code in in_order(ages)]
    rows.append(_age_row(TOTAL, [pair for pairs in ages.values() for pair in pairs]))
    rows = [row for row in rows if department in (None, row["department_code"])]
    return pd.DataFrame(rows, columns=list(AGE_COLUMNS)).astype({"median_days": float})


def excluded_rows(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List the tasks that the denominator rule leaves out of the HpNet rates, each with its reason.

    Source: data/rules/denominator.toml.
    """
    if not has_kind(reader, "hpnet_tasks"):
        return no_rows(EXCLUDED_COLUMNS)
    rows = [
        {**row, "reason_vi": _REASONS[row["reason"]]}
        for row in reader.rows(_EXCLUDED, as_of=as_of, **_flags(as_of))
        if department in (None, row["department_code"])
    ]
    return pd.DataFrame(rows, columns=list(EXCLUDED_COLUMNS))


def denominator_rule_words(as_of: date) -> list[str]:
    """Return the denominator rule in force on *as_of* as the sentences printed under a chart of the HpNet rates."""
    rule = rule_in_force("denominator", as_of)
    sides: dict[bool, list[str]] = {True: [], False: []}
    for name, words in _DENOMINATOR.items():
        sides[bool(rule[name])].append(words)
    counted, left_out = ", ".join(sides[True]), ", ".join(sides[False])
    return [
        f"Mẫu số: việc được giao mà đơn vị chủ trì{f', kể cả {counted}' if counted else ''}"
        f"{f'; không tính {left_out}' if left_out else ''}.",
        f"Quy tắc từ {day(rule['in_force_from'])}; căn cứ: {rule['authority']}.",
    ]


def _flags(as_of: date) -> dict[str, bool]:
    rule = rule_in_force("denominator", as_of)
    return {name: rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")}


def _working_days_late(dues: Iterable[date | None], as_of: date) -> dict[date | None, int]:
    """Working days from each due day to *as_of*; days are few where tasks are many."""
    calendar = WorkingCalendar.office()
    return {due: calendar.working_days_late(due, as_of) if due else 0 for due in dues}


def _items(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The rows of the question as ``COLUMNS``, whole columns at a time: an office has tens of thousands."""
    items = found.assign(**{name: _days(found[name]) for name in _DAYS})
    late = _working_days_late(items["due_date"].unique(), as_of)
    is_open = items["is_open"].astype(bool)
    fields = words_of_flags(items, FILE_FIELDS)
    items = items.assign(
        is_open=is_open,
        is_vanished=items["is_vanished"].astype(bool),
        overdue_working_days=items["due_date"].map(late).where(is_open, 0).astype(int),
        misses_complete_file=(fields != "") & (items["misses_work_file"] == 0),
        missing_fields=fields,
    )
    steps = items[list(_STEPS)].astype(bool)
    items = items.assign(**{name: steps[name] for name in _STEPS}, steps_left=steps.sum(axis=1))
    return _longest_overdue_first(items)[list(COLUMNS)]


def _longest_overdue_first(items: pd.DataFrame) -> pd.DataFrame:
    """*items*, which come by task code, by how late they are, then by department."""
    codes = items["department_code"]
    places = {code: place for place, code in enumerate(in_order(set(codes.unique())))}
    order = np.lexsort((codes.map(places).to_numpy(), -items["overdue_working_days"].to_numpy()))
    return items.take(order).reset_index(drop=True)


def _days(values: pd.Series) -> pd.Series:
    """Days as the rest of the program has them: dates, and None where there is none; each day is made once."""
    days = {moment: moment.date() for moment in values.dropna().unique()}
    return values.map(days).astype(object).where(values.notna(), None)


def words_of_flags(rows: pd.DataFrame, words: Mapping[str, str]) -> pd.Series:
    """For each row the *words* whose column is set; few combinations occur, and each is put into words once."""
    combinations = sum(
        (rows[name].astype(int) * 2**place for place, name in enumerate(words)),
        start=pd.Series(0, rows.index),
    )
    said = {
        number: ", ".join(word for place, word in enumerate(words.values()) if number >> place & 1)
        for number in combinations.unique()
    }
    return combinations.map(said).astype("str")


def _age_row(code: str, ages: list[tuple[int, int]]) -> dict[str, Any]:
    buckets = {
        name: sum(tasks for age, tasks in ages if low <= age <= (high or age)) for name, low, high in BUCKETS
    }
    return {
        "department_code": code,
        "overdue": sum(tasks for _, tasks in ages),
        **buckets,
        "median_days": _median(ages),
    }


def _median(ages: list[tuple[int, int]]) -> float | None:
    """
    The median of ages given with their number of tasks.

    >>> _median([(1, 3), (9, 1)]), _median([(2, 1), (5, 1)]), _median([])
    (1.0, 3.5, None)
    """
    many = sum(tasks for _, tasks in ages)
    if not many:
        return None

    def at(place: int) -> int:
        seen = 0
        for age, tasks in sorted(ages):
            seen += tasks
            if seen > place:
                return age
        raise AssertionError(place)

    return (at((many - 1) // 2) + at(many // 2)) / 2

"""What exactly is left before 100 %, for whom, in which order, and what will be late at today's pace?"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.office import spoken
from domain.agency.working_calendar import WorkingCalendar
from domain.counted.obligations import OBLIGATIONS, RECORDS, STEPS
from domain.wording.formats import NBSP, count
from domain.wording.text import lower_first
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.counts.apologies import apology_register
from metrics.counts.assignments import assignment_items
from metrics.counts.open_items import open_items, tasks_left
from metrics.counts.shortfalls import shortfall_items
from metrics.limits.campaigns import next_limit
from metrics.progress.completion import claims
from store.builds.reader import Reader

COLUMNS = (
    "department_code", "obligation", "item_key", "number", "title", "person", "due_date", "overdue_working_days",
    "campaign", "last_day", "next_step", "points", "will_be_late", "import_id", "sheet", "source_row",
)  # fmt: skip

_OF_TASKS = (
    "department_code", "task_code", "document_number", "subject", "assignee", "assigned_date", "due_date",
    "overdue_working_days", "missing_fields", "import_id", "sheet", "source_row",
)  # fmt: skip
Points = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Work:
    """
    What is left, counted as things and as steps.

    Attributes:
        items: *Việc*: a task, dossier, shortfall or job with all the steps it lacks, counted once.
        steps: What the obligations count: one for every step that a thing lacks.
    """

    items: int = 0
    steps: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(self.items + other.items, self.steps + other.steps)

    @property
    def words(self) -> str:
        """
        What is left in words, the steps beside the things where they are more.

        >>> Work(50, 118).words.replace(NBSP, " "), Work(2, 2).words.replace(NBSP, " ")
        ('50 việc (thiếu 118 bước)', '2 việc')
        """
        steps = f" (thiếu {count(self.steps)}{NBSP}bước)" if self.steps != self.items else ""
        return f"{count(self.items)}{NBSP}việc{steps}"


NOTHING = Work()


def work_in(rows: Iterable[Mapping[Any, Any]]) -> Work:
    """What *rows* of `what_is_left` count, of whichever departments and obligations they are; a shared thing once."""
    things, steps = set(), set()
    for row in rows:
        kind = "task" if row["obligation"] in STEPS else row["obligation"]
        things.add((kind, row["item_key"]))
        steps.add((row["obligation"], row["item_key"]))
    return Work(len(things), len(steps))


def work_left(reader: Reader, *, as_of: date, obligations: Collection[str]) -> dict[str, Work]:
    """
    As `work_in` of the whole list, by department and ``TOTAL``, without reading the list.

    Where a unit has sent no list of work files, tasks without a work-file code lack that step.
    """
    found = {
        code: Work(*pair)
        for code, pair in tasks_left(reader, as_of=as_of, steps=set(STEPS) & set(obligations)).items()
    }
    found[TOTAL] = sum(found.values(), Work())
    for (code, name), one in claims(reader, as_of=as_of).items():
        if name in obligations and name not in STEPS and one.left:
            found[code] = found.get(code, Work()) + Work(one.left, one.left)
    return found


def what_is_left(
    reader: Reader,
    *,
    as_of: date,
    department: str | None = None,
    points_per_item: Points | None = None,
    pace: Mapping[tuple[str, str], float] | None = None,
    obligations: Collection[str] | None = None,
) -> pd.DataFrame:
    """
    List every item that keeps a department from 100 %, most points first, then the nearest due day.

    Args:
        points_per_item: (department, obligation) to index points at stake with one item, of a job
            (department, obligation, criterion); absent: unknown.
        pace: (department, obligation) to items done per working day. Items beyond what that pace
            reaches by the limit, worked through in the order of this list, are ``will_be_late``;
            without a pace the column is null.
        obligations: Those to list; all of them where None.

    Returns:
        One row per department, item and obligation with ``COLUMNS``; ``number`` is what HpNet or
        the one-stop system finds it by. An item of several leads is in each one's list.
    """
    points, wanted = points_per_item or {}, tuple(OBLIGATIONS if obligations is None else obligations)
    rows = [row for row in _rows(reader, as_of, wanted) if department in (None, row["department_code"])]
    # Items are many where obligations are few: the rules are asked once for each, not for every row.
    limits = {name: next_limit(as_of, name) for name in wanted}
    for row in rows:
        campaign = limits[row["obligation"]]
        row["campaign"] = campaign.id if campaign else None
        row["last_day"] = campaign.last_day if campaign else None
        own = (row["department_code"], row["obligation"])
        row["points"] = points.get((*own, row["number"]) if row["obligation"] == "assignment" else own)
    places = {name: place for place, name in enumerate(OBLIGATIONS)}
    rows.sort(key=lambda row: _order(row, places))
    _mark_late(rows, as_of, pace or {})
    # As objects: an unknown stays None instead of turning numbers and texts into NaN.
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _order(row: Mapping[str, Any], places: Mapping[str, int]) -> tuple[Any, ...]:
    return (
        -(row["points"] or 0),
        row["last_day"] or date.max,
        row["due_date"] or date.max,
        row["department_code"] or "~",
        places[row["obligation"]],
        row["item_key"],
    )


def _mark_late(rows: list[dict[str, Any]], as_of: date, pace: Mapping[tuple[str, str], float]) -> None:
    calendar = WorkingCalendar.office()
    seen: dict[tuple[str, str], int] = {}
    reached: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["department_code"], row["obligation"])
        seen[key] = seen.get(key, 0) + 1
        row["will_be_late"] = None
        if key in pace and row["last_day"] is not None:
            if key not in reached:
                days = calendar.working_days_after(as_of, row["last_day"])
                reached[key] = math.floor(pace[key] * days + 1e-9)
            row["will_be_late"] = seen[key] > reached[key]


def _rows(reader: Reader, as_of: date, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    steps = tuple(name for name in STEPS if name in wanted)
    yield from _tasks(reader, as_of, steps) if steps else ()
    yield from _apologies(reader, as_of) if "apology" in wanted else ()
    yield from _shortfalls(reader, as_of) if "shortfall" in wanted else ()
    yield from _assignments(reader, as_of) if "assignment" in wanted else ()


def _tasks(reader: Reader, as_of: date, steps: Collection[str]) -> Iterator[dict[str, Any]]:
    asked = [(name, RECORDS[name].misses, RECORDS[name].next_step_vi) for name in steps]
    columns = [misses for _, misses, _ in asked]
    found = open_items(reader, as_of=as_of)
    # Turning a table into records is what costs most here: only the rows and columns asked for.
    for item in records(found.loc[found[columns].any(axis=1), [*_OF_TASKS, *columns]]):
        missing = [(name, words) for name, misses, words in asked if item[misses]]
        shared = {
            "department_code": item["department_code"],
            "item_key": _task_key(item),
            "number": _text(item["document_number"]) or _text(item["task_code"]),
            "title": _text(item["subject"]),
            "person": _text(item["assignee"]),
            "due_date": _date(item["due_date"]),
            "overdue_working_days": int(item["overdue_working_days"]),
            **_cell(item),
        }
        for name, words in missing:
            more = f": {item['missing_fields']}" if name == "work_file_complete" else ""
            yield {**shared, "obligation": name, "next_step": words + more}


def _task_key(item: Mapping[str, Any]) -> str:
    """The task's own code; without one, what the store knows it by."""
    code = _text(item["task_code"])
    return (
        code or f"{_text(item['document_number'])}|{item['department_code']}|{_date(item['assigned_date'])}"
    )


def _apologies(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    for item in records(apology_register(reader, as_of=as_of)):
        if item["status"] not in ("missing", "invalid"):
            continue
        missing = "Ban hành phiếu xin lỗi và hẹn lại, cập nhật sổ theo dõi"
        fix = f"Sửa phiếu xin lỗi đã gửi, chưa hợp lệ: {', '.join(map(lower_first, item['failed_words']))}"
        late = item["overdue_working_days"]
        yield {
            "department_code": _text(item["department_code"]),
            "obligation": "apology",
            "item_key": item["dossier_code"],
            "number": item["dossier_code"],
            "title": _text(item["procedure"]),
            "person": _text(item["handler"]),
            "due_date": _date(item["due"]),
            "overdue_working_days": None if pd.isna(late) else int(late),
            "next_step": missing if item["status"] == "missing" else fix,
            **_cell(item),
        }


def _shortfalls(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    for item in shortfall_items(reader, as_of=as_of):
        if item["is_done"]:
            continue
        step = "Bổ sung minh chứng" if item["status"] == "needs_evidence" else _text(item["measure"])
        for code in item["codes"] or [None]:
            yield {
                "department_code": code,
                "obligation": "shortfall",
                "item_key": f"{item['year']}/{item['code']}",
                "number": item["code"],
                "title": _text(item["content"]),
                "person": None,
                "due_date": _date(item["due_date"]),
                "overdue_working_days": _late(item["due_date"], as_of),
                "next_step": "Phân công đơn vị chủ trì"
                if code is None
                else step or spoken("Khắc phục, gửi kết quả về {gathering_name}"),
                **_cell(item),
            }


def _assignments(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    for item in assignment_items(reader, as_of=as_of):
        if item["is_done"]:
            continue
        evidence, product = item["status"] == "needs_evidence", _text(item["product"])
        step = (
            "Bổ sung minh chứng"
            if evidence
            else f"Hoàn thành: {product}"
            if product
            else "Hoàn thành nhiệm vụ"
        )
        for code in item["codes"] or [None]:
            yield {
                "department_code": code,
                "obligation": "assignment",
                "item_key": f"{item['year']}/{item['code'] or ''}/{item['task']}",
                "number": item["code"],
                "title": item["task"],
                "person": None,
                "due_date": _date(item["due_date"]),
                "overdue_working_days": _late(item["due_date"], as_of),
                "next_step": "Phân công đơn vị chủ trì" if code is None else step,
                **_cell(item),
            }


def _late(due: date | None, as_of: date) -> int:
    return WorkingCalendar.office().working_days_late(due, as_of) if due else 0


def _cell(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("import_id", "sheet", "source_row")}


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _date(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    return value.date() if hasattr(value, "date") else value

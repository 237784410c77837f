"""What is different between the states of two days, and in which cells?"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args
from weakref import WeakKeyDictionary

import pandas as pd

from domain.agency.departments import department_name
from domain.agency.working_calendar import WorkingCalendar
from domain.counted.changes import STEPS, What, count_things, done_changes, step_change, value_change
from domain.counted.source_kinds import source_kinds
from domain.counted.states import STATE_VI
from domain.said.citizens import for_record
from domain.wording.formats import NBSP, count, day, day_month
from domain.wording.text import fold
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.rows import Row
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, in_order
from metrics.limits.campaigns import Campaign
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_BULK = Path(__file__).with_name("bulk_closed.sql")

KINDS = ("hpnet_tasks", "dossiers", "apologies", "work_files", "shortfalls", "assignments")
Change = Literal[
    "closed",
    "reopened",
    "deadline_moved",
    "vanished",
    "renamed",
    "back_dated",
    "new",
    "moved_department",
    "changed",
]
CHANGES: tuple[Change, ...] = get_args(Change)
LABEL_VI: Mapping[str, str] = {
    "closed": "Xong",
    "reopened": "Mở lại",
    "deadline_moved": "Dời hạn",
    "vanished": "Không còn",
    "renamed": "Đổi tên",
    "back_dated": "Ghi lùi ngày",
    "new": "Thêm mới",
    "moved_department": "Chuyển đơn vị",
    "changed": "Đổi giá trị khác",
}

# Cells that count and have no word of their own, as they stand in ``others`` of the query; each with its name.
OTHERS: Mapping[str, Mapping[str, str]] = {
    "hpnet_tasks": {
        "document_number": "Số, ký hiệu", "assigned_date": "Ngày giao việc", "status": "Tình trạng",
        "is_reported": "Báo cáo hoàn thành", "reported_date": "Ngày báo cáo hoàn thành", "is_archived": "Lưu trữ",
        "archived_date": "Ngày lưu trữ", "work_file_code": "Hồ sơ công việc", "issuing_agency": "Cơ quan ban hành",
        "document_date": "Ngày văn bản", "incoming_number": "Số đến", "incoming_date": "Ngày đến",
        "completed_date": "Ngày hoàn thành",
    },
    "dossiers": {
        "field": "Lĩnh vực", "applicant": "Tổ chức, cá nhân nộp", "channel": "Hình thức nộp",
        "received_at": "Ngày tiếp nhận", "supplement_requested_at": "Ngày yêu cầu bổ sung",
        "supplement_received_at": "Ngày nhận bổ sung", "supplement_requests": "Số lần yêu cầu bổ sung",
        "handler": "Cán bộ xử lý", "status": "Tình trạng", "deadline_text": "Tình trạng hạn",
        "overdue_days_stated": "Số ngày quá hạn", "overdue_reason": "Lý do trễ hẹn", "apology_number": "Số phiếu xin lỗi",
        "apology_date": "Ngày xin lỗi", "rescheduled_to": "Ngày hẹn lại", "finished_at": "Ngày có kết quả",
        "returned_at": "Ngày trả kết quả",
    },
    "apologies": {
        "promised_at": "Ngày hẹn trả", "finished_at": "Ngày trả kết quả", "overdue_days": "Số ngày quá hạn",
        "apology_number": "Số phiếu xin lỗi", "reason": "Lý do", "signer": "Người ký", "published_at": "Ngày đăng",
        "published_where": "Nơi đăng", "has_reason_column": "Có cột lý do", "has_rescheduled_column": "Có cột ngày hẹn lại",
        "has_signer_column": "Có cột người ký", "has_published_column": "Có cột ngày đăng",
        "has_place_column": "Có cột nơi đăng", "apology_date": "Ngày xin lỗi",
    },
    "work_files": {
        "retention": "Thời hạn bảo quản", "creator": "Người lập", "opened_date": "Ngày mở", "documents": "Số văn bản",
        "status": "Tình trạng", "closed_date": "Ngày đóng",
    },
    "shortfalls": {
        "max_score": "Điểm tối đa", "score": "Điểm đạt", "lost_points": "Điểm bị trừ", "cause": "Nguyên nhân",
        "measure": "Biện pháp khắc phục", "result_text": "Kết quả", "status": "Tình trạng",
    },
    "assignments": {
        "support_codes": "Đơn vị phối hợp", "leader": "Lãnh đạo phụ trách", "product": "Sản phẩm", "recurrence": "Định kỳ",
        "status": "Tình trạng", "completed_date": "Ngày hoàn thành",
    },
}  # fmt: skip
# What is said of one item: what happened to which field, its values before and after as the query has them.
_Said = tuple[What, str, Any, Any]
_BETWEEN = "\x1f"
_YES = {True: "có", False: "không"}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
COLUMNS = (
    "type", "department_code", "business_key", "number", "title", "field", "old_value", "new_value",
    "old_import_id", "old_sheet", "old_row", "new_import_id", "new_sheet", "new_row",
)  # fmt: skip
SUMMARY_COLUMNS = ("department_code", *CHANGES)
BULK_COLUMNS = ("department_code", "completed_date", "items", "usual_per_day", "words")

_STEPS = {"is_reported": "is_reported", "is_archived": "is_archived", "is_filed": "work_file_code"}


def last_two_exports(reader: Reader, *, as_of: date, kind: str = "hpnet_tasks") -> tuple[date, date] | None:
    """Return the days of the last two exports of *kind* up to *as_of*; None when there are not two."""
    days = days_of_kind(export_days(reader, as_of=as_of).get(kind, {}))
    return (days[-2], days[-1]) if len(days) > 1 else None


def last_differing(
    reader: Reader, *, as_of: date, kind: str = "hpnet_tasks", department: str | None = None
) -> tuple[date, date] | None:
    """Return the days of the last two exports of *kind* that differ; of the last two where none do, None with fewer than two."""
    days = days_of_kind(export_days(reader, as_of=as_of).get(kind, {}))
    for from_day, to_day in reversed(list(pairwise(days))):
        if next(_found(reader, kind, from_day, to_day, department), None) is not None:
            return from_day, to_day
    return (days[-2], days[-1]) if len(days) > 1 else None


def changes_between(
    reader: Reader, *, kind: str, from_day: date, to_day: date, department: str | None = None
) -> pd.DataFrame:
    """
    Compare the state of *kind* on two days, item by item.

    An item that changed in two ways has two rows. ``back_dated``: completed on a day before the
    export that still had it open, or with a completion day moved earlier. ``vanished``: an
    export in between no longer had the item; one that has it again is ``changed``. ``closed``: got a day of completion, or one of its steps (report, archive,
    work file) was taken. ``changed``: any other value that counts is another one. A text that differs in accents or
    case alone is the same.

    Returns:
        One row per item and change, in the order of `CHANGES`: the values of both days as text and the
        cells they stand in.
    """
    found = [_change(*one) for one in _found(reader, kind, from_day, to_day, department)]
    found.sort(key=lambda change: (CHANGES.index(change["type"]), change["business_key"]))
    return pd.DataFrame([_flat(change, department) for change in found], columns=list(COLUMNS))


def _found(
    reader: Reader, kind: str, from_day: date, to_day: date, department: str | None
) -> Iterator[tuple[Row, list[str], _Said]]:
    """The changes between two days that concern *department*, all of them where None: the row, its units, what it says."""
    asked = _read.setdefault(reader, {})
    pair = (kind, from_day, to_day)
    if pair not in asked:
        asked[pair] = reader.rows(_SQL, kind=kind, from_day=from_day, to_day=to_day)
    for row in asked[pair]:
        codes = _concerned(row)
        if department is None or department in codes:
            yield from ((row, codes, said) for said in _changes(kind, row))


# Whether two exports differ and what differs are read once; a reader goes when its question is answered.
_read: WeakKeyDictionary[Reader, dict[tuple[str, date, date], Sequence[Row]]] = WeakKeyDictionary()


def _flat(change: dict[str, Any], department: str | None) -> dict[str, Any]:
    codes = change.pop("codes")
    return {**change, "department_code": department or (codes[0] if codes else None)}


def _changes(kind: str, row: Row) -> Iterator[_Said]:
    if row["is_new"]:
        yield "new", "", None, None
        return
    if row["is_vanished"]:
        yield "vanished", "", None, f"không còn từ bản xuất {day(row['vanished_from'])}"
    if row["was_gone_from"]:
        gone, back = day(row["was_gone_from"]), day(row["as_of_date"])
        yield "changed", "Bản xuất", f"không còn từ bản xuất {gone}", f"có lại từ bản xuất {back}"
    yield from _completion_changes(kind, row)
    if row["due_date"] != row["old_due_date"]:
        yield "deadline_moved", "Hạn xử lý", row["old_due_date"], row["due_date"]
    if row["title"] != row["old_title"] and fold(row["title"] or "") != fold(row["old_title"] or ""):
        yield "renamed", "Nội dung", row["old_title"], row["title"]
    before, after = _codes(row, "old_"), _codes(row, "")
    if before != after:
        yield "moved_department", "Đơn vị", before, after


def _completion_changes(kind: str, row: Row) -> Iterator[_Said]:
    """What the completion and the steps say, then every cell that is another one though neither speaks of it."""
    told, days = source_kinds()[kind], (row["old_completed_on"], row["completed_on"])
    is_newer = row["old_as_of_date"] <= row["as_of_date"] and row["old_import_id"] != row["import_id"]
    said = done_changes(*days, seen_open_on=row["old_as_of_date"] if is_newer else None)
    if said == ("changed",):
        said = ()  # the cell of the day tells it; a list without days has its own day as that of completion
    for what in said:
        yield what, "Ngày hoàn thành", *days
    spoken = (
        {*told.done_on, "status"} if said and told.is_done_by_status else set(told.done_on if said else ())
    )
    for step, column in _STEPS.items():
        what = step_change(row[f"old_{step}"], row[step])
        if what is not None:
            spoken.add(column)
            name = STEPS["hpnet_tasks"][column]
            yield what, name, _YES[what != "closed"], _YES[what == "closed"]
    yield from _other_changes(kind, row, spoken)


def _other_changes(kind: str, row: Row, spoken: Collection[str]) -> Iterator[_Said]:
    before, after = row["old_others"].split(_BETWEEN), row["others"].split(_BETWEEN)
    found: list[tuple[str, Any, Any]] = [
        (label, (column, old), (column, new))
        for (column, label), old, new in zip(OTHERS[kind].items(), before, after, strict=True)
        if old != new
        and column not in spoken
        and value_change(kind, column, old or None, new or None) == "changed"
    ]
    if not found and not spoken and row["due_date"] == row["old_due_date"]:
        found = _late_by_the_hour(row)
    for label, old, new in found:
        yield "changed", label, old, new


def _late_by_the_hour(row: Row) -> list[tuple[str, str, str]]:
    """Same days, and yet late or in time where it was not: the hour counts."""
    old, new = row["old_is_late"], row["is_late"]
    return [("Trễ hạn", _YES[old], _YES[new])] if None not in (old, new) and old != new else []


def _read_as(column: str, text: str) -> str | None:
    """A cell of the query as a person reads it; None where it is empty."""
    if not text:
        return None
    if column == "support_codes":
        return _names(text.split("|"))
    known = STATE_VI.get(text) or {"true": _YES[True], "false": _YES[False]}.get(text)
    if known or not _ISO_DAY.fullmatch(text):
        return known or str(for_record(column, text))
    return day(date.fromisoformat(text))


def _words(value: Any) -> str | None:
    """A value of `_Said` as a person reads it: a day, units, a cell under its column, or words already."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return _names(value)
    return _read_as(*value) if isinstance(value, tuple) else value


def _change(row: Row, codes: list[str], said: _Said) -> dict[str, Any]:
    what, field, old, new = said
    is_new = what == "new"
    return {
        "type": what,
        "codes": codes,
        "business_key": row["business_key"],
        "number": row["number"],
        "title": row["title"],
        "field": field,
        "old_value": _words(old),
        "new_value": _words(new),
        "old_import_id": None if is_new else row["old_import_id"],
        "old_sheet": None if is_new else row["old_sheet"],
        "old_row": None if is_new else row["old_source_row"],
        "new_import_id": row["import_id"],
        "new_sheet": row["sheet"],
        "new_row": row["source_row"],
    }


def _concerned(row: Row) -> list[str]:
    """The units that have the item now, then those that had it."""
    return list(dict.fromkeys([*_codes(row, ""), *([] if row["is_new"] else _codes(row, "old_"))]))


def _codes(row: Row, side: str) -> list[str]:
    listed, alone = row[f"{side}department_codes"], row[f"{side}department_code"]
    return in_order(set(listed)) if listed else [alone] if alone else []


def _names(codes: Iterable[str]) -> str | None:
    return ", ".join(department_name(code) for code in codes) or None


def changes_by_department(changes: pd.DataFrame) -> pd.DataFrame:
    """
    Count the things of `changes_between`, for the diverging bars: each once per type, however many of its cells changed.

    Returns:
        One row per department with changes (most changes of any type first) and ``TOTAL``, one column per type.
    """
    columns = (changes[name].tolist() for name in ("business_key", "department_code", "type"))
    return _by_department(zip(*columns, strict=True))


def change_counts(reader: Reader, *, kind: str, from_day: date, to_day: date) -> pd.DataFrame:
    """As `changes_by_department` of all `changes_between` the two days, without laying them out as a list."""
    found = _found(reader, kind, from_day, to_day, None)
    return _by_department(
        (row["business_key"], codes[0] if codes else None, what) for row, codes, (what, *_) in found
    )


def _by_department(things: Iterable[tuple[str, str | None, str]]) -> pd.DataFrame:
    counts: dict[str, Counter[str]] = {}
    for (code, what), number in count_things(things).items():
        counts.setdefault(code or "", Counter())[what] = number
    ordered = sorted(counts, key=lambda code: (-counts[code].total(), code))
    rows = [
        {"department_code": code or None, **{name: counts[code][name] for name in CHANGES}}
        for code in ordered
    ]
    whole = sum(counts.values(), Counter())
    rows.append({"department_code": TOTAL, **{name: whole[name] for name in CHANGES}})
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def two_exports_words(summary: pd.DataFrame, *, from_day: date, to_day: date) -> str:
    """Return the finding above the page: what moved between the two days, or that nothing did."""
    total = summary[summary["department_code"] == TOTAL].iloc[0]
    if not total[list(CHANGES)].sum():
        return "Hai bản xuất giống nhau: không có thay đổi."
    return (
        f"Từ {day_month(from_day)} đến {day_month(to_day)}: thêm {count(total['closed'])} việc xong, "
        f"{count(total['reopened'])} việc mở lại, {count(total['vanished'])} việc không còn trong bản xuất"
    )


NO_COMPARISON = "Mới có một bản xuất. Nạp thêm một bản để xem thay đổi."


def bulk_closed(reader: Reader, *, as_of: date, campaign: Campaign) -> pd.DataFrame:
    """
    List units that completed many tasks on one of the last days before the limit of *campaign*.

    A fact to ask about, not a finding against anybody: work done early is often entered late.

    Returns:
        One row per department and day with at least ``bulk_items`` tasks: ``items``, ``usual_per_day``
        (mean of its ten working days before) and the neutral ``words``.
    """
    rule, calendar = rule_in_force("bulk_closed", as_of), WorkingCalendar.office()
    first = calendar.add_working_days(campaign.last_day + timedelta(days=1), -int(rule["bulk_last_days"]))
    before = calendar.add_working_days(first, -10)
    rows = reader.rows(_BULK, as_of=as_of, first_day=before, last_day=campaign.last_day)
    usual: dict[str, float] = {}
    for row in rows:
        if row["completed_date"] < first:
            usual[row["department_code"]] = usual.get(row["department_code"], 0) + row["items"] / 10
    many = [row for row in rows if row["completed_date"] >= first and row["items"] >= rule["bulk_items"]]
    return pd.DataFrame(
        [_bulk(row, usual.get(row["department_code"], 0.0)) for row in many], columns=list(BULK_COLUMNS)
    )


def _bulk(row: Row, usual: float) -> dict[str, Any]:
    name, on = department_name(row["department_code"]), day_month(row["completed_date"])
    words = (
        f"{name} ghi hoàn thành {count(row['items'])}{NBSP}việc cùng ngày{NBSP}{on}; "
        f"mười ngày làm việc trước đó trung bình {count(round(usual))}{NBSP}việc mỗi ngày"
    )
    return {**row, "usual_per_day": round(usual, 1), "words": words}

"""How did the clock of one dossier run: how long was it stopped, and by how much is it late?"""

from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from typing import Any

from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import NBSP, count, day, is_known, moment, pace
from metrics.asking.state import Row


@dataclass(frozen=True, slots=True)
class Lateness:
    """
    By how much a dossier is behind its due moment, in each way of counting.

    Attributes:
        calendar_days: Days by the calendar, as the totals of `apologies` count them.
        working_days: Working days; None where no due day is known.
        working_hours: Office time in hours, a started hour counting whole; None likewise.
    """

    calendar_days: int
    working_days: int | None
    working_hours: int | None

    @property
    def words(self) -> str:
        """In the first of working days, calendar days, office hours of which there is at least one."""
        by_calendar = f"{count(self.calendar_days)} ngày theo lịch"
        if self.working_days is None:
            return by_calendar
        if self.working_days:
            return f"{count(self.working_days)} ngày làm việc ({by_calendar})"
        if self.calendar_days:
            return f"{by_calendar}, chưa qua ngày làm việc nào"
        return f"{count(self.working_hours)} giờ làm việc" if self.working_hours else "chưa quá hạn"


def lateness(row: Row, as_of: date, calendar: WorkingCalendar) -> Lateness:
    """
    By how much the dossier of *row* is late, up to its finish, or to *as_of* while open.

    Without a due day the days stated in the file count.
    """
    due, end = (
        row["due"],
        row["stopped_at"] or (datetime.combine(as_of, time.max) if row["is_open"] else None),
    )
    if due is None or end is None:
        return Lateness(round(row["overdue_days_stated"] or 0), None, None)
    return Lateness(
        max((end.date() - due.date()).days, 0),
        calendar.working_days_late(due.date(), end.date()),
        ceil(calendar.working_hours(due, end)) if end > due else 0,
    )


def clock_lines(row: dict[str, Any], calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """The clock of one dossier of `apology_register`, step by step, in words."""
    return [
        ("Tiếp nhận", _when(row["received_at"])),
        ("Hẹn trả", f"{_when(row['promised_at'])}{_limit(row, calendar)}"),
        *_by_law(row),
        *_stop(row, calendar),
        ("Xong", "chưa xong" if row["is_open"] else _when(row["finished_at"])),
        ("Quá hạn", _late(row)),
    ]


def _limit(row: dict[str, Any], calendar: WorkingCalendar) -> str:
    """How many working days lie between receipt, which is not counted, and the promise."""
    if not is_known(row["received_at"]) or not is_known(row["promised_at"]):
        return ""
    days = calendar.working_days_after(row["received_at"].date(), row["promised_at"].date())
    return f" ({count(days)} ngày làm việc, không kể ngày tiếp nhận)"


def _by_law(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The due moment by the procedure's time where the dossier names none."""
    due = row["legal_due_at"]
    if is_known(row["promised_at"]) or not is_known(due):
        return []
    return [
        ("Hạn theo thời gian giải quyết của thủ tục", day(due) if due.time() == time.min else moment(due))
    ]


def _stop(row: dict[str, Any], calendar: WorkingCalendar) -> list[tuple[str, str]]:
    asked, received = row["supplement_requested_at"], row["supplement_received_at"]
    if not is_known(asked):
        return []
    lines = [("Yêu cầu bổ sung (đồng hồ dừng)", _when(asked))]
    if not is_known(received):
        return [*lines, ("Đã bổ sung (đồng hồ chạy tiếp)", "chưa bổ sung")]
    hours = calendar.working_hours(asked, received)
    return [
        *lines,
        ("Đã bổ sung (đồng hồ chạy tiếp)", _when(received)),
        ("Thời gian chờ, không tính", f"{pace(hours)}{NBSP}giờ làm việc"),
        ("Hạn sau khi cộng thời gian chờ", _when(row["due"])),
    ]


def _late(row: dict[str, Any]) -> str:
    days, hours = row["overdue_working_days"], row["overdue_working_hours"]
    known = is_known(days)
    late = Lateness(row["overdue_calendar_days"], int(days) if known else None, int(hours) if known else None)
    requests = row["supplement_requests"]
    if is_known(requests) and requests > 1:
        again = f"yêu cầu bổ sung {count(requests)} lần, từ lần thứ hai tính là quá hạn"
        return again if not late.calendar_days and not late.working_hours else f"{late.words}; {again}"
    return late.words


def _when(value: Any) -> str:
    return moment(value) if is_known(value) else "chưa có"

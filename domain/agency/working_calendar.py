"""Which days and hours the office works, and what "trước ngày" means."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Literal

import holidays

from domain.program.places import CODES, effective, kept

DayKind = Literal["off", "work", "half"]
ONE_DAY = timedelta(days=1)


def last_good_day(limit: date, *, inclusive: bool) -> date:
    """
    Return the last day on which finishing is in time.

    "Trước ngày 17/11" means until the end of 16/11 (decision 6).

        >>> last_good_day(date(2023, 11, 17), inclusive=False)
        datetime.date(2023, 11, 16)
    """
    return limit if inclusive else limit - ONE_DAY


@dataclass(frozen=True)
class WorkingCalendar:
    """
    The office's working days: Monday to Friday less Vietnamese public holidays and swap days,
    plus make-up Saturdays, with the office's own overrides on top.

    Attributes:
        overrides: Day to ``off``, ``work`` or ``half`` (morning only).
        sessions: Working sessions of a whole day, in order.
    """

    overrides: Mapping[date, DayKind] = field(default_factory=dict)
    sessions: tuple[tuple[time, time], ...] = ((time(7, 30), time(12)), (time(13, 30), time(17)))
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)
    _by_year: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)
    _holidays: holidays.HolidayBase = field(
        default_factory=lambda: holidays.country_holidays("VN", language="vi")
    )

    @classmethod
    def office(cls) -> "WorkingCalendar":
        """The calendar of `data/codes/calendar_overrides.csv` and `office_hours.toml`."""
        return _office_calendar()

    def is_working_day(self, day: date) -> bool:
        """Tell whether anybody works on *day*, were it only the morning."""
        known = self._known.get(day)
        if known is None:  # asked a thousand times by one forecast
            override = self.overrides.get(day)
            known = self._holidays.is_working_day(day) if override is None else override != "off"
            self._known[day] = known
        return known

    def next_working_day(self, day: date) -> date:
        """*day* itself when it is worked, else the first worked day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """
        The *count*-th working day after *day*, which itself is not counted (Bộ luật Dân sự 2015, Điều 147).

        A negative *count* goes back.
        """
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days from *first* to *last*, both included."""
        span = (last - first).days + 1
        return [d for d in (first + timedelta(n) for n in range(span)) if self.is_working_day(d)]

    def working_days_after(self, day: date, through: date) -> int:
        """
        Count the working days after *day* up to and including *through*; 0 when *through* is not later.

            >>> WorkingCalendar().working_days_after(date(2023, 11, 9), date(2023, 11, 16))
            5
        """
        if through <= day:
            return 0
        whole_years = (self._worked_in(year)[-1] for year in range(day.year, through.year))
        return sum(whole_years) + self._worked_through(through) - self._worked_through(day)

    def _worked_through(self, day: date) -> int:
        """Working days of *day*'s year up to and including *day*."""
        return self._worked_in(day.year)[day.timetuple().tm_yday - 1]

    def _worked_in(self, year: int) -> list[int]:
        """For each day of *year* the working days up to and including it, counted once: long lists ask for many days."""
        if year not in self._by_year:
            first = date(year, 1, 1)
            days = (first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1))
            self._by_year[year] = list(accumulate(int(self.is_working_day(day)) for day in days))
        return self._by_year[year]

    def working_days_late(self, due: date, finished: date) -> int:
        """Working days by which *finished* lies behind *due*; 0 when it does not."""
        return self.working_days_after(due, finished)

    def sessions_of(self, day: date) -> tuple[tuple[time, time], ...]:
        """The working sessions of *day*: none, the morning, or all."""
        if not self.is_working_day(day):
            return ()
        return self.sessions[:1] if self.overrides.get(day) == "half" else self.sessions

    def working_hours(self, start: datetime, end: datetime) -> float:
        """Hours of office time between two local moments; 0 when *end* is not later."""
        total = timedelta()
        for day in self.working_days(start.date(), end.date()):
            for opens, closes in self.sessions_of(day):
                begin = max(start, datetime.combine(day, opens))
                finish = min(end, datetime.combine(day, closes))
                total += max(finish - begin, timedelta())
        return total.total_seconds() / 3600

    def after_working_hours(self, start: datetime, hours: float) -> datetime:
        """
        The local moment at which *hours* (above 0) of office time have passed since *start*.

            >>> WorkingCalendar().after_working_hours(datetime(2023, 11, 9, 15), 8)
            datetime.datetime(2023, 11, 10, 15, 0)
        """
        left, day = timedelta(hours=hours), start.date()
        while True:
            for opens, closes in self.sessions_of(day):
                begin = max(start, datetime.combine(day, opens))
                end = datetime.combine(day, closes)
                if begin + left <= end:
                    return begin + left
                left -= max(end - begin, timedelta())
            day += ONE_DAY


_OVERRIDES, _HOURS = CODES / "calendar_overrides.csv", CODES / "office_hours.toml"


@kept(_OVERRIDES, _HOURS)
def _office_calendar() -> WorkingCalendar:
    with effective(_OVERRIDES).open(encoding="utf-8-sig", newline="") as file:
        overrides: dict[date, DayKind] = {
            date.fromisoformat(row["date"]): row["kind"]  # type: ignore[misc]
            for row in csv.DictReader(file)
        }
    hours = tomllib.loads(effective(_HOURS).read_text(encoding="utf-8-sig"))
    sessions = tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours["sessions"])
    return WorkingCalendar(overrides=overrides, sessions=sessions)


@kept(_HOURS)
def years_looked_through() -> tuple[int, ...]:
    """The years whose swap days and make-up days the office has looked through, by `office_hours.toml`."""
    return tuple(tomllib.loads(effective(_HOURS).read_text(encoding="utf-8-sig")).get("years", ()))

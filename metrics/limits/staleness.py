"""How old are the numbers of each source, and are there exports that need a word?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.agency.departments import department_name
from domain.agency.office import spoken
from domain.agency.working_calendar import WorkingCalendar
from domain.counted.source_kinds import source_kinds
from domain.wording.formats import NBSP, day
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.rules import rule_in_force
from metrics.asking.state import in_order
from store.builds.reader import Reader

RENEW_VI = "Nạp bản xuất mới trước khi dùng để nhắc việc."
_SAME_DAY = Path(__file__).with_name("same_day_exports.sql")


@dataclass(frozen=True, slots=True)
class SourceAge:
    """
    How fresh one source is on a day.

    Attributes:
        kind: Kind of source.
        words: Its name in a sentence.
        newest: Day of the newest export up to the day asked for.
        working_days_old: Working days since then.
        is_stale: Older than the rule allows.
        behind: Departments whose own newest export is older than the newest of all, worst first.
    """

    kind: str
    words: str
    newest: date
    working_days_old: int
    is_stale: bool
    behind: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The banner's sentence; empty while the source is fresh."""
        if not self.is_stale:
            return ""
        old = f"{self.words} đã cũ {self.working_days_old} ngày làm việc"
        return f"{old}. {RENEW_VI}"

    @property
    def behind_sentence(self) -> str:
        """Names the departments missing from the newest export; empty when none is."""
        if not self.behind:
            return ""
        names = ", ".join(department_name(code) for code in self.behind)
        return f"{self.words} ngày{NBSP}{day(self.newest)} chưa có: {names}. Các đơn vị này vẫn theo bản xuất trước."


def days_allowed(as_of: date) -> dict[str, int]:
    """Working days that the newest export of each watched kind may be old: as a rule in force says, else as the kind does."""
    declared = {name: kind.stale_after_days for name, kind in source_kinds().items()}
    ruled = {kind: int(rule["days"]) for kind, rule in _ruled(as_of).items()}
    return {kind: days for kind, days in {**declared, **ruled}.items() if days is not None}


def told_words(kind: str, as_of: date) -> str:
    """What the numbers of *kind* are called in a sentence about their age."""
    return spoken(_ruled(as_of).get(kind, {}).get("words") or source_kinds()[kind].told)


def _ruled(as_of: date) -> dict[str, dict[str, Any]]:
    return rule_in_force("staleness", as_of)["source"]


def source_ages(reader: Reader, *, today: date, calendar: WorkingCalendar | None = None) -> list[SourceAge]:
    """
    Return the age of every watched source that was ever exported by *today*, the oldest first.

    The day of an export covers it to its end: an export as of Sunday is one working day old on
    Monday, and stale on Tuesday when the rule allows one day.
    """
    calendar = calendar or WorkingCalendar.office()
    limits = days_allowed(today)
    known = export_days(reader, as_of=today)
    ages = [_age(kind, limits[kind], known[kind], today, calendar) for kind in limits if known.get(kind)]
    return sorted(ages, key=lambda age: (-age.working_days_old, age.kind))


def _age(
    kind: str, allowed: int, exported: dict[str, list[date]], today: date, calendar: WorkingCalendar
) -> SourceAge:
    newest = days_of_kind(exported)[-1]
    old = calendar.working_days_after(newest, today)
    behind = [code for code in in_order(exported) if exported[code][-1] < newest]
    return SourceAge(kind, told_words(kind, today), newest, old, old > allowed, tuple(behind))


def stale_sentences(reader: Reader, *, today: date) -> list[str]:
    """Return the banner's sentences for *today*, one per stale source; empty when all are fresh."""
    return [age.sentence for age in source_ages(reader, today=today) if age.is_stale]


def same_day_sentences(reader: Reader, *, as_of: date) -> list[str]:
    """
    Return a sentence for each day on which two exports speak for the same departments.

    Where they contradict each other the one loaded last stands; nothing is counted twice.
    """
    days = dict.fromkeys((row["kind"], row["as_of_date"]) for row in reader.rows(_SAME_DAY, as_of=as_of))
    return [
        f"{told_words(kind, as_of)} ngày{NBSP}{day(on)} có hai bản xuất; "
        "chỗ khác nhau lấy theo bản nạp sau, không tính hai lần."
        for kind, on in days
    ]

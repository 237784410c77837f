"""Which limits are running, what has to be at 100 % by each, and how much time is left?"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from domain.errors import RuleNotFoundError, UnknownNameError
from domain.formats import NBSP, day_month, limit_words, pace
from domain.places import RULES
from domain.working_calendar import WorkingCalendar, last_good_day

CAMPAIGNS = RULES / "campaigns.toml"
ALL_OWNERS = "*"

OBLIGATIONS = (
    "task_reported", "task_archived", "work_file", "work_file_complete",
    "apology", "shortfall", "assignment", "digital_signature",
)  # fmt: skip

KIND_OF: Mapping[str, str] = {
    "task_reported": "hpnet_tasks",
    "task_archived": "hpnet_tasks",
    "work_file": "hpnet_tasks",
    "work_file_complete": "hpnet_tasks",
    "apology": "dossiers",
    "shortfall": "shortfalls",
    "assignment": "assignments",
    "digital_signature": "outgoing_documents",
}

LABEL_VI: Mapping[str, str] = {
    "task_reported": "Báo cáo hoàn thành",
    "task_archived": "Lưu trữ công việc",
    "work_file": "Lập hồ sơ công việc",
    "work_file_complete": "Hồ sơ công việc đủ thông tin",
    "apology": "Xin lỗi công khai",
    "shortfall": "Phụ lục 1: tồn tại 2022",
    "assignment": "Phụ lục 2: phân công 2023",
    "digital_signature": "Văn bản ký số",
}

UNIT_VI: Mapping[str, str] = {
    "task_reported": "việc",
    "task_archived": "việc",
    "work_file": "việc",
    "work_file_complete": "việc",
    "apology": "hồ sơ",
    "shortfall": "tồn tại",
    "assignment": "nhiệm vụ",
    "digital_signature": "văn bản",
}

LEFT_VI: Mapping[str, str] = {
    "task_reported": "việc chưa báo cáo hoàn thành",
    "task_archived": "việc chưa lưu trữ",
    "work_file": "việc chưa lập hồ sơ",
    "work_file_complete": "việc có hồ sơ chưa đủ thông tin",
    "apology": "hồ sơ quá hạn chưa xin lỗi",
    "shortfall": "tồn tại chưa khắc phục",
    "assignment": "nhiệm vụ chưa hoàn thành",
    "digital_signature": "văn bản chưa ký số",
}


@dataclass(frozen=True, slots=True)
class InternalLimit:
    """An earlier limit inside the office: *owner* (a department code, or ``*`` for every unit) and what is due."""

    owner: str
    limit: date
    inclusive: bool
    what_vi: str

    @property
    def last_day(self) -> date:
        """The last day on which finishing is in time."""
        return last_good_day(self.limit, inclusive=self.inclusive)


@dataclass(frozen=True, slots=True)
class Campaign:
    """
    One limit set by a notice, with everything that has to be at 100 % by then.

    Attributes:
        id: The date of the notice's limit, such as ``2023-11-17``.
        limit: The day the notice names.
        inclusive: False for "trước ngày", True for "đến hết ngày".
        obligations: What must reach 100 %.
        quality: Watched beside them, not part of the 100 %.
        full_vi: Obligation to the words for its 100 %.
    """

    id: str
    limit: date
    inclusive: bool
    starts_on: date
    title_vi: str
    short_vi: str
    purpose_vi: str
    authority: str
    owner: str
    obligations: tuple[str, ...]
    quality: tuple[str, ...] = ()
    full_vi: Mapping[str, str] = field(default_factory=dict)
    internal_limits: tuple[InternalLimit, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day on which finishing is in time: 16/11 for "trước ngày 17/11"."""
        return last_good_day(self.limit, inclusive=self.inclusive)

    @property
    def limit_vi(self) -> str:
        """``Trước ngày 17/11 (hết ngày 16/11, thứ Năm)``."""
        return limit_words(self.limit, self.last_day)

    @property
    def rule_vi(self) -> str:
        """The rule printed beside the countdown."""
        head = f"Hạn tính đến 24 giờ ngày{NBSP}{day_month(self.last_day)}"
        return head if self.inclusive else f"{head}, không gồm ngày{NBSP}{day_month(self.limit)}"

    def earlier_limits(self, department: str) -> tuple[InternalLimit, ...]:
        """Internal limits that bind *department*, earliest first; those naming it win over those for all."""
        own = [limit for limit in self.internal_limits if limit.owner == department]
        chosen = own or [limit for limit in self.internal_limits if limit.owner == ALL_OWNERS]
        return tuple(sorted(chosen, key=lambda limit: limit.last_day))


State = Literal["running", "last_day", "over"]


@dataclass(frozen=True, slots=True)
class Countdown:
    """
    The time left for one limit as seen on a day.

    Attributes:
        state: ``running``, ``last_day`` or ``over``.
        working_days_left: Working days from the day itself to the last good day; 0 when over.
        working_hours_left: Hours of office time up to the end of the last good day.
        working_days_over: Working days passed since the last good day.
        phrase_vi: ``Còn 4 ngày làm việc``.
        hours_vi: ``32 giờ làm việc``; empty when over.
        limit_vi: The limit in words.
        rule_vi: How the limit is counted.
    """

    state: State
    working_days_left: int
    working_hours_left: float
    working_days_over: int
    phrase_vi: str
    hours_vi: str
    limit_vi: str
    rule_vi: str


def countdown(campaign: Campaign, on: date | datetime, calendar: WorkingCalendar | None = None) -> Countdown:
    """
    Return the time left for *campaign* on the day or at the moment *on*.

    The day itself still counts: on Monday 13/11 the limit "trước ngày 17/11" leaves four
    working days (13, 14, 15, 16/11), and on 16/11 the phrase is "Hôm nay là ngày cuối".

        >>> from datetime import date
        >>> countdown(campaign_by_id("2023-11-17"), date(2023, 11, 13)).working_days_left
        4
    """
    calendar = calendar or WorkingCalendar.office()
    moment = on if isinstance(on, datetime) else datetime.combine(on, time.min)
    today, last = moment.date(), campaign.last_day
    left = len(calendar.working_days(today, last)) if today <= last else 0
    hours = calendar.working_hours(moment, datetime.combine(last + timedelta(days=1), time.min))
    over = calendar.working_days_after(last, today)
    state: State = "over" if today > last else "last_day" if today == last else "running"
    return Countdown(
        state=state,
        working_days_left=left,
        working_hours_left=hours,
        working_days_over=over,
        phrase_vi=_phrase(state, left, over),
        hours_vi="" if state == "over" else f"{pace(hours)}{NBSP}giờ làm việc",
        limit_vi=campaign.limit_vi,
        rule_vi=campaign.rule_vi,
    )


def _phrase(state: State, left: int, over: int) -> str:
    if state == "last_day":
        return "Hôm nay là ngày cuối"
    if state == "running":
        return f"Còn {left} ngày làm việc" if left else "Không còn ngày làm việc nào trước hạn"
    return f"Đã quá hạn {over} ngày làm việc" if over else "Đã hết hạn"


def campaigns(path: Path = CAMPAIGNS) -> tuple[Campaign, ...]:
    """
    Return every campaign of the rules file, earliest limit first.

    Raises:
        RuleNotFoundError: The file lacks something, or names an obligation nobody knows.
    """
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> tuple[Campaign, ...]:
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("campaign", [])
    found = sorted((_campaign(entry, path.name) for entry in entries), key=lambda c: (c.last_day, c.id))
    if len({c.id for c in found}) < len(found):
        raise RuleNotFoundError("Hai đợt trùng mã", where=path.name, remedy="Mỗi đợt cần một mã riêng.")
    return tuple(found)


def _campaign(entry: Mapping[str, Any], file_name: str) -> Campaign:
    try:
        values = {key: value for key, value in entry.items() if key != "internal_limit"}
        listed = {key: tuple(values.get(key, ())) for key in ("obligations", "quality")}
        limits = tuple(InternalLimit(**limit) for limit in entry.get("internal_limit", ()))
        campaign = Campaign(**{**values, **listed}, internal_limits=limits)
    except TypeError as error:
        raise RuleNotFoundError(
            f"Đợt {entry.get('id', 'không có mã')} thiếu hoặc thừa thông tin", where=file_name,
            remedy="So với khối mẫu ngay phía trên trong tệp rồi sửa lại.",
        ) from error  # fmt: skip
    _refuse_unknown({*campaign.obligations, *campaign.quality} - set(OBLIGATIONS), campaign.id, file_name)
    return campaign


def _refuse_unknown(names: set[str], campaign_id: str, file_name: str) -> None:
    if names:
        raise RuleNotFoundError(
            f"Đợt {campaign_id} ghi yêu cầu không có: {', '.join(sorted(names))}", where=file_name,
            remedy=f"Chỉ dùng: {', '.join(OBLIGATIONS)}.",
        )  # fmt: skip


def campaign_by_id(campaign_id: str, path: Path = CAMPAIGNS) -> Campaign:
    """
    Return the campaign of that id.

    Raises:
        UnknownNameError: There is none.
    """
    for campaign in campaigns(path):
        if campaign.id == campaign_id:
            return campaign
    known = ", ".join(c.id for c in campaigns(path))
    raise UnknownNameError(
        f"Không có đợt {campaign_id}", where=f"các đợt: {known}", remedy="Chọn một đợt trong danh sách."
    )


def current_campaigns(on: date, chosen: Iterable[Campaign] | None = None) -> tuple[Campaign, ...]:
    """
    Return the campaigns of the wave that *on* belongs to: same year, else the newest year before it.

    Limits of one wave stay on the screen after they have passed, so that "đã quá hạn" is seen.
    """
    known = tuple(campaigns() if chosen is None else chosen)
    years = {c.limit.year for c in known}
    wanted = max((y for y in years if y <= on.year), default=min(years, default=on.year))
    return tuple(c for c in known if c.limit.year == wanted)


def next_limit(on: date, obligation: str, chosen: Iterable[Campaign] | None = None) -> Campaign | None:
    """Return the campaign whose limit *obligation* meets next on *on*; after all limits the last one."""
    known = campaigns() if chosen is None else chosen
    asking = [c for c in known if obligation in (*c.obligations, *c.quality)]
    ahead = [c for c in asking if c.last_day >= on]
    return ahead[0] if ahead else (asking[-1] if asking else None)

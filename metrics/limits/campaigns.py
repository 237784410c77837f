"""Which limits are running, what has to be at 100 % by each, and how much time is left?"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from domain.agency.departments import department_name
from domain.agency.working_calendar import WorkingCalendar, last_good_day
from domain.counted.checked import FaultyFileError, read_checked
from domain.counted.obligations import OBLIGATIONS as OBLIGATIONS
from domain.counted.obligations import words
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.errors import RuleNotFoundError, UnknownNameError
from domain.program.places import RULES, in_effect, stamp
from domain.wording.formats import NBSP, day_month, limit_words, pace
from domain.wording.text import lower_first
from store.disk.home import VERSIONS

CAMPAIGNS = RULES / "campaigns.toml"
ALL_OWNERS = "*"

# The columns of the records that most who ask for a campaign need beside it.
KIND_OF: Mapping[str, str] = words("kind")
LABEL_VI: Mapping[str, str] = words("label_vi")
UNIT_VI: Mapping[str, str] = words("unit_vi")
LEFT_VI: Mapping[str, str] = words("left_vi")


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

    @property
    def told_vi(self) -> str:
        """``hết ngày 15/11, gửi kết quả về Văn phòng``."""
        is_named = self.owner != ALL_OWNERS and self.what_vi.startswith(department_name(self.owner))
        what = self.what_vi if is_named else lower_first(self.what_vi)  # a unit keeps the capital of its name
        return f"hết ngày{NBSP}{day_month(self.last_day)}, {what}"


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
    def by_vi(self) -> str:
        """The limit inside a sentence: ``trước ngày 17/11``, ``đến hết ngày 15/12``."""
        head = "đến hết ngày" if self.inclusive else "trước ngày"
        return f"{head}{NBSP}{day_month(self.limit)}"

    @property
    def rule_vi(self) -> str:
        """The rule printed beside the countdown."""
        head = f"Hạn tính đến 24 giờ ngày{NBSP}{day_month(self.last_day)}"
        said = head if self.inclusive else f"{head}, không gồm ngày{NBSP}{day_month(self.limit)}"
        return f"{said}{self._day_off_vi}"

    @property
    def _day_off_vi(self) -> str:
        """What to mind where the last good day is a day off: on which working day before it the work has to be done."""
        calendar, worked = WorkingCalendar.office(), self.last_day
        if calendar.is_working_day(worked):
            return ""
        while not calendar.is_working_day(worked):
            worked -= timedelta(days=1)
        return f"; ngày ấy là ngày nghỉ, ngày làm việc cuối trước hạn là ngày{NBSP}{day_month(worked)}"

    def earlier_limits(self, department: str) -> tuple[InternalLimit, ...]:
        """Internal limits that bind *department*, earliest first; those naming it win over those for all."""
        own = [limit for limit in self.internal_limits if limit.owner == department]
        chosen = own or [limit for limit in self.internal_limits if limit.owner == ALL_OWNERS]
        return tuple(sorted(chosen, key=lambda limit: limit.last_day))

    def earlier_vi(self, department: str) -> str:
        """The earlier limits that bind *department*: ``Hạn nội bộ: hết ngày 15/11, …``; '' without any."""
        told = [inner.told_vi for inner in self.earlier_limits(department)]
        return f"Hạn nội bộ: {'; '.join(told)}." if told else ""


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
    left = working_days_left(today, last, calendar)
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


def working_days_left(today: date, last_day: date, calendar: WorkingCalendar | None = None) -> int:
    """
    Working days from *today* itself to *last_day*, 0 when it is over: the one count of screen, letter and reminder.

    >>> working_days_left(date(2023, 11, 13), date(2023, 11, 16)), working_days_left(date(2023, 11, 17), date(2023, 11, 16))
    (4, 0)
    """
    if today > last_day:
        return 0
    return len((calendar or WorkingCalendar.office()).working_days(today, last_day))


def _phrase(state: State, left: int, over: int) -> str:
    if state == "last_day":
        return "Hôm nay là ngày cuối"
    if state == "running":
        return f"Còn {left} ngày làm việc" if left else "Không còn ngày làm việc nào trước hạn"
    return f"Đã quá hạn {over} ngày làm việc" if over else "Đã hết hạn"


def campaigns(path: Path = CAMPAIGNS) -> tuple[Campaign, ...]:
    """
    Return every campaign of the rules file, earliest limit first; a draft waits for its notice and binds nobody.

    Raises:
        RuleNotFoundError: The file lacks something, or names an obligation nobody knows.
    """
    return _read(path, stamp(path))


@cache
def _read(path: Path, changed: tuple[Any, ...]) -> tuple[Campaign, ...]:
    try:
        entries = read_checked(path, RULE_SHAPES["campaigns"], changed).get("campaign", [])
    except FaultyFileError as problem:
        raise RuleNotFoundError(problem.what, where=problem.where, remedy=problem.remedy) from problem
    binding = [entry for entry in entries if not entry.get("is_draft")]
    return tuple(sorted(map(_campaign, binding), key=lambda c: (c.last_day, c.id)))


def _campaign(entry: Mapping[str, Any]) -> Campaign:
    values = {key: value for key, value in entry.items() if key not in ("internal_limit", "is_draft")}
    listed = {key: tuple(values.get(key, ())) for key in ("obligations", "quality")}
    limits = tuple(InternalLimit(**limit) for limit in entry.get("internal_limit", ()))
    return Campaign(**{**values, **listed}, internal_limits=limits)


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


def campaign_on_record(campaign_id: str) -> Campaign:
    """
    Return the campaign that something written down names: one that counts, else as the office last had it.

    What was frozen, promised or reminded stays readable after its campaign was taken out.

    Raises:
        UnknownNameError: Nobody ever had such a campaign.
    """
    for campaign in (*campaigns(), *_once_set()):
        if campaign.id == campaign_id:
            return campaign
    return campaign_by_id(campaign_id)


def _once_set() -> Iterator[Campaign]:
    """Campaigns of every kept state of the office's own data, the newest first, then those that ship with the program."""
    home = in_effect().home
    kept = sorted((home / VERSIONS).glob(f"*/{RULES.name}/{CAMPAIGNS.name}"), reverse=True) if home else []
    for path in (*kept, CAMPAIGNS):
        with suppress(OSError, ValueError, TypeError):
            entries = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("campaign", [])
            yield from [_campaign(entry) for entry in entries if not entry.get("is_draft")]


def current_campaigns(as_of: date, chosen: Iterable[Campaign] | None = None) -> tuple[Campaign, ...]:
    """
    Return the campaigns that a page on day *as_of* is about, earliest limit first: none, one or several.

    Those that run, with those over that ran beside them, so that "đã quá hạn" is seen. While none runs:
    the newest that are over, until the next begin, and the next that are known.
    """
    known = tuple(campaigns() if chosen is None else chosen)
    running = [c for c in known if c.starts_on <= as_of <= c.last_day]
    over = [c for c in known if c.last_day < as_of]
    if running:
        shown = _beside(running, over)
    else:
        ahead = [c for c in known if c.starts_on > as_of]
        newest = max(over, key=lambda c: c.last_day, default=None)
        soonest = min(ahead, key=lambda c: c.starts_on, default=None)
        shown = (_beside([newest], over) if newest else []) + (_beside([soonest], ahead) if soonest else [])
    return tuple(c for c in known if c in shown)


def _beside(some: list[Campaign], others: list[Campaign]) -> list[Campaign]:
    """*some* campaigns and those of *others* that run on a day of theirs."""
    return some + [
        c for c in others if any(c.starts_on <= one.last_day and one.starts_on <= c.last_day for one in some)
    ]


def next_limit(as_of: date, obligation: str, chosen: Iterable[Campaign] | None = None) -> Campaign | None:
    """Return the campaign whose limit *obligation* meets next on *as_of*; after all limits the last one."""
    known = campaigns() if chosen is None else chosen
    asking = [c for c in known if obligation in (*c.obligations, *c.quality)]
    ahead = [c for c in asking if c.last_day >= as_of]
    return ahead[0] if ahead else (asking[-1] if asking else None)

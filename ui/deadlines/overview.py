"""
What the overview says: from tables to sentences, cards and rows, without drawing anything.

`overview` is a question to a reader like a metric, so that the page can keep its answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import departments, scored_codes
from domain.counted.obligations import STEPS
from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, day_month, percent
from domain.wording.text import lower_first
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import LABEL_VI, Campaign, Countdown, countdown, current_campaigns
from metrics.limits.deadline_levels import Level, deadline_level
from metrics.pace.burn_up import TOO_LITTLE_KNOWN
from metrics.pace.forecast import forecast
from metrics.progress.completion import Claims, claims, completion
from metrics.progress.what_is_left import NOTHING, Work, work_left
from store.builds.reader import Reader

_COUNT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
NO_CAMPAIGN = "Chưa có đợt nào có thời hạn"
ALL_KNOWN_DONE = "Mọi đơn vị có dữ liệu đã đạt 100%"
HARD: tuple[Level, ...] = ("at_risk", "danger")
CALM: tuple[Level, ...] = ("done", "on_course", "not_applicable")


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How one department (or TOTAL) stands with one obligation.

    Attributes:
        required, done: None where unknown.
        chance: Of being at 100 % in time; None without forecast.
        vanished: Items counted although the newest export no longer has them.
        left_out: Departments whose data is missing; for TOTAL only.
        unread: Rejected rows that stand: nothing left is no 100 % while there are any.
        at_least: Items known to lack it where nobody knows how many have it; for TOTAL those of ``left_out``.
    """

    obligation: str
    level: Level
    required: int | None
    done: int | None
    rate_pct: float | None
    chance: float | None
    vanished: int = 0
    left_out: tuple[str, ...] = ()
    unread: int = 0
    at_least: int = 0

    @property
    def left(self) -> int | None:
        """Items not done; None where unknown."""
        return self.claim.left

    @property
    def claim(self) -> Claim:
        """What may be said of it."""
        return Claim(self.required, self.done, self.unread)

    @property
    def share(self) -> str:
        """``79,6%``, or the word for why there is none."""
        return self.claim.share

    @property
    def left_words(self) -> str:
        """``còn 151``, ``còn 3, 9 dòng chưa đọc được``, ``ít nhất còn 15``, or empty where 100 % may be said or nothing is known."""
        if self.left is None:
            return self.known_words
        if not self.required:
            return ""
        told = [f"còn{NBSP}{count(self.left)}"] if self.left else []
        return ", ".join([*told, *filter(None, [self.claim.unread_words])])

    @property
    def known_words(self) -> str:
        """``ít nhất còn 15``, or empty where nothing is known to be left beyond what is counted."""
        return f"ít nhất còn{NBSP}{count(self.at_least)}" if self.at_least else ""

    @property
    def words(self) -> str:
        """``**79,6%** · còn 151``, or the word for why there is no number."""
        if self.left is None or not self.required:
            return self.share
        return " · ".join(filter(None, [f"**{self.share}**", self.left_words]))


@dataclass(frozen=True, slots=True)
class Limit:
    """
    One campaign with its countdown and how its obligations stand.

    Attributes:
        units_behind: Departments with something left or unread.
        units: Departments with something required.
    """

    campaign: Campaign
    countdown: Countdown
    standings: tuple[Standing, ...]
    units_behind: int
    units: int

    @property
    def hard(self) -> tuple[Standing, ...]:
        """Obligations that will hardly be done in time, or were not."""
        return tuple(s for s in self.standings if s.level in HARD)

    @property
    def unread(self) -> int:
        """Rejected rows that stand, those of no known unit too: with any, nothing is said of all units."""
        return max((s.unread for s in self.standings), default=0)

    @property
    def worst(self) -> Standing | None:
        """The obligation furthest from 100 %; None when nothing known is left."""
        open_ones = [s for s in self.standings if s.left]
        return min(open_ones, key=lambda s: s.rate_pct or 0.0, default=None)


@dataclass(frozen=True, slots=True)
class DepartmentStanding:
    """
    One department with its standing for each obligation of the main limit.

    Attributes:
        work: What is left of these obligations, as things and as steps.
    """

    code: str
    name: str
    standings: tuple[Standing, ...]
    work: Work = NOTHING

    @property
    def is_quiet(self) -> bool:
        """Nothing to do here before the limit."""
        return all(s.level in CALM for s in self.standings)

    @property
    def is_done(self) -> bool:
        """Everything that applies is at 100 %."""
        return all(s.level in ("done", "not_applicable") for s in self.standings)

    @property
    def distance(self) -> tuple[int, float]:
        """Sort key, worst first: items left, then the lowest share. Who is unknown throughout comes last."""
        lowest = min((s.rate_pct for s in self.standings if s.rate_pct is not None), default=101.0)
        return -sum(s.left or s.at_least for s in self.standings), lowest


@dataclass(frozen=True, slots=True)
class Overview:
    """
    Everything on the overview that comes from completion and forecast.

    Attributes:
        limits: The campaigns of the wave, earliest first.
        main: The one the headline speaks of; None where no campaign is known.
        departments: Worst first.
        is_known: Any obligation has data.
        work: What is left of the main limit for the whole, as things and as steps.
    """

    limits: tuple[Limit, ...]
    main: Limit | None
    departments: tuple[DepartmentStanding, ...]
    is_known: bool
    work: Work = NOTHING


def overview(reader: Reader, *, as_of: date, today: date) -> Overview:
    """Return how the limits of the time and every department stand, as seen on *today* by numbers up to *as_of*."""
    counts, chances = completion(reader, as_of=as_of), forecast(reader, as_of=as_of)
    may_say = claims(reader, as_of=as_of)
    table = _Table(counts, may_say, chances, as_of, today, _known_to_lack(reader, may_say, as_of))
    limits = tuple(
        Limit(c, countdown(c, today), tuple(table.total(o, c) for o in c.obligations), *table.units(c))
        for c in current_campaigns(today)
    )
    main = _main(limits)
    work = work_left(reader, as_of=as_of, obligations=main.campaign.obligations) if main else {}
    rows = [
        DepartmentStanding(
            d.code,
            d.short_vi,
            tuple(table.of(d.code, o, main.campaign) for o in main.campaign.obligations),
            work.get(d.code, NOTHING),
        )
        for d in departments()
        if main and d.is_scored and d.code in table.codes
    ]
    return Overview(
        limits=limits,
        main=main,
        departments=tuple(sorted(rows, key=lambda row: row.distance)),
        is_known=any(s.required is not None for limit in limits for s in limit.standings),
        work=work.get(TOTAL, NOTHING),
    )


class _Table:
    """Completion and forecast by department and obligation."""

    def __init__(
        self,
        counts: pd.DataFrame,
        may_say: Claims,
        chances: pd.DataFrame,
        as_of: date,
        today: date,
        at_least: Mapping[tuple[str, str], int],
    ) -> None:
        self._claims, self._at_least = may_say, at_least
        self._counts = {(r["department_code"], r["obligation"]): r for r in _records(counts)}
        self._chances = {(r["department_code"], r["obligation"], r["campaign"]): r for r in _records(chances)}
        self._as_of, self._today = as_of, today
        self.codes = [code for code in dict.fromkeys(counts["department_code"]) if code != TOTAL]

    def of(self, code: str, obligation: str, campaign: Campaign) -> Standing:
        row, found = (
            self._counts.get((code, obligation), {}),
            self._claims.get((code, obligation), Claim(None, None)),
        )
        chance = self._chances.get((code, obligation, campaign.id), {}).get("p_on_time")
        level = deadline_level(
            required=found.required,
            done=found.done,
            chance=chance,
            campaign=campaign,
            as_of=self._as_of,
            today=self._today,
            unread=found.unread,
        )
        return Standing(
            obligation,
            level,
            found.required,
            found.done,
            found.rate_pct,
            chance,
            _whole(row.get("vanished")) or 0,
            unread=found.unread,
            at_least=self._at_least.get((code, obligation), 0),
        )

    def units(self, campaign: Campaign) -> tuple[int, int]:
        """How many departments are not at 100 %, and how many have anything to do."""
        own = [[self.of(code, o, campaign) for o in campaign.obligations] for code in self.codes]
        asked = [row for row in own if any(s.required for s in row)]
        return sum(any(s.claim.said in ("open", "unread") for s in row) for row in asked), len(asked)

    def total(self, obligation: str, campaign: Campaign) -> Standing:
        """The whole, naming the departments it leaves out because nothing is known of them."""
        whole = self.of(TOTAL, obligation, campaign)
        unknown = tuple(
            code
            for code in self.codes
            if code in scored_codes()
            and (row := self._counts.get((code, obligation), {})).get("done") is None
            and not row.get("not_applicable")
            and whole.done is not None
        )
        if not unknown:
            return whole
        lacking = sum(self._at_least.get((code, obligation), 0) for code in unknown)
        return replace(whole, left_out=unknown, at_least=lacking)


def _known_to_lack(reader: Reader, may_say: Claims, as_of: date) -> dict[tuple[str, str], int]:
    """Of whose steps nobody knows how many are done: the tasks that lack them all the same, by unit and obligation."""
    unknown = {key for key, one in may_say.items() if key[1] in STEPS and one.left is None}
    return {
        (code, name): work.steps
        for name in {name for _, name in unknown}
        for code, work in work_left(reader, as_of=as_of, obligations=(name,)).items()
        if (code, name) in unknown
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return records(frame.astype(object).where(frame.notna(), None))


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _main(limits: Sequence[Limit]) -> Limit | None:
    """The limit the headline speaks of: of those still running the one with most to do, else the last."""
    running = [limit for limit in limits if limit.countdown.state != "over"] or limits[-1:]
    return max(running, key=lambda limit: (len(limit.hard), len(limit.standings)), default=None)


def headline(shown: Overview) -> str:
    """
    The finding of the page: the limit, how many obligations are in danger, and the worst with its share.

    It claims nothing that is not known: without data it says so.
    """
    limit = shown.main
    if limit is None:
        return NO_CAMPAIGN
    total = len(limit.standings)
    head = f"Hạn{NBSP}{day_month(limit.campaign.limit)}"
    if not shown.is_known:
        return f"{head}: chưa có dữ liệu để biết còn bao nhiêu việc"
    worst = limit.worst
    unknown = sum(s.level == "unknown" for s in limit.standings)
    if worst is None:
        return f"{head}: {_done_words(limit, total, unknown)}"
    furthest = f"{lower_first(LABEL_VI[worst.obligation])} mới đạt {worst.share}"
    if limit.countdown.state == "over":
        missed = sum(s.claim.said in ("open", "unread") for s in limit.standings)
        return f"Đã hết hạn {day_month(limit.campaign.limit)}: {_of(missed, total)} chưa đạt 100%, {furthest}"
    if limit.hard:
        return f"{head}: {_of(len(limit.hard), total)} khó kịp, {furthest}"
    return f"{head}: chưa yêu cầu nào ở mức nguy cơ, {furthest}"


def _done_words(limit: Limit, total: int, unknown: int) -> str:
    done, unread = (sum(s.claim.said == said for s in limit.standings) for said in ("reached", "unread"))
    if unread:
        head = f"{count_word(done)} yêu cầu đã đạt 100%, " if done else ""
        return f"{head}{_of(unread, total)} còn dòng chưa đọc được, chưa kết luận"
    if unknown:
        return f"{count_word(done)} yêu cầu đã đạt 100%, {count_word(unknown)} yêu cầu chưa có dữ liệu"
    return f"{_of(total, total)} đã đạt 100%" if done else "không yêu cầu nào phát sinh"


def _of(part: int, total: int) -> str:
    """
    So many requirements of all.

    >>> _of(1, 3), _of(2, 2), _of(1, 1)
    ('một trong ba yêu cầu', 'cả hai yêu cầu', 'yêu cầu duy nhất')
    """
    if part == total:
        return "yêu cầu duy nhất" if total == 1 else f"cả {count_word(total)} yêu cầu"
    return f"{count_word(part)} trong {count_word(total)} yêu cầu"


def count_word(number: int) -> str:
    """Small numbers in words, larger ones in figures."""
    return _COUNT_WORDS[number] if number < len(_COUNT_WORDS) else count(number)


def rule_words(limit: Countdown) -> str:
    """How the limit is counted, and the office hours left until it."""
    return f"{limit.rule_vi}; còn {limit.hours_vi}" if limit.hours_vi else limit.rule_vi


def left_out_words(limit: Limit, names: Mapping[str, str]) -> str:
    """Whom the totals leave out: ``Lập hồ sơ công việc: chưa kể Văn phòng đại diện (chưa có dữ liệu, ít nhất còn 15).``"""
    said = [
        f"{LABEL_VI[s.obligation]}: chưa kể {', '.join(names[code] for code in s.left_out)}"
        f" ({', '.join(filter(None, ['chưa có dữ liệu', s.known_words]))})."
        for s in limit.standings
        if s.left_out
    ]
    return " ".join(said)


def nobodys_unread_words(rows: int) -> str:
    """What is said in the place of "all units", while *rows* of no known unit could not be read."""
    return f"Còn {count(rows)} dòng chưa rõ đơn vị nào, chưa kết luận mọi đơn vị đã đạt 100%"


def units_unread_words(units: int) -> str:
    """What is said where nothing is left but *units* units have rows that could not be read."""
    return f"{count_word(units).capitalize()} đơn vị còn dòng chưa đọc được, chưa kết luận đã đạt 100%"


def distance_finding(rows: Sequence[DepartmentStanding], *, nobodys: int = 0) -> str:
    """
    The finding above the department table: who is furthest, with how much of all that is left.

    Args:
        nobodys: Rows unread of the whole: where no unit has any of them, they may be anybody's.
    """
    known = [row for row in rows if any(s.left is not None for s in row.standings)]
    left = {row.name: row.work for row in known}
    total = sum(left.values(), NOTHING)
    if not known:
        return TOO_LITTLE_KNOWN
    if not total.steps:
        unread = sum(any(s.claim.said == "unread" for s in row.standings) for row in known)
        if unread:
            return units_unread_words(unread)
        if nobodys:
            return nobodys_unread_words(nobodys)
        return ALL_KNOWN_DONE
    most = max(work.steps for work in left.values())
    names = [name for name, work in left.items() if work.steps == most]
    theirs = sum((left[name] for name in names), NOTHING)
    share = percent(theirs.steps, total.steps)
    who = " và ".join(names) if len(names) < 3 else f"{count_word(len(names))} đơn vị"
    return f"{who} xa 100% nhất: còn {theirs.words}, bằng {share} số bước còn thiếu"

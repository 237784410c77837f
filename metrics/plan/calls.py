"""Which few calls matter today, what to say in them, and what became of what was promised?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

import pandas as pd

from domain.agency.departments import department_name, scored_codes
from domain.agency.heads import head_of
from domain.agency.office import spoken
from domain.agency.working_calendar import ONE_DAY, WorkingCalendar
from domain.counted.obligations import MEASURED
from domain.wording.formats import NBSP, chance, count, day, day_month, decimal_vi, moment
from domain.wording.text import lower_first
from metrics.asking.rows import Row, records
from metrics.asking.rules import rule_in_force
from metrics.criteria.assessment import Assessment, assess
from metrics.limits.campaigns import LABEL_VI, LEFT_VI, Campaign, campaigns, countdown, current_campaigns
from metrics.pace.forecast import forecast
from metrics.plan import planner
from metrics.points.ledger import part_of, total
from metrics.progress.completion import Claims, claims
from metrics.progress.what_is_left import what_is_left
from store.builds.reader import Reader

TOLD = 3
# What a call speaks of beside the obligations: criteria to complete or to prove.
CRITERIA = "criteria"
_GRAVE = ("high", "at_risk")
_WINS = {code: measure for measure, codes in MEASURED.items() for code in codes}
Points = Mapping[tuple[str, ...], float]
# What may be said on a day, for all promises of that day asked once.
Counts = Callable[[date], Claims]


@dataclass(frozen=True, slots=True)
class CallItem:
    """
    One obligation to speak of in a call: how many items are left and what they are worth.

    Attributes:
        obligation: Its code; `CRITERIA` for criteria to complete, named in *codes*.
    """

    obligation: str
    campaign: str
    left: int
    late: float
    points: float | None
    chance: float | None
    codes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``47 việc chưa lưu trữ``, ``3 tiêu chí chưa đủ điểm, minh chứng (1.5, 7.3.4, 5.4.2)``."""
        if self.obligation != CRITERIA:
            return f"{count(self.left)}{NBSP}{LEFT_VI[self.obligation]}"
        rest = "…" if len(self.codes) > TOLD else ""
        told = ", ".join(self.codes[:TOLD])
        return f"{count(self.left)}{NBSP}tiêu chí chưa đủ điểm, minh chứng ({told}{rest})"


@dataclass(frozen=True, slots=True)
class Stake:
    """
    What is at stake with one department, by `metrics.points.ledger`.

    Attributes:
        keepable: *Còn giữ được đến hạn*, all its part.
        codes: Criteria at risk that it has to complete or to prove, most points first.
        criteria_points: What of *keepable* lies in these.
    """

    keepable: float
    codes: tuple[str, ...] = ()
    criteria_points: float = 0.0


def stakes(assessment: Assessment) -> dict[str, Stake]:
    """What is at stake with every department that has a part in the points that can still be kept."""
    found = {}
    for code in scored_codes():
        grave = [
            leaf
            for leaf in assessment.known
            if leaf.level in _GRAVE and leaf.judgement.basis in ("self", "last_year")
        ]
        parts = {leaf.code: part_of(leaf, code).keepable for leaf in grave}
        own = sorted((name for name, points in parts.items() if points), key=lambda name: -parts[name])
        keepable = total(assessment, code).keepable
        if keepable:
            found[code] = Stake(float(keepable), tuple(own), float(sum(parts.values())))
    return found


@dataclass(frozen=True, slots=True)
class Call:
    """
    One call of Trưởng ban.

    Attributes:
        who: Title of the head of the department; never a person's name.
        items: What to speak of, most points first.
        points: Index points that the department can still keep, as every page has them; None where unknown.
        last_day: The nearest limit among the items.
        promise: What is known of an earlier promise; empty where there is none.
        draft: Words to begin with.
    """

    department_code: str
    who: str
    items: tuple[CallItem, ...]
    points: float | None
    last_day: date
    promise: str
    draft: str

    @property
    def about(self) -> str:
        """``36 việc chưa lập hồ sơ, 47 việc chưa lưu trữ``; three at most, the rest summed up."""
        told = ", ".join(item.words for item in self.items[:TOLD])
        rest = len(self.items) - TOLD
        return f"{told} và {rest}{NBSP}yêu cầu khác" if rest > 0 else told

    @property
    def worth(self) -> str:
        """``1,10 điểm``, or that it is not known."""
        return "chưa rõ điểm" if self.points is None else f"{decimal_vi(self.points, 2)}{NBSP}điểm"


def calls_for_today(
    outlook: pd.DataFrame,
    *,
    as_of: date,
    today: date,
    points_per_item: Points | None = None,
    at_stake: Mapping[str, Stake] | None = None,
    promises: Iterable[Row] = (),
) -> list[Call]:
    """
    Return at most the rule's number of calls, by points and then by the nearest limit.

    A department is called for what it will hardly finish in time (a chance under the rule's, or none
    that could be worked out), and for criteria at risk that it can still complete or prove. What it has promised for a day still to come needs no call; a
    broken promise does.

    Args:
        outlook: The table of `metrics.pace.forecast.forecast` on *as_of*.
        points_per_item: (department, obligation) to index points at stake with one item; absent: unknown.
        at_stake: As `stakes` returns it; absent: only what the items tell.
        promises: Judged promises, see `judged_promises`.
    """
    rule = rule_in_force("reminders", as_of)
    judged = list(promises)
    running = {c.id: c for c in current_campaigns(today)}
    items: dict[str, list[CallItem]] = {code: [] for code in scored_codes()}
    for row in records(outlook):
        is_ours = row["department_code"] in items and row["campaign"] in running
        if is_ours and _is_in_danger(row, rule) and not _is_promised(row, judged, today):
            items[row["department_code"]].append(_item(row, running, as_of, points_per_item or {}))
    given = at_stake or {}
    for code, stake in given.items():
        items[code] += _criteria_items(code, stake, running, as_of, judged, today)
    calls = [
        _call(code, _once_each(own, running, today), running, as_of, today, judged, given.get(code))
        for code, own in items.items()
        if own
    ]
    # Stable: departments equal in everything keep their official order.
    calls.sort(key=lambda c: (-(c.points or 0), c.last_day, -sum(item.late for item in c.items)))
    return calls[: int(rule["calls"])]


def todays_calls(reader: Reader, *, as_of: date, today: date, promises: Iterable[Row] = ()) -> list[Call]:
    """
    Return the calls of *today* by the numbers of *as_of*, with the index points known there.

    Args:
        promises: Rows as stored; they are judged here.
    """
    assessment = assess(reader, as_of=as_of)
    return calls_for_today(
        forecast(reader, as_of=as_of),
        as_of=as_of,
        today=today,
        points_per_item=planner.points_per_item(assessment) if assessment else {},
        at_stake=stakes(assessment) if assessment else {},
        promises=judged_promises(reader, promises, as_of=as_of),
    )


def _is_in_danger(row: Row, rule: Mapping[str, Any]) -> bool:
    if pd.isna(row["remaining"]) or row["remaining"] == 0:
        return False
    return pd.isna(row["p_on_time"]) or row["p_on_time"] * 100 < rule["call_below_pct"]


def _is_promised(row: Row, promises: Iterable[Row], today: date) -> bool:
    return any(
        p["department_code"] == row["department_code"]
        and p["obligation"] in (None, row["obligation"])
        and p["state"] == "open"
        and p["promised_date"] >= today
        for p in promises
    )


def _item(row: Row, running: Mapping[str, Campaign], as_of: date, points: Points) -> CallItem:
    left, each = int(row["remaining"]), points.get((row["department_code"], row["obligation"]))
    days = WorkingCalendar.office().working_days_after(as_of, running[row["campaign"]].last_day)
    pace = 0.0 if pd.isna(row["pace_per_day"]) else float(row["pace_per_day"])
    known = None if pd.isna(row["p_on_time"]) else float(row["p_on_time"])
    worth = None if each is None else round(left * each, 4)
    return CallItem(row["obligation"], row["campaign"], left, max(left - pace * days, 0.0), worth, known)


def _once_each(items: Iterable[CallItem], running: Mapping[str, Campaign], today: date) -> list[CallItem]:
    """One item for each obligation, whatever limits ask for it: under the next one ahead, else the last."""

    def distance(item: CallItem) -> tuple[bool, int]:
        days = (running[item.campaign].last_day - today).days
        return days < 0, abs(days)

    farthest_first = sorted(items, key=distance, reverse=True)
    return list({item.obligation: item for item in farthest_first}.values())


def _criteria_items(
    code: str,
    stake: Stake,
    running: Mapping[str, Campaign],
    as_of: date,
    promises: Iterable[Row],
    today: date,
) -> list[CallItem]:
    """The criteria to speak of, under the nearest limit still ahead; none where no limit is, or all is promised."""
    ahead = [campaign for campaign in running.values() if campaign.last_day > as_of]
    row = {"department_code": code, "obligation": CRITERIA}
    if not stake.codes or not ahead or _is_promised(row, promises, today):
        return []
    nearest = min(ahead, key=lambda campaign: campaign.last_day)
    return [CallItem(CRITERIA, nearest.id, len(stake.codes), 0.0, stake.criteria_points, None, stake.codes)]


def _call(
    code: str,
    items: Sequence[CallItem],
    running: Mapping[str, Campaign],
    as_of: date,
    today: date,
    promises: list[Row],
    stake: Stake | None,
) -> Call:
    ordered = tuple(
        sorted(items, key=lambda i: (-(i.points or 0), running[i.campaign].last_day, -i.left, i.obligation))
    )
    known = _points_once(ordered) if stake is None else [stake.keepable]
    nearest = min((running[item.campaign] for item in ordered), key=lambda c: c.last_day)
    broken = [p for p in promises if p["department_code"] == code and p["state"] == "broken"]
    call = Call(
        department_code=code,
        who=head_of(code).title_vi,
        items=ordered,
        points=sum(known) if known else None,
        last_day=nearest.last_day,
        promise=promise_words(broken[-1]) if broken else "",
        draft="",
    )
    return replace(call, draft=_draft(call, running, as_of, today, broken))


def _points_once(items: Iterable[CallItem]) -> list[float]:
    """Known points of *items*; of obligations that win the same points the larger."""
    found: dict[str, float] = {}
    for item in items:
        if item.points is not None:
            name = _WINS.get(item.obligation, item.obligation)
            found[name] = max(found.get(name, 0.0), item.points)
    return list(found.values())


def _draft(
    call: Call, running: Mapping[str, Campaign], as_of: date, today: date, broken: Sequence[Row]
) -> str:
    """Words to begin the call with: the facts, the limit, and one question."""
    name = department_name(call.department_code)
    sentences = [f"Số liệu đến hết ngày{NBSP}{day(as_of)}: {name} còn {call.about}."]
    for campaign in sorted({item.campaign for item in call.items}):
        clock = countdown(running[campaign], today)
        sentences.append(f"{clock.limit_vi}: {lower_first(clock.phrase_vi)}.")
    doubtful = [item for item in call.items if item.chance is not None and item.chance < 0.5]
    if doubtful and call.last_day >= today:
        worst = min(doubtful, key=lambda item: item.chance or 0)
        about = _in_sentence(LABEL_VI[worst.obligation])
        sentences.append(f"Theo tốc độ hiện nay, khả năng kịp của phần {about} là {chance(worst.chance)}.")
    if broken:
        sentences.append(
            f"Lần trước đơn vị hẹn xong ngày{NBSP}{day_month(broken[-1]['promised_date'])} nhưng chưa xong."
        )
    sentences.append(spoken("Đề nghị đồng chí cho biết ngày nào xong và cần {short_name} hỗ trợ việc gì."))
    return " ".join(sentences)


def _in_sentence(label: str) -> str:
    """A label inside a sentence: small, but "Phụ lục 1" keeps its name and loses its explanation."""
    return label.partition(":")[0] if ":" in label else lower_first(label)


def judged_promises(reader: Reader, promises: Iterable[Row], *, as_of: date) -> list[dict[str, Any]]:
    """
    Return *promises* with ``state`` judged by the numbers up to the end of *as_of*, and ``left``.

    Nothing left on the promised day, or earlier: kept. Something left at its end: broken, also when
    finished the day after. Otherwise open. A promise that names items is about those
    alone. A withdrawn one stays withdrawn. Without numbers for its department it stays open.
    """
    counts = cache(lambda on: claims(reader, as_of=on))
    return [{**row, **_judged(reader, row, as_of, counts)} for row in promises]


def _judged(reader: Reader, row: Row, as_of: date, counts: Counts) -> dict[str, Any]:
    if row["state"] == "withdrawn":
        return {"left": None}
    left = _left_on(reader, row, min(as_of, row["promised_date"]), counts)
    if left == 0:
        return {"state": "kept", "left": 0}
    is_over = as_of >= row["promised_date"] and left is not None
    return {"state": "broken" if is_over else "open", "left": left}


def _left_on(reader: Reader, row: Row, as_of: date, counts: Counts) -> int | None:
    """Items of the promise not done by the end of *as_of*; None where that is unknown."""
    if row.get("items"):
        listed = what_is_left(reader, as_of=as_of, department=row["department_code"]).to_dict("records")
        own = {item["item_key"] for item in listed if row["obligation"] in (None, item["obligation"])}
        return len(own & set(row["items"]))
    own = {name: one for (code, name), one in counts(as_of).items() if code == row["department_code"]}
    names = [row["obligation"]] if row["obligation"] else _obligations(row["campaign"])
    asked = [own[name] for name in names if name in own and (own[name].required or own[name].unread)]
    left = sum(one.left or 0 for one in asked)
    # What nobody could read may be what was promised: it is not kept, and not broken.
    if not asked or any(one.left is None or (not left and one.unread) for one in asked):
        return None
    return left


def _obligations(campaign_id: str | None) -> list[str]:
    return [name for c in campaigns() if campaign_id in (None, c.id) for name in c.obligations]


def promise_words(row: Row) -> str:
    """Return ``Hẹn xong ngày 15/11 · Đã giữ hẹn``."""
    head = f"Hẹn xong ngày{NBSP}{day_month(row['promised_date'])}"
    ends = {"kept": "Đã giữ hẹn", "broken": "Chưa giữ hẹn", "withdrawn": "Đã rút"}
    return f"{head} · {ends[row['state']]}" if row["state"] in ends else head


def promise_record(promises: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """Return department to (kept, broken) among judged promises."""
    found: dict[str, tuple[int, int]] = {}
    for row in promises:
        kept, broken = found.get(row["department_code"], (0, 0))
        found[row["department_code"]] = (kept + (row["state"] == "kept"), broken + (row["state"] == "broken"))
    return found


@dataclass(frozen=True, slots=True)
class Escalation:
    """One obligation that goes up: nobody gave a day, or the day given passed."""

    department_code: str
    obligation: str
    since: datetime
    working_hours: float
    to: str
    reason: str

    @property
    def words(self) -> str:
        """The sentence for the list of today."""
        name, what = department_name(self.department_code), _in_sentence(LABEL_VI[self.obligation])
        hours = decimal_vi(int(self.working_hours), 0)
        return f"Chuyển {self.to}: {name}, {what}: {self.reason}, đã {hours}{NBSP}giờ làm việc"


def escalations(
    left: pd.DataFrame, reminders: Iterable[Row], promises: Iterable[Row], *, now: datetime
) -> list[Escalation]:
    """
    Return what goes up at *now*: left, reminded, and without a promise for the rule's working hours.

    The clock starts with the first reminder, or at the end of the day of a broken promise. A
    promise that still stands stops it. At exactly the rule's hours it goes up.

    Args:
        left: The table of `metrics.progress.what_is_left.what_is_left`.
        reminders: Rows of the reminder log.
        promises: Judged promises.
    """
    rule, calendar, judged = rule_in_force("reminders", now.date()), WorkingCalendar.office(), list(promises)
    wanted = set(zip(left["department_code"], left["obligation"], strict=True))
    first: dict[tuple[str, str], datetime] = {}
    for row in sorted(reminders, key=lambda r: r["prepared_at"]):
        first.setdefault((row["department_code"], row["obligation"]), _naive(row["prepared_at"]))
    found = []
    for code, obligation in sorted(wanted & set(first)):
        own = [p for p in judged if p["department_code"] == code and p["obligation"] in (None, obligation)]
        since, reason = _clock(first[code, obligation], own)
        hours = calendar.working_hours(since, _naive(now)) if since else 0.0
        if since and hours >= rule["escalate_after_hours"]:
            found.append(Escalation(code, obligation, since, hours, rule["escalate_to"], reason))
    return sorted(found, key=lambda e: (-e.working_hours, e.department_code, e.obligation))


def _clock(reminded: datetime, promises: Sequence[Row]) -> tuple[datetime | None, str]:
    if any(p["state"] == "open" for p in promises):
        return None, ""
    broken = [p["promised_date"] for p in promises if p["state"] == "broken"]
    if broken:
        over = datetime.combine(max(broken) + ONE_DAY, time.min)
        return over, f"không giữ hẹn ngày{NBSP}{day_month(max(broken))}"
    return reminded, f"chưa hẹn ngày xong kể từ lời nhắc lúc {moment(reminded)}"


def _naive(value: datetime) -> datetime:
    """Local time without its zone: the calendar counts in the office's own hours."""
    return value.replace(tzinfo=None)

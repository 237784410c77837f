"""Whom to remind today, of exactly what, and what has already been prepared?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

import pandas as pd

from domain.agency.departments import department_name, scored_codes
from domain.agency.heads import head_of
from domain.agency.office import office
from domain.agency.working_calendar import WorkingCalendar
from domain.counted.obligations import RECORDS
from domain.wording.formats import NBSP, clock, count, day, moment
from domain.wording.text import lower_first
from metrics.asking.rows import Row
from metrics.asking.rules import Rule, rule_in_force
from metrics.limits.campaigns import LEFT_VI, UNIT_VI, Campaign, campaign_by_id, countdown, working_days_left

OVERDUE = "overdue"
OWN = "own"
"""The step of a message that is due by the items' own days, and not by the campaign's limit."""
Told = dict[tuple[str, str, str], list[Row]]
"""Department, obligation and item to the lines of the reminder log."""


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """
    One item in a reminder; *number* is what HpNet or the one-stop system finds it by.

    *own_step* is the step of the item's own due day on the day of the message; None where it binds nobody.
    """

    obligation: str
    item_key: str
    number: str
    title: str
    person: str
    due_date: date | None
    next_step: str
    own_step: str | None = None

    def due_vi(self, today: date) -> str:
        """``hạn 10/11/2023, quá hạn``; '' where the item has no limit of its own."""
        if self.own_step is None or self.due_date is None:
            return ""
        left = working_days_left(today, self.due_date)
        told = "quá hạn" if self.own_step == OVERDUE else f"còn {left}{NBSP}ngày làm việc"
        return f"hạn{NBSP}{day(self.due_date)}, {told}"


@dataclass(frozen=True, slots=True)
class Reminder:
    """
    One message to one department about one limit.

    Attributes:
        step: ``7``, ``3``, ``1`` working days before the last good day, ``overdue``, or ``own`` where the items'
            own due days, and not the campaign's limit, ask for it today.
        items: The department's own items that had no message at this step, by obligation.
        earlier: Items of the same obligations left out because this step's message was prepared already.
    """

    department_code: str
    campaign: Campaign
    step: str
    items: tuple[ReminderItem, ...]
    earlier: int
    as_of: date
    today: date
    listed: int

    @property
    def counts(self) -> dict[str, int]:
        """Obligation to how many items of this message."""
        found: dict[str, int] = {}
        for item in self.items:
            found[item.obligation] = found.get(item.obligation, 0) + 1
        return found

    @property
    def days_left(self) -> int:
        """Working days left on the day of the message, as the text and the screen say."""
        return working_days_left(self.today, self.campaign.last_day)

    @property
    def subject(self) -> str:
        """Subject of a mail, first line of a message."""
        if self.step == OWN:
            return f"Nhắc việc {department_name(self.department_code)}: việc đến hạn riêng hoặc đã quá hạn"
        phrase = countdown(self.campaign, self.today).phrase_vi
        return f"Nhắc việc {department_name(self.department_code)}: {self.campaign.limit_vi}, {lower_first(phrase)}"

    @property
    def text(self) -> str:
        """The whole message, ready to paste into HpNet or Zalo."""
        gathering = department_name(office().gathering_unit)
        lines = [
            self.subject,
            "",
            f"Kính gửi {head_of(self.department_code).title_vi},",
            f"Số liệu đến hết ngày{NBSP}{day(self.as_of)}, đơn vị {'có việc đến hạn riêng' if self.step == OWN else 'còn'}:",
            *(line for name in self.counts for line in self._lines(name)),
            "",
            *filter(None, [self.campaign.earlier_vi(self.department_code)]),
            f"{self._rule_vi}. Đề nghị đơn vị hoàn thành và báo {gathering}; việc chưa thể xong thì cho biết ngày hẹn.",
            f"{gathering} {office().short_name}",
        ]
        return "\n".join(lines)

    @property
    def _rule_vi(self) -> str:
        if self.step == OWN:
            return f"Hạn chung của đợt: {lower_first(self.campaign.limit_vi)}"
        return self.campaign.rule_vi

    def _lines(self, obligation: str) -> list[str]:
        own = [item for item in self.items if item.obligation == obligation]
        lines = [f"- {count(len(own))}{NBSP}{LEFT_VI[obligation]}:"]
        for item in own[: self.listed]:
            about = f": {item.title}" if item.title else ""
            is_same = item.due_date == self.campaign.last_day
            beside = "; ".join(filter(None, [item.person, "" if is_same else item.due_vi(self.today)]))
            lines.append(f"  + {item.number or item.item_key}{about}{f' ({beside})' if beside else ''}")
        if len(own) > self.listed:
            lines.append(
                f"  + và {count(len(own) - self.listed)}{NBSP}{UNIT_VI[obligation]} khác, xem danh sách trên bảng điều hành"
            )
        return lines

    def log_rows(self, *, channel: str, prepared_by: str, prepared_at: datetime) -> list[dict[str, Any]]:
        """Rows for the reminder log: one per item, so that no item has two messages at one step."""
        shared = {
            "department_code": self.department_code, "campaign": self.campaign.id,
            "channel": channel, "body": self.text, "prepared_by": prepared_by, "prepared_at": prepared_at,
        }  # fmt: skip
        return [
            {**shared, "obligation": item.obligation, "item_key": item.item_key, "step": self._step_of(item)}
            for item in self.items
        ]

    def _step_of(self, item: ReminderItem) -> str:
        return f"{OWN}-{item.own_step}" if self.step == OWN else self.step


def step_on(
    today: date, last_day: date, steps: Sequence[int], calendar: WorkingCalendar | None = None
) -> str | None:
    """
    Return the step due on *today* for a limit; None while it is too early.

    Counted as the screen counts, *today* included: for the last good day Thursday 16/11 step 3 begins on
    Tuesday 14/11 ("Còn 3 ngày làm việc"), step 1 on that day itself. A step missed is made up until the next begins.
    """
    if today > last_day:
        return OVERDUE
    left = working_days_left(today, last_day, calendar)
    return next((str(step) for step in sorted(steps) if left <= step), None)


def due_reminders(
    left: pd.DataFrame,
    *,
    as_of: date,
    today: date,
    log: Iterable[Row] = (),
    pauses: Iterable[Row] = (),
) -> list[Reminder]:
    """
    Return the messages to prepare on *today*: per department and limit one, and one more for own due days.

    One rule for every department: each gets its own items alone, each item once per step. The same steps
    count towards the own due day of an item whose obligation is dated; a message of any sort on a day of
    such a step has told it. A
    department under a pause gets none through the last day of the pause; leadership and items of nobody get none.

    Args:
        left: The table of `metrics.progress.what_is_left.what_is_left` on *as_of*.
        log: Rows of the reminder log: items that already have a message.
        pauses: Rows with department_code and until.
    """
    rule = rule_in_force("reminders", today)
    paused = {row["department_code"] for row in pauses if row["until"] >= today}
    told: Told = {}
    for line in log:
        told.setdefault((line["department_code"], line["obligation"], line["item_key"]), []).append(line)
    reminded = set(scored_codes()) - paused
    asked: dict[tuple[str, str], list[Mapping[Any, Any]]] = {}
    for row in left.to_dict("records"):
        if row["department_code"] in reminded and row["campaign"]:
            asked.setdefault((row["department_code"], row["campaign"]), []).append(row)
    found = [
        message
        for (code, campaign), own in asked.items()
        for message in _messages(code, campaign_by_id(campaign), own, told, as_of, today, rule)
    ]
    places = {code: place for place, code in enumerate(scored_codes())}
    return sorted(found, key=lambda m: (m.campaign.last_day, places[m.department_code], m.step == OWN))


def _messages(
    code: str,
    campaign: Campaign,
    own: Sequence[Mapping[Any, Any]],
    told: Told,
    as_of: date,
    today: date,
    rule: Rule,
) -> Iterator[Reminder]:
    """The message of the campaign's step where one is due, and that of the own due days it does not tell."""
    step_of = cache(partial(step_on, today, steps=rule["steps"]))
    step = step_of(campaign.last_day)
    binding = [row for row in own if row["obligation"] in campaign.obligations]
    fresh: list[ReminderItem] = []
    dated: list[ReminderItem] = []
    for row in sorted(binding, key=lambda row: campaign.obligations.index(row["obligation"])):
        item, written = _item(row, step_of), told.get((code, row["obligation"], row["item_key"]), ())
        if step and not any(_is_of(line, campaign, step) for line in written):
            fresh.append(item)
        elif item.own_step and not any(_tells(line, item, rule["steps"]) for line in written):
            dated.append(item)
    listed = int(rule["items_listed"])
    if fresh:
        yield Reminder(
            code, campaign, step or "", tuple(fresh), len(binding) - len(fresh), as_of, today, listed
        )
    if dated:
        yield Reminder(code, campaign, OWN, tuple(dated), 0, as_of, today, listed)


def _is_of(row: Row, campaign: Campaign, step: str) -> bool:
    return bool(row["campaign"] == campaign.id and row["step"] == step)


def _tells(row: Row, item: ReminderItem, steps: Sequence[int]) -> bool:
    """Whether a message that was prepared tells an item at the step of its own day that it has reached."""
    assert item.due_date is not None
    return step_on(row["prepared_at"].date(), item.due_date, steps) == item.own_step


def _item(row: Mapping[Any, Any], step_of: Callable[[date], str | None]) -> ReminderItem:
    due_date = row["due_date"] if RECORDS[row["obligation"]].is_dated else None
    return ReminderItem(
        obligation=row["obligation"],
        item_key=row["item_key"],
        number=row["number"] or "",
        title=" ".join((row["title"] or "").split()),
        person=row["person"] or "",
        due_date=row["due_date"],
        next_step=row["next_step"] or "",
        own_step=step_of(due_date) if due_date else None,
    )


def log_words(row: Row) -> str:
    """
    Return ``Đã soạn lúc 08:10 (chưa gửi)``: preparing is not sending.

    Only a message that the mail server took is called sent.
    """
    verb = "Đã gửi" if row["channel"] == "smtp" else "Đã soạn"
    return f"{verb} lúc {clock(row['prepared_at'])}" + ("" if row["channel"] == "smtp" else " (chưa gửi)")


def pause_words(row: Row) -> str:
    """Return until when a department is not reminded, and why."""
    return f"Tạm dừng nhắc {department_name(row['department_code'])} đến hết ngày{NBSP}{day(row['until'])}: {row['reason']}"


def nothing_to_remind(left: pd.DataFrame, *, today: date, log: Iterable[Row] = (), unread: int = 0) -> str:
    """
    Return why there is no message on *today*: all done, too early, or all prepared already.

    Args:
        unread: Rejected rows that stand: with any, nobody says that nothing is left.
    """
    if left.empty:
        return (
            "Không còn việc nào phải nhắc trong số dòng đọc được."
            if unread
            else "Không còn việc nào phải nhắc."
        )
    steps, campaigns = rule_in_force("reminders", today)["steps"], set(left["campaign"].dropna())
    written = list(log)
    days = [campaign_by_id(one).last_day for one in campaigns]
    told_own = any(row["campaign"] in campaigns and row["step"].startswith(OWN) for row in written)
    if days and not told_own and all(step_on(today, last, steps) is None for last in days):
        return f"Chưa đến lúc nhắc: bắt đầu khi còn {max(steps)} ngày làm việc."
    newest = max((row["prepared_at"] for row in written), default=None)
    if newest is None:
        return "Không đơn vị nào có việc phải nhắc hôm nay."
    return f"Mọi việc đã có lời nhắc ở mốc này, soạn gần nhất lúc {moment(newest)}."

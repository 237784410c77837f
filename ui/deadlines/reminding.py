"""How reminders are told: what is due, what was prepared or sent, and the files made from it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import SHORT_NAMES, scored_codes
from domain.agency.office import spoken
from domain.wording.formats import NBSP, count, day_month
from metrics.limits.campaigns import LEFT_VI, campaign_by_id, campaign_on_record
from metrics.limits.reminders import OVERDUE, OWN, Reminder, due_reminders, log_words, nothing_to_remind
from metrics.progress.what_is_left import work_in
from store.written.records import Row
from ui.pieces.components import Column

STEPS = {
    "7": "Mốc 7 ngày làm việc",
    "3": "Mốc 3 ngày làm việc",
    "1": "Mốc 1 ngày làm việc",
    OVERDUE: "Đã quá hạn",
    OWN: "Hạn riêng của việc",
}
LOG = {
    "words": Column("Trạng thái", width=190),
    "department_code": Column("Đơn vị", "department", width=165),
    "limit_vi": Column("Hạn", width=90),
    "step_vi": Column("Mốc", width=150),
    "items": Column("Số việc", "number", width=70),
    "prepared_by": Column("Người soạn", width=150),
    "prepared_at": Column("Lúc", "moment", width=140),
}
SENT = "smtp"
_ONE_MESSAGE = ("department_code", "campaign", "channel", "prepared_at")


def reminding_words(
    messages: Sequence[Reminder], left: pd.DataFrame, log: Sequence[Row], *, today: date, unread: int = 0
) -> str:
    """Whom to remind today of how much, a thing of several units once; why there is nothing to prepare otherwise."""
    if not messages:
        return nothing_to_remind(left, today=today, log=log, unread=unread).rstrip(".")
    units = len({message.department_code for message in messages})
    work = work_in(
        {"obligation": item.obligation, "item_key": item.item_key}
        for message in messages
        for item in message.items
    )
    return f"Hôm nay cần nhắc {count(units)} đơn vị về {work.words} chưa có lời nhắc ở mốc này"


def never_reminded(left: pd.DataFrame) -> str:
    """
    Return what of *left* no message ever tells, so that silence is not taken for done; empty where there is none.

    Args:
        left: The table of `what_is_left`.
    """
    scored = set(scored_codes())
    asked = {one: campaign_by_id(one).obligations for one in set(left["campaign"].dropna())}
    unbound: dict[str, set[str]] = {}
    apart: list[Mapping[Any, Any]] = []
    for row in left.to_dict("records"):
        if row["department_code"] not in scored:
            apart.append(row)
        elif row["obligation"] not in asked.get(row["campaign"], ()):
            unbound.setdefault(row["obligation"], set()).add(row["item_key"])
    counted = ", ".join(f"{count(len(keys))}{NBSP}{LEFT_VI[name]}" for name, keys in unbound.items())
    return " ".join(filter(None, [
        f"Không đợt nào yêu cầu nên không có lời nhắc: {counted}." if unbound else "",
        f"Của lãnh đạo hoặc chưa rõ đơn vị nên không có lời nhắc: {work_in(apart).words}." if apart else "",
    ]))  # fmt: skip


def lead(*, sends: bool) -> str:
    """What the product does with a reminder, and what stays with Văn phòng."""
    if sends:
        return spoken(
            "Hệ thống soạn; thư chỉ gửi khi {gathering_name} bấm gửi, và chỉ ghi “đã gửi” khi máy chủ thư đã nhận."
        )
    return spoken(
        "Hệ thống chỉ soạn, không gửi: {gathering_name} kiểm tra rồi gửi qua {e_office}, Zalo hoặc thư."
    )


def about(message: Reminder) -> str:
    """``47 việc chưa lưu trữ, 36 việc chưa lập hồ sơ``."""
    return ", ".join(f"{count(many)}{NBSP}{LEFT_VI[name]}" for name, many in message.counts.items())


def due_words(message: Reminder) -> str:
    """One message that is to be prepared, in one line."""
    limit = "hạn riêng từng việc" if message.step == OWN else f"hạn {day_month(message.campaign.limit)}"
    return f"{SHORT_NAMES[message.department_code]} · {limit} · {about(message)}"


def prepared_messages(log: Sequence[Row]) -> list[Row]:
    """One row per message, the newest first: the log has one line per item."""
    found: dict[tuple[Any, ...], Row] = {}
    for line in ({**one, "step": _message_step(one["step"])} for one in log):
        key = tuple(line[name] for name in (*_ONE_MESSAGE, "step"))
        message = found.setdefault(key, {**line, "items": 0, "keys": set()})
        message["items"] += 1
        message["keys"].add((line["obligation"], line["item_key"]))
    return sorted(found.values(), key=lambda row: row["prepared_at"], reverse=True)


def _limit_words(message: Row) -> str:
    """``17/11``, or that the items' own days asked for the message."""
    if message["step"] == OWN:
        return "riêng từng việc"
    return day_month(campaign_on_record(message["campaign"]).limit)


def _message_step(step: str) -> str:
    """The step of the message that a line of the log belongs to: own due days of several steps are one message."""
    return step.partition("-")[0]


def prepared_words(message: Row) -> str:
    """One prepared or sent message in one line."""
    limit = _limit_words(message)
    unit = SHORT_NAMES.get(message["department_code"], message["department_code"])
    return f"{unit} · hạn {limit} · {count(message['items'])} bước còn thiếu · {log_words(message)}"


def sent_words(prepared: Sequence[Row]) -> str:
    """``12 lời nhắc đã soạn, chưa gửi``; how many were sent where any was."""
    sent = sum(message["channel"] == SENT for message in prepared)
    waiting = f"{count(len(prepared) - sent)} lời nhắc đã soạn, chưa gửi"
    if not sent:
        return waiting
    done = f"{count(sent)} lời nhắc đã gửi"
    return done if sent == len(prepared) else f"{done}, {waiting}"


def rebuilt(
    message: Row, left: pd.DataFrame, log: Sequence[Row], *, as_of: date, today: date
) -> Reminder | None:
    """The message made again from what of it is still left; None once nothing is, or at another step."""
    wanted = [
        (obligation, key) in message["keys"] and code == message["department_code"]
        for obligation, key, code in zip(
            left["obligation"], left["item_key"], left["department_code"], strict=True
        )
    ]
    others = [line for line in log if any(line[name] != message[name] for name in _ONE_MESSAGE)]
    again = due_reminders(left[wanted], as_of=as_of, today=today, log=others)
    return next((r for r in again if (r.campaign.id, r.step) == (message["campaign"], message["step"])), None)


def log_rows(prepared: Sequence[Row]) -> pd.DataFrame:
    """The log as its grid shows it."""
    rows = [
        {
            **row,
            "words": log_words(row),
            "step_vi": STEPS.get(row["step"], f"Còn {row['step']} ngày làm việc"),
            "limit_vi": _limit_words(row),
            "prepared_at": row["prepared_at"].replace(tzinfo=None),
        }
        for row in prepared
    ]
    return pd.DataFrame(rows, columns=list(LOG))


def delivery_words(results: Sequence[tuple[str, str]]) -> tuple[str, list[str]]:
    """
    How many mails the server took, and a sentence for each it did not.

    Args:
        results: Department code and error; '' where the mail was taken.
    """
    taken = sum(not error for _, error in results)
    failed = [f"{SHORT_NAMES.get(code, code)}: {error}." for code, error in results if error]
    return f"Máy chủ thư đã nhận {count(taken)}/{count(len(results))} thư", failed

"""What is said of a correction and of a dispute, by their states?"""

from collections.abc import Mapping
from typing import Any

from desk.disputes import OPEN
from domain.formats import NBSP, count, day, moment
from domain.office import office, spoken
from domain.places import Live
from ui.look.words import person_words

CORRECTION_STATES = {
    "active": "Đang áp dụng",
    "retired": "Nguồn đã đúng",
    "waiting": "Chờ công bố cùng tệp",
    "undone": "Đã hoàn tác cùng tệp",
    "reversed": "Đã gỡ",
    "superseded": "Đã có bản sửa mới hơn",
}


def correction_state(one: dict[str, Any]) -> str:
    """The state of a correction with who or when."""
    if one["state"] == "retired":
        return f"{CORRECTION_STATES['retired']} từ {day(one['retired_as_of'])}"
    if one["state"] == "reversed":
        return f"{CORRECTION_STATES['reversed']} bởi {person_words(one['reversed_by'])}"
    return CORRECTION_STATES[one["state"]]


def place_words(one: dict[str, Any]) -> str:
    """The row a correction belongs to: its key, else its place in the file."""
    return one["business_key"] or f"{one['sheet']}, dòng {one['source_row']}"


DISPUTE_STATES: Mapping[str, str] = Live(
    lambda: {
        "sent": "Đã gửi",
        "reviewing": spoken("{gathering_name} đang xem"),
        "accepted": "Đã sửa",
        "declined": "Giữ nguyên",
    }
)


def disputes_headline(rows: list[dict[str, Any]]) -> str:
    """The finding of the page."""
    waiting = sum(row["state"] in OPEN for row in rows)
    if waiting:
        return f"{count(waiting)}{NBSP}phản ánh đang chờ {office().gathering_name} trả lời"
    return "Mọi phản ánh đã được trả lời" if rows else "Chưa có phản ánh nào về số liệu"


def decision_words(row: dict[str, Any]) -> str:
    """The state, and who decided what and why."""
    words = DISPUTE_STATES[row["state"]]
    if row["state"] not in ("accepted", "declined"):
        return f"Tình trạng: {words}."
    reason = f" Lý do: {row['decision_reason']}" if row["decision_reason"] else ""
    return f"Tình trạng: {words}, {person_words(row['decided_by'])} trả lời lúc {moment(row['decided_at'])}.{reason}"

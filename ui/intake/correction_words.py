"""What is said of a correction and of a dispute, by their states?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.disputes import OPEN, answer_by, is_answer_overdue
from domain.agency.office import office, spoken
from domain.program.places import Live
from domain.wording.formats import NBSP, count, day, moment
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
        said = f"{CORRECTION_STATES['retired']} từ {day(one['retired_as_of'])}"
        again = one.get("relapsed_on")
        return f"{said}; bản xuất {day(again)} lại ghi sai" if again else said
    if one["state"] == "reversed":
        return f"{CORRECTION_STATES['reversed']} bởi {person_words(one['reversed_by'])}"
    return CORRECTION_STATES[one["state"]]


def relapse_words(made: list[dict[str, Any]]) -> str:
    """The sentence on sources that say a corrected value wrong again after they had it right; empty where none does."""
    again = [one for one in made if one["relapsed_on"]]
    if not again:
        return ""
    named = ", ".join(corrected_row_words(one) for one in again[:3]) + (", …" if len(again) > 3 else "")
    return (
        f"{count(len(again))}{NBSP}giá trị tệp nguồn đã ghi đúng nay lại ghi sai ({named}): đính chính cũ không còn áp dụng,"
        " số liệu đang theo tệp nguồn. Đính chính lại nếu vẫn sai."
    )


def corrected_row_words(one: dict[str, Any]) -> str:
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


def answer_words(row: dict[str, Any], *, today: date) -> str:
    """``Trả lời trước hết ngày 15/11/2023``, and whether that day is over."""
    said = f"Trả lời chậm nhất ngày{NBSP}{day(answer_by(row))}"
    return f"{said}, đã quá hạn trả lời" if is_answer_overdue(row, today=today) else said


def decision_words(row: dict[str, Any], *, today: date) -> str:
    """The state and the day to answer by, or who decided what and why."""
    words = DISPUTE_STATES[row["state"]]
    if row["state"] not in ("accepted", "declined"):
        return f"Tình trạng: {words}. {answer_words(row, today=today)}."
    reason = f" Lý do: {row['decision_reason']}" if row["decision_reason"] else ""
    return f"Tình trạng: {words}, {person_words(row['decided_by'])} trả lời lúc {moment(row['decided_at'])}.{reason}"

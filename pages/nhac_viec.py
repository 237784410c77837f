"""Nhắc việc: hôm nay nhắc ai việc gì, ai đã hẹn ngày nào và có giữ hẹn không, việc nào phải chuyển cấp trên."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from domain.departments import department_name, departments, scored_codes
from domain.formats import NBSP, count, day_month, is_known
from domain.heads import head_of
from metrics.calls import escalations, promise_record, promise_words
from metrics.campaigns import LABEL_VI, LEFT_VI, campaign_by_id, current_campaigns
from metrics.keeping import (
    log_reminder,
    note_promise,
    pause_reminders,
    pauses,
    promises,
    reminder_lines,
    withdraw_promise,
)
from metrics.reminders import OVERDUE, Reminder, due_reminders, log_words, nothing_to_remind, pause_words
from metrics.rules import rule_in_force
from metrics.staleness import stale_sentences
from metrics.what_is_left import what_is_left
from reports.reminder_letters import eml_bytes, file_name, word_bytes
from ui.components import Column, Tile, card, finding, grid, nothing_to_show, page_head, tiles
from ui.failures import contained
from ui.filters import segments
from ui.session import (
    answer,
    as_of,
    build_id,
    current_viewer,
    instance,
    is_past,
    moment,
    reader,
    require,
    today,
)

NAMES = {d.code: d.short_vi for d in departments()}
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEPS = {
    "7": "Còn 7 ngày làm việc",
    "3": "Còn 3 ngày làm việc",
    "1": "Còn 1 ngày làm việc",
    OVERDUE: "Đã quá hạn",
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
PROMISES = {
    "department_code": Column("Đơn vị", "department", width=165),
    "what": Column("Việc hẹn", width=220),
    "words": Column("Ngày hẹn", width=230),
    "left": Column("Còn lại", "number", width=70),
    "promised_by": Column("Người hẹn", width=200),
    "note": Column("Ghi chú", width=220, unknown=""),
    "noted_by": Column("Người ghi", width=130),
}
Row = dict[str, Any]


# --- words ----------------------------------------------------------------------------------------


def headline(messages: Sequence[Reminder], left: pd.DataFrame, log: Sequence[Row]) -> str:
    """Whom to remind today of how much; why there is nothing to prepare otherwise."""
    if not messages:
        return nothing_to_remind(left, today=today(), log=log).rstrip(".")
    units = len({message.department_code for message in messages})
    items = sum(len(message.items) for message in messages)
    return f"Hôm nay cần nhắc {count(units)} đơn vị, {count(items)} đầu việc chưa có lời nhắc ở mốc này"


def about(message: Reminder) -> str:
    """``47 việc chưa lưu trữ, 36 việc chưa lập hồ sơ``."""
    return ", ".join(f"{count(many)}{NBSP}{LEFT_VI[name]}" for name, many in message.counts.items())


def step_words(step: str) -> str:
    """The step as the log names it."""
    return STEPS.get(step, f"Còn {step} ngày làm việc")


def prepared_messages(log: Sequence[Row]) -> list[Row]:
    """One row per message: the log has one line per item."""
    found: dict[tuple[Any, ...], Row] = {}
    for line in log:
        key = (line["department_code"], line["campaign"], line["step"], line["prepared_at"])
        message = found.setdefault(key, {**line, "items": 0, "keys": set()})
        message["items"] += 1
        message["keys"].add((line["obligation"], line["item_key"]))
    return sorted(found.values(), key=lambda row: row["prepared_at"], reverse=True)


def rebuilt(message: Row, left: pd.DataFrame) -> Reminder | None:
    """The message made again from what of it is still left, for the files; None once nothing is, or at another step."""
    own = left[
        [
            (obligation, key) in message["keys"] and code == message["department_code"]
            for obligation, key, code in zip(
                left["obligation"], left["item_key"], left["department_code"], strict=True
            )
        ]
    ]
    again = due_reminders(own, as_of=as_of(), today=today())
    return next((r for r in again if (r.campaign.id, r.step) == (message["campaign"], message["step"])), None)


# --- reminders ------------------------------------------------------------------------------------


def draw_due(messages: Sequence[Reminder]) -> None:
    """What is to be prepared, one line per department and limit; one button prepares all."""
    if not messages:
        nothing_to_show("Không có lời nhắc nào phải soạn lúc này.")
        return
    finding(
        f"{count(len(messages))} lời nhắc chưa soạn",
        "Mỗi đơn vị chỉ nhận việc của mình; một việc chỉ có một lời nhắc ở mỗi mốc",
    )
    if st.button(f"Soạn {count(len(messages))} lời nhắc", type="primary", icon=":material/edit_note:"):
        prepare(messages)
    for message in messages:
        words = (
            f"{NAMES[message.department_code]} · hạn {day_month(message.campaign.limit)} · {about(message)}"
        )
        with st.expander(words):
            st.code(message.text, language=None, wrap_lines=True)
            if st.button(
                f"Soạn lời nhắc {NAMES[message.department_code]}",
                key=f"soan-{message.department_code}-{message.campaign.id}",
            ):
                prepare([message])


def prepare(messages: Sequence[Reminder]) -> None:
    """Write down that the messages were prepared, and show them ready to copy."""
    for message in messages:
        log_reminder(instance().home, viewer, message, channel="copy", moment=moment())
    st.toast(f"Đã soạn {count(len(messages))} lời nhắc (chưa gửi)")
    st.rerun()


def draw_prepared(prepared: Sequence[Row], left: pd.DataFrame) -> None:
    """What was prepared at the step of today: text to copy, mail draft and Word."""
    if not prepared:
        return
    finding(
        f"{count(len(prepared))} lời nhắc đã soạn, chưa gửi",
        "Mở một lời nhắc, bấm biểu tượng ở góc phải khung chữ để sao chép vào HpNet hoặc Zalo; hoặc tải thư nháp, văn bản",
    )
    with st.container(gap="xsmall"):
        for number, message in enumerate(prepared):
            draw_one_prepared(message, left, number)


def draw_one_prepared(message: Row, left: pd.DataFrame, number: int) -> None:
    """One message as it was prepared, and the files made from what of it is left."""
    limit = day_month(campaign_by_id(message["campaign"]).limit)
    unit = NAMES.get(message["department_code"], message["department_code"])
    with st.expander(f"{unit} · hạn {limit} · {count(message['items'])} đầu việc · {log_words(message)}"):
        with st.container(key=f"cc-loi-nhac-{number}"):
            st.code(message["body"] or "", language=None, wrap_lines=True)
        again = rebuilt(message, left)
        if again is None:
            st.html('<p class="cc-source">Mọi việc ở đây đã xong, hoặc đã sang mốc nhắc khác.</p>')
        else:
            draw_files(again, message, number)


def draw_files(again: Reminder, message: Row, number: int) -> None:
    """The mail draft and the Word letter of one message."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Tải thư nháp (.eml)",
            data=lambda: eml_bytes(again, prepared_at=message["prepared_at"]),
            file_name=file_name(again, "eml"),
            mime="message/rfc822",
            key=f"eml-{number}",
            on_click="ignore",
            icon=":material/mail:",
        )
        st.download_button(
            "Tải Word",
            data=lambda: word_bytes(again),
            file_name=file_name(again, "docx"),
            mime=WORD_TYPE,
            key=f"word-{number}",
            on_click="ignore",
            icon=":material/description:",
        )


def draw_pause(paused: Sequence[Row]) -> None:
    """Who is not reminded for now and why; a form to pause."""
    with card("Tạm dừng nhắc"):
        finding(
            f"{count(len(paused))} đơn vị đang tạm dừng nhắc"
            if paused
            else "Không đơn vị nào đang tạm dừng nhắc",
            "Đơn vị tạm dừng không có lời nhắc đến hết ngày đã ghi; sau đó tự nhắc lại",
        )
        for row in paused:
            st.html(f'<p class="cc-source">{pause_words(row)}</p>')
        with st.form("tam-dung", clear_on_submit=True, border=False):
            unit = st.selectbox(
                "Đơn vị", scored_codes(), format_func=NAMES.__getitem__, index=None, placeholder="Chọn đơn vị"
            )
            until = st.date_input("Đến hết ngày", value=today() + timedelta(days=1), format="DD/MM/YYYY")
            reason = st.text_input("Lý do", placeholder="Ví dụ: đơn vị đã hẹn ngày xong")
            if st.form_submit_button("Tạm dừng nhắc"):
                with contained("Tạm dừng nhắc"):
                    stop(unit, until, reason)


def stop(unit: str | None, until: Any, reason: str) -> None:
    """Pause one department."""
    if unit is None:
        st.warning("Chưa chọn đơn vị.")
        return
    pause_reminders(instance().home, viewer, department=unit, until=until, reason=reason, moment=moment())
    st.rerun()


# --- promises -------------------------------------------------------------------------------------


def draw_promises(found: Sequence[Row]) -> None:
    """What departments promised, kept or broken; a form to note one, a choice to take one back."""
    kept, broken = record(found)
    is_open = [row for row in found if row["state"] == "open"]
    finding(
        f"{count(len(is_open))} ngày hẹn đang chờ, {count(kept)} lần giữ hẹn, {count(broken)} lần chưa giữ"
        if found
        else "Chưa ghi ngày hẹn nào",
        "Giữ hẹn: đến hết ngày hẹn không còn việc nào; hệ thống tự đối chiếu với số liệu",
    )
    if found:
        chosen = grid(
            promise_rows(found),
            PROMISES,
            key="ngay-hen",
            file_name="ngay-hen",
            title="Ngày hẹn của các đơn vị",
            placeholder="Tìm theo đơn vị, việc hẹn hoặc ghi chú",
            select="one",
            counted="ngày hẹn",
        )
        for row in chosen.to_dict("records"):
            if row["state"] == "open" and st.button("Rút ngày hẹn đang chọn"):
                withdraw_promise(instance().home, viewer, int(row["id"]), moment=moment())
                st.rerun()
    promise_form()


def record(found: Sequence[Row]) -> tuple[int, int]:
    """Promises kept and broken by everybody."""
    pairs = promise_record(found).values()
    return sum(kept for kept, _ in pairs), sum(broken for _, broken in pairs)


def promise_rows(found: Sequence[Row]) -> pd.DataFrame:
    """The promises as the grid shows them, the nearest day first."""
    rows = [
        {**row, "what": promised_what(row), "words": promise_words(row), "left": row["left"]}
        for row in sorted(found, key=lambda row: (row["state"] != "open", row["promised_date"]))
    ]
    return pd.DataFrame(rows).astype({"left": "Int64"})


def promised_what(row: Mapping[str, Any]) -> str:
    """What a promise is about."""
    if is_known(row["obligation"]):
        return LABEL_VI[row["obligation"]]
    return f"Mọi yêu cầu trước {day_month(campaign_by_id(row['campaign']).limit)}"


def promise_form() -> None:
    """Note the day a department promises to be done by."""
    wave = current_campaigns(today())
    offered: dict[str, tuple[str, str | None]] = {}
    for campaign in wave:
        offered[f"Mọi yêu cầu trước ngày {day_month(campaign.limit)}"] = (campaign.id, None)
        offered |= {LABEL_VI[name]: (campaign.id, name) for name in campaign.obligations}
    asked = st.query_params.get("don_vi", "")
    units = list(scored_codes())
    with st.form("ngay-hen-moi", clear_on_submit=True):
        finding("Ghi ngày hẹn", "Ghi khi đơn vị trả lời ngày nào xong, qua điện thoại hoặc văn bản")
        unit = st.selectbox(
            "Đơn vị hẹn",
            units,
            format_func=NAMES.__getitem__,
            index=units.index(asked) if asked in units else None,
            placeholder="Chọn đơn vị",
        )
        what = st.selectbox("Việc hẹn", list(offered), placeholder="Chọn việc")
        on = st.date_input("Hẹn xong ngày", value=wave[-1].last_day, format="DD/MM/YYYY")
        who = st.text_input("Người hẹn (chức danh)", placeholder="Bỏ trống: thủ trưởng đơn vị")
        note = st.text_input("Ghi chú", placeholder="Ví dụ: cần thêm người lưu trữ")
        if st.form_submit_button("Ghi ngày hẹn", type="primary"):
            with contained("Ghi ngày hẹn"):
                keep_promise(unit, offered[what], on, who, note)


def keep_promise(unit: str | None, what: tuple[str, str | None], on: Any, who: str, note: str) -> None:
    """Store one promise."""
    if unit is None:
        st.warning("Chưa chọn đơn vị.")
        return
    note_promise(
        instance().home,
        viewer,
        department=unit,
        campaign=what[0],
        obligation=what[1],
        promised_date=on,
        promised_by=who.strip() or head_of(unit).title_vi,
        note=note.strip(),
        moment=moment(),
    )
    st.toast(f"Đã ghi ngày hẹn của {department_name(unit)}")
    st.rerun()


# --- escalation and log ---------------------------------------------------------------------------


def draw_escalations(rising: Sequence[Any]) -> None:
    """What goes up because nobody gave a day, or the day given passed."""
    rule = rule_in_force("reminders", today())
    hours = f"{count(rule['escalate_after_hours'])} giờ làm việc"
    finding(
        f"{count(len(rising))} việc phải chuyển {rule['escalate_to']}"
        if rising
        else f"Không việc nào phải chuyển {rule['escalate_to']}",
        f"Chuyển khi đã nhắc quá {hours} mà đơn vị chưa hẹn ngày, hoặc không giữ ngày đã hẹn",
    )
    for one in rising:
        st.html(f'<p class="cc-file">{one.words}.</p>')


def draw_log(prepared: Sequence[Row]) -> None:
    """Everything prepared so far; prepared is not sent."""
    finding(
        f"{count(len(prepared))} lời nhắc đã soạn từ trước đến nay" if prepared else "Chưa soạn lời nhắc nào",
        "Nhật ký ghi “đã soạn”; hệ thống không gửi nên không ghi “đã gửi”",
    )
    if prepared:
        rows = [
            {
                **row,
                "words": log_words(row),
                "step_vi": step_words(row["step"]),
                "limit_vi": day_month(campaign_by_id(row["campaign"]).limit),
                "prepared_at": row["prepared_at"].replace(tzinfo=None),
            }
            for row in prepared
        ]
        grid(
            pd.DataFrame(rows)[list(LOG)],
            LOG,
            key="nhat-ky-nhac",
            file_name="nhat-ky-nhac-viec",
            title="Nhật ký nhắc việc",
            placeholder="Tìm theo đơn vị hoặc người soạn",
            counted="lời nhắc",
        )


def all_left(reader: Any, *, as_of: date) -> pd.DataFrame:
    """Everything left, for the reminders."""
    return what_is_left(reader, as_of=as_of)


viewer = current_viewer()
require(viewer, "see_all")
home = instance().home
if build_id() is None:
    page_head("Chưa có số liệu nên chưa nhắc việc")
    nothing_to_show(
        "Chưa có bản xuất HpNet nào.",
        remedy="Văn phòng nạp tệp đầu tiên tại Nhập dữ liệu.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()

left = answer(all_left, as_of=as_of())
log = reminder_lines(home, viewer.scope)
paused = pauses(home, viewer.scope, on=today())
messages = due_reminders(left, as_of=as_of(), today=today(), log=log, pauses=paused)
judged = promises(home, reader(), as_of=as_of())
rising = escalations(left, log, judged, now=moment())
prepared = prepared_messages(log)
kept, broken = record(judged)

page_head(
    headline(messages, left, log),
    "Hệ thống chỉ soạn, không gửi: Văn phòng kiểm tra rồi gửi qua HpNet, Zalo hoặc thư.",
    kinds=("hpnet_tasks",),
)
if answer(stale_sentences, today=today()):
    st.html(
        '<p class="cc-source">Số liệu đã cũ: nạp bản xuất mới trước khi nhắc, để không nhắc việc đã xong.</p>'
    )
tiles(
    [
        Tile("Chưa soạn", count(len(messages)), "lời nhắc"),
        Tile("Đã soạn", count(len(prepared)), "chưa gửi"),
        Tile("Giữ hẹn", f"{count(kept)}/{count(kept + broken)}" if kept + broken else "–", "đã đến ngày hẹn"),
        Tile("Chuyển cấp trên", count(len(rising)), "việc", "orange" if rising else "gray"),
    ]
)
parts = {
    "nhac": f"Lời nhắc {count(len(messages))}",
    "hen": f"Ngày hẹn {count(len(judged))}",
    "chuyen": f"Chuyển cấp trên {count(len(rising))}",
    "nhat_ky": f"Nhật ký {count(len(prepared))}",
}
if not viewer.may("import"):
    parts = {"hen": parts["hen"], "chuyen": parts["chuyen"], "nhat_ky": parts["nhat_ky"]}
part = segments("Phần", parts, name="muc")
if part == "nhac" and is_past():
    nothing_to_show("Đang xem ngày đã qua nên không soạn lời nhắc.", remedy="Bấm Về hôm nay để soạn.")
elif part == "nhac":
    draw_due(messages)
    draw_prepared(prepared, left)
    draw_pause(paused)
elif part == "hen":
    draw_promises(judged)
elif part == "chuyen":
    draw_escalations(rising)
else:
    draw_log(prepared)

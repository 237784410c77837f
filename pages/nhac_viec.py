"""Nhắc việc: hôm nay nhắc ai việc gì, ai đã hẹn ngày nào và có giữ hẹn không, việc nào phải chuyển cấp trên."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from desk.keeping import (
    log_reminder,
    pause_reminders,
    pauses,
    reminder_lines,
    resume_reminders,
    withdraw_promise,
)
from domain.agency.departments import SHORT_NAMES, scored_codes
from domain.agency.office import spoken
from domain.program.media_types import WORD
from domain.wording.formats import count
from metrics.asking.rules import rule_in_force
from metrics.limits.reminders import Reminder, due_reminders, pause_words
from metrics.limits.staleness import stale_sentences
from metrics.plan.calls import escalations
from metrics.progress.unread import unread_rows
from metrics.progress.what_is_left import what_is_left
from reports.mail import is_quiet, mail_server, send_reminders
from reports.reminder_letters import eml_bytes, file_name, letter_bytes
from ui.deadlines.promising import (
    NOTHING_TO_PROMISE,
    draw_no_promise_in_the_past,
    keep_promise,
    kept_and_broken,
    promise_day,
    promise_rows,
    promises_on_show,
    record_words,
    whole_subjects,
)
from ui.deadlines.reminding import (
    LOG,
    SENT,
    delivery_words,
    due_words,
    lead,
    log_rows,
    never_reminded,
    prepared_messages,
    prepared_words,
    rebuilt,
    reminding_words,
    sent_words,
)
from ui.look.markup import escape
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    card,
    finding,
    grid,
    no_export_yet,
    nothing_to_show,
    page_head,
    tiles,
)
from ui.visit.failures import contained
from ui.visit.filters import segments
from ui.visit.navigation import inner_link
from ui.visit.session import (
    answer,
    as_of,
    build_id,
    current_viewer,
    instance,
    is_past,
    office_now,
    require,
    today,
)

PROMISES = {
    "department_code": Column("Đơn vị", "department", width=165),
    "what": Column("Việc hẹn", width=220),
    "words": Column("Ngày hẹn", width=230),
    "left": Column("Còn lại", "number", width=70),
    "promised_by": Column("Người hẹn", width=200),
    "note": Column("Ghi chú", width=220, unknown=""),
    "noted_by": Column("Người ghi", width=130),
}
RESULT = "ket-qua-gui-thu"
Row = dict[str, Any]


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
    with st.container(gap="xsmall"):
        for message in messages:
            draw_one_due(message)


def draw_one_due(message: Reminder) -> None:
    """One message that is to be prepared, with its text and a button of its own."""
    with st.expander(due_words(message)):
        st.code(message.text, language=None, wrap_lines=True)
        key = f"soan-{message.department_code}-{message.campaign.id}-{message.step}"
        if st.button(f"Soạn lời nhắc {SHORT_NAMES[message.department_code]}", key=key):
            prepare([message])


def prepare(messages: Sequence[Reminder]) -> None:
    """Write down that the messages were prepared, and show them ready to copy."""
    for message in messages:
        log_reminder(instance().home, viewer, message, channel="copy", moment=office_now())
    st.toast(f"Đã soạn {count(len(messages))} lời nhắc (chưa gửi)")
    st.rerun()


def draw_prepared(prepared: Sequence[Row], left: pd.DataFrame) -> None:
    """What was prepared at the step of today: text to copy, mail draft and Word; mail where it is switched on."""
    if not prepared:
        return
    finding(
        sent_words(prepared),
        spoken(
            "Mở một lời nhắc, bấm biểu tượng ở góc phải khung chữ để sao chép vào {e_office} hoặc Zalo; hoặc tải thư nháp, văn bản"
        ),
    )
    if mails.enabled:
        draw_sending(prepared, left)
    with st.container(gap="xsmall"):
        for number, message in enumerate(prepared):
            draw_one_prepared(message, left, number)


def draw_sending(prepared: Sequence[Row], left: pd.DataFrame) -> None:
    """The button that sends what was prepared and not sent, and what the mail server said."""
    unsent = [rebuilt(m, left, log, as_of=as_of(), today=today()) for m in prepared if m["channel"] != SENT]
    waiting = [message for message in unsent if message is not None]
    quiet = is_quiet(office_now())
    words, kind = f"Gửi {count(len(waiting))} thư", "secondary" if messages else "primary"
    if waiting and st.button(words, icon=":material/send:", disabled=quiet, type=kind):
        with contained("Gửi thư"):
            send_all(waiting)
    if waiting and quiet:
        st.html('<p class="cc-source">Ngoài giờ làm việc không gửi thư.</p>')
    told = st.session_state.pop(RESULT, None)
    if told is not None:
        words, failed = told
        st.html(f'<p class="cc-file">{escape(words)}.</p>')
        for sentence in failed:
            st.warning(sentence)


def send_all(waiting: Sequence[Reminder]) -> None:
    """Hand the mails to the server; the log says "đã gửi" of those it took."""
    note = partial(log_reminder, instance().home, viewer, channel=SENT, moment=office_now())
    results = send_reminders(viewer, waiting, mails, now=office_now(), note_taken=note)
    codes = [message.department_code for message in waiting]
    st.session_state[RESULT] = delivery_words([(c, r.error) for c, r in zip(codes, results, strict=True)])
    st.rerun()


def draw_one_prepared(message: Row, left: pd.DataFrame, number: int) -> None:
    """One message as it was prepared, and the files made from what of it is left."""
    with st.expander(prepared_words(message)):
        with st.container(key=f"cc-loi-nhac-{number}"):
            st.code(message["body"] or "", language=None, wrap_lines=True)
        again = rebuilt(message, left, log, as_of=as_of(), today=today())
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
            data=lambda: letter_bytes(again),
            file_name=file_name(again, "docx"),
            mime=WORD,
            key=f"word-{number}",
            on_click="ignore",
            icon=":material/description:",
        )


def draw_pause(paused: Sequence[Row]) -> None:
    """Who is not reminded for now and why, each with the way back; a form to pause."""
    with card("Tạm dừng nhắc"):
        finding(
            f"{count(len({row['department_code'] for row in paused}))} đơn vị đang tạm dừng nhắc"
            if paused
            else "Không đơn vị nào đang tạm dừng nhắc",
            "Đơn vị tạm dừng không có lời nhắc đến hết ngày đã ghi; sau đó tự nhắc lại",
        )
        for row in paused:
            draw_paused(row)
        with st.form("tam-dung", clear_on_submit=True, border=False):
            with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
                unit = st.selectbox(
                    "Đơn vị",
                    scored_codes(),
                    format_func=SHORT_NAMES.__getitem__,
                    index=None,
                    placeholder="Chọn đơn vị",
                    width=280,
                )
                until = st.date_input(
                    "Đến hết ngày", value=today() + timedelta(days=1), format="DD/MM/YYYY", width=160
                )
                reason = st.text_input("Lý do", placeholder="Ví dụ: đơn vị đã hẹn ngày xong", width=320)
            if st.form_submit_button("Tạm dừng nhắc"):
                with contained("Tạm dừng nhắc"):
                    stop(unit, until, reason)


def draw_paused(row: Row) -> None:
    """One pause, and the button that ends it."""
    code = row["department_code"]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="cc-source">{escape(pause_words(row))}</p>', width="content")
        if st.button(f"Nhắc lại {SHORT_NAMES.get(code, code)}", key=f"nhac-lai-{row['id']}"):
            with contained("Nhắc lại"):
                resume_reminders(instance().home, viewer, department=code, moment=office_now())
                st.rerun()


def stop(unit: str | None, until: Any, reason: str) -> None:
    """Pause one department."""
    if unit is None:
        st.warning("Chưa chọn đơn vị.")
        return
    pause_reminders(instance().home, viewer, department=unit, until=until, reason=reason, moment=office_now())
    st.rerun()


# --- promises -------------------------------------------------------------------------------------


def draw_promises(found: Sequence[Row]) -> None:
    """What departments promised, kept or broken; a form to note one, a choice to take one back."""
    finding(
        record_words(found),
        "Giữ hẹn: đến hết ngày hẹn không còn việc nào; hệ thống tự đối chiếu với số liệu",
    )
    if found:
        chosen = grid(
            promise_rows(found),
            Listing(
                PROMISES,
                key="ngay-hen",
                file_name="ngay-hen",
                title="Ngày hẹn của các đơn vị",
                placeholder="Tìm theo đơn vị, việc hẹn hoặc ghi chú",
                counted="ngày hẹn",
                phone=("department_code", "what", "words", "left", "note"),
            ),
            select="one",
        )
        for row in chosen.to_dict("records"):
            if row["state"] == "open" and st.button("Rút ngày hẹn đang chọn"):
                withdraw_promise(instance().home, viewer, int(row["id"]), moment=office_now())
                st.rerun()
    if is_past():
        draw_no_promise_in_the_past()
    else:
        promise_form()


def promise_form() -> None:
    """Note the day a department promises to be done by."""
    offered = whole_subjects()
    if not offered:
        st.write(NOTHING_TO_PROMISE)
        return
    asked = st.query_params.get("don_vi", "")
    units = list(scored_codes())
    with st.form("ngay-hen-moi", clear_on_submit=True):
        finding("Ghi ngày hẹn", "Ghi khi đơn vị trả lời ngày nào xong, qua điện thoại hoặc văn bản")
        unit = st.selectbox(
            "Đơn vị hẹn",
            units,
            format_func=SHORT_NAMES.__getitem__,
            index=units.index(asked) if asked in units else None,
            placeholder="Chọn đơn vị",
        )
        what = st.selectbox("Việc hẹn", list(offered), placeholder="Chọn việc")
        on = st.date_input("Hẹn xong ngày", value=promise_day(), min_value=today(), format="DD/MM/YYYY")
        who = st.text_input("Người hẹn (chức danh)", placeholder="Bỏ trống: thủ trưởng đơn vị")
        note = st.text_input("Ghi chú", placeholder="Ví dụ: cần thêm người lưu trữ")
        if st.form_submit_button("Ghi ngày hẹn", type="primary"):
            with contained("Ghi ngày hẹn"):
                if unit is None:
                    st.warning("Chưa chọn đơn vị.")
                else:
                    keep_promise(unit, offered[what], on, who, note)


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
        st.html(f'<p class="cc-file">{escape(one.words)}.</p>')


def draw_log(prepared: Sequence[Row]) -> None:
    """Everything prepared so far; prepared is not sent."""
    finding(
        f"{sent_words(prepared)} từ trước đến nay" if prepared else "Chưa soạn lời nhắc nào",
        "Nhật ký chỉ ghi “đã gửi” khi máy chủ thư đã nhận; còn lại là “đã soạn”",
    )
    if prepared:
        grid(
            log_rows(prepared),
            Listing(
                LOG,
                key="nhat-ky-nhac",
                file_name="nhat-ky-nhac-viec",
                title="Nhật ký nhắc việc",
                placeholder="Tìm theo đơn vị hoặc người soạn",
                counted="lời nhắc",
                phone=("department_code", "words", "limit_vi", "step_vi", "items"),
            ),
        )


viewer = current_viewer()
require(viewer, "see_all")
home = instance().home
if build_id() is None:
    page_head("Chưa có số liệu nên chưa nhắc việc")
    no_export_yet()
    st.stop()

mails = mail_server(today())
left = answer(what_is_left, as_of=as_of())
log = reminder_lines(home, viewer.scope)
paused = pauses(home, viewer.scope, as_of=today())
messages = due_reminders(left, as_of=as_of(), today=today(), log=log, pauses=paused)
judged = promises_on_show()
rising = escalations(left, log, judged, now=office_now())
prepared = prepared_messages(log)
kept, broken = kept_and_broken(judged)
sent = sum(message["channel"] == SENT for message in prepared)

unread = sum(one.rows for one in answer(unread_rows, as_of=as_of()))
page_head(
    reminding_words(messages, left, log, today=today(), unread=unread),
    lead(sends=mails.enabled),
    kinds=("hpnet_tasks",),
)
inner_link("bao_cao", "Lập công văn đôn đốc", icon="description", van_ban="reminder_letter")
if answer(stale_sentences, today=today()):
    st.html(
        '<p class="cc-source">Số liệu đã cũ: nạp bản xuất mới trước khi nhắc, để không nhắc việc đã xong.</p>'
    )
if never := never_reminded(left):
    st.html(f'<p class="cc-source">{escape(never)}</p>')
tiles(
    [
        Tile("Chưa soạn", count(len(messages)), "lời nhắc"),
        Tile("Đã soạn", count(len(prepared)), f"đã gửi {count(sent)}" if sent else "chưa gửi"),
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
if not viewer.may("remind"):
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

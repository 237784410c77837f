"""Phản ánh số liệu: đơn vị nói số nào sai, Văn phòng sửa hoặc giữ nguyên kèm lý do; hai bên cùng thấy."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.disputes import OPEN, accept, answer_by, contest, decline, disputes, proof_of, review
from domain.agency.office import spoken
from domain.program.errors import DashboardError
from domain.wording.formats import moment
from ui.intake.correction_words import DISPUTE_STATES, decision_words, disputes_headline
from ui.look.markup import plain
from ui.look.words import KINDS, person_words
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show, page_head
from ui.pieces.marks import draw_told, tell_next_run
from ui.pieces.row_choice import choose_row, choose_value, column_label, forget_named_row, row_words, words_of
from ui.pieces.value_field import value_field
from ui.visit.failures import contained
from ui.visit.session import current_viewer, instance, today

COLUMNS = {
    "sent_at": Column("Lúc gửi", "moment", width=140),
    "state": Column("Tình trạng", width=160),
    "department_code": Column("Đơn vị", "department", width=160),
    "row": Column("Dòng", width=190),
    "column": Column("Giá trị", width=140),
    "shown": Column("Đang ghi", width=140),
    "claimed": Column("Đơn vị cho là", width=140),
    "reason": Column("Lý do của đơn vị", width=240),
    "answer_by": Column("Hạn trả lời", "date", width=120, unknown=""),
    "decision": Column(spoken("Trả lời của {gathering_name}"), width=240, unknown=""),
}


def draw_new() -> None:
    """Say which value of which row is wrong, why, and with what proof."""
    row = choose_row(key="phan-anh-dong")
    if row is None:
        return
    finding(
        row_words(row),
        spoken(
            "Chọn giá trị sai và ghi giá trị đúng; {gathering_name} sẽ sửa hoặc trả lời vì sao giữ nguyên"
        ),
    )
    value = choose_value(row, key="phan-anh")
    if value is None:
        return
    claimed = value_field(row.kind, value.column, label=value.label, key="phan-anh-dung")
    reason = st.text_area(
        "Vì sao số này sai?", key="phan-anh-ly-do", placeholder="Ví dụ: đã báo cáo ngày 10/11, số 215/BC-QLĐT"
    )
    proof = st.file_uploader(
        "Tài liệu kèm theo (không bắt buộc)",
        type=["pdf", "png", "jpg", "jpeg", "docx", "xlsx"],
        key="phan-anh-tep",
    )
    is_ready = claimed is not None and bool(reason.strip())
    asked = st.button("Gửi phản ánh", type="primary", key="gui-phan-anh", disabled=not is_ready)
    if asked and claimed is not None:
        _send(row, value.column, claimed, reason, proof)


def _send(row: Any, column: str, claimed: str, reason: str, proof: Any) -> None:
    try:
        contest(
            home,
            viewer,
            kind=row.kind,
            business_key=row.business_key,
            column=column,
            claimed=claimed,
            reason=reason,
            proof=(proof.name, proof.getvalue()) if proof else None,
        )
    except DashboardError as problem:
        st.error(plain(problem))
        return
    _say(spoken("Đã gửi phản ánh. {gathering_name} xem và trả lời tại trang này."))


def draw_list(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Every dispute the viewer may see; returns the chosen one."""
    frame = pd.DataFrame(
        {
            "number": row["id"],
            "sent_at": row["sent_at"].replace(tzinfo=None),
            "state": DISPUTE_STATES[row["state"]],
            "department_code": row["department_code"],
            "row": f"{KINDS[row['kind']]} {row['business_key']}",
            "column": column_label(row["kind"], row["column_name"]),
            "shown": words_of(row["column_name"], row["value_shown"]),
            "claimed": row["value_claimed"] or "(trống)",
            "reason": row["reason"],
            "answer_by": answer_by(row) if row["state"] in OPEN else None,
            "decision": row["decision_reason"],
        }
        for row in rows
    )
    finding("Phản ánh đã gửi", "Mới nhất ở trên; chọn một dòng để xem và trả lời")
    chosen = grid(
        frame,
        Listing(
            COLUMNS,
            key="phan-anh",
            file_name="phan-anh-so-lieu",
            title="Phản ánh số liệu",
            placeholder="Tìm theo mã, đơn vị hoặc lý do",
            counted="phản ánh",
            phone=(
                "row",
                "column",
                "shown",
                "claimed",
                "state",
                "department_code",
                "reason",
                "decision",
                "answer_by",
                "sent_at",
            ),
        ),
        select="one",
    )
    numbers = chosen["number"].tolist()
    return next((row for row in rows if row["id"] in numbers), None)


def draw_chosen(row: dict[str, Any]) -> None:
    """One dispute with its proof; for Văn phòng the two answers."""
    with card("Phản ánh đang chọn"):
        label = column_label(row["kind"], row["column_name"])
        finding(
            f"{label}: {words_of(row['column_name'], row['value_shown'])} → {row['value_claimed'] or '(trống)'}",
            f"{KINDS[row['kind']]} {row['business_key']} · {person_words(row['sent_by'])} gửi lúc {moment(row['sent_at'])} · {row['reason']}",
        )
        st.write(plain(decision_words(row, today=today())))
        if row["proof_sha256"]:
            st.download_button(
                f"Tải tài liệu kèm theo: {plain(row['proof_name'])}",
                data=lambda: proof_of(home, viewer, row["id"]),
                file_name=row["proof_name"],
                key=f"minh-chung-{row['id']}",
                on_click="ignore",
                icon=":material/download:",
            )
        if viewer.may("decide_dispute") and row["state"] in OPEN:
            _draw_answer(row)


def _draw_answer(row: dict[str, Any]) -> None:
    reason = st.text_input(
        spoken("Trả lời của {gathering_name}"),
        key=f"tra-loi-{row['id']}",
        placeholder="Bắt buộc khi giữ nguyên; đơn vị đọc được",
    )
    with st.container(horizontal=True, gap="small"):
        accepted = st.button("Sửa theo phản ánh", type="primary", key=f"sua-theo-{row['id']}")
        declined = st.button("Giữ nguyên", key=f"giu-nguyen-{row['id']}", disabled=not reason.strip())
        looking = row["state"] == "sent" and st.button("Báo đang xem", key=f"dang-xem-{row['id']}")
    try:
        if accepted:
            accept(home, viewer, row["id"], reason=reason)
            _say("Đã sửa theo phản ánh; số liệu mới dùng ngay.")
        elif declined:
            decline(home, viewer, row["id"], reason=reason)
            _say("Đã trả lời: giữ nguyên.")
        elif looking:
            review(home, viewer, row["id"])
            _say(spoken("Đơn vị thấy: {gathering_name} đang xem."))
    except DashboardError as problem:
        st.error(plain(problem))


def _say(sentence: str) -> None:
    forget_named_row()
    tell_next_run("phan_anh", sentence)


viewer = current_viewer()
home = instance().home
rows = disputes(home, viewer)
page_head(
    disputes_headline(rows),
    "Mỗi đơn vị phản ánh được số liệu của mình; số đã sửa giữ nguyên qua các lần nạp sau."
    if viewer.may("contest")
    else spoken("Lãnh đạo xem được mọi phản ánh và câu trả lời của {gathering_name}."),
)
draw_told("phan_anh")
if viewer.may("contest"):
    is_asked = "khoa" in st.query_params or "loai" in st.query_params
    with st.expander("Phản ánh một số liệu", expanded=is_asked or not rows), contained("phản ánh số liệu"):
        draw_new()
if rows:
    with contained("danh sách phản ánh"):
        chosen = draw_list(rows)
        if chosen is not None:
            draw_chosen(chosen)
elif not viewer.may("contest"):
    nothing_to_show(
        spoken("Đơn vị gửi phản ánh thì nội dung và câu trả lời của {gathering_name} hiện tại đây.")
    )

"""Lịch sử nạp: tệp nào đã vào số liệu, ai nạp, lúc nào; hoàn tác, làm lại và tải tệp gốc."""

import pandas as pd
import streamlit as st

from data_loaders.publishing.provenance import received_file
from desk.import_history import (
    UNDO_DEPTH,
    PastImport,
    PastPublication,
    past_publications,
    past_refusals,
    redo,
    undo,
)
from domain.wording.formats import NBSP, count, day, moment
from ui.intake.import_publish import rest_words, undo_question
from ui.intake.past_words import kinds_words, names_words, newest_day, state_words
from ui.look.markup import escape
from ui.look.words import person_words
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show, page_head
from ui.pieces.marks import draw_told, tell_next_run
from ui.visit.failures import contained
from ui.visit.navigation import inner_link
from ui.visit.session import current_viewer, instance, require

COLUMNS = {
    "published_at": Column("Lúc công bố", "moment", width=130),
    "files": Column("Tệp", width=290),
    "state": Column("Tình trạng", width=95),
    "kinds": Column("Loại dữ liệu", width=140),
    "as_of": Column("Số liệu đến", "date", width=90),
    "accepted_rows": Column("Dòng nhận", "number", width=80),
    "rejected_rows": Column("Dòng lỗi", "number", width=70),
    "fixes": Column("Ô sửa kèm", "number", width=75),
    "published_by": Column("Người công bố", width=110),
}
REFUSALS = {
    "received_at": Column("Lúc nhận", "moment", width=140),
    "file_name": Column("Tệp", width=260),
    "message": Column("Vì sao từ chối", width=520),
    "received_by": Column("Người nạp", width=120),
}


def draw_list(past: list[PastPublication]) -> PastPublication | None:
    """Every publication; returns the one chosen in the list, else the one the address names."""
    frame = pd.DataFrame(
        {
            "key": one.key,
            "published_at": one.published_at.replace(tzinfo=None),
            "files": ", ".join(file.file_name for file in one.files),
            "kinds": kinds_words(one),
            "as_of": newest_day(one),
            "accepted_rows": sum(file.accepted_rows for file in one.files),
            "rejected_rows": sum(file.rejected_rows for file in one.files),
            "fixes": one.fixes,
            "published_by": person_words(one.published_by),
            "state": "Đang dùng" if one.is_active else "Đã hoàn tác",
        }
        for one in past
    )
    finding("Chọn một lần công bố để hoàn tác, làm lại hoặc tải tệp gốc", "Lần mới nhất ở trên")
    chosen = grid(
        frame,
        Listing(
            COLUMNS,
            key="lan-nap",
            file_name="lich-su-nap",
            title="Lịch sử nạp",
            placeholder="Tìm theo tên tệp, loại hoặc người công bố",
            counted="lần công bố",
            phone=("files", "kinds", "as_of", "state", "rejected_rows", "published_at"),
        ),
        select="one",
    )
    [asked, *_] = chosen["key"].tolist() or [st.query_params.get("nap", "")]
    return next((one for one in past if asked and asked in {one.key, *one.import_ids}), None)


def draw_chosen(one: PastPublication) -> None:
    """One publication: what it brought, the received files, and the way out of the numbers or back in."""
    with card("Lần công bố đang chọn"):
        more = [f"{count(one.fixes)}{NBSP}ô sửa kèm"] if one.fixes else []
        more += [f"{count(one.words)}{NBSP}tên đơn vị, tên cột ghi nhớ kèm"] if one.words else []
        title = one.files[0].file_name if len(one.files) == 1 else f"{count(len(one.files))}{NBSP}tệp"
        finding(
            title,
            " · ".join(
                [
                    kinds_words(one), f"số liệu đến {day(newest_day(one))}", *more,
                    f"công bố lúc {moment(one.published_at)} bởi {person_words(one.published_by)}",
                    state_words(one),
                ]
            ),
        )  # fmt: skip
        for file in one.files:
            _draw_file(file)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _draw_switch(one)


def _draw_file(file: PastImport) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            "Tải tệp gốc",
            data=lambda: received_file(home, viewer, file.import_id)[1],
            file_name=file.file_name,
            key=f"tep-goc-{file.import_id}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.html(
            f"<p class='cc-sub'>{escape(file.file_name)}: nhận "
            f"{count(file.accepted_rows)}/{count(file.data_rows)}{NBSP}dòng</p>"
        )


def _draw_switch(one: PastPublication) -> None:
    if not one.is_active:
        if st.button("Làm lại lần nạp", key=f"lam-lai-{one.key}", icon=":material/redo:"):
            with st.spinner("Đang đưa tệp trở lại số liệu…"):
                redo(home, viewer, one)
            _say(f"Đã đưa {names_words(one)} trở lại số liệu.")
        return
    if not one.is_recent:
        st.write(f"Chỉ hoàn tác được {UNDO_DEPTH} lần nạp gần nhất.")
        return
    asking = st.session_state.get("hoan_tac_nao") == one.key
    if not asking:
        if st.button("Hoàn tác", key=f"hoan-tac-{one.key}", icon=":material/undo:"):
            st.session_state["hoan_tac_nao"] = one.key
            st.rerun()
        return
    st.write(undo_question(home, viewer, one))
    if st.button("Hoàn tác lần nạp", type="primary", key="hoan-tac-that"):
        with st.spinner("Đang hoàn tác…"):
            undo(home, viewer, one)
        _say(f"Đã hoàn tác {names_words(one)}. Số liệu trở về như {rest_words(home, viewer, one)}.")
    if st.button("Giữ lại", key="giu-lai"):
        st.session_state.pop("hoan_tac_nao")
        st.rerun()


def _say(sentence: str) -> None:
    st.session_state.pop("hoan_tac_nao", None)
    tell_next_run("lich_su", sentence)


def draw_refusals(refusals: list[dict]) -> None:
    """Files that were turned away, with the sentence their sender read."""
    if not refusals:
        return
    with st.expander(f"{count(len(refusals))} tệp bị từ chối"):
        frame = pd.DataFrame(refusals)
        frame["received_at"] = [one.replace(tzinfo=None) for one in frame["received_at"]]
        grid(
            frame,
            Listing(
                REFUSALS,
                key="tu-choi",
                file_name="tep-bi-tu-choi",
                title="Tệp bị từ chối",
                placeholder="Tìm theo tên tệp",
                counted="tệp",
                phone=("file_name", "message", "received_at"),
            ),
        )


viewer = current_viewer()
require(viewer, "import")
home = instance().home
past = past_publications(home, viewer)
if not past:
    page_head("Chưa có lần nạp nào", kinds=())
    nothing_to_show("Chưa có tệp nào được công bố.", page="nhap_du_lieu", label="Nhập dữ liệu")
    draw_refusals(past_refusals(home, viewer))
    st.stop()

active = sum(file.is_active for one in past for file in one.files)
taken_back = sum(not one.is_active for one in past)
page_head(
    f"{f'{count(active)}{NBSP}tệp' if active else 'Không có tệp nào'} đang dùng, "
    f"lần nạp mới nhất lúc {moment(past[0].published_at)}",
    f"{count(taken_back)}{NBSP}lần công bố đã hoàn tác."
    if taken_back
    else "Chưa lần công bố nào bị hoàn tác.",
)
draw_told("lich_su")
inner_link("nhap_du_lieu", "Nạp thêm tệp", icon="upload_file")
with contained("lịch sử nạp"):
    chosen = draw_list(past)
    if chosen is not None:
        draw_chosen(chosen)
draw_refusals(past_refusals(home, viewer))

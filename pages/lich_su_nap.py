"""Lịch sử nạp: tệp nào đã vào số liệu, ai nạp, lúc nào; hoàn tác, làm lại và tải tệp gốc."""

import pandas as pd
import streamlit as st

from desk import staging
from desk.import_history import (
    UNDO_DEPTH,
    PastImport,
    newest_day_without,
    past_imports,
    past_refusals,
    received_file,
)
from domain.formats import NBSP, count, day, moment
from ui.look.words import KINDS, person_words
from ui.pieces.components import Column, card, finding, grid, nothing_to_show, page_head
from ui.visit.failures import contained
from ui.visit.navigation import inner_link
from ui.visit.session import current_viewer, instance, require

COLUMNS = {
    "loaded_at": Column("Lúc nạp", "moment", width=130),
    "file_name": Column("Tệp", width=290),
    "state": Column("Tình trạng", width=95),
    "kinds": Column("Loại dữ liệu", width=140),
    "as_of": Column("Số liệu đến", "date", width=90),
    "accepted_rows": Column("Dòng nhận", "number", width=80),
    "rejected_rows": Column("Dòng lỗi", "number", width=70),
    "loaded_by": Column("Người nạp", width=110),
}
REFUSALS = {
    "received_at": Column("Lúc nhận", "moment", width=140),
    "file_name": Column("Tệp", width=260),
    "message": Column("Vì sao từ chối", width=520),
    "received_by": Column("Người nạp", width=120),
}


def state_words(one: PastImport) -> str:
    """Whether an import is in the numbers, and who changed that."""
    if one.is_active:
        return "Đang dùng"
    if one.changed_at is None:
        return "Chưa công bố xong"
    return f"Đã hoàn tác lúc {moment(one.changed_at)} bởi {person_words(one.changed_by)}"


def draw_list(imports: list[PastImport]) -> PastImport | None:
    """Every import; returns the one chosen in the list, else the one the address names."""
    frame = pd.DataFrame(
        {
            "import_id": one.import_id,
            "loaded_at": one.loaded_at.replace(tzinfo=None),
            "file_name": one.file_name,
            "kinds": ", ".join(KINDS[kind] for kind in one.kinds),
            "as_of": one.as_of,
            "accepted_rows": one.accepted_rows,
            "rejected_rows": one.rejected_rows,
            "loaded_by": person_words(one.loaded_by),
            "state": "Đang dùng" if one.is_active else "Đã hoàn tác",
        }
        for one in imports
    )
    finding("Chọn một lần nạp để hoàn tác, làm lại hoặc tải tệp gốc", "Lần nạp mới nhất ở trên")
    chosen = grid(
        frame,
        COLUMNS,
        key="lan-nap",
        file_name="lich-su-nap",
        title="Lịch sử nạp",
        placeholder="Tìm theo tên tệp, loại hoặc người nạp",
        select="one",
        counted="lần nạp",
        phone=("file_name", "kinds", "as_of", "state", "rejected_rows", "loaded_at"),
    )
    asked = chosen["import_id"].tolist() or [st.query_params.get("nap", "")]
    return next((one for one in imports if one.import_id == asked[0]), None)


def draw_chosen(one: PastImport) -> None:
    """One import: what it brought, the received file, and the way out of the numbers or back in."""
    with card("Lần nạp đang chọn"):
        finding(
            one.file_name,
            f"{', '.join(KINDS[kind] for kind in one.kinds)} · số liệu đến {day(one.as_of)} · nhận "
            f"{count(one.accepted_rows)}/{count(one.data_rows)}{NBSP}dòng · nạp lúc {moment(one.loaded_at)} bởi "
            f"{person_words(one.loaded_by)} · {state_words(one)}",
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.download_button(
                "Tải tệp gốc",
                data=lambda: received_file(home, viewer, one.import_id),
                file_name=one.file_name,
                key=f"tep-goc-{one.import_id}",
                on_click="ignore",
                icon=":material/download:",
            )
            _draw_switch(one)


def _draw_switch(one: PastImport) -> None:
    if not one.is_active:
        if st.button("Làm lại lần nạp", key=f"lam-lai-{one.import_id}", icon=":material/redo:"):
            with st.spinner("Đang đưa tệp trở lại số liệu…"):
                staging.redo(home, viewer, one.import_id)
            _say(f"Đã đưa {one.file_name} trở lại số liệu.")
        return
    if not one.is_recent:
        st.write(f"Chỉ hoàn tác được {UNDO_DEPTH} lần nạp gần nhất.")
        return
    asking = st.session_state.get("hoan_tac_nao") == one.import_id
    if not asking:
        if st.button("Hoàn tác", key=f"hoan-tac-{one.import_id}", icon=":material/undo:"):
            st.session_state["hoan_tac_nao"] = one.import_id
            st.rerun()
        return
    st.write(f"Hoàn tác lần nạp này? Số liệu trở về như {rest_words(one)}.")
    if st.button("Hoàn tác lần nạp", type="primary", key="hoan-tac-that"):
        with st.spinner("Đang hoàn tác…"):
            staging.undo(home, viewer, [one.import_id])
        _say(f"Đã hoàn tác {one.file_name}. Số liệu trở về như {rest_words(one)}.")
    if st.button("Giữ lại", key="giu-lai"):
        st.session_state.pop("hoan_tac_nao")
        st.rerun()


def rest_words(one: PastImport) -> str:
    """The state of the numbers without this import."""
    newest = newest_day_without(home, {one.import_id})
    return f"ngày{NBSP}{day(newest)}, không có tệp này" if newest else "lúc chưa nạp tệp nào"


def _say(sentence: str) -> None:
    st.session_state.pop("hoan_tac_nao", None)
    st.session_state["lich_su_da_lam"] = sentence
    st.rerun()


def draw_refusals(refusals: list[dict]) -> None:
    """Files that were turned away, with the sentence their sender read."""
    if not refusals:
        return
    with st.expander(f"{count(len(refusals))} tệp bị từ chối"):
        frame = pd.DataFrame(refusals)
        frame["received_at"] = [one.replace(tzinfo=None) for one in frame["received_at"]]
        grid(
            frame,
            REFUSALS,
            key="tu-choi",
            file_name="tep-bi-tu-choi",
            title="Tệp bị từ chối",
            placeholder="Tìm theo tên tệp",
            counted="tệp",
            phone=("file_name", "message", "received_at"),
        )


viewer = current_viewer()
require(viewer, "import")
home = instance().home
imports = past_imports(home, viewer)
if not imports:
    page_head("Chưa có lần nạp nào", kinds=())
    nothing_to_show("Chưa có tệp nào được công bố.", page="nhap_du_lieu", label="Nhập dữ liệu")
    draw_refusals(past_refusals(home, viewer))
    st.stop()

active = sum(one.is_active for one in imports)
page_head(
    f"{f'{count(active)}{NBSP}tệp' if active else 'Không có tệp nào'} đang dùng, "
    f"lần nạp mới nhất lúc {moment(imports[0].loaded_at)}",
    f"{count(len(imports) - active)}{NBSP}lần nạp đã hoàn tác."
    if active < len(imports)
    else "Chưa lần nạp nào bị hoàn tác.",
)
if said := st.session_state.pop("lich_su_da_lam", ""):
    st.success(said)
inner_link("nhap_du_lieu", "Nạp thêm tệp", icon="upload_file")
with contained("lịch sử nạp"):
    chosen = draw_list(imports)
    if chosen is not None:
        draw_chosen(chosen)
draw_refusals(past_refusals(home, viewer))

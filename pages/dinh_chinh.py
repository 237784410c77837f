"""Đính chính: giá trị nào do người sửa thay cho tệp nguồn, ai sửa, vì sao; gỡ ra được."""

from typing import Any

import pandas as pd
import streamlit as st

from desk.corrections import corrections, make_correction, reverse_correction, with_relapses
from domain.program.errors import DashboardError
from domain.wording.formats import NBSP, count, moment
from ui.intake.correction_words import corrected_row_words, correction_state, relapse_words
from ui.look.markup import plain
from ui.look.words import KINDS, person_words
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show, page_head
from ui.pieces.marks import draw_told, tell_next_run
from ui.pieces.row_choice import choose_row, choose_value, column_label, forget_named_row, row_words, words_of
from ui.pieces.value_field import value_field
from ui.visit.failures import contained
from ui.visit.session import current_viewer, instance, require

COLUMNS = {
    "made_at": Column("Lúc sửa", "moment", width=140),
    "state": Column("Tình trạng", width=190),
    "department_code": Column("Đơn vị", "department", width=160, unknown=""),
    "kind": Column("Loại dữ liệu", width=140),
    "row": Column("Dòng", width=160),
    "column": Column("Cột", width=140),
    "old": Column("Tệp ghi", width=150),
    "new": Column("Sửa thành", width=150),
    "reason": Column("Lý do", width=220),
    "person": Column("Người sửa", width=120),
}


def draw_list(made: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Every correction, the newest first; returns the chosen one."""
    frame = pd.DataFrame(
        {
            "number": one["id"],
            "made_at": one["made_at"].replace(tzinfo=None),
            "state": correction_state(one),
            "department_code": one["department_code"],
            "kind": KINDS[one["kind"]],
            "row": corrected_row_words(one),
            "column": column_label(one["kind"], one["column_name"]),
            "old": words_of(one["column_name"], one["value_found"]),
            "new": words_of(one["column_name"], one["value"]),
            "reason": one["reason"],
            "person": person_words(one["person"]),
        }
        for one in made
    )
    chosen = grid(
        frame,
        Listing(
            COLUMNS,
            key="dinh-chinh",
            file_name="dinh-chinh",
            title="Danh sách đính chính",
            placeholder="Tìm theo mã, cột, lý do hoặc người sửa",
            counted="đính chính",
            phone=("row", "column", "old", "new", "state", "department_code", "reason", "person", "made_at"),
        ),
        select="one",
    )
    numbers = chosen["number"].tolist()
    return next((one for one in made if one["id"] in numbers), None)


def draw_chosen(one: dict[str, Any]) -> None:
    """One correction, and the way to take it back."""
    label = column_label(one["kind"], one["column_name"])
    with card("Đính chính đang chọn"):
        finding(
            f"{label}: {words_of(one['column_name'], one['value_found'])} → {words_of(one['column_name'], one['value'])}",
            f"{KINDS[one['kind']]} {corrected_row_words(one)} · {person_words(one['person'])} sửa lúc {moment(one['made_at'])} · "
            f"lý do: {one['reason']} · {correction_state(one)}",
        )
        if one["state"] not in ("active", "retired"):
            return
        if st.session_state.get("go_dinh_chinh") != one["id"]:
            if st.button("Gỡ đính chính", key=f"go-{one['id']}", icon=":material/undo:"):
                st.session_state["go_dinh_chinh"] = one["id"]
                st.rerun()
            return
        st.write("Gỡ đính chính này? Giá trị trong tệp nguồn được dùng trở lại.")
        with st.container(horizontal=True, gap="small"):
            if st.button("Gỡ đính chính", type="primary", key="go-that"):
                reverse_correction(home, viewer, one["id"])
                _say("Đã gỡ đính chính; số liệu dùng lại giá trị trong tệp nguồn.")
            if st.button("Giữ lại", key="giu-lai"):
                st.session_state.pop("go_dinh_chinh")
                st.rerun()


def draw_new() -> None:
    """Correct one value of one row, with a reason."""
    row = choose_row(key="sua-dong")
    if row is None:
        return
    finding(row_words(row), "Bản sửa áp dụng từ lần nạp này trở đi, đến khi tệp nguồn ghi đúng")
    value = choose_value(row, key="sua")
    if value is None:
        return
    text = value_field(row.kind, value.column, label=value.label, key="gia-tri-dung")
    reason = st.text_input("Lý do sửa", key="ly-do-sua", placeholder="Ví dụ: theo công văn đã phát hành")
    is_ready = text is not None and bool(reason.strip())
    if st.button("Lưu đính chính", key="luu-dinh-chinh", disabled=not is_ready) and text is not None:
        try:
            make_correction(
                home,
                viewer,
                kind=row.kind,
                business_key=row.business_key,
                column=value.column,
                text=text,
                reason=reason,
            )
        except DashboardError as problem:
            st.error(plain(problem))
            return
        _say(f"Đã sửa {value.label}: {value.shown} → {text or '(trống)'}.")


def _say(sentence: str) -> None:
    st.session_state.pop("go_dinh_chinh", None)
    forget_named_row()
    tell_next_run("dinh_chinh", sentence)


viewer = current_viewer()
require(viewer, "correct")
home = instance().home
made = with_relapses(home, viewer, corrections(home, viewer))
in_force = sum(one["state"] == "active" for one in made)
page_head(
    f"{count(in_force)}{NBSP}giá trị đang được sửa thay tệp nguồn"
    if in_force
    else "Không có đính chính nào đang áp dụng",
    "Đính chính giữ nguyên qua các lần nạp sau và tự thôi khi tệp nguồn ghi đúng.",
)
draw_told("dinh_chinh")
if again := relapse_words(made):
    st.warning(plain(again))
if made:
    with contained("danh sách đính chính"):
        chosen = draw_list(made)
        if chosen is not None:
            draw_chosen(chosen)
else:
    nothing_to_show(
        "Chưa ai sửa giá trị nào.",
        remedy="Sửa trong lúc nhập dữ liệu, ở mục dưới đây, hoặc khi nhận phản ánh.",
    )
with st.expander("Sửa một giá trị", expanded="khoa" in st.query_params), contained("sửa một giá trị"):
    draw_new()

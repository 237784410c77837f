"""What the rates leave out: the rule in words, and its rows one click away."""

import pandas as pd
import streamlit as st

from metrics.counts.open_items import denominator_rule_words
from metrics.progress.left_out import left_out, left_out_items_words
from ui.pieces.components import Column, Listing, grid
from ui.visit.session import answer, as_of

COLUMNS = {
    "reason_vi": Column("Lý do", width=190),
    "number": Column("Số, mã để tìm", width=130, unknown="Không ghi"),
    "title": Column("Nội dung", width=330, unknown="Không ghi"),
    "department_code": Column("Đơn vị", "department", width=165),
    "person": Column("Người xử lý", width=130, unknown="Không ghi"),
    "due_date": Column("Hạn xử lý", "date", width=95),
}


def draw_left_out(code: str | None, *, only_tasks: bool = False) -> None:
    """
    Print the denominator rule, and under it the list of what it leaves out.

    Args:
        code: The department on show; None for all that the viewer may see.
        only_tasks: Leave out the jobs of Phụ lục 2 that a department supports.
    """
    rows = answer(left_out, as_of=as_of(), department=code)
    if only_tasks:
        rows = pd.DataFrame(rows[rows["reason"] != "supporting"])
    counted, rule = denominator_rule_words(as_of())
    none = "" if len(rows) else " Không có việc nào bị loại trừ."
    st.html(f'<p class="cc-source">{counted} {rule}{none}</p>')
    if rows.empty:
        return
    shown = st.expander(
        f"Xem việc bị loại trừ: {left_out_items_words(rows)}",
        key=f"loai-tru-{'viec' if only_tasks else 'diem'}",
        on_change="rerun",
    )
    if shown.open:
        with shown:
            grid(
                rows,
                Listing(
                    COLUMNS,
                    key="loai-tru",
                    file_name="viec-loai-khoi-mau-so",
                    title="Việc không tính vào mẫu số",
                    counted="việc",
                    phone=("title", "number", "reason_vi", "due_date"),
                ),
            )

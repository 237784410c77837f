"""HpNet: việc rơi ở bước nào, quá hạn bao lâu, và chính xác những việc nào còn lại."""

from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.departments import department_name
from domain.agency.office import spoken
from domain.wording.formats import count
from metrics.counts.open_items import funnel, overdue_ages
from ui.charts.bars import age_bars
from ui.charts.bars import funnel as funnel_chart
from ui.deadlines.left_out import draw_left_out
from ui.deadlines.task_steps import (
    MISSING,
    Remaining,
    age_buckets,
    funnel_steps,
    median_words,
    remaining,
    steps_headline,
    unit_row,
    unread_task_words,
)
from ui.deadlines.work_files import draw_work_files
from ui.index.ledger_words import uncovered_words
from ui.pieces.components import Column, Listing, figure_card, finding, grid, nothing_to_show, page_head
from ui.pieces.figures import read_aloud
from ui.pieces.marks import no_export_yet
from ui.visit.filters import choice, department_choice, filter_bar
from ui.visit.session import answer, answer_key, as_of, current_viewer, department, kept_answer

COLUMNS = {
    "document_number": Column("Số, ký hiệu", width=130),
    "subject": Column("Trích yếu", width=290),
    "department_code": Column("Đơn vị", "department", width=150),
    "assignee": Column("Người xử lý", width=140),
    "due_date": Column("Hạn xử lý", "date", width=95, unknown="Không có hạn"),
    "overdue_working_days": Column("Quá hạn (ngày làm việc)", "number", width=60, unknown="Chưa quá hạn"),
    "missing": Column("Thiếu bước", width=230),
    "missing_fields": Column("Hồ sơ còn thiếu", width=200, unknown=""),
    "task_code": Column("Mã công việc", width=120),
}


def draw_funnel(row: dict[str, int], steps: pd.DataFrame) -> None:
    """Five bars on one scale."""
    said = ", ".join(
        f"{name.lower()} {count(value)}" for name, value in zip(steps["name"], steps["value"], strict=True)
    )
    left = int(row["assigned"] - row["filed"])
    figure_card(
        f"{count(left)} trong {count(row['assigned'])} việc chưa đi hết năm bước"
        if left
        else "Mọi việc đọc được đã đi hết năm bước",
        "Số việc đã qua từng bước và mọi bước trước đó; trong ngoặc là số việc dừng lại trước bước ấy",
        funnel_chart,
        steps,
        "việc",
        alt=f"Số việc qua từng bước: {said}.",
        table=steps,
        columns={"name": "Bước", "value": Column("Số việc", "number")},
        key="pheu-hpnet",
    )


def draw_ages(row: dict[str, Any], ages: pd.DataFrame) -> None:
    """Overdue open work by age."""
    overdue = int(row["overdue"])
    old = int(row["days_over_30"])
    oldest = f"{count(old)} việc" if old else "không việc nào"
    title = f"{count(overdue)} việc đang quá hạn, {oldest} quá hạn trên 30 ngày"
    figure_card(
        title if overdue else "Không có việc nào đang quá hạn",
        f"Việc chưa hoàn thành đã quá hạn, theo số ngày làm việc{median_words(row)}",
        age_bars,
        ages,
        alt=read_aloud(title, zip(ages["bucket"], map(count, ages["items"]), strict=True)),
        table=ages,
        columns={"bucket": "Quá hạn (ngày làm việc)", "items": Column("Số việc", "number")},
        key="tuoi-qua-han",
    )


def items_to_show(left: Remaining) -> tuple[pd.DataFrame, tuple[str | None, ...]]:
    """Narrow the list by person and by step, both kept in the address; also says which were chosen."""
    items = left.items
    with filter_bar("buoc", "nguoi", key="viec"):
        step = choice("Thiếu bước", MISSING, name="buoc", placeholder="Mọi bước")
        person = choice(
            "Người xử lý", {name: name for name in left.people}, name="nguoi", placeholder="Tất cả"
        )
    if step:
        items = items[items[step]]
    return items[items["assignee"] == person] if person else items, (step, person)


def draw_list(left: Remaining, key: tuple[object, ...]) -> None:
    """Exactly which tasks remain; *key* tells one such answer from another."""
    also = (
        f", {count(left.incomplete)} việc có hồ sơ nhưng hồ sơ chưa đủ thông tin" if left.incomplete else ""
    )
    finding(
        f"{count(left.stopped)} việc còn thiếu bước{also}"
        if len(left.items)
        else "Không còn việc nào thiếu bước trong số việc đọc được",
        spoken(
            "Chỉ kể công việc trên {e_office}, mỗi việc một dòng với mọi bước còn thiếu; quá hạn lâu nhất ở trên"
        )
        + uncovered_words(left),
    )
    if left.items.empty:
        return
    shown, chosen = items_to_show(left)
    grid(
        shown,
        Listing(
            COLUMNS,
            key="viec",
            file_name="viec-con-lai-hpnet",
            title=spoken("Việc còn lại trên {e_office}"),
            counted="việc",
            phone=("subject", "document_number", "due_date", "overdue_working_days", "missing"),
        ),
        identity=(key, chosen),
    )


viewer = current_viewer()
code = department()
row = kept_answer(unit_row, funnel, code)
if not row or not row["assigned"]:
    page_head(
        spoken("Chưa có bản xuất {e_office} nào") if not row else "Không có việc nào được giao",
        kinds=("hpnet_tasks",),
    )
    if not row:
        no_export_yet()
    else:
        nothing_to_show(
            spoken("Đơn vị không có việc nào trên {e_office} tính vào mẫu số."),
            page="nhap_du_lieu",
            label="Nhập dữ liệu",
        )
    st.stop()

page_head(
    steps_headline(row, unread_task_words(code)),
    f"Đang xem: {department_name(code)}." if code else "Năm bước kể riêng: hoàn thành chưa phải là lưu trữ.",
    kinds=("hpnet_tasks",),
)
department_choice()
left, right = st.columns([8, 4], gap="small")
with left:
    draw_funnel(row, kept_answer(funnel_steps, code))
with right:
    draw_ages(kept_answer(unit_row, overdue_ages, code), kept_answer(age_buckets, code))
draw_list(
    answer(remaining, as_of=as_of(), department=code), answer_key(remaining, as_of=as_of(), department=code)
)
draw_left_out(code, only_tasks=True)
draw_work_files(code)

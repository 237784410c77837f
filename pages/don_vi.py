"""Phòng, đơn vị của tôi: điểm, bốn yêu cầu, và việc phải làm tiếp theo."""

from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.office import spoken
from domain.wording.formats import count, day, is_known
from metrics.asking.rows import records
from metrics.limits.campaigns import LABEL_VI
from metrics.pace.burn_up import burn_up
from metrics.plan.left_with_points import left_with_points
from metrics.progress.what_is_left import work_in
from ui.deadlines.left_out import draw_left_out
from ui.deadlines.overview import DepartmentStanding, Overview, overview
from ui.deadlines.progress import burn_up_card
from ui.deadlines.promising import draw_unit_promises
from ui.deadlines.standing_cards import unit_card, unit_headline, units_headline
from ui.deadlines.unit_scores import draw_scores, score_card
from ui.index.ledger_words import left_words, points_said
from ui.pieces.components import (
    Column,
    Listing,
    card,
    deadline_cards,
    finding,
    grid,
    nothing_to_show,
    page_head,
)
from ui.visit.filters import choice, department_choice, filter_bar
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, department, today

COLUMNS = {
    "title": Column("Nội dung", width=290, unknown="Không ghi"),
    "number": Column("Số, mã để tìm", width=150, unknown="Không ghi"),
    "obligation_vi": Column("Yêu cầu", width=150),
    "next_step": Column("Bước tiếp theo", width=300),
    "due_date": Column("Hạn xử lý", "date", width=95, unknown="Không ghi"),
    "overdue_working_days": Column("Quá hạn (ngày làm việc)", "number", width=80, unknown="Không ghi"),
    "points": Column("Điểm CCHC mỗi việc", "points", width=90, unknown="Chưa rõ"),
    "person": Column("Người xử lý", width=140, unknown="Không ghi"),
}


def draw_to_do(items: pd.DataFrame, *, unread: int) -> pd.DataFrame:
    """What to do next, by points and then by date, with the step in words; gives back what is chosen of it."""
    late = items[items["overdue_working_days"].fillna(0).astype(float) > 0]
    finding(
        f"{work_in(items.to_dict('records')).words} phải làm tiếp,"
        f" {count(work_in(late.to_dict('records')).items)} việc đã quá hạn xử lý"
        if len(items)
        else f"Không còn việc nào phải làm tiếp{' trong số dòng đọc được' if unread else ''}",
        "Mỗi dòng là một bước còn thiếu. Xếp theo điểm CCHC còn giữ được, rồi đến hạn gần nhất; chọn một dòng để xem nguồn gốc hoặc phản ánh, "
        "chọn nhiều dòng để ghi ngày hẹn",
    )
    if items.empty:
        return items
    obligations = {name: LABEL_VI[name] for name in dict.fromkeys(items["obligation"])}
    with filter_bar("yeu_cau", key="viec"):
        asked = choice("Yêu cầu", obligations, name="yeu_cau", placeholder="Mọi yêu cầu")
    shown = items[items["obligation"] == asked] if asked else items
    chosen = grid(
        shown.assign(obligation_vi=shown["obligation"].map(LABEL_VI)),
        Listing(
            COLUMNS,
            key="viec-phai-lam",
            file_name="viec-phai-lam-tiep",
            title="Việc phải làm tiếp",
            counted="bước",
            phone=("title", "number", "next_step", "due_date", "points"),
        ),
        select="many",
    )
    if len(chosen) == 1:
        draw_chosen(records(chosen)[0])
    return chosen


def draw_chosen(row: dict[str, Any]) -> None:
    """The ways from one item: back to its cells, or to contest it."""
    with card("Việc đang chọn"):
        finding(str(row["title"] or row["number"]), str(row["next_step"]))
        if is_known(row["due_date"]):
            st.write(f"Hạn xử lý ngày {day(row['due_date'])}.")
        place = {
            "nap": str(row["import_id"]),
            "trang": str(row["sheet"]),
            "dong": str(int(row["source_row"])),
        }
        inner_link("nguon_goc", "Dòng này trong tệp gốc và phản ánh số liệu", icon="manage_search", **place)


def draw_burn_up(standing: DepartmentStanding) -> None:
    """The department's own burn-up of what it is furthest from."""
    open_ones = [s for s in standing.standings if s.left]
    if open_ones:
        furthest = min(open_ones, key=lambda s: s.rate_pct or 0.0)
        chart = answer(burn_up, as_of=as_of(), obligation=furthest.obligation, department=standing.code)
        burn_up_card(chart, key="tien-do-don-vi")


def draw_unit(shown: Overview, standing: DepartmentStanding) -> None:
    """One department."""
    items = answer(left_with_points, as_of=as_of(), department=standing.code)
    page_head(
        unit_headline(items, standing), points_said(standing.code) + left_words(items, shown.main, standing)
    )
    department_choice()
    left, right = st.columns([4, 8], gap="small")
    with left:
        score_card(standing.code)
    with right:
        if shown.main is not None:
            deadline_cards([unit_card(shown.main, standing)])
    draw_unit_promises(
        standing.code, items, draw_to_do(items, unread=max((s.unread for s in standing.standings), default=0))
    )
    draw_burn_up(standing)
    draw_left_out(standing.code)


def draw_all(shown: Overview) -> None:
    """Every department by its score, for those who see the whole office."""
    page_head(units_headline(shown), "Chọn một đơn vị để xem việc phải làm tiếp.")
    department_choice()
    draw_scores()


viewer = current_viewer()
shown = answer(overview, as_of=as_of(), today=today())
code = department()
standing = next((row for row in shown.departments if row.code == code), None)
if not shown.is_known:
    page_head("Chưa có số liệu để tính cho đơn vị")
    nothing_to_show(
        spoken("Chưa có bản xuất {e_office} nào. {gathering_name} nạp tệp đầu tiên tại Nhập dữ liệu.")
    )
elif standing is not None:
    draw_unit(shown, standing)
elif code is None and viewer.may("see_all"):
    draw_all(shown)
else:
    page_head("Chưa có số liệu của đơn vị")
    nothing_to_show("Các bản xuất đã nạp không có dòng nào của đơn vị này.")

"""Kế hoạch lấy lại điểm: cần thêm bấy nhiêu điểm trước ngày ấy thì làm những việc nào, và nếu chỉ làm ngần này thì sao."""

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from desk.scenarios import delete_scenario, save_scenario, scenarios
from domain.agency.departments import department_name
from domain.program.errors import DashboardError
from domain.wording.formats import count, day, is_known, points
from metrics.criteria.assessment import Assessment
from metrics.plan.planner import Plan, Selection, WhatIf, points_secured
from ui.charts.index_plan import plan_bars
from ui.index.index_state import assessment, points_typed, points_words
from ui.index.ledger_words import expected_words
from ui.look.markup import plain
from ui.look.words import OBLIGATIONS
from ui.pieces.components import (
    Column,
    Listing,
    card,
    edited_table,
    figure_card,
    finding,
    grid,
    nothing_to_show,
    page_head,
)
from ui.pieces.marks import NO_SCORES, nothing_scored
from ui.points.plan_words import (
    Asked,
    as_if_done,
    asked_for,
    items_of_plan,
    kept_result,
    plan_headline,
    plan_lead,
    plan_proposal,
    results_table,
    ticked,
    unlisted_words,
    work_to_show,
    working_days,
)
from ui.visit.filters import department_choice, phone_fold
from ui.visit.session import answer, as_of, build_id, current_viewer, department, instance, today

KINDS = ("indicator_scores", "shortfalls", "assignments", "hpnet_tasks", "work_files", "apologies")
NO_CHANGE = "Phương án chỉ để xem trước. Không làm thay đổi số liệu."


def draw_form(asked: Asked) -> None:
    """What to win, by when, at what pace."""
    with card("Mục tiêu"), st.form("ke-hoach", border=False):
        finding("Mục tiêu", "Công sức ít nhất, theo đúng các bậc điểm của quy tắc")
        kind = st.radio(
            "Mục tiêu", ["them", "dat"], index=int(asked.is_level), horizontal=True, label_visibility="collapsed",
            format_func={"them": "Thêm điểm", "dat": "Đạt mức điểm"}.get,
        )  # fmt: skip
        typed = st.text_input("Số điểm", points(asked.target), placeholder="Ví dụ: 1,50")
        by = st.date_input("Làm xong đến hết ngày", asked.by, min_value=today(), format="DD/MM/YYYY")
        pace = st.number_input("Mỗi đơn vị làm được (việc/ngày)", 1, 200, asked.per_day)
        st.html(
            f'<p class="cc-source">Còn {count(working_days(as_of(), asked.by))} ngày làm việc đến {day(asked.by)}</p>'
        )
        target = points_typed(typed)
        if st.form_submit_button("Tính kế hoạch", type="primary"):
            if target is None:
                st.error("Số điểm chưa đọc được. Ghi một số từ 0 đến 100, ví dụ 1,50.")
                return
            st.query_params.update(
                {"muc_tieu": kind, "diem": str(target), "den": by.isoformat(), "suc": str(pace)}
            )
            st.query_params.pop("phuong_an", None)
            st.rerun()


def draw_work(pools: pd.DataFrame, base: Selection, key: str) -> dict[str, int]:
    """The list with tick boxes; returns what is ticked."""
    flat = int((pools["remark"] != "").sum())
    finding(
        "Chọn việc để xem điểm thay đổi",
        f"Đã chọn sẵn phương án ít công nhất; {count(flat)} dòng có đoạn làm thêm mà chưa được thêm điểm, nêu ở cột Bậc điểm",
    )
    rows = work_to_show(pools, dict(base.items))
    edited = edited_table(
        rows,
        key=f"viec-{key}",
        file_name="viec-de-chon",
        title="Việc để chọn trong kế hoạch",
        height=min(36 + 35 * len(rows), 420),
        disabled=["Còn", "Việc", "Đơn vị", "Thêm được", "Xong cả tiêu chí", "Bậc điểm"],
        settings={
            "Làm": st.column_config.CheckboxColumn(width=70),
            "Việc": st.column_config.TextColumn(width=235),
            "Đơn vị": st.column_config.TextColumn(width=165),
            "Số việc": st.column_config.NumberColumn(width=90, min_value=0, step=1, format="%d"),
            "Còn": st.column_config.NumberColumn(width=50, format="%d"),
            "Thêm được": st.column_config.TextColumn(width=165),
            "Xong cả tiêu chí": st.column_config.TextColumn(width=110, alignment="right"),
            "Bậc điểm": st.column_config.TextColumn(width=360),
        },
    )
    return ticked(edited)


def draw_full(found: Assessment, base: Selection, key: str) -> tuple[str, ...]:
    """Criteria supposed to be fully achieved, whatever the work."""
    names = {leaf.code: f"{leaf.code} {leaf.name}" for leaf in found.leaves if leaf.expected_loss != 0}
    chosen = st.multiselect(
        "Giả sử đạt trọn điểm các tiêu chí", list(names), [c for c in base.full_codes if c in names],
        format_func=lambda code: names[code], placeholder="Chọn tiêu chí", key=f"tron-{key}",
    )  # fmt: skip
    return tuple(chosen)


def draw_result(result: WhatIf, secured: Decimal, found: Assessment) -> None:
    """Now, with the chosen work, and the maximum."""
    after = points_secured(result.assessment)
    table = results_table(result, secured, found)
    title = (
        f"Làm xong các việc đã chọn thì chấm được {points(after)}, thêm {points_words(after - secured)};"
        f" {expected_words(result)}"
        if after > secured
        else "Chưa chọn việc nào, hoặc số việc đã chọn chưa đủ để thêm điểm"
    )
    figure_card(
        title,
        "Chấm theo quy tắc với số việc đã xong; điểm dự kiến thì tính cả phần việc đang làm, kèm khoảng 80%",
        plan_bars,
        table,
        alt=f"{title}.",
        table=table,
        columns={
            "name": "Trường hợp",
            "points": Column("Điểm", "points"),
            "low": Column("80% từ", "points", unknown="–"),
            "high": Column("80% đến", "points", unknown="–"),
        },
        key="diem-theo-ke-hoach",
        drawn=("points",),
        source=NO_CHANGE,
    )


def draw_items(plan: Plan) -> None:
    """Exactly which tasks, dossiers and files the plan takes first."""
    with st.expander("Từng việc trong phương án ít công nhất"):
        rows = answer(items_of_plan, as_of=as_of(), chosen=tuple(sorted(plan.chosen.items())))
        if rows.empty:
            nothing_to_show("Phương án không gồm công việc, hồ sơ nào có danh sách riêng.")
            return
        if more := unlisted_words(plan, rows):
            st.html(f'<p class="cc-source">{plain(more)}</p>')
        grid(
            rows.assign(obligation_vi=rows["obligation"].map(OBLIGATIONS)),
            Listing(
                {
                    "department_code": Column("Đơn vị", "department", width=150),
                    "obligation_vi": Column("Yêu cầu", width=170),
                    "number": Column("Số, ký hiệu", width=150, unknown="Không ghi"),
                    "title": Column("Nội dung", width=320, unknown="Không ghi"),
                    "person": Column("Người xử lý", width=140, unknown="Không ghi"),
                    "code": Column("Tiêu chí", width=70),
                },
                key="tung-viec",
                file_name="ke-hoach-lay-lai-diem",
                title="Việc cần làm theo kế hoạch",
                counted="việc",
            ),
        )


def draw_scenarios(selection: Selection, result: WhatIf) -> None:
    """Save what is ticked, open or delete what was saved."""
    with card("Phương án đã lưu"):
        rows = scenarios(instance().home, current_viewer())
        finding(
            f"{count(len(rows))} phương án đã lưu" if rows else "Chưa có phương án nào được lưu", NO_CHANGE
        )
        for row in rows:
            draw_scenario(row)
        with st.form("luu-phuong-an", border=False, clear_on_submit=True):
            name = st.text_input("Tên phương án", placeholder="Ví dụ: ưu tiên thư xin lỗi")
            if st.form_submit_button("Lưu phương án"):
                keep(name, selection, result)


def draw_scenario(row: dict[str, Any]) -> None:
    """One saved plan: its result then, to open and to delete."""
    result = row["result"] or {}
    gained = f"thêm {points_words(result['recovered'])}" if is_known(result.get("recovered")) else ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button(
            plain(row["name"]), key=f"mo-{row['id']}", help=f"Số liệu đến {day(row['as_of'])}, {gained}"
        ):
            st.query_params["phuong_an"] = str(row["id"])
            st.rerun()
        st.html(f'<p class="cc-source">{gained} · số liệu đến {day(row["as_of"])}</p>', width="content")
        if st.button("Xóa", key=f"xoa-{row['id']}", type="tertiary"):
            drop(row["id"])


def keep(name: str, selection: Selection, result: WhatIf) -> None:
    """Save the ticked work, or say why not."""
    try:
        number = save_scenario(
            instance().home, current_viewer(), name=name, as_of=as_of(), build_id=build_id(),
            choices=selection.as_choices(), department=department() if current_viewer().units else None, result=kept_result(result),
        )  # fmt: skip
    except DashboardError as error:
        st.error(plain(error))
        return
    st.query_params["phuong_an"] = str(number)
    st.rerun()


def drop(number: int) -> None:
    """Delete a plan, or say why not."""
    try:
        delete_scenario(instance().home, current_viewer(), number)
    except DashboardError as error:
        st.error(plain(error))
        return
    st.query_params.pop("phuong_an", None)
    st.rerun()


def draw_page(found: Assessment, own: str | None) -> None:
    """The page where something can still be won back."""
    asked = asked_for(st.query_params, as_of=as_of(), today=today())
    found_plan = answer(plan_proposal, as_of=as_of(), asked=asked, own=own)
    plan, secured = found_plan.plan, found_plan.secured
    page_head(
        plan_headline(plan, asked, secured, found.unknown_points), plan_lead(found, secured, own), kinds=KINDS
    )
    if own:
        department_choice()
    rows = scenarios(instance().home, current_viewer())
    scenario = next((row for row in rows if str(row["id"]) == st.query_params.get("phuong_an", "")), None)
    base = Selection.of_choices(scenario["choices"]) if scenario else Selection(dict(plan.chosen))
    key = f"pa{scenario['id']}" if scenario else asked.key
    left, right = st.container(key="cc-plan").columns([4, 8], gap="small")
    with left:
        phone_fold("Đổi mục tiêu, ngày, sức làm", "muc-tieu")
        draw_form(asked)
    shown = right.container()
    with card("Danh sách việc"):
        if scenario:
            st.write(
                f"Đang mở phương án **{plain(scenario['name'])}**, lưu với số liệu đến {day(scenario['as_of'])}."
            )
        items = draw_work(found_plan.pools, base, key)
        full = draw_full(found, base, key)
    result = answer(
        as_if_done,
        as_of=as_of(),
        items=tuple(sorted(items.items())),
        full_codes=full,
    )
    with shown:
        draw_result(result, secured, found)
    draw_scenarios(Selection(items, full), result)
    draw_items(plan)


viewer = current_viewer()
state = assessment()
if state is None or not state.known:
    page_head("Chưa có căn cứ nào để lập kế hoạch lấy lại điểm", kinds=KINDS)
    nothing_scored(NO_SCORES, whose=department_name(department() or ""))
else:
    draw_page(state, department() if viewer.units else None)

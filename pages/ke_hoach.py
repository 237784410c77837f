"""Kế hoạch lấy lại điểm: cần thêm bấy nhiêu điểm trước ngày ấy thì làm những việc nào, và nếu chỉ làm ngần này thì sao."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from desk.scenarios import delete_scenario, save_scenario, scenarios
from domain.departments import department_name
from domain.errors import DashboardError
from domain.formats import NBSP, count, day, is_known, points
from domain.office import spoken
from domain.working_calendar import WorkingCalendar
from metrics.asking.rules import rule_in_force
from metrics.criteria.assessment import Assessment, assess
from metrics.limits.campaigns import current_campaigns
from metrics.plan.planner import (
    Plan,
    Selection,
    WhatIf,
    capacities,
    cheapest_plan,
    goals,
    marginal_points,
    plan_items,
    points_secured,
    what_if,
)
from metrics.points.ledger import total
from ui.charts.index_plan import plan_bars
from ui.index.index_state import assessment, points_typed, points_words
from ui.index.ledger_words import expected_words
from ui.look.markup import plain
from ui.look.tables import short_name
from ui.look.words import OBLIGATIONS
from ui.pieces.components import Column, card, figure_card, finding, grid, nothing_to_show, page_head
from ui.visit.filters import department_choice, phone_fold
from ui.visit.session import Reader, answer, as_of, build_id, current_viewer, department, instance, today

KINDS = ("indicator_scores", "shortfalls", "assignments", "hpnet_tasks", "work_files", "apologies")
WORK = {
    "task_closure": "Báo cáo, lưu trữ công việc",
    "work_file_complete": "Lập đủ hồ sơ công việc",
    "apology": "Gửi thư xin lỗi",
    "shortfall": "Khắc phục tồn tại",
    "assignment": "Hoàn thành nhiệm vụ",
    "criterion": "Hoàn thiện tiêu chí, minh chứng",
}
NO_CHANGE = "Phương án chỉ để xem trước. Không làm thay đổi số liệu."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for, as the address keeps it."""

    target: Decimal
    is_level: bool
    by: date
    per_day: int

    @classmethod
    def of_address(cls) -> "Asked":
        """The plan asked for in the address, with sensible values where it says nothing."""
        asked = st.query_params
        return cls(
            target=_decimal(asked.get("diem", ""), Decimal(1)),
            is_level=asked.get("muc_tieu") == "dat",
            by=_day(asked.get("den", ""), usual_limit()),
            per_day=int(_decimal(asked.get("suc", ""), Decimal(usual_pace()))),
        )


def _decimal(text: str, usual: Decimal) -> Decimal:
    found = points_typed(text)
    return usual if found is None else found


def _day(text: str, usual: date) -> date:
    try:
        return max(date.fromisoformat(text), today())
    except ValueError:
        return usual


def usual_limit() -> date:
    """The last good day of the next limit, else two weeks on."""
    ahead = [c.last_day for c in current_campaigns(today()) if c.last_day >= today()]
    return max(ahead, default=today() + timedelta(days=14))


def usual_pace() -> int:
    """Items a unit does in a working day, by the rule."""
    return int(rule_in_force("planner", as_of())["items_per_day"])


def _plan(
    _reader: Reader, *, as_of: date, asked: Asked, own: str | None
) -> tuple[Plan, pd.DataFrame, Decimal]:
    """The cheapest plan, what each piece of work is worth, and the points if scored today."""
    found = answer(assess, as_of=as_of, use_haircut=True, decision=None)
    assert found is not None
    work, secured = goals(found), points_secured(found)
    limits = capacities(work, as_of=as_of, by=asked.by, per_day=asked.per_day)
    if own is not None:
        limits = {code: limit if code == own else 0 for code, limit in limits.items()}
    wanted = max(asked.target - secured, Decimal(0)) if asked.is_level else asked.target
    pools = marginal_points(found)
    return cheapest_plan(work, points=wanted, capacity=limits), pools[_is_own(pools, own)], secured


def _is_own(pools: pd.DataFrame, own: str | None) -> pd.Series:
    return pools["department_code"].eq(own) if own else pd.Series(True, index=pools.index)


def _as_if(
    _reader: Reader,
    *,
    as_of: date,
    items: tuple[tuple[str, int], ...],
    full_codes: tuple[str, ...],
) -> WhatIf:
    """The index if just this were done."""
    found = answer(assess, as_of=as_of, use_haircut=True, decision=None)
    assert found is not None
    return what_if(found, Selection(dict(items), full_codes))


def headline(plan: Plan, asked: Asked, secured: Decimal) -> str:
    """What the cheapest plan is, without promising."""
    items, units = sum(plan.chosen.values()), len({key.rsplit("|", 1)[1] for key in plan.chosen})
    if not items:
        if asked.is_level and secured >= asked.target:
            return f"Nếu chấm hôm nay đã được {points_words(secured)}, đạt mức {points(asked.target)}"
        return "Không còn việc nào lấy lại được điểm trong thời gian này"
    work = f"{count(items)}{NBSP}việc ở {count(units)}{NBSP}đơn vị"
    if plan.is_reached:
        return f"Cần ít nhất {work} để thêm {points_words(plan.points)} so với chấm hôm nay, đến hết ngày{NBSP}{day(asked.by)}"
    return (
        f"Chưa đủ sức đạt mục tiêu: làm {work} thì thêm được {points_words(plan.points)},"
        f" còn thiếu {points_words(plan.asked - plan.points)}"
    )


def lead(found: Assessment, secured: Decimal, own: str | None) -> str:
    """Where the score stands, and how the most that work can bring lies above it; of a unit also its part."""
    counted, keepable = found.expected - secured, total(found).keepable
    whose = "Tính trên các tiêu chí đơn vị chủ trì hoặc đang giữ việc. " if own else ""
    part = (
        f" Phần của {department_name(own)} trong số còn giữ được: {points_words(total(found, own).keepable)}."
        if own
        else ""
    )
    return (
        f"{whose}Nếu chấm hôm nay: **{points_words(secured)}**; dự kiến {points_words(found.expected)} vì đã tính trước"
        f" {points_words(counted)} của phần việc đang làm. Làm hết có thể thêm {points_words(counted + keepable)} so với"
        f" chấm hôm nay: {points(counted)} đã tính trước, {points(keepable)} còn giữ được đến hạn.{part}"
    )


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
            f'<p class="cc-source">Còn {count(working_days(asked.by))} ngày làm việc đến {day(asked.by)}</p>'
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


def working_days(by: date) -> int:
    """Working days from the day after the data up to and including *by*."""
    return WorkingCalendar.office().working_days_after(as_of(), by)


def work_to_show(pools: pd.DataFrame, chosen: dict[str, int]) -> pd.DataFrame:
    """What can be ticked, the chosen on top."""
    rows = pools.assign(number=[chosen.get(key, 0) for key in pools["key"]])
    rows = rows.assign(is_chosen=rows["number"] > 0).sort_values(
        ["is_chosen", "all_points"], ascending=[False, False], kind="stable"
    )
    return pd.DataFrame(
        {
            "Làm": rows["is_chosen"].to_numpy(),
            "Việc": [f"{code} · {WORK[kind]}" for kind, code in zip(rows["kind"], rows["code"], strict=True)],
            "Đơn vị": [short_name(c) if c else "Chưa phân công" for c in rows["department_code"]],
            "Số việc": rows["number"].where(rows["is_chosen"], rows["items"]).astype(int).to_numpy(),
            "Còn": rows["items"].astype(int).to_numpy(),
            "Thêm được": [
                f"{points(p)} khi đủ {count(n)} việc" if n > 1 else f"{points(p)} mỗi việc"
                for p, n in zip(rows["next_points"], rows["items_to_next_points"], strict=True)
            ],
            "Xong cả tiêu chí": [points(value) for value in rows["all_points"]],
            "Bậc điểm": rows["remark"].to_numpy(),
        },
        index=rows["key"].to_numpy(),
    )


def draw_work(pools: pd.DataFrame, base: Selection, key: str) -> dict[str, int]:
    """The list with tick boxes; returns what is ticked."""
    flat = int((pools["remark"] != "").sum())
    finding(
        "Chọn việc để xem điểm thay đổi",
        f"Đã chọn sẵn phương án ít công nhất; {count(flat)} dòng có đoạn làm thêm mà chưa được thêm điểm, nêu ở cột Bậc điểm",
    )
    rows = work_to_show(pools, dict(base.items))
    edited = st.data_editor(
        rows,
        key=f"viec-{key}",
        hide_index=True,
        height=min(36 + 35 * len(rows), 420),
        disabled=["Còn", "Việc", "Đơn vị", "Thêm được", "Xong cả tiêu chí", "Bậc điểm"],
        column_config={
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
    ticked = edited[edited["Làm"].astype(bool) & edited["Số việc"].notna()]
    return {
        str(key): min(int(n), int(most))
        for key, n, most in zip(ticked.index, ticked["Số việc"], ticked["Còn"], strict=True)
        if int(n) > 0
    }


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
    table = pd.DataFrame(
        [
            ("Nếu chấm hôm nay", secured, None, None, "today"),
            ("Nếu làm xong các việc đã chọn rồi chấm", after, None, None, "chosen"),
            ("Dự kiến hiện nay", result.expected_now, result.band_now.p10, result.band_now.p90, "expected"),
            ("Dự kiến khi có các việc đã chọn", result.expected, result.band.p10, result.band.p90, "chosen"),
            ("Tối đa", found.max_score, None, None, "maximum"),
        ],
        columns=["name", "points", "low", "high", "tone"],
    ).astype({"points": float, "low": float, "high": float})
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
        source=NO_CHANGE,
    )


def draw_items(plan: Plan) -> None:
    """Exactly which tasks, dossiers and files the plan takes first."""
    with st.expander("Từng việc trong phương án ít công nhất"):
        rows = answer(_items, as_of=as_of(), chosen=tuple(sorted(plan.chosen.items())))
        if rows.empty:
            nothing_to_show("Phương án không gồm công việc, hồ sơ nào có danh sách riêng.")
            return
        grid(
            rows.assign(obligation_vi=rows["obligation"].map(OBLIGATIONS)),
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
        )


def _items(reader: Reader, *, as_of: date, chosen: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    plan = Plan(dict(chosen), Decimal(0), Decimal(0), is_reached=True, asked=Decimal(0))
    return plan_items(reader, plan, as_of=as_of)


def saved(number: str) -> dict[str, Any] | None:
    """The scenario of the address, where the viewer may see it."""
    rows = scenarios(instance().home, current_viewer())
    return next((row for row in rows if str(row["id"]) == number), None)


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
    said = {
        "recovered": float(result.recovered),
        "expected": float(result.expected),
        "p10": result.band.p10,
        "p90": result.band.p90,
    }
    try:
        number = save_scenario(
            instance().home, current_viewer(), name=name, as_of=as_of(), build_id=build_id(),
            choices=selection.as_choices(), department=department() if current_viewer().units else None, result=said,
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
    asked = Asked.of_address()
    plan, pools, secured = answer(_plan, as_of=as_of(), asked=asked, own=own)
    page_head(headline(plan, asked, secured), lead(found, secured, own), kinds=KINDS)
    if own:
        department_choice()
    scenario = saved(st.query_params.get("phuong_an", ""))
    base = Selection.of_choices(scenario["choices"]) if scenario else Selection(dict(plan.chosen))
    key = f"pa{scenario['id']}" if scenario else f"{asked.target}-{asked.is_level}-{asked.by}-{asked.per_day}"
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
        items = draw_work(pools, base, key)
        full = draw_full(found, base, key)
    result = answer(
        _as_if,
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
    nothing_to_show(
        "Chưa chấm được tiêu chí nào."
        if viewer.role != "department"
        else f"{department_name(department() or '')} chưa chủ trì tiêu chí nào.",
        remedy=spoken("{gathering_name} nạp bảng tự chấm và các phụ lục tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
else:
    draw_page(state, department() if viewer.units else None)

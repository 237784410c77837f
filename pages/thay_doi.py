"""Thay đổi giữa hai lần xuất: việc nào xong, mở lại, dời hạn, không còn, đổi tên, và ghi ở ô nào."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.departments import UNASSIGNED_VI
from domain.agency.office import spoken
from domain.wording.formats import count, day, day_month, is_known
from metrics.limits.changes import (
    LABEL_VI,
    NO_COMPARISON,
    changes_between,
    changes_by_department,
    last_differing,
)
from metrics.limits.staleness import same_day_sentences
from metrics.progress.obligation_moves import obligation_moves
from ui.changes.exports_compared import (
    BULK,
    UNITS,
    bars_by_unit,
    bars_title,
    bulk_between,
    compared_days,
    compared_headline,
    compared_lead,
    day_in,
    groups_offered,
    kind_in,
    no_bulk,
    with_cells,
)
from ui.charts.bars import change_bars
from ui.look.markup import escape
from ui.look.words import KINDS
from ui.pieces.components import (
    Column,
    Listing,
    card,
    figure_card,
    finding,
    grid,
    no_export_yet,
    nothing_to_show,
    page_head,
)
from ui.pieces.obligation_table import draw_obligation_moves
from ui.visit.filters import choice, department_choice, filter_bar, segments
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, department

TITLES = {
    "closed": "ghi xong giữa hai bản xuất: có ngày hoàn thành, hoặc thêm một bước (báo cáo, lưu trữ, lập hồ sơ)",
    "reopened": "mở lại: bản trước ghi đã xong, bản sau thì chưa",
    "deadline_moved": "có hạn xử lý khác trước",
    "vanished": "không còn trong bản xuất sau",
    "renamed": "đổi nội dung",
    "back_dated": "ghi ngày hoàn thành sớm hơn ngày của bản xuất còn ghi chưa xong",
    "new": "có thêm so với bản trước",
    "moved_department": "chuyển sang đơn vị khác",
    "changed": "đổi giá trị khác được tính",
}
HINTS = {
    "vanished": spoken("Không còn trong bản xuất mới; vẫn tính đến khi {gathering_name} xác nhận"),
    "back_dated": spoken(
        "Việc làm xong trước rồi mới nhập là bình thường; nêu để {gathering_name} hỏi lại khi cần"
    ),
}
BULK_HINT = "Nêu để hỏi lại, không phải kết luận: việc làm xong từ trước thường được nhập dồn"
COLUMNS = {
    "number": Column("Số, mã để tìm", width=125, unknown="Không ghi"),
    "moved": Column("Cũ → mới", width=170),
    "department_code": Column("Đơn vị", "department", width=150, unknown=UNASSIGNED_VI),
    "title": Column("Nội dung", width=260, unknown="Không ghi"),
    "field": Column("Mục", width=120, unknown=""),
    "old_cell": Column("Dòng trong bản trước", width=145, unknown="Không có"),
    "new_cell": Column("Dòng trong bản sau", width=145, unknown="Không có"),
}
BULK_TABLE = {
    "department_code": Column("Đơn vị", "department", width=165),
    "completed_date": Column("Ngày hoàn thành", "date", width=110),
    "items": Column("Số việc", "number", width=70),
    "words": Column("Nội dung", width=520),
}


def day_choices(days: list[date], usual: tuple[date, date]) -> None:
    """The two selects; the last two exports that differ unless something else was chosen."""
    # The first option is the one chosen until somebody chooses.
    for label, first, name in (("Từ bản xuất ngày", usual[0], "tu"), ("Đến bản xuất ngày", usual[1], "den")):
        offered = dict.fromkeys([first, *reversed(days)])
        choice(label, {one.isoformat(): day(one) for one in offered}, name=name)


def draw_bars(summary: pd.DataFrame, kind: str, from_day: date, to_day: date) -> None:
    """Diverging bars per department."""
    rows = bars_by_unit(summary)
    unit = UNITS[kind]
    if rows.empty:
        with card("Theo đơn vị"):
            finding("Không có việc xong, mở lại, thêm mới hay không còn")
        return
    title = bars_title(rows, unit)
    figure_card(
        title,
        f"Số {unit} từ {day_month(from_day)} đến {day_month(to_day)}: bên phải là xong; bên trái là mở lại hoặc thêm mới, "
        "gạch chéo là không còn trong bản xuất",
        change_bars,
        rows,
        alt="; ".join(f"{row['name']}: xong {count(row['done'])}" for row in rows.to_dict("records")) + ".",
        table=rows,
        columns={
            "name": "Đơn vị",
            "done": Column("Xong", "number"),
            "reopened": Column("Mở lại", "number"),
            "new": Column("Thêm mới", "number"),
            "vanished": Column("Không còn", "number"),
            "moved": Column("Chuyển đơn vị", "number"),
        },
        key="thay-doi",
    )


def draw_moves(from_day: date, to_day: date, code: str | None) -> None:
    """What moved for each obligation between the two days, whichever source told it."""
    found = answer(obligation_moves, from_day=from_day, to_day=to_day)
    with card("Theo nghĩa vụ"):
        draw_obligation_moves(found, from_day=from_day, to_day=to_day, department=code)


def group_choice(changes: pd.DataFrame, bulk: pd.DataFrame, kind: str) -> str:
    """Which kind of change is listed, with how many there are of each."""
    return segments("Loại thay đổi", groups_offered(changes, bulk, kind), name="loai")


def draw_list(changes: pd.DataFrame, group: str, kind: str) -> None:
    """One kind of change, with both values and both rows."""
    shown = changes[changes["type"] == group]
    finding(
        f"{count(shown['business_key'].nunique())} {UNITS[kind]} {TITLES[group]}",
        HINTS.get(group, "Chọn một dòng để xem trong tệp gốc"),
    )
    if shown.empty:
        nothing_to_show("Không có thay đổi nào thuộc loại này.")
        return
    chosen = grid(
        with_cells(shown),
        Listing(
            COLUMNS,
            key=f"thay-doi-{group}",
            file_name=f"thay-doi-{group.replace('_', '-')}",
            title=f"Thay đổi giữa hai lần xuất: {LABEL_VI[group]}",
            placeholder="Tìm theo số, nội dung hoặc đơn vị",
            counted="thay đổi",
            phone=("title", "number", "moved", "department_code"),
        ),
        select="one",
    )
    for row in chosen.to_dict("records"):
        draw_chosen(row)


def draw_chosen(row: Mapping[Any, Any]) -> None:
    """The ways from one change to its rows in both files."""
    with card("Thay đổi đang chọn"):
        finding(str(row["title"] or row["number"]), f"{row['type_vi']}: {row['moved']}")
        for side, label in (("old", "Dòng trong bản trước"), ("new", "Dòng trong bản sau")):
            if is_known(row[f"{side}_row"]):
                inner_link(
                    "nguon_goc",
                    label,
                    icon="manage_search",
                    nap=str(row[f"{side}_import_id"]),
                    trang=str(row[f"{side}_sheet"]),
                    dong=str(int(row[f"{side}_row"])),
                )


def draw_bulk(bulk: pd.DataFrame) -> None:
    """Many tasks written done on one of the last days: a fact to ask about."""
    finding(
        f"{count(len(bulk))} lần nhiều việc được ghi hoàn thành cùng một ngày, sát hạn"
        if len(bulk)
        else "Không có ngày nào nhiều việc được ghi hoàn thành cùng lúc, sát hạn",
        BULK_HINT,
    )
    if len(bulk):
        grid(
            bulk,
            Listing(
                BULK_TABLE, key="dong-hang-loat", file_name="dong-hang-loat", search=False, counted="lần"
            ),
        )


current_viewer()
kinds = answer(compared_days, as_of=as_of())
code = department()
if not kinds:
    page_head("Chưa có bản xuất nào để so sánh")
    no_export_yet()
    st.stop()

asked = st.query_params
kind = kind_in(kinds, asked.get("nguon", ""))
days = kinds[kind]
offered_kinds = {name: KINDS[name] for name in kinds}
if len(days) < 2:
    page_head(f"{KINDS[kind]}: mới có một bản xuất, ngày {day(days[-1])}", NO_COMPARISON, kinds=(kind,))
    choice("Nguồn số liệu", offered_kinds, name="nguon")
    nothing_to_show(NO_COMPARISON, page="nhap_du_lieu", label="Nhập dữ liệu")
    st.stop()

usual = answer(last_differing, as_of=as_of(), kind=kind, department=code) or (days[-2], days[-1])
from_day, to_day = sorted(
    (day_in(days, asked.get("tu", ""), usual[0]), day_in(days, asked.get("den", ""), usual[1]))
)
changes = answer(changes_between, kind=kind, from_day=from_day, to_day=to_day, department=code)
summary = changes_by_department(changes)
page_head(
    compared_headline(summary, kind, from_day, to_day),
    compared_lead(kind, from_day, to_day, code),
    kinds=(kind,),
)
with filter_bar("tu", "den", "nguon", "don_vi"):
    day_choices(days, usual)
    choice("Nguồn số liệu", offered_kinds, name="nguon")
    department_choice()
for sentence in answer(same_day_sentences, as_of=as_of()):
    st.html(f'<p class="cc-source">{escape(sentence)}</p>')
if from_day == to_day:
    nothing_to_show("Hai ngày đang chọn là một.", remedy="Chọn hai bản xuất khác ngày để so sánh.")
    st.stop()
bulk = answer(bulk_between, as_of=to_day, from_day=from_day) if kind == "hpnet_tasks" else no_bulk()
if code:
    bulk = bulk[bulk["department_code"] == code]
draw_moves(from_day, to_day, code)
if changes.empty and bulk.empty:
    nothing_to_show(
        f"Không {UNITS[kind]} nào đổi từ {day(from_day)} đến {day(to_day)}.",
        remedy="Chọn một bản xuất cũ hơn để xem thay đổi.",
    )
    if earlier := [one for one in days if one < from_day]:
        inner_link(
            "thay_doi",
            f"So bản xuất ngày {day(earlier[-1])} với ngày {day(to_day)}",
            icon="history",
            tu=earlier[-1].isoformat(),
            den=to_day.isoformat(),
            nguon=kind,
        )
    st.stop()
group = group_choice(changes, bulk, kind)
left, right = st.columns([5, 7], gap="small")
with left:
    draw_bars(summary, kind, from_day, to_day)
with right:
    if group == BULK:
        draw_bulk(bulk)
    else:
        draw_list(changes, group, kind)

"""Tổng quan: những thời hạn tới, điểm có nguy cơ mất, phải gọi ai hôm nay."""

import streamlit as st

from desk.keeping import standing_promises
from domain.agency.departments import SHORT_NAMES
from domain.agency.office import office
from domain.wording.formats import points
from domain.wording.text import upper_first
from metrics.asking.rows import first_record
from metrics.limits.campaigns import LABEL_VI
from metrics.limits.changes import NO_COMPARISON
from metrics.pace.burn_up import TOO_LITTLE_KNOWN, burn_up
from metrics.plan.calls import Call
from ui.changes.last_changes import changes_since
from ui.charts.bars import change_bars
from ui.deadlines.overview import Overview, count_word, distance_finding, headline, overview
from ui.deadlines.progress import burn_up_card
from ui.deadlines.promising import as_key
from ui.deadlines.standing_cards import (
    calls_on_show,
    department_rows,
    known_left,
    limit_card,
    nobody_to_call,
    shares_chart,
    units_lead,
)
from ui.index.index_words import IndexView, index_lead_words, index_view, tiles_of, unit_tiles
from ui.index.ledger_words import of_all
from ui.pieces.components import (
    CallLine,
    Column,
    calls_list,
    card,
    deadline_cards,
    department_table,
    department_words,
    figure_card,
    finding,
    no_export_yet,
    page_head,
    tiles,
    words_download,
)
from ui.visit.failures import contained
from ui.visit.navigation import href, inner_link
from ui.visit.session import answer, as_of, current_viewer, kept_answer, metric, noted, today


def draw_burn_up(shown: Overview) -> None:
    """The burn-up of the obligation furthest from 100 % before the main limit."""
    furthest = shown.main.worst if shown.main else None
    chart = answer(burn_up, as_of=as_of(), obligation=furthest.obligation) if furthest else None
    none = TOO_LITTLE_KNOWN
    if shown.is_known:
        none = "Không còn việc nào phải theo tiến độ"
        if shown.main and any(s.unread for s in shown.main.standings):
            none = "Không còn việc nào trong số dòng đã đọc được"
    burn_up_card(chart, key="tien-do", none=none, links=(("tien_do", "Xem yêu cầu khác"),))


def draw_calls(calls: list[Call], shown: Overview, keepable: float | None) -> None:
    """The calls of today, with what they may keep."""
    none, why = nobody_to_call(shown)
    with card("Cuộc gọi"):
        known = [call.points for call in calls if call.points is not None]
        worth = f" nói về {points(sum(known))}{of_all(keepable)}" if known else ""
        finding(
            f"{count_word(len(calls)).capitalize()} cuộc gọi hôm nay{worth}" if calls else none,
            "Điểm còn giữ được đến hạn của từng đơn vị; nhiều điểm ở trên, rồi đến hạn gần nhất"
            if calls
            else why,
        )
        calls_list(
            [
                CallLine(
                    call.who, call.worth, upper_first(call.about), href("don_vi", don_vi=call.department_code)
                )
                for call in calls
            ]
        )


def draw_departments(shown: Overview) -> None:
    """Every department by obligation, worst first."""
    if shown.main is None:
        return
    obligations = shown.main.campaign.obligations
    with card("Đơn vị"):
        finding(
            distance_finding(shown.departments, nobodys=shown.main.unread),
            f"Tỷ lệ và số còn lại của từng yêu cầu {shown.main.campaign.by_vi}; một việc thiếu mấy bước thì có ở mấy cột, tất cả là"
            f" {shown.work.words}; xa 100% nhất ở trên",
        )
        department_table(
            [LABEL_VI[name] for name in obligations],
            kept_answer(department_rows),
            caption="Đơn vị theo từng yêu cầu, xa 100% nhất ở trên",
        )
        words_download(
            ["Đơn vị", *(LABEL_VI[name] for name in obligations)],
            department_words(kept_answer(department_rows)),
            key="don-vi-yeu-cau",
            file_name="don-vi-theo-yeu-cau",
            title="Đơn vị theo từng yêu cầu",
            chart=shares_chart(kept_answer(department_rows), [LABEL_VI[name] for name in obligations]),
        )


def draw_changes() -> None:
    """What moved since the export before."""
    found = answer(changes_since, as_of=as_of())
    if found is None:
        with card("Thay đổi"):
            finding("Chưa so sánh được hai bản xuất", NO_COMPARISON)
        return
    said = " ".join(filter(None, [found.moves, found.risk]))
    if found.rows.empty:
        with card("Thay đổi"):
            finding(found.words, said)
        return
    figure_card(
        found.words,
        f"{found.quiet} Số việc trên {office().e_office}: bên phải là xong, bên trái là mở lại hoặc thêm mới, "
        "gạch chéo là không còn trong bản xuất".strip(),
        change_bars,
        found.rows,
        alt=f"{found.words}.",
        table=found.rows,
        columns={
            "name": "Đơn vị",
            "done": Column("Xong", "number"),
            "reopened": Column("Mở lại", "number"),
            "new": Column("Thêm mới", "number"),
            "vanished": Column("Không còn trong bản xuất", "number"),
            "moved": Column("Chuyển đơn vị", "number"),
        },
        key="thay-doi",
        source=said,
        links=(
            (
                "thay_doi",
                "Xem từng việc",
                {"tu": found.from_day.isoformat(), "den": found.to_day.isoformat()},
            ),
        ),
    )


def draw_unit_tiles(shown: Overview, view: IndexView) -> None:
    """The department's own score in place of the index, which belongs to the whole office; several units in a table."""
    if len(viewer.units) > 1:
        draw_departments(shown)
        return
    scores = metric("department_score", department=viewer.department_code)
    row = first_record(scores) or {}
    by = shown.main.campaign.by_vi if shown.main else ""
    tiles(unit_tiles(row, view, left=known_left(shown), by=by))


viewer = current_viewer()
shown = answer(overview, as_of=as_of(), today=today())

sees_all = viewer.may("see_all")
promised = noted(standing_promises, viewer.scope)
calls = answer(calls_on_show, as_of=as_of(), today=today(), promises=tuple(map(as_key, promised)))
index_now = answer(index_view, as_of=as_of())
to_call = [SHORT_NAMES[call.department_code] for call in calls[:3]]
lead = (
    index_lead_words(index_now, to_call, year=as_of().year) if sees_all else units_lead(shown, viewer.units)
)
furthest = shown.main.worst if shown.main else None
page_head(
    headline(shown),
    lead,
    origin={"so": furthest.obligation} if furthest else None,
    method="completion",
)
if not shown.is_known and (shown.main or index_now.expected is None):
    no_export_yet()
    st.stop()

if shown.limits:
    deadline_cards([limit_card(limit) for limit in shown.limits])
if sees_all:
    tiles(tiles_of(index_now))
    if shown.main:
        left, right = st.columns(2, gap="small")
        with left, contained("Cuộc gọi"):
            draw_calls(calls, shown, index_now.keepable)
        with right, contained("Tiến độ"):
            draw_burn_up(shown)
        with contained("Đơn vị"):
            draw_departments(shown)
else:
    draw_unit_tiles(shown, index_now)
    if shown.main:
        with contained("Tiến độ"):
            draw_burn_up(shown)
with contained("Thay đổi"):
    draw_changes()
inner_link("bao_cao", "Lập báo cáo tổng hợp", icon="description", van_ban="summary_report")

"""Tổng quan: những thời hạn tới, điểm có nguy cơ mất, phải gọi ai hôm nay."""

from datetime import date
from typing import Any

import streamlit as st

from desk.keeping import standing_promises
from domain.departments import SHORT_NAMES, department_name
from domain.formats import chance, count, points
from domain.office import office
from metrics.asking.rows import first_record
from metrics.limits.campaigns import LABEL_VI
from metrics.limits.changes import NO_COMPARISON
from metrics.pace.burn_up import burn_up
from metrics.plan.calls import Call
from metrics.plan.calls import todays_calls as calls_of_day
from metrics.progress.what_is_left import Work
from ui.charts.bars import change_bars
from ui.deadlines.last_changes import changes_since
from ui.deadlines.overview import (
    DepartmentStanding,
    Limit,
    Overview,
    Standing,
    count_word,
    distance_finding,
    headline,
    left_out_words,
    overview,
    rule_words,
)
from ui.deadlines.progress import burn_up_card
from ui.deadlines.promising import as_key
from ui.index.index_words import IndexView, index_view, lead_words, tiles_of, unit_tiles
from ui.index.ledger_words import of_all
from ui.look.theme import worst
from ui.pieces.components import (
    CallLine,
    Cell,
    Column,
    DeadlineCard,
    DeadlineRow,
    DepartmentRow,
    calls_list,
    card,
    deadline_cards,
    department_table,
    figure_card,
    finding,
    no_export_yet,
    page_head,
    tiles,
    words_download,
)
from ui.visit.failures import contained
from ui.visit.navigation import href, inner_link
from ui.visit.session import Reader, answer, as_of, current_viewer, kept, metric, noted, today

NAMES = SHORT_NAMES
# Up to this many obligations a limit is told in plain counts; more of them need bars to be compared.
PLAIN_ROWS = 2


def limit_card(limit: Limit) -> DeadlineCard:
    """One deadline card: plain counts for few obligations, bars and levels for many."""
    is_plain = len(limit.standings) <= PLAIN_ROWS
    rows = tuple(plain_row(s) if is_plain else barred_row(s) for s in limit.standings)
    if is_plain and limit.units > 1:
        rows += (
            DeadlineRow("Đơn vị còn việc", f"**{count(limit.units_behind)}**/{count(limit.units)} đơn vị"),
        )
    return DeadlineCard(
        limit=limit.countdown.limit_vi,
        countdown=limit.countdown.phrase_vi,
        rows=rows,
        aside="" if is_plain else aside(limit),
        meaning=worst([s.level for s in limit.standings]) if is_plain else None,
        text=limit.campaign.purpose_vi if is_plain else "",
        note=left_out_words(limit, NAMES),
        rule=rule_words(limit.countdown),
    )


def plain_row(standing: Standing) -> DeadlineRow:
    """``19/24 · còn 5``."""
    if standing.left is None or not standing.required:
        return DeadlineRow(LABEL_VI[standing.obligation], standing.share, link=origin_of(standing))
    value = " · ".join(
        filter(None, [f"**{count(standing.done)}**/{count(standing.required)}", standing.left_words])
    )
    return DeadlineRow(LABEL_VI[standing.obligation], value, link=origin_of(standing))


def origin_of(standing: Standing, code: str | None = None) -> str:
    """Where the rows and cells behind a standing are shown."""
    return href("nguon_goc", so=standing.obligation, **({"don_vi": code} if code else {}))


def barred_row(standing: Standing) -> DeadlineRow:
    """Bar, share, what is left, level."""
    value = standing.words if standing.required and standing.left is not None else ""
    return DeadlineRow(
        LABEL_VI[standing.obligation], value, standing.rate_pct, standing.level, link=origin_of(standing)
    )


def aside(limit: Limit) -> str:
    """What has to be reached, and at most how likely all of it is."""
    chances = [s.chance for s in limit.standings if s.level != "not_applicable"]
    words = "Phải đạt **100%** ở từng yêu cầu"
    known = [value for value in chances if value is not None]
    if len(known) < len(chances) or not known or limit.countdown.state == "over":
        return words
    # All of them together are at most as likely as the least likely one.
    most = min(known)
    bound = chance(most) if most < 0.05 else f"không quá {chance(most)}"
    return f"{words}\nkhả năng đạt cả {count_word(len(limit.standings))}: **{bound}**"


def department_rows() -> tuple[DepartmentRow, ...]:
    """Every department on show."""
    return tuple(map(department_row, answer(overview, as_of=as_of(), today=today()).departments))


def department_row(row: DepartmentStanding) -> DepartmentRow:
    """One department with a cell per obligation; folded on a phone when nothing is to be done."""
    return DepartmentRow(
        name=row.name,
        cells=tuple(cell(standing, row.code) for standing in row.standings),
        link=href("don_vi", don_vi=row.code),
        quiet=row.is_done,
        quiet_words="Đạt mọi yêu cầu",
    )


def cell(standing: Standing, code: str) -> Cell:
    """One obligation of one department."""
    link = origin_of(standing, code) if standing.required else ""
    return Cell(standing.level, standing.share, standing.left_words, standing.rate_pct, link)


def draw_burn_up(shown: Overview) -> None:
    """The burn-up of the obligation furthest from 100 % before the main limit."""
    furthest = shown.main.worst if shown.main else None
    chart = answer(burn_up, as_of=as_of(), obligation=furthest.obligation) if furthest else None
    none = "Chưa đủ số liệu để kết luận"
    if shown.is_known:
        none = "Không còn việc nào phải theo tiến độ"
        if shown.main and any(s.unread for s in shown.main.standings):
            none = "Không còn việc nào trong số dòng đã đọc được"
    burn_up_card(chart, key="tien-do", none=none, links=(("tien_do", "Xem yêu cầu khác"),))


def todays_calls(
    reader: Reader, *, as_of: date, today: date, promises: tuple[tuple[tuple[str, Any], ...], ...]
) -> list[Call]:
    """Whom to call today, weightiest first; only who sees the whole office calls departments."""
    if not reader.scope.is_whole_office:
        return []
    return calls_of_day(reader, as_of=as_of, today=today, promises=[dict(row) for row in promises])


def nobody_to_call(shown: Overview) -> tuple[str, str]:
    """Why no call is on the list; rows unread are no proof that nobody has to be called."""
    unread = max((s.unread for limit in shown.limits for s in limit.standings), default=0)
    if unread:
        return (
            "Chưa biết hôm nay cần gọi đơn vị nào",
            f"Còn {count(unread)} dòng chưa đọc được: {office().gathering_name} sửa rồi xem lại",
        )
    if any(s.level == "unknown" for limit in shown.limits for s in limit.standings):
        return "Hôm nay chưa thấy đơn vị nào phải gọi", "Còn yêu cầu chưa có dữ liệu nên chưa biết đủ"
    return "Hôm nay không cần gọi đơn vị nào", "Mọi đơn vị đang kịp hoặc đã hẹn ngày xong"


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
                    call.who, call.worth, first_upper(call.about), href("don_vi", don_vi=call.department_code)
                )
                for call in calls
            ]
        )


def first_upper(text: str) -> str:
    """*text* at the head of a line."""
    return text[:1].upper() + text[1:]


def draw_departments(shown: Overview) -> None:
    """Every department by obligation, worst first."""
    if shown.main is None:
        return
    obligations = shown.main.campaign.obligations
    with card("Đơn vị"):
        finding(
            distance_finding(shown.departments),
            f"Tỷ lệ và số còn lại của từng yêu cầu {shown.main.campaign.by_vi}; một việc thiếu mấy bước thì có ở mấy cột, tất cả là"
            f" {shown.work.words}; xa 100% nhất ở trên",
        )
        department_table(
            [LABEL_VI[name] for name in obligations],
            kept(department_rows),
            caption="Đơn vị theo từng yêu cầu, xa 100% nhất ở trên",
        )
        words_download(
            ["Đơn vị", *(LABEL_VI[name] for name in obligations)],
            [
                (row.name, *(f"{cell.value} {cell.left}".strip() for cell in row.cells))
                for row in kept(department_rows)
            ],
            key="don-vi-yeu-cau",
            file_name="don-vi-theo-yeu-cau",
            title="Đơn vị theo từng yêu cầu",
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


def unit_left(shown: Overview) -> Work | None:
    """What the reader's departments have left before the main limit; None where nothing is known."""
    known = [s.left for s in shown.main.standings if s.left is not None] if shown.main else []
    return shown.work if known else None


def unit_lead(shown: Overview) -> str:
    """The one sentence under the headline for a department: its name and what is left."""
    left, names = unit_left(shown), ", ".join(map(department_name, viewer.units))
    if left is None or shown.main is None:
        return f"{names}."
    return f"{names}: còn **{left.words}** {shown.main.campaign.by_vi}."


def draw_unit_tiles(shown: Overview, view: IndexView) -> None:
    """The department's own score in place of the index, which belongs to the whole office; several units in a table."""
    if len(viewer.units) > 1:
        draw_departments(shown)
        return
    scores = metric("department_score", department=viewer.department_code)
    row = first_record(scores) or {}
    by = shown.main.campaign.by_vi if shown.main else ""
    tiles(unit_tiles(row, view, left=unit_left(shown), by=by))


viewer = current_viewer()
shown = answer(overview, as_of=as_of(), today=today())

sees_all = viewer.may("see_all")
promised = noted(standing_promises, viewer.scope)
calls = answer(todays_calls, as_of=as_of(), today=today(), promises=tuple(map(as_key, promised)))
index_now = answer(index_view, as_of=as_of())
to_call = [NAMES[call.department_code] for call in calls[:3]]
lead = lead_words(index_now, to_call, year=as_of().year) if sees_all else unit_lead(shown)
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

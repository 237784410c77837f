"""Tiến độ & dự báo: từng yêu cầu có kịp hạn không, đơn vị nào chậm nhất, dự báo cũ đúng đến đâu."""

from typing import Any

import streamlit as st

from domain.agency.departments import SHORT_NAMES, UNASSIGNED_VI
from domain.agency.office import spoken
from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, is_known, points
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import KIND_OF, LABEL_VI, LEFT_VI, UNIT_VI
from metrics.pace.burn_up import BurnUp, burn_ups
from metrics.pace.calibration import calibration_words
from metrics.pace.forecast import no_row_words
from metrics.progress.completion import claims
from ui.charts.burn_up import small_multiples
from ui.charts.calibration import told_ranges
from ui.deadlines.progress import (
    burn_up_card,
    chart_denominator_words,
    checked_rows,
    deadline_lead_words,
    export_notes,
    facts,
    forecast_record_words,
    forecasts_waiting_words,
    is_over,
    late_items,
    none_late_words,
    offered_obligations,
    progress_headline,
    stored_forecasts,
    unit_title,
    units_finding,
    worst_first,
    worth_words,
)
from ui.look.markup import escape
from ui.pieces.components import (
    Column,
    Listing,
    card,
    figure,
    finding,
    grid,
    nothing_to_show,
    page_head,
    tiles,
)
from ui.visit.filters import department_choice, segments
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, department, metric, today

LATE = {
    "title": Column("Nội dung", width=260, unknown="Không ghi"),
    "number": Column("Số, mã để tìm", width=140, unknown="Không ghi"),
    "department_code": Column("Đơn vị", "department", width=160, unknown=UNASSIGNED_VI),
    "person": Column("Người xử lý", width=130, unknown="Không ghi"),
    "due_date": Column("Hạn xử lý", "date", width=90),
    "worth": Column("Điểm/việc", width=85),
    "next_step": Column("Bước tiếp theo", width=300),
}
CHECKS = {
    "name": Column("Báo ngày, đơn vị", width=230),
    "expected_date": Column("Ngày xong đã báo", "date", unknown="Chưa thấy"),
    "low_date": Column("Sớm nhất", "date", unknown="Chưa thấy"),
    "high_date": Column("Muộn nhất", "date", unknown="Chưa thấy"),
    "finished_on": Column("Ngày xong thật", "date", unknown="Chưa thấy"),
    "held_vi": Column("Kết quả", width=120),
}
RECORD = (
    "Dự báo cũ đúng đến đâu: mỗi lần công bố số liệu, dự báo được lưu lại. Thanh: khoảng 80% đã báo, mũi tên là chưa "
    "thấy ngày xong; chấm: ngày xong thật nằm trong khoảng; dấu nhân: ngoài khoảng"
)
BANDS = "; dải xanh: trong 10 lần, khoảng 8 lần (đậm: 5 lần) kết quả nằm trong dải"
CHECKS_DRAWN = 14


# --- questions ------------------------------------------------------------------------------------


# --- parts ----------------------------------------------------------------------------------------


def draw_units(shown: list[BurnUp], nobodys: int) -> None:
    """All units on one scale, worst first: five in a row, two in a row on a phone."""
    drawn = [chart for chart in shown if not chart.history.empty]
    unknown = [SHORT_NAMES[chart.department_code] for chart in shown if chart.history.empty]
    with card("Đơn vị"):
        finding(
            units_finding(shown, nobodys=nobodys),
            "Phần trăm đã làm so với phải làm hôm nay, cùng một thang; khó kịp nhất đứng trước; vạch đứng là hạn",
        )
        if drawn:
            names = [unit_title(chart) for chart in drawn]
            alternative = "; ".join(name.replace("<br>", ": ") for name in names) + "."
            with st.container(key="cc-wide-units"):
                figure(small_multiples, names, drawn, 5, alt=alternative, key="tien-do-don-vi")
            with st.container(key="cc-phone-units"):
                figure(small_multiples, names, drawn, 2, alt=alternative, key="tien-do-don-vi-hep")
        if unknown:
            st.html(f'<p class="cc-source">Chưa có dữ liệu nên chưa vẽ: {escape(", ".join(unknown))}.</p>')


def draw_late(chart: BurnUp, obligation: str, code: str | None) -> None:
    """What will be late at today's pace, most points first."""
    items = answer(late_items, as_of=as_of(), obligation=obligation, department=code)
    if chart.remaining == 0:
        return
    if items.empty:
        finding(none_late_words(chart), "Danh sách việc sẽ trễ lấy từ tốc độ mỗi đơn vị")
        return
    known = [float(value) for value in items["points"] if is_known(value)]
    worth = f", khoảng {points(sum(known))}{NBSP}điểm" if known else ""
    fate = "đã quá hạn của đợt" if is_over(chart) else "sẽ trễ hạn nếu giữ tốc độ này"
    finding(
        f"{count(len(items))} trong {count(chart.remaining)} {LEFT_VI[obligation]} {fate}{worth}",
        "Theo tốc độ của từng đơn vị đến hết hạn; việc nhiều điểm đứng trước, rồi đến hạn xử lý gần nhất",
    )
    grid(
        items.assign(worth=items["points"].map(worth_words)),
        Listing(
            LATE,
            key=f"se-tre-{obligation}",
            file_name="viec-se-tre-han",
            title=f"{LABEL_VI[obligation]}: việc sẽ trễ hạn nếu giữ tốc độ này",
            counted=UNIT_VI[obligation],
        ),
    )


def draw_record(obligation: str, code: str | None) -> None:
    """How the forecasts of earlier days came out: in all, and each one of the obligation on show."""
    checks, summary = answer(stored_forecasts, as_of=as_of())
    ended = checks[checks["held"].notna()]
    mine = ended[ended["obligation"] == obligation]
    own = checked_rows(mine[mine["department_code"] == code] if code else mine)
    with card("Dự báo cũ"):
        finding(calibration_words(summary), RECORD)
        if ended.empty:
            nothing_to_show(forecasts_waiting_words(summary))
            return
        st.html(f'<p class="cc-source">{escape(forecast_record_words(summary))}</p>')
        if own.empty:
            nothing_to_show(f"{LABEL_VI[obligation]}: chưa có dự báo nào đến hạn để kiểm tra.")
            return
        drawn = own[own["low_date"].notna()].tail(CHECKS_DRAWN)
        if len(drawn):
            said = (
                f"{calibration_words(summary)}; hình vẽ {count(len(drawn))} dự báo gần nhất của yêu cầu này."
            )
            figure(told_ranges, drawn, alt=said, key="du-bao-cu")
        grid(
            own.iloc[::-1],
            Listing(
                CHECKS,
                key="du-bao-cu-bang",
                file_name="du-bao-cu",
                title="Dự báo cũ",
                placeholder="Tìm theo đơn vị hoặc kết quả",
                counted="dự báo",
                phone=("name", "low_date", "high_date", "finished_on", "held_vi"),
            ),
        )


def asked_obligation(options: dict[str, str]) -> str:
    """The obligation of the address, else the first; read before the head of the page is written."""
    asked = st.query_params.get("yeu_cau", "")
    return asked if asked in options else next(iter(options))


viewer = current_viewer()
code = department()
options = offered_obligations()
obligation = asked_obligation(options)
charts: dict[str, Any] = answer(burn_ups, as_of=as_of(), obligation=obligation)
chart = charts.get(code or TOTAL)
counts = metric("completion")
mine = counts[(counts["obligation"] == obligation) & (counts["department_code"] == (code or TOTAL))]
said = answer(claims, as_of=as_of()).get((code or TOTAL, obligation), Claim(None, None))
is_counted = bool(len(mine)) and said.said == "not_applicable"

units = worst_first(charts)
page_head(
    progress_headline(chart, obligation, is_known=is_counted),
    deadline_lead_words(chart, code, units, today()),
    kinds=(KIND_OF[obligation],),
)
segments("Yêu cầu", options, name="yeu_cau")
department_choice()
if chart is None:
    nothing_to_show(
        f"{no_row_words(obligation, is_known=is_counted)}.",
        remedy="" if is_counted else spoken("{gathering_name} nạp bản xuất tại Nhập dữ liệu."),
        page=None if is_counted else "nhap_du_lieu",
        label="Nhập dữ liệu",
    )
else:
    said = answer(export_notes, as_of=as_of(), today=today(), kind=KIND_OF[obligation])
    source = "" if chart.history.empty else " ".join([chart_denominator_words(chart), *said])
    burn_up_card(chart, key=f"tien-do-{obligation}", subtitle=BANDS, source=source)
    tiles(facts(chart))
    if viewer.may("see_all") and code is None:
        draw_units(units, charts[TOTAL].claim.unread if TOTAL in charts else 0)
    draw_late(chart, obligation, code)
draw_record(obligation, code)
inner_link("chot_so_lieu", "Số liệu chốt khi hết hạn", icon="lock_clock")

"""How progress and forecasts are told: sentences, tiles and the burn-up card, the same on every page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from desk.keeping import forecast_record
from domain.agency.departments import SHORT_NAMES, department_name, scored_codes
from domain.agency.office import spoken
from domain.counted.obligations import LAGGING_FIRST, RECORDS
from domain.wording.formats import NBSP, chance, count, day, day_month, is_known, pace, pace_needed, points
from domain.wording.text import lower_first
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import assess
from metrics.limits.campaigns import LABEL_VI, UNIT_VI, countdown, current_campaigns
from metrics.limits.staleness import same_day_sentences, source_ages
from metrics.pace.burn_up import (
    TOO_LITTLE_KNOWN,
    BurnUp,
    alternative_words,
    done_words,
    growth_words,
    subtitle_words,
    title_words,
    without_new_words,
)
from metrics.pace.calibration import obligation_words
from metrics.pace.forecast import forecast, no_row_words, too_few_words
from metrics.plan.planner import points_per_item
from metrics.progress.what_is_left import what_is_left
from ui.charts.burn_up import burn_up as burn_up_chart
from ui.deadlines.overview import ALL_KNOWN_DONE, count_word, nobodys_unread_words, units_unread_words
from ui.pieces.components import Column, Tile, card, figure_card, finding
from ui.visit.session import Reader, instance, today

HISTORY = {
    "day": Column("Ngày", "date"),
    "done": Column("Đã làm", "number"),
    "scope": Column("Phải làm", "number"),
    "new": Column("Thêm mới", "number"),
    "vanished": Column("Không còn trong bản xuất", "number"),
}
# Rather not than yes.
HARD_BELOW = 0.5
SMALLEST = 0.01


def burn_up_card(
    chart: BurnUp | None,
    *,
    key: str,
    subtitle: str = "",
    source: str = "",
    none: str = TOO_LITTLE_KNOWN,
    links: Sequence[tuple[str, str]] = (),
) -> None:
    """
    The burn-up of one obligation in its card, or the card that says why there is none.

    Args:
        subtitle: Added to what the chart says of itself.
        none: What to say where there is no chart at all.
    """
    if chart is None or chart.history.empty:
        with card("Tiến độ"):
            if chart is None:
                finding(none)
            else:
                finding(title_words(chart), "Đơn vị chưa nộp danh sách này, nên chưa tính và chưa dự báo")
        return
    figure_card(
        title_words(chart),
        f"{subtitle_words(chart)}{subtitle}",
        burn_up_chart,
        chart,
        alt=alternative_words(chart),
        table=chart.history,
        columns=HISTORY,
        drawn=("done", "scope"),
        key=key,
        source=" ".join(filter(None, (source, growth_words(chart), inner_limit_words(chart)))),
        links=links,
    )


def inner_limit_words(chart: BurnUp) -> str:
    """What the dashed upright line is; empty where there is none."""
    limit = chart.campaign
    inner = limit.earlier_limits(chart.department_code) if limit else ()
    days = [f"hết{NBSP}{day_month(one.last_day)}" for one in inner if limit and one.last_day < limit.last_day]
    return f"Vạch đứng nét đứt: hạn nội bộ {', '.join(days)}." if days else ""


def progress_headline(chart: BurnUp | None, obligation: str, *, is_known: bool) -> str:
    """How much is left and whether it will be done in time; a refusal where nothing can be claimed."""
    name = LABEL_VI[obligation]
    if chart is None:
        return f"{name}: {lower_first(no_row_words(obligation, is_known=is_known))}"
    if chart.remaining is None:
        return f"{name}: chưa có dữ liệu nên chưa dự báo"
    if chart.remaining == 0:
        return f"{name}: {done_words(chart)}"
    left = f"còn {count(chart.remaining)}{NBSP}{UNIT_VI[obligation]}"
    limit = chart.campaign
    if limit is not None and is_over(chart):
        return f"{name}: đã hết hạn {day_month(limit.limit)}, {left} chưa xong"
    if chart.points_used < chart.points_needed or chart.p_on_time is None or limit is None:
        return f"{name}: {left}, chưa đủ số liệu để dự báo"
    return f"{name}: {left}, khả năng kịp hạn {day_month(limit.limit)} {chance(chart.p_on_time)}"


def deadline_lead_words(chart: BurnUp | None, code: str | None, units: Sequence[BurnUp], today: date) -> str:
    """How long there is, and who will hardly make it; for one unit its name."""
    said = [f"{department_name(code)}."] if code else []
    if chart is not None and chart.campaign is not None and chart.remaining:
        left = countdown(chart.campaign, today)
        said.append(f"{left.limit_vi}: **{lower_first(left.phrase_vi)}**.")
    hard = [c for c in units if c.remaining and c.p_on_time is not None and c.p_on_time < HARD_BELOW]
    if hard and code is None:
        named = [f"{SHORT_NAMES[c.department_code]} (còn{NBSP}{count(c.remaining)})" for c in hard[:3]]
        said.append(f"{'Còn nhiều nhất' if is_over(hard[0]) else 'Khó kịp nhất'}: {', '.join(named)}.")
    return " ".join(said)


def is_over(chart: BurnUp) -> bool:
    """Tell whether the numbers reach the last good day: nothing can be in time any more."""
    return chart.campaign is not None and chart.as_of >= chart.campaign.last_day


def worst_first(charts: Mapping[str, BurnUp]) -> list[BurnUp]:
    """Every scored unit: the least likely to make it first, the unknown last, the finished before them."""
    own = [chart for code, chart in charts.items() if code in scored_codes()]
    return sorted(own, key=_badness)


def _badness(chart: BurnUp) -> tuple[int, float, float]:
    if chart.remaining is None:
        return 2, 0.0, 0.0
    if chart.remaining == 0:
        return 1, 0.0, -float(chart.unread)
    return 0, chart.p_on_time if chart.p_on_time is not None else 0.0, -float(chart.remaining)


def units_finding(shown: Sequence[BurnUp], *, nobodys: int = 0) -> str:
    """Who is furthest, in one sentence over the small multiples; *nobodys* rows unread may be of any unit."""
    open_ones = [chart for chart in shown if chart.remaining]
    if not open_ones:
        known = [chart for chart in shown if chart.remaining is not None]
        unread = [chart for chart in known if not chart.claim.is_reached]
        if unread:
            return units_unread_words(len(unread))
        if known and nobodys:
            return nobodys_unread_words(nobodys)
        return ALL_KNOWN_DONE if known else TOO_LITTLE_KNOWN
    hard = [c for c in open_ones if c.p_on_time is not None and c.p_on_time < HARD_BELOW]
    most = max(open_ones, key=lambda c: c.remaining or 0)
    unit = UNIT_VI[most.obligation]
    tail = f"{SHORT_NAMES[most.department_code]} còn nhiều nhất: {count(most.remaining)}{NBSP}{unit}"
    if is_over(most):
        return f"{count_word(len(open_ones)).capitalize()} đơn vị chưa xong khi đã hết hạn; {tail}"
    if not hard:
        return f"{count_word(len(open_ones)).capitalize()} đơn vị còn việc; {tail}"
    return f"{count_word(len(hard)).capitalize()} đơn vị khó kịp hạn; {tail}"


def unit_title(chart: BurnUp) -> str:
    """The unit and what it has left, over its small chart."""
    left = (
        f"còn {count(chart.remaining)}"
        if chart.remaining
        else "đạt 100%"
        if chart.claim.is_reached
        else chart.claim.unread_words
    )
    is_foreseen = chart.remaining and chart.p_on_time is not None and not is_over(chart)
    likely = f" · {chance(chart.p_on_time)}" if is_foreseen else ""
    return f"{SHORT_NAMES[chart.department_code]}<br>{left}{likely}"


def facts(chart: BurnUp) -> list[Tile]:
    """What is left, what is needed a day, what is done a day, and the chance with the days of numbers behind it."""
    unit = UNIT_VI[chart.obligation]
    left, needed, own = chart.remaining, chart.required_per_day, chart.pace_per_day
    return [
        Tile(
            "Còn lại",
            "?" if left is None else count(left),
            f"đến {day_month(chart.campaign.last_day)}" if chart.campaign else "",
        ),
        Tile(
            "Cần làm",
            count(pace_needed(needed)) if needed is not None else "–",
            _needed_note(chart),
            help="Số còn lại chia cho số ngày làm việc còn lại, làm tròn lên; số sau kể cả phần sẽ thêm theo nhịp gần đây",
        ),
        Tile(
            "Đang làm",
            pace(round(own, 1)) if own is not None else "?",
            f"{unit} mỗi ngày" if own is not None else "chưa đủ số liệu",
            help="Trung bình các ngày làm việc gần nhất, kể cả ngày không xong việc nào",
        ),
        _chance_tile(chart),
    ]


def _needed_note(chart: BurnUp) -> str:
    """The unit of the pace needed, and the pace with what will still come."""
    if chart.required_per_day is None:
        return "không còn ngày" if chart.remaining else ""
    unit, in_all = UNIT_VI[chart.obligation], chart.required_per_day_in_all
    more = f"; kể cả mới: {count(pace_needed(in_all))}" if chart.coming and in_all is not None else ""
    return f"{unit} mỗi ngày{more}"


def _chance_tile(chart: BurnUp) -> Tile:
    days = f"{chart.points_used} ngày số liệu"
    is_few = bool(chart.points_used < chart.points_needed and chart.remaining)
    return Tile(
        "Khả năng kịp",
        _chance_value(chart),
        f"mới có {chart.points_used}/{chart.points_needed} ngày" if is_few else days,
        help=f"Khả năng đạt 100% đúng hạn, dựa trên {days}. {calm_words(chart)}",
    )


def _chance_value(chart: BurnUp) -> str:
    if not chart.remaining:
        return "Đạt" if chart.claim.is_reached else "?"
    if chart.p_on_time is None:
        return "?"
    return chance(chart.p_on_time).replace("dưới ", "< ").replace("trên ", "> ")


def calm_words(chart: BurnUp) -> str:
    """The range of finishing days, in words."""
    if chart.low_date is None:
        return ""
    high = day(chart.high_date) if chart.high_date else "chưa thấy ngày xong"
    return f"Trong 10 lần, khoảng 8 lần xong từ {day(chart.low_date)} đến {high}."


def chart_denominator_words(chart: BurnUp) -> str:
    """What the chart is out of, and what moved it."""
    gone = int(chart.history["vanished"].sum())
    new = round(float(chart.history["new"].sum()))
    full = chart.campaign.full_vi.get(chart.obligation, "") if chart.campaign else ""
    words = f"100% là: {lower_first(full)}. " if full else ""
    words += f"Mẫu số: {count(chart.required)}{NBSP}{UNIT_VI[chart.obligation]}; trong khoảng đang xem thêm mới {count(new)}"
    words += f", {count(gone)} không còn trong bản xuất nhưng vẫn tính." if gone else "."
    calm = without_new_words(chart)
    return f"{words} {calm}." if calm else words


def none_late_words(chart: BurnUp) -> str:
    """Why no item is listed as late; what is still to come in is not said to be in time."""
    if chart.points_used < chart.points_needed:
        return too_few_words(chart.points_used, chart.points_needed)
    words = f"Giữ tốc độ này thì không {UNIT_VI[chart.obligation]} nào đang có sẽ trễ hạn"
    return f"{words}; chưa kể thêm mới" if chart.new_per_day else words


def worth_words(value: Any) -> str:
    """Index points of one item; a share of a point too small for two decimals is not told as none."""
    if not is_known(value):
        return "Chưa rõ"
    return "dưới 0,01" if 0 < float(value) < SMALLEST else points(value)


def forecasts_waiting_words(summary: pd.DataFrame) -> str:
    """When a stored forecast can be checked, and how many wait for it."""
    waiting = _waiting(summary)
    stored = f" Đang chờ kết quả của {count(waiting)} dự báo đã lưu." if waiting else ""
    return f"Kết quả có khi một đơn vị xong hẳn một yêu cầu, hoặc khi khoảng đã báo trôi qua.{stored}"


def forecast_record_words(summary: pd.DataFrame) -> str:
    """The record of each obligation that has one, and what still waits: only ended forecasts can be right or wrong."""
    rows = [row for row in records(summary) if row["obligation"] != TOTAL]
    told = "; ".join(obligation_words(row) for row in rows if row["checked"])
    waiting = _waiting(summary)
    tail = f" Còn {count(waiting)} dự báo chờ kết quả, chưa tính vào tỷ lệ này." if waiting else ""
    return f"{told}.{tail}"


def _waiting(summary: pd.DataFrame) -> int:
    return sum(int(row["waiting"]) for row in records(summary) if row["obligation"] == TOTAL)


def checked_rows(checks: pd.DataFrame) -> pd.DataFrame:
    """Checked forecasts with the words that figure and grid show."""
    rows = records(checks)
    return checks.assign(
        name=[
            f"{day_month(row['as_of'])} · {SHORT_NAMES.get(row['department_code']) or _whole(row)}"
            for row in rows
        ],
        held_vi=["Đúng khoảng" if row["held"] else "Ngoài khoảng" for row in rows],
    )


def _whole(row: Mapping[str, Any]) -> str:
    return (
        spoken("{whole_words}")
        if row["department_code"] == TOTAL
        else department_name(row["department_code"])
    )


def late_items(reader: Reader, *, as_of: date, obligation: str, department: str | None) -> pd.DataFrame:
    """What will be late at today's pace, most index points first; a unit without a pace has no rows."""
    outlook = forecast(reader, as_of=as_of)
    known = outlook[outlook["pace_per_day"].notna()]
    paces = {
        (r["department_code"], r["obligation"]): float(r["pace_per_day"]) for r in known.to_dict("records")
    }
    assessment = assess(reader, as_of=as_of)
    worth = points_per_item(assessment) if assessment else {}
    items = what_is_left(
        reader,
        as_of=as_of,
        department=department,
        points_per_item=worth,
        pace=paces,
        obligations=(obligation,),
    )
    is_late = items["will_be_late"].map(lambda value: value is True)
    return items[is_late].reset_index(drop=True)


def export_notes(reader: Reader, *, as_of: date, today: date, kind: str) -> list[str]:
    """What has to be said of the exports of *kind*: two on one day, units that the newest one lacks."""
    behind = [age.behind_sentence for age in source_ages(reader, today=today) if age.kind == kind]
    words = spoken("{e_office}") if kind == "hpnet_tasks" else ""
    twice = [sentence for sentence in same_day_sentences(reader, as_of=as_of) if words in sentence]
    return [sentence for sentence in (*twice, *behind) if sentence]


def stored_forecasts(reader: Reader, *, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stored forecasts against what happened; they change with the build only, so the answer keeps."""
    return forecast_record(instance().home, reader, as_of=as_of)


def offered_obligations() -> dict[str, str]:
    """The obligations of the campaigns on show, those of the fullest limit first; all of them without any campaign."""
    wave = sorted(current_campaigns(today()), key=lambda c: -len(c.obligations))
    names = [name for c in wave for name in (*c.obligations, *c.quality)] or list(LAGGING_FIRST)
    wanted = sorted(dict.fromkeys(names), key=LAGGING_FIRST.index)
    return {name: RECORDS[name].short_vi for name in wanted}

"""How do the limits, the whole office and one unit look on their first screen: cards, cells, headlines and leads?"""

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import shorten
from typing import Any

import pandas as pd

from domain.agency.departments import SHORT_NAMES, department_name
from domain.agency.office import office
from domain.wording.formats import NBSP, chance, count, is_known
from domain.wording.text import lower_first
from metrics.limits.campaigns import LABEL_VI
from metrics.plan.calls import Call, todays_calls
from metrics.progress.what_is_left import Work, work_in
from store.builds.reader import Reader
from ui.deadlines.overview import (
    DepartmentStanding,
    Limit,
    Overview,
    Standing,
    count_word,
    left_out_words,
    overview,
    rule_words,
)
from ui.look.theme import worst
from ui.look.workbook_chart import ChartSeries, WorkbookChart
from ui.pieces.components import Cell, DeadlineCard, DeadlineRow, DepartmentRow
from ui.visit.navigation import href
from ui.visit.session import answer, as_of, today

# Up to this many obligations a limit is told in plain counts; more of them need bars to be compared.
PLAIN_ROWS = 2
# Below this a chance is told as it is: "at most" would be no news.
SMALL_CHANCE = 0.05


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
        note=left_out_words(limit, SHORT_NAMES),
        rule=rule_words(limit.countdown),
    )


def plain_row(standing: Standing) -> DeadlineRow:
    """``19/24 · còn 5``."""
    if standing.left is None or not standing.required:
        known = " · ".join(filter(None, [standing.share, standing.known_words]))
        return DeadlineRow(LABEL_VI[standing.obligation], known, link=origin_of(standing))
    value = " · ".join(
        filter(None, [f"**{count(standing.done)}**/{count(standing.required)}", standing.left_words])
    )
    return DeadlineRow(LABEL_VI[standing.obligation], value, link=origin_of(standing))


def origin_of(standing: Standing, code: str | None = None) -> str:
    """Where the rows and cells behind a standing are shown."""
    return href("nguon_goc", so=standing.obligation, **({"don_vi": code} if code else {}))


def barred_row(standing: Standing) -> DeadlineRow:
    """Bar, share, what is left, level."""
    value = standing.words if standing.required and standing.left is not None else standing.left_words
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
    bound = chance(most) if most < SMALL_CHANCE else f"không quá {chance(most)}"
    return f"{words}\nkhả năng đạt cả {count_word(len(limit.standings))}: **{bound}**"


def unit_card(main: Limit, standing: DepartmentStanding) -> DeadlineCard:
    """The obligations of the main limit as they stand with one department."""
    rows = tuple(
        DeadlineRow(
            LABEL_VI[s.obligation],
            s.words if (s.required and s.left is not None) or s.unread else s.left_words,
            s.rate_pct,
            s.level,
        )
        for s in standing.standings
    )
    limit = main.countdown
    inner = main.campaign.earlier_vi(standing.code)
    return DeadlineCard(limit.limit_vi, limit.phrase_vi, rows, note=inner, rule=rule_words(limit))


def department_rows() -> tuple[DepartmentRow, ...]:
    """Every department on show."""
    return tuple(map(department_row, answer(overview, as_of=as_of(), today=today()).departments))


def department_row(row: DepartmentStanding) -> DepartmentRow:
    """One department with a cell per obligation; folded on a phone when nothing is to be done."""
    return DepartmentRow(
        name=row.name,
        cells=tuple(obligation_cell(standing, row.code) for standing in row.standings),
        link=href("don_vi", don_vi=row.code),
        quiet=row.is_done,
        quiet_words="Đạt mọi yêu cầu",
    )


def shares_chart(rows: Sequence[DepartmentRow], headings: Sequence[str]) -> WorkbookChart:
    """How far every department is with each obligation, as Excel draws it; a share nobody knows is a gap."""
    return WorkbookChart(
        "Tỷ lệ xong của từng đơn vị",
        "Đơn vị",
        [row.name for row in rows],
        [
            ChartSeries(heading, [row.cells[place].share_pct for row in rows], '0.0"%"')
            for place, heading in enumerate(headings)
        ],
    )


def obligation_cell(standing: Standing, code: str) -> Cell:
    """One obligation of one department."""
    link = origin_of(standing, code) if standing.required else ""
    return Cell(standing.level, standing.share, standing.left_words, standing.rate_pct, link)


def calls_on_show(
    reader: Reader, *, as_of: date, today: date, promises: tuple[tuple[tuple[str, Any], ...], ...]
) -> list[Call]:
    """Whom to call today, weightiest first; only who sees the whole office calls departments."""
    if not reader.scope.is_whole_office:
        return []
    return todays_calls(reader, as_of=as_of, today=today, promises=[dict(row) for row in promises])


def nobody_to_call(shown: Overview) -> tuple[str, str]:
    """Why no call is on the list; rows unread are no proof that nobody has to be called."""
    unread = max((limit.unread for limit in shown.limits), default=0)
    if unread:
        return (
            "Chưa biết hôm nay cần gọi đơn vị nào",
            f"Còn {count(unread)} dòng chưa đọc được: {office().gathering_name} sửa rồi xem lại",
        )
    if any(s.level == "unknown" for limit in shown.limits for s in limit.standings):
        return "Hôm nay chưa thấy đơn vị nào phải gọi", "Còn yêu cầu chưa có dữ liệu nên chưa biết đủ"
    return "Hôm nay không cần gọi đơn vị nào", "Mọi đơn vị đang kịp hoặc đã hẹn ngày xong"


def known_left(shown: Overview) -> Work | None:
    """What the reader's departments have left before the main limit; None where nothing is known."""
    known = [s.left for s in shown.main.standings if s.left is not None] if shown.main else []
    return shown.work if known else None


def units_lead(shown: Overview, units: Iterable[str]) -> str:
    """The one sentence under the headline for who sees *units*: their names and what is left."""
    left, names = known_left(shown), ", ".join(map(department_name, units))
    if left is None or shown.main is None:
        return f"{names}."
    return f"{names}: còn **{left.words}** {shown.main.campaign.by_vi}."


def unit_headline(items: pd.DataFrame, standing: DepartmentStanding) -> str:
    """How much one department has left, and what is nearest; nothing is claimed of what is unknown or unread."""
    if items.empty:
        return _nothing_left(standing)
    first = items.iloc[0]
    step = lower_first(str(first["next_step"]).split(":")[0])
    if step == "hoàn thành" and is_known(first["title"]):
        # The step alone says nothing of a job of Phụ lục 2: its own words do.
        step = shorten(lower_first(str(first["title"])), 60, placeholder="…")
    return f"Còn {work_in(items.to_dict('records')).words} để đạt 100%; trước tiên: {step}"


def _nothing_left(standing: DepartmentStanding) -> str:
    unknown = [s for s in standing.standings if s.level == "unknown"]
    if unknown:
        names = " và ".join(lower_first(LABEL_VI[s.obligation]) for s in unknown[:2])
        return f"Không còn việc nào trong số đã biết; chưa có dữ liệu về {names}"
    unread = max((s.unread for s in standing.standings), default=0)
    if unread:
        return f"Không còn việc nào trong số đã đọc được; {count(unread)}{NBSP}dòng chưa đọc được"
    if not any(s.claim.is_reached for s in standing.standings):
        return "Chưa phát sinh việc nào phải làm"
    return "Đã đạt 100% mọi yêu cầu"


def how_many(some: int, of: int) -> str:
    """``Ba trong 10 đơn vị``, ``Cả 10 đơn vị``."""
    if some == of:
        return f"Cả {count(of)}{NBSP}đơn vị"
    return f"{count_word(some).capitalize()} trong {count(of)}{NBSP}đơn vị"


def units_headline(shown: Overview) -> str:
    """How many departments will not make the main limit; how many there are where no limit runs."""
    every = len(shown.departments)
    if shown.main is None:
        return f"{count(every)} đơn vị, chưa có đợt nào có thời hạn"
    limit = f"{shown.main.campaign.limit:%d/%m}"
    behind = sum(not row.is_quiet for row in shown.departments)
    if behind:
        return f"{how_many(behind, every)} chưa kịp hạn {limit}"
    if shown.main.unread:
        return (
            f"Chưa thấy đơn vị nào chậm hạn {limit}, còn {count(shown.main.unread)}{NBSP}dòng chưa rõ đơn vị"
        )
    return f"Cả {count(every)} đơn vị kịp hạn {limit}"

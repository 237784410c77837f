"""Số liệu chốt: khi hết hạn đơn vị đạt bao nhiêu, sau đó thay đổi gì, ai được mở khóa và đến bao giờ."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from desk.keeping import freezes, frozen_reader, lift_freeze
from domain.claim import claim
from domain.departments import all_codes, department_name
from domain.formats import NBSP, count, day, day_month, is_known
from domain.formats import moment as moment_words
from domain.office import spoken
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import (
    LABEL_VI,
    OBLIGATIONS,
    Campaign,
    campaign_by_id,
    countdown,
    current_campaigns,
)
from metrics.pace.freeze import (
    MAY_LIFT_VI,
    RULE_VI,
    freeze_name,
    is_lifted,
    later_words,
    lock_words,
    since_frozen,
    waiting_words,
)
from ui.deadlines.overview import lower_first
from ui.pieces.components import (
    Column,
    card,
    finding,
    grid,
    level_chip,
    no_export_yet,
    nothing_to_show,
    page_head,
)
from ui.visit.failures import contained
from ui.visit.filters import department_choice, segments
from ui.visit.navigation import inner_link
from ui.visit.session import (
    Reader,
    answer,
    as_of,
    build_id,
    current_viewer,
    department,
    instance,
    moment,
    today,
)

COLUMNS = {
    "department": Column("Đơn vị", width=180),
    "obligation_vi": Column("Yêu cầu", width=190),
    "frozen_words": Column("Lúc chốt", width=130),
    "frozen_rate": Column("Tỷ lệ lúc chốt", width=110),
    "now_words": Column("Hiện nay", width=130),
    "later_words": Column("Thay đổi sau hạn", width=130),
}
Row = dict[str, Any]


def compared(present: Reader, *, as_of: Any, number: int, department: str | None) -> pd.DataFrame:
    """What stood at the limit against what stands now, for what *present* may see."""
    row = next(row for row in freezes(instance().home, present.scope) if row["id"] == number)
    frozen = frozen_reader(instance().home, row, present)
    campaign = campaign_by_id(row["campaign"])
    return since_frozen(frozen, present, campaign=campaign, as_of=as_of, department=department)


def with_words(table: pd.DataFrame) -> pd.DataFrame:
    """The comparison as the grid shows it: the total first, unknown never as zero."""
    place = {name: number for number, name in enumerate((TOTAL, *all_codes(), *OBLIGATIONS))}
    ordered = table.sort_values(
        ["department_code", "obligation"], key=lambda column: column.map(place)
    ).reset_index(drop=True)
    rows = ordered.to_dict("records")
    return ordered.assign(
        department=[
            spoken("{whole_words}")
            if r["department_code"] == TOTAL
            else department_name(r["department_code"])
            for r in rows
        ],
        obligation_vi=[LABEL_VI[r["obligation"]] for r in rows],
        frozen_words=[fraction(r["done_frozen"], r["required_frozen"]) for r in rows],
        frozen_rate=[share(r["done_frozen"], r["required_frozen"], r["rate_pct_frozen"]) for r in rows],
        now_words=[fraction(r["done_now"], r["required_now"]) for r in rows],
        later_words=[change_words(r["done_later"]) for r in rows],
    )


def fraction(done: Any, required: Any) -> str:
    """``588 / 739``, or the word for why there is none."""
    if not (is_known(done) and is_known(required)):
        return "Chưa có dữ liệu"
    return f"{count(int(done))} / {count(int(required))}" if required else "Không phát sinh"


def share(done: Any, required: Any, rate_pct: Any) -> str:
    """The rate at the limit; below 100% where rows were unread then."""
    held_back = is_known(rate_pct) and rate_pct < 100
    return claim(required, done, int(held_back)).share


def change_words(later: Any) -> str:
    """What was added after the limit, in words."""
    if not is_known(later):
        return "Chưa có dữ liệu"
    if later == 0:
        return "Không đổi"
    return f"{'thêm' if later > 0 else 'bớt'} {count(abs(int(later)))}"


def headline(kept: Sequence[Row], wave: Sequence[Campaign]) -> str:
    """Which limits are frozen, and when the next one will be."""
    ahead = [c for c in wave if c.id not in {row["campaign"] for row in kept}]
    if not kept:
        if not ahead:
            return "Chưa có đợt nào có thời hạn nên chưa có gì để chốt"
        first = ahead[0]
        return f"Chưa có số liệu chốt: hạn gần nhất hết ngày{NBSP}{day(first.last_day)}"
    newest = campaign_by_id(kept[-1]["campaign"])
    head = f"Đã chốt số liệu của {count(len(kept))} hạn, mới nhất hết ngày{NBSP}{day(newest.last_day)}"
    return f"{head}; còn {count(len(ahead))} hạn chưa chốt" if ahead else head


def draw_waiting(waiting: Sequence[Campaign]) -> None:
    """The limits to come, with the rule that will hold."""
    for campaign in waiting:
        left = countdown(campaign, today())
        with card(campaign.short_vi):
            finding(
                f"{freeze_name(campaign)}: chưa chốt",
                f"{campaign.limit_vi}: {lower_first(left.phrase_vi)}. "
                + answer(waiting_words, campaign=campaign.id, as_of=as_of(), today=today()),
            )
            st.html(f'<p class="cc-source">{RULE_VI}. {spoken(MAY_LIFT_VI)}.</p>')


def draw_frozen(row: Row, code: str | None) -> None:
    """One kept state: the lock, what stood, and what came later in its own column."""
    campaign = campaign_by_id(row["campaign"])
    table = answer(compared, as_of=as_of(), number=int(row["id"]), department=code)
    with card("Số liệu chốt"):
        if is_lifted(row, now=moment()):
            level_chip("watch", "Đang mở khóa")
        finding(later_words(table, campaign), lock_words(row, now=moment()))
        st.html(
            f'<p class="cc-source">Chốt lúc {moment_words(row["frozen_at"])}, người chốt: {row["frozen_by"]}. '
            f"Báo cáo của đợt {day_month(campaign.limit)} dùng cột “Lúc chốt”.</p>"
        )
        if table.empty:
            nothing_to_show("Không có số liệu nào của đợt này.")
        else:
            grid(
                with_words(table),
                COLUMNS,
                key=f"chot-{row['id']}",
                file_name=f"so-lieu-chot-{campaign.last_day:%Y-%m-%d}",
                title=freeze_name(campaign),
                placeholder="Tìm theo đơn vị hoặc yêu cầu",
                counted="dòng",
            )
    if viewer.may("freeze"):
        lift_form(row)


def lift_form(row: Row) -> None:
    """Open a lock for a while; it closes by itself."""
    with st.expander("Mở khóa có thời hạn"), st.form(f"mo-khoa-{row['id']}", border=False):
        reason = st.text_input(
            "Lý do", placeholder=spoken("Ví dụ: bổ sung minh chứng theo yêu cầu của {head_title}")
        )
        on = st.date_input("Tự khóa lại ngày", value=today() + timedelta(days=1), format="DD/MM/YYYY")
        at = st.time_input("lúc", value=time(17, 0))
        if st.form_submit_button("Mở khóa"):
            with contained("Mở khóa"):
                ends = datetime.combine(on, at, moment().tzinfo)
                lift_freeze(
                    instance().home, viewer, int(row["id"]), reason=reason, ends=ends, moment=moment()
                )
                st.rerun()


viewer = current_viewer()
if build_id() is None:
    page_head("Chưa có số liệu để chốt")
    no_export_yet()
    st.stop()

wave = current_campaigns(today())
kept = [row for row in freezes(instance().home, viewer.scope) if row["as_of"] <= as_of()]
page_head(
    headline(kept, wave),
    "Khi hết hạn, số liệu của đợt được giữ nguyên; thay đổi sau đó ở cột riêng.",
)
if kept:
    department_choice()
    options = {row["campaign"]: f"Hạn {day_month(campaign_by_id(row['campaign']).limit)}" for row in kept}
    chosen = segments("Hạn", options, name="dot")
    draw_frozen(next(row for row in kept if row["campaign"] == chosen), department())
    inner_link("bao_cao", "Lập báo cáo của đợt", icon="description", van_ban="summary_report", dot=chosen)
draw_waiting([c for c in wave if c.id not in {row["campaign"] for row in kept}])

"""Số liệu chốt: khi hết hạn đơn vị đạt bao nhiêu, sau đó thay đổi gì, ai được mở khóa và đến bao giờ."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import streamlit as st

from desk.keeping import OLDER_STATE_VI, freezes, lift_freeze
from domain.agency.office import spoken
from domain.wording.formats import day_month, moment
from domain.wording.text import lower_first
from metrics.limits.campaigns import (
    Campaign,
    campaign_on_record,
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
    not_frozen_words,
)
from ui.deadlines.frozen import Row, frozen_headline, since_limit, used_by_papers, with_words
from ui.pieces.components import (
    Column,
    Listing,
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
    answer,
    as_of,
    build_id,
    current_viewer,
    department,
    instance,
    office_now,
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


def draw_waiting(waiting: Sequence[Campaign]) -> None:
    """The limits to come, with the rule that will hold."""
    for campaign in waiting:
        left = countdown(campaign, today())
        with card(campaign.short_vi):
            finding(
                f"{freeze_name(campaign)}: chưa chốt",
                f"{campaign.limit_vi}: {lower_first(left.phrase_vi)}. "
                + answer(not_frozen_words, campaign=campaign.id, as_of=as_of(), today=today()),
            )
            st.html(f'<p class="cc-source">{RULE_VI}. {spoken(MAY_LIFT_VI)}.</p>')


def draw_frozen(row: Row, code: str | None) -> None:
    """One kept state: the lock, what stood, and what came later in its own column."""
    campaign = campaign_on_record(row["campaign"])
    table = answer(since_limit, as_of=as_of(), number=int(row["id"]), department=code)
    with card("Số liệu chốt"):
        if is_lifted(row, now=office_now()):
            level_chip("watch", "Đang mở khóa")
        finding(later_words(table, campaign), lock_words(row, now=office_now()))
        if table["by_present"].any():
            st.warning(f"{OLDER_STATE_VI}.")
        st.html(
            f'<p class="cc-source">Chốt lúc {moment(row["frozen_at"])}, người chốt: {row["frozen_by"]}. '
            f"{used_by_papers(row, campaign, now=office_now())}</p>"
        )
        if table.empty:
            nothing_to_show("Không có số liệu nào của đợt này.")
        else:
            grid(
                with_words(table),
                Listing(
                    COLUMNS,
                    key=f"chot-{row['id']}",
                    file_name=f"so-lieu-chot-{campaign.last_day:%Y-%m-%d}",
                    title=freeze_name(campaign),
                    placeholder="Tìm theo đơn vị hoặc yêu cầu",
                    counted="dòng",
                ),
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
                ends = datetime.combine(on, at, office_now().tzinfo)
                lift_freeze(
                    instance().home, viewer, int(row["id"]), reason=reason, ends=ends, moment=office_now()
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
    frozen_headline(kept, wave),
    "Khi hết hạn, số liệu của đợt được giữ nguyên; thay đổi sau đó ở cột riêng.",
)
if kept:
    department_choice()
    options = {row["campaign"]: f"Hạn {day_month(campaign_on_record(row['campaign']).limit)}" for row in kept}
    chosen = segments("Hạn", options, name="dot")
    draw_frozen(next(row for row in kept if row["campaign"] == chosen), department())
    inner_link("bao_cao", "Lập báo cáo của đợt", icon="description", van_ban="summary_report", dot=chosen)
draw_waiting([c for c in wave if c.id not in {row["campaign"] for row in kept}])

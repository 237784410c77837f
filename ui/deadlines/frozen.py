"""What stood when a limit was reached, and what is said of it against today?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from desk.keeping import freezes, frozen_reader, is_answered_by_present
from domain.agency.departments import all_codes, department_name
from domain.agency.office import spoken
from domain.said.claim import Claim, claim
from domain.wording.formats import NBSP, count, day, day_month, is_known
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import LABEL_VI, OBLIGATIONS, Campaign, campaign_on_record
from metrics.pace.freeze import is_lifted, since_frozen
from store.written.records import Row
from ui.visit.session import Reader, instance


def since_limit(present: Reader, *, as_of: Any, number: int, department: str | None) -> pd.DataFrame:
    """What stood at the limit against what stands now, for what *present* may see."""
    row = next(row for row in freezes(instance().home, present.scope) if row["id"] == number)
    frozen = frozen_reader(instance().home, row, present)
    campaign = campaign_on_record(row["campaign"])
    table = since_frozen(frozen, present, campaign=campaign, as_of=as_of, department=department)
    return table.assign(by_present=is_answered_by_present(row, frozen))


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
        frozen_words=[fraction(_said(r, "frozen")) for r in rows],
        frozen_rate=[_said(r, "frozen").share for r in rows],
        now_words=[fraction(_said(r, "now")) for r in rows],
        later_words=[since_limit_words(r["done_later"]) for r in rows],
    )


def used_by_papers(row: Row, campaign: Campaign, *, now: datetime) -> str:
    """Which figures the papers of the campaign take: those that were kept, or while the lock is lifted those in use."""
    limit = day_month(campaign.limit)
    if is_lifted(row, now=now):
        return f"Trong lúc mở khóa, báo cáo của đợt {limit} lấy số liệu hiện nay; khóa lại thì dùng cột “Lúc chốt”."
    return f"Báo cáo của đợt {limit} dùng cột “Lúc chốt”."


def _said(row: dict[Any, Any], when: str) -> Claim:
    unread = row[f"unread_{when}"]
    return claim(row[f"required_{when}"], row[f"done_{when}"], unread if is_known(unread) else 0)


def fraction(said: Claim) -> str:
    """``588 / 739``, or the word for why there is none; with the rows that nobody could read."""
    if said.said == "unknown" or said.required is None or said.done is None:
        return "Chưa có dữ liệu"
    if not said.required:
        return said.unread_words or "Không phát sinh"
    told = f"{count(said.done)} / {count(said.required)}"
    return f"{told}, {said.unread_words}" if said.unread else told


def since_limit_words(later: Any) -> str:
    """What was added after the limit, in words."""
    if not is_known(later):
        return "Chưa có dữ liệu"
    if later == 0:
        return "Không đổi"
    return f"{'thêm' if later > 0 else 'bớt'} {count(abs(int(later)))}"


def frozen_headline(kept: Sequence[Row], wave: Sequence[Campaign]) -> str:
    """Which limits are frozen, and when the next one will be."""
    ahead = [c for c in wave if c.id not in {row["campaign"] for row in kept}]
    if not kept:
        if not ahead:
            return "Chưa có đợt nào có thời hạn nên chưa có gì để chốt"
        first = ahead[0]
        return f"Chưa có số liệu chốt: hạn gần nhất hết ngày{NBSP}{day(first.last_day)}"
    newest = campaign_on_record(kept[-1]["campaign"])
    head = f"Đã chốt số liệu của {count(len(kept))} hạn, mới nhất hết ngày{NBSP}{day(newest.last_day)}"
    return f"{head}; còn {count(len(ahead))} hạn chưa chốt" if ahead else head

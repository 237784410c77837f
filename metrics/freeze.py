"""What stood at a limit, what changed afterwards, and who may still change the frozen state?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from domain.formats import NBSP, day, moment
from metrics.campaigns import Campaign, campaigns
from metrics.completion import completion
from metrics.state import TOTAL
from store.reader import Reader

COLUMNS = (
    "department_code", "obligation", "required_frozen", "done_frozen", "rate_pct_frozen", "required_now", "done_now",
    "rate_pct_now", "done_later",
)  # fmt: skip
RULE_VI = "Số liệu của đợt được chốt khi hết hạn; báo cáo của đợt chỉ dùng số liệu đã chốt"
MAY_LIFT_VI = "Chỉ Văn phòng mở được, phải ghi lý do và giờ kết thúc"


@dataclass(frozen=True, slots=True)
class DueFreeze:
    """A state that has to be kept: the campaign's last good day is over and nothing was kept yet."""

    name: str
    campaign: str
    as_of: date
    rule: str


def freeze_name(campaign: Campaign) -> str:
    """Return ``Số liệu chốt lúc hết ngày 16/11/2023``."""
    return f"Số liệu chốt lúc hết ngày{NBSP}{day(campaign.last_day)}"


def due_freezes(frozen: Iterable[Mapping[str, Any]], *, today: date) -> list[DueFreeze]:
    """Return what the store has to freeze on *today*: every campaign over by then that *frozen* rows lack."""
    kept = {row["campaign"] for row in frozen}
    return [
        DueFreeze(freeze_name(c), c.id, c.last_day, RULE_VI)
        for c in campaigns()
        if c.last_day < today and c.id not in kept
    ]


def since_frozen(
    frozen: Reader, present: Reader, *, campaign: Campaign, as_of: date, department: str | None = None
) -> pd.DataFrame:
    """
    Compare what stood at the limit with what stands now; the later changes have their own column.

    Args:
        frozen: A reader of the build that was current at the limit, or of the present build where
            that one is asked to show the same day.
        present: A reader of the present build.
        as_of: The day of the present state.

    Returns:
        One row per department and obligation of the campaign with ``COLUMNS``; ``done_later`` = done now
        − done frozen, null where either is unknown.
    """
    wanted = {"department": department} if department else {}
    then = _of(completion(frozen, as_of=campaign.last_day, **wanted), campaign)
    now = _of(completion(present, as_of=as_of, **wanted), campaign)
    if then.empty and now.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    both = then.merge(
        now, on=["department_code", "obligation"], how="outer", suffixes=("_frozen", "_now"), sort=False
    )
    both["done_later"] = both["done_now"] - both["done_frozen"]
    return pd.DataFrame(both[list(COLUMNS)])


def _of(counts: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    wanted = counts["obligation"].isin([*campaign.obligations, *campaign.quality])
    kept = ["department_code", "obligation", "required", "done", "rate_pct"]
    return pd.DataFrame(counts.loc[wanted, kept])


def later_words(comparison: pd.DataFrame, campaign: Campaign) -> str:
    """Return the sentence above the column of later changes."""
    head = f"{freeze_name(campaign)}; thay đổi sau đó ở cột riêng"
    later = [row["done_later"] for row in comparison.to_dict("records") if row["department_code"] == TOTAL]
    added = int(sum(number for number in later if not pd.isna(number) and number > 0))
    return f"{head}: thêm {added} mục xong sau hạn" if added else f"{head}: chưa có thay đổi"


def lock_words(row: Mapping[str, Any], *, now: datetime) -> str:
    """
    Return what a lock says of itself: its rule, who may lift it, and when a lift ends.

    A lift ends by itself at ``lift_ends``; from that moment on the state is locked again.
    """
    if is_lifted(row, now=now):
        why = f" ({row['lift_reason']})" if row.get("lift_reason") else ""
        return f"{row['name']}. {row['lifted_by']} đã mở{why}; tự khóa lại lúc {moment(row['lift_ends'])}."
    return f"{row['name']}. {row['rule']}. {MAY_LIFT_VI}."


def is_lifted(row: Mapping[str, Any], *, now: datetime) -> bool:
    """Tell whether the lock stands open at *now*; at the very moment a lift ends it is locked again."""
    opened, ends = row.get("lifted_at"), row.get("lift_ends")
    return opened is not None and ends is not None and opened <= now < ends

"""What stood at a limit, what changed afterwards, and who may still change the frozen state?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from domain.agency.departments import department_name
from domain.agency.office import spoken
from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import NBSP, day, moment
from metrics.asking.exports import export_days
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, in_order
from metrics.limits.campaigns import LABEL_VI, Campaign, campaign_by_id, campaigns
from metrics.limits.staleness import told_words
from metrics.progress.completion import OBLIGATIONS, claims, completion
from store.builds.reader import Reader

COLUMNS = (
    "department_code", "obligation", "required_frozen", "done_frozen", "rate_pct_frozen", "unread_frozen", "required_now",
    "done_now", "rate_pct_now", "unread_now", "done_later",
)  # fmt: skip
RULE_VI = "Số liệu của đợt được chốt khi hết hạn; báo cáo của đợt chỉ dùng số liệu đã chốt"
MAY_LIFT_VI = "Chỉ {gathering_name} mở được, phải ghi lý do và giờ kết thúc"


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


@dataclass(frozen=True, slots=True)
class Gap:
    """
    A source of an obligation without an export of the campaign's last good day.

    Attributes:
        words: The source's name in a sentence.
        newest: Day of the newest export up to the limit; None where there is none.
        departments: Whose exports lag behind; empty where everybody's do.
        is_awaited: No later export stands in for it either.
    """

    obligation: str
    words: str
    newest: date | None
    departments: tuple[str, ...]
    is_awaited: bool

    @property
    def words_missing(self) -> str:
        """``số liệu HpNet mới đến hết ngày 15/11/2023``."""
        source = f"{self.words[:1].lower()}{self.words[1:]}"
        if self.newest is not None:
            said = f"{source} mới đến hết ngày{NBSP}{day(self.newest)}"
        elif self.is_awaited:
            said = f"chưa có {source}"
        else:
            said = f"{source} chỉ có bản xuất sau hạn, tính lại theo ngày ghi trong đó"
        return said + (f" ({', '.join(map(department_name, self.departments))})" if self.departments else "")


def missing_words(found: Iterable[Gap]) -> str:
    """Return what is missing, obligations that miss the same export together."""
    by_source: dict[str, list[str]] = {}
    for gap in found:
        by_source.setdefault(gap.words_missing, []).append(LABEL_VI[gap.obligation])
    return "; ".join(f"{', '.join(names)}: {said}" for said, names in by_source.items())


def missing_exports(reader: Reader, campaign: Campaign, *, as_of: date) -> list[Gap]:
    """
    Return the sources behind the obligations of *campaign* that lack an export of its last good day.

    Each department is judged by its own newest export. An export of a later day shows that the limit
    is over, but what stood at the limit is then told by the export before it: no longer awaited, still named.
    """
    known = export_days(reader, as_of=as_of)
    # The statistics of HpNet stand in for its tasks where nobody exports tasks.
    if not known.get("hpnet_tasks"):
        known["hpnet_tasks"] = known.get("hpnet_summary", {})
    pairs = [(name, kind) for name in campaign.obligations for kind in OBLIGATIONS[name]]
    found = [_gap(name, kind, known.get(kind, {}), campaign.last_day) for name, kind in pairs]
    return [gap for gap in found if gap is not None]


def _gap(obligation: str, kind: str, exported: Mapping[str, list[date]], last_day: date) -> Gap | None:
    words = told_words(kind, last_day)
    by_limit = {code: [on for on in days if on <= last_day] for code, days in exported.items()}
    behind = [code for code, days in by_limit.items() if last_day not in days]
    if exported and not behind:
        return None
    awaited = not exported or any(max(exported[code]) < last_day for code in behind)
    newest = max((days[-1] for code, days in by_limit.items() if code in behind and days), default=None)
    named = tuple(in_order(behind)) if len(behind) < len(exported) else ()
    return Gap(obligation, words, newest, named, awaited)


def is_ready(due: DueFreeze, found: Iterable[Gap], *, today: date) -> bool:
    """Tell whether to freeze on *today*: nothing is awaited, or it was awaited long enough."""
    if not any(gap.is_awaited for gap in found):
        return True
    waited = WorkingCalendar.office().working_days_after(due.as_of, today)
    return waited > int(rule_in_force("freeze", today)["wait_working_days"])


def freeze_rule(due: DueFreeze, found: Iterable[Gap]) -> str:
    """Return the rule as it is written beside the frozen state, with every source that was missing."""
    missing = missing_words(found)
    return f"{due.rule}. Khi chốt còn thiếu: {missing}" if missing else due.rule


def not_frozen_words(reader: Reader, *, campaign: str, as_of: date, today: date) -> str:
    """Return why nothing is frozen yet for *campaign*: its limit runs, or which exports are missing."""
    known = campaign_by_id(campaign)
    if today <= known.last_day:
        return "Số liệu tự chốt khi hết hạn."
    missing = missing_words(gap for gap in missing_exports(reader, known, as_of=as_of) if gap.is_awaited)
    if not missing:
        return "Đã hết hạn; máy chủ tự chốt trong vòng mười phút."
    wait = int(rule_in_force("freeze", today)["wait_working_days"])
    latest = day(WorkingCalendar.office().add_working_days(known.last_day, wait + 1))
    return (
        f"Đã hết hạn; tự chốt khi đủ bản xuất đến hết ngày{NBSP}{day(known.last_day)}, muộn nhất ngày{NBSP}{latest}. "
        f"Còn thiếu: {missing}."
    )


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
    then = _of(frozen, campaign, as_of=campaign.last_day, **wanted)
    now = _of(present, campaign, as_of=as_of, **wanted)
    if then.empty and now.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    both = then.merge(
        now, on=["department_code", "obligation"], how="outer", suffixes=("_frozen", "_now"), sort=False
    )
    both["done_later"] = both["done_now"] - both["done_frozen"]
    return pd.DataFrame(both[list(COLUMNS)])


def _of(reader: Reader, campaign: Campaign, *, as_of: date, **wanted: str) -> pd.DataFrame:
    """The obligations of the campaign as they stood, with the rows that could not be read then."""
    counts, may_say = completion(reader, as_of=as_of, **wanted), claims(reader, as_of=as_of)
    own = counts[counts["obligation"].isin([*campaign.obligations, *campaign.quality])]
    pairs = zip(own["department_code"], own["obligation"], strict=True)
    kept = ["department_code", "obligation", "required", "done", "rate_pct"]
    return pd.DataFrame(own[kept]).assign(unread=[may_say[pair].unread for pair in pairs])


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
    return f"{row['name']}. {row['rule']}. {spoken(MAY_LIFT_VI)}."


def is_lifted(row: Mapping[str, Any], *, now: datetime) -> bool:
    """Tell whether the lock stands open at *now*; at the very moment a lift ends it is locked again."""
    opened, ends = row.get("lifted_at"), row.get("lift_ends")
    return opened is not None and ends is not None and opened <= now < ends

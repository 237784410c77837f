"""Which campaigns would ask something else of people: another limit, document, start, requirement or earlier limit?"""

from collections.abc import Iterator, Sequence

from domain.agency.departments import department_name
from domain.wording.formats import day
from metrics.limits.campaigns import ALL_OWNERS, LABEL_VI, Campaign, InternalLimit

NONE_YET, NO_MORE = "chưa có", "không còn"


def campaign_changes(before: Sequence[Campaign], after: Sequence[Campaign]) -> Iterator[str]:
    """One sentence for each thing that is another; a campaign is the same by its id, else by its name."""
    same = {one.id: _same(one, after) for one in before}
    for old in before:
        new = same[old.id]
        if new is None:
            yield f"Hạn của đợt “{old.short_vi}”: {old.limit_vi} → {NO_MORE}"
        else:
            yield from _facts_changed(old, new)
    for new in after:
        if new not in same.values():
            yield f"Hạn của đợt “{new.short_vi}”: {NONE_YET} → {new.limit_vi}"


def _same(one: Campaign, others: Sequence[Campaign]) -> Campaign | None:
    by_id = (other for other in others if other.id == one.id)
    return next(by_id, None) or next((other for other in others if other.short_vi == one.short_vi), None)


def _facts_changed(old: Campaign, new: Campaign) -> Iterator[str]:
    if old.limit_vi != new.limit_vi:
        yield f"Hạn của đợt “{new.short_vi}”: {old.limit_vi} → {new.limit_vi}"
    for name, was, becomes in zip(_FACTS, _facts(old), _facts(new), strict=True):
        if was != becomes:
            yield f"Đợt “{new.short_vi}”, {name}: {was or NONE_YET} → {becomes or NO_MORE}"


_FACTS = (
    "tên", "tên trong văn bản", "nội dung phải làm", "văn bản giao", "bắt đầu tính từ", "phải đạt 100%",
    "theo dõi thêm về chất lượng", "hạn nội bộ",
)  # fmt: skip


def _facts(one: Campaign) -> tuple[str, ...]:
    """What stands under each of ``_FACTS``."""
    return (
        one.short_vi, one.title_vi, one.purpose_vi, one.authority, day(one.starts_on),
        "; ".join(LABEL_VI[name] for name in one.obligations),
        "; ".join(LABEL_VI[name] for name in one.quality),
        "; ".join(map(_earlier, one.internal_limits)),
    )  # fmt: skip


def _earlier(limit: InternalLimit) -> str:
    whose = "mọi đơn vị" if limit.owner == ALL_OWNERS else department_name(limit.owner)
    return f"{whose} {limit.told_vi}"

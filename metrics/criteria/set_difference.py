"""What did an amendment move, clause by clause?"""

from decimal import Decimal
from typing import Any

import pandas as pd

from domain.sets.indicator_sets import Criterion, IndicatorSet

_ZERO = Decimal(0)
DIFFERENCE_COLUMNS = (
    "code", "name", "change", "old_max", "new_max", "points_moved", "what_changed", "old_rule", "new_rule", "is_leaf",
)  # fmt: skip


def set_difference(old: IndicatorSet, new: IndicatorSet) -> pd.DataFrame:
    """
    Compare two trees clause by clause.

    Returns:
        One row per clause that differs: code, name, change (added, changed, removed), old_max and
        new_max (points, None where the clause is not there), points_moved (new − old), what_changed
        (words), old_rule, new_rule, is_leaf. Points moved of the leaves add up to the change of the total.
    """
    codes = [*old.by_code, *(code for code in new.by_code if code not in old.by_code)]
    rows = [_difference(code, old, new) for code in codes]
    return pd.DataFrame([row for row in rows if row], columns=list(DIFFERENCE_COLUMNS))


def _difference(code: str, old: IndicatorSet, new: IndicatorSet) -> dict[str, Any] | None:
    before, after = old.by_code.get(code), new.by_code.get(code)
    changed = _what_changed(before, after)
    if before and after and not changed:
        return None
    old_max = before.max_score if before else None
    new_max = after.max_score if after else None
    return {
        "code": code,
        "name": (after or before).name,  # type: ignore[union-attr]
        "change": "added" if before is None else "removed" if after is None else "changed",
        "old_max": old_max,
        "new_max": new_max,
        "points_moved": (new_max or _ZERO) - (old_max or _ZERO),
        "what_changed": ", ".join(changed),
        "old_rule": before.rule_text if before else "",
        "new_rule": after.rule_text if after else "",
        "is_leaf": code not in (new if after else old).children,
    }


_FIELD_WORDS = {
    "name": "tên", "max_score": "điểm tối đa", "rule": "quy tắc chấm", "rule_text": "lời văn", "method": "cách chấm",
    "parent_code": "vị trí", "evidence": "tài liệu kiểm chứng",
}  # fmt: skip


def _what_changed(before: Criterion | None, after: Criterion | None) -> list[str]:
    if before is None or after is None:
        return []
    return [words for name, words in _FIELD_WORDS.items() if getattr(before, name) != getattr(after, name)]

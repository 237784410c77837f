"""How many documents are signed, what is that worth, and who has most left?"""

from collections.abc import Sequence

import pandas as pd

from domain.agency.departments import department_name
from domain.wording.formats import NBSP, count, is_known, percent
from metrics.criteria.assessment import LeafRisk
from ui.index.index_state import assessment, score_of
from ui.visit.session import current_viewer


def signing_headline(row: dict, unread_words: str) -> str:
    """Signed of issued, and what is left."""
    total = int(row["total"])
    if not is_known(row["signed"]):
        return f"{count(total)}{NBSP}văn bản đi, sổ chưa cho biết văn bản nào đã ký số"
    left = total - int(row["signed"])
    if left == 0 and unread_words:
        return f"{count(total)}{NBSP}văn bản đi đọc được đã ký số; {unread_words}, chưa kết luận đã đủ"
    if left == 0:
        return f"Cả {count(total)}{NBSP}văn bản đi đã ký số"
    return f"{percent(row['signed'], total)} văn bản đi đã ký số, còn {count(left)}{NBSP}văn bản chưa ký"


def signing_lead(table: pd.DataFrame, code: str | None) -> str:
    """What it means in points, and who has most left."""
    leaf = next((x for x in leaves_to_see() if x.evidence.criterion.measured_by == "digital_signature"), None)
    said = (
        f"Tiêu chí {leaf.code} hiện được **{score_of(leaf.measured_points, leaf.max_score)}** điểm."
        if leaf is not None and leaf.measured_points is not None
        else ""
    )
    if code:
        return f"{said} Đang xem: {department_name(code)}."
    worst = table.assign(left=table["total"] - table["signed"]).sort_values(
        "left", ascending=False, kind="stable"
    )
    if worst.empty or not worst["left"].iloc[0] > 0:
        return said
    first = worst.iloc[0]
    return (
        f"{said} Còn nhiều nhất: {department_name(first['department_code'])}, {count(first['left'])} văn bản."
    )


def leaves_to_see() -> Sequence[LeafRisk]:
    """The criteria of the index for those who may see it whole."""
    found = assessment()
    return found.leaves if found and current_viewer().role != "department" else ()

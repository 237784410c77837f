"""What did an amendment change in the set, and what is said of the sets in use?"""

from datetime import date

import pandas as pd

from domain.sets.amendments import indicator_set
from domain.sets.indicator_sets import IndicatorSet
from domain.wording.formats import NBSP, count, signed
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.criteria.set_difference import set_difference
from ui.index.index_state import points_words
from ui.look.tables import Column
from ui.visit.session import Reader

CHANGES = {"added": "Bổ sung", "changed": "Sửa đổi", "removed": "Bãi bỏ"}


def set_shown(reader: Reader, *, as_of: date, number: str) -> IndicatorSet:
    """The set of decision *number* as it stands at the end of the year on show."""
    return indicator_set(
        number, as_of=date(as_of.year, 12, 31), decisions=decisions_in_use(reader, as_of=as_of)
    )


def code_columns(tree: IndicatorSet) -> dict[str, Column]:
    """The code as printed and, where the set's codes begin anew, the one that tells two alike apart."""
    if all(one.printed_code is None for one in tree.criteria):
        return {"shown_code": Column("Mã", width=65)}
    return {
        "shown_code": Column("Mã in", width=65),
        "code": Column("Mã đầy đủ", width=80),
    }


def difference_rows(reader: Reader, *, as_of: date, old: str, new: str) -> pd.DataFrame:
    """What *new* changed in *old*, one row per clause, as the list shows it."""
    rows = set_difference(
        set_shown(reader, as_of=as_of, number=old), set_shown(reader, as_of=as_of, number=new)
    )
    return rows.assign(
        change_vi=rows["change"].map(CHANGES),
        moved=[signed(value) for value in rows["points_moved"]],
        what=[
            what or CHANGES[change].lower()
            for what, change in zip(rows["what_changed"], rows["change"], strict=True)
        ],
    )


def sets_headline(rows: pd.DataFrame, old: str, new: str) -> str:
    """How many clauses differ, and how many points moved among the scored ones."""
    if rows.empty:
        return f"{new} không đổi điều nào so với {old}"
    leaves = rows[rows["is_leaf"].astype(bool)]
    changes = [float(value) for value in leaves["points_moved"]]
    moved = max(sum(v for v in changes if v > 0), -sum(v for v in changes if v < 0))
    kinds = ", ".join(
        f"{words.lower()} {count(int((leaves['change'] == kind).sum()))}"
        for kind, words in CHANGES.items()
        if (leaves["change"] == kind).any()
    )
    return f"{new} {kinds}{NBSP}tiêu chí so với {old}, chuyển {points_words(moved)}"

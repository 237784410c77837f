"""What moved between the newest two HpNet exports that differ?"""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from domain.agency.office import office
from domain.wording.formats import day_month
from metrics.asking.exports import days_of_kind, export_days
from metrics.limits.changes import (
    CHANGES,
    change_counts,
    last_differing,
    two_exports_words,
)
from metrics.points.ledger import point_moves_words as risk_moves_words
from metrics.progress.obligation_moves import obligation_moves, obligation_moves_words
from store.builds.reader import Reader
from ui.changes.exports_compared import bars_by_unit


@dataclass(frozen=True, slots=True)
class Difference:
    """
    The newest two HpNet exports that differ.

    Attributes:
        quiet: What to say of newer exports that hold nothing new; empty where the last two differ.
        rows: One row per department with changes; empty where no two exports differ.
        moves: What moved for each obligation since *from_day*, of whichever source; empty where nothing did.
        risk: What moved the points that may be lost since then; empty where nothing did, and for who does not see the index.
    """

    from_day: date
    to_day: date
    words: str
    quiet: str
    rows: pd.DataFrame
    moves: str = ""
    risk: str = ""


def changes_since(reader: Reader, *, as_of: date) -> Difference | None:
    """What moved between the newest two HpNet exports that differ, and for each obligation since; None with fewer than two exports."""
    found = _difference(reader, as_of)
    if found is None:
        return None
    moves = obligation_moves(reader, from_day=found.from_day, to_day=as_of)
    risk = (
        risk_moves_words(reader, from_day=found.from_day, as_of=as_of) if reader.scope.is_whole_office else ""
    )
    return replace(
        found, moves=obligation_moves_words(moves, from_day=found.from_day, to_day=as_of), risk=risk
    )


def _difference(reader: Reader, as_of: date) -> Difference | None:
    days = days_of_kind(export_days(reader, as_of=as_of).get("hpnet_tasks", {}))
    pair = last_differing(reader, as_of=as_of)
    if pair is None:
        return None
    from_day, to_day = pair
    table = change_counts(reader, kind="hpnet_tasks", from_day=from_day, to_day=to_day)
    if not table[list(CHANGES)].to_numpy().sum():
        words = f"Các bản xuất từ {day_month(days[0])} đến {day_month(days[-1])} giống nhau"
        return Difference(days[0], days[-1], words, "", pd.DataFrame())
    quiet = f"Từ {day_month(to_day)} đến {day_month(days[-1])} không có thay đổi trên {office().e_office}."
    words = two_exports_words(table, from_day=from_day, to_day=to_day)
    return Difference(from_day, to_day, words, quiet if to_day < days[-1] else "", bars_by_unit(table))

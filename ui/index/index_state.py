"""What the pages of the index share: the judged criteria with the scores set by hand, and their words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from domain.agency.departments import UNASSIGNED_VI, scored_codes, short_name
from domain.agency.office import office
from domain.wording.formats import NBSP, Number, points
from metrics.criteria.assessment import Assessment, assess
from metrics.points.ledger import account, ledger
from metrics.points.risk import risk_details
from metrics.points.risk_tables import heat_table, tree_table
from metrics.points.shortfall_links import links_of
from store.builds.reader import Reader
from ui.look.theme import MEANING_OF_LEVEL
from ui.visit.session import answer, as_of, current_viewer

LEVELS = ("high", "at_risk", "watch", "safe", "unknown")
BASES = {
    "announced": "Điểm công bố",
    "survey": "Điều tra xã hội học",
    "appraised": "Điểm thẩm định",
    "override": "Điểm đặt tay",
    "measured": "Số đo",
    "self": "Tự chấm",
    "assignment": "Tiến độ nhiệm vụ",
    "last_year": "Năm trước",
    "not_applicable": "Không phát sinh",
    "unknown": "Chưa có căn cứ",
}
METHODS = {"self": "Tự chấm", "appraisal": "Thẩm định", "survey": "Điều tra xã hội học"}


def assessment(*, use_haircut: bool = True, decision: str | None = None) -> Assessment | None:
    """Every criterion judged as of the day on show; None where nothing is loaded. Shared: never change it."""
    return answer(assess, as_of=as_of(), use_haircut=use_haircut, decision=decision)


def risk_rows(*, use_haircut: bool = True, department: str | None = None) -> pd.DataFrame:
    """The rows of `metrics.points.risk.risk_details`, kept like any answer, with level and owners in words."""
    return answer(_risk_rows, as_of=as_of(), use_haircut=use_haircut, department=department)


def _risk_rows(_reader: Reader, *, as_of: date, use_haircut: bool, department: str | None) -> pd.DataFrame:
    found = answer(assess, as_of=as_of, use_haircut=use_haircut, decision=None)
    if found is None:
        return pd.DataFrame()
    rows = risk_details(found, department=department)
    return rows.assign(
        level_vi=[level_words(level) for level in rows["level"]],
        owners_vi=[owner_words(codes) for codes in rows["owners"]],
        basis_vi=[BASES[basis] for basis in rows["basis"]],
    )


def points_account(department: str | None = None, *, use_haircut: bool = True) -> dict[str, float]:
    """What *department* may lose and can still keep, the whole office when None; see `metrics.points.ledger`."""
    return account(answer(ledger, as_of=as_of(), use_haircut=use_haircut), department)


def heat_rows(*, use_haircut: bool = True) -> pd.DataFrame:
    """Points that may be lost, field × department; as `metrics.points.risk_tables.heat_table` has them."""
    return answer(_heat_rows, as_of=as_of(), use_haircut=use_haircut)


def _heat_rows(_reader: Reader, *, as_of: date, use_haircut: bool) -> pd.DataFrame:
    found = answer(assess, as_of=as_of, use_haircut=use_haircut, decision=None)
    return heat_table(found) if found else pd.DataFrame()


def tree_rows(decision: str | None = None) -> pd.DataFrame:
    """The whole tree with its scores under *decision* (the one in use when None)."""
    return answer(_tree_rows, as_of=as_of(), decision=decision)


def _tree_rows(_reader: Reader, *, as_of: date, decision: str | None) -> pd.DataFrame:
    found = answer(assess, as_of=as_of, use_haircut=True, decision=decision)
    return tree_table(found) if found else pd.DataFrame()


def level_words(level: str) -> str:
    """The word of a level: "Nguy cơ cao"."""
    return MEANING_OF_LEVEL[level][1]


def owner_words(codes: Sequence[str]) -> str:
    """
    Who leads, in short names; all of them are "Các phòng, đơn vị".

    The lead is the same for every reader; a department reads its own name and that of the unit that gathers the
    figures, of others only how many they are.
    """
    if not len(codes):
        return UNASSIGNED_VI
    if set(scored_codes()) <= set(codes):
        return "Các phòng, đơn vị"
    units = current_viewer().units
    named = [code for code in codes if not units or code in (*units, office().gathering_unit)]
    others = len(codes) - len(named)
    if not others:
        return ", ".join(map(short_name, named))
    if not named:
        return "Đơn vị khác" if others == 1 else f"{others} đơn vị khác"
    return f"{', '.join(map(short_name, named))} và {others} đơn vị khác"


def score_of(value: Number | None, maximum: Number | None) -> str:
    """Points out of points: ``0,85/1,50``."""
    return f"{points(value)}/{points(maximum)}"


def points_words(value: Number | None) -> str:
    """Points with their unit, not broken apart."""
    return f"{points(value)}{NBSP}điểm"


def shortfall_rows() -> pd.DataFrame:
    """Every criterion that lost points last year with this year's jobs; as `metrics.points.shortfall_links` has them."""
    return answer(links_of, as_of=as_of())


def points_typed(text: str) -> Decimal | None:
    """
    Points as an office types them, None for anything that is no number from 0 to 100.

    >>> points_typed("1,25"), points_typed("1.5"), points_typed("-1"), points_typed("nhiều")
    (Decimal('1.25'), Decimal('1.5'), None, None)
    """
    plain = text.strip().replace(",", ".", 1)
    is_number = plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit()
    return Decimal(plain) if is_number and Decimal(plain) <= 100 else None

"""How many points may be lost, how many of these can still be kept by the limit, and whose part is each?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from domain.wording.formats import count, day_month, points, signed
from metrics.asking.remembered import remembered
from metrics.asking.state import TOTAL, in_order
from metrics.criteria.assessment import Assessment, LeafRisk, assess
from store.builds.reader import Reader

_ZERO = Decimal(0)
_SMALL = Decimal("0.005")
NOBODY = ""
LEDGER_COLUMNS = (
    "department_code", "at_risk", "keepable", "not_done", "appraisal", "settled", "led", "led_at_risk", "known",
)  # fmt: skip
NAMES_VI = {
    "at_risk": "Có thể mất",
    "keepable": "Còn giữ được đến hạn",
    "not_done": "Chưa làm",
    "appraisal": "Rủi ro thẩm định",
    "settled": "Khó lấy lại",
    "recovered": "Đã lấy lại",
}
"""The one name of each figure, on every page, in every letter and file."""


_BASES = {
    "announced": "điểm công bố", "survey": "điều tra xã hội học", "appraised": "điểm thẩm định", "override": "điểm đặt tay",
    "measured": "số đo", "self": "điểm tự chấm", "assignment": "tiến độ nhiệm vụ", "last_year": "điểm năm trước",
    "not_applicable": "không phát sinh", "unknown": "chưa có căn cứ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Points:
    """
    Points that may be lost, by what would keep them.

    Attributes:
        not_done: Kept by finishing the open work and completing the criteria before they are scored.
        appraisal: Kept by evidence that the appraisal accepts.
        settled: Kept by nothing the office can still do.
    """

    not_done: Decimal = _ZERO
    appraisal: Decimal = _ZERO
    settled: Decimal = _ZERO

    @property
    def keepable(self) -> Decimal:
        """*Còn giữ được đến hạn*: what is not done yet and what the appraisal may take."""
        return self.not_done + self.appraisal

    @property
    def at_risk(self) -> Decimal:
        """*Có thể mất*: the maximum less the expected points."""
        return self.keepable + self.settled

    def __add__(self, other: "Points") -> "Points":
        return Points(
            self.not_done + other.not_done, self.appraisal + other.appraisal, self.settled + other.settled
        )


def points_of(leaf: LeafRisk) -> Points:
    """The points of one criterion; none where it is unknown."""
    if leaf.expected_loss is None:
        return Points()
    verdict = leaf.judgement
    settled = leaf.expected_loss - verdict.not_done - verdict.appraisal
    return Points(verdict.not_done, verdict.appraisal, settled)


def part_of(leaf: LeafRisk, department: str) -> Points:
    """
    The part of one criterion that falls to *department* ("" is nobody).

    What is not done falls to who holds the open work; the rest evenly to the leads. The parts of all add
    up to the points of the criterion.
    """
    whole = points_of(leaf)
    held = leaf.holders.get(department)
    leads = leaf.owners or (NOBODY,)
    led = len(leads) if department in leads else 0
    return Points(
        whole.not_done * held.numerator / held.denominator if held else _ZERO,
        whole.appraisal / led if led else _ZERO,
        whole.settled / led if led else _ZERO,
    )


def total(assessment: Assessment, department: str | None = None) -> Points:
    """The points of all known criteria; with *department*, the part that falls to it."""
    parts = (
        points_of(leaf) if department is None else part_of(leaf, department) for leaf in assessment.known
    )
    return sum(parts, Points())


@dataclass(frozen=True, slots=True)
class Move:
    """How far one criterion moved what may be lost (more is positive), and why."""

    code: str
    points: Decimal
    why: str


def moves(before: Assessment, after: Assessment) -> tuple[Move, ...]:
    """Which criteria moved what may be lost between two days, most first; together exactly the difference of both sums."""
    was, now = ({leaf.code: leaf for leaf in one.leaves} for one in (before, after))
    found = [
        Move(code, _at_risk(now.get(code)) - _at_risk(was.get(code)), _why(was.get(code), now.get(code)))
        for code in dict.fromkeys([*now, *was])
    ]
    return tuple(sorted((move for move in found if move.points), key=lambda move: -abs(move.points)))


def _at_risk(leaf: LeafRisk | None) -> Decimal:
    return _ZERO if leaf is None else points_of(leaf).at_risk


def _why(was: LeafRisk | None, now: LeafRisk | None) -> str:
    if now is None or not now.is_known:
        return "không còn căn cứ"
    if was is None or not was.is_known:
        return "nay mới có căn cứ"
    if was.judgement.basis != now.judgement.basis:
        return f"nay theo {_BASES[now.judgement.basis]}, trước theo {_BASES[was.judgement.basis]}"
    measured = was.evidence.measure, now.evidence.measure
    left = [(one.required or 0) - (one.done or 0) if one else None for one in measured]
    if now.judgement.basis == "measured" and left[0] != left[1]:
        return f"còn {count(left[1])} mục, trước {count(left[0])}"
    jobs = [sum(not job["is_done"] for job in one.evidence.jobs) for one in (was, now)]
    if now.judgement.basis == "assignment" and jobs[0] != jobs[1]:
        return f"còn {count(jobs[1])} nhiệm vụ, trước {count(jobs[0])}"
    return "số liệu khác trước" if was.evidence.line != now.evidence.line else "còn ít ngày hơn"


def point_moves_words(reader: Reader, *, from_day: date, as_of: date) -> str:
    """Say what moved the points that may be lost since *from_day*, the three that moved most by name; empty where nothing did."""
    before, after = assess(reader, as_of=from_day), assess(reader, as_of=as_of)
    if before is None or after is None or before.year != after.year:
        return ""
    change, found = total(after).at_risk - total(before).at_risk, moves(before, after)
    if not found or abs(change) < _SMALL:
        return ""
    told = "; ".join(f"{move.code} {signed(move.points)} ({move.why})" for move in found[:3])
    word = "tăng" if change > 0 else "giảm"
    return f"Điểm có thể mất {word} {points(abs(change))} từ {day_month(from_day)}, nhiều nhất vì: {told}."


@remembered
def ledger(reader: Reader, *, as_of: date, use_haircut: bool = True) -> pd.DataFrame:
    """
    The points of the office and of every department, the one account that all pages and papers read.

    Returns:
        One row per department with a part or a lead, "" for nobody, and ``TOTAL`` (for readers of the whole
        office), with ``LEDGER_COLUMNS``: at_risk = keepable + settled, keepable = not_done + appraisal; departments
        add up to TOTAL. ``led`` counts the criteria it leads, ``led_at_risk`` are their points in full; ``known`` counts the criteria
        it has a part in that anything is known of.
    """
    found = assess(reader, as_of=as_of, use_haircut=use_haircut)
    if found is None:
        return pd.DataFrame(columns=list(LEDGER_COLUMNS))
    codes = {code for leaf in found.leaves for code in (*leaf.holders, *(leaf.owners or (NOBODY,)))}
    is_whole = reader.scope.is_whole_office
    seen = codes if is_whole else codes & set(reader.scope.departments)
    rows = [_row(found, code) for code in (*in_order(seen - {NOBODY}), *(seen & {NOBODY}))]
    rows += [_row(found, None)] if is_whole else []
    return pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))


def account(table: pd.DataFrame, department: str | None = None) -> dict[str, float]:
    """The row of `ledger` of *department*, the whole office's when None; zeros where it has none."""
    own = table[table["department_code"] == (department or TOTAL)]
    return {name: float(own[name].sum()) for name in LEDGER_COLUMNS[1:]}


def _row(found: Assessment, code: str | None) -> dict[str, Any]:
    own = total(found, code)
    led = [leaf for leaf in found.leaves if code is None or code in (leaf.owners or (NOBODY,))]
    return {
        "department_code": TOTAL if code is None else code,
        **{name: float(getattr(own, name)) for name in LEDGER_COLUMNS[1:6]},
        "led": len(led),
        "led_at_risk": float(_sum(points_of(leaf).at_risk for leaf in led)),
        "known": sum(
            leaf.is_known for leaf in found.leaves if code is None or code in (*leaf.holders, *leaf.owners)
        ),
    }


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, _ZERO)

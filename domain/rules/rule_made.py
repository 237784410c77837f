"""What was a wording understood as, and what does a value earn under it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from domain.clauses.rule_clauses import Clause
from domain.clauses.rule_events import Deduction, PerItem, PerPercent, RisingPercent
from domain.clauses.rule_spans import HUNDRED, ZERO
from domain.clauses.rule_words import Span, vi

Kind = Literal["ratio", "count", "fact", "choice", "deduction", "survey", "by_hand"]


@dataclass(frozen=True, slots=True)
class RuleReading:
    """
    What a wording was understood as.

    Attributes:
        kind: ``by_hand`` where anything was not understood.
        said: The rule in fixed words.
        unread: The clauses that were not understood, as worded.
        clauses: Of a ratio, a count, a fact or a choice, in the order written.
        digits: Rounded half-up to so many decimals because the wording says so; None: not rounded.
        counts: What the value counts where the wording says: "quá hạn", "chậm", "giảm"…; '' for what was done.
        when_nothing: What the wording says of "không phát sinh", in fixed words; '' where it says nothing.
        is_conflict: Every clause was understood, but together they cannot hold.
    """

    kind: Kind
    max_score: Fraction
    said: str
    unread: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    deduction: Deduction | None = None
    per_item: PerItem | None = None
    per_percent: PerPercent | RisingPercent | None = None
    digits: int | None = None
    counts: str = ""
    when_nothing: str = ""
    is_conflict: bool = False

    @property
    def is_read(self) -> bool:
        """Whether the rule can be applied as it was understood."""
        return self.kind != "by_hand"

    def points(self, value: Fraction) -> Fraction | None:
        """
        What *value* earns: a percent from 0 to 100, a count, or the number of a choice from 0.

        None where the wording leaves the value open or it cannot occur.
        """
        earned = self._earned(value)
        if earned is None:
            return None
        earned = min(max(earned, ZERO), self.max_score)
        return earned if self.digits is None else _rounded(earned, self.digits)

    def _earned(self, value: Fraction) -> Fraction | None:
        if value < 0 or (self.kind in ("ratio", "survey") and value > HUNDRED):
            return None
        if self.kind == "survey":
            return value / 100 * self.max_score
        if self.deduction is not None:
            return self.deduction.points(value, self.max_score)
        if self.per_item is not None:
            return self.per_item.points(value)
        if self.per_percent is not None:
            return self.per_percent.points(value, self.max_score)
        if self.kind in ("fact", "choice"):
            place = 1 - value if self.kind == "fact" else value
            return self.clauses[int(place)].points.constant if place in range(len(self.clauses)) else None
        held = [one for one in self.clauses if one.span is not None and one.span.holds(value)]
        return held[0].points.amount(value) if len(held) == 1 else None

    def test_values(self) -> list[Fraction]:
        """Values that show the rule: its bounds, just below and above them, a middle, the ends."""
        if self.kind == "by_hand":
            return []
        if self.kind in ("fact", "choice"):
            return [Fraction(place) for place in range(max(2, len(self.clauses)))]
        if self.deduction is not None:
            return sorted({Fraction(place) for place in range(5)} | self.deduction.turns(self.max_score))
        if self.per_item is not None:
            return sorted({Fraction(place) for place in range(5)} | self.per_item.turns())
        if self.per_percent is not None:
            return sorted(value for value in self.per_percent.shown() if 0 <= value <= HUNDRED)
        bounds = {
            b for one in self.clauses if one.span for b in (one.span.low, one.span.high) if b is not None
        }
        step = Fraction(1, 10) if self.kind == "ratio" else Fraction(1)
        near = {b + way * step for b in bounds for way in (-1, 0, 1)}
        top = HUNDRED if self.kind in ("ratio", "survey") else max(bounds, default=ZERO) + 1
        middles = {(a + b) / 2 for a, b in pairwise(sorted(bounds))} if self.kind == "ratio" else set()
        wanted = (
            near | middles | {ZERO, top} | ({Fraction(50)} if self.kind in ("ratio", "survey") else set())
        )
        return sorted(value for value in wanted if 0 <= value <= top)


def _rounded(points: Fraction, digits: int) -> Fraction:
    unit = 10**digits
    return Fraction(int(points * unit + Fraction(1, 2)), unit)


def by_hand(max_score: Fraction, unread: Sequence[str]) -> RuleReading:
    """The reading of a rule that only a person can apply, with what of it was not understood."""
    return RuleReading("by_hand", max_score, "Người chấm tự xác định điểm", tuple(unread))


def unsaid_values(reading: RuleReading) -> list[Fraction]:
    """Values of a ratio or a count that no clause speaks of."""
    if reading.kind not in ("ratio", "count") or reading.per_item or reading.per_percent:
        return []
    return [value for value in reading.test_values() if reading.points(value) is None]


def rule_said(reading: RuleReading) -> str:
    """The intervals of *reading* in fixed words, each with what it earns."""
    sign = "%" if reading.kind == "ratio" else ""
    parts = []
    for one in reading.clauses:
        if one.span is None:
            continue
        when = _span_words(one.span, sign)
        parts.append(f"{when}: {one.points.said}" if when else f"điểm = {one.points.said}")
    return "; ".join(parts)


def _span_words(span: Span, sign: str) -> str:
    if span.low is None and span.high is None:
        return ""
    if span.low is not None and span.low == span.high:
        return f"đúng {vi(span.low)}{sign}"
    low = "" if span.low is None else f"{'trên' if span.is_low_open else 'từ'} {vi(span.low)}{sign}"
    if span.high is None:
        return f"{low} trở lên" if not span.is_low_open else low
    if not low:
        return f"{'không quá' if span.is_high_closed else 'dưới'} {vi(span.high)}{sign}"
    return f"{low} đến {'' if span.is_high_closed else 'dưới '}{vi(span.high)}{sign}"

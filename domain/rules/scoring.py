"""How many points does one observation earn under one scoring rule? Exact, without database or clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

RuleType = Literal[
    "boolean", "step", "proportional", "capped_ratio", "ratio_with_floor",
    "deduction", "count", "survey", "bonus", "penalty",
]  # fmt: skip
NaPolicy = Literal["reduce_max", "full_marks", "zero"]
RULE_TYPES: tuple[str, ...] = get_args(RuleType)
RATIO_TYPES = frozenset({"step", "proportional", "capped_ratio", "ratio_with_floor"})
# Answers A to E of a survey sheet are worth 100, 60, 20, 0 and 0 percent (domain dossier §1.3).
ANSWER_PCT = (100, 60, 20, 0, 0)

_HUNDREDTH = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a rule: values from *low* to below *high* earn *points*.

    Attributes:
        low: Lower bound, inside the step unless *is_low_open*.
        high: Upper bound, outside the step unless *is_high_closed*; None for "trở lên"; equal to *low* for
            one value alone.
        slope: Points that each further unit of the value adds, counted from 0; *points* stand at 0 then.
    """

    low: Decimal
    high: Decimal | None
    points: Decimal
    is_low_open: bool = False
    is_high_closed: bool = False
    slope: Fraction = Fraction(0)

    def earns(self, value: Fraction) -> Decimal:
        """Points of *value*, which lies in the step."""
        return _decimal(Fraction(self.points) + self.slope * value) if self.slope else self.points

    def holds(self, value: Fraction) -> bool:
        """Tell whether *value* lies in the step."""
        if self.high is not None and self.high == self.low:
            return value == Fraction(self.low)
        above = value > Fraction(self.low) if self.is_low_open else value >= Fraction(self.low)
        if self.high is None or not above:
            return above
        return value <= Fraction(self.high) if self.is_high_closed else value < Fraction(self.high)


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One scoring rule as the decision words it.

    Attributes:
        floor_pct: Below it a ratio earns nothing.
        target_pct: From it on a ratio earns full marks.
        each_points: Points taken off (deduction, penalty) or given (bonus) per case.
        steps: Steps of percent (step) or of whole numbers (count), highest first.
        cap_points: The most a bonus or penalty may come to; None: no cap.
        is_rounded: Rounded half-up to two decimals because the rule says so.
    """

    type: RuleType
    floor_pct: Decimal | None = None
    target_pct: Decimal | None = None
    each_points: Decimal | None = None
    steps: tuple[Step, ...] = ()
    cap_points: Decimal | None = None
    is_rounded: bool = False
    na_policy: NaPolicy = "reduce_max"

    def with_policy(self, na_policy: NaPolicy) -> "Rule":
        """The same rule under another answer to "không phát sinh"."""
        return replace(self, na_policy=na_policy)


@dataclass(frozen=True, slots=True)
class Observation:
    """
    What was seen of one criterion; only the fields its rule type asks for are read.

    Attributes:
        done, required: The two counts of a ratio (b and a of the decision).
        value: A count of cases, or the percent of a survey index.
        is_met: Whether everything a boolean rule asks for is there.
        answers: Numbers of answers A, B, C, D, E of a survey.
        is_not_applicable: Không phát sinh. A ratio with nothing required is that too.
    """

    done: Decimal | None = None
    required: Decimal | None = None
    value: Decimal | None = None
    is_met: bool | None = None
    answers: tuple[int, ...] = ()
    is_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """
    The points earned and the maximum they are earned out of.

    Attributes:
        points: None when the observation does not say enough.
        max_score: 0 when the criterion leaves the denominator.
    """

    points: Decimal | None
    max_score: Decimal


def half_up(value: Decimal) -> Decimal:
    """
    Return *value* rounded half-up to two decimals.

    >>> half_up(Decimal("0.125")), half_up(Decimal("0.375"))
    (Decimal('0.13'), Decimal('0.38'))
    """
    return value.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def score(rule: Rule, max_score: Decimal, seen: Observation) -> Scored:
    """
    Return what *seen* earns under *rule* out of *max_score*.

    Never above *max_score* (bonus and penalty excepted, which stand outside the 100 points)
    and never below 0.
    """
    if seen.is_not_applicable or (rule.type in RATIO_TYPES and seen.required == 0):
        return not_applicable(rule.na_policy, max_score)
    earned = _EARN[rule.type](rule, max_score, seen)
    if earned is None:
        return Scored(None, max_score)
    points = half_up(earned) if rule.is_rounded else earned
    if rule.type in ("bonus", "penalty"):
        return Scored(points, _ZERO)
    return Scored(min(max(points, _ZERO), max_score), max_score)


def not_applicable(policy: NaPolicy, max_score: Decimal) -> Scored:
    """Return the score of a criterion for which nothing arose."""
    if policy == "reduce_max":
        return Scored(None, _ZERO)
    return Scored(max_score if policy == "full_marks" else _ZERO, max_score)


def _percent(seen: Observation) -> Fraction | None:
    if seen.done is None or seen.required is None:
        return None
    # A ratio above one hundred percent (more done than planned) is one hundred percent.
    return min(Fraction(100) * Fraction(seen.done) / Fraction(seen.required), Fraction(100))


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _boolean(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    return None if seen.is_met is None else (max_score if seen.is_met else _ZERO)


def _step(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    percent = _percent(seen)
    return None if percent is None else _points_of_step(rule.steps, percent)


def _points_of_step(steps: tuple[Step, ...], value: Fraction) -> Decimal:
    return next((step.earns(value) for step in steps if step.holds(value)), _ZERO)


def _ratio(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    percent = _percent(seen)
    if percent is None:
        return None
    target = Fraction(rule.target_pct if rule.target_pct is not None else 100)
    floor = Fraction(rule.floor_pct if rule.floor_pct is not None else 0)
    if percent >= target:
        return max_score
    if percent < floor:
        return _ZERO
    return _decimal(percent / target * Fraction(max_score))


def _deduction(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    if seen.value is None or rule.each_points is None:
        return None
    return max(_ZERO, max_score - seen.value * rule.each_points)


def _count(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    return None if seen.value is None else _points_of_step(rule.steps, Fraction(seen.value))


def _survey(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    if sum(seen.answers):
        weighted = sum(pct * n for pct, n in zip(ANSWER_PCT, seen.answers, strict=False))
        return _decimal(Fraction(weighted, 100 * sum(seen.answers)) * Fraction(max_score))
    if seen.value is None:
        return None
    return _decimal(min(Fraction(seen.value), Fraction(100)) / 100 * Fraction(max_score))


def _each(rule: Rule, max_score: Decimal, seen: Observation) -> Decimal | None:
    if seen.value is None or rule.each_points is None:
        return None
    points = seen.value * rule.each_points
    return points if rule.cap_points is None else min(points, rule.cap_points)


_EARN = {
    "boolean": _boolean,
    "step": _step,
    "proportional": _ratio,
    "capped_ratio": _ratio,
    "ratio_with_floor": _ratio,
    "deduction": _deduction,
    "count": _count,
    "survey": _survey,
    "bonus": _each,
    "penalty": _each,
}


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a rule: a gap or an overlap between its steps, or points that do not fit."""

    kind: Literal["gap", "overlap", "points"]
    message: str


def rule_problems(rule: Rule, max_score: Decimal | None) -> list[RuleFault]:
    """
    Return what is wrong with *rule*, in Vietnamese, nothing when it can be used.

    Steps must cover everything from 0 up without a gap and without an overlap. The highest step is
    held against *max_score* where that is known.
    """
    problems = list(_step_problems(rule)) if rule.type in ("step", "count") else []
    top = max((_most(step) for step in rule.steps), default=_ZERO)
    if rule.steps and max_score is not None and top != max_score:
        words = f"Bậc cao nhất cho {_vi(top)} điểm, khác điểm tối đa {_vi(max_score)}"
        problems.append(RuleFault("points", words))
    return [*problems, *(RuleFault("points", words) for words in _missing_parts(rule))]


def _most(step: Step) -> Decimal:
    """The most points of *step*, which ends at a hundred percent where it has no end."""
    return step.earns(Fraction(100 if step.high is None else step.high)) if step.slope else step.points


def _missing_parts(rule: Rule) -> list[str]:
    """What the formula of the rule needs and the decision does not say."""
    problems = []
    if rule.type == "capped_ratio" and not rule.target_pct:
        problems.append("Thiếu tỷ lệ đạt điểm tối đa")
    if rule.type == "ratio_with_floor" and (not rule.target_pct or rule.floor_pct is None):
        problems.append("Thiếu tỷ lệ đạt điểm tối đa hoặc tỷ lệ sàn")
    if rule.type in ("deduction", "bonus", "penalty") and not rule.each_points:
        problems.append("Thiếu số điểm cho mỗi trường hợp")
    if rule.floor_pct is not None and rule.target_pct is not None and rule.floor_pct > rule.target_pct:
        problems.append("Tỷ lệ sàn cao hơn tỷ lệ đạt điểm tối đa")
    return problems


def is_unambiguous(rule: Rule) -> bool:
    """Tell whether every value lies in exactly one step; a rule without steps always is."""
    return rule.type not in ("step", "count") or _is_seamless(rule)


@lru_cache(maxsize=1024)
def _is_seamless(rule: Rule) -> bool:
    return not any(fault.kind in ("gap", "overlap") for fault in _step_problems(rule))


def _step_problems(rule: Rule) -> Iterator[RuleFault]:
    if not rule.steps:
        yield RuleFault("points", "Không có bậc điểm nào")
        return
    rising = sorted(map(_in_whole_numbers if rule.type == "count" else _as_written, rule.steps), key=_start)
    if rising[0].low != 0 or rising[0].is_low_open:
        yield RuleFault("gap", f"Các bậc không bắt đầu từ 0 mà từ {_vi(rising[0].low)}")
    for lower, upper in pairwise(rising):
        yield from _seam_problems(lower, upper)
    last = rising[-1]
    is_whole = last.high is None or (rule.type == "step" and last.high == 100 and last.is_high_closed)
    if not is_whole:
        yield RuleFault("gap", f"Không có bậc cho giá trị từ {_vi(last.high)} trở lên")


def _as_written(step: Step) -> Step:
    """One value alone ends on itself."""
    return replace(step, is_high_closed=True) if step.high == step.low else step


def _in_whole_numbers(step: Step) -> Step:
    """Of counts "từ 1 đến 2" ends below 3."""
    low = step.low + 1 if step.is_low_open else step.low
    is_closed = step.is_high_closed or step.high == step.low
    high = step.high + 1 if step.high is not None and is_closed else step.high
    return Step(low, high, step.points)


def _start(step: Step) -> tuple[Decimal, bool]:
    return step.low, step.is_low_open


def _seam_problems(lower: Step, upper: Step) -> Iterator[RuleFault]:
    start, end = _vi(upper.low), _vi(lower.high)
    if lower.high is None:
        yield RuleFault("overlap", f"Bậc từ {_vi(lower.low)} trở lên chồng lên bậc từ {start}")
        return
    if upper.low < lower.high or (upper.low == lower.high and lower.is_high_closed > upper.is_low_open):
        yield RuleFault("overlap", f"Bậc từ {_vi(lower.low)} đến {end} chồng lên bậc từ {start}")
    elif upper.low > lower.high:
        yield RuleFault("gap", f"Hở giữa {end} và {start}")
    elif upper.is_low_open > lower.is_high_closed:
        yield RuleFault("gap", f"Giá trị đúng bằng {end} không thuộc bậc nào")
    if _most(lower) > _most(upper):
        yield RuleFault("points", f"Bậc từ {start} cho ít điểm hơn bậc dưới nó")


def _vi(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}".replace(".", ",")

"""Which scoring rule does the wording of a decision state?"""

import re
from dataclasses import replace
from decimal import Decimal

from domain.rules.scoring import NaPolicy, Rule, RuleFault, Step, rule_problems
from domain.wording.text import clean

_ZERO = Decimal(0)
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_POINTS = re.compile(rf"{_NUMBER}\s*điểm")
_BARE = re.compile(rf"{_NUMBER}\.?")
_FROM_TO = re.compile(rf"từ\s+{_NUMBER}\s*%\s*đến\s+dưới\s+{_NUMBER}\s*%", re.IGNORECASE)
_ABOVE_TO = re.compile(rf"trên\s+{_NUMBER}\s*%\s*đến\s+(dưới\s+)?{_NUMBER}\s*%", re.IGNORECASE)
_FROM_THROUGH = re.compile(rf"từ\s+{_NUMBER}\s*%?\s*đến\s+{_NUMBER}\s*%", re.IGNORECASE)
_ABOVE = re.compile(rf"trên\s+{_NUMBER}\s*%", re.IGNORECASE)
_FROM_UP = re.compile(rf"từ\s+{_NUMBER}\s*%\s*trở\s+lên", re.IGNORECASE)
_DOWN = re.compile(rf"từ\s+{_NUMBER}\s*%\s*trở\s+xuống", re.IGNORECASE)
# "(a: số phải làm; b: số đã làm)" explains the ratio and is no condition.
_TERMS = re.compile(r"\(\s*a\s*:[^()]*\)")
_BELOW = re.compile(rf"dưới\s+{_NUMBER}\s*%", re.IGNORECASE)
_ALL = re.compile(r"(?:^|[\s:])100\s*%\s*(?:[^:;%]*)?$")
_COUNT_UP = re.compile(r"^từ\s+(\d+)\s+[^%:]*trở\s+lên", re.IGNORECASE)
_COUNT_RANGE = re.compile(r"^từ\s+(\d+)\s+đến\s+(dưới\s+)?(\d+)\b[^%]*$", re.IGNORECASE)
_COUNT_BELOW = re.compile(r"^dưới\s+(\d+)\b[^%]*$", re.IGNORECASE)
_COUNT_ONE = re.compile(r"^(\d+)\b[^%]*$")
_EACH = re.compile(rf"mỗi[^;]*?trừ\s+{_NUMBER}\s*điểm", re.IGNORECASE)
_SURVEY = re.compile(r"điều tra xã hội học|chỉ số hài lòng", re.IGNORECASE)
_ROUNDED = re.compile(r"làm tròn", re.IGNORECASE)
_FULL_WHEN_NONE = re.compile(r"hoặc\s+không\s+có[^:]*:\s*" + _NUMBER + r"\s*điểm", re.IGNORECASE)
_ZERO_WHEN_NONE = re.compile(r"không phát sinh[^:;]*:\s*0\s*điểm", re.IGNORECASE)


def rule_of_text(text: str | None) -> Rule | None:
    """
    Return the rule that *text* states, or None when its wording is not one we know.

    A criterion without a rule is scored by hand; nothing is guessed.

        >>> rule_of_text("Đạt từ 80% trở lên: 1,00 điểm; dưới 80%: điểm = (tỷ lệ % × 1,00)/80%.").type
        'capped_ratio'
    """
    if not text:
        return None
    words = clean(text)
    rule = _survey(words) or _deduction(words) or _of_clauses(words)
    return None if rule is None else rule.with_policy(na_policy_of_text(words))


def na_policy_of_text(text: str) -> NaPolicy:
    """Return what the wording says of "không phát sinh"; leaving the denominator is the default."""
    if _FULL_WHEN_NONE.search(text):
        return "full_marks"
    return "zero" if _ZERO_WHEN_NONE.search(text) else "reduce_max"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _survey(text: str) -> Rule | None:
    return Rule("survey") if _SURVEY.search(text) else None


def _deduction(text: str) -> Rule | None:
    found = _EACH.search(text)
    return Rule("deduction", each_points=_number(found[1])) if found else None


def _clauses(text: str) -> list[tuple[str, str]]:
    """Pairs of condition and points; a lead-in such as "Tỷ lệ …:" stays with the first condition."""
    pairs = []
    for clause in re.split(r";|\.\s+|\.$", _TERMS.sub("", text)):
        condition, colon, result = clause.rpartition(":")
        if colon and ("điểm" in result or _is_formula(result) or _BARE.fullmatch(result.strip())):
            pairs.append((condition.strip(), result.strip()))
    return pairs


def _scored_clauses(text: str) -> list[tuple[str, str]]:
    return [pair for pair in _clauses(text) if "không phát sinh" not in pair[0].casefold()]


def _is_formula(result: str) -> bool:
    """Tell whether the points are to be computed: ``(tỷ lệ/85%) × 10``."""
    return any(sign in result for sign in "=×*/")


def _earned(result: str) -> Decimal | None:
    """The points that *result* gives outright; None for a formula."""
    found = None if _is_formula(result) else _POINTS.search(result) or _BARE.fullmatch(result.strip())
    return _number(found[1]) if found else None


def _of_clauses(text: str) -> Rule | None:
    clauses = _scored_clauses(text)
    is_ratio = any("%" in condition for condition, _ in clauses)
    if is_ratio:
        return _ratio_rule(clauses, is_rounded=bool(_ROUNDED.search(text)))
    return _count_rule(clauses) or _boolean_rule(clauses)


def _ratio_rule(clauses: list[tuple[str, str]], *, is_rounded: bool) -> Rule | None:
    if any(_is_formula(result) for _, result in clauses):
        return _formula_rule(clauses, is_rounded=is_rounded)
    steps = [step for step in map(_percent_step, clauses) if step is not None]
    if len(steps) != len(clauses):
        return None
    steps = _with_open_zero(steps)
    return Rule("step", steps=tuple(sorted(steps, key=lambda step: (-step.low, not step.is_low_open))))


def _formula_rule(clauses: list[tuple[str, str]], *, is_rounded: bool) -> Rule | None:
    if any(fault.kind != "points" for fault in _faults_of_conditions(clauses)):
        return None
    conditions = " ; ".join(condition for condition, _ in clauses)
    top, band = _FROM_UP.search(conditions), _FROM_TO.search(conditions)
    if top and band:
        return Rule(
            "ratio_with_floor", floor_pct=_number(band[1]), target_pct=_number(top[1]), is_rounded=is_rounded
        )
    if top:
        return Rule("capped_ratio", target_pct=_number(top[1]), is_rounded=is_rounded)
    if band and _number(band[2]) == 100:
        return Rule("proportional", floor_pct=_number(band[1]), is_rounded=is_rounded)
    return None


def faults_of_text(text: str | None, max_score: Decimal | None) -> list[RuleFault]:
    """
    Return the gaps and overlaps between the conditions of *text*, and points that do not fit *max_score*.

        >>> [fault.kind for fault in faults_of_text("Từ 90% trở lên: 1 điểm; dưới 80%: 0 điểm.", Decimal(1))]
        ['gap']
    """
    rule = rule_of_text(text)
    if rule is not None:
        return rule_problems(rule, max_score)
    return [
        fault for fault in _faults_of_conditions(_scored_clauses(clean(text or ""))) if fault.kind != "points"
    ]


def _faults_of_conditions(clauses: list[tuple[str, str]]) -> list[RuleFault]:
    """What is left open or said twice by conditions in percent, whatever they earn; nothing where one is not known."""
    spans = [_percent_span(condition, _ZERO) for condition, _ in clauses]
    known = tuple(_with_open_zero([span for span in spans if span is not None]))
    return rule_problems(Rule("step", steps=known), None) if known and len(known) == len(spans) else []


def _percent_step(clause: tuple[str, str]) -> Step | None:
    condition, result = clause
    earned = _earned(result)
    return None if earned is None else _percent_span(condition, earned)


def _percent_span(condition: str, earned: Decimal) -> Step | None:
    """The values that *condition* speaks of, None where its wording is not known."""
    if found := _FROM_TO.search(condition):
        return Step(_number(found[1]), _number(found[2]), earned)
    if found := _ABOVE_TO.search(condition):
        is_through = not found[2]
        return Step(_number(found[1]), _number(found[3]), earned, is_low_open=True, is_high_closed=is_through)
    if found := _FROM_THROUGH.search(condition):
        return Step(_number(found[1]), _number(found[2]), earned, is_high_closed=True)
    if found := _ABOVE.search(condition):
        return Step(_number(found[1]), None, earned, is_low_open=True)
    if found := _FROM_UP.search(condition):
        return Step(_number(found[1]), None, earned)
    if found := _DOWN.search(condition):
        return Step(_ZERO, _number(found[1]), earned, is_high_closed=True)
    if found := _BELOW.search(condition):
        return Step(Decimal(0), _number(found[1]), earned)
    if _ALL.search(condition):
        return Step(Decimal(100), None, earned)
    return Step(Decimal(0), Decimal(0), earned) if "không thực hiện" in condition.casefold() else None


def _with_open_zero(steps: list[Step]) -> list[Step]:
    """ "Không thực hiện" takes 0 % for itself: the lowest step then begins above it."""
    if not any(step.high == step.low for step in steps):
        return steps
    return [replace(s, is_low_open=True) if s.low == 0 and s.high != s.low else s for s in steps]


def _count_rule(clauses: list[tuple[str, str]]) -> Rule | None:
    if not clauses or not _COUNT_UP.search(clauses[0][0]):
        return None
    steps = [step for step in map(_count_step, clauses) if step is not None]
    return Rule("count", steps=tuple(steps)) if len(steps) == len(clauses) else None


def _count_step(clause: tuple[str, str]) -> Step | None:
    condition, result = clause
    earned = _earned(result)
    if earned is None:
        return None
    if found := _COUNT_UP.search(condition):
        return Step(Decimal(found[1]), None, earned)
    if found := _COUNT_RANGE.search(condition):
        return Step(Decimal(found[1]), Decimal(found[3]) + (0 if found[2] else 1), earned)
    if found := _COUNT_BELOW.search(condition):
        return Step(Decimal(0), Decimal(found[1]), earned)
    if found := _COUNT_ONE.search(condition):
        return Step(Decimal(found[1]), Decimal(found[1]) + 1, earned)
    return Step(Decimal(0), Decimal(1), earned) if condition.casefold().startswith("không có") else None


def _boolean_rule(clauses: list[tuple[str, str]]) -> Rule | None:
    earned = [points for _, result in clauses if (points := _earned(result)) is not None]
    is_boolean = len(earned) == len(clauses) == 2 and earned[1] == 0 < earned[0]
    return Rule("boolean") if is_boolean else None

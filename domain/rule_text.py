"""Which scoring rule does the wording of a decision state?"""

import re
from decimal import Decimal

from domain.scoring import NaPolicy, Rule, Step
from domain.text import clean

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_POINTS = re.compile(rf"{_NUMBER}\s*điểm")
_FROM_TO = re.compile(rf"từ\s+{_NUMBER}\s*%\s*đến\s+dưới\s+{_NUMBER}\s*%", re.IGNORECASE)
_FROM_UP = re.compile(rf"từ\s+{_NUMBER}\s*%\s*trở\s+lên", re.IGNORECASE)
_BELOW = re.compile(rf"dưới\s+{_NUMBER}\s*%", re.IGNORECASE)
_ALL = re.compile(r"(?:^|[\s:])100\s*%\s*(?:[^:;%]*)?$")
_COUNT_UP = re.compile(r"^từ\s+(\d+)\s+[^%:]*trở\s+lên", re.IGNORECASE)
_COUNT_RANGE = re.compile(r"^từ\s+(\d+)\s+đến\s+(\d+)$", re.IGNORECASE)
_COUNT_BELOW = re.compile(r"^dưới\s+(\d+)$", re.IGNORECASE)
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
    for clause in re.split(r";|\.\s+|\.$", text):
        condition, colon, result = clause.rpartition(":")
        if colon and ("điểm" in result or "=" in result):
            pairs.append((condition.strip(), result.strip()))
    return pairs


def _of_clauses(text: str) -> Rule | None:
    clauses = [pair for pair in _clauses(text) if "không phát sinh" not in pair[0].casefold()]
    is_ratio = any("%" in condition for condition, _ in clauses)
    if is_ratio:
        return _ratio_rule(clauses, is_rounded=bool(_ROUNDED.search(text)))
    return _count_rule(clauses) or _boolean_rule(clauses)


def _ratio_rule(clauses: list[tuple[str, str]], *, is_rounded: bool) -> Rule | None:
    if any("=" in result for _, result in clauses):
        return _formula_rule(clauses, is_rounded=is_rounded)
    steps = [step for step in map(_percent_step, clauses) if step is not None]
    if len(steps) != len(clauses):
        return None
    steps = _with_open_zero(steps)
    return Rule("step", steps=tuple(sorted(steps, key=lambda step: (-step.low, not step.is_low_open))))


def _formula_rule(clauses: list[tuple[str, str]], *, is_rounded: bool) -> Rule | None:
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


def _percent_step(clause: tuple[str, str]) -> Step | None:
    condition, result = clause
    points = _POINTS.search(result)
    if points is None:
        return None
    earned = _number(points[1])
    if found := _FROM_TO.search(condition):
        return Step(_number(found[1]), _number(found[2]), earned)
    if found := _FROM_UP.search(condition):
        return Step(_number(found[1]), None, earned)
    if found := _BELOW.search(condition):
        return Step(Decimal(0), _number(found[1]), earned)
    if _ALL.search(condition):
        return Step(Decimal(100), None, earned)
    return Step(Decimal(0), Decimal(0), earned) if "không thực hiện" in condition.casefold() else None


def _with_open_zero(steps: list[Step]) -> list[Step]:
    """ "Không thực hiện" takes 0 % for itself: the lowest step then begins above it."""
    if not any(step.high == step.low for step in steps):
        return steps
    return [
        Step(s.low, s.high, s.points, is_low_open=True) if s.low == 0 and s.high != s.low else s
        for s in steps
    ]


def _count_rule(clauses: list[tuple[str, str]]) -> Rule | None:
    if not clauses or not _COUNT_UP.search(clauses[0][0]):
        return None
    steps = [step for step in map(_count_step, clauses) if step is not None]
    return Rule("count", steps=tuple(steps)) if len(steps) == len(clauses) else None


def _count_step(clause: tuple[str, str]) -> Step | None:
    condition, result = clause
    points = _POINTS.search(result)
    if points is None:
        return None
    earned = _number(points[1])
    if found := _COUNT_UP.search(condition):
        return Step(Decimal(found[1]), None, earned)
    if found := _COUNT_RANGE.search(condition):
        return Step(Decimal(found[1]), Decimal(found[2]) + 1, earned)
    if found := _COUNT_BELOW.search(condition):
        return Step(Decimal(0), Decimal(found[1]), earned)
    if found := _COUNT_ONE.search(condition):
        return Step(Decimal(found[1]), Decimal(found[1]) + 1, earned)
    return Step(Decimal(0), Decimal(1), earned) if condition.casefold().startswith("không có") else None


def _boolean_rule(clauses: list[tuple[str, str]]) -> Rule | None:
    results = [_POINTS.search(result) for _, result in clauses]
    earned = [_number(found[1]) for found in results if found]
    is_boolean = len(earned) == len(clauses) == 2 and earned[1] == 0 < earned[0]
    return Rule("boolean") if is_boolean else None

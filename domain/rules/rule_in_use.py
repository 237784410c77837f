"""Under which rule are a criterion's points computed, given what its decision says of them?"""

from decimal import Decimal
from fractions import Fraction

from domain.clauses.rule_clauses import Clause
from domain.rules.rule_made import RuleReading
from domain.rules.rule_reading import read_rule
from domain.rules.rule_text import na_policy_of_text, rule_of_text
from domain.rules.scoring import Observation, Rule, Step, score
from domain.wording.text import clean

_TOLERANCE = Fraction(1, 10000)


def rule_in_use(text: str | None, max_score: Decimal | None) -> Rule | None:
    """
    The rule that *text* states, None where a person has to score: not understood, or a choice among states.

    A known form is taken only where it gives the points that the clauses give; a known form that
    disagrees with them was misread.

        >>> rule = rule_in_use("Từ 80% trở lên: 4,5 điểm; dưới 80%: (b/a) × 5", Decimal("4.5"))
        >>> score(rule, Decimal("4.5"), Observation(done=Decimal(1), required=Decimal(2))).points
        Decimal('2.5')
    """
    if not text or max_score is None:
        return None
    reading = read_rule(text, Fraction(max_score))
    if not reading.is_read:
        return None
    if reading.kind == "ratio" and reading.counts:
        return None  # what is measured is the share that was done, and not the one that was late
    known = rule_of_text(text)
    if known is not None and _agree(known, reading, max_score):
        return known
    own = _of_reading(reading)
    return None if own is None else own.with_policy(na_policy_of_text(clean(text)))


def _agree(rule: Rule, reading: RuleReading, max_score: Decimal) -> bool:
    return all(
        earned is not None and said is not None and abs(Fraction(earned) - said) <= _TOLERANCE
        for value in reading.test_values()
        for earned, said in [(_earned(rule, reading, max_score, value), reading.points(value))]
    )


def _earned(rule: Rule, reading: RuleReading, max_score: Decimal, value: Fraction) -> Decimal | None:
    number = Decimal(value.numerator) / Decimal(value.denominator)
    seen = Observation(value=number)
    if reading.kind == "ratio":
        seen = Observation(done=number, required=Decimal(100))
    elif reading.kind == "fact":
        seen = Observation(is_met=bool(value))
    elif reading.kind == "choice":
        return None
    return score(rule, max_score, seen).points


def _of_reading(reading: RuleReading) -> Rule | None:
    """The rule of *reading* in the terms of `domain.rules.scoring`; None where those cannot say it."""
    if reading.kind == "survey":
        return Rule("survey")
    if reading.kind == "fact":
        return Rule("boolean")
    if reading.deduction is not None:
        one = reading.deduction
        plain = one.per == 1 and one.cap is None and one.zero_from is None
        return Rule("deduction", each_points=_decimal(one.each)) if plain else None
    if reading.kind not in ("ratio", "count") or reading.per_item or reading.per_percent:
        return None
    if reading.digits not in (None, 2) or any(one.points.is_per_item for one in reading.clauses):
        return None
    steps = tuple(_step(one) for one in reading.clauses)
    highest_first = sorted(steps, key=lambda step: (-step.low, not step.is_low_open))
    return Rule(
        "step" if reading.kind == "ratio" else "count",
        steps=tuple(highest_first),
        is_rounded=reading.digits is not None,
    )


def _step(clause: Clause) -> Step:
    span = clause.span
    assert span is not None
    start = clause.points.amount(Fraction(0))
    return Step(
        low=_decimal(span.low or Fraction(0)),
        high=None if span.high is None else _decimal(span.high),
        points=_decimal(start),
        is_low_open=span.is_low_open,
        is_high_closed=span.is_high_closed and span.low != span.high,
        slope=clause.points.amount(Fraction(1)) - start,
    )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)

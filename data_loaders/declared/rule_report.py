"""What does the wording of one scoring rule say, shown back so that a person can check it?"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.rules.rule_made import RuleReading, unsaid_values
from domain.rules.rule_reading import read_rule

Number = int | float


def rule_report(text: str, max_score: Decimal, values: Sequence[Decimal] = ()) -> dict[str, Any]:
    """
    The reading of *text* as the command line prints it.

    Args:
        values: What to try: percents from 0 to 100, counts, choices by number from 0; bounds and ends where
            none are given.
    """
    reading = read_rule(text, Fraction(max_score))
    tried = [Fraction(value) for value in values] or reading.test_values()
    return {
        "read": reading.is_read,
        "kind": reading.kind,
        "said": reading.said,
        "unread": list(reading.unread),
        "points": [{"value": _number(value), "points": _points(reading, value)} for value in tried],
    }


def rule_sentences(text: str, max_score: Decimal) -> list[str]:
    """The same for a person: the rule in fixed words, then what is left open or was not understood."""
    reading = read_rule(text, Fraction(max_score))
    if not reading.is_read:
        return [f"Chưa hiểu: “{part}”" if part else "Chưa có quy tắc nào" for part in reading.unread]
    left_open = [f"{_shown(value)}" for value in unsaid_values(reading)]
    return [reading.said, *([f"Chưa nói đến: {', '.join(left_open)}"] if left_open else [])]


def _points(reading: RuleReading, value: Fraction) -> Number | None:
    points = reading.points(value) if reading.is_read else None
    return None if points is None else _number(points)


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)


def _shown(value: Fraction) -> str:
    return f"{float(value):g}".replace(".", ",")

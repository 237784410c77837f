"""Which rules of a set has the office confirmed as they are read?"""

import hashlib
from decimal import Decimal
from fractions import Fraction

from domain.rules.rule_reading import read_rule
from domain.sets.indicator_sets import Criterion
from domain.wording.text import clean
from store.builds.reader import Reader
from store.written.decided import rule_confirmation_rows

Confirmed = frozenset[tuple[str, str]]  # key of a rule and of the words it was read back in


def said_key(said: str) -> str:
    """What tells one reading from another by the words it was read back in: not their small and capital letters."""
    return said.casefold()


def rule_key(wording: str, max_score: Decimal) -> str:
    """
    What tells a rule from another: its wording and the maximum, however it is spaced and in whatever file.

    >>> rule_key("Có:  1 điểm", Decimal("1.00")) == rule_key("Có: 1 điểm", Decimal(1))
    True
    """
    words = " ".join(clean(wording).split())
    return hashlib.sha256(f"{Fraction(max_score)}|{words}".encode()).hexdigest()


def confirmed_readings(reader: Reader) -> Confirmed | None:
    """The confirmations in force; None where there is nobody who could have confirmed anything."""
    if reader.home is None:
        return None
    rows = [row for row in rule_confirmation_rows(reader.home) if row["ended_at"] is None]
    return frozenset((row["rule_key"], said_key(row["said"])) for row in rows)


def awaits_confirmation(criterion: Criterion, confirmed: Confirmed | None) -> bool:
    """Tell whether points of *criterion* come from a wording that nobody has confirmed as it is read."""
    if confirmed is None or criterion.rule is None or not criterion.rule_text or criterion.max_score is None:
        return False
    reading = read_rule(criterion.rule_text, Fraction(criterion.max_score))
    key = rule_key(criterion.rule_text, criterion.max_score)
    return reading.is_read and (key, said_key(reading.said)) not in confirmed

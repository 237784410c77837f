"""Does the wording of a scoring rule leave a value open, say it twice, give points that do not fit, or is it not understood?"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from data_loaders.values.typed import Table
from domain.rules.rule_made import RuleReading, unsaid_values
from domain.rules.rule_reading import read_rule
from domain.rules.rule_text import faults_of_text
from domain.rules.scoring import RuleFault

_SCORES = re.compile(r"\d|điểm", re.IGNORECASE)


def report_rule_faults(table: Table) -> None:
    """A remark at each clause of an indicator set whose rule has a fault."""
    if not table.has("rule_text"):
        return
    size = len(table.rows)
    maxima = table.values.get("max_score") or [None] * size
    for position, (text, top) in enumerate(zip(table.values["rule_text"], maxima, strict=True)):
        for code, words in _faults(text, top) if text else ():
            table.report(position, code, "rule_text", value=words)


def _faults(text: str, top: Decimal | None) -> Iterator[tuple[str, str]]:
    """Code and words of each fault; what the clauses themselves do not bear out is none."""
    reading = read_rule(text, Fraction(top)) if top is not None else None
    if reading is not None and not reading.is_read and not reading.is_conflict:
        if not _SCORES.search(text):
            return  # a note on the criterion, which gives no points
        yield from (("rule_by_hand", part) for part in reading.unread)
        return
    named = [
        fault for fault in faults_of_text(text, top) if reading is None or _is_borne_out(fault, reading, top)
    ]
    yield from ((f"rule_{fault.kind}", fault.message) for fault in named)
    if reading is not None and not reading.is_read and not named:
        yield from (("rule_by_hand", part) for part in reading.unread)


def _is_borne_out(fault: RuleFault, reading: RuleReading, top: Decimal | None) -> bool:
    if not reading.is_read:
        return True
    if fault.kind == "overlap":
        return False  # where two clauses say different points for one value, the reading is none
    if fault.kind == "gap":
        return bool(unsaid_values(reading))
    earned = [points for value in reading.test_values() if (points := reading.points(value)) is not None]
    return top is not None and max(earned, default=Fraction(top)) != Fraction(top)

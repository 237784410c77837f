"""Which rules of a set did the office confirm as they were read, who and when?"""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from desk.corrections import UnusableValueError
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from domain.rules.rule_made import RuleReading
from domain.rules.rule_reading import read_rule
from domain.wording.text import clean
from metrics.criteria.rule_confirmations import rule_key, said_key
from store.disk.home import Home
from store.written.application import now, rule_confirmation
from store.written.audit import recorded
from store.written.records import Row, add, change, listed


def confirm_rule(
    home: Home, viewer: Viewer, *, wording: str, max_score: Decimal, moment: datetime | None = None
) -> int:
    """
    Keep that the office confirms *wording* as it is read. Returns the number of the confirmation.

    Raises:
        NotAllowedError: The viewer may not set scores.
        UnusableValueError: The wording is not read: it is a person's to apply, and there is nothing to confirm.
    """
    viewer.require("set_score")
    reading = read_rule(wording, Fraction(max_score))
    if not reading.is_read:
        raise UnusableValueError(
            "Quy tắc này chưa đọc được nên không có gì để xác nhận", remedy="Người chấm tự xác định điểm."
        )
    key = rule_key(wording, max_score)
    known = confirmed_rules(home).get(key)
    if known is not None and _is_said_alike(known, reading):
        return int(known["id"])
    said = {"max_score": max_score, "wording": clean(wording), "said": reading.said}
    with recorded(home, viewer.account, "rule_confirmed", object_kind="rule", object_id=key[:12], after=said):
        return add(
            home, rule_confirmation, rule_key=key, person=viewer.account, made_at=moment or now(), **said
        )


def withdraw_confirmation(
    home: Home, viewer: Viewer, *, wording: str, max_score: Decimal, moment: datetime | None = None
) -> None:
    """
    Let the rule stand as not confirmed again.

    Raises:
        NotAllowedError: The viewer may not set scores.
        UnknownNameError: Nobody has confirmed it.
    """
    viewer.require("set_score")
    key = rule_key(wording, max_score)
    row = confirmed_rules(home).get(key)
    if row is None:
        raise UnknownNameError("Chưa ai xác nhận quy tắc này", where=clean(wording)[:60])
    with recorded(
        home, viewer.account, "rule_unconfirmed", before={"said": row["said"]}, object_kind="rule", object_id=key[:12],
    ):  # fmt: skip
        change(home, rule_confirmation, row["id"], ended_by=viewer.account, ended_at=moment or now())


def confirmed_rules(home: Home) -> dict[str, Row]:
    """The confirmation in force of each rule, by `rule_key`; the newest where there are several."""
    return {row["rule_key"]: row for row in listed(home, rule_confirmation) if row["ended_at"] is None}


def confirmation_of(known: dict[str, Row], wording: str, max_score: Decimal) -> Row | None:
    """The confirmation of a rule, None where it has none or where the wording is read another way by now."""
    row = known.get(rule_key(wording, max_score))
    return row if row and _is_said_alike(row, read_rule(wording, Fraction(max_score))) else None


def _is_said_alike(row: Row, reading: RuleReading) -> bool:
    """Tell whether *row* confirms *reading*."""
    return said_key(row["said"]) == said_key(reading.said)

"""How grave does one obligation stand before its limit?"""

from datetime import date
from typing import Literal

from domain.said.claim import Said, claim
from domain.wording.formats import is_known
from metrics.asking.rules import rule_in_force
from metrics.limits.campaigns import Campaign

Level = Literal["done", "on_course", "watch", "at_risk", "danger", "unknown", "not_applicable"]
_WITHOUT_DOUBT: dict[Said, Level] = {
    "unknown": "unknown", "not_applicable": "not_applicable", "reached": "done", "unread": "watch",
}  # fmt: skip


def deadline_level(
    *,
    required: int | None,
    done: int | None,
    chance: float | None,
    campaign: Campaign,
    as_of: date,
    today: date,
    unread: int = 0,
) -> Level:
    """
    Return the level of one obligation on *today*, by numbers up to the end of *as_of*.

    Nothing required does not apply; nothing known is unknown. Nothing left while *unread* rows
    stand is not done: it is to be watched. Something left after the last
    good day is the gravest. Without a forecast the rule names the level, for silence is not safety.
    """
    known = _WITHOUT_DOUBT.get(claim(required, done, unread).said)
    if known:
        return known
    if today > campaign.last_day:
        return "danger"
    rule = rule_in_force("deadline_levels", as_of)
    if not is_known(chance):
        return rule["without_forecast_last_day" if today == campaign.last_day else "without_forecast"]
    falling: tuple[Level, ...] = ("on_course", "watch", "at_risk")
    for level in falling:
        if chance >= rule[level]:
            return level
    return "danger"

"""How grave does one obligation stand before its limit?"""

from datetime import date
from typing import Literal

import pandas as pd

from metrics.asking.rules import rule_in_force
from metrics.limits.campaigns import Campaign

Level = Literal["done", "on_course", "watch", "at_risk", "danger", "unknown", "not_applicable"]


def deadline_level(
    *,
    required: int | None,
    done: int | None,
    chance: float | None,
    campaign: Campaign,
    as_of: date,
    today: date,
) -> Level:
    """
    Return the level of one obligation on *today*, by numbers up to the end of *as_of*.

    Nothing required does not apply; nothing known is unknown. Something left after the last
    good day is the gravest. Without a forecast the rule names the level, for silence is not safety.
    """
    if required is None or pd.isna(required):
        return "unknown"
    if required == 0:
        return "not_applicable"
    if done is None or pd.isna(done):
        return "unknown"
    if done >= required:
        return "done"
    if today > campaign.last_day:
        return "danger"
    rule = rule_in_force("deadline_levels", as_of)
    if chance is None or pd.isna(chance):
        return rule["without_forecast_last_day" if today == campaign.last_day else "without_forecast"]
    falling: tuple[Level, ...] = ("on_course", "watch", "at_risk")
    for level in falling:
        if chance >= rule[level]:
            return level
    return "danger"

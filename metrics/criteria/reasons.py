"""Why does a criterion stand where it stands? A fixed list of codes with the facts filled in."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from domain.program.places import CODES
from domain.wording.formats import count, day, points


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code of `data/codes/reasons.csv` and the sentence with its facts."""

    code: str
    text: str


@cache
def reason_words() -> dict[str, tuple[int, str]]:
    """Every reason code with its place in the order and its Vietnamese pattern."""
    with (CODES / "reasons.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: (int(row["order"]), row["text_vi"]) for row in csv.DictReader(file)}


def reason(code: str, **facts: Any) -> Reason:
    """
    Return the sentence of *code*; decimals are written as points, whole numbers as counts, dates as dates.

    >>> reason("lost_last_year", year=2022, lost=Decimal("0.5")).text
    'Năm 2022 bị trừ 0,50 điểm'
    """
    return Reason(
        code, reason_words()[code][1].format(**{name: _words(name, value) for name, value in facts.items()})
    )


def _words(name: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return points(value)
    if isinstance(value, int) and name != "year":
        return count(value)
    return day(value) if isinstance(value, date) else str(value)


def in_reading_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Each reason once, in the order of the list of codes."""
    return tuple(sorted(dict.fromkeys(reasons), key=lambda r: reason_words()[r.code][0]))

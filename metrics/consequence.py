"""Which facts bear on xếp loại and thi đua, and what might be considered? Never a decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from metrics.rules import rule_in_force
from metrics.state import TOTAL

MARK = "Gợi ý, không phải quyết định"
FACTS = ("unfinished", "repeat_criteria", "still_lost", "overdue_assignments", "open_shortfalls")
COLUMNS = ("department_code", *FACTS, "obligations_left", "suggestions", "mark")


def consequences(
    *,
    as_of: date,
    completion: pd.DataFrame,
    assignments: pd.DataFrame,
    shortfalls: pd.DataFrame,
    repeats: pd.DataFrame,
    passed: tuple[str, ...],
) -> pd.DataFrame:
    """
    Facts per department, and what `data/rules/consequence.toml` suggests to consider.

    Args:
        completion, assignments, shortfalls: The tables of those metrics.
        repeats: As `metrics.shortfall_links.repeat_losers` returns it.
        passed: Obligations whose limit is over on *as_of*; only these can count as unfinished.

    Source: thông báo khắc phục tồn tại, hạn chế, mục III.2.

    Returns:
        One row per department: the facts of ``FACTS`` (None where no source says), obligations_left
        (list), suggestions (list of Vietnamese sentences, never more than that), mark.
    """
    conditions = rule_in_force("consequence", as_of).get("condition", [])
    rows = []
    for code in dict.fromkeys(completion["department_code"]):
        if code == TOTAL:
            continue
        left = _left(completion, code, passed)
        facts = {
            "unfinished": None if left is None else len(left),
            **_of(
                repeats, code, {"repeat_criteria": "repeat_criteria", "still_lost": "still_lost"}, absent=0
            ),
            **_of(assignments, code, {"overdue_assignments": "overdue"}),
            **_of(shortfalls, code, {"open_shortfalls": "open"}),
        }
        said = suggestions(facts, conditions)
        rows.append(
            {
                "department_code": code,
                **facts,
                "obligations_left": left or [],
                "suggestions": said,
                "mark": MARK,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def suggestions(facts: Mapping[str, Any], conditions: list[Mapping[str, Any]]) -> list[str]:
    """
    What the conditions suggest; a fact that is unknown never suggests anything.

    >>> suggestions({"unfinished": 1}, [{"fact": "unfinished", "above": 0, "suggestion": "Cân nhắc"}])
    ['Cân nhắc']
    """
    found = []
    for condition in conditions:
        value = facts.get(condition["fact"])
        if value is not None and value > condition["above"]:
            found.append(condition["suggestion"])
    return found


def _left(completion: pd.DataFrame, code: str, passed: tuple[str, ...]) -> list[str] | None:
    own = completion[(completion["department_code"] == code) & completion["obligation"].isin(passed)]
    known = own.dropna(subset=["done", "required"])
    if known.empty:
        return None
    return list(known[known["done"] < known["required"]]["obligation"])


def _of(frame: pd.DataFrame, code: str, names: Mapping[str, str], absent: Any = None) -> dict[str, Any]:
    own = frame[frame["department_code"] == code]
    empty = absent if len(frame) else None
    return {fact: own[column].iloc[0] if len(own) else empty for fact, column in names.items()}

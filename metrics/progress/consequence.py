"""Which facts bear on xếp loại and thi đua, and what might be considered? Never a decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.counted.rule_shapes import FACTS_OF_A_UNIT
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL

MARK = "Gợi ý, không phải quyết định"
COLUMNS = ("department_code", *FACTS_OF_A_UNIT, "obligations_left", "suggestions", "mark")


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
        repeats: As `metrics.points.shortfall_links.repeat_losers` returns it.
        passed: Obligations whose limit is over on *as_of*; only these can count as unfinished.

    Source: thông báo khắc phục tồn tại, hạn chế, mục III.2.

    Returns:
        One row per department: the facts of ``FACTS_OF_A_UNIT`` (None where no source says), obligations_left
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
            **_of(repeats, code, ("repeat_criteria", "still_lost"), absent=0),
            "overdue_assignments": _of(assignments, code, ("overdue",))["overdue"],
            "open_shortfalls": _of(shortfalls, code, ("open",))["open"],
        }
        said = {"obligations_left": left or [], "suggestions": suggestions(facts, conditions), "mark": MARK}
        rows.append({"department_code": code, **facts, **said})
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
    """Obligations past their limit with something left; None where no source speaks of any, or rows are unread and nothing else is left."""
    own = [
        row
        for row in completion.to_dict("records")
        if row["department_code"] == code and row["obligation"] in passed
    ]
    known = [row for row in own if not pd.isna(row["done"]) and not pd.isna(row["required"])]
    left = [row["obligation"] for row in known if row["done"] < row["required"]]
    is_held = any(row["rate_pct"] != 100 and not row["not_applicable"] for row in known)
    return left if left or (known and not is_held) else None


def _of(frame: pd.DataFrame, code: str, names: tuple[str, ...], absent: Any = None) -> dict[str, Any]:
    """The values of one department; *absent* where the table has others but not it, None where it is empty."""
    own = next((row for row in frame.to_dict("records") if row["department_code"] == code), None)
    missing = absent if len(frame) else None
    return {name: own[name] if own else missing for name in names}

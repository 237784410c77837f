"""Which dated rule is in force on a day?"""

from datetime import date
from pathlib import Path
from typing import Any

from domain.agency.office import spoken
from domain.counted.checked import FaultyFileError, calendar_day, each, open_table, read_checked, table, text
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.errors import RuleNotFoundError
from domain.program.places import CODES, OFFICE_FILE, RULES, effective, kept, stamp

Rule = dict[str, Any]


# What every file of dated rules says, whatever else is in it.
_DATED = table({"rule": each(open_table({"in_force_from": calendar_day(), "authority": text()}), least=1)})


def rule_in_force(name: str, as_of: date, *, folder: Path = RULES) -> Rule:
    """
    The newest ``[[rule]]`` of ``data/rules/<name>.toml`` that is in force on day *as_of*.

    Before the first of them begins, the first one applies: a figure of an older day is asked for all the same.

    Raises:
        RuleNotFoundError: The file is missing or cannot be used.
    """
    rules = _spoken(folder / f"{name}.toml", stamp(folder / f"{name}.toml"))
    past = [rule for rule in rules if rule["in_force_from"] <= as_of]
    return max(past, key=_begins) if past else min(rules, key=_begins)


@kept(OFFICE_FILE, CODES / "departments.csv")
def _spoken(path: Path, _stamp: tuple[Any, ...]) -> tuple[Rule, ...]:
    """The rules of one file, with what stands in braces in the office's own words."""
    return tuple(_in_words(rule) for rule in _rules(path))


def _in_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_words(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_words(one) for one in value]
    return spoken(value) if isinstance(value, str) else value


def _begins(rule: Rule) -> date:
    return rule["in_force_from"]


def _rules(path: Path) -> tuple[Rule, ...]:
    """Every rule of one file, which says all that `domain.counted.rule_shapes` asks of it."""
    try:
        return tuple(read_checked(path, RULE_SHAPES.get(path.stem, _DATED), stamp(path))["rule"])
    except FaultyFileError as problem:
        if effective(path).exists():
            raise RuleNotFoundError(problem.what, where=problem.where, remedy=problem.remedy) from problem
        raise RuleNotFoundError(
            "Không có tệp quy tắc",
            where=f"tệp data/rules/{path.name}",
            remedy="Đưa lại tệp này từ bản cài đặt.",
        ) from problem

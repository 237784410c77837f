"""Which dated rule is in force on a day?"""

from datetime import date
from pathlib import Path
from typing import Any

from domain.checked import FaultyFileError, read_checked
from domain.errors import RuleNotFoundError
from domain.places import RULES
from domain.rule_shapes import RULE_SHAPES

Rule = dict[str, Any]


def rule_in_force(name: str, on: date, *, folder: Path = RULES) -> Rule:
    """
    The newest ``[[rule]]`` of ``data/rules/<name>.toml`` that is in force on day *on*.

    Raises:
        RuleNotFoundError: The file is missing or unreadable, or its first rule begins later.
    """
    past = [rule for rule in _rules(folder / f"{name}.toml") if rule["in_force_from"] <= on]
    if not past:
        raise RuleNotFoundError(
            f"Không có quy tắc nào có hiệu lực vào ngày {on:%d/%m/%Y}",
            where=f"tệp data/rules/{name}.toml",
            remedy="Bổ sung khối [[rule]] có in_force_from không muộn hơn ngày này.",
        )
    return max(past, key=lambda rule: rule["in_force_from"])


def _rules(path: Path) -> tuple[Rule, ...]:
    """Every rule of one file, which says all that `domain.rule_shapes` asks of it."""
    try:
        changed = path.stat().st_mtime_ns
        return tuple(read_checked(path, RULE_SHAPES[path.stem], changed)["rule"])
    except (OSError, KeyError, FaultyFileError) as problem:
        if isinstance(problem, FaultyFileError):
            raise RuleNotFoundError(problem.what, where=problem.where, remedy=problem.remedy) from problem
        raise RuleNotFoundError(
            "Không có tệp quy tắc",
            where=f"tệp data/rules/{path.name}",
            remedy="Đưa lại tệp này từ bản cài đặt.",
        ) from problem

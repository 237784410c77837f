"""Which dated rule is in force on a day?"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from domain.errors import RuleNotFoundError
from domain.places import RULES

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


@cache
def _rules(path: Path) -> tuple[Rule, ...]:
    """Every rule of one file; each must say from when and by which authority."""
    where = f"tệp data/rules/{path.name}"
    try:
        rules = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleNotFoundError(
            "Không đọc được tệp quy tắc",
            where=f"{where}: {error}",
            remedy="Sửa tệp theo đúng định dạng TOML.",
        ) from error
    for rule in rules:
        if not (isinstance(rule.get("in_force_from"), date) and rule.get("authority")):
            raise RuleNotFoundError(
                "Quy tắc thiếu ngày hiệu lực hoặc căn cứ",
                where=where,
                remedy="Ghi đủ in_force_from và authority trong từng khối [[rule]].",
            )
    return tuple(rules)

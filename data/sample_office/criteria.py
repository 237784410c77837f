"""Which criteria does the sample set have for 2022, and for 2023 after its amendment?"""

import csv
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from domain.program.places import INDICATOR_SETS

METHODS = {"self": "Tự chấm", "appraisal": "Thẩm định", "survey": "Điều tra xã hội học", "": ""}


@dataclass(frozen=True)
class Criterion:
    """One clause of the set."""

    code: str
    name: str
    max_score: Decimal
    method: str
    rule: str
    evidence: str

    @property
    def is_leaf(self) -> bool:
        """Scored clauses have a method, the ones above them have none."""
        return bool(self.method)


@cache
def set_of(year: int) -> tuple[Criterion, ...]:
    """The criteria in printed order: of the base set for 2022, as amended from 2023 on."""
    criteria = {c.code: c for c in (_criterion(row) for row in _rows("3078-2022/criteria.csv"))}
    if year >= 2023:
        for row in _rows("1219-2023/changes.csv"):
            if row["action"] == "remove":
                del criteria[row["code"]]
            else:
                criteria[row["code"]] = _criterion(row)
    ordered = sorted(criteria.values(), key=lambda c: [int(part) for part in c.code.split(".")])
    return tuple(_summed(c, ordered) for c in ordered)


def leaves(year: int) -> tuple[Criterion, ...]:
    """The scored criteria of the year."""
    return tuple(c for c in set_of(year) if c.is_leaf)


def amendment() -> list[tuple[str, Criterion, str]]:
    """The clauses of the amendment: what happens, the clause, the remark."""
    words = {"add": "Bổ sung", "change": "Sửa đổi", "remove": "Bãi bỏ"}
    old = {c.code: c for c in set_of(2022)}
    found = []
    for row in _rows("1219-2023/changes.csv"):
        clause = old[row["code"]] if row["action"] == "remove" else _criterion(row)
        found.append((words[row["action"]], clause, row["note"]))
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (INDICATOR_SETS / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _criterion(row: dict[str, str]) -> Criterion:
    points = Decimal((row["max_score"] or "0").replace(",", "."))
    return Criterion(
        row["code"], row["name"], points, row["method"] or "", row["rule_text"] or "", row["evidence"] or ""
    )


def _summed(criterion: Criterion, everything: list[Criterion]) -> Criterion:
    if criterion.is_leaf:
        return criterion
    under = [c.max_score for c in everything if c.is_leaf and c.code.startswith(criterion.code + ".")]
    return replace(criterion, max_score=sum(under, Decimal(0)))

"""What does a decision on the indicator set say, clause by clause, and which tree do its clauses make?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from domain.program.errors import DashboardError
from domain.rules.scoring import Rule
from domain.sets.outside_scale import Line, OutsideGroup, outside_groups
from domain.wording.text import fold

Action = Literal["add", "change", "remove"]
_DECISION = re.compile(r"(\d+)\s*/\s*([a-zđ0-9-]+)")
_ZERO = Decimal(0)


class IndicatorSetError(DashboardError):
    """An indicator set cannot be used; `where` names the clause."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One clause of a set: a field, a criterion or a sub-criterion; only leaves are scored.

    Attributes:
        code: As printed, ``1.10`` is not ``1.1``; with its parent's before it where codes begin anew.
        max_score: None where the sheet leaves it out (a parent then has the sum of its children).
        method: self, appraisal or survey; None above the leaves.
        rule: None when the wording is not one we know: scored by hand.
        measured_by: Name of the measure that feeds the leaf, None without one.
        unit: What a count or deduction rule counts, in words.
        printed_code: As the decision prints it, where its codes begin anew under each parent; None: as *code*.
        place: Where the clause stands, for messages.
    """

    code: str
    parent_code: str | None
    level: int
    name: str
    max_score: Decimal | None
    method: str | None = None
    rule: Rule | None = None
    measured_by: str | None = None
    rule_text: str = ""
    evidence: str = ""
    unit: str = ""
    printed_code: str | None = None
    place: str = ""

    @property
    def shown_code(self) -> str:
        """The code as the decision prints it, for lists in which its parent stands above it."""
        return self.printed_code or self.code


@dataclass(frozen=True, slots=True)
class Change:
    """One clause of an amendment; *criterion* holds the new wording, None for a removal."""

    action: Action
    code: str
    criterion: Criterion | None
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """
    One decision as it was issued: a base set with its criteria, or an amendment with its changes.

    Attributes:
        number: Such as ``3078/QĐ-UBND``.
        amends: Number of the decision it amends; None for a base set.
        is_sample: Shipped as "mẫu": assumed weights, not the official annex.
    """

    number: str
    title: str
    in_force_from: date | None
    amends: str | None = None
    is_sample: bool = False
    total: Decimal | None = None
    criteria: tuple[Criterion, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SetProblem:
    """
    What is wrong with a set, and where.

    Attributes:
        code: The clause.
        place: Its file or sheet row.
        value: What stands there that cannot be, such as ``2 ≠ 1 + 0,5``.
    """

    kind: str
    code: str
    place: str
    message: str
    value: str = ""


@dataclass(frozen=True)
class IndicatorSet:
    """
    The effective tree: a base set with the amendments that apply to it.

    Attributes:
        decision: Number of the decision that shaped it last.
        base: Number of the base decision.
        amended_by: Numbers of the amendments applied, oldest first.
    """

    decision: str
    base: str
    title: str
    is_sample: bool
    criteria: tuple[Criterion, ...]
    amended_by: tuple[str, ...] = ()
    problems: tuple[SetProblem, ...] = field(default=(), compare=False)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Criteria by their printed code."""
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def children(self) -> dict[str | None, tuple[Criterion, ...]]:
        """Criteria under each parent code; fields under None."""
        found: dict[str | None, list[Criterion]] = {}
        for criterion in self.criteria:
            found.setdefault(criterion.parent_code, []).append(criterion)
        return {code: tuple(under) for code, under in found.items()}

    @cached_property
    def outside(self) -> tuple[OutsideGroup, ...]:
        """The bonus and penalty groups, which stand outside the points."""
        return outside_groups(
            Line(c.code, c.parent_code, c.name, c.max_score, c.rule_text) for c in self.criteria
        )

    @cached_property
    def outside_codes(self) -> frozenset[str]:
        """The codes of those groups and of everything under them."""
        return frozenset(code for group in self.outside for code in group.codes)

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The scored criteria inside the points, in printed order."""
        return tuple(
            c for c in self.criteria if c.code not in self.children and c.code not in self.outside_codes
        )

    @cached_property
    def total(self) -> Decimal:
        """Points of all leaves."""
        return sum((leaf.max_score or _ZERO for leaf in self.leaves), _ZERO)

    def path(self, code: str) -> tuple[str, ...]:
        """*code* and the codes above it, up to its field."""
        found: list[str] = []
        step: str | None = code
        while step in self.by_code and step not in found:
            found.append(step)
            step = self.by_code[step].parent_code
        return tuple(found)

    def field_of(self, code: str) -> str:
        """Code of the field (lĩnh vực) that *code* lies in."""
        path = self.path(code)
        return path[-1] if path else code.split(".")[0]


def decision_key(number: str) -> str:
    """
    Return what identifies a decision however it is written.

    >>> decision_key("Quyết định số 3078/QĐ-UBND ngày 21/9/2022") == decision_key("3078/qđ-ubnd")
    True
    """
    found = _DECISION.search(number.casefold())
    return fold(f"{found[1]}/{found[2]}") if found else fold(number)


def as_issued(base: Decision) -> IndicatorSet:
    """The tree of a base set before any amendment."""
    return IndicatorSet(base.number, base.number, base.title, base.is_sample, with_sums(base.criteria))


def with_sums(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """A parent without printed points has the sum of its children."""
    given = tuple(criteria)
    if all(c.max_score is not None for c in given):
        return given
    under: dict[str | None, list[Criterion]] = {}
    for criterion in given:
        under.setdefault(criterion.parent_code, []).append(criterion)

    def points(criterion: Criterion, above: frozenset[str] = frozenset()) -> Decimal | None:
        if criterion.max_score is not None or criterion.code not in under or criterion.code in above:
            return criterion.max_score
        inside = above | {criterion.code}
        return sum((points(child, inside) or _ZERO for child in under[criterion.code]), _ZERO)

    return tuple(replace(c, max_score=points(c)) for c in given)


def problem_at(kind: str, clause: Criterion | Change, message: str, value: str = "") -> SetProblem:
    """A problem at the place of its clause."""
    return SetProblem(kind, clause.code, clause.place, message, value or clause.code)

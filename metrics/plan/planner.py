"""What is the cheapest work that wins a given number of points back by a day, and what if just this were done?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from domain.agency.working_calendar import WorkingCalendar
from domain.counted.obligations import MEASURED
from metrics.asking.rules import rule_in_force
from metrics.asking.state import in_order
from metrics.criteria.assessment import Assessment, LeafRisk, judged_again
from metrics.criteria.evidence import Judgement, points_at, points_with_more
from metrics.criteria.outcomes import EXACT, certain
from metrics.criteria.owners import doers_of
from metrics.points.index import Band, band
from metrics.points.ledger import points_of
from metrics.progress.what_is_left import what_is_left
from store.builds.reader import Reader

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

_ZERO = Decimal(0)
# One case more or less does not matter among so many; every step of the rule is kept.
_MOST_LEVELS = 400


@dataclass(frozen=True, slots=True)
class Pool:
    """
    Interchangeable items of one department that feed one criterion.

    Attributes:
        code: The criterion.
        kind: task_closure, work_file_complete, apology, shortfall, assignment or criterion.
        department: Who would do them; "" where nobody is assigned.
        items: How many are open.
        effort: Effort of one.
    """

    code: str
    kind: str
    department: str
    items: int
    effort: Decimal

    @property
    def key(self) -> str:
        """``7.2.3|task_closure|QLDT``: what scenarios store."""
        return f"{self.code}|{self.kind}|{self.department}"


@dataclass(frozen=True, slots=True)
class Goal:
    """
    One criterion that work can still move.

    Attributes:
        gains: Points won by doing 0, 1, 2, … items, whichever department does them; never falling.
        pools: Where the items are.
    """

    code: str
    name: str
    gains: tuple[Decimal, ...]
    pools: tuple[Pool, ...]

    @property
    def steps(self) -> tuple[tuple[int, Decimal], ...]:
        """The item counts at which points arrive, with all points won by then."""
        rising = [(n, g) for n, g in enumerate(self.gains) if n and g > self.gains[n - 1]]
        if len(rising) <= _MOST_LEVELS:
            return tuple(rising)
        kept = {round(place) for place in np.linspace(0, len(rising) - 1, _MOST_LEVELS)}
        jumps = sorted(
            range(len(rising)), key=lambda n: rising[n - 1][1] - rising[n][1] if n else -rising[0][1]
        )
        return tuple(step for n, step in enumerate(rising) if n in kept or n in jumps[:10])

    @property
    def first_step(self) -> int | None:
        """Items that bring nothing before the first points arrive; None where nothing ever does."""
        return self.steps[0][0] if self.steps else None


@dataclass(frozen=True, slots=True)
class Plan:
    """
    The cheapest set of work found.

    Attributes:
        chosen: Pool key to number of items.
        points: Points the chosen work wins back by the rules.
        effort: Its effort.
        is_reached: Whether *points* reach what was asked for; otherwise the plan is the best there is.
    """

    chosen: Mapping[str, int]
    points: Decimal
    effort: Decimal
    is_reached: bool
    asked: Decimal


@dataclass(frozen=True, slots=True)
class WhatIf:
    """
    The index if the selected work were done, beside the index as it stands.

    Attributes:
        recovered: Points won by the work itself, as a plan counts them: `points_secured` after less before.
        expected_gain: How far the expectation moves, which already counts on part of that work.
    """

    expected_now: Decimal
    expected: Decimal
    recovered: Decimal
    expected_gain: Decimal
    band_now: Band
    band: Band
    index_pct_now: Decimal | None
    index_pct: Decimal | None
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Work ticked in a scenario; a scenario stores exactly this and touches no data.

    Attributes:
        items: Pool key to number of items done.
        full_codes: Criteria taken as fully achieved, known or not.
    """

    items: Mapping[str, int] = field(default_factory=dict)
    full_codes: tuple[str, ...] = ()

    def as_choices(self) -> dict[str, Any]:
        """The form in which a scenario is stored."""
        return {"items": dict(self.items), "full_codes": list(self.full_codes)}

    @classmethod
    def of_choices(cls, choices: Mapping[str, Any]) -> "Selection":
        """
        The selection that a scenario stored.

        >>> Selection.of_choices(Selection({"a|b|c": 2}, ("8.2",)).as_choices()).full_codes
        ('8.2',)
        """
        items = {key: int(number) for key, number in choices.get("items", {}).items()}
        return cls(items, tuple(choices.get("full_codes", ())))


def goals(assessment: Assessment) -> tuple[Goal, ...]:
    """
    Every criterion that work can still move, with the points each further item wins.

    A measured criterion counts what its rule gives for the cases done (points arrive only at the
    steps of the rule); one judged by its jobs counts expected points; a self-scored one can be
    completed as a whole. What is announced, appraised, surveyed or measured for good is not listed.
    """
    efforts = rule_in_force("planner", assessment.as_of)["effort"]
    found = (_goal(leaf, assessment, efforts) for leaf in assessment.leaves)
    return tuple(goal for goal in found if goal is not None and goal.gains[-1] > 0)


def _goal(leaf: LeafRisk, assessment: Assessment, efforts: Mapping[str, Any]) -> Goal | None:
    basis = leaf.judgement.basis
    if basis == "measured" and leaf.evidence.measure and leaf.evidence.measure.kind == "recoverable":
        return _measured_goal(leaf, efforts)
    if basis == "assignment":
        return _jobs_goal(leaf, assessment, efforts)
    if basis in ("self", "last_year") and leaf.evidence.criterion.method != "survey":
        department = leaf.owners[0] if leaf.owners else ""
        pool = Pool(leaf.code, "criterion", department, 1, Decimal(str(efforts["criterion"])))
        return Goal(leaf.code, leaf.name, (_ZERO, leaf.expected_loss or _ZERO), (pool,))
    return None


def _measured_goal(leaf: LeafRisk, efforts: Mapping[str, Any]) -> Goal | None:
    measure = leaf.evidence.measure
    assert measure is not None
    done, required = measure.done or 0, measure.required or 0
    effort = Decimal(str(efforts[measure.name]))
    open_items = measure.open_items
    codes = [*in_order(code for code in open_items if code), *(code for code in open_items if not code)]
    pools = tuple(Pool(leaf.code, measure.name, code, open_items[code], effort) for code in codes)
    if not pools:
        return None
    earned = points_with_more(leaf.evidence, done, required)
    return Goal(leaf.code, leaf.name, tuple(points - earned[0] for points in earned), pools)


def _jobs_goal(leaf: LeafRisk, assessment: Assessment, efforts: Mapping[str, Any]) -> Goal | None:
    open_jobs = [job for job in leaf.evidence.jobs if not job["is_done"]]
    if not open_jobs:
        return None
    owners = [next(iter(doers_of(job, leaf.owners)), "") for job in open_jobs]
    effort = Decimal(str(efforts["assignment"]))
    pools = tuple(
        Pool(leaf.code, "assignment", code, len(list(own)), effort) for code, own in groupby(sorted(owners))
    )
    now = leaf.expected or _ZERO
    gains = [
        (_with_jobs_done(leaf, assessment, k).expected or _ZERO) - now for k in range(len(open_jobs) + 1)
    ]
    return Goal(leaf.code, leaf.name, tuple(accumulate(gains, max)), pools)


def _with_jobs_done(leaf: LeafRisk, assessment: Assessment, count: int) -> LeafRisk:
    """*leaf* with *count* more of its jobs done, the likeliest first: a cautious count of the gain."""
    waiting = sorted((j for j in leaf.evidence.jobs if not j["is_done"]), key=lambda j: j["status"])
    finished = {id(job) for job in waiting[:count]}
    jobs = tuple({**job, "is_done": 1} if id(job) in finished else job for job in leaf.evidence.jobs)
    return judged_again(leaf, assessment.rule, jobs=jobs)


def capacities(
    found: Iterable[Goal], *, as_of: date, by: date, per_day: Mapping[str, int] | int | None = None
) -> dict[str, int]:
    """
    How many items each department can do after *as_of* up to and including *by*.

    Args:
        per_day: Items a working day, for all or per department; the rule's number where it says nothing.
    """
    usual = int(rule_in_force("planner", as_of)["items_per_day"])
    days = WorkingCalendar.office().working_days_after(as_of, by)
    departments = {pool.department for goal in found for pool in goal.pools}
    if isinstance(per_day, int):
        return dict.fromkeys(departments, per_day * days)
    stated = per_day or {}
    return {code: int(stated.get(code, usual)) * days for code in departments}


def cheapest_plan(found: Sequence[Goal], *, points: Decimal, capacity: Mapping[str, int]) -> Plan:
    """
    Return the work of least effort that wins *points* back within *capacity* (items per department).

    Exact: a mixed-integer programme that chooses for each criterion at most one step of its rule and the
    items that reach it. Where the points cannot be reached, the plan with the most points, cheapest first.
    """
    model = _Model(tuple(goal for goal in found if goal.steps), capacity)
    solved = model.solve(at_least=points)
    if solved is None:
        most = model.most_points()
        solved = model.solve(at_least=most) or {}
    chosen = {key: number for key, number in solved.items() if number}
    won, effort = value_of(found, chosen)
    return Plan(chosen, won, effort, is_reached=won >= points, asked=points)


def value_of(found: Iterable[Goal], chosen: Mapping[str, int]) -> tuple[Decimal, Decimal]:
    """Points and effort of *chosen* (pool key to items), by the rules of the criteria."""
    won = effort = _ZERO
    for goal in found:
        done = sum(min(chosen.get(pool.key, 0), pool.items) for pool in goal.pools)
        won += goal.gains[min(done, len(goal.gains) - 1)]
        effort += sum((pool.effort * chosen.get(pool.key, 0) for pool in goal.pools), _ZERO)
    return won.quantize(EXACT), effort


class _Model:
    """The programme: one switch per step of a criterion, one whole number per pool."""

    def __init__(self, found: tuple[Goal, ...], capacity: Mapping[str, int]) -> None:
        self.pools = [pool for goal in found for pool in goal.pools]
        self.steps = [(place, n, gain) for place, goal in enumerate(found) for n, gain in goal.steps]
        self.size = len(self.pools) + len(self.steps)
        self.gain = np.zeros(self.size)
        self.gain[len(self.pools) :] = [float(gain) for _, _, gain in self.steps]
        self.effort = np.zeros(self.size)
        self.effort[: len(self.pools)] = [float(pool.effort) for pool in self.pools]
        self.rows = [*self._rules(found), *self._limits(capacity)]

    def _rules(self, found: tuple[Goal, ...]) -> "list[LinearConstraint]":
        """A step needs its items, and a criterion stands on one step at most."""
        from scipy.optimize import LinearConstraint  # costly to import: only who plans pays for the solver

        rows, first = [], 0
        for place, goal in enumerate(found):
            items, one = np.zeros(self.size), np.zeros(self.size)
            items[first : first + len(goal.pools)] = 1
            first += len(goal.pools)
            for number, (of, needed, _) in enumerate(self.steps):
                if of == place:
                    items[len(self.pools) + number] = -needed
                    one[len(self.pools) + number] = 1
            rows += [LinearConstraint(items, lb=0), LinearConstraint(one, ub=1)]
        return rows

    def _limits(self, capacity: Mapping[str, int]) -> "list[LinearConstraint]":
        from scipy.optimize import LinearConstraint

        rows = []
        for department, limit in capacity.items():
            own = np.array(
                [p.department == department for p in self.pools] + [False] * len(self.steps), dtype=float
            )
            rows.append(LinearConstraint(own, ub=limit))
        return rows

    def solve(self, *, at_least: Decimal) -> dict[str, int] | None:
        """The cheapest items worth *at_least* points; None when there are none."""
        if not self.size:
            return {} if at_least <= 0 else None
        from scipy.optimize import LinearConstraint

        # The solver works in binary: a hair less keeps a sum that is exactly enough.
        goal = LinearConstraint(self.gain, lb=float(at_least) - 1e-7)
        found = self._milp(self.effort, [*self.rows, goal])
        return None if found is None else {p.key: round(n) for p, n in zip(self.pools, found, strict=False)}

    def most_points(self) -> Decimal:
        """The most points that all capacity together can win."""
        if not self.size:
            return _ZERO
        found = self._milp(-self.gain, self.rows)
        if found is None:
            return _ZERO
        switches = found[len(self.pools) :]
        return sum((gain for (_, _, gain), on in zip(self.steps, switches, strict=True) if on > 0.5), _ZERO)

    def _milp(self, cost: np.ndarray, rows: "list[LinearConstraint]") -> np.ndarray | None:
        from scipy.optimize import Bounds, milp

        top = np.array([pool.items for pool in self.pools] + [1] * len(self.steps), dtype=float)
        # The stubs know scalar bounds only.
        limits = Bounds(np.zeros(self.size), top)  # pyright: ignore[reportArgumentType]
        found = milp(cost, constraints=rows, integrality=np.ones(self.size), bounds=limits)
        return found.x if found.success else None


def points_secured(assessment: Assessment) -> Decimal:
    """
    Points if the criteria were scored today: measured ones by their rule, nothing to come counted in.

    A plan starts here. The expected index lies higher, for it counts on part of the open work.
    """
    return sum((_secured(leaf) for leaf in assessment.known), _ZERO)


def _secured(leaf: LeafRisk) -> Decimal:
    measure = leaf.evidence.measure
    if leaf.judgement.basis == "measured" and measure is not None and measure.kind == "recoverable":
        return points_at(leaf.evidence, measure.done or 0, measure.required or 0)
    return leaf.expected or _ZERO


MARGINAL_COLUMNS = (
    "key", "code", "name", "kind", "department_code", "items", "effort", "next_item_points", "items_to_next_points",
    "next_points", "all_points", "remark",
)  # fmt: skip


def marginal_points(assessment: Assessment) -> pd.DataFrame:
    """
    What each further item is worth, for ticking.

    Returns:
        One row per pool: next_item_points (of one item more; 0 on a flat part of the rule),
        items_to_next_points, next_points (what then arrives), all_points (all items of the criterion),
        remark in Vietnamese where the part is flat.
    """
    rows = [
        {
            "key": pool.key, "code": goal.code, "name": goal.name, "kind": pool.kind,
            "department_code": pool.department, "items": pool.items, "effort": float(pool.effort),
            "next_item_points": float(goal.gains[1]), "items_to_next_points": goal.first_step,
            "next_points": float(goal.steps[0][1]), "all_points": float(goal.gains[-1]), "remark": _remark(goal),
        }
        for goal in goals(assessment)
        for pool in goal.pools
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(MARGINAL_COLUMNS))


def _remark(goal: Goal) -> str:
    first = goal.first_step or 0
    if first <= 1:
        return ""
    return f"{first - 1} việc đầu chưa thêm điểm, phải xong đủ {first} việc mới được điểm"


def points_per_item(assessment: Assessment) -> dict[tuple[str, ...], float]:
    """
    Points that one open item can still keep, for the list of what is left.

    What a criterion can still keep (`metrics.points.ledger`) is shared evenly by its open items. Keys are (department, obligation), the
    mean over the open items of all its criteria, and for jobs (department, obligation, code) with the code
    that the job names, which may stand above several criteria.
    """
    found: dict[tuple[str, ...], float] = {}
    sums: dict[tuple[str, ...], tuple[float, int]] = {}
    for goal in goals(assessment):
        leaf = assessment.leaf(goal.code)
        items = sum(pool.items for pool in goal.pools)
        share = float(points_of(leaf).not_done / items) if leaf and items else 0.0
        for pool in goal.pools:
            for obligation in MEASURED.get(pool.kind, ()):
                key = (pool.department, obligation)
                for code in _codes_of_jobs(leaf) if pool.kind == "assignment" else ():
                    found[*key, code] = found.get((*key, code), 0.0) + share
                points, counted = sums.get(key, (0.0, 0))
                sums[key] = (points + share * pool.items, counted + pool.items)
    return found | {key: points / items for key, (points, items) in sums.items() if items}


def _codes_of_jobs(leaf: LeafRisk | None) -> set[str]:
    return {job["code"] for job in leaf.evidence.jobs if not job["is_done"]} if leaf else set()


def plan_items(reader: Reader, plan: Plan, *, as_of: date) -> pd.DataFrame:
    """The rows of `what_is_left` that the plan takes first, with the pool ``key`` and the criterion ``code``."""
    left = what_is_left(reader, as_of=as_of)
    rows = left.to_dict("records")
    taken = [item for key, number in plan.chosen.items() for item in _items_of(rows, key, number)]
    return pd.DataFrame(taken, columns=[*left.columns, "key", "code"])


def _items_of(rows: Iterable[Mapping[Any, Any]], key: str, number: int) -> list[dict[Any, Any]]:
    code, kind, department = key.split("|")
    wanted = MEASURED.get(kind, ())
    found: dict[Any, dict[Any, Any]] = {}
    for row in rows:
        if row["department_code"] == department and row["obligation"] in wanted:
            found.setdefault(row["item_key"], {**row, "key": key, "code": code})
    return list(found.values())[:number]


def what_if(assessment: Assessment, selection: Selection) -> WhatIf:
    """
    The index if the selected work were done today; nothing stored is read or changed.

    A criterion of ``full_codes`` that nothing was known of becomes known: its points then count on both
    sides of the index.
    """
    chosen: dict[str, list[tuple[str, int]]] = {}
    for key, number in selection.items.items():
        code, kind, _ = key.split("|")
        chosen.setdefault(code, []).append((kind, number))
    leaves = tuple(
        _as_if(leaf, assessment, chosen.get(leaf.code, []), selection) for leaf in assessment.leaves
    )
    after = replace(assessment, leaves=leaves)
    return WhatIf(
        expected_now=assessment.expected,
        expected=after.expected,
        recovered=points_secured(after) - points_secured(assessment),
        expected_gain=after.expected - assessment.expected,
        band_now=band(assessment),
        band=band(after),
        index_pct_now=_pct(assessment),
        index_pct=_pct(after),
        assessment=after,
    )


def _as_if(
    leaf: LeafRisk, assessment: Assessment, chosen: list[tuple[str, int]], selection: Selection
) -> LeafRisk:
    kinds = {kind for kind, number in chosen if number}
    if leaf.code in selection.full_codes or "criterion" in kinds:
        # Supposed by hand: no measure speaks for it any more.
        full = Judgement("override", certain(leaf.max_score), leaf.judgement.reasons)
        return replace(leaf, judgement=full, level="safe")
    number = sum(number for _, number in chosen)
    if not number:
        return leaf
    if kinds == {"assignment"}:
        return _with_jobs_done(leaf, assessment, number)
    measure = leaf.evidence.measure
    if measure is None or measure.required is None:
        return leaf
    done = min((measure.done or 0) + number, measure.required)
    return judged_again(leaf, assessment.rule, measure=replace(measure, done=done))


def _pct(assessment: Assessment) -> Decimal | None:
    return assessment.expected * 100 / assessment.known_max if assessment.known_max else None

"""Will each department be at 100 % by the limit, and if not, when?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from domain.agency.working_calendar import WorkingCalendar
from domain.said.claim import Claim
from domain.wording.formats import NBSP, day, day_month
from metrics.asking.remembered import remembered
from metrics.asking.rules import Rule, rule_in_force
from metrics.asking.state import TOTAL, in_order
from metrics.limits.campaigns import UNIT_VI, Campaign, campaigns
from metrics.pace.throughput import UNASSIGNED, Throughput, throughput
from metrics.progress.completion import completion_rows
from store.builds.reader import Reader

NO_END_IN_SIGHT = "Với tốc độ này chưa thấy ngày xong"
COLUMNS = (
    "department_code", "campaign", "obligation", "remaining", "required_per_day", "pace_per_day", "p_on_time",
    "expected_date", "points_used", "points_needed",
)  # fmt: skip

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Unit:
    """
    What the simulation knows of one department and obligation.

    Attributes:
        code: Department code; empty for what belongs to nobody.
        required: Items required.
        remaining: Items not done.
        done: Items done on each day with a known throughput, oldest first.
        new: Items that came in on the same days.
    """

    code: str
    required: float
    remaining: float
    done: tuple[float, ...] = ()
    new: tuple[float, ...] = ()

    @property
    def points(self) -> int:
        """How many days of numbers there are."""
        return len(self.done)

    @property
    def pace(self) -> float | None:
        """Items done per working day over the days known; zeros count."""
        return sum(self.done) / len(self.done) if self.done else None


@dataclass(frozen=True)
class Simulation:
    """
    Many possible futures of one obligation.

    Attributes:
        codes: Departments in the order of the arrays.
        finish: departments × paths, working days until nothing is left (0: now, horizon + 1: not within it).
        done: departments × days × paths, items done in addition by the end of each coming working day.
        horizon: How many working days were simulated.
    """

    codes: tuple[str, ...]
    finish: Array
    done: Array
    horizon: int

    @cached_property
    def finish_all(self) -> Array:
        """Working days until every department has nothing left, per path."""
        return self.finish.max(axis=0) if self.codes else np.zeros(1, dtype=int)

    def days_to_finish(self, code: str) -> Array:
        """Working days until *code* (or TOTAL) has nothing left, per path."""
        return self.finish_all if code == TOTAL else self.finish[self.codes.index(code)]

    def done_by_day(self, code: str) -> Array:
        """days × paths: items that *code* (or TOTAL) will have done in addition."""
        return self.done.sum(axis=0) if code == TOTAL else self.done[self.codes.index(code)]

    def chance_within(self, code: str, working_days: int) -> float:
        """
        Share of futures in which *code* has nothing left within *working_days*.

        Never exactly 0 or 1: a simulation cannot know that much.
        """
        hits = int((self.days_to_finish(code) <= working_days).sum())
        return (hits + 0.5) / (len(self.days_to_finish(code)) + 1)

    def finish_range(self, code: str, *, coverage: float) -> tuple[int | None, int | None]:
        """The central range of the days to finish that holds *coverage*; None: beyond the horizon."""
        ordered = np.sort(self.days_to_finish(code))
        tail = (1 - coverage) / 2
        ends = (ordered[round(share * (len(ordered) - 1))] for share in (tail, 1 - tail))
        low, high = (None if end > self.horizon else int(end) for end in ends)
        return low, high

    def expected_days(self, code: str) -> int | None:
        """The median of the days to finish; None: beyond the horizon."""
        return self.finish_range(code, coverage=0)[0]

    def fan(self, code: str) -> pd.DataFrame:
        """
        Quantiles of the items done in addition.

        Returns:
            One row per coming working day (``ahead`` 1, 2, …): p10, p25, p50, p75, p90.
        """
        levels = (10, 25, 50, 75, 90)
        bands = np.percentile(self.done_by_day(code), levels, axis=1, method="closest_observation")
        frame = pd.DataFrame(bands.T, columns=[f"p{level}" for level in levels])
        frame.insert(0, "ahead", range(1, len(frame) + 1))
        return frame


def simulate(units: Sequence[Unit], rule: Rule) -> Simulation:
    """
    Simulate the coming working days of *units* by drawing again from the days they had.

    Each path gives every known day of a unit, and the days of all units scaled to its size
    (the pool, worth ``prior_days`` days), a random weight and draws from them by that weight:
    a Bayesian bootstrap with a pooled prior. With few own days the pool leads, with many
    the unit's own pace. The draws depend on how many days are known, never on what was
    done on them, so one item more done raises every path and lowers none; and never on the order
    of *units*. New items are drawn with the day they came in, so a growing scope is in it.
    """
    ordered = sorted((u for u in units if u.required > 0 or u.remaining > 0), key=lambda u: u.code)
    paths, horizon = int(rule["paths"]), int(rule["horizon_days"])
    pool = _pool(ordered)
    finish = np.zeros((len(ordered), paths), dtype=int)
    done = np.zeros((len(ordered), horizon, paths), dtype=np.float32)
    for place, unit in enumerate(ordered):
        if unit.remaining > 0:
            finish[place], done[place] = _futures(unit, pool, rule)
    return Simulation(tuple(u.code for u in ordered), finish, done, horizon)


def _pool(units: Sequence[Unit]) -> Array:
    """2 × days of all units: done and new as a share of what the unit has to do."""
    parts = [np.array([u.done, u.new]) / max(u.required, 1) for u in units if u.points]
    return np.concatenate(parts, axis=1) if parts else np.zeros((2, 0))


def _futures(unit: Unit, pool: Array, rule: Rule) -> tuple[Array, Array]:
    """Days to finish per path, and items done by day and path, never more than there are."""
    drawn, rounding = _draws(
        unit.points, pool.shape[1], float(rule["prior_days"]), int(rule["paths"]), int(rule["horizon_days"]),
        int(rule["seed"]),
    )  # fmt: skip
    own = np.array([unit.done, unit.new]).reshape(2, unit.points)
    past = np.concatenate([own, pool * max(unit.required, 1)], axis=1).astype(np.float32)
    # Shares of other units are fractions of an item; rounding at random keeps their mean.
    done = _added_up(past[0], drawn, rounding)
    scope: Array | np.float32 = np.float32(unit.remaining)
    if past[1].any():
        scope = _added_up(past[1], drawn, rounding[::-1]) + scope
    reached = done >= scope
    finish = np.where(reached.any(axis=0), reached.argmax(axis=0) + 1, len(reached) + 1)
    return finish, np.minimum(done, scope, out=done)


def _added_up(past: Array, drawn: Array, rounding: Array) -> Array:
    """Whole items by the end of each coming day of each path: the past days drawn, rounded and added up."""
    items = past.take(drawn)
    items += rounding
    np.floor(items, out=items)
    # Row by row, in place: several times faster than a cumulative sum over the first axis.
    for before, today in pairwise(items):
        today += before
    return items


@cache
def _draws(
    own: int, pooled: int, prior_days: float, paths: int, horizon: int, seed: int
) -> tuple[Array, Array]:
    """Which past day stands for each coming day of each path, and the fractions for rounding."""
    random = np.random.default_rng([seed, own, pooled])
    mass = np.concatenate([np.ones(own), np.full(pooled, prior_days / max(pooled, 1))])
    weights = random.standard_gamma(mass, size=(paths, own + pooled)) + 1e-12
    ends = (weights / weights.sum(axis=1, keepdims=True)).cumsum(axis=1)
    # One sorted search for all paths: path i lies between i and i + 1.
    offset = np.arange(paths)[:, None]
    asked = (random.random((paths, horizon)) + offset).ravel()
    place = np.searchsorted((ends + offset).ravel(), asked).reshape(paths, horizon)
    drawn = np.clip(place - offset * (own + pooled), 0, own + pooled - 1)
    # Days first, paths last: adding up along days then runs over long rows, several times faster.
    return np.ascontiguousarray(drawn.T), random.random((horizon, paths), dtype=np.float32)


@dataclass(frozen=True)
class Outlook:
    """
    The forecast of one obligation for every department.

    Attributes:
        required, done: Department code (and TOTAL) to counts on the day; done None: unknown.
        units: Department code (and TOTAL) to what the simulation knew.
        points_needed: Department code (and TOTAL) to the days of numbers needed.
        simulation: The futures; None without any day of numbers.
        history: What happened on which day.
        unread: Department code (and TOTAL) to rejected rows that stand.
    """

    obligation: str
    as_of: date
    required: Mapping[str, int]
    done: Mapping[str, int | None]
    units: Mapping[str, Unit]
    points_needed: Mapping[str, int]
    simulation: Simulation | None
    calendar: WorkingCalendar
    history: Throughput
    rule: Rule
    unread: Mapping[str, int] = field(default_factory=dict)

    def claim(self, code: str) -> Claim:
        """What may be said of *code*."""
        return Claim(self.required.get(code), self.done.get(code), self.unread.get(code, 0))

    def remaining(self, code: str) -> int | None:
        """Items of *code* not done; None where that is unknown."""
        done = self.done.get(code)
        return None if done is None else self.required[code] - done

    @property
    def once_share(self) -> float:
        """Share by which the departments' items add up to TOTAL: below 1 where an item has several leads."""
        added = sum(self.remaining(code) or 0 for code in self.required if code != TOTAL)
        return min(1.0, (self.remaining(TOTAL) or 0) / added) if added else 1.0

    def known_days(self, code: str, days: Sequence[date]) -> list[date]:
        """Those of *days* on which the throughput of *code* is known."""
        return self.history.known_days(
            code, days, dated_share_pct=self.rule["dated_share_pct"], as_of=self.as_of
        )

    def has_enough(self, code: str) -> bool:
        """Tell whether there are enough days of numbers to forecast *code*."""
        return self.simulation is not None and self.units[code].points >= self.points_needed[code]

    def chance_by(self, code: str, last_day: date) -> float | None:
        """
        Return the probability that *code* is at 100 % by the end of *last_day*.

        Nothing left is 1, unless rows are unread: then nobody knows. On the last day and after it something left is 0, because as-of is
        the end of the day. Otherwise None below the minimum of points.
        """
        left = self.remaining(code)
        if left is None or left == 0:
            return 1.0 if self.claim(code).is_reached else None
        if self.as_of >= last_day:
            return 0.0
        if self.simulation is None or not self.has_enough(code):
            return None
        return self.simulation.chance_within(code, self.calendar.working_days_after(self.as_of, last_day))

    def day_ahead(self, working_days: int | None) -> date | None:
        """The day that many working days after the as-of day; None for None."""
        return None if working_days is None else self.calendar.add_working_days(self.as_of, working_days)

    def expected_date(self, code: str) -> date | None:
        """The day on which *code* has nothing left in half of the futures; None: done, unknown or far away."""
        if not self.remaining(code) or self.simulation is None or not self.has_enough(code):
            return None
        return self.day_ahead(self.simulation.expected_days(code))

    def growth(self, code: str) -> float:
        """Items that came in per working day over the days known."""
        new = self.units[code].new
        return sum(new) / len(new) if new else 0.0

    @cached_property
    def _closed(self) -> Simulation | None:
        """The futures if nothing new came in from now on."""
        departments = [unit for code, unit in self.units.items() if code != TOTAL]
        closed = [replace(unit, new=(0.0,) * unit.points) for unit in departments]
        return simulate(closed, self.rule) if any(unit.points for unit in closed) else None

    def expected_date_without_new(self, code: str) -> date | None:
        """As `expected_date`, if nothing new came in from now on."""
        if not self.remaining(code) or self._closed is None or not self.has_enough(code):
            return None
        return self.day_ahead(self._closed.expected_days(code))

    def date_range(self, code: str, *, coverage: float = 0.8) -> tuple[date | None, date | None]:
        """The range of finishing days that holds *coverage* of the futures; an end of None is open."""
        if not self.remaining(code) or self.simulation is None or not self.has_enough(code):
            return None, None
        low, high = self.simulation.finish_range(code, coverage=coverage)
        return self.day_ahead(low), self.day_ahead(high)


def outlooks(reader: Reader, *, as_of: date, obligations: Sequence[str] | None = None) -> dict[str, Outlook]:
    """Return obligation to its forecast on *as_of*, for all obligations of the campaigns or those named."""
    asked = obligations or tuple(dict.fromkeys(name for c in campaigns() for name in c.obligations))
    rule, calendar = rule_in_force("forecast", as_of), WorkingCalendar.office()
    counts = completion_rows(reader, as_of=as_of, obligations=asked)
    days = _window(as_of, int(rule["window_days"]), calendar)
    history = throughput(reader, as_of=as_of, calendar=calendar, obligations=asked, unknown=_unknown(counts))
    return {
        name: _outlook(
            history[name], [row for row in counts if row["obligation"] == name], days, as_of, rule, calendar
        )
        for name in asked
    }


def _unknown(counts: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Obligation to the departments of which nobody knows what is done."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in counts:
        if row["done"] is None:
            found[row["obligation"]].add(row["department_code"])
    return found


def _window(as_of: date, count: int, calendar: WorkingCalendar) -> list[date]:
    """The last *count* working days up to *as_of*, oldest first."""
    last = as_of if calendar.is_working_day(as_of) else calendar.add_working_days(as_of, -1)
    return [calendar.add_working_days(last, -back) for back in range(count - 1, -1, -1)]


def _outlook(
    history: Throughput,
    counts: list[dict[Any, Any]],
    days: list[date],
    as_of: date,
    rule: Rule,
    calendar: WorkingCalendar,
) -> Outlook:
    known = [row for row in counts if row["required"]]
    required = {str(row["department_code"]): int(row["required"]) for row in known}
    done = {str(row["department_code"]): None if row["done"] is None else int(row["done"]) for row in known}
    units = {code: _unit(code, required[code], done[code], history, days, as_of, rule) for code in required}
    departments = [unit for code, unit in units.items() if code != TOTAL and done[code] is not None]
    whole = units.get(TOTAL)
    if whole is not None:
        departments += _unassigned(whole, departments, history, days, as_of, rule)
    pool_points = max((unit.points for unit in units.values()), default=0)
    is_pooled = pool_points >= rule["points_needed"]
    needed = {
        code: int(rule["points_needed_with_pool" if is_pooled and code != TOTAL else "points_needed"])
        for code in units
    }
    simulation = simulate(departments, rule) if any(unit.points for unit in departments) else None
    unread = {str(row["department_code"]): int(row["rows_unread"]) for row in known}
    return Outlook(
        history.obligation, as_of, required, done, units, needed, simulation, calendar, history, rule, unread
    )


def _unit(
    code: str,
    required: float,
    done: float | None,
    history: Throughput,
    days: list[date],
    as_of: date,
    rule: Rule,
) -> Unit:
    known = history.known_days(code, days, dated_share_pct=rule["dated_share_pct"], as_of=as_of)
    finished, entered = history.done.get(code, {}), history.new.get(code, {})
    return Unit(
        code=code,
        required=required,
        remaining=0 if done is None else required - done,
        # Reopened or taken away is no work undone in a day to come.
        done=tuple(max(finished.get(day, 0.0), 0.0) for day in known),
        new=tuple(max(entered.get(day, 0.0), 0.0) for day in known),
    )


def _unassigned(
    whole: Unit, departments: Sequence[Unit], history: Throughput, days: list[date], as_of: date, rule: Rule
) -> list[Unit]:
    """What TOTAL has beyond its departments: items that belong to nobody, and still have to be done."""
    required = whole.required - sum(unit.required for unit in departments)
    remaining = whole.remaining - sum(unit.remaining for unit in departments)
    if required <= 0 or remaining <= 0:
        return []
    return [_unit(UNASSIGNED, required, required - remaining, history, days, as_of, rule)]


@remembered
def forecast(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Forecast every department and obligation of every campaign as seen at the end of *as_of*.

    ``remaining`` is required − done of `completion`. A unit with nothing required has no row.
    Nothing left has chance 1, unless rejected rows stand: then it is unknown; from the last good day on, something left has 0; otherwise fewer
    days of numbers than needed give neither pace nor chance. TOTAL is on time when every
    department is. ``required_per_day`` is null when no working day is left.

    Returns:
        One row per department (and TOTAL), campaign and obligation with ``COLUMNS``.
    """
    seen = outlooks(reader, as_of=as_of)
    rows = [
        _row(seen[name], code, campaign)
        for campaign in campaigns()
        for name in campaign.obligations
        for code in (*in_order(set(seen[name].required) - {TOTAL}), *({TOTAL} & set(seen[name].required)))
        if department in (None, code)
    ]
    return _typed(pd.DataFrame(rows, columns=list(COLUMNS)))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = dict.fromkeys(("remaining", "points_used", "points_needed"), "Int64")
    real = dict.fromkeys(("required_per_day", "pace_per_day", "p_on_time"), "Float64")
    return frame.astype({**whole, **real, "expected_date": object})


def _row(outlook: Outlook, code: str, campaign: Campaign) -> dict[str, Any]:
    left, unit = outlook.remaining(code), outlook.units[code]
    days_left = outlook.calendar.working_days_after(outlook.as_of, campaign.last_day)
    on_time = outlook.chance_by(code, campaign.last_day)
    pace_per_day = unit.pace if outlook.has_enough(code) and left is not None else None
    return {
        "department_code": code,
        "campaign": campaign.id,
        "obligation": outlook.obligation,
        "remaining": left,
        "required_per_day": round(left / days_left, 2) if left is not None and days_left else None,
        "pace_per_day": None if pace_per_day is None else round(pace_per_day, 2),
        "p_on_time": None if on_time is None else round(on_time, 4),
        "expected_date": outlook.expected_date(code),
        "points_used": unit.points,
        "points_needed": outlook.points_needed[code],
    }


def no_row_words(obligation: str, *, is_known: bool) -> str:
    """Return what stands where `forecast` has no row for a department: nothing arose, or nobody knows."""
    if not is_known:
        return "Chưa có dữ liệu nên chưa dự báo"
    return f"Không phát sinh: không có {UNIT_VI[obligation]} nào phải làm"


def too_few_words(points_used: int, points_needed: int) -> str:
    """Return the sentence shown instead of a forecast with too little history, none at all included."""
    had = f"mới có {points_used} ngày" if points_used else "chưa có ngày nào"
    return f"Chưa đủ số liệu để dự báo: {had}, cần ít nhất {points_needed}"


def finish_words(row: Mapping[str, Any], campaign: Campaign, calendar: WorkingCalendar | None = None) -> str:
    """Return when it will be finished against the limit: early, on the day, or late by working days."""
    expected = row["expected_date"]
    if expected is None or pd.isna(expected):
        return "" if pd.isna(row["remaining"]) or row["remaining"] == 0 else NO_END_IN_SIGHT
    calendar = calendar or WorkingCalendar.office()
    told = day_month(expected) if expected.year == campaign.limit.year else day(expected)
    head = f"Với tốc độ này sẽ xong ngày{NBSP}{told}"
    if expected == campaign.last_day:
        return f"{head}, đúng ngày cuối"
    if expected < campaign.last_day:
        return f"{head}, sớm {calendar.working_days_after(expected, campaign.last_day)} ngày làm việc"
    return f"{head}, chậm {calendar.working_days_after(campaign.last_day, expected)} ngày làm việc"

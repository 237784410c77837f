"""The plan is the cheapest there is, respects the steps of the rules, and touches no data."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.criteria.assessment import assess
from metrics.plan.planner import (
    Goal,
    Plan,
    Pool,
    Selection,
    capacities,
    cheapest_plan,
    goals,
    marginal_points,
    plan_items,
    points_per_item,
    points_secured,
    value_of,
    what_if,
)
from metrics.points.index import band
from metrics.progress.what_is_left import what_is_left

AS_OF = date(2023, 11, 12)


def goal(code: str, gains: str, **pools: tuple[int, int]) -> Goal:
    """``goal("7.2.3", "0 0 0.5", QLDT=(2, 1))``: points by items done; items and effort per department."""
    made = tuple(
        Pool(code, "task_closure", name, items, Decimal(effort)) for name, (items, effort) in pools.items()
    )
    return Goal(code, code, tuple(map(Decimal, gains.split())), made)


def by_brute_force(found: list[Goal], points: Decimal, capacity: dict[str, int]) -> Decimal | None:
    """The least effort of any selection at all that wins *points*; None where none does."""
    pools = [pool for one in found for pool in one.pools]
    best = None
    for numbers in product(*(range(pool.items + 1) for pool in pools)):
        chosen = {pool.key: number for pool, number in zip(pools, numbers, strict=True)}
        used: dict[str, int] = {}
        for pool in pools:
            used[pool.department] = used.get(pool.department, 0) + chosen[pool.key]
        won, effort = value_of(found, chosen)
        is_possible = all(number <= capacity.get(code, 99) for code, number in used.items())
        if is_possible and won >= points and (best is None or effort < best):
            best = effort
    return best


@st.composite
def small_problems(draw):
    found = []
    for code in draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True)):
        pools = {name: (draw(st.integers(1, 3)), draw(st.integers(1, 4)))
                 for name in draw(st.lists(st.sampled_from(["QLDT", "VP"]), min_size=1, unique=True))}  # fmt: skip
        items = sum(number for number, _ in pools.values())
        steps = sorted(draw(st.lists(st.integers(0, 6), min_size=items, max_size=items)))
        found.append(goal(code, " ".join(["0", *(f"{n / 4:.2f}" for n in steps)]), **pools))
    capacity = {name: draw(st.integers(0, 5)) for name in ("QLDT", "VP")}
    return found, Decimal(draw(st.integers(0, 14))) / 4, capacity


@settings(max_examples=80)
@given(small_problems())
def test_no_cheaper_plan_exists(problem):
    found, points, capacity = problem

    plan = cheapest_plan(found, points=points, capacity=capacity)

    best = by_brute_force(found, points, capacity)
    assert plan.is_reached == (best is not None)
    if best is not None:
        assert plan.effort == best
        assert plan.points >= points
    used: dict[str, int] = {}
    for key, number in plan.chosen.items():
        department = key.split("|")[2]
        used[department] = used.get(department, 0) + number
    assert all(number <= capacity[code] for code, number in used.items())


def test_points_arrive_only_at_the_step():
    found = [goal("7.2.3", "0 0 0 0.5", QLDT=(3, 1)), goal("1.5", "0 0.5", VP=(1, 4))]

    assert cheapest_plan(found, points=Decimal("0.5"), capacity={"QLDT": 3, "VP": 1}).chosen == {
        "7.2.3|task_closure|QLDT": 3
    }
    assert cheapest_plan(found, points=Decimal("0.5"), capacity={"QLDT": 2, "VP": 1}).chosen == {
        "1.5|task_closure|VP": 1
    }


def test_out_of_reach_gives_the_best_there_is_and_says_so():
    found = [goal("7.2.3", "0 0.25 0.5", QLDT=(2, 1))]

    plan = cheapest_plan(found, points=Decimal(3), capacity={"QLDT": 5})

    assert (plan.points, plan.is_reached, plan.asked) == (Decimal("0.5"), False, Decimal(3))


def test_nothing_to_do_is_an_empty_plan():
    assert cheapest_plan([], points=Decimal(0), capacity={}).is_reached
    assert not cheapest_plan([], points=Decimal(1), capacity={}).is_reached


def test_capacity_counts_working_days():
    found = [goal("7.2.3", "0 1", QLDT=(1, 1)), goal("1.5", "0 1", VP=(1, 1))]

    assert capacities(found, as_of=AS_OF, by=date(2023, 11, 16), per_day={"VP": 3}) == {"QLDT": 20, "VP": 12}
    assert capacities(found, as_of=AS_OF, by=date(2023, 11, 16), per_day=1) == {"QLDT": 4, "VP": 4}
    assert capacities(found, as_of=AS_OF, by=AS_OF) == {"QLDT": 0, "VP": 0}


@pytest.fixture
def year(reader, add_task, add):
    """70 of 100 tasks closed (7.2.3: 0 points; 80 give 0,50; all give 1), one criterion claimed by half."""
    for place in range(100):
        is_closed = place >= 30
        department = "QLDT" if place < 20 else "VP"
        add_task(department_code=department, is_reported=is_closed, is_archived=is_closed,
                 assigned_date=date(2023, 10, 1), completed_date=date(2023, 11, 1))  # fmt: skip
    add("indicator_score", code="1.5", max_score="1.50", self_score="0.75", department_code="VP")
    return assess(reader, as_of=AS_OF)


def test_goals_hold_the_steps_of_the_rule(year):
    found = {one.code: one for one in goals(year)}

    assert found["7.2.3"].steps == ((10, Decimal("0.5")), (30, Decimal(1)))
    assert [(pool.department, pool.items) for pool in found["7.2.3"].pools] == [("VP", 10), ("QLDT", 20)]
    assert found["1.5"].steps == ((1, Decimal("0.75")),)


def plan_to_win(year, points: Decimal, *, by: date, per_day: int | None = None) -> Plan:
    """The cheapest work of today that wins *points*, as the page asks for it."""
    work = goals(year)
    return cheapest_plan(
        work, points=points, capacity=capacities(work, as_of=year.as_of, by=by, per_day=per_day)
    )


def test_a_plan_to_win_half_a_point(reader, year):
    plan = plan_to_win(year, Decimal("0.5"), by=date(2023, 11, 16))

    assert plan.is_reached and plan.points == Decimal("0.5")
    assert sum(plan.chosen.values()) == 10
    remarks = marginal_points(year).set_index("code")["remark"]
    assert "9 việc đầu chưa thêm điểm" in remarks.loc["7.2.3"].iloc[0]
    items = plan_items(reader, plan, as_of=AS_OF)
    assert len(items) == 10 and set(items["code"]) == {"7.2.3"}


def test_a_plan_to_win_more_than_a_point(year):
    plan = plan_to_win(year, Decimal("1.25"), by=date(2023, 11, 30))

    assert plan.asked == Decimal("1.25")
    assert plan.points >= Decimal("1.25")


def test_flat_parts_are_said(year):
    rows = marginal_points(year).set_index("key")

    assert rows.loc["7.2.3|task_closure|VP", "next_item_points"] == 0
    assert rows.loc["7.2.3|task_closure|VP", "items_to_next_points"] == 10
    assert "phải xong đủ 10 việc" in rows.loc["7.2.3|task_closure|VP", "remark"]
    assert rows.loc["1.5|criterion|VP", "remark"] == ""


def test_points_per_item_share_the_points_of_the_criterion(year):
    shares = points_per_item(year)

    each = float(year.leaf("7.2.3").judgement.not_done) / 30
    assert shares["VP", "task_reported"] == pytest.approx(each)
    assert shares["VP", "task_archived"] == pytest.approx(each)


def test_a_job_is_worth_what_its_own_criteria_win(warehouse, reader):
    """The job of 1.1 moves both criteria under it; that of 1.2 only its own."""
    warehouse.add("assignment", code="1.1", lead_codes=["VP"])
    warehouse.add("assignment", code="1.2", lead_codes=["VP"])
    year = assess(reader, as_of=AS_OF)
    won = {goal.code: float(goal.gains[-1]) for goal in goals(year)}

    shares = points_per_item(year)

    assert shares["VP", "assignment", "1.1"] == pytest.approx(won["1.1.1"] + won["1.1.2"])
    assert shares["VP", "assignment", "1.2"] == pytest.approx(won["1.2"])
    left = what_is_left(reader, as_of=AS_OF, points_per_item=shares)
    assert dict(zip(left["number"], left["points"], strict=True)) == {
        code: pytest.approx(shares["VP", "assignment", code]) for code in ("1.1", "1.2")
    }


def test_what_if_everything_were_done(year):
    selection = Selection({"7.2.3|task_closure|VP": 10, "7.2.3|task_closure|QLDT": 20, "1.5|criterion|VP": 1})

    result = what_if(year, selection)

    assert result.expected == Decimal("2.50")
    assert result.expected_gain == Decimal("2.50") - year.expected
    assert result.recovered == Decimal("2.50") - points_secured(year)
    assert result.band.p10 == result.band.p90 == 2.5
    assert result.index_pct == 100


@pytest.mark.parametrize("wanted", ["0.75", "1.00", "1.75"])
def test_a_plan_and_its_what_if_count_points_alike(year, wanted):
    plan = plan_to_win(year, Decimal(wanted), by=date(2023, 11, 30), per_day=100)

    assert what_if(year, Selection(dict(plan.chosen))).recovered == plan.points


def test_a_measured_criterion_supposed_full_wins_all_it_lacks(year):
    result = what_if(year, Selection(full_codes=("7.2.3",)))

    assert result.recovered == year.leaf("7.2.3").max_score


def test_what_if_an_unknown_criterion_were_full(year):
    result = what_if(year, Selection(full_codes=("8.2",)))

    assert result.recovered == Decimal("3.00")
    assert result.assessment.unknown_points == year.unknown_points - 3


def test_a_scenario_changes_nothing_of_what_it_started_from(warehouse, reader, year):
    tables = ("task", "indicator_score", "import_table")
    before = [warehouse.connection.execute(f"select * from core.{name}").fetchall() for name in tables]
    expected, spread = year.expected, band(year)

    what_if(year, Selection({"7.2.3|task_closure|VP": 10}, ("8.2",)))

    assert [
        warehouse.connection.execute(f"select * from core.{name}").fetchall() for name in tables
    ] == before
    assert (year.expected, band(year)) == (expected, spread)
    assert assess(reader, as_of=AS_OF).expected == expected


def test_ticking_more_never_lowers_the_index(year):
    results = [
        what_if(year, Selection({"7.2.3|task_closure|QLDT": number})).expected for number in range(0, 21, 4)
    ]

    assert results == sorted(results)

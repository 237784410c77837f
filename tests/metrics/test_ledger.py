"""Does every figure of points agree with every other, for every reader and every unit, on the samples of both offices?"""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from domain.agency.departments import scored_codes
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import Assessment, assess
from metrics.plan.calls import todays_calls
from metrics.plan.planner import (
    Selection,
    capacities,
    cheapest_plan,
    goals,
    points_per_item,
    points_secured,
    what_if,
)
from metrics.points.index import index, sources_of_uncertainty
from metrics.points.ledger import account, ledger, part_of, points_of, total
from metrics.points.risk import risk, risk_details
from metrics.points.risk_tables import heat_table
from metrics.points.shortfall_links import links_of, repeat_losers
from metrics.progress.what_is_left import what_is_left
from store.builds.reader import Reader

# Office to its newest day, the working day after it, and a working day by which a plan must be done.
DAYS = {
    "sample_home": (date(2023, 11, 12), date(2023, 11, 13), date(2023, 11, 16)),
    "second_home": (date(2025, 12, 5), date(2025, 12, 8), date(2025, 12, 12)),
}
near = partial(pytest.approx, abs=1e-6)


@pytest.fixture(scope="module")
def days(either_office):
    """Its newest day, the next working day, the last day of a plan."""
    return DAYS[either_office[0]]


def known(reader: Reader, day: date) -> Assessment:
    """The year as it is assessed on *day*."""
    found = assess(reader, as_of=day)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def year(reader_of, days):
    return known(reader_of(), days[0])


@pytest.fixture(scope="module")
def table(reader_of, days):
    return ledger(reader_of(), as_of=days[0])


def test_what_may_be_lost_is_what_can_be_kept_and_what_cannot(table):
    for row in table.to_dict("records"):
        assert row["at_risk"] == near(row["keepable"] + row["settled"])
        assert row["keepable"] == near(row["not_done"] + row["appraisal"])
        assert min(row[name] for name in ("at_risk", "keepable", "not_done", "appraisal", "settled")) >= 0


def test_units_add_up_to_the_office_and_the_office_to_its_index(reader_of, table, year, days):
    parts = table[table["department_code"] != TOTAL]
    whole, said = account(table), index(reader_of(), as_of=days[0]).iloc[0]

    for name in ("at_risk", "keepable", "not_done", "appraisal", "settled"):
        assert parts[name].sum() == near(whole[name])
    assert whole["at_risk"] == near(said["known_max"] - said["expected"])
    assert whole["at_risk"] == near(risk(reader_of(), as_of=days[0])["expected_loss"].sum())
    assert whole["appraisal"] == near(said["appraisal_points"])
    assert {one.name: float(one.points) for one in sources_of_uncertainty(year)} == {
        "missing_data": near(said["unknown_points"]),
        **{name: near(whole[name]) for name in ("not_done", "appraisal", "settled")},
    }


def test_the_parts_of_a_criterion_add_up_to_it(year):
    for leaf in year.known:
        codes = {*leaf.holders, *(leaf.owners or ("",))}
        assert float(sum(part_of(leaf, code).at_risk for code in codes)) == near(
            float(points_of(leaf).at_risk)
        )
        assert sum(leaf.holders.values()) == 1


def test_the_heat_table_holds_the_part_of_every_unit(table, year):
    heat = heat_table(year)
    sums = heat[heat["field_code"] == TOTAL].set_index("department_code")["expected_loss"].fillna(0)

    assert sums.to_dict() == {
        row["department_code"]: near(row["at_risk"]) for row in table.to_dict("records")
    }


def test_a_unit_reads_what_the_leadership_reads_of_it(reader_of, table, days):
    for code in scored_codes():
        own = reader_of(code)

        assert ledger(own, as_of=days[0]).to_dict("records") == [
            {
                **row,
                **{
                    name: near(row[name])
                    for name in ("at_risk", "keepable", "not_done", "appraisal", "settled")
                },
            }
            for row in table[table["department_code"] == code].to_dict("records")
        ]
        theirs, ours = (
            risk_details(known(one, days[0]), department=code).set_index("code") for one in (reader_of(), own)
        )
        assert list(theirs.index) == list(ours.index)
        for column in ("expected_loss", "keepable", "part"):
            assert ours[column].tolist() == near(theirs[column].tolist(), nan_ok=True)
        assert ours["owners"].tolist() == theirs["owners"].tolist()
        assert ours["part"].sum() == near(account(table, code)["at_risk"])


def test_who_loses_again_is_the_same_for_every_reader(reader_of, days):
    for code in scored_codes():
        found = [
            next(
                (
                    row
                    for row in repeat_losers(links_of(one, as_of=days[0])).to_dict("records")
                    if row["department_code"] == code
                ),
                None,
            )
            for one in (reader_of(), reader_of(code))
        ]

        assert found[0] == found[1]


def test_the_calls_speak_of_the_points_of_the_ledger(reader_of, table, days):
    calls = todays_calls(reader_of(), as_of=days[0], today=days[1])

    assert [call.points for call in calls] == [
        near(account(table, call.department_code)["keepable"]) for call in calls
    ]
    assert sum(call.points or 0 for call in calls) <= account(table)["keepable"] + 1e-9


def test_who_can_keep_most_is_called(reader_of, table, days):
    most = table[table["department_code"] != TOTAL].sort_values("keepable").iloc[-1]["department_code"]

    calls = todays_calls(reader_of(), as_of=days[0], today=days[1])

    assert calls[0].department_code == most
    assert calls == sorted(calls, key=lambda call: -(call.points or 0))


def test_what_work_can_bring_is_what_is_counted_on_and_what_can_be_kept(table, year):
    most = float(sum(goal.gains[-1] for goal in goals(year)))

    assert most == near(float(year.expected - points_secured(year)) + account(table)["keepable"])


def test_a_plan_and_the_expectation_differ_by_what_was_counted_on(year, days):
    work = goals(year)
    limits = capacities(work, as_of=days[0], by=days[2])
    plan = cheapest_plan(work, points=Decimal(1), capacity=limits)

    result = what_if(year, Selection(dict(plan.chosen)))

    counted = (year.expected - points_secured(year)) - (result.expected - points_secured(result.assessment))
    assert result.recovered - result.expected_gain == counted >= 0
    assert float(total(result.assessment).keepable) == near(
        float(total(year).keepable - result.expected_gain)
    )


def test_the_items_of_a_criterion_share_what_can_be_kept_of_it(reader_of, year, days):
    left = what_is_left(reader_of(), as_of=days[0], points_per_item=points_per_item(year))
    letters = left[left["obligation"] == "apology"]

    counting = [goal.code for goal in goals(year) if any(pool.kind == "apology" for pool in goal.pools)]
    whole = sum(float(points_of(year.leaf(code)).keepable) for code in counting)

    assert letters["points"].astype(float).sum() == near(whole)
    assert bool(counting) == bool(len(letters))


def test_after_the_plan_of_everything_nothing_more_can_be_kept_by_work(year):
    everything = {pool.key: pool.items for goal in goals(year) for pool in goal.pools}

    after = what_if(year, Selection(everything))

    assert float(total(after.assessment).keepable) == near(0)

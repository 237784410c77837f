"""The forecast: pure properties first, then what it says about a small warehouse."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.asking.rules import rule_in_force
from metrics.limits.campaigns import campaign_by_id
from metrics.pace.forecast import (
    COLUMNS,
    Unit,
    finish_words,
    forecast,
    no_row_words,
    outlooks,
    simulate,
    too_few_words,
)

RULE = rule_in_force("forecast", date(2023, 11, 12))
CAMPAIGN = campaign_by_id("2023-11-17")
AS_OF = date(2023, 11, 12)

counts = st.lists(st.integers(0, 9), min_size=1, max_size=6)
units = st.builds(
    lambda done, left, code: Unit(
        code, required=left + sum(done), remaining=left, done=tuple(done), new=(0,) * len(done)
    ),
    done=counts,
    left=st.integers(0, 60),
    code=st.sampled_from("ABCDEFGH"),
)
offices = st.lists(units, min_size=1, max_size=5, unique_by=lambda u: u.code)


@settings(max_examples=40)
@given(office=offices, days=st.integers(1, 20), data=st.data())
def test_more_done_never_lowers_anybodys_chance(office, days, data):
    place = data.draw(st.integers(0, len(office) - 1))
    on = data.draw(st.integers(0, office[place].points - 1))
    lucky = office[place]
    done = tuple(n + (day == on) for day, n in enumerate(lucky.done))
    better = [*office]
    better[place] = replace(lucky, done=done, remaining=max(lucky.remaining - 1, 0))

    before, after = simulate(office, RULE), simulate(better, RULE)

    for code in before.codes:
        if code in after.codes:
            assert after.chance_within(code, days) >= before.chance_within(code, days)


@settings(max_examples=25)
@given(office=offices, data=st.data())
def test_the_order_of_departments_changes_nothing(office, data):
    shuffled = data.draw(st.permutations(office))

    first, second = simulate(office, RULE), simulate(shuffled, RULE)

    assert first.codes == second.codes
    assert np.array_equal(first.finish, second.finish)
    assert np.array_equal(first.done, second.done)


@settings(max_examples=25)
@given(office=offices, days=st.integers(1, 20))
def test_the_whole_is_never_surer_than_its_least_sure_department(office, days):
    futures = simulate(office, RULE)

    if futures.codes:
        assert futures.chance_within("TOTAL", days) <= min(
            futures.chance_within(c, days) for c in futures.codes
        )


def test_zero_days_count():
    busy = Unit("A", required=40, remaining=20, done=(8, 8), new=(0, 0))
    idle = replace(busy, done=(8, 8, 0, 0), new=(0, 0, 0, 0))

    assert simulate([idle], RULE).expected_days("A") > simulate([busy], RULE).expected_days("A")


def test_a_growing_scope_takes_longer():
    still = Unit("A", required=60, remaining=30, done=(5, 6, 4), new=(0, 0, 0))
    growing = replace(still, new=(2, 3, 2))

    assert simulate([growing], RULE).expected_days("A") > simulate([still], RULE).expected_days("A")


def test_one_day_of_numbers_is_pulled_towards_the_other_departments():
    slow = [Unit(code, 100, 50, (1,) * 10, (0,) * 10) for code in "BCDE"]
    alone = Unit("A", 100, 40, (10,), (0,))

    with_others = simulate([alone, *slow], RULE).expected_days("A")

    assert with_others > simulate([alone], RULE).expected_days("A")


def test_eighty_percent_ranges_hold_in_four_of_five_campaigns():
    """200 simulated offices with known truth: overdispersed days, departments of every size and pace."""
    held, finished_in, total = 0, 0, 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        known_days = int(random.integers(1, 11))
        size = random.integers(10, 150, 8)
        mean = size * 0.04 * random.lognormal(0, 0.4, 8)
        days = random.poisson(random.gamma(mean[:, None] / 1.5, 1.5, (8, known_days + 60)))
        left = np.maximum(1, (mean * 5 * random.uniform(0.5, 1.8, 8)).astype(int))
        office = [
            Unit(
                f"D{i}",
                float(size[i]),
                10_000.0,
                tuple(map(float, days[i, :known_days])),
                (0.0,) * known_days,
            )
            for i in range(8)
        ]
        open_end = simulate(office, RULE)
        closing = simulate([replace(u, remaining=float(n)) for u, n in zip(office, left, strict=True)], RULE)
        for i, unit in enumerate(office):
            future = days[i, known_days:].cumsum()
            band = open_end.fan(unit.code).iloc[4]
            held += band["p10"] <= future[4] <= band["p90"]
            low, high = closing.finish_range(unit.code, coverage=0.8)
            truth = int((future >= left[i]).argmax()) + 1 if (future[:45] >= left[i]).any() else 46
            finished_in += (low or 46) <= truth <= (high or 46)
            total += 1

    assert 0.72 <= held / total <= 0.88
    assert 0.72 <= finished_in / total <= 0.88


@pytest.fixture
def busy_office(add_task):
    """QLDT archives two of its tasks on each working day from 06/11 to 10/11 and has six left; QHXD has all done."""
    for n in range(10):
        done_on = date(2023, 11, 6) + timedelta(days=n // 2)
        add_task(assigned_date=date(2023, 9, 1), completed_date=done_on, is_reported=True, reported_date=done_on,
                 is_archived=True, archived_date=done_on)  # fmt: skip
    for _ in range(6):
        add_task(assigned_date=date(2023, 9, 1), is_reported=False, is_archived=False)
    add_task(department_code="QHXD", assigned_date=date(2023, 9, 1), completed_date=date(2023, 11, 1),
             is_reported=True, reported_date=date(2023, 11, 1), is_archived=True, archived_date=date(2023, 11, 1))  # fmt: skip


def row(frame, department, obligation="task_archived"):
    chosen = frame[(frame["department_code"] == department) & (frame["obligation"] == obligation)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_remaining_need_and_pace_are_plain_arithmetic(busy_office, reader):
    found = row(forecast(reader, as_of=AS_OF), "QLDT")

    assert tuple(forecast(reader, as_of=AS_OF).columns) == COLUMNS
    assert (found["remaining"], found["required_per_day"], found["pace_per_day"]) == (6, 1.5, 1.0)
    assert (found["points_used"], found["points_needed"]) == (10, 1)
    assert 0.05 < found["p_on_time"] < 0.95
    assert found["expected_date"] > AS_OF


def test_a_department_with_nothing_left_is_certain(busy_office, reader):
    found = row(forecast(reader, as_of=AS_OF), "QHXD")

    assert (found["remaining"], found["p_on_time"], found["expected_date"]) == (0, 1, None)


def test_a_department_with_nothing_required_has_no_row(busy_office, reader):
    assert "TNMT" not in set(forecast(reader, as_of=AS_OF)["department_code"])


def test_on_the_last_good_day_something_left_is_lost(busy_office, reader):
    on_last = row(forecast(reader, as_of=date(2023, 11, 16)), "QLDT")
    long_after = row(forecast(reader, as_of=date(2024, 1, 5)), "QLDT")

    assert on_last["p_on_time"] == long_after["p_on_time"] == 0
    assert on_last[["required_per_day", "expected_date"]].isna().tolist() == [True, False]


def test_days_after_the_newest_export_are_unknown_not_idle(busy_office, reader):
    fresh, stale = forecast(reader, as_of=AS_OF), forecast(reader, as_of=date(2023, 11, 15))

    assert row(stale, "QLDT")["points_used"] == row(fresh, "QLDT")["points_used"] - 3


def test_no_history_gives_a_sentence_instead_of_a_number(add_task, reader):
    add_task(is_reported=True, is_archived=True)
    add_task(is_reported=False, is_archived=False)

    found = row(forecast(reader, as_of=AS_OF), "QLDT")

    assert found[["points_used", "points_needed"]].tolist() == [0, 3]
    assert found[["pace_per_day", "p_on_time"]].isna().all()
    assert too_few_words(*found[["points_used", "points_needed"]]) == (
        "Chưa đủ số liệu để dự báo: chưa có ngày nào, cần ít nhất 3"
    )


def test_one_point_gives_a_sentence_instead_of_a_number(warehouse, add_task, reader):
    """Two exports one working day apart, without dates in the rows."""
    shared = {"assigned_date": None, "is_reported": False}
    add_task(
        business_key="a",
        as_of_date=date(2023, 11, 9),
        is_archived=False,
        state_until=date(2023, 11, 10),
        **shared,
    )
    add_task(
        business_key="a",
        as_of_date=date(2023, 11, 10),
        state_from=date(2023, 11, 10),
        is_archived=True,
        **shared,
    )
    add_task(business_key="b", as_of_date=date(2023, 11, 9), is_archived=False, **shared)

    found = row(forecast(reader, as_of=AS_OF), "QLDT")

    assert (found["points_used"], found["points_needed"]) == (1, 3)
    assert found[["pace_per_day", "p_on_time"]].isna().all()
    assert (
        too_few_words(*found[["points_used", "points_needed"]])
        == "Chưa đủ số liệu để dự báo: mới có 1 ngày, cần ít nhất 3"
    )


def test_several_exports_give_the_history_that_rows_do_not(add_task, reader):
    """Four tasks, one more archived in each of three exports on 08/11, 09/11 and 10/11 after the first on 07/11."""
    for n in range(4):
        closed_on = date(2023, 11, 7 + n) if n else date(2023, 11, 30)
        for day in range(7, 11):
            on = date(2023, 11, day)
            add_task(business_key=f"t{n}", as_of_date=on, state_from=on, state_until=on + timedelta(1) if day < 10 else None,
                     is_archived=on >= closed_on)  # fmt: skip

    found = row(forecast(reader, as_of=date(2023, 11, 10)), "QLDT")

    assert (found["remaining"], found["points_used"], found["pace_per_day"]) == (1, 3, 1.0)
    assert 0.5 < found["p_on_time"] < 1


def test_total_is_as_of_completion_and_one_department_alone_can_be_asked_for(busy_office, reader):
    whole = forecast(reader, as_of=AS_OF)
    alone = forecast(reader, as_of=AS_OF, department="QLDT")

    assert row(whole, "TOTAL")["remaining"] == 6
    assert set(alone["department_code"]) == {"QLDT"}
    assert row(alone, "QLDT")["p_on_time"] == row(whole, "QLDT")["p_on_time"]


def test_an_empty_warehouse_has_no_rows(reader):
    assert forecast(reader, as_of=AS_OF).empty


def test_work_on_a_saturday_counts_for_the_friday_before(add_task, reader):
    add_task(assigned_date=date(2023, 9, 1), completed_date=date(2023, 11, 11), is_archived=True,
             archived_date=date(2023, 11, 11))  # fmt: skip
    add_task(assigned_date=date(2023, 9, 1), is_archived=False)

    assert row(forecast(reader, as_of=AS_OF), "QLDT")["pace_per_day"] == 0.1


def test_shortfalls_that_nobody_has_weigh_on_the_total(add_shortfall, reader):
    for day, status in ((8, "in_progress"), (9, "in_progress"), (10, "done")):
        on = date(2023, 11, day)
        until = date(2023, 11, day + 1) if day < 10 else None
        add_shortfall(
            business_key="1",
            as_of_date=on,
            state_from=on,
            state_until=until,
            status=status,
            department_code="VP",
        )
        add_shortfall(business_key="2", as_of_date=on, state_from=on, state_until=until, status="not_started")
    add_shortfall(
        business_key="3", as_of_date=date(2023, 11, 7), status="not_started", state_until=date(2023, 11, 8)
    )

    found = forecast(reader, as_of=date(2023, 11, 10))

    assert row(found, "VP", "shortfall")["p_on_time"] == 1
    assert row(found, "TOTAL", "shortfall")["remaining"] == 1
    assert row(found, "TOTAL", "shortfall")["p_on_time"] < 1


def test_the_finish_is_told_against_the_limit_in_working_days():
    base = {"expected_date": date(2023, 11, 23), "remaining": 5}

    assert finish_words(base, CAMPAIGN).endswith("chậm 5 ngày làm việc")
    assert finish_words({**base, "expected_date": date(2023, 11, 14)}, CAMPAIGN).endswith(
        "sớm 2 ngày làm việc"
    )
    assert finish_words({**base, "expected_date": date(2023, 11, 16)}, CAMPAIGN).endswith("đúng ngày cuối")
    assert finish_words({**base, "expected_date": None}, CAMPAIGN) == "Với tốc độ này chưa thấy ngày xong"


def test_no_row_means_nothing_arose_or_nobody_knows():
    assert no_row_words("apology", is_known=True) == "Không phát sinh: không có hồ sơ nào phải làm"
    assert no_row_words("apology", is_known=False) == "Chưa có dữ liệu nên chưa dự báo"


def test_the_expected_day_lies_in_its_own_range(busy_office, reader):
    outlook = outlooks(reader, as_of=AS_OF)["task_archived"]

    low, high = outlook.date_range("QLDT")

    assert low <= outlook.expected_date("QLDT") <= high


def test_a_register_newer_than_the_dossier_list_counts_its_days(add_dossier, add_apology, reader):
    """The dossier list ends on 31/10; the register of 10/11 tells the apologies made since."""
    listed = date(2023, 10, 31)
    for n in range(4):
        add_dossier(dossier_code=f"H{n}", as_of_date=listed, received_at=datetime(2023, 9, 1), status="finished",
                    promised_at=datetime(2023, 10, 2), finished_at=datetime(2023, 10, 9))  # fmt: skip
    for n in range(2):
        add_apology(dossier_code=f"H{n}", as_of_date=date(2023, 11, 10), apology_number=str(n), reason="Chậm phối hợp",
                    apology_date=date(2023, 11, 8 + n))  # fmt: skip

    found = row(forecast(reader, as_of=date(2023, 11, 10)), "QLDT", "apology")

    assert (found["remaining"], found["points_used"], found["pace_per_day"]) == (2, 10, 0.2)

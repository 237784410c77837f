"""At most five calls, what to say in them, and what became of a promise."""

from datetime import date, datetime

import pandas as pd
import pytest

from domain.agency.departments import scored_codes
from domain.agency.office import office
from metrics.pace.forecast import COLUMNS
from metrics.plan.calls import (
    calls_for_today,
    escalations,
    judged_promises,
    promise_record,
    promise_words,
    todays_calls,
)

AS_OF, TODAY = date(2023, 11, 12), date(2023, 11, 13)


def forecast_of(*rows):
    base = {"campaign": "2023-11-17", "obligation": "task_archived", "remaining": 10, "required_per_day": 2.5,
            "pace_per_day": 1.0, "p_on_time": 0.1, "expected_date": None, "points_used": 10, "points_needed": 1}  # fmt: skip
    return pd.DataFrame([{**base, **row} for row in rows], columns=list(COLUMNS))


def calls(*rows, **more):
    return calls_for_today(forecast_of(*rows), as_of=AS_OF, today=TODAY, **more)


def promise(**columns):
    return {"department_code": "QLDT", "campaign": "2023-11-17", "obligation": "task_archived", "items": [],
            "promised_date": date(2023, 11, 15), "state": "open", **columns}  # fmt: skip


def test_at_most_five_calls_the_most_points_first():
    rows = [{"department_code": code} for code in scored_codes()]
    points = {(code, "task_archived"): n / 100 for n, code in enumerate(scored_codes())}

    found = calls(*rows, points_per_item=points)

    assert [call.department_code for call in found] == list(reversed(scored_codes()))[:5]
    assert found[0].points == pytest.approx(0.9)
    assert found[0].worth.replace("\u00a0", " ") == "0,90 điểm"


def test_without_points_the_nearest_limit_and_the_most_late_come_first():
    found = calls(
        {"department_code": "QLDT", "remaining": 50},
        {"department_code": "VP", "remaining": 20},
        {"department_code": "TNMT", "campaign": "2023-11-14", "obligation": "shortfall", "remaining": 1},
    )

    assert [call.department_code for call in found] == ["TNMT", "QLDT", "VP"]
    assert found[0].points is None and found[0].worth == "chưa rõ điểm"


def test_points_that_two_obligations_win_together_count_once():
    found = calls(
        {"department_code": "QLDT", "obligation": "task_reported", "remaining": 24},
        {"department_code": "QLDT", "obligation": "task_archived", "remaining": 47},
        points_per_item={("QLDT", "task_reported"): 0.01, ("QLDT", "task_archived"): 0.01},
    )

    assert found[0].points == pytest.approx(0.47)


def test_what_two_limits_ask_for_is_told_once_under_the_nearer():
    found = calls(
        {"department_code": "QLDT", "campaign": "2023-11-17", "remaining": 4},
        {"department_code": "QLDT", "campaign": "2023-11-14", "remaining": 4},
        {"department_code": "QLDT", "obligation": "task_reported", "remaining": 2},
        {"department_code": "QLDT", "obligation": "apology", "remaining": 1},
    )

    assert [(item.obligation, item.campaign, item.left) for item in found[0].items] == [
        ("task_archived", "2023-11-14", 4), ("task_reported", "2023-11-17", 2), ("apology", "2023-11-17", 1),
    ]  # fmt: skip
    assert "yêu cầu khác" not in found[0].about


def test_todays_calls_need_nothing_but_the_reader(add_task, reader):
    for _ in range(8):
        add_task(assigned_date=date(2023, 9, 1), is_reported=False, is_archived=False, work_file_code=None)

    found = todays_calls(reader, as_of=AS_OF, today=TODAY, promises=[promise(department_code="VP")])

    assert [call.department_code for call in found] == ["QLDT"]


def test_one_call_speaks_of_everything_and_names_no_person():
    found = calls(
        {"department_code": "QLDT", "obligation": "work_file", "remaining": 36},
        {"department_code": "QLDT", "remaining": 47},
    )

    assert len(found) == 1
    assert found[0].who == "Trưởng phòng Quản lý Đầu tư"
    assert found[0].about.replace("\u00a0", " ") == "47 việc chưa lưu trữ, 36 việc chưa lập hồ sơ"
    assert "còn 4 ngày làm việc" in found[0].draft
    assert found[0].draft.endswith(
        f"Đề nghị đồng chí cho biết ngày nào xong và cần {office().short_name} hỗ trợ việc gì."
    )


def test_who_will_make_it_or_has_nothing_left_is_not_called():
    assert (
        calls({"department_code": "VP", "p_on_time": 0.97}, {"department_code": "QLDT", "remaining": 0}) == []
    )


def test_what_nobody_can_forecast_is_called_for():
    assert len(calls({"department_code": "VP", "p_on_time": None, "pace_per_day": None})) == 1


def test_leadership_and_the_total_are_not_called():
    assert calls({"department_code": "TOTAL"}, {"department_code": "LDB"}) == []


def test_a_promise_still_to_come_needs_no_call_and_a_broken_one_does():
    row = {"department_code": "QLDT"}

    assert calls(row, promises=[promise()]) == []
    again = calls(row, promises=[promise(state="broken", promised_date=date(2023, 11, 10))])
    assert again[0].promise.replace("\u00a0", " ") == "Hẹn xong ngày 10/11 · Chưa giữ hẹn"
    assert "Lần trước đơn vị hẹn xong" in again[0].draft


def test_after_the_limit_the_draft_says_so():
    late = calls_for_today(forecast_of({"department_code": "VP", "p_on_time": 0}), as_of=date(2023, 11, 19),
                           today=date(2023, 11, 20))  # fmt: skip

    assert "đã quá hạn 2 ngày làm việc" in late[0].draft


def judged(reader, as_of, **columns):
    return judged_promises(reader, [promise(**columns)], as_of=as_of)[0]["state"]


def test_a_promise_is_judged_by_its_own_day(add_task, reader):
    add_task(
        business_key="a", as_of_date=date(2023, 11, 13), state_until=date(2023, 11, 16), is_archived=False
    )
    add_task(business_key="a", as_of_date=date(2023, 11, 16), state_from=date(2023, 11, 16), is_archived=True)

    assert judged(reader, date(2023, 11, 14)) == "open"
    assert judged(reader, date(2023, 11, 15)) == "broken"
    assert judged(reader, date(2023, 11, 16)) == "broken"
    assert judged(reader, date(2023, 11, 16), promised_date=date(2023, 11, 16)) == "kept"
    assert judged(reader, date(2023, 11, 16), promised_date=date(2023, 11, 20)) == "kept"
    assert judged(reader, date(2023, 11, 16), state="withdrawn") == "withdrawn"


def test_a_promise_of_named_items_is_about_those_alone(add_task, reader):
    add_task(task_code="a", is_archived=True)
    add_task(task_code="b", is_archived=False)

    assert judged(reader, date(2023, 11, 15), items=["a"]) == "kept"
    assert judged(reader, date(2023, 11, 15), items=["a", "b"]) == "broken"


def test_without_numbers_a_promise_stays_open(reader):
    assert judged(reader, date(2023, 11, 20)) == "open"


def test_promises_kept_and_broken_are_counted_and_worded():
    rows = [
        promise(state="kept"),
        promise(state="broken"),
        promise(state="kept"),
        promise(department_code="VP"),
    ]

    assert promise_record(rows) == {"QLDT": (2, 1), "VP": (0, 0)}
    assert [promise_words(row).replace("\u00a0", " ") for row in rows[:2]] == [
        "Hẹn xong ngày 15/11 · Đã giữ hẹn",
        "Hẹn xong ngày 15/11 · Chưa giữ hẹn",
    ]


LEFT = pd.DataFrame([{"department_code": "QLDT", "obligation": "task_archived"}])
REMINDED = [
    {"department_code": "QLDT", "obligation": "task_archived", "prepared_at": datetime(2023, 11, 13, 7, 30)}
]


def test_it_goes_up_after_the_rules_working_hours_exactly():
    assert escalations(LEFT, REMINDED, [], now=datetime(2023, 11, 13, 16, 59)) == []

    found = escalations(LEFT, REMINDED, [], now=datetime(2023, 11, 13, 17, 0))

    assert (
        found[0]
        .words.replace("\u00a0", " ")
        .startswith("Chuyển Phó Trưởng ban: Phòng Quản lý Đầu tư, lưu trữ công việc")
    )


def test_nights_and_weekends_do_not_count():
    friday = [{**REMINDED[0], "prepared_at": datetime(2023, 11, 10, 16)}]

    assert escalations(LEFT, friday, [], now=datetime(2023, 11, 13, 14, 0)) == []


def test_a_standing_promise_stops_the_clock_and_a_broken_one_starts_it_again():
    now = datetime(2023, 11, 20, 17)

    assert escalations(LEFT, REMINDED, [promise(promised_date=date(2023, 11, 21))], now=now) == []
    broken = escalations(LEFT, REMINDED, [promise(state="broken", promised_date=date(2023, 11, 17))], now=now)
    assert broken[0].working_hours == 8


def test_what_is_done_does_not_go_up():
    assert escalations(LEFT[:0], REMINDED, [], now=datetime(2023, 11, 20)) == []

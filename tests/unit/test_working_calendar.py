"""What counts as a working day, and how limits are read."""

from datetime import date, datetime

import pytest

from domain.agency.working_calendar import WorkingCalendar, last_good_day

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        pytest.param(date(2023, 1, 20), False, id="Tết Quý Mão begins"),
        pytest.param(date(2023, 1, 26), False, id="Tết Quý Mão ends"),
        pytest.param(date(2023, 1, 27), True, id="first day after Tết"),
        pytest.param(date(2023, 5, 3), False, id="day off in lieu"),
        pytest.param(date(2023, 9, 4), False, id="day off in lieu of Saturday 02/09"),
        pytest.param(date(2024, 5, 4), True, id="make-up Saturday"),
        pytest.param(date(2024, 4, 29), False, id="swap day"),
        pytest.param(date(2023, 11, 11), False, id="plain Saturday"),
        pytest.param(date(2023, 11, 13), True, id="plain Monday"),
    ],
)
def test_the_public_calendar_of_vietnam(day, worked):
    assert CALENDAR.is_working_day(day) is worked


@pytest.mark.parametrize(("year", "worked"), [(2023, 249), (2024, 251)])
def test_working_days_of_a_whole_year(year, worked):
    assert len(CALENDAR.working_days(date(year, 1, 1), date(year, 12, 31))) == worked


def test_an_override_of_the_office_wins_over_the_public_calendar():
    calendar = WorkingCalendar(overrides={date(2023, 11, 11): "work", date(2023, 11, 14): "off"})

    assert calendar.working_days(date(2023, 11, 10), date(2023, 11, 14)) == [
        date(2023, 11, 10),
        date(2023, 11, 11),
        date(2023, 11, 13),
    ]


def test_before_the_17th_means_until_the_end_of_the_16th():
    last = last_good_day(date(2023, 11, 17), inclusive=False)

    assert last == date(2023, 11, 16)
    assert CALENDAR.working_days_after(date(2023, 11, 9), last) == 5
    assert (
        CALENDAR.working_days_after(date(2023, 11, 9), last_good_day(date(2023, 11, 17), inclusive=True)) == 6
    )


def test_a_limit_in_the_past_leaves_no_working_day():
    assert CALENDAR.working_days_after(date(2023, 11, 20), date(2023, 11, 16)) == 0


def test_adding_working_days_skips_the_weekend_and_can_go_back():
    assert CALENDAR.add_working_days(date(2023, 11, 10), 1) == date(2023, 11, 13)
    assert CALENDAR.add_working_days(date(2023, 11, 13), -1) == date(2023, 11, 10)


def test_office_hours_leave_out_lunch_nights_and_days_off():
    friday_afternoon, monday_morning = datetime(2023, 11, 10, 16), datetime(2023, 11, 13, 8, 30)

    assert CALENDAR.working_hours(friday_afternoon, monday_morning) == 2.0


def test_a_half_day_is_worked_in_the_morning_only():
    calendar = WorkingCalendar(overrides={date(2023, 11, 13): "half"})

    assert calendar.working_hours(datetime(2023, 11, 13), datetime(2023, 11, 13, 23)) == 4.5

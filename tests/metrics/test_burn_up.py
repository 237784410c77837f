"""The burn-up: the line of the past, the scope that moves, and the fan of what may come."""

from datetime import date, datetime, timedelta

import pytest

from metrics.pace.burn_up import (
    alternative_words,
    burn_up,
    burn_ups,
    days_to_draw,
    growth_words,
    subtitle_words,
    title_words,
    without_new_words,
)
from metrics.progress.completion import completion

AS_OF = date(2023, 11, 12)


@pytest.fixture
def climbing(add_task):
    """Twenty tasks of QLDT, one archived on each of the last ten working days, two assigned in November."""
    days = [date(2023, 10, 30) + timedelta(n) for n in range(14)]
    worked = [on for on in days if on.weekday() < 5]
    for n in range(20):
        done_on = worked[n] if n < len(worked) else None
        add_task(assigned_date=date(2023, 11, 7) if n >= 18 else date(2023, 9, 1), completed_date=done_on,
                 is_reported=done_on is not None, is_archived=done_on is not None, archived_date=done_on)  # fmt: skip


def test_the_line_ends_where_completion_stands(climbing, reader):
    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived", department="QLDT")
    counts = completion(reader, as_of=AS_OF, department="QLDT").set_index("obligation").loc["task_archived"]

    assert (chart.history["done"].iloc[-1], chart.history["scope"].iloc[-1]) == (
        counts["done"],
        counts["required"],
    )


def test_item_dates_inside_one_export_give_the_days(climbing, reader):
    history = burn_up(reader, as_of=AS_OF, obligation="task_archived").history.set_index("day")

    assert history.loc[date(2023, 10, 27), "done"] == 0
    assert history.loc[date(2023, 11, 1), "done"] == 3
    assert history.loc[date(2023, 11, 6), "scope"] == 18
    assert history.loc[date(2023, 11, 7), ["scope", "new"]].tolist() == [20, 2]


def test_need_pace_and_limits_stand_beside_each_other(climbing, reader):
    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived")

    assert (chart.remaining, chart.required_per_day, chart.pace_per_day) == (10, 2.5, 1.0)
    assert set(chart.limits.values()) == {date(2023, 11, 13), date(2023, 11, 16)}
    # Two of twenty came in within the last ten working days: one more is expected in the four that are left.
    assert (chart.new_per_day, chart.coming, chart.required_per_day_in_all) == (0.2, 1, 2.75)
    assert chart.required_line == ((AS_OF, 10), (date(2023, 11, 16), 21))
    assert subtitle_words(chart) == (
        "Lưu trữ công việc, lũy kế; cần 3 việc/ngày cho phần hiện có, 3 việc/ngày kể cả khoảng 1 việc sẽ thêm (mỗi ngày 0,2),"
        " đang làm 1 việc/ngày"
    )


def test_the_required_line_aims_at_the_scope_of_the_last_day(add_task, reader):
    """By hand: ten working days with 3 new and 1 archived each; 20 left, 4 days: 5 a day, and 12 more to come: 8 a day."""
    worked = [on for n in range(14) if (on := date(2023, 10, 30) + timedelta(n)).weekday() < 5]
    for n, on in enumerate(worked * 3):
        done_on = on if n < 10 else None
        add_task(assigned_date=on, is_archived=done_on is not None, archived_date=done_on)

    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived")

    assert (chart.remaining, chart.new_per_day, chart.required_per_day) == (20, 3.0, 5.0)
    assert (chart.coming, chart.required_per_day_in_all) == (12, 8.0)
    assert chart.required_line == ((AS_OF, 10), (date(2023, 11, 16), 42))
    assert (
        "cần 5 việc/ngày cho phần hiện có, 8 việc/ngày kể cả khoảng 12 việc sẽ thêm (mỗi ngày 3)"
        in subtitle_words(chart)
    )


def test_without_new_items_one_number_is_enough(add_task, reader):
    for n in range(4):
        add_task(
            assigned_date=date(2023, 9, 1),
            is_archived=n > 0,
            archived_date=date(2023, 11, 7 + n) if n else None,
        )

    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived")

    assert chart.coming == 0 and chart.required_per_day == chart.required_per_day_in_all
    assert "sẽ thêm" not in subtitle_words(chart)


def test_the_fan_starts_at_done_and_never_leaves_the_scope_behind(climbing, reader):
    fan = burn_up(reader, as_of=AS_OF, obligation="task_archived").fan

    assert fan.iloc[0][["p10", "p90"]].tolist() == [10, 10]
    assert (fan["p10"] <= fan["p50"]).all() and (fan["p50"] <= fan["p90"]).all()
    assert all(on.weekday() < 5 for on in fan["day"].iloc[1:])


def test_vanished_items_are_shown_on_their_day_and_stay_in_the_scope(add_task, reader):
    add_task(is_archived=True, archived_date=date(2023, 11, 9), vanished_from=date(2023, 11, 10))
    add_task(is_archived=False)

    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived")

    assert chart.history.set_index("day").loc[date(2023, 11, 10), "vanished"] == 1
    assert chart.required == 2


def test_several_exports_give_the_line_where_rows_have_no_dates(add_task, reader):
    for n, closed_on in enumerate((date(2023, 11, 8), date(2023, 11, 10), date(2023, 12, 1))):
        for on, until in ((date(2023, 11, 6), date(2023, 11, 8)), (date(2023, 11, 8), date(2023, 11, 10)),
                          (date(2023, 11, 10), None)):  # fmt: skip
            add_task(
                business_key=f"t{n}",
                as_of_date=on,
                state_from=on,
                state_until=until,
                is_archived=on >= closed_on,
            )

    history = burn_up(reader, as_of=date(2023, 11, 10), obligation="task_archived").history.set_index("day")

    assert history.loc[date(2023, 11, 6), "done"] == 0
    assert history.loc[[date(2023, 11, 7), date(2023, 11, 8), date(2023, 11, 10)], "done"].tolist() == [
        0.5,
        1,
        2,
    ]


def test_small_multiples_hold_every_unit_with_something_required(climbing, add_task, reader):
    add_task(department_code="VP", is_archived=True, archived_date=date(2023, 11, 1))

    assert set(burn_ups(reader, as_of=AS_OF, obligation="task_archived")) == {"QLDT", "VP", "TOTAL"}


def test_titles_say_what_the_chart_can_claim(climbing, add_task, reader):
    add_task(department_code="VP", is_archived=True, archived_date=date(2023, 11, 1))
    charts = burn_ups(reader, as_of=AS_OF, obligation="task_archived")
    late = burn_up(reader, as_of=date(2023, 11, 20), obligation="task_archived")

    assert "ngày làm việc" in title_words(charts["QLDT"])
    assert title_words(charts["VP"]) == "Lưu trữ công việc: đã đạt 100%"
    assert title_words(late).startswith("Đã hết hạn, còn 10")
    assert alternative_words(charts["TOTAL"]).startswith(
        "Lưu trữ công việc, lũy kế: 11 trên 21 đến 12/11/2023"
    )
    assert days_to_draw(charts["QLDT"])[0] < date(2023, 11, 1)


def test_too_few_days_still_draw_the_line(add_task, reader):
    add_task(is_archived=True)
    add_task(is_archived=False)

    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived")

    assert chart.fan.empty and not chart.history.empty
    assert title_words(chart) == "Chưa đủ số liệu để dự báo: chưa có ngày nào, cần ít nhất 3"


def test_nothing_required_gives_no_chart(climbing, reader):
    assert burn_up(reader, as_of=AS_OF, obligation="task_archived", department="TNMT") is None
    assert burn_up(reader, as_of=AS_OF, obligation="apology") is None


def test_as_much_coming_in_as_getting_done_is_said(add_task, reader):
    """One archived and one assigned on every day of the window: the end does not come nearer."""
    for n in range(14):
        on = date(2023, 10, 30) + timedelta(n)
        add_task(assigned_date=on, is_archived=False)
        add_task(assigned_date=date(2023, 9, 1), completed_date=on, is_archived=True, archived_date=on)

    chart = burn_up(reader, as_of=AS_OF, obligation="task_archived", department="QLDT")

    assert chart.expected_date is None and chart.expected_date_without_new > AS_OF
    assert title_words(chart) == "Mỗi ngày xong 1,4 việc nhưng thêm 1,4 việc mới: chưa thấy ngày xong"
    assert without_new_words(chart).startswith("Nếu không thêm việc mới: xong ngày")
    assert without_new_words(chart).endswith("đơn vị chậm nhất") == (chart.department_code == "TOTAL")


@pytest.fixture
def late_dossiers(add_dossier, add_apology):
    """QLDT has two overdue dossiers, one apologised for, and one that is to be returned on 14/11."""
    add_dossier(dossier_code="h1", received_at=datetime(2023, 10, 2), promised_at=datetime(2023, 11, 6))
    add_dossier(dossier_code="h2", received_at=datetime(2023, 10, 2), promised_at=datetime(2023, 11, 7))
    add_dossier(dossier_code="h3", received_at=datetime(2023, 10, 2), promised_at=datetime(2023, 11, 14))
    add_apology(dossier_code="h1", apology_number="1", apology_date=date(2023, 11, 8))


def test_apologies_that_grow_by_the_mere_passing_of_days_are_told(late_dossiers, reader):
    charts = burn_ups(reader, as_of=AS_OF, obligation="apology")

    words = growth_words(charts["QLDT"]).replace("\u00a0", " ")
    assert words == (
        "Số hồ sơ phải xin lỗi còn tăng sau bản xuất ngày 12/11: 1 hồ sơ chưa trả sẽ quá hẹn trước khi hết hạn."
    )
    assert growth_words(charts["TOTAL"]) == growth_words(charts["QLDT"])


def test_days_after_the_list_of_dossiers_are_told_as_such(late_dossiers, reader):
    chart = burn_up(reader, as_of=date(2023, 11, 15), obligation="apology", department="QLDT")

    assert chart.required == 3
    assert "hồ sơ đến hẹn từ sau ngày đó mà chưa thấy trả được coi là quá hạn." in growth_words(chart)


def test_other_obligations_and_the_time_after_the_limit_tell_no_growth(climbing, late_dossiers, reader):
    assert growth_words(burn_up(reader, as_of=AS_OF, obligation="task_archived")) == ""

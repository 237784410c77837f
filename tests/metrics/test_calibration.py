"""Stored forecasts are held against what happened, without flattery."""

from datetime import date, timedelta

from metrics.pace.calibration import (
    NONE_DUE,
    NONE_STORED,
    calibration,
    calibration_words,
    checked_forecasts,
    finish_days,
    obligation_words,
    rows_to_log,
)

MADE = date(2023, 11, 8)


def logged(department="QLDT", low=10, expected=13, high=15, made=MADE, **more):
    day = {"low_date": low, "expected_date": expected, "high_date": high}
    dates = {name: value and date(2023, 11, value) for name, value in day.items()}
    return {"as_of": made, "department_code": department, "obligation": "task_archived", "campaign": "2023-11-17",
            **dates, **more}  # fmt: skip


def held(finished, as_of=date(2023, 11, 30), **row):
    done = {("QLDT", "task_archived"): date(2023, 11, finished)} if finished else {}
    checks = checked_forecasts([logged(**row)], done, as_of=as_of)
    return checks["held"].iloc[0]


def test_a_range_holds_with_both_its_ends():
    assert [held(day) for day in (9, 10, 15, 16)] == [False, True, True, False]


def test_unfinished_after_the_range_is_a_miss_and_before_its_end_is_waiting():
    assert held(None, as_of=date(2023, 11, 16)) is False
    assert held(None, as_of=date(2023, 11, 15)) is None


def test_an_open_end_is_never_over():
    assert held(None, high=None) is None
    assert held(29, high=None) is True


def test_only_the_last_forecast_of_a_day_counts_and_none_after_the_finish():
    log = [logged(high=12), logged(high=15), logged(made=date(2023, 11, 14))]

    checks = checked_forecasts(log, {("QLDT", "task_archived"): date(2023, 11, 14)}, as_of=date(2023, 11, 20))

    assert checks["held"].tolist() == [True]


def test_the_record_per_obligation_counts_share_and_typical_error():
    log = [logged(), logged("VP"), logged("TNMT", high=None)]
    done = {("QLDT", "task_archived"): date(2023, 11, 14), ("VP", "task_archived"): date(2023, 11, 20)}

    summary = calibration(checked_forecasts(log, done, as_of=date(2023, 11, 30)))
    row = summary.iloc[0]

    assert row[["obligation", "checked", "held", "held_pct", "waiting"]].tolist() == [
        "task_archived",
        2,
        1,
        50.0,
        1,
    ]
    assert row["typical_error_days"] == 3.0
    assert obligation_words(row) == "Lưu trữ công việc: 1/2 lần đúng khoảng"
    assert calibration_words(summary) == (
        "50% số lần, kết quả nằm trong khoảng 80% đã báo (2 lần kiểm tra); thường lệch 3 ngày làm việc"
    )


def test_without_forecasts_or_results_a_sentence_says_so():
    nothing = calibration(checked_forecasts([], {}, as_of=MADE))
    waiting = calibration(checked_forecasts([logged()], {}, as_of=date(2023, 11, 9)))

    assert calibration_words(nothing) == NONE_STORED
    assert calibration_words(waiting) == NONE_DUE


def test_a_forecast_of_the_same_day_is_stored_and_waits():
    summary = calibration(checked_forecasts([logged()], {}, as_of=MADE))

    assert summary[["checked", "waiting"]].to_numpy().tolist() == [[0, 1], [0, 1]]
    assert calibration_words(summary) == NONE_DUE


def test_a_later_forecast_is_not_there_yet():
    assert (
        calibration_words(calibration(checked_forecasts([logged()], {}, as_of=MADE - timedelta(1))))
        == NONE_STORED
    )


def test_what_is_logged_today_can_be_checked_later(add_task, reader):
    for n in range(8):
        done_on = date(2023, 11, 1) + timedelta(days=n) if n < 6 else None
        add_task(assigned_date=date(2023, 9, 1), completed_date=done_on, is_archived=done_on is not None,
                 is_reported=True, reported_date=date(2023, 11, 3), archived_date=done_on)  # fmt: skip

    log = rows_to_log(reader, as_of=date(2023, 11, 12))
    finished = finish_days(reader, as_of=date(2023, 11, 12))

    archived = [
        row for row in log if (row["department_code"], row["obligation"]) == ("QLDT", "task_archived")
    ]
    assert len(archived) == 1 and archived[0]["remaining"] == 2 and archived[0]["build_id"] == "build"
    assert archived[0]["low_date"] <= archived[0]["expected_date"]
    assert finished["QLDT", "task_reported"] == date(2023, 11, 3)
    assert ("QLDT", "task_archived") not in finished

"""One rule for all: each department its own items, each item once per step, and never "đã gửi"."""

from datetime import date, datetime, timedelta

import pytest

from metrics.limits.campaigns import campaigns, countdown
from metrics.limits.reminders import due_reminders, log_words, nothing_to_remind, pause_words, step_on
from metrics.progress.what_is_left import what_is_left

AS_OF = date(2023, 11, 12)
MONDAY = date(2023, 11, 13)
LAST = date(2023, 11, 16)


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2023, 11, 6), None),
        (date(2023, 11, 7), None),
        (date(2023, 11, 8), "7"),
        (date(2023, 11, 12), "7"),
        (date(2023, 11, 13), "7"),
        (date(2023, 11, 14), "3"),
        (date(2023, 11, 15), "3"),
        (date(2023, 11, 16), "1"),
        (date(2023, 11, 17), "overdue"),
    ],
)
def test_steps_are_counted_in_working_days(today, step):
    assert step_on(today, LAST, [7, 3, 1]) == step


@pytest.mark.parametrize("campaign", campaigns(), ids=lambda campaign: campaign.id)
def test_a_step_begins_on_the_day_when_the_screen_says_so(campaign):
    for back in range(30):
        today = campaign.last_day - timedelta(back)
        left = countdown(campaign, today).working_days_left
        wanted = next((str(step) for step in (1, 3, 7) if left <= step), None)
        assert step_on(today, campaign.last_day, [7, 3, 1]) == wanted


@pytest.fixture
def left(add_task, reader):
    add_task(
        task_code="a1",
        document_number="12/BQL-VP",
        subject="Rà soát\nhồ sơ",
        assignee="Người A",
        is_reported=True,
    )
    add_task(task_code="a2", is_reported=True, is_archived=True)
    add_task(task_code="b1", department_code="VP", is_reported=False)
    add_task(task_code="c1", department_code="LDB", is_reported=False)
    return what_is_left(reader, as_of=AS_OF)


def due(left, today=MONDAY, **more):
    return due_reminders(left, as_of=AS_OF, today=today, **more)


def logged(reminders):
    at = datetime(2023, 11, 13, 8, 10)
    return [row for r in reminders for row in r.log_rows(channel="copy", prepared_by="vp", prepared_at=at)]


def test_each_department_gets_its_own_items_only(left):
    found = {r.department_code: r for r in due(left)}

    assert set(found) == {"QLDT", "VP"}
    assert {item.item_key for item in found["QLDT"].items} == {"a1", "a2"}
    assert "b1" not in found["QLDT"].text


def test_the_text_is_ready_to_paste(left):
    text = next(r for r in due(left) if r.department_code == "QLDT").text.replace("\u00a0", " ")

    assert text.startswith(
        "Nhắc việc Phòng Quản lý Đầu tư: Trước ngày 17/11 (hết ngày 16/11, thứ Năm), còn 4 ngày làm việc"
    )
    assert "- 1 việc chưa lưu trữ:" not in text
    assert "+ 12/BQL-VP: Rà soát hồ sơ (Người A)" in text
    assert "Hạn tính đến 24 giờ ngày 16/11, không gồm ngày 17/11." in text
    assert "đã gửi" not in text.casefold()


def test_one_message_per_item_and_step(left):
    first = due(left)
    again = due(left, log=logged(first))
    next_step = due(left, today=date(2023, 11, 15), log=logged(first))

    assert again == []
    assert {r.step for r in next_step} == {"3"}


def test_a_new_item_at_the_same_step_gets_its_own_message(left):
    log = [row for row in logged(due(left)) if row["item_key"] != "a2"]

    found = due(left, log=log)

    assert [[item.item_key for item in r.items] for r in found] == [["a2"]]
    assert found[0].earlier == 1


def test_overdue_is_said_once(left):
    after = date(2023, 11, 17)
    first = due(left, today=after)

    assert {r.step for r in first} == {"overdue"}
    assert "đã quá hạn 1 ngày làm việc" in first[0].text
    assert due(left, today=date(2023, 11, 24), log=logged(first)) == []


def test_a_pause_holds_through_its_last_day(left):
    pause = {"department_code": "QLDT", "until": MONDAY, "reason": "đang kiểm tra số liệu"}

    assert [r.department_code for r in due(left, pauses=[pause])] == ["VP"]
    assert len(due(left, today=date(2023, 11, 14), pauses=[pause])) == 2
    assert "Tạm dừng nhắc Phòng Quản lý Đầu tư đến hết ngày" in pause_words(pause)


def test_many_items_are_summed_up(add_task, reader):
    for n in range(14):
        add_task(task_code=f"t{n}", is_reported=True, is_archived=False, work_file_code="HS1")

    text = due(what_is_left(reader, as_of=AS_OF))[0].text.replace("\u00a0", " ")

    assert "- 14 việc chưa lưu trữ:" in text
    assert "và 4 việc khác" in text


def test_quality_is_no_reason_to_remind(add_task, add_work_file, reader):
    add_task(task_code="a", is_reported=True, is_archived=True, work_file_code="HS1")
    add_work_file(work_file_code="HS1")

    left = what_is_left(reader, as_of=AS_OF)

    assert left["obligation"].tolist() == ["work_file_complete"]
    assert due(left) == []


def test_the_log_says_prepared_and_not_sent():
    row = {"channel": "copy", "prepared_at": datetime(2023, 11, 13, 8, 10)}

    assert log_words(row) == "Đã soạn lúc 08:10 (chưa gửi)"
    assert log_words({**row, "channel": "eml"}) == "Đã soạn lúc 08:10 (chưa gửi)"
    assert log_words({**row, "channel": "smtp"}) == "Đã gửi lúc 08:10"


def test_no_message_has_its_reason(left):
    assert nothing_to_remind(left[:0], today=MONDAY) == "Không còn việc nào phải nhắc."
    assert nothing_to_remind(left, today=date(2023, 10, 2)).startswith("Chưa đến lúc nhắc")
    assert nothing_to_remind(left, today=MONDAY, log=logged(due(left))).startswith("Mọi việc đã có lời nhắc")


EARLY = date(2023, 10, 30)  # the campaign of 17/11 does not remind yet


@pytest.fixture
def dated(add_task, reader):
    add_task(task_code="soon", due_date=date(2023, 11, 1), is_reported=False)
    add_task(task_code="late", due_date=date(2023, 10, 20), is_reported=False)
    add_task(task_code="far", due_date=date(2023, 11, 16), is_reported=False)
    add_task(task_code="reported", due_date=date(2023, 10, 20), is_reported=True)
    return what_is_left(reader, as_of=AS_OF)


def told_at(reminders, moment):
    return [
        row for r in reminders for row in r.log_rows(channel="copy", prepared_by="vp", prepared_at=moment)
    ]


def keys(reminders):
    return [(r.step, sorted((item.item_key, item.own_step) for item in r.items)) for r in reminders]


def test_an_item_is_reminded_by_its_own_due_day_before_the_campaign_reminds(dated):
    found = due(dated, today=EARLY)

    assert keys(found) == [("own", [("late", "overdue"), ("soon", "3")])]
    text = found[0].text.replace("\u00a0", " ")
    assert text.startswith("Nhắc việc Phòng Quản lý Đầu tư: việc đến hạn riêng hoặc đã quá hạn")
    assert "hạn 01/11/2023, còn 3 ngày làm việc" in text
    assert "hạn 20/10/2023, quá hạn" in text


def test_once_the_own_days_are_told_nobody_says_that_it_is_too_early(dated):
    assert nothing_to_remind(dated, today=EARLY).startswith("Chưa đến lúc nhắc")
    log = told_at(due(dated, today=EARLY), datetime(2023, 10, 30, 9))

    assert nothing_to_remind(dated, today=EARLY, log=log).startswith("Mọi việc đã có lời nhắc ở mốc này")


def test_each_step_of_an_own_day_is_told_once(dated):
    log = told_at(due(dated, today=EARLY), datetime(2023, 10, 30, 9))

    assert due(dated, today=date(2023, 10, 31), log=log) == []
    last_day = due(dated, today=date(2023, 11, 1), log=log)
    assert keys(last_day) == [("own", [("soon", "1")])]
    log += told_at(last_day, datetime(2023, 11, 1, 9))
    assert keys(due(dated, today=date(2023, 11, 2), log=log)) == [("own", [("soon", "overdue")])]


def test_a_message_of_the_campaign_tells_the_own_days_of_that_time(dated):
    first = due(dated, today=date(2023, 11, 8))

    assert [message.step for message in first] == ["7"]
    log = told_at(first, datetime(2023, 11, 8, 9))
    assert due(dated, today=date(2023, 11, 13), log=log) == []
    at_three = due(dated, today=date(2023, 11, 14), log=log)
    assert [message.step for message in at_three] == ["3"]
    log += told_at(at_three, datetime(2023, 11, 14, 9))
    assert [message.step for message in due(dated, today=date(2023, 11, 16), log=log)] == ["1"]


def test_what_a_due_day_of_a_task_does_not_bind_is_not_reminded_by_it(dated):
    found = due(dated, today=EARLY)

    assert {item.obligation for message in found for item in message.items} == {"task_reported"}

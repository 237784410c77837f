"""What stood at the limit stays; what came later is shown apart."""

from datetime import date, datetime

from domain.wording.formats import NBSP
from metrics.limits.campaigns import campaign_by_id
from metrics.pace.freeze import due_freezes, is_lifted, later_words, lock_words, since_frozen

CAMPAIGN = campaign_by_id("2023-11-17")
LIMIT, LATER = date(2023, 11, 16), date(2023, 11, 20)
LOCK = {"name": "Số liệu chốt lúc hết ngày 16/11/2023", "rule": "Quy tắc chốt", "lifted_by": None, "lifted_at": None,
        "lift_reason": None, "lift_ends": None}  # fmt: skip


def test_a_campaign_is_due_for_freezing_once_its_last_day_is_over():
    assert due_freezes([], today=date(2023, 11, 13)) == []
    assert [f.campaign for f in due_freezes([], today=date(2023, 11, 14))] == ["2023-11-14"]
    assert [f.campaign for f in due_freezes([{"campaign": "2023-11-14"}], today=LATER)] == ["2023-11-17"]
    assert due_freezes([], today=LATER)[1].name == f"Số liệu chốt lúc hết ngày{NBSP}16/11/2023"


def test_later_changes_have_their_own_column(add_task, reader):
    add_task(business_key="a", as_of_date=LIMIT, state_until=LATER, is_archived=False)
    add_task(business_key="a", as_of_date=LATER, state_from=LATER, is_archived=True)
    add_task(business_key="b", as_of_date=LIMIT, is_archived=True)

    found = since_frozen(reader, reader, campaign=CAMPAIGN, as_of=LATER)
    total = found[(found["department_code"] == "TOTAL") & (found["obligation"] == "task_archived")].iloc[0]

    assert total[["done_frozen", "done_now", "done_later"]].tolist() == [1, 2, 1]
    assert later_words(found, CAMPAIGN).endswith("thêm 1 mục xong sau hạn")


def test_no_change_since_is_said(add_task, reader):
    add_task(as_of_date=LIMIT, is_archived=True, is_reported=True)

    found = since_frozen(reader, reader, campaign=CAMPAIGN, as_of=LATER)

    assert later_words(found, CAMPAIGN).endswith("chưa có thay đổi")


def test_an_empty_office_has_nothing_frozen(reader):
    assert since_frozen(reader, reader, campaign=CAMPAIGN, as_of=LATER).empty


def test_a_lock_names_its_rule_and_who_may_lift_it():
    words = lock_words(LOCK, now=datetime(2023, 11, 20, 8))

    assert "Quy tắc chốt" in words and "Chỉ Văn phòng mở được" in words


def test_a_lift_ends_by_itself():
    row = {**LOCK, "lifted_by": "Văn phòng", "lifted_at": datetime(2023, 11, 20, 8), "lift_reason": "sửa nhầm",
           "lift_ends": datetime(2023, 11, 20, 17)}  # fmt: skip

    assert is_lifted(row, now=datetime(2023, 11, 20, 16, 59))
    assert not is_lifted(row, now=datetime(2023, 11, 20, 17))
    assert "tự khóa lại lúc 17:00" in lock_words(row, now=datetime(2023, 11, 20, 9))
    assert "Quy tắc chốt" in lock_words(row, now=datetime(2023, 11, 21, 9))

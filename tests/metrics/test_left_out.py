"""What the rates leave out is listed with its reason, and a department sees its own alone."""

from datetime import date

import pytest

from metrics.counts.open_items import denominator_rule_words
from metrics.progress.left_out import left_out, left_out_items_words

AS_OF = date(2023, 11, 12)


@pytest.fixture
def office(add_task, add_assignment):
    """A cancelled task of QLDT, one of VP that counts, and a job that VP leads and two others support."""
    add_task(task_code="CV-1", document_number=None, status="cancelled", subject="Đã thôi")
    add_task(department_code="VP", status="in_progress")
    add_assignment(task="Rà soát", code="7.1", lead_codes=["VP"], support_codes=["QLDT", "VP", "TNMT"])


def reasons(found):
    return found[["department_code", "reason", "number"]].to_numpy().tolist()


def test_cancelled_tasks_and_jobs_only_supported_are_listed_by_department(office, reader):
    found = left_out(reader, as_of=AS_OF)

    assert reasons(found) == [
        ["QLDT", "cancelled", "CV-1"],
        ["QLDT", "supporting", "7.1"],
        ["TNMT", "supporting", "7.1"],
    ]
    assert left_out_items_words(found) == "1 việc đã hủy, 2 việc đơn vị chỉ phối hợp"


def test_a_department_sees_its_own_alone(office, reader_for):
    assert set(left_out(reader_for("TNMT"), as_of=AS_OF)["department_code"]) == {"TNMT"}
    assert left_out(reader_for("VP"), as_of=AS_OF).empty


def test_nothing_left_out_is_no_sentence(add_task, reader):
    add_task()

    assert left_out_items_words(left_out(reader, as_of=AS_OF)) == ""


def test_the_rule_is_said_with_its_day_and_authority():
    counted, rule = denominator_rule_words(AS_OF)

    assert counted == (
        "Mẫu số: việc được giao mà đơn vị chủ trì, kể cả việc đã chuyển đơn vị khác, việc chưa đến hạn; "
        "không tính việc đã hủy."
    )
    assert rule.startswith("Quy tắc từ 01/01/2020; căn cứ: ")

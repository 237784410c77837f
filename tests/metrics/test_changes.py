"""Two exports side by side: every kind of change has its row, its values and its cells."""

from datetime import date

import pytest

from data_loaders.declared.declarations import kind_named
from domain.counted.changes import DEADLINES, REMARKS, TITLES, UNITS
from domain.counted.source_kinds import source_kinds
from metrics.limits.campaigns import campaign_by_id
from metrics.limits.changes import (
    KINDS,
    NO_COMPARISON,
    OTHERS,
    bulk_closed,
    change_counts,
    changes_between,
    changes_by_department,
    last_two_exports,
    two_exports_words,
)
from store.builds.rows import fact_columns

OLD, NEW = date(2023, 11, 10), date(2023, 11, 12)
ACCUSING = ("gian lận", "cố ý", "sai phạm", "đối phó", "vi phạm")


@pytest.fixture
def twice(add_task):
    """One task as two exports have it: ``twice("a", {...}, {...})``; None: not in that export."""

    def add(key, old, new):
        if old is not None:
            until = NEW if new is not None else None
            gone = NEW if new is None else None
            add_task(business_key=key, as_of_date=OLD, state_from=date(1, 1, 1), state_until=until,
                     vanished_from=gone, **{"subject": "Việc", **old})  # fmt: skip
        if new is not None:
            add_task(business_key=key, as_of_date=NEW, state_from=NEW, **{"subject": "Việc", **new})

    return add


def changes(reader, **more):
    return changes_between(reader, kind="hpnet_tasks", from_day=OLD, to_day=NEW, **more)


def types(reader):
    return changes(reader)["type"].tolist()


def test_a_task_finished_since_is_closed_with_both_cells(twice, reader):
    twice("a", {}, {"completed_date": date(2023, 11, 11)})

    found = changes(reader).iloc[0]

    assert (found["type"], found["old_value"], found["new_value"]) == ("closed", None, "11/11/2023")
    assert found["old_import_id"] == f"hpnet_tasks-{OLD}" and found["new_import_id"] == f"hpnet_tasks-{NEW}"
    assert found["old_row"] != found["new_row"]


def test_counting_without_the_list_counts_what_the_list_has(twice, reader):
    twice("a", {"is_archived": True, "is_reported": True}, {"is_archived": False, "is_reported": False})
    twice("b", {"department_code": "VP"}, {"department_code": "QLDT", "subject": "Việc khác"})
    twice("c", {"due_date": date(2023, 11, 9)}, None)
    twice("d", None, {"department_code": "VP"})

    counted = change_counts(reader, kind="hpnet_tasks", from_day=OLD, to_day=NEW)

    assert counted.to_dict("records") == changes_by_department(changes(reader)).to_dict("records")
    assert counted.set_index("department_code").loc["TOTAL", ["reopened", "renamed", "new"]].tolist() == [
        1,
        1,
        1,
    ]


def test_a_value_that_counts_and_has_no_word_of_its_own_is_changed(twice, reader):
    """Two exports with a task cancelled were called equal."""
    twice("a", {}, {"status": "cancelled"})
    twice("b", {"completed_date": date(2023, 11, 8)}, {"completed_date": date(2023, 11, 9)})
    twice("c", {"work_file_code": "HS-1"}, {"work_file_code": "HS-2"})
    twice("d", {"status": "not_started", "note": "x"}, {"status": "in_progress", "note": "y"})

    found = changes(reader)

    assert found[["business_key", "type", "field", "old_value", "new_value"]].fillna("").values.tolist() == [
        ["a", "changed", "Tình trạng", "", "Đã hủy"],
        ["b", "changed", "Ngày hoàn thành", "08/11/2023", "09/11/2023"],
        ["c", "changed", "Hồ sơ công việc", "HS-1", "HS-2"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_a_kind_that_counts_is_compared(kind):
    told = {"due_date", DEADLINES.get(kind), *TITLES, *UNITS, *REMARKS}
    own_key = (
        {key[0] for key in kind_named(kind).keys if len(key) == 1} | set(source_kinds()[kind].part) | {"code"}
    )

    assert set(OTHERS[kind]) == set(fact_columns(kind)) - told - own_key


def test_a_task_open_again_is_reopened(twice, reader):
    twice("a", {"completed_date": date(2023, 11, 9)}, {})
    twice("b", {"is_archived": True}, {"is_archived": False})

    found = changes(reader)

    assert found["type"].tolist() == ["reopened", "reopened"]
    assert found["field"].tolist() == ["Ngày hoàn thành", "Lưu trữ"]


def test_a_moved_deadline_shows_both_days(twice, reader):
    twice("a", {"due_date": date(2023, 11, 10)}, {"due_date": date(2023, 11, 20)})

    found = changes(reader).iloc[0]

    assert found[["type", "old_value", "new_value"]].tolist() == [
        "deadline_moved",
        "10/11/2023",
        "20/11/2023",
    ]


def test_an_item_gone_from_the_newer_export_is_vanished_and_a_fresh_one_new(twice, reader):
    twice("a", {}, None)
    twice("b", None, {})

    assert types(reader) == ["vanished", "new"]


def test_renamed_means_more_than_accents_or_capitals(twice, reader):
    twice("a", {"subject": "Rà soát hồ sơ"}, {"subject": "RÀ SOÁT HỒ SƠ"})
    twice("b", {"subject": "Rà soát hồ sơ"}, {"subject": "Rà soát hồ sơ quý IV"})

    assert changes(reader)["business_key"].tolist() == ["b"]
    assert types(reader) == ["renamed"]


def test_completed_before_the_export_that_had_it_open_is_back_dated(twice, reader):
    twice("a", {}, {"completed_date": date(2023, 11, 9)})
    twice("b", {}, {"completed_date": OLD})

    found = changes(reader)

    assert found[found["type"] == "back_dated"]["business_key"].tolist() == ["a"]
    assert found[found["type"] == "closed"]["business_key"].tolist() == ["a", "b"]


def test_a_completion_day_moved_earlier_is_back_dated(twice, reader):
    twice("a", {"completed_date": date(2023, 11, 9)}, {"completed_date": date(2023, 11, 1)})

    assert types(reader) == ["back_dated"]


def test_a_task_given_to_another_department_is_seen_from_both(twice, reader):
    twice("a", {"department_code": "QLDT"}, {"department_code": "QHXD"})

    found = changes(reader, department="QLDT").iloc[0]

    assert found[["type", "department_code"]].tolist() == ["moved_department", "QLDT"]
    assert found["new_value"] == "Phòng Quản lý Quy hoạch và Xây dựng"
    assert len(changes(reader, department="QHXD")) == 1
    assert changes(reader, department="VP").empty


def test_equal_exports_have_no_changes(twice, reader):
    twice("a", {"completed_date": date(2023, 11, 1)}, {"completed_date": date(2023, 11, 1)})

    found = changes(reader)

    assert found.empty
    assert two_exports_words(changes_by_department(found), from_day=OLD, to_day=NEW) == (
        "Hai bản xuất giống nhau: không có thay đổi."
    )


def test_the_summary_counts_by_department_and_type(twice, reader):
    twice("a", {}, {"completed_date": date(2023, 11, 11)})
    twice("b", {"department_code": "VP"}, None)
    twice("c", {}, {"completed_date": date(2023, 11, 11)})

    summary = changes_by_department(changes(reader))

    assert summary["department_code"].tolist() == ["QLDT", "VP", "TOTAL"]
    assert summary.set_index("department_code").loc["TOTAL", ["closed", "vanished"]].tolist() == [2, 1]
    assert two_exports_words(summary, from_day=OLD, to_day=NEW) == (
        "Từ 10/11 đến 12/11: thêm 2 việc xong, 0 việc mở lại, 1 việc không còn trong bản xuất"
    )


def test_the_last_two_exports_are_offered_and_one_alone_is_said(twice, add_task, reader):
    twice("a", {}, {})

    assert last_two_exports(reader, as_of=NEW) == (OLD, NEW)
    assert last_two_exports(reader, as_of=OLD) is None
    assert "Mới có một bản xuất" in NO_COMPARISON


def test_assignments_and_shortfalls_are_compared_too(add_assignment, add_shortfall, reader):
    for add, kind in ((add_assignment, "assignments"), (add_shortfall, "shortfalls")):
        shared = {"business_key": "1", "lead_codes": ["QLDT", "VP"]} if kind == "assignments" else {
            "business_key": "1", "department_code": "QLDT", "department_codes": ["QLDT", "VP"]}  # fmt: skip
        add(as_of_date=OLD, state_until=NEW, status="in_progress", **shared)
        add(as_of_date=NEW, state_from=NEW, status="done", **shared)

        found = changes_between(reader, kind=kind, from_day=OLD, to_day=NEW)

        assert found["type"].tolist() == ["closed"]
        assert len(changes_between(reader, kind=kind, from_day=OLD, to_day=NEW, department="VP")) == 1


def test_many_closed_on_one_of_the_last_days_is_a_fact_without_a_verdict(add_task, reader):
    for _ in range(12):
        add_task(as_of_date=date(2023, 11, 17), completed_date=date(2023, 11, 16))
    for _ in range(12):
        add_task(as_of_date=date(2023, 11, 17), department_code="VP", completed_date=date(2023, 11, 8))

    found = bulk_closed(reader, as_of=date(2023, 11, 17), campaign=campaign_by_id("2023-11-17"))

    assert found[["department_code", "items"]].values.tolist() == [["QLDT", 12]]
    assert not any(word in found["words"].iloc[0].casefold() for word in ACCUSING)


def test_a_department_sees_its_own_changes_only(twice, reader_for):
    twice("a", {"department_code": "VP"}, {"department_code": "VP", "completed_date": date(2023, 11, 11)})
    twice("b", {}, {"completed_date": date(2023, 11, 11)})

    assert changes(reader_for("VP"))["business_key"].tolist() == ["a"]

"""What remains: the list, the funnel, the ages and the excluded."""

from datetime import date

from metrics.counts.open_items import AGE_COLUMNS, COLUMNS, excluded_rows, funnel, open_items, overdue_ages
from metrics.progress.completion import completion
from metrics.progress.rejected import rejected_rows

AS_OF = date(2023, 11, 12)
FULL = {"title": "t", "retention": "5 năm", "creator": "a", "opened_date": date(2023, 1, 3), "documents": 1}
DONE = {"is_reported": True, "is_archived": True, "completed_date": date(2023, 11, 1)}


def test_a_task_with_every_step_is_not_listed(reader, add_task, add_work_file):
    add_work_file(work_file_code="A", **FULL)
    add_task(work_file_code="A", **DONE)

    table = open_items(reader, as_of=AS_OF)

    assert table.empty
    assert list(table.columns) == list(COLUMNS)


def test_each_missing_step_is_named(reader, add_task, add_work_file):
    add_work_file(work_file_code="A", **FULL)
    add_work_file(work_file_code="B", **{**FULL, "retention": None, "documents": 0})
    add_task(task_code="report", **{**DONE, "is_reported": False}, work_file_code="A")
    add_task(task_code="archive", **{**DONE, "is_archived": False}, work_file_code="A")
    add_task(task_code="file", **DONE, work_file_code="C")
    add_task(task_code="fields", **DONE, work_file_code="B")

    items = open_items(reader, as_of=AS_OF).set_index("task_code")

    assert items.loc["report", ["misses_report", "steps_left"]].tolist() == [True, 1]
    assert items.loc["archive", ["misses_archive", "steps_left"]].tolist() == [True, 1]
    assert items.loc["file", ["misses_work_file", "misses_complete_file"]].tolist() == [True, False]
    assert items.loc["fields", ["misses_work_file", "misses_complete_file", "missing_fields"]].tolist() == [
        False, True, "thời hạn bảo quản, văn bản trong hồ sơ",
    ]  # fmt: skip


def test_the_list_is_as_long_as_completion_says(reader, add_task, add_work_file, row_of):
    add_work_file(work_file_code="A", **FULL)
    add_work_file(work_file_code="B")
    add_work_file(work_file_code="C", **FULL, status="closed")
    for reported, archived, code in [
        (True, False, "A"), (False, False, "B"), (True, True, "C"), (False, True, "D"), (True, True, None),
    ]:  # fmt: skip
        add_task(is_reported=reported, is_archived=archived, work_file_code=code)
    add_task(status="cancelled")

    items, rates = open_items(reader, as_of=AS_OF), completion(reader, as_of=AS_OF)

    def left(obligation):
        row = row_of(rates, "QLDT", obligation=obligation)
        return row["required"] - row["done"]

    assert items.misses_report.sum() == left("task_reported")
    assert items.misses_archive.sum() == left("task_archived")
    assert items.misses_work_file.sum() == left("work_file")
    assert (items.misses_work_file | items.misses_complete_file).sum() == left("work_file_complete")


def test_where_no_list_of_work_files_covers_the_unit_a_code_given_is_filed(
    reader, add_task, add_import, add_work_file
):
    add_import("work_files", departments=("VP",), import_id="w")
    add_work_file(import_id="w", work_file_code="A", department_code="VP")
    for code in ("VP", "QLDT"):
        add_task(task_code=code, department_code=code, work_file_code="B", is_reported=True)
    add_task(task_code="none", department_code="QLDT")

    items = open_items(reader, as_of=AS_OF)

    assert set(items[items.misses_work_file].task_code) == {"VP", "none"}
    assert funnel(reader, as_of=AS_OF).set_index("department_code").filed_alone[["VP", "QLDT"]].tolist() == [
        0,
        1,
    ]


def test_the_longest_overdue_comes_first_in_working_days(reader, add_task):
    add_task(task_code="new", due_date=date(2023, 11, 9))
    add_task(task_code="old", due_date=date(2023, 11, 1))
    add_task(task_code="done", due_date=date(2023, 11, 1), completed_date=date(2023, 11, 8))

    items = open_items(reader, as_of=AS_OF)

    assert items[["task_code", "overdue_working_days"]].values.tolist() == [
        ["old", 7],
        ["new", 1],
        ["done", 0],
    ]


def test_the_funnel_counts_tasks_that_passed_every_step_so_far(reader, add_task, add_work_file, row_of):
    add_work_file(work_file_code="A", **FULL)
    add_task(**DONE, work_file_code="A")
    add_task(**{**DONE, "is_archived": False}, work_file_code="A")
    add_task(is_archived=True)

    assert row_of(funnel(reader, as_of=AS_OF), "TOTAL") == {
        "department_code": "TOTAL", "assigned": 3, "completed": 2, "reported": 2, "archived": 1, "filed": 1,
        "reported_alone": 2, "archived_alone": 2, "filed_alone": 2,
    }  # fmt: skip


def test_ages_fall_into_buckets_of_working_days(reader, add_task, row_of):
    for due in (
        date(2023, 11, 11),
        date(2023, 11, 9),
        date(2023, 11, 7),
        date(2023, 11, 6),
        date(2023, 9, 1),
    ):
        add_task(due_date=due)
    add_task(due_date=AS_OF)
    add_task(due_date=date(2023, 11, 9), completed_date=AS_OF)

    table = overdue_ages(reader, as_of=AS_OF)

    assert list(table.columns) == list(AGE_COLUMNS)
    assert row_of(table, "QLDT") == {
        "department_code": "QLDT", "overdue": 5, "days_1_3": 3, "days_4_7": 1, "days_8_30": 0, "days_over_30": 1,
        "median_days": 3.0,
    }  # fmt: skip
    assert row_of(table, "VP")["median_days"] is None


def test_excluded_tasks_are_listed_with_their_reason(reader, add_task):
    add_task(task_code="A", status="cancelled")
    add_task(task_code="B")

    assert excluded_rows(reader, as_of=AS_OF)[["task_code", "reason_vi"]].values.tolist() == [["A", "Đã hủy"]]


def test_rejected_rows_are_listed_by_place(reader, warehouse, add_task):
    task = add_task()
    warehouse.insert("rejected_row", {
        "import_id": task["import_id"], "kind": "hpnet_tasks", "sheet": "Trang 1", "source_row": 42,
        "business_key": None, "department_code": None,
    })  # fmt: skip

    assert rejected_rows(reader, as_of=AS_OF)[["kind", "source_row"]].values.tolist() == [["hpnet_tasks", 42]]


def test_a_department_sees_its_own_tasks_only(reader_for, add_task):
    add_task(department_code="VP")
    add_task(department_code="TNMT", due_date=date(2023, 11, 1))

    for table in (open_items, funnel, overdue_ages):
        assert set(table(reader_for("VP"), as_of=AS_OF).department_code) <= {"VP", "TOTAL"}

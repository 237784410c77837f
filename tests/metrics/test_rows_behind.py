"""The rows behind a number are exactly its numerator and denominator."""

from datetime import date

import pytest

from metrics.progress.completion import completion
from metrics.progress.rows_behind import rows_behind

AS_OF = date(2023, 11, 12)


def fraction(reader, obligation, code):
    table = completion(reader, as_of=AS_OF)
    row = table[(table["obligation"] == obligation) & (table["department_code"] == code)].iloc[0]
    return row["done"], row["required"]


@pytest.mark.parametrize("obligation", ["task_reported", "task_archived"])
def test_tasks_count_as_in_completion(reader, add_task, obligation):
    add_task(department_code="VP", is_reported=True, is_archived=True)
    add_task(department_code="VP", is_reported=False, is_archived=False)
    add_task(department_code="QLDT", is_reported=True, is_archived=False)

    rows = rows_behind(reader, obligation=obligation, as_of=AS_OF)

    for code in ("VP", "QLDT"):
        own = rows[rows["department_code"] == code]
        assert (own["is_done"].sum(), len(own)) == fraction(reader, obligation, code)


def test_a_file_that_exists_but_lacks_fields_is_filed_and_not_complete(reader, add_task, add_work_file):
    add_work_file(work_file_code="01.VP", department_code="VP", retention=None)
    add_task(department_code="VP", work_file_code="01.VP")

    filed = rows_behind(reader, obligation="work_file", as_of=AS_OF)
    complete = rows_behind(reader, obligation="work_file_complete", as_of=AS_OF)

    assert (list(filed["is_done"]), list(complete["is_done"])) == ([True], [False])


def test_a_task_without_a_file_is_not_complete_either(reader, add_task, add_work_file):
    add_work_file(work_file_code="01.VP", department_code="VP")
    add_task(department_code="VP", work_file_code=None)

    assert list(rows_behind(reader, obligation="work_file_complete", as_of=AS_OF)["is_done"]) == [False]


def test_what_is_left_stands_first_and_carries_its_cell(reader, add_task):
    add_task(department_code="VP", is_reported=True)
    add_task(department_code="VP", is_reported=False)

    rows = rows_behind(reader, obligation="task_reported", as_of=AS_OF)

    assert list(rows["is_done"]) == [False, True]
    assert rows[["import_id", "sheet", "source_row"]].notna().all(axis=None)


def test_another_departments_rows_are_not_behind_a_departments_number(reader_for, add_task):
    add_task(department_code="VP", is_reported=False)
    add_task(department_code="QLDT", is_reported=False)

    rows = rows_behind(reader_for("QLDT"), obligation="task_reported", as_of=AS_OF)

    assert set(rows["department_code"]) == {"QLDT"}

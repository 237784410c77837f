"""Tasks: what counts, on which side of each boundary, in whose scope."""

from datetime import date, timedelta

import pytest

from domain.agency.scope import Scope
from metrics.counts.tasks import COLUMNS, tasks
from store.builds.reader import Reader

AS_OF = date(2023, 11, 12)
DAY = timedelta(days=1)


def test_a_task_falls_into_exactly_one_of_each_pair(reader, add_task, row_of):
    add_task(completed_date=AS_OF, due_date=AS_OF)
    add_task(completed_date=AS_OF, due_date=AS_OF - DAY)
    add_task(completed_date=AS_OF, due_date=None)
    add_task(due_date=AS_OF)
    add_task(due_date=AS_OF - DAY)
    add_task(due_date=None)
    add_task(completed_date=AS_OF + DAY, due_date=AS_OF + DAY)

    assert row_of(tasks(reader, as_of=AS_OF), "QLDT") == {
        "department_code": "QLDT", "total": 7, "completed": 3, "completed_on_time": 2, "completed_late": 1,
        "open": 4, "open_overdue": 1, "open_in_time": 2, "open_no_deadline": 1,
        "reported": 0, "archived": 0, "with_work_file": 0,
    }  # fmt: skip


def test_reported_archived_and_filed_are_what_the_export_says(reader, add_task, row_of):
    add_task(is_reported=True, is_archived=False, work_file_code="01.QLDT")
    add_task(is_reported=False, is_archived=True, work_file_code="")
    add_task(is_reported=None, is_archived=None)

    row = row_of(tasks(reader, as_of=AS_OF), "TOTAL")

    assert (row["total"], row["reported"], row["archived"], row["with_work_file"]) == (3, 1, 1, 1)


def test_every_scored_department_has_its_row_in_order_then_leadership_then_total(reader, add_task):
    add_task(department_code="LDB")
    add_task(department_code="TNMT")

    result = tasks(reader, as_of=AS_OF)

    assert list(result.columns) == list(COLUMNS)
    assert list(result.department_code) == [
        "VP", "QLDT", "QLDN", "QHXD", "TNMT", "QLLD", "KHTH", "VPDD", "TTXT", "TCKKT", "LDB", "TOTAL",
    ]  # fmt: skip
    assert list(result.total) == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2]


def test_one_department_stands_alone(reader, add_task):
    add_task(department_code="VP")

    assert list(tasks(reader, as_of=AS_OF, department="VP").department_code) == ["VP"]


def test_a_department_reader_sees_its_own_rows_and_their_total(reader_for, add_task):
    add_task(department_code="VP")
    add_task(department_code="QLDT")

    result = tasks(reader_for("QLDT"), as_of=AS_OF)

    assert result[["department_code", "total"]].values.tolist() == [["QLDT", 1], ["TOTAL", 1]]


def test_an_empty_scope_sees_nothing(warehouse, add_task):
    add_task()

    assert tasks(Reader(warehouse.connection, Scope()), as_of=AS_OF).empty


def test_a_kind_never_loaded_gives_no_rows(reader):
    assert tasks(reader, as_of=AS_OF).empty


def test_before_the_first_export_rows_are_cut_by_their_own_dates(reader, add_task, row_of):
    day = date(2023, 11, 1)
    add_task(assigned_date=day + DAY)
    add_task(assigned_date=day, completed_date=day, is_reported=True, reported_date=day, is_archived=True,
             archived_date=day + DAY)  # fmt: skip
    add_task(assigned_date=day, completed_date=day + DAY, is_reported=True, is_archived=True)

    row = row_of(tasks(reader, as_of=day), "QLDT")

    assert (row["total"], row["completed"], row["reported"], row["archived"]) == (2, 1, 1, 0)


@pytest.mark.parametrize(("day", "completed"), [(date(2023, 11, 5), 1), (date(2023, 11, 10), 0)])
def test_a_reopened_task_is_open_from_the_export_that_shows_it_open(reader, add_task, row_of, day, completed):
    add_task(as_of_date=date(2023, 11, 5), state_until=date(2023, 11, 9), task_code="A",
             completed_date=date(2023, 11, 3))  # fmt: skip
    add_task(as_of_date=date(2023, 11, 9), state_from=date(2023, 11, 9), task_code="A")

    row = row_of(tasks(reader, as_of=day), "QLDT")

    assert (row["total"], row["completed"]) == (1, completed)


def test_a_vanished_task_stays_in_the_total(reader, add_task, row_of):
    add_task(as_of_date=date(2023, 11, 5), vanished_from=date(2023, 11, 9))

    assert row_of(tasks(reader, as_of=AS_OF), "QLDT")["total"] == 1


def test_a_row_replaced_on_its_own_day_is_never_state(reader, add_task, row_of):
    add_task(state_from=None)
    add_task()

    assert row_of(tasks(reader, as_of=AS_OF), "QLDT")["total"] == 1

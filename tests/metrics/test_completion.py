"""Completion: required and done, unknown against not applicable, and when 100 may be said."""

from datetime import date, datetime, timedelta

import pytest

from domain.agency.scope import Scope
from metrics.progress.completion import COLUMNS, OBLIGATIONS, completion
from metrics.progress.rejected import standing_rows
from store.builds.reader import Reader

AS_OF = date(2023, 11, 12)
DAY = timedelta(days=1)


@pytest.fixture
def of(reader, row_of):
    """One row of completion by department and obligation: ``of("VP", "apology")``."""
    return lambda code, obligation, as_of=AS_OF: row_of(
        completion(reader, as_of=as_of), code, obligation=obligation
    )


def required_done(row):
    return row["required"], row["done"], row["rate_pct"], row["not_applicable"]


def test_units_have_every_obligation_leadership_what_it_has_and_total_comes_last(reader, add_task):
    add_task(department_code="LDB")

    table = completion(reader, as_of=AS_OF)

    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 10 * 8 + 4 + 8
    assert list(table.obligation[:8]) == list(OBLIGATIONS)
    assert list(table.department_code[-12:]) == ["LDB"] * 4 + ["TOTAL"] * 8


def test_reported_and_archived_are_two_rates(of, add_task):
    add_task(is_reported=True, is_archived=True)
    add_task(is_reported=True, is_archived=False)
    add_task(is_reported=False, is_archived=False)

    assert required_done(of("QLDT", "task_reported")) == (3, 2, 66.7, False)
    assert required_done(of("QLDT", "task_archived")) == (3, 1, 33.3, False)
    assert required_done(of("TOTAL", "task_archived")) == (3, 1, 33.3, False)


def test_a_kind_never_loaded_is_unknown_and_nothing_to_do_is_not_applicable(of, add_task):
    add_task(is_reported=True)

    assert required_done(of("QLDT", "apology")) == (None, None, None, False)
    assert required_done(of("VP", "task_reported")) == (0, 0, None, True)


def test_a_column_the_export_lacks_is_unknown(of, add_task):
    add_task(is_reported=True, is_archived=None)
    add_task(is_reported=True, is_archived=True, department_code="VP")

    assert required_done(of("QLDT", "task_archived")) == (1, None, None, False)
    assert required_done(of("TOTAL", "task_archived")) == (1, 1, 100.0, False)


def test_a_task_counts_as_filed_when_its_file_is_in_the_list(of, add_task, add_work_file):
    full = {
        "title": "t",
        "retention": "5 năm",
        "creator": "a",
        "opened_date": date(2023, 1, 3),
        "documents": 1,
    }
    add_work_file(work_file_code="A", **full)
    add_work_file(work_file_code="B", **{**full, "retention": None})
    add_work_file(work_file_code="C", department_code="VP", **full)
    for code in ("A", "B", "C", "D", None, ""):
        add_task(work_file_code=code)

    assert required_done(of("QLDT", "work_file")) == (6, 3, 50.0, False)
    assert required_done(of("QLDT", "work_file_complete")) == (6, 2, 33.3, False)


def test_a_department_reader_gets_the_same_rates_as_the_office(
    of, reader_for, row_of, add_task, add_work_file
):
    add_work_file(work_file_code="A", department_code="VP")
    add_task(work_file_code="A", is_reported=True)
    add_task(department_code="VP")

    own = completion(reader_for("QLDT"), as_of=AS_OF)

    assert set(own.department_code) == {"QLDT", "TOTAL"}
    assert row_of(own, "QLDT", obligation="work_file") == of("QLDT", "work_file")
    assert row_of(own, "TOTAL", obligation="work_file")["required"] == 1


def test_without_a_list_of_work_files_filing_is_unknown(of, add_task):
    add_task(work_file_code="A")

    assert required_done(of("QLDT", "work_file")) == (1, None, None, False)
    assert required_done(of("TOTAL", "work_file")) == (1, None, None, False)


def test_a_unit_that_no_work_file_list_covers_stays_out_of_the_total(of, add_task, add_import, add_work_file):
    add_import("work_files", departments=("VP",), import_id="w")
    add_work_file(import_id="w", work_file_code="A", department_code="VP")
    add_task(department_code="VP", work_file_code="A")
    add_task(department_code="QLDT", work_file_code="A")

    assert required_done(of("QLDT", "work_file")) == (1, None, None, False)
    assert required_done(of("TOTAL", "work_file")) == (1, 1, 100.0, False)


def test_a_unit_that_no_task_export_covers_is_unknown(of, add_task, add_import):
    add_import("hpnet_tasks", departments=("VP",), import_id="t")
    add_task(import_id="t", department_code="VP", is_reported=True)

    assert required_done(of("TNMT", "task_reported")) == (None, None, None, False)
    assert required_done(of("TOTAL", "task_reported")) == (1, 1, 100.0, False)


def test_cancelled_tasks_are_not_required(of, add_task):
    add_task(status="cancelled", is_reported=False)
    add_task(status="transferred", is_reported=False)
    add_task(is_reported=True)

    assert required_done(of("QLDT", "task_reported")) == (2, 1, 50.0, False)


def test_vanished_tasks_stay_required_and_are_counted(of, add_task):
    add_task(as_of_date=date(2023, 11, 5), vanished_from=AS_OF, is_reported=True)
    add_task(as_of_date=date(2023, 11, 5), vanished_from=AS_OF + DAY, is_reported=True)

    row = of("QLDT", "task_reported")

    assert (row["required"], row["vanished"]) == (2, 1)


def test_a_rate_is_never_rounded_up_to_100(of, add_task):
    for number in range(2001):
        add_task(is_reported=number > 0)

    assert of("QLDT", "task_reported")["rate_pct"] == 99.9


def test_100_is_not_claimed_while_a_rejected_row_stands(of, warehouse, add_task):
    task = add_task(is_reported=True)
    add_task(is_reported=True, department_code="VP")
    warehouse.insert("rejected_row", {
        "import_id": task["import_id"], "kind": "hpnet_tasks", "sheet": "Trang 1", "source_row": 99,
        "business_key": "CV-99", "department_code": "QLDT",
    })  # fmt: skip

    assert of("QLDT", "task_reported")["rate_pct"] == 99.9
    assert of("VP", "task_reported")["rate_pct"] == 100
    assert of("TOTAL", "task_reported")["rate_pct"] == 99.9


def test_a_rejected_row_put_right_by_a_later_file_of_the_day_no_longer_stands(
    of, warehouse, add_task, add_import
):
    first = add_import("hpnet_tasks", import_id="first")
    add_import("hpnet_tasks", import_id="second")
    add_task(import_id="second", task_code="CV-99", is_reported=True)
    warehouse.insert("rejected_row", {
        "import_id": first, "kind": "hpnet_tasks", "sheet": "Trang 1", "source_row": 99,
        "business_key": "CV-99", "department_code": "QLDT",
    })  # fmt: skip

    assert of("QLDT", "task_reported")["rate_pct"] == 100


def test_a_published_result_put_right_by_a_later_file_of_the_day_no_longer_stands(
    warehouse, reader, add, add_import
):
    first = add_import("sipas", import_id="first")
    add_import("sipas", import_id="second")
    stood = {"import_id": first, "kind": "sipas", "sheet": "Trang 1", "business_key": "SIPAS|2022|A|"}
    for place, key in enumerate((stood["business_key"], "SIPAS|2022|B|"), start=98):
        warehouse.insert("rejected_row", {**stood, "business_key": key, "source_row": place})
    add("index_result", kind="sipas", import_id="second", business_key=stood["business_key"])

    assert [row["business_key"] for row in standing_rows(reader, as_of=AS_OF)] == ["SIPAS|2022|B|"]


def test_a_rejected_row_of_an_older_export_no_longer_stands(of, warehouse, add_task, add_import):
    old = add_import("hpnet_tasks", as_of=AS_OF - DAY)
    add_task(is_reported=True)
    warehouse.insert("rejected_row", {
        "import_id": old, "kind": "hpnet_tasks", "sheet": "Trang 1", "source_row": 99,
        "business_key": "CV-99", "department_code": "QLDT",
    })  # fmt: skip

    assert of("QLDT", "task_reported")["rate_pct"] == 100


def test_an_apology_is_done_when_valid_even_if_late(of, add_dossier, add_apology):
    due, valid = datetime(2023, 11, 1, 17), {"reason": "r", "rescheduled_to": AS_OF, "apology_number": "1"}
    for code in "ABCD":
        add_dossier(dossier_code=code, received_at=datetime(2023, 10, 1), promised_at=due)
    add_apology(dossier_code="A", apology_date=date(2023, 11, 1), **valid)
    add_apology(dossier_code="B", apology_date=date(2023, 11, 5), **valid)
    add_apology(dossier_code="C", apology_date=date(2023, 11, 1), **{**valid, "reason": None})

    assert required_done(of("QLDT", "apology")) == (4, 2, 50.0, False)
    assert required_done(of("VP", "apology")) == (0, 0, None, True)


def test_without_any_register_apologies_are_unknown(of, add_dossier):
    add_dossier(received_at=datetime(2023, 10, 1), promised_at=datetime(2023, 11, 1))

    assert required_done(of("QLDT", "apology")) == (1, None, None, False)


def test_shared_items_count_once_in_total(of, add_shortfall, add_assignment, add_document):
    add_shortfall(department_codes=["VP", "QLDT"], status="done")
    add_shortfall(status="in_progress")
    add_assignment(lead_codes=["VP", "QLDT"], status="done")
    add_document(is_signed=True)
    add_document(is_signed=False)

    assert required_done(of("VP", "shortfall")) == (1, 1, 100.0, False)
    assert required_done(of("TOTAL", "shortfall")) == (2, 1, 50.0, False)
    assert required_done(of("TOTAL", "assignment")) == (1, 1, 100.0, False)
    assert required_done(of("QLDT", "digital_signature")) == (2, 1, 50.0, False)


def test_the_statistics_stand_in_where_there_are_no_task_rows(of, add_task, add_summary):
    add_task(department_code="VP", is_reported=True)
    add_summary(department_code="VP", total=50, not_reported=1)
    add_summary(department_code="QLDT", person="A", total=6, not_reported=1, not_archived=2)
    add_summary(department_code="QLDT", person="B", total=4, not_reported=0, not_archived=3)
    add_summary(department_code="TNMT", person="A", total=6, not_reported=1)
    add_summary(department_code="TNMT", person=None, total=9, not_reported=1)

    assert required_done(of("VP", "task_reported")) == (1, 1, 100.0, False)
    assert of("VP", "task_reported")["from_summary"] is False
    assert required_done(of("QLDT", "task_reported")) == (10, 9, 90.0, False)
    assert required_done(of("QLDT", "task_archived")) == (10, 5, 50.0, False)
    assert of("QLDT", "task_archived")["from_summary"] is True
    assert of("TNMT", "task_reported")["required"] == 9
    assert of("TOTAL", "task_reported")["required"] == 20


def test_data_age_is_that_of_the_newest_export_that_covers_the_unit(of, add_task, add_import):
    add_import("hpnet_tasks", as_of=AS_OF - 3 * DAY)
    add_import("hpnet_tasks", as_of=AS_OF - DAY, departments=("VP",))
    add_import("hpnet_tasks", as_of=AS_OF + DAY, import_id="later")

    assert of("VP", "task_reported")["data_age_days"] == 1
    assert of("QLDT", "task_reported")["data_age_days"] == 3
    assert of("TOTAL", "task_reported")["data_age_days"] == 3


def test_before_the_first_export_a_report_counts_only_if_completed_by_then(of, add_task):
    day = date(2023, 11, 1)
    add_task(assigned_date=day, completed_date=day, is_reported=True)
    add_task(assigned_date=day, completed_date=day + DAY, is_reported=True)
    add_task(assigned_date=day + DAY, is_reported=True)

    row = of("QLDT", "task_reported", as_of=day)

    assert (row["required"], row["done"], row["data_age_days"]) == (2, 1, None)


def test_one_department_stands_alone(reader, add_task):
    add_task()

    assert set(completion(reader, as_of=AS_OF, department="VP").department_code) == {"VP"}


def test_an_empty_scope_sees_nothing(warehouse, add_task):
    add_task()

    assert completion(Reader(warehouse.connection, Scope()), as_of=AS_OF).empty

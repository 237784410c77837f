"""Work files, documents, assignments and shortfalls, counted from small tables by hand."""

from datetime import date, datetime, timedelta

import pytest

from metrics.counts.assignments import assignments
from metrics.counts.documents import documents
from metrics.counts.shortfalls import shortfalls
from metrics.counts.work_files import work_files

AS_OF = date(2023, 11, 12)
DAY = timedelta(days=1)
COMPLETE = {
    "title": "Hồ sơ", "retention": "10 năm", "creator": "Nguyễn Văn A", "opened_date": date(2023, 3, 1), "documents": 4,
}  # fmt: skip


@pytest.mark.parametrize("gap", COMPLETE)
def test_a_work_file_lacking_one_field_is_not_complete(reader, add_work_file, row_of, gap):
    add_work_file(**COMPLETE)
    add_work_file(**{**COMPLETE, gap: None})

    row = row_of(work_files(reader, as_of=AS_OF), "QLDT")

    assert (row["total"], row["complete"]) == (2, 1)


@pytest.mark.parametrize(
    ("columns", "closed", "complete"),
    [
        ({"status": "open"}, 0, 1),
        ({"status": "closed"}, 1, 0),
        ({"status": "closed", "closed_date": date(2023, 3, 1)}, 1, 1),
        ({"status": "closed", "closed_date": date(2023, 2, 28)}, 1, 0),
        ({"closed_date": date(2023, 5, 1)}, 1, 1),
        ({"documents": 0}, 0, 0),
    ],
)
def test_a_closed_file_needs_a_closing_date_not_before_its_opening(
    reader, add_work_file, row_of, columns, closed, complete
):
    add_work_file(**{**COMPLETE, **columns})

    row = row_of(work_files(reader, as_of=AS_OF), "QLDT")

    assert (row["closed"], row["complete"]) == (closed, complete)


def test_submitted_files_and_documents_are_added_up(reader, add_work_file, row_of):
    add_work_file(**COMPLETE, status="submitted", closed_date=date(2023, 5, 1))
    add_work_file(**COMPLETE, status="waiting")

    row = row_of(work_files(reader, as_of=AS_OF), "TOTAL")

    assert (row["closed"], row["submitted_to_archive"], row["documents"]) == (2, 1, 8)


def test_before_the_first_list_a_file_is_cut_by_its_own_dates(reader, add_work_file, row_of):
    add_work_file(**{**COMPLETE, "status": "closed", "closed_date": date(2023, 5, 2)})

    row = row_of(work_files(reader, as_of=date(2023, 5, 1)), "QLDT")

    assert (row["total"], row["closed"], row["complete"]) == (1, 0, 1)
    assert row_of(work_files(reader, as_of=date(2023, 2, 1)), "QLDT")["total"] == 0


def test_documents_count_those_signed(reader, add_document, row_of):
    add_document(is_signed=True)
    add_document(is_signed=False)
    add_document(is_signed=None)
    add_document(is_signed=True, department_code="VP")

    table = documents(reader, as_of=AS_OF)

    assert (row_of(table, "QLDT")["total"], row_of(table, "QLDT")["signed"]) == (3, 1)
    assert row_of(table, "TOTAL")["signed"] == 2


def test_a_job_of_two_departments_counts_for_each_and_once_in_total(reader, add_assignment, row_of):
    add_assignment(lead_codes=["VP", "QLDT"], status="done")
    add_assignment(lead_codes=["VP"], due_date=AS_OF - DAY)
    add_assignment(lead_codes=["VP"], due_date=AS_OF)
    add_assignment(lead_codes=[], due_date=AS_OF - DAY)

    table = assignments(reader, as_of=AS_OF)

    assert row_of(table, "VP") == {"department_code": "VP", "total": 3, "done": 1, "overdue": 1}
    assert row_of(table, "QLDT")["total"] == 1
    assert row_of(table, "TOTAL") == {"department_code": "TOTAL", "total": 4, "done": 1, "overdue": 2}


def test_a_job_completed_later_is_not_done_on_the_day(reader, add_assignment, row_of):
    add_assignment(status="done", completed_date=AS_OF + DAY)
    add_assignment(completed_date=AS_OF)

    assert row_of(assignments(reader, as_of=AS_OF), "QLDT")["done"] == 1


def test_a_job_that_a_department_only_supports_is_not_its_own(reader_for, add_assignment, row_of):
    add_assignment(lead_codes=["VP"], support_codes=["TNMT"])
    add_assignment(lead_codes=["TNMT", "VP"])

    table = assignments(reader_for("TNMT"), as_of=AS_OF)

    assert table[["department_code", "total"]].values.tolist() == [["TNMT", 1], ["TOTAL", 1]]


def test_shortfalls_sum_points_and_those_won_back(reader, add_shortfall, row_of):
    add_shortfall(lost_points="0.25", status="done", department_code="VP")
    add_shortfall(lost_points="0.10", status="in_progress", department_codes=["VP", "QLDT"])
    add_shortfall(lost_points=None, max_score="1.5", score="1.0")

    table = shortfalls(reader, as_of=AS_OF)

    assert row_of(table, "VP") == {
        "department_code": "VP",
        "total": 2,
        "lost": 0.35,
        "recovered": 0.25,
        "open": 1,
    }
    assert row_of(table, "QLDT")["lost"] == 0.1
    assert row_of(table, "TOTAL") == {
        "department_code": "TOTAL", "total": 3, "lost": 0.85, "recovered": 0.25, "open": 2,
    }  # fmt: skip


def test_only_the_newest_list_of_shortfalls_counts(reader, add_shortfall, row_of):
    add_shortfall(year=2021, lost_points="9")
    add_shortfall(year=2022, lost_points="1")

    assert row_of(shortfalls(reader, as_of=AS_OF), "TOTAL")["lost"] == 1


def test_a_department_reader_sees_its_own_shortfalls(reader_for, add_shortfall):
    add_shortfall(department_codes=["VP", "QLDT"], lost_points="1")
    add_shortfall(department_codes=["QLDT"], lost_points="2")
    add_shortfall(lost_points="4")

    assert shortfalls(reader_for("VP"), as_of=AS_OF)[["department_code", "lost"]].values.tolist() == [
        ["VP", 1.0], ["TOTAL", 1.0],
    ]  # fmt: skip


@pytest.mark.parametrize("metric", [work_files, documents, assignments, shortfalls])
def test_a_kind_never_loaded_gives_no_rows(reader, metric):
    assert metric(reader, as_of=AS_OF).empty


def test_a_document_signed_later_is_not_signed_on_a_reconstructed_day(reader, add_document, row_of):
    add_document(is_signed=True, issued_date=date(2023, 11, 1), signed_at=datetime(2023, 11, 3, 8))

    assert row_of(documents(reader, as_of=date(2023, 11, 2)), "QLDT") == {
        "department_code": "QLDT", "total": 1, "signed": 0,
    }  # fmt: skip

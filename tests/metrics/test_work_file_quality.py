"""Each work file says by name what it lacks and when it must go to the archive; unknown is never none."""

from datetime import date

import pytest

from metrics.counts.work_file_quality import retention_years, work_file_quality
from metrics.counts.work_files import work_files

AS_OF = date(2023, 11, 12)
WHOLE = {
    "title": "Cải cách hành chính", "retention": "20 năm", "creator": "Nguyễn Văn A", "opened_date": date(2022, 1, 3),
    "documents": 4,
}  # fmt: skip


def one(reader, **more) -> dict:
    table = work_file_quality(reader, as_of=AS_OF, **more)
    assert len(table) == 1
    return table.to_dict("records")[0]


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"title": None}, "tiêu đề"),
        ({"retention": ""}, "thời hạn bảo quản"),
        ({"creator": None}, "người lập"),
        ({"opened_date": None}, "ngày mở"),
        ({"documents": 0}, "văn bản trong hồ sơ"),
        ({"status": "closed", "closed_date": None}, "ngày đóng hợp lệ"),
        ({"status": "closed", "closed_date": date(2021, 1, 1)}, "ngày đóng hợp lệ"),
    ],
)
def test_every_gap_has_its_name(reader, add_work_file, lacking, said):
    add_work_file(**{**WHOLE, **lacking})

    row = one(reader)
    assert row["missing_fields"] == said and not row["is_complete"]


def test_what_is_complete_here_is_complete_in_the_count(reader, add_work_file):
    add_work_file(**WHOLE)
    add_work_file(**{**WHOLE, "title": ""})
    add_work_file(**{**WHOLE, "status": "closed", "closed_date": date(2023, 1, 1), "department_code": "VP"})

    table, counts = work_file_quality(reader, as_of=AS_OF), work_files(reader, as_of=AS_OF)
    total = counts[counts["department_code"] == "TOTAL"].iloc[0]
    assert int(table["is_complete"].sum()) == total["complete"] == 2 and len(table) == total["total"] == 3
    assert list(table[table["is_complete"]]["missing_fields"].unique()) == [""]


@pytest.mark.parametrize(
    ("closed", "state", "due"),
    [
        (date(2022, 11, 11), "overdue", date(2023, 11, 11)),
        (date(2022, 11, 12), "soon", date(2023, 11, 12)),
        (date(2022, 12, 12), "soon", date(2023, 12, 12)),
        (date(2022, 12, 13), "later", date(2023, 12, 13)),
    ],
)
def test_a_closed_file_is_due_a_year_later_and_named_thirty_days_before(
    reader, add_work_file, closed, state, due
):
    add_work_file(**{**WHOLE, "status": "closed", "closed_date": closed})

    row = one(reader)
    assert (row["archive_state"], row["archive_due"]) == (state, due)
    assert row["days_left"] == (due - AS_OF).days


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"),
        ({"status": "closed", "closed_date": date(2022, 5, 5), "retention": "02 năm"}, "not_required"),
        ({"status": "closed", "closed_date": date(2022, 5, 5), "retention": "05 năm"}, "overdue"),
        ({"status": "closed", "closed_date": date(2022, 5, 5), "retention": "Vĩnh viễn"}, "overdue"),
        ({"status": "closed", "closed_date": date(2022, 5, 5), "retention": "Lâu dài"}, "unknown"),
        ({"status": "closed", "closed_date": date(2022, 5, 5), "retention": None}, "unknown"),
        ({"status": "closed", "closed_date": None}, "unknown"),
        ({"status": "submitted", "closed_date": date(2022, 5, 5)}, "handed_over"),
    ],
)
def test_the_limit_is_told_only_where_it_is_known(reader, add_work_file, values, state):
    add_work_file(**{**WHOLE, **values})

    assert one(reader)["archive_state"] == state


@pytest.mark.parametrize(
    ("text", "years"),
    [("20 năm", 20), ("05 nam", 5), ("10", 10), ("VĨNH VIỄN", 10_000), ("5 đến 10 năm", None), ("", None), ("năm 2023", None)],
)  # fmt: skip
def test_a_retention_is_read_or_left_unknown(text, years):
    assert retention_years(text) == years


def test_a_unit_sees_its_own_files(reader, reader_for, add_work_file):
    add_work_file(**WHOLE)
    add_work_file(**{**WHOLE, "department_code": "VP"})

    assert set(work_file_quality(reader_for("VP"), as_of=AS_OF)["department_code"]) == {"VP"}
    assert set(work_file_quality(reader, as_of=AS_OF, department="QLDT")["department_code"]) == {"QLDT"}

"""Are the months of one workbook told apart in words, and asked about where they are parts of one list?"""

from datetime import date
from typing import Any

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.publishing.several_days import let_go
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.program.errors import RefusedFileError
from tests.sources import workbooks
from tests.sources.all_done import KNOWN, UNITS, all_done
from tests.sources.test_cases_of_values import Office

HEADS = ("Mã công việc", "Trích yếu", "Ngày giao việc", "Đơn vị xử lý", "Hạn hoàn thành", "Ngày hoàn thành")


def month(day: str, *numbers: int, units: tuple[str, ...] = (KNOWN,)) -> list[tuple[Any, ...]]:
    rows = [
        (f"CV-{n}", f"Việc {n}", "02/10/2023", units[n % len(units)], "30/11/2023", None) for n in numbers
    ]
    return [(f"THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET (số liệu đến ngày {day})",), HEADS, *rows]


def read(sheets: dict[str, Any], **options: Any):
    book = read_workbook(workbooks.xlsx(sheets), limits=Limits())
    return extract(book, file_name="cong viec.xlsx", options=Options(**options))


PARTS = {"Tháng 10": month("31/10/2023", *range(1, 11)), "Tháng 11": month("12/11/2023", *range(11, 21))}
STATES = {"Tháng 10": month("31/10/2023", *range(1, 11)), "Tháng 11": month("12/11/2023", *range(2, 21))}


@pytest.fixture
def office(tmp_path, capfdbinary) -> Office:
    return Office(tmp_path, capfdbinary)


def test_the_states_of_two_days_are_loaded_each_for_its_day_and_said(office):
    report = office.load(("cong viec.xlsx", workbooks.xlsx(STATES)))

    (told,) = [issue for issue in report["issues"] if issue["code"] == "several_days"]
    assert (told["severity"], told["value"]) == (
        "warning",
        "31/10/2023: trang Tháng 10; 12/11/2023: trang Tháng 11",
    )
    assert report["status"] == "loaded" and office.metric("tasks")["total"] == 20


def test_two_parts_of_one_list_are_asked_about_and_one_day_makes_them_one(office):
    file = ("cong viec.xlsx", workbooks.xlsx(PARTS))

    report = office.load(file)

    assert (report["status"], report["choice"]["what"]) == ("needs_choice", "effect")
    (said,) = report["choice"]["options"]
    assert "10 trong 10 dòng của ngày 31/10/2023 không còn trong bảng ngày 12/11/2023" in said
    assert office.load(file, options=("--as-of", "2023-11-12"))["status"] == "loaded"
    assert office.metric("tasks")["total"] == 20
    assert office.metric("completion")["vanished"] == 0


def test_a_few_rows_of_every_unit_are_asked_about_together():
    sheets = {
        "A": month("31/10/2023", *range(1, 11), units=UNITS),
        "B": month("12/11/2023", *range(11, 21), units=UNITS),
    }

    (said,) = let_go(read(sheets).tables, rows=5, share=0.2)

    assert "10 trong 10 dòng của ngày 31/10/2023" in said


@pytest.mark.parametrize(
    "sheets",
    [
        {"A": month("12/11/2023", *range(1, 11)), "B": month("12/11/2023", *range(11, 21))},
        {"A": month("31/10/2023", *range(1, 11)), "B": month("12/11/2023", *range(11, 21), units=UNITS[:1])},
        {"A": month("31/10/2023", *range(1, 11)), "B": [("Từ ngày 01/11/2023 đến ngày 12/11/2023",), *month("12/11/2023", *range(11, 21))]},
    ],
    ids=["one_day", "another_unit", "a_period"],
)  # fmt: skip
def test_nothing_is_asked_where_nothing_vanishes(sheets):
    assert list(let_go(read(sheets).tables, rows=5, share=0.2)) == []


@pytest.mark.parametrize(
    "kind", ["work_files", "dossiers", "apologies", "outgoing_documents", "shortfalls", "assignments"]
)
def test_months_of_every_kind_are_said(kind):
    _, content = all_done(kind)
    book = read_workbook(content, limits=Limits())
    rows = [tuple(row) for row in book.sheets[0].rows]
    earlier = [(rows[0][0].replace("12/11", "31/10"),), *rows[1:]]

    result = read({"Tháng 10": earlier, "Tháng 11": rows})

    assert [table.as_of for table in result.tables] == [date(2023, 10, 31), date(2023, 11, 12)]
    assert [issue.code for issue in result.issues] == ["several_days"]


@pytest.mark.parametrize(
    "heads",
    [
        ("TT", "Chỉ tiêu", *UNITS[:5], "Tổng"),
        ("Chỉ tiêu", "VP", "P.QLĐT", "P.QLDN", "P.QLLĐ"),
        ("STT", "Tiêu chí", "Điểm tối đa", *UNITS[:4]),
    ],
)
def test_a_column_for_each_unit_is_refused_by_saying_so(heads):
    body = [(n, f"Chỉ tiêu {n}", *range(10, 10 + len(heads) - 2)) for n in range(1, 5)]

    with pytest.raises(RefusedFileError) as refusal:
        read({"Tổng hợp": [("THỐNG KÊ HPNET ĐẾN NGÀY 12/11/2023",), heads, *body]})

    assert refusal.value.code == "unrecognised_layout"
    assert "hàng ngang" in str(refusal.value) and "dòng 2" in str(refusal.value)

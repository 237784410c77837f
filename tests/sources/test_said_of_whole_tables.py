"""Is what a table lacks, or a cell holds too much of, said, so that nothing is counted in silence?"""

from datetime import date

import pytest

from tests.sources import workbooks
from tests.sources.test_cases_of_values import Office
from tests.sources.test_near_twins import APOLOGIES, said_of

TITLE = ("THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO ĐẾN NGÀY 12/11/2023",)
TASKS = (
    "STT",
    "Mã công việc",
    "Nội dung công việc",
    "Ngày giao",
    "Đơn vị xử lý",
    "Hạn xử lý",
    "Tình trạng xử lý",
)


@pytest.fixture
def office(tmp_path, capfdbinary) -> Office:
    return Office(tmp_path, capfdbinary)


def tasks_by_words(*words: str) -> tuple[str, bytes]:
    rows = [
        (n, f"CV-{n}", f"Việc {n}", date(2023, 11, 1), "Phòng Quản lý Đầu tư", date(2023, 11, 10), said)
        for n, said in enumerate(words, 1)
    ]
    return "viec.xlsx", workbooks.xlsx((TITLE, TASKS, *rows))


def register(*codes: str) -> tuple[str, bytes]:
    rows = [
        (n, code, "Phòng Quản lý Đầu tư", date(2023, 11, 1), f"{n}/PXL", date(2023, 11, 2), "Chờ ý kiến")
        for n, code in enumerate(codes, 1)
    ]
    return "xl.xlsx", workbooks.xlsx(
        (("SỔ THEO DÕI XIN LỖI CÔNG KHAI ĐẾN NGÀY 12/11/2023",), APOLOGIES, *rows)
    )


def test_rows_done_by_their_words_alone_are_counted_as_open_and_said(office):
    report = office.load(tasks_by_words("Hoàn thành", "Đang xử lý", "Đã hoàn thành"))

    assert said_of(report, "finished_without_day") == [(None, "2")]
    assert office.metric("tasks")["completed"] == 0


def test_a_sheet_in_which_nothing_is_done_is_not_remarked(office):
    assert not said_of(office.load(tasks_by_words("Đang xử lý", "Chưa thực hiện")), "finished_without_day")


@pytest.mark.parametrize("cell", ["HS-1; HS-2; HS-3", "HS-1, HS-2", "HS-1\nHS-2", "HS-1 và HS-2"])
def test_a_cell_of_several_codes_is_no_code(office, cell):
    report = office.load(register(cell, "HS-9"))

    assert said_of(report, "several_codes") == [(3, cell)]
    assert [report["tables"][0][name] for name in ("accepted_rows", "rejected_rows")] == [1, 1]


@pytest.mark.parametrize("code", ["HS-1", "12/BC, VP", "H24.16-231107-0012", "000.00.16.H24-231107-0012"])
def test_one_code_is_taken_as_it_is(office, code):
    assert not said_of(office.load(register(code, "HS-9")), "several_codes")

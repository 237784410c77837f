"""Are codes that look alike, and years that look mistyped, said and left as they are?"""

from datetime import date
from typing import Any

import pytest

from tests.sources import workbooks
from tests.sources.test_cases_of_values import Office, task, tasks

OUTGOING = ("STT", "Số VB", "Ký hiệu", "Ngày ban hành", "Loại VB", "Trích yếu", "Đơn vị soạn thảo", "Ký số")
DOSSIERS = ("STT", "Mã hồ sơ", "Tên TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Đơn vị xử lý", "Trạng thái")  # fmt: skip
WORK_FILES = ("STT", "Mã hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập", "Phòng", "Ngày mở")
APOLOGIES = ("STT", "Mã hồ sơ", "Phòng xử lý", "Ngày hẹn trả", "Số phiếu xin lỗi", "Ngày xin lỗi", "Lý do")


@pytest.fixture
def office(tmp_path, capfdbinary) -> Office:
    return Office(tmp_path, capfdbinary)


def outgoing(*numbers: Any, name: str = "vb.xlsx") -> tuple[str, bytes]:
    rows = [
        (n, number, "BQL-VP", date(2023, 11, 2), "Công văn", f"Về việc số {n}", "Văn phòng", "Có")
        for n, number in enumerate(numbers, 1)
    ]
    return name, workbooks.xlsx((("SỔ VĂN BẢN ĐI ĐẾN NGÀY 12/11/2023",), OUTGOING, *rows))


def dossiers(*rows: tuple[str, date, date], name: str = "hs.xlsx") -> tuple[str, bytes]:
    lines = [
        (n, code, "Cấp giấy phép", "Công ty A", got, due, None, "Phòng Quản lý Đầu tư", "Đang xử lý")
        for n, (code, got, due) in enumerate(rows, 1)
    ]
    return name, workbooks.xlsx((("DANH SÁCH HỒ SƠ TTHC MỘT CỬA ĐẾN NGÀY 12/11/2023",), DOSSIERS, *lines))


def work_files(*codes: str) -> tuple[str, bytes]:
    rows = [
        (n, code, f"Hồ sơ số {n}", "20 năm", "Nguyễn Thử", "Văn phòng", date(2023, 1, 5))
        for n, code in enumerate(codes, 1)
    ]
    return "dm.xlsx", workbooks.xlsx((("DANH MỤC HỒ SƠ CÔNG VIỆC ĐẾN NGÀY 12/11/2023",), WORK_FILES, *rows))


def said_of(report: dict[str, Any], code: str) -> list[tuple[int | None, str]]:
    return [(issue["row"], issue["value"]) for issue in report["issues"] if issue["code"] == code]


@pytest.mark.parametrize(
    ("file", "value"),
    [
        (tasks(task(1, code="CV 0001"), task(2, code="CV-0001")), "“CV-0001” và “cv 0001”"),
        (tasks(task(1, code="CV-1"), task(2, code="CV-001")), "“CV-001” và “CV-1”"),
        (outgoing("05", "6", "5"), "“5” và “05”"),
        (work_files("01.VP", "02.VP", "01-VP"), "“01-VP” và “01.VP”"),
        (dossiers(*(("H24.16-231107-" + n, date(2023, 11, 7), date(2023, 11, 20)) for n in ("0012", "12"))), "“H24.16-231107-12” và “H24.16-231107-0012”"),
    ],
)  # fmt: skip
def test_two_spellings_in_one_file_are_remarked_and_stay_two(office, file, value):
    report = office.load(file)

    assert report["status"] == "loaded"
    assert [said for _, said in said_of(report, "near_twin")] == [value]
    assert report["tables"][0]["accepted_rows"] == report["tables"][0]["data_rows"]


def test_another_spelling_than_the_loaded_one_is_remarked(office):
    office.load(outgoing("05", "06", "12"))

    report = office.load(outgoing("5", "7", "12", name="vb2.xlsx"), options=("--accept-effect",))

    assert report["status"] == "loaded"
    assert said_of(report, "near_twin") == [(3, "“5” và “05”")]


def test_many_spellings_are_counted_in_one_remark(office):
    office.load(tasks(*(task(n, code=f"CV-{n:04}") for n in range(1, 31))))
    _, content = tasks(*(task(n, code=f"CV {n}") for n in range(1, 31)))

    report = office.load(("viec2.xlsx", content), options=("--accept-effect",))

    assert said_of(report, "near_twin") == [(None, "“cv 1” và “CV-0001”, cùng 29 dòng khác,")]


@pytest.mark.parametrize(
    "file",
    [
        tasks(*(task(n, code=code) for n, code in enumerate(("CV-1", "CV-10", "CV-100", "CV-11"), 1))),
        tasks(*(task(n, code=code) for n, code in enumerate(("1/23", "12/3", "123", "1/230"), 1))),
        outgoing("1", "10", "100", "101"),
        work_files("1.1", "1.10", "11", "1.01.1"),
    ],
)
def test_different_numbers_are_not_remarked(office, file):
    assert not said_of(office.load(file), "near_twin")


def test_a_year_that_may_be_a_slip_is_remarked(office):
    given = date(2023, 11, 2)
    dues = (date(2024, 11, 9), date(2025, 11, 2), date(2023, 11, 9), date(2024, 6, 30), date(2024, 1, 2))

    report = office.load(dossiers(*((f"HS-{n}", given, due) for n, due in enumerate(dues))))

    assert [row for row, _ in said_of(report, "year_in_doubt")] == [3, 4]
    assert report["tables"][0]["accepted_rows"] == 5


def test_a_due_year_that_may_be_a_slip_is_remarked_in_other_lists(office):
    of_tasks = office.load(tasks(task(1, due=date(2024, 11, 20)), task(2)))
    row = (1, "HS-1", "Văn phòng", date(2022, 11, 6), "05/PXL", date(2023, 11, 8), "Chậm")
    register = ("xl.xlsx", workbooks.xlsx((("SỔ XIN LỖI CÔNG KHAI ĐẾN NGÀY 12/11/2023",), APOLOGIES, row)))

    assert [row for row, _ in said_of(of_tasks, "year_in_doubt")] == [3]
    assert [row for row, _ in said_of(office.load(register), "year_in_doubt")] == [3]

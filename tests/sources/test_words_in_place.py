"""Words where a number, a code or a signature is to stand: taken for what they say, never for the thing itself."""

from datetime import date

import pytest

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from tests.sources import workbooks
from tests.sources.corpus import HEAD, TITLE, A, Rows, with_
from tests.sources.neighbours import AT

DOCUMENTS = ["Số VB", "Ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị soạn thảo", "Ký số", "Nơi nhận"]
DOSSIERS = ["Mã hồ sơ", "Tên thủ tục hành chính", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Phòng xử lý", "Trạng thái"]  # fmt: skip
APOLOGIES = ["Mã hồ sơ", "Số phiếu xin lỗi", "Ngày xin lỗi", "Số ngày trễ", "Lý do", "Phòng xử lý"]
RESULTS: Rows = [["STT", "Đơn vị", "Điểm", "Xếp hạng"], [1, "Sở Nội vụ", 95, 1], [2, "Sở Y tế", 91, 2], [3, "Ban Quản lý Khu kinh tế", 90, 3]]  # fmt: skip


def read(rows: Rows, file_name: str = "bang.xlsx") -> Extract:
    book = read_workbook(workbooks.xlsx({"Sheet1": rows}), limits=Limits())
    return extract(book, file_name=file_name, options=Options())


def told(result: Extract) -> list[tuple[str, str | None]]:
    (table,) = result.tables
    return [(issue.severity, issue.code) for issue in table.issues]


def work_file(cell: object) -> tuple[list[object], list[tuple[str, str | None]]]:
    result = read([*TITLE, [*HEAD, "Mã hồ sơ công việc"], [*A, cell]])
    return result.tables[0].frame["work_file_code"], told(result)


@pytest.mark.parametrize(
    "cell",
    ["Chưa lập", "chưa có", "Chưa lập HS", "Không", "đang lập", "không cần lập", "0", "Chưa cập nhật", "Đang cập nhật", "(chưa)",
     "ko có", "Không phải lập hồ sơ"],
)  # fmt: skip
def test_a_task_whose_work_file_is_denied_has_none(cell):
    assert work_file(cell) == ([None], [])


@pytest.mark.parametrize("cell", ["Đã lập", "x", "Có", "đã lập đủ", "Hồ sơ giấy", "Rồi"])
def test_words_for_a_work_file_that_name_none_are_asked_about(cell):
    assert work_file(cell) == ([None], [("warning", "invalid_value")])


@pytest.mark.parametrize(
    "cell", ["01.VP", "HS-2023-7", "2023/VP/11", "CHUNG-01", "Không số 05", "Chưa lập 1"]
)
def test_a_code_with_a_number_of_its_own_stays(cell):
    assert [value is not None for value in work_file(cell)[0]] == [True]


@pytest.mark.parametrize(
    "cell", ["Chưa có mã", "chưa có", "Không có", "đang cập nhật", "HS giấy", "chưa cấp số", "000"]
)
def test_a_dossier_without_a_code_is_no_dossier_of_that_name(cell):
    row = [cell, "Cấp giấy phép", "Công ty A", "01/11/2023", "10/11/2023", "P.QLĐT", "Đang xử lý"]
    sound = ["H24.16-231101-0001", *row[1:]]

    result = read([["DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH"], [AT], DOSSIERS, sound, row])

    assert result.tables[0].frame["business_key"] == ["H24.16-231101-0001"]
    assert told(result) == [("error", "missing_value")]


def signed(cell: object) -> tuple[object, list[tuple[str, str | None]]]:
    row = ["5", "BQL-VP", "02/11/2023", "V/v họp", "Văn phòng", cell, "UBND"]
    result = read([["SỔ VĂN BẢN ĐI"], [AT], DOCUMENTS, row])
    return result.tables[0].frame["is_signed"][0], told(result)


@pytest.mark.parametrize("cell", ["1/2", "0/2", "1 / 3", "Ký số 1/2", "2", "50%", "Đã ký số 1/2"])
def test_some_of_the_signatures_are_no_signature(cell):
    assert signed(cell) == (None, [("warning", "invalid_value")])


@pytest.mark.parametrize(
    "cell", ["2/2", "Đã ký số 2/2", "Có", "09:00 02/11/2023", "Ký số ngày 02/11/2023", "Đã ký số ngày 2/11"]
)
def test_all_of_the_signatures_are_one(cell):
    assert signed(cell) == (True, [])


@pytest.mark.parametrize("cell", ["2 giờ", "3 tháng", "1 năm", "5 giờ làm việc"])
def test_hours_and_months_are_never_counted_as_days(cell):
    row = ["H24.16-231001-0001", "05/PXL", "13/10/2023", cell, "Chờ ý kiến", "P.QLĐT"]
    sound = ["H24.16-231001-0002", "06/PXL", "13/10/2023", "3 ngày", "Chờ ý kiến", "P.QLĐT"]

    result = read([["SỔ THEO DÕI XIN LỖI CÔNG KHAI"], [AT], APOLOGIES, sound, row])

    assert result.tables[0].frame["overdue_days"] == [3.0]
    assert told(result) == [("error", "invalid_number")]


@pytest.mark.parametrize(
    "cell", ["Không phải báo cáo", "không cần", "Không thuộc diện báo cáo", "Miễn", "Không phát sinh"]
)
def test_what_need_not_be_reported_is_not_left_undone(cell):
    result = read([*TITLE, HEAD, with_(A, reported=cell)])

    assert result.tables[0].frame["is_reported"] == [None]
    assert told(result) == [("warning", "invalid_value")]


@pytest.mark.parametrize(
    "line", ["Cập nhật lúc 17h ngày 12/11/2023", "Cập nhật vào lúc 17:00 ngày 12/11/2023", "Kết xuất hồi 8 giờ 30 phút ngày 12/11/2023"]
)  # fmt: skip
def test_a_clock_before_the_day_hides_no_day(line):
    alone = read([TITLE[0], [line], HEAD, A])
    beside = read([TITLE[0], ["Số liệu đến ngày 10/11/2023"], [line], HEAD, A])

    assert (alone.choice, alone.tables[0].as_of) == (None, date(2023, 11, 12))
    assert beside.choice is not None
    assert beside.choice.what == "as_of"
    assert {date(2023, 11, 10), date(2023, 11, 12)} <= {*beside.choice.options}


@pytest.mark.parametrize(
    "title",
    ["KẾT QUẢ CHỈ SỐ CCHC NĂM 2022 CỦA CÁC SỞ, BAN, NGÀNH TỈNH QUẢNG NINH", "UBND TP ĐÀ NẴNG - KẾT QUẢ CHỈ SỐ CCHC NĂM 2022",
     "KẾT QUẢ DDCI TỈNH HẢI DƯƠNG NĂM 2022", "KẾT QUẢ SIPAS SỞ NGÀNH THÀNH PHỐ HỒ CHÍ MINH NĂM 2022"],
)  # fmt: skip
def test_results_of_another_province_are_asked_about(title):
    choice = read([[title], *RESULTS]).choice

    assert choice is not None
    assert choice.what == "kind"
    assert "của tỉnh, thành phố khác, không phải Thành phố Hải Phòng" in choice.why


@pytest.mark.parametrize(
    "title",
    ["KẾT QUẢ CHỈ SỐ CCHC CÁC SỞ, BAN, NGÀNH THÀNH PHỐ HẢI PHÒNG NĂM 2022", "KẾT QUẢ CHỈ SỐ CCHC CÁC SỞ, BAN, NGÀNH NĂM 2022",
     "KẾT QUẢ CHỈ SỐ CCHC HẢI PHÒNG SO VỚI TỈNH QUẢNG NINH NĂM 2022"],
)  # fmt: skip
def test_results_of_the_own_city_are_taken_for_what_they_are(title):
    choice = read([[title], *RESULTS]).choice

    assert choice is None or choice.what == "as_of"

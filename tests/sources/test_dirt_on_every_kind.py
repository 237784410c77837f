"""Does a footer, a filler column, a total, a group, a copy or an invisible mark change a figure of any kind of source?"""

from datetime import date
from typing import Any

import pytest

from data_loaders.declared.declarations import kinds
from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.sheets import Sheet, Workbook

N = None
Rows = list[list[Any]]
AT = ["(Số liệu tính đến ngày 12/11/2023)"]
TABLES: dict[str, tuple[str, list[str], Rows]] = {
    "hpnet_tasks": (
        "DANH SÁCH CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET",
        ["STT", "Mã công việc", "Trích yếu", "Đơn vị chủ trì", "Ngày giao", "Hạn xử lý", "Ngày hoàn thành", "Lưu trữ"],
        [
            [1, "CV-001", "Việc một", "Văn phòng", "01/11/2023", "10/11/2023", "09/11/2023", "x"],
            [2, "CV-002", "Việc hai", "P.QLĐT", "02/11/2023", "20/11/2023", N, N],
            [3, "CV-003", "Việc ba", "P.QLLĐ", "03/11/2023", "20/11/2023", N, N],
        ],
    ),
    "hpnet_summary": (
        "THỐNG KÊ CÔNG VIỆC TRÊN HPNET THEO PHÒNG",
        ["STT", "Phòng", "Tổng số công việc", "Đã hoàn thành", "Chưa báo cáo", "Chưa lưu trữ"],
        [[1, "Văn phòng", 12, 8, 1, 3], [2, "P.QLĐT", 5, 5, 0, 2], [3, "P.QLLĐ", 7, 1, 4, 4]],
    ),
    "work_files": (
        "DANH MỤC HỒ SƠ CÔNG VIỆC NĂM 2023",
        ["STT", "Mã hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập", "Ngày mở", "Ngày đóng", "Phòng"],
        [
            [1, "01.VP", "Hồ sơ kế hoạch", "10 năm", "Nguyễn Thị Thử", "01/02/2023", "10/11/2023", "VP"],
            [2, "02.VP", "Hồ sơ báo cáo", "Vĩnh viễn", "Nguyễn Thị Thử", "01/02/2023", N, "VP"],
        ],
    ),
    "outgoing_documents": (
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2023",
        ["STT", "Số", "Ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị soạn thảo", "Ký số"],
        [
            [1, "2101", "BQL-VP", "02/11/2023", "V/v một", "VP", "Đã ký số"],
            [2, "2102", "BQL-ĐT", "03/11/2023", "V/v hai", "QLDT", "Chưa"],
        ],
    ),
    "dossiers": (
        "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH",
        ["STT", "Mã hồ sơ", "Tên TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Phòng xử lý"],
        [
            [1, "H24-0001", "Cấp phép", "Công ty Thử", "01/11/2023", "08/11/2023", "07/11/2023", "QLDT"],
            [2, "H24-0002", "Cấp phép", "Công ty Mẫu", "02/11/2023", "09/11/2023", N, "QLLD"],
        ],
    ),
    "apologies": (
        "SỔ THEO DÕI XIN LỖI CÔNG KHAI NĂM 2023",
        ["STT", "Mã hồ sơ", "Phòng xử lý", "Ngày hẹn trả", "Số phiếu xin lỗi", "Ngày xin lỗi", "Lý do", "Ngày hẹn lại"],
        [
            [1, "H24-0001", "QLDT", "01/11/2023", "01/XL", "03/11/2023", "Chậm phối hợp", "10/11/2023"],
            [2, "H24-0002", "QLLD", "02/11/2023", N, N, N, N],
        ],
    ),
    "shortfalls": (
        "PHỤ LỤC 1. TỒN TẠI, HẠN CHẾ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022",
        ["STT", "Mã tiêu chí", "Tiêu chí thành phần", "Điểm chuẩn", "Điểm thẩm định", "Nguyên nhân", "Đơn vị chịu trách nhiệm"],
        [
            [1, "1.2", "Báo cáo cải cách", 3, 2.5, "Gửi chậm", "Văn phòng"],
            [2, "3.4.1", "Giải quyết thủ tục", 4, 3, "Quá hạn", "P.QLĐT"],
        ],
    ),
    "assignments": (
        "PHỤ LỤC 2. PHÂN CÔNG NHIỆM VỤ THỰC HIỆN CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023",
        ["STT", "Mã tiêu chí", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành", "Kết quả"],
        [
            [1, "1.1", "Ban hành kế hoạch", "Văn phòng", "Trước ngày 14/11/2023", "Đã hoàn thành"],
            [2, "1.2", "Gửi báo cáo quý", "P.QLĐT", "Trước ngày 14/11/2023", N],
        ],
    ),
    "indicator_scores": (
        "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023",
        ["Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"],
        [["1", "CHỈ ĐẠO", 5, 4.5], ["1.1", "Kế hoạch", 3, 2.5], ["1.2", "Báo cáo", 2, 2]],
    ),
    "indicator_set": (
        "BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (Kèm theo Quyết định số 900/QĐ-UBND ngày 15/01/2023)",
        ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"],
        [["1", "CHỈ ĐẠO", 5, N], ["1.1", "Kế hoạch", 3, "Đủ: 3 điểm; thiếu: 0 điểm"], ["1.2", "Báo cáo", 2, "Đủ: 2 điểm; thiếu: 0 điểm"]],
    ),
    "sipas": (
        "CHỈ SỐ HÀI LÒNG SIPAS NĂM 2022",
        ["STT", "Cơ quan", "Chỉ số SIPAS (%)", "Xếp hạng"],
        [[1, "Sở Thử Nghiệm", 92.15, 1], [2, "Sở Mẫu", 90.02, 2]],
    ),
    "ddci": (
        "KẾT QUẢ CHỈ SỐ DDCI NĂM 2022 KHỐI SỞ, BAN, NGÀNH",
        ["STT", "Sở, ban, ngành", "Điểm DDCI", "Xếp hạng"],
        [[1, "Sở Thử Nghiệm", 80.12, 1], [2, "Sở Mẫu", 79.1, 2]],
    ),
    "par_results": (
        "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC SỞ, NGÀNH NĂM 2022",
        ["STT", "Cơ quan", "Chỉ số CCHC (%)", "Xếp hạng"],
        [[1, "Sở Thử Nghiệm", 85.5, 1], [2, "Sở Mẫu", 85.25, 2]],
    ),
}  # fmt: skip
UNITS = ("Văn phòng", "P.QLĐT", "P.QLLĐ")
VALUES = {
    "date": "0{}/11/2023",
    "time": "0{}/11/2023 08:00",
    "count": "{}",
    "text": "Chữ thứ {}",
    "id": "{}/A",
    "code": "A-{}",
}


def table_of(kind: str) -> tuple[str, list[str], Rows]:
    """A small table of *kind*: the one that stands here, else one made of its declaration, its plain columns filled."""
    if kind in TABLES:
        return TABLES[kind]
    plain = {"department", *VALUES}
    columns = [
        one
        for one in kinds()[kind].columns.values()
        if not one.is_virtual and (one.required or one.type in plain)
    ]
    rows: Rows = [[n, *(_value(one.type, n) for one in columns)] for n in (1, 2, 3)]
    return kinds()[kind].own_titles[0].upper(), ["STT", *(one.label for one in columns)], rows


def _value(type_: str, n: int) -> str:
    return UNITS[n - 1] if type_ == "department" else VALUES[type_].format(n)


LISTS = (
    "hpnet_tasks",
    "work_files",
    "outgoing_documents",
    "dossiers",
    "apologies",
    "assignments",
    "shortfalls",
)
MARK = "\u200e"


def read(kind: str, rows: Rows) -> Extract:
    title, heads, _ = table_of(kind)
    written = [[title], AT, heads, *rows]
    width = max(map(len, written))
    cells = [[*row, *[N] * (width - len(row))] for row in written]
    sheet = Sheet("Sheet1", cells, range(1, len(cells) + 1))
    return extract(
        Workbook("xlsx", [sheet]), file_name="bang.xlsx", options=Options(as_of=date(2023, 11, 12))
    )


def figures(result: Extract) -> list[dict[str, Any]]:
    """The columns of every accepted row, its place in the sheet aside."""
    assert result.choice is None, result.choice
    assert sum(table.rejected_rows for table in result.tables) == 0, [t.issues for t in result.tables]
    (table,) = [table for table in result.tables if table.accepted_rows]
    names = sorted(set(table.frame) - {"source_row", "sort_order"})
    return [
        dict(zip(names, row, strict=True)) for row in zip(*(table.frame[name] for name in names), strict=True)
    ]


def with_mark(rows: Rows) -> Rows:
    return [[f"{MARK}{cell}" if isinstance(cell, str) and cell else cell for cell in row] for row in rows]


DIRT = {
    "footer": lambda rows: [*rows, [], [N, N, "Hải Phòng, ngày 12 tháng 11 năm 2023"], ["NGƯỜI LẬP BIỂU", N, N, "CHÁNH VĂN PHÒNG"]],
    "print_stamp": lambda rows: [*rows, ["Ngày in: 12/11/2023", N, N, "Trang 1/1"]],
    "note": lambda rows: [*rows, ["Ghi chú: số liệu lấy từ phần mềm"]],
    "blank_rows": lambda rows: [row for one in rows for row in (one, [])],
    "filler_column": lambda rows: [[*row, N, "đã xem"] for row in rows],
    "invisible_mark": with_mark,
}  # fmt: skip
MORE = {
    "total": lambda rows: [*rows, ["Tổng cộng", len(rows)]],
    "total_in_words": lambda rows: [*rows, [f"Tổng số: {len(rows)} mục"]],
    "group": lambda rows: [["I", "Nhóm thứ nhất"], *rows],
    "copy": lambda rows: [*rows, list(rows[0])],
}


EVERY = sorted(set(kinds()) - {"dossier_counts"})


@pytest.mark.parametrize("kind", EVERY)
def test_the_table_of_a_kind_is_taken_whole(kind: str):
    assert len(figures(read(kind, table_of(kind)[2]))) > 0


def test_a_kind_without_a_table_gets_one_from_its_declaration(monkeypatch):
    monkeypatch.delitem(TABLES, "work_files")

    assert len(figures(read("work_files", table_of("work_files")[2]))) == 3


@pytest.mark.parametrize("dirt", DIRT)
@pytest.mark.parametrize("kind", EVERY)
def test_dirt_changes_no_figure(kind: str, dirt: str):
    rows = table_of(kind)[2]

    assert figures(read(kind, DIRT[dirt](rows))) == figures(read(kind, rows))


@pytest.mark.parametrize("dirt", MORE)
@pytest.mark.parametrize("kind", LISTS)
def test_what_a_list_adds_changes_no_figure(kind: str, dirt: str):
    rows = table_of(kind)[2]

    assert figures(read(kind, MORE[dirt](rows))) == figures(read(kind, rows))

"""Are the counts of an e-office statistic read by the whole path of their headings, never by the last word alone?"""

from datetime import date

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from tests.sources import workbooks

TITLE = ("THỐNG KÊ CÔNG VIỆC TRÊN HPNET ĐẾN NGÀY 10/11/2023",)
COUNTS = ("total", "completed", "completed_on_time", "completed_late", "open_in_time", "open_overdue")

LAYOUTS = {
    "two_rows_before_on_and_late": (
        [
            ("STT", "Phòng, đơn vị", "Tổng số công việc", "Đã hoàn thành", None, None, "Đang thực hiện"),
            (None, None, None, "Trước hạn", "Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"),
            (1, "Văn phòng", 20, 3, 5, 2, 6, 4),
        ],
        ("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:H2"),
        (20, 10, 8, 2, 6, 4),
    ),
    "three_rows": (
        [
            ("STT", "Phòng, đơn vị", "Công việc được giao"),
            (None, None, "Tổng số", "Đã hoàn thành", None, None, "Chưa hoàn thành"),
            (None, None, None, "Trước hạn", "Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"),
            (1, "Văn phòng", 20, 3, 5, 2, 6, 4),
        ],
        ("A2:A4", "B2:B4", "C2:H2", "C3:C4", "D3:F3", "G3:H3"),
        (20, 10, 8, 2, 6, 4),
    ),
    "documents_beside_tasks": (
        [
            ("STT", "Phòng, đơn vị", "Văn bản đến", None, None, None, "Công việc được giao"),
            (None, None, "Tổng số", "Đã xử lý", None, "Chưa xử lý", "Tổng số", "Đã hoàn thành", None, "Chưa hoàn thành"),
            (None, None, None, "Đúng hạn", "Quá hạn", "Quá hạn", None, "Đúng hạn", "Quá hạn", "Quá hạn"),
            (1, "Văn phòng", 100, 90, 5, 5, 20, 12, 4, 4),
        ],
        ("A2:A4", "B2:B4", "C2:F2", "G2:J2", "C3:C4", "D3:E3", "G3:G4", "H3:I3"),
        (20, 16, 12, 4, None, 4),
    ),
    "totals_of_done_and_open_only": (
        [
            ("STT", "Phòng", "Đã hoàn thành", None, None, "Chưa hoàn thành"),
            (None, None, "Tổng", "Đúng hạn", "Quá hạn", "Tổng", "Trong hạn", "Quá hạn"),
            (1, "Văn phòng", 10, 8, 2, 5, 3, 2),
        ],
        ("A2:A3", "B2:B3", "C2:E2", "F2:H2"),
        (15, 10, 8, 2, 3, 2),
    ),
    "late_as_the_parent": (
        [
            ("STT", "Phòng", "Tổng số công việc", "Hoàn thành đúng hạn", "Quá hạn"),
            (None, None, None, None, "Đã hoàn thành", "Chưa hoàn thành"),
            (1, "Văn phòng", 20, 12, 3, 5),
        ],
        ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2"),
        (20, 15, 12, 3, None, 5),
    ),
    "early_and_on_time_in_one_column": (
        [
            ("STT", "Phòng", "Tổng số việc", "Kết quả xử lý"),
            (None, None, None, "Hoàn thành", None, "Đang xử lý"),
            (None, None, None, "Trước, đúng hạn", "Trễ hạn", "Còn hạn", "Quá hạn"),
            (1, "Văn phòng", 20, 12, 3, 2, 3),
        ],
        ("A2:A4", "B2:B4", "C2:C4", "D2:G2", "D3:E3", "F3:G3"),
        (20, 15, 12, 3, 2, 3),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_counts_follow_the_path_of_their_headings(name):
    rows, merge, expected = LAYOUTS[name]
    book = read_workbook(workbooks.xlsx({"TK": [TITLE, *rows]}, merge=merge), limits=Limits())

    result = extract(book, file_name="thong ke.xlsx", options=Options(as_of=date(2023, 11, 10)))

    assert result.choice is None
    (table,) = result.tables
    assert table.kind == "hpnet_summary"
    assert tuple((table.frame.get(count) or [None])[0] for count in COUNTS) == expected
    assert [issue.code for issue in table.issues] == []

"""Are totals, groups, footers, pages and shifted columns told from rows, whatever they are called?"""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from data_loaders.declared.outcome import Extract, Options
from data_loaders.declared.statuses import status_of
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from data_loaders.values.cells import read_flag
from domain.program.errors import RefusedFileError
from tests.sources import workbooks
from tests.sources.corpus import HEAD, TITLE, A, B, C, N, with_

FIGURES = ("task_code", "department_code", "due_date", "completed_date", "is_reported", "is_archived")


def read(rows: Any, file_name: str = "cong viec.xlsx", **options: Any) -> Extract:
    sheets = rows if isinstance(rows, dict) else {"Sheet1": rows}
    book = read_workbook(workbooks.xlsx(sheets), limits=Limits())
    return extract(book, file_name=file_name, options=Options(**options))


def figures(result: Extract) -> list[tuple[Any, ...]]:
    """What the metrics count of every accepted task, in the order of the file."""
    return [
        row
        for table in result.tables
        for row in zip(*(table.frame.get(name, [N] * table.accepted_rows) for name in FIGURES), strict=True)
    ]


def rejected(result: Extract) -> int:
    return sum(table.rejected_rows for table in result.tables)


def whys(result: Extract) -> list[str]:
    return [why for table in result.tables for _, why in table.skipped if why not in ("title", "header")]


def codes(result: Extract) -> set[str]:
    return {issue.code for table in result.tables for issue in table.issues}


BASE = [*TITLE, HEAD, A, B, C]

BELOW = {
    "stamp_and_page": (["Ngày in: 12/11/2023", *[N] * 8, "Trang 1/1"], "note"),
    "who_printed": (["Người in:", "Nguyễn Văn Thử", *[N] * 7, "Trang 1/1"], "note"),
    "printed_late_in_the_row": ([N, N, "In lúc 08:00 ngày 12/11/2023"], "note"),
    "stamp_in_pieces": (["Ngày in", "12/11/2023", *[N] * 4, "Trang", N, "1", "/ 3"], "note"),
    "page_alone": ([*[N] * 9, "1/3"], "note"),
    "page_in_english": (["Page 1 of 3"], "note"),
    "page_in_dashes": (["- 1 -"], "note"),
    "exported_from": (["Xuất từ hệ thống HpNet lúc 12/11/2023 08:00", *[N] * 8, "Trang 1"], "note"),
    "system_and_page": (["Hệ thống quản lý văn bản HpNet", *[N] * 7, "Trang", "1/3"], "note"),
    "empty_form_line": ([4], "note"),
    "total_with_words": (["Tổng", "15 hồ sơ"], "total"),
    "total_with_counts": (["Tổng", 3, *[N] * 6, 1, 1], "total"),
    "total_abbreviated": (["T.Cộng", *[N] * 7, 1, 1], "total"),
    "total_in_letters": (["TC", *[N] * 7, 1, 1], "total"),
    "total_as_a_sign": (["Σ", *[N] * 7, 1, 1], "total"),
    "remark_in_brackets": (["(Biểu này thay biểu đã gửi ngày 10/11/2023)"], "note"),
    "total_in_english": ([N, "Total", N, 3], "total"),
    "sum_in_english": (["SUM", N, 3], "total"),
    "grand_total": (["Grand Total", N, N, N, 3], "total"),
    "counts_without_word": ([*[N] * 7, 1, 1, 1], "total"),
    "counts_with_key": ([N, 3, *[N] * 5, 1, 1, 1], "total"),
    "total_and_number_in_one": (["Tổng số: 3 công việc"], "total"),
    "total_of_tasks": ([N, N, N, "Tổng số công việc", 3], "total"),
    "total_with_many_words": (["Tổng cộng:", N, N, "3 việc", N, N, N, "1 việc", "1", "1"], "total"),
    "running_total": (["Lũy kế", 3, *[N] * 6, 1, 1], "subtotal"),
    "total_of_page": (["Cộng trang 1", *[N] * 7, 1, 1], "subtotal"),
    "total_with_a_stroke": (["T/C", *[N] * 7, 1, 1], "total"),
    "sum_in_words": ([N, "Số cộng", N, N, 3, N, 1, 1], "total"),
    "whole_office": ([N, "Chung toàn Ban", N, N, 3, N, 1, 1], "total"),
    "subtotal_in_english": ([N, "Subtotal", N, N, 3, N, 1, 1], "subtotal"),
    "part_of_the_total": ([N, "Trong đó: quá hạn", N, N, 3, N, 1, 1], "subtotal"),
    "total_of_a_month": (["Cộng tháng 11: 03 việc"], "subtotal"),
    "total_of_a_unit": (["Cộng P.QLĐT", N, N, N, 1], "subtotal"),
    "total_of_a_unit_with_colon": ([N, N, N, "Tổng: Văn phòng", "2 việc"], "subtotal"),
    "carried_over": (["Mang sang", *[N] * 7, 1, 1], "subtotal"),
}


@pytest.mark.parametrize("name", BELOW)
def test_what_stands_below_the_rows_changes_no_figure(name: str):
    row, why = BELOW[name]

    result = read([*BASE, row])

    assert whys(result) == [why]
    assert (figures(result), rejected(result)) == (figures(read(BASE)), 0)


@pytest.mark.parametrize("name", ["stamp_and_page", "total_with_words", "total_of_page", "page_alone"])
def test_what_stands_between_the_rows_changes_no_figure(name: str):
    row, why = BELOW[name]

    result = read([*TITLE, HEAD, A, B, row, C])

    assert whys(result) == [why]
    assert figures(result) == figures(read(BASE))


def test_a_task_whose_text_begins_like_a_total_or_a_stamp_stays_a_task():
    rows = [with_(A, text="Tổng hợp số liệu"), with_(B, text="In lúc họp"), with_(C, text="Trang 1")]

    result = read([*TITLE, HEAD, *rows])

    assert (len(figures(result)), rejected(result), whys(result)) == (3, 0, [])


GROUPS = {
    "roman_far_to_the_right": ["I", N, N, "Phòng Quản lý Đầu tư"],
    "with_count": ["I", N, N, "Phòng Quản lý Đầu tư", N, "(2 việc)"],
    "with_two_counts": ["I", N, N, "Phòng Quản lý Đầu tư", N, N, 2, 1],
    "letter": ["A.", N, N, "Phòng Quản lý Đầu tư"],
    "without_number": [N, N, N, "Phòng Quản lý Đầu tư"],
    "numbered": [1, N, N, "Phòng Quản lý Đầu tư"],
    "in_a_late_column": ["I", N, N, N, N, "P.QLĐT"],
    "in_one_cell": ["I. Phòng Quản lý Đầu tư"],
}


def unowned(number: int) -> list[Any]:
    return with_(A, order=number, code=f"CV-{number:03}", unit=N)


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("has_column", [True, False])
def test_a_group_row_names_the_department_of_the_rows_below(name: str, has_column: bool):
    rows = [HEAD, GROUPS[name], unowned(1), unowned(2), ["II", N, N, "Văn phòng"], unowned(3)]
    if not has_column:
        rows = [row[:4] + row[5:] if len(row) == len(HEAD) else row for row in rows]

    result = read([*TITLE, *rows])

    assert [row[1] for row in figures(result)] == ["QLDT", "QLDT", "VP"]
    assert (rejected(result), whys(result)) == (0, ["group", "group"])


def summary(*rows: list[Any]) -> Extract:
    heads = ["Phòng", "Tổng số", "Đã hoàn thành", "Quá hạn", "Chưa báo cáo"]
    title = ["TỔNG HỢP CÔNG VIỆC HPNET THEO PHÒNG ĐẾN NGÀY 12/11/2023"]
    return read([title, heads, ["Văn phòng", 10, 8, 1, 1], ["P.QLĐT", 5, 5, 0, 0], *rows])


def test_counts_without_a_name_are_a_total_only_where_they_add_up():
    assert whys(summary([N, 15, 13, 1, 1])) == ["total"]
    assert (whys(summary([N, 16, 13, 1, 1])), rejected(summary([N, 16, 13, 1, 1]))) == ([], 1)


def test_a_total_that_differs_from_its_rows_is_remarked_at_its_row():
    result = summary(["Tổng", 16, 13, 1, 1])

    (issue,) = [issue for issue in result.tables[0].issues if issue.code == "points_do_not_add_up"]
    assert (issue.row, issue.column, issue.value, issue.severity) == (5, "Tổng số", "16 ≠ 10 + 5", "warning")
    assert not codes(summary(["Tổng", 15, 13, 1, 1]))


SHIFTED = {
    "one_column_in_a_gap": ([*HEAD[:7], HEAD[7], N, *HEAD[8:]], lambda row: [*row[:7], N, row[7], *row[8:]]),
    "to_the_left": ([*HEAD[:7], N, *HEAD[7:]], lambda row: [*row[:8], N, *row[8:]]),
    "all_to_the_right": (HEAD, lambda row: [N, *row]),
    "all_to_the_left": ([N, *HEAD], lambda row: row),
    "a_grid_of_two": ([cell for head in HEAD for cell in (head, N)], lambda row: [cell for v in row for cell in (N, v)]),
    "a_grid_of_three": (
        [cell for head in HEAD for cell in (head, N, N)],
        lambda row: [N, *(cell for v in row for cell in (v, N, N))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIFTED)
def test_values_beside_their_heading_are_read_there_and_it_is_said(name: str):
    head, place = SHIFTED[name]
    rows = [with_(A), with_(B, done="11/11/2023"), with_(C, due="13/11/2023")]

    result = read([*TITLE, head, *map(place, rows)])

    assert figures(result) == figures(read([*TITLE, HEAD, *rows]))
    assert "values_shifted" in codes(result)


def test_all_values_one_aside_are_read_together_where_the_last_column_alone_would_fit_too():
    rows = [[N, *row[:1], *row[2:], row[1]] for row in (with_(A, archived=N), B, with_(C, archived=N))]
    heads = [HEAD[0], *HEAD[2:], HEAD[1]]

    result = read([*TITLE, heads, *rows])

    assert figures(result) == figures(read([*TITLE, HEAD, with_(A, archived=N), B, with_(C, archived=N)]))
    assert "values_shifted" in codes(result)


def test_a_line_alone_above_the_next_table_is_its_title_and_no_row_of_the_first():
    first = [["Phòng", "Tổng số công việc", "Đã hoàn thành", "Chưa báo cáo"], ["Văn phòng", 2, 1, 1]]

    result = read(
        [["THỐNG KÊ CÔNG VIỆC TRÊN HPNET ĐẾN NGÀY 12/11/2023"], *first, [], ["Bảng 2. Chi tiết"], HEAD, A, B]
    )

    assert [(t.kind, t.accepted_rows, t.rejected_rows) for t in result.tables] == [
        ("hpnet_summary", 1, 0),
        ("hpnet_tasks", 2, 0),
    ]


AMERICAN = [with_(A, given="8/25/2023", done="11/9/2023"), with_(B, given="9/3/2023", done=N)]


@pytest.mark.parametrize("orders", [{}, {("hpnet_tasks", "assigned_date"): "mdy"}])
def test_a_day_beside_a_column_written_month_first_is_asked_about(orders):
    result = read([*TITLE, HEAD, *(with_(row, due=N) for row in AMERICAN)], date_orders=orders)

    assert ("ambiguous_date", 4, "Ngày hoàn thành") in {
        (issue.code, issue.row, issue.column) for issue in result.tables[0].issues
    }


def test_a_column_that_shows_the_month_first_itself_is_read_so_beside_one_that_settles_it():
    rows = [with_(AMERICAN[0], due="11/20/2023", done=N), with_(AMERICAN[1], due="11/12/2023")]

    result = read([*TITLE, HEAD, *rows])

    assert result.tables[0].frame["due_date"] == [date(2023, 11, 20), date(2023, 11, 12)]
    assert [issue.column for issue in result.tables[0].issues if issue.code == "month_first"] == [
        "Ngày giao",
        "Hạn xử lý",
    ]


@pytest.mark.parametrize("written", ["1900-01-00", "00/01/1900", "Đang xử lý", "đang thực hiện"])
def test_what_says_that_nothing_is_done_yet_leaves_the_task_open(written: str):
    result = read([*TITLE, HEAD, A, with_(B, done=written)])

    assert (rejected(result), result.tables[0].frame["completed_date"][1]) == (0, None)


@pytest.mark.parametrize("rank", ["2=", "T2", "2 (đồng hạng)", "Đồng hạng 2", "hạng 2", "2/21"])
def test_a_shared_rank_is_a_rank(rank: str):
    title = ["KẾT QUẢ CHỈ SỐ DDCI NĂM 2022 KHỐI SỞ, BAN, NGÀNH"]
    heads = ["Xếp hạng", "Sở, ban, ngành", "Điểm DDCI"]

    result = read([title, heads, ["1", "Sở Thử Nghiệm", 81], [rank, "Sở Mẫu", 80]], as_of=date(2023, 11, 12))

    assert result.tables[0].frame["rank"] == [1, 2]


def test_values_that_can_be_read_both_ways_are_asked_about():
    rows = [[*row[:5], N, *row[5:]] for row in (A, B)]

    asked = read([*TITLE, HEAD, *rows]).choice

    assert asked and (asked.what, asked.options) == ("kind", ["hpnet_tasks"])
    assert "lệch một cột" in asked.why
    assert read([*TITLE, HEAD, *rows], kind="hpnet_tasks").choice is None


@pytest.mark.parametrize("place", [3, 5, 10])
def test_a_filler_column_changes_no_figure_and_is_said(place: int):
    heads = [*HEAD[:place], N, *HEAD[place:]]
    rows = [[*row[:place], filler, *row[place:]] for row, filler in ((A, "xem"), (B, "lại"), (C, "ok"))]

    result = read([*TITLE, heads, *rows])

    assert (figures(result), rejected(result)) == (figures(read(BASE)), 0)
    assert codes(result) == {"unheaded_column"}


def test_running_numbers_without_a_heading_need_no_word():
    assert codes(read([*TITLE, [N, *HEAD[1:]], A, B, C])) == set()


def numbered(*numbers: int) -> list[list[Any]]:
    return [with_(A, order=n, code=f"CV-{n:03}") for n in numbers]


def test_pages_without_headings_go_on_with_the_table():
    whole = read([*TITLE, HEAD, *numbered(1, 2, 3, 4, 5)])
    pages = {
        "Trang 1": [*TITLE, HEAD, *numbered(1, 2)],
        "Trang 2": [*numbered(3, 4), ["Ngày in 12/11/2023", *[N] * 8, "Trang 2/3"]],
        "Trang 3": [*TITLE, *numbered(5), ["Tổng", 5]],
    }

    result = read(pages)

    assert figures(result) == figures(whole)
    assert (rejected(result), whys(result)) == (0, ["note", "total"])
    assert [table.as_of for table in result.tables] == [date(2023, 11, 12)] * 3


def test_a_group_goes_on_over_the_page():
    pages = {
        "Trang 1": [*TITLE, HEAD, ["I", N, N, "P.QLĐT"], unowned(1)],
        "Trang 2": [unowned(2), ["II", N, N, "Văn phòng"], unowned(3)],
    }

    assert [row[1] for row in figures(read(pages))] == ["QLDT", "QLDT", "VP"]


def test_a_page_that_does_not_fit_is_named_loudly():
    pages = {
        "Trang 1": [*TITLE, HEAD, *numbered(1, 2)],
        "Máy in": [[1, "Nguyễn A", "Máy in", 3, "Tốt"], [2, "Nguyễn B", "Máy tính", 1, "Hỏng"]],
        "Hướng dẫn": [["Điền đủ các cột"], ["Gửi trước ngày 15"]],
    }

    result = read(pages)

    assert len(figures(result)) == 2
    assert [(issue.code, issue.sheet) for issue in result.issues] == [("unread_sheet", "Máy in")]
    assert result.sheets_skipped == [("Máy in", "unrecognised"), ("Hướng dẫn", "unrecognised")]


UNTITLED = {
    "words_only": (
        ["Mã công việc", "Nội dung công việc", "Đơn vị xử lý", "Hạn xử lý", "Tình trạng"],
        ["CV-001", "Họp", "Văn phòng", "10/11/2023", "Đang xử lý"],
    ),
    "headings_spelled_longer": (
        ["Mã công việc HpNet", "Nội dung công việc chính", "Đơn vị xử lý công việc", "Hạn xử lý công việc",
         "Ngày hoàn thành công việc thực", "Kết quả theo dõi"],
        ["CV-001", "Họp", "Văn phòng", "10/11/2023", "09/11/2023", "Đã báo cáo"],
    ),
    "cells_that_are_headings_elsewhere": (
        ["Mã công việc", "Nội dung công việc", "Đơn vị xử lý", "Hạn xử lý", "Ngày hoàn thành", "Ý kiến"],
        ["CV-001", "Báo cáo", "Văn phòng", "", "", "Đã lưu trữ"],
    ),
    "numbered": (
        ["STT", "Mã công việc", "Nội dung công việc", "Đơn vị xử lý", "Hạn xử lý", "Theo dõi"],
        ["1", "CV-001", "Tên công việc", "Văn phòng", "10/11/2023", "Đã báo cáo"],
    ),
    "ids_with_slashes": (
        ["Số, ký hiệu", "Nội dung công việc", "Đơn vị xử lý", "Ngày giao", "Hạn xử lý", "Theo dõi"],
        ["12/BQL-VP", "Lãnh đạo giao", "Văn phòng", "01/11/2023", "10/11/2023", "Báo cáo"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNTITLED)
def test_the_first_row_of_a_table_without_a_title_is_a_row(name: str):
    heads, row = UNTITLED[name]

    (table,) = read([heads, row], as_of=date(2023, 11, 12)).tables

    assert (table.header_rows, table.data_rows, table.accepted_rows) == ([1], 1, 1)


def test_a_share_above_a_hundred_is_never_taken():
    result = summary(["Phòng Quản lý Lao động", 5, 7, 0, 0])

    (table,) = result.tables
    assert [row.row for row in table.rejected] == [5]
    (issue,) = [issue for issue in table.issues if issue.severity == "error"]
    assert (issue.code, issue.column, issue.value) == ("points_do_not_add_up", "Đã hoàn thành", "7 > 5")


UNIT = HEAD.index("Đơn vị xử lý")


@pytest.mark.parametrize(
    "heading",
    [
        "Phòng/đơn vị thực hiện chính",
        "Phòng, ban đầu mối",
        "Bộ phận phụ trách trực tiếp",
        "Đầu mối thực hiện",
        "Phòng/đơn vị chịu trách nhiệm",
    ],
)
def test_a_column_of_units_under_words_of_its_own_is_proposed_for_confirmation(heading):
    head = [heading if at == UNIT else text for at, text in enumerate(HEAD)]

    (table,) = read([*TITLE, head, A, B, C]).tables

    assert figures(read([*TITLE, head, A, B, C])) == figures(read(BASE))
    assert (table.columns["department_code"].match, table.columns["department_code"].heading) == (
        "fuzzy",
        heading,
    )


@pytest.mark.parametrize("heading", ["Nơi nhận", "Đơn vị liên quan", "Đơn vị theo dõi", "Cột K"])
def test_units_in_another_role_never_become_the_lead(heading):
    head = [heading if at == UNIT else text for at, text in enumerate(HEAD)]

    assert "department_code" not in read([*TITLE, head, A, B, C]).tables[0].columns


def test_two_columns_of_units_under_words_of_their_own_are_not_chosen_between():
    head = [
        *("Đầu mối thực hiện" if at == UNIT else text for at, text in enumerate(HEAD)),
        "Đầu mối phụ trách thêm",
    ]
    rows = [[*row, row[UNIT]] for row in (A, B, C)]

    assert "department_code" not in read([*TITLE, head, *rows]).tables[0].columns


@pytest.mark.parametrize(
    "cell",
    [
        "05/PXL ngày 13/10/2023",
        "Số 05/PXL, 13/10/2023",
        "05/PXL\n13/10/2023",
        "05/PXL ngày 13 tháng 10 năm 2023",
    ],
)
def test_number_and_day_of_an_apology_in_one_cell_are_both_read(cell):
    head = ("Mã hồ sơ", "Đơn vị", "Ngày hẹn trả", "Ngày trả kết quả", "Số, ngày văn bản xin lỗi", "Lý do")
    start = ("H24.16-231001-0001", "QLDT", "05/10/2023", "12/10/2023")
    other = ("H24.16-231001-0002", *start[1:])
    rows = [
        ("SỔ THEO DÕI XIN LỖI CÔNG KHAI ĐẾN NGÀY 12/11/2023",),
        head,
        (*start, cell, "Bận"),
        (*other, "công văn 7 và 8", "Bận"),
    ]
    book = read_workbook(workbooks.xlsx({"So": rows}), limits=Limits())
    (table,) = extract(book, file_name="xin loi.xlsx", options=Options()).tables

    assert (table.frame["apology_number"][0], table.frame["apology_date"][0]) == (
        "05/PXL",
        date(2023, 10, 13),
    )
    assert [(issue.code, issue.row) for issue in table.issues] == [("invalid_date", 4)]


# --- counts of units, of which few are filled --------------------------------------------------------

OF_UNITS = [["TỔNG HỢP TÌNH HÌNH XỬ LÝ CÔNG VIỆC TRÊN HPNET"], ["(Số liệu đến ngày 12/11/2023)"]]
COUNTED = ["STT", "Phòng", "Tổng số được giao", "Đã hoàn thành", "Chưa báo cáo hoàn thành"]


def totals(result: Extract) -> list[tuple[str, int | None]]:
    return [
        row for t in result.tables for row in zip(t.frame["department_code"], t.frame["total"], strict=True)
    ]


@pytest.mark.parametrize("count", [5, "5", "5 việc"])
@pytest.mark.parametrize("order", [2, "II", N])
def test_a_unit_of_which_one_count_is_filled_keeps_its_row(order: Any, count: Any):
    rows = [*OF_UNITS, COUNTED, [1, "Văn phòng", 10, 6, 4], [order, "P.QLĐT", count], [3, "P.QLLĐ", 7, 7, 0]]
    result = read([*rows, [N, "Cộng", 22, 13, 4]], "thong ke hpnet.xlsx")
    assert totals(result) == [("VP", 10), ("QLDT", 5), ("QLLD", 7)]
    assert whys(result) == ["total"]


def test_a_block_of_units_and_a_unit_above_its_people_stay_groups():
    blocks = [
        *OF_UNITS,
        COUNTED,
        ["A", "Khối phòng", 22, 10],
        [1, "P.QLĐT", 15, 7, 3],
        [2, "P.QLLĐ", 7, 3, 0],
    ]
    assert totals(read(blocks, "thong ke hpnet.xlsx")) == [("QLDT", 15), ("QLLD", 7)]
    heads = ["STT", "Họ và tên", *COUNTED[2:]]
    people = [
        *OF_UNITS,
        heads,
        ["I", "Văn phòng", 9, 5, 3],
        [1, "Nguyễn Thử A", 4, 2, 1],
        [2, "Trần Thử B", 5, 3, 2],
    ]
    assert totals(read(people, "thong ke hpnet.xlsx")) == [("VP", 4), ("VP", 5)]


def test_counts_of_a_unit_that_do_not_make_their_total_are_remarked():
    heads = [
        "STT",
        "Phòng",
        "Tổng số được giao",
        "Đã hoàn thành",
        "Chưa hoàn thành",
        "Chưa báo cáo hoàn thành",
    ]
    rows = [
        *OF_UNITS,
        heads,
        [1, "Văn phòng", 10, 6, 7, 4],
        [2, "P.QLĐT", 8, 8, 0, 0],
        [3, "P.QLLĐ", 5, 1, 4, 4],
    ]
    (table,) = read(rows, "thong ke hpnet.xlsx").tables
    assert [(issue.code, issue.row) for issue in table.issues] == [("points_do_not_add_up", 4)]


# --- rows that belong to others, and words that say less than they seem ----------------------------------


def test_a_second_unit_beside_a_key_that_is_merged_down_is_said():
    rows = [*BASE, [N, N, N, "Phòng Quản lý Lao động"]]
    merged = [f"{letter}{len(rows) - 1}:{letter}{len(rows)}" for letter in "ABCEF"]
    book = read_workbook(workbooks.xlsx({"Sheet1": rows}, merge=merged), limits=Limits())
    result = extract(book, file_name="cong viec.xlsx", options=Options())
    assert figures(result) == figures(read(BASE))
    assert (rejected(result), "duplicate_key" in codes(result)) == (1, True)


@pytest.mark.parametrize("number", ["1.1.a", "I.1", "2.b"])
def test_a_heading_numbered_in_letters_is_no_work_file(number: str):
    heads = ["Số TT", "Số và ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập", "Ngày mở"]
    rows = [["DANH MỤC HỒ SƠ CÔNG VIỆC"], ["Phòng Kế hoạch - Tổng hợp"], ["Đến ngày 12/11/2023"], heads]
    files = [[n, f"0{n}/KHTH-2023", "Hồ sơ", "5 năm", "Nguyễn Thử", "02/01/2023"] for n in (1, 2)]
    result = read([*rows, files[0], [number, "Nhóm báo cáo tháng"], files[1], ["1.2", "03/KHTH-2023"]])
    assert result.tables[0].frame["work_file_code"] == ["01/KHTH-2023", "02/KHTH-2023", "03/KHTH-2023"]
    assert whys(result) == ["group"]


REGISTER = [
    ["SỔ ĐĂNG KÝ VĂN BẢN ĐI"],
    ["Đến ngày 12/11/2023"],
    ["Số", "Ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị soạn thảo", "Người ký", "Nơi nhận", "Ký số"],
]


def document(number: int, signed: str) -> list:
    return [number, "BQL-VP", "06/11/2023", "Về việc A", "Văn phòng", "PTB", "Sở Nội vụ", signed]


@pytest.mark.parametrize(
    "line", ["Tháng 11", "Ngày 06/11/2023", "Quý IV/2023", "Tuần 45", "Cộng tháng 11: 03 văn bản"]
)
def test_a_line_that_names_a_period_is_no_document(line: str):
    result = read([*REGISTER, document(1201, "Có"), [line], document(1202, "Có")])
    assert (result.tables[0].accepted_rows, rejected(result)) == (2, 0)


SIGNED = {
    "Đã ký số": True, "PTB Bùi Văn Thử": True, "Ký số cơ quan": True, "thu.signed.pdf 1": True,
    "Chờ ký số": False, "Đang trình ký": False, "Ký tươi": False, "Bản giấy": False, "Từ chối ký số": False,
    "Văn bản mật": None, "Ký số không hợp lệ": None, "Đã ký số một phần": None,
}  # fmt: skip


def test_words_about_a_signature_are_read_or_said():
    rows = [document(number, text) for number, text in enumerate(SIGNED, start=1201)]
    (table,) = read([*REGISTER, *rows]).tables
    assert dict(zip(SIGNED, table.frame["is_signed"], strict=True)) == SIGNED
    assert sum(issue.code == "invalid_value" for issue in table.issues) == 3


APOLOGIES = {
    "12/PXL": ("12/PXL", None, 0), "số 12/PXL ngày 11/10/2023": ("12/PXL", date(2023, 10, 11), 0),
    "Chưa": (None, None, 0), "Không": (None, None, 0), "Đang trình ký": (None, None, 0),
    "Đã gửi": (None, None, 1), "Miễn": (None, None, 1),
}  # fmt: skip


@pytest.mark.parametrize("text", APOLOGIES)
def test_a_number_of_an_apology_without_a_digit_is_no_apology(text: str):
    heads = [
        "STT",
        "Mã hồ sơ",
        "Phòng xử lý",
        "Ngày hẹn trả",
        "Số phiếu xin lỗi",
        "Ngày phiếu xin lỗi",
        "Lý do",
    ]
    row = [1, "H24.16-231001-0001", "P.QLĐT", "10/10/2023", text, N, "Chờ ý kiến"]
    (table,) = read([["SỔ THEO DÕI XIN LỖI CÔNG KHAI"], ["Đến ngày 12/11/2023"], heads, row]).tables
    number, day, remarks = APOLOGIES[text]
    assert (table.frame["apology_number"], table.frame["apology_date"]) == ([number], [day])
    assert len(table.issues) == remarks


@pytest.mark.parametrize(
    "text",
    ["Có nhưng chưa lưu", "Đã báo cáo một phần", "Hoàn thành 50%", "Đã gửi, bị trả lại", "Có?", "Đã trình"],
)
def test_a_yes_that_takes_itself_back_is_no_yes(text: str):
    assert read_flag(text) == (None, None, "invalid_value")
    assert read_flag("Đã báo cáo, không quá hạn")[0] is True


@pytest.mark.parametrize(
    "text", ["Đã hoàn thành 80%", "Hoàn thành một phần", "Đã hoàn thành, bị trả lại", "Hoàn thành?"]
)
def test_a_state_reached_in_part_is_not_reached(text: str):
    assert status_of(text, "progress") is None
    assert status_of("Hoàn thành 100%", "progress") == "done"


def test_days_without_a_year_in_last_years_shortfalls_lie_in_the_year_of_the_export():
    heads = [
        "STT",
        "Mã tiêu chí",
        "Nội dung",
        "Điểm tối đa",
        "Điểm đạt",
        "Điểm bị trừ",
        "Biện pháp khắc phục",
        "Thời hạn",
    ]
    titles = [["CÁC TIÊU CHÍ BỊ TRỪ ĐIỂM CCHC NĂM 2022"], ["Cập nhật đến ngày 12/11/2023"]]
    rows = [
        [n, f"3.4.{n}", "Xin lỗi", 1, 0.5, 0.5, "Rà soát", due]
        for n, due in enumerate(("14/11", "Quý IV"), 1)
    ]
    (table,) = read([*titles, heads, *rows], "Phu luc 1.xlsx").tables
    assert table.frame["due_date"] == [date(2023, 11, 14), date(2023, 12, 31)]


def test_dossiers_up_to_a_day_are_no_incoming_register():
    text = (
        "STT;Mã hồ sơ;Tên TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày trả kết quả;Phòng xử lý;Trạng thái\r\n"
        "1;H24.16-231101-0001;Cấp GCN;01/11/2023;10/11/2023;09/11/2023;QLĐT;Đã trả kết quả\r\n"
    )
    book = read_workbook(text.encode(), limits=Limits())
    assert extract(book, file_name="ds ho so den 12.11.2023.csv", options=Options()).choice is None


def test_days_that_have_come_without_a_year_are_of_the_year_of_the_data_and_said_once():
    full = with_(A, code="CV-103", done="08/11/2023")
    result = read([*TITLE, HEAD, with_(A, done="10/11"), with_(B, code="CV-102", done="ngày 09/11"), full])

    assert [row[3] for row in figures(result)] == [date(2023, 11, 10), date(2023, 11, 9), date(2023, 11, 8)]
    assert "year_left_out" in codes(result)


@pytest.mark.parametrize(
    "other", ["28/12", "20/11/2022", "11/25/2023"], ids=["later", "another year", "American"]
)
def test_a_day_without_a_year_that_may_be_of_another_is_an_error(other):
    full = with_(A, code="CV-103", done="08/11/2023")
    result = read([*TITLE, HEAD, with_(A, done="10/11"), with_(B, code="CV-102", done=other), full])

    assert rejected(result) >= 1
    assert "year_left_out" not in codes(result)


@pytest.mark.parametrize(
    "unit", ["Phòng QLĐT/ Nguyễn Văn A", "Phòng QLĐT - đ/c Hòa", "Phòng Quản lý đầu tư (chuyên viên Lan)"]
)
def test_a_person_beside_a_unit_is_no_second_unit(unit):
    assert [row[1] for row in figures(read([*TITLE, HEAD, with_(A, unit=unit)]))] == ["QLDT"]


def test_another_name_beside_a_unit_is_still_asked_about():
    result = read([*TITLE, HEAD, with_(A, unit="Phòng QLĐT/ Phòng Lạ")])

    assert rejected(result) == 1 and "unknown_department" in codes(result)


@pytest.mark.parametrize("name", ["ds v1.11.2023.xlsx", "cong viec ver 2.11.2023.xlsx"])
def test_a_version_in_a_file_name_is_no_day(name):
    result = read([["THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET"], HEAD, A], name)

    assert result.choice is not None and result.choice.what == "as_of"


@pytest.mark.parametrize("word", ["Chưa đăng", "Chưa ký", "Không đăng", "Chưa được công khai"])
def test_a_word_for_not_yet_is_a_blank_day(word):
    assert [row[3] for row in figures(read([*TITLE, HEAD, with_(A, done=word)]))] == [None]


def test_the_list_of_another_year_below_is_another_table_and_asked_about():
    below = [[], ["DANH SÁCH CÔNG VIỆC NĂM 2022 (tham khảo)"], HEAD, with_(A, code="CV-800")]
    result = read([*BASE, *below])

    assert [table.accepted_rows for table in result.tables] == [3, 1]
    assert result.choice is not None and result.choice.what == "as_of"


def test_a_limit_that_was_put_off_beside_the_limit_is_asked_about():
    head = [*HEAD, "Hạn hoàn thành (gia hạn)"]
    rows = [[*row, "20/11/2023"] for row in (A, B, C)]

    choice = read([*TITLE, head, *rows]).choice

    assert choice is not None and choice.what == "column"
    assert any("gia hạn" in str(option) for option in choice.options)
    assert read([*TITLE, head, *([*row, None] for row in (A, B, C))]).choice is None


def test_a_row_that_is_crossed_out_counts_and_is_said():
    book = openpyxl.Workbook()
    for row in BASE:
        book.active.append(row)
    for cell in book.active[len(TITLE) + 2]:
        cell.font = Font(strike=True)
    content = io.BytesIO()
    book.save(content)

    workbook = read_workbook(content.getvalue(), limits=Limits())
    (table,) = extract(workbook, file_name="cong viec.xlsx", options=Options()).tables

    said = [issue for issue in table.issues if issue.code == "struck_through"]
    assert (table.accepted_rows, [issue.value for issue in said]) == (3, [str(len(TITLE) + 2)])


def test_a_copy_in_other_letters_counts_once_and_is_a_remark():
    result = read([*BASE, with_(A, order=4, code="cv-001 ")])

    assert (len(figures(result)), rejected(result)) == (3, 0)


def beside(left: list[list[Any]], right: list[list[Any]], gap: int, lower: int = 0) -> list[list[Any]]:
    """Two tables in one sheet, *right* behind *gap* blank columns and *lower* rows further down."""
    right, wide = [[]] * lower + right, max(map(len, left))
    height = max(len(left), len(right))
    left, right = left + [[]] * (height - len(left)), right + [[]] * (height - len(right))
    return [[*a, *[N] * (wide - len(a) + gap), *b] for a, b in zip(left, right, strict=True)]


@pytest.mark.parametrize(("gap", "lower"), [(0, 0), (1, 0), (3, 0), (1, 2)])
def test_two_lists_beside_each_other_are_refused_with_the_cure(gap: int, lower: int):
    first, second = [HEAD, *numbered(1, 2, 3, 4)], [HEAD, *numbered(5, 6)]

    with pytest.raises(RefusedFileError, match=r"cạnh nhau.*trang tính riêng") as refusal:
        read([*TITLE, *beside(first, second, gap, lower)])

    assert refusal.value.code == "unrecognised_layout" and "cột K" in refusal.value.where


FILES = [
    ["Mã hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập", "Phòng", "Ngày mở"],
    ["01.VP", "Hồ sơ mẫu một", "10 năm", "Nguyễn Văn Thử", "Văn phòng", "02/01/2023"],
    ["02.VP", "Hồ sơ mẫu hai", "10 năm", "Nguyễn Văn Thử", "Văn phòng", "03/01/2023"],
]


def test_a_list_of_work_files_beside_the_tasks_is_refused_too():
    with pytest.raises(RefusedFileError, match="cạnh nhau"):
        read([*TITLE, *beside([HEAD, A, B, C], FILES, 1)])


def test_a_table_of_no_known_kind_beside_is_said_and_gives_no_value():
    notes = [["STT", "Mã hồ sơ", "Ý kiến"], [1, "01.VP", "xem"], [2, "02.VP", "lại"]]

    result = read([*TITLE, *beside([HEAD, A, B, C], notes, 1)])

    (tasks,) = result.tables
    assert figures(result) == figures(read(BASE))
    assert [issue.code for issue in result.issues] == ["unread_table"]
    assert "work_file_code" not in tasks.frame or not any(tasks.frame["work_file_code"])


@pytest.mark.parametrize("place", range(1, 9))
def test_a_blank_column_within_a_table_parts_nothing(place: int):
    result = read([*TITLE, *[[*row[:place], N, *row[place:]] for row in (HEAD, A, B, C)]])

    assert (figures(result), len(result.tables)) == (figures(read(BASE)), 1)

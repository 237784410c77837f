"""One small set, typed in the ways that offices type an appendix: the same lines, the same tree, the same rules each time."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.rules.rule_reading import read_rule

TITLE = [
    ["ỦY BAN NHÂN DÂN TỈNH"],
    ["BỘ CHỈ SỐ THEO DÕI, ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH"],
    ["(Ban hành kèm theo Quyết định số 55/QĐ-UBND ngày 10/02/2023)"],
]
R20, R40 = (f"Từ 80% trở lên: {points} điểm; dưới 80%: 0 điểm" for points in (20, 40))
TOTAL = [None, "Tổng cộng", 100]
# Criterion by criterion: points and depth. Three leaves of 20, 40 and 40 have a rule each.
DEEP = [(60, 1), (60, 2), (20, 3), (40, 3), (40, 1), (40, 2), (40, 3)]
FLAT = [(60, 1), (20, 2), (40, 2), (40, 1), (40, 2)]


def read(rows: Sequence[Sequence[Any]], *, bold: str = "", indents: dict[str, int] | None = None) -> Extract:
    book = openpyxl.Workbook()
    for row in [*TITLE, *rows]:
        book.active.append(list(row))
    for cell in bold.split():
        book.active[cell].font = Font(bold=True)
    for cell, steps in (indents or {}).items():
        book.active[cell].alignment = Alignment(indent=steps)
    content = io.BytesIO()
    book.save(content)
    workbook = read_workbook(content.getvalue(), limits=Limits())
    return extract(workbook, file_name="bo chi so.xlsx", options=Options(as_of=date(2023, 11, 12)))


def lines(result: Extract) -> list[tuple[int, int]]:
    assert result.choice is None, result.choice
    (table,) = result.tables
    assert (table.kind, table.rejected_rows) == ("indicator_set", 0), table.issues
    frame = table.frame
    return list(zip(map(int, frame["max_score"]), frame["level"], strict=True))


def rules(result: Extract) -> list[int]:
    """What each rule that was read gives at its top; nothing for a line without one."""
    frame = result.tables[0].frame
    read_ones = [
        read_rule(text, Fraction(most))
        for text, most in zip(frame["rule_text"], frame["max_score"], strict=True)
        if text
    ]
    assert all(one.is_read for one in read_ones), [one.unread for one in read_ones]
    return [int(max(one.points(Fraction(value)) or 0 for value in (0, 1, 100))) for one in read_ones]


TYPED = {
    "a column for each level, numbers on fields only": (DEEP, [
        ["TT", "Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm tối đa", "Cách chấm"],
        [1, "Chỉ đạo điều hành", None, None, 60],
        [None, None, "Kế hoạch", None, 60],
        [None, None, None, "Ban hành kế hoạch", 20, R20],
        [None, None, None, "Thực hiện kế hoạch", 40, R40],
        [2, "Cải cách thể chế", None, None, 40],
        [None, None, "Rà soát văn bản", None, 40],
        [None, None, None, "Tỷ lệ rà soát", 40, R40],
        [None, "Tổng cộng", None, None, 100],
    ]),
    "roman numbers on fields only, a column for each level": (DEEP, [
        ["TT", "Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm tối đa", "Cách chấm"],
        ["I", "Chỉ đạo điều hành", None, None, 60],
        [None, None, "Kế hoạch", None, 60],
        [None, None, None, "Ban hành kế hoạch", 20, R20],
        [None, None, None, "Thực hiện kế hoạch", 40, R40],
        ["II", "Cải cách thể chế", None, None, 40],
        [None, None, "Rà soát văn bản", None, 40],
        [None, None, None, "Tỷ lệ rà soát", 40, R40],
    ]),
    "fields beside their leaves, named once": (FLAT, [
        ["STT", "Lĩnh vực", "Tiêu chí thành phần", "Điểm tối đa", "Cách chấm"],
        [1, "Chỉ đạo điều hành (60 điểm)", "Ban hành kế hoạch", 20, R20],
        [2, None, "Thực hiện kế hoạch", 40, R40],
        [3, "Cải cách thể chế (40 điểm)", "Tỷ lệ rà soát", 40, R40],
        [*TOTAL[:2], None, 100],
    ]),
    "codes in the names": (DEEP, [
        ["Nội dung đánh giá", "Điểm chuẩn", "Hướng dẫn chấm điểm"],
        ["I. CHỈ ĐẠO ĐIỀU HÀNH", 60], ["1. Kế hoạch", 60], ["1.1. Ban hành kế hoạch", 20, R20], ["1.2. Thực hiện kế hoạch", 40, R40],
        ["II. CẢI CÁCH THỂ CHẾ", 40], ["2. Rà soát văn bản", 40], ["2.1. Tỷ lệ rà soát", 40, R40], ["TỔNG ĐIỂM", 100],
    ]),
    "points in words": (DEEP, [
        ["STT", "Tiêu chí", "Thang điểm", "Phương pháp tính"],
        ["A", "CHỈ ĐẠO ĐIỀU HÀNH", "60 điểm"], ["I", "Kế hoạch", "60 điểm"], ["1", "Ban hành kế hoạch", "20đ", R20],
        ["2", "Thực hiện kế hoạch", "40,0", R40], ["B", "CẢI CÁCH THỂ CHẾ", "40 điểm"], ["I", "Rà soát", "40 điểm"],
        ["1", "Tỷ lệ rà soát", "40 điểm", R40], [None, "Tổng số", "100 điểm"],
    ]),
    "a form for scores that nobody has filled in": (DEEP, [
        ["TT", "Nội dung tiêu chí", "Điểm", None, None, "Ghi chú"], [None, None, "Tối đa", "Tự chấm", "Thẩm định"],
        ["1", "Chỉ đạo điều hành", 60], ["1.1", "Kế hoạch", 60], ["1.1.1", "Ban hành kế hoạch", 20, None, None, R20],
        ["1.1.2", "Thực hiện kế hoạch", 40, None, None, R40], ["2", "Cải cách thể chế", 40], ["2.1", "Rà soát", 40],
        ["2.1.1", "Tỷ lệ rà soát", 40, None, None, R40], TOTAL,
    ]),
    "lettered steps with points": (FLAT, [
        ["TT", "Nội dung", "Điểm tối đa"],
        ["I", "CHỈ ĐẠO ĐIỀU HÀNH", 60], ["1", "Ban hành kế hoạch", 20], ["a)", "Ban hành đúng hạn", 20], ["b)", "Ban hành chậm", 10],
        ["c)", "Không ban hành", 0], ["2", "Thực hiện kế hoạch", 40], ["-", "Từ 80% trở lên", 40], ["-", "Dưới 80%", 0],
        ["II", "CẢI CÁCH THỂ CHẾ", 40], ["1", "Tỷ lệ rà soát", 40], ["+", "Từ 80% trở lên", 40], ["+", "Dưới 80%", 0], [None, "Cộng", 100],
    ]),
    "steps and their points in two columns": (FLAT, [
        ["TT", "Tiêu chí", "Điểm tối đa", "Mức đánh giá", "Điểm"],
        ["1", "CHỈ ĐẠO", 60], ["1.1", "Ban hành kế hoạch", 20, "Đúng hạn", 20], [None, None, None, "Chậm", 10],
        [None, None, None, "Không ban hành", 0], ["1.2", "Thực hiện", 40, "Từ 80% trở lên", 40], [None, None, None, "Dưới 80%", 0],
        ["2", "THỂ CHẾ", 40], ["2.1", "Rà soát", 40, "Từ 90% trở lên", 40], [None, None, None, "Dưới 90%", 0], TOTAL,
    ]),
    "rules in rows of their own with a lead-in": (FLAT, [
        ["TT", "Nội dung", "Điểm tối đa"],
        ["1", "CHỈ ĐẠO", 60], ["1.1", "Ban hành kế hoạch", 20], [None, "Cách chấm: từ 80% trở lên 20 điểm; dưới 80% 0 điểm"],
        ["1.2", "Thực hiện", 40], [None, "Đạt 100%: 40 điểm"], [None, "Dưới 100%: 0 điểm"],
        ["2", "THỂ CHẾ", 40], ["2.1", "Rà soát", 40], [None, "Tỷ lệ × 40"], TOTAL,
    ]),
    "rules in further lines of the name's cell": (FLAT, [
        ["TT", "Tiêu chí", "Điểm"],
        ["1", "CHỈ ĐẠO", 60], ["1.1", "Ban hành kế hoạch\n- Đúng hạn: 20 điểm\n- Chậm: 10 điểm\n- Không ban hành: 0 điểm", 20],
        ["1.2", "Thực hiện\n- Từ 80% trở lên: 40 điểm\n- Dưới 80%: 0 điểm", 40], ["2", "THỂ CHẾ", 40],
        ["2.1", "Rà soát\n- Từ 80% trở lên: 40 điểm\n- Dưới 80%: 0 điểm", 40], TOTAL,
    ]),
    "dashes in the codes": (DEEP, [
        ["Số TT", "Lĩnh vực, tiêu chí", "Điểm", "Cách đánh giá"],
        ["I.", "Chỉ đạo điều hành", "60,0"], ["I-1", "Kế hoạch", "60,0"], ["I-1-a", "Ban hành kế hoạch", "20,0", R20], ["I-1-b", "Thực hiện kế hoạch", "40,0", R40],
        ["II.", "Thể chế", "40,0"], ["II-1", "Rà soát", "40,0"], ["II-1-a", "Tỷ lệ rà soát", "40,0", R40], [None, "Tổng", "100"],
    ]),
    "words before the codes": (DEEP, [
        ["TT", "Nội dung", "Điểm tối đa", "Cách tính"],
        ["Phần I", "CHỈ ĐẠO ĐIỀU HÀNH", 60], ["Mục 1", "Kế hoạch", 60], ["1.1", "Ban hành kế hoạch", 20, R20], ["1.2", "Thực hiện kế hoạch", 40, R40],
        ["Phần II", "CẢI CÁCH THỂ CHẾ", 40], ["Mục 2", "Rà soát", 40], ["2.1", "Tỷ lệ rà soát", 40, R40], TOTAL,
    ]),
    "spaces before the names, no codes": (DEEP, [
        ["Nội dung", "Điểm tối đa", "Cách tính"],
        ["Chỉ đạo điều hành", 60], ["  Kế hoạch", 60], ["    Ban hành kế hoạch", 20, R20], ["    Thực hiện kế hoạch", 40, R40],
        ["Cải cách thể chế", 40], ["  Rà soát", 40], ["    Tỷ lệ rà soát", 40, R40], ["Tổng cộng", 100],
    ]),
}  # fmt: skip


@pytest.mark.parametrize("way", TYPED)
def test_every_line_stands_at_its_level_with_its_rule(way):
    wanted, rows = TYPED[way]

    result = read(rows)

    assert lines(result) == wanted
    assert rules(result) == [20, 40, 40]


NO_CODES = [
    ["Tên tiêu chí", "Thang điểm", "Ghi chú"],
    ["CHỈ ĐẠO ĐIỀU HÀNH", 60], ["Kế hoạch", 60], ["Ban hành kế hoạch", 20, R20], ["Thực hiện kế hoạch", 40, R40],
    ["CẢI CÁCH THỂ CHẾ", 40], ["Rà soát", 40], ["Tỷ lệ rà soát", 40, R40], ["Tổng", 100],
]  # fmt: skip


@pytest.mark.parametrize(
    "look",
    [{"indents": {"A6": 1, "A7": 2, "A8": 2, "A10": 1, "A11": 2}}, {"bold": "A5 A6 A9 A10"}],
    ids=["indent", "bold under capitals"],
)
def test_lines_without_codes_stand_as_they_are_set(look):
    result = read(NO_CODES, **look)

    assert lines(result) == DEEP
    assert rules(result) == [20, 40, 40]


def test_a_field_without_points_has_those_of_its_parts():
    result = read([
        ["TT", "Tiêu chí", "Điểm tối đa", "Cách tính"],
        ["I", "CHỈ ĐẠO ĐIỀU HÀNH"], ["1", "Ban hành kế hoạch", 20, R20], ["2", "Thực hiện kế hoạch", 40, R40],
        ["II", "CẢI CÁCH THỂ CHẾ"], ["1", "Tỷ lệ rà soát", 40, R40],
    ])  # fmt: skip

    frame = result.tables[0].frame
    assert (frame["code"], frame["level"]) == (["I", "I.1", "I.2", "II", "II.1"], [1, 2, 2, 1, 2])
    assert frame["max_score"] == [None, Decimal(20), Decimal(40), None, Decimal(40)]


def test_levels_that_do_not_add_up_in_a_set_without_codes_are_not_guessed():
    rows = [row if row[0] != "Rà soát" else ["Rà soát", 30] for row in NO_CODES]

    with pytest.raises(Exception, match="Không nhận ra bảng"):
        read(rows, bold="A5 A6 A9 A10")

"""Is every line of a set in its tree, with its rule, wherever codes, fields and rules are printed?"""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.program.places import ROOT
from domain.rules.rule_reading import read_rule
from domain.sets.outside_scale import Line, outside_groups
from tests.sources import workbooks

TITLE = [
    ("BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",),
    ("(Kèm theo Quyết định số 11/QĐ-UBND ngày 05/01/2023)",),
]
HEAD = ("STT", "Tiêu chí", "Điểm tối đa", "Quy tắc chấm điểm")
STEPS = "Từ 80% trở lên: 20 điểm; dưới 80%: 0 điểm"
YES_NO = "Có: {0} điểm; không: 0 điểm"
TOTAL = (None, "Tổng cộng", 100)


def read(rows: Any) -> Extract:
    book = read_workbook(workbooks.xlsx({"Phu luc": rows}), limits=Limits())
    return extract(book, file_name="bo chi so.xlsx", options=Options(as_of=date(2023, 11, 12)))


def lines(rows: Any) -> list[tuple[Any, ...]]:
    result = read([*TITLE, *rows])
    assert result.choice is None
    (table,) = result.tables
    assert table.rejected_rows == 0, table.issues
    frame = table.frame
    return list(zip(frame["code"], frame["parent_code"], frame["rule_text"], strict=True))


def tree(rows: Any) -> list[tuple[Any, ...]]:
    return [(code, parent) for code, parent, _ in lines(rows)]


def codes_of(rows: Any) -> set[str]:
    return {issue.code for issue in read([*TITLE, *rows]).tables[0].issues}


RESTARTING = [
    HEAD,
    ("I", "Chỉ đạo điều hành", 60),
    ("1", "Kế hoạch", 30),
    ("1.1", "Ban hành", 10, YES_NO.format(10)),
    ("1.2", "Mức hoàn thành", 20, STEPS),
    ("2", "Báo cáo", 30, "Mỗi báo cáo chậm trừ 5 điểm"),
    ("II", "Thủ tục", 40),
    ("1", "Công khai", 40),
    ("1.1", "Niêm yết", 40, YES_NO.format(40)),
    TOTAL,
]


def test_numbers_that_restart_under_each_field_are_told_apart_by_their_path():
    assert tree(RESTARTING) == [
        ("I", None), ("I.1", "I"), ("I.1.1", "I.1"), ("I.1.2", "I.1"), ("I.2", "I"),
        ("II", None), ("II.1", "II"), ("II.1.1", "II.1"),
    ]  # fmt: skip
    assert codes_of(RESTARTING) == set()


CODES = {
    "prefixes": ("TC 1", "TCTP 1.1", "TCTP 1.2", "TC 2"),
    "prefixes_without_space": ("TC1", "TCTP1.1", "TCTP1.2", "TC2"),
    "words": ("Tiêu chí 1", "Tiêu chí thành phần 1.1", "Tiêu chí thành phần 1.2", "Tiêu chí 2"),
    "dots_after": ("1.", "1.1.", "1.2.", "2."),
}


@pytest.mark.parametrize("name", CODES)
def test_words_before_a_code_are_no_part_of_it(name):
    points = (60, 40, 20, 40)
    rows = [
        (code, f"Nội dung {n}", top, YES_NO.format(top) if n else None)
        for n, (code, top) in enumerate(zip(CODES[name], points, strict=True))
    ]

    assert tree([HEAD, *rows, TOTAL]) == [("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None)]


IN_NAMES = {
    "numbers": ("1. Chỉ đạo", "1.1. Ban hành", "1.2. Mức", "2. Thủ tục"),
    "prefixes": ("TC 1 Chỉ đạo", "TCTP 1.1 Ban hành", "TCTP 1.2 Mức", "TC 2 Thủ tục"),
}


@pytest.mark.parametrize("numbered", [False, True], ids=["no_number_column", "running_numbers_beside"])
@pytest.mark.parametrize("name", IN_NAMES)
def test_codes_inside_the_names_are_found_and_taken_off(name, numbered):
    points = (60, 40, 20, 40)
    rows = [
        (text, top, YES_NO.format(top) if n else None)
        for n, (text, top) in enumerate(zip(IN_NAMES[name], points, strict=True))
    ]
    table = [("Lĩnh vực, tiêu chí", "Điểm tối đa", "Quy tắc chấm điểm"), *rows, ("Tổng cộng", 100)]
    if numbered:
        table = [(n or "STT", *row) for n, row in enumerate(table[:-1])] + [(None, *table[-1])]

    assert tree(table) == [("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None)]
    assert read([*TITLE, *table]).tables[0].frame["name"] == ["Chỉ đạo", "Ban hành", "Mức", "Thủ tục"]


def test_running_numbers_beside_the_codes_are_no_codes():
    rows = [("STT", "Mã", *HEAD[1:]), (1, "1", "Chỉ đạo", 60), (2, "1.1", "Ban hành", 60, YES_NO.format(60)),
            (3, "2", "Thủ tục", 40, YES_NO.format(40)), (None, *TOTAL)]  # fmt: skip

    assert tree(rows) == [("1", None), ("1.1", "1"), ("2", None)]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("LĨNH VỰC 1: CHỈ ĐẠO", "LĨNH VỰC 2: THỦ TỤC", ("1", "2", "3")),
        ("I. CHỈ ĐẠO", "II. THỦ TỤC", ("1", "2", "1")),
        ("CHỈ ĐẠO, ĐIỀU HÀNH", "THỦ TỤC HÀNH CHÍNH", ("1", "2", "3")),
    ],
)
def test_fields_may_be_rows_with_points_and_no_code(first, second, codes):
    rows = [HEAD, (None, first, 60), (codes[0], "Ban hành", 40, YES_NO.format(40)), (codes[1], "Mức", 20, STEPS),
            (None, second, 40), (codes[2], "Công khai", 40, YES_NO.format(40)), TOTAL]  # fmt: skip

    found = tree(rows)

    assert [parent for _, parent in found] == [None, "I", "I", None, "II"]
    assert codes_of(rows) == set()


TWO_STEPS = "Từ 80% trở lên: 20 điểm\nDưới 80%: 0 điểm"
RULES = {
    "rows_without_code": [(None, "Từ 80% trở lên: 20 điểm", None), (None, "Dưới 80%: 0 điểm", None)],
    "points_of_each_step_in_the_points_column": [(None, "Từ 80% trở lên", 20), (None, "Dưới 80%", 0)],
    "rows_with_bullets_for_codes": [("-", "Từ 80% trở lên: 20 điểm", None), ("+", "Dưới 80%: 0 điểm", None)],
    "rows_lettered_like_criteria": [("a)", "Từ 80% trở lên", 20), ("b)", "Dưới 80%", 0)],
    "rows_numbered_like_criteria": [("1.2.1", "Từ 80% trở lên", 20), ("1.2.2", "Dưới 80%", 0)],
    "rule_column_of_rows_below": [(None, None, None, "Từ 80% trở lên: 20 điểm"), (None, None, None, "Dưới 80%: 0 điểm")],
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_a_rule_in_rows_of_its_own_belongs_to_the_criterion_above(name):
    rows = [HEAD, ("1", "Chỉ đạo", 60), ("1.1", "Ban hành", 40, YES_NO.format(40)), ("1.2", "Mức", 20),
            *RULES[name], ("2", "Thủ tục", 40, YES_NO.format(40)), TOTAL]  # fmt: skip

    assert lines(rows) == [
        ("1", None, None), ("1.1", "1", YES_NO.format(40)), ("1.2", "1", TWO_STEPS), ("2", None, YES_NO.format(40)),
    ]  # fmt: skip
    table = read([*TITLE, *rows]).tables[0]
    assert [why for _, why in table.skipped].count("note") == len(RULES[name])
    assert table.data_rows == 4


def test_a_rule_of_a_group_whose_parts_have_none_is_theirs():
    shared = "Có: điểm tối đa; không: 0 điểm"
    rows = [HEAD, ("1", "Chỉ đạo", 60, shared), ("1.1", "Ban hành", 40), ("1.2", "Báo cáo", 20),
            ("2", "Thủ tục", 40, YES_NO.format(40)), TOTAL]  # fmt: skip

    assert [rule for _, _, rule in lines(rows)] == [None, shared, shared, YES_NO.format(40)]
    assert codes_of(rows) == {"carried_down"}


def test_criteria_that_are_worded_like_conditions_stay_criteria():
    rows = [HEAD, ("1", "Công chức", 60), ("1.1", "Có 100% công chức được bồi dưỡng", 40, YES_NO.format(40)),
            ("1.2", "Không có công chức bị kỷ luật", 20, YES_NO.format(20)), ("2", "Thủ tục", 40), TOTAL]  # fmt: skip

    assert tree(rows) == [("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None)]


def test_a_missing_level_is_placed_by_the_sums_and_said():
    rows = [HEAD, ("1", "A", 60), ("1.1.1", "B", 40), ("1.1.2", "C", 20), ("2", "D", 40), TOTAL]

    assert tree(rows) == [("1", None), ("1.1.1", "1"), ("1.1.2", "1"), ("2", None)]
    assert "tree_by_sums" in codes_of(rows)


def test_a_set_whose_sums_fail_waits_for_a_look_with_every_sum_at_its_row(tmp_path):
    rows = [*TITLE, HEAD, ("1", "Chỉ đạo", 60), ("1.1", "Ban hành", 40, YES_NO.format(40)),
            ("1.2", "Mức", 30, "Từ 80% trở lên: 30 điểm; dưới 80%: 0 điểm"), ("2", "Thủ tục", 40),
            ("2.1", "Công khai", 35, YES_NO.format(35)), TOTAL]  # fmt: skip
    path = tmp_path / "bo chi so.xlsx"
    path.write_bytes(workbooks.xlsx({"Phu luc": rows}))

    def load(*more: str) -> dict[str, Any]:
        home = str(tmp_path / "home")
        done = subprocess.run(
            [sys.executable, "-m", "data_loaders", "load", str(path), "--home", home, "--json", *more],
            cwd=ROOT, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        return json.loads(done.stdout)["files"][0]

    asked = load()
    accepted = load("--accept-effect")

    failing = [(i["row"], i["value"]) for i in asked["issues"] if i["code"] == "points_do_not_add_up"]
    assert (asked["status"], asked["choice"]["what"]) == ("needs_choice", "effect")
    assert failing == [(4, "60 ≠ 40 + 30"), (7, "40 ≠ 35")]
    assert ["dòng 4" in words or "dòng 7" in words for words in asked["choice"]["options"]] == [True, True]
    assert accepted["status"] == "loaded"


def test_a_set_over_several_sheets_is_one_set_of_one_decision():
    first = [*TITLE, HEAD, ("1", "Chỉ đạo", 60), ("1.1", "Kế hoạch", 60, YES_NO.format(60))]
    second = [HEAD, ("2", "Thủ tục", 40), ("2.1", "Niêm yết", 40, YES_NO.format(40))]
    book = read_workbook(workbooks.xlsx({"Linh vuc 1": first, "Linh vuc 2": second}), limits=Limits())

    result = extract(book, file_name="bo chi so.xlsx", options=Options())

    assert result.choice is None
    assert [set(table.frame["decision"]) for table in result.tables] == [{"11/QĐ-UBND"}] * 2
    assert [table.accepted_rows for table in result.tables] == [2, 2]
    assert {table.as_of for table in result.tables} == {date(2023, 1, 5)}


FIELDS = [
    HEAD,
    ("I", "Chỉ đạo", 60),
    ("1", "Kế hoạch", 60, YES_NO.format(60)),
    ("II", "Thủ tục", 40),
    ("2", "Công khai", 40, YES_NO.format(40)),
]
BONUS = ("Điểm thưởng (tối đa 2 điểm)", "Điểm trừ không quá 5 điểm")
OUTSIDE = {
    "romans_go_on": [("III", BONUS[0], None), ("1", "Sáng kiến", 1), ("IV", BONUS[1], None), ("1", "Chậm", None)],
    "no_code": [(None, BONUS[0], None), ("1", "Sáng kiến", 1), (None, BONUS[1], None), ("1", "Chậm", None)],
    "most_in_the_column": [("III", "Điểm cộng", 2), ("1", "Sáng kiến", 1), ("IV", "Điểm trừ", -5), ("1", "Chậm", -7)],
    "under_one_heading": [
        ("III", "Điểm thưởng, điểm trừ", None), ("1", "Điểm thưởng: không quá 2 điểm", None), ("1.1", "Sáng kiến", 1),
        ("2", BONUS[1], None), ("2.1", "Chậm", None),
    ],
    "other_words": [("III", "Phần điểm thưởng", 2), ("1", "Sáng kiến", 1), ("IV", "Quy định về điểm trừ", 5), ("1", "Chậm", 7)],
}  # fmt: skip


@pytest.mark.parametrize("is_total_last", [False, True], ids=["total_before", "total_last"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_bonus_and_penalty_groups_stand_beside_the_points_with_their_most(name, is_total_last):
    groups = OUTSIDE[name]
    rows = [*FIELDS, *groups, TOTAL] if is_total_last else [*FIELDS, TOTAL, *groups]
    (table,) = read([*TITLE, *rows]).tables

    assert [issue.code for issue in table.issues] == []
    assert table.accepted_rows == len(FIELDS) - 1 + len(groups)
    columns = (table.frame[of] for of in ("code", "parent_code", "name", "max_score"))
    found = outside_groups(Line(*one) for one in zip(*columns, strict=True))
    assert [(one.kind, one.cap) for one in found if one.kind != "unclear"] == [("bonus", 2), ("penalty", 5)]
    assert {len(one.leaves) for one in found if one.kind != "unclear"} == {1}


@given(
    cap=st.decimals(0, 9, places=2),
    most=st.lists(st.decimals(0, 9, places=2), min_size=1, max_size=4),
    points=st.lists(st.decimals(-20, 20, places=2), min_size=1, max_size=4),
)
@settings(max_examples=60)
def test_a_group_never_comes_to_more_than_its_cap_nor_a_line_to_more_than_its_own(cap, most, points):
    lines = [Line("I", None, "Chỉ đạo", Decimal(100)), Line("II", None, "Điểm thưởng", cap or Decimal(1))]
    lines += [Line(f"II.{n}", "II", f"Mục {n}", one) for n, one in enumerate(most)]
    (group,) = outside_groups(lines)

    earned = group.points({f"II.{n}": one for n, one in enumerate(points)})

    assert 0 <= earned <= (cap or 1)
    assert earned <= sum(abs(one) for one in points)


LEVELS = ("STT", "Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm tối đa", "Quy tắc chấm điểm")
LEVEL_TOTAL = (None, "Tổng cộng", None, None, 100)
MADE, DONE, SHOWN, SOLVED = (YES_NO.format(points) for points in (20, 40, 30, 10))
IN_LEVELS: dict[str, tuple[list[tuple[Any, ...]], tuple[str, ...]]] = {
    "a_row_for_each_line": ([
        LEVELS, ("I", "Chỉ đạo", None, None, 60), ("1", None, "Kế hoạch", None, 60),
        ("1.1", None, None, "Ban hành", 20, MADE), ("1.2", None, None, "Hoàn thành", 40, DONE),
        ("II", "Thủ tục", None, None, 40), ("1", None, "Công khai", None, 30), ("1.1", None, None, "Niêm yết", 30, SHOWN),
        ("2", None, "Giải quyết", None, 10), ("2.1", None, None, "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ()),
    "what_lies_above_once": ([
        LEVELS, ("1", "Chỉ đạo", "Kế hoạch", "Ban hành", 20, MADE), ("2", None, None, "Hoàn thành", 40, DONE),
        ("3", "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN), ("4", None, "Giải quyết", "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ()),
    "merged_down": ([
        LEVELS, ("1", "Chỉ đạo", "Kế hoạch", "Ban hành", 20, MADE), ("2", None, None, "Hoàn thành", 40, DONE),
        ("3", "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN), ("4", None, "Giải quyết", "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ("B4:B5", "C4:C5", "B6:B7")),
    "repeated": ([
        LEVELS, ("1", "Chỉ đạo", "Kế hoạch", "Ban hành", 20, MADE), ("2", "Chỉ đạo", "Kế hoạch", "Hoàn thành", 40, DONE),
        ("3", "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN), ("4", "Thủ tục", "Giải quyết", "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ()),
    "codes_in_the_names": ([
        LEVELS[1:], ("I. Chỉ đạo", "1. Kế hoạch", "1.1. Ban hành", 20, MADE), ("I. Chỉ đạo", "1. Kế hoạch", "1.2. Hoàn thành", 40, DONE),
        ("II. Thủ tục", "1. Công khai", "1.1. Niêm yết", 30, SHOWN), (None, "2. Giải quyết", "2.1. Đúng hạn", 10, SOLVED), LEVEL_TOTAL[1:],
    ], ()),
    "codes_in_columns": ([
        ("Mã lĩnh vực", "Lĩnh vực", "Mã tiêu chí", "Tiêu chí", "Mã TCTP", "Tiêu chí thành phần", "Điểm tối đa", "Quy tắc chấm điểm"),
        ("I", "Chỉ đạo", "1", "Kế hoạch", "1.1", "Ban hành", 20, MADE), (None, None, None, None, "1.2", "Hoàn thành", 40, DONE),
        ("II", "Thủ tục", "1", "Công khai", "1.1", "Niêm yết", 30, SHOWN), (None, None, "2", "Giải quyết", "2.1", "Đúng hạn", 10, SOLVED),
        (None, "Tổng cộng", None, None, None, None, 100),
    ], ()),
    "running_numbers_that_are_numbers": ([
        LEVELS, (1, "Chỉ đạo", "Kế hoạch", "Ban hành", 20, MADE), (2, None, None, "Hoàn thành", 40, DONE),
        (3, "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN), (4, None, "Giải quyết", "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ()),
    "codes_and_names_under_one_heading_of_each_level": ([
        ("Lĩnh vực", None, "Tiêu chí", None, "Tiêu chí thành phần", None, "Điểm tối đa", "Quy tắc chấm điểm"),
        ("Mã", "Tên", "Mã", "Tên", "Mã", "Tên"),
        ("I", "Chỉ đạo", "1", "Kế hoạch", "1.1", "Ban hành", 20, MADE), (None, None, None, None, "1.2", "Hoàn thành", 40, DONE),
        ("II", "Thủ tục", "1", "Công khai", "1.1", "Niêm yết", 30, SHOWN), (None, None, "2", "Giải quyết", "2.1", "Đúng hạn", 10, SOLVED),
        (None, "Tổng cộng", None, None, None, None, 100),
    ], ("A3:B3", "C3:D3", "E3:F3", "G3:G4", "H3:H4")),
    "rules_in_rows_below": ([
        LEVELS, ("1", "Chỉ đạo", "Kế hoạch", "Ban hành", 20, None), (None, None, None, "Có: 20 điểm", None), (None, None, None, "Không: 0 điểm", None),
        ("2", None, None, "Hoàn thành", 40, DONE), ("3", "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN),
        ("4", None, "Giải quyết", "Đúng hạn", 10, SOLVED), LEVEL_TOTAL,
    ], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_LEVELS)
def test_levels_in_columns_of_their_own_make_one_tree_with_every_line(name):
    rows, merge = IN_LEVELS[name]
    book = read_workbook(workbooks.xlsx({"Phu luc": [*TITLE, *rows]}, merge=merge), limits=Limits())
    (table,) = extract(book, file_name="bo.xlsx", options=Options(as_of=date(2023, 11, 12))).tables

    assert [issue.code for issue in table.issues] == []
    assert (table.rejected_rows, table.accepted_rows) == (0, table.data_rows)
    columns = (table.frame[of] for of in ("code", "parent_code", "name", "max_score"))
    assert list(zip(*columns, strict=True)) == [
        ("I", None, "Chỉ đạo", 60), ("I.1", "I", "Kế hoạch", 60), ("I.1.1", "I.1", "Ban hành", 20),
        ("I.1.2", "I.1", "Hoàn thành", 40), ("II", None, "Thủ tục", 40), ("II.1", "II", "Công khai", 30),
        ("II.1.1", "II.1", "Niêm yết", 30), ("II.2", "II", "Giải quyết", 10), ("II.2.1", "II.2", "Đúng hạn", 10),
    ]  # fmt: skip
    rules = dict(zip(table.frame["code"], table.frame["rule_text"], strict=True))
    assert {code for code, rule in rules.items() if rule} == {"I.1.1", "I.1.2", "II.1.1", "II.2.1"}
    assert read_rule(rules["I.1.1"], Fraction(20)).points(Fraction(1)) == 20


SCORED = ("STT", "Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm tối đa", "Điểm tự chấm")
SCORES_IN_LEVELS: dict[str, tuple[list[tuple[Any, ...]], tuple[str, ...]]] = {
    "what_lies_above_once": ([
        SCORED, (1, "Chỉ đạo", "Kế hoạch", "Ban hành", 20, 20), (2, None, None, "Hoàn thành", 40, "30,5"),
        (3, "Thủ tục", "Công khai", "Niêm yết", 30, 15), (None, "Tổng cộng", None, None, 90, 65.5),
    ], ("I", "I.1", "I.1.1", "I.1.2", "II", "II.1", "II.1.1")),
    "codes_of_the_last_level": ([
        SCORED, ("1.1.1", "Chỉ đạo", "Kế hoạch", "Ban hành", 20, 20), ("1.1.2", "Chỉ đạo", "Kế hoạch", "Hoàn thành", 40, "30,5"),
        ("2.1.1", "Thủ tục", "Công khai", "Niêm yết", 30, 15),
    ], ("1", "1.1", "1.1.1", "1.1.2", "2", "2.1", "2.1.1")),
    "codes_in_a_column_and_in_the_names": ([
        SCORED, ("1", "Chỉ đạo", None, None, 60, 50.5), (None, None, "1.1. Kế hoạch", None, 60, 50.5),
        (None, None, None, "1.1.1. Ban hành", 20, 20), (None, None, None, "1.1.2. Hoàn thành", 40, "30,5"),
        ("2", "Thủ tục", None, None, 30, 15), (None, None, "2.1. Công khai", None, 30, 15), (None, None, None, "2.1.1. Niêm yết", 30, 15),
    ], ("1", "1.1", "1.1.1", "1.1.2", "2", "2.1", "2.1.1")),
}  # fmt: skip


@pytest.mark.parametrize("name", SCORES_IN_LEVELS)
def test_scores_whose_levels_stand_in_columns_are_those_of_the_same_tree(name):
    rows, codes = SCORES_IN_LEVELS[name]
    (table,) = read([("BẢNG TỰ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2023",), *rows]).tables

    assert table.issues == []
    found = zip(*(table.frame[of] for of in ("code", "max_score", "self_score")), strict=True)
    points = ((60, 50.5), (60, 50.5), (20, 20), (40, 30.5), (30, 15), (30, 15), (30, 15))
    assert [(code, float(top), float(score)) for code, top, score in found] == [
        (code, *both) for code, both in zip(codes, points, strict=True)
    ]


def test_the_scores_of_another_year_below_are_another_table():
    one_year = (
        ("STT", "Tiêu chí", "Điểm tối đa", "Tự chấm"),
        ("1", "Chỉ đạo", 3, 2.5),
        ("1.1", "Kế hoạch", 3, 2.5),
    )
    rows = [(f"BẢNG TỰ CHẤM ĐIỂM CCHC NĂM {year}",) for year in (2022, 2023)]
    tables = read([rows[0], *one_year, rows[1], *one_year]).tables

    assert [(table.frame["year"], table.rejected_rows) for table in tables] == [
        ([2022] * 2, 0),
        ([2023] * 2, 0),
    ]


def test_codes_as_deep_as_the_columns_name_what_lies_above():
    rows = [
        LEVELS,
        ("1.1.1", "Chỉ đạo", "Kế hoạch", "Ban hành", 60, DONE),
        ("2.1.1", "Thủ tục", "Công khai", "Niêm yết", 40, DONE),
    ]

    assert tree([*rows, LEVEL_TOTAL]) == [
        ("1", None), ("1.1", "1"), ("1.1.1", "1.1"), ("2", None), ("2.1", "2"), ("2.1.1", "2.1"),
    ]  # fmt: skip


def test_a_printed_total_that_the_levels_do_not_come_to_is_said():
    rows = [
        LEVELS,
        ("1", "Chỉ đạo", "Kế hoạch", "Ban hành", 60, DONE),
        ("2", "Thủ tục", "Công khai", "Niêm yết", 30, SHOWN),
    ]

    assert "points_do_not_add_up" in codes_of([*rows, LEVEL_TOTAL])

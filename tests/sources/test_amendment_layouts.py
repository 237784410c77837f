"""Is every change of an amendment the one it prints: by a column, by group rows, by old beside new?"""

from datetime import date
from typing import Any

import pytest

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from tests.sources import workbooks

TITLE = [
    ("PHỤ LỤC SỬA ĐỔI, BỔ SUNG BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",),
    (
        "(Kèm theo Quyết định số 1219/QĐ-UBND ngày 10/5/2023, sửa đổi, bổ sung Quyết định số 3078/QĐ-UBND ngày"
        " 21/9/2022)",
    ),
]
CHANGED = ("1.2", "Chế độ báo cáo", 1.5, "Có: 1,5 điểm; không: 0 điểm")
ADDED = ("1.3", "Sáng kiến", 0.5, "Có: 0,5 điểm; không: 0 điểm")
HEAD = ("Mã tiêu chí", "Tiêu chí", "Điểm tối đa", "Cách tính điểm")

FORMS: dict[str, tuple[list[Any], tuple[str, ...]]] = {
    "a_column": (
        [
            ("Mã tiêu chí", "Hình thức", *HEAD[1:]),
            (CHANGED[0], "Sửa đổi", *CHANGED[1:]),
            (ADDED[0], "Bổ sung", *ADDED[1:]),
            ("1.1", "Bãi bỏ"),
        ],
        (),
    ),
    "group_rows": (
        [HEAD, ("I. SỬA ĐỔI",), CHANGED, ("II. BỔ SUNG",), ADDED, ("III. BÃI BỎ",), ("1.1", "Kế hoạch", 1)],
        (),
    ),
    "numbered_group_rows": (
        [
            ("STT", *HEAD),
            ("I", "Sửa đổi các tiêu chí sau"),
            (1, *CHANGED),
            ("II", "Bổ sung tiêu chí"),
            (1, *ADDED),
            ("III", "Bãi bỏ tiêu chí"),
            (1, "1.1", "Kế hoạch", 1),
        ],
        (),
    ),
    "old_beside_new_in_two_rows": (
        [
            ("Mã tiêu chí", "Quy định cũ", None, None, "Sửa đổi thành"),
            (None, "Nội dung", "Điểm", "Cách tính điểm", "Nội dung", "Điểm", "Cách tính điểm"),
            ("1.2", "Chế độ báo cáo", 2, "Có: 2 điểm; không: 0 điểm", *CHANGED[1:]),
            ("1.3", None, None, None, *ADDED[1:]),
            ("1.1", "Kế hoạch", 1, "Có: 1 điểm; không: 0 điểm", "Bãi bỏ"),
        ],
        ("A3:A4", "B3:D3", "E3:G3"),
    ),
    "old_beside_new_in_one_row": (
        [
            ("Mã tiêu chí", "Nội dung cũ", "Điểm tối đa cũ", "Nội dung mới", "Điểm tối đa mới", "Cách tính điểm mới"),
            ("1.2", "Chế độ báo cáo", 2, *CHANGED[1:]),
            ("1.3", None, None, *ADDED[1:]),
            ("1.1", "Kế hoạch", 1, "Bãi bỏ", None, None),
        ],
        (),
    ),
}  # fmt: skip


def read(rows: list[Any], merge: tuple[str, ...] = ()) -> Extract:
    book = read_workbook(workbooks.xlsx({"PL": [*TITLE, *rows]}, merge=merge), limits=Limits())
    return extract(book, file_name="sua doi.xlsx", options=Options(as_of=date(2023, 11, 12)))


@pytest.mark.parametrize("name", FORMS)
def test_each_change_is_what_is_printed(name):
    result = read(*FORMS[name])

    assert result.choice is None, result.choice
    (table,) = result.tables
    assert table.rejected_rows == 0, table.issues
    found = list(zip(table.frame["action"], table.frame["code"], table.frame["rule_text"], strict=True))
    assert found == [("change", "1.2", CHANGED[3]), ("add", "1.3", ADDED[3]), ("remove", "1.1", None)]
    assert [None if n is None else float(n) for n in table.frame["max_score"]][:2] == [1.5, 0.5]


def test_a_group_of_a_base_set_is_no_change():
    rows = [
        ("BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (Kèm theo Quyết định số 11/QĐ-UBND ngày 05/01/2023)",),
        HEAD,
        ("Bổ sung, hoàn thiện thể chế",),
        ("1", "Chế độ báo cáo", 2, "Có: 2 điểm; không: 0 điểm"),
    ]
    book = read_workbook(workbooks.xlsx({"PL": rows}), limits=Limits())

    (table,) = extract(book, file_name="bo.xlsx", options=Options(as_of=date(2023, 11, 12))).tables

    assert table.frame["action"] == [None]


NAMED = {
    "wrapped around both": (TITLE[1][0], ("1219/QĐ-UBND", "3078/QĐ-UBND")),
    "its set alone": (
        "SỬA ĐỔI, BỔ SUNG BỘ CHỈ SỐ BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ 3078/QĐ-UBND NGÀY 21/9/2022",
        ("PL", "3078/QĐ-UBND"),
    ),
    "itself alone": ("Phụ lục sửa đổi (kèm theo Quyết định số 1219/QĐ-UBND ngày 10/5/2023)", ("1219/QĐ-UBND", None)),
    "the set as amended since": (
        "Kèm theo Quyết định số 3078/QĐ-UBND, được sửa đổi, bổ sung tại Quyết định số 1219/QĐ-UBND",
        ("3078/QĐ-UBND", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_whose_number_a_title_gives(name):
    title, expected = NAMED[name]
    book = read_workbook(workbooks.xlsx({"PL": [(title,), HEAD, CHANGED]}), limits=Limits())

    (table,) = extract(
        book, file_name="bo.xlsx", options=Options(as_of=date(2023, 11, 12), kind="indicator_set")
    ).tables

    assert (table.frame["decision"][0], table.frame["amends"][0]) == expected


@pytest.mark.parametrize(
    "title",
    [
        "PHIẾU TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH CỦA NGƯỜI ĐỨNG ĐẦU NĂM 2025",
        "BẢNG CHẤM ĐIỂM ĐÁNH GIÁ TRÁCH NHIỆM NGƯỜI ĐỨNG ĐẦU TRONG THỰC HIỆN CẢI CÁCH HÀNH CHÍNH",
    ],
)
def test_a_form_about_the_head_of_a_unit_is_asked_about(title):
    rows = [(title,), ("STT", "Nội dung đánh giá", "Điểm tối đa", "Điểm tự chấm"),
            ("1", "Lãnh đạo, chỉ đạo", 20, 18), ("1.1", "Ban hành kế hoạch", 20, 18)]  # fmt: skip
    book = read_workbook(workbooks.xlsx({"Phieu": rows}), limits=Limits())

    choice = extract(book, file_name="phieu.xlsx", options=Options(as_of=date(2025, 11, 12))).choice

    assert choice is not None and choice.what == "kind"


ARTICLES = [
    (
        "Điều 1. Sửa đổi chỉ số thành phần 1.2 như sau: “Chế độ báo cáo: 1,5 điểm. Có: 1,5 điểm; không: 0 điểm”",
    ),
    ("Điều 2. Bổ sung tiêu chí thành phần 1.3: “Sáng kiến”, điểm tối đa 0,5. Có: 0,5 điểm; không: 0 điểm",),
    ("Điều 3. Bãi bỏ tiêu chí 1.1",),
    ("Điều 4. Quyết định này có hiệu lực từ ngày ký.",),
]
CLAUSES = [
    ("Điều 1. Sửa đổi, bổ sung một số nội dung của Bộ chỉ số như sau:",),
    ("1. Sửa đổi, bổ sung TCTP 1.2 như sau:",),
    ("Chế độ báo cáo: 1,5 điểm",),
    ("Có: 1,5 điểm; không: 0 điểm",),
    ("2. Bổ sung tiêu chí 1.3 như sau:",),
    ("Sáng kiến (0,5 điểm)",),
    ("Có: 0,5 điểm; không: 0 điểm",),
    ("3. Bãi bỏ chỉ số thành phần 1.1",),
]


@pytest.mark.parametrize("lines", [ARTICLES, CLAUSES], ids=["articles", "clauses"])
def test_each_change_printed_as_a_sentence_is_applied_at_its_row(lines):
    result = read(lines)

    assert result.choice is None, result.choice
    (table,) = result.tables
    assert table.rejected_rows == 0, table.issues
    found = list(zip(table.frame["action"], table.frame["code"], table.frame["rule_text"], strict=True))
    assert found == [("change", "1.2", CHANGED[3]), ("add", "1.3", ADDED[3]), ("remove", "1.1", None)]
    assert [None if n is None else float(n) for n in table.frame["max_score"]][:2] == [1.5, 0.5]
    first = {row: line for row, (line,) in enumerate([*TITLE, *lines], start=1)}
    assert all(
        code in first[row] for row, code in zip(table.frame["source_row"], table.frame["code"], strict=True)
    )


def test_a_sentence_that_does_not_say_the_new_wording_is_refused_at_its_row():
    result = read([("Điều 1. Sửa đổi tiêu chí 1.2 cho phù hợp với quy định mới",), ARTICLES[1]])

    (table,) = result.tables
    assert (table.accepted_rows, table.rejected_rows) == (1, 1)
    assert {issue.row for issue in table.issues if issue.severity == "error"} == {3}


PASSIVE = [
    (
        "1. Tiêu chí thành phần 1.2 được sửa đổi như sau: “Chế độ báo cáo: 1,5 điểm. Có: 1,5 điểm; không: 0 điểm”",
    ),
    ("2. Bãi bỏ các tiêu chí thành phần 2.1.1, 2.1.2 và 2.1.3",),
    ("3. Tiêu chí 1.1 bị bãi bỏ.",),
    ("4. Thay cụm từ “đúng hạn” bằng “trước hạn” tại tiêu chí 1.3",),
]


def test_a_sentence_may_speak_of_its_criterion_first_or_of_several_and_none_is_dropped():
    (table,) = read(PASSIVE).tables

    found = list(zip(table.frame["action"], table.frame["code"], strict=True))
    removed = [("remove", code) for code in ("2.1.1", "2.1.2", "2.1.3", "1.1")]
    assert found == [("change", "1.2"), *removed]
    assert table.rejected_rows == 1, "the fourth says something of a criterion that is no change we know"


def test_the_number_of_the_letterhead_is_the_decision():
    result = read([("Số: 99/QĐ-UBND ngày 05/9/2023",), *ARTICLES])

    assert "decision_not_stated" not in {issue.code for issue in result.tables[0].issues}


def test_a_numbered_group_that_says_what_is_done_is_no_field():
    result = read([
        ("Mã", "Nội dung", "Điểm tối đa", "Cách tính"),
        ("I", "SỬA ĐỔI CÁC TIÊU CHÍ"),
        ("1.2", "Chế độ báo cáo", 1.5, "Có: 1,5 điểm; không: 0 điểm"),
        ("II", "BÃI BỎ TIÊU CHÍ"),
        ("1.1", "Kế hoạch"),
    ])  # fmt: skip

    frame = result.tables[0].frame
    assert list(zip(frame["action"], frame["code"], strict=True)) == [("change", "1.2"), ("remove", "1.1")]

"""Faults of an indicator set are said where they stand: its sums, its rules, what an amendment breaks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE_TITLE = "Bộ chỉ số cải cách hành chính (Kèm theo Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"
AMENDED_TITLE = (
    "Phụ lục sửa đổi, bổ sung Bộ chỉ số (Kèm theo Quyết định số 1219/QĐ-UBND ngày 10/5/2023, sửa đổi, bổ sung"
    " Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"
)
HEAD = ("Mã tiêu chí", "Nội dung tiêu chí", "Điểm tối đa", "Phương thức đánh giá", "Cách tính điểm")
YES_NO = "Thực hiện đầy đủ: {0} điểm; không đầy đủ: 0 điểm."
FIRST_ROW = 3


def book(path, title, rows, *, head=HEAD, sheet="Phu luc"):
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in ((title,), head, *rows):
        page.append(row)
    workbook.save(path)
    return path


def base(path, *rules, points=("1", "2")):
    """Field 1 with 1.1 and 1.2; *rules* are their wordings."""
    first, second = (float(number) for number in points)
    texts = [*rules, *(YES_NO.format(number) for number in points[len(rules) :])]
    return book(path, BASE_TITLE, [
        ("1", "Chỉ đạo, điều hành", first + second, None, None),
        ("1.1", "Kế hoạch cải cách hành chính", first, "Tự chấm", texts[0]),
        ("1.2", "Chế độ báo cáo", second, "Tự chấm", texts[1]),
    ])  # fmt: skip


def amendment(path, *rows, title=AMENDED_TITLE):
    head = ("Mã tiêu chí", "Hình thức", "Nội dung tiêu chí", "Điểm tối đa", "Cách tính điểm")
    return book(path, title, rows, head=head)


@pytest.fixture
def ask(tmp_path):
    def run(module, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments), "--json"], cwd=ROOT, capture_output=True,
            env={**os.environ, "DASHBOARD_HOME": str(tmp_path / "home")}, check=False,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return json.loads(done.stdout)

    return run


def issues_of(document, number=0):
    return [(i["code"], i["severity"], i["row"], i["column"]) for i in document["files"][number]["issues"]]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("Từ 90% trở lên: 1 điểm; từ 70% đến dưới 80%: 0,5 điểm; dưới 70%: 0 điểm.", "rule_gap"),
        ("Từ 90% trở lên: 1 điểm; từ 75% đến dưới 90%: 0,5 điểm; dưới 80%: 0 điểm.", "rule_overlap"),
        ("Đạt 100%: 1 điểm; từ 80% đến dưới 100%: điểm = (b/a) × 1; dưới 60%: 0 điểm.", "rule_gap"),
        ("Từ 90% trở lên: 2 điểm; dưới 90%: 0 điểm.", "rule_points"),
    ],
)
def test_a_fault_of_a_rule_is_said_at_its_row_and_column(ask, tmp_path, rule, code):
    document = ask("data_loaders", "check", base(tmp_path / "bo-chi-so.xlsx", rule))

    assert issues_of(document) == [(code, "warning", FIRST_ROW + 1, "Cách tính điểm")]


def test_a_sound_set_has_nothing_to_remark(ask, tmp_path):
    document = ask("data_loaders", "load", base(tmp_path / "bo-chi-so.xlsx"))

    assert issues_of(document) == []
    assert document["files"][0]["tables"][0]["accepted_rows"] == 3


def test_a_set_whose_children_do_not_sum_waits_for_a_look(ask, tmp_path):
    path = book(tmp_path / "bo-chi-so.xlsx", BASE_TITLE, [
        ("1", "Chỉ đạo, điều hành", 3, None, None), ("1.1", "Kế hoạch", 1, "Tự chấm", YES_NO.format(1)),
        ("1.2", "Báo cáo", 1.5, "Tự chấm", YES_NO.format("1,5")),
    ])  # fmt: skip
    document = ask("data_loaders", "load", path)

    assert (document["files"][0]["status"], document["files"][0]["choice"]["what"]) == (
        "needs_choice",
        "effect",
    )
    assert ("points_do_not_add_up", "warning", FIRST_ROW, "Điểm tối đa") in issues_of(document)


@pytest.mark.parametrize("together", [True, False])
def test_an_amendment_that_moves_a_child_but_not_its_parent_is_said_at_the_child(ask, tmp_path, together):
    first = base(tmp_path / "bo-chi-so.xlsx")
    second = amendment(
        tmp_path / "sua-doi.xlsx",
        ("1.2", "Sửa đổi", "Chế độ báo cáo", 1.5, YES_NO.format("1,5")),
    )
    if not together:
        ask("data_loaders", "load", first)
    document = ask("data_loaders", "load", *([first] if together else []), second)

    (issue,) = document["files"][-1]["issues"]
    assert (issue["code"], issue["severity"]) == ("points_do_not_add_up", "warning")
    assert (issue["sheet"], issue["row"], issue["column"]) == ("Phu luc", FIRST_ROW, "Điểm tối đa")
    assert "3 ≠ 1 + 1,5" in issue["message"]


def test_an_amendment_that_moves_parent_and_child_alike_has_nothing_to_remark(ask, tmp_path):
    rows = [("1", "Sửa đổi", "Chỉ đạo", 2.5, None), ("1.2", "Sửa đổi", "Báo cáo", 1.5, YES_NO.format("1,5"))]
    second = amendment(tmp_path / "sua-doi.xlsx", *rows)
    document = ask("data_loaders", "load", base(tmp_path / "bo-chi-so.xlsx"), second)

    assert issues_of(document, 1) == []


def test_new_points_that_the_old_rule_does_not_give_are_said(ask, tmp_path):
    rule = "Từ 90% trở lên: 1 điểm; dưới 90%: 0 điểm."
    rows = [("1", "Sửa đổi", "Chỉ đạo", 4, None), ("1.1", "Sửa đổi", "Kế hoạch", 2, None)]
    second = amendment(tmp_path / "sua-doi.xlsx", *rows)
    document = ask("data_loaders", "load", base(tmp_path / "bo-chi-so.xlsx", rule), second)

    assert issues_of(document, 1) == [("rule_points", "warning", FIRST_ROW + 1, "Điểm tối đa")]


def test_an_amendment_of_a_missing_clause_and_an_addition_of_a_known_one_are_said(ask, tmp_path):
    rows = [("1.1", "Bổ sung", "Kế hoạch", 1, None), ("1.9", "Sửa đổi", "Không có", 1, None)]
    second = amendment(tmp_path / "sua-doi.xlsx", *rows)
    document = ask("data_loaders", "load", base(tmp_path / "bo-chi-so.xlsx"), second)

    assert issues_of(document, 1) == [
        ("unknown_criterion", "warning", FIRST_ROW + 1, "Mã tiêu chí"),
        ("clause_exists", "warning", FIRST_ROW, "Mã tiêu chí"),
    ]


def test_an_amendment_of_an_unknown_decision_says_which_base_is_missing(ask, tmp_path):
    title = AMENDED_TITLE.replace("3078", "999")
    second = amendment(tmp_path / "sua-doi.xlsx", ("1.1", "Sửa đổi", "Kế hoạch", 1, None), title=title)
    document = ask("data_loaders", "load", base(tmp_path / "bo-chi-so.xlsx"), second)

    assert [(i["code"], i["value"]) for i in document["files"][1]["issues"]] == [
        ("base_set_missing", "999/QĐ-UBND")
    ]


def test_a_set_without_a_decision_says_what_it_is_called(ask, tmp_path):
    path = book(tmp_path / "bo.xlsx", "Bộ chỉ số cải cách hành chính", [
        ("1", "Chỉ đạo, điều hành", 1, None, None), ("1.1", "Kế hoạch", 1, "Tự chấm", YES_NO.format(1)),
    ], sheet="Bo CCHC")  # fmt: skip
    document = ask("data_loaders", "load", path, "--as-of", "2023-11-01")

    assert issues_of(document) == [("decision_not_stated", "warning", None, None)]
    assert "Bo CCHC" in document["files"][0]["issues"][0]["message"]


@pytest.mark.parametrize(("last", "level"), [("80", "unknown"), ("90", "safe")])
def test_a_rule_with_a_gap_scores_nothing_rather_than_zero(ask, tmp_path, last, level):
    """A value in the gap has no step: it is unknown, and so is every other while the rule stands so."""
    rule = f"Từ 90% trở lên: 1 điểm; từ 70% đến dưới {last}%: 0,5 điểm; dưới 70%: 0 điểm."
    path = book(tmp_path / "bo-chi-so.xlsx", BASE_TITLE, [
        ("3", "Cải cách TTHC", 1, None, None),
        ("3.1", "Thực hiện xin lỗi tổ chức, cá nhân khi trễ hẹn", 1, "Tự chấm", rule),
    ])  # fmt: skip
    register = book(
        tmp_path / "xin-loi-2023-11-12.xlsx", "Sổ theo dõi xin lỗi công khai đến ngày 12/11/2023",
        [("H24.16-231001-0001", "QLDT", "05/10/2023", "12/10/2023", "05/PXL", "13/10/2023", "Bận")],
        head=("Mã hồ sơ", "Đơn vị", "Ngày hẹn trả", "Ngày trả kết quả", "Số phiếu xin lỗi", "Ngày xin lỗi", "Lý do"),
    )  # fmt: skip
    ask("data_loaders", "load", path, register)

    (leaf,) = ask("metrics", "risk")["rows"]
    assert (leaf["code"], leaf["level"]) == ("3.1", level)
    assert leaf["expected_score"] == (1 if level == "safe" else None)

"""Sets of criteria as clerks type them: every line is in the tree, every rule is read or handed over, the sums are proved."""

import json
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.program.places import ROOT
from metrics.criteria.assessment import assess
from metrics.points.risk import risk_details
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.store.conftest import OFFICE
from ui.index.set_words import code_columns, set_shown

CASES = ROOT / "tests" / "cases"
HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"]
TITLE = [["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025"], ["(Kèm theo Quyết định số 900/QĐ-UBND ngày 15/9/2025)"]]
RULE = "Từ 80% trở lên: {0} điểm; dưới 80%: 0 điểm"


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def command(home: Home, *arguments: str, module: str = "data_loaders") -> Any:
    done = subprocess.run(
        [sys.executable, "-m", module, "--home", str(home.path), *arguments, "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(done.stdout)


def load(home: Home, path: Path) -> dict[str, Any]:
    return command(home, "load", str(path), "--as-of", "2023-11-12")["files"][0]


def written(tmp_path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in (*TITLE, HEAD, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    path = tmp_path / "bo-chi-so.xlsx"
    path.write_bytes(content.getvalue())
    return path


def tree(home: Home) -> list[tuple[str, str | None, float]]:
    rows = open_reader(home, OFFICE).records(
        "select code, parent_code, max_score from scoped.indicator order by sort_order"
    )
    return [(row["code"], row["parent_code"], float(row["max_score"])) for row in rows]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "20-roman-with-points.xlsx",
            [("I", None, 60), ("1.1", "I", 60), ("II", None, 40), ("2.1", "II", 40)],
        ),
        (
            "21-letters-with-points.xlsx",
            [("1", None, 60), ("1.a", "1", 35), ("1.b", "1", 25), ("2", None, 40)],
        ),
    ],
)
def test_numbered_lines_with_points_are_criteria(home, name, lines):
    report = load(home, CASES / name)

    assert report["status"] == "loaded"
    assert report["issues"] == []
    assert tree(home) == lines


STYLES = {
    "roman, dotted": (["I", "I.1", "I.1.a", "I.1.b", "II"], [None, "I", "I.1", "I.1", None]),
    "roman, restarting": (["I", "1", "1.1", "1.2", "II"], [None, "I", "1", "1", None]),
    "arabic": (["1", "1.1", "1.1.1", "1.1.2", "2"], [None, "1", "1.1", "1.1", None]),
    "capital, arabic, letter": (["A", "1", "a)", "b)", "B"], [None, "A", "1", "1", None]),
}


@pytest.mark.parametrize("name", STYLES)
def test_four_styles_of_numbering_give_the_same_tree(home, tmp_path, name):
    codes, parents = STYLES[name]
    points = [60, 60, 35, 25, 40]
    rows = [
        [code, f"Nội dung {n}", p, RULE.format(p)]
        for n, (code, p) in enumerate(zip(codes, points, strict=True))
    ]

    report = load(home, written(tmp_path, *rows))

    assert report["status"] == "loaded", report["refusal"]
    found = tree(home)
    assert [p for _, _, p in found] == points
    names = {one: place for place, (one, _, _) in enumerate(found)}
    assert [None if parent is None else names[parent] for _, parent, _ in found] == [
        None if parent is None else codes.index(parent) for parent in parents
    ]


def test_codes_that_restart_under_each_field_stay_apart(home, tmp_path):
    rows = [["I", "A", 60], ["1", "B", 35], ["2", "C", 25], ["II", "D", 40], ["1", "E", 15], ["2", "F", 25]]

    report = load(home, written(tmp_path, *([*row, RULE.format(row[2])] for row in rows)))

    assert (report["status"], report["issues"]) == ("loaded", [])
    assert [code for code, _, _ in tree(home)] == ["I", "I.1", "I.2", "II", "II.1", "II.2"]


def test_a_code_that_comes_twice_in_a_numbered_set_is_named(home):
    report = load(home, CASES / "24-code-twice.xlsx")

    assert "duplicate_key" in {one["code"] for one in report["issues"]}


def test_a_rule_in_lines_of_one_cell_is_read_as_steps(home):
    report = load(home, CASES / "23-rule-in-lines.xlsx")

    assert report["status"] == "loaded"
    assert report["issues"] == []


def test_steps_with_a_formula_earn_what_they_say(home):
    for name in ("25a-set-with-formula-steps", "25b-signed-documents", "25c-scores"):
        report = load(home, CASES / f"{name}.xlsx")
        assert report["status"] == "loaded", report
    details = risk_details(assess(open_reader(home, OFFICE), as_of=date(2023, 11, 12))).set_index("code")

    assert details.loc["1.2", "measured_score"] == 4.25
    assert details.loc["1.3", "measured_score"] == 8


def test_a_clause_that_is_not_understood_is_named_at_its_row(home, tmp_path):
    report = load(
        home, written(tmp_path, ["1", "A", 100, "Từ 80% trở lên: theo quyết định của Sở; dưới 80%: 0 điểm"])
    )

    assert [(one["code"], one["row"], one["value"]) for one in report["issues"]] == [
        ("rule_by_hand", 4, "Từ 80% trở lên: theo quyết định của Sở")
    ]


RESTARTING = (
    ["I", "Chỉ đạo điều hành", 60],
    ["1", "Kế hoạch", 60],
    ["1.1", "Ban hành kế hoạch", 60, RULE.format(60)],
    ["II", "Thể chế", 40],
    ["1", "Văn bản", 40],
    ["1.1", "Rà soát văn bản", 40, RULE.format(40)],
)


def test_codes_that_begin_anew_are_told_apart_by_their_path_and_shown_as_printed(home, tmp_path):
    load(home, written(tmp_path, *RESTARTING))

    number = "900/QĐ-UBND"
    shown = set_shown(open_reader(home, OFFICE), as_of=date(2023, 11, 12), number=number)
    codes = [(one.code, one.shown_code) for one in shown.criteria]
    assert codes == [
        ("I", "I"),
        ("I.1", "1"),
        ("I.1.1", "1.1"),
        ("II", "II"),
        ("II.1", "1"),
        ("II.1.1", "1.1"),
    ]
    assert [column.label for column in code_columns(shown).values()] == ["Mã in", "Mã đầy đủ"]


def test_a_set_whose_codes_are_printed_once_each_has_one_column_of_codes(home, tmp_path):
    load(home, written(tmp_path, ["1", "Kế hoạch", 2], ["1.1", "Ban hành", 2, RULE.format(2)]))

    shown = set_shown(open_reader(home, OFFICE), as_of=date(2023, 11, 12), number="900/QĐ-UBND")
    assert [column.label for column in code_columns(shown).values()] == ["Mã"]

"""From three workbooks, through the loaders and the command line, to numbers computed by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from domain.program.places import ROOT

SET_HEAD = ["Mã tiêu chí", "Nội dung tiêu chí", "Điểm tối đa", "Phương thức đánh giá", "Cách tính điểm"]
STEPS = "Đạt 100%: 2,00 điểm; từ 80% đến dưới 100%: 1,00 điểm; dưới 80%: 0 điểm."
SET = [
    ["1", "Chỉ đạo, điều hành", 4, None, None],
    ["1.1", "Kế hoạch năm", 1, "Tự chấm", "Đầy đủ: 1,00 điểm; Không đầy đủ: 0 điểm."],
    ["1.10", "Sáng kiến", 3, "Tự chấm", "Từ 02 sáng kiến trở lên: 3 điểm; 01: 1,5 điểm; không có: 0 điểm."],
    ["2", "Thủ tục hành chính", 6, None, None],
    ["2.1", "Tỷ lệ văn bản đi được ký số", 2, "Tự chấm", STEPS],
    ["2.2", "Mức độ hài lòng", 4, "Điều tra xã hội học", "Điều tra xã hội học: điểm theo phiếu."],
]
SCORE_HEAD = [
    "Mã tiêu chí",
    "Tiêu chí",
    "Điểm tối đa",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Điểm điều tra XHH",
    "Điểm đạt",
    "Đơn vị chủ trì",
]
LAST_YEAR = [
    ["1.1", "Kế hoạch năm", 1, 1, 0.75, None, 0.75, None],
    ["1.10", "Sáng kiến", 3, 3, 3, None, 3, None],
    ["2.1", "Tỷ lệ văn bản đi được ký số", 2, 2, 1, None, 1, None],
    ["2.2", "Mức độ hài lòng", 4, None, None, 3.2, 3.2, None],
]
THIS_YEAR = [
    ["1.1", "Kế hoạch năm", 1, 1, None, None, None, "Văn phòng"],
    ["1.10", "Sáng kiến", 3, 1.5, None, None, None, "Phòng Quản lý Đầu tư"],
    ["2.1", "Tỷ lệ văn bản đi được ký số", 2, 2, 1, None, None, "Văn phòng"],
    ["2.2", "Mức độ hài lòng", 4, None, None, None, None, None],
]
# code: expected (by hand), loss, level, owners
BY_HAND = {
    "1.1": (0.75, 0.25, "at_risk", ["VP"]),  # 1.00 less the 0.25 that was struck off last year
    "1.10": (1.5, 1.5, "high", ["QLDT"]),  # claimed 1.50; nothing was struck off it last year
    "2.1": (1.0, 1.0, "high", ["VP"]),  # appraised
    "2.2": (3.2, 0.8, "high", []),  # last year's survey, 0.2 to either side
}


def save(path: Path, sheet: str, title: list[str], head: list[str], rows: list[list[Any]]) -> Path:
    book = Workbook()
    page = book.active
    page.title = sheet
    for line in [*([text] for text in title), [], head, *rows]:
        page.append(line)
    for row in page.iter_rows():
        row[0].number_format = "@"
    book.save(path)
    return path


def run(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", *arguments, "--json"], cwd=ROOT, capture_output=True, encoding="utf-8",
                          env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("golden")
    score_title = "BẢNG CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {}"
    files = [
        save(folder / "bo.xlsx", "Bộ chỉ số", ["PHỤ LỤC BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
             "(Kèm theo Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"], SET_HEAD, SET),
        save(folder / "2022.xlsx", "ChamDiem", [score_title.format(2022), "(Số liệu đến ngày 16/01/2023)"], SCORE_HEAD, LAST_YEAR),
        save(folder / "2023.xlsx", "TuCham", [score_title.format(2023), "(Số liệu đến ngày 10/11/2023)"], SCORE_HEAD, THIS_YEAR),
    ]  # fmt: skip
    kinds = ("indicator_set", "indicator_scores", "indicator_scores")
    for file, kind in zip(files, kinds, strict=True):
        day = ["--as-of", "2022-12-31"] if kind == "indicator_set" else []
        report = run("data_loaders", "load", str(file), "--kind", kind, *day, "--home", str(folder / "home"))
        assert [one["status"] for one in report["files"]] == ["loaded"], report
        assert all(table["rejected_rows"] == 0 for table in report["files"][0]["tables"]), report
    return str(folder / "home")


def test_every_criterion_comes_out_as_computed_by_hand(home):
    rows = run("metrics", "risk", "--home", home)["rows"]

    found = {r["code"]: (r["expected_score"], r["expected_loss"], r["level"], r["owners"]) for r in rows}
    assert found == {code: (pytest.approx(e), pytest.approx(lost), level, owners)
                     for code, (e, lost, level, owners) in BY_HAND.items()}  # fmt: skip


def test_the_index_comes_out_as_computed_by_hand(home):
    row = run("metrics", "index", "--home", home)["rows"][0]

    assert (row["max"], row["known_max"], row["unknown_points"]) == (10, 10, 0)
    assert row["expected"] == pytest.approx(6.45)  # 0.75 + 1.5 + 1 + 3.2
    assert row["index_pct"] == pytest.approx(64.5)
    assert row["appraisal_points"] == pytest.approx(0.25)
    assert row["p10"] <= row["p25"] <= 6.45 <= row["p75"] <= row["p90"]


def test_the_scores_come_out_as_computed_by_hand(home):
    rows = {row.pop("department_code"): row for row in run("metrics", "scores", "--home", home)["rows"]}

    assert rows["VP"] == {
        "criteria": 2,
        "max": 3,
        "self_score": 3,
        "appraised": 1,
        "lost": 0,
        "appraised_lost": 1,
    }
    assert rows["QLDT"] == {
        "criteria": 1, "max": 3, "self_score": 1.5, "appraised": None, "lost": 1.5, "appraised_lost": None,
    }  # fmt: skip
    assert rows["TOTAL"] == {
        "criteria": 3, "max": 6, "self_score": 4.5, "appraised": 1, "lost": 1.5, "appraised_lost": 1,
    }  # fmt: skip

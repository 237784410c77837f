"""What the pages show is what the command line says, and what a list gives as Excel is what it shows."""

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from domain.program.places import ROOT
from domain.wording.formats import count, percent
from tests.browser.conftest import open_page, running_server, still
from tests.pages.small_office import export, loaded, task

MAIN_LIMIT = ("apology", "task_reported", "task_archived", "work_file")
LABELS = {
    "apology": "Xin lỗi công khai",
    "task_reported": "Báo cáo hoàn thành",
    "task_archived": "Lưu trữ công việc",
    "work_file": "Lập hồ sơ công việc",
}

FORMULA = task("CV-1").replace("Rà soát dự án CV-1", "=1+1 cmd")


def completion(home: Path) -> list[dict[str, Any]]:
    """The rows of the command line for 12/11/2023."""
    told = subprocess.run(
        [
            sys.executable, "-m", "metrics", "completion", "--as-of", "2023-11-12", "--home", str(home), "--json",
        ],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    answer = json.loads(told.stdout)
    return answer["rows"] if isinstance(answer, dict) else answer


def plain(text: str) -> str:
    """*text* on one line with ordinary spaces."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_the_overview_shows_the_numbers_of_the_command_line(page: Page, server: str, served_home: Path):
    totals = {row["obligation"]: row for row in completion(served_home) if row["department_code"] == "TOTAL"}

    open_page(page, f"{server}/?vai=lanh-dao&ngay=2023-11-12")
    # The cards come after the headline: reading them too soon would find none.
    page.locator(".cc-bars > li").nth(len(MAIN_LIMIT) - 1).wait_for()
    rows = [plain(text) for text in page.locator(".cc-bars > li").all_inner_texts()]

    for name in MAIN_LIMIT:
        required, done = totals[name]["required"], totals[name]["done"]
        said = f"{percent(done, required)} · còn {count(required - done)}"
        assert any(LABELS[name] in row and said in row for row in rows), (name, said, rows)


def test_a_department_in_the_table_has_the_numbers_of_the_command_line(
    page: Page, server: str, served_home: Path
):
    own = {row["obligation"]: row for row in completion(served_home) if row["department_code"] == "QLDT"}

    open_page(page, f"{server}/?vai=lanh-dao&ngay=2023-11-12")
    row = page.locator(".cc-table tbody tr", has=page.get_by_text("Quản lý Đầu tư"))
    shown = plain(row.first.inner_text())

    for name in MAIN_LIMIT:
        required, done = own[name]["required"], own[name]["done"]
        assert f"{percent(done, required)} · còn {count(required - done)}" in shown, name


@pytest.fixture
def formula_office(tmp_path: Path):
    """A server on one export whose text would be a formula in a spreadsheet."""
    home = tmp_path / "home"
    loaded(
        home,
        export(10, FORMULA, task("CV-2"), task("CV-3", unit="QLLD")),
    )
    with running_server(home) as url:
        yield url


def downloaded(page: Page) -> Any:
    """The sheet that the first list of the page gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải Excel").first.click()
    return openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active


def rows_of(sheet: Any) -> list[list[Any]]:
    """Headings and rows of the list."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_the_excel_of_a_list_holds_the_rows_shown_and_no_formula(page: Page, formula_office: str):
    open_page(page, f"{formula_office}/hpnet?vai=van-phong")
    shown = plain(page.locator("[data-testid=stMain]").inner_text())
    sheet = downloaded(page)
    headings, *rows = rows_of(sheet)

    assert f"{len(rows)} việc" in shown
    assert "=1+1 cmd" in [row[headings.index("Trích yếu")] for row in rows]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_excel_of_a_searched_list_holds_what_was_found(page: Page, formula_office: str):
    open_page(page, f"{formula_office}/hpnet?vai=van-phong")
    box = page.get_by_placeholder("Tìm theo số, ký hiệu").first
    box.fill("du an cv-2")
    box.press("Enter")
    page.get_by_text(" trong ").first.wait_for()
    still(page)
    headings, *rows = rows_of(downloaded(page))

    assert [row[headings.index("Trích yếu")] for row in rows] == ["Rà soát dự án CV-2"]

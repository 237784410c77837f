"""The paper for xếp loại, thi đua says what the page says, marks what it suggests, and names no person."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from desk.keeping import note_promise
from domain.agency.departments import department_name
from domain.agency.scope import Viewer, whole_office
from domain.wording.formats import EN_DASH, count, points
from metrics.plan.year_facts import fact_rows, year_facts
from metrics.progress.consequence import MARK
from reports.__main__ import main
from store.current.warehouse import open_reader
from store.disk.home import Home

OVER = "2023-11-17"
LEADER = Viewer("lanh-dao", "Lãnh đạo Ban", "leader", None, whole_office())


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, with one promise that was not kept."""
    own = tmp_path_factory.mktemp("basis") / "home"
    shutil.copytree(sample_home, own)
    note_promise(
        Home(own), LEADER, department="QLDT", campaign="2023-11-17", obligation="task_archived",
        promised_date=date(2023, 11, 14), promised_by="Trưởng phòng", moment=datetime(2023, 11, 13, 9).astimezone(),
    )  # fmt: skip
    return own


def made(home: Path, out: Path, capsys, *more: str) -> dict:
    code = main(["year_basis", "--as-of", OVER, "--out", str(out), "--home", str(home), "--json", *more])
    told = json.loads(capsys.readouterr().out)
    assert code == 0 and all(file["form_faults"] == [] for file in told["files"])
    return told


def test_the_paper_has_the_figures_of_the_page_unit_by_unit(home, tmp_path, capsys):
    told = made(home, tmp_path, capsys)
    facts = year_facts(open_reader(Home(home), whole_office()), as_of=date.fromisoformat(OVER)).to_dict(
        "records"
    )
    document = Document(told["files"][0]["file"])
    shown = [[cell.text for cell in row.cells][1:] for row in document.tables[1].rows[1:]]

    def said(value: object) -> str:
        return EN_DASH if value is None or value != value else count(value)

    assert [row[:6] for row in shown] == [
        [department_name(row["department_code"]), said(row["unfinished"]), said(row["repeat_criteria"]), points(row["still_lost"]),
         said(row["overdue_assignments"]), said(row["open_shortfalls"])]
        for row in facts
    ]  # fmt: skip
    broken = {row[0]: row[7] for row in shown}
    assert broken[department_name("QLDT")] == "1" and set(broken.values()) == {"0", "1"}
    words = "\n".join(p.text for p in document.paragraphs)
    assert MARK in words and "không xếp hạng" in words


def test_the_workbook_has_every_row_with_its_place_and_no_person(home, tmp_path, capsys):
    told = made(home, tmp_path, capsys)
    rows = fact_rows(open_reader(Home(home), whole_office()), as_of=date.fromisoformat(OVER))
    sheet = openpyxl.load_workbook(told["files"][1]["file"])["Từng sự việc"]
    lines = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]

    assert len(lines) == len(rows) + 1  # and the promise
    assert sorted(f"dòng {n}" for n in rows["source_row"].dropna()) == sorted(
        row[-1].rsplit(", ", 1)[1] for row in lines if "dòng " in row[-1]
    )
    from metrics.counts.open_items import open_items

    people = set(
        open_items(open_reader(Home(home), whole_office()), as_of=date.fromisoformat(OVER))[
            "assignee"
        ].dropna()
    )
    assert people and not people & {cell for row in lines for cell in row}


def test_a_unit_gets_its_own_facts_with_all_rows(home, tmp_path, capsys):
    told = made(home, tmp_path, capsys, "--department", "TNMT")
    sheet = openpyxl.load_workbook(told["files"][1]["file"])["Từng sự việc"]
    units = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    document = Document(told["files"][0]["file"])

    assert units == {department_name("TNMT")} and told["files"][0]["department_code"] == "TNMT"
    assert len(document.tables[1].rows) == 2
    assert len(document.tables[-1].rows) - 1 == sheet.max_row - 1

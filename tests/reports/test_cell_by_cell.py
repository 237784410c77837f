"""Every table of every paper, opened again, says cell by cell what the question behind the page answers."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from access.viewers import trial_viewer
from desk.evidence.ledger import add_evidence, confirm_evidence, kept_evidence
from domain.agency.departments import department_name, departments, scored_codes
from domain.said.citizens import masked
from domain.wording.formats import UNKNOWN, count, day, is_known, percent, points, rate
from domain.wording.text import clean
from metrics.asking.rows import records
from metrics.counts.apologies import apology_register
from metrics.criteria.assessment import assess
from metrics.criteria.documents import sufficiency
from metrics.criteria.score_sheets import lines_of_year, score_lines
from metrics.limits.campaigns import LABEL_VI
from metrics.limits.changes import changes_between, changes_by_department, last_differing
from metrics.plan.calls import todays_calls
from metrics.plan.planner import points_per_item
from metrics.plan.year_facts import fact_rows, year_facts
from metrics.points.risk import by_loss
from metrics.progress.completion import completion
from metrics.progress.left_out import left_out
from metrics.progress.rejected import rejected_rows
from metrics.progress.what_is_left import what_is_left
from reports.__main__ import main
from reports.drafting import LONGEST, Wanted
from store.builds.reader import Reader
from store.current.warehouse import open_reader
from store.disk.home import Home, work_for_named

FRAME = ("CỘNG HÒA", "Nơi nhận")
STATES = {
    "missing": "Chưa xin lỗi",
    "invalid": "Xin lỗi chưa hợp lệ",
    "late": "Đã xin lỗi, muộn",
    "done": "Đã xin lỗi",
}
Table = list[list[str]]


@dataclass
class Case:
    """One office on one day."""

    home: Path
    day: date

    @cached_property
    def reader(self) -> Reader:
        return open_reader(Home(self.home), trial_viewer("van-phong").scope)

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.day)


@pytest.fixture(scope="module")
def cases(sample_home, second_home, tmp_path_factory) -> dict[str, Case]:
    made = {}
    for name, source, on in (
        ("first", sample_home, date(2023, 11, 12)),
        ("second", second_home, date(2025, 12, 5)),
    ):
        home = Path(shutil.copytree(source, tmp_path_factory.mktemp(name) / "home"))
        made[name] = Case(home, on)
        at_work(made[name])
        with_evidence(made[name])
    return made


def at_work(case: Case) -> None:
    """Let the program speak with the names of this office."""
    work_for_named(["--home", str(case.home)])


def with_evidence(case: Case) -> None:
    """One document that stands, one of another year, in the first two criteria that ask for any."""
    home, office = Home(case.home), trial_viewer("van-phong")
    asking = [
        c
        for c in assess(case.reader, as_of=case.day).tree.leaves
        if c.evidence.strip() and c.method != "survey"
    ]
    for criterion, year in zip(asking, (case.day.year, case.day.year - 1), strict=False):
        document, stream = Document(), io.BytesIO()
        document.add_paragraph(f"{criterion.code} & <{year}>")
        document.save(stream)
        item = sufficiency(criterion, [], year=case.day.year).items[0].name
        number = add_evidence(
            home,
            office,
            year=case.day.year,
            code=criterion.code,
            item=item,
            name="a.docx",
            content=stream.getvalue(),
        )
        confirm_evidence(
            home, office, number, document_number="1/KH", issued_on=date(year, 3, 1), author="Sở"
        )


def made(case: Case, name: str, out: Path, capsys) -> dict[str, Any]:
    capsys.readouterr()
    code = main(
        [name, "--as-of", case.day.isoformat(), "--out", str(out), "--home", str(case.home), "--json"]
    )
    told = json.loads(capsys.readouterr().out)
    assert code == 0, told
    return told


def tables_of(path: str) -> list[Table]:
    """The tables of a Word file that hold figures: headings and rows, the frame of the letter left out."""
    # Read from the file itself: the library looks for merged cells anew at every cell.
    every = [
        [["".join(cell.xpath(".//w:t/text()")) for cell in row._tr.tc_lst] for row in table.rows]
        for table in Document(path).tables
    ]
    return [one for one in every if not any(mark in cell for mark in FRAME for cell in one[0])]


def sheets_of(path: str) -> dict[str, Table]:
    """The worksheets of an Excel file as text, blank cells as ''."""
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    return {sheet.title: [[said(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def said(cell: Any) -> str:
    """The cell as Excel shows it in Vietnamese: numbers in their form, a blank as ''."""
    if isinstance(cell.value, int | float):
        decimals = cell.number_format.partition(".")[2].count("0")
        shown = f"{cell.value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
        return f"{shown}%" if "%" in cell.number_format else shown
    return "" if cell.value is None else str(cell.value)


def body(rows: list[list[str]], *, numbered: bool = True) -> Table:
    """The rows without headings; the ordinal must count without a gap and is then taken off."""
    lines = [row for row in rows[1:]]
    if numbered:
        assert [row[0] for row in lines if row[0]] == [
            str(n) for n in range(1, len([r for r in lines if r[0]]) + 1)
        ]
        lines = [row[1:] for row in lines]
    return lines


# --- what the pages say, put into words without the papers ----------------------------------------


def whole(value: Any) -> str:
    return count(value) if is_known(value) else UNKNOWN


def standing(row: dict[str, Any], *, unit: bool) -> list[str]:
    known = is_known(row["required"]) and is_known(row["done"])
    share = rate(row["rate_pct"]) if is_known(row["rate_pct"]) else percent(row["done"], row["required"])
    left = row["required"] - row["done"] if known else None
    name = "Toàn cơ quan" if row["department_code"] == "TOTAL" else department_name(row["department_code"])
    figures = [whole(row["required"]), whole(row["done"]), whole(left), share]
    return [*([name] if unit else []), LABEL_VI[row["obligation"]], *figures]


def of_completion(case: Case) -> list[dict[str, Any]]:
    return [
        r
        for r in records(completion(case.reader, as_of=case.day))
        if r["obligation"] in case.wanted.obligations
    ]


def of_criteria(case: Case) -> Table:
    return [
        [leaf.code, clean(leaf.name), points(leaf.max_score), points(leaf.expected_loss), ", ".join(leaf.owners) or "Chưa phân công",
         "; ".join(reason.text for reason in leaf.reasons)]
        for leaf in by_loss(assess(case.reader, as_of=case.day))
        if leaf.expected_loss is None or leaf.expected_loss > 0
    ]  # fmt: skip


def of_moves(case: Case) -> Table:
    days = last_differing(case.reader, as_of=case.day)
    if days is None:
        return []
    found = changes_by_department(
        changes_between(case.reader, kind="hpnet_tasks", from_day=days[0], to_day=days[1])
    )
    rows = [
        [
            unit_name(row["department_code"]),
            *(count(row[one]) for one in ("closed", "reopened", "new", "vanished")),
        ]
        for row in records(found)
    ]
    return rows if len(rows) > 1 else []


def unit_name(code: Any) -> str:
    return "Toàn cơ quan" if code == "TOTAL" else department_name(code) if code else "Chưa rõ đơn vị"


def on(value: Any, missing: str) -> str:
    return day(value.date() if isinstance(value, datetime) else value) if is_known(value) else missing


# --- paper by paper -------------------------------------------------------------------------------


def report(case: Case, told: dict[str, Any]) -> None:
    document, book = tables_of(told["files"][0]["file"]), sheets_of(told["files"][1]["file"])
    rows = of_completion(case)
    totals = [standing(row, unit=False) for row in rows if row["department_code"] == "TOTAL"]
    units = [standing(row, unit=True) for row in rows if row["department_code"] != "TOTAL"]
    losing, moves = of_criteria(case), of_moves(case)
    skipped = len(rejected_rows(case.reader, as_of=case.day)) + len(left_out(case.reader, as_of=case.day))

    assert totals and units and losing
    assert body(book["Theo yêu cầu"], numbered=False) == totals == body(document[0])
    assert body(book["Theo đơn vị"], numbered=False) == units == body(document[1])
    assert body(book["Nguy cơ mất điểm"], numbered=False) == losing
    assert body(document[2])[:15] == [[*row[:5], row[5].split("; ")[0]] for row in losing[:15]]
    assert body(book["Thay đổi"], numbered=False) == moves
    assert len(book["Không tính"]) - 1 == skipped
    rest = document[3:]
    if moves:
        assert body(rest.pop(0)) == moves
    if skipped:
        assert body(rest.pop(0))[:15] == body(book["Không tính"], numbered=False)[:15]
    assert rest == []


def letters(case: Case, told: dict[str, Any]) -> None:
    worth = points_per_item(assess(case.reader, as_of=case.day))
    left = [
        r
        for r in records(what_is_left(case.reader, as_of=case.day, points_per_item=worth))
        if r["obligation"] in case.wanted.obligations
    ]
    owing = {row["department_code"] for row in left if row["department_code"] in scored_codes()}

    assert owing and {file["department_code"] for file in told["files"]} == owing
    for file in told["files"]:
        own = [row for row in left if row["department_code"] == file["department_code"]]
        wanted = {
            name: [line_of(row) for row in own if row["obligation"] == name]
            for name in dict.fromkeys(row["obligation"] for row in own)
        }
        assert [body(table) for table in tables_of(file["file"])] == list(wanted.values())
        assert file["rows"] == len(own)


def line_of(row: dict[str, Any]) -> list[str]:
    return [
        str(row["number"] or row["item_key"]), short(row["title"] or ""), row["person"] or "", on(row["due_date"], "Chưa có hạn"),
        row["next_step"] or "",
    ]  # fmt: skip


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def slips(case: Case, told: dict[str, Any]) -> None:
    owed = [
        row for row in records(apology_register(case.reader, as_of=case.day))
        if row["status"] in ("missing", "invalid") and is_known(row["due"])
    ]  # fmt: skip
    single = [
        file
        for file in told["files"]
        if file["rows"] == 1 and "tat-ca" not in file["file"] and file["file"].endswith(".docx")
    ]

    assert len(single) == len(owed) > 0
    for file, row in zip(single, owed, strict=True):
        words = "\n".join(p.text for p in Document(file["file"]).paragraphs).replace("\u00a0", " ")
        assert file["department_code"] == row["department_code"]
        assert row["dossier_code"] in words and clean(row["applicant"] or "…") in words
        assert f"Ngày hẹn trả kết quả: {on(row['due'], '')}." in words
        assert f"quá hạn {count(row['overdue_calendar_days'])} ngày" in words


def public(case: Case, told: dict[str, Any]) -> None:
    wanted = [
        [row["dossier_code"], short(row["procedure"] or "Chưa ghi tên thủ tục"), short(masked(row["applicant"])), on(row["due"], "Chưa có"),
         on(row["rescheduled_to"], "Chưa hẹn"), STATES[row["status"]]]
        for row in records(apology_register(case.reader, as_of=case.day))
    ]  # fmt: skip
    (table,) = tables_of(told["files"][0]["file"])

    assert body(table) == wanted == body(sheets_of(told["files"][1]["file"])["Danh sách"], numbered=False)


def score_sheet(case: Case, told: dict[str, Any]) -> None:
    state = assess(case.reader, as_of=case.day)
    lines, leaves = (
        lines_of_year(score_lines(case.reader, as_of=case.day), state.year),
        {c.code for c in state.tree.leaves},
    )
    wanted = []
    for one in state.tree.criteria:
        line, is_leaf = lines.get(one.code), one.code in leaves
        score = line.self_score if line and is_leaf else None
        shown = points(score) if is_known(score) else "Chưa chấm" if is_leaf else ""
        shown = "Không phát sinh" if line and line.is_not_applicable else shown
        said = [
            (getattr(line, name) or "") if line and is_leaf else "" for name in ("evidence", "explanation")
        ]
        wanted.append(
            [
                one.code,
                clean(one.name),
                points(one.max_score) if one.max_score is not None else "",
                shown,
                *said,
            ]
        )
    (table,) = tables_of(told["files"][0]["file"])

    assert (
        body(table, numbered=False)
        == wanted
        == body(sheets_of(told["files"][1]["file"])["Tự chấm"], numbered=False)
    )


def leadership(case: Case, told: dict[str, Any]) -> None:
    rows, (units, *calls) = of_completion(case), tables_of(told["files"][0]["file"])
    known = [row for row in rows if is_known(row["required"]) and is_known(row["done"])]
    names = {one.code: one.short_vi for one in departments()}
    wanted = []
    for code in dict.fromkeys(row["department_code"] for row in rows):
        if code in scored_codes():
            own = [row for row in known if row["department_code"] == code]
            required, done = (sum(row[name] for row in own) for name in ("required", "done"))
            wanted.append([names[code], count(required), count(done), count(required - done)])

    assert [row[:4] for row in body(units, numbered=False)] == wanted
    told_calls = [
        [call.who, call.about, call.worth]
        for call in todays_calls(case.reader, as_of=case.day, today=case.day)
    ]
    assert (body(calls[0], numbered=False) if calls else []) == told_calls


def basis(case: Case, told: dict[str, Any]) -> None:
    (units, *parts), book = tables_of(told["files"][0]["file"]), sheets_of(told["files"][1]["file"])
    facts = records(year_facts(case.reader, as_of=case.day))

    def said(value: Any) -> str:
        return count(value) if is_known(value) else "–"

    assert [row[:6] for row in body(units)] == [
        [department_name(row["department_code"]), said(row["unfinished"]), said(row["repeat_criteria"]),
         points(row["still_lost"]) if is_known(row["still_lost"]) else "–", said(row["overdue_assignments"]), said(row["open_shortfalls"])]
        for row in facts
    ]  # fmt: skip
    assert [row[:6] for row in body(book["Tổng hợp"], numbered=False)] == [row[:6] for row in body(units)]
    rows = records(fact_rows(case.reader, as_of=case.day))
    lines = [[row[0], row[3], row[4]] for row in body(book["Từng sự việc"], numbered=False)]
    assert sorted(lines) == sorted(
        [department_name(r["department_code"]), r["number"], short(r["title"])] for r in rows
    )
    assert len(parts) == len({row["department_code"] for row in rows})


def pack(case: Case, told: dict[str, Any]) -> None:
    state = assess(case.reader, as_of=case.day)
    kept = kept_evidence(case.reader, year=state.year)
    asking = [c for c in state.tree.leaves if c.evidence.strip() and c.method != "survey"]
    idle = {c.code for c in state.not_applicable}
    wanted = list(index_lines([sufficiency(c, kept, year=state.year) for c in asking], idle))
    if not asking:
        assert told["files"] == [] and kept == []
        return
    (table,) = tables_of(told["files"][0]["file"])
    listed = body(sheets_of(told["files"][1]["file"])["Mục lục"], numbered=False)

    assert len(kept) == 2 and [[*row[:5], row[8]] for row in listed] == wanted
    assert body(table, numbered=False) == [[row[0], *row[2:6], *row[7:]] for row in listed]


def index_lines(standing: list[Any], idle: set[str]) -> Iterator[list[str]]:
    for one in standing:
        for item in one.items:
            about = [one.criterion.code, clean(one.criterion.name), short(item.name)]
            if not item.files:
                yield [*about, "", "", "Không phát sinh" if one.criterion.code in idle else "Còn thiếu"]
            for row, faults in zip(item.files, item.faults, strict=True):
                yield [*about, row["document_number"], day(row["issued_on"]), "; ".join(faults)]


COMPARED: dict[str, Callable[[Case, dict[str, Any]], None]] = {
    "summary_report": report, "reminder_letter": letters, "apology_slip": slips, "apology_letter": public, "apology_list": public,
    "self_score_sheet": score_sheet, "one_page": leadership, "year_basis": basis, "evidence_pack": pack,
}  # fmt: skip


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.parametrize("office", ["first", "second"])
def test_every_cell_of_a_paper_is_that_of_the_page(office, name, cases, tmp_path, capsys):
    case = cases[office]
    told = made(case, name, tmp_path / "out", capsys)

    COMPARED[name](case, told)

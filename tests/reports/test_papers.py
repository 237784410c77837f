"""Each paper holds the figures of the pages, passes the form check, and can be made again from its record."""

import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from desk.corrections import make_correction
from desk.keeping import keep_after_publish
from domain.agency.office import office
from domain.agency.scope import Viewer, whole_office
from domain.program.errors import RefusedFileError, SystemFailureError
from domain.wording.formats import count
from reports.__main__ import main
from reports.apology_papers import masked
from reports.drafting import letterhead, plain_words
from reports.form_check import check_form, faults
from reports.preview import printed
from reports.rendering import TEMPLATES, template_bytes, word_bytes
from store.current.pointer import build_file
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.store.conftest import written_by_an_older_program

ROOT = Path(__file__).resolve().parents[2]
DAY = "2023-11-12"
PAPERS = (
    "summary_report", "reminder_letter", "apology_slip", "apology_letter", "apology_list", "self_score_sheet",
    "one_page",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("papers") / "home"
    shutil.copytree(sample_home, own)
    return own


def run(capsys, *arguments: object) -> tuple[int, dict]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def metric(name: str, home: Path) -> list[dict]:
    from metrics.__main__ import ask

    return ask(name, DAY, None, str(home)).rows


def cells(path: str, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(path).tables[table].rows]


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_made_in_the_form_of_the_decree(name, home, tmp_path, capsys):
    code, told = run(capsys, name, "--as-of", DAY, "--out", tmp_path / "out", "--home", home)

    assert code == 0
    assert set(told) == {"report", "as_of", "build_id", "record_id", "frozen", "files", "left_out"}
    documents = [file for file in told["files"] if file["file"].endswith(".docx")]
    assert documents
    for file in documents:
        assert file["form_faults"] == [], file["file"]
        words = "\n".join(p.text for p in Document(file["file"]).sections[0].footer.paragraphs)
        assert told["build_id"] in words and f"Bản phát hành {told['record_id']}" in words
        said = Document(file["file"]).core_properties.created
        assert datetime.now(UTC) - timedelta(minutes=30) < said.replace(tzinfo=UTC) <= datetime.now(UTC)
    assert {Path(f["file"]).name for f in told["files"]} == {p.name for p in (tmp_path / "out").iterdir()}


def test_the_report_says_what_the_page_says(home, tmp_path, capsys):
    _, told = run(
        capsys,
        "summary_report",
        "--as-of",
        DAY,
        "--out",
        tmp_path,
        "--home",
        home,
        "--campaign",
        "2023-11-17",
    )
    rows = [
        row for row in metric("completion", home)
        if row["obligation"] in ("apology", "task_reported", "task_archived", "work_file")
    ]  # fmt: skip
    tables = Document(told["files"][0]["file"]).tables
    units = next(
        t
        for t in tables
        if t.rows[0].cells[1].text == "Phòng, đơn vị" and t.rows[0].cells[2].text == "Yêu cầu"
    )
    shown = [tuple(cell.text for cell in row.cells)[3:6] for row in units.rows[1:]]
    own = [row for row in rows if row["department_code"] != "TOTAL"]
    unknown = "Chưa có dữ liệu"

    assert len(shown) == len(own) == told["files"][0]["rows"]
    for (required, done, left), row in zip(shown, own, strict=True):
        assert required == str(row["required"])
        assert done == (unknown if row["done"] is None else str(row["done"]))
        assert left == (unknown if row["done"] is None else str(row["required"] - row["done"]))
    sheet = openpyxl.load_workbook(told["files"][1]["file"])["Theo đơn vị"]
    assert sheet.max_row - 1 == len(own) and sheet.freeze_panes == "A2" and sheet.auto_filter.ref


def test_annexes_stay_short_and_the_workbook_has_every_row(home, tmp_path, capsys):
    _, told = run(capsys, "summary_report", "--as-of", DAY, "--out", tmp_path, "--home", home)
    tables = Document(told["files"][0]["file"]).tables
    criteria = next(t for t in tables if "Có thể mất" in [cell.text for cell in t.rows[0].cells])
    book = openpyxl.load_workbook(told["files"][1]["file"])
    losing = [row for row in metric("risk", home) if row["expected_loss"] is None or row["expected_loss"] > 0]

    assert book["Nguy cơ mất điểm"].max_row - 1 == len(losing) > 15
    for page in book:
        assert page.oddFooter.center.text.startswith(f"Có {count(page.max_row - 1)} dòng. "), page.title
    assert len(criteria.rows) - 1 == 16
    assert f"Và {len(losing) - 15} tiêu chí khác, đủ ở tệp Excel kèm theo" in [
        cell.text for cell in criteria.rows[-1].cells
    ]


def test_each_unit_gets_its_own_letter_and_nobody_elses_items(home, tmp_path, capsys):
    _, told = run(capsys, "reminder_letter", "--as-of", DAY, "--out", tmp_path, "--home", home)
    _, one = run(
        capsys,
        "reminder_letter",
        "--as-of",
        DAY,
        "--out",
        tmp_path / "one",
        "--home",
        home,
        "--department",
        "QLDT",
    )

    assert [file["department_code"] for file in one["files"]] == ["QLDT"]
    for file in told["files"]:
        listed = sum(len(t.rows) - 1 for t in Document(file["file"]).tables[1:-1])
        assert listed == file["rows"]
    assert one["files"][0]["rows"] == next(f["rows"] for f in told["files"] if f["department_code"] == "QLDT")


def test_each_dossier_that_owes_an_apology_has_its_slip(home, tmp_path, capsys):
    _, told = run(capsys, "apology_slip", "--as-of", DAY, "--out", tmp_path, "--home", home)
    total = next(row for row in metric("apologies", home) if row["department_code"] == "TOTAL")
    owed = total["missing"] + total["invalid"]
    *slips, merged, archive = told["files"]

    assert len(slips) == owed and merged["rows"] == archive["rows"] == owed
    assert len([one for one in told["left_out"] if one["what"].startswith("Hồ sơ")]) == total["total"] - owed
    with zipfile.ZipFile(archive["file"]) as packed:
        assert sorted(packed.namelist()) == sorted(Path(f["file"]).name for f in slips)
    assert len(Document(merged["file"]).sections) == owed


def test_the_public_list_shows_no_person():
    assert masked("Nguyễn Văn An") == "N. V. A."
    assert masked(unicodedata.normalize("NFD", "Đỗ Thị Ánh")) == "Đ. T. Á."
    assert masked("Công ty TNHH An Kỳ (bà Trần Thị B, 0912345678)") == "Công ty TNHH An Kỳ"
    assert masked("Chi nhánh 0912 345 678") == "Chi nhánh •••"
    assert masked("  ") == masked(None) == "Không ghi tên"


def test_a_paper_made_again_is_the_same_after_later_loads(home, tmp_path, capsys):
    own = tmp_path / "home"
    shutil.copytree(home, own)
    _, first = run(capsys, "summary_report", "--as-of", DAY, "--out", tmp_path / "a", "--home", own)
    newest = json.loads(loaders("list", "--home", own, "--json"))["imports"]
    for one in newest[-4:]:
        loaders("undo", one["import_id"], "--home", own, "--json")
    _, changed = run(capsys, "summary_report", "--as-of", DAY, "--out", tmp_path / "b", "--home", own)
    code, again = run(capsys, "again", first["record_id"], "--out", tmp_path / "c", "--home", own)
    _, listed = run(capsys, "list", "--home", own)

    assert changed["build_id"] != first["build_id"]
    assert code == 0 and again["build_id"] == first["build_id"]
    assert [f["sha256"] for f in again["files"]] == [f["sha256"] for f in first["files"]]
    assert [row["record_id"] for row in listed["reports"]][-2:] == [first["record_id"], changed["record_id"]]


def test_a_paper_of_a_frozen_state_keeps_that_state(home, tmp_path, capsys):
    """After the limit more is loaded: the paper of the campaign speaks of the limit, another paper of today."""
    own = tmp_path / "home"
    shutil.copytree(home, own)
    content = (ROOT / "data" / "samples" / "HpNet_cong-viec_2023-11-12.xlsx").read_bytes()
    ingest.load(Home(own), [Received("a.xlsx", content, Options(as_of=date(2023, 11, 16)))], person="VP")
    keep_after_publish(Home(own), today=date(2023, 11, 22), by="Hệ thống")
    asked = ("summary_report", "--campaign", "2023-11-17", "--as-of", "2023-11-16", "--home", own)
    _, first = run(capsys, *asked, "--out", tmp_path / "a")
    (own / "closing.csv").write_bytes(closing_export())
    loaders(
        "load",
        own / "closing.csv",
        "--kind",
        "hpnet_tasks",
        "--as-of",
        "2023-11-16",
        "--accept-effect",
        "--home",
        own,
        "--json",
    )
    _, later = run(capsys, *asked, "--out", tmp_path / "b")
    _, today = run(capsys, "summary_report", "--as-of", "2023-11-16", "--home", own, "--out", tmp_path / "c")
    _, again = run(capsys, "again", first["record_id"], "--out", tmp_path / "d", "--home", own)

    assert first["frozen"] and later["frozen"] and not today["frozen"]
    assert first["build_id"] == later["build_id"] != today["build_id"]
    assert units_of(first) == units_of(later) == units_of(again)
    assert units_of(today) != units_of(first)

    written_by_an_older_program(build_file(Home(own), first["build_id"]))
    _, by_present = run(capsys, *asked, "--out", tmp_path / "e")

    assert by_present["build_id"] == today["build_id"] and not by_present["frozen"]
    assert "có thể khác số đã chốt" in by_present["left_out"][0]["why"]


def closing_export() -> bytes:
    """One more task of QLDT, given and done after what was frozen."""
    rows = ("Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành",
            "CV-MOI-1;Việc thêm sau khi chốt;QLDT;01/11/2023;15/11/2023;")  # fmt: skip
    return "\n".join(rows).encode("utf-8-sig")


def units_of(told: dict) -> list[list[str]]:
    sheet = openpyxl.load_workbook(told["files"][1]["file"])["Theo đơn vị"]
    return [
        list(row) for row in sheet.iter_rows(values_only=True) if row[1] in ("Yêu cầu", "Báo cáo hoàn thành")
    ]


def test_a_paper_made_again_is_the_same_after_corrections_and_changed_rules(home, tmp_path, capsys):
    own = tmp_path / "home"
    shutil.copytree(home, own)
    asked = ("summary_report", "--as-of", DAY, "--home", own)
    _, first = run(capsys, *asked, "--out", tmp_path / "a")
    office_user = Viewer("vp", "Văn phòng", "office", "VP", whole_office())
    make_correction(
        Home(own), office_user, kind="hpnet_tasks", business_key=open_task(own), column="completed_date", text="10/11/2023",
        reason="Đã xong",
    )  # fmt: skip
    (own / "office" / "rules").mkdir(parents=True)
    rules = (ROOT / "data" / "rules" / "campaigns.toml").read_text(encoding="utf-8")
    (own / "office" / "rules" / "campaigns.toml").write_text(
        rules.replace("Phụ lục 1", "Phụ lục Một"), encoding="utf-8"
    )
    _, changed = run(capsys, *asked, "--out", tmp_path / "b")
    code, again = run(capsys, "again", first["record_id"], "--out", tmp_path / "c", "--home", own)

    assert code == 0
    assert changed["files"][1]["sha256"] != first["files"][1]["sha256"]
    assert [f["sha256"] for f in again["files"]] == [f["sha256"] for f in first["files"]]


def open_task(home: Path) -> str:
    from metrics.progress.what_is_left import what_is_left

    left = what_is_left(open_reader(Home(home), whole_office()), as_of=date.fromisoformat(DAY))
    return str(left[left["obligation"] == "task_reported"]["item_key"].iloc[0])


def loaders(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "data_loaders", *map(str, arguments)], cwd=ROOT, capture_output=True,
        encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_not_understood_ends_with_two_and_no_trace(home, tmp_path, capsys):
    for arguments in (
        ("nothing", "--as-of", DAY, "--out", tmp_path / "x"),
        ("one_page", "--as-of", "31/11/2023", "--out", tmp_path / "x"),
        ("one_page", "--as-of", DAY, "--out", tmp_path / "x", "--department", "NOBODY"),
        ("one_page", "--as-of", DAY, "--out", tmp_path / "x", "--campaign", "2001-01-01"),
        ("one_page", "--as-of", DAY),
        ("again", "999999", "--out", tmp_path / "x"),
        ("again", "²", "--out", tmp_path / "x"),
        ("check-form", tmp_path / "absent.docx"),
    ):
        code, told = run(capsys, *arguments, "--home", home)
        assert code == 2 and told["error"]["message"], arguments
    assert not (tmp_path / "x").exists()


def test_an_empty_home_gives_no_paper_and_says_so(tmp_path, capsys):
    code, told = run(
        capsys, "one_page", "--as-of", DAY, "--out", tmp_path / "x", "--home", tmp_path / "empty"
    )

    assert code == 1
    assert told["files"] == [] and told["record_id"] is None and told["left_out"]


def test_a_template_with_an_unknown_field_is_refused_by_its_name(home, tmp_path, capsys):
    document = Document()
    document.add_paragraph("{{ subject }} {{ ten_la }}")
    document.save(str(tmp_path / "own.docx"))
    code, told = run(
        capsys,
        "one_page",
        "--as-of",
        DAY,
        "--out",
        tmp_path / "x",
        "--home",
        home,
        "--template",
        tmp_path / "own.docx",
    )

    assert code == 1 and "ten_la" in told["error"]["message"]
    assert not (tmp_path / "x").exists()
    _, listed = run(capsys, "list", "--home", home)
    assert all(row["sha256"] for row in listed["reports"])


def test_an_offices_own_template_takes_the_place_of_ours(home, tmp_path, capsys):
    document = Document()
    document.add_paragraph("Mẫu riêng: {{ subject }}")
    document.save(str(tmp_path / "own.docx"))
    code, told = run(
        capsys,
        "one_page",
        "--as-of",
        DAY,
        "--out",
        tmp_path / "x",
        "--home",
        home,
        "--template",
        tmp_path / "own.docx",
    )

    assert code == 0
    assert (
        Document(told["files"][0]["file"]).paragraphs[0].text
        == "Mẫu riêng: Tình hình đến hết ngày\u00a012/11/2023"
    )
    assert told["files"][0]["form_faults"]


@pytest.mark.parametrize("marks", ["{{ subject", "{% for x in %}", "{{ subject.__class__.__mro__ }}"])
def test_a_template_with_broken_or_sly_marks_is_refused(marks):
    document = Document()
    document.add_paragraph(marks)
    stream = io.BytesIO()
    document.save(stream)

    with pytest.raises(RefusedFileError):
        word_bytes(stream.getvalue(), {"subject": "x"})


def test_difficult_names_are_printed_as_they_are():
    name = unicodedata.normalize("NFD", 'Công ty Đỗ & Ánh <Hải> "Phòng" {{ x }} ') + "\x0bA" * 150
    context = slip(name)
    content = word_bytes(template_bytes("apology_slip"), context)
    words = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)

    assert 'Công ty Đỗ & Ánh <Hải> "Phòng" {{ x }}' in words
    assert unicodedata.normalize("NFC", words) == words
    assert faults(check_form(content)) == []


def slip(name: str) -> dict:
    return {
        **letterhead(date(2023, 11, 12), kind="PXL"),
        "slips": [{"addressee": name, "lines": [f"Hồ sơ của {name} chậm."], "closing": "Xin lỗi"}],
    }


def test_a_full_disk_leaves_no_file_and_no_record(home, tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    _, before = run(capsys, "list", "--home", home)
    code, told = run(capsys, "apology_slip", "--as-of", DAY, "--out", blocked / "out", "--home", home)
    _, after = run(capsys, "list", "--home", home)

    assert code == 1 and "không để lại tệp nào" in told["error"]["message"]
    assert after == before


def test_the_form_checker_names_what_a_clerk_got_wrong(tmp_path, capsys):
    document = Document(str(ROOT / "reports" / "templates" / "one_page.docx"))
    document.sections[0].left_margin = Mm(10)
    document.paragraphs[0].runs[0].font.name = ".VnTime"
    document.save(str(tmp_path / "clerk.docx"))
    code, told = run(capsys, "check-form", tmp_path / "clerk.docx")
    wrong = {point["code"] for point in told["points"] if not point["ok"]}

    assert code == 1
    assert {"margins", "font", "unicode"} <= wrong
    assert all(point["message"] and point["where"] for point in told["points"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old word", b"<html>"])
def test_what_is_no_word_document_is_refused_with_a_sentence(content, tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(content)
    code, told = run(capsys, "check-form", tmp_path / "a.docx")

    assert code == 1 and "Word" in told["error"]["message"]


def test_the_names_of_the_office_come_from_its_record():
    assert letterhead(date(2023, 11, 12), kind="BC")["number_line"].endswith(f"/BC-{office().notation}")
    assert plain_words(["a\x00b", {"c": "Tie\u0302\u0301n"}]) == ["ab", {"c": "Tiến"}]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_one_page_stays_one_page_at_its_fullest(tmp_path):
    name = "Phòng Quản lý Quy hoạch"
    context = {
        **letterhead(date(2023, 11, 12), kind="BC", head_signs=False), "subject": "Tình hình đến hết ngày 12/11/2023",
        "footer": "Số liệu đến hết ngày 12/11/2023", "closing": "Văn phòng kính báo cáo",
        "lines": ["Xin lỗi công khai và lưu trữ công việc trên HpNet đạt 100%: trước ngày 17/11 (hết ngày 16/11, thứ Năm); còn 4 ngày làm việc."] * 3,
        "units": [{"unit": name, "required": "1.234", "done": "1.000", "left": "234", "furthest": "Hồ sơ đủ thành phần: chưa có dữ liệu"}] * 20,
        "calls": [{"who": "Trưởng phòng Quản lý Tài nguyên và Môi trường", "about": "36 việc chưa lập hồ sơ, 47 việc chưa lưu trữ, 12 hồ sơ quá hạn chưa xin lỗi và 3 yêu cầu khác", "worth": "1,10 điểm"}] * 5,
    }  # fmt: skip
    (tmp_path / "full.docx").write_bytes(word_bytes(template_bytes("one_page"), context))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(tmp_path / "full.docx")], check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    from pypdf import PdfReader

    assert len(PdfReader(tmp_path / "full.pdf").pages) == 1


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times"])
@pytest.mark.parametrize("of_style", [False, True])
def test_a_template_in_a_font_of_old_codes_is_refused_by_its_name(font, of_style, tmp_path):
    document = Document()
    run_of_text = document.add_paragraph().add_run("{{ subject }}")
    (document.styles["Normal"] if of_style else run_of_text).font.name = font
    document.save(str(tmp_path / "own.docx"))

    with pytest.raises(RefusedFileError, match=f"phông chữ cũ.*{font}"):
        template_bytes("one_page", tmp_path / "own.docx")


def test_an_unused_style_of_old_codes_does_not_matter(tmp_path):
    document = Document()
    document.add_paragraph("{{ subject }}")
    document.styles["Quote"].font.name = ".VnTime"
    document.save(str(tmp_path / "own.docx"))

    assert template_bytes("one_page", tmp_path / "own.docx")


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((ROOT / "reports" / "templates").glob("*.docx")) if path.stem != "explanation"],
    ids=lambda p: p.stem,
)
def test_no_signature_stands_alone_on_a_page(path):
    """The line before the recipients goes along with them to the next page."""
    parts = list(Document(str(path)).element.body)
    (place,) = [
        n
        for n, part in enumerate(parts)
        if part.tag.endswith("}tbl") and "Nơi nhận" in "".join(part.itertext())
    ]

    assert parts[place - 1].xpath("./w:pPr/w:keepNext")


def test_figures_are_numbers_in_excel_and_the_first_annexes_are_drawn(home, tmp_path, capsys):
    _, told = run(capsys, "summary_report", "--as-of", DAY, "--out", tmp_path, "--home", home)
    book = openpyxl.load_workbook(told["files"][1]["file"])
    total = next(
        r
        for r in metric("completion", home)
        if (r["department_code"], r["obligation"]) == ("TOTAL", "task_archived")
    )
    row = next(
        r for r in book["Theo yêu cầu"].iter_rows(min_row=2, values_only=True) if r[0] == "Lưu trữ công việc"
    )

    assert row[1:4] == (total["required"], total["done"], total["required"] - total["done"])
    assert {sheet.title for sheet in book if sheet._charts} == {"Theo yêu cầu", "Nguy cơ mất điểm"}
    assert all(isinstance(r[0], str) for r in book["Nguy cơ mất điểm"].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("what", ["macro", "picture"])
def test_a_template_that_would_run_or_fetch_something_is_refused(what, tmp_path):
    document = Document()
    document.add_paragraph("{{ subject }}")
    document.part.relate_to("https://example.org", "http://x/relationships/hyperlink", is_external=True)
    document.save(str(tmp_path / "plain.docx"))
    if what == "picture":
        document.part.relate_to("http://example.org/a.png", "http://x/relationships/image", is_external=True)
    document.save(str(tmp_path / "own.docx"))
    if what == "macro":
        with zipfile.ZipFile(tmp_path / "own.docx", "a") as archive:
            archive.writestr("word/vbaProject.bin", b"x")

    template_bytes("one_page", tmp_path / "plain.docx")
    with pytest.raises(RefusedFileError, match=r"macro|ngoài tệp"):
        template_bytes("one_page", tmp_path / "own.docx")


def test_a_program_that_hangs_is_ended_and_said(tmp_path, monkeypatch):
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 600\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    with pytest.raises(SystemFailureError, match=r"quá 0\.3 giây"):
        printed(template_bytes("one_page"), seconds=0.3)


@pytest.mark.parametrize(
    ("name", "annexes"), [("summary_report", 5), ("apology_letter", 1), ("year_basis", 1)]
)
def test_an_annex_counts_its_own_pages(name, annexes):
    sections = Document(str(TEMPLATES / f"{name}.docx")).element.body.iter(qn("w:sectPr"))

    starts = [one.find(qn("w:pgNumType")).get(qn("w:start")) for one in sections]

    assert starts == ["1"] * (annexes + 1)

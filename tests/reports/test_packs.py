"""The packs: evidence in numbered folders, the same bytes each time; a whole year that opens and scores again."""

import io
import json
import shutil
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from access.viewers import trial_viewer
from desk.evidence.ledger import add_evidence, confirm_evidence
from metrics.__main__ import ask
from reports.__main__ import main
from store.disk.home import Home
from store.upkeep.backup import restore

DAY = "2023-11-12"
OFFICE = trial_viewer("van-phong")


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("packs") / "home"
    shutil.copytree(sample_home, own)
    for code, item, name in (
        ("1.5", "Quyết định công nhận sáng kiến", "Quyết định số 1 & <2>.docx"),
        ("1.2", "Các báo cáo CCHC", "Báo cáo quý I.docx"),
    ):
        document, stream = Document(), io.BytesIO()
        document.add_paragraph(f"{code}: nội dung")
        document.save(stream)
        number = add_evidence(
            Home(own), OFFICE, year=2023, code=code, item=item, name=name, content=stream.getvalue()
        )
        confirm_evidence(
            Home(own), OFFICE, number, document_number="1/QĐ", issued_on=date(2023, 3, 1), author="Sở Biển"
        )
    return own


def run(capsys, *arguments: object) -> tuple[int, dict]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_evidence_is_packed_by_criterion_and_made_again_byte_for_byte(home, tmp_path, capsys):
    code, told = run(capsys, "evidence_pack", "--as-of", DAY, "--out", tmp_path / "a", "--home", home)
    _, again = run(capsys, "again", told["record_id"], "--out", tmp_path / "b", "--home", home)
    index, book, pack = (Path(file["file"]) for file in told["files"])
    with zipfile.ZipFile(pack) as packed:
        names = packed.namelist()
        folders = [name for name in names if "/" in name]

    assert code == 0 and told["files"][0]["form_faults"] == []
    assert [f["sha256"] for f in again["files"]] == [f["sha256"] for f in told["files"]]
    assert folders == sorted(folders) and len(folders) == told["files"][2]["rows"] == 2
    assert [name.split("/")[0].split("_")[1] for name in folders] == ["1.2", "1.5"]
    assert all(name.isascii() and not set(name) & set('<>&: "') for name in names)
    rows = list(openpyxl.load_workbook(book).active.iter_rows(min_row=2, values_only=True))
    shown = [[cell.text for cell in row.cells] for row in Document(str(index)).tables[1].rows[1:]]
    assert len(rows) == len(shown) == told["files"][0]["rows"]
    assert {row[7] for row in rows if row[7]} == set(folders)
    assert any(one["why"].startswith("Thiếu ") for one in told["left_out"])


def test_a_pack_without_a_single_document_is_not_issued(sample_home, tmp_path, capsys):
    own = tmp_path / "home"
    shutil.copytree(sample_home, own)
    code, told = run(capsys, "evidence_pack", "--as-of", DAY, "--out", tmp_path / "a", "--home", own)

    assert code == 0 and told["files"] == [] and told["record_id"] is None and told["left_out"]


def test_a_year_opens_on_another_home_and_scores_the_same(home, tmp_path, capsys):
    _, letter = run(capsys, "one_page", "--as-of", DAY, "--out", tmp_path / "p", "--home", home)
    code, told = run(capsys, "year_capsule", "--as-of", DAY, "--out", tmp_path / "a", "--home", home)
    with zipfile.ZipFile(told["files"][0]["file"]) as packed:
        packed.extractall(tmp_path / "open")
    opened = tmp_path / "open"
    manifest = json.loads((opened / "muc-luc.json").read_text(encoding="utf-8"))
    verdict = restore(opened / "du-lieu.zip", Home(tmp_path / "elsewhere"))

    assert code == 0 and not verdict.problems
    for part in manifest["parts"]:
        assert sha256((opened / part["path"]).read_bytes()).hexdigest() == part["sha256"], part["path"]
    for name in manifest["metrics"]:
        kept = json.loads((opened / "so-lieu" / f"{name}.json").read_text(encoding="utf-8"))
        now = ask(name, DAY, None, str(tmp_path / "elsewhere")).document()
        assert json.loads(json.dumps(now, ensure_ascii=False)) == kept, name
    papers = [f for f in (opened / "van-ban" / f"{int(letter['record_id']):04}").iterdir()]
    assert [sha256(f.read_bytes()).hexdigest() for f in papers] == [letter["files"][0]["sha256"]]
    assert len(list((opened / "tai-lieu").rglob("*.docx"))) == 2
    assert "python -m store restore" in (opened / "DOC-TRUOC.txt").read_text(encoding="utf-8")


def test_a_capsule_is_its_own_copy_and_never_of_one_unit(home, tmp_path, capsys):
    _, told = run(capsys, "year_capsule", "--as-of", DAY, "--out", tmp_path / "a", "--home", home)
    for arguments in (
        ("again", told["record_id"], "--out", tmp_path / "b"),
        ("year_capsule", "--as-of", DAY, "--out", tmp_path / "b", "--department", "QLDT"),
    ):
        code, said = run(capsys, *arguments, "--home", home)
        assert code == 2 and said["error"]["message"]
    assert not (tmp_path / "b").exists()

"""Proof that an apology was published: a file or an address, under its hash, never lost."""

import io
from datetime import datetime

import pytest
from docx import Document

from access.viewers import trial_viewer
from desk.corrections import UnusableValueError
from desk.evidence.ledger import evidence_bytes, evidence_of, remove_evidence
from desk.evidence.publication import keep_address, keep_proof, proofs
from domain.program.errors import NotAllowedError, RefusedFileError
from store.disk.home import Home
from store.disk.snapshots import kept_content, sha256_of
from store.written.audit import audit_faults

OFFICE, UNIT, LEADER = trial_viewer("van-phong"), trial_viewer("QLDT"), trial_viewer("lanh-dao")
WHEN = datetime(2023, 11, 13, 9).astimezone()
CODE, PAGE = "H24.16-231002-0001", "https://bql.haiphong.gov.vn/xin-loi/12"


def page() -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("Thư xin lỗi đã đăng")
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def test_a_file_and_an_address_are_kept_under_their_hash(home):
    content = page()
    keep_proof(home, OFFICE, year=2023, dossier=CODE, name="trang.docx", content=content, moment=WHEN)
    number = keep_address(home, OFFICE, year=2023, dossier=CODE, address=f" {PAGE} ", moment=WHEN)

    rows = proofs(home, OFFICE, year=2023)[CODE]
    assert [(row["file_name"], row["sha256"]) for row in rows] == [
        ("trang.docx", sha256_of(content)), (PAGE, sha256_of(PAGE.encode())),
    ]  # fmt: skip
    assert kept_content(home, rows[1]["sha256"]).decode() == PAGE
    assert evidence_bytes(home, LEADER, rows[0]["id"]) == content
    assert proofs(home, OFFICE, year=2022) == {} and audit_faults(home) == []

    remove_evidence(home, OFFICE, number, reason="Đăng nhầm", moment=WHEN)
    assert [row["file_name"] for row in proofs(home, OFFICE, year=2023)[CODE]] == ["trang.docx"]
    assert PAGE in {row["file_name"] for row in evidence_of(home, OFFICE, year=2023)}


@pytest.mark.parametrize(
    "said", ["", "www", "javascript:alert(1)", "https://", f"{PAGE} <b>", "ftp://a.vn/trang"]
)
def test_what_is_no_address_is_not_kept(home, said):
    with pytest.raises(UnusableValueError):
        keep_address(home, OFFICE, year=2023, dossier=CODE, address=said, moment=WHEN)
    assert proofs(home, OFFICE, year=2023) == {}


def test_the_same_address_twice_is_said(home):
    keep_address(home, OFFICE, year=2023, dossier=CODE, address=PAGE, moment=WHEN)
    with pytest.raises(UnusableValueError):
        keep_address(home, OFFICE, year=2023, dossier=CODE, address=PAGE, moment=WHEN)
    keep_address(home, OFFICE, year=2023, dossier="B", address=PAGE, moment=WHEN)


def test_only_the_office_keeps_proofs_and_a_unit_sees_none(home):
    for viewer in (UNIT, LEADER):
        with pytest.raises(NotAllowedError):
            keep_address(home, viewer, year=2023, dossier=CODE, address=PAGE)
        with pytest.raises(NotAllowedError):
            keep_proof(home, viewer, year=2023, dossier=CODE, name="a.docx", content=page())
    with pytest.raises(NotAllowedError):
        proofs(home, UNIT, year=2023)
    with pytest.raises(RefusedFileError):
        keep_proof(home, OFFICE, year=2023, dossier=CODE, name="anh.png", content=page())

"""Evidence of a criterion: what is taken, what it says of itself, whether it stands, and that nothing is ever lost."""

import io
from datetime import date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from docx import Document
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pypdf import PdfWriter

from access.viewers import trial_viewer
from desk.corrections import UnusableValueError
from desk.evidence.ledger import (
    add_evidence,
    confirm_evidence,
    evidence_bytes,
    evidence_of,
    remove_evidence,
    restore_evidence,
    revisions,
)
from desk.evidence.letter_facts import letter_facts
from desk.evidence.reading import read_file
from domain.program.errors import NotAllowedError, RefusedFileError, UnknownNameError
from domain.sets.indicator_sets import Criterion
from metrics.criteria.documents import faults_of, required, sufficiency
from store.disk.home import Home
from store.written.audit import audit_faults
from tests.access.visiting import ran

OFFICE, UNIT, LEADER = trial_viewer("van-phong"), trial_viewer("QLDT"), trial_viewer("lanh-dao")
PLAN = Criterion(
    "1.1.1", "1.1", 3, "Kế hoạch", None, evidence="Kế hoạch năm (số; ngày); báo cáo; bảng theo dõi"
)


def letter(number="12/KH-SB", when="ngày 05 tháng 01 năm 2023", body="Nội dung") -> bytes:
    document = Document()
    head = document.add_table(rows=1, cols=2).rows[0].cells
    head[0].text, head[1].text = (
        f"ỦY BAN BIỂN\nSỞ BIỂN MIỀN ĐÔNG\nSố: {number}",
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nMiền Đông, {when}",
    )
    document.add_paragraph(f"Căn cứ Quyết định số 99/QĐ-TTg ngày 01 tháng 02 năm 2021. {body}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def signer():
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Người Ký Mẫu")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2023, 1, 1)).not_valid_after(datetime(2043, 1, 1)).add_extension(usage, True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    packed = pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, serialization.BestAvailableEncryption(b"p")
    )
    return signers.SimpleSigner.load_pkcs12_data(packed, [], b"p")


def pdf() -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def signed(signer) -> bytes:
    """The blank page, signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf()))
    return ran(
        signers.async_sign_pdf(writer, PdfSignatureMetadata(field_name="Ky"), signer=signer)
    ).getvalue()


def turned(content: bytes) -> bytes:
    """The same PDF with its page turned after it was signed."""
    writer, stream = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    writer.write(stream)
    return stream.getvalue()


def test_number_day_and_author_are_read_from_the_letter_itself():
    facts = read_file(letter(), "ke-hoach.docx")

    assert (facts.letter.number, facts.letter.issued_on) == ("12/KH-SB", date(2023, 1, 5))
    assert facts.letter.author == "ỦY BAN BIỂN SỞ BIỂN MIỀN ĐÔNG"


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["Căn cứ Quyết định số 1/QĐ ngày 02 tháng 3 năm 2023"], None),
        (["Miền Đông, ngày      tháng      năm 2023"], None),
        (["Miền Đông, ngày 31 tháng 02 năm 2023"], None),
        (["Miền Đông, ngày 1 tháng 2 năm 2023"], date(2023, 2, 1)),
    ],
)
def test_a_day_that_is_not_the_letters_own_stays_unknown(lines, issued):
    assert letter_facts(lines).issued_on == issued


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "Tệp trống"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n0000", "thực ra là ảnh PNG"),
        ("a.docx", b"%PDF-1.7 x", "thực ra là PDF"),
        ("a.pdf", b"MZ\x90program", "không thuộc loại"),
        ("a.doc", b"\xd0\xcf\x11\xe0old", "không thuộc loại"),
        ("a.pdf", b"%PDF-1.7 broken", "bị hỏng"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_a_sentence(tmp_path, name, content, words):
    home = Home(tmp_path / "home")
    with pytest.raises(RefusedFileError, match=words):
        add_evidence(home, OFFICE, year=2023, code="1.1.1", item="Báo cáo", name=name, content=content)
    assert evidence_of(home, OFFICE, year=2023) == []


def test_a_locked_pdf_is_refused():
    writer, stream = PdfWriter(clone_from=io.BytesIO(pdf())), io.BytesIO()
    writer.encrypt("mat-khau")
    writer.write(stream)

    with pytest.raises(RefusedFileError, match="mật khẩu"):
        read_file(stream.getvalue(), "a.pdf")


def test_a_signature_is_checked_offline_and_says_what_it_could_not_check(signer):
    whole = signed(signer)
    place = whole.find(b"/Type")
    broken = whole[:place] + b"/Tipe" + whole[place + 5 :]

    [intact] = read_file(whole, "a.pdf").signatures
    [changed] = read_file(turned(whole), "a.pdf").signatures
    [no_more] = read_file(broken, "a.pdf").signatures

    assert (intact.state, intact.signer) == ("intact", "Người Ký Mẫu") and intact.signed_at
    assert any("thu hồi" in one for one in intact.unchecked)
    assert (changed.state, no_more.state) == ("changed", "broken")
    assert read_file(pdf(), "a.pdf").signatures == ()


def test_a_signature_of_spoilt_bytes_is_a_broken_one_and_of_another_form_an_unknown_one(signer):
    whole = signed(signer)
    place = whole.find(b"/Contents <") + len(b"/Contents <")
    spoilt = whole[:place] + b"00" * 40 + whole[place + 80 :]

    [broken] = read_file(spoilt, "a.pdf").signatures
    [unknown] = read_file(whole.replace(b"/adbe.pkcs7.detached", b"/cong.ty.ky-rieng.xx"), "a.pdf").signatures

    assert (broken.state, unknown.state) == ("broken", "unknown")


def test_revisions_stay_and_removal_is_a_state_with_a_reason(tmp_path):
    home = Home(tmp_path / "home")
    about = {"year": 2023, "code": "1.1.1", "item": "Báo cáo"}
    first = add_evidence(home, OFFICE, **about, name="a.docx", content=letter())
    newer = letter("13/BC-SB")
    second = add_evidence(home, OFFICE, **about, name="b.docx", content=newer, replaces=first)
    with pytest.raises(UnusableValueError):
        add_evidence(home, OFFICE, **about, name="c.docx", content=newer)
    with pytest.raises(UnusableValueError):
        remove_evidence(home, OFFICE, second, reason=" ")
    remove_evidence(home, OFFICE, second, reason="Nhầm tiêu chí")
    rows = evidence_of(home, LEADER, year=2023)

    assert [row["state"] for row in rows] == ["replaced", "removed"]
    assert [row["id"] for row in revisions(rows, second)] == [first]
    assert evidence_bytes(home, LEADER, second) == newer
    restore_evidence(home, OFFICE, second)
    assert evidence_of(home, OFFICE, year=2023)[1]["state"] == "kept"
    assert audit_faults(home) == []


def test_a_removed_file_that_was_added_anew_is_not_put_back_beside_itself(tmp_path):
    home, about = Home(tmp_path / "home"), {"year": 2023, "code": "1.1.1", "item": "Báo cáo"}
    about["content"] = letter()
    first = add_evidence(home, OFFICE, **about, name="a.docx")
    remove_evidence(home, OFFICE, first, reason="Nhầm tiêu chí")
    add_evidence(home, OFFICE, **about, name="b.docx")

    with pytest.raises(UnusableValueError, match="đã có ở mục ấy"):
        restore_evidence(home, OFFICE, first)
    assert [row["state"] for row in evidence_of(home, OFFICE, year=2023)] == ["removed", "kept"]


def test_only_the_office_keeps_evidence_and_no_unit_reads_it(tmp_path):
    home = Home(tmp_path / "home")
    for act in (
        lambda: add_evidence(home, LEADER, year=2023, code="1", item="x", name="a.docx", content=letter()),
        lambda: remove_evidence(home, UNIT, 1, reason="x"),
        lambda: confirm_evidence(home, UNIT, 1, document_number="", issued_on=None, author=""),
        lambda: evidence_of(home, UNIT, year=2023),
        lambda: evidence_bytes(home, UNIT, 1),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(UnknownNameError):
        evidence_bytes(home, OFFICE, 99)


def test_what_is_missing_is_named_and_what_does_not_stand_is_not_enough(tmp_path):
    home = Home(tmp_path / "home")
    names = required(PLAN)
    number = add_evidence(
        home, OFFICE, year=2023, code="1.1.1", item=names[0], name="a.docx", content=letter()
    )
    before = sufficiency(PLAN, evidence_of(home, OFFICE, year=2023), year=2023)
    confirm_evidence(
        home, OFFICE, number, document_number="12/KH-SB", issued_on=date(2023, 1, 30), author="Sở"
    )
    after = sufficiency(PLAN, evidence_of(home, OFFICE, year=2023), year=2023)

    assert names == ("Kế hoạch năm (số; ngày)", "Báo cáo", "Bảng theo dõi")
    assert before.words == "Thiếu 2/3: Báo cáo; Bảng theo dõi"
    assert not before.items[0].stands and after.items[0].stands and not after.is_enough


@pytest.mark.parametrize(
    ("item", "code", "issued", "fault"),
    [
        ("Kế hoạch năm", "1.1.1", date(2023, 1, 30), None),
        ("Kế hoạch năm", "1.1.1", date(2023, 1, 31), "Ban hành muộn"),
        ("Kế hoạch năm", "1.1.1", date(2022, 12, 31), "ngoài năm 2023"),
        ("Báo cáo", "1.1.1", date(2023, 6, 1), None),
        ("Kế hoạch năm", "1.1.10", date(2023, 6, 1), None),
        ("Kế hoạch năm", "1.1.1", None, "Chưa rõ ngày ban hành"),
    ],
)
def test_a_document_counts_by_its_issue_day(item, code, issued, fault):
    row = {"signatures": [], "confirmed_at": datetime(2023, 11, 1), "issued_on": issued, "item": item}

    found = faults_of(row, code=code, year=2023)

    assert (found == ()) if fault is None else (fault in found[0])


def test_a_changed_signature_stands_for_nothing():
    row = {
        "signatures": [{"state": "changed"}],
        "confirmed_at": datetime(2023, 11, 1),
        "issued_on": date(2023, 5, 1),
        "item": "x",
    }

    assert faults_of(row, code="2", year=2023) == ("Nội dung bị thay đổi sau khi ký",)

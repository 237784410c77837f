"""Who applied is read by initials everywhere, unless one row is unmasked, which the audit notes."""

import pytest

from access.viewers import trial_viewer
from data_loaders.publishing import ingest
from data_loaders.publishing.provenance import may_take, origin, received_file, unmasked_origin
from desk.corrections import UnusableValueError, make_correction
from desk.disputes import contest
from domain.program.errors import NotAllowedError
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.audit import audit_entries
from tests.access.visiting import give_accounts, open_pages, serving, session
from tests.pages.small_office import CLERK, LEADER, OFFICER, loaded

NAME = "Nguyễn Văn Kín"
HEADINGS = "Mã hồ sơ;Tên thủ tục;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Đơn vị xử lý;Trạng thái"


def dossiers(day: int, name: str = NAME) -> tuple[str, bytes]:
    row = f"H24.16-231001-0001;Cấp giấy phép lao động;{name};01/10/2023;20/10/2023;QLDT;Đang xử lý"
    text = f"Danh sách hồ sơ thủ tục hành chính, tính đến ngày {day:02}/11/2023;;;;;;\n{HEADINGS}\n{row}\n"
    return f"ho-so-{day}.csv", text.encode("utf-8-sig")


@pytest.fixture
def home(tmp_path) -> Home:
    return loaded(tmp_path / "home", dossiers(10))


def place(home: Home) -> dict:
    reader = open_reader(home, OFFICER.scope)
    row = reader.records("select import_id, sheet, source_row, applicant from scoped.dossier")[0]
    assert row.pop("applicant") == NAME
    return row


def test_a_row_shows_initials_and_one_unmasked_is_written_down_first(home):
    reader, at = open_reader(home, OFFICER.scope), place(home)
    shown = origin(home, reader, **at)
    assert [cell.value for cell in shown.cells if cell.is_masked] == ["N. V. K."]
    assert NAME not in str(shown)

    opened = unmasked_origin(home, OFFICER, reader, **at)

    assert NAME in str(opened)
    said = audit_entries(home)[0]
    assert (said["person"], said["action"], said["object_id"]) == (
        OFFICER.account,
        "unmasked",
        "H24.16-231001-0001",
    )
    assert NAME not in str(said)


@pytest.mark.parametrize("who", [LEADER, CLERK, trial_viewer("QLLD")], ids=lambda one: one.name)
def test_nobody_else_unmasks_or_takes_a_file_that_names_citizens(home, who):
    at, before = place(home), len(audit_entries(home))
    with pytest.raises(NotAllowedError):
        unmasked_origin(home, who, open_reader(home, who.scope), **at)
    with pytest.raises(NotAllowedError):
        received_file(home, who, at["import_id"])

    assert not may_take(home, who, at["import_id"]) and may_take(home, OFFICER, at["import_id"])
    assert len(audit_entries(home)) == before
    assert NAME.encode() in received_file(home, OFFICER, at["import_id"])[1]


def test_a_name_is_neither_contested_nor_written_into_the_audit(home):
    key = {"kind": "dossiers", "business_key": "H24.16-231001-0001"}
    with pytest.raises(UnusableValueError):
        contest(home, CLERK, **key, column="applicant", claimed="Trần Thị Khác", reason="Sai tên")
    make_correction(home, OFFICER, **key, column="applicant", text="Trần Thị Khác", reason="Gõ nhầm")

    entries = str(audit_entries(home))
    assert "T. T. K." in entries and "Trần Thị Khác" not in entries and NAME not in entries


def test_names_of_citizens_reach_no_page_until_one_row_is_unmasked(home):
    at = place(home)
    give_accounts(home, [("ld.ha", "leader", ()), ("qldt", "department", ("QLDT",)), ("vp.an", "office", ())])
    row = f"nap={at['import_id']}&trang={at['sheet']}&dong={at['source_row']}"
    with serving(home.path) as server:
        for account in ("ld.ha", "qldt", "vp.an"):
            pages = [
                ("", ""),
                ("tthc_xin_loi", ""),
                ("thay_doi", ""),
                ("nguon_goc", "so=apology"),
                ("nguon_goc", row),
            ]
            token = session(home, account)
            seen = open_pages(server, [token], pages)[token]
            assert [visit.errors for visit in seen] == [[]] * len(pages)
            assert not any(NAME in visit.text for visit in seen), account
            assert "N. V. K." in seen[-1].text


def test_a_change_of_name_reads_by_initials(home):
    from datetime import date

    from data_loaders.publishing.history import differences
    from store.builds.rows import state_rows

    ingest.load(home, [_received(dossiers(11, "Lê Thị Mới"))], person="An")
    reader = open_reader(home, OFFICER.scope)
    before, after = (state_rows(reader, "dossiers", date(2023, 11, day)) for day in (10, 11))
    said = differences("dossiers", before, after, earlier=date(2023, 11, 10), later=date(2023, 11, 11))

    assert "L. T. M." in said.to_csv() and "Lê Thị Mới" not in said.to_csv() and NAME not in said.to_csv()


def _received(file: tuple[str, bytes]):
    from data_loaders.intake.reading import Received

    return Received(*file)

"""A dossier that names no due day is judged by the time its procedure may take, where the office has written it down."""

from datetime import date, datetime
from pathlib import Path

import pytest

from data_loaders.declared.office_files import faults_of_office_files
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from domain.agency.procedure_limits import PROCEDURE_LIMITS, ProcedureLimit
from domain.agency.scope import whole_office
from domain.agency.working_calendar import WorkingCalendar
from domain.program.places import OWN, office_of
from metrics.counts.apologies import apology_register
from metrics.counts.dossier_clock import clock_lines
from metrics.counts.dossiers import dossiers, undated_dossiers
from store.current.warehouse import open_reader
from store.disk.home import Home, resolve_home

AS_OF = date(2023, 11, 12)
HEAD = "procedure,limit,counted_in,authority\n"
LIST = """STT,Mã hồ sơ,Tên thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Ngày trả kết quả,Phòng/đơn vị xử lý,Trạng thái
1,H24.16-231009-0001,Đăng ký nội quy lao động,09/10/2023 08:00,,18/10/2023 17:00,,Phòng Quản lý Lao động,Đã xử lý xong
2,H24.16-231009-0002,Đăng ký  NỘI QUY lao động,09/10/2023 08:00,,19/10/2023 08:00,,Phòng Quản lý Lao động,Đã xử lý xong
3,H24.16-231009-0003,Đăng ký nội quy lao động,09/10/2023 18:00,,19/10/2023 08:00,,Phòng Quản lý Lao động,Đã xử lý xong
4,H24.16-231109-0004,Cấp C/O mẫu D,09/11/2023 15:00,,10/11/2023 15:30,,Phòng Quản lý Doanh nghiệp,Đã xử lý xong
5,H24.16-231009-0005,Cấp giấy phép môi trường,09/10/2023 08:00,,,,Phòng Quản lý Tài nguyên và Môi trường,Đang xử lý
6,H24.16-231009-0006,Đăng ký nội quy lao động,09/10/2023 08:00,30/10/2023 17:00,20/10/2023 08:00,,Phòng Quản lý Lao động,Đã xử lý xong
"""
TITLE = "DANH SÁCH HỒ SƠ TTHC, số liệu đến hết ngày 12/11/2023\n"


@pytest.fixture
def office(tmp_path: Path):
    """A home whose office has written down how long two procedures may take."""

    def loaded(limits: str) -> Home:
        home = resolve_home(tmp_path / "home")
        own = home.path / OWN / "codes"
        own.mkdir(parents=True)
        (own / PROCEDURE_LIMITS.name).write_text(HEAD + limits, encoding="utf-8")
        with office_of(home.path):
            done = load(home, [Received("MotCua 12.11.2023.csv", (TITLE + LIST).encode())], person="vp")
        assert [file.status for file in done.files] == ["loaded"], done.files
        return home

    return loaded


LIMITS = "Đăng ký nội quy lao động,7,ngày làm việc,QĐ 1\nCấp C/O mẫu D,8,giờ làm việc,QĐ 2\n"


def test_the_time_of_the_procedure_decides_where_no_day_was_promised(office):
    home = office(LIMITS)
    with office_of(home.path):
        reader = open_reader(home, whole_office())
        register = apology_register(reader, as_of=AS_OF).set_index("dossier_code")

        # 09/10 and seven working days: 18/10; received after hours counts from 10/10, so 19/10 is in time.
        assert set(register.index) == {"H24.16-231009-0002", "H24.16-231109-0004"}
        assert register.loc["H24.16-231009-0002", "due"] == datetime(2023, 10, 18, 23, 59, 59)
        assert register.loc["H24.16-231109-0004", "due"] == datetime(2023, 11, 10, 15)
        # A procedure that nobody wrote down stays unknown.
        assert undated_dossiers(reader, as_of=AS_OF) == 1
        lines = dict(clock_lines(register.reset_index().iloc[0].to_dict(), WorkingCalendar()))
        assert lines["Hẹn trả"] == "chưa có"
        assert lines["Hạn theo thời gian giải quyết của thủ tục"] == "18/10/2023"


def test_without_the_list_nothing_is_known_and_nobody_is_late(office):
    home = office("")
    with office_of(home.path):
        reader = open_reader(home, whole_office())
        total = dossiers(reader, as_of=AS_OF).set_index("department_code").loc["TOTAL"]

        assert (total["total"], total["resolved_late"], total["pending_overdue"]) == (6, 0, 0)


@pytest.mark.parametrize(
    ("limit", "received", "due"),
    [
        (ProcedureLimit(5, "ngày làm việc"), datetime(2023, 11, 9, 8), datetime(2023, 11, 16)),
        (ProcedureLimit(5, "ngày làm việc"), datetime(2023, 11, 9, 17, 1), datetime(2023, 11, 17)),
        (ProcedureLimit(5, "ngày làm việc"), datetime(2023, 11, 11, 9), datetime(2023, 11, 20)),
        (ProcedureLimit(15, "ngày"), datetime(2023, 11, 9, 8), datetime(2023, 11, 24)),
        (ProcedureLimit(2, "ngày"), datetime(2023, 11, 9, 8), datetime(2023, 11, 13)),
        (ProcedureLimit(3, "ngày"), datetime(2023, 8, 29, 8), datetime(2023, 9, 5)),
        (ProcedureLimit(8, "giờ làm việc"), datetime(2023, 11, 10, 15), datetime(2023, 11, 13, 15)),
        (ProcedureLimit(8, "giờ làm việc"), datetime(2023, 11, 11, 9), datetime(2023, 11, 13, 17)),
    ],
)
def test_limits_are_counted_as_the_civil_code_says(limit, received, due):
    assert limit.due_after(received, WorkingCalendar()) == due


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Cấp C/O mẫu D,0,ngày,QĐ", "phải là số nguyên từ 1"),
        ("Cấp C/O mẫu D,năm,ngày,QĐ", "phải là số nguyên từ 1"),
        ("Cấp C/O mẫu D,5,tuần,QĐ", "chỉ dùng: ngày làm việc, ngày, giờ làm việc"),
        (",5,ngày,QĐ", "thiếu tên thủ tục"),
        ("A,5,ngày,QĐ\na,6,ngày,QĐ", "đã có ở dòng 2"),
    ],
)
def test_a_slip_in_the_list_is_named_with_its_line(tmp_path, row, said):
    home = resolve_home(tmp_path / "home")
    own = home.path / OWN / "codes"
    own.mkdir(parents=True)
    (own / PROCEDURE_LIMITS.name).write_text(HEAD + row, encoding="utf-8")
    with office_of(home.path):
        faults = [
            fault for name, _, found in faults_of_office_files() for fault in found if "procedure" in name
        ]

    assert any(said in str(fault) for fault in faults), faults

"""What papers cost: the report with every unit on the samples, and eighty slips of apology in one batch."""

import tempfile
from datetime import date
from pathlib import Path

from benchmarks.measure import Result, cpu_seconds
from benchmarks.warehouse import samples_home
from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from domain.agency.scope import Viewer, whole_office
from reports.drafting import Wanted
from reports.issuing import issue
from store.current.warehouse import open_reader
from store.disk.home import Home

AS_OF = date(2023, 11, 12)
SLIPS, SECONDS = 80, 10
OFFICE = Viewer("do", "đo", "office", "VP", whole_office())


def run() -> list[Result]:
    """CPU seconds from asking to the bytes of all files, form check included; the first time, as a clerk waits."""
    with tempfile.TemporaryDirectory() as name:
        samples = samples_home(Path(name) / "samples")
        overdue = _home_of_overdue(Path(name) / "overdue")
        return [
            _waited("Báo cáo tổng hợp, mười đơn vị", samples, "summary_report", least=2),
            _waited(f"{SLIPS} phiếu xin lỗi, tệp gộp và tệp nén", overdue, "apology_slip", least=SLIPS + 2),
            _waited("Công văn đôn đốc mười đơn vị", samples, "reminder_letter", least=5),
        ]


def _waited(what: str, home: Home, name: str, *, least: int) -> Result:
    began = cpu_seconds()
    made = issue(home, OFFICE, open_reader(home, whole_office()), name, Wanted(AS_OF))
    spent = cpu_seconds() - began
    if len(made.files) < least:
        raise AssertionError(f"{name}: {len(made.files)} files made")
    return Result(what, spent, SECONDS, f"CPU, {len(made.files)} tệp", unit=" s")


def _home_of_overdue(folder: Path) -> Home:
    """A home whose register holds eighty overdue dossiers without an apology."""
    rows = [
        "Mã hồ sơ;Tên thủ tục;Đơn vị thụ lý;Ngày hẹn trả;Số ngày quá hạn;Số phiếu xin lỗi;Ngày xin lỗi;Lý do trễ"
    ]
    rows += [
        f"H24.16-2309{n:02}-{n:04};Cấp giấy phép;QLDT;01/10/2023;42;;;Chờ ý kiến" for n in range(1, SLIPS + 1)
    ]
    home = Home(folder)
    content = ("Sổ theo dõi xin lỗi công khai;;;;;;;\n" + "\n".join(rows)).encode("utf-8-sig")
    outcome = load(
        home, [Received("So xin loi.csv", content, Options(kind="apologies", as_of=AS_OF))], person="đo"
    )
    if not all(one.is_in for one in outcome.files):
        raise AssertionError(outcome.files)
    return home

"""A batch of papers is written whole or not at all, and no slip appoints a second new date."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from reports.apology_papers import apology_slip
from reports.drafting import Wanted
from tests.metrics.conftest import Warehouse

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2023, 11, 12)
# A child that may write no file above 64 KB: the third of five documents does not fit.
CHILD = """
import resource, sys
from pathlib import Path
from domain.program.errors import SystemFailureError
from reports.issuing import Issued, Made, write_files
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
files = tuple(Made(f"phieu-{n}.docx", b"x" * (1000 if n != 2 else 200_000), None, 1, []) for n in range(5))
try:
    write_files(Issued({}, files), Path(sys.argv[1]))
except SystemFailureError as problem:
    print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("made_before", [False, True])
def test_a_disk_that_fills_half_way_leaves_nothing_of_the_batch(tmp_path, made_before):
    out = tmp_path / "out"
    if made_before:
        out.mkdir()
        (out / "cu.docx").write_bytes(b"cu")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CHILD, str(out)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )  # fmt: skip

    assert "không để lại tệp nào" in done.stdout
    assert [path.name for path in out.iterdir()] == (["cu.docx"] if made_before else [])


@pytest.fixture
def warehouse():
    built = Warehouse()
    yield built
    built.connection.close()


def slips(warehouse: Warehouse, again: date | None) -> tuple[list[str], list[dict[str, str]]]:
    warehouse.add(
        "dossier", dossier_code="H24.16-231002-0001", received_at=datetime(2023, 10, 2),
        promised_at=datetime(2023, 10, 20, 17), procedure="Cấp phép", applicant="Công ty A",
    )  # fmt: skip
    warehouse.add(
        "apology", dossier_code="H24.16-231002-0001", apology_number="01/PXL", apology_date=date(2023, 10, 20),
        reason=None, rescheduled_to=again,
    )  # fmt: skip
    draft = apology_slip(warehouse.reader(), Wanted(DAY))
    return [line for paper in draft.papers for line in paper.context["slips"][0]["lines"]], list(
        draft.left_out
    )


def test_a_new_date_still_to_come_is_printed(warehouse):
    lines, left = slips(warehouse, date(2023, 11, 20))

    assert lines[-1].replace("\xa0", " ").endswith("và hẹn trả kết quả vào ngày 20/11/2023.")
    assert left == []


def test_a_new_date_that_passed_is_not_appointed_once_more(warehouse):
    lines, left = slips(warehouse, date(2023, 11, 3))

    assert "không hẹn thêm ngày" in lines[-1] and "hẹn trả kết quả vào" not in lines[-1]
    assert [one["what"] for one in left] == ["Ngày hẹn lại của hồ sơ H24.16-231002-0001"]
    assert "chỉ được hẹn lại một lần" in left[0]["why"]

"""A home that an earlier version of the store wrote opens, answers as it did, and takes the next file."""

import tarfile
from datetime import date
from pathlib import Path

import pytest

from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load, rebuild
from domain.program.errors import HomeDamagedError
from metrics.counts.tasks import tasks
from metrics.progress.completion import completion
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.upkeep.verify import verify
from tests.store.conftest import OFFICE

WRITTEN = Path(__file__).with_name("home-by-duckdb-2.0.0.tar.xz")
DAY = date(2023, 11, 12)
NEXT = "\ufeffMã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao việc;Hạn hoàn thành;Ngày hoàn thành;Lưu trữ\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Four tasks of three departments, loaded when the store was DuckDB 2.0.0."""
    with tarfile.open(WRITTEN) as packed:
        packed.extractall(tmp_path, filter="data")
    (build,) = (tmp_path / "home" / "builds").glob("*.duckdb")
    assert b"v2.0.0" in build.read_bytes()[:4096]
    return Home(tmp_path / "home")


def figures(home: Home, day: date = DAY) -> dict[str, tuple[int, int, int]]:
    frame = tasks(open_reader(home, OFFICE), as_of=day)
    return {
        row.department_code: (row.total, row.completed, row.archived)
        for row in frame.itertuples()
        if row.total
    }


def test_it_answers_as_it_did(home):
    assert verify(home).problems == []
    assert figures(home) == {"VP": (2, 1, 1), "QLDT": (1, 0, 0), "QLLD": (1, 1, 0), "TOTAL": (4, 2, 1)}


def test_it_takes_the_next_file(home):
    rows = [f"CV-{n};Việc mẫu {n};QLDT;01/11/2023;10/11/2023;13/11/2023;Có" for n in range(1, 5)]
    later = Received("cong-viec-2023-11-13.csv", (NEXT + "\n".join(rows)).encode())

    assert load(home, [later], person="An").files[0].status == "loaded"
    assert verify(home).problems == []
    assert figures(home, date(2023, 11, 13)) == {"QLDT": (4, 4, 4), "TOTAL": (4, 4, 4)}
    assert figures(home) == {"VP": (2, 1, 1), "QLDT": (1, 0, 0), "QLLD": (1, 1, 0), "TOTAL": (4, 2, 1)}


def test_what_its_build_lacks_is_said_until_it_is_made_anew(home):
    with pytest.raises(HomeDamagedError, match="bản khác của phần mềm") as told:
        completion(open_reader(home, OFFICE), as_of=DAY)
    assert told.value.code == "build_outdated"
    assert "python -m data_loaders rebuild" in str(told.value)

    assert rebuild(home)
    assert not completion(open_reader(home, OFFICE), as_of=DAY).empty
    assert figures(home) == {"VP": (2, 1, 1), "QLDT": (1, 0, 0), "QLLD": (1, 1, 0), "TOTAL": (4, 2, 1)}

"""The damage table under a running server: after each loss a page is right or says what to do, and one command cures it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from domain.program.places import ROOT
from store.current.pointer import build_file, current
from store.disk.home import Home
from store.upkeep.verify import verify
from tests.access.visiting import open_page, serving
from tests.pages.small_office import FIRST, SECOND, loaded
from tests.store.test_damage import DAMAGES, close_databases

# What each lost file makes a page say where its figures cannot be shown, and the documented command that cures it.
REBUILT = "Phần mềm đang dựng lại từ các tệp gốc; trang tự mở khi xong."
CLOSED = "Gọi người quản trị hệ thống của cơ quan."
TOLD = "Khôi phục từ bản sao lưu; xem python -m store doctor."
REBUILD, RESTORE = ("data_loaders", "rebuild"), ("store", "restore", "--set-aside")
LOST = {
    "pointer": ((REBUILT,), REBUILD),
    "build": ((REBUILT,), REBUILD),
    "received": ((), RESTORE),
    "marker": ((CLOSED,), RESTORE),
    "database": ((CLOSED, TOLD), RESTORE),
}
BESIDE = ("audit-anchor.json", "audit.lock", "migration.lock", "writer.lock", "log/dashboard.log")
PAGES = ("", "hpnet", "nguon_goc", "lich_su_nap")


@dataclass(frozen=True, slots=True)
class Office:
    """A home that is served, its backup, and the headline of each page while all was well."""

    home: Home
    address: str
    copy: Path
    right: dict[str, list[str]]

    def file(self, name: str) -> Path:
        """The file of the home that *name* stands for."""
        now = current(self.home)
        assert now is not None
        return {
            "pointer": self.home.pointer,
            "build": build_file(self.home, now.build_id),
            "received": next(path for path in self.home.snapshots.rglob("*") if path.is_file()),
            "marker": self.home.path / "instance.json",
            "database": self.home.path / "application.sqlite",
        }[name]

    def faults(self, sentences: tuple[str, ...] = ()) -> list[str]:
        """Pages that show neither the headline of before nor one of *sentences*."""
        wrong = []
        for page in PAGES:
            visit = open_page(self.address, "", page, "vai=van-phong")
            is_told = any(sentence in visit.text for sentence in sentences)
            if visit.errors or not (is_told or visit.titles == self.right[page]):
                wrong.append(f"{page}: {visit.titles} {visit.errors}")
        return wrong

    def cure(self, command: tuple[str, ...]) -> None:
        """Run *command* beside the server, as an administrator does."""
        module, name, *options = command
        source = [str(self.copy)] if name == "restore" else []
        done = subprocess.run(
            [sys.executable, "-m", module, name, *source, *options, "--home", str(self.home.path)],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("served")
    home = loaded(folder / "home", FIRST)
    ingest.load(home, [Received(*SECOND)], person="An")
    close_databases()
    made = Office(home, "", folder / "copy.zip", {})
    backup = [sys.executable, "-m", "store", "backup", str(made.copy), "--home", str(home.path)]
    subprocess.run(backup, cwd=ROOT, check=True, capture_output=True)
    with serving(home.path) as address:
        right = {page: open_page(address, "", page, "vai=van-phong").titles for page in PAGES}
        yield Office(home, address, made.copy, right)


def test_locks_logs_and_anchors_may_be_damaged_without_any_page_knowing(office: Office):
    wrong = []
    for name in BESIDE:
        path = office.home.path / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_text("một dòng ghi\n", encoding="utf-8")
        before = path.read_bytes()
        for damage in DAMAGES:
            damage(path)
            wrong += [f"{name} {damage.__name__}, {fault}" for fault in office.faults()]
            path.write_bytes(before)

    assert wrong == []
    assert verify(office.home).problems == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_loss_is_right_figures_or_a_sentence_and_one_command_brings_all_back(
    office: Office, damage: Callable[[Path], None]
):
    for name, (sentences, cure) in LOST.items():
        damage(office.file(name))
        assert office.faults(sentences) == [], name

        office.cure(cure)

        assert office.faults() == [], name
        assert verify(office.home).problems == [], name

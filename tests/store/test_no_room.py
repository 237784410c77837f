"""A home that may only be read is read; one without room says so and keeps what was there."""

import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from data_loaders.intake.reading import read_together
from data_loaders.publishing import ingest
from desk import staging
from domain.program.errors import HomeDamagedError
from store.current.pointer import current
from store.disk.home import Home
from store.disk.trouble import explained
from store.upkeep.verify import verify
from store.written import application
from store.written.corrections import all_corrections
from tests.store.conftest import everything
from tests.store.test_corrections import OFFICER, correct, export, load, row
from tests.store.test_damage import close_databases

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and limits of POSIX")


def run(
    home: Path, *command: str, before: tuple[str, ...] = (), **more: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-m", *command, "--home", str(home), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}, **more,
    )  # fmt: skip


@pytest.fixture
def closed_home(home: Home):
    """A home that another account may read and not write."""
    load(home, export(8, row("CV-1")))
    close_databases()
    folder = Path(tempfile.mkdtemp(prefix="ro-"))
    folder.chmod(0o755)
    path = Path(shutil.copytree(home.path, folder / "home"))
    for one in (path, *path.rglob("*")):
        one.chmod(0o555 if one.is_dir() else 0o444)
    yield path
    for one in (path, *path.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)
    shutil.rmtree(folder)


@pytest.fixture
def before() -> tuple[str, ...]:
    """What stands before a command so that rights hold for it: root writes whatever they say, unless it gives that away."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root cannot give its power away here")
    return "setpriv", "--bounding-set=-dac_override,-dac_read_search"


def test_a_home_that_may_only_be_read_is_read_and_writing_is_told(closed_home, before):
    asked = run(closed_home, "metrics", "tasks", before=before)
    listed = run(closed_home, "data_loaders", "list", before=before)
    rebuilt = run(closed_home, "data_loaders", "rebuild", before=before)

    assert (asked.returncode, listed.returncode) == (0, 0), asked.stderr + listed.stderr
    assert rebuilt.returncode == 1
    assert "chỉ cho đọc" in rebuilt.stderr


@pytest.mark.parametrize("has_lock", [True, False])
def test_a_home_that_may_only_be_read_is_backed_up_elsewhere(closed_home, before, tmp_path, has_lock):
    if not has_lock:
        closed_home.chmod(0o755)
        (closed_home / "writer.lock").unlink()
        closed_home.chmod(0o555)
    copy = tmp_path / "copy.zip"

    made = run(closed_home, "store", "backup", str(copy), before=before)
    rehearsed = run(closed_home, "store", "rehearse", str(copy))

    assert (made.returncode, rehearsed.returncode) == (0, 0), made.stderr + rehearsed.stderr
    assert json.loads(rehearsed.stdout)["build_id"] == current(Home(closed_home)).build_id


def test_without_room_the_sentence_says_so_and_the_published_build_stays(home):
    load(home, export(8, row("CV-1")))
    before, rows = current(home), everything(home)
    file = home.path.parent / "cong-viec-2023-11-09.csv"
    file.write_bytes(export(9, row("CV-2")).content)
    close_databases()

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run(home.path, "data_loaders", "load", str(file), preexec_fn=no_room)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "disk_full", done.stdout
    assert "Ổ đĩa đã đầy" in done.stderr
    assert current(home) == before
    assert everything(home) == rows
    assert application.has_accounts(home) is False


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with room for a few builds; a function fills it but for so many bytes, or frees it."""
    mount = tmp_path / "disk"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(mount)], capture_output=True
    )
    if made.returncode != 0:
        pytest.skip("no disk can be made here")

    def leave(room: int | None) -> None:
        filler = mount / "filler"
        filler.unlink(missing_ok=True)
        if room is not None:
            stat = os.statvfs(mount)
            filler.write_bytes(b"x" * max(stat.f_bavail * stat.f_frsize - room, 0))

    yield mount / "home", leave
    close_databases()
    gc.collect()
    subprocess.run(["umount", "--lazy", str(mount)], check=True)


@pytest.mark.parametrize("room", [0, 4096, 60_000, 600_000])
def test_on_a_full_disk_every_act_says_so_and_leaves_all_as_it_was(small_disk, room):
    """Told as a bug with a number where the process of the build could not write its answer."""
    path, leave = small_disk
    home = Home(path)
    load(home, export(8, *(row(f"CV-{n}") for n in range(20))))
    acts = {
        "receive": lambda: staging.receive(home, OFFICER, "a.csv", export(9, *(row(f"CV-{n}") for n in range(60_000))).content),
        "preview": lambda: staging.effect(home, OFFICER, read_together(home, [export(9, row("CV-1"))])),
        "publish": lambda: ingest.load(home, [export(9, row("CV-1"))], person="An", accept_effect=True),
        "correct": lambda: correct(home, "25/11/2023"),
        "rebuild": lambda: ingest.rebuild(home),
    }  # fmt: skip
    before = current(home), everything(home)
    for act in acts.values():
        leave(room)
        with pytest.raises((HomeDamagedError, OSError)) as said:
            act()
        assert explained(said.value).code == "disk_full"
        leave(None)
        assert (current(home), everything(home)) == before
        assert {one["state"] for one in all_corrections(home)} <= {"reversed"}
        assert verify(home).problems == [] and not list(path.rglob(".tmp-*"))

"""A home that may only be read is read; one without room says so and keeps what was there."""

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

from store import application
from store.home import Home
from store.pointer import current
from tests.store.conftest import everything
from tests.store.test_corrections import export, load, row
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


def test_a_home_that_may_only_be_read_is_read_and_writing_is_told(closed_home):
    # Root writes whatever the rights say, unless it gives that power away.
    before = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if before and shutil.which("setpriv") is None:
        pytest.skip("root cannot give its power away here")

    asked = run(closed_home, "metrics", "tasks", before=before)
    listed = run(closed_home, "data_loaders", "list", before=before)
    rebuilt = run(closed_home, "data_loaders", "rebuild", before=before)

    assert (asked.returncode, listed.returncode) == (0, 0), asked.stderr + listed.stderr
    assert rebuilt.returncode == 1
    assert "chỉ cho đọc" in rebuilt.stderr


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

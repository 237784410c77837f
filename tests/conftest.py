"""Fixtures that more than one folder of tests shares."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """
    A home with all samples loaded through the command line. Read-only: copy it before changing it.

    Loading takes a while, so parallel workers share one: the first makes it, the others wait.
    """
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    home, claim, done = shared / "sample-home", shared / "sample-home.claim", shared / "sample-home.done"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        wait_for(done)
        return home
    load_samples(home)
    done.touch()
    return home


def load_samples(home: Path) -> None:
    """Load every sample file in one go, as an office would on the command line."""
    files = sorted(str(path) for path in (ROOT / "data" / "samples").iterdir())
    finished = subprocess.run(
        [sys.executable, "-m", "data_loaders", "load", *files, "--home", str(home), "--json"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert finished.returncode == 0, finished.stderr


def wait_for(done: Path) -> None:
    """Wait until another worker has finished the shared home."""
    for _ in range(3000):
        if done.exists():
            return
        time.sleep(0.1)
    raise AssertionError("the shared sample home did not appear within five minutes")

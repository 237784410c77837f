"""Fixtures that more than one folder of tests shares."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from domain.program.places import SHIPPED_ONLY, work_for

# How long an example takes is the machine's affair; only what is found counts.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]
SECOND = ROOT / "data" / "offices" / "so"


@pytest.fixture(autouse=True)
def no_office_left_behind() -> Iterator[None]:
    """A page or command makes its process work for its home; the next test starts with what is shipped."""
    yield
    work_for(SHIPPED_ONLY)


@pytest.fixture(scope="session")
def sample_home(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, pytestconfig: pytest.Config
) -> Path:
    """
    A home with all samples loaded through the command line. Read-only: copy it before changing it.

    Loading takes a while, so parallel workers share one: the first makes it, the others wait.
    """
    return shared_home("sample-home", tmp_path_factory, worker_id, pytestconfig, load_samples)


@pytest.fixture(scope="session")
def second_home(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, pytestconfig: pytest.Config
) -> Path:
    """A home of another office, another year and another set, with its samples loaded. Read-only."""

    def make(home: Path) -> None:
        shutil.copytree(SECOND / "office", home / "office")
        load_samples(home, SECOND / "samples")

    return shared_home("second-home", tmp_path_factory, worker_id, pytestconfig, make)


def shared_home(
    name: str, factory: pytest.TempPathFactory, worker: str, config: pytest.Config, make: Callable[[Path], None]
) -> Path:  # fmt: skip
    """The home that *make* fills, once for all parallel workers: the first makes it, the others wait."""
    shared = factory.getbasetemp() if worker == "master" else factory.getbasetemp().parent
    home, claim, done = shared / name, shared / f"{name}.claim", shared / f"{name}.done"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        wait_for(done)
        return home
    kept = kept_home(config, name)
    if kept and kept.exists():
        shutil.copytree(kept, home)
    else:
        make(home)
        if kept:
            keep(home, kept)
    done.touch()
    return home


def kept_home(config: pytest.Config, called: str) -> Path | None:
    """Where pytest's cache keeps the home so *called* of exactly this code and data: loading again would give the same."""
    if not config.pluginmanager.hasplugin("cacheprovider"):
        return None
    said = hashlib.sha256(version("duckdb").encode())
    for folder in ("data", "domain", "store", "data_loaders", "metrics"):
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT)
            if path.is_file() and not {"var", "__pycache__"} & set(name.parts):
                said.update(str(name).encode() + b"\0" + path.read_bytes())
    return config.cache.mkdir(called) / said.hexdigest()[:32]  # type: ignore[union-attr]


def keep(home: Path, kept: Path) -> None:
    """Put a copy of *home* into the cache whole or not at all, in the place of older ones."""
    for older in kept.parent.iterdir():
        shutil.rmtree(older, ignore_errors=True)
    half = kept.with_suffix(f".{os.getpid()}")
    shutil.copytree(home, half)
    half.rename(kept)


def load_samples(home: Path, folder: Path = ROOT / "data" / "samples") -> None:
    """Load every sample file in one go, as an office would on the command line."""
    files = sorted(str(path) for path in folder.iterdir())
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


def _postgres_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a private PostgreSQL on 127.0.0.1 without its database name; ended after the tests."""
    binaries = _postgres_binaries()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing")
        pytest.skip("PostgreSQL is not installed here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The server refuses to run as root, and another account cannot enter pytest's own folders.
    as_other = {"user": "postgres", "group": "postgres"} if os.name == "posix" and os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if as_other:
        shutil.chown(folder, **as_other)
    run = {"check": True, "capture_output": True, "cwd": folder, **as_other}
    data = str(folder / "data")
    try:
        subprocess.run([binaries / "initdb", "-D", data, "-U", "office", "-A", "trust", "-E", "UTF8"], **run)
        options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
        start = [binaries / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(start, **{**run, "capture_output": False, "stdout": subprocess.DEVNULL})
        yield f"postgresql://office@127.0.0.1:{port}/"
    finally:
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **{**run, "check": False}
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new empty database, which every home of the test uses for what people type."""
    import psycopg

    name = f"d{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgres_server}postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    monkeypatch.setenv("DASHBOARD_DATABASE_URL", f"{postgres_server}{name}")
    return f"{postgres_server}{name}"

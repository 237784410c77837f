"""Truncated, emptied, deleted or spoilt, at rest or under a running program: right figures or a sentence, and one cure."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_loaders.publishing import ingest
from domain.agency.scope import command_line
from domain.program.errors import HomeDamagedError
from store.current import warehouse
from store.current.in_force import imports_by_log, imports_in_force
from store.current.pointer import build_file, current
from store.disk.home import Home
from store.disk.snapshots import snapshot_path
from store.upkeep.verify import verify
from store.written import application
from store.written.instance import standing_of
from tests.store.conftest import everything
from tests.store.test_corrections import correct, export, load, row

ROOT = Path(__file__).resolve().parents[2]


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def deleted(path: Path) -> None:
    path.unlink()


def spoilt(path: Path) -> None:
    content = path.read_bytes()
    middle = len(content) // 3
    path.write_bytes(content[:middle] + bytes(255 - byte for byte in content[middle:]))


DAMAGES = [emptied, halved, deleted, spoilt]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two exports, one of them undone and put back, and a correction."""
    home = Home(tmp_path_factory.mktemp("made") / "home")
    first = load(home, export(8, row("CV-1"), row("CV-2")))
    load(home, export(9, row("CV-1"), row("CV-2", done="09/11/2023"), row("CV-3")))
    correct(home, "25/11/2023")
    ingest.undo(home, first, person="An")
    ingest.redo(home, first, person="An")
    close_databases()
    return home.path


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Home:
    """A copy of the home that was made, to be damaged."""
    return Home(Path(shutil.copytree(made, tmp_path / "home")))


def close_databases() -> None:
    """Let go of every application database, so that its file holds all of it."""
    for _seen, engine in application._engines.values():
        engine.dispose()
    application._engines.clear()
    application._failed.clear()


def asked(home: Home, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command, "--home", str(home.path), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_lost_pointer_is_a_sentence_and_a_rebuild_brings_it_back(office: Home, damage: Callable):
    rows, before = everything(office), current(office)
    damage(office.pointer)

    with pytest.raises(HomeDamagedError, match="data_loaders rebuild"):
        current(office)
    assert imports_in_force(office) == before.imports
    ingest.rebuild(office)

    assert current(office) == before
    assert everything(office) == rows


def test_a_pointer_with_another_letter_is_never_believed(office: Home):
    before, whole = current(office), office.pointer.read_bytes()
    refused = 0
    for letter in range(len(whole)):
        office.pointer.write_bytes(whole[:letter] + bytes([whole[letter] ^ 1]) + whole[letter + 1 :])
        try:
            assert current(office) == before
        except HomeDamagedError as told:
            assert told.code == "pointer_damaged"
            refused += 1
    assert refused > len(whole) / 2


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("was_open", [True, False])
def test_a_lost_build_is_a_sentence_and_a_rebuild_brings_it_back(
    office: Home, damage: Callable, was_open: bool
):
    rows, now = everything(office), current(office)
    if not was_open:
        warehouse._open_builds.clear()
    damage(build_file(office, now.build_id))

    try:
        assert everything(office) == rows  # as it was read before the damage
    except HomeDamagedError as told:
        assert told.code == "build_damaged"
    except Exception as problem:
        from store.disk.trouble import code_of_cause

        assert code_of_cause(problem) == "build_damaged"
    ingest.rebuild(office)

    assert everything(office) == rows


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_refresh_does_not_take_a_damaged_build_for_a_finished_one(office: Home, damage: Callable):
    rows, now = everything(office), current(office)
    warehouse._open_builds.clear()
    damage(build_file(office, now.build_id))

    ingest.refresh(office)

    assert everything(office) == rows


def test_with_pointer_and_build_both_lost_a_rebuild_brings_all_back(office: Home):
    before, rows = current(office), everything(office)
    build_file(office, before.build_id).unlink()
    office.pointer.unlink()

    with pytest.raises(HomeDamagedError, match="data_loaders rebuild"):
        load(office, export(10, row("CV-4")))  # its effect cannot be told without the numbers before it
    assert imports_by_log(office) == before.imports
    ingest.rebuild(office)

    assert current(office) == before
    assert everything(office) == rows


def lose_all_but_one_earlier_build(office: Home) -> tuple[str, list]:
    """Damage the build in use and the bytes of the newest file, both; the rows of the day before stay readable."""
    newest = ingest.imports(office, command_line())[-1]
    ingest.undo(office, newest["import_id"], person="An")
    rows, kept = everything(office), current(office)
    ingest.redo(office, newest["import_id"], person="An")
    halved(build_file(office, current(office).build_id))
    snapshot_path(office, newest["sha256"]).unlink()
    warehouse._open_builds.clear()
    for path in office.builds.glob("*.duckdb"):
        if path.stem not in (kept.build_id, current(office).build_id):
            path.unlink()
    return newest["import_id"], rows


def test_where_received_files_are_lost_too_the_last_good_build_is_named_and_taken(office: Home):
    lost, rows = lose_all_but_one_earlier_build(office)
    damaged = current(office)

    refused = asked(office, "data_loaders", "rebuild")
    said = json.loads(refused.stdout)
    assert (refused.returncode, said["error"]["code"]) == (1, "snapshot_lost")
    assert (
        "rebuild --last-good" in said["error"]["message"]
        and "cong-viec-2023-11-09.csv" in said["error"]["message"]
    )
    assert current(office) == damaged
    taken = asked(office, "data_loaders", "rebuild", "--last-good")

    listed = {one["import_id"]: one["state"] for one in json.loads(taken.stdout)["imports"]}
    assert taken.returncode == 0 and "Chưa có trong bản này: cong-viec-2023-11-09.csv" in taken.stderr
    assert listed.pop(lost) == "undone" and set(listed.values()) == {"active"}
    assert everything(office) == rows
    assert imports_by_log(office) == current(office).imports
    load(office, export(10, row("CV-4")))  # and the office goes on


def test_with_no_build_left_the_last_good_one_is_a_sentence(office: Home):
    lose_all_but_one_earlier_build(office)
    for path in office.builds.glob("*.duckdb"):
        path.write_bytes(b"")

    taken = asked(office, "data_loaders", "rebuild", "--last-good")

    assert taken.returncode == 1
    assert json.loads(taken.stdout)["error"]["message"].startswith("Không còn bản số liệu nào nguyên vẹn")


def test_an_import_that_was_undone_stays_out_when_the_pointer_is_lost(office: Home):
    gone = current(office).imports[0]
    ingest.undo(office, gone, person="An")
    office.pointer.unlink()

    ingest.rebuild(office)

    assert gone not in current(office).imports


def test_a_load_that_never_came_to_its_end_is_not_in_force(home: Home):
    load(home, export(8, row("CV-1")))
    from store.written.import_log import write_event

    write_event(
        home, "load", import_id="x", sha256="x", file_name="x", options={}, tables=[], person="An"
    )  # fmt: skip

    assert imports_by_log(home) == current(home).imports


COMMANDS = [(("metrics", "tasks"), "rows"), (("data_loaders", "list"), "imports")]


@pytest.mark.parametrize("lost", ["pointer", "build", "database"])
@pytest.mark.parametrize("command, key", COMMANDS)
def test_every_command_on_a_damaged_home_prints_one_document(office: Home, lost: str, command, key):
    """What is asked of a file that is damaged is answered or refused, never with a trace."""
    files = {
        "pointer": office.pointer,
        "build": build_file(office, current(office).build_id),
        "database": office.path / "application.sqlite",
    }
    spoilt(files[lost])

    done = asked(office, *command)

    said = json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    if "error" in said:
        assert done.returncode == 1
        assert said["error"]["code"] in {"pointer_damaged", "build_damaged", "database_damaged"}
        assert said[key] == []


def test_a_database_put_back_under_a_running_program_is_seen_at_once(office: Home, tmp_path: Path):
    path = office.path / "application.sqlite"
    earlier = path.read_bytes()
    load(office, export(10, row("CV-4")))
    assert len(ingest.imports(office, command_line())) == 3
    close_databases()
    put_back = tmp_path / "earlier.sqlite"
    put_back.write_bytes(earlier)
    put_back.replace(path)

    with application.reading(office) as connection:
        loads = connection.execute(application.import_log.select()).all()
    assert len({row.import_id for row in loads}) == 2


def test_a_build_that_another_program_writes_is_told_with_its_name_and_read_once_it_is_closed(office: Home):
    rows, path = everything(office), build_file(office, current(office).build_id)
    warehouse._open_builds.clear()
    holds = f"import duckdb; held = duckdb.connect({str(path)!r}); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(HomeDamagedError, match="một chương trình khác mở để ghi") as told:
            everything(office)
        [said] = verify(office).problems
        other.communicate(b"\n")

    assert told.value.code == "build_locked"
    assert "bị hỏng" not in said and "không nguyên vẹn" not in said
    if sys.platform == "linux":
        assert f"tiến trình số {other.pid}" in said
    assert everything(office) == rows


def test_a_database_that_another_program_holds_is_waited_for_once_and_told_so(office: Home, monkeypatch):
    monkeypatch.setattr(application, "BUSY_SECONDS", 1)
    path = office.path / "application.sqlite"
    holds = (
        f"import sqlite3; held = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "held.execute('pragma locking_mode = exclusive')\n"
        "held.execute('begin exclusive'); held.execute('create table held (x)'); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        problems, told = verify(office).problems, standing_of(office)
        other.communicate(b"\n")

    assert problems == ["Cơ sở dữ liệu ứng dụng đang bận. Chờ một phút rồi làm lại."]
    assert told.kind == "closed"
    assert told.why == (
        "Cơ sở dữ liệu ứng dụng đang bận. Chờ một phút rồi tải lại trang; vẫn vậy thì gọi người quản trị hệ thống của cơ quan."
    )
    close_databases()
    assert standing_of(office).kind != "closed"
    assert verify(office).problems == []


def test_whoever_waited_in_line_for_a_held_database_does_not_wait_once_more(office: Home, monkeypatch):
    """Each request waited in its turn, so that a server with visitors answered nobody, not even whether it lives."""
    monkeypatch.setattr(application, "BUSY_SECONDS", 2)
    close_databases()
    tried, opened = [], application._opened
    monkeypatch.setattr(application, "_opened", lambda *given: (tried.append(given), opened(*given))[1])
    held = sqlite3.connect(office.path / "application.sqlite", isolation_level=None)
    held.execute("pragma locking_mode = exclusive")
    held.execute("begin exclusive")
    held.execute("create table held (x)")
    start = threading.Barrier(6)

    def ask() -> str:
        start.wait()
        try:
            return str(application.has_accounts(office))
        except HomeDamagedError as problem:
            return problem.code

    with ThreadPoolExecutor(6) as visitors:
        said = [one.result() for one in [visitors.submit(ask) for _ in range(6)]]
    held.execute("rollback")
    held.close()

    assert (set(said), len(tried)) == ({"database_busy"}, 1)
    close_databases()
    assert application.has_accounts(office) is False

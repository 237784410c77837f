"""A backup brings everything back, and a damaged byte does not go unnoticed."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_loaders.publishing import ingest
from domain.agency.scope import command_line
from domain.program.errors import DashboardError, UnknownNameError
from store.current.pointer import Current, build_file, current, point_to
from store.disk.home import Home
from store.disk.scratch import scratch_folder
from store.disk.snapshots import snapshot_path
from store.upkeep.backup import back_up, restore
from store.upkeep.verify import different_scores, different_tables, verify
from store.written import application, records, staging
from store.written.corrections import all_corrections
from tests.store.conftest import everything, put, task, tasks
from tests.store.test_corrections import BROKEN, FIXES, by_grid, correct, export, load, row

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_moved_aside_never_meets_what_was_moved_aside_in_the_same_second(home, tmp_path):
    load(home, BROKEN)
    copy = back_up(home, tmp_path / "backup.zip")
    moments = [application.now() + timedelta(seconds=second) for second in range(60)]
    taken = [home.path.with_name(f"{home.path.name}.cu-{moment:%Y%m%d-%H%M%S}") for moment in moments]
    for place in taken:
        place.mkdir()
        (place / "kept").touch()

    verdict = restore(copy, home, sets_aside=True)

    [aside] = set(home.path.parent.glob(f"{home.path.name}.cu-*")) - set(taken)
    assert verdict.problems == [] and everything(home) == everything(Home(aside))
    assert all((place / "kept").exists() for place in taken)


def test_a_restored_home_is_the_same_and_goes_on(home, tmp_path):
    import_id = load(home, BROKEN)
    by_grid(home, import_id, BROKEN, FIXES)
    correct(home, "25/11/2023", code="CV-3")
    other = Home(tmp_path / "other")

    verdict = restore(back_up(home, tmp_path / "backup.zip"), other)

    assert (verdict.problems, verdict.snapshots) == ([], 1)
    assert everything(other) == everything(home)
    assert len(all_corrections(other)) == len(all_corrections(home))
    ingest.undo(other, import_id, person="An")
    assert ingest.imports(other, command_line())[0]["state"] == "undone"


def test_a_home_verifies_against_a_rebuild_from_nothing(home):
    import_id = load(home, BROKEN)
    by_grid(home, import_id, BROKEN, FIXES)
    load(home, export(9, row("CV-1"), row("CV-3", done="09/11/2023")))

    assert verify(home, with_rebuild=True).problems == []


def test_a_changed_byte_and_a_lost_file_are_named(home):
    import_id = load(home, BROKEN)
    path = snapshot_path(home, ingest.imports(home, command_line())[0]["sha256"])
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    (altered,) = verify(home).problems
    path.unlink()
    (lost,) = verify(home).problems

    assert "không còn nguyên vẹn" in altered
    assert import_id in lost


def test_builds_that_differ_in_a_row_are_told_apart(home, tmp_path):
    put(home, tasks("a", "1/11", task("k")))
    other = Home(tmp_path / "other")
    put(other, tasks("a", "1/11", task("l")))

    different = different_tables(*(build_file(one, current(one).build_id) for one in (home, other)))

    assert any("task" in sentence for sentence in different)


def test_nothing_is_overwritten_and_nothing_foreign_unpacked(home, tmp_path):
    load(home, BROKEN)
    archive = back_up(home, tmp_path / "backup.zip")
    (tmp_path / "other.zip").write_bytes(b"PK nothing")

    with pytest.raises(DashboardError):
        restore(archive, home)
    with pytest.raises(DashboardError):
        restore(tmp_path / "other.zip", Home(tmp_path / "fresh"))
    with pytest.raises(UnknownNameError):
        restore(tmp_path / "none.zip", Home(tmp_path / "fresh"))


@pytest.mark.parametrize(
    "arguments, code",
    [(("verify", "--quick"), 0), (("restore", "khong-co.zip"), 2), (("doctor",), 0), (("khac",), 2), ((), 2)],
)
def test_the_command_line_ends_with_a_sentence_and_its_code(home, arguments, code):
    load(home, BROKEN)

    done = subprocess.run(
        [sys.executable, "-m", "store", *arguments],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "DASHBOARD_HOME": str(home.path)},
        check=False,
    )

    assert done.returncode == code
    assert (done.stdout or done.stderr).strip()
    assert b"Traceback" not in done.stderr


def asked(home: Home, *arguments: str) -> tuple[int, dict]:
    done = subprocess.run(
        [sys.executable, "-m", "store", *arguments, "--home", str(home.path), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_backup_is_made_verified_rehearsed_and_put_in_the_place_of_a_damaged_home(home, tmp_path):
    load(home, BROKEN)
    rows = everything(home)
    code, made = asked(home, "backup", "--to", str(tmp_path / "copies"))
    assert code == 0
    code, verdict = asked(home, "rehearse", made["file"])
    assert (code, verdict["ok"], verdict["build_id"]) == (0, True, current(home).build_id)

    (home.path / "application.sqlite").write_bytes(b"")
    code, told = asked(home, "backup", str(tmp_path / "other.zip"))
    assert (code, told["error"]["code"]) == (1, "home_damaged")
    assert not (tmp_path / "other.zip").exists()
    code, found = asked(home, "doctor")
    assert code == 1
    assert "restore" in found["findings"][0]["cure"]

    code, verdict = asked(home, "restore", made["file"], "--set-aside")

    assert (code, verdict["ok"]) == (0, True)
    assert everything(home) == rows
    assert len(ingest.imports(home, command_line())) == 1


def test_scores_that_differ_or_cannot_be_had_are_named(home, tmp_path):
    load(home, export(8, row("CV-1"), row("CV-2")))
    other, third = Home(tmp_path / "other"), Home(tmp_path / "third")
    load(other, export(8, row("CV-1", done="07/11/2023"), row("CV-2", done="07/11/2023")))
    load(third, export(8, row("CV-1"), row("CV-2")))

    assert different_scores(home, third) == []
    assert any("Điểm từng đơn vị khác" in sentence for sentence in different_scores(home, other))
    third.pointer.write_bytes(b"{")
    assert all(sentence.startswith("Không tính được") for sentence in different_scores(home, third))


def test_waiting_files_and_frozen_builds_come_back_and_candidates_stay_out(home, tmp_path):
    load(home, export(8, row("CV-1")))
    frozen = current(home).build_id
    at = application.now()
    records.add(
        home, application.freeze, name="Chốt", campaign="2023-11-14", as_of=date(2023, 11, 13), build_id=frozen,
        rule="", frozen_by="An", frozen_at=at,
    )  # fmt: skip
    load(home, export(9, row("CV-1")))
    staging.put(home, person="vp", file_name="cho.csv", content=b"cho", options={})
    home.candidates.mkdir(exist_ok=True)
    (home.candidates / "x.duckdb").write_bytes(b"x")

    other = Home(tmp_path / "other")
    assert restore(back_up(home, tmp_path / "backup.zip"), other).problems == []

    (waiting,) = staging.waiting(other, "vp")
    assert staging.content_of(other, waiting["sha256"]) == b"cho"
    assert build_file(other, frozen).exists()
    assert not (other.candidates / "x.duckdb").exists()
    build_file(other, frozen).unlink()
    assert any("đã chốt" in problem for problem in verify(other).problems)


@pytest.mark.parametrize("part", ["current.json", "application.sqlite", "builds", "staging", "snapshots"])
def test_a_quick_look_finds_every_part_that_is_lost(home, part):
    load(home, export(8, row("CV-1")))
    staging.put(home, person="vp", file_name="cho.csv", content=b"cho", options={})
    assert verify(home).problems == []
    lost = home.path / part
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()

    assert verify(home).problems


def test_pointer_and_log_that_say_different_things_are_named(home):
    first = load(home, export(8, row("CV-1")))
    load(home, export(9, row("CV-1")))
    now = current(home)
    point_to(home, Current(now.build_id, tuple(one for one in now.imports if one != first)))

    assert any(first in problem for problem in verify(home).problems)


def test_what_dead_writers_left_goes_and_the_current_build_stays(home):
    load(home, export(8, row("CV-1")))
    (home.builds / ".tmp-dead.duckdb").write_bytes(b"half")

    code, listed = asked(home, "prune", "--dry-run")
    assert (code, listed["files"]) == (0, ["builds/.tmp-dead.duckdb"])
    code, gone = asked(home, "prune")

    assert (code, gone["files"]) == (0, ["builds/.tmp-dead.duckdb"])
    assert build_file(home, current(home).build_id).exists()
    assert not (home.builds / ".tmp-dead.duckdb").exists()


# A command of the store that kills itself where it is half done.
DIES = """
import os, signal, sys
import store.{module} as module
from store.__main__ import main

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

module.{function} = die
main({command!r})
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """A home and its backup, which nobody changes."""
    home = Home(tmp_path_factory.mktemp("kept") / "home")
    load(home, export(8, row("CV-1")))
    return home, back_up(home, home.path.with_name("copy.zip"))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize(
    "command, module, function",
    [
        ("backup", "upkeep.backup", "replace"),
        ("restore", "upkeep.backup", "_is_ours"),
        ("rehearse", "upkeep.backup", "verify"),
        ("verify", "upkeep.verify", "_asked"),
    ],
)
def test_a_killed_command_leaves_nothing_over_once_it_is_given_again(
    kept, tmp_path, command, module, function
):
    home, archive = kept
    elsewhere, scratch = tmp_path / "elsewhere", tmp_path / "scratch"
    for folder in (scratch, elsewhere):
        folder.mkdir()
    said = {
        "backup": ["backup", str(elsewhere / "copy.zip"), "--home", str(home.path)],
        "restore": ["restore", str(archive), "--home", str(elsewhere / "home")],
        "rehearse": ["rehearse", str(archive)],
        "verify": ["verify", "--home", str(home.path)],
    }[command]
    program = DIES.format(module=module, function=function, command=said)
    environment = {**os.environ, "TMPDIR": str(scratch)}

    died = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    left = [*scratch.iterdir(), *elsewhere.iterdir()]
    assert died.returncode == -9 and left, died.stderr.decode()
    for place in (scratch, elsewhere):
        with scratch_folder(place):
            pass

    assert [*scratch.iterdir(), *elsewhere.iterdir()] == []


def test_a_copy_that_somebody_is_making_stays(tmp_path):
    with scratch_folder(tmp_path) as one, scratch_folder(tmp_path) as other:
        assert one.exists() and other.exists()

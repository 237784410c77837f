"""Whatever kills a publish, the build that was current stays current and whole."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from domain.program.errors import BuildFailedError
from store.builds import build_process
from store.builds.build_check import require_whole
from store.builds.build_process import REHEARSE_VARIABLE, STAGES
from store.current.pointer import current
from store.current.warehouse import Build, clear_leftovers, hold, prune, tidy
from store.disk.durable import exclusive
from tests.store.conftest import everything, put, task, tasks

ROOT = Path(__file__).resolve().parents[2]

# A child that publishes one more import and kills itself on entering one function.
DIES = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from store.disk.home import Home
import store.{module} as module
from tests.store.conftest import put, task, tasks

def die(*_args, **_more):
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

module.{function} = die
put(Home(Path({home!r})), tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize(
    "module, function",
    [
        ("current.warehouse", "make"),
        ("builds.build_process", "build_limits"),
        ("current.warehouse", "replace"),
        ("current.warehouse", "point_to"),
        ("current.pointer", "write_durably"),
        ("disk.durable", "replace"),
    ],
)
def test_a_killed_publish_leaves_the_earlier_build_current(home, module, function):
    before = put(home, tasks("a", "1/11", task("k")))
    rows = everything(home)

    code = DIES.format(root=str(ROOT), home=str(home.path), module=module, function=function)
    died = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)

    assert died.returncode == -9, died.stderr.decode()
    assert current(home).build_id == before.build_id
    assert everything(home) == rows
    after = put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))
    assert current(home).build_id == after.build_id
    assert not list(home.builds.glob(".tmp-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSEGV")
@pytest.mark.parametrize("stage", STAGES)
def test_a_build_whose_process_crashes_leaves_the_earlier_build_current(home, monkeypatch, stage):
    before = put(home, tasks("a", "1/11", task("k")))
    rows = everything(home)

    monkeypatch.setenv(REHEARSE_VARIABLE, stage)
    with pytest.raises(BuildFailedError, match="Số liệu đã công bố vẫn giữ nguyên") as failed:
        put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))
    monkeypatch.delenv(REHEARSE_VARIABLE)

    assert failed.value.reason == f"signal {signal.SIGSEGV}"
    assert current(home).build_id == before.build_id
    assert everything(home) == rows
    assert [path.name for path in home.builds.iterdir()] == [f"{before.build_id}.duckdb"]
    after = put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))
    assert current(home).build_id == after.build_id


def test_a_bug_in_the_process_of_a_build_is_told_with_its_trace(home):
    before = put(home, tasks("a", "1/11", task("k")))
    doubled = tasks("b", "5/11", task("l"))

    with pytest.raises(BuildFailedError) as failed:
        put(home, replace(doubled, issues=(object(),)))

    assert "Traceback" in failed.value.reason
    assert current(home).build_id == before.build_id


def test_the_helper_process_that_was_ended_is_started_anew_and_its_work_is_counted(home):
    resource = pytest.importorskip("resource")
    put(home, tasks("a", "1/11", task("k")))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    build_process.end_build_helper()

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before
    after = put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))
    assert current(home).build_id == after.build_id


def test_the_helper_process_that_died_is_started_anew(home):
    put(home, tasks("a", "1/11", task("k")))
    helper = build_process._helper.process
    if helper is None:
        pytest.skip("no fork here")
    helper.kill()
    helper.wait()

    after = put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("l")))

    assert current(home).build_id == after.build_id


@pytest.mark.parametrize("damage", ["row_missing", "unknown_file", "bytes"])
def test_a_build_that_is_not_whole_is_never_pointed_to(home, damage):
    build = put(home, tasks("a", "1/11", *(task(f"k{n}") for n in range(3000))))
    copy = home.path / "copy.duckdb"
    shutil.copyfile(build.path, copy)
    if damage == "bytes":
        content = bytearray(copy.read_bytes())
        content[len(content) // 3 : len(content) // 3 + 4096] = os.urandom(4096)
        copy.write_bytes(content)
    else:
        connection = duckdb.connect(str(copy))
        connection.execute(
            "delete from core.task where source_row = (select min(source_row) from core.task)"
            if damage == "row_missing"
            else "insert into core.import_file values ('x', 'y', 'z')"
        )
        connection.close()

    require_whole(build.path, ["a"])
    with pytest.raises(BuildFailedError, match="không nguyên vẹn"):
        require_whole(copy, ["a"])


def test_a_publish_whose_parser_fails_leaves_the_earlier_build_current(home):
    before = put(home, tasks("a", "1/11", task("k")))

    class Broken:
        pass

    with pytest.raises(AttributeError):
        put(home, tasks("a", "1/11", task("k")), Broken())

    assert current(home).build_id == before.build_id
    assert [path.stem for path in home.builds.iterdir()] == [before.build_id]


def test_two_writers_take_turns(home, tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom store.disk.durable import exclusive\n"
        f"with exclusive(Path({str(home.lock)!r})): print('in', flush=True); input()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline().strip() == "in"
        from domain.program.errors import SystemFailureError

        with pytest.raises(SystemFailureError), exclusive(home.lock, wait_seconds=0.2):
            pass
    finally:
        other.communicate("\n")
    with exclusive(home.lock, wait_seconds=1):
        pass


def test_old_builds_are_pruned_but_never_the_current_or_a_named_one(home):
    builds = [
        put(home, tasks("a", "1/11", *(task(f"k{n}") for n in range(number)))) for number in range(1, 2)
    ]
    for number in range(4):
        builds.append(
            put(home, tasks("a", "1/11", task("k1")), tasks(f"b{number}", "2/11", task(f"x{number}")))
        )
    for age, build in enumerate(reversed(builds)):
        os.utime(build.path, (1_000_000 - age, 1_000_000 - age))

    prune(home, kept=2, named=frozenset({builds[0].build_id}))

    left = {path.stem for path in home.builds.glob("*.duckdb")}
    assert left == {builds[0].build_id, builds[-1].build_id, builds[-2].build_id}


def test_what_a_dead_writer_left_is_cleared(home):
    put(home, tasks("a", "1/11", task("k")))
    (home.builds / ".tmp-dead.duckdb").write_bytes(b"half")

    clear_leftovers(home)

    assert not list(home.builds.glob(".tmp-*"))


def test_candidates_of_a_killed_preview_go_and_those_in_use_stay(home):
    build = put(home, tasks("a", "1/11", task("k")))
    home.candidates.mkdir(parents=True, exist_ok=True)
    dead, elsewhere, mine = (home.candidates / f"{name}.duckdb" for name in ("dead", "elsewhere", "mine"))
    for path in (dead, elsewhere, mine):
        shutil.copyfile(build.path, path)
    hold(Build("mine", mine, {}))
    opened = "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", opened, str(elsewhere)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout and reader.stdout.readline()

        tidy(home)

        assert {path.name for path in home.candidates.iterdir()} == {"elsewhere.duckdb", "mine.duckdb"}
        reader.communicate(b"")

    tidy(home)
    assert {path.name for path in home.candidates.iterdir()} == {"mine.duckdb"}


def test_the_candidate_about_to_be_published_stays(home):
    build = put(home, tasks("a", "1/11", task("k")))
    home.candidates.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(build.path, home.candidates / "next.duckdb")

    clear_leftovers(home, spared="next")
    assert (home.candidates / "next.duckdb").exists()

    clear_leftovers(home)
    assert not (home.candidates / "next.duckdb").exists()

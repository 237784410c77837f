"""Whatever kills a publish, the build that was current stays current and whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.durable import exclusive
from store.pointer import current
from store.warehouse import clear_leftovers, prune
from tests.store.conftest import everything, put, task, tasks

ROOT = Path(__file__).resolve().parents[2]

# A child that publishes one more import and kills itself on entering one function.
DIES = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from store.home import Home
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
        ("building", "_insert_arrow"),
        ("building", "_set_states"),
        ("warehouse", "sync_file"),
        ("warehouse", "replace"),
        ("warehouse", "point_to"),
        ("pointer", "write_durably"),
        ("durable", "replace"),
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
        "from pathlib import Path\nfrom store.durable import exclusive\n"
        f"with exclusive(Path({str(home.lock)!r})): print('in', flush=True); input()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline().strip() == "in"
        from domain.errors import SystemFailureError

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

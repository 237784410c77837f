"""A backup brings everything back, and a damaged byte does not go unnoticed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.publishing import ingest
from desk.corrections import corrections
from domain.errors import DashboardError, UnknownNameError
from store.backup import back_up, different_tables, restore, verify
from store.home import Home
from store.pointer import build_file, current
from store.snapshots import snapshot_path
from tests.store.conftest import everything, put, task, tasks
from tests.store.test_corrections import BROKEN, FIXES, by_grid, correct, export, load, row

ROOT = Path(__file__).resolve().parents[2]


def test_a_restored_home_is_the_same_and_goes_on(home, tmp_path):
    import_id = load(home, BROKEN)
    by_grid(home, import_id, BROKEN, FIXES)
    correct(home, "25/11/2023", code="CV-3")
    other = Home(tmp_path / "other")

    verdict = restore(back_up(home, tmp_path / "backup.zip"), other)

    assert (verdict.problems, verdict.snapshots) == ([], 1)
    assert everything(other) == everything(home)
    assert len(corrections(other)) == len(corrections(home))
    ingest.undo(other, import_id, person="An")
    assert ingest.imports(other)[0]["state"] == "undone"


def test_a_home_verifies_against_a_rebuild_from_nothing(home):
    import_id = load(home, BROKEN)
    by_grid(home, import_id, BROKEN, FIXES)
    load(home, export(9, row("CV-1"), row("CV-3", done="09/11/2023")))

    assert verify(home, with_rebuild=True).problems == []


def test_a_changed_byte_and_a_lost_file_are_named(home):
    import_id = load(home, BROKEN)
    path = snapshot_path(home, ingest.imports(home)[0]["sha256"])
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
    [(("verify", "--quick"), 0), (("restore", "khong-co.zip"), 2), (("khac",), 2), ((), 2)],
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

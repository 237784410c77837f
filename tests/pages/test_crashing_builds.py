"""A native library that dies in the middle of a preview, a publication or an undo, while a page is open."""

import signal
import sys
from pathlib import Path

import httpx
import pytest

from desk import staging
from store.builds.build_process import REHEARSE_VARIABLE, STAGES
from store.current.pointer import build_file, current
from store.current.warehouse import fault_of
from store.disk.home import Home
from tests.access.visiting import open_page, serving
from tests.pages.small_office import FIRST, OFFICER, SECOND, loaded, press, staged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGSEGV")
STAYS = "Số liệu đã công bố vẫn giữ nguyên"
WAYS_ON = {"Thử lại", "Dựng lại từ tệp gốc"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Home:
    """One export is published, the next one waits."""
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    home = loaded(tmp_path / "home", FIRST)
    staged(home, SECOND)
    return home


def is_whole(home: Home) -> bool:
    now = current(home)
    return now is not None and not fault_of(build_file(home, now.build_id), now.build_id, now.imports)


@pytest.mark.parametrize("stage", STAGES)
def test_a_preview_that_dies_is_a_sentence_with_two_ways_on(home, monkeypatch, visit, said, stage):
    before = current(home)
    monkeypatch.setenv(REHEARSE_VARIABLE, stage)

    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    assert STAYS in said(app)
    assert {one.label for one in app.button} >= WAYS_ON
    assert current(home) == before and is_whole(home)
    assert not list(home.candidates.glob("*"))
    monkeypatch.delenv(REHEARSE_VARIABLE)
    app = press(app, "Thử lại")
    assert "1 dòng mới" in said(app) and STAYS not in said(app)


def test_the_way_over_the_received_files_leads_on_too(home, monkeypatch, visit, said):
    monkeypatch.setenv(REHEARSE_VARIABLE, "filled")
    app = visit("nhap_du_lieu", vai="van-phong")
    before = current(home)
    monkeypatch.delenv(REHEARSE_VARIABLE)

    app = press(app, "Dựng lại từ tệp gốc")

    assert not app.exception
    assert "1 dòng mới" in said(app)
    assert current(home) == before and is_whole(home)


def test_a_publication_and_an_undo_that_die_change_nothing_and_say_so(home, monkeypatch, visit, said):
    app = visit("nhap_du_lieu", vai="van-phong")
    before = current(home)
    # What was previewed is gone, so that publishing has to build anew.
    for path in home.candidates.glob("*.duckdb"):
        path.unlink()
    monkeypatch.setenv(REHEARSE_VARIABLE, "committed")

    app = press(app, "Công bố số liệu")

    assert not app.exception
    assert STAYS in said(app)
    assert current(home) == before and is_whole(home)
    assert [one.file_name for one in staging.staged_files(home, OFFICER)] == [SECOND[0]]


def test_a_server_lives_on_for_everybody_while_builds_die(home):
    before = current(home)
    with serving(home.path, **{REHEARSE_VARIABLE: "filled"}) as server:
        visits = [open_page(server, "", "nhap_du_lieu", "vai=van-phong") for _ in range(2)]
        other = open_page(server, "", "hpnet", "vai=QLDT")
        health = httpx.get(f"{server}/_stcore/health")

    assert health.text == "ok"
    for visit in visits:
        assert visit.errors == []
        assert visit.holds(STAYS) and all(visit.holds(words) for words in WAYS_ON)
    assert other.errors == [] and other.titles
    assert current(home) == before and is_whole(home)
    assert f"signal {signal.SIGSEGV.value}" in home.log.read_text(encoding="utf-8")

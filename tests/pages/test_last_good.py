"""The build in use is damaged and a received file is lost: the page offers the newest build that is whole."""

import time
from pathlib import Path

import pytest

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from store.current.pointer import build_file, current
from store.disk.home import Home
from store.disk.snapshots import snapshot_path
from store.upkeep.verify import verify
from store.written.import_log import logged_imports
from tests.pages.small_office import FIRST, SECOND, loaded

TITLE = "Kho số liệu bị hỏng và chưa dựng lại được"
TAKE = "Dùng bản số liệu này"


def lost_office(path: Path) -> Home:
    """Two exports are published; the build of both is cut in half, and the bytes of the second are gone."""
    home = loaded(path, FIRST)
    ingest.load(home, [Received(*SECOND)], person="An")
    newest = list(logged_imports(home).values())[-1]
    snapshot_path(home, newest.sha256).unlink()
    build = build_file(home, current(home).build_id)
    build.write_bytes(build.read_bytes()[: build.stat().st_size // 2])
    return home


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Home:
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    return lost_office(tmp_path / "home")


def waited_for(app, said):
    """The page once the attempt to read everything again has come to its end."""
    for _ in range(600):
        if "Đang dựng lại" not in said(app):
            return app
        time.sleep(0.1)
        app.run()
    raise AssertionError(said(app))


def test_an_officer_takes_the_last_good_build_and_goes_on(home, visit, said):
    before = current(home)
    app = waited_for(visit(vai="van-phong"), said)

    assert not app.exception
    assert TITLE in said(app)
    assert f"Chưa có trong bản này: {SECOND[0]}" in said(app)
    assert "python -m" not in said(app)
    assert current(home) == before  # an offer alone does nothing
    app = next(one for one in app.button if one.label == TAKE).click().run()

    assert not app.exception
    assert current(home).imports == before.imports[:1]
    app = next(one for one in app.button if one.label == "Mở trang").click().run()
    assert not app.exception and TITLE not in said(app)
    assert [SECOND[0] in one for one in verify(home).problems] == [True]  # what is lost is still said
    ingest.load(home, [Received(*SECOND)], person="An")  # found again: it goes in as it would have
    assert len(current(home).imports) == 2 and verify(home).problems == []


@pytest.mark.parametrize("role", ["lanh-dao", "QLDT"])
def test_who_may_not_load_is_told_and_offered_nothing(home, visit, said, role):
    app = waited_for(visit(vai=role), said)

    assert not app.exception
    assert not [one for one in app.button if one.label == TAKE]
    assert TITLE in said(app) and "Báo Văn phòng" in said(app)
    assert "python -m" not in said(app) and SECOND[0] not in said(app)


def test_where_no_build_is_whole_the_page_says_what_is_left_to_do(home, visit, said):
    for path in home.builds.glob("*.duckdb"):
        path.write_bytes(b"")
    app = waited_for(visit(vai="van-phong"), said)

    assert not app.exception
    assert TITLE in said(app) and "Khôi phục từ bản sao lưu" in said(app)
    assert not [one for one in app.button if one.label == TAKE]

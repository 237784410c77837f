"""Pages as a visitor sees them, without a server: one script run at a time over a small home."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.viewers import trial_viewer
from domain.agency.scope import Viewer
from domain.program.places import office_of
from store.disk.home import Home, resolve_home
from tests.pages.small_office import FIRST, loaded

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "ui" / "main.py"


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where nothing was ever loaded, and no samples come in by themselves."""
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    return use(tmp_path / "home", monkeypatch)


@pytest.fixture
def loaded_home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home with all samples; nothing may be changed in it."""
    return use(sample_home, monkeypatch)


@pytest.fixture
def own_home(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of the home with all samples that a test may change."""
    return Home(use(Path(shutil.copytree(sample_home, tmp_path / "home")), monkeypatch))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A small office with one export published."""
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    return loaded(tmp_path / "home", FIRST)


@pytest.fixture
def own_second_home(second_home: Path, tmp_path: Path) -> Home:
    """A copy of the second office that a test may change."""
    return Home(Path(shutil.copytree(second_home, tmp_path / "home")))


@pytest.fixture
def officer(own_second_home: Home) -> Viewer:
    """Who gathers there."""
    with office_of(own_second_home.path):
        return trial_viewer("van-phong")


def use(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make *home* the one on show, as a server of its own has it from its start."""
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    resolve_home()
    return home


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """``visit("hpnet", vai="QLDT", don_vi="QLDT")`` opens a page as somebody and runs it."""

    def open_page(name: str = "", **address: str) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        if name:
            app.switch_page(str(Path("..") / "pages" / f"{name}.py")).run()
        return app

    return open_page


@pytest.fixture
def said() -> Callable[[AppTest], str]:
    """Everything a page says, in one string, our own HTML included, with plain spaces."""

    def words(app: AppTest) -> str:
        parts = [
            element.value for kind in ("title", "markdown", "error", "warning") for element in app.get(kind)
        ]
        parts += [element.proto.body for element in app.get("html")]
        return "\n".join(map(str, parts)).replace("\u00a0", " ")

    return words

"""Every page stands before the first day of data, whichever file came first: an empty state with its sentence, never a failure."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from store.home import Home
from tests.pages.conftest import ROOT, use

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
BEFORE = "2022-12-31"


@pytest.fixture(scope="module")
def home_of_one_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new home whose first and only file is a set of criteria."""
    path = tmp_path_factory.mktemp("first") / "home"
    file = ROOT / "tests" / "cases" / "25a-set-with-formula-steps.xlsx"
    outcome = ingest.load(Home(path), [Received(file.name, file.read_bytes())], person="dung-thu")
    assert all(one.is_in for one in outcome.files)
    return path


def stands(page: str, day: str) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
    app.query_params["vai"] = "van-phong"
    app.query_params["ngay"] = day
    app.run()
    assert not app.exception, (day, [error.message for error in app.exception])
    assert app.title and app.title[0].value, day


@pytest.fixture(params=["sample_home", "second_home"])
def home_of_each_office(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use(request.getfixturevalue(request.param), monkeypatch)


@pytest.mark.parametrize("page", PAGES)
def test_before_everything(home_of_each_office, page):
    stands(page, BEFORE)


@pytest.mark.parametrize("page", PAGES)
def test_a_set_of_criteria_alone(home_of_one_set, monkeypatch, page):
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    use(home_of_one_set, monkeypatch)

    stands(page, BEFORE)

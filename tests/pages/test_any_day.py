"""Every page stands before the first day of data, whichever file came first: an empty state with its sentence, never a failure."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from store.current.pointer import Current, build_file, point_to
from store.disk.home import Home
from tests.metrics.conftest import KIND_OF, Warehouse
from tests.metrics.test_any_day import DAYS, FIRST, ROWS
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


def stands(page: str, day: str, role: str = "van-phong") -> None:
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
    app.query_params["vai"] = role
    app.query_params["ngay"] = day
    app.run()
    assert not app.exception, (day, [error.message for error in app.exception])
    # What is not for a unit leads it elsewhere before anything is drawn.
    assert role != "van-phong" or (app.title and app.title[0].value), day


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


@pytest.fixture(params=["", *sorted(KIND_OF)])
def home_of_one_kind(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, Path]:
    """A home where one kind alone came in, "" where nothing did, and its number among these."""
    place, kind = Home(tmp_path / "home"), request.param
    if kind:
        place.builds.mkdir(parents=True)
        built = Warehouse(str(build_file(place, "build")))
        built.add(kind, as_of_date=FIRST, **ROWS.get(kind, {}))
        built.connection.close()
        point_to(place, Current("build", ()))
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    return request.param_index, use(place.path, monkeypatch)


def test_each_kind_alone_as_the_first_file(home_of_one_kind):
    """
    Every page, before everything, on the day before and of the first file, after the last limit, ten years on and later.

    Day by day in turn, so that over the kinds each page stands on each day; a unit's own reader on every other.
    """
    number, _ = home_of_one_kind
    for n, page in enumerate(PAGES):
        stands(page, DAYS[(n + number) % len(DAYS)])
        if (n + number) % 2:
            stands(page, DAYS[(n + number + 3) % len(DAYS)], "QLDT")


@pytest.mark.parametrize("day", ["after the last limit", "ten years on", "first day"])
def test_an_office_long_after_and_on_its_first_day(home_of_each_office, day):
    """Its samples as they are, seen from far off."""
    first = home_of_each_office.name == "sample-home"
    asked = {
        "first day": "2023-10-25" if first else "2025-11-24",
        "after the last limit": "2023-12-29" if first else "2025-12-30",
        "ten years on": "2033-11-12" if first else "2035-12-05",
    }
    for page in PAGES:
        stands(page, asked[day])

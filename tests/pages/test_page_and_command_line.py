"""Are the figures after publishing through the import page those of the command line: of the cases, the samples, the neighbours?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.publishing.preview import Preview
from desk import staging
from domain.agency.scope import whole_office
from domain.program.errors import DashboardError
from metrics.asking.catalogue import CATALOGUE
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.pages.small_office import OFFICER, staged
from tests.pages.test_cases_on_the_page import CASES, READ
from tests.sources import workbooks
from tests.sources.neighbours import NEIGHBOURS
from tests.sources.test_effect import SET, scores
from ui.intake.import_reading import read_all

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
DAY = date(2023, 11, 12)
# Asked about by their day alone, which the officer says.
UNDATED = ("15-period-of-the-whole-year", "16-day-of-a-meeting", "25b-signed-documents")


def path_of(name: str) -> Path:
    (path,) = CASES.glob(f"{name}.*")
    return path


def figures(home: Home) -> tuple[str | None, Mapping[str, str]]:
    """The build and every answer of the command line over it."""
    reader = open_reader(home, whole_office())
    return reader.build_id, {
        name: str(one.function(reader, as_of=DAY).to_json()) for name, one in CATALOGUE.items()
    }


def received(home: Home, *paths: Path) -> None:
    staged(home, *((path.name, path.read_bytes()) for path in paths))


def published(home: Home) -> Preview | None:
    """What waits read as the page reads it, its effect looked at, published."""
    waiting = staging.staged_files(home, OFFICER)
    read = read_all(home, OFFICER, waiting, announce=lambda _: None)
    preview = staging.effect(home, OFFICER, list(read.values()))
    staging.publish(home, OFFICER, [(one, read[one.number]) for one in waiting])
    if preview:
        preview.cancel()
    return preview


def test_the_cases_published_on_the_page_give_every_figure_of_the_command_line(tmp_path, capfdbinary):
    ours, theirs = Home(tmp_path / "page"), Home(tmp_path / "command")
    dated, undated = [*map(path_of, READ)], [*map(path_of, UNDATED)]
    received(ours, *dated, *undated)
    for one in staging.staged_files(ours, OFFICER)[len(dated) :]:
        staging.settle(ours, OFFICER, one, as_of=DAY)

    assert published(ours) is not None

    # One publication with the page's answers, and one of the command line with the same in its words.
    assert main(["load", *map(str, dated), "--home", str(theirs.path), "--json"]) == 0
    told = ["--as-of", DAY.isoformat(), "--accept-effect", "--home", str(theirs.path), "--json"]
    assert main(["load", *map(str, undated), *told]) == 0
    assert figures(ours) == figures(theirs)


def test_the_samples_published_on_the_page_give_every_figure_of_the_command_line(sample_home, tmp_path):
    ours = Home(tmp_path / "page")
    received(ours, *sorted(SAMPLES.iterdir()))

    assert published(ours) is not None

    assert figures(ours) == figures(Home(sample_home))


def test_no_neighbour_can_be_published_on_the_page(tmp_path):
    home = Home(tmp_path / "home")
    staged(home, *((one.file_name, workbooks.xlsx({"Sheet1": one.rows()})) for one in NEIGHBOURS))

    assert published(home) is None


def test_what_cannot_be_true_is_published_by_no_way(tmp_path):
    home = Home(tmp_path / "home")
    rows = scores("06/11/2023", 50)
    rows[1:] = [
        ["STT", "Tiêu chí", "Điểm tự chấm"], ["1", "A", 70], ["1.1", "Kế hoạch", 40], ["1.2", "Báo cáo", 30],
    ]  # fmt: skip
    staged(home, ("bo.xlsx", workbooks.xlsx({"Sheet1": SET})))
    published(home)
    staged(home, ("diem.xlsx", workbooks.xlsx({"Sheet1": rows})))

    # As the page would ask for it were its button pressed all the same.
    with pytest.raises(DashboardError, match="lớn hơn điểm tối đa"):
        published(home)

    assert len(staging.staged_files(home, OFFICER)) == 1

"""One piece of work may count in several indices; each index counts it once."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.declared.office_files import faults_of_office_files
from domain.agency.scope import whole_office
from domain.program.places import office_of
from metrics.criteria.assessment import assess
from metrics.points.index import index
from metrics.points.index_feeds import FEEDS, feeds_of, shared_work
from store.builds.reader import Reader
from store.current.warehouse import open_reader
from store.disk.home import resolve_home

AS_OF = date(2023, 11, 12)
HEAD = "measure,index,component,authority\n"


@pytest.fixture
def reader(sample_home) -> Reader:
    return open_reader(resolve_home(sample_home), whole_office())


def own_feeds(folder: Path, rows: str) -> Path:
    (folder / "codes").mkdir(parents=True)
    (folder / "codes" / FEEDS.name).write_text(HEAD + rows, encoding="utf-8")
    return folder


def told(reader: Reader) -> dict[str, list[str]]:
    found = assess(reader, as_of=AS_OF)
    return {leaf.code: [feed.words for feed in feeds] for leaf, feeds in shared_work(found.leaves)}


def test_work_that_counts_elsewhere_is_told_the_largest_loss_first(reader):
    found = assess(reader, as_of=AS_OF)
    shared = shared_work(found.leaves)

    assert told(reader)["3.4.1"] == ["766: Tiến độ, kết quả giải quyết"]
    assert ["SIPAS", "766: Mức độ hài lòng"] in told(reader).values()
    assert {leaf.code for leaf, _ in shared} == {leaf.code for leaf in found.leaves if feeds_of(leaf)}
    losses = [leaf.expected_loss for leaf, _ in shared if leaf.expected_loss is not None]
    assert losses == sorted(losses, reverse=True)


def test_points_of_an_index_do_not_depend_on_where_else_the_work_counts(reader, sample_home, tmp_path):
    many = own_feeds(tmp_path / "own", "apology,766,A,QĐ\napology,SIPAS,B,QĐ\ndossiers_on_time,766,C,QĐ\n")
    plain = index(reader, as_of=AS_OF)

    with office_of(sample_home, tried=many):
        assert told(reader)["3.4.2"] == ["766: A", "SIPAS: B"]
        pd.testing.assert_frame_equal(index(reader, as_of=AS_OF), plain)


def test_a_line_without_its_index_is_named(tmp_path):
    with office_of(tmp_path, tried=own_feeds(tmp_path / "own", "apology,,A,QĐ\n")):
        said = [
            str(fault) for name, _, found in faults_of_office_files() for fault in found if "feeds" in name
        ]

    assert any("thiếu tên số đo hoặc tên chỉ số" in one for one in said), said

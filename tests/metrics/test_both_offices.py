"""Does every metric keep its contract in either sample office: its columns, its units, its sums?"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.agency.departments import departments, scored_codes
from domain.agency.scope import Scope, whole_office
from domain.program.places import office_of
from metrics.asking.answers import answer_of
from metrics.asking.catalogue import CATALOGUE
from metrics.points.shortfall_links import LINK_COLUMNS, links_of
from store.current.warehouse import open_reader
from store.disk.home import Home

COUNTS = ("tasks", "work_files", "dossiers", "apologies", "documents", "assignments", "shortfalls")
# An assignment or a shortfall of several units counts for each of them and once in the total.
SHARED = ("assignments", "shortfalls")
# The second office keeps no list of work files and no register of documents: no rows, not zeros.
NEVER_LOADED = {"second_home": ("work_files", "documents")}
DAYS = {"sample_home": date(2023, 11, 12), "second_home": date(2025, 12, 5)}


@pytest.fixture(params=DAYS)
def asked(request: pytest.FixtureRequest):
    """Ask a metric of one office on its newest day: its columns and rows."""
    home: Path = request.getfixturevalue(request.param)
    with office_of(home):
        reader = open_reader(Home(home), whole_office())

        def ask(name: str, department: str | None = None) -> dict[str, Any]:
            return answer_of(name, DAYS[request.param].isoformat(), department, reader).document()

        ask.has = lambda name: name not in NEVER_LOADED.get(request.param, ())  # type: ignore[attr-defined]
        yield ask


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_metric_has_the_columns_that_are_documented(asked, name):
    answer = asked(name)

    assert answer["columns"] == list(CATALOGUE[name].columns)
    assert bool(answer["rows"]) == asked.has(name)
    assert all(list(row) == answer["columns"] for row in answer["rows"])


@pytest.mark.parametrize("name", COUNTS)
def test_counts_list_every_scored_unit_and_add_up(asked, name):
    rows = {row["department_code"]: row for row in asked(name)["rows"]}
    total = rows.pop("TOTAL", None)

    if total is None:
        assert not rows and not asked.has(name)
        return
    assert set(scored_codes()) <= set(rows) <= {unit.code for unit in departments()}
    for column in total.keys() - {"department_code"}:
        added = sum(row[column] for row in rows.values())
        assert added >= total[column] if name in SHARED else round(added, 6) == round(total[column], 6), (
            column
        )


@pytest.mark.parametrize("name", ["tasks", "completion", "department_score", "forecast", "scores"])
def test_one_unit_alone_answers_as_it_does_among_all(asked, name):
    unit = scored_codes()[1]

    assert asked(name, unit)["rows"] == [row for row in asked(name)["rows"] if row["department_code"] == unit]


@pytest.mark.parametrize("office", DAYS)
def test_a_unit_that_lost_nothing_has_no_rows_and_every_column(request, office):
    home = request.getfixturevalue(office)
    with office_of(home):
        for code in scored_codes():
            own = open_reader(Home(home), Scope((code,)))
            assert list(links_of(own, as_of=DAYS[office]).columns) == list(LINK_COLUMNS), code

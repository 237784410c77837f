"""One run of a page looks at one build; what several questions stand on is asked once."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from domain.agency.scope import Scope
from metrics.asking.remembered import remembered
from store.builds.reader import Reader
from store.current.pointer import Current, point_to
from store.disk.home import resolve_home
from ui.visit.session import build_id, one_run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    monkeypatch.setattr("ui.visit.looking._instances", {})
    return resolve_home(tmp_path)


def test_a_build_published_during_a_run_is_seen_by_the_next(home):
    point_to(home, Current("a" * 16, ()))
    with one_run():
        first = build_id()
        point_to(home, Current("b" * 16, ("1",)))
        second = build_id()

    assert (first, second) == ("a" * 16, "a" * 16)
    assert build_id() == "b" * 16
    with one_run():
        assert build_id() == "b" * 16


def test_a_run_that_fails_leaves_nothing_behind(home):
    point_to(home, Current("a" * 16, ()))
    with pytest.raises(ValueError), one_run():
        build_id()
        raise ValueError
    point_to(home, Current("b" * 16, ()))

    assert build_id() == "b" * 16


@pytest.fixture
def asked():
    return []


@pytest.fixture
def question(asked):
    @remembered
    def counts(_reader: Reader, *, as_of: date) -> pd.DataFrame:
        """Count the askings."""
        asked.append(as_of)
        return pd.DataFrame({"n": [len(asked)]})

    return counts


def a_reader() -> Reader:
    return Reader(duckdb.connect(":memory:"), Scope(()))


def test_a_reader_with_memory_asks_once_and_gives_every_caller_a_table_of_its_own(question, asked):
    reader, known = a_reader(), {}

    def memory(its, arguments, ask):
        key = (its, *arguments.items())
        if key not in known:
            known[key] = ask()
        return known[key]

    reader.memory = memory

    first = question(reader, as_of=date(2023, 11, 12))
    first["more"] = 1
    again = question(reader, as_of=date(2023, 11, 12))
    other = question(reader, as_of=date(2023, 11, 13))

    assert list(again.columns) == ["n"]
    assert (again["n"][0], other["n"][0]) == (1, 2)
    assert asked == [date(2023, 11, 12), date(2023, 11, 13)]


def test_a_reader_without_memory_asks_every_time(question, asked):
    reader = a_reader()

    question(reader, as_of=date(2023, 11, 12))
    question(reader, as_of=date(2023, 11, 12))

    assert len(asked) == 2

"""Undo gives back every number as it was; whoever reads meanwhile sees one build or the other."""

import threading
from datetime import date

import pytest

from data_loaders.intake.reading import read_together
from data_loaders.publishing import ingest
from domain.program.errors import StoppedError
from metrics.asking.catalogue import CATALOGUE
from store.current.warehouse import open_reader
from tests.store.conftest import OFFICE, everything, put, task, tasks
from tests.store.test_corrections import export, load, row

AS_OF = date(2023, 11, 12)


def every_metric(home) -> dict[str, str]:
    reader = open_reader(home, OFFICE)
    return {name: metric.function(reader, as_of=AS_OF).to_csv() for name, metric in CATALOGUE.items()}


def test_every_metric_is_as_before_after_undo_and_as_after_after_redo(home):
    load(home, export(8, row("CV-1"), row("CV-2", done="07/11/2023"), row("CV-3", department="VP")))
    before, rows_before = every_metric(home), everything(home)
    import_id = load(home, export(9, row("CV-1", done="09/11/2023"), row("CV-3", department="VP")))
    after, rows_after = every_metric(home), everything(home)
    assert before != after

    ingest.undo(home, import_id, person="An")
    assert (every_metric(home), everything(home)) == (before, rows_before)

    ingest.redo(home, import_id, person="An")
    assert (every_metric(home), everything(home)) == (after, rows_after)


def test_an_import_redone_takes_its_old_place_among_the_files_of_its_day(home):
    first = load(home, export(8, row("CV-1", due="20/11/2023")))
    load(home, export(8, row("CV-1", due="21/11/2023")))
    rows = everything(home)

    ingest.undo(home, first, person="An")
    ingest.redo(home, first, person="An")

    assert everything(home) == rows


def test_readers_see_whole_builds_while_others_publish(home):
    put(home, tasks("a", "1/11", task("k")))
    seen, failures, done = set(), [], threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.add(open_reader(home, OFFICE).records("select count(*) as n from scoped.task")[0]["n"])
        except Exception as problem:
            failures.append(problem)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for one in readers:
        one.start()
    for number in range(1, 9):
        others = [tasks(f"b{n}", "2/11", *(task(f"k{n}{m}") for m in range(10))) for n in range(number)]
        put(home, tasks("a", "1/11", task("k")), *others)
    done.set()
    for one in readers:
        one.join()

    assert failures == []
    assert seen <= {1 + 10 * n for n in range(9)}


def test_reading_can_be_stopped_and_stores_nothing(home):
    with pytest.raises(StoppedError):
        read_together(home, [export(8, row("CV-1"))], should_stop=lambda: True)

    assert not home.path.exists()

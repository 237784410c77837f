"""One publication is one act: what waits does nothing, one undo takes all of it back, one redo brings all of it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from access.viewers import trial_viewer
from data_loaders.publishing import ingest
from desk import staging
from desk.corrections import CellFix
from domain.agency.scope import Viewer, command_line
from domain.program.errors import BuildFailedError
from domain.program.places import ROOT
from metrics.asking.catalogue import CATALOGUE
from store.builds.build_process import REHEARSE_VARIABLE
from store.current.in_force import imports_by_log
from store.current.pointer import current
from store.current.publications import publications
from store.current.warehouse import open_reader, writer_lock
from store.disk.home import Home
from store.upkeep.verify import verify
from store.written import settled
from store.written.application import audit
from store.written.corrections import all_corrections
from store.written.import_log import logged_imports
from store.written.records import listed
from tests.store.conftest import OFFICE

OFFICER = trial_viewer("van-phong")
HEAD = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao việc;Hạn hoàn thành;Ngày hoàn thành;Lưu trữ"
DAY = date(2023, 11, 12)
ROUNDS = int(os.environ.get("DASHBOARD_STRESS_ROUNDS", "6"))  # 50 on a machine with an hour to spare


def export(*rows: str) -> bytes:
    return ("\ufeff" + "\n".join([HEAD, *rows])).encode("utf-8")


def row(key: str, unit: str = "VP", due: str = "10/11/2023", done: str = "", archived: str = "") -> str:
    return f"{key};Việc {key};{unit};01/11/2023;{due};{done};{archived}"


FIRST = export(row("CV-1", due="31/02/2023"), row("CV-2", done="09/11/2023"), row("CV-3", unit="Tổ lạ"))
SECOND = export(
    row("CV-1", due="30/02/2023"), row("CV-2", done="09/11/2023", archived="Có"), row("CV-4", unit="Tổ lạ")
)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def figures(home: Home) -> dict[str, str]:
    """Every figure to its last digit; an unknown one is empty."""
    reader = open_reader(home, OFFICE)
    return {
        name: CATALOGUE[name].function(reader, as_of=DAY).to_csv(index=False)
        for name in ("tasks", "completion", "department_score")
    }


def stage(home: Home, name: str, content: bytes) -> staging.StagedFile:
    number = staging.receive(home, OFFICER, name, content)
    return next(one for one in staging.staged_files(home, OFFICER) if one.number == number)


def again(home: Home, one: staging.StagedFile) -> staging.StagedFile:
    return next(other for other in staging.staged_files(home, OFFICER) if other.number == one.number)


def publish(home: Home, *waiting: staging.StagedFile) -> int:
    files = [again(home, one) for one in waiting]
    outcome = staging.publish(
        home, OFFICER, [(one, staging.read_staged(home, OFFICER, one)) for one in files]
    )
    assert [one.status for one in outcome.files] == ["loaded"] * len(files), outcome.files
    assert outcome.publication is not None
    return outcome.publication


def sheet_of(home: Home, one: staging.StagedFile) -> str:
    return staging.read_staged(home, OFFICER, one).report.tables[0].sheet


def test_what_is_settled_about_a_waiting_file_does_nothing_before_it_is_published(home):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    before, pointed = figures(home), current(home)

    waiting = stage(home, "cong-viec-2023-11-12.csv", SECOND)
    staging.fix_cells(
        home, OFFICER, waiting,
        [CellFix(sheet_of(home, waiting), 2, "due_date", "20/11/2023")], reason="Gõ nhầm",
    )  # fmt: skip
    staging.settle_unit(home, OFFICER, "Tổ lạ", "QLDN")

    assert current(home) == pointed
    assert figures(home) == before
    assert settled.aliases(home) == {}
    assert {one["state"] for one in all_corrections(home)} == {"waiting"}
    read = staging.read_staged(home, OFFICER, again(home, waiting)).report
    assert read.tables[0].accepted_rows == 3  # the waiting file itself is read with both
    effect = staging.effect(home, OFFICER, [staging.read_staged(home, OFFICER, again(home, waiting))])
    assert effect is not None
    # In the preview the rows of the published file are readable too: by the unit's name, and by their key.
    assert effect.reader(OFFICE).records("select count(*) as n from scoped.rejected_row")[0]["n"] == 0
    effect.cancel()
    assert figures(home) == before

    staging.cancel(home, OFFICER, again(home, waiting))
    assert figures(home) == before
    assert {one["state"] for one in all_corrections(home)} == {"reversed"}


def test_one_undo_takes_back_files_fixes_and_names_and_one_redo_brings_them_back(home):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    before, build_before = figures(home), current(home)
    one, other = (
        stage(home, "cong-viec-2023-11-12.csv", SECOND),
        stage(home, "cong-viec-2023-11-11.csv", FIRST + b"\n"),
    )
    staging.fix_cells(
        home, OFFICER, one,
        [CellFix(sheet_of(home, one), 2, "due_date", "20/11/2023")], reason="Gõ nhầm",
    )  # fmt: skip
    staging.settle_unit(home, OFFICER, "Tổ lạ", "QLDN")
    number = publish(home, one, other)
    after, build_after = figures(home), current(home)
    assert after != before
    assert settled.aliases(home) != {}

    ingest.undo_publication(home, number, person="An")

    assert current(home) == build_before
    assert figures(home) == before
    assert settled.aliases(home) == {}

    ingest.redo_publication(home, number, person="An")

    assert current(home) == build_after
    assert figures(home) == after
    assert ingest.rebuild(home) == build_after.build_id
    assert figures(home) == after


def test_undo_gives_an_older_correction_of_the_same_cell_back(home):
    first = stage(home, "cong-viec-2023-11-10.csv", FIRST)
    staging.fix_cells(
        home, OFFICER, first,
        [CellFix(sheet_of(home, first), 2, "due_date", "20/11/2023")], reason="Lần một",
    )  # fmt: skip
    publish(home, first)
    before = figures(home)
    second = stage(home, "cong-viec-2023-11-12.csv", SECOND)
    # The older correction repairs the row already: only a file of its own can bring another value.
    number = publish(home, second)

    ingest.undo_publication(home, number, person="An")

    assert figures(home) == before
    assert {one["state"] for one in all_corrections(home)} == {"active"}


BINH = replace(OFFICER, account="binh")


def staged_by(home: Home, who: Viewer, name: str, content: bytes, due: str, unit: str) -> staging.StagedFile:
    """A waiting file of *who* with its first due day fixed and its unknown unit settled."""
    number = staging.receive(home, who, name, content)

    def now_is() -> staging.StagedFile:
        return next(one for one in staging.staged_files(home, who) if one.number == number)

    reading = staging.read_staged(home, who, now_is())
    fixes = [CellFix(reading.report.tables[0].sheet, 2, "due_date", due)]
    staging.fix_cells(home, who, now_is(), fixes, reason="Gõ nhầm")
    staging.settle_unit(home, who, "Tổ lạ", unit)
    return now_is()


def publish_as(home: Home, who: Viewer, one: staging.StagedFile) -> int:
    outcome = staging.publish(home, who, [(one, staging.read_staged(home, who, one))])
    assert [(file.status, file.tables[0].rejected_rows) for file in outcome.files] == [("loaded", 0)]
    assert outcome.publication is not None
    return outcome.publication


@pytest.mark.parametrize("units", [("QLDN", "QLDN"), ("QLDN", "VP")], ids=["same unit", "another unit"])
def test_two_officers_settle_the_same_cell_and_name_and_each_takes_back_only_his_own(home, units):
    publish(home, stage(home, "cong-viec-2023-11-01.csv", export(row("CV-9"))))
    at_first = (current(home), figures(home), settled.aliases(home))
    first = staged_by(home, OFFICER, "cong-viec-2023-11-10.csv", FIRST, "20/11/2023", units[0])
    second = staged_by(home, BINH, "cong-viec-2023-11-12.csv", SECOND, "21/11/2023", units[1])
    one = publish_as(home, OFFICER, first)
    with_one = (current(home), figures(home), settled.aliases(home))
    other = publish_as(home, BINH, second)
    with_both = (current(home), figures(home), settled.aliases(home))

    ingest.undo_publication(home, one, person="An")

    assert settled.aliases(home) == {"to la": units[1]}
    in_it = open_reader(home, OFFICE).records("select count(*) as n from scoped.rejected_row")[0]["n"]
    assert in_it == 0  # what the other officer published is read with what he settled
    ingest.undo_publication(home, other, person="Bình")
    assert (current(home), figures(home), settled.aliases(home)) == at_first
    ingest.redo_publication(home, one, person="An")
    assert (current(home), figures(home), settled.aliases(home)) == with_one
    ingest.redo_publication(home, other, person="Bình")
    assert (current(home), figures(home), settled.aliases(home)) == with_both
    assert ingest.rebuild(home) == with_both[0].build_id
    assert verify(home).problems == []


def test_what_was_typed_since_an_undo_stands_over_what_a_redo_brings_back(home):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    number = publish_as(
        home, OFFICER, staged_by(home, OFFICER, "cong-viec-2023-11-12.csv", SECOND, "20/11/2023", "QLDN")
    )
    ingest.undo_publication(home, number, person="An")
    ingest.settle_department(home, "Tổ lạ", "VP", person="Bình")
    since = (current(home), settled.aliases(home))

    ingest.undo_publication(home, number, person="An")  # the other window asks for it too

    assert (current(home), settled.aliases(home)) == since
    ingest.redo_publication(home, number, person="An")
    assert settled.aliases(home) == {"to la": "VP"}


def test_a_publication_whose_build_fails_counts_for_nothing(home, monkeypatch):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    before, pointed = figures(home), current(home)
    waiting = stage(home, "cong-viec-2023-11-12.csv", SECOND)
    staging.settle_unit(home, OFFICER, "Tổ lạ", "QLDN")

    monkeypatch.setenv(REHEARSE_VARIABLE, "filled")
    with pytest.raises(BuildFailedError):
        publish(home, waiting)
    monkeypatch.delenv(REHEARSE_VARIABLE)

    assert (current(home), figures(home), settled.aliases(home)) == (pointed, before, {})
    assert [one.number for one in staging.staged_files(home, OFFICER)] == [waiting.number]
    listed = [(one["file"], one["state"]) for one in ingest.imports(home, command_line())]
    assert listed == [("cong-viec-2023-11-10.csv", "active")]
    publish(home, waiting)
    assert figures(home) != before
    assert [one["state"] for one in ingest.imports(home, command_line())] == ["active", "active"]


DIES = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import store.current.warehouse as warehouse
import tests.store.test_publications as here
from store.disk.home import Home

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

warehouse.point_to = die
home = Home(Path({home!r}))
here.publish(home, *here.staging.staged_files(home, here.OFFICER))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_publication_that_was_killed_is_taken_back_by_the_next_writer(home):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    before = figures(home)
    stage(home, "cong-viec-2023-11-12.csv", SECOND)
    staging.settle_unit(home, OFFICER, "Tổ lạ", "QLDN")

    died = subprocess.run(
        [sys.executable, "-c", DIES.format(root=str(ROOT), home=str(home.path))],
        cwd=ROOT,
        capture_output=True,
    )
    assert died.returncode == -9, died.stderr.decode()
    with writer_lock(home):
        pass

    assert settled.aliases(home) == {}
    assert figures(home) == before
    [waiting] = staging.staged_files(home, OFFICER)
    number = publish(home, waiting)
    ingest.undo_publication(home, number, person="An")
    assert figures(home) == before


def test_a_name_settled_for_published_files_stays_unsettled_where_its_build_fails(home, monkeypatch):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    ingest.settle_department(home, "Tổ lạ", "VP", person="An")
    before = figures(home), current(home), settled.aliases(home)

    monkeypatch.setenv(REHEARSE_VARIABLE, "filled")
    with pytest.raises(BuildFailedError):
        ingest.settle_department(home, "Tổ lạ", "QLDN", person="Bình")
    monkeypatch.delenv(REHEARSE_VARIABLE)

    assert (figures(home), current(home), settled.aliases(home)) == before
    assert ingest.rebuild(home) == before[1].build_id
    said = [
        (one["person"], one["after"]["department_code"])
        for one in listed(home, audit)
        if one["action"] == "alias_settled"
    ]
    assert said == [("An", "VP")]
    ingest.settle_department(home, "Tổ lạ", "QLDN", person="Bình")
    assert settled.aliases(home) == {"to la": "QLDN"}
    assert figures(home) != before[0]
    assert verify(home).problems == []


def test_a_file_taken_out_alone_stays_out_when_its_publication_goes_and_comes_back(home):
    number = publish(
        home,
        stage(home, "cong-viec-2023-11-10.csv", FIRST),
        stage(home, "cong-viec-2023-11-12.csv", SECOND),
        stage(home, "cong-viec-2023-11-11.csv", export(row("CV-1"), row("CV-9"))),
    )
    alone = next(key for key, one in logged_imports(home).items() if "11-12" in one.file_name)
    with_all = figures(home)
    ingest.undo(home, alone, person="An")
    before, build_before = figures(home), current(home)

    for _ in range(2):
        ingest.undo_publication(home, number, person="An")
        ingest.undo_publication(home, number, person="Bình")  # two windows ask for the same
        assert [one["state"] for one in ingest.imports(home, command_line())] == ["undone"] * 3
        ingest.redo_publication(home, number, person="Bình")
        assert (figures(home), current(home)) == (before, build_before)
    ingest.redo_publication(home, number, person="Bình")  # the other window asks for it too
    assert (figures(home), current(home)) == (before, build_before)

    ingest.redo(home, alone, person="An")
    assert figures(home) == with_all
    assert imports_by_log(home) == current(home).imports
    assert verify(home).problems == []


def test_a_publication_whose_only_file_was_out_already_brings_no_file_back(home):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    number = publish(home, stage(home, "cong-viec-2023-11-12.csv", SECOND))
    ingest.undo(home, list(logged_imports(home))[-1], person="An")
    before = figures(home), current(home)

    ingest.undo_publication(home, number, person="An")
    ingest.redo_publication(home, number, person="An")

    assert (figures(home), current(home)) == before


def test_a_publication_whose_files_were_all_taken_out_one_by_one_comes_back_whole(home):
    number = publish(
        home, stage(home, "cong-viec-2023-11-10.csv", FIRST), stage(home, "cong-viec-2023-11-12.csv", SECOND)
    )
    whole = figures(home)
    for one in list(logged_imports(home)):
        ingest.undo(home, one, person="An")

    ingest.redo_publication(home, number, person="An")

    assert figures(home) == whole


SETTLES_AND_DIES = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import store.current.publications as publications
import store.current.warehouse as warehouse
from data_loaders.publishing import ingest
from store.disk.home import Home

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

{where} = die
ingest.settle_department(Home(Path({home!r})), "Tổ lạ", "QLDN", person="An")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize(
    ("where", "means"), [("warehouse.point_to", {}), ("publications.finish", {"to la": "QLDN"})]
)
def test_a_name_whose_settling_was_killed_means_what_the_current_build_says(home, where, means):
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))

    script = SETTLES_AND_DIES.format(root=str(ROOT), home=str(home.path), where=where)
    died = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True)
    assert died.returncode == -9, died.stderr.decode()
    with writer_lock(home):
        pass

    assert settled.aliases(home) == means
    unread = open_reader(home, OFFICE).records("select count(*) as n from scoped.rejected_row")[0]["n"]
    assert unread == (1 if means else 2)
    pointed = current(home)
    assert pointed is not None
    assert ingest.rebuild(home) == pointed.build_id


def with_a_fix_and_a_name(home: Home) -> tuple[int, dict[str, str]]:
    """Two publications, the second with a fix and a unit's name, which also speaks in the first; figures before it."""
    publish(home, stage(home, "cong-viec-2023-11-10.csv", FIRST))
    before = figures(home)
    waiting = stage(home, "cong-viec-2023-11-12.csv", SECOND)
    staging.fix_cells(
        home, OFFICER, waiting,
        [CellFix(sheet_of(home, waiting), 2, "due_date", "20/11/2023")], reason="Gõ nhầm",
    )  # fmt: skip
    staging.settle_unit(home, OFFICER, "Tổ lạ", "QLDN")
    return publish(home, again(home, waiting)), before


def settled_things(home: Home) -> tuple:
    """What is in force beside the files, and what the files are noted to say."""
    logged = {key: (one.options, one.tables) for key, one in logged_imports(home).items()}
    states = [(one["id"], one["state"]) for one in all_corrections(home)]
    return settled.aliases(home), states, logged, publications(home)[-1].state


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSEGV")
@pytest.mark.parametrize("act", ["undo_publication", "redo_publication"])
def test_an_undo_or_redo_whose_build_dies_has_not_happened(home, monkeypatch, act):
    number, _ = with_a_fix_and_a_name(home)
    if act == "redo_publication":
        ingest.undo_publication(home, number, person="An")
    before = (settled_things(home), current(home), figures(home))
    for path in home.builds.glob("*.duckdb"):
        if path.stem != current(home).build_id:
            path.unlink()  # so that it has to be built
    monkeypatch.setenv(REHEARSE_VARIABLE, "filled")

    with pytest.raises(BuildFailedError):
        getattr(ingest, act)(home, number, person="An")
    monkeypatch.delenv(REHEARSE_VARIABLE)

    assert (settled_things(home), current(home), figures(home)) == before
    ingest.refresh(home)
    assert (current(home), figures(home)) == before[1:]
    assert verify(home).problems == []


SWITCH_DIES = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
import store.current.warehouse as warehouse
from data_loaders.publishing import ingest
from store.disk.home import Home

real = warehouse.point_to

def die(*args, **more):
    if {after!r}:
        real(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)

warehouse.point_to = die
ingest.undo_publication(Home(Path({home!r})), {number}, person="An")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("after", [False, True], ids=["before the pointer moved", "after it"])
def test_an_undo_that_was_killed_is_taken_back_or_brought_to_its_end(home, after):
    number, without = with_a_fix_and_a_name(home)
    before = (settled_things(home), current(home), figures(home))
    code = SWITCH_DIES.format(root=str(ROOT), home=str(home.path), after=after, number=number)

    died = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    assert died.returncode == -9, died.stderr.decode()
    ingest.refresh(home)

    if after:
        assert publications(home)[-1].state == "undone" and settled.aliases(home) == {}
        assert figures(home) == without
        assert imports_by_log(home) == current(home).imports
    else:
        assert (settled_things(home), current(home), figures(home)) == before
    assert verify(home).problems == []


def test_many_rounds_of_fix_preview_publish_undo_redo_end_where_a_rebuild_ends(home):
    publish(home, stage(home, "cong-viec-2023-10-01.csv", FIRST))
    for place in range(ROUNDS):
        content = export(
            row("CV-1", due=f"{30 + place % 2}/02/2023"),
            row(f"CV-{place + 10}", unit="Tổ lạ" if place % 3 else "QLDT", done="09/11/2023"),
            row("CV-2", archived="Có" if place % 2 else ""),
        )
        waiting = stage(home, f"cong-viec-2023-11-{place % 12 + 1:02d}.csv", content + b"\n" * place)
        reading = staging.read_staged(home, OFFICER, waiting)
        if any((one.row, one.severity) == (2, "error") for one in reading.report.issues):
            staging.fix_cells(
                home, OFFICER, waiting,
                [CellFix(sheet_of(home, waiting), 2, "due_date", f"{place % 20 + 1:02d}/11/2023")],
                reason=f"Lượt {place}",
            )  # fmt: skip
        before = (current(home), figures(home))
        effect = staging.effect(home, OFFICER, [staging.read_staged(home, OFFICER, again(home, waiting))])
        assert effect is not None
        previewed = effect.build.build_id
        number = publish(home, waiting)
        effect.cancel()
        after = (current(home), figures(home))
        assert current(home).build_id == previewed
        ingest.undo_publication(home, number, person="An")
        assert (current(home), figures(home)) == before
        ingest.redo_publication(home, number, person="An")
        assert (current(home), figures(home)) == after

    pointed, last = current(home), figures(home)
    assert ingest.rebuild(home) == pointed.build_id
    assert figures(home) == last
    assert not list(home.candidates.glob("*"))


TWO = """
import sys
sys.path.insert(0, {root!r})
from dataclasses import replace
from pathlib import Path
import tests.store.test_publications as here
from store.disk.home import Home

here.OFFICER = replace(here.OFFICER, account=sys.argv[1])
here.rounds_of_one(Home(Path({home!r})), sys.argv[1])
"""


def rounds_of_one(home: Home, name: str) -> None:
    """What one officer does all morning; the other one publishes and takes back in between."""
    for place in range(ROUNDS // 2):
        content = export(
            row(f"CV-{name}-1", due="30/02/2023"), row(f"CV-{name}-{place + 10}", done="09/11/2023")
        )
        waiting = stage(home, f"cong-viec-{name}-2023-11-{place % 12 + 1:02d}.csv", content + b"\n" * place)
        reading = staging.read_staged(home, OFFICER, waiting)
        if any(one.severity == "error" for one in reading.report.issues):
            staging.fix_cells(
                home, OFFICER, waiting,
                [CellFix(sheet_of(home, waiting), 2, "due_date", f"{place % 20 + 1:02d}/11/2023")],
                reason="Gõ nhầm",
            )  # fmt: skip
        effect = staging.effect(home, OFFICER, [staging.read_staged(home, OFFICER, again(home, waiting))])
        number = publish(home, waiting)
        assert effect is not None
        effect.cancel()
        ingest.undo_publication(home, number, person=name)
        if place % 2:
            ingest.redo_publication(home, number, person=name)


def test_two_officers_in_two_processes_end_where_a_rebuild_ends(home):
    publish(home, stage(home, "cong-viec-2023-10-01.csv", FIRST))
    code = TWO.format(root=str(ROOT), home=str(home.path))
    both = [
        subprocess.Popen([sys.executable, "-c", code, name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("an", "binh")
    ]
    said = [one.communicate()[1].decode() for one in both]

    assert [one.returncode for one in both] == [0, 0], said
    active = [one for one in publications(home) if one.state == "active"]
    assert len(active) == 1 + 2 * (ROUNDS // 2 // 2)
    pointed, last = current(home), figures(home)
    assert ingest.rebuild(home) == pointed.build_id
    assert figures(home) == last
    assert verify(home).problems == []
    assert not list(home.candidates.glob("*"))

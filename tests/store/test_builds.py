"""A build holds exactly the active imports, and says of every row when it was the state."""

import random

import pytest

from domain.agency.scope import NOTHING, Scope
from store.builds.kinds import KINDS
from store.current import warehouse
from store.current.pointer import current
from store.current.warehouse import open_reader
from tests.store.conftest import (
    OFFICE,
    an_import,
    corrected,
    day,
    everything,
    one_of_each_required,
    put,
    states,
    table,
    task,
    tasks,
)

EVER = "0001-01-01"


def test_an_empty_home_has_empty_tables_and_no_build(home):
    reader = open_reader(home, OFFICE)

    assert reader.build_id is None
    assert reader.kinds() == ()
    assert not home.path.exists()


def test_a_newer_row_of_a_key_takes_over_on_its_day(home):
    put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("k")))

    assert states(home) == {("a", "k"): (EVER, "2023-11-05", None), ("b", "k"): ("2023-11-05", None, None)}


def test_loading_an_older_export_later_gives_the_same_states(home):
    put(home, tasks("b", "5/11", task("k")))
    put(home, tasks("b", "5/11", task("k")), tasks("a", "1/11", task("k")))

    assert states(home) == {("a", "k"): (EVER, "2023-11-05", None), ("b", "k"): ("2023-11-05", None, None)}


def test_of_two_files_of_one_day_the_one_loaded_last_stands(home):
    put(home, tasks("a", "1/11", task("k")), tasks("b", "1/11", task("k")))

    assert states(home) == {("a", "k"): (EVER, EVER, None), ("b", "k"): (EVER, None, None)}


def test_a_key_that_a_later_export_of_its_department_lacks_is_vanished(home):
    put(
        home,
        tasks("a", "1/11", task("k"), task("l")),
        tasks("b", "5/11", task("k")),
        tasks("c", "6/11", task("k")),
    )

    assert states(home)["a", "l"] == (EVER, None, "2023-11-05")


def test_an_export_of_another_department_makes_nothing_vanish(home):
    put(home, tasks("a", "1/11", task("k", "VP")), tasks("b", "5/11", task("m", "QLDT")))

    assert states(home)["a", "k"] == (EVER, None, None)


def test_an_export_naming_two_departments_speaks_for_all(home):
    put(home, tasks("a", "1/11", task("k", "TNMT")), tasks("b", "5/11", task("m", "QLDT"), task("n", "VP")))

    assert states(home)["a", "k"] == (EVER, None, "2023-11-05")


def test_the_leadership_beside_one_department_is_not_the_whole_office(home):
    put(home, tasks("a", "1/11", task("k", "TNMT")), tasks("b", "5/11", task("m", "QLDT"), task("n", "LDB")))

    assert states(home)["a", "k"] == (EVER, None, None)


def test_a_rejected_row_still_counts_as_present(home):
    later = tasks("b", "5/11", task("k"), rejected=[(9, "l", "VP")])
    put(home, tasks("a", "1/11", task("k"), task("l")), later)

    assert states(home)["a", "l"] == (EVER, None, None)


def test_an_export_of_a_period_says_nothing_of_rows_outside_it(home):
    first = tasks(
        "a",
        "1/11",
        task("old", assigned_date=day("3/9")),
        task("new", assigned_date=day("30/10")),
        task("no date"),
    )
    put(home, first, tasks("b", "5/11", task("k"), period=("1/10", "5/11")))

    assert states(home)["a", "old"][2] is None
    assert states(home)["a", "no date"][2] is None
    assert states(home)["a", "new"][2] == "2023-11-05"


def test_a_key_that_comes_back_is_vanished_only_in_between(home):
    put(
        home,
        tasks("a", "1/11", task("k"), task("l")),
        tasks("b", "5/11", task("k")),
        tasks("c", "7/11", task("k"), task("l")),
    )

    assert states(home)["a", "l"] == (EVER, "2023-11-07", "2023-11-05")
    assert states(home)["c", "l"] == ("2023-11-07", None, None)


def test_a_key_that_moved_to_another_department_is_not_vanished(home):
    put(
        home,
        tasks("a", "1/11", task("k", "VP"), task("l", "VP")),
        tasks("b", "5/11", task("l", "VP"), task("k", "QLDT")),
    )

    assert states(home)["a", "k"] == (EVER, "2023-11-05", None)


def test_a_register_of_one_year_says_nothing_of_another(home):
    rows = [{"business_key": "2022|1.1", "year": 2022, "code": "1.1"}]
    newer = [{"business_key": "2023|1.1", "year": 2023, "code": "1.1"}]
    put(
        home,
        an_import("a", table("shortfalls", "1/11", rows)),
        an_import("b", table("shortfalls", "5/11", newer)),
    )

    assert states(home, "shortfalls")["a", "2022|1.1"][2] is None


def test_a_newer_summary_replaces_the_older_whole(home):
    def summary(name, as_of, person):
        row = {"business_key": f"VP|{person}|{as_of}", "department_code": "VP", "person": person, "total": 3}
        return an_import(name, table("hpnet_summary", as_of, [row]))

    put(home, summary("a", "1/11", "An"), summary("b", "5/11", "Bình"))

    assert states(home, "hpnet_summary")["a", "VP|An|1/11"] == (EVER, "2023-11-05", None)


def test_a_newer_table_of_counts_replaces_the_older_whole_whatever_its_period(home):
    def counts(name, as_of, procedure):
        row = {"business_key": procedure, "procedure": procedure, "received": 3}
        return an_import(name, table("dossier_counts", as_of, [row], period=("1/1", as_of)))

    put(home, counts("a", "1/11", "Cấp phép"), counts("b", "5/11", "Gia hạn"))

    assert states(home, "dossier_counts")["a", "Cấp phép"] == (EVER, "2023-11-05", None)


def random_history(seed: int):
    chance = random.Random(seed)
    imports = []
    for number in range(6):
        names = chance.sample(["VP", "QLDT", "TNMT", "LDB"], chance.choice([1, 1, 2, 3]))
        rows, rejected = [], []
        for key in range(12):
            if chance.random() < 0.7:
                row = task(f"k{key}", chance.choice(names), assigned_date=day(f"{chance.randint(1, 28)}/10"))
                row["due_date"] = day(f"{chance.randint(1, 3)}/12")
                rows.append(row)
            elif chance.random() < 0.3:
                rejected.append((50 + key, f"k{key}", names[0]))
        period = ("10/10", "20/10") if chance.random() < 0.3 else (None, None)
        as_of = f"{chance.randint(1, 4)}/11"
        imports.append(tasks(f"i{number}", as_of, *rows, rejected=rejected, period=period))
    return imports


@pytest.mark.parametrize("seed", range(8))
def test_any_way_to_the_same_imports_gives_the_same_rows_and_id(home, tmp_path, seed):
    from store.disk.home import Home

    chance = random.Random(seed)
    history = random_history(seed)
    fixes = [
        corrected(f"k{n}", "due_date", "2023-12-02", found="2023-12-01", as_of="2/11", number=str(n))
        for n in range(4)
    ]
    for _ in range(5):
        some = [one for one in history if chance.random() < 0.6]
        put(home, *some, corrections=chance.sample(fixes, 2))

    walked = put(home, *history, corrections=fixes)
    other = Home(tmp_path / "other")
    anew = put(other, *history, corrections=fixes, from_nothing=True)

    assert walked.build_id == anew.build_id
    assert everything(home) == everything(other)


def test_taking_an_import_out_points_back_to_the_earlier_build(home):
    first, second = tasks("a", "1/11", task("k")), tasks("b", "5/11", task("k"))
    before = put(home, first)
    rows = everything(home)
    put(home, first, second)

    after = put(home, first)

    assert after.build_id == before.build_id
    assert everything(home) == rows
    assert current(home).imports == ("a",)


def test_a_reader_keeps_the_build_it_was_opened_on(home):
    put(home, tasks("a", "1/11", task("k")))
    reader = open_reader(home, OFFICE)
    put(home, tasks("a", "1/11", task("k")), tasks("b", "5/11", task("k"), task("l")))

    assert reader._cursor.execute("select count(*) from scoped.task").fetchone() == (1,)
    assert open_reader(home, OFFICE)._cursor.execute("select count(*) from scoped.task").fetchone() == (3,)


def test_a_build_put_anew_under_a_running_reader_is_read_and_its_newest_file_as_soon_as_the_reader_goes(home):
    """Whoever opened a page while somebody rebuilt got an error of the database engine."""
    parsed = tasks("a", "1/11", task("k"))
    path = put(home, parsed).path
    reading = open_reader(home, OFFICE)
    put(home, parsed, from_nothing=True)

    def count(reader) -> int:
        return reader.records("select count(*) as n from scoped.task")[0]["n"]

    assert count(open_reader(home, OFFICE)) == count(reading) == 1
    del reading
    seen, _ = warehouse._open_builds.get(str(path), (None, None))
    assert count(open_reader(home, OFFICE)) == 1 and seen in (None, warehouse._identity(path))
    assert warehouse._open_builds[str(path)][0] == warehouse._identity(path)


def test_a_build_that_was_let_go_while_somebody_reads_it_opens_again(home):
    put(home, tasks("a", "1/11", task("k")))
    reading = open_reader(home, OFFICE)
    warehouse._open_builds.clear()

    assert open_reader(home, OFFICE).records("select count(*) as n from scoped.task") == [{"n": 1}]
    assert reading.records("select count(*) as n from scoped.task") == [{"n": 1}]


def test_readers_may_not_touch_files_or_settings(home):
    import duckdb

    put(home, tasks("a", "1/11", task("k")))
    reader = open_reader(home, OFFICE)

    for statement in (
        "select * from read_csv('/etc/hostname')",
        "set enable_external_access = true",
        "delete from core.task",
    ):
        with pytest.raises(duckdb.Error):
            reader._cursor.execute(statement)


def scoped_relations(cursor) -> dict[str, str]:
    """Everything metrics may read, by name: each view, and each state on a day as a call."""
    views = cursor.execute("select view_name from duckdb_views() where schema_name = 'scoped'").fetchall()
    states = cursor.execute(
        "select function_name, len(parameters) from duckdb_functions() where schema_name = 'scoped'"
    ).fetchall()
    calls = {name: f"{name}(date '2023-11-12'{', true' * (given - 1)})" for name, given in states}
    return {name: name for (name,) in views} | calls


@pytest.fixture
def two_departments(home):
    def both(kind, *rows):
        return table(
            kind,
            "1/11",
            list(rows),
            rejected=[(8, "r1", "VP"), (9, "r2", "QLDT"), (10, None, None)],
            sheet=kind,
        )

    def each(**columns):
        return [{"business_key": f"{d}-key", "department_code": d, **columns} for d in ("VP", "QLDT")]

    dossiers = [row | {"dossier_code": f"{row['department_code']}-hs"} for row in each()]
    registers = [
        {
            "business_key": f"{d}-hs",
            "dossier_code": f"{d}-hs",
            "department_code": None,
            "has_reason_column": True,
            "has_rescheduled_column": True,
            "has_signer_column": True,
            "has_published_column": True,
            "has_place_column": True,
        }
        for d in ("VP", "QLDT")
    ]
    known = [
        both("hpnet_tasks", *each()),
        both("hpnet_summary", *each()),
        both("work_files", *[row | {"work_file_code": row["department_code"]} for row in each()]),
        both("outgoing_documents", *each()),
        both("dossiers", *dossiers),
        both("dossier_counts", *each(procedure="Cấp giấy phép", received=1)),
        both("apologies", *registers),
        both("indicator_scores", *each(year=2023, round="self", code="1.1")),
        both(
            "shortfalls",
            *[row | {"department_codes": [row["department_code"]]} for row in each(year=2022, code="1")],
        ),
        both(
            "assignments",
            *[
                {"business_key": d, "year": 2023, "task": d, "lead_codes": [d], "support_codes": []}
                for d in ("VP", "QLDT")
            ],
        ),
    ]
    others = [
        both(kind, *each(**one_of_each_required(kind)))
        for kind, own in KINDS.items()
        if kind not in {one.kind for one in known} and own.department == "department_code"
    ]
    put(
        home,
        an_import("a", *known, *others),
        corrections=[
            corrected(f"{d}-key", "subject", "đúng", found=None, as_of="1/11", number=d)
            for d in ("VP", "QLDT")
        ],
    )
    return home


# What any department may read of all the office; of work files the code and whether it is complete.
OFFICE_WIDE = {"import_table", "import_file", "indicator", "index_result", "work_file_reference_on"}

OF_NO_DEPARTMENT = {"skipped_row", "skipped_sheet"}


def test_a_department_never_sees_another_ones_rows(two_departments):
    own = open_reader(two_departments, Scope(("VP",)))._cursor
    office = open_reader(two_departments, OFFICE)._cursor

    for name, relation in scoped_relations(own).items():
        if name in OFFICE_WIDE:
            continue
        seen = repr(own.execute(f"select * from scoped.{relation}").fetchall())
        assert "QLDT" not in seen, name
        assert (
            "QLDT" in repr(office.execute(f"select * from scoped.{relation}").fetchall())
            or name in OF_NO_DEPARTMENT
        ), name


def test_the_empty_scope_sees_nothing_in_any_view(two_departments):
    cursor = open_reader(two_departments, NOTHING)._cursor

    for name, relation in scoped_relations(cursor).items():
        assert cursor.execute(f"select count(*) from scoped.{relation}").fetchone() == (0,), name


def test_without_variables_no_view_gives_a_row(two_departments):
    cursor = open_reader(two_departments, OFFICE)._cursor.cursor()

    for name, relation in scoped_relations(cursor).items():
        assert cursor.execute(f"select count(*) from scoped.{relation}").fetchone() == (0,), name

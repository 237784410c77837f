"""One file says what a kind of source is; the store, the words and the warnings ask it."""

from datetime import date

from domain.counted.checked import faults_of_toml
from domain.counted.source_kinds import daily_kinds, source_kinds
from domain.counted.source_shape import SOURCE_SHAPE
from domain.program.places import SOURCES
from metrics.limits.staleness import days_allowed, told_words
from store.builds.kinds import KINDS
from ui.look.words import KINDS as NAMES


def test_every_declared_kind_is_known_to_the_store_and_has_a_name():
    assert list(source_kinds()) == list(KINDS) == list(NAMES)
    assert sorted(KINDS) == sorted(path.stem for path in SOURCES.glob("*.toml"))


def test_a_kind_says_how_its_rows_behave():
    assert (KINDS["dossiers"].natural_date, KINDS["dossiers"].department) == (
        "received_at::date",
        "department_code",
    )
    assert KINDS["apologies"].department == "coalesce(department_code, '')"
    assert not KINDS["apologies"].needs_department and KINDS["work_files"].needs_department
    assert KINDS["assignments"].done == "completed_date is not null or status::text = 'done'"
    assert KINDS["sipas"].only == "kind = 'sipas'" and KINDS["work_files"].only == "true"


def test_a_kind_says_how_old_it_may_be():
    day = date(2023, 11, 13)
    assert set(daily_kinds()) == {"hpnet_tasks", "hpnet_summary", "work_files", "dossiers", "apologies"}
    assert days_allowed(day)["shortfalls"] == 1 and "sipas" not in days_allowed(day)
    assert told_words("sipas", day) == "Số liệu"


def test_a_column_that_the_rows_name_must_be_declared(tmp_path):
    wrong = tmp_path / "work_files.toml"
    shipped = (SOURCES / "work_files.toml").read_text(encoding="utf-8")
    wrong.write_text(shipped.replace('day = "opened_date"', 'day = "opened_day"'), encoding="utf-8")

    (fault,) = faults_of_toml(wrong, SOURCE_SHAPE)

    assert fault.key == "rows.day" and "opened_day" in fault.message

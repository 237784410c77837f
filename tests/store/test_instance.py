"""Whatever is lost of an office's home, it never becomes an open trial."""

from pathlib import Path

import pytest

from domain.program.errors import HomeDamagedError
from store.disk.home import DATABASE_VARIABLE, Home, marks, resolve_home
from store.disk.marker import MARKER, read_marker
from store.written import application, instance, records
from store.written.instance import mark_office, mark_trial, standing_of, takes_samples
from tests.store.conftest import put, task, tasks

NOBODY = "postgresql://nobody@127.0.0.1:9/none"


def with_account(home: Home) -> Home:
    mark_office(home)
    with application.writing(home) as connection:
        connection.execute(
            application.account.insert().values(
                account="an", name="An", role="admin", password_hash="x", created_by="an",
                created_at=application.now(), must_change_password=False, is_active=True, failed_attempts=0,
            )
        )  # fmt: skip
    return home


def forget(home: Home) -> None:
    """Let the files be changed as if the program had not opened them yet."""
    for _seen, engine in application._engines.values():
        engine.dispose()
    application._engines.clear()
    for path in home.path.glob("application.sqlite-*"):
        path.unlink()


def lose_database(home: Home) -> None:
    (home.path / "application.sqlite").unlink()


def empty_database(home: Home) -> None:
    (home.path / "application.sqlite").write_bytes(b"")


def halve_database(home: Home) -> None:
    path = home.path / "application.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil_database(home: Home) -> None:
    path = home.path / "application.sqlite"
    path.write_bytes(b"\x00\xff" * (path.stat().st_size // 2))


def lose_accounts(home: Home) -> None:
    with application.writing(home) as connection:
        connection.execute(application.account.delete())


DATABASE_LOSSES = [lose_database, empty_database, halve_database, spoil_database]


@pytest.mark.parametrize("was_open", [True, False])
@pytest.mark.parametrize("lose", [*DATABASE_LOSSES, lose_accounts])
def test_an_office_without_its_accounts_is_closed(home, lose, was_open):
    with_account(home)
    if not was_open or lose is not lose_accounts:
        forget(home)
    lose(home)

    standing = standing_of(home)

    assert standing.kind == "closed"
    assert "Gọi người quản trị" in standing.why
    assert not takes_samples(home)


@pytest.mark.parametrize("lose", DATABASE_LOSSES)
def test_a_trial_that_lost_what_was_typed_shows_nothing_either(home, lose):
    application.engine(home)
    assert standing_of(home).kind == "trial"
    forget(home)
    lose(home)

    assert standing_of(home).kind == "closed"


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"kind": "trial"}', b"[]", b"\xff\xfe"])
def test_a_lost_marker_is_made_anew_from_the_accounts(home, content):
    with_account(home)
    marker = home.path / MARKER
    marker.unlink() if content is None else marker.write_bytes(content)
    forget(home)

    assert standing_of(home).kind == "office"
    assert read_marker(home.path).kind == "office"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
@pytest.mark.parametrize("lose", DATABASE_LOSSES)
def test_with_marker_and_accounts_both_damaged_it_is_closed(home, content, lose):
    with_account(home)
    forget(home)
    (home.path / MARKER).write_bytes(content)
    lose(home)

    assert standing_of(home).kind == "closed"


def test_a_home_with_files_and_neither_marker_nor_database_is_closed(home):
    put(home, tasks("a", "1/11", task("k")))

    assert standing_of(home).kind == "closed"
    mark_trial(home)
    assert not takes_samples(home)


@pytest.mark.parametrize("marked", [True, False])
def test_a_database_server_out_of_reach_closes_the_home(home, monkeypatch, marked):
    if marked:
        mark_office(home)
    monkeypatch.setenv(DATABASE_VARIABLE, NOBODY)

    standing = standing_of(home)

    assert standing.kind == "closed"
    assert "DASHBOARD" not in standing.why and "Gọi" in standing.why


def test_a_home_whose_database_address_is_no_longer_set_is_closed(home, monkeypatch, tmp_path):
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{(tmp_path / 'elsewhere.sqlite').as_posix()}")
    with_account(home)
    monkeypatch.delenv(DATABASE_VARIABLE)

    assert standing_of(home).kind == "closed"
    with pytest.raises(HomeDamagedError):
        records.listed(home, application.import_log)
    assert not (home.path / "application.sqlite").exists()


def test_an_empty_home_is_a_trial_and_becomes_one_for_samples_by_its_mark(home):
    assert standing_of(home).kind == "trial"
    assert not takes_samples(home)

    mark_trial(home)

    assert takes_samples(home)


def test_an_office_never_becomes_a_trial_again(home):
    mark_trial(home)
    mark_office(home)
    mark_trial(home)

    assert read_marker(home.path).kind == "office"
    assert standing_of(home).kind == "closed"


def test_a_home_loaded_by_command_takes_no_samples(home):
    application.engine(home)

    assert standing_of(home).kind == "trial"
    mark_trial(home)
    assert not takes_samples(home)


@pytest.mark.parametrize(
    "left, chosen",
    [
        ({}, "trial"),
        ({"instance.json": b'{"kind": "office", "has_database": true, "is_for_samples": false}'}, "office"),
        ({"instance.json": b"{", "application.sqlite": b""}, "office"),
        ({"current.json": b"{}"}, "office"),
        ({"instance.json": b'{"kind": "trial", "has_database": true, "is_for_samples": false}'}, "trial"),
    ],
)
def test_the_office_is_served_once_its_folder_is_in_use(tmp_path, monkeypatch, left, chosen):
    monkeypatch.delenv("DASHBOARD_HOME", raising=False)
    monkeypatch.setattr("store.disk.home.VAR", tmp_path)
    office = tmp_path / "office"
    office.mkdir()
    for name, content in left.items():
        (office / name).write_bytes(content)

    assert resolve_home().path == tmp_path / chosen


def test_what_cannot_be_told_is_closed(home, monkeypatch):
    home.path.parent.mkdir(parents=True, exist_ok=True)
    Path(home.path).write_bytes(b"a file where the folder should be")

    assert instance.standing_of(home).kind == "closed"


def test_what_is_kept_of_a_home_is_void_as_soon_as_it_is_marked_as_an_offices(tmp_path):
    home = Home(tmp_path / "home")
    mark_trial(home)
    before = marks(home.path)
    assert marks(home.path) == before

    mark_office(home)

    assert marks(home.path) != before

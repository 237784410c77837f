"""What people type is kept once, in order, and reading creates nothing."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from data_loaders.publishing import ingest
from domain.program.errors import SystemFailureError, UnknownNameError
from store.disk.home import Home, resolve_home
from store.disk.snapshots import keep, kept_content, snapshot_path
from store.written import application, import_log, records, settled
from store.written.corrections import all_corrections, end_correction, write_correction
from store.written.instance import is_trial, standing_of


def test_the_migrations_give_exactly_the_declared_tables(home):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with application.writing(home) as connection:
        difference = compare_metadata(MigrationContext.configure(connection), application.metadata)

    assert difference == []


def test_sqlite_waits_for_other_writers_and_keeps_a_journal(home):
    with application.reading(home) as connection:
        assert connection.execute(sa.text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("pragma busy_timeout")).scalar() == 30_000


def test_asking_who_has_an_account_creates_nothing(tmp_path):
    nowhere = Home(tmp_path / "nowhere")

    assert is_trial(nowhere)
    assert records.listed(nowhere, application.import_log) == []
    assert not nowhere.path.exists()


def test_the_first_account_makes_the_home_an_office(home):
    records.add_new(
        home,
        application.account,
        [
            {
                "account": "an",
                "name": "An",
                "role": "admin",
                "password_hash": "x",
                "created_by": "an",
                "created_at": application.now(),
                "must_change_password": False,
                "is_active": True,
                "failed_attempts": 0,
            }
        ],
        unique=("account",),
    )

    assert standing_of(home).kind == "office"


def test_the_environment_names_the_home(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "a"))

    assert resolve_home().path == (tmp_path / "a").resolve()
    assert resolve_home(tmp_path / "b").path == (tmp_path / "b").resolve()


def test_a_moment_comes_back_in_office_time(home):
    noon_utc = datetime(2023, 11, 12, 5, 0, tzinfo=UTC)
    number = import_log.write_event(
        home,
        "load",
        import_id="i",
        sha256="s",
        file_name="f",
        options={},
        tables=[],
        person="An",
        moment=noon_utc,
    )

    assert (
        records.found(home, application.import_log, number)["loaded_at"].isoformat()
        == "2023-11-12T12:00:00+07:00"
    )


def test_a_loading_after_an_undo_counts_as_the_newest(home):
    for event, name in (("load", "a"), ("load", "b"), ("undo", "a"), ("load", "a")):
        import_log.write_event(
            home, event, import_id=name, sha256=name, file_name=name, options={}, tables=[], person="An"
        )

    assert list(import_log.logged_imports(home)) == ["b", "a"]


def test_the_latest_word_on_a_spelling_counts(home):
    ingest.settle_department(home, "Phòng Lạ", "VP", person="An")
    ingest.settle_department(home, "PHONG LA", "QLDT", person="An")

    assert settled.aliases(home) == {"phong la": "QLDT"}


def test_a_second_correction_of_a_cell_supersedes_the_first(home):
    cell = {"kind": "hpnet_tasks", "business_key": "k", "column_name": "due_date", "as_of": date(2023, 11, 1)}
    first = write_correction(home, person="An", reason="gõ nhầm", value="2023-12-01", **cell)
    second = write_correction(home, person="An", reason="gõ nhầm", value="2023-12-02", **cell)

    assert [(row["id"], row["state"]) for row in all_corrections(home)] == [
        (second, "active"),
        (first, "superseded"),
    ]
    assert end_correction(home, second, person="Bình")
    assert not end_correction(home, second, person="Bình")


def test_received_bytes_come_back_unaltered_or_not_at_all(home):
    digest = keep(home, b"bytes")
    assert kept_content(home, digest) == b"bytes"

    snapshot_path(home, digest).write_bytes(b"other")
    with pytest.raises(SystemFailureError):
        kept_content(home, digest)
    with pytest.raises(UnknownNameError):
        kept_content(home, "0" * 64)

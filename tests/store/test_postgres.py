"""What people type may lie in PostgreSQL: everything works there as it does in SQLite."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from access.accounts import AccountError, set_active
from access.sessions import session_of, sign_in
from access.tokens import create_token, owner_of
from data_loaders.publishing import ingest
from domain.agency.scope import command_line
from domain.program.errors import HomeDamagedError
from store.current.pointer import current
from store.disk.home import DATABASE_VARIABLE, Home
from store.upkeep.backup import back_up, restore
from store.upkeep.verify import verify
from store.written import application, records, staging
from store.written.audit import audit_entries, audit_faults, recorded, write_audit
from store.written.corrections import all_corrections
from store.written.instance import mark_office, standing_of
from tests.access.visiting import give_accounts, session
from tests.store.conftest import everything
from tests.store.test_corrections import correct, export, load, row, seen
from tests.store.test_instance import with_account


def test_the_migrations_give_exactly_the_declared_tables(home, postgres_url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with application.writing(home) as connection:
        assert connection.dialect.name == "postgresql"
        difference = compare_metadata(MigrationContext.configure(connection), application.metadata)

    assert difference == []


def test_loading_correcting_undo_and_redo(home, postgres_url):
    load(home, export(8, row("CV-1"), row("CV-2")))
    correct(home, "25/11/2023")
    second = load(home, export(9, row("CV-1"), row("CV-2")))
    rows = everything(home)
    ingest.undo(home, second, person="An")
    assert seen(home)["CV-1"] == ["2023-11-25"]
    ingest.redo(home, second, person="An")

    assert everything(home) == rows
    assert {one["state"] for one in all_corrections(home)} == {"active"}
    assert not (home.path / "application.sqlite").exists()
    assert verify(home).problems == []


def test_waiting_files_and_moments_come_back_as_they_were_written(home, postgres_url):
    at = application.now()
    number = staging.put(
        home, person="vp", file_name="chờ.csv", content=b"x", options={"kind": "hpnet_tasks"}, moment=at
    )  # fmt: skip

    (waiting,) = staging.waiting(home, "vp")

    assert (waiting["id"], waiting["file_name"], waiting["staged_at"]) == (number, "chờ.csv", at)
    assert waiting["options"] == {"kind": "hpnet_tasks"}
    staging.take_away(home, number, person="vp")
    assert staging.waiting(home, "vp") == []


def test_the_audit_takes_lines(home, postgres_url):
    line = {
        "at": application.now(), "person": "An", "action": "thử", "before": None, "after": {"x": 1},
        "previous_hash": "", "hash": "h",
    }  # fmt: skip
    number = records.add(home, application.audit, **line)

    assert records.found(home, application.audit, number)["after"] == {"x": 1}


def test_an_office_keeps_its_mark_when_its_server_is_another_or_not_named(
    home, postgres_url, postgres_server, monkeypatch
):
    with_account(home)
    assert standing_of(home).kind == "office"

    monkeypatch.setenv(DATABASE_VARIABLE, f"{postgres_server}postgres")
    assert standing_of(home).kind == "closed"
    with pytest.raises(HomeDamagedError):
        application.engine(home)
    monkeypatch.setenv(DATABASE_VARIABLE, f"{postgres_server}khong_co")
    assert standing_of(home).kind == "closed"
    monkeypatch.delenv(DATABASE_VARIABLE)
    assert standing_of(home).kind == "closed"
    monkeypatch.setenv(DATABASE_VARIABLE, postgres_url)
    assert standing_of(home).kind == "office"


def test_a_backup_goes_from_server_to_file_and_back(
    home, postgres_url, postgres_server, monkeypatch, tmp_path
):
    load(home, export(8, row("CV-1"), row("CV-2")))
    correct(home, "25/11/2023")
    mark_office(home)
    with_account(home)
    rows, build, typed = everything(home), current(home), all_corrections(home)
    archive = back_up(home, tmp_path / "backup.zip")

    monkeypatch.delenv(DATABASE_VARIABLE)
    in_file = Home(tmp_path / "in-file")
    assert restore(archive, in_file).problems == []
    assert (everything(in_file), all_corrections(in_file)) == (rows, typed)

    import psycopg

    with psycopg.connect(f"{postgres_server}postgres", autocommit=True) as connection:
        connection.execute("create database back")
    monkeypatch.setenv(DATABASE_VARIABLE, f"{postgres_server}back")
    on_server = Home(tmp_path / "on-server")
    assert restore(archive, on_server).problems == []
    assert current(on_server) == build
    assert not (on_server.path / "application.sqlite").exists()
    load(on_server, export(9, row("CV-1")))
    assert len(ingest.imports(on_server, command_line())) == 2


def test_accounts_sessions_tokens_and_the_audit(home, postgres_url):
    give_accounts(home, [("dt.an", "department", ("QLDT", "QLLD"))])
    token = session(home, "dt.an")
    assert sign_in(home, "dt.an", "sai", address="10.0.0.1", browser="").token == ""
    assert session_of(home, token)["departments"] == ["QLDT", "QLLD"]
    made = create_token(home, "dt.an", label="thử", days=1, by="thử")
    assert owner_of(home, made.token)["account"] == "dt.an"
    with pytest.raises(AccountError):
        set_active(home, "quantri", False, by="dt.an")
    # A server's own counter leaves a gap behind what came to nothing; that is no missing entry.
    with pytest.raises(ZeroDivisionError), recorded(home, "An", "việc"):
        write_audit(home, person="An", action="trong việc")
        raise ZeroDivisionError
    set_active(home, "dt.an", False, by="quantri")

    assert session_of(home, token) is None and owner_of(home, made.token) is None
    assert [row["action"] for row in audit_entries(home)] == [
        "account_deactivated", "token_created", "sign_in_failed", "signed_in", "account_added", "account_added",
    ]  # fmt: skip
    assert audit_faults(home) == []
    with application.writing(home) as connection:
        connection.execute(application.audit.delete().where(application.audit.c.id == 6))
    assert audit_faults(home)


def test_entries_of_many_at_once_follow_one_another(home, postgres_url):
    def work(name: str) -> None:
        for _ in range(10):
            write_audit(home, person=name, action="việc")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, ("An", "Bình", "Cúc")))

    assert len(audit_entries(home)) == 30 and audit_faults(home) == []

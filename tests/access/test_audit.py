"""What people change is in the audit: who, what, old and new, from where, in the same transaction as the change."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.engine import Connection

from access.accounts import accounts, add_account, change_own_password, end_sessions, set_password
from access.administration import journal, journal_faults
from access.sessions import sign_in_named
from access.tokens import create_token, tokens
from data_loaders.publishing import ingest
from desk import corrections, disputes, keeping, overrides, scenarios, to_do
from desk.issued import Issue, audit_anchor, fill_record, reserve
from domain.agency.scope import command_line
from store.disk.home import Home
from store.upkeep.backup import back_up, restore
from store.upkeep.verify import verify
from store.written import audit as module
from store.written.application import audit, now, scenario, session, writing
from store.written.audit import (
    ANCHOR,
    acting_from,
    audit_entries,
    audit_faults,
    entry_hash,
    recorded,
    write_audit,
)  # fmt: skip
from store.written.records import add, listed
from tests.access.visiting import PASSWORD, give_accounts
from tests.pages.small_office import CLERK, FIRST, LEADER, OFFICER, loaded
from tests.store.test_instance import with_account


@pytest.fixture
def home(tmp_path) -> Home:
    return loaded(tmp_path / "home", FIRST)


def acts(home: Home) -> list[str]:
    return [row["action"] for row in reversed(audit_entries(home))]


def newest(home: Home) -> dict:
    return audit_entries(home)[0]


def contested(home: Home) -> int:
    return disputes.contest(
        home,
        CLERK,
        kind="hpnet_tasks",
        business_key="CV-1",
        column="completed_date",
        claimed="09/11/2023",
        reason="Đã xong",
    )


def test_an_import_its_undo_and_its_redo_are_written_down(home):
    number = ingest.imports(home, command_line())[0]["import_id"]
    ingest.undo(home, number, person="An")
    ingest.redo(home, number, person="Bình")

    assert acts(home) == ["import_load", "import_undo", "import_redo"]
    assert newest(home)["person"] == "Bình"
    assert newest(home)["object_id"] == number
    assert audit_faults(home) == []


def test_a_dispute_and_the_correction_it_becomes_say_old_and_new(home):
    disputes.accept(home, OFFICER, contested(home), reason="Đúng")

    said = {row["action"]: row for row in audit_entries(home)}
    assert said["dispute_sent"]["after"]["completed_date"] == "09/11/2023"
    assert said["dispute_sent"]["person"] == CLERK.account
    assert said["correction_made"]["before"] == {"completed_date": None}
    assert said["correction_made"]["after"]["completed_date"] == "2023-11-09"
    assert said["dispute_accepted"]["before"] == {"state": "sent"}
    assert audit_faults(home) == []


def test_every_kind_of_change_leaves_its_entry(home):
    set_ = overrides.set_override(
        home, OFFICER, year=2023, code="1.1", score=Decimal("0.50"), maximum=Decimal(1), reason="Công văn",
        expires_on=date(2023, 12, 1), today=date(2023, 11, 11), starts_on=date(2023, 11, 10),
    )  # fmt: skip
    overrides.end_override(home, OFFICER, set_)
    promised = keeping.note_promise(
        home, CLERK, department="QLDT", campaign="2023-11-17", obligation=None, promised_date=date(2099, 1, 1),
        promised_by="Trưởng phòng",
    )  # fmt: skip
    keeping.withdraw_promise(home, CLERK, promised)
    keeping.pause_reminders(home, OFFICER, department="QLDT", until=date(2099, 1, 1), reason="Đi công tác")
    keeping.resume_reminders(home, OFFICER, department="QLDT")
    plan = scenarios.save_scenario(
        home, CLERK, name="Ưu tiên", as_of=date(2023, 11, 10), build_id=None, choices={}
    )
    scenarios.delete_scenario(home, CLERK, plan)
    made = corrections.make_correction(
        home,
        OFFICER,
        kind="hpnet_tasks",
        business_key="CV-2",
        column="due_date",
        text="21/11/2023",
        reason="Gõ nhầm",
    )
    corrections.reverse_correction(home, OFFICER, made[0])
    to_do.confirm_heading(home, OFFICER, to_do.FuzzyHeading("hpnet_tasks", "Han xu ly", "due_date"))
    paper = reserve(home, Issue("one_page", date(2023, 11, 10), None, "b", {}), by="vp")
    fill_record(home, paper, parameters={}, file_name="mot-trang.docx", sha256="0" * 64)

    assert {
        "score_set", "score_ended", "promise_noted", "promise_withdrawn", "reminders_paused", "reminders_resumed",
        "plan_saved", "plan_deleted", "correction_made", "correction_reversed", "heading_settled", "paper_issued",
    } <= set(acts(home))  # fmt: skip
    assert audit_faults(home) == []


def test_change_and_entry_are_there_together_or_not_at_all(home):
    before = acts(home)
    with pytest.raises(ZeroDivisionError), recorded(home, "An", "plan_saved"):
        add(home, scenario, name="x", as_of=date(2023, 1, 1), choices={}, saved_by="An", saved_at=now())
        raise ZeroDivisionError

    assert acts(home) == before and listed(home, scenario) == []
    with pytest.raises(TypeError), recorded(home, "An", "plan_saved", after={1j: 2}):
        pass
    assert acts(home) == before


def test_entries_of_many_at_once_follow_one_another(home):
    def work(name: str) -> None:
        for place in range(10):
            with recorded(home, name, "việc", object_id=place):
                write_audit(home, person=name, action="trong việc")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, ("An", "Bình", "Cúc", "Dung")))

    assert len(acts(home)) == 1 + 80
    assert audit_faults(home) == []


def test_the_chain_is_locked_before_the_database(home):
    with pytest.raises(RuntimeError), writing(home), recorded(home, "An", "việc"):
        pass


def test_an_entry_names_the_address_of_the_visit(home):
    acting = acting_from.set("10.1.2.3")
    try:
        contested(home)
    finally:
        acting_from.reset(acting)

    assert newest(home)["address"] == "10.1.2.3"


def test_a_changed_entry_of_a_change_is_found(home):
    contested(home)
    with writing(home) as connection:
        connection.execute(
            audit.update().where(audit.c.id == 2).values(after={"completed_date": "01/01/2020"})
        )

    assert audit_faults(home)


SIX, START = 6, "0" * 64
_CONTENT = tuple(one.name for one in audit.c if one.name != "id")


def chain(home: Home) -> list[dict]:
    for place in range(SIX):
        write_audit(home, person="An", action="việc", object_kind="x", object_id=place, before={"số": place},
                    after={"số": place + 1}, address="10.0.0.1")  # fmt: skip
    assert audit_faults(home) == []
    return listed(home, audit)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Home, list[dict]]:
    home = Home(tmp_path_factory.mktemp("chain") / "home")
    return home, chain(home)


@pytest.fixture
def harmed(written) -> Iterator[Connection]:
    """The chain to be harmed in one transaction, which is taken back; the anchor outside stays as it was."""
    with pytest.raises(_Undone), writing(written[0]) as connection:
        yield connection
        assert audit_faults(written[0])
        raise _Undone


class _Undone(Exception):
    pass


@pytest.mark.parametrize("number", range(1, SIX + 1))
@pytest.mark.parametrize("column", _CONTENT)
def test_any_value_of_any_row_that_is_changed_is_found(written, harmed, number, column):
    old = written[1][number - 1][column]
    new = (
        old + timedelta(seconds=1)
        if isinstance(old, datetime)
        else {"số": 99}
        if isinstance(old, dict)
        else f"{old}x"
    )
    harmed.execute(audit.update().where(audit.c.id == number).values({column: new}))


@pytest.mark.parametrize(
    "numbers", [*((n,) for n in range(1, SIX + 1)), (1, 2), (3, 4), (5, 6), range(1, SIX + 1)]
)
def test_any_row_that_is_removed_is_found_also_the_newest_and_all(harmed, numbers):
    harmed.execute(audit.delete().where(audit.c.id.in_(numbers)))


@pytest.mark.parametrize("numbers", [(n, n + 1) for n in range(1, SIX)])
def test_two_rows_that_change_places_are_found(written, harmed, numbers):
    first, second = (written[1][n - 1] for n in numbers)
    for number, row in zip(numbers, (second, first), strict=True):
        said = {name: row[name] for name in _CONTENT}
        harmed.execute(audit.update().where(audit.c.id == number).values(said))


@pytest.mark.parametrize("number", [0, *range(SIX + 1, SIX + 3)])
@pytest.mark.parametrize("follows", range(SIX + 1))
def test_a_row_slipped_in_is_found(written, harmed, number, follows):
    rows = written[1]
    previous = rows[follows - 1]["hash"] if follows else START
    if (number, follows) == (
        SIX + 1,
        SIX,
    ):  # written as our own program would write it: only who wrote it tells
        harmed.execute(audit.delete().where(audit.c.id == 1))
    entry = {**rows[0], "person": "Kẻ khác"}
    said = {"id": number, "previous_hash": previous, "hash": entry_hash(previous, entry)}
    harmed.execute(audit.insert().values({**entry, **said}))


@pytest.mark.parametrize("cut", range(1, SIX + 1))
def test_a_chain_written_anew_from_some_row_on_is_found(written, harmed, cut):
    """Who can write the database can make a chain that is whole in itself; the anchor lies elsewhere."""
    previous = written[1][cut - 2]["hash"] if cut > 1 else START
    for row in written[1][cut - 1 :]:
        entry = {**row, "person": "Kẻ khác", "previous_hash": previous}
        entry["hash"] = previous = entry_hash(previous, entry)
        harmed.execute(audit.update().where(audit.c.id == row["id"]).values(entry))


def test_what_was_cut_off_stays_found_when_others_write_on(tmp_path):
    home = Home(tmp_path / "home")
    chain(home)
    with writing(home) as connection:
        connection.execute(audit.delete().where(audit.c.id >= SIX - 1))

    for _ in range(3):
        write_audit(home, person="Bình", action="việc khác")

    (fault,) = audit_faults(home)
    assert f"dòng số {SIX} " in fault
    assert fault in verify(home).problems and fault in journal_faults(home, LEADER)


def test_a_crash_around_the_commit_accuses_nobody(tmp_path, monkeypatch):
    home = Home(tmp_path / "home")
    chain(home)
    anchor = home.path / ANCHOR
    before = anchor.read_bytes()
    with pytest.raises(ZeroDivisionError), recorded(home, "An", "việc"):
        raise ZeroDivisionError
    assert audit_faults(home) == [] and anchor.read_bytes() == before

    puts = []
    real = module._put_anchor
    monkeypatch.setattr(module, "_put_anchor", lambda home, *ends: (puts.append(ends), real(home, *ends)))
    write_audit(home, person="An", action="việc")
    both, last = puts
    real(home, *both)  # as if the power had gone after the commit
    assert audit_faults(home) == [] and last == both[1:]
    with writing(home) as connection:  # as if it had gone before
        connection.execute(audit.delete().where(audit.c.id == SIX + 1))
    assert audit_faults(home) == []


def test_no_anchor_accuses_nobody_and_an_unreadable_one_does(tmp_path):
    home = Home(tmp_path / "home")
    chain(home)
    anchor = home.path / ANCHOR
    anchor.unlink()
    assert audit_faults(home) == []

    write_audit(home, person="An", action="việc")

    assert json.loads(anchor.read_bytes())[-1][0] == SIX + 1 and audit_faults(home) == []
    anchor.write_bytes(b"{")
    write_audit(home, person="An", action="việc")
    assert "không đọc được" in audit_faults(home)[0]


def test_looking_while_others_write_accuses_nobody(tmp_path):
    home = Home(tmp_path / "home")
    chain(home)

    def work(name: str) -> None:
        for _ in range(15):
            write_audit(home, person=name, action="việc")

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(work, name) for name in ("An", "Bình")]
        looks = [audit_faults(home)]
        while not all(one.done() for one in done):
            looks.append(audit_faults(home))

    assert not any(looks)
    assert len(audit_entries(home)) == SIX + 30


def test_a_backup_from_before_accuses_nobody(tmp_path):
    home = Home(tmp_path / "home")
    with_account(home)
    chain(home)
    archive = back_up(home, tmp_path / "backup.zip")
    write_audit(home, person="An", action="việc")

    assert restore(archive, home, sets_aside=True).problems == []

    write_audit(home, person="An", action="việc")
    assert audit_faults(home) == []


def test_an_account_a_session_and_a_token_come_with_their_entry_or_not_at_all(home, monkeypatch):
    give_accounts(home, [("dt.an", "department", ("QLDT",))])
    before = (acts(home), accounts(home), tokens(home), listed(home, session))

    def broken(*_said) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "_append", broken)
    for change in (
        lambda: add_account(home, account="ai.do", name="Ai", role="leader", departments=(), password=PASSWORD, by="x"),
        lambda: set_password(home, "dt.an", PASSWORD + " mới", by="x"),
        lambda: change_own_password(home, "dt.an", PASSWORD, PASSWORD + " mới", but="", address=""),
        lambda: end_sessions(home, "dt.an", by="x"),
        lambda: create_token(home, "dt.an", label="x", days=1, by="x"),
        lambda: sign_in_named(home, "dt.an", "proxy", address="", browser=""),
    ):  # fmt: skip
        with pytest.raises(ZeroDivisionError):
            change()

    assert (acts(home), accounts(home), tokens(home), listed(home, session)) == before


def test_the_letters_a_paper_prints_find_their_entry(home):
    contested(home)
    printed = audit_anchor(home)

    assert [row["action"] for row in journal(home, LEADER, thing=printed.upper())] == ["dispute_sent"]

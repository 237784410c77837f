"""What people change is in the audit: who, what, old and new, from where, in the same transaction as the change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from data_loaders.publishing import ingest
from desk import corrections, disputes, keeping, overrides, scenarios, to_do
from desk.issued import Issue, reserve, settle
from domain.scope import command_line
from store.application import audit, now, scenario, writing
from store.audit import acting_from, audit_entries, audit_faults, recorded, write_audit
from store.home import Home
from store.records import add, listed
from tests.pages.small_office import CLERK, FIRST, OFFICER, loaded


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
    settle(home, paper, parameters={}, file_name="mot-trang.docx", sha256="0" * 64)

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

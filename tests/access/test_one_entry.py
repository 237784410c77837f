"""Every service in which a person changes something leaves its entry in the audit, and no other does."""

import io
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from desk import (
    confirmed_rules,
    corrections,
    disputes,
    import_history,
    keeping,
    overrides,
    scenarios,
    staging,
    to_do,
)  # fmt: skip
from desk.evidence import ledger, publication
from desk.setting import changes, checklist, spellings, units, year_turn
from metrics.limits.reminders import due_reminders
from metrics.progress.what_is_left import what_is_left
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.application import freeze, now
from store.written.audit import audit_entries, audit_faults
from store.written.records import add
from tests.access.test_services import services_of_the_desk
from tests.pages.small_office import CLERK, FIRST, OFFICER, SECOND, export, loaded, staged, task

Act = Callable[[], object]
RULE = "Từ 90% trở lên: 1 điểm; dưới 90%: 0 điểm"
LATER = date(2099, 1, 1)


def letter() -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("Thư xin lỗi đã đăng")
    document.save(stream)
    return stream.getvalue()


def correcting(home: Home) -> Act:
    return lambda: corrections.make_correction(
        home, OFFICER, kind="hpnet_tasks", business_key="CV-2", column="due_date", text="21/11/2023", reason="Gõ nhầm"
    )  # fmt: skip


def reversing(home: Home) -> Act:
    number, *_ = correcting(home)()
    return lambda: corrections.reverse_correction(home, OFFICER, number)


def contesting(home: Home) -> Act:
    return lambda: disputes.contest(
        home, CLERK, kind="hpnet_tasks", business_key="CV-1", column="completed_date", claimed="09/11/2023", reason="Xong"
    )  # fmt: skip


def deciding(decide: Callable) -> Callable[[Home], Act]:
    def ready(home: Home) -> Act:
        number = contesting(home)()
        return lambda: decide(
            home, OFFICER, number, **({} if decide is disputes.review else {"reason": "Đúng"})
        )

    return ready


def scoring(home: Home) -> Act:
    return lambda: overrides.set_override(
        home, OFFICER, year=2023, code="1.1", score=Decimal("0.50"), maximum=Decimal(1), reason="Công văn",
        expires_on=date(2023, 12, 1), today=date(2023, 11, 11), starts_on=date(2023, 11, 10),
    )  # fmt: skip


def unscoring(home: Home) -> Act:
    number = scoring(home)()
    return lambda: overrides.end_override(home, OFFICER, number)


def confirming(home: Home) -> Act:
    return lambda: confirmed_rules.confirm_rule(home, OFFICER, wording=RULE, max_score=Decimal(1))


def unconfirming(home: Home) -> Act:
    confirming(home)()
    return lambda: confirmed_rules.withdraw_confirmation(home, OFFICER, wording=RULE, max_score=Decimal(1))


def proving(home: Home) -> Act:
    return lambda: ledger.add_evidence(
        home, OFFICER, year=2023, code="1.1", item="Báo cáo", name="a.docx", content=letter()
    )


def on_evidence(act: Callable[[Home, int], object]) -> Callable[[Home], Act]:
    def ready(home: Home) -> Act:
        number = proving(home)()
        if act is restored:
            removed(home, number)
        return lambda: act(home, number)

    return ready


def confirmed(home: Home, number: int) -> None:
    ledger.confirm_evidence(
        home, OFFICER, number, document_number="12/BC", issued_on=date(2023, 11, 1), author="BQL"
    )


def removed(home: Home, number: int) -> None:
    ledger.remove_evidence(home, OFFICER, number, reason="Nhầm tệp")


def restored(home: Home, number: int) -> None:
    ledger.restore_evidence(home, OFFICER, number)


def promising(home: Home) -> Act:
    return lambda: keeping.note_promise(
        home, CLERK, department="QLDT", campaign="2023-11-17", obligation=None, promised_date=LATER, promised_by="TP"
    )  # fmt: skip


def unpromising(home: Home) -> Act:
    number = promising(home)()
    return lambda: keeping.withdraw_promise(home, CLERK, number)


def pausing(home: Home) -> Act:
    return lambda: keeping.pause_reminders(home, OFFICER, department="QLDT", until=LATER, reason="Công tác")


def resuming(home: Home) -> Act:
    pausing(home)()
    return lambda: keeping.resume_reminders(home, OFFICER, department="QLDT")


def reminding(home: Home) -> Act:
    as_of = date(2023, 11, 10)
    left = what_is_left(open_reader(home, OFFICER.scope), as_of=as_of)
    first = due_reminders(left, as_of=as_of, today=as_of)[0]
    return lambda: keeping.log_reminder(home, OFFICER, first, channel="copy")


def lifting(home: Home) -> Act:
    number = add(
        home, freeze, name="Chốt", campaign="2023-11-14", as_of=date(2023, 11, 13), build_id="x", rule="x",
        frozen_by="x", frozen_at=now(),
    )  # fmt: skip
    ends = now() + timedelta(hours=1)
    return lambda: keeping.lift_freeze(home, OFFICER, number, reason="Sửa nhầm", ends=ends)


def planning(home: Home) -> Act:
    return lambda: scenarios.save_scenario(
        home, CLERK, name="Ưu tiên", as_of=date(2023, 11, 10), build_id=None, choices={}
    )


def unplanning(home: Home) -> Act:
    number = planning(home)()
    return lambda: scenarios.delete_scenario(home, CLERK, number)


def waiting(home: Home, *sent: tuple[str, bytes]) -> list[staging.StagedFile]:
    staged(home, *(sent or [SECOND]))
    return staging.staged_files(home, OFFICER)


def publishing(home: Home) -> Act:
    pairs = [(one, staging.read_staged(home, OFFICER, one)) for one in waiting(home)]
    return lambda: staging.publish(home, OFFICER, pairs)


def undoing(home: Home) -> Act:
    (one,) = import_history.past_publications(home, OFFICER)
    return lambda: import_history.undo(home, OFFICER, one)


def redoing(home: Home) -> Act:
    undoing(home)()
    (one,) = import_history.past_publications(home, OFFICER)
    return lambda: import_history.redo(home, OFFICER, one)


BROKEN = export(11, task("CV-1"), task("CV-5", due="31/02/2023"))


def fixing_what_waits(home: Home) -> Act:
    (one,) = waiting(home, BROKEN)
    read = staging.read_staged(home, OFFICER, one)
    assert read.extract is not None
    (cell,) = read.extract.tables_of_doubtful_cells()
    fix = corrections.CellFix(*cell, "28/11/2023")
    return lambda: staging.fix_cells(home, OFFICER, one, [fix], reason="Ghi nhầm")


def published_with_a_fault(
    home: Home,
) -> tuple[import_history.PastImport, corrections.Extract, corrections.CellFix]:
    ingest.load(home, [Received(*BROKEN)], person="vp")
    one = import_history.past_imports(home, OFFICER)[0]
    extract = to_do.extract_of(home, OFFICER, one.import_id)
    (cell,) = extract.tables_of_doubtful_cells()
    return one, extract, corrections.CellFix(*cell, "28/11/2023")


def fixing(home: Home) -> Act:
    one, extract, fix = published_with_a_fault(home)
    return lambda: corrections.apply_fixes(
        home, OFFICER, sha256=one.sha256, extract=extract, fixes=[fix], reason="Ghi nhầm"
    )


def staging_a_fix(home: Home) -> Act:
    one, extract, fix = published_with_a_fault(home)
    return lambda: corrections.write_fixes(home, OFFICER, one.sha256, extract, [fix], reason="Ghi nhầm")


def setting(home: Home) -> Act:
    return lambda: changes.apply(home, OFFICER, changes.proposal(home, OFFICER, {}, "Giữ nguyên"))


def unsetting(home: Home) -> Act:
    setting(home)()
    return lambda: changes.revert(home, OFFICER, changes.kept_states(home, OFFICER)[-1].number)


def turning(home: Home) -> Act:
    return lambda: year_turn.open_next_year(home, OFFICER, year_turn.next_year_proposal(home, OFFICER))


# A due date is kept as the day and as its words; each is a value that was changed.
TWO_COLUMNS = ("correction_made", "correction_made")
HEADING = to_do.FuzzyHeading("hpnet_tasks", "Han xu ly", "due_date")
# Service to how it is called on a small home, and the entries that the one call leaves.
CHANGING: dict[Callable, tuple[Callable[[Home], Act], tuple[str, ...]]] = {
    corrections.make_correction: (correcting, TWO_COLUMNS),
    corrections.reverse_correction: (reversing, ("correction_reversed",)),
    corrections.apply_fixes: (fixing, TWO_COLUMNS),
    corrections.write_fixes: (staging_a_fix, TWO_COLUMNS),
    to_do.confirm_heading: (lambda h: lambda: to_do.confirm_heading(h, OFFICER, HEADING), ("heading_settled",)),
    staging.fix_cells: (fixing_what_waits, TWO_COLUMNS),
    staging.settle_department: (
        lambda h: lambda: staging.settle_department(h, OFFICER, "Phòng Lạ", "QLDT"), ("alias_settled",)
    ),
    staging.publish: (publishing, ("import_load",)),
    import_history.undo: (undoing, ("import_undo",)),
    import_history.redo: (redoing, ("import_redo",)),
    disputes.contest: (contesting, ("dispute_sent",)),
    disputes.review: (deciding(disputes.review), ("dispute_reviewing",)),
    disputes.accept: (deciding(disputes.accept), ("correction_made", "dispute_accepted")),
    disputes.decline: (deciding(disputes.decline), ("dispute_declined",)),
    overrides.set_override: (scoring, ("score_set",)),
    overrides.end_override: (unscoring, ("score_ended",)),
    confirmed_rules.confirm_rule: (confirming, ("rule_confirmed",)),
    confirmed_rules.withdraw_confirmation: (unconfirming, ("rule_unconfirmed",)),
    ledger.add_evidence: (proving, ("evidence_added",)),
    ledger.confirm_evidence: (on_evidence(confirmed), ("evidence_confirmed",)),
    ledger.remove_evidence: (on_evidence(removed), ("evidence_removed",)),
    ledger.restore_evidence: (on_evidence(restored), ("evidence_restored",)),
    publication.keep_proof: (
        lambda h: lambda: publication.keep_proof(h, OFFICER, year=2023, dossier="H1", name="a.docx", content=letter()),
        ("evidence_added",),
    ),
    publication.keep_address: (
        lambda h: lambda: publication.keep_address(h, OFFICER, year=2023, dossier="H1", address="https://a.vn/1"),
        ("evidence_added",),
    ),
    keeping.note_promise: (promising, ("promise_noted",)),
    keeping.withdraw_promise: (unpromising, ("promise_withdrawn",)),
    keeping.pause_reminders: (pausing, ("reminders_paused",)),
    keeping.resume_reminders: (resuming, ("reminders_resumed",)),
    keeping.log_reminder: (reminding, ("reminder_prepared",)),
    keeping.lift_freeze: (lifting, ("freeze_lifted",)),
    scenarios.save_scenario: (planning, ("plan_saved",)),
    scenarios.delete_scenario: (unplanning, ("plan_deleted",)),
    changes.apply: (setting, ("configure",)),
    changes.revert: (unsetting, ("configure",)),
    year_turn.open_next_year: (turning, ("configure",)),
}  # fmt: skip
# What only one person's list of waiting files holds is written down once it is published; a build made anew says the same.
OF_WAITING_FILES = {
    staging.receive, staging.take_up, staging.read_staged, staging.settle, staging.settle_unit, staging.cancel,
    staging.rebuild, staging.take_last_good_build,
}  # fmt: skip
READING = {
    corrections.corrections, corrections.row_named, corrections.with_relapses, disputes.disputes, disputes.proof_of,
    import_history.past_imports, import_history.past_publications, import_history.past_refusals,
    import_history.newest_day_without, ledger.evidence_of, ledger.evidence_bytes, publication.proofs, overrides.overrides,
    scenarios.scenarios, staging.staged_files, staging.waiting_from_folder, staging.content_of, staging.known_readings, staging.beside_each_other, staging.effect,
    staging.out_of_the_ordinary, staging.last_good_build, to_do.unknown_units, to_do.fuzzy_headings,
    to_do.files_with_rejected_rows, to_do.extract_of, changes.kept_states, changes.proposal, changes.start_proposal,
    changes.effect_of_change, checklist.steps, spellings.open_spellings, units.units_proposal, year_turn.next_year_proposal,
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return loaded(tmp_path_factory.mktemp("small") / "home", FIRST).path


def test_every_service_of_the_desk_changes_or_reads():
    told = [*CHANGING, *OF_WAITING_FILES, *READING]

    assert len(told) == len(set(told))
    assert set(told) == services_of_the_desk()


@pytest.mark.parametrize("service", CHANGING, ids=lambda one: one.__name__)
def test_a_change_leaves_its_entry(small, tmp_path, service):
    home = Home(Path(shutil.copytree(small, tmp_path / "home")))
    ready, expected = CHANGING[service]
    act, before = ready(home), len(audit_entries(home))

    act()

    fresh = audit_entries(home)[: len(audit_entries(home)) - before]
    assert tuple(row["action"] for row in reversed(fresh)) == expected
    assert audit_faults(home) == []

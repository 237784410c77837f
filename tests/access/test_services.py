"""Every service asks the viewer's role before it does anything, as the one matrix has it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import get_args

import pytest

import desk
from access import administration
from data_loaders.publishing import ingest, provenance
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
from domain.agency.scope import ACTIONS, NOTHING, ROLES, Action, Role, Scope, Viewer, whole_office
from domain.program.errors import NotAllowedError, UnknownNameError
from reports import issuing, mail, year_capsule
from store.current.warehouse import open_reader
from store.disk.home import Home

_ONE_TASK = "select task_code from scoped.task where task_code is not null limit 1"
WRITES: dict[str, tuple] = {
    "import": (
        ingest.imports, import_history.past_imports, import_history.past_publications, import_history.undo,
        import_history.redo, import_history.past_refusals,
        import_history.newest_day_without, staging.receive, staging.staged_files, staging.waiting_from_folder,
        staging.take_up, staging.content_of, staging.read_staged, staging.known_readings, staging.beside_each_other, staging.settle, staging.cancel, staging.effect,
        staging.out_of_the_ordinary, staging.publish, staging.rebuild,
        staging.last_good_build, staging.take_last_good_build, to_do.unknown_units, to_do.fuzzy_headings,
        to_do.files_with_rejected_rows, to_do.extract_of,
    ),
    "correct": (
        corrections.corrections, corrections.make_correction, corrections.reverse_correction, corrections.apply_fixes,
        corrections.write_fixes, staging.fix_cells, staging.settle_department, staging.settle_unit,
        to_do.confirm_heading,
    ),
    "contest": (disputes.contest,),
    "decide_dispute": (disputes.review, disputes.accept, disputes.decline),
    "set_score": (
        overrides.set_override, overrides.end_override, confirmed_rules.confirm_rule,
        confirmed_rules.withdraw_confirmation, ledger.add_evidence, ledger.confirm_evidence,
        ledger.remove_evidence, ledger.restore_evidence, publication.keep_proof, publication.keep_address,
    ),
    "see_all": (overrides.overrides, provenance.received_file, ledger.evidence_of, ledger.evidence_bytes, publication.proofs),
    "report": (
        issuing.issue, issuing.trial, issuing.again, issuing.issued_papers, year_capsule.issue_capsule,
    ),
    "promise": (keeping.note_promise, keeping.withdraw_promise, scenarios.save_scenario, scenarios.delete_scenario),
    "remind": (keeping.log_reminder, keeping.pause_reminders, keeping.resume_reminders, mail.send_reminders),
    "unmask": (provenance.unmasked_origin,),
    "freeze": (keeping.lift_freeze,),
    "configure": (
        changes.kept_states, changes.proposal, changes.start_proposal, changes.effect_of_change, changes.apply, changes.revert,
        checklist.steps, spellings.open_spellings, units.units_proposal, year_turn.next_year_proposal,
        year_turn.open_next_year,
    ),
    "manage_accounts": (
        administration.accounts_of, administration.create_account, administration.new_password,
        administration.change_role, administration.lock_account, administration.sign_out_everywhere,
        administration.open_sessions, administration.end_one_session, administration.deputies,
        administration.name_deputy, administration.end_deputy, administration.all_tokens, administration.create_token,
        administration.revoke_token,
    ),
    "audit": (administration.journal, administration.journal_faults),
}  # fmt: skip
# These show each viewer its own part; tests of their own hold them.
BY_SCOPE = (
    disputes.disputes, disputes.proof_of, scenarios.scenarios, corrections.row_named, corrections.with_relapses,
)  # fmt: skip
CASES = [(action, service) for action, services in WRITES.items() for service in services]


def viewer(role: Role) -> Viewer:
    if role in ("leader", "office"):
        return Viewer(role, role, role, None, whole_office())
    if role == "department":
        return Viewer(role, role, role, "QLDT", Scope(("QLDT",)))
    return Viewer(role, role, role, None, NOTHING)


def call(service, who: Viewer, home: Home) -> None:
    known = {"home": home, "viewer": who}
    every = inspect.signature(service).parameters.values()
    needed = [one for one in every if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    service(
        *(known.get(one.name) for one in needed if one.kind is not one.KEYWORD_ONLY),
        **{one.name: None for one in needed if one.kind is one.KEYWORD_ONLY},
    )


def public(package: ModuleType) -> list[Callable]:
    """The public functions of every module of *package*, those of its rooms too."""
    names = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [function for name in names for function in functions_of(importlib.import_module(name))]


def functions_of(module: ModuleType) -> list[Callable]:
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def parameters(function: Callable) -> set[str]:
    return set(inspect.signature(function).parameters)


def services_of_the_desk() -> set[Callable]:
    return {one for one in public(desk) if "viewer" in parameters(one)}


def test_every_service_that_takes_a_viewer_is_in_the_table():
    taking = services_of_the_desk() | {
        one for one in functions_of(administration) if "viewer" in parameters(one)
    }

    assert taking - {service for _, service in CASES} - set(BY_SCOPE) == set()


def test_the_rooms_of_the_desk_are_searched_too():
    assert {changes.apply, ledger.add_evidence, corrections.make_correction} <= services_of_the_desk()


# What asks no viewer: it is called with the scope or the reader of one, or by a service that has asked.
ASKED_BEFORE = {
    "confirmed_rules", "audit_anchor", "reserve", "fill_record", "release", "keep_after_publish", "freeze_when_due",
    "start_names", "present", "tried", "years_closed", "opens_a_year", "carry_shortfalls",
}  # fmt: skip


def test_what_opens_a_home_takes_the_viewer_or_what_a_viewer_may_see():
    """A home is all that an office has: whoever gets one must say for whom."""
    asking = [one for one in public(desk) if "home" in parameters(one)]

    assert {
        one.__name__ for one in asking if not parameters(one) & {"viewer", "scope", "reader", "present"}
    } == ASKED_BEFORE


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("action", "service"), CASES, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_service_refuses_the_roles_without_its_action_before_anything_else(tmp_path, role, action, service):
    who, home = viewer(role), Home(tmp_path / "home")
    if not who.may(action):
        with pytest.raises(NotAllowedError, match="không thuộc quyền"):
            call(service, who, home)
        assert not home.path.exists()
        return
    try:
        call(service, who, home)
    except NotAllowedError as refused:
        assert "không thuộc quyền" not in str(refused)
    except Exception:
        pass  # the role was let in; what it asked for was nothing


def test_a_row_is_found_by_whom_it_concerns_alone(sample_home):
    home = Home(sample_home)
    task = open_reader(home, Scope(("QLLD",))).records(_ONE_TASK)[0]["task_code"]

    assert corrections.row_named(home, viewer("leader"), "hpnet_tasks", task)
    for role in ("department", "admin"):
        with pytest.raises(UnknownNameError, match="Không có dòng nào"):
            corrections.row_named(home, viewer(role), "hpnet_tasks", task)


def test_actions_and_roles_are_those_of_the_matrix():
    assert set(get_args(Action)) == set(ACTIONS)
    assert set(get_args(Role)) == set(ROLES)
    assert all(any(viewer(role).may(action) for role in ROLES) for action in ACTIONS)

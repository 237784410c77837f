"""Who is looking: the viewers of the trial, chosen by the visitor."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.agency.departments import departments
from domain.agency.office import office
from domain.agency.scope import NOTHING, Role, Scope, Viewer, whole_office
from domain.agency.unit_changes import followed
from domain.program.places import CODES, OFFICE_FILE, kept
from store.written.application import now

_FILES = (OFFICE_FILE, CODES / "departments.csv")


@kept(*_FILES)
def _trial_roles() -> dict[str, tuple[str, Role, str | None]]:
    own = office()
    return {
        "lanh-dao": (own.leaders_words, "leader", None),
        "van-phong": (own.gathering_name, "office", own.gathering_unit or None),
    }


@kept(*_FILES)
def trial_choices() -> dict[str, str]:
    """What a visitor of the trial may look as: key for the address to the name shown."""
    roles = {key: name for key, (name, _, _) in _trial_roles().items()}
    units = {d.code: d.name_vi for d in departments() if d.is_scored and d.code != office().gathering_unit}
    return roles | units


@kept(*_FILES)
def trial_viewer(choice: str) -> Viewer:
    """
    The viewer behind *choice* of `trial_choices`; anything else looks as the leadership.

    Only a home without accounts may call this: there the rows are samples.
    """
    if choice in _trial_roles():
        name, role, code = _trial_roles()[choice]
        return Viewer("dung-thu", name, role, code, whole_office())
    if choice in trial_choices():
        return Viewer("dung-thu", trial_choices()[choice], "department", choice, Scope((choice,)))
    return trial_viewer("lanh-dao")


# Whose page is shown to somebody who is several things at once.
_FIRST: tuple[Role, ...] = ("office", "leader", "department", "admin")


def viewer_with(account: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Viewer:
    """The viewer behind an account that stands in for *others* today: what any of them may do and read."""
    every = sorted(map(viewer_of, (account, *others)), key=lambda one: _FIRST.index(one.role))
    if len(every) == 1:
        return every[0]
    units = tuple(dict.fromkeys(unit for one in every for unit in one.scope.departments))
    is_whole = any(one.scope.is_whole_office for one in every)
    roles: list[Role] = [role for one in every for role in one.roles if role != every[0].role]
    also = tuple(dict.fromkeys(roles))
    scope = whole_office() if is_whole else Scope(units)
    own = every[0].department_code
    return Viewer(account["account"], account["name"], every[0].role, own, scope, also)


def viewer_of(account: Mapping[str, Any]) -> Viewer:
    """The viewer behind an account as it is now: what it may do and which rows it reads; it follows its unit's changes."""
    if account["also_role"]:
        alone = {**account, "also_role": None}
        return viewer_with(alone, [{**alone, "role": account["also_role"]}])
    units = tuple(account["departments"] or filter(None, [account["department_code"]]))
    role: Role = account["role"]
    if role in ("leader", "office"):
        own = (office().gathering_unit or None) if role == "office" else None
        return Viewer(account["account"], account["name"], role, own, whole_office())
    units = followed(units, now().date())
    scope = Scope(units) if role == "department" else NOTHING
    return Viewer(account["account"], account["name"], role, units[0] if units else None, scope)

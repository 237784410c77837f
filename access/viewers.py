"""Who is looking: the viewers of the trial, chosen by the visitor."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from domain.departments import departments
from domain.office import office
from domain.scope import NOTHING, Role, Scope, Viewer, whole_office

_TRIAL_ROLES: dict[str, tuple[str, Role, str | None]] = {
    "lanh-dao": ("Lãnh đạo Ban", "leader", None),
    "van-phong": ("Văn phòng", "office", "VP"),
}


@cache
def trial_choices() -> dict[str, str]:
    """What a visitor of the trial may look as: key for the address to the name shown."""
    roles = {key: name for key, (name, _, _) in _TRIAL_ROLES.items()}
    units = {d.code: d.name_vi for d in departments() if d.is_scored and d.code != "VP"}
    return roles | units


@lru_cache(maxsize=64)
def trial_viewer(choice: str) -> Viewer:
    """
    The viewer behind *choice* of `trial_choices`; anything else looks as Lãnh đạo Ban.

    Only a home without accounts may call this: there the rows are samples.
    """
    if choice in _TRIAL_ROLES:
        name, role, code = _TRIAL_ROLES[choice]
        return Viewer("dung-thu", name, role, code, whole_office())
    if choice in trial_choices():
        return Viewer("dung-thu", trial_choices()[choice], "department", choice, Scope((choice,)))
    return trial_viewer("lanh-dao")


def viewer_of(account: Mapping[str, Any]) -> Viewer:
    """The viewer behind an account as it is now: what it may do and which rows it reads."""
    units = tuple(account["departments"] or filter(None, [account["department_code"]]))
    role: Role = account["role"]
    if role in ("leader", "office"):
        own = office().gathering_unit if role == "office" else None
        return Viewer(account["account"], account["name"], role, own, whole_office())
    scope = Scope(units) if role == "department" else NOTHING
    return Viewer(account["account"], account["name"], role, units[0] if units else None, scope)

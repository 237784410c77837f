"""Who is looking: the viewers of the trial, chosen by the visitor."""

from functools import cache, lru_cache

from domain.departments import all_codes, departments
from domain.scope import Role, Scope, Viewer

WHOLE_OFFICE = Scope(all_codes(), is_whole_office=True)

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
        return Viewer("dung-thu", name, role, code, WHOLE_OFFICE)
    if choice in trial_choices():
        return Viewer("dung-thu", trial_choices()[choice], "department", choice, Scope((choice,)))
    return trial_viewer("lanh-dao")

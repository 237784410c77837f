"""What happened to a thing that the office counts, between two states of it? One definition for every page."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from domain.wording.text import fold

What = Literal[
    "new", "closed", "back_dated", "reopened", "deadline_moved", "renamed", "moved_department", "vanished",
    "changed", "form",
]  # fmt: skip

# The few words in which a preview sums up: what else happened to a value that counts is "changed".
GROUPS: Mapping[str, str] = {
    "new": "new", "closed": "closed", "reopened": "reopened", "moved_department": "moved", "vanished": "vanished",
    "deadline_moved": "changed", "renamed": "changed", "back_dated": "changed", "changed": "changed", "form": "form",
}  # fmt: skip

# Steps of a thing, each of them asked for: done when yes, or when a code is filled in.
STEPS: Mapping[str, Mapping[str, str]] = {
    "hpnet_tasks": {
        "is_reported": "Báo cáo hoàn thành",
        "is_archived": "Lưu trữ",
        "work_file_code": "Hồ sơ công việc",
    },
}
# The day that each kind of thing is due; another day beside it is a value like any other.
DEADLINES: Mapping[str, str] = {
    "hpnet_tasks": "due_date", "dossiers": "promised_at", "apologies": "rescheduled_to", "shortfalls": "due_date",
    "assignments": "due_date",
}  # fmt: skip
TITLES = frozenset({"subject", "title", "task", "content", "procedure", "name"})
UNITS = frozenset({"department_code", "department_codes", "lead_codes"})
# The states by which a figure takes a thing in or leaves it out; between any others it only moves along.
COUNTED_STATES: Mapping[str, frozenset[str]] = {
    "hpnet_tasks": frozenset({"cancelled", "transferred"}),
    "dossiers": frozenset({"registered", "rejected", "stopped", "withdrawn"}),
    "work_files": frozenset({"closed", "waiting", "submitted"}),
    "shortfalls": frozenset({"done"}),
    "assignments": frozenset({"done"}),
}
# Words beside a value, and remarks: no number is made of them.
REMARKS = frozenset({"due_text", "status_text", "note", "collaborators", "assigned_by", "assignee"})


def done_changes(old: date | None, new: date | None, *, seen_open_on: date | None = None) -> tuple[What, ...]:
    """
    What the day of completion says: closed, reopened, back_dated; changed where it moved later, nothing where it stayed.

    Args:
        seen_open_on: Day of an earlier export that still had the thing open.

        >>> done_changes(None, date(2023, 11, 3), seen_open_on=date(2023, 11, 8))
        ('closed', 'back_dated')
    """
    if old is None and new is not None:
        is_back_dated = seen_open_on is not None and new < seen_open_on
        return ("closed", "back_dated") if is_back_dated else ("closed",)
    if old is not None and new is None:
        return ("reopened",)
    if old is None or new is None or new == old:
        return ()
    return ("back_dated",) if new < old else ("changed",)


def step_change(old: bool | None, new: bool | None) -> What | None:
    """
    What one step says; a state that an export says nothing about is no change.

    >>> step_change(False, True), step_change(True, False), step_change(None, True)
    ('closed', 'reopened', None)
    """
    if old is None or new is None or old == new:
        return None
    return "closed" if new else "reopened"


def value_change(kind: str, column: str, old: Any, new: Any) -> What | None:
    """
    What another value in *column* of a thing of *kind* says; ``form`` where it only reads differently and no number can differ.

    >>> value_change("hpnet_tasks", "subject", "Rà soát", "RÀ  SOÁT"), value_change("hpnet_tasks", "note", "", "xem lại")
    ('form', 'form')
    """
    if old == new:
        return None
    if column in REMARKS or _reads_alike(old, new):
        return "form"
    if column == "status" and not {old, new} & COUNTED_STATES.get(kind, {old}):
        return "form"
    if column == DEADLINES.get(kind):
        return "deadline_moved"
    if column in UNITS:
        return "moved_department"
    return "renamed" if column in TITLES else "changed"


def _reads_alike(old: Any, new: Any) -> bool:
    """Texts but for accents, capitals and blanks; moments but for the hour."""
    if isinstance(old, str | None) and isinstance(new, str | None):
        return fold(old or "") == fold(new or "")
    if isinstance(old, datetime) and isinstance(new, datetime):
        return old.date() == new.date()
    return False


def count_things(changes: Iterable[tuple[str, str | None, str]]) -> Counter[tuple[str | None, str]]:
    """
    Count things, not cells: (department, what) to how many things that happened to.

    A thing counts once for each ``what``, however many of its cells say so; it counts as changed in form only where
    nothing else happened to it.

    Args:
        changes: Key of the thing, department and what, once per cell.
    """
    whats: dict[tuple[str, str | None], set[str]] = {}
    for key, department, what in changes:
        whats.setdefault((key, department), set()).add(what)
    return Counter(
        (department, what) for (_, department), every in whats.items() for what in without_form(every)
    )


def without_form(whats: Collection[str]) -> set[str]:
    """*whats* of one thing without ``form`` where anything else happened."""
    return set(whats) - {"form"} or set(whats)

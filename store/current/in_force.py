"""Which imports count: as the pointer says, or, where it was lost, as the log of imports tells?"""

from collections.abc import Iterable
from typing import Any

from domain.program.errors import HomeDamagedError
from store.current.pointer import current
from store.disk.home import Home
from store.written.import_log import events, logged_imports, mark_published

_IN, _OUT = ("load", "redo"), ("undo",)


def imports_in_force(home: Home) -> tuple[str, ...] | None:
    """Active imports in order of loading; None while nothing was ever published."""
    try:
        now = current(home)
    except HomeDamagedError as problem:
        if not problem.code.startswith("pointer_"):
            raise
        return imports_by_log(home)
    return now and now.imports


def imports_by_log(home: Home) -> tuple[str, ...]:
    """Active imports by the events that came to their end."""
    active = _active(row for row in events(home) if row["build_id"] is not None)
    return tuple(import_id for import_id in logged_imports(home) if import_id in active)


def note_what_happened(home: Home) -> None:
    """Complete the events whose writer died after the pointer had moved: by the pointer they came to their end."""
    last = {row["import_id"]: row for row in events(home) if row["event"] in (*_IN, *_OUT)}
    begun = [row for row in last.values() if row["build_id"] is None]
    try:
        now = current(home) if begun else None
    except HomeDamagedError:
        return
    if now is not None:
        happened = [row["id"] for row in begun if (row["event"] in _IN) == (row["import_id"] in now.imports)]
        mark_published(home, happened, now.build_id)


def disagreeing(home: Home, pointed: Iterable[str]) -> set[str]:
    """
    Imports about which pointer and log say different things.

    An event whose writer died after moving the pointer and before noting it is no disagreement.
    """
    rows, said = events(home), set(pointed)
    apart = said ^ _active(row for row in rows if row["build_id"] is not None)
    last = {row["import_id"]: row for row in rows if row["event"] in (*_IN, *_OUT)}
    return {
        import_id
        for import_id in apart
        if import_id not in last
        or last[import_id]["build_id"] is not None
        or (last[import_id]["event"] in _IN) != (import_id in said)
    }


def _active(rows: Iterable[dict[str, Any]]) -> set[str]:
    active: set[str] = set()
    for row in rows:
        if row["event"] in _IN:
            active.add(row["import_id"])
        elif row["event"] in _OUT:
            active.discard(row["import_id"])
    return active

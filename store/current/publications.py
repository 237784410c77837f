"""What was published together, and what did it change beside the files, so that one undo takes all of it back?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.program.errors import HomeDamagedError, UnknownNameError
from store.current.pointer import Current, current
from store.current.settlements import Settlement, bring_back, let_count, take_out
from store.disk.home import Home
from store.written.application import exactly_now, import_log, now, publication, writing
from store.written.records import add, change, found, listed

ACTIVE, UNDONE, UNFINISHED, BROKEN_OFF = "active", "undone", "unfinished", "broken_off"
# While it is under way: an undo or a redo that never came to its end is taken back like a publication.
UNDOING, REDOING = "undoing", "redoing"
_OUT_ALREADY = "out_already"
_SWITCHED_TO = {UNDOING: UNDONE, REDOING: ACTIVE}


@dataclass(frozen=True, slots=True)
class Publication:
    """
    One act of publishing.

    Attributes:
        changes: What it changed beside the files, each with what stood there before.
        state: ``active``, ``undone``, ``unfinished`` while it is under way, ``broken_off`` where it never
            came to its end, ``undoing`` and ``redoing`` while it is switched.
    """

    number: int
    person: str
    published_at: datetime
    changes: dict[str, list[dict[str, Any]]]
    state: str
    build_id: str | None
    switched_by: str | None
    switched_at: datetime | None


def publications(home: Home) -> list[Publication]:
    """Every publication, oldest first."""
    return [_of(row) for row in listed(home, publication)]


def publication_numbered(home: Home, number: int) -> Publication:
    """
    The publication of that number.

    Raises:
        UnknownNameError: There is none.
    """
    row = found(home, publication, number)
    if row is None:
        raise UnknownNameError("Không có lần công bố nào mang số này", where=str(number))
    return _of(row)


def _of(row: Mapping[str, Any]) -> Publication:
    return Publication(
        row["id"], row["person"], row["published_at"], row["changes"], row["state"], row["build_id"],
        row["switched_by"], row["switched_at"],
    )  # fmt: skip


def begin(home: Home, *, person: str, moment: datetime | None = None, stands_on: str | None = None) -> int:
    """
    Open a publication; until `finish` it counts as never having happened.

    Args:
        stands_on: For one without files: the build that is current as it begins; another one tells that it came to its end.
    """
    at = moment or now()
    return add(
        home, publication, person=person, published_at=at, changes={}, state=UNFINISHED, build_id=stands_on
    )


def put_in_force(home: Home, number: int, settlement: Settlement, *, person: str, moment: datetime) -> None:
    """Let what *settlement* settles count, and keep in the publication what stood there before; all of it or nothing."""
    with writing(home):
        changes = let_count(home, number, settlement, person=person, moment=moment)
        change(home, publication, number, changes=changes)


def finish(home: Home, number: int, build_id: str | None) -> None:
    """The build of the publication is current: it has happened."""
    change(home, publication, number, build_id=build_id, state=ACTIVE)


def take_back(home: Home, number: int, *, state: str, person: str | None = None) -> None:
    """Let nothing count that the publication put in force, all of it at once; its files are the caller's matter."""
    with writing(home):
        take_out(home, number, corrections="waiting" if state == BROKEN_OFF else "undone")
        _note_switch(home, number, state, person)


def put_back(home: Home, number: int, *, state: str = ACTIVE, person: str | None = None) -> None:
    """Let everything count again that an undone publication had put in force, all of it at once."""
    with writing(home):
        bring_back(home, number)
        _note_switch(home, number, state, person)


def note_out_already(home: Home, number: int, imports: Collection[str]) -> None:
    """Keep which imports of the publication were out of the numbers as its undo began: a redo leaves them out."""
    mine = publication_numbered(home, number)
    if mine.state == UNDOING:  # asked for twice, it is undone already and says nothing new
        noted = [{"import_id": one} for one in sorted(imports)]
        change(home, publication, number, changes={**mine.changes, _OUT_ALREADY: noted})


def out_already(home: Home, number: int) -> set[str]:
    """Imports that were out of the numbers before the last undo of the publication."""
    return {one["import_id"] for one in publication_numbered(home, number).changes.get(_OUT_ALREADY, ())}


def _note_switch(home: Home, number: int, state: str, person: str | None) -> None:
    """Write down who switched the publication and when, to the tick; nobody where it is taken back by itself."""
    at = exactly_now() if person else None
    change(home, publication, number, state=state, switched_by=person, switched_at=at)


def finish_switch(home: Home, number: int) -> None:
    """The build without the publication, or with it again, is current: the switch has happened."""
    change(home, publication, number, state=_SWITCHED_TO[publication_numbered(home, number).state])


def recover(home: Home) -> None:
    """
    Take back what publications, undos and redos began that were broken off before their build was current.

    Where the build was current already, what was begun is brought to its end instead. Whoever holds the right to
    write calls it first: none of those can still be under way.
    """
    for row in listed(home, publication, state=(UNFINISHED, UNDOING, REDOING)):
        number, state = row["id"], row["state"]
        if _came_to_its_end(home, number, state, stood_on=row["build_id"]):
            _complete(home, number, state)
        elif state == UNFINISHED:
            take_back(home, number, state=BROKEN_OFF)
        else:
            _void_readings(home, since=row["switched_at"])
            put_back(home, number) if state == UNDOING else take_back(home, number, state=UNDONE)


def _came_to_its_end(home: Home, number: int, state: str, *, stood_on: str | None) -> bool:
    """
    Tell by the pointer, the last thing to move, whether the files of a broken-off act went where they should.

    One without files came to its end where the pointer left the build that it stood on.
    """
    mine, now_current = set(imports_of(home, number)), _pointed(home)
    if now_current is None:
        return False
    if not mine:
        return state == UNFINISHED and stood_on not in (None, now_current.build_id)
    held = mine & set(now_current.imports)
    return not held if state == UNDOING else held == mine


def _pointed(home: Home) -> Current | None:
    try:
        return current(home)
    except HomeDamagedError:
        return None


def _complete(home: Home, number: int, state: str) -> None:
    if state != UNFINISHED:
        finish_switch(home, number)
        return
    pointed = _pointed(home)
    assert pointed is not None
    finish(home, number, pointed.build_id)


def _void_readings(home: Home, *, since: datetime) -> None:
    """What files were noted to say within the broken-off switch counts for nothing."""
    for row in listed(home, import_log, event="reparse"):
        if row["loaded_at"] >= since:
            change(home, import_log, row["id"], event="void")


def imports_of(home: Home, number: int) -> list[str]:
    """Imports that the publication loaded, in its order."""
    rows = listed(home, import_log, publication=number, event="load")
    return list(dict.fromkeys(row["import_id"] for row in rows))

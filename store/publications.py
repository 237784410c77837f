"""What was published together, and what did it change beside the files, so that one undo takes all of it back?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.errors import HomeDamagedError, UnknownNameError
from store.application import alias, correction, exactly_now, heading, import_log, now, publication, writing
from store.corrections import IN_FORCE, same_cell
from store.home import Home
from store.pointer import Current, current
from store.records import add, change, found, listed

ACTIVE, UNDONE, UNFINISHED, BROKEN_OFF = "active", "undone", "unfinished", "broken_off"
# While it is under way: an undo or a redo that never came to its end is taken back like a publication.
UNDOING, REDOING = "undoing", "redoing"
_SWITCHED_TO = {UNDOING: UNDONE, REDOING: ACTIVE}


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    What a person settled about waiting files and wants published with them.

    Attributes:
        fixes: Numbers of waiting corrections.
        aliases: Folded department text to (text as seen, code).
        headings: (kind, folded heading) to (heading as seen, column).
    """

    fixes: tuple[int, ...] = ()
    aliases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    headings: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


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


def begin(home: Home, *, person: str, moment: datetime | None = None) -> int:
    """Open a publication; until `finish` it counts as never having happened."""
    return add(home, publication, person=person, published_at=moment or now(), changes={}, state=UNFINISHED)


def put_in_force(home: Home, number: int, settlement: Settlement, *, person: str, moment: datetime) -> None:
    """Let what *settlement* settles count, and keep in the publication what stood there before."""
    changes = {
        "fixes": _activate(home, number, settlement.fixes),
        "aliases": [
            _replaced(
                home, alias, {"folded": folded},
                {"text_seen": text, "department_code": code, "settled_by": person, "settled_at": moment},
            )
            for folded, (text, code) in settlement.aliases.items()
        ],
        "headings": [
            _replaced(
                home, heading, {"kind": kind, "folded": folded},
                {"heading_seen": text, "column_name": column, "settled_by": person, "settled_at": moment},
            )
            for (kind, folded), (text, column) in settlement.headings.items()
        ],
    }  # fmt: skip
    change(home, publication, number, changes=changes)


def finish(home: Home, number: int, build_id: str) -> None:
    """The build of the publication is current: it has happened."""
    change(home, publication, number, build_id=build_id, state=ACTIVE)


def take_back(home: Home, number: int, *, state: str, person: str | None = None) -> None:
    """Let everything that the publication put in force be as it was before; its files are the caller's matter."""
    one = publication_numbered(home, number)
    back = "waiting" if state == BROKEN_OFF else "undone"
    for fix in one.changes.get("fixes", ()):
        _set_state(home, fix["id"], IN_FORCE, back)
        for earlier in fix["superseded"]:
            _set_state(home, earlier, ("superseded",), "active")
    for table, name in ((alias, "aliases"), (heading, "headings")):
        for said in one.changes.get(name, ()):
            _put_row(home, table, said["key"], said["before"])
    _note_switch(home, number, state, person)


def put_back(home: Home, number: int, *, state: str = ACTIVE, person: str | None = None) -> None:
    """Let everything count again that an undone publication had put in force."""
    one = publication_numbered(home, number)
    for fix in one.changes.get("fixes", ()):
        for earlier in fix["superseded"]:
            _set_state(home, earlier, IN_FORCE, "superseded")
        _set_state(home, fix["id"], ("undone",), "active")
    for table, name in ((alias, "aliases"), (heading, "headings")):
        for said in one.changes.get(name, ()):
            _put_row(home, table, said["key"], said["after"])
    _note_switch(home, number, state, person)


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
        if _came_to_its_end(home, number, state):
            _complete(home, number, state)
        elif state == UNFINISHED:
            take_back(home, number, state=BROKEN_OFF)
        else:
            _void_readings(home, since=row["switched_at"])
            put_back(home, number) if state == UNDOING else take_back(home, number, state=UNDONE)


def _came_to_its_end(home: Home, number: int, state: str) -> bool:
    """Tell by the pointer, the last thing to move, whether the files of a broken-off act went where they should."""
    mine, now_current = set(imports_of(home, number)), _pointed(home)
    if not mine or now_current is None:
        return False
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


def _activate(home: Home, number: int, fixes: Sequence[int]) -> list[dict[str, Any]]:
    changed = []
    with writing(home) as connection:
        for fix in fixes:
            row = connection.execute(sa.select(correction).where(correction.c.id == fix)).mappings().first()
            if row is None or row["state"] != "waiting":
                continue
            same = sa.and_(same_cell(dict(row)), correction.c.state.in_(IN_FORCE))
            superseded = connection.execute(sa.select(correction.c.id).where(same)).scalars().all()
            connection.execute(sa.update(correction).where(same).values(state="superseded"))
            connection.execute(
                sa.update(correction).where(correction.c.id == fix).values(state="active", publication=number)
            )
            changed.append({"id": fix, "superseded": list(superseded)})
    return changed


def _set_state(home: Home, fix: int, is_now: Sequence[str], state: str) -> None:
    with writing(home) as connection:
        connection.execute(
            sa.update(correction)
            .where(correction.c.id == fix, correction.c.state.in_(is_now))
            .values(state=state, retired_as_of=None)
        )


def _replaced(home: Home, table: sa.Table, key: dict[str, str], values: dict[str, Any]) -> dict[str, Any]:
    conditions: dict[str, Any] = dict(key)
    rows = listed(home, table, **conditions)
    _put_row(home, table, key, values)
    return {"key": key, "before": _plain(rows[0]) if rows else None, "after": _plain(values)}


def _put_row(home: Home, table: sa.Table, key: dict[str, str], values: Mapping[str, Any] | None) -> None:
    same = sa.and_(*(table.c[name] == value for name, value in key.items()))
    with writing(home) as connection:
        connection.execute(sa.delete(table).where(same))
        if values is not None:
            whole = {name: value for name, value in values.items() if name not in {"id", *key}}
            at = whole.get("settled_at")
            whole["settled_at"] = datetime.fromisoformat(at) if isinstance(at, str) else at
            connection.execute(sa.insert(table).values(**key, **whole))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """*row* as JSON holds it."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name != "id"
    }

"""Who did what, when, from where: an append-only chain in which a changed, missing or inserted row shows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import local
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.application import audit, is_writing, now, writing
from store.durable import exclusive
from store.home import Home
from store.records import listed

FIRST = "0" * 64
_own = local()
_SIGNED = ("at", "person", "action", "object_kind", "object_id", "before", "after", "address")


# Where the person who acts sits; set by whoever knows the visit, empty on the command line.
acting_from: ContextVar[str] = ContextVar("acting_from", default="")


@dataclass
class Note:
    """
    What an entry says of the thing that was changed; the change may fill it in.

    Attributes:
        before, after: What it was and what it is now, as plain values; None where there was or is nothing.
    """

    object_kind: str = ""
    object_id: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


@contextmanager
def recorded(
    home: Home,
    person: str,
    action: str,
    *,
    object_kind: str = "",
    object_id: object = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    address: str = "",
) -> Iterator[Note]:
    """
    One transaction in which a change is made and written into the audit: both of it or nothing.

    Entries of several processes follow one another without a fork, for the chain is locked from the
    first change to the end of the transaction. It must not be opened inside another one that holds no lock.
    """
    note = Note(object_kind, str(object_id), before, after)
    with _locked(home), writing(home) as connection:
        yield note
        _append(connection, person, action, note, address or acting_from.get())


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    held: set[Home] = _own.__dict__.setdefault("held", set())
    if home in held:
        yield
        return
    if is_writing(home):
        raise RuntimeError("the audit is locked before the database, never after it")
    with exclusive(home.path / "audit.lock"):
        held.add(home)
        try:
            yield
        finally:
            held.discard(home)


def _append(connection: Connection, person: str, action: str, note: Note, address: str) -> None:
    entry = {
        "at": now(), "person": person, "action": action, "object_kind": note.object_kind, "object_id": note.object_id,
        "before": _plain(note.before), "after": _plain(note.after), "address": address,
    }  # fmt: skip
    newest = sa.select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
    previous = connection.execute(newest).scalar() or FIRST
    connection.execute(
        sa.insert(audit).values(**entry, previous_hash=previous, hash=entry_hash(previous, entry))
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """*values* as JSON gives them back: what is hashed now must be what is read later."""
    return json.loads(json.dumps(dict(values), ensure_ascii=False, default=str)) if values else None


def write_audit(home: Home, *, person: str, action: str, **said: Any) -> None:
    """Append one entry about something that changed nothing here, such as a sign-in; arguments as `recorded`."""
    with recorded(home, person, action, **said):
        pass


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry, which holds the one before it."""
    said = [previous, *(entry[name] if name != "at" else entry[name].isoformat() for name in _SIGNED)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def audit_faults(home: Home) -> list[str]:
    """What is wrong with the chain, in Vietnamese; empty where it is whole."""
    faults, previous, number = [], FIRST, 0
    for row in listed(home, audit):
        if row["id"] != number + 1:
            faults.append(f"Nhật ký thiếu dòng giữa số {number} và số {row['id']}")
        if row["previous_hash"] != previous or row["hash"] != entry_hash(row["previous_hash"], row):
            faults.append(f"Nhật ký bị sửa hoặc chèn ở dòng số {row['id']}")
        previous, number = row["hash"], row["id"]
    return faults


def audit_entries(home: Home) -> list[dict[str, Any]]:
    """Every entry, the newest first."""
    return listed(home, audit, newest_first=True)

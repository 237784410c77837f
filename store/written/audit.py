"""Who did what, when, from where: an append-only chain in which a changed, missing or inserted row shows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from threading import local
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.disk.durable import exclusive, write_durably
from store.disk.home import Home
from store.written.application import audit, is_writing, now, writing
from store.written.records import listed

FIRST = "0" * 64
# The newest entry, kept outside the database: a chain that was cut short, or written on, is whole in itself.
ANCHOR, _LOCK = "audit-anchor.json", "audit.lock"
_LOOKS = 5
_own = local()
_SIGNED = ("at", "person", "action", "object_kind", "object_id", "before", "after", "address")


# A chain's newest entry: its number and its hash.
End = tuple[int, str]

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
    with _locked(home) as is_outermost:
        with writing(home) as connection:
            start = _end(connection)
            yield note
            end = _append(connection, person, action, note, address or acting_from.get())
            is_anchored = is_outermost and _expect(home, start, end)
        if is_anchored:
            with suppress(OSError):  # both ends stay possible, of which the chain has one
                _put_anchor(home, end)


@contextmanager
def _locked(home: Home) -> Iterator[bool]:
    """Hold the chain; true for who holds it first of its thread."""
    held: set[Home] = _own.__dict__.setdefault("held", set())
    if home in held:
        yield False
        return
    if is_writing(home):
        raise RuntimeError("the audit is locked before the database, never after it")
    with exclusive(home.path / _LOCK):
        held.add(home)
        try:
            yield True
        finally:
            held.discard(home)


def _append(connection: Connection, person: str, action: str, note: Note, address: str) -> End:
    entry = {
        "at": now(), "person": person, "action": action, "object_kind": note.object_kind, "object_id": note.object_id,
        "before": _plain(note.before), "after": _plain(note.after), "address": address,
    }  # fmt: skip
    number, previous = _end(connection)
    # Numbered here: a server's own counter leaves a gap behind every transaction that came to nothing.
    end = number + 1, entry_hash(previous, entry)
    connection.execute(sa.insert(audit).values(**entry, id=end[0], previous_hash=previous, hash=end[1]))
    return end


def _end(connection: Connection) -> End:
    """The newest entry's number and hash."""
    newest = sa.select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.id, row.hash) if row else (0, FIRST)


def _expect(home: Home, start: End, end: End) -> bool:
    """Note before a change is final where the chain may end now; an anchor that disagrees is left for whoever looks."""
    known = _anchor(home)
    if known is not None and start not in known:
        return False
    _put_anchor(home, start, end)
    return True


def _put_anchor(home: Home, *ends: End) -> None:
    write_durably(home.path / ANCHOR, json.dumps(ends).encode("ascii"))


def _anchor(home: Home) -> tuple[End, ...] | None:
    """Where the chain may end by what is kept outside the database; None where nothing is, no end where it is unreadable."""
    try:
        return tuple(
            (int(number), str(mark)) for number, mark in json.loads((home.path / ANCHOR).read_bytes())
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return ()


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
    faults, end = [], (0, FIRST)
    rows, ends = _at_one_moment(home)
    for row in rows:
        if row["id"] != end[0] + 1:
            faults.append(f"Nhật ký thiếu dòng giữa số {end[0]} và số {row['id']}")
        if row["previous_hash"] != end[1] or row["hash"] != entry_hash(row["previous_hash"], row):
            faults.append(f"Nhật ký bị sửa hoặc chèn ở dòng số {row['id']}")
        end = row["id"], row["hash"]
    if ends is not None and end not in ends:
        last = (
            f"đã ghi đến dòng số {ends[-1][0]} mang dấu {ends[-1][1][:12]}" if ends else "không đọc được dấu"
        )
        faults.append(f"Nhật ký bị cắt bớt, viết thêm hoặc viết lại ở cuối: tệp {ANCHOR} {last}")
    return faults


def _at_one_moment(home: Home) -> tuple[list[dict[str, Any]], tuple[End, ...] | None]:
    """Every entry and the anchor, between which nobody wrote."""
    for _ in range(_LOOKS):
        ends, rows = _anchor(home), listed(home, audit)
        if _anchor(home) == ends:
            return rows, ends
    with exclusive(home.path / _LOCK):
        return listed(home, audit), _anchor(home)


def audit_entries(home: Home) -> list[dict[str, Any]]:
    """Every entry, the newest first."""
    return listed(home, audit, newest_first=True)

"""Who did what, when, from where: an append-only chain in which a changed, missing or inserted row shows."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from store.application import audit, now, writing
from store.durable import exclusive
from store.home import Home
from store.records import listed

FIRST = "0" * 64
_SIGNED = ("at", "person", "action", "object_kind", "object_id", "before", "after", "address")


def write_audit(
    home: Home,
    *,
    person: str,
    action: str,
    object_kind: str = "",
    object_id: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    address: str = "",
) -> None:
    """Append one entry; entries of several processes follow one another without a fork."""
    entry = {
        "at": now(), "person": person, "action": action, "object_kind": object_kind, "object_id": object_id,
        "before": dict(before) if before else None, "after": dict(after) if after else None, "address": address,
    }  # fmt: skip
    with exclusive(home.path / "audit.lock"), writing(home) as connection:
        newest = sa.select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
        previous = connection.execute(newest).scalar() or FIRST
        connection.execute(
            sa.insert(audit).values(**entry, previous_hash=previous, hash=entry_hash(previous, entry))
        )


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

"""Tokens of the read interface: shown once, kept as a hash, as limited as their owner."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access.accounts import AccountError
from access.sessions import digest
from domain.program.errors import UnknownNameError
from store.disk.home import Home
from store.written import accounts as rows
from store.written.application import now
from store.written.audit import recorded


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token at its making; nobody can read it again later."""

    id: int
    token: str
    expires_at: datetime | None


def create_token(home: Home, account: str, *, label: str, days: int | None, by: str) -> NewToken:
    """Make a token for *account*."""
    if rows.account_named(home, account) is None:
        raise UnknownNameError("Không có tài khoản này", where=account)
    if not label.strip() or (days is not None and days < 1):
        raise AccountError("Nhãn không được trống và số ngày phải từ 1")
    token, expires = secrets.token_urlsafe(32), now() + timedelta(days=days) if days else None
    said = {"account": account, "label": label.strip()}
    with recorded(home, by, "token_created", object_kind="token", after=said) as note:
        number = rows.put_token(home, **said, token_hash=digest(token), expires_at=expires)
        note.object_id = str(number)
    return NewToken(number, token, expires)


def tokens(home: Home) -> list[dict[str, Any]]:
    """Every token without its secret."""
    names = ("id", "account", "label", "created_at", "expires_at", "revoked_at", "last_used_at")
    return [{name: row[name] for name in names} for row in rows.tokens(home)]


def revoke_token(home: Home, number: int, *, by: str) -> None:
    """End a token."""
    with recorded(home, by, "token_revoked", object_kind="token", object_id=number):
        if not rows.revoke_token(home, number):
            raise UnknownNameError("Không có mã truy cập đang dùng mang số này", where=str(number))


def owner_of(home: Home, token: str) -> dict[str, Any] | None:
    """The account behind a token in force; None for any other."""
    row = rows.token_with_account(home, digest(token)) if token else None
    if row is None or row["revoked_at"] is not None or not row["is_active"]:
        return None
    return None if row["expires_at"] is not None and now() >= row["expires_at"] else row

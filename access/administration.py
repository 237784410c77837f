"""What an administrator does: accounts, their units and deputies, sessions, tokens; and who may read the audit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from access import accounts as people
from access import tokens as keys
from access.accounts import Account, AccountError
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from store.disk.home import Home
from store.written import accounts as rows
from store.written.application import now
from store.written.audit import audit_entries, audit_faults, recorded
from store.written.records import Row

# Without letters and digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4
_SHORT = 12  # of a session's kept hash: enough to tell sessions apart, of no use to anybody


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session that still stands, as the administration shows it."""

    number: str
    account: str
    started_at: datetime
    seen_at: datetime
    address: str
    browser: str


def one_time_password() -> str:
    """A password to be read out or written down once: four groups of four."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def accounts_of(home: Home, viewer: Viewer) -> list[Account]:
    """Every account."""
    viewer.require("manage_accounts")
    return people.accounts(home)


def create_account(
    home: Home,
    viewer: Viewer,
    *,
    account: str,
    name: str,
    role: str,
    departments: Sequence[str],
    also_role: str | None = None,
) -> str:
    """Make an account and return the password for its first sign-in; nobody can read it again."""
    viewer.require("manage_accounts")
    password = one_time_password()
    people.add_account(
        home, account=account, name=name, role=role, also_role=also_role, departments=departments, password=password,
        by=viewer.account,
    )  # fmt: skip
    return password


def new_password(home: Home, viewer: Viewer, account: str) -> str:
    """Set a password for one sign-in and return it; the account's sessions end, a lock is lifted."""
    viewer.require("manage_accounts")
    password = one_time_password()
    people.set_password(home, account, password, by=viewer.account)
    return password


def change_role(
    home: Home,
    viewer: Viewer,
    account: str,
    *,
    role: str,
    departments: Sequence[str],
    also_role: str | None = None,
) -> None:
    """Give an account another role or other units; its sessions end."""
    viewer.require("manage_accounts")
    people.set_role(home, account, role=role, also_role=also_role, departments=departments, by=viewer.account)


def lock_account(home: Home, viewer: Viewer, account: str, *, is_active: bool) -> None:
    """Close an account or open it again."""
    viewer.require("manage_accounts")
    people.set_active(home, account, is_active, by=viewer.account)


def sign_out_everywhere(home: Home, viewer: Viewer, account: str) -> int:
    """End every session of an account; return how many."""
    viewer.require("manage_accounts")
    return people.end_sessions(home, account, by=viewer.account)


def open_sessions(home: Home, viewer: Viewer) -> list[OpenSession]:
    """Sessions that still stand, the last used first."""
    viewer.require("manage_accounts")
    at = now()
    standing = [
        row for row in rows.all_sessions(home) if row["revoked_at"] is None and at < row["expires_at"]
    ]
    return [
        OpenSession(
            row["token_hash"][:_SHORT], row["account"], row["created_at"], row["last_seen_at"], row["address"] or "",
            row["browser"] or "",
        )
        for row in sorted(standing, key=lambda row: row["last_seen_at"], reverse=True)
    ]  # fmt: skip


def end_one_session(home: Home, viewer: Viewer, number: str) -> None:
    """End the session of that number."""
    viewer.require("manage_accounts")
    known = [row for row in rows.all_sessions(home) if row["token_hash"][:_SHORT] == number]
    if not known or known[0]["revoked_at"] is not None:
        raise UnknownNameError("Không có phiên đang mở mang số này", where=number)
    account = known[0]["account"]
    with recorded(home, viewer.account, "session_ended", object_kind="account", object_id=account):
        rows.end_session(home, known[0]["token_hash"])


def deputies(home: Home, viewer: Viewer) -> list[Row]:
    """Every deputy ever named, the newest first."""
    viewer.require("manage_accounts")
    return rows.all_deputies(home)


def name_deputy(
    home: Home, viewer: Viewer, account: str, *, stands_for: str, starts_on: date, ends_on: date
) -> int:
    """
    Let *account* do and see what *stands_for* may, from the first day to the end of the last.

    Raises:
        AccountError: The days are turned round, both are the same, or one of them manages accounts.
    """
    viewer.require("manage_accounts")
    both = [rows.account_named(home, one) for one in (account, stands_for)]
    if any(one is None for one in both):
        raise UnknownNameError("Không có tài khoản này", where=f"{account}, {stands_for}")
    if account == stands_for or starts_on > ends_on:
        raise AccountError("Chọn hai tài khoản khác nhau và ngày cuối không trước ngày đầu")
    if any(one and one["role"] == "admin" for one in both):
        raise AccountError(
            "Không ủy quyền cho hoặc thay tài khoản quản trị", remedy="Tạo quản trị viên thứ hai."
        )
    said = {"stands_for": stands_for, "starts_on": starts_on, "ends_on": ends_on}
    with recorded(home, viewer.account, "deputy_named", object_kind="account", object_id=account, after=said):
        return rows.put_deputy(home, account=account, made_by=viewer.account, made_at=now(), **said)


def end_deputy(home: Home, viewer: Viewer, number: int) -> None:
    """End a deputy's time at once."""
    viewer.require("manage_accounts")
    row = rows.deputy_numbered(home, number)
    if row is None or row["ended_at"] is not None:
        raise UnknownNameError("Không có ủy quyền đang áp dụng mang số này", where=str(number))
    thing = {
        "object_kind": "account",
        "object_id": row["account"],
        "before": {"stands_for": row["stands_for"]},
    }
    with recorded(home, viewer.account, "deputy_ended", **thing):
        rows.change_deputy(home, number, ended_at=now(), ended_by=viewer.account)


def all_tokens(home: Home, viewer: Viewer) -> list[Row]:
    """Every token of the read interface, without its secret."""
    viewer.require("manage_accounts")
    return keys.tokens(home)


def create_token(home: Home, viewer: Viewer, account: str, *, label: str, days: int | None) -> keys.NewToken:
    """Make a token for an account; it is shown once."""
    viewer.require("manage_accounts")
    return keys.create_token(home, account, label=label, days=days, by=viewer.account)


def revoke_token(home: Home, viewer: Viewer, number: int) -> None:
    """End a token."""
    viewer.require("manage_accounts")
    keys.revoke_token(home, number, by=viewer.account)


def journal(
    home: Home,
    viewer: Viewer,
    *,
    person: str = "",
    thing: str = "",
    first: date | None = None,
    last: date | None = None,
) -> list[dict[str, Any]]:
    """Entries of the audit, the newest first: of *person*, naming *thing*, from *first* to the end of *last*."""
    viewer.require("audit")
    return [
        row
        for row in audit_entries(home)
        if (not person or row["person"] == person)
        and (not thing or thing.casefold() in _searched(row))
        and (first is None or row["at"].date() >= first)
        and (last is None or row["at"].date() <= last)
    ]


def _searched(row: dict[str, Any]) -> str:
    return " ".join(
        str(row[name] or "") for name in ("object_kind", "object_id", "before", "after", "hash")
    ).casefold()


def journal_faults(home: Home, viewer: Viewer) -> list[str]:
    """What is wrong with the chain of the audit; empty where it is whole."""
    viewer.require("audit")
    return audit_faults(home)

"""Who has an account: made, changed and ended by an administrator, every act written down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access.passwords import hashed, refuse_weak
from domain.agency.departments import all_codes
from domain.agency.scope import ROLES, Role
from domain.program.errors import DashboardError, UnknownNameError
from store.disk.home import Home
from store.written import accounts as rows
from store.written.application import now
from store.written.audit import recorded
from store.written.instance import mark_office

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class AccountError(DashboardError):
    """What was asked of an account cannot be done; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the command line and the administration page show it."""

    account: str
    name: str
    role: Role
    departments: tuple[str, ...]
    is_active: bool
    must_change_password: bool
    locked_until: datetime | None
    last_seen_at: datetime | None
    also_role: Role | None = None


def account_of(row: dict[str, Any]) -> Account:
    """The account behind a row."""
    given = row["departments"] or ([row["department_code"]] if row["department_code"] else [])
    return Account(
        row["account"], row["name"], row["role"], tuple(given), row["is_active"], row["must_change_password"],
        row["locked_until"], row["last_seen_at"], row["also_role"],
    )  # fmt: skip


def accounts(home: Home) -> list[Account]:
    """Every account."""
    waits = rows.waits_of_accounts(home)
    return [account_of({**row, "locked_until": waits.get(row["account"])}) for row in rows.all_accounts(home)]


def create_admin(home: Home, *, account: str, name: str, password: str, by: str, keep: bool = True) -> None:
    """Make the first administrator: from then on the home is an office's, for good."""
    if any(one.role == "admin" for one in accounts(home)):
        raise AccountError("Đã có quản trị viên", remedy="Dùng lệnh add để thêm tài khoản.")
    # Checked before the home is marked: a name or password that is refused leaves the trial as it was.
    _refuse(home, account=account, name=name, role="admin", departments=())
    refuse_weak(password, account=account)
    mark_office(home)
    add_account(
        home, account=account, name=name, role="admin", departments=(), password=password, by=by, keep=keep
    )


def add_account(
    home: Home,
    *,
    account: str,
    name: str,
    role: str,
    departments: Sequence[str],
    password: str,
    by: str,
    keep: bool = False,
    also_role: str | None = None,
) -> None:
    """
    Make an account; a password that somebody else set has to be changed at the first sign-in unless *keep*.

    Args:
        also_role: What an administrator is besides; without it they see no figures.

    Raises:
        AccountError: The name is taken or not usable, or role and units do not fit each other.
        WeakPasswordError: The password is not taken.
    """
    _refuse(home, account=account, name=name, role=role, also_role=also_role, departments=departments)
    refuse_weak(password, account=account)
    password_hash, after = hashed(password), {"name": name, **_said(role, also_role, departments)}
    with recorded(home, by, "account_added", object_kind="account", object_id=account, after=after):
        _refuse_taken(home, account)
        rows.put_account(
            home, account=account, name=name.strip(), role=role, also_role=also_role, departments=list(departments),
            department_code=departments[0] if departments else None, password_hash=password_hash,
            must_change_password=not keep, is_active=True, created_by=by,
        )  # fmt: skip


def _said(role: str, also_role: str | None, departments: Sequence[str]) -> dict[str, Any]:
    return {"role": role, **({"also_role": also_role} if also_role else {}), "departments": list(departments)}


def _refuse(
    home: Home,
    *,
    account: str,
    name: str,
    role: str,
    departments: Sequence[str],
    also_role: str | None = None,
) -> None:
    if not _NAME.fullmatch(account):
        raise AccountError("Tên tài khoản chỉ gồm chữ thường không dấu, số, dấu chấm, gạch", where=account)
    if not name.strip():
        raise AccountError("Chưa ghi họ tên của tài khoản", where=account)
    _refuse_role(role, also_role, departments, where=account)
    _refuse_taken(home, account)


def _refuse_taken(home: Home, account: str) -> None:
    if rows.account_named(home, account) is not None:
        raise AccountError("Tên tài khoản này đã có", where=account)


def _refuse_role(role: str, also_role: str | None, departments: Sequence[str], *, where: str) -> None:
    unknown_roles = [one for one in (role, also_role) if one and one not in ROLES]
    if unknown_roles:
        raise UnknownNameError(f"Không có vai trò {unknown_roles[0]}", where=", ".join(ROLES))
    if also_role and (role != "admin" or also_role == "admin"):
        raise AccountError("Chỉ tài khoản quản trị (admin) mới có thêm một vai trò khác", where=where)
    unknown = [code for code in departments if code not in all_codes()]
    if unknown:
        raise UnknownNameError(f"Không có đơn vị {', '.join(unknown)}", where=", ".join(all_codes()))
    if ("department" in (role, also_role)) != bool(departments):
        what = (
            "Vai trò phòng, đơn vị (department) cần ít nhất một đơn vị"
            if not departments
            else "Chỉ vai trò phòng, đơn vị (department) mới chọn đơn vị"
        )
        raise AccountError(what, where=where)


def set_password(home: Home, account: str, password: str, *, by: str, keep: bool = False) -> None:
    """Set a password for somebody; their sessions end, and a lock is lifted."""
    _known(home, account)
    refuse_weak(password, account=account)
    password_hash = hashed(password)
    with recorded(home, by, "password_set", object_kind="account", object_id=account):
        rows.change_account(home, account, password_hash=password_hash, must_change_password=not keep)
        rows.put_attempts(home, f"tk:{account}", failures=0, until=None)
        rows.end_sessions(home, account)


def change_own_password(home: Home, account: str, old: str, new: str, *, but: str, address: str) -> None:
    """Change one's own password; every other session of the account ends."""
    refuse_weak(new, account=account)
    if new == old:
        raise AccountError("Mật khẩu mới phải khác mật khẩu cũ")
    password_hash = hashed(new)
    with recorded(
        home, account, "password_changed", object_kind="account", object_id=account, address=address
    ):
        rows.change_account(home, account, password_hash=password_hash, must_change_password=False)
        rows.end_sessions(home, account, but=but)


def set_active(home: Home, account: str, is_active: bool, *, by: str) -> None:
    """Close an account, which ends its sessions, or open it again; the last administrator stays."""
    action = "account_activated" if is_active else "account_deactivated"
    with recorded(home, by, action, object_kind="account", object_id=account) as note:
        one = _known(home, account)
        if not is_active:
            _keep_an_administrator(home, one)
        rows.change_account(home, account, is_active=is_active)
        if not is_active:
            rows.end_sessions(home, account)
        note.before, note.after = {"is_active": one.is_active}, {"is_active": is_active}


def set_role(
    home: Home, account: str, *, role: str, departments: Sequence[str], by: str, also_role: str | None = None
) -> None:
    """Give an account another role or other units, which ends its sessions; the last administrator stays one."""
    with recorded(home, by, "role_changed", object_kind="account", object_id=account) as note:
        one = _known(home, account)
        _refuse_role(role, also_role, departments, where=account)
        if role != "admin":
            _keep_an_administrator(home, one)
        first = departments[0] if departments else None
        rows.change_account(
            home,
            account,
            role=role,
            also_role=also_role,
            departments=list(departments),
            department_code=first,
        )
        rows.end_sessions(home, account)
        note.before = _said(one.role, one.also_role, one.departments)
        note.after = _said(role, also_role, departments)


def _keep_an_administrator(home: Home, one: Account) -> None:
    """Called under the lock of `recorded`, so that two administrators cannot remove each other at once."""
    others = [a for a in accounts(home) if a.role == "admin" and a.is_active and a.account != one.account]
    if one.role == "admin" and one.is_active and not others:
        raise AccountError(
            "Đây là quản trị viên đang hoạt động cuối cùng",
            where=one.account,
            remedy="Tạo quản trị viên khác trước.",
        )


def end_sessions(home: Home, account: str, *, by: str) -> int:
    """Sign an account out everywhere; return how many sessions that ended."""
    _known(home, account)
    with recorded(home, by, "sessions_ended", object_kind="account", object_id=account) as note:
        ended = rows.end_sessions(home, account)
        note.after = {"sessions": ended}
    return ended


def _known(home: Home, account: str) -> Account:
    row = rows.account_named(home, account)
    if row is None:
        raise UnknownNameError("Không có tài khoản này", where=account)
    return account_of(row)


def seen(home: Home, account: str) -> None:
    """Note that the account was used."""
    rows.change_account(home, account, last_seen_at=now())

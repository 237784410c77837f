"""Who is signed in: sessions kept on the server, attempts counted, delays that survive a restart."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Any

from access import accounts as people
from access.passwords import is_right
from store.disk.home import Home
from store.written import accounts as rows
from store.written.application import now
from store.written.audit import recorded, write_audit

COOKIE = "phien"
# How a session began: with our own password, the office's OpenID provider, or its proxy.
PASSWORD, PROVIDER, PROXY = "password", "provider", "proxy"
IDLE, WHOLE = timedelta(hours=8), timedelta(hours=24)
_TOUCH = timedelta(seconds=60)
# After so many failures in a row each further one doubles the wait.
_FREE_OF_ACCOUNT, _FREE_OF_ADDRESS = 5, 20
_LONGEST = timedelta(minutes=15)
_counting = Lock()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """
    The answer to an attempt.

    Attributes:
        token: The cookie's value; empty where the attempt failed.
        wait_seconds: Until when nothing is tried; 0 where the words were simply wrong.
    """

    token: str = ""
    must_change_password: bool = False
    wait_seconds: int = 0


def digest(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def too_many_tries_words(seconds: int) -> str:
    """What somebody who tried too often is told."""
    return f"Đã thử sai nhiều lần. Thử lại sau {seconds} giây."


def sign_in(home: Home, account: str, password: str, *, address: str, browser: str) -> SignedIn:
    """Try *account* with *password*; unknown, closed and wrong answer alike and take as long."""
    row = rows.account_named(home, account)
    known = row["password_hash"] if row and row["is_active"] else None
    is_known, wait = _tried(home, account, known, password, address)
    if row is None or not is_known:
        return SignedIn(wait_seconds=wait)
    return SignedIn(
        _begun(home, account, PASSWORD, address=address, browser=browser), row["must_change_password"]
    )


def is_password_again(
    home: Home, account: dict[str, Any], password: str, *, address: str
) -> tuple[bool, int]:
    """
    Whether somebody signed in knows the password still, and for how many seconds nothing is tried.

    Counted with the attempts to sign in: who copied a cookie must not find out the password with it.
    """
    return _tried(home, account["account"], account["password_hash"], password, address)


def _tried(home: Home, account: str, known: str | None, password: str, address: str) -> tuple[bool, int]:
    """Whether *password* is the one *known* as a hash, and for how many seconds nothing is tried; every failure is counted."""
    if wait := _counted(home, account, address):
        return False, wait
    if is_right(known, password):
        _cleared(home, account, address)
        return True, 0
    failed_from(home, address)
    write_audit(home, person=account, action="sign_in_failed", address=address)
    return False, 0


def sign_in_named(home: Home, account: str, way: str, *, address: str, browser: str) -> str:
    """Begin a session of an account that the office's own system names; empty where there is none in use."""
    row = rows.account_named(home, account) if account else None
    if row is None or not row["is_active"]:
        write_audit(home, person=account, action="sign_in_failed", address=address, after={"way": way})
        return ""
    return _begun(home, account, way, address=address, browser=browser)


def _begun(home: Home, account: str, way: str, *, address: str, browser: str) -> str:
    token = secrets.token_urlsafe(32)
    with recorded(home, account, "signed_in", address=address, after={"way": way}):
        rows.put_session(
            home, token_hash=digest(token), account=account, created_at=now(), expires_at=now() + WHOLE,
            last_seen_at=now(), address=address, browser=browser[:200], way=way,
        )  # fmt: skip
        people.seen(home, account)
    return token


def _counted(home: Home, account: str, address: str) -> int:
    """Count an attempt before it is known: of many at once no more are tried than one after the other; or how long to wait."""
    with _counting:
        wait = max(_wait(home, subject) for subject in (f"tk:{account}", f"dc:{address}"))
        if not wait:
            _failed(home, f"tk:{account}", _FREE_OF_ACCOUNT)
    return wait


def _cleared(home: Home, account: str, address: str) -> None:
    for subject in (f"tk:{account}", f"dc:{address}"):
        rows.put_attempts(home, subject, failures=0, until=None)


def _wait(home: Home, subject: str) -> int:
    known = _attempts(home, subject)
    if known is None or known["until"] is None:
        return 0
    return max(0, int((known["until"] - now()).total_seconds() + 0.999))


def _attempts(home: Home, subject: str) -> dict[str, Any] | None:
    """What is known of failures; a clock that was ahead and set back must not lock anybody out for so long."""
    known = rows.attempts_of(home, subject)
    return None if known is None or known["last_at"] - now() > _TOUCH else known


def _failed(home: Home, subject: str, free: int) -> None:
    known = _attempts(home, subject)
    failures = (known["failures"] if known else 0) + 1
    over = failures - free
    until = None if over < 0 else now() + min(timedelta(seconds=10 * 2 ** min(over, 10)), _LONGEST)
    rows.put_attempts(home, subject, failures=failures, until=until)


def wait_of(home: Home, address: str) -> int:
    """For how many seconds nothing is tried from *address*."""
    return _wait(home, f"dc:{address}")


def failed_from(home: Home, address: str) -> None:
    """Count a failed attempt from *address*."""
    with _counting:
        _failed(home, f"dc:{address}", _FREE_OF_ADDRESS)


def session_of(home: Home, token: str | None) -> dict[str, Any] | None:
    """The session of a cookie with its account; None where it is over, or the account is closed."""
    if not token:
        return None
    row = rows.session_with_account(home, digest(token))
    at = now()
    if row is None or row["revoked_at"] is not None or not row["is_active"]:
        return None
    if at >= row["expires_at"] or at - row["session_seen_at"] >= IDLE:
        return None
    # A clock set back must not lengthen a session: one that was used in the future is none.
    if max(row["session_created_at"], row["session_seen_at"]) - at > _TOUCH:
        return None
    if at - row["session_seen_at"] >= _TOUCH:
        rows.touch_session(home, row["token_hash"], at)
        people.seen(home, row["account"])
    # Who came without our password has none of ours to change.
    must_change = row["must_change_password"] and row["session_way"] not in (PROVIDER, PROXY)
    return {**row, "must_change_password": must_change}


def sign_out(home: Home, token: str, *, address: str) -> None:
    """End the session of a cookie, in every tab."""
    row = session_of(home, token)
    if row is not None:
        with recorded(home, row["account"], "signed_out", address=address):
            rows.end_session(home, digest(token))

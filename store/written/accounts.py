"""Accounts, sessions, failed attempts and tokens, as rows of the application database."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from store.disk.home import Home
from store.written.application import account, attempt, deputy, now, reading, session, token, writing
from store.written.records import Row, add, change, found, listed

# Asked on every run of every page: made once, for making a query costs more than asking it.
_SESSION_WITH_ACCOUNT = (
    sa.select(
        session.c.token_hash, session.c.created_at.label("session_created_at"), session.c.expires_at,
        session.c.last_seen_at.label("session_seen_at"), session.c.revoked_at,
        session.c.address.label("session_address"), session.c.way.label("session_way"), account,
    )
    .join(account, account.c.account == session.c.account)
    .where(session.c.token_hash == sa.bindparam("token_hash"))
)  # fmt: skip


def all_accounts(home: Home) -> list[Row]:
    """Every account, by name of account."""
    return listed(home, account)


def account_named(home: Home, name: str) -> Row | None:
    """The account; None where there is none."""
    return found(home, account, name)


def put_account(home: Home, **values: Any) -> None:
    """Write a new account down."""
    with writing(home) as connection:
        connection.execute(sa.insert(account).values(**values, created_at=now()))


def change_account(home: Home, name: str, **values: Any) -> None:
    """Set columns of an account."""
    with writing(home) as connection:
        connection.execute(sa.update(account).where(account.c.account == name).values(**values))


def put_session(home: Home, **values: Any) -> None:
    """Write a new session down."""
    with writing(home) as connection:
        connection.execute(sa.insert(session).values(**values))


def session_with_account(home: Home, token_hash: str) -> Row | None:
    """The session and its account in one row; None where there is no such session."""
    with reading(home) as connection:
        row = connection.execute(_SESSION_WITH_ACCOUNT, {"token_hash": token_hash}).mappings().first()
        return dict(row) if row else None


def touch_session(home: Home, token_hash: str, at: datetime) -> None:
    """Note that the session was used."""
    with writing(home) as connection:
        connection.execute(
            sa.update(session).where(session.c.token_hash == token_hash).values(last_seen_at=at)
        )


def end_sessions(home: Home, name: str, *, but: str = "") -> int:
    """End every session of an account, all but the one with that hash; return how many."""
    with writing(home) as connection:
        done = connection.execute(
            sa.update(session)
            .where(session.c.account == name, session.c.revoked_at.is_(None), session.c.token_hash != but)
            .values(revoked_at=now())
        )
    return done.rowcount


def end_session(home: Home, token_hash: str) -> None:
    """End one session."""
    with writing(home) as connection:
        connection.execute(
            sa.update(session).where(session.c.token_hash == token_hash).values(revoked_at=now())
        )


def attempts_of(home: Home, subject: str) -> Row | None:
    """What is known of failures of an account or address."""
    return found(home, attempt, subject)


def waits_of_accounts(home: Home) -> dict[str, datetime]:
    """Until when each account that failed too often has to wait."""
    found = [row for row in listed(home, attempt) if row["subject"].startswith("tk:") and row["until"]]
    return {row["subject"].removeprefix("tk:"): row["until"] for row in found if row["until"] > now()}


def put_attempts(home: Home, subject: str, *, failures: int, until: datetime | None) -> None:
    """Keep the number of failures in a row, and until when nothing is tried."""
    with writing(home) as connection:
        connection.execute(sa.delete(attempt).where(attempt.c.subject == subject))
        if failures:
            connection.execute(
                sa.insert(attempt).values(subject=subject, failures=failures, last_at=now(), until=until)
            )


def represented(home: Home, name: str, on: date) -> list[Row]:
    """Open accounts for which *name* stands in on the day *on*."""
    query = (
        sa.select(account)
        .join(deputy, account.c.account == deputy.c.stands_for)
        .where(deputy.c.account == name, deputy.c.ended_at.is_(None), account.c.is_active)
        .where(deputy.c.starts_on <= on, deputy.c.ends_on >= on)
    )
    with reading(home) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def all_sessions(home: Home) -> list[Row]:
    """Every session ever begun, those over as well."""
    return listed(home, session)


def all_deputies(home: Home) -> list[Row]:
    """Every deputy ever named, the newest first."""
    return listed(home, deputy, newest_first=True)


def deputy_numbered(home: Home, number: int) -> Row | None:
    """The deputy of that number; None where there is none."""
    return found(home, deputy, number)


def put_deputy(home: Home, **values: Any) -> int:
    """Write a deputy down and return the number."""
    return add(home, deputy, **values)


def change_deputy(home: Home, number: int, **values: Any) -> None:
    """Set columns of a deputy."""
    change(home, deputy, number, **values)


def put_token(home: Home, **values: Any) -> int:
    """Write a new token down and return its number."""
    return add(home, token, **values, created_at=now())


def tokens(home: Home) -> list[Row]:
    """Every token, oldest first."""
    return listed(home, token)


def token_with_account(home: Home, token_hash: str) -> Row | None:
    """The token and its account in one row."""
    query = (
        sa.select(token.c.id.label("token_id"), token.c.expires_at, token.c.revoked_at, account)
        .join(account, account.c.account == token.c.account)
        .where(token.c.token_hash == token_hash)
    )
    with reading(home) as connection:
        row = connection.execute(query).mappings().first()
        return dict(row) if row else None


def revoke_token(home: Home, number: int) -> bool:
    """End a token; False where there is none in force of that number."""
    with writing(home) as connection:
        done = connection.execute(
            sa.update(token)
            .where(token.c.id == number, token.c.revoked_at.is_(None))
            .values(revoked_at=now())
        )
    return done.rowcount == 1

"""The database of what people typed: who did what, when and why. SQLite by default, PostgreSQL by URL."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import RLock, local
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Date, Integer, Numeric, Text, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from domain.program.errors import HomeDamagedError
from store.disk.durable import exclusive
from store.disk.home import Home
from store.disk.marker import Marker, read_marker, write_marker
from store.disk.trouble import ALLOW_WRITING, RESTORE, told

MIGRATIONS = Path(__file__).parents[1] / "migrations"
OFFICE_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no summer time there
BUSY_SECONDS = 30
_CONNECT_SECONDS = 5
_SAME_ANSWER_SECONDS = 5.0  # a page asks for many things in a row


def now() -> datetime:
    """The present moment in office time; the one clock of what is written down."""
    return exactly_now().replace(microsecond=0)


def exactly_now() -> datetime:
    """The same to the tick, for what must be told to be before or after another within one second."""
    return datetime.now(OFFICE_TIME)


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time: kept as UTC, given back in office time."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC without its zone; a time without a zone is office time."""
        if value is None:
            return None
        aware = value if value.tzinfo else value.replace(tzinfo=OFFICE_TIME)
        return aware.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Back to office time."""
        return None if value is None else value.replace(tzinfo=UTC).astimezone(OFFICE_TIME)


metadata = sa.MetaData()


def _table(name: str, *columns: Any) -> sa.Table:
    return sa.Table(name, metadata, Column("id", Integer, primary_key=True, autoincrement=True), *columns)


# One row per event in the life of an import; the last ``load`` gives its place in the order.
import_log = _table(
    "import_log",
    Column("event", Text, nullable=False),  # load undo redo reparse
    Column("import_id", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("file_name", Text, nullable=False),
    Column("options", sa.JSON, nullable=False),
    Column("tables", sa.JSON, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("loaded_by", Text, nullable=False),
    Column("build_id", Text),  # null: the publish did not come to its end
    Column("publication", Integer),  # null: loaded before publications were kept, or by itself
)

# One row per act of publishing: files, corrections and settled words that went in together.
publication = _table(
    "publication",
    Column("person", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column(
        "changes", sa.JSON, nullable=False
    ),  # what it changed beside the files, with what stood there before
    Column("build_id", Text),
    Column("state", Text, nullable=False),  # unfinished active undone
    Column("switched_by", Text),
    Column("switched_at", Moment),
)

# One row per file that could not be taken.
refusal_log = _table(
    "refusal_log",
    Column("sha256", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("received_by", Text, nullable=False),
)

# One row per file that was received and waits to be published; its bytes lie in the home's staging folder.
staged_file = _table(
    "staged_file",
    Column("person", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("options", sa.JSON, nullable=False),
    Column("corrections", sa.JSON, nullable=False),  # numbers of those made while it waits
    Column("staged_at", Moment, nullable=False),
)

# One row per value that a person put in place of what a file says.
correction = _table(
    "correction",
    Column("kind", Text, nullable=False),
    Column("business_key", Text),  # null: the row itself could not be read, see sha256
    Column("sha256", Text),
    Column("sheet", Text),
    Column("source_row", Integer),
    Column("column_name", Text, nullable=False),
    Column("value_found", Text),
    Column("value", Text),  # canonical, as the warehouse writes it
    Column("value_text", Text),  # as it was typed; null where another cell's correction brought this one
    Column("as_of", Date),  # of the row that was corrected
    Column("department_code", Text),
    Column("reason", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # waiting active retired reversed superseded undone
    Column("retired_as_of", Date),
    Column("reversed_by", Text),
    Column("reversed_at", Moment),
    Column("dispute_id", Integer),
    Column("publication", Integer),  # the one that put it in force; null: by itself
)

# One row per number a department says is wrong.
dispute = _table(
    "dispute",
    Column("kind", Text, nullable=False),
    Column("business_key", Text, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("as_of", Date),
    Column("value_shown", Text),
    Column("value_claimed", Text),
    Column("reason", Text, nullable=False),
    Column("proof_sha256", Text),
    Column("proof_name", Text),
    Column("department_code", Text, nullable=False, index=True),
    Column("sent_by", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # sent reviewing accepted declined
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Column("decision_reason", Text),
)

# One row per spelling of a department that somebody settled.
alias = _table(
    "alias",
    Column("folded", Text, nullable=False, unique=True),
    Column("text_seen", Text, nullable=False),
    Column("department_code", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", Moment, nullable=False),
)

# One row per heading of a kind of source that somebody confirmed; column '' means ignored.
heading = _table(
    "heading",
    Column("kind", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("heading_seen", Text, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", Moment, nullable=False),
    sa.UniqueConstraint("kind", "folded"),
)

promise = _table(
    "promise",
    Column("department_code", Text, nullable=False, index=True),
    Column("campaign", Text),
    Column("obligation", Text),
    Column("items", sa.JSON, nullable=False),
    Column("promised_date", Date, nullable=False),
    Column("promised_by", Text, nullable=False),
    Column("note", Text),
    Column("noted_by", Text, nullable=False),
    Column("noted_at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # open kept broken withdrawn
    Column("closed_at", Moment),
)

reminder_log = _table(
    "reminder_log",
    Column("department_code", Text, nullable=False),
    Column("campaign", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    Column("item_key", Text, nullable=False),
    Column("step", Text, nullable=False),  # 7 3 1 overdue
    Column("channel", Text, nullable=False),  # copy eml word smtp
    Column("body", Text),
    Column("prepared_by", Text, nullable=False),
    Column("prepared_at", Moment, nullable=False),
    sa.UniqueConstraint("department_code", "campaign", "obligation", "item_key", "step"),
)

reminder_pause = _table(
    "reminder_pause",
    Column("department_code", Text, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("paused_by", Text, nullable=False),
    Column("paused_at", Moment, nullable=False),
)

scenario = _table(
    "scenario",
    Column("name", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("build_id", Text),
    Column("choices", sa.JSON, nullable=False),
    Column("result", sa.JSON),
    Column("saved_by", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

issued_report = _table(
    "issued_report",
    Column("name", Text, nullable=False),
    Column("department_code", Text),
    Column("as_of", Date, nullable=False),
    Column("build_id", Text),
    Column("parameters", sa.JSON, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
)

forecast_log = _table(
    "forecast_log",
    Column("build_id", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("campaign", Text, nullable=False),
    Column("obligation", Text, nullable=False),
    Column("department_code", Text, nullable=False),
    Column("remaining", Integer),
    Column("p_on_time", sa.Float),
    Column("expected_date", Date),
    Column("low_date", Date),
    Column("high_date", Date),
    Column("points_used", Integer),
    Column("made_at", Moment, nullable=False),
    sa.UniqueConstraint("build_id", "as_of", "campaign", "obligation", "department_code"),
)

freeze = _table(
    "freeze",
    Column("name", Text, nullable=False),
    Column("campaign", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("build_id", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("frozen_by", Text, nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", Moment),
    Column("lift_reason", Text),
    Column("lift_ends", Moment),
)

# One row per score that a person set in place of a measured one.
override = _table(
    "override",
    Column("year", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("score", Numeric(9, 4), nullable=False),
    Column("reason", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column(
        "starts_on", Date
    ),  # newest day of data when it was set; null: older than this column, counts from ever
    Column("expires_on", Date, nullable=False),
    Column("ended_by", Text),
    Column("ended_at", Moment),
    Column("ended_on", Date),  # newest day of data when it was ended; that day counts without it
    Column(
        "counted", Text
    ),  # what was counted or chosen under the rule, in words; null: the points themselves were typed
    Column("proof", Text),  # the document that proves it; null: none was named
)

# One row per rule of a set that the office confirmed as read; it counts for the same wording wherever it is loaded again.
rule_confirmation = _table(
    "rule_confirmation",
    Column("rule_key", Text, nullable=False, index=True),  # hash of the wording and the maximum
    Column("max_score", Numeric(9, 4), nullable=False),
    Column("wording", Text, nullable=False),
    Column("said", Text, nullable=False),  # how it was read when it was confirmed
    Column("person", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_by", Text),
    Column("ended_at", Moment),
)

# One row per file kept as evidence of a criterion; its bytes lie among the snapshots.
evidence = _table(
    "evidence",
    Column("year", Integer, nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("item", Text, nullable=False),  # which of the documents asked for
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kind", Text, nullable=False),  # pdf docx xlsx png jpg
    Column("has_text", Boolean, nullable=False),
    Column("signatures", sa.JSON, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("issued_on", Date),
    Column("author", Text, nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", Moment),
    Column("replaces", Integer),  # the earlier revision
    Column("state", Text, nullable=False),  # kept replaced removed
    Column("added_by", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("removed_by", Text),
    Column("removed_at", Moment),
    Column("remove_reason", Text),
)

account = sa.Table(
    "account",
    metadata,
    Column("account", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("also_role", Text),  # of an administrator who also sees figures; null: they see none
    Column("department_code", Text),  # the first of its units
    Column("departments", sa.JSON),  # all of them; null: the first alone
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Boolean, nullable=False, default=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("failed_attempts", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
    Column("created_by", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment),
)

session = sa.Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("address", Text),
    Column("browser", Text),
    Column("way", Text),  # password, provider or proxy; null: a password
)

# One row per account or address that failed to sign in lately.
attempt = sa.Table(
    "attempt",
    metadata,
    Column("subject", Text, primary_key=True),  # tk:ACCOUNT or dc:ADDRESS
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("until", Moment),
)

# One row per token of the read interface; the token itself is kept by nobody but its owner.
token = _table(
    "token",
    Column("account", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
)

# One row per time that an account may do what another may.
deputy = _table(
    "deputy",
    Column("account", Text, nullable=False),
    Column("stands_for", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),  # that day included
    Column("made_by", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_by", Text),
    Column("ended_at", Moment),
)

# Append-only; each row carries the hash of the one before, so a missing row shows.
audit = _table(
    "audit",
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_kind", Text),
    Column("object_id", Text),
    Column("before", sa.JSON),
    Column("after", sa.JSON),
    Column("address", Text),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)


@contextmanager
def reading(home: Home) -> Iterator[Connection]:
    """
    A connection to the application database of *home*, migrated; writes nothing.

    Inside `writing` of the same thread it is that transaction, which sees what was written so far.

    Raises:
        HomeDamagedError: The database is missing, damaged or out of reach.
    """
    joined = _open_transactions().get(home)
    if joined is not None:
        yield joined
        return
    with told(), engine(home).connect() as connection:
        yield connection


@contextmanager
def writing(home: Home) -> Iterator[Connection]:
    """
    One transaction on the application database of *home*: all of it or, after an error, nothing.

    What is written inside another one of the same thread belongs to that one.

    Raises:
        HomeDamagedError: As `reading`, and where there is no room or no right to write.
    """
    transactions = _open_transactions()
    if home in transactions:
        yield transactions[home]
        return
    with told(), engine(home).begin() as connection:
        transactions[home] = connection
        try:
            yield connection
        finally:
            del transactions[home]


def is_writing(home: Home) -> bool:
    """Tell whether this thread is inside `writing`."""
    return home in _open_transactions()


def _open_transactions() -> dict[Home, Connection]:
    if not hasattr(_own, "transactions"):
        _own.transactions = {}
    return _own.transactions


def engine(home: Home) -> Engine:
    """
    The engine of *home*'s application database, brought to the newest migration.

    Kept as long as the file is the same one: a database put back under a running program is seen at once. Whoever
    waited in line while somebody tried in vain to open it, or comes right after, gets the same answer without waiting.
    """
    url, came = home.application_url, time.monotonic()
    key = (url, home)
    with _opening:
        seen, made = _engines.get(key, (None, None))
        if made is None or seen != _file_behind(url):
            if made is not None:
                made.dispose()
            failed_at, problem = _failed.pop(key, (0.0, None))
            if problem is not None and came - failed_at < _SAME_ANSWER_SECONDS:
                _failed[key] = (failed_at, problem)
                raise problem
            made = _tried(url, home)
            _engines[key] = (_file_behind(url), made)
        return made


def _tried(url: str, home: Home) -> Engine:
    began = time.monotonic()
    try:
        return _opened(url, home)
    except SQLAlchemyError as problem:
        if time.monotonic() - began >= BUSY_SECONDS * 0.8:  # what fails at once costs nobody a wait
            _failed[url, home] = (time.monotonic(), problem)
        raise


_opening = RLock()
_own = local()
_engines: dict[tuple[str, Home], tuple[tuple[int, int] | None, Engine]] = {}
_failed: dict[tuple[str, Home], tuple[float, SQLAlchemyError]] = {}


def _file_behind(url: str) -> tuple[int, int] | None:
    """What tells one SQLite file from another that took its name; None for a server's database."""
    path = sqlite_file(url)
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for a server's database."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def is_there(home: Home) -> bool:
    """
    Tell whether the application database exists, so that reading it creates nothing.

    Raises:
        HomeDamagedError: It is not there and has been.
    """
    path = sqlite_file(home.application_url)
    if path is None or path.exists():
        return True
    marker = read_marker(home.path)
    if marker is not None and marker.has_database:
        raise lost_database("Không thấy cơ sở dữ liệu ứng dụng")
    return False


def lost_database(what: str) -> HomeDamagedError:
    """The error for a database that has been there and is gone or empty."""
    return HomeDamagedError("database_missing", what, remedy=RESTORE)


def has_accounts(home: Home) -> bool:
    """Tell whether anybody has an account; a home that does not exist yet has none and stays so."""
    if not is_there(home):
        return False
    with reading(home) as connection:
        return connection.execute(sa.select(account.c.account).limit(1)).first() is not None


def _opened(url: str, home: Home) -> Engine:
    made = new_engine(url)
    is_writable = True
    if (path := sqlite_file(url)) is not None:
        is_writable = can_write(path)
        event.listen(made, "connect", _prepare_sqlite if is_writable else _prepare_for_reading)
    marker = read_marker(home.path)
    if not is_writable:
        _require_newest(made)
    if (sqlite_file(url) is not None and not is_there(home)) or _revision_of(made) != newest_revision():
        # Two processes that open a new home at once must not both create its tables.
        with exclusive(home.path / "migration.lock"):
            _require_not_lost(made, marker)
            migrate(made)
    _mark(made, home, marker)
    return made


def new_engine(url: str) -> Engine:
    """An engine for the database at *url* as it is: nothing is created, migrated or marked."""
    if url.startswith("postgres"):
        return sa.create_engine(
            _address(url), pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS}
        )
    return sa.create_engine(_address(url))


def _require_newest(made: Engine) -> None:
    """One of an earlier version that may only be read cannot be brought to this one."""
    if _revision_of(made) not in (None, newest_revision()):
        raise HomeDamagedError(
            "home_read_only",
            "Phần mềm vừa đổi phiên bản nên phải nâng cấp cơ sở dữ liệu ứng dụng, nhưng thư mục dữ liệu chỉ cho đọc",
            remedy=ALLOW_WRITING,
        )


def _require_not_lost(made: Engine, marker: Marker | None) -> None:
    """An empty database where one has been is a lost one: new tables would hide that."""
    if marker is not None and marker.has_database and _revision_of(made) is None:
        raise lost_database("Cơ sở dữ liệu ứng dụng trống rỗng")


def _mark(made: Engine, home: Home, marker: Marker | None) -> None:
    """Write down that *home* has a database; one with accounts is an office's."""
    if marker is not None and marker.has_database and marker.kind != "damaged":
        return
    with made.connect() as connection:
        accounts = connection.execute(sa.select(account.c.account).limit(1)).first()
    said = marker if marker is not None and marker.kind != "damaged" else Marker("trial")
    kind = "office" if accounts else said.kind
    with suppress(OSError):  # a home that cannot be written can still be read
        write_marker(home.path, replace(said, kind=kind, has_database=True))


def can_write(path: Path) -> bool:
    """Tell whether the SQLite file at *path* may be written, the journal beside it too; so may one that is to be made."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _address(url: str) -> str:
    """The address to open: a SQLite file that may not be written is opened as one that does not change."""
    path = sqlite_file(url)
    if path is None:
        # The driver that is installed, whatever the short form of the address means elsewhere.
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    return url if can_write(path) else f"sqlite:///{read_only_address(path)}&uri=true"


def read_only_address(path: Path) -> str:
    """The address by which SQLite opens the file at *path* without writing anything, as one that does not change if it can."""
    journal = path.with_name(f"{path.name}-wal")
    # What still lies in the journal of a file believed not to change would be left out in silence.
    is_settled = not journal.exists() or journal.stat().st_size == 0
    return f"file:{quote(path.as_posix())}?mode=ro{'&immutable=1' if is_settled else ''}"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = full")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def _prepare_for_reading(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma query_only = on")
    cursor.close()


def migrate(made: Engine) -> None:
    """Bring the database to the newest migration; a database already there is only looked at."""
    if _revision_of(made) == newest_revision():
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_revision() -> str:
    """The number of the newest migration: their files are named by it."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision_of(made: Engine) -> str | None:
    if not sa.inspect(made).has_table("alembic_version"):
        return None
    with made.connect() as connection:
        return connection.execute(sa.text("select version_num from alembic_version")).scalar()

"""How is the application database copied whole while others write, from and to whatever holds it?"""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.program.errors import DashboardError
from store.disk.durable import CHANGED_MEANWHILE
from store.disk.home import Home
from store.disk.trouble import told
from store.written.application import (
    can_write,
    engine,
    is_there,
    metadata,
    migrate,
    new_engine,
    read_only_address,
    sqlite_file,
)

DATABASE = "application.sqlite"


def copy_of_database(home: Home, folder: Path) -> Path | None:
    """A consistent copy as a SQLite file in *folder*; None where there is no database yet."""
    if not is_there(home):
        return None
    copy, file = folder / DATABASE, sqlite_file(home.application_url)
    if file is None:
        _copy_rows_out(home, copy)
        return copy
    if can_write(file):
        _copy_file(file.resolve().as_uri(), copy)
    else:
        _copy_of_unchanged(file, copy)
    return copy


def _copy_of_unchanged(file: Path, copy: Path) -> None:
    """Copy a database that may not be written, and so not be locked either: what changed meanwhile was not copied whole."""
    before = _state(file)
    _copy_file(read_only_address(file), copy)
    if _state(file) != before:
        raise DashboardError(CHANGED_MEANWHILE, where=file.name, remedy="Làm lại.")


def _state(file: Path) -> list[tuple[int, int]]:
    """What tells whether anybody wrote to *file* or to the journal beside it."""
    journal = file.with_name(f"{file.name}-wal")
    return [(one.stat().st_mtime_ns, one.stat().st_size) for one in (file, journal) if one.exists()]


def _copy_file(address: str, copy: Path) -> None:
    with (
        told(),
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _copy_rows_out(home: Home, copy: Path) -> None:
    made = sa.create_engine(f"sqlite:///{copy.as_posix()}")
    migrate(made)
    with told(), engine(home).connect() as connection, made.begin() as target:
        # One moment for all tables, whoever writes meanwhile.
        _copy_rows(connection.execution_options(isolation_level="REPEATABLE READ"), target)
    made.dispose()


def put_into_server(copy: Path, home: Home) -> None:
    """
    Move the rows of *copy* into the database server of *home*, whose tables must be empty; the copy goes.

    Raises:
        DashboardError: Somebody's rows are there already.
    """
    made = sa.create_engine(f"sqlite:///{copy.as_posix()}")
    server = new_engine(home.application_url)
    with told():
        migrate(made)
        migrate(server)
    with told(), made.connect() as source, server.begin() as target:
        for table in metadata.sorted_tables:
            if target.execute(sa.select(table).limit(1)).first() is not None:
                raise DashboardError(
                    "Cơ sở dữ liệu nhận không trống", where=table.name, remedy="Chọn một cơ sở dữ liệu mới."
                )
        _copy_rows(source, target)
    made.dispose()
    server.dispose()
    copy.unlink()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = [dict(row) for row in source.execute(sa.select(table)).mappings()]
        if rows:
            target.execute(sa.insert(table), rows)
        if target.dialect.name == "postgresql" and "id" in table.c and rows:
            # Numbers were given by the old database: the next one follows the highest.
            target.execute(
                sa.select(
                    sa.func.setval(
                        sa.func.pg_get_serial_sequence(f'"{table.name}"', "id"), max(r["id"] for r in rows)
                    )
                )
            )

"""Rows of the application database as dictionaries: put in, list, change."""

from typing import Any

import sqlalchemy as sa

from store.disk.home import Home
from store.written.application import is_there, reading, writing

Row = dict[str, Any]


def add(home: Home, table: sa.Table, **values: Any) -> int:
    """Insert one row and return its number."""
    with writing(home) as connection:
        key = connection.execute(sa.insert(table).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def add_new(home: Home, table: sa.Table, rows: list[Row], *, unique: tuple[str, ...]) -> int:
    """Insert those of *rows* whose *unique* columns are not there yet; return how many were new."""
    with writing(home) as connection:
        columns = [table.c[name] for name in unique]
        known = {tuple(row) for row in connection.execute(sa.select(*columns))}
        fresh = {tuple(row[name] for name in unique): row for row in rows}
        wanted = [row for key, row in fresh.items() if key not in known]
        if wanted:
            connection.execute(sa.insert(table), wanted)
    return len(wanted)


def add_once(home: Home, table: sa.Table, row: Row, *, unique: str) -> None:
    """Insert *row* unless one with its *unique* column is there, in one statement: of several at once one comes in."""
    columns = {name: table.c[name] for name in row}
    there = sa.exists().where(columns[unique] == row[unique])
    values = [sa.bindparam(f"new_{name}", row[name], columns[name].type).label(name) for name in row]
    with writing(home) as connection:
        connection.execute(sa.insert(table).from_select(list(row), sa.select(*values).where(~there)))


def listed(home: Home, table: sa.Table, *, newest_first: bool = False, **equal: Any) -> list[Row]:
    """Rows of *table* whose columns equal *equal*, oldest first unless asked otherwise."""
    if not is_there(home):
        return []
    order = next(iter(table.primary_key.columns))
    query = sa.select(table).order_by(order.desc() if newest_first else order)
    for name, value in equal.items():
        query = query.where(
            table.c[name].in_(value) if isinstance(value, tuple | list | set) else table.c[name] == value
        )
    with reading(home) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def found(home: Home, table: sa.Table, number: Any) -> Row | None:
    """The row whose primary key is *number*; None where there is none."""
    key = next(iter(table.primary_key.columns))
    rows = listed(home, table, **{key.name: number})
    return rows[0] if rows else None


def change(home: Home, table: sa.Table, number: Any, **values: Any) -> None:
    """Set columns of the row whose primary key is *number*."""
    key = next(iter(table.primary_key.columns))
    with writing(home) as connection:
        connection.execute(sa.update(table).where(key == number).values(**values))

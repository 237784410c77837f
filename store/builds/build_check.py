"""Is a build whole: does every table hold what was put in, by files that are known, readable to the last letter?"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from domain.program.errors import BuildFailedError
from store.builds.kinds import FACTS, FactTable


def require_whole(path: Path, imports: Sequence[str]) -> None:
    """
    Look through the finished build in *path*, which shall hold exactly *imports*.

    Raises:
        BuildFailedError: Something is missing, too much, or cannot be read.
    """
    connection = duckdb.connect(str(path), read_only=True)
    try:
        said = fault_in(connection, imports)
    except duckdb.Error as problem:
        raise _broken(str(problem)) from problem
    finally:
        connection.close()
    if said:
        raise _broken(said)


def fault_in(connection: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> str:
    """What is wrong with the build behind *connection*; empty when it is whole and holds exactly *imports*."""
    return next(
        filter(None, (look(connection, imports) for look in (_unknown_imports, _missing_rows, _unreadable))),
        "",
    )


def _broken(reason: str) -> BuildFailedError:
    return BuildFailedError(
        "Kho số liệu vừa dựng không nguyên vẹn nên không dùng",
        remedy="Số liệu đã công bố vẫn giữ nguyên. Dựng lại từ các tệp gốc.",
        reason=reason,
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'core' order by table_name"
    ).fetchall()
    return [name for (name,) in rows]


def _unknown_imports(connection: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> str:
    held = {name for (name,) in connection.execute("select import_id from core.import_file").fetchall()}
    if held != set(imports):
        return f"files held and wanted differ: {sorted(held ^ set(imports))}"
    for table in sorted({fact.table for fact in FACTS}):
        row = connection.execute(
            f"select count(*) from core.{table} where import_id not in (select import_id from core.import_file)"
        ).fetchone()
        if row and row[0]:
            return f"{row[0]} rows of {table} come from no known file"
    return ""


def _missing_rows(connection: duckdb.DuckDBPyConnection, _imports: Sequence[str]) -> str:
    for fact in FACTS:
        said = connection.execute(
            "select coalesce(sum(accepted_rows), 0) from core.import_table where kind = ?", [fact.kind]
        ).fetchone()
        held = connection.execute(f"select count(*) from core.{fact.table} where {fact.only}").fetchone()
        if said and held and said[0] != held[0] and said[0] != _sheet_rows(connection, fact):
            return f"{fact.kind}: {said[0]} rows accepted, {held[0]} held"
    return ""


def _sheet_rows(connection: duckdb.DuckDBPyConnection, fact: FactTable) -> int:
    """The rows of sheets behind the rows held: one of them may state several, a year or a level each."""
    row = connection.execute(
        f"select count(distinct (import_id, sheet, source_row)) from core.{fact.table} where {fact.only}"
    ).fetchone()
    return row[0] if row else 0


def _unreadable(connection: duckdb.DuckDBPyConnection, _imports: Sequence[str]) -> str:
    for table in _tables(connection):
        # Hashing whole rows touches every value, texts included.
        connection.execute(f"select bit_xor(hash(row)) from core.{table} as row").fetchall()
    return ""

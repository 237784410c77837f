"""Hand-made imports for the store's tests."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_loaders.declared.declarations import kind_named
from domain.agency.departments import all_codes
from domain.agency.scope import Scope
from store.builds.building import AppliedCorrection
from store.builds.kinds import KINDS
from store.builds.parsed import ParsedImport, ParsedIssue, ParsedTable, arrow_rows, column_types
from store.current import warehouse
from store.current.warehouse import ActiveImport, Build, make_current, open_reader, writer_lock
from store.disk.home import Home

OFFICE = Scope(all_codes(), is_whole_office=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def day(text: str) -> date:
    """'12/11' is 12 November 2023."""
    number, month = text.split("/")
    return date(2023, int(month), int(number))


def task(key: str, department: str = "VP", **columns: Any) -> dict[str, Any]:
    return {"business_key": key, "task_code": key, "department_code": department, **columns}


def table(
    kind: str, as_of: str, rows: list[dict[str, Any]], *, rejected=(), period=(None, None), sheet="S"
) -> ParsedTable:
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = {name: [row.get(name) for row in rows] for name in names}
    frame["source_row"] = list(range(2, 2 + len(rows)))
    return ParsedTable(
        kind=kind,
        sheet=sheet,
        as_of=day(as_of),
        period_from=period[0] and day(period[0]),
        period_to=period[1] and day(period[1]),
        header_rows=(1,),
        columns={},
        data_rows=len(rows) + len(rejected),
        rows=arrow_rows(kind, frame),
        rejected=tuple(rejected),
        skipped=((1, "title"),),
    )


VALUES = {"DATE": date(2023, 11, 1), "VARCHAR": "x", "BOOLEAN": True}


def one_of_each_required(kind: str) -> dict[str, Any]:
    """A value for each column that a row of *kind* must have beside its unit, by the types of its table."""
    own = KINDS[kind]
    types = column_types()[own.table]
    required = {one.name for one in kind_named(kind).columns.values() if one.required} - {own.department}
    return {name: VALUES.get(types[name], 1) for name in required if name in types}


def an_import(name: str, *tables: ParsedTable) -> ParsedImport:
    issues = tuple(
        ParsedIssue(t.kind, t.sheet, row, None, None, "31/02", "invalid_date", "error", department)
        for t in tables
        for row, _key, department in t.rejected
    )
    return ParsedImport(name, f"sha-{name}", "p", tables, issues)


def tasks(name: str, as_of: str, *rows: dict[str, Any], **more: Any) -> ParsedImport:
    return an_import(name, table("hpnet_tasks", as_of, list(rows), **more))


def active(parsed: ParsedImport) -> ActiveImport:
    return ActiveImport(
        parsed.import_id,
        parsed.sha256,
        parsed.parse_key,
        tuple((t.kind, t.sheet, t.as_of) for t in parsed.tables),
    )


def put(home: Home, *imports: ParsedImport, corrections=(), from_nothing=False) -> Build:
    known = {one.import_id: one for one in imports}
    with writer_lock(home):
        return make_current(
            home,
            active=[active(one) for one in imports],
            parse=lambda one: known[one.import_id],
            corrections=corrections,
            from_nothing=from_nothing,
        )


def corrected(key: str, column: str, value: str | None, *, found: str | None, as_of: str, number: str = "1"):
    return AppliedCorrection(number, "hpnet_tasks", key, column, found, value, day(as_of))


def states(home: Home, kind: str = "hpnet_tasks") -> dict[tuple[str, str], tuple]:
    """(import, key) -> (state_from, state_until, vanished_from), as text."""
    reader = open_reader(home, OFFICE)
    rows = reader._cursor.execute(
        "select import_id, business_key, state_from::text, state_until::text, vanished_from::text"
        f" from scoped.{KINDS[kind].table}"
    ).fetchall()
    return {(r[0], r[1]): r[2:] for r in rows}


def everything(home: Home) -> dict[str, list]:
    """Every row of every core table, sorted."""
    cursor = open_reader(home, OFFICE)._cursor
    names = cursor.execute(
        "select table_name from duckdb_tables() where schema_name = 'core' order by 1"
    ).fetchall()
    return {
        name: sorted(map(repr, cursor.execute(f"select * from core.{name}").fetchall())) for (name,) in names
    }


def written_by_an_older_program(path: Path) -> None:
    """Let the build in *path* pass for one that another schema made."""
    copy = path.with_suffix(".older")  # somebody may be reading the file itself
    shutil.copyfile(path, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update core.build set schema_key = 'older'")
    copy.replace(path)
    warehouse._open_builds.clear()

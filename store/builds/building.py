"""How one build file is filled: rows in, corrections on, then the state of every day."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from domain.agency.departments import all_codes, scored_codes
from domain.agency.office import office
from domain.agency.unit_changes import successions
from domain.counted.checked import checked_toml
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import RULES, SHIPPED_ONLY, Whose
from store.builds.kinds import FACTS, KINDS, FactTable
from store.builds.legal_due import write_legal_dues
from store.builds.office_time import write_sessions
from store.builds.parsed import FixedCell, ParsedImport, ParsedIssue, ParsedTable, column_types
from store.builds.schema_text import SCHEMA, SQL, sql_text

_IMPORT_TABLES = (
    "import_file",
    "import_table",
    "import_issue",
    "skipped_row",
    "skipped_sheet",
    "rejected_row",
    "coverage",
    "corrected_cell",
)


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """
    One correction as the build applies it. The row form (sha256) is applied before parsing instead.

    Attributes:
        value_found: What the source said when the correction was made, as canonical text.
        value: What to use, as canonical text; None empties the cell.
        as_of: Day of the row on which it was made.
    """

    correction_id: str
    kind: str
    business_key: str
    column_name: str
    value_found: str | None
    value: str | None
    as_of: date


@dataclass(slots=True)
class Change:
    """What differs from the build that the new one started from."""

    removed: Sequence[str]
    added: Sequence[ParsedImport]
    order: Sequence[str]


@dataclass(frozen=True, slots=True)
class BuildJob:
    """
    One build to be made.

    Attributes:
        path: The file to write; the build it starts from lies there already where *is_copy*.
        change: None where the file is finished and only what the sources caught up with is asked.
        crash_at: Stage at which to die, for a rehearsal.
        whose: Whose data count.
    """

    path: Path
    build_id: str
    schema_key: str
    corrections: Sequence[AppliedCorrection]
    change: Change | None = None
    is_copy: bool = False
    crash_at: str = ""
    whose: Whose = SHIPPED_ONLY


def fill(
    connection: duckdb.DuckDBPyConnection, change: Change, corrections: Sequence[AppliedCorrection]
) -> None:
    """Bring the build behind *connection* to the imports of *change* with *corrections* applied."""
    connection.execute("create temp table touched(kind text, business_key text)")
    connection.execute("create temp table changed(kind text, as_of_date date)")
    connection.execute("create temp table corrected_key(kind text, business_key text)")
    firsts = _first_days(connection)
    _remove(connection, change.removed)
    for parsed in change.added:
        _insert(connection, parsed)
    _set_load_ranks(connection, change.order)
    _apply_corrections(connection, corrections)
    write_sessions(connection)
    write_legal_dues(connection)
    for fact in FACTS:
        _set_states(connection, fact, first_day=firsts.get(fact.kind))


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty schema."""
    connection.execute(sql_text(SCHEMA))


def _first_days(connection: duckdb.DuckDBPyConnection) -> dict[str, date]:
    return dict(
        connection.execute("select kind, min(as_of_date) from core.import_table group by kind").fetchall()
    )


def _remove(connection: duckdb.DuckDBPyConnection, import_ids: Sequence[str]) -> None:
    if not import_ids:
        return
    ids = {"ids": list(import_ids)}
    for import_id in import_ids:
        _touch(connection, import_id)
    for table in (*_IMPORT_TABLES, *dict.fromkeys(fact.table for fact in FACTS)):
        connection.execute(f"delete from core.{table} where list_contains($ids, import_id)", ids)


def _touch(connection: duckdb.DuckDBPyConnection, import_id: str) -> None:
    """Remember the keys and days of an import that comes or goes."""
    one = {"import_id": import_id}
    connection.execute(
        "insert into changed select kind, as_of_date from core.import_table where import_id = $import_id", one
    )
    connection.execute(
        "insert into touched select kind, business_key from core.rejected_row"
        " where import_id = $import_id and business_key is not null",
        one,
    )
    kinds = connection.execute(
        "select distinct kind from core.import_table where import_id = $import_id", one
    ).fetchall()
    for (kind,) in kinds:
        fact = KINDS[kind]
        connection.execute(
            f"insert into touched select '{kind}', business_key from core.{fact.table}"
            f" where import_id = $import_id and {fact.only}",
            one,
        )


_ISSUE_COLUMNS = tuple(one.name for one in fields(ParsedIssue))
_FIXED_COLUMNS = tuple(one.name for one in fields(FixedCell))


def _insert(connection: duckdb.DuckDBPyConnection, parsed: ParsedImport) -> None:
    connection.execute(
        "insert into core.import_file values (?, ?, ?)", [parsed.import_id, parsed.sha256, parsed.parse_key]
    )
    for number, table in enumerate(parsed.tables, start=1):
        _insert_table(connection, parsed.import_id, number, table)
    one = {"import_id": parsed.import_id}
    skipped = [(place, *sheet) for place, sheet in enumerate(parsed.sheets_skipped, start=1)]
    _insert_rows(connection, "skipped_sheet", ("place", "sheet", "why"), skipped, one)
    _insert_rows(connection, "import_issue", _ISSUE_COLUMNS, _tuples(parsed.issues, _ISSUE_COLUMNS), one)
    _insert_rows(
        connection,
        "corrected_cell",
        _FIXED_COLUMNS,
        _tuples(parsed.fixed, _FIXED_COLUMNS),
        {**one, "is_before_parsing": True},
    )
    for kind in dict.fromkeys(table.kind for table in parsed.tables):
        _insert_coverage(connection, parsed.import_id, KINDS[kind])
    _touch(connection, parsed.import_id)


def _tuples(values: Iterable[object], names: Sequence[str]) -> list[tuple]:
    return [tuple(getattr(value, name) for name in names) for value in values]


def _insert_table(
    connection: duckdb.DuckDBPyConnection, import_id: str, number: int, table: ParsedTable
) -> None:
    rejected = len(
        {row for row, *_ in table.rejected}
    )  # a shared job stands once for each unit that leads it
    connection.execute(
        "insert into core.import_table by name select $import_id as import_id, $kind as kind, $sheet as sheet,"
        " $as_of::date as as_of_date, $from::date as period_from, $to::date as period_to, $number as table_number,"
        " 0 as load_rank, $whole as says_whole_office, $header_rows::integer[] as header_rows, $columns as columns_json, $data as data_rows,"
        " $accepted as accepted_rows, $rejected as rejected_rows",
        {
            "import_id": import_id,
            "kind": table.kind,
            "sheet": table.sheet,
            "as_of": table.as_of,
            "from": table.period_from,
            "to": table.period_to,
            "number": number,
            "whole": table.says_whole_office,
            "header_rows": list(table.header_rows),
            "columns": json.dumps(table.columns, ensure_ascii=False),
            "data": table.data_rows,
            "accepted": table.data_rows - rejected,
            "rejected": rejected,
        },
    )
    lineage = {"import_id": import_id, "sheet": table.sheet}
    _insert_arrow(connection, KINDS[table.kind].table, table.rows, {**lineage, "as_of_date": table.as_of})
    _insert_rows(
        connection,
        "rejected_row",
        ("source_row", "business_key", "department_code"),
        table.rejected,
        {**lineage, "kind": table.kind},
    )
    _insert_rows(connection, "skipped_row", ("source_row", "why"), table.skipped, lineage)


def _insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple],
    constants: Mapping[str, object],
) -> None:
    if not rows:
        return
    types = column_types()[table]
    arrow_types = {"VARCHAR": pa.string(), "INTEGER": pa.int32()}
    arrays = {
        name: pa.array(list(values), arrow_types[types[name]])
        for name, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    _insert_arrow(connection, table, pa.table(arrays), constants)


def _insert_arrow(
    connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, constants: Mapping[str, object]
) -> None:
    if not rows.num_rows:
        return
    types = column_types()[table]
    fixed = ", ".join(f"${name}::{types[name]} as {name}" for name in constants)
    connection.register("incoming", rows)
    connection.execute(f"insert into core.{table} by name select {fixed}, * from incoming", dict(constants))
    connection.unregister("incoming")


def _insert_coverage(connection: duckdb.DuckDBPyConnection, import_id: str, fact: FactTable) -> None:
    connection.execute(
        _filled("coverage.sql", fact),
        {
            "import_id": import_id,
            "kind": fact.kind,
            "departments": list(all_codes()),
            "leadership": list(office().leadership),
            "has_departments": fact.has_departments,
            "needs_department": fact.needs_department,
            "scored": len(scored_codes()),
            "least_named_pct": _least_named_pct(fact.kind),
        },
    )


def _least_named_pct(kind: str) -> float:
    """The part of the scored units that a table of *kind* has to name to speak for all, by data/rules/whole_office.toml."""
    rule = checked_toml(RULES / "whole_office.toml", RULE_SHAPES["whole_office"])
    return rule["by_kind"].get(kind, rule["least_named_pct"])


def _set_load_ranks(connection: duckdb.DuckDBPyConnection, order: Sequence[str]) -> None:
    connection.register(
        "import_order",
        pa.table(
            {
                "import_id": pa.array(list(order), pa.string()),
                "place": pa.array(range(len(order)), pa.int32()),
            }
        ),
    )
    # A file between two others of its day may change which of their rows stands.
    connection.execute((SQL / "load_ranks.sql").read_text(encoding="utf-8"))
    connection.unregister("import_order")


def _set_states(connection: duckdb.DuckDBPyConnection, fact: FactTable, *, first_day: date | None) -> None:
    """Compute anew when the rows of one kind are the state: those a change can reach, no others."""
    kind = {"kind": fact.kind}
    days = connection.execute("select min(as_of_date) from changed where kind = $kind", kind).fetchone()
    changed_from = days[0] if days else None
    corrected = connection.execute("select 1 from corrected_key where kind = $kind limit 1", kind).fetchone()
    if changed_from is None and corrected is None:
        return
    _prepare_tables_of(connection, kind)
    row = connection.execute("select min(as_of_date) from table_rank").fetchone()
    everything = fact.ends == "table" or (row or (None,))[0] != first_day
    _choose_keys(connection, fact, everything=everything)
    follows_units = _relate_keys(connection, fact)
    floor = date.min if everything or changed_from is None else changed_from
    connection.execute(_filled("intervals.sql", fact), {"floor": floor})
    if follows_units:
        connection.execute(_filled("succeeded.sql", fact))
    if fact.ends != "key_only":
        _set_vanished(connection, fact, floor)


def _prepare_tables_of(connection: duckdb.DuckDBPyConnection, kind: dict[str, str]) -> None:
    connection.execute(
        "create or replace temp table table_rank as select import_id, sheet, as_of_date, min(load_rank) as load_rank,"
        " min(table_number) as table_number from core.import_table where kind = $kind group by import_id, sheet, as_of_date",
        kind,
    )
    connection.execute(
        "create or replace temp table changed_day as select distinct as_of_date from changed where kind = $kind",
        kind,
    )


def _choose_keys(connection: duckdb.DuckDBPyConnection, fact: FactTable, *, everything: bool) -> None:
    source = f"core.{fact.table} where {fact.only}" if everything else "touched where kind = $kind"
    connection.execute(
        f"create or replace temp table touched_key as select distinct business_key from {source}",
        None if everything else {"kind": fact.kind},
    )


def _relate_keys(connection: duckdb.DuckDBPyConnection, fact: FactTable) -> bool:
    """Let a change of one key reach the same item under the unit before or after its own; False where no unit ever changed."""
    steps = [(a, b, begins) for old, new, begins in successions() for a, b in ((old, new), (new, old))]
    if fact.unit_in_key is None or not steps:
        return False
    place, length = fact.unit_in_key
    connection.execute("create or replace temp table unit_step(code text, other text, begins date)")
    connection.executemany("insert into unit_step values (?, ?, ?)", steps)
    connection.execute(_filled("related_keys.sql", fact, place=str(place), length=str(length)))
    connection.execute(
        "insert into touched_key select distinct k.business_key from related_key as k"
        " join touched_key as t on t.business_key = k.other_key"
        " where k.business_key not in (select business_key from touched_key)"
    )
    return True


def _set_vanished(connection: duckdb.DuckDBPyConnection, fact: FactTable, floor: date) -> None:
    parts = (
        "select distinct import_id, sheet, '' as part from core.import_table where kind = $kind"
        if fact.part == "''"
        else f"select distinct import_id, sheet, {fact.part} as part from core.{fact.table} where {fact.only}"
    )
    connection.execute(_filled("speaks.sql", fact, parts=parts), {"kind": fact.kind})
    if fact.ends == "table" and successions():
        _speak_for_units_that_ended(connection)
    connection.execute(
        "create or replace temp table rejected_key as select distinct t.as_of_date, r.business_key"
        " from core.rejected_row as r join table_rank as t on t.import_id = r.import_id and t.sheet = r.sheet"
        " where r.kind = $kind and r.business_key is not null",
        {"kind": fact.kind},
    )
    connection.execute(_filled("vanished.sql", fact), {"floor": floor, "kind": fact.kind})
    if fact.ends == "table":
        connection.execute(
            f"update core.{fact.table} set vanished_from = null,"
            " state_until = least(coalesce(state_until, vanished_from), vanished_from)"
            f" where vanished_from is not null and {fact.only}"
        )


def _speak_for_units_that_ended(connection: duckdb.DuckDBPyConnection) -> None:
    """Counts of a unit hold what it took over: from the day of the change on its table ends those of the units before it."""
    connection.execute("create or replace temp table taken_over(code text, other text, begins date)")
    connection.executemany("insert into taken_over values (?, ?, ?)", successions())
    connection.execute(sql_text(SQL / "taken_over.sql"))


def _filled(name: str, fact: FactTable, **more: str) -> str:
    """The SQL of *name* with the identifiers of one fact table; values stay parameters."""
    return sql_text(SQL / name).format(
        table=fact.table,
        department=fact.department,
        natural_date=fact.natural_date,
        part=fact.part,
        only=fact.only,
        **more,
    )


def _apply_corrections(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[AppliedCorrection]
) -> None:
    """Take every correction off again and put the wanted ones on: few rows, and never half of one state."""
    worn = connection.execute(
        "select distinct kind, column_name from core.corrected_cell where not is_before_parsing"
    ).fetchall()
    for kind, column in worn:
        _take_off(connection, KINDS[kind], column)
    connection.execute("delete from core.corrected_cell where not is_before_parsing")
    register_corrections(connection, corrections)
    connection.execute("insert into corrected_key select kind, business_key from correction")
    for kind, column in _columns_of(corrections):
        _put_on(connection, KINDS[kind], column)


def _columns_of(corrections: Iterable[AppliedCorrection]) -> list[tuple[str, str]]:
    """Kind and column of each correction; the department first, as the other cells follow their row there."""
    return sorted(
        {(c.kind, c.column_name) for c in corrections}, key=lambda c: (c[1] != "department_code", c)
    )


def register_corrections(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[AppliedCorrection]
) -> None:
    """Put *corrections* into the temporary table that the SQL files read."""
    names = ("correction_id", "kind", "business_key", "column_name", "value_found", "value")
    connection.register(
        "given",
        pa.table(
            {name: pa.array([getattr(c, name) for c in corrections], pa.string()) for name in names}
            | {"as_of": pa.array([c.as_of for c in corrections], pa.date32())}
        ),
    )
    connection.execute("create or replace temp table correction as select * from given")
    connection.unregister("given")
    for kind, column in _columns_of(corrections):
        data_type = column_types()[KINDS[kind].table][column]
        # One spelling per value, so that "13/11" typed twice compares equal.
        connection.execute(
            f"update correction set value = {_as_text(_as_value('value', data_type), data_type)},"
            f" value_found = {_as_text(_as_value('value_found', data_type, 'try_cast'), data_type)}"
            " where kind = $kind and column_name = $column",
            {"kind": kind, "column": column},
        )


def _take_off(connection: duckdb.DuckDBPyConnection, fact: FactTable, column: str) -> None:
    connection.execute(
        "insert into corrected_key select kind, business_key from core.corrected_cell where kind = $kind",
        {"kind": fact.kind},
    )
    _write_cells(connection, fact, column, "value_read")


def _put_on(connection: duckdb.DuckDBPyConnection, fact: FactTable, column: str) -> None:
    data_type = column_types()[fact.table][column]
    connection.execute(
        _filled("corrected_cells.sql", fact, as_text=_as_text(f"r.{column}", data_type)),
        {"kind": fact.kind, "column": column},
    )
    _write_cells(connection, fact, column, "value_used")


def _write_cells(connection: duckdb.DuckDBPyConnection, fact: FactTable, column: str, value: str) -> None:
    data_type = column_types()[fact.table][column]
    connection.execute(
        f"update core.{fact.table} as fact set {column} = {_as_value('c.' + value, data_type)}"
        " from core.corrected_cell as c"
        " where c.kind = $kind and c.column_name = $column and not c.is_before_parsing"
        " and c.import_id = fact.import_id and c.sheet = fact.sheet and c.source_row = fact.source_row",
        {"kind": fact.kind, "column": column},
    )


def caught_up(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[AppliedCorrection]
) -> dict[str, date]:
    """Corrections that a later file has made needless, with the day of the first such file."""
    caught: dict[str, date] = {}
    for kind, column in _columns_of(corrections):
        fact = KINDS[kind]
        text = _as_text(f"r.{column}", column_types()[fact.table][column])
        caught |= dict(
            connection.execute(
                _filled("caught_up.sql", fact, as_text=text), {"kind": kind, "column": column}
            ).fetchall()
        )
    return caught


def _as_text(expression: str, data_type: str) -> str:
    """SQL for the one spelling of a value; a list is joined by bars."""
    return f"array_to_string({expression}, '|')" if data_type.endswith("[]") else f"({expression})::varchar"


def _as_value(expression: str, data_type: str, cast: str = "cast") -> str:
    if data_type.endswith("[]"):
        return f"case when {expression} = '' then [] else string_split({expression}, '|') end"
    return f"{cast}({expression} as {data_type})"

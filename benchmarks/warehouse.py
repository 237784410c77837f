"""A build of any size in memory, and one of the samples, for measuring."""

from datetime import date
from pathlib import Path

import duckdb

from data_loaders.intake.reading import Received, read_together
from data_loaders.publishing.ingest import publish
from domain.agency.departments import scored_codes
from domain.agency.scope import Scope
from domain.program.places import SAMPLES
from store.builds.reader import Reader
from store.builds.schema_text import SCHEMA
from store.disk.home import Home
from store.disk.snapshots import keep

_FILL = """
insert into core.task (
    import_id, sheet, source_row, as_of_date, state_from, business_key, task_code, subject, department_code,
    assigned_date, due_date, completed_date, is_reported, is_archived, work_file_code
)
select
    'measured', 'CongViec', n, $as_of, date '0001-01-01', 'CV' || n, 'CV' || n, 'Tham mưu nội dung số ' || n,
    list_extract($codes, 1 + n % len($codes)),
    $as_of - (n % 300)::integer, $as_of - (n % 300)::integer + 10,
    case when n % 5 > 0 then $as_of - (n % 300)::integer + (n % 14)::integer end,
    n % 5 > 0, n % 5 > 1, case when n % 4 > 0 then 'HS' || (n % 200) end
from range($rows::bigint) as r(n)
"""
_IMPORT = """
insert into core.import_table (
    import_id, kind, sheet, table_number, as_of_date, period_from, period_to, load_rank, says_whole_office, header_rows, columns_json,
    data_rows, accepted_rows, rejected_rows
)
values ('measured', 'hpnet_tasks', 'CongViec', 1, $as_of, null, null, 1, true, [2], '{}', $rows, $rows, 0)
"""
_COVERAGE = """
insert into core.coverage (import_id, sheet, kind, as_of_date, department_code, is_whole_office, evidence)
select 'measured', 'CongViec', 'hpnet_tasks', $as_of, unnest($codes), true, 'office'
"""


def filled_warehouse(rows: int, as_of: date, scope: Scope) -> Reader:
    """A reader of a warehouse in memory with *rows* tasks of one export."""
    connection = duckdb.connect()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    codes = list(scored_codes())
    connection.execute(_FILL, {"as_of": as_of, "codes": codes, "rows": rows})
    connection.execute(_IMPORT, {"as_of": as_of, "rows": rows})
    connection.execute(_COVERAGE, {"as_of": as_of, "codes": codes})
    return Reader(connection, scope, "measured")


def samples_home(folder: Path) -> Home:
    """A home in *folder* with every sample loaded, as the trial has it."""
    home = Home(folder)
    received = [
        Received(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*")) if path.is_file()
    ]
    for one in received:
        keep(home, one.content)
    publish(home, read_together(home, received), person="đo")
    return home

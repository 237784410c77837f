"""When is a dossier due that names no day, by the time its procedure may take?"""

import duckdb
import pyarrow as pa

from domain.agency.procedure_limits import procedure_limits
from domain.agency.working_calendar import WorkingCalendar
from domain.wording.text import fold_words

_UNDATED = (
    "select import_id, sheet, source_row, procedure, received_at from core.dossier"
    " where promised_at is null and received_at is not null and procedure is not null"
)


def write_legal_dues(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the due moments of such dossiers anew: the limits and the calendar may have changed."""
    connection.execute("delete from core.legal_due")
    limits, calendar = procedure_limits(), WorkingCalendar.office()
    if not limits:
        return
    rows = [
        {
            "import_id": import_id,
            "sheet": sheet,
            "source_row": row,
            "due_at": limit.due_after(received, calendar),
        }
        for import_id, sheet, row, procedure, received in connection.execute(_UNDATED).fetchall()
        if (limit := limits.get(fold_words(procedure)))
    ]
    if rows:
        connection.register("dues", pa.Table.from_pylist(rows))
        connection.execute("insert into core.legal_due by name select * from dues")
        connection.unregister("dues")

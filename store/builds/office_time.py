"""Which hours does the office work, in the form in which a build counts them?"""

from datetime import date, datetime, timedelta

import duckdb
import pyarrow as pa

from domain.agency.working_calendar import WorkingCalendar

# Beyond these years nothing is known of days off; a date there is a slip of the pen.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_DATES = (
    "received_at", "promised_at", "finished_at", "returned_at", "supplement_requested_at", "supplement_received_at",
)  # fmt: skip


def write_sessions(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the working sessions of every year that dossiers speak of, anew: the calendar may have changed."""
    connection.execute("delete from core.office_session")
    ends = ", ".join(f"min({name}), max({name})" for name in _DATES)
    [row] = connection.execute(f"select {ends} from core.dossier").fetchall()
    moments = [moment.date() for moment in row if moment is not None]
    if moments:
        first = max(date(min(moments).year - 1, 1, 1), _FIRST)
        last = min(date(max(moments).year + 1, 12, 31), _LAST)
        connection.register("sessions", _sessions(first, last))
        connection.execute("insert into core.office_session by name select * from sessions")
        connection.unregister("sessions")


def _sessions(first: date, last: date) -> pa.Table:
    calendar = WorkingCalendar.office()
    opens: list[datetime] = []
    closes: list[datetime] = []
    before: list[int] = []
    total = timedelta()
    for day in calendar.working_days(first, last):
        for begins, ends in calendar.sessions_of(day):
            opens.append(datetime.combine(day, begins))
            closes.append(datetime.combine(day, ends))
            before.append(int(total.total_seconds()))
            total += closes[-1] - opens[-1]
    times = pa.timestamp("us")
    return pa.table(
        {
            "opens": pa.array(opens, times),
            "closes": pa.array(closes, times),
            "seconds_before": pa.array(before, pa.int64()),
        }
    )

"""Which is the newest day that the rows of a file speak of, deadlines aside?"""

from collections.abc import Iterable
from datetime import date, datetime

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import ExtractedTable


def newest_day(tables: Iterable[ExtractedTable]) -> date | None:
    """The newest day in the accepted rows of *tables*; None where they hold none."""
    days = [
        day for table in tables for name in _past_columns(table.kind) for day in table.frame.get(name, ())
    ]
    return max((day.date() if isinstance(day, datetime) else day for day in days if day), default=None)


def _past_columns(kind: str) -> list[str]:
    """Columns of days that have come; a deadline or the day of an appointment may lie ahead."""
    return [name for name, column in kind_named(kind).columns.items() if column.type in ("date", "time")]

"""One metric on one day, for whoever asks outside a page: the command line, the read interface."""

import csv
import io
import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.agency.days import day_named
from domain.agency.departments import refuse_unknown
from domain.program.errors import UnknownNameError
from metrics.asking.catalogue import CATALOGUE, Metric
from store.builds.reader import Reader


@dataclass(frozen=True, slots=True)
class Answer:
    """One metric on one day, ready to be written in any form."""

    metric: str
    as_of: date | None
    build_id: str | None
    reconstructed: bool
    columns: list[str]
    rows: list[dict[str, Any]]

    def document(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "metric": self.metric,
            "as_of": as_json_value(self.as_of),
            "build_id": self.build_id,
            "reconstructed": self.reconstructed,
            "columns": self.columns,
            "rows": self.rows,
        }

    def csv_text(self) -> str:
        """As CSV: comma, dot decimals, unknown empty."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([cell(row[name]) for name in self.columns] for row in self.rows)
        return written.getvalue()


def answer_of(name: str, as_of: str | None, department: str | None, reader: Reader) -> Answer:
    """
    Compute metric *name* over what *reader* may see.

    Raises:
        UnknownNameError: No such metric, department or day.
    """
    metric, day = _metric(name), None if as_of is None else day_named(as_of)
    refuse_unknown(department)
    day = day or reader.newest_as_of()
    if day is None:
        return Answer(name, None, reader.build_id, False, list(metric.columns), [])
    from metrics.asking.state import is_reconstructed

    table = metric.function(reader, as_of=day, department=department)
    rows = [
        {str(key): as_json_value(value) for key, value in row.items()} for row in table.to_dict("records")
    ]
    return Answer(
        name, day, reader.build_id, is_reconstructed(reader, metric.kinds, day), list(metric.columns), rows
    )


def as_json_value(value: Any) -> Any:
    """
    *value* as JSON knows it: unknown is None, a decimal is a number, a date is ISO text.

    >>> as_json_value(float("nan")), as_json_value(Decimal("1.50")), as_json_value(date(2023, 11, 12))
    (None, 1.5, '2023-11-12')
    """
    if isinstance(value, list | tuple | set):
        return [as_json_value(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json_value(item) for key, item in value.items()}
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return as_json_value(value.tolist())
    if value is None or value != value or type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isinf(value) else value


def _metric(name: str) -> Metric:
    if name not in CATALOGUE:
        raise UnknownNameError(
            f"Không có chỉ số nào tên “{name}”", remedy=f"Các chỉ số: {', '.join(CATALOGUE)}."
        )
    return CATALOGUE[name]


def cell(value: Any) -> str:
    """One value as CSV and tables write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)

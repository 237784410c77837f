"""On which days did somebody export what, and for whom?"""

from collections import defaultdict
from datetime import date
from pathlib import Path

from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")


def export_days(reader: Reader, *, as_of: date) -> dict[str, dict[str, list[date]]]:
    """Return kind to department to the days of its exports up to *as_of*, oldest first."""
    found: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in reader.rows(_SQL, as_of=as_of):
        found[row["kind"]][row["department_code"]].append(row["as_of_date"])
    return found


def days_of_kind(by_department: dict[str, list[date]]) -> list[date]:
    """Return all days on which any department was exported, oldest first, each once."""
    return sorted({day for days in by_department.values() for day in days})

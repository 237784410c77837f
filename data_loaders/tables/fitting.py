"""Does a cell look like what its column is to hold?"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from data_loaders.declared.declarations import Column, Kind
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.statuses import status_of
from data_loaders.received.sheets import Sheet
from data_loaders.values import cells
from data_loaders.values.criterion_codes import bare_code
from data_loaders.values.deadlines import read_deadline
from domain.wording.text import clean

SAMPLE = 200  # rows of a table that are looked at

_CRITERION = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2}){0,4}\.?|[a-zđ]\)?)$")
_DEEP_CRITERION = re.compile(r"^(?:[IVX]{1,4}|\d{1,2})(?:\.(?:\d{1,2}|[a-zđ])){0,4}$")
_YEAR = re.compile(r"^20\d{2}(?:\.0)?$")
_ID = re.compile(r"\d")
_SYMBOL = re.compile(r"^[A-ZĐ]{1,8}(?:[-/.&][A-ZĐ]{1,12})*$")
_LONGEST_ID = 60


def fits(column: Column, kind: Kind, cell: object, resolver: DepartmentResolver) -> bool | None:
    """Tell whether *cell* can be read as *column*; None where it is blank or any cell would do."""
    if cells.says_nothing(cell):
        return None
    test = _TESTS.get(column.type.partition(":")[0])
    if column.name == "document_symbol" and _SYMBOL.match(clean(str(cell))):
        return None  # "BC-BQL" beside a column of numbers has no digit of its own
    if test is not None:
        return test(cell)
    name = column.type.partition(":")[0]
    if name == "status":
        return kind.status_list is None or status_of(str(cell), kind.status_list) is not None
    if name in ("department", "departments", "first_department"):
        return bool(isinstance(cell, str) and resolver.every(cell)[0])
    return None


def share_that_fits(
    column: Column, kind: Kind, values: Sequence[object], resolver: DepartmentResolver
) -> float | None:
    """Which part of the filled *values* can be read as *column*; None where that says nothing."""
    said = [known for value in values if (known := fits(column, kind, value, resolver)) is not None]
    return sum(said) / len(said) if said else None


def sample_of(sheet: Sheet, start: int, stop: int | None = None) -> list[Sequence[object]]:
    """Rows from *start* that hold something, evenly taken."""
    last = len(sheet.rows) if stop is None else stop
    step = max(1, (last - start) // SAMPLE)
    return [row for row in sheet.rows[start:last:step] if any(v is not None and v != "" for v in row)]


def is_order(value: object) -> bool:
    """Tell a running number."""
    if isinstance(value, str):
        return value.strip().rstrip(".)").isdigit()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


def _is_day(cell: object) -> bool:
    if isinstance(cell, date | datetime):
        return True
    return cells.read_date(cell)[1] in (None, "ambiguous_date", "implausible_year") or _begins_with_day(cell)


def _begins_with_day(cell: object) -> bool:
    """Tell a day that does not exist or is written in a form not known: digits with separators."""
    return isinstance(cell, str) and bool(
        re.match(r"\s*\d{1,4}\s*[/.\-–‑]\s*\d{1,2}\s*[/.\-–‑]\s*\d{2,4}", cell)
    )


def _is_limit(cell: object) -> bool:
    return _is_day(cell) or (isinstance(cell, str) and read_deadline(cell).understood)


def _is_number(cell: object) -> bool:
    return cells.read_number(cell)[1] is None


def _is_points(cell: object) -> bool:
    return cells.read_score(cell)[1] is None


def _is_flag(cell: object) -> bool:
    return cells.read_flag(cell)[2] is None


def _is_id(cell: object) -> bool:
    text = clean(str(cell))
    return len(text) <= _LONGEST_ID and bool(_ID.search(text)) and not isinstance(cell, date)


def _is_criterion(cell: object) -> bool:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else clean(str(cell))
    return bool(_CRITERION.match(text) or _DEEP_CRITERION.match(bare_code(text)))


_TESTS: dict[str, Callable[[object], bool]] = {
    "date": _is_day,
    "time": _is_day,
    "due": _is_limit,
    "count": _is_number,
    "number": _is_number,
    "score": _is_points,
    "flag": _is_flag,
    "id": _is_id,
    "code": _is_id,
    "criterion": _is_criterion,
    "year": lambda cell: bool(_YEAR.match(str(cell))),
}

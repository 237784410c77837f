"""Which cells of a date column say that there is no day?"""

import re
from datetime import date, datetime, time, timedelta

from domain.wording.text import clean

# Where a calendar or a program begins or ends: what an export writes for "nothing there".
_FIRST_YEAR = 1
_ENDS = frozenset({(1753, 1, 1), (1969, 12, 31), (1970, 1, 1), (9999, 12, 31)})
_FIRST_SHEET_DAYS = (date(1899, 12, 29), date(1901, 1, 1))
_WORDS = frozenset({
    "nat", "nan", "nil", "null", "(null)", "<null>", "undefined", "invalid date", "invalid datetime", "(trống)",
    "trống", "(blank)", "dd/mm/yyyy", "d/m/yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "dd-mm-yyyy", "ngày/tháng/năm",
    "minvalue", "datetime.minvalue", "no date", "không ngày", "0",
})  # fmt: skip
_SIGNS = re.compile(r"(?=.*[._…/\-–—:])[\s._…/\-–—:]+(?<=[._…/\-–—:\s])(?:20(?:\d{2}|[\s._…]*))?")
_DOTTED = re.compile(r"ngày[\s._…]*(?:tháng|/)[\s._…]*(?:năm|/)[\s._…]*(?:20)?[\s._…]*")
_ZEROS = re.compile(
    r"(?:0{1,2}[/.\-]0{1,2}[/.\-]0{2,4}|0{4}[/.\-]0{1,2}[/.\-]0{1,2}|0?0[/.\-]0?1[/.\-]1900|1900[/.\-]0?1[/.\-]0?0)(?:[\st]+[0:.]+z?)?"
)
_EARLY = re.compile(
    r"(?:(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>0001|1753|1899|1900|1901|1969|1970|9999)"
    r"|(?P<y2>0001|1753|1899|1900|1901|1969|1970|9999)[/.\-](?P<m2>\d{1,2})[/.\-](?P<d2>\d{1,2}))(?!\d).{0,30}"
)
_JSON = re.compile(r"\\?/date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/")
_EPOCH = datetime(1970, 1, 1)


def is_no_day(value: object) -> bool:
    """
    Tell whether a cell holds one of the signs that programs and forms write for "no day yet".

    A blank cell is none of them, nor is a real day of a wrong year.

        >>> [is_no_day(cell) for cell in ("01/01/0001", "0000-00-00", "30/12/1899", 0, "NaT", "__/__/____", "......")]
        [True, True, True, True, True, True, True]
        >>> [is_no_day(cell) for cell in ("09/11/2023", "01/11/1923", "", "31/02/2023", 45239)]
        [False, False, False, False, False]
    """
    if isinstance(value, str):
        return _is_sign(value)
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, datetime):
        return _is_beginning(value.date())
    if isinstance(value, date):
        return _is_beginning(value)
    if isinstance(value, time):
        return value == time()
    if isinstance(value, timedelta):
        return not value
    return isinstance(value, int | float) and value == 0


def _is_sign(text: str) -> bool:
    if len(text) > 60 or not text.strip():
        return False
    bare = clean(text).casefold().strip("'’\"= ")
    if bare in _WORDS or _ZEROS.fullmatch(bare) or _DOTTED.fullmatch(bare):
        return True
    if len(bare) > 1 and _SIGNS.fullmatch(bare):
        return True
    if found := _EARLY.fullmatch(bare):
        return _is_early(*(int(found[n] or found[f"{n}2"]) for n in "ymd"))
    if found := _JSON.fullmatch(bare):
        return _is_json_sign(int(found[1]))
    return False


def _is_early(year: int, month: int, day: int) -> bool:
    """Whether day and month, in either order, are where a calendar begins or ends."""
    return any(_is_beginning_of(year, *pair) for pair in ((month, day), (day, month)))


def _is_beginning_of(year: int, month: int, day: int) -> bool:
    try:
        return _is_beginning(date(year, month, day))
    except ValueError:
        return False


def _is_beginning(day: date) -> bool:
    if day.year == _FIRST_YEAR or (day.year, day.month, day.day) in _ENDS:
        return True
    if day.year == 1900:
        return day <= date(1900, 1, 3)
    return _FIRST_SHEET_DAYS[0] <= day <= date(1900, 1, 3) or day == _FIRST_SHEET_DAYS[1]


def _is_json_sign(milliseconds: int) -> bool:
    try:
        return _is_beginning((_EPOCH + timedelta(milliseconds=milliseconds)).date())
    except OverflowError:
        return milliseconds < 0

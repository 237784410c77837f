"""Which dates of a column may have had their day and month swapped on the way?"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from data_loaders.values.cells import day_month_of, read_date

_ENOUGH = 3
_NEAR = timedelta(days=31)


def doubtful_dates(values: Iterable[Any], *, as_of: date | None, is_past: bool) -> set[Any]:
    """
    The distinct cells of one column whose day and month cannot be told apart.

    Text is read day first, as the office writes it, unless the column also holds a date that only
    an American could have written (11/25/2023): then every text with both numbers up to 12 is doubtful.
    A typed date is doubtful when the column looks as after an American Excel: it types what could be a
    month first and leaves the others (13/11/2023) as text.
    """
    distinct = list(values)
    written = {value: pair for value in distinct if (pair := day_month_of(value))}
    typed = [value for value in distinct if isinstance(value, date)]
    doubtful: set[Any] = set()
    if any(first <= 12 < second for first, second in written.values()):
        doubtful |= {
            v for v, (first, second) in written.items() if first <= 12 and second <= 12 and first != second
        }
    if typed:
        doubtful |= _swapped_by_excel(typed, list(written.items()), as_of, is_past)
    return doubtful


def is_month_first(values: Iterable[Any]) -> bool:
    """
    Tell whether other cells settle that a column of texts is written month first, as an American program does.

    Only where no number is padded with a zero (3/12/2023), as that program writes and the office does not:
    a padded 03/12/2023 beside 11/25/2023 stays a question.

        >>> is_month_first(["11/25/2023", "3/12/2023"]), is_month_first(["11/25/2023", "03/12/2023"])
        (True, False)
        >>> is_month_first(["25/11/2023", "3/12/2023"]), is_month_first(["11/25/2023", "25/11/2023"])
        (False, False)
    """
    written = {value: pair for value in values if (pair := day_month_of(value))}
    pairs = written.values()
    if not any(first <= 12 < second for first, second in pairs):
        return False
    return (
        not _are_padded(written)
        and all(first <= 12 for first, _ in pairs)
        and min(min(p) for p in pairs) < 10
    )


_NO_YEAR = re.compile(r"\s*(?:ngày\s*)?(\d{1,2})\s*[/-]\s*(\d{1,2})\s*", re.IGNORECASE)


def days_of_the_year(values: Iterable[Any], as_of: date | None) -> dict[Any, date]:
    """
    The days of the year of *as_of* that texts such as "02/11" mean in a column of days that have come.

    Only where the full days of the column are all of that year. Nothing where one of them would lie after *as_of*,
    which may be of the year before, or where another cell is written month first.

        >>> days_of_the_year(["02/11", "ngày 10/11", "05/11/2023"], date(2023, 11, 12))
        {'02/11': datetime.date(2023, 11, 2), 'ngày 10/11': datetime.date(2023, 11, 10)}
        >>> days_of_the_year(["28/12", "05/11/2023"], date(2023, 11, 12)), days_of_the_year(["02/11"], date(2023, 11, 12))
        ({}, {})
    """
    distinct = list(values)
    found = {value: m for value in distinct if isinstance(value, str) and (m := _NO_YEAR.fullmatch(value))}
    if as_of is None or not found:
        return {}
    others = [value for value in distinct if value not in found]
    years = {value.year for value in others if isinstance(value, date)}
    years |= {day.year for value in others if isinstance(value, str) and (day := read_date(value)[0])}
    if years != {as_of.year} or any(second > 12 for _, second in filter(None, map(day_month_of, others))):
        return {}
    try:
        days = {value: date(as_of.year, int(m[2]), int(m[1])) for value, m in found.items()}
    except ValueError:
        return {}
    return {} if any(day > as_of for day in days.values()) else days


def _are_padded(written: Iterable[str]) -> bool:
    return any(text.lstrip().startswith("0") or "/0" in text for text in written)


def may_be_month_first(values: Iterable[Any]) -> bool:
    """
    Tell whether a column of texts holds what only an American could have written, and nothing that he could not.

        >>> may_be_month_first(["11/25/2023", "03/12/2023"]), may_be_month_first(["11/25/2023", "25/11/2023"])
        (True, False)
    """
    pairs = [pair for value in values if (pair := day_month_of(value))]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def open_beside_month_first(values: Iterable[Any]) -> set[Any]:
    """
    The texts that can be read both ways in a column beside one that is written month first.

    One program writes all its columns alike; a column that holds a 25/11/2023, or a padded 03/12/2023 as the office
    writes it, shows that it does not.
    """
    written = {value: pair for value in values if (pair := day_month_of(value))}
    if _are_padded(written) or any(first > 12 for first, _ in written.values()):
        return set()
    return {value for value, (first, second) in written.items() if second <= 12 and first != second}


def _swapped_by_excel(
    typed: list[date], written: list[tuple[Any, tuple[int, int]]], as_of: date | None, is_past: bool
) -> set[Any]:
    if any(value.day > 12 for value in typed):
        return set()
    candidates = {value for value in typed if value.day != value.month}
    days = [day for text, (first, _) in written if first > 12 and (day := read_date(text)[0])]
    if days and len(days) == len(written):
        return _against_written(candidates, days)
    return candidates if _is_scattered(typed, as_of, is_past) else set()


def _against_written(candidates: set[date], written: list[date]) -> set[Any]:
    """Texts all past the 12th beside typed dates all up to the 12th: swapped unless only the typed reading fits."""
    low, high = min(written) - _NEAR, max(written) + _NEAR
    many = len(candidates) >= _ENOUGH and len(written) >= _ENOUGH
    doubtful = set()
    for value in candidates:
        as_typed, as_swapped = low <= _day(value) <= high, low <= _swapped(value) <= high
        if as_swapped and (many or not as_typed):
            doubtful.add(value)
    return doubtful


def _is_scattered(typed: list[date], as_of: date | None, is_past: bool) -> bool:
    """Tell a column whose days are all one month's number while its months wander, some into the future."""
    if as_of is None or len(set(typed)) < 4:
        return False
    days = {value.day for value in typed}
    months = {value.month for value in typed}
    near = {as_of.month, as_of.month - 1 or 12}
    ahead = any(_day(value) > as_of for value in typed)
    return (
        days <= near
        and len(months) >= 4
        and (ahead or not is_past)
        and all(_swapped(value) <= as_of + _NEAR for value in typed)
    )


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _swapped(value: date) -> date:
    return date(value.year, value.day, value.month)

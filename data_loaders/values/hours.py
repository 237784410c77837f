"""Which moments of a table are whole days that were moved by seconds, or by hours, on their way here?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from data_loaders.values.cells import read_moment

_A_FEW = 3  # cells that agree by chance hardly ever
_SAMPLE = 300  # clock times of a text column that tell how its seconds vary
_MINUTE = timedelta(minutes=1)
_ZONE = timedelta(hours=7)


@dataclass(frozen=True)
class Hours:
    """
    What was found out about the clock times of a table.

    Attributes:
        early: Cell to the whole day that it was before some seconds were lost.
        doubtful: Cells that may be a whole day of another time zone, and may be meant as written; each to
            the day that it would be then.
    """

    early: Mapping[Any, date] = field(default_factory=dict)
    doubtful: Mapping[Any, date] = field(default_factory=dict)


NO_HOURS = Hours()


def hours_of(columns: Mapping[str, Iterable[Any]], past: Iterable[str]) -> Hours:
    """
    Look through the distinct cells of the date columns; *past* names those that hold no deadline.

    A day written as 23:59:30 of the day before lost half a minute in a program that counts the years before
    1912 by the sun. A time that could be meant is never rounded: where every day of a column that has no
    closing hour reads 17:00, the time zone may have been lost, and somebody has to say so.
    """
    clocks = {name: _clocks(values) for name, values in columns.items()}
    clocks = {name: found for name, found in clocks.items() if found}
    if not clocks:
        return NO_HOURS
    early = {value: day for found in clocks.values() for value, day in _early(found, clocks).items()}
    return Hours(early, _shifted(clocks, set(past)))


def _clocks(values: Iterable[Any]) -> dict[Any, datetime]:
    """The cells that give a clock time; of a text column all that may matter and a sample of the others."""
    found: dict[Any, datetime] = {}
    sampled = 0
    for value in values:
        if isinstance(value, datetime):
            moment: Any = value
        elif isinstance(value, str) and ":" in value and (_may_matter(value) or sampled < _SAMPLE):
            sampled += 1
            moment = read_moment(value)[0]
        else:
            continue
        if isinstance(moment, datetime) and moment.time() != time() and moment.year > 1970:
            found[value] = moment.replace(tzinfo=None)
    return found


def _may_matter(text: str) -> bool:
    return ":59" in text or "17:00" in text or ":00Z" in text


def _early(found: Mapping[Any, datetime], clocks: Mapping[str, Mapping[Any, datetime]]) -> dict[Any, date]:
    """The cells some seconds before midnight, where all that have such a time agree on the second."""
    near = {value: moment for value, moment in found.items() if _is_early(moment)}
    if not near:
        return {}
    everywhere = [m for column in clocks.values() for m in column.values() if _is_early(m)]
    seconds = {_second(moment) for moment in everywhere}
    if len(seconds) > 1:
        return {}
    are_alike = {_second(moment) for moment in found.values()} == seconds
    if not are_alike and len(everywhere) < _A_FEW:
        return {}
    return {value: (moment + _MINUTE).date() for value, moment in near.items()}


def _is_early(moment: datetime) -> bool:
    """The last second and the last minute of a day are written on purpose for its end."""
    if (moment.hour, moment.minute) != (23, 59):
        return False
    return 0 < moment.second < 59 or (moment.second == 59 and moment.microsecond > 0)


def _second(moment: datetime) -> int:
    return moment.second + (moment.microsecond >= 500_000)


def _shifted(clocks: Mapping[str, Mapping[Any, datetime]], past: set[str]) -> dict[Any, date]:
    """The cells of columns all of whose times are the one that a lost time zone leaves."""
    uniform = {name for name, found in clocks.items() if all(map(_is_from_afar, found.values()))}
    if not any(len(clocks[name]) > 1 for name in uniform & past):
        return {}
    return {
        value: (moment + _ZONE + _MINUTE).date() for name in uniform for value, moment in clocks[name].items()
    }


def _is_from_afar(moment: datetime) -> bool:
    """17:00, some seconds before it, or the very end of the day."""
    at = (moment.hour, moment.minute)
    return (
        (at == (17, 0) and not moment.second)
        or at == (16, 59)
        or (at == (23, 59) and moment.second in (0, 59))
    )

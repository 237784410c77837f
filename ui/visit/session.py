"""
Who is looking, at which build, as of which day: everything a page may ask about the visit.

A page begins with its guard and asks for tables by name::

    viewer = current_viewer()                    # stops with a sentence when nobody may look
    tasks = metric("tasks")                      # as of the day in the address, whole scope
    own = metric("tasks", department="QLDT")
    items = answer(open_items, as_of=as_of())    # any function(reader, **arguments), cached alike

Results are cached by build, scores set by hand, scope, name and arguments; a new build, or a score
that a person types, changes the key, so nothing goes stale and nothing is shared between two scopes.
The address (query parameters `vai`, `ngay`, `don_vi`, `dot`) is the only memory of what was chosen:
F5 and a copied link keep it.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pandas as pd

from domain.counted.source_kinds import daily_kinds
from metrics.asking.catalogue import CATALOGUE
from store.builds.reader import Reader
from store.current.years import closed_years, first_open_day
from store.written.audit import acting_from, write_audit
from store.written.import_log import loads_of
from ui.visit.asked import answer, answer_key, found_out, kept_by, noted
from ui.visit.looking import (
    ADMIN_ONLY,
    OFFICE_ONLY,
    OFFICE_TIME,
    Instance,
    address,
    asked_day,
    build,
    build_id,
    closed_year,
    current_viewer,
    department,
    instance,
    office_clock,
    once,
    one_run,
    palette,
    reader,
    refuse,
    refuse_all_but_administrators,
    refuse_evidence,
    require,
)

# The door of the room: who looks (`looking`), what was asked (`asked`), and here the day it is about.
__all__ = [
    "ADMIN_ONLY", "OFFICE_ONLY", "OFFICE_TIME", "Instance", "Reader", "address", "answer", "answer_key", "as_of",
    "build_id", "closed_year", "current_viewer", "day_range", "department", "export_note",
    "first_day_of_the_open_year", "instance", "is_past", "kept_answer", "loaded_at", "metric", "noted", "office_now", "one_run",
    "palette", "reader", "refuse", "refuse_all_but_administrators", "refuse_evidence", "require", "today",
    "years_on_show",
]  # fmt: skip

T = TypeVar("T")

ONE_DAY = timedelta(days=1)


def metric(name: str, **arguments: Any) -> pd.DataFrame:
    """
    The table of metric *name* as `metrics.asking.catalogue` has it, as of the day in the address.

    Columns may be added to the table; it is the caller's own.
    """
    arguments.setdefault("as_of", as_of())
    return found_out(CATALOGUE[name].function, arguments).copy(deep=False)


def kept_answer(make: Callable[..., T], *arguments: Hashable) -> T:
    """
    Return ``make(*arguments)``, kept as an answer is: words and rows that a page makes from its answers.

    *make* may itself ask for answers, the day, the viewer and the address. What is returned is shared by
    all visits: never change it in place.
    """
    return kept_by(make, arguments, (as_of(), today(), tuple(address().items())))


def export_note(name: str) -> Callable[[int], None]:
    """What writes into the audit that this visitor took so many rows of list *name*; the trial keeps no such note."""
    if instance().is_trial:
        return lambda _rows: None
    home, person, address, on = instance().home, current_viewer().account, acting_from.get(), as_of()

    def write(rows: int) -> None:
        said = {"rows": rows, "as_of": on}
        write_audit(home, person=person, action="list_taken", object_id=name, after=said, address=address)

    return write


def day_range(*kinds: str) -> tuple[date | None, date | None]:
    """First and newest day of data of *kinds* (the daily kinds when none is named, else any kind)."""
    return answer(_range_of, kinds=kinds) if kinds else once("days", _daily_range)


def _daily_range() -> tuple[date | None, date | None]:
    daily = answer(_range_of, kinds=daily_kinds())
    return daily if daily[1] else answer(_range_of, kinds=())


def _range_of(reader: Reader, *, kinds: tuple[str, ...]) -> tuple[date | None, date | None]:
    return reader.as_of_range(*kinds)


def years_on_show() -> list[int]:
    """Years that may be looked at, the newest first: those that were closed, and those with daily data since."""
    home = instance().home
    closed = [one.year for one in closed_years(home)]
    first, newest = day_range()
    begins = first_day_of_the_open_year()
    ends = max((day for day in (newest, begins) if day), default=None)
    if ends is None or first is None:
        return []
    return sorted({*closed, *range(begins.year if begins else first.year, ends.year + 1)}, reverse=True)


def loaded_at(kinds: Sequence[str] = ()) -> datetime | None:
    """When the newest import of *kinds* (any kind when none is named) was loaded, in office time."""
    loads = answer(_load_times)
    return max((moment for kind, moment in loads if not kinds or kind in kinds), default=None)


def _load_times(_reader: Reader) -> list[tuple[str, datetime]]:
    """Kind and moment of each load that the current build holds."""
    now = build()
    if now is None:
        return []
    loads = loads_of(instance().home, now.imports)
    return [(table["kind"], load["loaded_at"]) for load in loads for table in load["tables"]]


def as_of() -> date:
    """The day the pages speak of: ``ngay`` in the address, else the newest day of data, else today."""
    return once("as_of", _as_of)


def _as_of() -> date:
    newest = day_range()[1]
    asked = asked_day()
    if newest is None:
        return asked or office_clock().date()
    if asked and asked <= newest:
        return asked
    begins = None if closed_year() else first_day_of_the_open_year()
    return max(newest, begins) if begins else newest


def first_day_of_the_open_year() -> date | None:
    """The day with which the open year begins; None while no year was closed."""
    return once("first_day", lambda: first_open_day(instance().home))


def is_past() -> bool:
    """Tell whether the pages show an earlier day than the newest data, or a closed year."""
    if closed_year():
        return True
    newest = day_range()[1]
    return newest is not None and as_of() < newest


def today() -> date:
    """
    The office's "today".

    With accounts this is the real day where the office is. In the trial it is the day after the newest
    data, and while an earlier day is on show the day after that one: countdowns then mean what
    they meant to who looked at those numbers first thing in the morning.
    """
    if instance().is_trial or is_past():
        return as_of() + ONE_DAY if day_range()[1] else office_clock().date()
    return office_clock().date()


def office_now() -> datetime:
    """The office's "now": this time of day on `today`; what is written down carries it."""
    return datetime.combine(today(), office_clock().time().replace(microsecond=0), OFFICE_TIME)

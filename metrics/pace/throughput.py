"""How much got done, and how much came in, on each working day?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.agency.working_calendar import ONE_DAY, WorkingCalendar
from domain.counted.obligations import STEPS
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.state import TOTAL
from metrics.counts.apologies import overdue_dossiers
from metrics.limits.campaigns import KIND_OF
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
UNASSIGNED = ""

Daily = dict[date, float]


@dataclass(slots=True)
class Throughput:
    """
    The daily history of one obligation.

    Attributes:
        obligation: Its name.
        done: Department code (and TOTAL) to day to items done. Weekend work counts for the working day before.
        new: The same for items that came in.
        dated_pct: Share of done items whose own row gives the day; 100 where nothing is done.
        exports: Department code to days of its exports up to the day asked for.
        first_event: The earliest day anything is known to have happened; None without history.
    """

    obligation: str
    done: dict[str, Daily] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    new: dict[str, Daily] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    dated_pct: float = 100.0
    exports: dict[str, list[date]] = field(default_factory=dict)
    first_event: date | None = None

    def known_days(
        self, code: str, days: Iterable[date], *, dated_share_pct: float, as_of: date
    ) -> list[date]:
        """
        Return those of *days* on which the throughput of *code* is known, zeros included.

        With dates in the rows every day counts from the first event to the newest export;
        without them only days between two exports do. A day after the newest export is
        unknown, not zero.
        """
        exported = days_of_kind(self.exports) if code in (TOTAL, UNASSIGNED) else self.exports.get(code, [])
        if self.exports and not exported:
            return []
        # Before the first export the state is cut out of it by the rows' own dates, up to the day asked for.
        through = exported[-1] if exported else as_of
        if self.dated_pct >= dated_share_pct and self.first_event is not None:
            return [day for day in days if self.first_event <= day <= through]
        return [day for day in days if len(exported) > 1 and exported[0] < day <= through]


def throughput(
    reader: Reader,
    *,
    as_of: date,
    calendar: WorkingCalendar | None = None,
    obligations: Collection[str] = tuple(KIND_OF),
    unknown: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Throughput]:
    """
    Return each of *obligations* to its daily history up to *as_of*.

    An item's own date places it on its day. Without one, what an export has more than the one
    before is spread evenly over the working days between them (what it has less counts
    negative: reopened); what the first export had has no known day.

    Args:
        unknown: Obligation to the departments of which nobody knows what is done, and which TOTAL therefore leaves out.
    """
    calendar = calendar or WorkingCalendar.office()
    exports = export_days(reader, as_of=as_of)
    rows = _visible(reader, reader.rows(_SQL, as_of=as_of))
    if "apology" in obligations:
        rows += _of_apologies(reader, as_of)
    for row in rows:
        row["items"] = int(row["items"])  # a sum comes back as a wide decimal
    found = {name: Throughput(name, exports=_exports_of(name, exports)) for name in obligations}
    for name, history in found.items():
        own = [row for row in rows if _concerns(row, name) and not _is_of(unknown.get(name, ()), row)]
        _fill(history, own, _Placing(history, calendar))
    return found


def _exports_of(name: str, exports: Mapping[str, dict[str, list[date]]]) -> dict[str, list[date]]:
    """Department to the days of its exports for *name*; apologies are told by the register and by the dossier list."""
    found: dict[str, set[date]] = defaultdict(set)
    for kind in ("dossiers", "apologies") if name == "apology" else (KIND_OF[name],):
        for code, days in exports.get(kind, {}).items():
            found[code].update(days)
    return {code: sorted(days) for code, days in found.items()}


def _concerns(row: Mapping[str, Any], name: str) -> bool:
    if row["obligation"] == "task":
        return name in STEPS
    return row["obligation"] == name


def _is_of(departments: Collection[str], row: Mapping[str, Any]) -> bool:
    return bool(row["codes"]) and set(row["codes"]) <= set(departments)


def _visible(reader: Reader, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """*rows* with the codes that *reader* may see; a row of nobody visible only where all is seen."""
    seen = set(reader.scope.departments)
    for row in rows:
        row["codes"] = [code for code in row["department_codes"] or [row["department_code"]] if code in seen]
    return [row for row in rows if row["codes"] or reader.scope.is_whole_office]


def _of_apologies(reader: Reader, as_of: date) -> list[dict[str, Any]]:
    """Apologies that count, and dossiers that became overdue, by their own days."""
    events: list[dict[str, Any]] = []
    for row in overdue_dossiers(reader, as_of=as_of):
        codes = [row["department_code"]] if row["department_code"] else []
        shared = {"obligation": "apology", "codes": codes, "seen_on": None, "items": 1}
        if row["due"] is not None:
            overdue_from = min(row["due"].date() + ONE_DAY, as_of)
            events.append({**shared, "event": "new", "dated_on": overdue_from})
        if row["status"] in ("done", "late"):
            events.append({**shared, "event": "done", "dated_on": row["made_on"]})
    return events


class _Placing:
    """Places items on working days; remembers days already asked for."""

    def __init__(self, history: Throughput, calendar: WorkingCalendar) -> None:
        self._history, self._calendar = history, calendar
        self._back: dict[date, date] = {}
        self._spans: dict[tuple[date, date], list[date]] = {}
        self._all_exports = days_of_kind(history.exports)

    def days(self, code: str, dated_on: date | None, seen_on: date | None) -> list[date]:
        """The working days over which an item is spread; empty where its day is unknown."""
        if dated_on is not None:
            return [self._working_day(dated_on)]
        exported = self._history.exports.get(code, self._all_exports)
        earlier = [day for day in exported if seen_on is not None and day < seen_on]
        if seen_on is None or not earlier:
            return []
        span = (earlier[-1] + ONE_DAY, seen_on)
        if span not in self._spans:
            self._spans[span] = self._calendar.working_days(*span) or [self._working_day(seen_on)]
        return self._spans[span]

    def _working_day(self, day: date) -> date:
        if day not in self._back:
            worked = self._calendar.is_working_day(day)
            self._back[day] = day if worked else self._calendar.add_working_days(day, -1)
        return self._back[day]


def _fill(history: Throughput, rows: list[dict[str, Any]], placing: _Placing) -> None:
    done = sum(row["items"] for row in rows if row["event"] == "done")
    dated = sum(row["items"] for row in rows if row["event"] == "done" and row["dated_on"] is not None)
    history.dated_pct = 100.0 * dated / done if done else 100.0
    for row in rows:
        target = history.done if row["event"] == "done" else history.new
        codes = row["codes"] or [UNASSIGNED]
        for code in (*codes, TOTAL):
            days = placing.days(codes[0] if code == TOTAL else code, row["dated_on"], row["seen_on"])
            for day in days:
                target[code][day] += row["items"] / len(days)
    history.first_event = min(
        (d for by in (history.done, history.new) for d in by.get(TOTAL, ())), default=None
    )

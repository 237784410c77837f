"""What would the numbers be with these files in? A build beside the current one, thrown away or published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.intake.reading import Reading
from data_loaders.publishing import ingest
from data_loaders.publishing.builds import candidate
from data_loaders.publishing.history import COLUMNS, differences
from data_loaders.publishing.ingest import NOTHING_SETTLED, Outcome
from domain.agency.scope import Scope, whole_office
from domain.counted.changes import GROUPS, count_things
from store.builds.reader import Reader
from store.builds.rows import state_rows
from store.current import warehouse
from store.current.settlements import Settlement
from store.current.warehouse import Build, open_build, open_current
from store.disk.home import Home

_DAY_BEFORE = Path(__file__).with_name("day_before.sql")


@dataclass(frozen=True, slots=True)
class Preview:
    """
    A candidate build with what it would change.

    Attributes:
        changes: As `data_loaders.publishing.history.differences`: one row per new, vanished or changed thing.
        as_of: Newest day among the files.
    """

    home: Home
    readings: tuple[Reading, ...]
    build: Build
    changes: pd.DataFrame
    as_of: date

    def reader(self, scope: Scope) -> Reader:
        """A reader of the candidate, so that every metric can be computed on it."""
        return open_build(self.build, scope, self.home)

    def current_reader(self, scope: Scope) -> Reader:
        """A reader of the build that the candidate was made beside, whatever was published since."""
        return open_current(self.home, self.build.beside, scope)

    def counts(self, *, grouped: bool = False) -> pd.DataFrame:
        """
        One row per kind, department and ``what``: the number of things concerned, as `domain.counted.changes` counts them.

        With *grouped* ``what`` is one of `domain.counted.changes.GROUPS`, each thing once in each.
        """
        if self.changes.empty:
            return pd.DataFrame(columns=pd.Index(["kind", "department_code", "what", "keys"]))
        names = GROUPS if grouped else {what: what for what in GROUPS}
        rows = [
            (kind, department, what, number)
            for kind, own in self.changes.groupby("kind", sort=False)
            for (department, what), number in count_things(
                zip(own["business_key"], own["department_code"], own["what"].map(names), strict=True)
            ).items()
        ]
        return pd.DataFrame(rows, columns=pd.Index(["kind", "department_code", "what", "keys"]))

    def publish(self, *, person: str, settlement: Settlement = NOTHING_SETTLED) -> Outcome:
        """Publish the files; the candidate is taken as it stands when nothing else was published meanwhile."""
        outcome = ingest.publish(self.home, self.readings, person=person, settlement=settlement)
        self.cancel()
        return outcome

    def cancel(self) -> None:
        """Throw the candidate away; nothing of it stays."""
        warehouse.discard(self.home, self.build)


def preview(home: Home, readings: Sequence[Reading]) -> Preview | None:
    """The effect of *readings*; None where none of the files can be loaded."""
    fresh = {one.parsed.import_id: one for one in readings if one.parsed and one.report.status == "loadable"}
    if not fresh:
        return None
    build = candidate(home, list(fresh.values()))
    days = {
        kind: max(
            table.as_of
            for one in fresh.values()
            if one.parsed
            for table in one.parsed.tables
            if table.kind == kind
        )
        for kind in {table.kind for one in fresh.values() if one.parsed for table in one.parsed.tables}
    }
    changes = _changes(home, build, list(fresh), days)
    return Preview(home, tuple(readings), build, changes, max(days.values()))


def _changes(home: Home, build: Build, import_ids: list[str], days: dict[str, date]) -> pd.DataFrame:
    now, then = open_current(home, build.beside, whole_office()), open_build(build, whole_office(), home)
    found = []
    for kind, day in sorted(days.items()):
        earlier = _day_before(now, kind, day) if build.beside else None
        after = state_rows(then, kind, day, import_ids=import_ids, gone_since=earlier)
        before = state_rows(now, kind, day, keys=after["business_key"].tolist())
        found.append(differences(kind, before, after, earlier=earlier, later=day))
    kept = [one for one in found if not one.empty]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=pd.Index(COLUMNS))


def _day_before(reader: Reader, kind: str, day: date) -> date | None:
    """The newest day of *kind* before *day* that is loaded."""
    rows = reader.rows(_DAY_BEFORE, kind=kind, day=day)
    return rows[0]["newest"] if rows else None

"""Which files were ever loaded or refused, by whom, with what result, and are they still in the numbers?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data_loaders.publishing import ingest
from domain.agency.scope import Viewer
from store.current import publications
from store.current.publications import Publication
from store.disk.home import Home
from store.written import import_log
from store.written.application import refusal_log
from store.written.import_log import LoggedImport
from store.written.records import Row, listed

UNDO_DEPTH = 50


@dataclass(frozen=True, slots=True)
class PastImport:
    """
    One import as the history shows it.

    Attributes:
        as_of: Newest day among its tables.
        is_active: Whether it is in the numbers now.
        changed_at, changed_by: Of its last undo or redo; None where there was none.
        is_recent: Among the last imports that may be undone from the page.
        publication: The one it came with; None where it was loaded before publications were kept.
    """

    import_id: str
    file_name: str
    sha256: str
    kinds: tuple[str, ...]
    as_of: date | None
    data_rows: int
    accepted_rows: int
    rejected_rows: int
    loaded_at: datetime
    loaded_by: str
    is_active: bool
    is_recent: bool
    publication: int | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None


def past_imports(home: Home, viewer: Viewer) -> list[PastImport]:
    """Every import, the newest first."""
    viewer.require("import")
    active = {one["import_id"] for one in ingest.imports(home, viewer) if one["state"] == "active"}
    switched = {
        event["import_id"]: event
        for event in import_log.events(home)
        if event["event"] == "load" or (event["event"] in ("undo", "redo") and event["build_id"])
    }
    logged = list(reversed(import_log.logged_imports(home).values()))
    return [
        _past(one, one.import_id in active, number < UNDO_DEPTH, switched[one.import_id])
        for number, one in enumerate(logged)
    ]


def _past(one: LoggedImport, is_active: bool, is_recent: bool, last: Row) -> PastImport:
    was_switched = last["event"] in ("undo", "redo")
    days = [table.as_of for table in one.tables if table.as_of]
    return PastImport(
        import_id=one.import_id,
        file_name=one.file_name,
        sha256=one.sha256,
        kinds=tuple(one.kinds),
        as_of=max(days, default=None),
        data_rows=sum(table.data_rows for table in one.tables),
        accepted_rows=sum(table.accepted_rows for table in one.tables),
        rejected_rows=sum(table.rejected_rows for table in one.tables),
        loaded_at=one.loaded_at,
        loaded_by=one.loaded_by,
        is_active=is_active,
        is_recent=is_recent,
        publication=one.publication,
        changed_at=last["loaded_at"] if was_switched else None,
        changed_by=last["loaded_by"] if was_switched else None,
    )


@dataclass(frozen=True, slots=True)
class PastPublication:
    """
    One act of publishing as the history shows it, with everything that one undo takes back.

    Attributes:
        key: What pages and addresses call it: its number, or the id of a lone import of before.
        number: None for a lone import of before publications were kept.
        files: The newest of each import that came with it.
        fixes, words: How many corrections and settled words came with it.
    """

    key: str
    number: int | None
    files: tuple[PastImport, ...]
    published_at: datetime
    published_by: str
    fixes: int = 0
    words: int = 0

    @property
    def is_active(self) -> bool:
        """Whether any of it is in the numbers."""
        return any(one.is_active for one in self.files)

    @property
    def is_recent(self) -> bool:
        """Whether it may be undone from the page."""
        return all(one.is_recent for one in self.files)

    @property
    def import_ids(self) -> set[str]:
        """Ids of its files."""
        return {one.import_id for one in self.files}


def past_publications(home: Home, viewer: Viewer) -> list[PastPublication]:
    """Every publication with files, the newest first; an import of before is one by itself."""
    known = {one.number: one for one in publications.publications(home)}
    together: dict[str, list[PastImport]] = {}
    for one in past_imports(home, viewer):
        key = str(one.publication) if one.publication in known else one.import_id
        together.setdefault(key, []).append(one)
    return [_together(key, files, known) for key, files in together.items()]


def _together(key: str, files: list[PastImport], known: dict[int, Publication]) -> PastPublication:
    one = known.get(files[0].publication or 0)
    changes = one.changes if one else {}
    return PastPublication(
        key=key,
        number=one.number if one else None,
        files=tuple(files),
        published_at=files[0].loaded_at,
        published_by=files[0].loaded_by,
        fixes=len(changes.get("fixes", ())),
        words=len(changes.get("aliases", ())) + len(changes.get("headings", ())),
    )


def undo(home: Home, viewer: Viewer, one: PastPublication) -> None:
    """Take a publication out of the numbers, with everything that was settled in it."""
    viewer.require("import")
    if one.number is not None:
        ingest.undo_publication(home, one.number, person=viewer.account)
        return
    for file in one.files:
        ingest.undo(home, file.import_id, person=viewer.account)


def redo(home: Home, viewer: Viewer, one: PastPublication) -> None:
    """Put an undone publication back."""
    viewer.require("import")
    if one.number is not None:
        ingest.redo_publication(home, one.number, person=viewer.account)
        return
    for file in one.files:
        ingest.redo(home, file.import_id, person=viewer.account)


def past_refusals(home: Home, viewer: Viewer) -> list[dict[str, Any]]:
    """Every file that was refused, the newest first."""
    viewer.require("import")
    return listed(home, refusal_log, newest_first=True)


def newest_day_without(home: Home, viewer: Viewer, import_ids: set[str]) -> date | None:
    """The newest day of data that stays when *import_ids* are taken out; None where nothing stays."""
    days = [
        one["as_of"]
        for one in ingest.imports(home, viewer)
        if one["state"] == "active" and one["as_of"] and one["import_id"] not in import_ids
    ]
    return max(days, default=None)

"""What happened to which received file: loaded, undone, redone, read again; by whom and when."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from store.application import import_log, is_there, now, publication, reading
from store.audit import recorded
from store.home import Home
from store.records import add, change, listed

Event = Literal["load", "undo", "redo", "reparse"]


@dataclass(frozen=True, slots=True)
class LoggedImport:
    """
    One import as the log knows it.

    Attributes:
        place: Its place in the order of loading.
        options: What was settled when it was last read.
        tables: One dictionary per table found.
        loaded_at, loaded_by: Of its last loading.
        publication: The one it was last loaded with; None where it was loaded before they were kept.
    """

    import_id: str
    sha256: str
    file_name: str
    place: int
    options: dict[str, Any]
    tables: list[dict[str, Any]]
    loaded_at: datetime
    loaded_by: str
    publication: int | None = None

    @property
    def kinds(self) -> list[str]:
        """Kinds of its tables, each once."""
        return list(dict.fromkeys(table["kind"] for table in self.tables))


def write_event(
    home: Home,
    event: Event,
    *,
    import_id: str,
    sha256: str,
    file_name: str,
    options: dict[str, Any],
    tables: list[dict[str, Any]],
    person: str,
    moment: datetime | None = None,
    publication: int | None = None,
) -> int:
    """Write down an event, in the audit too, before its build is published; `mark_published` completes it."""
    said = {"file": file_name, "sha256": sha256, "publication": publication}
    with recorded(home, person, f"import_{event}", object_kind="import", object_id=import_id, after=said):
        return add(
            home, import_log, event=event, import_id=import_id, sha256=sha256, file_name=file_name, options=options,
            tables=tables, loaded_at=moment or now(), loaded_by=person, publication=publication,
        )  # fmt: skip


def write_switch(home: Home, event: Literal["undo", "redo"], one: LoggedImport, person: str) -> int:
    """Write down that *one* goes out of the numbers or comes back."""
    return write_event(
        home,
        event,
        import_id=one.import_id,
        sha256=one.sha256,
        file_name=one.file_name,
        options=one.options,
        tables=one.tables,
        person=person,
    )


def mark_published(home: Home, numbers: list[int], build_id: str) -> None:
    """Write down that the events came into *build_id*."""
    for number in numbers:
        change(home, import_log, number, build_id=build_id)


def was_published(home: Home) -> bool:
    """Tell whether any import ever came into a build."""
    if not is_there(home):
        return False
    with reading(home) as connection:
        seen = import_log.select().where(import_log.c.build_id.is_not(None)).limit(1)
        return connection.execute(seen).first() is not None


def events(home: Home) -> list[dict[str, Any]]:
    """Every event, oldest first."""
    return listed(home, import_log)


def logged_imports(home: Home) -> dict[str, LoggedImport]:
    """
    Every import ever loaded, in order of its last loading; a load that came to nothing is none.

    What a publication made to be read again counts as long as the publication does.
    """
    known: dict[str, LoggedImport] = {}
    void = {
        row["id"]: row["state"]
        for row in listed(home, publication, state=("undone", "broken_off", "undoing"))
    }
    for row in events(home):
        if row["event"] == "reparse" and row["publication"] in void:
            continue
        if row["event"] == "load" and void.get(row["publication"]) == "broken_off":
            continue
        before = known.get(row["import_id"])
        if row["event"] == "load":
            known.pop(row["import_id"], None)
            known[row["import_id"]] = _logged(row)
        elif row["event"] == "reparse" and before:
            known[row["import_id"]] = replace(before, options=row["options"], tables=row["tables"])
    return known


def _logged(row: dict[str, Any]) -> LoggedImport:
    return LoggedImport(
        import_id=row["import_id"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        place=row["id"],
        options=row["options"],
        tables=row["tables"],
        loaded_at=row["loaded_at"],
        loaded_by=row["loaded_by"],
        publication=row["publication"],
    )

"""What happened to which received file: loaded, undone, redone, read again; by whom and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from store.disk.home import Home
from store.written.application import (
    exactly_now,
    import_log,
    is_there,
    now,
    publication,
    reading,
    refusal_log,
)
from store.written.audit import recorded
from store.written.records import Row, add, change, listed

NO_SUCH_IMPORT = "Không có lần nạp nào mang mã này"

Event = Literal["load", "undo", "redo", "reparse"]


@dataclass(frozen=True, slots=True)
class TableRead:
    """
    What reading gave of one table: how many rows of which sheet, of which kind and day.

    Attributes:
        skipped: Row and reason of each row that is neither data nor blank.
        rejected_keys: Business keys of the rejected rows that have one; a correction may make such a row readable.
    """

    kind: str
    sheet: str
    as_of: date | None
    header_rows: tuple[int, ...]
    data_rows: int
    accepted_rows: int
    rejected_rows: int
    skipped: tuple[tuple[int, str], ...]
    rejected_keys: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the log keeps it and, but for the rejected keys, as the command line prints it."""
        return {
            "kind": self.kind,
            "sheet": self.sheet,
            "as_of": self.as_of and self.as_of.isoformat(),
            "header_rows": list(self.header_rows),
            "data_rows": self.data_rows,
            "accepted_rows": self.accepted_rows,
            "rejected_rows": self.rejected_rows,
            "skipped": [{"row": row, "why": why} for row, why in self.skipped],
            "rejected_keys": list(self.rejected_keys),
        }

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> Self:
        """What `as_json` wrote."""
        return cls(
            kind=said["kind"],
            sheet=said["sheet"],
            as_of=date.fromisoformat(said["as_of"]) if said["as_of"] else None,
            header_rows=tuple(said["header_rows"]),
            data_rows=said["data_rows"],
            accepted_rows=said["accepted_rows"],
            rejected_rows=said["rejected_rows"],
            skipped=tuple((one["row"], one["why"]) for one in said["skipped"]),
            rejected_keys=tuple(said["rejected_keys"]),
        )


@dataclass(frozen=True, slots=True)
class LoggedImport:
    """
    One import as the log knows it.

    Attributes:
        place: Its place in the order of loading.
        options: What was settled when it was last read.
        tables: What was read of each table found.
        loaded_at, loaded_by: Of its last loading.
        publication: The one it was last loaded with; None where it was loaded before they were kept.
    """

    import_id: str
    sha256: str
    file_name: str
    place: int
    options: dict[str, Any]
    tables: tuple[TableRead, ...]
    loaded_at: datetime
    loaded_by: str
    publication: int | None = None

    @property
    def kinds(self) -> list[str]:
        """Kinds of its tables, each once."""
        return list(dict.fromkeys(table.kind for table in self.tables))


def write_event(
    home: Home,
    event: Event,
    *,
    import_id: str,
    sha256: str,
    file_name: str,
    options: dict[str, Any],
    tables: Sequence[TableRead],
    person: str,
    moment: datetime | None = None,
    publication: int | None = None,
) -> int:
    """Write down an event, in the audit too, before its build is published; `mark_published` completes it."""
    said = {"file": file_name, "sha256": sha256, "publication": publication}
    with recorded(home, person, f"import_{event}", object_kind="import", object_id=import_id, after=said):
        return add(
            home, import_log, event=event, import_id=import_id, sha256=sha256, file_name=file_name, options=options,
            tables=[one.as_json() for one in tables], loaded_at=moment or _moment_of(event), loaded_by=person, publication=publication,
        )  # fmt: skip


def _moment_of(event: Event) -> datetime:
    """Now; of a new reading to the tick: one that was made before an undo in the same second is none of the undo's."""
    return exactly_now() if event == "reparse" else now()


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


def loads_of(home: Home, import_ids: Sequence[str]) -> list[Row]:
    """The loads of these imports, oldest first."""
    return listed(home, import_log, event="load", import_id=tuple(import_ids))


def write_refusal(home: Home, **values: Any) -> int:
    """Note a file that was refused; return its number."""
    return add(home, refusal_log, **values)


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
            known[row["import_id"]] = replace(before, options=row["options"], tables=_tables_of(row))
    return known


def _logged(row: dict[str, Any]) -> LoggedImport:
    return LoggedImport(
        import_id=row["import_id"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        place=row["id"],
        options=row["options"],
        tables=_tables_of(row),
        loaded_at=row["loaded_at"],
        loaded_by=row["loaded_by"],
        publication=row["publication"],
    )


def _tables_of(row: Mapping[str, Any]) -> tuple[TableRead, ...]:
    return tuple(map(TableRead.of_json, row["tables"]))

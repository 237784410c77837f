"""From a row back to its cells, its file, and who loaded it when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from data_loaders.declared.declarations import kind_named
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from domain.said.citizens import PERSONAL, masked
from store.builds.reader import Reader
from store.builds.rows import corrected_cells, headings_of, row_at
from store.disk.home import Home
from store.disk.snapshots import kept_content
from store.written.audit import write_audit
from store.written.import_log import NO_SUCH_IMPORT, LoggedImport, logged_imports


@dataclass(frozen=True, slots=True)
class CellValue:
    """
    One cell of a row.

    Attributes:
        place: ``HpNet!F37``; the row alone where the column has no letter.
        heading: As printed in the file.
        value: What the product understood.
        value_read: What stood there before a correction replaced it; None without a correction.
        is_corrected: Whether a correction is in force.
        is_masked: Whether it tells of a citizen and is shown by initials.
    """

    column: str
    place: str
    heading: str
    value: Any
    value_read: str | None = None
    is_corrected: bool = False
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one row stands: file, sheet, row, its cells, and who loaded it when."""

    kind: str
    business_key: str
    department_code: str | None
    as_of: date
    sheet: str
    source_row: int
    cells: tuple[CellValue, ...]
    loaded: LoggedImport


@dataclass(frozen=True, slots=True)
class FileBehind:
    """One received file behind a number, and how many of its rows count there."""

    import_id: str
    file_name: str
    loaded_at: datetime
    loaded_by: str
    rows: int


def origin(home: Home, reader: Reader, *, import_id: str, sheet: str, source_row: int) -> Origin | None:
    """The origin of the row at that place, citizens masked; None where the reader's scope has no such row."""
    found = _origin(home, reader, import_id=import_id, sheet=sheet, source_row=source_row)
    return found and replace(found, cells=tuple(map(_masked, found.cells)))


def unmasked_origin(
    home: Home, viewer: Viewer, reader: Reader, *, import_id: str, sheet: str, source_row: int
) -> Origin | None:
    """
    The origin with what it tells of citizens, which the audit notes before anybody reads it.

    Raises:
        NotAllowedError: The viewer may not see that.
    """
    viewer.require("unmask")
    found = _origin(home, reader, import_id=import_id, sheet=sheet, source_row=source_row)
    if found is not None:
        said = {"place": f"{found.loaded.file_name}, {sheet}, {source_row}"}
        write_audit(
            home,
            person=viewer.account,
            action="unmasked",
            object_kind=found.kind,
            object_id=found.business_key,
            after=said,
        )
    return found


def _masked(cell: CellValue) -> CellValue:
    if cell.column not in PERSONAL or cell.value is None:
        return cell
    was = masked(cell.value_read) if cell.value_read else cell.value_read
    return replace(cell, value=masked(cell.value), value_read=was, is_masked=True)


def _origin(home: Home, reader: Reader, *, import_id: str, sheet: str, source_row: int) -> Origin | None:
    found = row_at(reader, import_id, sheet, source_row)
    loaded = logged_imports(home).get(import_id)
    if found is None or loaded is None:
        return None
    headings = headings_of(reader, import_id, sheet, found.kind)
    before = corrected_cells(reader, import_id, sheet, source_row)
    cells = tuple(
        CellValue(
            column=name,
            place=f"{sheet}!{heading.get('letter') or ''}{source_row}",
            heading=heading.get("heading") or "",
            value=found.values.get(name),
            value_read=before.get(name),
            is_corrected=name in before,
        )
        for name, heading in headings.items()
        if name in found.values
    )
    return Origin(
        found.kind, found.business_key, found.department_code, found.as_of, sheet, source_row, cells, loaded
    )


def files_behind(home: Home, import_ids: Iterable[str]) -> list[FileBehind]:
    """The files that *import_ids* (one per row) come from, the newest first."""
    counts: dict[str, int] = {}
    for import_id in import_ids:
        counts[import_id] = counts.get(import_id, 0) + 1
    known = logged_imports(home)
    files = [
        FileBehind(key, known[key].file_name, known[key].loaded_at, known[key].loaded_by, rows)
        for key, rows in counts.items()
        if key in known
    ]
    return sorted(files, key=lambda file: (file.loaded_at, file.rows), reverse=True)


def received_file(home: Home, viewer: Viewer, import_id: str) -> tuple[str, bytes]:
    """
    Name and unaltered bytes of the file of *import_id*; the bytes are checked against their hash.

    Raises:
        NotAllowedError: The viewer may not see the whole office, whose rows the file holds, or the citizens it names.
        UnknownNameError: No such import.
    """
    viewer.require("see_all")
    loaded = logged_imports(home).get(import_id)
    if loaded is None:
        raise UnknownNameError(NO_SUCH_IMPORT, where=import_id)
    if _names_citizens(loaded):
        viewer.require("unmask")
    said = {"file": loaded.file_name}
    write_audit(
        home,
        person=viewer.account,
        action="file_taken",
        object_kind="import",
        object_id=import_id,
        after=said,
    )
    return loaded.file_name, kept_content(home, loaded.sha256)


def may_take(home: Home, viewer: Viewer, import_id: str) -> bool:
    """Tell whether the viewer may have the received file: it holds every unit's rows, and may name citizens."""
    loaded = logged_imports(home).get(import_id)
    return (
        viewer.may("see_all") and loaded is not None and (viewer.may("unmask") or not _names_citizens(loaded))
    )


def _names_citizens(loaded: LoggedImport) -> bool:
    return any(PERSONAL & set(kind_named(kind).columns) for kind in loaded.kinds)

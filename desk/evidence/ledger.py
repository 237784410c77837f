"""Which documents are kept for which criterion, who put them there, and who took one back and why?"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from desk.corrections import UnusableValueError
from desk.evidence.reading import FileFacts, read_file
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from domain.wording.text import file_name_of
from store.builds.reader import Reader
from store.disk.home import Home
from store.disk.snapshots import keep, kept_content
from store.written.application import evidence, now
from store.written.audit import Note, recorded
from store.written.records import Row, add, change, found, listed


def add_evidence(
    home: Home, viewer: Viewer, *, year: int, code: str, item: str, name: str, content: bytes,
    replaces: int | None = None, moment: datetime | None = None,
) -> int:  # fmt: skip
    """
    Keep one file as evidence of criterion *code* of *year*; returns its number.

    What it says of itself is read and waits for a person to confirm. A file it *replaces* stays as an earlier revision.

    Raises:
        NotAllowedError: The viewer may not keep evidence.
        RefusedFileError: The file is not what its name says, is locked or damaged.
        UnusableValueError: The same bytes are kept there already.
    """
    viewer.require("set_score")
    name = file_name_of(name)
    facts = read_file(content, name)
    earlier = _kept(home, replaces) if replaces is not None else None
    digest = keep(home, content)
    place = {"year": year, "code": code, "item": item, "sha256": digest, "file_name": name}
    _require_new(home, viewer, place, remedy="Chọn tệp khác.")
    about = {"code": code, "item": item, "file": name, "sha256": digest, "replaces": replaces}
    with recorded(home, viewer.account, "evidence_added", object_kind="evidence", after=about) as note:
        number = add(
            home, evidence, year=year, code=code, item=item, file_name=name, sha256=digest, size=len(content),
            **_as_read(facts), replaces=replaces, state="kept", added_by=viewer.account, added_at=moment or now(),
        )  # fmt: skip
        note.object_id = str(number)
        if earlier is not None:
            change(home, evidence, earlier["id"], state="replaced")
    return number


def confirm_evidence(
    home: Home, viewer: Viewer, number: int, *, document_number: str, issued_on: date | None, author: str,
    moment: datetime | None = None,
) -> None:  # fmt: skip
    """
    Say what the document prints: its number, the day it was issued (not the day it was uploaded), and by whom.

    Raises:
        NotAllowedError, UnknownNameError: As `remove_evidence`.
        UnusableValueError: The day lies ahead.
    """
    viewer.require("set_score")
    row, at = _kept(home, number), moment or now()
    if issued_on is not None and issued_on > at.date():
        raise UnusableValueError("Ngày ban hành ở sau hôm nay", remedy="Ghi ngày in trên văn bản.")
    said = {"document_number": document_number.strip(), "issued_on": issued_on, "author": author.strip()}
    with _recorded(home, viewer, "evidence_confirmed", number, before=_told(row), after=_told(said)):
        change(home, evidence, number, **said, confirmed_by=viewer.account, confirmed_at=at)


def remove_evidence(
    home: Home, viewer: Viewer, number: int, *, reason: str, moment: datetime | None = None
) -> None:
    """
    Take a file out of the evidence; its bytes and its row stay, with the reason.

    Raises:
        NotAllowedError: The viewer may not keep evidence.
        UnknownNameError: There is no such file in the evidence.
        UnusableValueError: No reason is given.
    """
    viewer.require("set_score")
    _kept(home, number)
    if not reason.strip():
        raise UnusableValueError("Chưa ghi lý do gỡ tài liệu", remedy="Ghi ngắn gọn vì sao gỡ.")
    with _recorded(home, viewer, "evidence_removed", number, after={"reason": reason.strip()}):
        change(
            home, evidence, number, state="removed", removed_by=viewer.account, removed_at=moment or now(),
            remove_reason=reason.strip(),
        )  # fmt: skip


def restore_evidence(home: Home, viewer: Viewer, number: int) -> None:
    """
    Put a removed file back among the evidence.

    Raises:
        NotAllowedError: The viewer may not keep evidence.
        UnknownNameError: No file of that number was removed.
        UnusableValueError: The same bytes were added there anew meanwhile.
    """
    viewer.require("set_score")
    row = found(home, evidence, number)
    if row is None or row["state"] != "removed":
        raise UnknownNameError("Không có tài liệu nào đã gỡ mang số này", where=str(number))
    _require_new(home, viewer, row)
    with _recorded(home, viewer, "evidence_restored", number, before={"reason": row["remove_reason"]}):
        change(home, evidence, number, state="kept")


def evidence_of(home: Home, viewer: Viewer, *, year: int, code: str | None = None) -> list[Row]:
    """
    Every file of *year*, also removed and replaced ones, oldest first.

    Raises:
        NotAllowedError: The viewer does not see the whole office.
    """
    viewer.require("see_all")
    wanted: dict[str, Any] = {"year": year} if code is None else {"year": year, "code": code}
    return listed(home, evidence, **wanted)


def kept_evidence(reader: Reader, *, year: int) -> list[Row]:
    """The files of *year* that stand in the evidence now; none for who does not see the whole office."""
    if reader.home is None or not reader.scope.is_whole_office:
        return []
    return listed(reader.home, evidence, year=year, state="kept")


def evidence_bytes(home: Home, viewer: Viewer, number: int) -> bytes:
    """
    The file as it was received, whatever became of it.

    Raises:
        NotAllowedError: The viewer does not see the whole office.
        UnknownNameError: There is no such file.
    """
    viewer.require("see_all")
    row = found(home, evidence, number)
    if row is None:
        raise UnknownNameError("Không có tài liệu này", where=str(number))
    return kept_content(home, row["sha256"])


def revisions(rows: Sequence[Row], number: int) -> list[Row]:
    """The earlier revisions of one file, newest first."""
    by_number = {row["id"]: row for row in rows}
    found_rows, at = [], by_number.get(number)
    while at is not None and at["replaces"] is not None:
        at = by_number.get(at["replaces"])
        if at is not None:
            found_rows.append(at)
    return found_rows


def _kept(home: Home, number: int) -> Row:
    row = found(home, evidence, number)
    if row is None or row["state"] != "kept":
        raise UnknownNameError("Không có tài liệu này trong danh sách đang dùng", where=str(number))
    return row


def _require_new(
    home: Home, viewer: Viewer, row: Row, *, remedy: str = "Để nguyên bản đang có; không cần đưa lại."
) -> None:
    """Refuse *row* where the same bytes stand at the same place of the same criterion."""
    standing = [
        r for r in evidence_of(home, viewer, year=row["year"], code=row["code"]) if r["state"] == "kept"
    ]
    if any((one["item"], one["sha256"]) == (row["item"], row["sha256"]) for one in standing):
        raise UnusableValueError("Tệp này đã có ở mục ấy", where=row["file_name"], remedy=remedy)


def _as_read(facts: FileFacts) -> dict[str, Any]:
    signed = [
        {**asdict(one), "signed_at": one.signed_at.isoformat() if one.signed_at else None}
        for one in facts.signatures
    ]
    return {
        "kind": facts.kind, "has_text": facts.has_text, "signatures": signed,
        "document_number": facts.letter.number, "issued_on": facts.letter.issued_on, "author": facts.letter.author,
    }  # fmt: skip


def _told(row: Row) -> dict[str, Any]:
    return {
        "document_number": row["document_number"], "author": row["author"],
        "issued_on": row["issued_on"].isoformat() if row["issued_on"] else None,
    }  # fmt: skip


def _recorded(
    home: Home,
    viewer: Viewer,
    action: str,
    number: int,
    *,
    before: Row | None = None,
    after: Row | None = None,
) -> AbstractContextManager[Note]:
    return recorded(
        home, viewer.account, action, object_kind="evidence", object_id=number, before=before, after=after
    )

"""Which papers were issued, from which build, and with what in them?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.agency.scope import Scope
from domain.program.errors import UnknownNameError
from store.disk.home import Home
from store.written.application import audit, issued_report, now, writing
from store.written.audit import recorded
from store.written.records import Row, add, change, found, listed

SEE_NUMBERS = "Xem các số bằng python -m reports list."


@dataclass(frozen=True, slots=True)
class Issue:
    """What a paper is bound to: its name, day, unit and build, and everything needed to make it anew."""

    name: str
    as_of: date
    department_code: str | None
    build_id: str | None
    parameters: dict[str, Any]


def reserve(home: Home, issue: Issue, *, by: str, moment: datetime | None = None) -> int:
    """Take the number that the paper prints in its footer; `fill_record` or `release` must follow."""
    return add(
        home, issued_report, name=issue.name, department_code=issue.department_code, as_of=issue.as_of,
        build_id=issue.build_id, parameters=issue.parameters, file_name="", sha256="", issued_by=by,
        issued_at=moment or now(),
    )  # fmt: skip


def fill_record(home: Home, number: int, *, parameters: dict[str, Any], file_name: str, sha256: str) -> None:
    """Keep with the record what the paper holds and which file it became."""
    row = found(home, issued_report, number) or {}
    said = {name: row.get(name) for name in ("name", "as_of", "department_code", "build_id")}
    said |= {"file": file_name, "sha256": sha256}
    with recorded(
        home, str(row.get("issued_by", "")), "paper_issued", object_kind="paper", object_id=number, after=said
    ):
        change(home, issued_report, number, parameters=parameters, file_name=file_name, sha256=sha256)


def release(home: Home, number: int) -> None:
    """Give back the number of a paper that did not come into being."""
    row = found(home, issued_report, number) or {}
    with (
        recorded(
            home, str(row.get("issued_by", "")), "paper_withdrawn", object_kind="paper", object_id=number
        ),
        writing(home) as connection,
    ):
        connection.execute(sa.delete(issued_report).where(issued_report.c.id == number))


def issued(home: Home, scope: Scope) -> list[Row]:
    """The issued papers, newest first: all for the whole office, its own for a department."""
    rows = [row for row in listed(home, issued_report, newest_first=True) if row["sha256"]]
    return [row for row in rows if scope.is_whole_office or row["department_code"] in scope.departments]


def issued_paper(home: Home, number: object, scope: Scope) -> Row:
    """
    The record of that number.

    Raises:
        UnknownNameError: There is none, or it is another department's.
    """
    text = str(number)
    row = (
        found(home, issued_report, int(text))
        if text.isascii() and text.isdigit() and len(text) < 10
        else None
    )
    is_visible = row is not None and (scope.is_whole_office or row["department_code"] in scope.departments)
    if row is None or not row["sha256"] or not is_visible:
        raise UnknownNameError(
            f"Không có văn bản nào đã phát hành mang số {text}",
            remedy=SEE_NUMBERS,
        )
    return row


def audit_anchor(home: Home) -> str:
    """The first letters of the newest hash of the audit; empty while nothing is audited."""
    rows = listed(home, audit, newest_first=True)
    return str(rows[0]["hash"])[:12] if rows else ""

"""Which numbers do departments say are wrong, and what did Văn phòng decide?"""

from datetime import date, datetime
from typing import Any

from desk.corrections import make_correction, row_named
from desk.typed_values import TargetRow, UnusableValueError, correctable, said_reason, spelled
from domain.agency.scope import Viewer
from domain.agency.working_calendar import WorkingCalendar
from domain.program.errors import NotAllowedError, UnknownNameError
from domain.said.citizens import PERSONAL
from metrics.asking.rules import rule_in_force
from store.builds.rows import FoundRow
from store.disk.home import Home
from store.disk.snapshots import keep, kept_content
from store.written import settled
from store.written.application import dispute, now
from store.written.audit import recorded
from store.written.records import Row, add, change, found, listed

OPEN = ("sent", "reviewing")


def contest(
    home: Home,
    viewer: Viewer,
    *,
    kind: str,
    business_key: str,
    column: str,
    claimed: str,
    reason: str,
    proof: tuple[str, bytes] | None = None,
    moment: datetime | None = None,
) -> int:
    """
    Say that a value is wrong; *proof* is a file name and its bytes. Returns the number of the dispute.

    Raises:
        NotAllowedError: The viewer may not contest, or the row is another department's.
        UnknownNameError: The viewer sees no such row.
        UnusableValueError: The claimed value cannot be the value of that column, or the reason is empty.
    """
    viewer.require("contest")
    row = row_named(home, viewer, kind, business_key)
    if column in list(PERSONAL):
        raise UnusableValueError(
            "Tên người nộp hồ sơ không phản ánh ở đây", remedy="Báo bộ phận một cửa sửa tại nguồn."
        )
    reason = said_reason(reason, "Chưa ghi lý do", remedy="Ghi ngắn gọn vì sao số này sai.")
    correctable(TargetRow.of(row), column, claimed, settled.aliases(home))
    whose, proof_sha256 = _own_department(viewer, row), keep(home, proof[1]) if proof else None
    was, then = {column: _shown(row, column)}, {column: claimed, "reason": reason}
    with recorded(
        home, viewer.account, "dispute_sent", object_kind=kind, object_id=business_key, before=was, after=then
    ):
        return add(
            home, dispute, kind=kind, business_key=business_key, column_name=column, as_of=row.as_of,
            value_shown=_shown(row, column), value_claimed=claimed, reason=reason,
            proof_name=proof[0] if proof else None, proof_sha256=proof_sha256, department_code=whose,
            sent_by=viewer.account, sent_at=moment or now(), state="sent",
        )  # fmt: skip


def _shown(row: FoundRow, column: str) -> str | None:
    return spelled(row.values.get(column))


def _own_department(viewer: Viewer, row: FoundRow) -> str:
    """Whose number it is: a department contests its own only, Văn phòng for any of them."""
    whose = row.department_code or viewer.department_code or ""
    if not viewer.speaks_for(whose):
        raise NotAllowedError("Dòng này không thuộc đơn vị của tài khoản đang dùng")
    return whose


def disputes(home: Home, viewer: Viewer, *, only_open: bool = False) -> list[Row]:
    """Disputes that the viewer may see, newest first: those of the departments in the viewer's scope."""
    rows = listed(home, dispute, newest_first=True)
    return [
        row
        for row in rows
        if (viewer.scope.is_whole_office or row["department_code"] in viewer.scope.departments)
        and (not only_open or row["state"] in OPEN)
    ]


def answer_by(said: Row) -> date:
    """
    The last day on which a dispute is answered in time, by the rule of the day on which it was sent.

    Source: data/rules/disputes.toml.
    """
    sent_on = said["sent_at"].date()
    days = rule_in_force("disputes", sent_on)["answer_working_days"]
    return WorkingCalendar.office().add_working_days(sent_on, int(days))


def is_answer_overdue(said: Row, *, today: date) -> bool:
    """Nobody has answered, and the day to answer by is over."""
    return said["state"] in OPEN and answer_by(said) < today


def proof_of(home: Home, viewer: Viewer, number: int) -> bytes:
    """The bytes of the proof that came with a dispute the viewer may see."""
    said = next((row for row in disputes(home, viewer) if row["id"] == number), None)
    if said is None or not said["proof_sha256"]:
        raise UnknownNameError("Không có tài liệu nào kèm theo phản ánh này", where=str(number))
    return kept_content(home, said["proof_sha256"])


def review(home: Home, viewer: Viewer, number: int) -> None:
    """Say that somebody is looking at it."""
    viewer.require("decide_dispute")
    _decide(home, viewer, number, state="reviewing", reason=None, moment=None)


def accept(
    home: Home, viewer: Viewer, number: int, *, reason: str, moment: datetime | None = None
) -> list[int]:
    """Accept a dispute: it becomes a correction and is published. Returns the corrections' numbers."""
    viewer.require("decide_dispute")
    said = _open_dispute(home, number)
    numbers = make_correction(
        home,
        viewer,
        kind=said["kind"],
        business_key=said["business_key"],
        column=said["column_name"],
        text=said["value_claimed"] or "",
        reason=reason or said["reason"],
        dispute_id=number,
        moment=moment,
    )
    _decide(home, viewer, number, state="accepted", reason=reason, moment=moment)
    return numbers


def decline(home: Home, viewer: Viewer, number: int, *, reason: str, moment: datetime | None = None) -> None:
    """Decline a dispute with the reason that the department will read."""
    viewer.require("decide_dispute")
    reason = said_reason(reason, "Chưa ghi lý do không chấp nhận", remedy="Đơn vị sẽ đọc lý do này.")
    _decide(home, viewer, number, state="declined", reason=reason, moment=moment)


def _decide(
    home: Home, viewer: Viewer, number: int, *, state: str, reason: str | None, moment: datetime | None
) -> None:
    before = _open_dispute(home, number)
    said = {"state": state, "decision_reason": reason and reason.strip()}
    with recorded(
        home, viewer.account, f"dispute_{state}", object_kind="dispute", object_id=number,
        before={"state": before["state"]}, after=said,
    ):  # fmt: skip
        change(home, dispute, number, decided_by=viewer.account, decided_at=moment or now(), **said)


def _open_dispute(home: Home, number: int) -> dict[str, Any]:
    said = found(home, dispute, number)
    if said is None:
        raise UnknownNameError("Không có phản ánh mang số này", where=str(number))
    if said["state"] not in OPEN:
        raise UnknownNameError("Phản ánh này đã được giải quyết", where=str(number))
    return said

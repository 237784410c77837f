"""What has to be kept over time: forecasts, states at a limit, promises, prepared reminders, pauses."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from desk.setting.year_turn import carry_shortfalls
from domain.agency.departments import department_name, scored_codes
from domain.agency.scope import Scope, Viewer, not_theirs, whole_office
from domain.agency.working_calendar import ONE_DAY
from domain.program.errors import HomeDamagedError, NotAllowedError, UnknownNameError
from domain.wording.formats import day
from metrics.limits.campaigns import OBLIGATIONS, campaign_by_id
from metrics.limits.reminders import Reminder
from metrics.pace.calibration import calibration, checked_forecasts, finish_days, rows_to_log
from metrics.pace.freeze import due_freezes, freeze_rule, is_ready, missing_exports
from metrics.plan.calls import judged_promises
from store.builds.reader import Reader
from store.current.pointer import build_file
from store.current.warehouse import Build, is_of_older_schema, open_build, open_reader
from store.disk.home import Home
from store.written.application import forecast_log, freeze, now, promise, reminder_log, reminder_pause
from store.written.audit import recorded
from store.written.records import Row, add, add_new, add_once, change, found, listed

OLDER_STATE_VI = (
    "Bản số liệu đã chốt do phiên bản phần mềm trước ghi, phiên bản này không mở được; con số lúc chốt ở đây tính từ số"
    " liệu đang dùng cho ngày ấy, có thể khác số đã chốt nếu sau đó có đính chính"
)
_FORECAST_KEY = ("build_id", "as_of", "campaign", "obligation", "department_code")
_REMINDER_KEY = ("department_code", "campaign", "obligation", "item_key", "step")


def keep_after_publish(home: Home, *, today: date, by: str, moment: datetime | None = None) -> None:
    """
    Store the forecasts of the current build, and freeze every limit that is over and covered by its data.

    Calling it again for the same build stores nothing twice. A limit is frozen once each source behind its
    obligations reaches its last good day, so that work done on that day is in it; after the wait of
    `data/rules/freeze.toml` it is frozen all the same, and says which sources were missing. An appraisal of the
    last closed year that is known by now becomes the Phụ lục 1 of the open one.
    """
    reader = open_reader(home, whole_office())
    as_of, at = reader.newest_as_of(), moment or now()
    if as_of is None:
        return
    carry_shortfalls(home, person=by)
    rows = [{**row, "made_at": at} for row in rows_to_log(reader, as_of=as_of)]
    add_new(home, forecast_log, rows, unique=_FORECAST_KEY)
    _freeze_due(home, reader, today=today, by=by, at=at)


def freeze_when_due(home: Home, *, today: date, by: str, moment: datetime | None = None) -> None:
    """Freeze every limit that is over and covered by the data, as `keep_after_publish` does; cheap where none is."""
    if due_freezes(listed(home, freeze), today=today):
        _freeze_due(home, open_reader(home, whole_office()), today=today, by=by, at=moment or now())


def _freeze_due(home: Home, reader: Reader, *, today: date, by: str, at: datetime) -> None:
    as_of = reader.newest_as_of()
    if as_of is None:
        return
    for due in due_freezes(listed(home, freeze), today=today):
        missing = missing_exports(reader, campaign_by_id(due.campaign), as_of=as_of)
        if is_ready(due, missing, today=today):
            row = {
                "name": due.name, "campaign": due.campaign, "as_of": due.as_of, "build_id": reader.build_id,
                "rule": freeze_rule(due, missing), "frozen_by": by, "frozen_at": at,
            }  # fmt: skip
            # Server, visitor and command may come at once: the first one's state is the one that is kept.
            add_once(home, freeze, row, unique="campaign")


def freezes(home: Home, scope: Scope) -> list[Row]:
    """Every state kept at a limit, oldest first; none for who sees no department's figures."""
    return listed(home, freeze) if scope.departments else []


def frozen_reader(home: Home, row: Row, present: Reader) -> Reader:
    """
    A reader of the build that was kept at a limit, with the scope of *present*.

    Its file is kept as long as the freeze. Where an older schema made it, *present* answers for the same day:
    whoever shows its figures says `OLDER_STATE_VI` beside them (`is_answered_by_present`).

    Raises:
        HomeDamagedError: The file is gone or damaged: other numbers would pass for those of that day.
    """
    path = build_file(home, row["build_id"])
    if not path.exists():
        raise HomeDamagedError(
            "frozen_build_missing",
            "Không còn bản số liệu đã chốt",
            where=row["name"],
            remedy="Khôi phục từ bản sao lưu.",
        )
    if is_of_older_schema(path):
        return present
    return open_build(Build(row["build_id"], path, {}), present.scope, home)


def is_answered_by_present(row: Row, frozen: Reader) -> bool:
    """Tell whether *frozen*, a `frozen_reader` of *row*, is not that state itself but the numbers in use for its day."""
    return frozen.build_id != row["build_id"]


def lift_freeze(
    home: Home, viewer: Viewer, number: int, *, reason: str, ends: datetime, moment: datetime | None = None
) -> None:
    """
    Open a lock until *ends*; it closes again by itself.

    Raises:
        NotAllowedError: The viewer may not freeze, gives no reason, or no end still to come.
        UnknownNameError: There is no such freeze.
    """
    viewer.require("freeze")
    at = moment or now()
    if found(home, freeze, number) is None:
        raise UnknownNameError("Không có lần chốt số liệu này", where=str(number))
    if not reason.strip() or ends <= at:
        raise NotAllowedError("Chưa mở khóa được", remedy="Ghi lý do và giờ kết thúc còn ở phía trước.")
    said = {"lift_reason": reason.strip(), "lift_ends": ends}
    with recorded(home, viewer.account, "freeze_lifted", object_kind="freeze", object_id=number, after=said):
        change(home, freeze, number, lifted_by=viewer.name, lifted_at=at, **said)


def forecast_record(home: Home, reader: Reader, *, as_of: date) -> tuple[Any, Any]:
    """
    Return (checks, calibration) of the stored forecasts for the departments *reader* may see.

    See `metrics.pace.calibration` for both tables.
    """
    visible = (*reader.scope.departments, *(("TOTAL",) if reader.scope.is_whole_office else ()))
    log = [row for row in listed(home, forecast_log) if row["department_code"] in visible]
    checks = checked_forecasts(log, finish_days(reader, as_of=as_of), as_of=as_of)
    return checks, calibration(checks)


def note_promise(
    home: Home,
    viewer: Viewer,
    *,
    department: str,
    campaign: str,
    obligation: str | None,
    promised_date: date,
    promised_by: str,
    items: Sequence[str] = (),
    note: str = "",
    moment: datetime | None = None,
) -> int:
    """
    Write down the day a department promises to be done by; returns its number.

    An obligation of None means everything of the campaign; *items* name the promise's own items.

    Raises:
        NotAllowedError: It is another department's, or the day is past.
        UnknownNameError: No such department, campaign or obligation.
    """
    _require_own(viewer, department)
    campaign_by_id(campaign)
    if obligation is not None and obligation not in OBLIGATIONS:
        raise UnknownNameError("Không có yêu cầu này", where=obligation)
    at = moment or now()
    if promised_date < at.date():
        raise NotAllowedError("Ngày hẹn đã qua", remedy="Chọn ngày từ hôm nay trở đi.")
    said = {
        "campaign": campaign, "obligation": obligation, "items": list(items), "promised_date": promised_date,
        "promised_by": promised_by, "note": note,
    }  # fmt: skip
    with recorded(
        home, viewer.account, "promise_noted", object_kind="department", object_id=department, after=said
    ):
        return add(
            home, promise, department_code=department, noted_by=viewer.name, noted_at=at, state="open", **said
        )


def withdraw_promise(home: Home, viewer: Viewer, number: int, *, moment: datetime | None = None) -> None:
    """Take a promise back; it stays in the list as withdrawn."""
    viewer.require("promise")
    row = found(home, promise, number)
    if row is None:
        raise UnknownNameError("Không có ngày hẹn này", where=str(number))
    _require_own(viewer, row["department_code"])
    thing = {"object_kind": "department", "object_id": row["department_code"]}
    was, then = {"state": row["state"], "promised_date": row["promised_date"]}, {"state": "withdrawn"}
    with recorded(home, viewer.account, "promise_withdrawn", before=was, after=then, **thing):
        change(home, promise, number, state="withdrawn", closed_at=moment or now())


def standing_promises(home: Home, scope: Scope) -> list[Row]:
    """Promises of the departments of *scope* as they were noted, oldest first."""
    return listed(home, promise, department_code=tuple(scope.departments))


def promises(home: Home, reader: Reader, *, as_of: date) -> list[Row]:
    """Promises of the departments *reader* may see, judged by its numbers on *as_of*, oldest first."""
    return judged_promises(reader, standing_promises(home, reader.scope), as_of=as_of)


def log_reminder(
    home: Home, viewer: Viewer, reminder: Reminder, *, channel: str, moment: datetime | None = None
) -> int:
    """
    Write down that a message was prepared (or, with ``smtp``, taken by the mail server); returns new lines.

    An item has one line per step. Copying a message and then saving it as a file writes nothing
    more; sending it turns its lines into sent ones.
    """
    viewer.require("remind")
    rows = reminder.log_rows(channel=channel, prepared_by=viewer.name, prepared_at=moment or now())
    with recorded(
        home, viewer.account, "reminder_prepared", object_kind="department", object_id=reminder.department_code,
        after={"step": reminder.step, "channel": channel, "items": len(rows)},
    ):  # fmt: skip
        fresh = add_new(home, reminder_log, rows, unique=_REMINDER_KEY)
        if channel == "smtp" and fresh < len(rows):
            keys = {tuple(row[name] for name in _REMINDER_KEY) for row in rows}
            for row in listed(
                home, reminder_log, department_code=reminder.department_code, campaign=reminder.campaign.id
            ):
                if tuple(row[name] for name in _REMINDER_KEY) in keys and row["channel"] != "smtp":
                    sent = {"body": reminder.text, "prepared_by": viewer.name, "prepared_at": moment or now()}
                    change(home, reminder_log, row["id"], channel="smtp", **sent)
    return fresh


def reminder_lines(home: Home, scope: Scope) -> list[Row]:
    """The reminder log of the departments in *scope*, oldest first."""
    return listed(home, reminder_log, department_code=scope.departments)


def pause_reminders(
    home: Home, viewer: Viewer, *, department: str, until: date, reason: str, moment: datetime | None = None
) -> int:
    """
    Stop reminding *department* through the day *until*.

    Raises:
        NotAllowedError: The viewer may not, or gives no reason.
    """
    viewer.require("remind")
    if department not in scored_codes():
        raise UnknownNameError("Không có đơn vị này", where=department)
    if not reason.strip():
        raise NotAllowedError("Chưa ghi lý do tạm dừng", remedy="Ghi ngắn gọn vì sao tạm dừng nhắc.")
    said = {"until": until, "reason": reason.strip()}
    with recorded(
        home, viewer.account, "reminders_paused", object_kind="department", object_id=department, after=said
    ):
        return add(
            home, reminder_pause, department_code=department, paused_by=viewer.name, paused_at=moment or now(), **said
        )  # fmt: skip


def resume_reminders(home: Home, viewer: Viewer, *, department: str, moment: datetime | None = None) -> int:
    """
    End every pause of *department* from today on; returns how many were ended.

    The row stays, with its end moved to yesterday and, in its reason, who ended it and what end it had.
    """
    viewer.require("remind")
    at = moment or now()
    ended = [
        row for row in pauses(home, viewer.scope, as_of=at.date()) if row["department_code"] == department
    ]
    for row in ended:
        note = (
            f"{viewer.name} cho nhắc lại từ {day(at.date())}, trước đó tạm dừng đến hết {day(row['until'])}"
        )
        said = {"until": at.date() - ONE_DAY, "reason": f"{row['reason']} ({note})"}
        with recorded(
            home, viewer.account, "reminders_resumed", object_kind="department", object_id=department,
            before={"until": row["until"]}, after=said,
        ):  # fmt: skip
            change(home, reminder_pause, row["id"], **said)
    return len(ended)


def pauses(home: Home, scope: Scope, *, as_of: date) -> list[Row]:
    """Pauses in force on the day *as_of* for the departments in *scope*."""
    return [
        row
        for row in listed(home, reminder_pause, department_code=scope.departments)
        if row["until"] >= as_of
    ]


def _require_own(viewer: Viewer, department: str) -> None:
    """Leadership and Văn phòng speak for every department, a department for itself."""
    viewer.require("promise")
    if department not in scored_codes():
        raise UnknownNameError("Không có đơn vị này", where=department)
    if not viewer.speaks_for(department):
        raise not_theirs(f"Việc của {department_name(department)}")

"""Sending reminders through the office's own mail server, only where somebody switched that on."""

import os
import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from domain.agency.scope import Viewer
from domain.agency.working_calendar import WorkingCalendar
from domain.program.errors import NotAllowedError, SystemFailureError
from metrics.asking.rules import rule_in_force
from metrics.limits.reminders import Reminder
from reports.reminder_letters import mail_message

PASSWORD_VARIABLE = "DASHBOARD_SMTP_PASSWORD"
SECONDS = 20


@dataclass(frozen=True, slots=True)
class MailServer:
    """
    The mail server of data/rules/reminders.toml.

    Attributes:
        enabled: False: nothing is ever sent.
        password: From the environment; '' for a server that asks for none.
    """

    enabled: bool
    host: str
    port: int
    starttls: bool
    user: str
    sender: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail; ``error`` is empty when the server took it."""

    to: str
    error: str

    @property
    def is_taken(self) -> bool:
        """The server accepted the mail: only then may the log say "đã gửi"."""
        return not self.error


def mail_server(as_of: date, environment: Mapping[str, str] | None = None) -> MailServer:
    """Return the mail server in force on the day *as_of*, with the password of the environment."""
    settings: dict[str, Any] = rule_in_force("reminders", as_of)["smtp"]
    password = (os.environ if environment is None else environment).get(PASSWORD_VARIABLE, "")
    return MailServer(**settings, password=password)


def is_quiet(moment: datetime, calendar: WorkingCalendar | None = None) -> bool:
    """Tell whether no mail goes out at *moment*: outside the office's hours of a working day."""
    sessions = (calendar or WorkingCalendar.office()).sessions_of(moment.date())
    return not sessions or not sessions[0][0] <= moment.time().replace(tzinfo=None) <= sessions[-1][1]


def send(messages: Sequence[EmailMessage], server: MailServer, *, now: datetime) -> list[Delivery]:
    """
    Hand *messages* to the server, one result each; a refused one does not stop the others.

    Raises:
        NotAllowedError: Sending is switched off, or it is outside office hours.
        SystemFailureError: The server cannot be reached or does not let us in.
    """
    if not server.enabled:
        raise NotAllowedError(
            "Chưa bật gửi thư",
            where="data/rules/reminders.toml",
            remedy="Tải tệp thư (.eml) hoặc sao chép lời nhắc rồi tự gửi.",
        )
    if is_quiet(now):
        raise NotAllowedError("Ngoài giờ làm việc không gửi thư", remedy="Gửi lại trong giờ làm việc.")
    try:
        with smtplib.SMTP(server.host, server.port, timeout=SECONDS) as connection:
            _enter(connection, server)
            return [_deliver(connection, message, server) for message in messages]
    except (OSError, smtplib.SMTPException) as error:
        raise SystemFailureError(
            "Không kết nối được máy chủ thư", where=f"{server.host}:{server.port}",
            remedy="Kiểm tra cấu hình máy chủ thư; lời nhắc vẫn ở trạng thái đã soạn.",
        ) from error  # fmt: skip


def send_reminders(
    viewer: Viewer,
    reminders: Sequence[Reminder],
    server: MailServer,
    *,
    now: datetime,
    note_taken: Callable[[Reminder], object],
) -> list[Delivery]:
    """
    Send *reminders*, one result each; *note_taken* is called for those that the server took, and for no others.

    Raises:
        NotAllowedError: The viewer may not, sending is switched off, or it is outside office hours.
        SystemFailureError: The server cannot be reached or does not let us in.
    """
    viewer.require("remind")
    messages = [mail_message(one, prepared_at=now, sender=server.sender) for one in reminders]
    deliveries = send(messages, server, now=now)
    for reminder, delivery in zip(reminders, deliveries, strict=True):
        if delivery.is_taken:
            note_taken(reminder)
    return deliveries


def _enter(connection: smtplib.SMTP, server: MailServer) -> None:
    if server.starttls:
        connection.starttls()
    if server.user:
        connection.login(server.user, server.password)


def _deliver(connection: smtplib.SMTP, message: EmailMessage, server: MailServer) -> Delivery:
    to = str(message["To"] or "")
    if not to:
        return Delivery(to, "Đơn vị chưa có địa chỉ thư trong data/codes/department_heads.csv")
    try:
        connection.send_message(message, from_addr=server.sender or None)
    except smtplib.SMTPServerDisconnected:
        # Not raised: what the server took before it went away stays taken, and is told so.
        return Delivery(to, "Mất kết nối máy chủ thư trước khi thư này được nhận")
    except smtplib.SMTPException as error:
        return Delivery(to, f"Máy chủ thư từ chối: {error}")
    return Delivery(to, "")

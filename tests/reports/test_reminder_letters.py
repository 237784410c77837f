"""A reminder leaves as a draft mail, a Word file, or through the office's own server."""

import email
import io
from dataclasses import replace
from datetime import date, datetime
from email import policy

import pandas as pd
import pytest
from docx import Document

from domain.agency import heads
from domain.agency.heads import Head
from domain.agency.office import office
from domain.agency.scope import Scope, Viewer
from domain.program.errors import NotAllowedError, SystemFailureError
from metrics.limits import reminders
from metrics.limits.reminders import due_reminders
from metrics.progress.what_is_left import COLUMNS
from reports import drafting, reminder_letters
from reports.form_check import check_form, faults
from reports.mail import MailServer, is_quiet, mail_server, send, send_reminders
from reports.reminder_letters import eml_bytes, file_name, letter_bytes, mail_message
from tests.reports.local_mail import LocalServer, running

AT = datetime(2023, 11, 13, 8, 10)


def reminder(items=3, department="QLDT", title="Rà soát hồ sơ"):
    rows = [
        {"department_code": department, "obligation": "task_archived", "item_key": f"CV{n}", "number": f"{n}/BQL-VP",
         "title": title, "person": "Nguyễn Văn A", "due_date": date(2023, 11, 10), "campaign": "2023-11-17",
         "next_step": "Lưu trữ công việc trên HpNet"}
        for n in range(items)
    ]  # fmt: skip
    left = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return due_reminders(left, as_of=date(2023, 11, 12), today=AT.date())[0]


@pytest.fixture
def with_mailbox(monkeypatch):
    monkeypatch.setattr(heads, "_heads", lambda: {"QLDT": Head("QLDT", "Trưởng phòng", "qldt@heza.example")})


def test_the_draft_opens_unsent_with_text_and_attachment(with_mailbox):
    message = email.message_from_bytes(eml_bytes(reminder(), prepared_at=AT), policy=policy.default)

    assert message["X-Unsent"] == "1"
    assert message["To"] == "qldt@heza.example"
    assert message["Subject"].startswith("Nhắc việc Phòng Quản lý Đầu tư: Trước ngày 17/11")
    assert "3 việc chưa lưu trữ" in message.get_body().get_content()
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "nhac-viec-QLDT-2023-11-17-con-4-ngay.docx"
    ]


def test_without_a_mailbox_the_draft_leaves_the_addressee_to_the_person():
    assert email.message_from_bytes(eml_bytes(reminder(), prepared_at=AT))["To"] is None


def test_a_title_cannot_add_mail_headers():
    bad = reminder(title="x\nBcc: somebody@example.com\r\nX: y")

    message = email.message_from_bytes(eml_bytes(bad, prepared_at=AT), policy=policy.default)

    assert message["Bcc"] is None


def words_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_word_file_lists_every_item_and_leaves_number_and_day_blank():
    content = letter_bytes(reminder(items=14))
    document = Document(io.BytesIO(content))
    words = words_of(document)

    assert faults(check_form(content)) == []
    assert f"Số:          /{office().notation}-{office().gathering_unit}" in words
    assert "Kính gửi: Phòng Quản lý Đầu tư." in words
    assert "1. Lưu trữ công việc: còn 14 việc chưa lưu trữ" in words
    assert "Hạn nội bộ: hết ngày 15/11, các phòng, đơn vị làm xong và báo Văn phòng." in words
    assert [f"{n}/BQL-VP" in words for n in range(14)] == [True] * 14


def test_another_office_signs_with_its_own_names(monkeypatch):
    other = replace(office(), letterhead="Sở Biển\nMiền Đông", superior="Ủy ban\nMiền Đông", notation="SB", place="Miền Đông",
                    gathering_unit="KHTH", gathering_head_title="Trưởng phòng Tổng hợp")  # fmt: skip
    for module in (drafting, reminder_letters, reminders):
        monkeypatch.setattr(module, "office", lambda: other)
    campaign = replace(reminder().campaign, internal_limits=())  # their words are the first office's own
    letter = replace(reminder(), campaign=campaign)
    words = words_of(Document(io.BytesIO(letter_bytes(letter))))

    assert "SỞ BIỂN" in words and "/SB-KHTH" in words and "TRƯỞNG PHÒNG TỔNG HỢP" in words
    assert not [
        name for name in ("KHU KINH TẾ", "HẢI PHÒNG", "Hải Phòng, ngày", "Văn phòng") if name in words
    ]
    assert "báo Phòng Kế hoạch - Tổng hợp" in letter.text and "Văn phòng" not in letter.text


def test_control_characters_of_a_spreadsheet_do_not_break_the_word_file():
    assert Document(io.BytesIO(letter_bytes(reminder(title="a\x0bb\x00c")))).paragraphs


def test_file_names_say_the_step():
    assert file_name(reminder(), "eml") == "nhac-viec-QLDT-2023-11-17-con-4-ngay.eml"


def settings(port: int, *, enabled: bool = True) -> MailServer:
    return MailServer(enabled, "127.0.0.1", port, starttls=False, user="", sender="vp@heza.example")


def test_a_mail_goes_through_the_local_server(with_mailbox):
    local = LocalServer()
    with running(local) as port:
        results = send(
            [mail_message(reminder(), prepared_at=AT, sender="vp@heza.example")], settings(port), now=AT
        )

    assert [r.is_taken for r in results] == [True]
    assert len(local.received) == 1 and "X-Unsent" not in local.received[0]


def test_a_refused_mailbox_is_said_and_does_not_stop_the_others(with_mailbox):
    local = LocalServer(refuse="qldt@")
    other = mail_message(reminder(), prepared_at=AT, sender="vp@heza.example")
    other.replace_header("To", "vp@heza.example")
    with running(local) as port:
        results = send(
            [mail_message(reminder(), prepared_at=AT, sender="vp@heza.example"), other],
            settings(port),
            now=AT,
        )

    assert [r.is_taken for r in results] == [False, True]
    assert "từ chối" in results[0].error


def test_a_department_without_a_mailbox_is_said():
    with running(LocalServer()) as port:
        results = send(
            [mail_message(reminder(), prepared_at=AT, sender="vp@heza.example")], settings(port), now=AT
        )

    assert not results[0].is_taken and "chưa có địa chỉ thư" in results[0].error


def test_what_was_taken_before_the_server_hung_up_stays_taken():
    local = LocalServer(hang_up_after=1)
    first, second = (mail_message(reminder(), prepared_at=AT, sender="vp@heza.example") for _ in range(2))
    for message in (first, second):
        message["To"] = "qldt@heza.example"
    with running(local) as port:
        results = send([first, second], settings(port), now=AT)

    assert [r.is_taken for r in results] == [True, False]
    assert "Mất kết nối" in results[1].error


OFFICE = Viewer("vp", "Văn phòng", "office", "VP", Scope(("VP",), is_whole_office=True))


def test_only_what_the_server_took_is_noted(with_mailbox):
    taken = []
    with running(LocalServer(refuse="qldt@")) as port:
        results = send_reminders(OFFICE, [reminder()], settings(port), now=AT, note_taken=taken.append)
        assert not results[0].is_taken and taken == []
    with running(LocalServer()) as port:
        send_reminders(OFFICE, [reminder()], settings(port), now=AT, note_taken=taken.append)
    assert [one.department_code for one in taken] == ["QLDT"]


def test_only_the_office_sends(with_mailbox):
    leader = Viewer("tb", "Trưởng ban", "leader", None, OFFICE.scope)
    with pytest.raises(NotAllowedError):
        send_reminders(leader, [reminder()], settings(1), now=AT, note_taken=print)


def test_sending_is_off_by_default():
    assert not mail_server(AT.date(), {}).enabled
    with pytest.raises(NotAllowedError, match="Chưa bật gửi thư"):
        send([], settings(1, enabled=False), now=AT)


def test_quiet_hours_are_kept():
    assert is_quiet(datetime(2023, 11, 12, 9)) and is_quiet(datetime(2023, 11, 13, 18)) and not is_quiet(AT)
    with pytest.raises(NotAllowedError, match="Ngoài giờ"):
        send([], settings(1), now=datetime(2023, 11, 13, 20))


def test_an_unreachable_server_is_an_error_with_its_place():
    with pytest.raises(SystemFailureError, match=r"127\.0\.0\.1:1"):
        send([], settings(1), now=AT)


def test_the_password_comes_from_the_environment():
    assert mail_server(AT.date(), {"DASHBOARD_SMTP_PASSWORD": "x"}).password == "x"

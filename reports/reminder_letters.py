"""A reminder as a mail draft and as a Word document, for offices without a mail server."""

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP

from domain.agency.departments import department_name
from domain.agency.heads import head_of
from domain.agency.office import office
from domain.program.media_types import WORD
from domain.wording.formats import NBSP, count, day
from domain.wording.text import lower_first
from metrics.limits.campaigns import LABEL_VI, LEFT_VI
from metrics.limits.reminders import OVERDUE, OWN, Reminder, ReminderItem
from reports.drafting import Context, letterhead, numbered, shortened, unbroken_end
from reports.rendering import template_bytes, word_bytes

# Việt Nam has one time and no summer time; a fixed offset needs no time zone files.
_OFFICE_TIME = timezone(timedelta(hours=7))


def file_name(reminder: Reminder, ending: str) -> str:
    """Return a file name without accents: ``nhac-viec-QLDT-2023-11-17-con-4-ngay.docx``, the days left that its text names."""
    when = {OVERDUE: "qua-han", OWN: "han-rieng"}.get(reminder.step, f"con-{reminder.days_left}-ngay")
    return f"nhac-viec-{reminder.department_code}-{reminder.campaign.id}-{when}.{ending}"


def mail_message(reminder: Reminder, *, prepared_at: datetime, sender: str = "") -> EmailMessage:
    """
    Return the reminder as a mail with the list as a Word attachment.

    ``To`` is the mailbox of the department where `data/codes/department_heads.csv` has one.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = reminder.subject.replace(NBSP, " ")
    if sender:
        message["From"] = sender
    if address := head_of(reminder.department_code).email:
        message["To"] = address
    moment = prepared_at if prepared_at.tzinfo else prepared_at.replace(tzinfo=_OFFICE_TIME)
    message["Date"] = moment
    message.set_content(reminder.text.replace(NBSP, " ") + "\n", charset="utf-8", cte="base64")
    main, sub = WORD.split("/")
    message.add_attachment(
        letter_bytes(reminder), maintype=main, subtype=sub, filename=file_name(reminder, "docx")
    )
    return message


def eml_bytes(reminder: Reminder, *, prepared_at: datetime) -> bytes:
    """Return the mail as an ``.eml`` that opens as an unsent draft, for the person to check and send."""
    message = mail_message(reminder, prepared_at=prepared_at)
    message["X-Unsent"] = "1"
    return bytes(message)


def letter_bytes(reminder: Reminder) -> bytes:
    """Return the reminder as an official letter in the form of Nghị định 30/2020/NĐ-CP, number and day left blank."""
    return word_bytes(template_bytes("reminder_letter"), _letter(reminder))


def _letter(reminder: Reminder) -> Context:
    own, campaign = office(), reminder.campaign
    unit, title = department_name(reminder.department_code), campaign.title_vi
    gathering = department_name(own.gathering_unit)
    until = f"Số liệu đến hết ngày{NBSP}{day(reminder.as_of)}"
    return {
        **letterhead(reminder.today, letter=True, head_signs=False),
        "signer_title": f"TL. {own.head_title}\n{own.gathering_head_title}".upper(),
        "subject": unbroken_end(f"nhắc hoàn thành: {title[:1].lower()}{title[1:]}"),
        "addressee": f"{unit}.",
        "opening": [
            f"Thực hiện {campaign.authority}, {gathering} đề nghị {unit} hoàn thành các việc dưới đây.",
            f"{_limit_words(reminder)}. {campaign.rule_vi}.",
            *filter(None, [campaign.earlier_vi(reminder.department_code)]),
            f"{until}.",
        ],
        "groups": [_group(reminder, place, name) for place, name in enumerate(reminder.counts, start=1)],
        "closing": f"Việc chưa thể xong đúng hạn, đề nghị đơn vị báo {gathering} lý do và ngày hẹn xong",
        "footer": until,
    }


def _limit_words(reminder: Reminder) -> str:
    """By when: the campaign's limit, after the items' own where those ask for the letter."""
    limit = reminder.campaign.limit_vi
    if reminder.step != OWN:
        return f"Thời hạn: {limit}"
    return f"Thời hạn: theo hạn riêng của từng việc, ghi ở cột Hạn; hạn chung của đợt: {lower_first(limit)}"


def _group(reminder: Reminder, place: int, obligation: str) -> Context:
    """Every item of the obligation: here nothing is summed up."""
    rows = [_row(item) for item in reminder.items if item.obligation == obligation]
    title = f"{LABEL_VI[obligation]}: còn {count(len(rows))}{NBSP}{LEFT_VI[obligation]}"
    return {"number": str(place), "title": title, "items": numbered(rows)}


def _row(item: ReminderItem) -> Context:
    return {
        "number": item.number or item.item_key,
        "title": shortened(item.title or ""),
        "person": item.person or "",
        "due": day(item.due_date) if item.due_date else "Chưa có hạn",
        "step": item.next_step or "",
    }

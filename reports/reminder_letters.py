"""A reminder as a mail draft and as a Word document, for offices without a mail server."""

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from domain.departments import department_name
from domain.formats import NBSP, day
from domain.heads import head_of
from metrics.limits.campaigns import LABEL_VI
from metrics.limits.reminders import Reminder

# Việt Nam has one time and no summer time; a fixed offset needs no time zone files.
_OFFICE_TIME = timezone(timedelta(hours=7))
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADINGS = ("TT", "Số, ký hiệu", "Nội dung", "Người xử lý", "Hạn", "Việc cần làm")
_WIDTHS_MM = (9, 27, 52, 26, 20, 31)


def file_name(reminder: Reminder, ending: str) -> str:
    """Return a file name without accents: ``nhac-viec-QLDT-2023-11-17-con-4-ngay.docx``, the days left that its text names."""
    when = "qua-han" if reminder.step == "overdue" else f"con-{reminder.days_left}-ngay"
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
    main, sub = _WORD.split("/")
    message.add_attachment(
        word_bytes(reminder), maintype=main, subtype=sub, filename=file_name(reminder, "docx")
    )
    return message


def eml_bytes(reminder: Reminder, *, prepared_at: datetime) -> bytes:
    """Return the mail as an ``.eml`` that opens as an unsent draft, for the person to check and send."""
    message = mail_message(reminder, prepared_at=prepared_at)
    message["X-Unsent"] = "1"
    return bytes(message)


def word_bytes(reminder: Reminder) -> bytes:
    """Return the reminder as a Word document in the form of Nghị định 30/2020/NĐ-CP, number and day left blank."""
    document = _page()
    _letterhead(document, reminder)
    title = f"Kính gửi: {department_name(reminder.department_code)}"
    _line(document, title, size=14, before=12, after=6, align=WD_ALIGN_PARAGRAPH.CENTER)
    campaign = reminder.campaign
    _body(document, f"Thực hiện {campaign.authority}, Văn phòng đề nghị đơn vị hoàn thành các việc dưới đây.")
    _body(document, f"Thời hạn: {campaign.limit_vi}. {campaign.rule_vi}.")
    _body(document, f"Số liệu đến hết ngày{NBSP}{day(reminder.as_of)}.")
    for number, (obligation, many) in enumerate(reminder.counts.items(), start=1):
        _line(
            document, f"{number}. {LABEL_VI[obligation]}: còn {many}", size=13, bold=True, before=6, after=3
        )
        _table(document, reminder, obligation)
    _body(
        document,
        "Việc chưa thể xong đúng hạn, đề nghị đơn vị báo Văn phòng lý do và ngày hẹn xong./.",
        before=6,
    )
    _signature(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page() -> DocumentType:
    """A4 with the margins of the decree, Times New Roman."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal = cast(ParagraphStyle, document.styles["Normal"])
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    return document


def _letterhead(document: DocumentType, reminder: Reminder) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _in_cell(left, "BAN QUẢN LÝ\nKHU KINH TẾ HẢI PHÒNG", size=12)
    _in_cell(left, "VĂN PHÒNG", size=12, bold=True)
    _in_cell(left, "Số:          /VP", size=13)
    _in_cell(left, f"V/v {_subject(reminder)}", size=12)
    _in_cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _in_cell(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _in_cell(right, f"Hải Phòng, ngày      tháng      năm {reminder.today.year}", size=13, italic=True)
    for cell in (left, right):
        first = cell.paragraphs[0]
        first._element.getparent().remove(first._element)


def _subject(reminder: Reminder) -> str:
    title = reminder.campaign.title_vi
    return f"nhắc hoàn thành: {title[:1].lower()}{title[1:]}"


def _signature(document: DocumentType) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _in_cell(left, "Nơi nhận:", size=12, bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    _in_cell(left, "- Như trên;\n- Lưu: VP/BQL.", size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    _in_cell(right, "CHÁNH VĂN PHÒNG", size=13, bold=True)
    for cell in (left, right):
        first = cell.paragraphs[0]
        first._element.getparent().remove(first._element)


def _table(document: DocumentType, reminder: Reminder, obligation: str) -> None:
    """Every item of the obligation: here nothing is summed up."""
    own = [item for item in reminder.items if item.obligation == obligation]
    table = document.add_table(rows=1, cols=len(_HEADINGS))
    table.style, table.autofit = "Table Grid", False
    _fill(table.rows[0].cells, _HEADINGS, bold=True)
    for number, item in enumerate(own, start=1):
        due = day(item.due_date) if item.due_date else ""
        cells = (str(number), item.number or item.item_key, item.title, item.person, due, item.next_step)
        _fill(table.add_row().cells, cells)


def _fill(cells: tuple[_Cell, ...], texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(cells, texts, _WIDTHS_MM, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        _write(paragraph, text, size=11, bold=bold)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.LEFT


def _body(document: DocumentType, text: str, *, before: int = 0) -> None:
    paragraph = _line(document, text, size=13, before=before, after=6, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _line(
    document: DocumentType, text: str, *, size: int, bold: bool = False, before: int = 0, after: int = 0,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> Paragraph:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _write(paragraph, text, size=size, bold=bold)
    return paragraph


def _in_cell(
    cell: _Cell, text: str, *, size: int, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:  # fmt: skip
    paragraph = cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, text, size=size, bold=bold, italic=italic)


def _write(paragraph: Paragraph, text: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    # Spreadsheets may carry control characters that a Word file cannot hold.
    run = paragraph.add_run("".join(c for c in text if c in "\n\t" or ord(c) >= 32))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic

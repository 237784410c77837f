"""`python -m reports.make_templates`: the Word templates, laid out by Annex I of Nghị định 30/2020/NĐ-CP."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.form_check import MOTTO, NATION

TEMPLATES = Path(__file__).with_name("templates")
LEFT, CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a table: heading, field of the row, width in millimetres, alignment of its cells."""

    words: str
    field: str
    width: int
    align: Any = LEFT


def main() -> None:
    """Write every template anew."""
    TEMPLATES.mkdir(exist_ok=True)
    for name, make in _TEMPLATES.items():
        make().save(str(TEMPLATES / f"{name}.docx"))


# --- the papers -----------------------------------------------------------------------------------


def summary_report() -> DocumentType:
    """Report of Văn phòng to the head of the office."""
    document = _page()
    _letterhead(document, unit="{{ gathering_name }}")
    _title(document, "BÁO CÁO", "{{ subject }}")
    _addressee(document, "{{ addressee }}")
    _bases(document)
    for number, part in enumerate(("results", "risks", "changes", "unread", "proposals"), start=1):
        _tag(document, f"if {part}")
        _heading(document, f"{number}. {{{{ {part}_title }}}}")
        _lines(document, part)
        _tag(document, "endif")
    _end(document, "{{ closing }}./.")
    _signature(document)
    annexes = (
        ("{{ labels.obligations }}", "KẾT QUẢ THEO TỪNG YÊU CẦU", "obligations", (
            Head("Yêu cầu", "label", 61), *_COUNTS,
        )),
        ("{{ labels.units }}", "KẾT QUẢ CỦA TỪNG PHÒNG, ĐƠN VỊ", "units", (
            Head("Phòng, đơn vị", "unit", 50), Head("Yêu cầu", "label", 35),
            Head("Phải làm", "required", 17, RIGHT), Head("Đã làm", "done", 17, RIGHT),
            Head("Còn lại", "left", 16, RIGHT), Head("Tỷ lệ", "share", 20, RIGHT),
        )),
        ("{{ labels.criteria }}", "TIÊU CHÍ CÓ NGUY CƠ MẤT ĐIỂM", "criteria", (
            Head("Mã", "code", 14), Head("Tiêu chí", "name", 42), Head("Điểm tối đa", "max_score", 14, RIGHT),
            Head("Có thể mất", "loss", 14, RIGHT), Head("Chủ trì", "owners", 17), Head("Vì sao", "why", 54),
        )),
        ("{{ labels.moved }}", "NHỮNG GÌ THAY ĐỔI TỪ BẢN XUẤT TRƯỚC", "moved", (
            Head("Phòng, đơn vị", "unit", 75), Head("Xong", "closed", 20, RIGHT),
            Head("Mở lại", "reopened", 20, RIGHT), Head("Mới", "new", 20, RIGHT),
            Head("Không còn", "vanished", 20, RIGHT),
        )),
        ("{{ labels.skipped }}", "NHỮNG DÒNG KHÔNG ĐỌC ĐƯỢC HOẶC KHÔNG TÍNH", "skipped", (
            Head("Nội dung", "what", 90), Head("Vì sao", "why", 65),
        )),
    )  # fmt: skip
    for label, title, field, heads in annexes:
        _tag(document, f"if {field}")
        _annex(document, label, title)
        _table(document, heads, field)
        _tag(document, "endif")
    return document


def reminder_letter() -> DocumentType:
    """Official letter that asks one unit for what is left."""
    document = _page()
    _letterhead(document, about="{{ subject }}")
    _addressee(document, "{{ addressee }}")
    _lines(document, "opening")
    _tag(document, "for group in groups")
    _heading(document, "{{ group.number }}. {{ group.title }}")
    _table(document, (
        Head("Số, ký hiệu", "number", 26), Head("Nội dung", "title", 44), Head("Người xử lý", "person", 22),
        Head("Hạn", "due", 23), Head("Việc cần làm", "step", 40),
    ), "group['items']")  # fmt: skip
    _tag(document, "endfor")
    _end(document, "{{ closing }}./.")
    _signature(document)
    return document


def apology_slip() -> DocumentType:
    """Apology with a new date, one section per dossier (Mẫu số 04 of Thông tư 01/2018/TT-VPCP)."""
    document = _page()
    _tag(document, "for slip in slips")
    _letterhead(document)
    _title(document, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "")
    _addressee(document, "{{ slip.addressee }}")
    _lines(document, "slip.lines")
    _end(document, "{{ slip.closing }}./.")
    _signature(document)
    _tag(document, "if not loop.last")
    _section_end(document)
    _tag(document, "endif")
    _tag(document, "endfor")
    return document


def apology_letter() -> DocumentType:
    """Public letter of apology for the overdue dossiers."""
    document = _page()
    _letterhead(document)
    _title(document, "THƯ XIN LỖI", "{{ subject }}")
    _addressee(document, "{{ addressee }}")
    _lines(document, "lines")
    _end(document, "{{ closing }}./.")
    _signature(document)
    _annex(document, "Phụ lục", "DANH SÁCH HỒ SƠ GIẢI QUYẾT QUÁ HẠN")
    _table(document, _MASKED, "dossiers")
    return document


def apology_list() -> DocumentType:
    """The public list of apologies, personal data masked."""
    document = _page()
    _letterhead(document)
    _title(document, "DANH SÁCH", "{{ subject }}")
    _lines(document, "lines")
    _table(document, _MASKED, "dossiers")
    _end(document, "{{ closing }}./.")
    _signature(document)
    return document


def self_score_sheet() -> DocumentType:
    """The self-score sheet in the order of the decision, with the explanation column."""
    document = _page(landscape=True)
    _letterhead(document)
    _title(document, "BẢNG TỰ CHẤM ĐIỂM", "{{ subject }}")
    _lines(document, "lines")
    _table(document, (
        Head("Mã", "code", 16), Head("Lĩnh vực, tiêu chí", "name", 75), Head("Điểm tối đa", "max_score", 18, RIGHT),
        Head("Tự chấm", "self_score", 18, RIGHT), Head("Tài liệu kiểm chứng", "evidence", 60),
        Head("Giải trình", "explanation", 52),
    ), "criteria", numbered=False)  # fmt: skip
    _end(document, "{{ closing }}./.")
    _signature(document)
    return document


def evidence_pack() -> DocumentType:
    """The index of the documents behind the self score, criterion by criterion."""
    document = _page(landscape=True)
    _letterhead(document)
    _title(document, "MỤC LỤC TÀI LIỆU KIỂM CHỨNG", "{{ subject }}")
    _lines(document, "lines")
    _table(document, (
        Head("Mã", "code", 16), Head("Tài liệu phải có", "item", 62), Head("Số, ký hiệu", "number", 30),
        Head("Ngày ban hành", "issued", 26), Head("Nơi ban hành", "author", 40), Head("Tệp", "file", 35),
        Head("Ghi chú", "note", 30),
    ), "documents", numbered=False)  # fmt: skip
    _end(document, "{{ closing }}./.")
    _signature(document)
    return document


def one_page() -> DocumentType:
    """One A4 page for the leadership: clocks, index, units, calls."""
    document = _page(tight=True)
    _letterhead(document, unit="{{ gathering_name }}")
    _title(document, "BÁO CÁO NHANH", "{{ subject }}")
    _lines(document, "lines")
    _table(document, (
        Head("Phòng, đơn vị", "unit", 44), Head("Phải làm", "required", 19, RIGHT), Head("Đã làm", "done", 17, RIGHT),
        Head("Còn lại", "left", 17, RIGHT), Head("Yêu cầu xa nhất", "furthest", 68),
    ), "units", numbered=False, size=10)  # fmt: skip
    _tag(document, "if calls")
    _table(document, (
        Head("Gọi trong ngày", "who", 50), Head("Về việc", "about", 93), Head("Điểm", "worth", 22),
    ), "calls", numbered=False, size=10)  # fmt: skip
    _tag(document, "endif")
    _end(document, "{{ closing }}./.")
    _signature(document, blank=2)
    return document


def year_basis() -> DocumentType:
    """Facts of the year per unit, marked suggestions, and the rows behind the facts."""
    document = _page(landscape=True)
    _letterhead(document, unit="{{ gathering_name }}")
    _title(document, "BÁO CÁO", "{{ subject }}")
    _addressee(document, "{{ addressee }}")
    _lines(document, "lines")
    _table(document, (
        Head("Phòng, đơn vị", "unit", 68), Head("Yêu cầu chưa đạt khi qua hạn", "unfinished", 28, RIGHT),
        Head("Tiêu chí bị trừ lại", "repeat_criteria", 24, RIGHT), Head("Điểm bị trừ lại", "still_lost", 24, RIGHT),
        Head("Nhiệm vụ quá hạn", "overdue_assignments", 24, RIGHT), Head("Tồn tại còn mở", "open_shortfalls", 24, RIGHT),
        Head("Giữ hẹn", "promises_kept", 22, RIGHT), Head("Chưa giữ hẹn", "promises_broken", 24, RIGHT),
    ), "units")  # fmt: skip
    _heading(document, "{{ suggestions_title }}")
    _lines(document, "suggestions")
    _end(document, "{{ closing }}./.")
    _signature(document)
    _tag(document, "if parts")
    _annex(document, "Phụ lục", "TỪNG SỰ VIỆC CỦA CÁC PHÒNG, ĐƠN VỊ")
    _tag(document, "for part in parts")
    _heading(document, "{{ part.title }}")
    _table(document, (
        Head("Sự việc", "fact_vi", 34), Head("Số, mã", "number", 32), Head("Nội dung", "title", 72),
        Head("Cụ thể", "said", 44), Head("Nguồn", "source", 58),
    ), "part['rows']")  # fmt: skip
    _tag(document, "endfor")
    _tag(document, "endif")
    return document


def explanation() -> DocumentType:
    """One number or criterion down to its rows and files; an inner note, so without number and signature."""
    document = _page(landscape=True)
    _title(document, "BẢN GIẢI TRÌNH SỐ LIỆU", "{{ subject }}")
    _lines(document, "lines")
    _tag(document, "if rows")
    _heading(document, "{{ rows_title }}")
    _table(document, (
        Head("Nguồn", "source", 36), Head("Số, ký hiệu", "number", 34), Head("Nội dung", "title", 84),
        Head("Phòng, đơn vị", "unit", 34), Head("Tính là", "state", 18), Head("Trang tính, dòng", "place", 36),
    ), "rows", size=10)  # fmt: skip
    _tag(document, "endif")
    _tag(document, "if files")
    _heading(document, "Tệp nguồn")
    _table(document, (
        Head("Tệp", "file", 96), Head("Người nạp", "person", 46), Head("Lúc nạp", "moment", 36),
        Head("Mã lần nạp", "import_id", 44), Head("Số dòng", "rows", 20, RIGHT),
    ), "files", size=10)  # fmt: skip
    _tag(document, "endif")
    return document


_COUNTS = (
    Head("Phải làm", "required", 23, RIGHT), Head("Đã làm", "done", 23, RIGHT), Head("Còn lại", "left", 23, RIGHT),
    Head("Tỷ lệ", "share", 25, RIGHT),
)  # fmt: skip
_MASKED = (
    Head("Mã hồ sơ", "code", 27), Head("Thủ tục", "procedure", 36), Head("Tổ chức, cá nhân", "applicant", 28),
    Head("Hẹn trả", "due", 23), Head("Hẹn lại", "again", 23), Head("Kết quả", "state", 18),
)  # fmt: skip
_TEMPLATES = {
    make.__name__: make
    for make in (
        summary_report, reminder_letter, apology_slip, apology_letter, apology_list, self_score_sheet, evidence_pack,
        one_page, year_basis, explanation,
    )
}  # fmt: skip


# --- parts of the decree --------------------------------------------------------------------------


def _page(*, landscape: bool = False, tight: bool = False) -> DocumentType:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _plain_style(document, tight=tight)
    _page_number(section.header.paragraphs[0])
    for footer in (section.footer, section.first_page_footer):
        _write(_settled(footer.paragraphs[0], align=CENTER), "{{ footer }}", size=9, italic=True)
    return document


def _plain_style(document: DocumentType, *, tight: bool) -> None:
    normal = cast(ParagraphStyle, document.styles["Normal"])
    normal.font.name, normal.font.size = FONT, Pt(13 if tight else 14)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2023, 1, 1)


def _page_number(paragraph: Paragraph) -> None:
    """Arabic, 13 points, centred at the top; the first page has none."""
    _settled(paragraph, align=CENTER)
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size, run.font.name = Pt(13), FONT
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)


def _letterhead(document: DocumentType, *, unit: str = "", about: str = "") -> None:
    """Agency left, national name and motto right, each with the rule under it; number and place below."""
    width = _text_width(document)
    table = _bare_table(document, (int(width * 0.43), width - int(width * 0.43)))
    left, right = table.rows[0].cells
    if unit:
        _in_cell(left, "{{ letterhead }}", size=12)
        _in_cell(left, unit, size=12, bold=True, caps=True)
    else:
        _in_cell(left, "{{ superior }}", size=12)
        _in_cell(left, "{{ letterhead }}", size=12, bold=True)
    _rule(left, indent=22 if width < 200 else 40)
    _in_cell(right, NATION, size=12, bold=True)
    _in_cell(right, MOTTO, size=13, bold=True)
    _rule(right, indent=(width - int(width * 0.43) - 58) // 2)
    below = table.add_row().cells
    _in_cell(below[0], "{{ number_line }}", size=13)
    if about:
        _in_cell(below[0], f"V/v {about}", size=12, before=6)
    _in_cell(below[1], "{{ place_date }}", size=13, italic=True)
    for cell in (left, right, *below):
        cell._tc.remove(cell.paragraphs[0]._p)


def _rule(cell: _Cell, *, indent: int) -> None:
    """A solid line as long as what stands above it, drawn as the border of a thin paragraph."""
    paragraph = _settled(cell.add_paragraph(), align=CENTER, before=2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    paragraph.paragraph_format.line_spacing = Pt(3)
    paragraph.paragraph_format.space_after = Pt(3)
    _border(paragraph)


def _border(paragraph: Paragraph) -> None:
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _title(document: DocumentType, kind: str, subject: str) -> None:
    _line(document, kind, size=14, bold=True, before=12, align=CENTER)
    if subject:
        _line(document, subject, size=14, bold=True, align=CENTER)
    width = _text_width(document)
    paragraph = _line(document, "", size=2, before=3, after=4, align=CENTER)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(width * 0.33)
    paragraph.paragraph_format.line_spacing = Pt(3)
    _border(paragraph)


def _addressee(document: DocumentType, words: str) -> None:
    _line(document, f"Kính gửi: {words}", size=14, before=6, after=6, align=CENTER)


def _bases(document: DocumentType) -> None:
    _tag(document, "for line in bases")
    _body(document, "{{ line }}", italic=True)
    _tag(document, "endfor")


def _lines(document: DocumentType, field: str) -> None:
    _tag(document, f"for line in {field}")
    _body(document, "{{ line }}")
    _tag(document, "endfor")


def _heading(document: DocumentType, words: str) -> None:
    paragraph = _body(document, words, bold=True)
    paragraph.paragraph_format.keep_with_next = True


def _end(document: DocumentType, words: str) -> None:
    """The last line, which goes to the next page with the signature: nobody signs an empty sheet."""
    _body(document, words).paragraph_format.keep_with_next = True


def _body(document: DocumentType, words: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    size = int(cast(ParagraphStyle, document.styles["Normal"]).font.size.pt)  # type: ignore[union-attr]
    paragraph = _line(document, words, size=size, bold=bold, italic=italic, after=6, align=JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    return paragraph


def _signature(document: DocumentType, *, blank: int = 3) -> None:
    """Recipients left, the signer's title right; the signature and the name stay blank."""
    width = _text_width(document)
    table = _bare_table(document, (int(width * 0.5), width - int(width * 0.5)))
    left, right = table.rows[0].cells
    _keep_together(table)
    _in_cell(left, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT)
    _in_cell(left, "{{ recipients }}", size=11, align=LEFT)
    _in_cell(right, "{{ signer_title }}", size=13, bold=True)
    for _ in range(blank):
        _in_cell(right, "", size=13)
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)


def _keep_together(table: Table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _annex(document: DocumentType, label: str, title: str) -> None:
    """An annex begins on a page of its own and has page numbers of its own (Nghị định 30/2020, Phụ lục I)."""
    _section_end(document)
    _line(document, label, size=14, bold=True, align=CENTER)
    _line(document, title, size=14, bold=True, align=CENTER)
    _line(document, "{{ annex_line }}", size=13, italic=True, after=6, align=CENTER)


def _section_end(document: DocumentType) -> None:
    """What follows begins on a page of its own and counts its pages anew."""
    body = document.element.body.sectPr
    if body.find(qn("w:pgNumType")) is None:
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        body.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    paragraph = _line(document, "", size=2)
    paragraph._p.get_or_add_pPr().append(deepcopy(body))


# --- tables, lines, runs --------------------------------------------------------------------------


def _table(
    document: DocumentType, heads: Sequence[Head], rows: str, *, numbered: bool = True, size: int = 11
) -> None:
    """A table whose middle row is repeated for each of *rows*; its heading comes again on every page."""
    columns = ([Head("TT", "tt", 10, CENTER)] if numbered else []) + list(heads)
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    _fixed(table, [head.width for head in columns])
    for cell, head in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, head.words, size=size, bold=True, align=CENTER)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _fill(table.rows[1].cells[0], f"{{%tr for row in {rows} %}}", size=size)
    for cell, head in zip(table.rows[2].cells, columns, strict=True):
        _fill(cell, f"{{{{ row.{head.field} }}}}", size=size, align=head.align)
    _fill(table.rows[3].cells[0], "{%tr endfor %}", size=size)
    _keep_together(table)
    _line(document, "", size=6).paragraph_format.line_spacing = Pt(6)


def _fill(cell: _Cell, words: str, *, size: int, bold: bool = False, align: Any = LEFT) -> None:
    _write(_settled(cell.paragraphs[0], align=align), words, size=size, bold=bold)


def _bare_table(document: DocumentType, widths: Sequence[int]) -> Table:
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    _fixed(table, widths)
    return table


def _fixed(table: Table, widths: Sequence[int]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _text_width(document: DocumentType) -> int:
    section = document.sections[-1]
    return round((section.page_width - section.left_margin - section.right_margin) / Mm(1))  # type: ignore[operator]


def _tag(document: DocumentType, words: str) -> None:
    document.add_paragraph(f"{{%p {words} %}}")


def _in_cell(
    cell: _Cell, words: str, *, size: int, bold: bool = False, italic: bool = False, caps: bool = False,
    align: Any = CENTER, before: int = 0,
) -> None:  # fmt: skip
    paragraph = _settled(cell.add_paragraph(), align=align, before=before)
    _write(paragraph, words, size=size, bold=bold, italic=italic)
    if caps:
        paragraph.runs[0].font.all_caps = True


def _line(
    document: DocumentType, words: str, *, size: int, bold: bool = False, italic: bool = False, before: int = 0,
    after: int = 0, align: Any = LEFT,
) -> Paragraph:  # fmt: skip
    paragraph = _settled(document.add_paragraph(), align=align, before=before, after=after)
    _write(paragraph, words, size=size, bold=bold, italic=italic)
    return paragraph


def _settled(paragraph: Paragraph, *, align: Any, before: int = 0, after: int = 0) -> Paragraph:
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0
    return paragraph


def _write(paragraph: Paragraph, words: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.font.bold, run.font.italic = FONT, Pt(size), bold, italic


if __name__ == "__main__":
    main()

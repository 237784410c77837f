"""Is a Word document laid out as Annex I of Nghị định 30/2020/NĐ-CP asks, point by point?"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from domain.program.errors import RefusedFileError
from reports.rendering import LEGACY, require_word

FONT = "Times New Roman"
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_TOLERANCE = Mm(0.6)
_NUMBER = re.compile(r"^\s*Số\s*:\s*([\d\s.…_]*)\s*/\s*(\S.*)$", re.I)
_DATE = re.compile(r"^\s*[^,]{2,60},\s*ngày\s+(\S*)\s*tháng\s+(\S*)\s*năm\s+(\d{4}|[…._]+)", re.I)


@dataclass(frozen=True, slots=True)
class Point:
    """One requirement: whether it is met, where it was looked for, and what to do."""

    code: str
    ok: bool
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A document taken apart for the questions below."""

    document: Any
    lines: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]

    def first(self, wanted: Callable[[str], object]) -> Paragraph | None:
        """The first line whose text is wanted."""
        return next((line for line in self.lines if wanted(line_text(line))), None)


def check_form(content: bytes, name: str = "") -> list[Point]:
    """
    Return every point of the form with its verdict.

    Raises:
        RefusedFileError: The file is no Word document.
    """
    require_word(content, name)
    try:
        document = Document(io.BytesIO(content))
        letter = Letter(document, tuple(_every_line(document)), tuple(document.paragraphs))
        return [check(letter) for check in _CHECKS]
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError) as problem:
        raise RefusedFileError(
            "corrupted",
            "Tệp Word bị hỏng, không đọc được",
            where=name,
            remedy="Mở tệp bằng Word rồi lưu lại.",
        ) from problem


def faults(points: Iterable[Point]) -> list[dict[str, str]]:
    """The points that are not met."""
    return [{"code": p.code, "where": p.where, "message": p.message} for p in points if not p.ok]


def line_text(paragraph: Paragraph) -> str:
    """The words of one line, normal form and single blanks."""
    return " ".join(unicodedata.normalize("NFC", paragraph.text).split())


# --- the points -----------------------------------------------------------------------------------


def _paper(letter: Letter) -> Point:
    sizes = [sorted((s.page_width or 0, s.page_height or 0)) for s in letter.document.sections]
    ok = all(abs(a - Mm(210)) < Mm(1) and abs(b - Mm(297)) < Mm(1) for a, b in sizes)
    return _point("paper_size", ok, "Khổ giấy", "Khổ giấy A4 (210 mm × 297 mm)", "Đặt khổ giấy A4")


def _margins(letter: Letter) -> Point:
    wrong = []
    for number, section in enumerate(letter.document.sections, start=1):
        limits = (
            ("trên", section.top_margin, 20, 25), ("dưới", section.bottom_margin, 20, 25),
            ("trái", section.left_margin, 30, 35), ("phải", section.right_margin, 15, 20),
        )  # fmt: skip
        for side, value, low, high in limits:
            if value is None or not Mm(low) - _TOLERANCE <= value <= Mm(high) + _TOLERANCE:
                found = "chưa đặt" if value is None else f"{value / Mm(1):.0f} mm"
                wrong.append(f"lề {side} phần {number} {found}, phải {low}–{high} mm")
    return _point("margins", not wrong, "; ".join(wrong) or "Lề trang", "Lề đúng quy định", "Sửa lề trang")


def _font(letter: Letter) -> Point:
    used = {_font_of(run, line) for line in letter.lines for run in line.runs if run.text.strip()}
    wrong = sorted(name or "chưa đặt" for name in used if name != FONT)
    return _point(
        "font", not wrong, ", ".join(wrong) or "Toàn văn bản", "Phông chữ Times New Roman",
        "Chuyển toàn bộ văn bản sang phông Times New Roman",
    )  # fmt: skip


def _unicode(letter: Letter) -> Point:
    legacy = sorted(
        {n for line in letter.lines for run in line.runs if (n := _font_of(run, line)) and LEGACY.match(n)}
    )
    decomposed = next(
        (line_text(p) for p in letter.lines if p.text != unicodedata.normalize("NFC", p.text)), ""
    )
    where = f"phông {', '.join(legacy)}" if legacy else decomposed[:60] or "Toàn văn bản"
    return _point(
        "unicode", not legacy and not decomposed, where, "Bộ mã Unicode TCVN 6909:2001",
        "Chuyển chữ từ bảng mã cũ hoặc dạng tổ hợp sang Unicode dựng sẵn",
    )  # fmt: skip


def _black(letter: Letter) -> Point:
    coloured = [
        run.text.strip()[:40] for line in letter.lines for run in line.runs
        if run.text.strip() and run.font.color.rgb is not None and str(run.font.color.rgb) != "000000"
    ]  # fmt: skip
    return _point(
        "black",
        not coloured,
        "; ".join(coloured[:3]) or "Toàn văn bản",
        "Chữ màu đen",
        "Đổi chữ sang màu đen",
    )


def _nation(letter: Letter) -> Point:
    line = letter.first(lambda words: words.upper() == NATION)
    return _styled("national_name", line, f"Quốc hiệu “{NATION}”", sizes=(12, 13), bold=True, caps=True)


def _motto(letter: Letter) -> Point:
    line = letter.first(lambda words: words == MOTTO)
    return _styled("motto", line, f"Tiêu ngữ “{MOTTO}”", sizes=(13, 14), bold=True)


def _motto_rule(letter: Letter) -> Point:
    place = next((n for n, line in enumerate(letter.lines) if line_text(line) == MOTTO), None)
    near = letter.lines[place : place + 3] if place is not None else ()
    ok = any(_has_rule(line) for line in near)
    return _point(
        "motto_rule",
        ok,
        "Dưới tiêu ngữ",
        "Có đường kẻ ngang nét liền dưới tiêu ngữ",
        "Kẻ đường ngang nét liền dưới tiêu ngữ, dài bằng dòng chữ",
    )


def _issuer(letter: Letter) -> Point:
    """The agency stands at the top left: capitals, in bold."""
    top = []
    for line in letter.lines:
        if _NUMBER.match(line_text(line)):
            break
        top.append(line)
    own = [
        p
        for p in top
        if line_text(p)
        and line_text(p).upper() not in (NATION, MOTTO.upper())
        and _is_bold(p)
        and _is_upper(p)
    ]
    return _styled(
        "issuer", own[0] if own else None, "Tên cơ quan ban hành", sizes=(12, 13), bold=True, caps=True
    )


def _number(letter: Letter) -> Point:
    line = letter.first(lambda words: _NUMBER.match(words))
    if line is None:
        return _point("number", False, "Số, ký hiệu", "", "Ghi dòng “Số: …/KÝ HIỆU” dưới tên cơ quan")
    match = _NUMBER.match(line_text(line))
    digits = re.sub(r"\D", "", match[1]) if match else ""
    symbol = match[2] if match else ""
    if len(digits) == 1:
        return _point("number", False, line_text(line), "", "Số dưới 10 phải thêm số 0 ở trước")
    if " - " in symbol or "–" in symbol:
        return _point("number", False, line_text(line), "", "Ký hiệu nối bằng dấu “-”, không có khoảng trắng")
    return _styled("number", line, "Số, ký hiệu", sizes=(13, 13))


def _place_date(letter: Letter) -> Point:
    line = letter.first(lambda words: _DATE.match(words))
    if line is None:
        return _point("place_date", False, "Địa danh, ngày tháng", "", "Ghi “Địa danh, ngày … tháng … năm …”")
    match = _DATE.match(line_text(line))
    the_day, month = (match[1], match[2]) if match else ("", "")
    if the_day.isdigit() and len(the_day) == 1:
        return _point("place_date", False, line_text(line), "", "Ngày dưới 10 phải thêm số 0 ở trước")
    if month in ("1", "2"):
        return _point("place_date", False, line_text(line), "", "Tháng 1, 2 phải thêm số 0 ở trước")
    return _styled("place_date", line, "Địa danh, ngày tháng", sizes=(13, 14), italic=True)


def _subject(letter: Letter) -> Point:
    """A named document has its type in capitals, an official letter has V/v under its number."""
    about = letter.first(lambda words: words.casefold().startswith("v/v"))
    if about is not None:
        return _styled("subject", about, "Trích yếu công văn", sizes=(12, 13))
    kind = next(
        (p for p in letter.body if line_text(p) and _is_upper(p) and _is_bold(p) and p.alignment == WD_ALIGN_PARAGRAPH.CENTER),
        None,
    )  # fmt: skip
    return _styled("subject", kind, "Tên loại và trích yếu", sizes=(13, 14), bold=True)


def _text(letter: Letter) -> Point:
    wrong = []
    for line in _prose(letter):
        size = _size_of(line)
        if size is not None and not 13 <= size <= 14:
            wrong.append(f"“{line_text(line)[:30]}…” cỡ {size:g}")
        elif line.alignment is not None and line.alignment != WD_ALIGN_PARAGRAPH.JUSTIFY:
            wrong.append(f"“{line_text(line)[:30]}…” chưa căn đều hai lề")
    return _point(
        "body",
        not wrong,
        "; ".join(wrong[:3]) or "Nội dung",
        "Nội dung cỡ 13–14, căn đều hai lề",
        "Đặt cỡ chữ 13–14 và căn đều hai lề",
    )


def _spacing(letter: Letter) -> Point:
    wrong = []
    for line in _prose(letter):
        layout = line.paragraph_format
        indent, spacing = layout.first_line_indent, layout.line_spacing
        if indent is not None and not Mm(9.4) <= indent <= Mm(13.3):
            wrong.append(f"“{line_text(line)[:30]}…” lùi đầu dòng {indent / Mm(10):.1f} cm")
        elif isinstance(spacing, float) and not 0.99 <= spacing <= 1.51:
            wrong.append(f"“{line_text(line)[:30]}…” cách dòng {spacing:g}")
    return _point(
        "spacing",
        not wrong,
        "; ".join(wrong[:3]) or "Nội dung",
        "Lùi đầu dòng 1 hoặc 1,27 cm; cách dòng từ đơn đến 1,5",
        "Sửa lùi đầu dòng và cách dòng",
    )


def _recipients(letter: Letter) -> Point:
    line = letter.first(lambda words: words.startswith("Nơi nhận"))
    kept = letter.first(lambda words: "Lưu:" in words)
    if line is not None and kept is None:
        return _point(
            "recipients", False, "Nơi nhận", "", "Dòng cuối của nơi nhận phải là “- Lưu: VT, đơn vị soạn.”"
        )
    return _styled("recipients", line, "Nơi nhận", sizes=(12, 12), bold=True, italic=True)


def _signer(letter: Letter) -> Point:
    """The signer's title stands in capitals and bold after the recipients' or the text's end."""
    place = next((n for n, p in enumerate(letter.lines) if line_text(p).startswith("Nơi nhận")), None)
    around = letter.lines[max(place - 4, 0) : place + 12] if place is not None else letter.lines[-8:]
    line = next((p for p in around if line_text(p) and _is_upper(p) and _is_bold(p)), None)
    return _styled("signer", line, "Chức vụ người ký", sizes=(13, 14), bold=True, caps=True)


def _end_mark(letter: Letter) -> Point:
    ok = any(line_text(p).endswith("./.") for p in letter.lines)
    return _point("end_mark", ok, "Cuối nội dung", "Kết thúc bằng “./.”", "Ghi “./.” ở cuối nội dung")


def _page_number(letter: Letter) -> Point:
    section = letter.document.sections[0]
    header = section.header.paragraphs
    has = next((p for p in header if _has_page_field(p)), None)
    first = section.first_page_header.paragraphs if section.different_first_page_header_footer else header
    ok = (
        has is not None
        and has.alignment == WD_ALIGN_PARAGRAPH.CENTER
        and not any(map(_has_page_field, first))
    )
    return _point(
        "page_number",
        ok,
        "Đầu trang",
        "Số trang ở giữa lề trên, không hiện ở trang đầu",
        "Đặt số trang ở giữa lề trên, bỏ ở trang đầu",
    )


_CHECKS = (
    _paper, _margins, _font, _unicode, _black, _nation, _motto, _motto_rule, _issuer, _number, _place_date, _subject,
    _text, _spacing, _end_mark, _recipients, _signer, _page_number,
)  # fmt: skip


# --- reading --------------------------------------------------------------------------------------


def _point(code: str, ok: bool, where: str, good: str, bad: str) -> Point:
    return Point(code, ok, where, f"Đạt: {good}." if ok else f"{bad}.")


def _styled(
    code: str, line: Paragraph | None, what: str, *, sizes: tuple[int, int], bold: bool | None = None,
    italic: bool | None = None, caps: bool = False,
) -> Point:  # fmt: skip
    if line is None:
        return _point(
            code, False, what, "", f"Không thấy: {what}; bổ sung theo Phụ lục I Nghị định 30/2020/NĐ-CP"
        )
    wrong = []
    size = _size_of(line)
    if size is not None and not sizes[0] <= size <= sizes[1]:
        wanted = f"{sizes[0]}–{sizes[1]}" if sizes[0] != sizes[1] else str(sizes[0])
        wrong.append(f"cỡ chữ {size:g}, phải {wanted}")
    if bold and not _is_bold(line):
        wrong.append("phải in đậm")
    if italic and not _is_italic(line):
        wrong.append("phải in nghiêng")
    if caps and not _is_upper(line):
        wrong.append("phải in hoa")
    return _point(code, not wrong, line_text(line)[:80], what, f"{what}: {', '.join(wrong)}")


def _every_line(container: Any) -> Iterator[Paragraph]:
    """Paragraphs and, in their place, those of tables, however deep."""
    for part in container.iter_inner_content():
        if isinstance(part, Paragraph):
            yield part
        else:
            seen = set()
            for row in part.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _every_line(cell)


def _prose(letter: Letter) -> list[Paragraph]:
    """Running text: long lines of the body that are no centred heading."""
    return [
        p for p in letter.body
        if len(line_text(p)) > 60 and p.alignment != WD_ALIGN_PARAGRAPH.CENTER and not _is_upper(p)
    ]  # fmt: skip


# Looking a style up walks through all of them; every paragraph of a document has one of a few.
_chains: WeakKeyDictionary[Any, dict[str | None, tuple[Any, ...]]] = WeakKeyDictionary()


def _styles(paragraph: Paragraph) -> tuple[Any, ...]:
    """The style of *paragraph* and those it stands on."""
    known, name = _chains.setdefault(paragraph.part, {}), paragraph._p.style
    if name not in known:
        known[name] = tuple(_chain(paragraph.style))
    return known[name]


def _chain(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = style.base_style


def _font_of(run: Run, paragraph: Paragraph) -> str | None:
    if run.font.name:
        return run.font.name
    named = next((style.font.name for style in _styles(paragraph) if style.font.name), None)
    return named or _default(paragraph, "w:rFonts", "w:ascii")


def _size_of(paragraph: Paragraph) -> float | None:
    run = next((run for run in paragraph.runs if run.text.strip()), None)
    if run is not None and run.font.size:
        return float(run.font.size.pt)
    size = next((style.font.size for style in _styles(paragraph) if style.font.size), None)
    if size:
        return float(size.pt)
    half = _default(paragraph, "w:sz", "w:val")
    return float(half) / 2 if half else None


def _default(paragraph: Paragraph, tag: str, attribute: str) -> str | None:
    """What the document's defaults say where neither run nor style does."""
    styles: Any = paragraph.part.document.styles.element  # type: ignore[attr-defined]
    found = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn(tag)}")
    return None if found is None else found.get(qn(attribute))


def _all_runs(paragraph: Paragraph, kind: str) -> bool:
    said = [getattr(run.font, kind) for run in paragraph.runs if run.text.strip()]
    if not said or False in said:
        return False
    # Finding the style of a paragraph costs more than all else here: only where a run leaves it open.
    return None not in said or bool(
        next((getattr(s.font, kind) for s in _styles(paragraph) if getattr(s.font, kind) is not None), False)
    )


def _is_bold(paragraph: Paragraph) -> bool:
    return _all_runs(paragraph, "bold")


def _is_italic(paragraph: Paragraph) -> bool:
    return _all_runs(paragraph, "italic")


def _is_upper(paragraph: Paragraph) -> bool:
    words = line_text(paragraph)
    return (words.upper() == words and any(c.isalpha() for c in words)) or _all_runs(paragraph, "all_caps")


def _has_rule(paragraph: Paragraph) -> bool:
    """A border, a drawn line, or the underline that some offices use instead."""
    element = paragraph._p
    if element.find(f".//{qn('w:pBdr')}") is not None:
        return True
    return any(element.iter(qn("w:drawing"), qn("w:pict")))


def _has_page_field(paragraph: Paragraph) -> bool:
    fields = [element.text or "" for element in paragraph._p.iter(qn("w:instrText"))]
    fields += [element.get(qn("w:instr")) or "" for element in paragraph._p.iter(qn("w:fldSimple"))]
    return any("PAGE" in words.split() for words in fields)

"""What does one cell say? Each parser returns the value and, where there is one, the code of an issue."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from data_loaders.declared.encodings import MARKUP, without_markup
from data_loaders.declared.statuses import is_in_part
from data_loaders.values.no_day import is_no_day
from data_loaders.values.printed_dates import END_OF_DAY, LOCAL, read_printed
from domain.wording.text import clean, fold_words, key_of, without_text_marks

Parsed = tuple[Any, str | None]

EXCEL_EPOCH = datetime(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 110_000  # 1954 to 2201: what a person may call a date

_BLANKS = {
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    "n/a",
    "na",
    "null",
    "none",
    "không có",
    "/",
}
_MOST_POINTS = 100_000
_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA"}
)
_YES = {
    "x",
    "có",
    "co",
    "đã",
    "da",
    "rồi",
    "roi",
    "✓",
    "✔",
    "☑",
    "v",
    "√",
    "1",
    "true",
    "yes",
    "y",
    "t",
    "đạt",
    "ok",
    "xong",
}
_NO = {
    "",
    "chưa",
    "chua",
    "không",
    "khong",
    "-",
    "–",
    "—",
    "0",
    "false",
    "no",
    "n",
    "f",
    "ko",
    "k",
    "☐",
    "✗",
    "✘",
    "o",
    ".",
}
_YES_START = ("da ", "co ", "hoan thanh", "xong", "roi")
_NOT_ASKED = re.compile(
    r"(?:khong|ko) (?:phai|can|thuoc|yeu cau|phat sinh|ap dung)\b|(?:duoc )?mien\b"
)  # neither done nor left undone
_NO_START = ("chua", "khong", "dang", "con ", "tra lai")

_TIME = r"(\d{1,2})(?:[:hgHG](\d{2})?(?:[:mp](\d{2}))?)?(?:\.\d+)?\s*(am|pm|sa|ch|AM|PM|SA|CH)?"
_DAY = r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})"
_DAY_TEXT = re.compile(rf"{_DAY}(?:[\s,]+(?:lúc\s+)?{_TIME})?")
_TIME_DAY = re.compile(rf"(?:lúc\s+)?{_TIME}[\s,]+(?:ngày\s+)?{_DAY}")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*(?:năm|/|-)?\s*(\d{4})")
_MONTH_NAME = re.compile(r"(\d{1,2})[-\s/](?:thg|th|tháng)?\s*([a-z]{3,9}|\d{1,2})[-\s/.,]+(\d{4}|\d{2})")
_JSON = re.compile(r"\\?/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:\d{6})?")
_NOT_YET = re.compile(
    r"(?:chưa|chua)(?: (?:có|được|xong|hoàn thành|báo cáo|trả|kết thúc|đóng|lưu|xác định|đăng|tải|công khai|ký|xin lỗi|nộp|gửi|giao|duyệt|phát hành"
    r"|ban hành|thực hiện|giải quyết|xử lý|triển khai|co|hoan thanh|dang|ky|nop|gui))*|không(?: (?:đăng|công khai|ký|gửi|có))?|khong"
    r"|(?:đang|dang) (?:xử lý|thực hiện|giải quyết|triển khai|làm|chờ|trình|xu ly|thuc hien|giai quyet)"
)
_WEEKDAY = re.compile(
    r"^(?:thứ|thu)\s+\S+?,?\s+(?=ngày|\d)|^(?:chủ nhật|cn|t[2-7])[,\s]+|\s*\(?(?:thứ\s+\w+|chủ nhật|t[2-7]|cn)\)?\s*$"
)
_ENGLISH_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:,\d+)?")
_DOTTED = re.compile(r"[+-]?\d+\.\d+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_UNIT = re.compile(
    r"\s*(?:điểm|đ|đ\.|điêm|ngày làm việc|ngày|hồ sơ|văn bản|công việc|nhiệm vụ|phiếu|người|việc|vb|hs|cv|lần)\.?\s*$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"-?(?:0|[1-9]\d{1,2})\.\d{3}")
_BRACKETED = re.compile(r"\(\s*(\d[\d.,\s]*%?)\s*\)")
_SPACED = re.compile(r"[+-]?\s*\d{1,3}(?: \d{3})+(?:,\d+)?")
_LOOSE_SIGN = re.compile(r"^([+-])\s+(?=\d)")
_COMMA_GROUPED = re.compile(r"\+?\d{1,3}(?:,\d{3})+")
# What an office writes in the place of a number that is not there yet: "Chưa lập", "không có mã", "đang cập nhật".
_NO_ID = re.compile(
    r"(?:chua|khong|ko|dang)(?: (?:co|cap|lap|mo|tao|ghi|nhap|can|phai|ro|xac dinh|cap nhat|bo sung|duoc|vao|so|ma|ho so|hs|hscv|cv|cong viec|van ban"
    r"|ky hieu|trinh|cho|ky|phat hanh))*"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_CODE_SPACES = re.compile(r"\s*([-/.–—‐‑])\s*|\s+")
_DASHES = str.maketrans("–—‐‑−", "-----")


def says_nothing(value: object) -> bool:
    """Tell whether a cell says nothing: empty, white space, or one of the signs for nothing."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _BLANKS)


def plain_text(value: object) -> str:
    """A text cell cleaned and without markup, for reading what it says."""
    text = str(value)
    return clean(without_markup(text) if MARKUP.search(text) else text)


def read_text(value: object) -> Parsed:
    """
    Return a cell as text to keep: clean, composed, without markup.

    >>> read_text(" Báo  cáo <b>quý</b> "), read_text(12.0), read_text(None)
    (('Báo cáo quý', None), ('12', None), (None, None))
    """
    if not isinstance(value, str):
        return shown(value), None
    if _CONTROL.search(value):
        return None, "illegal_character"
    if MARKUP.search(value):
        value = without_markup(value)
    return clean(value) or None, None


def shown(value: object) -> str | None:
    """
    Return a cell of any type as a person reads it.

    >>> shown(12.0), shown(0.5), shown(date(2023, 11, 9)), shown(datetime(2023, 11, 9, 17, 0)), shown(True)
    ('12', '0,5', '09/11/2023', '09/11/2023 17:00', 'TRUE')
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value!r}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def read_id(value: object) -> Parsed:
    """
    Return an identifier as text; what Excel has made unreadable is an issue.

    >>> read_id(12.0), read_id("CV- 001"), read_id(1.23e17)
    (('12', None), ('CV-001', None), (None, 'code_damaged_by_excel'))
    """
    if value is None:
        return None, None
    if isinstance(value, bool | date | time | timedelta):
        return None, "code_damaged_by_excel"
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < 10**15
        return (str(int(value)), None) if whole else _odd_number_id(value)
    text, code = read_text(value)
    text = without_text_marks(text) if text else text
    if code or not text or text in _BLANKS or says_no_id(text):
        return None, code
    if text in _EXCEL_ERRORS:
        return None, "code_damaged_by_excel"
    if _SCIENTIFIC.fullmatch(text) and "e" in text.casefold() and ("." in text or "," in text):
        return None, "code_damaged_by_excel"
    return _CODE_SPACES.sub(lambda found: found[1] or " ", text.translate(_DASHES)), None


def says_no_id(text: str) -> bool:
    """
    Tell words that say that there is no number yet, written where the number is to stand.

    >>> [says_no_id(text) for text in ("Chưa lập", "không có mã", "(đang cập nhật)", "KHÔNG-01", "BQL-VP")]
    [True, True, True, False, False]
    """
    return text.lstrip("( ")[:1] in "cCkKđĐdD" and _NO_ID.fullmatch(fold_words(text)) is not None


def _odd_number_id(value: float) -> Parsed:
    if isinstance(value, int):
        return str(value), None
    return (None, "code_damaged_by_excel") if abs(value) >= 1e15 else (repr(value), None)


def read_code(value: object) -> Parsed:
    """
    Return an identifier in capitals without spaces, so that two lists meet on it.

    >>> read_code("h24.16 - 231107-0012"), read_code('="H24.16‑231107-0012"')
    (('H24.16-231107-0012', None), ('H24.16-231107-0012', None))
    """
    text, code = read_id(value)
    return (key_of(text.replace(" ", "")) if text and len(text) <= 60 else text), code


_BETWEEN_CODES = re.compile(r"\s*[;\r\n]+\s*|,\s+|\s+(?:và|&|\+)\s+")


def holds_several_codes(value: object) -> bool:
    """
    Tell whether a cell names several things by codes of one form.

    >>> holds_several_codes("HS-1; HS-2"), holds_several_codes("HS-1, HS-20 và HS-3"), holds_several_codes("12/BC, VP")
    (True, True, False)
    """
    if not isinstance(value, str) or not _BETWEEN_CODES.search(value):
        return False
    parts = [part for part in _BETWEEN_CODES.split(value.strip()) if part]
    forms = {re.sub(r"\d+", "0", part.upper()) for part in parts}
    return len(parts) > 1 and len(forms) == 1 and "0" in forms.pop()


def read_moment(value: object, *, order: str = "dmy") -> Parsed:
    """
    Return a date or a datetime in local time; None for a blank cell, "chưa" or a sign for no day.

    *order* ``mdy`` is only for a column that somebody has said to be American.

        >>> read_moment("07/11/2023 17:00")
        (datetime.datetime(2023, 11, 7, 17, 0), None)
        >>> read_moment("ngày 09 tháng 11 năm 2023"), read_moment(45239), read_moment("31/02/2023")
        ((datetime.date(2023, 11, 9), None), (datetime.date(2023, 11, 9), None), (None, 'invalid_date'))
    """
    if isinstance(value, str):
        return _moment_of_cell_text(value, order)
    if value is None or is_no_day(value):
        return None, None
    if isinstance(value, datetime):
        return _local(value), None
    if isinstance(value, date):
        return value, None
    if isinstance(value, bool | time | timedelta):
        return None, "invalid_date"
    return _serial(float(value)) if isinstance(value, int | float) else (None, "invalid_date")


def _moment_of_cell_text(value: str, order: str) -> Parsed:
    text = plain_text(value)
    if says_nothing(text) or _NOT_YET.fullmatch(text.casefold()):
        return None, None
    moment, code = _moment_of_text(text, order)
    if code is None and 1970 < moment.year < 9999:
        return moment, None
    if is_no_day(text):
        return None, None
    if code and (printed := read_printed(text, order=order)):
        return printed, None
    return moment, code


def read_date(value: object, *, order: str = "dmy") -> Parsed:
    """Return the day of a cell; a time is dropped."""
    moment, code = read_moment(value, order=order)
    return (moment.date() if isinstance(moment, datetime) else moment), code


def read_time(value: object, *, order: str = "dmy", at_end: bool = False) -> Parsed:
    """Return a cell as a local datetime; a day alone is its beginning, or its end where *at_end*."""
    moment, code = read_moment(value, order=order)
    if moment is None or isinstance(moment, datetime):
        return moment, code
    return datetime.combine(moment, END_OF_DAY if at_end else time()), code


def day_month_of(value: object) -> tuple[int, int] | None:
    """The two first numbers of a date written as text with its year last; None for any other cell."""
    if not isinstance(value, str):
        return None
    found = _DAY_TEXT.fullmatch(_WEEKDAY.sub("", clean(value).casefold()).strip())
    return (int(found[1]), int(found[2])) if found else None


def _moment_of_text(text: str, order: str) -> Parsed:
    folded = text.casefold().strip(" .;'’")
    for form, read in _FORMS:
        found = form.fullmatch(folded)
        if found:
            return read(found, order)
    stripped = _WEEKDAY.sub("", folded).strip(" ,;.")
    if stripped.startswith("ngày ") and "tháng" not in stripped:
        stripped = stripped[5:].strip()
    return _moment_of_text(stripped, order) if stripped != folded else _serial_text(folded)


def _serial_text(text: str) -> Parsed:
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _serial(float(text.replace(",", ".")))
    return None, "invalid_date"


def _serial(value: float) -> Parsed:
    if 20_000_101 <= value <= 21_001_231 and value.is_integer():
        return _compact(str(int(value)))
    if not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return None, "invalid_date"
    moment = EXCEL_EPOCH + timedelta(seconds=round(value * 86400))
    return (moment.date() if value.is_integer() else moment), None


def _compact(text: str) -> Parsed:
    found = _COMPACT.fullmatch(text)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else (None, "invalid_date")


def _local(moment: datetime) -> datetime | date:
    if moment.tzinfo is not None:
        moment = moment.astimezone(LOCAL).replace(tzinfo=None)
    # A typed date of a spreadsheet comes as its midnight.
    return moment.date() if moment.time() == time() else moment


def _date(year: int, month: int, day: int, clock: time | None = None) -> Parsed:
    try:
        found = date(year, month, day)
    except ValueError:
        return None, "invalid_date"
    return (datetime.combine(found, clock) if clock else found), None


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None = None) -> time | None:
    if hour is None:
        return None
    hours = int(hour)
    if half in {"pm", "ch"} and hours < 12:
        hours += 12
    if half in {"am", "sa"} and hours == 12:
        hours = 0
    try:
        return time(hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _day_first(found: re.Match[str], order: str) -> Parsed:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    if found[4] and _clock(*found.groups()[3:]) is None:
        return None, "invalid_date"
    day, month = (second, first) if order == "mdy" else (first, second)
    return _date(year, month, day, _clock(*found.groups()[3:]))


def _time_first(found: re.Match[str], order: str) -> Parsed:
    clock = _clock(*found.groups()[:4])
    if clock is None:
        return None, "invalid_date"
    first, second, year = int(found[5]), int(found[6]), _year(found[7])
    day, month = (second, first) if order == "mdy" else (first, second)
    return _date(year, month, day, clock)


def _iso(found: re.Match[str], order: str) -> Parsed:
    del order
    clock = _clock(found[4], found[5], found[6])
    if found[4] and clock is None:
        return None, "invalid_date"
    value, code = _date(int(found[1]), int(found[2]), int(found[3]), clock)
    if found[7] and isinstance(value, datetime):
        value = datetime.fromisoformat(f"{value.isoformat()}{found[7].upper().replace('Z', '+00:00')}")
        value = value.astimezone(LOCAL).replace(tzinfo=None)
    return value, code


def _in_words(found: re.Match[str], order: str) -> Parsed:
    del order
    return _date(int(found[3]), int(found[2]), int(found[1]))


def _month_name(found: re.Match[str], order: str) -> Parsed:
    del order
    month = _ENGLISH_MONTHS.get(found[2][:3]) or (int(found[2]) if found[2].isdigit() else 0)
    return _date(_year(found[3]), month, int(found[1]))


def _json_date(found: re.Match[str], order: str) -> Parsed:
    del order
    try:
        moment = datetime.fromtimestamp(0, LOCAL) + timedelta(milliseconds=int(found[1]))
    except OverflowError:
        return None, "invalid_date"
    return _local(moment), None


def _digits(found: re.Match[str], order: str) -> Parsed:
    del order
    return _date(int(found[1]), int(found[2]), int(found[3]))


_FORMS = (
    (_DAY_TEXT, _day_first),
    (_ISO, _iso),
    (_TIME_DAY, _time_first),
    (_WORDS, _in_words),
    (_MONTH_NAME, _month_name),
    (re.compile(_JSON.pattern, re.IGNORECASE), _json_date),
    (_COMPACT, _digits),
)


def read_number(value: object) -> Parsed:
    """
    Return a number as Decimal; a percentage as its 0–100 value, one in brackets as negative.

    A single dot is a thousands dot before exactly three digits and a decimal point otherwise.

        >>> read_number("1.234,5"), read_number("0,5"), read_number("85,5 %"), read_number("1.234")
        ((Decimal('1234.5'), None), (Decimal('0.5'), None), (Decimal('85.5'), None), (Decimal('1234'), None))
        >>> read_number("(0,25)"), read_number("'1"), read_number("1 điểm"), read_number("1 234")
        ((Decimal('-0.25'), None), (Decimal('1'), None), (Decimal('1'), None), (Decimal('1234'), None))
        >>> read_number("1,234.5"), read_number("-"), read_number("nhiều"), read_number("1 2")
        ((None, 'invalid_number'), (None, None), (None, 'invalid_number'), (None, 'invalid_number'))
    """
    if isinstance(value, bool | date | time | timedelta):
        return None, "invalid_number"
    if isinstance(value, int | float):
        return _number_of(value)
    text = "" if value is None else plain_text(value)
    if says_nothing(text):
        return None, None
    text = bare_number(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".")), None
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ".")), None
    return (Decimal(text), None) if _DOTTED.fullmatch(text) else (None, "invalid_number")


def bare_number(text: str) -> str:
    """
    The digits and signs of a number as written, without unit, percent sign and the marks of a text cell.

    >>> bare_number("(0,25)"), bare_number("−0,5 điểm"), bare_number("1 234 567"), bare_number("'1")
    ('-0,25', '-0,5', '1234567', '1')
    """
    plain = without_text_marks(unicodedata.normalize("NFKC", text).translate(_DASHES))
    plain = _UNIT.sub("", plain).strip().removesuffix("%").strip()
    if found := _BRACKETED.fullmatch(plain):
        plain = f"-{found[1].removesuffix('%').strip()}"
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
    return _LOOSE_SIGN.sub(r"\1", plain)


def _number_of(value: float) -> Parsed:
    try:
        number = Decimal(repr(value))
        # The binary tail of a computed cell (0.1 + 0.2) is no digit that anybody typed.
        return (round(number, 9).normalize() if isinstance(value, float) else number), None
    except InvalidOperation:
        return None, "invalid_number"


_NO_SCORE = re.compile(
    r"(?:chưa|chờ)(?: (?:có|được))? (?:chấm|căn cứ|điểm|kết quả|số liệu|thẩm định|đánh giá|điều tra|khảo sát|công bố)(?: điểm| xã hội học| xhh)?"
    r"|(?:đtxhh|xhh|điều tra xhh|điều tra xã hội học)"
)


def is_no_score(value: str) -> bool:
    """
    Tell a cell that says in words that there are no points yet.

    >>> [is_no_score(cell) for cell in ("Chưa chấm", "chưa có căn cứ", "Chờ thẩm định", "XHH", "x", "0")]
    [True, True, True, True, False, False]
    """
    return _NO_SCORE.fullmatch(clean(value).casefold().strip(" ().…")) is not None


def read_score(value: object) -> Parsed:
    """
    Return points: like a number, but a dot before three digits stays a decimal point below one and from ten on.

    No paper gives points by the ten thousand: "85.375" is none; by the hundred thousand such a number is an issue.

    >>> read_score("0.125"), read_score("85.375"), read_score(0.75), read_score("100000")
    ((Decimal('0.125'), None), (Decimal('85.375'), None), (Decimal('0.75'), None), (None, 'invalid_number'))
    """
    if isinstance(value, str) and (found := _SMALL.fullmatch(bare_number(value))):
        return Decimal(found[0]), None
    points, code = read_number(value)
    return (None, "invalid_number") if points is not None and abs(points) >= _MOST_POINTS else (points, code)


def read_count(value: object) -> Parsed:
    """
    Return a whole number of things; a fraction or a negative one is an issue.

    A comma before three digits can only be one of thousands here.

    >>> read_count("1.234"), read_count("1,234"), read_count(3.0), read_count("2,5"), read_count("85%")
    ((1234, None), (1234, None), (3, None), (None, 'invalid_number'), (None, 'invalid_number'))
    """
    if isinstance(value, str):
        if value.rstrip().endswith("%"):
            return None, "invalid_number"
        if _COMMA_GROUPED.fullmatch(bare := bare_number(plain_text(value))):
            value = bare.replace(",", "")
    number, code = read_number(value)
    if number is None:
        return None, code
    if number != number.to_integral_value() or number < 0 or number > 2_000_000_000:
        return None, "invalid_number"
    return int(number), None


def read_flag(value: object) -> tuple[bool | None, date | None, str | None]:
    """
    Return yes or no, the day when the cell gives one, and an issue for a word not known.

    >>> read_flag("x"), read_flag("Chưa"), read_flag("12/11/2023"), read_flag("Có (12/11/2023)")[0]
    ((True, None, None), (False, None, None), (True, datetime.date(2023, 11, 12), None), True)
    """
    if value is None or isinstance(value, bool):
        return bool(value), None, None
    if is_no_day(value):
        return False, None, None
    if isinstance(value, date):
        return True, read_date(value)[0], None
    if isinstance(value, int | float):
        return _number_flag(value)
    text = without_text_marks(plain_text(value)).casefold()
    if text in _YES or text in _NO:
        return text in _YES, None, None
    return _flag_of_words(text)


def _number_flag(value: float) -> tuple[bool | None, date | None, str | None]:
    if value in (0, 1):
        return bool(value), None, None
    day, code = _serial(float(value))
    return (None, None, "invalid_value") if code else (True, read_date(day)[0], None)


def _flag_of_words(text: str) -> tuple[bool | None, date | None, str | None]:
    day = read_date(text)[0] or _day_inside(text)
    words = fold_words(text)
    if _NOT_ASKED.match(words):
        return None, None, "invalid_value"
    if words.startswith(_NO_START):
        return False, None, None
    if day or f"{words} ".startswith(_YES_START):
        return (None, None, "invalid_value") if _is_hedged(text, words) else (True, day, None)
    return None, None, "invalid_value"


_HEDGE = re.compile(r"\b(?:chua|khong|tra lai|nhap|huy|tam|trinh|gan|sap|thieu)\b(?! (?:qua|tre) han)")


def _is_hedged(text: str, words: str) -> bool:
    """Tell a yes that takes itself back: "Có nhưng chưa lưu", "Hoàn thành 50%", "Có?"."""
    return bool(_HEDGE.search(words)) or is_in_part(text)


def _day_inside(text: str) -> date | None:
    found = re.search(rf"(?<![\d/.\-]){_DAY}(?!\d)", text)
    return _date(_year(found[3]), int(found[2]), int(found[1]))[0] if found else None

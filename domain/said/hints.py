"""What could a cell mean that was not read, in a few words for the one who has to put it right?"""

import calendar
import re
import unicodedata
from collections.abc import Callable

from domain.wording.text import clean, without_text_marks

_ENGLISH = re.compile(r"(-?\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_TWO_PARTS = re.compile(r"(\d+) (\d+)")
_RATIO = re.compile(r"\d+\s*/\s*\d+")
_RANGE = re.compile(r"\d+(?:[.,]\d+)?\s*-\s*\d+(?:[.,]\d+)?")
_TWO_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_THREE_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d{2})")
_AT_FIVE = re.compile(r"(\d{1,2}/\d{1,2}/20\d{2}) (?:17:00|16:59|23:59)")
_MONTH = re.compile(r"(?:tháng|thg|t)?\s*\d{1,2}\s*(?:[/.-]|năm)?\s*(?:20\d{2})?")
_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?")
_DASHES = str.maketrans("‐‑‒–—−", "------")


def hint_of(code: str, value: str | None, column: str | None = None) -> str | None:
    """
    A sentence about what the *value* of an issue could be; None where nobody can tell.

    >>> hint_of("invalid_number", "1,234.5"), hint_of("invalid_date", "11/25/2023")
    ('Có thể là 1.234,5 viết theo kiểu Anh – Mỹ.', 'Có thể là 25/11/2023, viết tháng trước ngày.')
    >>> hint_of("invalid_date", "31/02/2023"), hint_of("invalid_date", "09/11"), hint_of("invalid_date", "sớm")
    ('Tháng 2/2023 chỉ có 28 ngày.', 'Thiếu năm.', None)
    >>> hint_of("invalid_date", "Đã hoàn thành")
    'Ô chỉ nói đã xong; ghi ngày xong, hoặc để trống và ghi lời này ở cột trạng thái.'
    """
    if not value:
        return None
    if code == "missing_value":
        return None if column else f"Giá trị bị thiếu là “{value}”; tệp không có cột này."
    read = _HINTS.get(code)
    return read(_plain(value)) if read else None


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", without_text_marks(clean(text))).translate(_DASHES)
    return plain.casefold().strip(" .;")


def _number(text: str) -> str | None:
    if found := _THREE_NUMBERS.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        return f"Có thể là {day}/{month} hoặc {month}/{day} mà Excel đã đổi thành ngày."
    if found := _ENGLISH.fullmatch(text):
        whole = found[1].replace(",", ".")
        return f"Có thể là {whole}{f',{found[2]}' if found[2] else ''} viết theo kiểu Anh – Mỹ."
    if found := _TWO_PARTS.fullmatch(text):
        return f"Có thể là {found[1]}{found[2]}, cũng có thể là {found[1]},{found[2]}."
    if _RATIO.fullmatch(text):
        return "Có thể là một tỷ lệ hoặc một ngày, không phải một số."
    return "Có thể là một khoảng, không phải một số." if _RANGE.fullmatch(text) else None


_SAYS_DONE = re.compile(r"(?:đã|rồi|xong|hoàn thành|có)\b", re.IGNORECASE)


def _day(text: str) -> str | None:
    if found := _THREE_NUMBERS.fullmatch(text):
        return _impossible(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"20\d{2}", text):
        return "Thiếu ngày và tháng."
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return "Đây là một số, không phải ngày."
    if found := _TWO_NUMBERS.fullmatch(text):
        return "Thiếu năm." if int(found[2]) <= 12 else None
    if _MONTH.fullmatch(text):
        return "Thiếu ngày."
    if _SAYS_DONE.match(text):
        return "Ô chỉ nói đã xong; ghi ngày xong, hoặc để trống và ghi lời này ở cột trạng thái."
    return "Ô có nhiều ngày; chỉ ghi một." if len(_DAY.findall(text)) > 1 else None


def _impossible(day: int, month: int, year: int) -> str | None:
    if 1 <= day <= 12 < month <= _length(year, day):
        return f"Có thể là {month:02}/{day:02}/{year}, viết tháng trước ngày."
    if 1 <= month <= 12 and day > 28:
        return f"Tháng {month}/{year} chỉ có {_length(year, month)} ngày."
    return None


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _order(text: str) -> str | None:
    if found := _AT_FIVE.match(text):
        return f"Có thể đúng là {found[1]}, cũng có thể là trọn ngày hôm sau bị lệch 7 giờ do múi giờ."
    if found := _THREE_NUMBERS.match(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return (
            f"Có thể là ngày {first} tháng {second}, cũng có thể là ngày {second} tháng {first} năm {year}."
        )
    return None


_HINTS: dict[str, Callable[[str], str | None]] = {
    "invalid_number": _number,
    "invalid_date": _day,
    "ambiguous_date": _order,
}

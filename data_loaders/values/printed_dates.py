"""Which day and hour does a date mean that was written for people to read?"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone

LOCAL = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh has had no other offset since 1975
END_OF_DAY = time(23, 59, 59)

_DASHES = str.maketrans("‐‑‒–—―−⁃﹣－", "-" * 10)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SPOKEN = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SPOKEN_NAMES = "|".join(sorted(_SPOKEN, key=len, reverse=True))
_YEAR = r"(?P<y>20\d{2}|'?\d{2}(?!\d))"

# Tried one after the other; each gives the groups d, m, y.
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?=[t\s]?\d{4}(?:\d{2})?$|$)"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})\s*([-/._])\s*(?P<m>\d{1,2})\s*\2\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})\s*năm\s*(?P<m>\d{1,2})\s*tháng\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s*([-/._,\\|])\s*(?P<m>\d{{1,2}})\s*\2\s*{_YEAR}"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s*[-/.]\s*(?P<m>\d{{1,2}})\s*(?:[-/.]|năm)\s*{_YEAR}"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>20\d{2})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})\s*[-/.,]?\s*(?:tháng|thg|th|t)\.?\s*(?P<m>\d{{1,2}})\s*[-/.,]?\s*(?:năm\s*)?{_YEAR}"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})\s*[-/.,]?\s*(?:tháng|thg)\s*(?P<m>{_SPOKEN_NAMES})\s*[-/.,]?\s*(?:năm\s*)?(?P<y>20\d{{2}})"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?[-/.,]?\s*(?P<m>{_NAMES})\.?\s*[-/.,]?\s*{_YEAR}"
    ),
    re.compile(
        rf"(?<![a-z])(?P<m>{_NAMES})\.?[\s-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:[-,]\s*|\s)(?P<y>20\d{{2}})"
    ),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})\s*([-/.])\s*(?P<m>i{1,3}|iv|vi{0,3}|ix|xi{0,2})\s*\2\s*(?P<y>20\d{2})"
    ),
    re.compile(r"năm\s*(?P<y>20\d{2})\s*,?\s*tháng\s*(?P<m>\d{1,2})\s*,?\s*ngày\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?:tháng|thg)\s*(?P<m>\d{1,2})\s*ngày\s*(?P<d>\d{1,2})\s*,?\s*(?:năm\s*)?(?P<y>20\d{2})"),
)
_HALF = r"(?P<half>am|pm|sa|ch|sáng|chiều|tối|trưa|a\.m\.?|p\.m\.?)"
_CLOCK = re.compile(
    rf"(?<![\d+:.])(?P<h>\d{{1,2}})\s*(?:(?:giờ|gio|h|g|:)\s*(?:(?P<i>\d{{1,2}})(?!\d)\s*(?:(?:phút|ph|p|m|:|')\s*"
    rf"(?:(?P<s>\d{{1,2}})(?:[.,]\d+)?\s*(?:giây|s)?)?)?)?|(?=\s*{_HALF.replace('half', 'ahead')}))\s*{_HALF}?(?!\w)"
)
_PACKED_CLOCK = re.compile(r"(?:^|t|(?<=\s))(?P<h>[0-2]\d)(?P<i>[0-5]\d)(?P<s>[0-5]\d)?$")
_DOTTED_CLOCK = re.compile(
    rf"(?:^|(?<=[\s-]))(?P<h>[0-2]?\d)\.(?P<i>[0-5]\d)(?:\.(?P<s>[0-5]\d)(?:\.\d+)?)?\s*{_HALF}?$"
)
_ZONE = re.compile(
    r"(?:gmt|utc)?\s*(?P<sign>[+-])(?P<zh>\d{1,2})(?::?(?P<zm>\d{2}))?|\b(?:gmt|utc|z)\b|(?<=\d)z\b"
)
_ASIDE = re.compile(r"\((?:[a-z ]*time|giờ [\w ]+|ict|\+07|thứ [^()]*|chủ nhật|[t][2-7]|cn)\)")
_FILLER = re.compile(
    r"\b(?:ngày|lúc|hồi|vào|giờ|mồng|mùng|thứ\s*(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7]|sáng|chiều|tối|trưa|buổi"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|at|on|t|ict)\b"
)
_SIGNS = re.compile(r"[\s,;.:|()\[\]/–_#@\"'’-]+")
_LATE = frozenset({"pm", "ch", "chiều", "tối", "p.m", "p.m."})
_MORNING = frozenset({"am", "sa", "sáng", "a.m", "a.m."})


def tidy_text(text: str) -> str:
    """
    A text with one kind of dash, plain digits, and without the marks that keep a cell text.

    >>> tidy_text('="09‑11–2023"'), tidy_text("'09/11/2023")
    ('09-11-2023', '09/11/2023')
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return plain.strip().removeprefix("=").strip(" .;'’\"`“”").strip()


def read_printed(text: str, *, order: str = "dmy") -> datetime | date | None:
    """
    The one day, with its hour where there is one, that *text* gives among words that say nothing else.

    >>> read_printed("09/11/2023 - 17:00"), read_printed("17 giờ 00 ngày 09‑11‑2023")
    (datetime.datetime(2023, 11, 9, 17, 0), datetime.datetime(2023, 11, 9, 17, 0))
    >>> read_printed("November 9, 2023"), read_printed("09/11/2023 và 10/11/2023"), read_printed("quý IV/2023")
    (datetime.date(2023, 11, 9), None, None)
    """
    plain = _ASIDE.sub(" ", tidy_text(text))
    for form in _DAYS:
        found = form.search(plain)
        if found:
            rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
            return _moment(found, rest, order)
    return None


def _moment(found: re.Match[str], rest: str, order: str) -> datetime | date | None:
    day = _day(found, order)
    if day is None:
        return None
    clock = _CLOCK.search(rest) or _PACKED_CLOCK.search(rest) or _DOTTED_CLOCK.search(rest)
    if clock is None:
        return day if _says_nothing(rest) else None
    rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    zone = _ZONE.search(rest)
    if zone:
        rest = f"{rest[: zone.start()]} {rest[zone.end() :]}"
    at = _time(clock)
    if at is None or not _says_nothing(rest):
        return None
    return _local(datetime.combine(day, at), zone)


def _day(found: re.Match[str], order: str) -> date | None:
    word = found["m"]
    month = _MONTHS.get(word) or _SPOKEN.get(word) or _ROMAN.get(word) or int(word)
    year = int(found["y"].lstrip("'"))
    first, second = int(found["d"]), month
    if order == "mdy" and word.isdigit() and len(found["y"]) <= 4 and found.start("d") < found.start("y"):
        first, second = second, first
    try:
        return date(year + 2000 if year < 100 else year, second, first)
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> time | None:
    groups = clock.groupdict()
    hour, minute, second = (int(groups.get(name) or 0) for name in "his")
    half = groups.get("half") or groups.get("ahead")
    if half in _LATE and hour < 12:
        hour += 12
    if half in _MORNING and hour == 12:
        hour = 0
    if (hour, minute, second) == (24, 0, 0):
        return END_OF_DAY  # the end of this day, not the beginning of the next
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _local(moment: datetime, zone: re.Match[str] | None) -> datetime:
    if zone is None:
        return moment
    hours, minutes = int(zone["zh"] or 0), int(zone["zm"] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone["sign"] == "-" else 1)
    return moment.replace(tzinfo=timezone(offset)).astimezone(LOCAL).replace(tzinfo=None)


def _says_nothing(rest: str) -> bool:
    return not _SIGNS.sub("", _FILLER.sub(" ", rest))


_NUMBER_AND_DAY = re.compile(
    r"^\s*(?:số\s*:?\s*)?(?P<number>\d{1,5}[^\s,;]*)\s*(?:[,;]\s*(?:ngày\s+)?|\s+ngày\s+|\s*\n\s*(?:ngày\s+)?)"
    r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s*\.?\s*$",
    re.IGNORECASE,
)


def number_and_day(text: str) -> tuple[str, str] | None:
    """
    The number of a document and its day, which stand in one cell; None where the cell is not just these two.

    >>> number_and_day("Số 05/PXL ngày 13/10/2023"), number_and_day("13/10/2023")
    (('05/PXL', '13/10/2023'), None)
    """
    found = _NUMBER_AND_DAY.match(unicodedata.normalize("NFC", text))
    return (found["number"], found["day"]) if found else None

"""By which day is a task due, when the cell says it in words?"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data_loaders.values.as_of import end_of_month
from data_loaders.values.cells import plain_text, read_date, says_nothing
from data_loaders.values.no_day import is_no_day
from domain.wording.text import fold

_BEFORE = re.compile(r"^(?:hoan thanh |xong |bao cao |gui |nop )?truoc(?: han)?(?: ngay)?\s*:?\s*")
_FILLER = re.compile(
    r"^(?:(?:hoan thanh|xong|bao cao|gui|nop|cham nhat|muon nhat|den het|den|het|trong|vao|ngay|han|thoi han|tu nay den)\s*:?\s*)+"
)
_CLOCK = re.compile(r"\b\d{1,2}\s*(?:h|g|gio|:)\s*(?:\d{2})?(?:\s*phut)?(?:,?\s*ngay)?\b\s*")
_DAY = r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})"
_NO_YEAR = re.compile(rf"{_DAY}")
_WITH_YEAR = re.compile(rf"{_DAY}\s*[/.\-]\s*(\d{{4}}|\d{{2}})")
_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2})(?: nam (\d{4})| ?/ ?(\d{4}))?")
_MONTH = re.compile(r"thang (\d{1,2})(?:\s*(?:/|-|nam|\.)?\s*(\d{4}))?")
_QUARTER = re.compile(r"qu[yi] (iv|iii|ii|i|[1-4])(?:\s*(?:/|-|nam|\.)?\s*(\d{4}))?")
_YEAR = re.compile(r"(?:trong |cuoi |het |den het )?nam (\d{4})|(\d{4})|31/12")
_HALF = re.compile(r"6 thang (dau|cuoi) nam(?: (\d{4}))?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_RECURRENCES = (
    (
        "regular",
        re.compile(
            r"thuong xuyen|lien tuc|hang ngay|khi co yeu cau|khi phat sinh|theo yeu cau|dinh ky$|quanh nam|ca nam|hang tuan"
        ),
    ),
    (
        "monthly",
        re.compile(r"(?:hang|moi|dinh ky) thang|(?:hang|dinh ky) hang thang|thang/lan|1 thang 1 lan"),
    ),
    ("quarterly", re.compile(r"(?:hang|moi|dinh ky) quy|dinh ky hang quy|3 thang/lan")),
)
_NO_LIMIT = re.compile(
    r"khong (?:co )?(?:thoi )?han(?: cu the)?|khong thoi han|khong quy dinh|chua (?:co|xac dinh) han|chua xac dinh"
)
_WEEKDAY = re.compile(r"\(?\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b\)?,?\s*")


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    A deadline as read.

    Attributes:
        due: The last good day, or None where no single day is meant.
        recurrence: ``monthly``, ``quarterly`` or ``regular``; None for once.
        understood: False when the words are kept but nothing could be made of them.
        code: An issue such as ``invalid_date``, or None.
    """

    due: date | None
    recurrence: str | None = None
    understood: bool = True
    code: str | None = None


NONE = Deadline(None)


def read_deadline(value: object, *, year: int | None = None, order: str = "dmy") -> Deadline:
    """
    Return the deadline of a cell; "trước ngày D" is good until the end of the day before.

    *year* completes days written without one.

        >>> read_deadline("Trước ngày 14/11/2023").due, read_deadline("17/11/2023 (Thứ Sáu)").due
        (datetime.date(2023, 11, 13), datetime.date(2023, 11, 17))
        >>> read_deadline("Quý IV/2023").due, read_deadline("Trước 30/11", year=2023).due
        (datetime.date(2023, 12, 31), datetime.date(2023, 11, 29))
        >>> read_deadline("Hằng tháng, trước ngày 20").recurrence, read_deadline("sớm nhất có thể").understood
        ('monthly', False)
    """
    if says_nothing(value) or is_no_day(value):
        return NONE
    day, code = read_date(value, order=order)
    if day is not None or not isinstance(value, str) or value.lstrip().startswith("#"):
        return Deadline(day, code=code)
    text = _WEEKDAY.sub("", fold(plain_text(value))).strip(" .;,:()")
    return _special(text) or _one_day(text, year, order)


def _special(text: str) -> Deadline | None:
    if _NO_LIMIT.search(text):
        return NONE
    for name, words in _RECURRENCES:
        if words.search(text):
            return Deadline(None, recurrence=name)
    return None


def _one_day(text: str, year: int | None, order: str) -> Deadline:
    is_before = _BEFORE.match(text) is not None
    bare = _BEFORE.sub("", text)
    if _CLOCK.search(bare):
        # "Trước 17h ngày 16/11": the day itself is still good.
        is_before, bare = False, _CLOCK.sub("", bare)
    bare = _FILLER.sub("", bare).strip(" .;,:()")
    day, wrong = _named_day(bare, year, order)
    if wrong:
        return Deadline(None, understood=False, code="invalid_date")
    if day:
        return Deadline(day - timedelta(days=1) if is_before else day)
    span = _span(bare, year)
    if span:
        return Deadline(span[0] - timedelta(days=1) if is_before else span[1])
    return Deadline(None, understood=False)


def _named_day(text: str, year: int | None, order: str) -> tuple[date | None, bool]:
    """A single day; the flag says that it has the form of one but does not exist."""
    if _WITH_YEAR.match(text):
        day, code = read_date(text, order=order)
        return day, code is not None and _WITH_YEAR.fullmatch(text) is not None
    found = _NO_YEAR.fullmatch(text)
    if found and year:
        day, code = read_date(f"{found[1]}/{found[2]}/{year}", order=order)
        return day, code is not None
    found = _WORDS.fullmatch(text)
    if found and (found[3] or found[4] or year):
        day, code = read_date(f"{found[1]}/{found[2]}/{found[3] or found[4] or year}")
        return day, code is not None
    return None, False


def _span(text: str, year: int | None) -> tuple[date, date] | None:
    """First and last day of a month, quarter, half or year in words."""
    found = _MONTH.fullmatch(re.sub(r"^(?:trong|cuoi|het|den het|giua)\s+", "", text))
    if found and 1 <= int(found[1]) <= 12 and (found[2] or year):
        y = int(found[2] or year or 0)
        return date(y, int(found[1]), 1), end_of_month(y, int(found[1]))
    found = _QUARTER.fullmatch(re.sub(r"^(?:trong|cuoi|het|den het)\s+", "", text))
    if found and (found[2] or year):
        quarter, y = _ROMAN.get(found[1]) or int(found[1]), int(found[2] or year or 0)
        return date(y, 3 * quarter - 2, 1), end_of_month(y, 3 * quarter)
    return _half_or_year(text, year)


def _half_or_year(text: str, year: int | None) -> tuple[date, date] | None:
    found = _HALF.fullmatch(text)
    if found and (found[2] or year):
        y = int(found[2] or year or 0)
        return (date(y, 1, 1), date(y, 6, 30)) if found[1] == "dau" else (date(y, 7, 1), date(y, 12, 31))
    found = _YEAR.fullmatch(text)
    if found and (found[1] or found[2]):
        y = int(found[1] or found[2])
        return (date(y, 1, 1), date(y, 12, 31)) if 2000 <= y <= 2100 else None
    return (
        (date(year, 1, 1), date(year, 12, 31))
        if year and text in {"cuoi nam", "trong nam", "het nam"}
        else None
    )

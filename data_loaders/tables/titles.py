"""What do the lines above a table say about all of it: day, year, decision, department?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Options
from data_loaders.values.as_of import (
    NO_DAY,
    Day,
    day_of_name,
    day_of_titles,
    letterhead_day,
    month_ends,
    year_named,
)
from domain.agency.own_agency import agency_of_title
from domain.wording.text import clean, fold, fold_words

_DECISION = re.compile(
    r"(?:quyet dinh|qd|^\W*so(?=\s*:?\s*\d))\s*(?:so)?\s*:?\s*(\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?qd-[a-z]{2,10})",
    re.IGNORECASE,
)
_DECISION_DAY = re.compile(
    r"(\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?qd-[a-z]{2,10})\s*,?\s*ngay\s*(\d{1,2})(?:\s*[/.-]\s*|\s*thang\s*)(\d{1,2})(?:\s*[/.-]\s*|\s*nam\s*)(\d{4})"
)
_AMENDS = re.compile(r"sua doi|thay the mot phan|dieu chinh, bo sung|dieu chinh bo sung")
# "... số 3078, được sửa đổi, bổ sung bởi Quyết định số 1219": the whole set as it stands now, no amendment.
_AS_AMENDED = re.compile(
    r"(?:da )?duoc (?:sua doi|dieu chinh)[^;]{0,60}?\b(?:boi|tai|theo) (?:cac )?(?:quyet dinh|qd)\b.*"
)
# "Phụ lục sửa đổi ... (kèm theo Quyết định số 1219": in brackets of its own a decision is the one that this comes with.
_COMES_WITH = re.compile(r"\(\s*(?:ban hanh\s+)?kem theo\s+$")
_OWNER = re.compile(
    r"(?:^|\s)(?:của|thuộc)\s+((?:phòng|văn phòng|trung tâm|trường|lãnh đạo|p\.|vp)[^()\n;]*)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:tên\s+)?(?:đơn vị|phòng|bộ phận|phòng, đơn vị)\s*(?:xử lý|báo cáo|thực hiện)?\s*:\s*(.+)$",
    re.IGNORECASE,
)
_EVERY_UNIT = re.compile(
    r"\btoan (?:co quan|ban|so|don vi|the cac (?:phong|don vi))\b|\btat ca cac (?:phong|don vi)\b"
    r"|\bcac phong,? (?:ban,? |trung tam,? )?(?:va )?don vi\b|\bcac don vi truc thuoc\b"
)
_SENT_TO = re.compile(r"\W*(?:kinh gui|noi nhan|gui)\b")


@dataclass(frozen=True)
class TableTitle:
    """
    What is said about a whole table.

    Attributes:
        day: The day the data speak of; ``options`` where the title contradicts itself.
        suggested: The day that the paper was signed and the last days of the months named, to choose from
            where no day is.
        department: The only department the table can be about, by label, sheet or file name.
        agency: The agency whose published results the title announces.
        says_whole_office: A line, the sheet's or the file's name says that every unit is in the table.
    """

    lines: tuple[str, ...] = ()
    day: Day = NO_DAY
    suggested: tuple[date, ...] = ()
    year: int | None = None
    decision: str | None = None
    decision_date: date | None = None
    amends: str | None = None
    is_amendment: bool = False
    department: str | None = None
    department_text: str | None = None
    agency: str | None = None
    says_whole_office: bool = False


def title_of(
    lines: Sequence[str], *, sheet: str, file_name: str, headings: Sequence[str], resolver: DepartmentResolver
) -> TableTitle:
    """Read the title lines; the sheet's and the file's name fill what they leave open."""
    decision, decided_on, amends = _decisions(lines)
    year = year_named(lines) or year_named([sheet]) or year_named([file_name]) or year_named(headings)
    code, text = _department(lines, sheet, file_name, resolver)
    return TableTitle(
        lines=tuple(lines),
        day=_day(lines, sheet, file_name, year),
        suggested=(*filter(None, [letterhead_day(lines).day]), *month_ends([*lines, sheet, file_name])),
        year=year,
        decision=decision,
        decision_date=decided_on,
        amends=amends,
        is_amendment=any(_AMENDS.search(_AS_AMENDED.sub("", fold(text))) for text in (*lines, sheet)),
        department=code,
        department_text=text,
        agency=agency_of_title(lines),
        says_whole_office=any(says_whole_office(text) for text in (*lines, sheet, file_name)),
    )


def says_whole_office(text: str) -> bool:
    """
    Tell whether *text* says of a table that every unit is in it; to whom a paper is sent does not.

    >>> says_whole_office("TÌNH HÌNH XỬ LÝ CÔNG VIỆC CỦA CÁC PHÒNG, ĐƠN VỊ"), says_whole_office("Toan co quan den 12.11.xlsx")
    (True, True)
    >>> says_whole_office("Kính gửi: Các phòng, đơn vị thuộc Ban"), says_whole_office("Phòng Quản lý đầu tư")
    (False, False)
    """
    words = re.sub(r"[_\-\s]+", " ", fold(text))
    return bool(_EVERY_UNIT.search(words)) and not _SENT_TO.match(words)


def with_day(title: TableTitle, options: Options, fallback: date | None) -> TableTitle:
    """The title with its day settled from outside, where there is something to settle it with."""
    if options.as_of:
        period_from = title.day.period_from if title.day.day == options.as_of else None
        return replace(title, day=Day(options.as_of, period_from))
    if title.day.day is None and not title.day.options and fallback:
        return replace(title, day=Day(fallback))
    return title


def _day(lines: Sequence[str], sheet: str, file_name: str, year: int | None) -> Day:
    """Title first, then the sheet's name and the file's name; the day of a letterhead is the paper's own."""
    titled = day_of_titles(lines)
    if titled.day or titled.options:
        return titled
    letter = letterhead_day(lines)
    known_year = year or (letter.day.year if letter.day else None)
    for name in (sheet, file_name):
        named = day_of_name(name, known_year)
        if named.day:
            return named
    return NO_DAY


def _decisions(lines: Sequence[str]) -> tuple[str | None, date | None, str | None]:
    """The decision that the table belongs to, its day, and the decision that it amends."""
    folded = [_AS_AMENDED.sub("", fold(line).replace("–", "-")) for line in lines]
    numbers: list[str] = []
    amended: list[str] = []
    days: dict[str, date] = {}
    for line in folded:
        at = _AMENDS.search(line)
        for found in _DECISION.finditer(line):
            number = _printed(found[1])
            comes_with = _COMES_WITH.search(line[: found.start()])
            (amended if at and found.start() > at.start() and not comes_with else numbers).append(number)
        for found in _DECISION_DAY.finditer(line):
            try:
                days[_printed(found[1])] = date(int(found[4]), int(found[3]), int(found[2]))
            except ValueError:
                continue
    # A title that names none but the amended decision leaves the amendment's own number unsaid.
    decision = numbers[0] if numbers else None
    amends = next((number for number in amended if number != decision), None)
    return decision, days.get(decision or ""), amends


def _printed(number: str) -> str:
    """A decision's number as printed: 3078/QĐ-UBND."""
    return re.sub(r"\s+", "", number).upper().replace("QD-", "QĐ-")


def _department(
    lines: Sequence[str], sheet: str, file_name: str, resolver: DepartmentResolver
) -> tuple[str | None, str | None]:
    """A labelled line, the sheet's name, a line that is a department's name, or one in the file's name."""
    for line in lines:
        label = _LABEL.match(clean(line))
        code = resolver.group(label[1]) if label else None
        if code:
            return code, label[1] if label else None
    code = resolver.group(sheet)
    if code:
        return code, sheet
    owners = {code: text for line in lines for code, text in _owners(line, resolver)}
    if len(owners) == 1:
        return next(iter(owners.items()))
    named = {code: line for line in lines if (code := resolver.group(line))}
    if len(named) == 1:
        return next(iter(named.items()))
    return _department_in_name(file_name, resolver)


def _owners(line: str, resolver: DepartmentResolver) -> list[tuple[str, str]]:
    """The departments after "của" in a title: "CÔNG VIỆC CỦA PHÒNG QUẢN LÝ LAO ĐỘNG (đến 12/11/2023)"."""
    found = []
    for owner in _OWNER.finditer(clean(line)):
        words = owner[1].split()
        for length in range(len(words), 0, -1):
            text = " ".join(words[:length])
            if code := resolver.group(text):
                found.append((code, text))
                break
    return found


def _department_in_name(file_name: str, resolver: DepartmentResolver) -> tuple[str | None, str | None]:
    base = re.sub(r"\.[A-Za-z]{2,5}$", "", re.split(r"[/\\]", file_name)[-1])
    pieces = [piece for piece in re.split(r"[_\-\s.()]+", base) if len(piece) >= 2 and not piece.isdigit()]
    found = {
        code: piece
        for piece in pieces
        if fold_words(piece) not in ("vp", "tt") and (code := resolver.one(piece))
    }
    return next(iter(found.items())) if len(found) == 1 else (None, None)

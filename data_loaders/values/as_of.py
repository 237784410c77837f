"""Of which day does a table speak? Read from its title, its sheet's name, its file's name, or not at all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Extract, ExtractedTable
from domain.counted.source_kinds import source_kinds
from domain.said.issues import Issue
from domain.wording.formats import day as printed
from domain.wording.text import clean, fold

_D = r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2}(?!\d))"
_W = r"(?<!\d)(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})"
_DAY = rf"(?:{_D}|{_W})"
_CLOCK = r"(?:(?:(?:vao )?(?:luc|hoi)\s*)?(?:\d{1,2}\s*(?:gio|h|g|:)\s*\d{0,2}\s*(?:phut)?|het)?[\s,]*(?:ngay)?\s*:?\s*)"
_TO = r"\s*[,;]?\s*(?:(?:[-–—→]|->)?\s*(?:den|toi)|[-–—→]|->)\s*(?:het)?\s*(?:ngay)?\s*:?\s*"
_PERIOD = re.compile(rf"(?:tu|ky bao cao)\s*(?:ngay)?\s*:?\s*{_DAY}{_TO}{_DAY}")
_SHORT_PERIOD = re.compile(rf"tu\s*(?:ngay)?\s*:?\s*(\d{{1,2}})[/.\-](\d{{1,2}}){_TO}{_DAY}")
_UNTIL = re.compile(
    rf"(?:tinh\s*)?(?:den|toi)\s*(?:het\s*)?(?:thoi diem\s*)?:?\s*{_CLOCK}{_DAY}"
    rf"|(?:ngay (?:chot|xuat|lap|ket xuat|bao cao|in|so lieu|trich xuat|cap nhat)|thoi diem(?: \w+){{0,3}}|so lieu(?: \w+){{0,3}}|chot(?: so lieu)?|cap nhat|xuat|ket xuat)"
    rf"(?: so lieu| bao cao| du lieu)?\s*:?\s*{_CLOCK}{_DAY}"
)
_LETTERHEAD = re.compile(rf"^\s*[a-z][a-z .]{{1,30}},\s*ngay\s+{_DAY}\s*$")
_AUTHORITY = re.compile(
    rf"\b(?:quyet dinh|thong bao|cong van|van ban|ke hoach|nghi dinh|nghi quyet|thong tu|cong bao|bao cao so|[qtkn][dbhq]\b)"
    rf"[^()]{{0,60}}?(?:so[^()]{{0,40}}?)?ngay\s+{_DAY}"
)
# A meeting, a limit, a comparison or a signature has its day too; it is never the day of the data.
_EVENT = re.compile(
    r"\b(?:hop|giao ban|hoi nghi|hoi y|phien|cuoc|buoi|lam viec|phuc vu|trinh|ky ngay|ky duyet|da ky|ban hanh|hieu luc|cung ky|cung thoi diem|so voi"
    r"|han|thoi han|thoi gian hoan thanh|truoc|sau|ke tu|dot|kiem tra|cong bo|to chuc|dien ra|ngay sinh|can cu)"
    rf"\b[^0-9;()]{{0,60}}?{_DAY}"
)
_OWN_WORDS = re.compile(
    r"\b(?:so lieu|cap nhat|tinh den|tinh toi|chot|ket xuat|trich xuat|thoi diem|tu ngay|tu \d)\b"
)
# "v1.11.2023" is version 1 of a month as well as a day: a person says which.
_VERSION = re.compile(
    r"(?<![A-Za-zÀ-ỹ])(?:v|ver|version|phiên bản|pb|bản)[._\s]?\d{1,2}(?:\.\d{1,4})*(?!\d)", re.IGNORECASE
)
_EVENT_NAME = re.compile(r"\b(?:hop|giao ban|hoi nghi|cung ky|han|truoc ngay|phuc vu|trinh)\b")
# What a title begins with, folded: the page it stands on, what kind of list it is, what the list follows.
TITLE_PAGES = "bang|bieu|phu luc"
TITLE_LISTS = "danh sach|danh muc|tong hop|thong ke"
TITLE_REPORTS = "so theo doi|tinh hinh|ket qua|theo doi"
_DATA_TITLE = re.compile(
    rf"^\W*(?:(?:{TITLE_PAGES}) )?(?:{TITLE_LISTS}|{TITLE_REPORTS}|cong viec|hpnet|ho so|tien do|so lieu|van ban|so van ban|nhiem vu)"
)
_ALONE = re.compile(r"^\W*(?:ngay)?\W*DAY\W*$".replace("DAY", _DAY))
_ANY = re.compile(_DAY)
_YEAR = re.compile(r"(?:nam|\b)\s*(20\d{2})\b")
_MONTH = re.compile(r"\bthang\s*(\d{1,2})\s*(?:nam|/|-)\s*(20\d{2})\b")
_NAME_FORMS = (
    (re.compile(r"(?<!\d)(20\d{2})[-._ ]?(\d{2})[-._ ]?(\d{2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(20\d{2})[-._ ](\d{1,2})[-._ ](\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d{2})[-._ ]?(\d{2})[-._ ]?(20\d{2})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d{1,2})[-._ ](\d{1,2})[-._ ](20\d{2})(?!\d)"), (3, 2, 1)),
)
_NAME_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})(?![-._]?\d)")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """
    A day that a text gives.

    Attributes:
        options: More than one when the text contradicts itself; then *day* is None.
        ends_period: The day is only the end of a reporting period, which may be past or still to come.
    """

    day: date | None
    period_from: date | None = None
    options: tuple[date, ...] = ()
    ends_period: bool = False


NO_DAY = Day(None)
_NEAR = timedelta(days=14)  # how far before the end of its period a list's newest date may lie


def day_of_titles(lines: Iterable[str]) -> Day:
    """
    The day that title lines give: "tính đến", the end of "từ … đến …", a list's own date.

    Never the day of a letterhead, a meeting, a limit or a comparison.

        >>> day_of_titles(["Từ ngày 01/11/2023 đến ngày 12/11/2023"]).day
        datetime.date(2023, 11, 12)
        >>> day_of_titles(["Hải Phòng, ngày 13 tháng 11 năm 2023", "(Tính đến hết ngày 12/11/2023)"]).day
        datetime.date(2023, 11, 12)
    """
    texts = [_EVENT.sub(_kept_period, fold(clean(line))) for line in lines]
    plain = [text for text in texts if not _LETTERHEAD.match(text)]
    for read in (_until_days, _period_days, _bare_days):
        found = read(plain)
        if found.day or found.options:
            return _with_period(found, plain)
    return NO_DAY


def letterhead_day(lines: Iterable[str]) -> Day:
    """
    The day of the line "Hải Phòng, ngày … tháng … năm …": when the paper was signed, for want of better.

        >>> letterhead_day(["Hải Phòng, ngày 13 tháng 11 năm 2023"]).day
        datetime.date(2023, 11, 13)
    """
    return _chosen(_last_days(_LETTERHEAD, [fold(clean(line)) for line in lines]))


def day_of_name(name: str, year: int | None = None) -> Day:
    """
    The day in a sheet or file name; *year* completes a name that gives day and month only.

        >>> day_of_name("cong-viec-2023-11-12.xlsx").day, day_of_name("HpNet 12.11.2023.xls").day
        (datetime.date(2023, 11, 12), datetime.date(2023, 11, 12))
        >>> day_of_name("cv 12-11", 2023).day, day_of_name("cv 12-11").day
        (datetime.date(2023, 11, 12), None)
    """
    base = re.sub(r"\.[A-Za-z]{2,5}$", "", re.split(r"[/\\]", name)[-1])
    base = _VERSION.sub(" ", base)
    titled = day_of_titles([base])
    if titled.day:
        return titled
    if _EVENT_NAME.search(fold(base.replace("_", " "))):
        return NO_DAY
    for form, (y, m, d) in _NAME_FORMS:
        days = [day for found in form.finditer(base) if (day := _day(found[y], found[m], found[d]))]
        if days:
            # A range in a name ("2023-11-01_2023-11-12") ends on its last day.
            return Day(max(days), min(days) if min(days) != max(days) else None)
    return _short_day(base, year)


def month_ends(texts: Iterable[str]) -> tuple[date, ...]:
    """
    The last days of the months that texts speak of: suggestions only, for an export comes on any day.

        >>> month_ends(["TỔNG HỢP CÔNG VIỆC THÁNG 10 NĂM 2023"])
        (datetime.date(2023, 10, 31),)
    """
    months = {
        (int(year), int(month))
        for text in texts
        for month, year in _MONTH.findall(_without_days(fold(clean(text))))
    }
    return tuple(end_of_month(year, month) for year, month in sorted(months) if 1 <= month <= 12)


def year_named(texts: Iterable[str]) -> int | None:
    """The one year that the texts speak of ("năm 2023"); None when none or several."""
    lines = [fold(clean(text)) for text in texts]
    named = {int(y) for line in lines for y in re.findall(r"\bnam\s+(20\d{2})\b", _without_days(line))}
    if len(named) == 1:
        return named.pop()
    years = {int(y) for line in lines for y in _YEAR.findall(_without_days(line))}
    return years.pop() if len(years) == 1 and not named else None


def question_of_day(found: Day, newest: date | None, others: Iterable[date]) -> tuple[list[date], str] | None:
    """
    The days to choose from and why it is asked; None where the day is certain.

    The end of a period is taken for the day only where the rows reach up to it and not past it.

        >>> question_of_day(Day(date(2023, 12, 31), ends_period=True), date(2023, 11, 10), [])[0]
        [datetime.date(2023, 11, 10), datetime.date(2023, 12, 31)]
        >>> question_of_day(Day(date(2023, 11, 12), ends_period=True), date(2023, 11, 10), []) is None
        True
    """
    named = [found.day] if found.day else [*found.options, *others]
    if found.day and not (found.ends_period and newest and not _NEAR >= found.day - newest >= timedelta(0)):
        return None
    choices = list(dict.fromkeys(day for day in (newest, *named) if day))
    inside = f"ngày mới nhất ghi trong bảng là {newest:%d/%m/%Y}" if newest else ""
    if found.day:
        return (
            choices,
            f"{found.day:%d/%m/%Y} là ngày cuối kỳ báo cáo, chưa chắc là ngày chốt số liệu; {inside}.",
        )
    why = "Tệp ghi nhiều ngày khác nhau" if found.options else "Tệp không ghi số liệu đến ngày nào"
    return choices, f"{why}; {inside}." if inside else f"{why}."


def _without_days(line: str) -> str:
    return _ANY.sub(" ", line)


def _until_days(texts: list[str]) -> Day:
    return _chosen(_last_days(_UNTIL, texts, unless=_PERIOD))


def _kept_period(found: re.Match[str]) -> str:
    """Words of the data's own day, or a period, may stand behind such a word: then the day is not the word's."""
    is_limit = re.match(r"(?:thoi )?han\b|truoc\b|sau\b|thoi gian", found[0]) is not None
    own = _OWN_WORDS.search(found[0]) or (not is_limit and re.search(r"\b(?:den|toi)\b", found[0]))
    return found[0] if own else " "


def _period_days(texts: list[str]) -> Day:
    return replace(_chosen(_last_days(_PERIOD, texts) + _last_days(_SHORT_PERIOD, texts)), ends_period=True)


def _bare_days(texts: list[str]) -> Day:
    """A date that stands alone, or in the title of a list."""
    plain = [_AUTHORITY.sub(" ", text) for text in texts]
    return _chosen(
        _last_days(_ANY, [text for text in plain if _ALONE.match(text) or _DATA_TITLE.match(text)])
    )


def _with_period(found: Day, texts: list[str]) -> Day:
    for text in texts:
        period = _PERIOD.search(text)
        if period and found.day:
            start, end = _day_of_groups(period.groups()[:6]), _day_of_groups(period.groups()[6:])
            if start and end and end <= found.day:
                return replace(found, period_from=start)
        short = _SHORT_PERIOD.search(text)
        if short and found.day:
            return replace(found, period_from=_day(found.day.year, short[2], short[1]))
    return found


def _last_days(form: re.Pattern[str], texts: list[str], unless: re.Pattern[str] | None = None) -> list[date]:
    """The last date of every match of *form*."""
    days = []
    for text in texts:
        if unless is not None:
            text = unless.sub(" ", text)
        for found in form.finditer(text):
            groups = found.groups()
            triples = [
                groups[n : n + 3] for n in range(len(groups) - 3, -1, -1) if _is_triple(groups[n : n + 3])
            ]
            day = _day(triples[0][2], triples[0][1], triples[0][0]) if triples else None
            days += [day] if day else []
    return days


def _is_triple(groups: tuple[str | None, ...]) -> bool:
    return len(groups) == 3 and all(groups) and len(groups[2] or "") in (2, 4)


def _day_of_groups(groups: tuple[str | None, ...]) -> date | None:
    for n in (0, 3):
        if groups[n]:
            return _day(groups[n + 2], groups[n + 1], groups[n])
    return None


def _chosen(days: list[date]) -> Day:
    different = tuple(sorted(set(days)))
    if len(different) == 1:
        return Day(different[0])
    return Day(None, options=different)


def _short_day(base: str, year: int | None) -> Day:
    years = {int(y) for y in _NAME_YEAR.findall(base)} or ({year} if year else set())
    shorts = list(_NAME_SHORT.finditer(_NAME_YEAR.sub("", base)))
    if len(years) != 1 or not shorts:
        return NO_DAY
    day = _day(years.pop(), shorts[-1][2], shorts[-1][1])
    return Day(day) if day else NO_DAY


def _day(year: str | int | None, month: str | int | None, day: str | int | None) -> date | None:
    try:
        if isinstance(year, str) and len(year) == 2:
            year = f"20{year}"
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def newest_row_day(tables: Iterable[ExtractedTable]) -> date | None:
    """The newest day in the accepted rows of *tables*; None where they hold none."""
    days = {
        day
        for table in tables
        for name in _past_columns(table.kind)
        for day in set(table.frame.get(name, ()))
    }
    return max((day.date() if isinstance(day, datetime) else day for day in days if day), default=None)


def _past_columns(kind: str) -> list[str]:
    """Columns of days that have come; a deadline or the day of an appointment may lie ahead."""
    return [name for name, column in kind_named(kind).columns.items() if column.type in ("date", "time")]


def say_several_days(extract: Extract) -> None:
    """Remark on tables of one kind that are of several days: each is taken as the state of its own day."""
    for days in tables_by_day(extract.tables):
        told = "; ".join(
            f"{printed(on)}: trang {', '.join(dict.fromkeys(t.sheet for t in own))}" for on, own in days
        )
        first = days[0][1][0]
        extract.issues.append(Issue("several_days", first.sheet, first.header_rows[0], None, told))


def tables_by_day(tables: Sequence[ExtractedTable]) -> Iterator[list[tuple[date, list[ExtractedTable]]]]:
    """The days of each kind whose rows stand until they are gone, in their order, where there are several."""
    for kind in dict.fromkeys(table.kind for table in tables):
        days: dict[date, list[ExtractedTable]] = {}
        for table in tables:
            if table.kind == kind and table.as_of:
                days.setdefault(table.as_of, []).append(table)
        if len(days) > 1 and source_kinds()[kind].ends == "key":
            yield sorted(days.items())

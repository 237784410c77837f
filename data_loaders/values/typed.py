"""Column by column, what do the cells of the data rows say?"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from data_loaders.declared.declarations import Column, Kind
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.encodings import Legacy, holds_unicode, legacy_encoding, to_unicode
from data_loaders.declared.outcome import ColumnMatch
from data_loaders.declared.statuses import status_of
from data_loaders.values import cells
from data_loaders.values.date_order import (
    days_of_the_year,
    doubtful_dates,
    is_month_first,
    may_be_month_first,
    open_beside_month_first,
)
from data_loaders.values.deadlines import read_deadline
from data_loaders.values.hours import Hours, hours_of
from data_loaders.values.no_day import is_no_day
from domain.said.issues import Issue, Severity
from domain.wording.text import fold_words, foreign_letters

_UNTIDY = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f\u00a0\u00ad\u00d0\u00f0\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u2002\u2003\u2007\u2009-\u200f\u202a-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff\ufffd]"
)
_NOT_IN_IDS = re.compile(r"[^0-9A-Za-z./_&\n-]")
_HAS_DIGIT = re.compile(r"\d")
_WORDS_ONLY = re.compile(r"^(?:[^\d\n]+|0+)$", re.MULTILINE)
_MOST_PLACES = 1000  # agencies in one list; beyond it the number after the stroke is a year
_MOST_POINTS = 1000
_OUT_OF = re.compile(
    r"\s*(\d{1,4})\s*(?:/|trên|trong)\s*(?:tổng số\s*)?(\d{1,4})\s*(?:tỉnh|đơn vị|cơ quan|sở, ngành)?\s*",
    re.I,
)
_POINTS_OUT_OF = re.compile(
    r"\s*(\d[\d.,]*)\s*(?:điểm\s*)?(?:/|trên)\s*(\d[\d.,]*)\s*(?:điểm)?\s*", re.IGNORECASE
)
_RANK_WORDS = re.compile(
    r"^\s*(?:(?:đồng|xếp)\s*)?(?:hạng|thứ hạng|thứ|vị trí|đứng thứ|hạng thứ|#|=|t(?=\d))\s*(?:thứ\s*)?:?\s*",
    re.I,
)
_TIED = re.compile(r"(?:(?<=\d)\s*=|(?<=\w)\s*\(?đồng (?:hạng|điểm)\)?)\s*$", re.I)
_PLACES_IN_WORDS = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip
_SAMPLE = 3000  # texts of a column in which an old encoding is looked for
NOT_APPLICABLE = ("khong phat sinh", "kps", "khong ap dung", "khong co phat sinh", "khong danh gia")
_MOST_MARKS = 200  # remarks of one kind on one column; beyond that they are counted in one


@dataclass
class Table:
    """
    The data rows of one table while they are being typed; positions count data rows from 0.

    Attributes:
        rows: Row number per position.
        raw: Column name to cells per position, as received.
        encoding: What the texts around the table were typed in, where that is no Unicode.
        values: Column name to typed values per position.
        match_at: In a table with a column per year or component: for each measure the column it was read from,
            per position; a sheet row then has several positions.
        hours: What was found out about the clock times of all its date columns; None until somebody asked.
        month_first: Its date columns that are certainly written month first; as *hours*.
    """

    kind: Kind
    sheet: str
    rows: list[int]
    matches: dict[str, ColumnMatch]
    raw: dict[str, Sequence[Any]]
    as_of: date | None
    year: int | None
    encoding: Legacy | None = None
    values: dict[str, list[Any]] = field(default_factory=dict)
    issues: list[tuple[int | None, Issue]] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    match_at: dict[str, list[ColumnMatch | None]] = field(default_factory=dict)
    hours: Hours | None = None
    month_first: set[str] | None = None

    def report(
        self,
        position: int | None,
        code: str,
        column: str | None,
        *,
        value: object = None,
        level: Severity | None = None,
    ) -> None:
        """Add an issue at a data row, or about the whole table where *position* is None."""
        match = self._match(column, position)
        if value is None and position is not None and column in self.raw:
            value = self.raw[column][position]
        row = None if position is None else self.rows[position]
        heading = (
            (match.leaf or match.heading)
            if match
            else self.kind.columns[column].name
            if column in self.kind.columns
            else column
        )
        if match is None and column in self.kind.columns:
            heading = None
        shown = cells.shown(value)
        if code == "missing_value" and match is None and (lacking := self.kind.columns.get(column or "")):
            shown = lacking.label  # no heading of the sheet could say which value is missing
        issue = Issue(code, self.sheet, row, heading, shown, match.letter if match else None, level)
        self.issues.append((position, issue))
        if position is not None and issue.severity == "error":
            self.bad.add(position)

    def _match(self, column: str | None, position: int | None) -> ColumnMatch | None:
        if column in self.match_at and position is not None:
            return self.match_at[column][position]
        return self.matches.get(column) if column else None

    def put(self, position: int, column: str, value: object) -> None:
        """Replace a raw cell."""
        cells_of = self.raw[column]
        if not isinstance(cells_of, list):
            cells_of = self.raw[column] = list(cells_of)
        cells_of[position] = value

    def positions(self) -> range:
        """Every position."""
        return range(len(self.rows))

    def has(self, column: str) -> bool:
        """Tell whether the sheet has *column*."""
        return column in self.matches


@dataclass(frozen=True)
class Settled:
    """
    What the parsers need to know beyond the cell.

    Attributes:
        is_unicode: Somebody typed the cell into a page, so no old encoding is looked for in it.
    """

    resolver: DepartmentResolver
    date_orders: dict[str, str] = field(default_factory=dict)
    is_unicode: bool = False


def type_column(table: Table, column: Column, settled: Settled) -> None:
    """Fill ``table.values`` for *column* (some types fill several), reporting what cannot be read."""
    raw = table.raw[column.name] if settled.is_unicode else _in_unicode(table, column, table.raw[column.name])
    kind, _, argument = column.type.partition(":")
    _TYPES[kind](table, column, raw, argument, settled)


def _in_unicode(table: Table, column: Column, raw: Sequence[Any]) -> Sequence[Any]:
    """The cells with texts of an old encoding converted, said once per column."""
    step = len(raw) // _SAMPLE + 1
    sample = {value for value in raw[::step] if isinstance(value, str) and not value.isascii()}
    encoding = legacy_encoding(sample, nearby=table.encoding) if sample else None
    if encoding is None:
        return raw
    texts = {value for value in raw if isinstance(value, str) and not value.isascii()}
    is_mixed = holds_unicode(texts)
    converted = {text: to_unicode(text, encoding, is_mixed=is_mixed) for text in texts}
    example = next((converted[v] for v in raw if isinstance(v, str) and converted.get(v, v) != v), None)
    if example is None:
        return raw
    table.report(None, "text_converted", column.name, value=example)
    return [converted.get(value, value) if isinstance(value, str) else value for value in raw]


_DATED = ("date", "time", "due")


def _hours(table: Table) -> Hours:
    """What the clock times of all date columns together say, found out once."""
    if table.hours is None:
        names = _date_columns(table)
        past = [name for name in names if table.kind.columns[name].is_past]
        table.hours = hours_of({name: set(table.raw[name]) for name in names}, past)
    return table.hours


def _month_first(table: Table, settled: Settled) -> set[str]:
    """The date columns that are certainly written month first; found out once."""
    if table.month_first is None:
        orders = {name: settled.date_orders.get(name) for name in _date_columns(table)}
        table.month_first = {
            name
            for name, order in orders.items()
            if order == "mdy" or (order is None and is_month_first(set(table.raw[name])))
        }
    return table.month_first


def _date_columns(table: Table) -> list[str]:
    return [n for n, c in table.kind.columns.items() if n in table.raw and c.type.split(":")[0] in _DATED]


def _without_signs(
    table: Table, column: Column, raw: Sequence[Any], order: str | None
) -> tuple[Sequence[Any], set[Any]]:
    """
    The cells of a date column as they are to be parsed, and those whose day nobody can tell.

    Whole days that lost some seconds are whole again; how many, and how many cells hold a sign for "no day",
    is said once for the column.
    """
    hours, distinct = _hours(table), set(raw)
    days = dict(hours.early) if order is None else {}
    doubtful = distinct & hours.doubtful.keys() if order is None else set()
    if order == "utc":
        days = dict(hours.doubtful)
    if rounded := distinct & days.keys():
        _say_counted(table, column, raw, rounded, "day_rounded_up")
        raw = [days.get(value, value) for value in raw]
    if signs := {value for value in distinct if is_no_day(value)}:
        _say_counted(table, column, raw, signs, "no_day_sign")
    has_come = column.type.partition(":")[0] in ("date", "time")
    if has_come and order is None and (whole := days_of_the_year(distinct, table.as_of)):
        _say_counted(table, column, raw, set(whole), "year_left_out")
        raw = [whole.get(value, value) for value in raw]
    return raw, doubtful


def _say_counted(table: Table, column: Column, raw: Sequence[Any], values: set[Any], code: str) -> None:
    """One remark on a column: how many of its cells hold *values*, with an example."""
    held = [value for value in table.raw[column.name] if value in values]
    example = cells.shown(next(iter(held), None))
    table.report(None, code, column.name, value=f"{len(held)} ô, ví dụ {example}")


def _spread(
    table: Table,
    column: Column,
    raw: Sequence[Any],
    parse: Callable[[Any], cells.Parsed],
    name: str | None = None,
) -> dict[Any, Any]:
    """Parse every distinct cell once and spread the values over the rows."""
    parsed = {value: parse(value) for value in set(raw)}
    values = {value: result[0] for value, result in parsed.items()}
    table.values[name or column.name] = list(map(values.__getitem__, raw))
    _report_all(table, column, raw, {value: result[1] for value, result in parsed.items() if result[1]})
    return values


def _report_all(table: Table, column: Column, raw: Sequence[Any], problems: dict[Any, str]) -> None:
    if problems:
        for position, value in enumerate(raw):
            if value in problems:
                table.report(position, problems[value], column.name)


def _text(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument, settled
    if _is_tidy(raw):
        table.values[column.name] = [value or None for value in raw]
    else:
        _spread(table, column, raw, cells.read_text)


def _is_tidy(raw: Sequence[Any]) -> bool:
    """
    Tell whether all cells are texts with nothing to clean.

    One look at the whole column joined costs a twentieth of a look at every cell.
    """
    if set(map(type, raw)) != {str}:
        return False
    joined = "\n".join(raw)
    if joined.count("\n") != len(raw) - 1 or any(mark in joined for mark in ("  ", " \n", "\n ", "<", "&")):
        return False
    return not (joined.startswith(" ") or joined.endswith(" ") or _UNTIDY.search(joined))


def _are_tidy_ids(raw: Sequence[Any]) -> bool:
    """Tell whether all cells are ids of letters, digits and the usual signs, or empty."""
    if set(map(type, raw)) != {str}:
        return False
    joined = "\n".join(raw)
    if not joined.isascii() or joined.count("\n") != len(raw) - 1 or joined[:1] in tuple("./_&-"):
        return False
    return not any(f"\n{sign}" in joined for sign in "./_&-") and not _NOT_IN_IDS.search(joined)


def _id(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument, settled
    is_code = column.type == "code"
    if _are_tidy_ids(raw) and not (is_code and _WORDS_ONLY.search("\n".join(raw))):
        table.values[column.name] = (
            [value.upper() or None for value in raw] if is_code else [v or None for v in raw]
        )
        return
    parse = cells.read_code if is_code else cells.read_id
    parsed = {value: parse(value) for value in set(raw)}
    table.values[column.name] = [parsed[value][0] for value in raw]
    foreign = {value for value in parsed if isinstance(value, str) and foreign_letters(value)}
    words = _words_for_code(parsed) if is_code else {}
    is_key = any(column.name in names for names in table.kind.keys)
    several = {value for value in parsed if is_key and is_code and cells.holds_several_codes(value)}
    for position, value in enumerate(raw):
        if parsed[value][1]:
            table.report(position, parsed[value][1] or "", column.name, level="error")
        elif value in several:
            table.report(position, "several_codes", column.name)
        elif value in words:
            table.values[column.name][position] = None
            if words[value] and not column.required:
                table.report(position, "invalid_value", column.name)
        elif value in foreign:
            table.report(position, "lookalike_letters", column.name)


def _words_for_code(parsed: Mapping[Any, cells.Parsed]) -> dict[Any, bool]:
    """Cells of a column of codes that name none: "Chưa lập" and "0" say so, "Đã lập" and "x" have to be asked about."""
    told = {value for value, (code, _) in parsed.items() if code and not _HAS_DIGIT.search(code.strip("0"))}
    return {value: cells.read_flag(value)[0] is not False for value in told}


def _date(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument

    def read(value: Any, order: str) -> cells.Parsed:
        return cells.read_date(value, order=order)

    _dated(table, column, raw, read, settled)


def _time(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    def read(value: Any, order: str) -> cells.Parsed:
        return cells.read_time(value, order=order, at_end=argument == "end")

    _dated(table, column, raw, read, settled)


def _dated(
    table: Table,
    column: Column,
    raw: Sequence[Any],
    read: Callable[[Any, str], cells.Parsed],
    settled: Settled,
) -> None:
    raw, doubtful, order = _ordered(table, column, raw, settled, is_past=column.is_past)

    def parse_certain(value: Any) -> cells.Parsed:
        return (None, "ambiguous_date") if value in doubtful else _plausible(table, *read(value, order))

    _spread(table, column, raw, parse_certain)


def _ordered(
    table: Table, column: Column, raw: Sequence[Any], settled: Settled, *, is_past: bool
) -> tuple[Sequence[Any], set[Any], str]:
    """The cells to parse, those that can be read two ways, and the order of day and month."""
    order = settled.date_orders.get(column.name)
    raw, doubtful = _without_signs(table, column, raw, order)
    month_first = _month_first(table, settled)
    is_beside = bool(month_first - {column.name})
    if order is None and (column.name in month_first or (is_beside and may_be_month_first(set(raw)))):
        order = "mdy"
        table.report(None, "month_first", column.name, value=cells.shown(next(filter(None, raw), None)))
    if order is None:
        doubtful |= doubtful_dates(set(raw), as_of=table.as_of, is_past=is_past)
        doubtful |= open_beside_month_first(set(raw)) if is_beside else set()
    return raw, doubtful, "mdy" if order == "mdy" else "dmy"


def _plausible(table: Table, value: Any, code: str | None) -> cells.Parsed:
    """No office paper of ours is dated before 2000 or more than ten years ahead."""
    if value is None:
        return value, code
    latest = (table.as_of.year if table.as_of else 2090) + 10
    return (value, None) if 2000 <= value.year <= latest else (None, "implausible_year")


def _year_of_limits(table: Table) -> int | None:
    """The year that completes "14/11": the table's, but what last year lacked is mended in the year of the export."""
    of_export = table.as_of.year if table.as_of else None
    if table.kind.table == "shortfall":
        return of_export
    return table.year or of_export


def _due(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """A deadline fills its last good day, its words and, where *argument* asks, its recurrence."""
    written = raw
    raw, doubtful, order = _ordered(table, column, raw, settled, is_past=False)
    year = _year_of_limits(table)
    read = {value: read_deadline(value, year=year, order=order) for value in set(raw)}
    due = {value: _plausible(table, deadline.due, deadline.code) for value, deadline in read.items()}
    table.values[column.name] = [due[value][0] for value in raw]
    words = {value: _due_words(value) for value in set(written)}
    table.values["due_text"] = [words[value] for value in written]
    if argument == "recurrence":
        table.values["recurrence"] = [read[value].recurrence for value in raw]
    problems = {value: code for value, (_, code) in due.items() if code}
    problems |= {
        value: "unclear_deadline" for value, d in read.items() if not d.understood and value not in problems
    }
    problems |= dict.fromkeys(doubtful, "ambiguous_date")
    _report_all(table, column, raw, problems)


def _due_words(value: Any) -> str | None:
    return None if cells.says_nothing(value) or is_no_day(value) else cells.read_text(value)[0]


def _count(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument, settled
    _spread(table, column, raw, cells.read_count)


def _rank(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """A place, or a place out of so many ("5/21"), whose second number goes to column *argument*."""
    del settled
    bare = {
        value: _in_digits(_TIED.sub("", _RANK_WORDS.sub("", cells.plain_text(value))))
        for value in set(raw)
        if isinstance(value, str)
    }
    out_of = {value: found for value, text in bare.items() if (found := _OUT_OF.fullmatch(text))}

    def parse(value: Any) -> cells.Parsed:
        if value not in out_of:
            return cells.read_count(bare.get(value, value))
        place, of = int(out_of[value][1]), int(out_of[value][2])
        return (place, None) if 1 <= place <= of <= _MOST_PLACES else (None, "invalid_number")

    _spread(table, column, raw, parse)
    if out_of and argument not in table.matches:
        table.values[argument] = [int(out_of[value][2]) if value in out_of else None for value in raw]


def _in_digits(place: str) -> str:
    """ "Nhất" and "II" as digits; any other text as it stands."""
    return str(_PLACES_IN_WORDS.get(place.strip().lower(), place))


def _number(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument, settled

    def parse(value: Any) -> cells.Parsed:
        number, code = cells.read_number(value)
        if number is None or math.isfinite(float(number)):
            return (None if number is None else float(number)), code
        return None, "invalid_number"

    _spread(table, column, raw, parse)


def _score(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """Points, or points out of so many ("83,1/100"), whose maximum goes to column *argument*."""
    del settled
    out_of: dict[Any, tuple[Any, Any]] = {}
    for value in {value for value in raw if isinstance(value, str)} if argument else ():
        if found := _POINTS_OUT_OF.fullmatch(cells.plain_text(value)):
            out_of[value] = (cells.read_score(found[1])[0], cells.read_score(found[2])[0])

    def parse(value: Any) -> cells.Parsed:
        if value in out_of:
            points, top = out_of[value]
            fits = points is not None and bool(top) and points <= top <= _MOST_POINTS
            return (points, None) if fits else (None, "invalid_number")  # "12/2023" is a month, "12/11" a day
        if isinstance(value, str) and (
            fold_words(value).startswith(NOT_APPLICABLE) or cells.is_no_score(value)
        ):
            return None, None
        return cells.read_score(value)

    _spread(table, column, raw, parse)
    if out_of and argument not in table.matches:
        table.values[argument] = [out_of[value][1] if value in out_of else None for value in raw]


def _flag(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """Yes or no; a day given instead goes to the date column *argument*, unless the sheet has its own."""
    del settled
    if signs := {
        value
        for value in set(raw)
        if value not in (0, "0") and is_no_day(value) and cells.read_flag(value)[0] is False
    }:
        _say_counted(table, column, raw, signs, "no_day_sign")
    read = {value: _plausible_flag(table, *cells.read_flag(value)) for value in set(raw)}
    table.values[column.name] = [read[value][0] for value in raw]
    if argument and argument not in table.matches and any(day for _, day, _ in read.values()):
        table.values[argument] = [read[value][1] for value in raw]
    _report_all(table, column, raw, {value: code for value, (_, _, code) in read.items() if code})


def _plausible_flag(
    table: Table, answer: bool | None, day: date | None, code: str | None
) -> tuple[bool | None, date | None, str | None]:
    """A yes whose day cannot be is none."""
    day, doubt = _plausible(table, day, code)
    return (None, None, doubt) if doubt else (answer, day, None)


def _status(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """The words, and the status that they mean."""
    _text(table, column, raw, argument, settled)
    words = table.values[column.name]
    known = {
        text: status_of(text, table.kind.status_list or "")
        for text in set(words)
        if text and not cells.says_nothing(text)
    }
    table.values["status"] = list(map(known.get, words))
    unknown = {text for text, status in known.items() if status is None}
    for position in [n for n, text in enumerate(words) if text in unknown] if unknown else ():
        table.report(position, "unknown_status", column.name)


def _word(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """One of a list of words; a word not known leaves the cell empty and is said."""
    del settled

    def parse(value: Any) -> cells.Parsed:
        text, code = cells.read_text(value)
        if code or text is None or cells.says_nothing(text):
            return None, code
        found = status_of(text, argument)
        return found, None if found else "invalid_value"

    _spread(table, column, raw, parse)


def _department(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """The one department that a cell names; several, or an unknown name, reject the row."""
    del argument

    def parse(value: Any) -> cells.Parsed:
        text, code = cells.read_text(value)
        if code or text is None or cells.says_nothing(text):
            return None, code
        named, unknown = settled.resolver.every(text, table.as_of)
        if len(named) == 1 and not unknown:
            return named[0], None
        return None, "several_lead_departments" if len(named) > 1 and not unknown else "unknown_department"

    _spread(table, column, raw, parse)


def _departments(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    """All departments that a cell names; *argument* ``loose`` lets unknown names pass with a remark."""

    def parse(value: Any) -> cells.Parsed:
        text, code = cells.read_text(value)
        if code or text is None or cells.says_nothing(text):
            return [], code
        named, unknown = settled.resolver.every(text, table.as_of)
        return named, "unknown_department" if unknown else None

    parsed = {value: parse(value) for value in set(raw)}
    table.values[column.name] = [parsed[value][0] for value in raw]
    for position, value in enumerate(raw):
        if parsed[value][1]:
            level: Severity | None = "warning" if argument == "loose" else None
            table.report(position, parsed[value][1] or "", column.name, level=level)


def _first_department(
    table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled
) -> None:
    """The first department that a cell names; one not known is only said."""
    del argument
    _departments(table, column, raw, "loose", settled)
    table.values[column.name] = [named[0] if named else None for named in table.values[column.name]]


def _year(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    del argument, settled

    def parse(value: Any) -> cells.Parsed:
        if isinstance(value, date | datetime):
            return value.year, None
        found = (
            re.search(r"(?<!\d)(20\d{2})(?!\d)", str(value).removesuffix(".0"))
            if not cells.says_nothing(value)
            else None
        )
        return (
            (int(found[1]), None) if found else (None, None if cells.says_nothing(value) else "invalid_value")
        )

    _spread(table, column, raw, parse)


def _criterion(table: Table, column: Column, raw: Sequence[Any], argument: str, settled: Settled) -> None:
    from data_loaders.values.criterion_codes import criterion_codes

    del argument, settled
    read = criterion_codes(raw)
    table.values[column.name] = [code for code, _ in read]
    for position, (code, damaged) in enumerate(read):
        if damaged:
            table.report(position, "code_damaged_by_excel", column.name, level=None if code else "error")


_TYPES: dict[str, Callable[[Table, Column, Sequence[Any], str, Settled], None]] = {
    "text": _text,
    "id": _id,
    "code": _id,
    "date": _date,
    "time": _time,
    "due": _due,
    "count": _count,
    "rank": _rank,
    "number": _number,
    "score": _score,
    "flag": _flag,
    "status": _status,
    "department": _department,
    "departments": _departments,
    "first_department": _first_department,
    "word": _word,
    "year": _year,
    "criterion": _criterion,
}


def remarked_positions(positions: Iterable[int]) -> tuple[list[int], int]:
    """The positions to remark on one by one, and how many more there are."""
    every = list(positions)
    return (every, 0) if len(every) <= _MOST_MARKS else ([], len(every))

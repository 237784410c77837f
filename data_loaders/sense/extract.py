"""What does a workbook hold, as typed rows of known kinds, with everything that is wrong with them?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from data_loaders.declared.declarations import Column, kind_named
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import (
    Choice,
    ColumnMatch,
    Extract,
    ExtractedTable,
    Options,
    RejectedRow,
    RowSkip,
)
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet, Workbook, is_empty_cell
from data_loaders.sense.amended_rows import put_changes, with_articles
from data_loaders.sense.copies import FirstRows, say_near_twins
from data_loaders.sense.index_names import (
    keep_total_of_components,
    row_of_maxima,
    set_summaries_apart,
    settle_index,
)
from data_loaders.sense.kind_checks import check_rows
from data_loaders.sense.level_columns import level_columns, level_table, outlined_table, settle_levels
from data_loaders.sense.rule_rows import RuleLines, put_rule_lines, take_rule_rows
from data_loaders.sense.stated_totals import report_totals
from data_loaders.sense.wide_table import report_slices, wide_table
from data_loaders.tables.continued import continued_header, size_of_table
from data_loaders.tables.evidence import Mark, known_form, mark_of, units_across, why_asked
from data_loaders.tables.fitting import SAMPLE
from data_loaders.tables.layout import Layout, RowClassifier
from data_loaders.tables.recognise import column_matches, header_as, headers_of, table_beside
from data_loaders.tables.sheet_header import Header, SheetText, column_letter
from data_loaders.tables.shifted import loose_cells
from data_loaders.tables.titles import TableTitle, title_of, with_day
from data_loaders.tables.uncertain_columns import asked_doubles, settle_doubles, told_doubles
from data_loaders.values import cells
from data_loaders.values.as_of import (
    TITLE_LISTS,
    TITLE_PAGES,
    TITLE_REPORTS,
    day_of_titles,
    newest_row_day,
    question_of_day,
    say_several_days,
    year_named,
)
from data_loaders.values.lost_letters import example_of_lost_letters, say_lost_letters
from data_loaders.values.printed_dates import number_and_day
from data_loaders.values.typed import Settled, Table, remarked_positions, type_column
from domain.index_names import NAMES, kind_of_index
from domain.issues import Issue
from domain.text import fold_words, key_of, keys_of

__all__ = ["Choice", "ColumnMatch", "Extract", "ExtractedTable", "Options", "RejectedRow", "extract"]

Seen = dict[tuple[str, str], FirstRows]  # (kind, day) to the rows whose keys stand

_DOUBTFUL = (
    "Có cột có tiêu đề nhưng trống, và cột có giá trị nhưng không có tiêu đề, ở trang “{sheet}”: các giá trị có thể"
    " nằm lệch một cột. Xem lại tệp; nếu đúng cột thì chọn loại dữ liệu, nếu lệch thì xuất lại."
)
_ON_THE_PAGE_BEFORE = "nhóm ở trang trước"
_TITLE_ROWS = 20  # of a sheet that is no table, looked through for the day of the whole file


@dataclass
class _Found:
    """One table as it lies in its sheet."""

    texts: SheetText
    header: Header
    layout: Layout
    title: TableTitle
    title_rows: list[int]
    rule_lines: RuleLines = field(default_factory=dict)
    is_twin: bool = False  # the other half of a table that holds two


def extract(workbook: Workbook, *, file_name: str, options: Options) -> Extract:
    """
    Every table of *workbook* as typed rows with issues.

    In each table ``accepted_rows + rejected_rows == data_rows``. With a `choice` left open
    the tables show what has been read so far and are not to be loaded.

    Raises:
        RefusedFileError: ``unrecognised_layout`` where no sheet holds a table of a known kind.
        UnknownNameError: *options* name a kind that does not exist.
    """
    if options.kind:
        kind_named(options.kind)
    aliases = _UsedAliases(options.aliases)
    options = replace(options, aliases=aliases)
    result = Extract(used_aliases=aliases.used)
    found: list[_Found] = []
    unread: list[Sheet] = []
    for sheet in workbook.sheets:
        tables = _tables_of(result, sheet, file_name, options, found)
        found += tables
        unread += [] if tables or (options.sheet and sheet.name != options.sheet) else [sheet]
    if (
        not found
        and (turned := [with_articles(sheet) or sheet for sheet in workbook.sheets]) != workbook.sheets
    ):
        return extract(replace(workbook, sheets=turned), file_name=file_name, options=options)
    if not found:
        return _nothing_found(result, workbook, file_name, options)
    _refuse_known_form(workbook, found, file_name, options)
    _settle_decisions(found)
    _settle_days(found, unread, options)
    seen: Seen = {}
    result.tables = [_typed(one, options, seen) for one in found]
    _say_of_twins_once(found, result.tables)
    say_several_days(result)
    say_near_twins(result.tables)
    say_lost_letters(result, list({id(one.texts.sheet): one.texts.sheet for one in found}.values()))
    result.choice = (
        _choice(found, options)
        or _unlike_choice(found, options, file_name)
        or _day_choice(found, result.tables, options)
    )
    return result


class _UsedAliases(dict[str, str]):
    """Confirmed department texts that remember which of them were met."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self.used: dict[str, str] = {}

    def get(self, key: str, default: Any = None) -> Any:
        """The code of *key*, noted as used."""
        if key in self:
            self.used[key] = self[key]
        return super().get(key, default)


def _tables_of(
    extract: Extract, sheet: Sheet, file_name: str, options: Options, before: list[_Found]
) -> list[_Found]:
    """The tables of one sheet; a sheet without any is listed with the reason."""
    if options.sheet and sheet.name != options.sheet:
        if sheet.visibility != "visible":
            extract.sheets_skipped.append((sheet.name, "hidden"))
        return []
    if sheet.visibility != "visible" and not options.sheet:
        extract.sheets_skipped.append((sheet.name, "hidden"))
        return []
    if _is_empty(sheet):
        extract.sheets_skipped.append((sheet.name, "empty"))
        return []
    texts = SheetText(sheet)
    headers = headers_of(texts, options=options, file_name=file_name)
    if not headers and before:
        return _continued(extract, texts, before[-1], options)
    if not headers:
        extract.sheets_skipped.append((sheet.name, "unrecognised"))
        return []
    beside = table_beside(sheet, headers[0], options=options, file_name=file_name)
    if beside is None:
        return _divided(texts, headers, file_name, options)
    if beside.is_known:  # a place is a row of a sheet, and would be one of either
        where = f"trang “{sheet.name}”, từ cột {column_letter(beside.column)}"
        raise refused("unrecognised_layout", where=where, words="tables_beside")
    extract.issues.append(Issue("unread_table", sheet.name, sheet.row_numbers[0], None, None))
    return _tables_of(extract, beside.rest, file_name, options, before)


def _continued(extract: Extract, texts: SheetText, last: _Found, options: Options) -> list[_Found]:
    """A page without headings goes on with the table before it where its columns fit; else it is named."""
    header = continued_header(texts, last.header)
    if header is None:
        extract.sheets_skipped.append((texts.sheet.name, "unrecognised"))
        if size := size_of_table(texts.sheet):
            number = texts.sheet.row_numbers[0]
            extract.issues.append(Issue("unread_sheet", texts.sheet.name, number, None, size))
        return []
    resolver = DepartmentResolver(options.aliases)
    layout = RowClassifier(texts, header, resolver).classify(range(len(texts.sheet.rows)), repeated={})
    titles = _titles_above(texts, layout, resolver)
    _carry_group(layout, last.layout)
    day = day_of_titles(texts.lines(titles))
    title = last.title if day.day is None else replace(last.title, day=day)
    return [_Found(texts, header, layout, title, titles)]


def _titles_above(texts: SheetText, layout: Layout, resolver: DepartmentResolver) -> list[int]:
    """Take the lines above the first data row that name no department out of *layout*: they are titles."""
    first = layout.data[0] if layout.data else 0
    titles = [
        row
        for row, why in layout.skipped
        if row < first and why in ("group", "note", "title") and not any(map(resolver.group, texts.line(row)))
    ]
    layout.skipped = [(row, why) for row, why in layout.skipped if row not in titles]
    layout.groups = [group for group in layout.groups if group[0] not in titles]
    return titles


def _carry_group(layout: Layout, before: Layout) -> None:
    """The group that the last page ended in goes on until this one has its own."""
    if before.groups and before.groups[-1][1]:
        layout.groups.insert(0, (-1, *before.groups[-1][1:3], -1))


def _is_empty(sheet: Sheet) -> bool:
    return all(is_empty_cell(value) for row in sheet.rows for value in row)


def _nothing_found(extract: Extract, workbook: Workbook, file_name: str, options: Options) -> Extract:
    """Offer the hidden sheets that hold a table, else refuse the file."""
    hidden = [sheet for sheet in workbook.sheets if sheet.visibility != "visible" and not options.sheet]
    names = [s.name for s in hidden if headers_of(SheetText(s), options=options, file_name=file_name)]
    if not names:
        where = f"trang “{options.sheet}”" if options.sheet else ""
        if form := known_form(workbook.sheets, file_name):
            raise refused("unrecognised_layout", where=form, words="known_form")
        lost = example_of_lost_letters(workbook.sheets)
        if not lost and (across := units_across(workbook.sheets)):
            raise refused("unrecognised_layout", where=across, words="units_across")
        words = "lost_letters" if lost else ""
        raise refused("unrecognised_layout", where=f"ví dụ “{lost}”" if lost else where, words=words)
    extract.choice = Choice("sheet", names)
    return extract


def _refuse_known_form(workbook: Workbook, found: list[_Found], file_name: str, options: Options) -> None:
    """
    Turn away a printed form that is none of ours by its name, unless a table in it is proven to be one.

    Raises:
        RefusedFileError: ``unrecognised_layout``.
    """
    if options.kind or options.is_known or any(_mark(one, file_name).is_enough for one in found):
        return
    if form := known_form(workbook.sheets, file_name):
        raise refused("unrecognised_layout", where=form, words="known_form")


def _divided(texts: SheetText, headers: list[Header], file_name: str, options: Options) -> list[_Found]:
    """Give every header the rows down to the next; a header that repeats the last one belongs to it."""
    resolver = DepartmentResolver(options.aliases)
    found: list[_Found] = []
    groups = _grouped(texts, headers)
    end_of_last = 0
    for n, (header, repeated) in enumerate(groups):
        next_top = groups[n + 1][0].top if n + 1 < len(groups) else len(texts.sheet.rows)
        stop = _end_of_body(texts, header, resolver, next_top, is_last=n + 1 == len(groups))
        layout = RowClassifier(texts, header, resolver).classify(
            range(header.bottom + 1, stop), repeated=repeated
        )
        lines_of_rules = take_rule_rows(texts, header, layout)
        data = [texts.sheet.rows[row] for row in layout.data]
        settle_doubles(header, data)
        settle_levels(header)
        keep_total_of_components(header, layout)
        set_summaries_apart(header, layout, texts.sheet.rows)
        settle_index(header, data)
        title_rows = [
            row for row in range(end_of_last, header.top) if texts.line(row) or _has_value(texts.sheet, row)
        ]
        lines = texts.lines(title_rows) or (list(found[-1].title.lines) if found else [])
        headings = [heading.printed for heading in header.headings if heading]
        title = title_of(
            [*texts.sheet.preamble, *lines],
            sheet=texts.sheet.name,
            file_name=file_name,
            headings=headings,
            resolver=resolver,
        )
        found.append(_Found(texts, header, layout, title, title_rows, lines_of_rules))
        if twin := _twin(found[-1], options):
            if _holds_no_score(found[-1]):
                # a blank form that prints the rules is the set alone
                found[-1] = replace(twin, is_twin=False)
            else:
                found.append(twin)
        end_of_last = stop
    return found


def _say_of_twins_once(found: Sequence[_Found], tables: Sequence[ExtractedTable]) -> None:
    """What a cell of a table that holds two has already said is not said of its other half again."""
    for place, one in enumerate(found):
        if one.is_twin:
            said = set(tables[place - 1].issues)
            tables[place].issues = [issue for issue in tables[place].issues if issue not in said]


_GIVEN_SCORES = ("self_score", "appraised_1", "appraised_2", "survey_score")
_SCORES = (*_GIVEN_SCORES, "final_score")
_TWINS = {"indicator_scores": "indicator_set", "indicator_set": "indicator_scores"}


def _twin(one: _Found, options: Options) -> _Found | None:
    """
    The set in a score sheet that prints the rules of its decision, or the scores in a printed set.

    A sheet that names no decision states no set: whose would it be?
    """
    other = _TWINS.get(one.header.kind.name)
    if other is None or options.kind or one.title.is_amendment or one.title.amends or not one.title.decision:
        return None
    header = header_as(one.texts, one.header, other, options)
    if header is None:
        return None
    settle_doubles(header, [one.texts.sheet.rows[row] for row in one.layout.data])
    wanted = ("rule_text",) if other == "indicator_set" else _GIVEN_SCORES
    has_rules = other == "indicator_set" and bool(one.rule_lines)
    if not has_rules and not any(_is_given(one.texts, header, one.layout, name) for name in wanted):
        return None
    return replace(one, header=header, is_twin=True)


def _holds_no_score(one: _Found) -> bool:
    """Tell a sheet for scores into which nobody has put one yet."""
    names = [name for name in _SCORES if name in one.header.found.columns]
    return one.header.kind.name == "indicator_scores" and not any(
        _is_given(one.texts, one.header, one.layout, name) for name in names
    )


def _is_given(texts: SheetText, header: Header, layout: Layout, name: str) -> bool:
    index = header.column_indexes().get(name)
    return index is not None and any(texts.sheet.rows[row][index] not in ("", None) for row in layout.data)


def _has_value(sheet: Sheet, row: int) -> bool:
    return any(value is not None and value != "" and str(value).strip() for value in sheet.rows[row])


def _grouped(texts: SheetText, headers: list[Header]) -> list[tuple[Header, dict[int, int]]]:
    """Headers with the ones that only repeat them (first row to last row), unless a new day stands between."""
    groups: list[tuple[Header, dict[int, int]]] = []
    for header in headers:
        last = groups[-1][0] if groups else None
        if last and header.layout() == last.layout():
            between = texts.lines(range(max(last.bottom + 1, header.top - 8), header.top))
            day, own = day_of_titles(between[-12:]), day_of_titles(texts.lines(range(last.top)))
            is_same_day = day.day is None or day.day == own.day or not _looks_like_title(between)
            if is_same_day and not _is_of_another_year(header, between, texts.lines(range(last.top))):
                groups[-1][1][header.top] = header.bottom
                continue
        groups.append((header, {}))
    return groups


def _is_of_another_year(header: Header, between: list[str], own: list[str]) -> bool:
    """Tell the results, or the list, of another year below those of one from the same list that goes on."""
    if header.kind.name not in (*NAMES, "indicator_scores"):
        titled = {
            year for line in between if _LIST_TITLE.match(fold_words(line)) and (year := year_named([line]))
        }
        day = day_of_titles(own).day
        return bool(titled) and titled.isdisjoint({year_named(own), day.year if day else None})
    named = [line for line in between if kind_of_index(line) or "cham diem" in fold_words(line)]
    years = {year_named([line]) for line in named} - {None}
    return len(years) == 1 and bool(years - {year_named(own)})


_LIST_TITLE = re.compile(rf"^(?:{TITLE_PAGES}|{TITLE_LISTS}|{TITLE_REPORTS})\b")


def _looks_like_title(lines: list[str]) -> bool:
    """Tell titles with a day from data rows that end above a repeated header."""
    return any(
        re.search(r"tinh den|den ngay|tu ngay|ngay chot|thoi diem", fold_words(line)) for line in lines
    )


def _end_of_body(
    texts: SheetText, header: Header, resolver: DepartmentResolver, next_top: int, *, is_last: bool
) -> int:
    """The row after the table's last: the title lines of the next table are not its own."""
    if is_last:
        return next_top
    classifier = RowClassifier(texts, header, resolver)
    layout = classifier.classify(range(header.bottom + 1, next_top), repeated={})
    own = [row for row, why in layout.skipped if why in ("total", "subtotal", "signature")]
    return max([header.bottom, *layout.data, *own]) + 1


def _settle_decisions(found: Sequence[_Found]) -> None:
    """A set that goes on over several sheets is of the decision that the one sheet with a title names."""
    sets = [one for one in found if one.header.kind.name == "indicator_set"]
    titles = {one.title.decision: one.title for one in sets if one.title.decision}
    if len(titles) != 1:
        return
    (named,) = titles.values()
    for one in sets:
        if one.title.decision is None:
            one.title = replace(
                one.title, decision=named.decision, decision_date=named.decision_date, amends=named.amends,
                is_amendment=named.is_amendment,
            )  # fmt: skip


def _settle_days(found: list[_Found], unread: list[Sheet], options: Options) -> None:
    """A table without a day of its own takes the one that the rest of the file agrees on."""
    days = {one.title.day.day for one in found if one.title.day.day}
    if not days:
        lines = [
            line
            for sheet in unread
            if sheet.visibility == "visible"
            for line in _first_lines(SheetText(sheet))
        ]
        day = day_of_titles(lines).day
        days = {day} if day else set()
    agreed = next(iter(days)) if len(days) == 1 else None
    for one in found:
        is_of_that_year = agreed is None or one.title.year in (None, agreed.year)
        one.title = with_day(one.title, options, agreed if is_of_that_year else None)
        if one.header.kind.name == "indicator_set" and one.title.day.day is None and one.title.decision_date:
            one.title = with_day(one.title, options, one.title.decision_date)


def _first_lines(texts: SheetText) -> list[str]:
    return texts.lines(range(min(_TITLE_ROWS, len(texts.sheet.rows))))


def _choice(found: list[_Found], options: Options) -> Choice | None:
    """The first question that only a person can answer."""
    for one in found:
        header = one.header
        if header.rivals and not options.kind:
            return Choice("kind", [header.kind.name, *header.rivals])
        if header.is_doubtful and not (options.kind or options.is_known):
            return Choice("kind", [header.kind.name], _DOUBTFUL.format(sheet=one.texts.sheet.name))
        for indexes in asked_doubles(header, options):
            return Choice("column", [_named(header, index) for index in indexes])
    return None


def _day_choice(found: list[_Found], tables: list[ExtractedTable], options: Options) -> Choice | None:
    """Ask for the day where none is said, or where it only ends a period that the rows do not reach or pass."""
    if options.as_of:
        return None
    newest = newest_row_day(tables)
    for one in found:
        if asked := question_of_day(one.title.day, newest, one.title.suggested):
            days, why = asked
            return Choice("as_of", days, why)
    return None


def _unlike_choice(found: list[_Found], options: Options, file_name: str) -> Choice | None:
    """Ask for the kind of a table that nothing but a few common headings speaks for."""
    if options.kind or options.is_known:
        return None
    marks = [_mark(one, file_name) for one in found]
    proven = {one.header.kind.name for one, mark in zip(found, marks, strict=True) if mark.is_enough}
    for one, mark in zip(found, marks, strict=True):
        # A list that goes on from sheet to sheet is called by its name once.
        if not mark.is_enough and one.header.kind.name not in proven and not one.is_twin:
            return Choice("kind", [one.header.kind.name], why_asked(one.header, one.texts.sheet.name, mark))
    return None


def _mark(one: _Found, file_name: str) -> Mark:
    data = one.layout.data
    rows = [one.texts.sheet.rows[row] for row in data[:: max(1, len(data) // SAMPLE)]]
    sheet = one.texts.sheet.name
    return mark_of(one.header, rows, titles=one.title.lines, sheet=sheet, file_name=file_name)


def _named(header: Header, index: int) -> str:
    heading = header.headings[index]
    return f"{column_letter(index)}: {heading.printed if heading else ''}"


def _typed(one: _Found, options: Options, seen: Seen) -> ExtractedTable:
    """Type the data rows of a table, check them, and split accepted from rejected."""
    if one.header.kind.name == "hpnet_summary":
        _set_apart_department_rows(one, DepartmentResolver(options.aliases))
    table = _table(one)
    if not table.match_at:
        _put_fixes(table, options)
    settled = Settled(DepartmentResolver(options.aliases), _orders(options, table.kind.name))
    _report_content(table, one, options)
    for column in table.kind.columns.values():
        if column.name in table.matches:
            type_column(table, column, settled)
    _fill_departments(table, one)
    check_rows(table, one.title)
    report_totals(table, one.texts.sheet, one.layout)
    _require(table)
    _say_once(table)
    keys = _business_keys(table)
    copies = _report_duplicates(table, keys, seen)
    return _split(table, one, keys, copies)


def _say_once(table: Table) -> None:
    """What a cell says of itself needs no second word about its whole row, nor that it is empty."""
    told = {(position, issue.code) for position, issue in table.issues if issue.column is not None}
    unset = {
        (position, issue.column) for position, issue in table.issues if issue.code == "formula_without_value"
    }
    table.issues = [
        (position, issue)
        for position, issue in table.issues
        if not (issue.column is None and issue.code == "illegal_character" and (position, issue.code) in told)
        and not (issue.code == "missing_value" and (position, issue.column) in unset)
    ]


def _orders(options: Options, kind: str) -> dict[str, str]:
    return {column: order for (of_kind, column), order in options.date_orders.items() if of_kind == kind}


def _set_apart_department_rows(one: _Found, resolver: DepartmentResolver) -> None:
    """In a list of persons the line of a department sums them: it counts once, as their subtotal."""
    columns = one.header.column_indexes()
    person, department = columns.get("person"), columns.get("department_code")
    if person is None:
        return
    rows = one.texts.sheet.rows
    named = {row: resolver.group(one.texts.at(row, person)) for row in one.layout.data}
    if not any(code is None and one.texts.at(row, person) for row, code in named.items()):
        return
    for row in list(one.layout.data):
        code = named[row] or (
            resolver.group(str(rows[row][department]))
            if department is not None and not one.texts.at(row, person)
            else None
        )
        if code:
            one.layout.data.remove(row)
            one.layout.skipped.append((row, "subtotal"))
            one.layout.groups.append((row, code, "", row))
    one.layout.groups.sort()


def _table(one: _Found) -> Table:
    if one.header.found.slices:
        maxima = row_of_maxima(one.header, one.layout, one.texts.sheet.rows)
        return wide_table(one.texts, one.header, one.layout.data, one.title, maxima=maxima)
    if levelled := _levelled(one):
        return levelled
    sheet, columns = one.texts.sheet, one.header.column_indexes()
    rows = [sheet.rows[row] for row in one.layout.data]
    turned = list(zip(*rows, strict=True)) if rows else []
    raw: dict[str, Sequence[Any]] = {name: turned[index] if turned else () for name, index in columns.items()}
    numbers = [sheet.row_numbers[row] for row in one.layout.data]
    table = Table(
        one.header.kind,
        sheet.name,
        numbers,
        column_matches(one.header),
        raw,
        one.title.day.day,
        one.title.year,
        one.texts.encoding,
    )
    _fill_merged(table, one, columns)
    _part_number_and_day(table)
    put_rule_lines(table, one.layout.data, one.rule_lines)
    if one.title.is_amendment or one.title.amends:
        put_changes(table, one.texts, one.layout, one.header.found)
    return table


def _part_number_and_day(table: Table) -> None:
    """A column of an apology's number and day ("05/PXL ngày 13/10/2023") is both, cell by cell, where it says just these."""
    number, day = "apology_number", "apology_date"
    if not {number, day} <= set(table.kind.columns):
        return
    if number in table.raw and day in table.raw:
        _part_into_empty_days(table, number, day)
    elif number in table.raw or day in table.raw:
        _part_the_only_column(table, number, day)


def _part_the_only_column(table: Table, number: str, day: str) -> None:
    has = day if day in table.raw else number
    cells_of = list(table.raw[has])
    parted = [number_and_day(cell) if isinstance(cell, str) else None for cell in cells_of]
    if not any(parted):
        return
    table.matches[number] = table.matches[day] = table.matches[has]
    for place, name in enumerate((number, day)):
        table.raw[name] = [
            both[place] if both else (cell if name == has else None)
            for both, cell in zip(parted, cells_of, strict=True)
        ]


def _part_into_empty_days(table: Table, number: str, day: str) -> None:
    """Beside an empty day the number's cell may say both."""
    for position, (cell, given) in enumerate(zip(table.raw[number], table.raw[day], strict=True)):
        both = number_and_day(cell) if isinstance(cell, str) and given in ("", None) else None
        if both:
            table.put(position, number, both[0])
            table.put(position, day, both[1])


def _levelled(one: _Found) -> Table | None:
    """A base set with a column for each level, one position to a line; None for any other table."""
    columns, outlined = level_columns(one.header), one.header.is_outlined
    is_amendment = one.title.is_amendment or one.title.amends or "action" in one.header.found.columns
    if is_amendment or not (columns or outlined):
        return None
    found = (
        outlined_table(one.texts, one.header, one.layout.data, one.title)
        if outlined
        else level_table(one.texts, one.header, one.layout.data, one.title, columns)
    )
    if found is None:
        return None
    table, rows = found
    put_rule_lines(table, rows, one.rule_lines)
    return table


def _fill_merged(table: Table, one: _Found, columns: dict[str, int]) -> None:
    """A cell merged down over several data rows speaks for each of them."""
    below = [merge for merge in one.texts.sheet.merged if merge[2] > max(merge[0], one.header.bottom)]
    if not below:
        return
    position_of = {row: position for position, row in enumerate(one.layout.data)}
    name_of = {index: name for name, index in columns.items()}
    for first, left, last, right in below:
        for index in range(left, right + 1):
            name = name_of.get(index)
            value = one.texts.sheet.rows[first][left] if first < len(one.texts.sheet.rows) else None
            if name is None or value in ("", None):
                continue
            for row in range(first + 1, last + 1):
                position = position_of.get(row)
                if position is not None and table.raw[name][position] in ("", None):
                    table.put(position, name, value)
                    table.report(position, "carried_down", name, value=value)


def _put_fixes(table: Table, options: Options) -> None:
    """Read what a person put in place of a cell; a column that the sheet lacks stays lacking."""
    position_of = {number: position for position, number in enumerate(table.rows)}
    for (sheet, number, name), value in options.cell_fixes.items():
        if sheet == table.sheet and number in position_of and name in table.raw:
            cells_of_column = list(table.raw[name])
            cells_of_column[position_of[number]] = value
            table.raw[name] = cells_of_column


def _report_content(table: Table, one: _Found, options: Options) -> None:
    """What the container itself says against cells: hidden, broken, never calculated, far away."""
    sheet, columns = one.texts.sheet, one.header.column_indexes()
    name_of = {index: name for name, index in columns.items()}
    told = sheet.hidden_rows or sheet.bad_rows or sheet.formulas_without_value
    position_of = {number: position for position, number in enumerate(table.rows)} if told else {}
    for index in sorted(sheet.hidden_columns & set(name_of)):
        table.report(None, "hidden_content", name_of[index], value=f"cột {column_letter(index)}")
    report_slices(table, one.header, sheet)
    for name, letters in told_doubles(one.header, options):
        table.report(None, "repeated_heading", name, value=letters)
    single, more = remarked_positions(
        position_of[number] for number in sorted(sheet.hidden_rows) if number in position_of
    )
    for position in single:
        table.report(position, "hidden_content", None, value=f"dòng {table.rows[position]}")
    if more:
        table.report(None, "hidden_content", None, value=f"{more} dòng")
    struck = [n for n in table.rows if _is_struck(sheet, n, set(name_of))] if sheet.looks else []
    if struck:
        table.report(None, "struck_through", None, value=", ".join(map(str, struck[:_MOST_NAMED])))
    _report_beside(table, one)
    if one.layout.foreign_table is not None:
        number = sheet.row_numbers[one.layout.foreign_table]
        table.issues.append((None, Issue("unread_table", sheet.name, number, None, None)))
    beside = [
        (sheet.row_numbers[row], column, value)
        for row in one.layout.stray
        for column, value in enumerate(sheet.rows[row])
        if value not in ("", None)
    ]
    for row, column, value in (*beside, *sheet.stray):
        place = f"{column_letter(column)}{row}: {cells.shown(value)}"
        table.issues.append((None, Issue("stray_cell", sheet.name, row, None, place, column_letter(column))))
    for number, code in sheet.bad_rows.items():
        if number in position_of:
            table.report(position_of[number], code, None)
    for number, index in sorted(sheet.formulas_without_value):
        is_fixed = (table.sheet, number, name_of.get(index)) in options.cell_fixes
        if number in position_of and index in name_of and not is_fixed:
            table.report(position_of[number], "formula_without_value", name_of[index])


_MOST_NAMED = 8  # rows of a remark that are named one by one


def _is_struck(sheet: Sheet, number: int, columns: set[int]) -> bool:
    """Tell a row most of whose cells are struck through: somebody has crossed it out by hand."""
    looks = [sheet.looks.get((number, column)) for column in columns]
    return sum(look is not None and look.is_struck for look in looks) * 2 > len(columns)


def _report_beside(table: Table, one: _Found) -> None:
    """Say which headings were moved over their values, and which filled columns have no heading."""
    name_of = {index: name for name, index in one.header.column_indexes().items()}
    for shift in [shift for shift in one.header.shifts if shift.values in name_of]:
        places = f"{column_letter(shift.values)} (tiêu đề ở cột {column_letter(shift.heading)})"
        table.report(None, "values_shifted", name_of[shift.values], value=places)
    sheet = one.texts.sheet
    for column, rows in loose_cells(sheet, one.header, one.layout.data).items():
        example = cells.shown(sheet.rows[rows[0]][column])
        value = f"{column_letter(column)}: {len(rows)} ô, ví dụ “{example}”"
        number = sheet.row_numbers[rows[0]]
        issue = Issue("unheaded_column", sheet.name, number, None, value, column_letter(column))
        table.issues.append((None, issue))


def _fill_departments(table: Table, one: _Found) -> None:
    """A row without a department belongs to that of its group, else to the only one the table is about."""
    name = next((n for n in _LEADS if n in table.kind.columns), None)
    if name is None or table.kind.columns[name].type not in ("department", "departments"):
        return
    values = table.values.setdefault(name, [None] * len(table.rows))
    if all(values):
        return
    told: set[int] = set()
    is_shared = table.kind.columns[name].type == "departments"
    for position, row in enumerate(one.layout.data):
        if values[position] or _is_filled(table, name, position):
            continue
        group = one.layout.group_of(row)
        if group:
            values[position] = [group[0]] if is_shared else group[0]
            _say_carried(table, one, position, group[1], name, told)
        elif not is_shared and not table.has(name) and one.title.department:
            values[position] = one.title.department
            if -1 not in told:
                told.add(-1)
                table.report(None, "carried_down", name, value=one.title.department_text)


def _is_filled(table: Table, name: str, position: int) -> bool:
    return name in table.raw and not cells.says_nothing(table.raw[name][position])


def _say_carried(table: Table, one: _Found, position: int, group_row: int, name: str, told: set[int]) -> None:
    """Once per group where the sheet has no such column; at every blank cell where it has."""
    label = max((text for text in one.texts.line(group_row)), key=len, default="")
    label = label if group_row >= 0 else _ON_THE_PAGE_BEFORE
    if table.has(name):
        table.report(position, "carried_down", name, value=label)
    elif group_row not in told:
        told.add(group_row)
        number = one.texts.sheet.row_numbers[max(group_row, 0)]
        table.issues.append((None, Issue("carried_down", table.sheet, number, None, label)))


def _require(table: Table) -> None:
    """Report the required cells that are blank; a cell that could not be read has its own issue."""
    for name, column in table.kind.columns.items():
        if not column.required or _is_only_in_key(table, column):
            continue
        values = table.values.get(name) or [None] * len(table.rows)
        if None not in values and [] not in values:
            continue
        for position, value in enumerate(values):
            if (value is None or value == []) and not _is_reported(table, name, position):
                table.report(position, "missing_value", name)


def _is_only_in_key(table: Table, column: Column) -> bool:
    """A required column that the whole sheet lacks is no fault of its rows, unless it says whose they are."""
    return not table.has(column.name) and column.name != "department_code"


def _is_reported(table: Table, name: str, position: int) -> bool:
    return position in table.bad and name in table.raw and not cells.says_nothing(table.raw[name][position])


def _business_keys(table: Table) -> list[str | None]:
    """The key of every row by the first declared set of columns that it fills; without one it is rejected."""
    keys: list[str | None] = _plain_keys(table)
    if keys and None not in keys:
        return keys
    keys = [None] * len(table.rows)
    for names in table.kind.keys:
        columns = [table.values.get(name) for name in names]
        if columns[0] is None:
            continue
        for position, key in enumerate(keys):
            if key is None:
                keys[position] = _key([column and column[position] for column in columns], table, names)
    named = next((n for key in table.kind.keys for n in key if table.has(n) and n != "year"), None)
    for position, key in enumerate(keys):
        if key is None and not (named and _is_reported(table, named, position)):
            table.report(position, "missing_value", named)
    return keys


def _plain_keys(table: Table) -> list[str | None]:
    """The keys of a table whose first key is one column of ids without spaces; [] for any other."""
    names = table.kind.keys[0]
    values = table.values.get(names[0]) if len(names) == 1 else None
    if not values or None in values:
        return []
    texts = [value for value in values if isinstance(value, str)]
    return list(keys_of(texts)) if len(texts) == len(values) else list(map(_key_part, values))


def _key(values: list[Any], table: Table, names: tuple[str, ...]) -> str | None:
    parts = []
    for name, value in zip(names, values, strict=True):
        if value is None and (table.has(name) or name == names[0]) and not _may_lack(table, name):
            return None
        parts.append(_key_part(value))
    return "|".join(parts)


def _may_lack(table: Table, name: str) -> bool:
    """A person is missing in the line of a department, a symbol or a code in many registers."""
    return name in ("person", "component", "document_symbol", "issued_date", "round") or (
        name == "code" and table.kind.name == "assignments"
    )


def _key_part(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return key_of(value) if isinstance(value, str) else str(value).upper()


def _report_duplicates(table: Table, keys: list[str | None], seen: Seen) -> set[int]:
    """
    The first row of a key stands, in the whole file and for one day; later ones are rejected.

    One that says the same in every column is a copy: it counts once and is only remarked. Their positions
    are returned.
    """
    day = table.as_of.isoformat() if table.as_of else ""
    named = next((n for key in table.kind.keys for n in key if table.has(n) and n != "year"), None)
    known = seen.setdefault((table.kind.name, day), FirstRows())
    copies: set[int] = set()
    if known.take_all(table, keys):
        return copies
    for position, key in enumerate(keys):
        if key is None:
            continue
        if not table.match_at and known.is_copy(table, position, key):
            copies.add(position)
            table.report(position, "identical_copy", named)
        elif key in known:
            table.report(position, "duplicate_key", named)
        elif position not in table.bad:
            known.take(table, position, key)
    return copies


def _split(table: Table, one: _Found, keys: list[str | None], copies: set[int]) -> ExtractedTable:
    """Accepted rows go into the frame, copies but once; of rejected ones as much is listed as is known."""
    if table.match_at:  # what is wrong in one column of a row keeps the whole row out
        bad_rows = {table.rows[position] for position in table.bad}
        table.bad |= {position for position in table.positions() if table.rows[position] in bad_rows}
    left_out = table.bad | copies
    if copies:  # they are told apart, so that every data row is one row of the build or a rejected one
        one.layout.data = [row for position, row in enumerate(one.layout.data) if position not in copies]
    copied: list[tuple[int, RowSkip]] = [(table.rows[position], "note") for position in copies]
    good = [position for position in table.positions() if position not in left_out]
    rejected = {
        table.rows[p]: RejectedRow(table.rows[p], keys[p], _whose(table, p)) for p in sorted(table.bad)
    }
    everything = len(good) == len(table.rows)
    frame = {
        name: values if everything else [values[position] for position in good]
        for name, values in {**table.values, "source_row": table.rows, "business_key": keys}.items()
        if name not in table.kind.columns or not table.kind.columns[name].is_virtual
    }
    sheet = one.texts.sheet
    headers = [sheet.row_numbers[row] for row in range(one.header.top, one.header.bottom + 1)]
    titles: list[tuple[int, RowSkip]] = [(sheet.row_numbers[row], "title") for row in one.title_rows]
    named: list[tuple[int, RowSkip]] = [(number, "header") for number in headers]
    skipped: list[tuple[int, RowSkip]] = [(sheet.row_numbers[row], why) for row, why in one.layout.skipped]
    return ExtractedTable(
        kind=table.kind.name,
        sheet=table.sheet,
        as_of=table.as_of,
        header_rows=headers,
        columns=table.matches,
        confidence=one.header.confidence,
        why=one.header.why,
        period_from=one.title.day.period_from,
        period_to=table.as_of if one.title.day.period_from else None,
        data_rows=len(one.layout.data),
        accepted_rows=len(one.layout.data) - len(rejected),
        rejected_rows=len(rejected),
        skipped=sorted(titles + named + copied + skipped),
        frame=frame,
        rejected=list(rejected.values()),
        issues=_sorted_issues(table),
        unused=_unused(one.header),
        decision=one.title.decision,
        says_whole_office=one.title.says_whole_office,
    )


_LEADS = ("lead_codes", "department_codes", "department_code")


def _whose(table: Table, position: int) -> tuple[str, ...]:
    """The units that a row counts for: all that lead a shared job, else its one."""
    for values in filter(None, map(table.values.get, _LEADS)):
        if found := values[position]:
            return (found,) if isinstance(found, str) else tuple(dict.fromkeys(found))
    return ()


def _unused(header: Header) -> list[tuple[str, str]]:
    """Letter and heading of every column that has a heading and became none of ours."""
    used = {*header.found.indexes(), header.order_column}
    return [
        (column_letter(index), heading.printed)
        for index, heading in enumerate(header.headings)
        if heading is not None and index not in used
    ]


def _sorted_issues(table: Table) -> list[Issue]:
    """Issues from the top of the sheet down, without repetitions; those about the whole table first."""
    unique = dict.fromkeys(issue for _, issue in table.issues)
    return sorted(unique, key=lambda issue: (issue.row is not None, issue.row or 0, issue.letter or ""))

"""Where does each table of a workbook stand, which rows are its data, and what does its title say?"""

import re
from dataclasses import replace

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.extracts.twins import holds_no_score, twin_of
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet, is_empty_cell
from data_loaders.sense.index_names import keep_total_of_components, set_summaries_apart, settle_index
from data_loaders.sense.level_columns import settle_levels
from data_loaders.sense.rule_rows import take_rule_rows
from data_loaders.tables.continued import continued_header, size_of_table
from data_loaders.tables.layout import Layout, RowClassifier
from data_loaders.tables.recognise import headers_of, table_beside
from data_loaders.tables.sheet_header import Header, SheetText, column_letter
from data_loaders.tables.titles import TableTitle, title_of
from data_loaders.tables.uncertain_columns import settle_doubles
from data_loaders.values.as_of import TITLE_LISTS, TITLE_PAGES, TITLE_REPORTS, day_of_titles, year_named
from domain.counted.index_names import NAMES, kind_of_index
from domain.said.issues import Issue
from domain.wording.text import fold_words


def tables_of(
    extract: Extract, sheet: Sheet, file_name: str, options: Options, before: list[PlacedTable]
) -> list[PlacedTable]:
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
    return tables_of(extract, beside.rest, file_name, options, before)


def _continued(extract: Extract, texts: SheetText, last: PlacedTable, options: Options) -> list[PlacedTable]:
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
    return [PlacedTable(texts, header, layout, title, titles)]


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


def _divided(texts: SheetText, headers: list[Header], file_name: str, options: Options) -> list[PlacedTable]:
    """Give every header the rows down to the next; a header that repeats the last one belongs to it."""
    resolver = DepartmentResolver(options.aliases)
    found: list[PlacedTable] = []
    groups = _grouped(texts, headers)
    end_of_last = 0
    for n, (header, repeated) in enumerate(groups):
        next_top = groups[n + 1][0].top if n + 1 < len(groups) else len(texts.sheet.rows)
        stop = _end_of_body(texts, header, resolver, next_top, is_last=n + 1 == len(groups))
        body = range(header.bottom + 1, stop)
        layout = RowClassifier(texts, header, resolver).classify(body, repeated=repeated)
        rule_lines = take_rule_rows(texts, header, layout)
        _settle_columns(texts, header, layout)
        above = range(end_of_last, header.top)
        title_rows = [row for row in above if texts.line(row) or _has_value(texts.sheet, row)]
        lines = texts.lines(title_rows) or (list(found[-1].title.lines) if found else [])
        title = _title(texts, header, lines, file_name, resolver)
        one = PlacedTable(texts, header, layout, title, title_rows, rule_lines)
        found += _with_twin(one, options)
        end_of_last = stop
    return found


def _settle_columns(texts: SheetText, header: Header, layout: Layout) -> None:
    """What the headings alone leave open about columns and sums, the data rows say."""
    data = [texts.sheet.rows[row] for row in layout.data]
    settle_doubles(header, data)
    settle_levels(header)
    keep_total_of_components(header, layout)
    set_summaries_apart(header, layout, texts.sheet.rows)
    settle_index(header, data)


def _title(
    texts: SheetText, header: Header, lines: list[str], file_name: str, resolver: DepartmentResolver
) -> TableTitle:
    headings = [heading.printed for heading in header.headings if heading]
    return title_of(
        [*texts.sheet.preamble, *lines],
        sheet=texts.sheet.name,
        file_name=file_name,
        headings=headings,
        resolver=resolver,
    )


def _with_twin(one: PlacedTable, options: Options) -> list[PlacedTable]:
    """The table and the other that it holds; a blank form that prints the rules is the set alone."""
    twin = twin_of(one, options)
    if twin is None:
        return [one]
    return [replace(twin, is_twin=False)] if holds_no_score(one) else [one, twin]


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

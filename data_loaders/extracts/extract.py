"""What does a workbook hold, as typed rows of known kinds, with everything that is wrong with them?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Choice, Extract, ExtractedTable, Options
from data_loaders.extracts.accepted import accepted_and_rejected
from data_loaders.extracts.cells_of_table import put_fixes, set_apart_department_rows, table_of_cells
from data_loaders.extracts.container_remarks import report_content
from data_loaders.extracts.placed import tables_of
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.extracts.questions import choice_of_day, choice_of_kind, evidence_for, open_choice
from data_loaders.extracts.row_keys import Seen, business_keys, report_duplicates, report_missing
from data_loaders.extracts.row_owners import fill_departments
from data_loaders.extracts.titles_agree import settle_days, settle_decisions
from data_loaders.extracts.twins import say_of_twins_once
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet, Workbook
from data_loaders.sense.amended_rows import with_articles
from data_loaders.sense.copies import say_near_twins
from data_loaders.sense.kind_checks import check_rows
from data_loaders.sense.stated_totals import report_totals
from data_loaders.tables.evidence import known_form, units_across
from data_loaders.tables.recognise import headers_of
from data_loaders.tables.sheet_header import SheetText
from data_loaders.values.as_of import say_several_days
from data_loaders.values.lost_letters import example_of_lost_letters, say_lost_letters
from data_loaders.values.typed import Settled, Table, type_column


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
    found, unread = _placed(result, workbook, file_name, options)
    if not found:
        turned = [with_articles(sheet) or sheet for sheet in workbook.sheets]
        if turned != workbook.sheets:
            return extract(replace(workbook, sheets=turned), file_name=file_name, options=options)
        return _nothing_found(result, workbook, file_name, options)
    _refuse_known_form(workbook, found, file_name, options)
    settle_decisions(found)
    settle_days(found, unread, options)
    seen: Seen = {}
    result.tables = [_typed(one, options, seen) for one in found]
    say_of_twins_once(found, result.tables)
    say_several_days(result)
    say_near_twins(result.tables)
    say_lost_letters(result, list({id(one.texts.sheet): one.texts.sheet for one in found}.values()))
    result.choice = (
        open_choice(found, options)
        or choice_of_kind(found, options, file_name)
        or choice_of_day(found, result.tables, options)
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


def _placed(
    extract: Extract, workbook: Workbook, file_name: str, options: Options
) -> tuple[list[PlacedTable], list[Sheet]]:
    """The tables of all sheets, and the sheets, among those asked for, that hold none."""
    found: list[PlacedTable] = []
    unread: list[Sheet] = []
    for sheet in workbook.sheets:
        tables = tables_of(extract, sheet, file_name, options, found)
        found += tables
        unread += [] if tables or (options.sheet and sheet.name != options.sheet) else [sheet]
    return found, unread


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


def _refuse_known_form(
    workbook: Workbook, found: list[PlacedTable], file_name: str, options: Options
) -> None:
    """
    Turn away a printed form that is none of ours by its name, unless a table in it is proven to be one.

    Raises:
        RefusedFileError: ``unrecognised_layout``.
    """
    if options.kind or options.is_known or any(evidence_for(one, file_name).is_enough for one in found):
        return
    if form := known_form(workbook.sheets, file_name):
        raise refused("unrecognised_layout", where=form, words="known_form")


def _typed(one: PlacedTable, options: Options, seen: Seen) -> ExtractedTable:
    """Type the data rows of a table, check them, and split accepted from rejected."""
    if one.header.kind.name == "hpnet_summary":
        set_apart_department_rows(one, DepartmentResolver(options.aliases))
    table = table_of_cells(one)
    if not table.match_at:
        put_fixes(table, options)
    settled = Settled(DepartmentResolver(options.aliases), _orders(options, table.kind.name))
    report_content(table, one, options)
    for column in table.kind.columns.values():
        if column.name in table.matches:
            type_column(table, column, settled)
    fill_departments(table, one)
    check_rows(table, one.title)
    report_totals(table, one.texts.sheet, one.layout)
    report_missing(table)
    _say_once(table)
    keys = business_keys(table)
    copies = report_duplicates(table, keys, seen)
    return accepted_and_rejected(table, one, keys, copies)


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

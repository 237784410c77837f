"""Which rows of a table are accepted, which rejected, and what is told of it?"""

from typing import Any

from data_loaders.declared.outcome import ExtractedTable, RejectedRow, RowSkip
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.extracts.row_owners import whose_row
from data_loaders.tables.sheet_header import Header, column_letter
from data_loaders.values.typed import Table
from domain.said.issues import Issue


def accepted_and_rejected(
    table: Table, one: PlacedTable, keys: list[str | None], copies: set[int]
) -> ExtractedTable:
    """Accepted rows go into the frame, copies but once; of rejected ones as much is listed as is known."""
    _keep_whole_rows_out(table)
    if copies:  # they are told apart, so that every data row is one row of the build or a rejected one
        one.layout.data = [row for position, row in enumerate(one.layout.data) if position not in copies]
    rejected = _rejected(table, keys)
    return ExtractedTable(
        kind=table.kind.name,
        sheet=table.sheet,
        as_of=table.as_of,
        header_rows=_header_rows(one),
        columns=table.matches,
        confidence=one.header.confidence,
        why=one.header.why,
        period_from=one.title.day.period_from,
        period_to=table.as_of if one.title.day.period_from else None,
        data_rows=len(one.layout.data),
        accepted_rows=len(one.layout.data) - len(rejected),
        rejected_rows=len(rejected),
        skipped=_skipped(table, one, copies),
        frame=_frame(table, keys, table.bad | copies),
        rejected=rejected,
        issues=_sorted_issues(table),
        unused=_unused(one.header),
        decision=one.title.decision,
        says_whole_office=one.title.says_whole_office,
    )


def _keep_whole_rows_out(table: Table) -> None:
    """Where a row of the sheet is several of ours, what is wrong in one of them keeps all out."""
    if table.match_at:
        bad_rows = {table.rows[position] for position in table.bad}
        table.bad |= {position for position in table.positions() if table.rows[position] in bad_rows}


def _rejected(table: Table, keys: list[str | None]) -> list[RejectedRow]:
    """One for each row of the sheet, in its order."""
    rows = {p: table.rows[p] for p in sorted(table.bad)}
    return list({row: RejectedRow(row, keys[p], whose_row(table, p)) for p, row in rows.items()}.values())


def _frame(table: Table, keys: list[str | None], left_out: set[int]) -> dict[str, list[Any]]:
    """The columns that are stored, without the rows *left_out*."""
    good = [position for position in table.positions() if position not in left_out]
    everything = len(good) == len(table.rows)
    columns = {**table.values, "source_row": table.rows, "business_key": keys}
    return {
        name: values if everything else [values[position] for position in good]
        for name, values in columns.items()
        if name not in table.kind.columns or not table.kind.columns[name].is_virtual
    }


def _header_rows(one: PlacedTable) -> list[int]:
    return [one.texts.sheet.row_numbers[row] for row in range(one.header.top, one.header.bottom + 1)]


def _skipped(table: Table, one: PlacedTable, copies: set[int]) -> list[tuple[int, RowSkip]]:
    """Every row of the sheet that is no data, with the reason: titles and headings as well, and copies as notes."""
    numbers = one.texts.sheet.row_numbers
    titles: list[tuple[int, RowSkip]] = [(numbers[row], "title") for row in one.title_rows]
    headers: list[tuple[int, RowSkip]] = [(number, "header") for number in _header_rows(one)]
    copied: list[tuple[int, RowSkip]] = [(table.rows[position], "note") for position in copies]
    others: list[tuple[int, RowSkip]] = [(numbers[row], why) for row, why in one.layout.skipped]
    return sorted(titles + headers + copied + others)


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

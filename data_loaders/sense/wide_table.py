"""What are the cells of a table that has a column for each year or component, one score to a position?"""

from collections.abc import Sequence
from typing import Any

from data_loaders.declared.outcome import ColumnMatch
from data_loaders.received.sheets import Sheet
from data_loaders.tables.recognise import column_matches, slice_match
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.tables.titles import TableTitle
from data_loaders.tables.wide import Slice
from data_loaders.values.cells import read_score
from data_loaders.values.typed import Table
from domain.counted.index_names import NAMES
from domain.said.issues import Issue

Row = Sequence[Any]


def wide_table(
    texts: SheetText, header: Header, data: Sequence[int], title: TableTitle, *, maxima: int | None = None
) -> Table:
    """
    The table of *header* with every row once per slice in which it has a score; one without any stands once.

    Args:
        maxima: The row that says what each column could reach.
    """
    sheet, slices = texts.sheet, header.found.slices
    places = [(row, one) for row in data for one in _slices_of_row(sheet.rows[row], slices)]
    raw: dict[str, Sequence[Any]] = {
        name: [sheet.rows[row][index] for row, _ in places] for name, index in header.column_indexes().items()
    }
    measures = list(dict.fromkeys(name for one in slices for name in one.columns))
    for name in measures:
        raw[name] = [_cell(sheet.rows[row], one.columns.get(name)) for row, one in places]
    of_one_year = _year_of_the_ranks(slices, title.year)
    for name in ("rank", "of_agencies") if of_one_year is not None else ():
        if name in raw and name not in measures:
            raw[name] = [
                cell if one.year == of_one_year else ""
                for cell, (_, one) in zip(raw[name], places, strict=True)
            ]
    table = Table(
        header.kind,
        sheet.name,
        [sheet.row_numbers[row] for row, _ in places],
        _matches(header, measures),
        raw,
        title.day.day,
        title.year,
        texts.encoding,
    )
    if maxima is not None and "max_points" not in raw:
        cells = [_cell(sheet.rows[maxima], one.columns.get("score")) for _, one in places]
        table.values["max_points"] = [read_score(cell)[0] for cell in cells]
    table.match_at = {name: [_match_of(header, one, name) for _, one in places] for name in measures}
    if "year" not in raw:
        table.values["year"] = [one.year for _, one in places]
    if "index_name" not in raw and any(one.index for one in slices):
        table.values["index_name"] = [NAMES[one.index] if one.index else None for _, one in places]
    if "component" not in raw:
        table.values["component"] = [one.component for _, one in places]
    return table


def _year_of_the_ranks(slices: Sequence[Slice], titled: int | None) -> int | None:
    """Of several years the one whose ranks a single column holds: the title's, else the newest; None for one year."""
    years = {one.year for one in slices if one.year is not None}
    if len(years) < 2:
        return None
    return titled if titled in years else max(years)


def report_slices(table: Table, header: Header, sheet: Sheet) -> None:
    """Say which columns of slices are hidden, and reject the rows with a formula there that has no value."""
    for match, index in [
        (slice_match(header, i), i) for one in header.found.slices for i in one.columns.values()
    ]:
        heading = match.leaf or match.heading
        if index in sheet.hidden_columns:
            place = f"cột {match.letter}"
            issue = Issue("hidden_content", sheet.name, None, heading, place, match.letter)
            table.issues.append((None, issue))
        for position, number in enumerate(table.rows):
            if (number, index) in sheet.formulas_without_value:
                issue = Issue("formula_without_value", sheet.name, number, heading, "", match.letter)
                table.issues.append((position, issue))
                table.bad.add(position)


def _slices_of_row(row: Row, slices: Sequence[Slice]) -> list[Slice]:
    filled = [one for one in slices if any(row[index] not in ("", None) for index in one.columns.values())]
    return filled or [slices[-1]]


def _cell(row: Row, index: int | None) -> Any:
    return "" if index is None else row[index]


def _matches(header: Header, measures: Sequence[str]) -> dict[str, ColumnMatch]:
    """Of a measure with several columns the first is named where all of the table is spoken of."""
    firsts = {
        name: next(one.columns[name] for one in header.found.slices if name in one.columns)
        for name in measures
    }
    return {**column_matches(header), **{name: slice_match(header, index) for name, index in firsts.items()}}


def _match_of(header: Header, one: Slice, name: str) -> ColumnMatch | None:
    return slice_match(header, one.columns[name]) if name in one.columns else None

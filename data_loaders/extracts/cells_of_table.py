"""Which cell stands under which name in every row of a table?"""

from collections.abc import Sequence
from typing import Any

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.sense.amended_rows import put_changes
from data_loaders.sense.index_names import row_of_maxima
from data_loaders.sense.level_columns import level_columns, level_table, outlined_table
from data_loaders.sense.rule_rows import put_rule_lines
from data_loaders.sense.wide_table import wide_table
from data_loaders.tables.recognise import column_matches
from data_loaders.values.printed_dates import number_and_day
from data_loaders.values.typed import Table


def set_apart_department_rows(one: PlacedTable, resolver: DepartmentResolver) -> None:
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


def table_of_cells(one: PlacedTable) -> Table:
    """The data rows of a placed table, column by column, merged cells and typed rules in their places."""
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


def _levelled(one: PlacedTable) -> Table | None:
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


def _fill_merged(table: Table, one: PlacedTable, columns: dict[str, int]) -> None:
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


def put_fixes(table: Table, options: Options) -> None:
    """Read what a person put in place of a cell; a column that the sheet lacks stays lacking."""
    position_of = {number: position for position, number in enumerate(table.rows)}
    for (sheet, number, name), value in options.cell_fixes.items():
        if sheet == table.sheet and number in position_of and name in table.raw:
            cells_of_column = list(table.raw[name])
            cells_of_column[position_of[number]] = value
            table.raw[name] = cells_of_column

"""What does the file itself say against cells: hidden, broken, never calculated, crossed out, far away?"""

from data_loaders.declared.outcome import Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.received.sheets import Sheet
from data_loaders.sense.wide_table import report_slices
from data_loaders.tables.sheet_header import column_letter
from data_loaders.tables.shifted import loose_cells
from data_loaders.tables.uncertain_columns import told_doubles
from data_loaders.values import cells
from data_loaders.values.typed import Table, remarked_positions
from domain.said.issues import Issue

_MOST_NAMED = 8  # rows of a remark that are named one by one


def report_content(table: Table, one: PlacedTable, options: Options) -> None:
    """What the container itself says against cells: hidden, broken, never calculated, far away."""
    sheet = one.texts.sheet
    name_of = {index: name for name, index in one.header.column_indexes().items()}
    _report_columns(table, one, options, name_of)
    told = sheet.hidden_rows or sheet.bad_rows or sheet.formulas_without_value
    position_of = {number: position for position, number in enumerate(table.rows)} if told else {}
    _report_hidden_rows(table, sheet, position_of)
    _report_struck(table, sheet, set(name_of))
    _report_beside(table, one)
    _report_strays(table, one)
    for number, code in sheet.bad_rows.items():
        if number in position_of:
            table.report(position_of[number], code, None)
    for number, index in sorted(sheet.formulas_without_value):
        is_fixed = (table.sheet, number, name_of.get(index)) in options.cell_fixes
        if number in position_of and index in name_of and not is_fixed:
            table.report(position_of[number], "formula_without_value", name_of[index])


def _report_columns(table: Table, one: PlacedTable, options: Options, name_of: dict[int, str]) -> None:
    """Columns that are hidden, that were read of many, that stand twice."""
    for index in sorted(one.texts.sheet.hidden_columns & set(name_of)):
        table.report(None, "hidden_content", name_of[index], value=f"cột {column_letter(index)}")
    report_slices(table, one.header, one.texts.sheet)
    for name, letters in told_doubles(one.header, options):
        table.report(None, "repeated_heading", name, value=letters)


def _report_hidden_rows(table: Table, sheet: Sheet, position_of: dict[int, int]) -> None:
    single, more = remarked_positions(
        position_of[number] for number in sorted(sheet.hidden_rows) if number in position_of
    )
    for position in single:
        table.report(position, "hidden_content", None, value=f"dòng {table.rows[position]}")
    if more:
        table.report(None, "hidden_content", None, value=f"{more} dòng")


def _report_struck(table: Table, sheet: Sheet, columns: set[int]) -> None:
    struck = [number for number in table.rows if _is_struck(sheet, number, columns)] if sheet.looks else []
    if struck:
        table.report(None, "struck_through", None, value=", ".join(map(str, struck[:_MOST_NAMED])))


def _is_struck(sheet: Sheet, number: int, columns: set[int]) -> bool:
    """Tell a row most of whose cells are struck through: somebody has crossed it out by hand."""
    looks = [sheet.looks.get((number, column)) for column in columns]
    return sum(look is not None and look.is_struck for look in looks) * 2 > len(columns)


def _report_strays(table: Table, one: PlacedTable) -> None:
    """Another table below that was not read, and the cells that lie outside of every table."""
    sheet = one.texts.sheet
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


def _report_beside(table: Table, one: PlacedTable) -> None:
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

"""Whose is a row: by its own cell, by its group, by the title?"""

from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.values import cells
from data_loaders.values.typed import Table
from domain.said.issues import Issue

_ON_THE_PAGE_BEFORE = "nhóm ở trang trước"
_LEADS = ("lead_codes", "department_codes", "department_code")


def fill_departments(table: Table, one: PlacedTable) -> None:
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


def _say_carried(
    table: Table, one: PlacedTable, position: int, group_row: int, name: str, told: set[int]
) -> None:
    """Once per group where the sheet has no such column; at every blank cell where it has."""
    label = max((text for text in one.texts.line(group_row)), key=len, default="")
    label = label if group_row >= 0 else _ON_THE_PAGE_BEFORE
    if table.has(name):
        table.report(position, "carried_down", name, value=label)
    elif group_row not in told:
        told.add(group_row)
        number = one.texts.sheet.row_numbers[max(group_row, 0)]
        table.issues.append((None, Issue("carried_down", table.sheet, number, None, label)))


def whose_row(table: Table, position: int) -> tuple[str, ...]:
    """The units that a row counts for: all that lead a shared job, else its one."""
    for values in filter(None, map(table.values.get, _LEADS)):
        if found := values[position]:
            return (found,) if isinstance(found, str) else tuple(dict.fromkeys(found))
    return ()

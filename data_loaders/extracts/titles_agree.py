"""What do the tables of one file tell each other: its decision, its day?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data_loaders.declared.outcome import Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.received.sheets import Sheet
from data_loaders.tables.sheet_header import SheetText
from data_loaders.tables.titles import with_day
from data_loaders.values.as_of import day_of_titles

_TITLE_ROWS = 20  # of a sheet that is no table, looked through for the day of the whole file


def settle_decisions(found: Sequence[PlacedTable]) -> None:
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


def settle_days(found: list[PlacedTable], unread: list[Sheet], options: Options) -> None:
    """A table without a day of its own takes the one that the rest of the file agrees on."""
    days = {one.title.day.day for one in found if one.title.day.day} or _days_of_covers(unread)
    agreed = next(iter(days)) if len(days) == 1 else None
    for one in found:
        is_of_that_year = agreed is None or one.title.year in (None, agreed.year)
        one.title = with_day(one.title, options, agreed if is_of_that_year else None)
        if one.header.kind.name == "indicator_set" and one.title.day.day is None and one.title.decision_date:
            one.title = with_day(one.title, options, one.title.decision_date)


def _days_of_covers(unread: list[Sheet]) -> set[date]:
    """The day that the visible sheets without a table name in their first lines."""
    lines = [line for sheet in unread if sheet.visibility == "visible" for line in _first_lines(sheet)]
    day = day_of_titles(lines).day
    return {day} if day else set()


def _first_lines(sheet: Sheet) -> list[str]:
    return SheetText(sheet).lines(range(min(_TITLE_ROWS, len(sheet.rows))))

"""Which of several columns under the same heading is meant?"""

from collections.abc import Sequence

from data_loaders.declared.outcome import Options
from data_loaders.tables.sheet_header import Header, column_letter

Row = Sequence[object]


def settle_doubles(header: Header, rows: Sequence[Row]) -> None:
    """
    Leave in ``header.found.doubles`` only columns whose cells differ in *rows*.

    A column that is blank throughout, or says the same as another, is no question to anybody.
    """
    for name, indexes in list(header.found.doubles.items()):
        contents = {index: tuple(_said(row[index]) for row in rows) for index in indexes}
        filled = [index for index in indexes if any(value != "" for value in contents[index])]
        different = list({contents[index]: index for index in reversed(filled)}.values())[::-1]
        header.found.columns[name] = ((different or indexes)[0], header.found.columns[name][1])
        if len(different) > 1:
            header.found.doubles[name] = different
        else:
            del header.found.doubles[name]


def asked_doubles(header: Header, options: Options) -> list[list[int]]:
    """The columns that a person has to choose between; naming the kind settles it: the first then stands."""
    return (
        []
        if options.kind
        else [same for name, same in header.found.doubles.items() if not _is_prose(header, name)]
    )


def told_doubles(header: Header, options: Options) -> list[tuple[str, str]]:
    """Column name and letters of the columns of which the first was taken, to be said and not asked."""
    return [
        (name, ", ".join(map(column_letter, same)))
        for name, same in header.found.doubles.items()
        if options.kind or _is_prose(header, name)
    ]


def _is_prose(header: Header, name: str) -> bool:
    """Tell whether no number of anybody depends on the column."""
    column = header.kind.columns[name]
    is_in_key = any(name in key for key in header.kind.keys)
    return column.type == "text" and not column.required and not is_in_key


def _said(cell: object) -> object:
    return "" if cell is None else cell.strip() if isinstance(cell, str) else cell

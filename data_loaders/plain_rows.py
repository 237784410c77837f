"""Which rows under a header are data beyond doubt? Nearly all are, so this looks at whole columns."""

import re
from collections.abc import Sequence

Row = Sequence[object]

# A key with a digit that does not begin like a total, a note or a date line.
_KEY = re.compile(
    r"(?!\s*(?:[Tt](?:ổng|ỔNG|ong|ONG)|[Cc](?:ộng|ỘNG|ong|ONG)|[Gg](?:hi|HI) |[Nn](?:gày|GÀY|gay)|[Hh](?:ải|ẢI|ai) ))"
    r"[^\d]*\d.{2}",
    re.DOTALL,
)


def odd_rows(
    rows: Sequence[Row], start: int, *, order: int | None, key: int | None, enough: int
) -> list[int]:
    """
    Indexes from *start* of the rows that need a closer look.

    The others have a running number from 1 (where there is such a column), a key with a digit in it,
    and at least *enough* filled cells.
    """
    below = rows[start:]
    if key is None or not below:
        return list(range(start, len(rows)))
    width, is_key = len(below[0]), _KEY.match
    most_empty = width - enough
    if order is None:
        return [
            n
            for n, row in enumerate(below, start)
            if not (type(row[key]) is str and is_key(row[key]) and row.count("") + row.count(None) <= most_empty)
        ]
    return [
        n
        for n, row in enumerate(below, start)
        if not (
            _is_order(row[order])
            and type(row[key]) is str
            and is_key(row[key])
            and row.count("") + row.count(None) <= most_empty
        )
    ]


def _is_order(value: object) -> bool:
    if type(value) is float:
        return value >= 1
    return value.isdigit() if type(value) is str else type(value) is int and value >= 1

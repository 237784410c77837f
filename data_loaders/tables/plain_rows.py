"""Which rows under a header are data beyond doubt? Nearly all are, so the look at each is brief."""

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
    rows: Sequence[Row], start: int, *, order: int | None, key: int | None, usual: Sequence[int], enough: int
) -> list[int]:
    """
    Indexes from *start* of the rows that need a closer look.

    The others have a running number (where there is such a column), a key with a digit in it, and
    at least *enough* filled cells; *usual* are three columns that are filled as a rule, looked at first.
    """
    if key is None or not rows:
        return list(range(start, len(rows)))
    most_empty, is_key = len(rows[0]) - enough, _KEY.match
    a, b, c = (*usual, key, key, key)[:3]
    at = key if order is None else order
    return [
        n
        for n, row in enumerate(rows[start:], start)
        if not (
            (type(row[at]) is float or order is None or _is_order(row[at]))
            and type(row[key]) is str
            and is_key(str(row[key]))
            and ((row[a] and row[b] and row[c]) or row.count("") + row.count(None) <= most_empty)
        )
    ]


def _is_order(value: object) -> bool:
    # What Excel made of "(1)", a number below zero, comes as a float and has no text for a key.
    return value.isdigit() if type(value) is str else type(value) is int and value >= 1

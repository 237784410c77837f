"""How fresh, how complete and in which order are the rows of a metric?"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import all_codes, scored_codes
from metrics.asking.rows import Row
from store.builds.reader import Reader

TOTAL = "TOTAL"


def has_kind(reader: Reader, *kinds: str) -> bool:
    """Tell whether any import of *kinds* is active and visible; without one a metric has no rows."""
    return not set(kinds).isdisjoint(reader.kinds())


def is_reconstructed(reader: Reader, kinds: Iterable[str], as_of: date) -> bool:
    """
    Tell whether the state on *as_of* had to be cut out of later exports.

    True as soon as one loaded kind among *kinds* begins after *as_of*.
    """
    firsts = (reader.as_of_range(kind)[0] for kind in kinds)
    return any(first is not None and first > as_of for first in firsts)


def visible_codes(reader: Reader, *, as_of: date) -> tuple[str, ...]:
    """Scored departments that are there on that day and that *reader* may see, in official order."""
    return tuple(code for code in scored_codes(as_of) if code in reader.scope.departments)


def in_order(codes: Iterable[str]) -> list[str]:
    """*codes* in official order, leadership last, then anything unknown by name."""
    listed = list(codes)
    if len(listed) < 2:  # asked for every row of long lists, where most have one unit
        return listed
    known = {code: place for place, code in enumerate(all_codes())}
    return sorted(listed, key=lambda code: (known.get(code, len(known)), code))


def count_table(
    reader: Reader,
    rows: Iterable[Row],
    columns: Sequence[str],
    *,
    as_of: date,
    department: str | None = None,
    total: Row | None = None,
) -> pd.DataFrame:
    """
    Lay counts out as every count metric does.

    Every visible scored department that is there on *as_of* has its row (zeros where nothing is), leadership and
    units that ended or are still to come only where they have rows, ``TOTAL`` comes last; with *department* that row stands alone.

    Args:
        rows: Counts with a ``department_code``; None there counts in ``TOTAL`` only.
        columns: Names of the counts, in order.
        total: The TOTAL row where counts do not add up, such as rows of several departments.
    """
    given = list(rows)
    by_code = {row["department_code"]: row for row in given}
    nothing = dict.fromkeys(columns, 0)
    listed = in_order({*visible_codes(reader, as_of=as_of), *filter(None, by_code)})
    table = [{"department_code": code, **pick(by_code.get(code, nothing), columns)} for code in listed]
    summed = total or {name: sum(row[name] or 0 for row in given) for name in columns}
    table.append({"department_code": TOTAL, **pick(summed, columns)})
    if department is not None:
        table = [row for row in table if row["department_code"] == department]
    return pd.DataFrame(table, columns=["department_code", *columns])


def pick(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    """The values of *columns* in *row*."""
    return {name: row[name] for name in columns}


def no_rows(columns: Sequence[str]) -> pd.DataFrame:
    """The answer where no source of the metric was ever loaded."""
    return pd.DataFrame(columns=list(columns))


def nullable(frame: pd.DataFrame, columns: Iterable[str], dtype: str = "Int64") -> pd.DataFrame:
    """*frame* with *columns* as numbers that may be unknown."""
    return frame.astype(dict.fromkeys(columns, dtype))

"""What do the rows of a table say, taken one by one?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """
    The rows of *table* as plain records; every table of this product has text for column names.

    >>> records(pd.DataFrame({"department_code": ["VP"], "total": [3]}))
    [{'department_code': 'VP', 'total': 3}]
    """
    # Whole columns at a time: as records, pandas looks at every value of a long table twice.
    columns = table.to_dict("list")
    return [
        dict(zip(map(str, columns), values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def first_record(table: pd.DataFrame) -> dict[str, Any] | None:
    """The first row of *table*; None of an empty one."""
    return records(table.head(1))[0] if len(table) else None

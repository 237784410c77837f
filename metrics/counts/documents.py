"""How many outgoing documents carry a digital signature?"""

from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import Row, count_table, has_kind, no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COUNTS = ("total", "signed")
COLUMNS = ("department_code", *COUNTS)


def documents(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the documents issued by each department and those signed digitally, on *as_of*.

    Source: sổ văn bản đi; thông báo về tăng cường sử dụng chữ ký số.

    Returns:
        One row per department and ``TOTAL`` with the counts of ``COUNTS``.
    """
    if not has_kind(reader, "outgoing_documents"):
        return no_rows(COLUMNS)
    return count_table(
        reader, document_counts(reader, as_of=as_of), COUNTS, as_of=as_of, department=department
    )


def document_counts(reader: Reader, *, as_of: date) -> list[Row]:
    """Total, signed, known (the register says whether signed) and vanished of each department."""
    return list(reader.rows(_SQL, as_of=as_of))

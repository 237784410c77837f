"""Which share of the outgoing documents was signed digitally, per department and month?"""

from datetime import date
from pathlib import Path

import pandas as pd

from metrics.asking.state import TOTAL, has_kind, in_order, no_rows
from metrics.progress.completion import rate_pct
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COLUMNS = ("department_code", "month", "total", "signed", "rate_pct")


def signatures(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count outgoing documents and digital signatures per department and month of issue.

    A document without a date of issue has no month. Where a register does not say whether
    documents are signed, signed and rate are unknown.

    Returns:
        One row per department (and ``TOTAL``) × month: month (its first day), total, signed, rate_pct
        (0–100, one decimal, 100 only when every document is signed).
    """
    if not has_kind(reader, "outgoing_documents"):
        return no_rows(COLUMNS)
    counts: dict[tuple[str, date], list[int]] = {}
    for row in reader.rows(_SQL, as_of=as_of):
        month = date(int(row["year"]), int(row["month"]), 1)
        for code in (row["department_code"], TOTAL):
            kept = counts.setdefault((code, month), [0, 0, 0])
            counts[code, month] = [
                a + row[name] for a, name in zip(kept, ("total", "signed", "known"), strict=True)
            ]
    codes = [*in_order({code for code, _ in counts if code != TOTAL}), TOTAL]
    rows = [
        _row(code, month, *counts[code, month])
        for code in codes if department in (None, code)
        for month in sorted({m for c, m in counts if c == code})
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"signed": "Int64", "rate_pct": float})


def _row(code: str, month: date, total: int, signed: int, known: int) -> dict[str, object]:
    return {
        "department_code": code, "month": month, "total": total, "signed": signed if known else None,
        "rate_pct": rate_pct(signed, total) if known else None,
    }  # fmt: skip

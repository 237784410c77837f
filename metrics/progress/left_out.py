"""What do a department's rates leave out, and why: cancelled, moved, not yet due, or only supported?"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from domain.agency.departments import scored_codes
from domain.wording.formats import count
from metrics.asking.rows import records
from metrics.asking.state import in_order
from metrics.counts.open_items import excluded_rows
from store.builds.reader import Reader

_ASSIGNMENTS = Path(__file__).parents[1] / "counts" / "assignments.sql"

COLUMNS = (
    "reason", "reason_vi", "number", "title", "department_code", "person", "due_date", "import_id", "sheet",
    "source_row",
)  # fmt: skip
SUPPORTING_VI = "Đơn vị chỉ phối hợp"


def left_out(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List what no rate of a department counts although its name stands on it, by department and reason.

    Tasks that the denominator rule leaves out, and jobs of Phụ lục 2 that the department only
    supports: those count for who leads them.

    Source: data/rules/denominator.toml, data/rules/fair_score.toml.

    Returns:
        One row per department and item with ``COLUMNS``.
    """
    rows = [*_tasks(reader, as_of), *_supported(reader, as_of)]
    kept = [row for row in rows if department in (None, row["department_code"])]
    places = {code: place for place, code in enumerate(in_order({row["department_code"] for row in kept}))}
    kept.sort(key=lambda row: places[row["department_code"]])
    return pd.DataFrame(kept, columns=list(COLUMNS))


def _tasks(reader: Reader, as_of: date) -> list[dict[str, Any]]:
    return [
        {
            **{name: row[name] for name in ("reason", "reason_vi", "department_code", "due_date")},
            **{name: row[name] for name in ("import_id", "sheet", "source_row")},
            "number": row["document_number"] or row["task_code"],
            "title": row["subject"],
            "person": row["assignee"],
        }
        for row in records(excluded_rows(reader, as_of=as_of))
    ]


def _supported(reader: Reader, as_of: date) -> list[dict[str, Any]]:
    """Jobs on which a visible department stands among those who support and not among those who lead."""
    if "assignments" not in reader.kinds():
        return []
    visible = set(reader.scope.departments) & set(scored_codes())
    return [
        {
            "reason": "supporting",
            "reason_vi": SUPPORTING_VI,
            "number": row["code"],
            "title": row["task"],
            "department_code": code,
            "person": None,
            "due_date": row["due_date"],
            **{name: row[name] for name in ("import_id", "sheet", "source_row")},
        }
        for row in reader.rows(_ASSIGNMENTS, as_of=as_of)
        for code in dict.fromkeys(row["support_codes"] or ())
        if code in visible and code not in (row["lead_codes"] or ())
    ]


def left_out_items_words(rows: pd.DataFrame) -> str:
    """Return ``12 việc đã hủy, 3 việc đơn vị chỉ phối hợp``; empty where nothing is left out."""
    numbers = Counter(row["reason_vi"] for row in records(rows))
    return ", ".join(
        f"{count(number)} việc {words[:1].lower()}{words[1:]}" for words, number in numbers.items()
    )

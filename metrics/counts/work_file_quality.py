"""What does each work file (hồ sơ công việc) lack, and by when must it go to the archive?"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from domain.wording.formats import is_known
from domain.wording.text import fold
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import has_kind, in_order, no_rows
from metrics.counts.open_items import FILE_FIELDS, words_of_flags
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
COLUMNS = (
    "work_file_code", "title", "department_code", "retention", "creator", "opened_date", "closed_date", "documents",
    "is_closed", "is_complete", "missing_fields", "archive_state", "archive_due", "days_left", "is_vanished",
    "import_id", "sheet", "source_row",
)  # fmt: skip
ARCHIVE_VI: Mapping[str, str] = {
    "overdue": "Quá hạn nộp lưu",
    "soon": "Sắp đến hạn nộp lưu",
    "later": "Chưa đến hạn nộp lưu",
    "unknown": "Chưa rõ hạn nộp lưu",
    "open": "Chưa kết thúc",
    "not_required": "Không bắt buộc nộp lưu",
    "handed_over": "Đã nộp lưu",
}
_FOREVER = 10_000
_YEARS = re.compile(r"[^\d]*(\d{1,3})\s*(?:nam)?[ .]*")
Rule = Mapping[str, Any]


def work_file_quality(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List every work file with what Nghị định 30/2020/NĐ-CP asks for and it lacks, and its hand-over to the archive.

    ``archive_state`` is one of ``ARCHIVE_VI``; a closed file whose closing day or retention nobody knows
    has an unknown limit, never none. ``archive_due`` is the last good day, ``days_left`` calendar days to it.

    Source: Nghị định 30/2020/NĐ-CP, Điều 28–31; data/rules/work_files.toml.

    Returns:
        One row per file with ``COLUMNS``, by unit in official order, those to be handed over first on top.
    """
    if not has_kind(reader, "work_files"):
        return no_rows(COLUMNS)
    found = reader.query(_SQL, as_of=as_of)
    found = found if department is None else found[found["department_code"] == department]
    rule = rule_in_force("work_files", as_of)
    dues = [archive_due(row, rule, as_of) for row in records(found)]
    table = found.assign(
        missing_fields=words_of_flags(found, FILE_FIELDS),
        archive_state=[state for state, _ in dues],
        archive_due=pd.Series([due for _, due in dues], dtype=object, index=found.index),
        days_left=pd.Series(
            [None if due is None else (due - as_of).days for _, due in dues], index=found.index
        ),
    )
    states, units = list(ARCHIVE_VI), in_order(set(found["department_code"]))
    table = table.assign(
        unit_place=table["department_code"].map(units.index),
        state_place=table["archive_state"].map(states.index),
    ).sort_values(["state_place", "unit_place", "work_file_code"], kind="stable")
    flags = ("is_closed", "is_complete", "is_vanished")
    return (
        table[list(COLUMNS)]
        .astype({**dict.fromkeys(flags, bool), "days_left": "Int64"})
        .reset_index(drop=True)
    )


def archive_due(row: Mapping[str, Any], rule: Rule, as_of: date) -> tuple[str, date | None]:
    """The state of the hand-over of one file on *as_of*, and the last day for it where there is one."""
    if row["is_handed_over"]:
        return "handed_over", None
    if not row["is_closed"]:
        return "open", None
    years = retention_years(row["retention"] if is_known(row["retention"]) else None)
    if years is not None and years < rule["from_years"]:
        return "not_required", None
    if years is None or not is_known(row["closed_date"]):
        return "unknown", None
    due = months_later(_day(row["closed_date"]), _months(row["work_file_code"], rule))
    if due < as_of:
        return "overdue", due
    return ("soon" if (due - as_of).days <= rule["warn_days"] else "later"), due


def retention_years(text: str | None) -> int | None:
    """
    How many years a file is kept, a very large number for ever; None where the words do not say.

    >>> retention_years("20 năm"), retention_years("Vĩnh viễn") > 100, retention_years("Lâu dài"), retention_years(None)
    (20, True, None, None)
    """
    words = fold(text or "").strip()
    if "vinh vien" in words:
        return _FOREVER
    found = _YEARS.fullmatch(words)
    return int(found[1]) if found else None


def months_later(start: date, months: int) -> date:
    """
    The same day *months* later, the last of the month where it has no such day.

    >>> months_later(date(2023, 11, 30), 3)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _months(code: str, rule: Rule) -> int:
    own = [one["months"] for one in rule.get("sooner", ()) if fold(one["notation"]) in fold(code)]
    return int(min(own, default=rule["months"]))


def _day(value: Any) -> date:
    return value if type(value) is date else pd.Timestamp(value).date()

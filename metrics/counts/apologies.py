"""For which overdue dossiers was the public apology made, in time and validly?"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from domain.agency.working_calendar import WorkingCalendar
from metrics.asking.rules import Rule, rule_in_force
from metrics.asking.state import Row, count_table, has_kind, in_order, no_rows
from metrics.counts.dossier_clock import lateness
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_LINK = re.compile(r"https?://\S|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.vn\b", re.IGNORECASE)
COUNTS = ("total", "apologised", "missing", "late", "invalid", "days_late")
COLUMNS = ("department_code", *COUNTS)
REGISTER_COLUMNS = (
    "dossier_code", "department_code", "procedure", "applicant", "channel", "handler", "received_at", "promised_at",
    "legal_due_at", "due", "finished_at", "is_open", "supplement_requests", "supplement_requested_at", "supplement_received_at",
    "overdue_reason", "overdue_calendar_days", "overdue_working_days", "overdue_working_hours", "status", "is_late", "failed_rules",
    "failed_words", "apology_number", "apology_date", "reason", "rescheduled_to", "signer", "published_at",
    "published_where", "is_vanished", "import_id", "sheet", "source_row",
    "register_import_id", "register_sheet", "register_source_row",
)  # fmt: skip


def apologies(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Count the overdue dossiers of the year of *as_of* by the state of their public apology.

    Overdue dossiers are those of the dossier list, plus register rows whose dossier the list
    lacks and whose own columns say overdue. ``late`` and ``invalid`` lie inside ``apologised``;
    ``days_late`` are calendar days, up to *as_of* for an open dossier.

    Source: Nghị định 61/2018/NĐ-CP, Điều 19; data/rules/apology.toml.

    Returns:
        One row per department and ``TOTAL``; total = apologised + missing.
    """
    if not has_kind(reader, "dossiers", "apologies"):
        return no_rows(COLUMNS)
    rows = apology_counts(overdue_dossiers(reader, as_of=as_of))
    return count_table(reader, rows, COUNTS, as_of=as_of, department=department)


def apology_register(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    List every overdue dossier of the year with the state of its apology, worst first.

    Returns:
        One row per dossier with ``REGISTER_COLUMNS``; ``status`` is ``missing``, ``invalid``,
        ``late`` or ``done``; ``failed_rules`` and ``failed_words`` name what is wrong.
    """
    rows = [r for r in overdue_dossiers(reader, as_of=as_of) if department in (None, r["department_code"])]
    worst = {"missing": 0, "invalid": 1, "late": 2, "done": 3}
    places = {code: place for place, code in enumerate(in_order({r["department_code"] or "" for r in rows}))}
    rows.sort(
        key=lambda r: (
            worst[r["status"]], -(r["overdue_calendar_days"] or 0), places[r["department_code"] or ""],
            r["dossier_code"],
        )
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(REGISTER_COLUMNS))


def overdue_dossiers(reader: Reader, *, as_of: date) -> list[Row]:
    """
    Every overdue dossier of the year, judged by the rule in force on *as_of*.

    Completion, throughput and register of one answer all ask: each reader judges a day once. The
    rows are shared and must not be changed.
    """
    known = _judged.setdefault(reader, {})
    if as_of not in known:
        rule, calendar = rule_in_force("apology", as_of), WorkingCalendar.office()
        known[as_of] = [judged(row, rule, as_of, calendar) for row in reader.rows(_SQL, as_of=as_of)]
    return list(known[as_of])


# A reader sees one build through one scope, and goes when its question is answered.
_judged: WeakKeyDictionary[Reader, dict[date, list[Row]]] = WeakKeyDictionary()


def judged(row: Row, rule: Rule, as_of: date, calendar: WorkingCalendar) -> Row:
    """*row* with its apology's status, the rules it fails, and by how many days the dossier is late."""
    made = has_apology(row, as_of)
    failed = failed_rules(row, rule, as_of) if made else []
    late = made and is_late(row)
    status = "missing" if not made else "invalid" if failed else "late" if late else "done"
    behind = lateness(row, as_of, calendar)
    return {
        **row,
        "is_open": bool(row["is_open"]),
        "is_vanished": bool(row["is_vanished"]),
        "status": status,
        "made_on": _made_on(row, rule),
        "is_late": late,
        "failed_rules": failed,
        "failed_words": [rule["words"].get(code, code) for code in failed],
        "overdue_calendar_days": behind.calendar_days,
        "overdue_working_days": behind.working_days,
        "overdue_working_hours": behind.working_hours,
    }


def has_apology(row: Row, as_of: date) -> bool:
    """An apology was made by *as_of*: it has a number, a date or a publication, none of them later."""
    given = [day for day in (row["apology_date"], row["published_at"]) if day is not None]
    if given:
        return any(day <= as_of for day in given)
    return bool(row["apology_number"])


def _made_on(row: Row, rule: Rule) -> date | None:
    """The day on which the apology was all that *rule* asks: where it asks for publication, the later of both days."""
    made, published = row["apology_date"], row["published_at"]
    if made and published and "not_published" in rule["checks"]:
        return max(made, published)
    return made or published


def is_late(row: Row) -> bool:
    """The apology is dated after the day the result was due."""
    due = _day(row["due"])
    return bool(row["apology_date"] and due and row["apology_date"] > due)


def failed_rules(row: Row, rule: Rule, as_of: date) -> list[str]:
    """Codes of the checks of *rule* that the apology in *row* does not pass, in the rule's order."""
    return [code for code in rule["checks"] if _CHECKS[code](row, as_of)]


def _second_overdue(row: Row, as_of: date) -> bool:
    end = _day(row["finished_at"]) or (as_of if row["is_open"] else None)
    return bool(row["rescheduled_to"] and end and row["rescheduled_to"] < end)


def _new_date_not_later(row: Row, as_of: date) -> bool:
    promised = _day(row["promised_at"] or row["legal_due_at"])
    return bool(row["rescheduled_to"] and promised and row["rescheduled_to"] <= promised)


def _is_published(row: Row, as_of: date) -> bool:
    """By its day of publication; by its place where the register has no such day; unjudged where it has neither."""
    if row["has_published_column"]:
        return row["published_at"] is not None and row["published_at"] <= as_of
    return bool(row["published_where"]) or not row["has_place_column"]


# Each says whether the apology fails.
_CHECKS: dict[str, Callable[[Row, date], bool]] = {
    "reason_missing": lambda row, as_of: bool(row["has_reason_column"]) and not row["reason"],
    "new_date_missing": lambda row, as_of: (
        bool(row["has_rescheduled_column"]) and bool(row["is_open"]) and row["rescheduled_to"] is None
    ),
    "new_date_not_later": _new_date_not_later,
    "second_overdue": _second_overdue,
    "number_missing": lambda row, as_of: not row["apology_number"],
    "date_missing": lambda row, as_of: row["apology_date"] is None,
    "signer_missing": lambda row, as_of: bool(row["has_signer_column"]) and not row["signer"],
    "not_published": lambda row, as_of: not _is_published(row, as_of),
    "sent_late": lambda row, as_of: is_late(row),
    "channel_missing": lambda row, as_of: bool(row["has_place_column"]) and not row["published_where"],
    "link_missing": lambda row, as_of: (
        bool(row["has_place_column"]) and not _LINK.search(row["published_where"] or "")
    ),
}


def apology_counts(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Counts of judged *rows* per department; None where the department is not known."""
    found: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        code = row["department_code"]
        counts = found.setdefault(code, {"department_code": code, **dict.fromkeys((*COUNTS, "vanished"), 0)})
        counts["total"] += 1
        counts["missing"] += row["status"] == "missing"
        counts["apologised"] += row["status"] != "missing"
        counts["late"] += row["is_late"]
        counts["invalid"] += row["status"] == "invalid"
        counts["days_late"] += row["overdue_calendar_days"]
        counts["vanished"] += row["is_vanished"]
    return list(found.values())


def _day(value: datetime | date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value

"""How often did what we forecast come true?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import pandas as pd

from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import decimal_vi
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import LABEL_VI, OBLIGATIONS, Campaign, campaigns
from metrics.pace.forecast import Outlook, outlooks
from store.builds.reader import Reader

COLUMNS = ("obligation", "checked", "held", "held_pct", "typical_error_days", "waiting")
CHECK_COLUMNS = (
    "as_of", "department_code", "obligation", "expected_date", "low_date", "high_date", "finished_on", "held",
    "error_days",
)  # fmt: skip
NONE_DUE = "Chưa có dự báo nào đến hạn để kiểm tra."
NONE_STORED = "Chưa lưu dự báo nào."

LogRow = Mapping[str, Any]


def rows_to_log(reader: Reader, *, as_of: date) -> list[dict[str, Any]]:
    """
    Return the forecasts of *as_of* as rows for the application database, one per department, campaign and
    obligation with something left and enough history.
    """
    seen = outlooks(reader, as_of=as_of)
    return [
        _log_row(seen[name], code, campaign, reader.build_id)
        for campaign in campaigns()
        for name in campaign.obligations
        for code in seen[name].required
        if seen[name].remaining(code) and seen[name].has_enough(code)
    ]


def _log_row(outlook: Outlook, code: str, campaign: Campaign, build_id: str | None) -> dict[str, Any]:
    low, high = outlook.date_range(code)
    return {
        "build_id": build_id,
        "as_of": outlook.as_of,
        "campaign": campaign.id,
        "obligation": outlook.obligation,
        "department_code": code,
        "remaining": outlook.remaining(code),
        "p_on_time": outlook.chance_by(code, campaign.last_day),
        "expected_date": outlook.expected_date(code),
        "low_date": low,
        "high_date": high,
        "points_used": outlook.units[code].points,
    }


def finish_days(reader: Reader, *, as_of: date) -> dict[tuple[str, str], date]:
    """Return (department, obligation) to the working day its last item was done, for those with nothing left."""
    found: dict[tuple[str, str], date] = {}
    for name, outlook in outlooks(reader, as_of=as_of).items():
        for code in outlook.required:
            days = outlook.history.done.get(code, {})
            if outlook.claim(code).is_reached and days:
                found[code, name] = max(days)
    return found


def checked_forecasts(
    log: Iterable[LogRow], finished: Mapping[tuple[str, str], date], *, as_of: date
) -> pd.DataFrame:
    """
    Hold every stored forecast against what happened.

    The last forecast of a day counts. Finished inside the 80 % range, both ends included: held.
    Not finished although the range is over by *as_of*: not held. Otherwise still waiting, like every
    forecast of *as_of* itself. A forecast made on or after the finish is not checked: it had nothing to say.

    Returns:
        One row per day, department and obligation with ``CHECK_COLUMNS``; ``held`` null: waiting;
        ``error_days``: working days by which the finish came after (+) or before (−) the expected day.
    """
    calendar = WorkingCalendar.office()
    newest = {(row["as_of"], row["department_code"], row["obligation"]): row for row in log}
    rows = [_check(row, finished.get((row["department_code"], row["obligation"])), as_of, calendar)
            for row in newest.values() if row["as_of"] <= as_of]  # fmt: skip
    rows = [row for row in rows if row["finished_on"] is None or row["finished_on"] > row["as_of"]]
    rows.sort(key=lambda row: (row["as_of"], OBLIGATIONS.index(row["obligation"]), row["department_code"]))
    return pd.DataFrame(rows, columns=list(CHECK_COLUMNS)).astype({"held": object})


def _check(row: LogRow, finished_on: date | None, as_of: date, calendar: WorkingCalendar) -> dict[str, Any]:
    low, high, expected = row["low_date"], row["high_date"], row["expected_date"]
    if finished_on is not None:
        # An open start means even the earliest futures lay beyond the horizon.
        held = low is not None and low <= finished_on and (high is None or finished_on <= high)
    else:
        held = False if high is not None and as_of > high else None
    error = (
        None if finished_on is None or expected is None else _working_days(expected, finished_on, calendar)
    )
    return {
        **{name: row[name] for name in ("as_of", "department_code", "obligation")},
        "expected_date": expected, "low_date": low, "high_date": high,
        "finished_on": finished_on, "held": held, "error_days": error,
    }  # fmt: skip


def _working_days(expected: date, finished_on: date, calendar: WorkingCalendar) -> int:
    late = calendar.working_days_after(expected, finished_on)
    return late or -calendar.working_days_after(finished_on, expected)


def calibration(checks: pd.DataFrame) -> pd.DataFrame:
    """
    Sum the checks up per obligation.

    Returns:
        One row per obligation with any forecast and ``TOTAL``: checked, held, held_pct (null while nothing
        could be checked), typical_error_days (median of the absolute errors), waiting.
    """
    every = checks.to_dict("records")
    by_name = {name: [row for row in every if row["obligation"] == name] for name in OBLIGATIONS}
    rows = [_summary(name, own) for name, own in by_name.items() if own]
    if rows:
        rows.append(_summary(TOTAL, every))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _summary(name: str, checks: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    decided = [row for row in checks if row["held"] is not None]
    held, errors = sum(row["held"] for row in decided), [row["error_days"] for row in checks]
    known = [abs(error) for error in errors if not pd.isna(error)]
    return {
        "obligation": name,
        "checked": len(decided),
        "held": held,
        "held_pct": round(100 * held / len(decided), 1) if decided else None,
        "typical_error_days": float(median(known)) if known else None,
        "waiting": len(checks) - len(decided),
    }


def calibration_words(summary: pd.DataFrame) -> str:
    """Return the finding: how often the ranges held, or that nothing could be checked yet."""
    if summary.empty:
        return NONE_STORED
    total = summary[summary["obligation"] == TOTAL].iloc[0]
    if not total["checked"]:
        return NONE_DUE
    words = f"{decimal_vi(total['held_pct'], 0)}% số lần, kết quả nằm trong khoảng 80% đã báo"
    if pd.isna(total["typical_error_days"]):
        return f"{words} ({total['checked']} lần kiểm tra)"
    error = decimal_vi(total["typical_error_days"], 0)
    return f"{words} ({total['checked']} lần kiểm tra); thường lệch {error} ngày làm việc"


def obligation_words(row: Mapping[str, Any]) -> str:
    """Return one obligation's record: ``Lưu trữ công việc: 8/10 lần đúng khoảng``."""
    name = LABEL_VI.get(row["obligation"], "Tất cả yêu cầu")
    if not row["checked"]:
        return f"{name}: chưa có dự báo nào đến hạn để kiểm tra"
    return f"{name}: {row['held']}/{row['checked']} lần đúng khoảng"

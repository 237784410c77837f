"""How do last year's shortfalls and this year's jobs read: what was won back, what nobody was given, what is late?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import UNASSIGNED_VI, department_name
from domain.wording.formats import NBSP, count, day, points
from metrics.asking.state import TOTAL
from metrics.counts.assignments import is_overdue
from ui.index.index_state import owner_words, points_words
from ui.look.words import STATES

JOB_COLUMNS = (
    "criterion", "task", "state", "due", "leads", "product", "due_date", "is_done", "is_overdue", "place",
)  # fmt: skip


def rows_of_unit(rows: pd.DataFrame, code: str | None) -> pd.DataFrame:
    """The shortfalls of unit *code*; all when None."""
    return rows if code is None else rows.loc[[code in codes for codes in rows["departments"]]]


def job_rows(items: Iterable[Mapping[str, Any]], code: str | None, *, as_of: date) -> pd.DataFrame:
    """One row per job of unit *code* (of all when None), open and overdue first."""
    rows = [_job_row(item, as_of) for item in items if code is None or code in item["codes"]]
    return pd.DataFrame(rows, columns=list(JOB_COLUMNS)).sort_values(
        ["is_done", "is_overdue", "due_date"], ascending=[True, False, True], kind="stable"
    )


def _job_row(item: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    return {
        "criterion": item["code"] or "–",
        "task": item["task"],
        "leads": owner_words(item["codes"]) if item["codes"] else UNASSIGNED_VI,
        "due": day(item["due_date"]) if item["due_date"] else item["due_text"] or "Không ghi",
        "due_date": item["due_date"],
        "is_done": bool(item["is_done"]),
        "is_overdue": is_overdue(item, as_of),
        "state": job_state(item, as_of=as_of),
        "product": item["product"] or "",
        "place": (item.get("import_id"), item.get("sheet"), item.get("source_row")),
    }


def job_state(item: Mapping[str, Any], *, as_of: date) -> str:
    """How a job stands, lateness first."""
    if item["is_done"]:
        return "Đã xong"
    return "Quá hạn" if is_overdue(item, as_of) else STATES.get(item["status"] or "", "Chưa rõ")


def stated_fixed(table: pd.DataFrame, code: str | None) -> dict[str, float]:
    """What Phụ lục 1 says is fixed, in points, from the metric `shortfalls`; empty where it says nothing of *code*."""
    own = table[table["department_code"] == (code or TOTAL)]
    return (
        {name: float(own[name].iloc[0]) for name in ("total", "lost", "recovered", "open")}
        if len(own)
        else {}
    )


def shortfalls_headline(fixed: Mapping[str, float], unassigned: int) -> str:
    """What was won back, and how many shortfalls nobody was given."""
    said = (
        f"Đã lấy lại {points(fixed['recovered'])}/{points_words(fixed['lost'])}"
        if fixed
        else "Chưa có Phụ lục 1 nên chưa rõ đã lấy lại bao nhiêu"
    )
    return (
        f"{said}; {count(unassigned)}{NBSP}tồn tại chưa phân công"
        if unassigned
        else f"{said}; tồn tại nào cũng đã phân công"
    )


def shortfalls_lead(
    found: Mapping[str, float | int | None], jobs: pd.DataFrame, rest: pd.DataFrame, code: str | None
) -> str:
    """What will probably come back beside what is said to be fixed, what stays lost, and what Phụ lục 1 does not list."""
    late = int(jobs["is_overdue"].sum())
    said = (
        f"Đã lấy lại là điểm của tồn tại ghi đã khắc phục; theo điểm dự kiến năm nay thì lấy lại {points_words(found['recovered'])}. "
        if found["lost"]
        else ""
    )
    said += f"{count(found['repeats'])} tiêu chí vẫn dưới điểm tối đa như năm trước"
    said += f"; {count(late)} nhiệm vụ quá hạn." if late else "; không nhiệm vụ nào quá hạn."
    if len(rest):
        surveyed = int((rest["method"] == "survey").sum())
        who = "đều" if surveyed == len(rest) else count(surveyed)
        said += f" Ngoài Phụ lục 1 còn {count(len(rest))} tiêu chí mất điểm, {who} do điều tra xã hội học."
    return f"{said} Đang xem: {department_name(code)}." if code else said


def shortfalls_to_show(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the words of the list; what nobody was given says so first."""
    return rows.assign(
        assigned_words=[
            UNASSIGNED_VI if none else f"{count(n - left)}/{count(n)} việc xong" if n else "Chờ điều tra"
            for none, n, left in zip(rows["is_unassigned"], rows["jobs"], rows["jobs_open"], strict=True)
        ],
        departments_words=[owner_words(codes) for codes in rows["departments"]],
    )


def who_answers(row: Mapping[Any, Any]) -> str:
    """Who Phụ lục 1 names for the loss, and who leads the criterion this year where that is another."""
    said = f"Đơn vị: {owner_words(row['departments'])}"
    owners = list(row["owners"])
    return (
        f"{said}. Chủ trì năm nay: {owner_words(owners)}" if owners and owners != row["departments"] else said
    )

"""What does the page of the plan ask for, and how do the cheapest plan and its work read?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from domain.agency.departments import department_name
from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import NBSP, count, day, points
from metrics.asking.rules import rule_in_force
from metrics.criteria.assessment import Assessment, assess
from metrics.limits.campaigns import current_campaigns
from metrics.plan.planner import (
    Plan,
    Selection,
    WhatIf,
    capacities,
    cheapest_plan,
    goals,
    marginal_points,
    plan_items,
    points_secured,
    what_if,
)
from metrics.points.ledger import total
from store.builds.reader import Reader
from ui.index.index_state import points_typed, points_words
from ui.look.tables import unit_name

WORK = {
    "task_closure": "Báo cáo, lưu trữ công việc",
    "work_file_complete": "Lập đủ hồ sơ công việc",
    "apology": "Gửi thư xin lỗi",
    "shortfall": "Khắc phục tồn tại",
    "assignment": "Hoàn thành nhiệm vụ",
    "criterion": "Hoàn thiện tiêu chí, minh chứng",
}
# Where no limit lies ahead, the plan is for so many days.
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for, as the address keeps it."""

    target: Decimal
    is_level: bool
    by: date
    per_day: int

    @property
    def key(self) -> str:
        """What tells the work of one goal from that of another."""
        return f"{self.target}-{self.is_level}-{self.by}-{self.per_day}"


def asked_for(address: Mapping[str, str], *, as_of: date, today: date) -> Asked:
    """The plan asked for in the address, with sensible values where it says nothing or nothing readable."""
    return Asked(
        target=_decimal(address.get("diem", ""), Decimal(1)),
        is_level=address.get("muc_tieu") == "dat",
        by=_day(address.get("den", ""), today),
        per_day=int(_decimal(address.get("suc", ""), Decimal(usual_pace(as_of)))),
    )


def _decimal(text: str, usual: Decimal) -> Decimal:
    found = points_typed(text)
    return usual if found is None else found


def _day(text: str, today: date) -> date:
    try:
        return max(date.fromisoformat(text), today)
    except ValueError:
        return usual_limit(today)


def usual_limit(today: date) -> date:
    """The last good day of the limits ahead in the year, whose work alone counts in it, else two weeks on."""
    ahead = [
        one.last_day
        for one in current_campaigns(today)
        if one.last_day >= today and one.last_day.year == today.year
    ]
    return max(ahead, default=today + timedelta(days=USUAL_DAYS))


def usual_pace(as_of: date) -> int:
    """Items a unit does in a working day, by the rule."""
    return int(rule_in_force("planner", as_of)["items_per_day"])


def working_days(as_of: date, by: date) -> int:
    """Working days from the day after the data up to and including *by*."""
    return WorkingCalendar.office().working_days_after(as_of, by)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The cheapest plan, what each piece of work is worth, and the points if scored today."""

    plan: Plan
    pools: pd.DataFrame
    secured: Decimal


def plan_proposal(reader: Reader, *, as_of: date, asked: Asked, own: str | None) -> Proposal:
    """The cheapest plan for *asked*; by the work of unit *own* alone where one is named."""
    found = _assessed(reader, as_of)
    work, secured = goals(found), points_secured(found)
    limits = capacities(work, as_of=as_of, by=asked.by, per_day=asked.per_day)
    if own is not None:
        limits = {code: limit if code == own else 0 for code, limit in limits.items()}
    wanted = max(asked.target - secured, Decimal(0)) if asked.is_level else asked.target
    pools = marginal_points(found)
    shown = pools[pools["department_code"].eq(own)] if own else pools
    return Proposal(cheapest_plan(work, points=wanted, capacity=limits), shown, secured)


def as_if_done(
    reader: Reader, *, as_of: date, items: tuple[tuple[str, int], ...], full_codes: tuple[str, ...]
) -> WhatIf:
    """The index if just this were done."""
    return what_if(_assessed(reader, as_of), Selection(dict(items), full_codes))


def _assessed(reader: Reader, as_of: date) -> Assessment:
    found = assess(reader, as_of=as_of, use_haircut=True, decision=None)
    assert found is not None
    return found


def items_of_plan(reader: Reader, *, as_of: date, chosen: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    """Exactly which tasks, dossiers and files a plan of *chosen* numbers takes first."""
    plan = Plan(dict(chosen), Decimal(0), Decimal(0), is_reached=True, asked=Decimal(0))
    return plan_items(reader, plan, as_of=as_of)


def unlisted_words(plan: Plan, listed: pd.DataFrame) -> str:
    """What of *plan* stands in no list of its own, so that the *listed* items and it add up to the plan; empty where all is listed."""
    many = Counter(listed["key"])
    rest = {key: number - many[key] for key, number in plan.chosen.items() if number > many[key]}
    if not rest:
        return ""
    pieces = dict.fromkeys(f"{code} · {WORK[kind]}" for code, kind, _ in (key.split("|") for key in rest))
    return f"Phương án gồm thêm {count(sum(rest.values()))}{NBSP}việc không có danh sách riêng: {', '.join(pieces)}."


def plan_headline(plan: Plan, asked: Asked, secured: Decimal, unknown: Decimal = Decimal(0)) -> str:
    """What the cheapest plan is, without promising; *unknown* are points that nobody knows of whether work wins them."""
    items, units = sum(plan.chosen.values()), len({key.rsplit("|", 1)[1] for key in plan.chosen})
    if not items:
        if asked.is_level and secured >= asked.target:
            return f"Nếu chấm hôm nay đã được {points_words(secured)}, đạt mức {points(asked.target)}"
        if unknown:
            return f"Chưa thấy việc nào lấy lại được điểm trong phần đã có căn cứ; {points_words(unknown)} chưa biết"
        return "Không còn việc nào lấy lại được điểm trong thời gian này"
    work = f"{count(items)}{NBSP}việc ở {count(units)}{NBSP}đơn vị"
    if plan.is_reached:
        return f"Cần ít nhất {work} để thêm {points_words(plan.points)} so với chấm hôm nay, đến hết ngày{NBSP}{day(asked.by)}"
    return (
        f"Chưa đủ sức đạt mục tiêu: làm {work} thì thêm được {points_words(plan.points)},"
        f" còn thiếu {points_words(plan.asked - plan.points)}"
    )


def plan_lead(found: Assessment, secured: Decimal, own: str | None) -> str:
    """Where the score stands, and how the most that work can bring lies above it; of a unit also its part."""
    counted, keepable = found.expected - secured, total(found).keepable
    whose = "Tính trên các tiêu chí đơn vị chủ trì hoặc đang giữ việc. " if own else ""
    part = (
        f" Phần của {department_name(own)} trong số còn giữ được: {points_words(total(found, own).keepable)}."
        if own
        else ""
    )
    return (
        f"{whose}Nếu chấm hôm nay: **{points_words(secured)}**; dự kiến {points_words(found.expected)} vì đã tính trước"
        f" {points_words(counted)} của phần việc đang làm. Làm hết có thể thêm {points_words(counted + keepable)} so với"
        f" chấm hôm nay: {points(counted)} đã tính trước, {points(keepable)} còn giữ được đến hạn.{part}"
    )


def work_to_show(pools: pd.DataFrame, chosen: Mapping[str, int]) -> pd.DataFrame:
    """What can be ticked, the chosen on top."""
    rows = pools.assign(number=[chosen.get(key, 0) for key in pools["key"]])
    rows = rows.assign(is_chosen=rows["number"] > 0).sort_values(
        ["is_chosen", "all_points"], ascending=[False, False], kind="stable"
    )
    return pd.DataFrame(
        {
            "Làm": rows["is_chosen"].to_numpy(),
            "Việc": [f"{code} · {WORK[kind]}" for kind, code in zip(rows["kind"], rows["code"], strict=True)],
            "Đơn vị": [unit_name(c) for c in rows["department_code"]],
            "Số việc": rows["number"].where(rows["is_chosen"], rows["items"]).astype(int).to_numpy(),
            "Còn": rows["items"].astype(int).to_numpy(),
            "Thêm được": [
                f"{points(p)} khi đủ {count(n)} việc" if n > 1 else f"{points(p)} mỗi việc"
                for p, n in zip(rows["next_points"], rows["items_to_next_points"], strict=True)
            ],
            "Xong cả tiêu chí": [points(value) for value in rows["all_points"]],
            "Bậc điểm": rows["remark"].to_numpy(),
        },
        index=rows["key"].to_numpy(),
    )


def ticked(edited: pd.DataFrame) -> dict[str, int]:
    """How many of each work are ticked in the list as edited, at most as many as are left; none of zero."""
    rows = edited[edited["Làm"].astype(bool) & edited["Số việc"].notna()]
    return {
        str(key): min(int(number), int(most))
        for key, number, most in zip(rows.index, rows["Số việc"], rows["Còn"], strict=True)
        if int(number) > 0
    }


def results_table(result: WhatIf, secured: Decimal, found: Assessment) -> pd.DataFrame:
    """Now, with the chosen work, and the maximum: one row per case, with its 80 % where it has one."""
    after = points_secured(result.assessment)
    return pd.DataFrame(
        [
            ("Nếu chấm hôm nay", secured, None, None, "today"),
            ("Nếu làm xong các việc đã chọn rồi chấm", after, None, None, "chosen"),
            ("Dự kiến hiện nay", result.expected_now, result.band_now.p10, result.band_now.p90, "expected"),
            ("Dự kiến khi có các việc đã chọn", result.expected, result.band.p10, result.band.p90, "chosen"),
            ("Tối đa", found.max_score, None, None, "maximum"),
        ],
        columns=["name", "points", "low", "high", "tone"],
    ).astype({"points": float, "low": float, "high": float})


def kept_result(result: WhatIf) -> dict[str, Any]:
    """What a saved plan keeps of its result."""
    return {
        "recovered": float(result.recovered),
        "expected": float(result.expected),
        "p10": result.band.p10,
        "p90": result.band.p90,
    }

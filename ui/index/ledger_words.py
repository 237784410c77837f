"""How do pages say what may be lost, what can still be kept, and what is left, by the one ledger?"""

from decimal import Decimal

import pandas as pd

from domain.agency.departments import department_name
from domain.wording.formats import count, index_vi, interval, points
from metrics.plan.planner import WhatIf
from metrics.progress.what_is_left import work_in
from ui.deadlines.overview import DepartmentStanding, Limit
from ui.deadlines.task_steps import Remaining
from ui.index.index_state import points_account, points_words


def expected_words(result: WhatIf) -> str:
    """How far the expectation moves, and why that is less than what the work wins."""
    counted = result.recovered - result.expected_gain
    said = (
        f"dự kiến thêm {points(result.expected_gain)}, thành {index_vi(result.expected)}"
        f" ({interval(result.band.p10, result.band.p90)})"
    )
    return f"{said}, vì {points(counted)} đã tính trước trong dự kiến" if round(counted, 2) else said


def of_all(keepable: float | None) -> str:
    """`` trong 6,02 điểm còn giữ được đến hạn``: what the points of the calls are a part of."""
    whole = f" trong {points(keepable)}" if keepable is not None else ""
    return f"{whole} điểm còn giữ được đến hạn"


def at_risk_words(points_at_risk: float | Decimal | None) -> str:
    """``phần của đơn vị có thể mất 2,95 điểm``: a unit's own part of the points that may be lost."""
    return f"phần của đơn vị có thể mất {points_words(points_at_risk)}"


def points_said(code: str) -> str:
    """The department with its part of the points, as every page has it; its name alone where nothing is known."""
    sums = points_account(code)
    if not sums["known"]:
        return f"{department_name(code)}."
    lost, keepable = at_risk_words(sums["at_risk"]), points_words(sums["keepable"])
    return f"{department_name(code)}: {lost}, còn giữ được đến hạn {keepable}."


def left_words(items: pd.DataFrame, main: Limit | None, standing: DepartmentStanding) -> str:
    """How what is left before the main limit lies in all that is left; empty where both are the same."""
    if main is None or work_in(items.to_dict("records")) == standing.work:
        return ""
    return f" Riêng {main.campaign.by_vi}: {standing.work.words}; phần kia thuộc yêu cầu khác."


def uncovered_words(left: Remaining) -> str:
    """Which tasks are listed though the rate of work files leaves their units out; empty where none are."""
    if not left.uncovered:
        return ""
    names = ", ".join(map(department_name, left.uncovered_units))
    return (
        f". Gồm {count(left.uncovered)} việc chưa ghi mã hồ sơ của {names}: đơn vị chưa nộp danh mục hồ sơ nên tỷ lệ Lập hồ sơ"
        " chưa kể"
    )

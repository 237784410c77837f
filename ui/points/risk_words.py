"""How do the points that may be lost read: their headline, whose they are, and the table of fields and units?"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from domain.agency.departments import department_name, short_name
from domain.said.known_part import loss_words, no_loss_words
from domain.wording.formats import count, is_known, points
from domain.wording.text import upper_first
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.points.ledger import NOBODY
from ui.charts.heat import HeatCell
from ui.index.index_state import points_words
from ui.index.ledger_words import at_risk_words

Cells = Mapping[tuple[str, str], Mapping[Any, Any]]


def risk_headline(rows: pd.DataFrame, sums: Mapping[str, float], unknown: float, code: str | None) -> str:
    """The points, and the one criterion that weighs most; of a unit its own part."""
    known = rows.dropna(subset=["expected_loss"])
    if known.empty:
        return f"Chưa chấm được tiêu chí nào: {points_words(unknown)} chưa có căn cứ"
    if round(sums["at_risk"], 2) == 0:
        return upper_first(no_loss_words(float(known["max_score"].sum()), unknown))
    worst = records(known.sort_values("part", ascending=False, kind="stable"))[0]
    said = loss_words(sums["at_risk"], float(known["max_score"].sum()), unknown)
    if code:
        said = at_risk_words(sums["at_risk"])
    return f"{upper_first(said)}; lớn nhất là {worst['code']} {worst['name']}: {points_words(worst['part'])}"


def risk_lead(rows: pd.DataFrame, sums: Mapping[str, float], heat: pd.DataFrame, code: str | None) -> str:
    """What can still be kept, what cannot, and whose it is; of a unit also how its part lies in the criteria."""
    said = (
        f"**{points_words(sums['keepable'])}** còn giữ được đến hạn ({points(sums['not_done'])} chưa làm,"
        f" {points(sums['appraisal'])} tùy thẩm định), {points_words(sums['settled'])} khó lấy lại."
    )
    if not code:
        return f"{said} {holder_words(heat)}"
    return (
        f"{department_name(code)}: {said} {count(len(rows))} tiêu chí đơn vị chủ trì hoặc đang giữ việc có thể mất"
        f" {points_words(float(rows['expected_loss'].sum()))} tính trọn cho cả cơ quan;"
        f" riêng {count(int(sums['led']))} tiêu chí chủ trì: {points_words(sums['led_at_risk'])}."
    )


def holder_words(heat: pd.DataFrame) -> str:
    """Who holds the most points at risk; nothing where no unit holds any."""
    held = heat[(heat["field_code"] == TOTAL) & ~heat["department_code"].isin([TOTAL, NOBODY])]
    if held.empty or not held["expected_loss"].max() > 0:
        return ""
    first = held.sort_values("expected_loss", ascending=False).iloc[0]
    return (
        f"Phần lớn nhất: {department_name(first['department_code'])}, {points_words(first['expected_loss'])}."
    )


def heat_title(cells: Cells, units: Sequence[str], fields: Sequence[str]) -> str:
    """Who holds how much, and in which field most."""
    held = {
        code: cells[TOTAL, code]["expected_loss"] or 0
        for code in units
        if is_known(cells[TOTAL, code]["expected_loss"])
    }
    if not held or max(held.values()) <= 0:
        return "Không đơn vị nào giữ điểm có thể mất"
    unit = max(held, key=lambda code: held[code])
    field = max(fields, key=lambda one: _loss(cells.get((one, unit))))
    who = short_name(unit) if unit else "Phần chưa phân công"
    return (
        f"{who} giữ {points(held[unit])} trong {points_words(sum(held.values()))} có thể mất,"
        f" nhiều nhất ở lĩnh vực {field}"
    )


def _loss(cell: Mapping[Any, Any] | None) -> float:
    return cell["expected_loss"] if cell and is_known(cell["expected_loss"]) else 0.0


def heat_cell(cell: Mapping[Any, Any] | None, link: str = "") -> HeatCell:
    """One cell of the table of fields and units: no cell is "not applicable", no figure is unknown."""
    if cell is None:
        return HeatCell(None, is_applicable=False)
    return HeatCell(cell["expected_loss"] if is_known(cell["expected_loss"]) else None, link=link)


def by_field(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per field: what may be lost, what is unknown, the maximum; the most to lose first."""
    table = (
        rows.assign(unknown=rows["max_score"].where(rows["expected_loss"].isna(), 0.0))
        .groupby(["field_code", "field"], as_index=False)
        .agg(loss=("expected_loss", "sum"), unknown=("unknown", "sum"), max_score=("max_score", "sum"))
        .sort_values("loss", ascending=False, kind="stable")
    )
    return table.assign(name=table["field_code"] + ". " + table["field"])

"""Did what was forecast come true? Ranges that were told against the day it happened."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import day_month, is_known
from metrics.asking.rows import records
from ui.charts.template import bars_height, base_figure, end_of
from ui.look.theme import Palette

_ROOM = timedelta(days=2)
# Parts of the axis that carry a day: as many as fit under the figure on a phone without being turned or cut.
TICKS = (0.0, 0.42, 0.84)


def told_ranges(checks: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    One row per forecast: the 80 % range as a bar, the finish as a dot, a cross where it fell outside.

    A range without an end within sight runs to the edge and ends in an arrow.

    Args:
        checks: Columns ``name``, ``low_date``, ``high_date``, ``finished_on`` and ``held``, in the order to show;
            ``low_date`` is known.
    """
    figure = base_figure(palette, height=bars_height(len(checks)))
    rows = records(checks)
    known = [
        row[name] for row in rows for name in ("low_date", "high_date", "finished_on") if is_known(row[name])
    ]
    first, edge = min(known) - _ROOM, max(known) + _ROOM
    for row in rows:
        _range(figure, row, edge, palette)
    _finishes(figure, [row for row in rows if is_known(row["finished_on"])], palette)
    days = [first + (edge - first) * part for part in TICKS]
    figure.update_xaxes(
        type="date", range=[end_of(first - _ROOM), end_of(edge + _ROOM)], tickangle=0,
        tickvals=[end_of(day) for day in days], ticktext=[f"{day:%d/%m}" for day in days],
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category", dtick=1, ticks="")
    figure.update_yaxes(tickfont={"color": palette.text})
    return figure


def _range(figure: go.Figure, row: dict[str, Any], edge: date, palette: Palette) -> None:
    is_open = not is_known(row["high_date"])
    end = edge if is_open else row["high_date"]
    until = "chưa thấy ngày xong" if is_open else day_month(end)
    figure.add_scatter(
        x=[end_of(row["low_date"]), end_of(end)],
        y=[row["name"]] * 2,
        mode="lines+markers",
        line={"color": palette.fill("on_course"), "width": 8},
        opacity=0.55,
        marker={
            "symbol": ["circle", "triangle-right" if is_open else "circle"],
            "size": [1, 16 if is_open else 1],
        },
        hovertemplate=f"đã báo {day_month(row['low_date'])}–{until}<extra></extra>",
    )


def _finishes(figure: go.Figure, rows: list[dict[str, Any]], palette: Palette) -> None:
    figure.add_scatter(
        x=[end_of(row["finished_on"]) for row in rows],
        y=[row["name"] for row in rows],
        mode="markers",
        marker={
            "size": 10,
            "symbol": ["circle" if row["held"] else "x" for row in rows],
            "color": [palette.text if row["held"] else palette.fill("at_risk") for row in rows],
        },
        hovertemplate="xong %{x|%d/%m/%Y}<extra></extra>",
    )

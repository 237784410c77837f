"""Did what was forecast come true? Ranges that were told against the day it happened."""

import pandas as pd
import plotly.graph_objects as go

from domain.formats import day_month
from ui.charts.template import bars_height, base_figure, end_of
from ui.theme import Palette


def told_ranges(checks: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    One row per forecast: the 80 % range as a bar, the finish as a dot, filled where the range held.

    Args:
        checks: Columns ``name``, ``low_date``, ``high_date``, ``finished_on`` and ``held``, in the order to show.
    """
    figure = base_figure(palette, height=bars_height(len(checks)))
    for row in checks.to_dict("records"):
        figure.add_scatter(
            x=[end_of(row["low_date"]), end_of(row["high_date"])],
            y=[row["name"]] * 2,
            mode="lines",
            line={"color": palette.fill("on_course"), "width": 8},
            hovertemplate=f"đã báo {day_month(row['low_date'])}–{day_month(row['high_date'])}<extra></extra>",
        )
    ended = checks[checks["finished_on"].notna()]
    figure.add_scatter(
        x=[end_of(value) for value in ended["finished_on"]],
        y=ended["name"],
        mode="markers",
        marker={
            "size": 10,
            "symbol": ["circle" if held else "x" for held in ended["held"]],
            "color": palette.text,
        },
        hovertemplate="xong %{x|%d/%m/%Y}<extra></extra>",
    )
    figure.update_xaxes(type="date", tickformat="%d/%m", nticks=6)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, type="category", dtick=1, tickfont={"color": palette.text}
    )
    return figure

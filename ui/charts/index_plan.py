"""Where does the score stand now, where would the chosen work bring it, and what is the most there is?"""

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import decimal_vi, interval
from metrics.asking.rows import records
from ui.charts.template import base_figure
from ui.look.theme import Palette

_ROW = 48


def plan_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    One bar per state of the score, its 80 % range as a whisker.

    Args:
        table: Columns ``name``, ``points``, ``low``, ``high`` (NaN without a range) and ``tone``:
            today, expected, chosen or maximum; in order.
    """
    figure = base_figure(palette, height=_ROW * len(table) + 40)
    begin = max(0.0, (min(table["points"].min(), table["low"].min()) - 3) // 10 * 10)
    fills = {
        "today": palette.muted,
        "expected": palette.text,
        "chosen": palette.fill("on_course"),
        "maximum": palette.panel,
    }
    figure.add_bar(
        y=list(range(len(table))),
        x=table["points"] - begin,
        base=begin,
        orientation="h",
        width=0.36,
        marker={"color": [fills[tone] for tone in table["tone"]]},
        hovertext=_words(table),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for place, row in enumerate(records(table)):
        if pd.notna(row["low"]):
            _whisker(figure, place, row["low"], row["high"], palette)
        figure.add_annotation(
            x=begin, y=place - 0.42, text=_words(table)[place], showarrow=False, xanchor="left", yanchor="middle",
            xshift=-2, font={"color": palette.text},
        )  # fmt: skip
    top = max(float(table["points"].max()), float(table["high"].max(skipna=True) or 0))
    figure.update_xaxes(range=[begin, top + (top - begin) * 0.03], nticks=5, tickformat=",d", showline=False, ticks="",
                        showgrid=False, gridcolor=palette.border)  # fmt: skip
    figure.update_yaxes(range=[len(table) - 0.5, -0.75], visible=False)
    if begin:
        figure.add_annotation(
            xref="paper", yref="paper", x=1, y=1, xanchor="right", yanchor="bottom", showarrow=False,
            text=f"trục bắt đầu từ {decimal_vi(begin, 0)}", font={"color": palette.muted},
        )  # fmt: skip
    return figure.update_layout(height=_ROW * len(table) + 40, margin={"t": 18, "b": 22})


def _words(table: pd.DataFrame) -> list[str]:
    return [
        f"{name}: {decimal_vi(points, 2)}" + (f" ({interval(low, high)})" if pd.notna(low) else "")
        for name, points, low, high in zip(
            table["name"], table["points"], table["low"], table["high"], strict=True
        )
    ]


def _whisker(figure: go.Figure, place: int, low: float, high: float, palette: Palette) -> None:
    figure.add_scatter(
        x=[low, high], y=[place, place], mode="lines+markers", hoverinfo="skip",
        line={"color": palette.fill("unknown"), "width": 2},
        marker={"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": palette.fill("unknown")}},
    )  # fmt: skip

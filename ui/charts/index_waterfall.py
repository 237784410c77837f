"""How does last year's score lead to the one expected, step by step?"""

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import decimal_vi, signed
from ui.charts.template import base_figure
from ui.look.theme import Palette

_ROW = 40
_TENS = 10


def waterfall(steps: pd.DataFrame, low: float | None, high: float | None, *, palette: Palette) -> go.Figure:
    """
    Lying waterfall that keeps its names on a phone: totals in ink, lost in wine, won back in teal, the
    appraisal outlined in amber, what is unknown hatched.

    Args:
        steps: Rows of `metrics.points.risk_tables.waterfall_table` with a column ``tone``: total, lost, recovered,
            appraisal or unknown.
        low: Lower end of the 80 % range of the last total; None without.
        high: Its upper end.
    """
    figure = base_figure(palette, height=_ROW * len(steps) + 56)
    begin = _begin(steps, low)
    totals = steps["tone"] == "total"
    left = steps[["start", "end"]].min(axis=1).where(~totals, begin)
    right = steps[["start", "end"]].max(axis=1)
    figure.add_bar(
        y=steps["label"],
        x=right - left,
        base=left,
        orientation="h",
        marker=_markers(list(steps["tone"]), palette),
        hovertext=_words(steps),
        hovertemplate="%{y}: %{hovertext} điểm<extra></extra>",
    )
    _labels(figure, steps, right, high, palette)
    if low is not None and high is not None:
        _whisker(figure, str(steps["label"].iloc[-1]), low, high, palette)
    top = max(float(right.max()), high or 0.0)
    figure.update_xaxes(range=[begin, top + (top - begin) * 0.38], nticks=5, tickformat=",d", showgrid=False,
                        gridcolor=palette.border, showline=False, ticks="")  # fmt: skip
    figure.update_yaxes(
        autorange="reversed", showgrid=False, ticks="", tickfont={"color": palette.text}, nticks=None
    )
    if begin:
        figure.add_annotation(
            xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom", showarrow=False,
            text=f"trục bắt đầu từ {decimal_vi(begin, 0)}", font={"color": palette.muted},
        )  # fmt: skip
    return figure


def _begin(steps: pd.DataFrame, low: float | None) -> float:
    """Where the axis begins: a whole ten clearly below everything drawn, and the figure says so."""
    ends = steps[steps["tone"] == "total"]["end"]
    between = steps[steps["tone"] != "total"][["start", "end"]].min(axis=1)
    lowest = min(float(end) for end in (*ends, *between, *([low] if low is not None else [])))
    return max(0.0, (lowest - 3) // _TENS * _TENS)


def _words(steps: pd.DataFrame) -> list[str]:
    return [
        decimal_vi(end, 1) if tone == "total" else signed(points, 2)
        for tone, points, end in zip(steps["tone"], steps["points"], steps["end"], strict=True)
    ]


def _labels(
    figure: go.Figure, steps: pd.DataFrame, right: pd.Series, high: float | None, palette: Palette
) -> None:
    """The value behind each bar; behind the whisker at the last total."""
    places = [*right.iloc[:-1], max(float(right.iloc[-1]), high or 0.0)]
    figure.add_scatter(
        y=steps["label"], x=places, mode="text", text=[f"  {word}" for word in _words(steps)],
        textposition="middle right", textfont={"color": palette.text}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def _markers(tones: list[str], palette: Palette) -> dict:
    fills = {"total": palette.text, "lost": palette.fill("danger"), "recovered": palette.fill("done")}
    return {
        "color": [fills.get(tone, palette.page) for tone in tones],
        "line": {
            "color": [palette.fill("watch") if tone == "appraisal" else "rgba(0,0,0,0)" for tone in tones],
            "width": [2 if tone == "appraisal" else 0 for tone in tones],
        },
        "pattern": {
            "shape": ["/" if tone == "unknown" else "" for tone in tones],
            "fgcolor": palette.fill("unknown"), "bgcolor": palette.page, "size": 6,
        },
    }  # fmt: skip


def _whisker(figure: go.Figure, name: str, low: float, high: float, palette: Palette) -> None:
    figure.add_scatter(
        x=[low, high],
        y=[name, name],
        mode="lines+markers",
        line={"color": palette.fill("unknown"), "width": 2},
        marker={"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": palette.fill("unknown")}},
        hovertemplate=f"khoảng 80%: {decimal_vi(low, 1)}–{decimal_vi(high, 1)}<extra></extra>",
    )

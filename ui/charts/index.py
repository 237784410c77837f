"""From last year's index to the one expected, and how often a forecast held."""

import pandas as pd
import plotly.graph_objects as go

from domain.formats import decimal_vi, signed
from ui.charts.template import bars_height, base_figure, horizontal_bars, unknown_bar
from ui.theme import Palette

CUT_NOTE = "trục bắt đầu từ {start}"


def waterfall(steps: pd.DataFrame, low: float | None, high: float | None, *, palette: Palette) -> go.Figure:
    """
    Upright waterfall: totals in ink, lost in wine, won back in teal, at risk amber outlined, unknown hatched.

    Args:
        steps: Columns ``name``, ``value`` (points; change for steps, level for totals) and ``kind``:
            ``total``, ``lost``, ``recovered``, ``appraisal`` or ``unknown``; in order.
        low: Lower end of the 80 % range of the last total; None without.
        high: Its upper end.
    """
    figure = base_figure(palette, height=348)
    bases, heights, level = [], [], 0.0
    for step in steps.itertuples(index=False):
        value = float(step.value)
        if step.kind == "total":
            bases.append(0.0)
            heights.append(value)
            level = value
        else:
            bases.append(level if value >= 0 else level + value)
            heights.append(abs(value))
            level += value
    start = _cut(bases, heights, list(steps["kind"]), low)
    drawn = [h - start if b == 0 else h for b, h in zip(bases, heights, strict=True)]
    table = steps.assign(drawn=drawn, base=[start if b == 0 else b for b in bases])
    _step_bars(figure, table[table["kind"] == "total"], palette, is_total=True)
    _step_bars(figure, table[~table["kind"].isin(["total", "unknown"])], palette)
    _step_bars(figure, table[table["kind"] == "unknown"], palette)
    if low is not None and high is not None:
        _whisker(figure, str(steps["name"].iloc[-1]), low, high, palette)
    top = max([b + h for b, h in zip(bases, heights, strict=True)] + [high or 0])
    figure.update_yaxes(range=[start, top + (top - start) * 0.12], tickformat=",d")
    figure.update_xaxes(
        type="category", tickangle=0, ticks="", categoryorder="array", categoryarray=list(steps["name"])
    )
    figure.update_layout(barmode="overlay")
    if start:
        figure.add_annotation(
            xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom", showarrow=False,
            text=CUT_NOTE.format(start=decimal_vi(start, 0)), font={"color": palette.muted},
        )  # fmt: skip
    return figure


def _cut(bases: list[float], heights: list[float], kinds: list[str], low: float | None) -> float:
    """Where the axis begins: a ten below everything drawn, and the figure says so."""
    lowest = min(
        [h for b, h, k in zip(bases, heights, kinds, strict=True) if k == "total"] + [b for b in bases if b]
    )
    lowest = min(lowest, low) if low is not None else lowest
    return max(0.0, float(int(lowest // 10) * 10) - (10 if lowest % 10 < 3 else 0))


def _step_bars(figure: go.Figure, steps: pd.DataFrame, palette: Palette, *, is_total: bool = False) -> None:
    """Bars of one form; a total says its number inside, at the foot, where the whisker cannot touch it."""
    if steps.empty:
        return
    words = [decimal_vi(v, 1) if is_total else signed(v, 1) for v in steps["value"]]
    figure.add_bar(
        x=steps["name"],
        y=steps["drawn"],
        base=steps["base"],
        marker=unknown_bar(palette)
        if "unknown" in set(steps["kind"])
        else _marker(list(steps["kind"]), palette),
        text=words,
        textposition="inside" if is_total else "outside",
        insidetextanchor="start",
        textangle=0,
        textfont={"color": palette.page if is_total else palette.text, "size": 13},
        cliponaxis=False,
        hovertemplate="%{x}: %{text} điểm<extra></extra>",
    )


def _marker(kinds: list[str], palette: Palette) -> dict:
    colours = {
        "total": palette.text,
        "lost": palette.fill("danger"),
        "recovered": palette.fill("done"),
        "appraisal": palette.page,
    }
    return {
        "color": [colours[kind] for kind in kinds],
        "line": {
            "color": [palette.fill("watch") if kind == "appraisal" else "rgba(0,0,0,0)" for kind in kinds],
            "width": [2 if kind == "appraisal" else 0 for kind in kinds],
        },
    }


def _whisker(figure: go.Figure, name: str, low: float, high: float, palette: Palette) -> None:
    middle = (low + high) / 2
    figure.add_scatter(
        x=[name],
        y=[middle],
        mode="markers",
        marker={"size": 0.1, "color": palette.fill("unknown")},
        error_y={
            "type": "data",
            "array": [high - middle],
            "arrayminus": [middle - low],
            "color": palette.fill("unknown"),
            "thickness": 2,
            "width": 8,
        },
        hovertemplate=f"khoảng 80%: {decimal_vi(low, 1)}–{decimal_vi(high, 1)}<extra></extra>",
    )


def forecast_dots(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Each day's forecast range against what happened.

    Args:
        table: Columns ``day`` (words), ``low``, ``high``, ``actual``, ``is_inside``, in order.
    """
    figure = horizontal_bars(palette, rows=len(table))
    figure.add_bar(
        y=table["day"],
        x=table["high"] - table["low"],
        base=table["low"],
        orientation="h",
        marker={"color": palette.fill("on_course"), "opacity": 0.35},
        hovertemplate="%{y}: dự báo %{base:,d}–%{x:,d}<extra></extra>",
    )
    figure.add_scatter(
        y=table["day"],
        x=table["actual"],
        mode="markers",
        marker={
            "size": 9,
            "color": [palette.fill("done" if inside else "at_risk") for inside in table["is_inside"]],
            "symbol": ["circle" if inside else "diamond" for inside in table["is_inside"]],
        },
        hovertemplate="%{y}: thực tế %{x:,d}<extra></extra>",
    )
    figure.update_xaxes(rangemode="normal", tickformat=",d")
    figure.update_layout(height=bars_height(len(table)))
    return figure

"""Will it be done in time? What is done against what has to be done, and the paces needed and expected."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from domain.formats import count
from ui.charts.template import (
    LINE_HEIGHT,
    base_figure,
    data_day_line,
    deadline_line,
    end_of,
    shade_days,
    time_axis,
)
from ui.theme import Palette


@dataclass(frozen=True)
class BurnUp:
    """
    What one burn-up shows.

    Attributes:
        history: One row per day up to the last data day: ``day``, ``done``, ``scope``.
        fan: One row per coming day: ``day``, ``p10``, ``p25``, ``p50``, ``p75``, ``p90`` (done in total); None without forecast.
        as_of: The last day of data.
        last_day: The last good day of the limit.
        off_days: Days to shade.
        unit: What one counted thing is called.
        required_per_day: Pace needed; None when no working day is left or nothing is.
    """

    history: pd.DataFrame
    fan: pd.DataFrame | None
    as_of: date
    last_day: date
    off_days: tuple[date, ...]
    unit: str
    required_per_day: int | None = None


def burn_up(shown: BurnUp, *, palette: Palette) -> go.Figure:
    """Done (solid), scope (step), required pace (dashed), forecast (dotted, bands of 50 and 80 %), limit and data day."""
    figure = base_figure(palette, height=LINE_HEIGHT)
    first, last = _span(shown)
    shade_days(figure, palette, [day for day in shown.off_days if first <= day <= last])
    _bands(figure, shown, palette)
    _scope(figure, shown, palette)
    _pace(figure, shown, palette)
    _done(figure, shown, palette)
    deadline_line(figure, palette, shown.last_day)
    # Two labels above the plot must not run into one another.
    if abs((shown.last_day - shown.as_of).days) >= 2 or shown.as_of < shown.last_day:
        data_day_line(figure, palette, shown.as_of, label=shown.as_of < shown.last_day)
    time_axis(figure, first, last)
    low, high = _levels(shown)
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(range=[first.isoformat(), end_of(last)])
    figure.update_yaxes(range=[low, high])
    return figure


def _span(shown: BurnUp) -> tuple[date, date]:
    first = min(shown.history["day"])
    last = max([shown.last_day + timedelta(days=7), shown.as_of + timedelta(days=2)])
    return first, last


def _levels(shown: BurnUp) -> tuple[float, float]:
    low, high = float(shown.history["done"].min()), float(shown.history["scope"].max())
    room = max(high - low, 1.0)
    # A line may start above zero: the differences are what is asked, and the ticks are labelled.
    return max(0.0, low - room * 0.12), high + room * 0.06


def _done(figure: go.Figure, shown: BurnUp, palette: Palette) -> None:
    figure.add_scatter(
        x=[end_of(day) for day in shown.history["day"]],
        y=shown.history["done"],
        mode="lines",
        line={"color": palette.text, "width": 3},
        hovertemplate=f"đã xong %{{y:,d}} {shown.unit}<extra></extra>",
    )
    newest = shown.history.iloc[-1]
    figure.add_scatter(
        x=[end_of(newest["day"])],
        y=[newest["done"]],
        mode="markers",
        marker={"color": palette.text, "size": 9},
        hoverinfo="skip",
    )


def _scope(figure: go.Figure, shown: BurnUp, palette: Palette) -> None:
    last = _span(shown)[1]
    days = [end_of(day) for day in shown.history["day"]] + [end_of(last)]
    values = [*shown.history["scope"], shown.history["scope"].iloc[-1]]
    figure.add_scatter(
        x=days,
        y=values,
        mode="lines",
        line={"color": palette.muted, "width": 1.5, "shape": "hv"},
        hovertemplate=f"phải làm %{{y:,d}} {shown.unit}<extra></extra>",
    )
    figure.add_annotation(
        x=end_of(shown.as_of),
        y=values[-1],
        xanchor="right",
        yanchor="top",
        xshift=-6,
        text=f"phải làm {count(values[-1])}",
        showarrow=False,
        font={"color": palette.muted},
    )


def _pace(figure: go.Figure, shown: BurnUp, palette: Palette) -> None:
    if shown.required_per_day is None or shown.as_of >= shown.last_day:
        return
    done, scope = shown.history["done"].iloc[-1], shown.history["scope"].iloc[-1]
    figure.add_scatter(
        x=[end_of(shown.as_of), end_of(shown.last_day)],
        y=[done, scope],
        mode="lines",
        line={"color": palette.fill("at_risk"), "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=end_of(shown.as_of),
        y=done + (scope - done) * 0.5,
        xanchor="right",
        xshift=-6,
        text=f"cần {count(shown.required_per_day)}/ngày",
        showarrow=False,
        font={"color": palette.tone("at_risk").text},
    )


def _bands(figure: go.Figure, shown: BurnUp, palette: Palette) -> None:
    if shown.fan is None or shown.fan.empty:
        return
    start = shown.history["done"].iloc[-1]
    days = [end_of(shown.as_of), *[end_of(day) for day in shown.fan["day"]]]
    for low, high, opacity in (("p10", "p90", 0.18), ("p25", "p75", 0.28)):
        figure.add_scatter(
            x=[*days, *reversed(days)],
            y=[start, *shown.fan[high], *reversed([start, *shown.fan[low]])],
            fill="toself",
            fillcolor=_faint(palette.fill("on_course"), opacity),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=days,
        y=[start, *shown.fan["p50"]],
        mode="lines",
        line={"color": palette.tone("on_course").text, "width": 2, "dash": "dot"},
        hovertemplate=f"dự báo %{{y:,d}} {shown.unit}<extra></extra>",
    )


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def small_multiples(names: list[str], shown: list[BurnUp], columns: int, *, palette: Palette) -> go.Figure:
    """One small burn-up per department, all on the same scales, in the order given."""
    rows = -(-len(shown) // columns)
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes=True,
        shared_yaxes=True,
        subplot_titles=names,
        horizontal_spacing=0.02,
        vertical_spacing=0.16 if rows > 1 else 0.1,
    )
    form = base_figure(palette, height=170 * rows + 40)
    figure.update_layout(
        form.layout.to_plotly_json()
        | {"height": 170 * rows + 40, "margin": {"l": 4, "r": 8, "t": 30, "b": 28}}
    )
    for number, one in enumerate(shown):
        _small(figure, one, number // columns + 1, number % columns + 1, palette)
    figure.update_annotations(font={"size": 13, "color": palette.text})
    figure.update_xaxes(
        showgrid=False, fixedrange=True, tickformat="%d/%m", nticks=3, linecolor=palette.border
    )
    figure.update_yaxes(
        showgrid=True, gridcolor=palette.border, fixedrange=True, zeroline=False, range=[0, 104],
        tickvals=[0, 50, 100], ticktext=["0%", "50%", "100%"],
    )  # fmt: skip
    return figure


def _small(figure: go.Figure, one: BurnUp, row: int, column: int, palette: Palette) -> None:
    scope = max(float(one.history["scope"].iloc[-1]), 1.0)
    days = [end_of(day) for day in one.history["day"]]
    figure.add_scatter(
        x=days,
        y=one.history["done"] / scope * 100,
        mode="lines",
        line={"color": palette.text, "width": 2},
        customdata=one.history["done"],
        hovertemplate=f"%{{x|%d/%m/%Y}}: %{{customdata:,d}}/{count(scope)} {one.unit}<extra></extra>",
        row=row,
        col=column,
    )
    if one.fan is not None and not one.fan.empty:
        figure.add_scatter(
            x=[days[-1], *[end_of(day) for day in one.fan["day"]]],
            y=[value / scope * 100 for value in (one.history["done"].iloc[-1], *one.fan["p50"])],
            mode="lines",
            line={"color": palette.tone("on_course").text, "width": 2, "dash": "dot"},
            hoverinfo="skip",
            row=row,
            col=column,
        )
    figure.add_scatter(
        x=[end_of(one.last_day)] * 2,
        y=[0, 104],
        mode="lines",
        line={"color": palette.text, "width": 1.5},
        hoverinfo="skip",
        row=row,
        col=column,
    )

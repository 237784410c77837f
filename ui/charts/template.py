"""What every figure has in common: font, Vietnamese separators, colours of the page, quiet axes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

from ui.look.theme import FONT, Palette

CONFIG = {"displayModeBar": False, "responsive": True}

LINE_HEIGHT = 348
MOST_HEIGHT = 520
_LONG_RANGE_DAYS = 120


def base_figure(
    palette: Palette,
    *,
    height: int,
    xaxis: Mapping[str, Any] = MappingProxyType({}),
    yaxis: Mapping[str, Any] = MappingProxyType({}),
) -> go.Figure:
    """
    An empty figure in the house form, with an opaque background in the page's colour.

    Args:
        xaxis, yaxis: What differs in this figure; given here it costs a tenth of what `update_xaxes` costs.
    """
    layout = _layout(palette, min(height, MOST_HEIGHT))
    return go.Figure(layout=layout | {"xaxis": layout["xaxis"] | xaxis, "yaxis": layout["yaxis"] | yaxis})


def _layout(palette: Palette, height: int) -> dict:
    axis = {"fixedrange": True, "zeroline": False, "linecolor": palette.border, "tickcolor": palette.border}
    return {
        "template": "none",
        "font": {"family": FONT, "size": 13, "color": palette.muted},
        "separators": ",.",
        "paper_bgcolor": palette.page,
        "plot_bgcolor": palette.page,
        "margin": {"l": 4, "r": 8, "t": 26, "b": 28},
        "height": height,
        "showlegend": False,
        "bargap": 0.35,
        "hoverlabel": {
            "bgcolor": palette.panel,
            "bordercolor": palette.border,
            "font": {"family": FONT, "size": 13, "color": palette.text},
            "namelength": -1,
        },
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {
            **axis,
            "showgrid": False,
            "showline": True,
            "ticks": "outside",
            "ticklen": 4,
            "automargin": True,
        },
        "yaxis": {
            **axis,
            "showgrid": True,
            "gridcolor": palette.border,
            "gridwidth": 1,
            "tickformat": ",d",
            "nticks": 5,
            "automargin": True,
        },
    }


def bars_height(rows: int) -> int:
    """The height of a figure with *rows* horizontal bars."""
    return min(28 * rows + 60, MOST_HEIGHT)


def horizontal_bars(palette: Palette, *, rows: int) -> go.Figure:
    """An empty figure for horizontal bars, first row on top, names left."""
    return base_figure(
        palette, height=bars_height(rows),
        xaxis={"rangemode": "tozero", "showgrid": True, "gridcolor": palette.border, "showline": False, "ticks": ""},
        yaxis={"autorange": "reversed", "showgrid": False, "ticks": "", "tickfont": {"color": palette.text}, "nticks": None},
    )  # fmt: skip


def unknown_bar(palette: Palette) -> dict:
    """The marker of a bar whose value is not known: hatched, never a colour of judgement."""
    return {
        "color": palette.page,
        "line": {"width": 0},
        "pattern": {"shape": "/", "fgcolor": palette.fill("unknown"), "bgcolor": palette.page, "size": 6},
    }


def time_axis(figure: go.Figure, first: date, last: date) -> None:
    """Print dates as dd/mm, a tick a week; months over long ranges."""
    days = (last - first).days
    if days > _LONG_RANGE_DAYS:
        figure.update_xaxes(type="date", tickformat="%m/%Y", hoverformat="%d/%m/%Y")
        return
    monday = first + timedelta(days=(-first.weekday()) % 7)
    step = 7 if days > 10 else 2 if days > 5 else 1
    start = monday if days > 10 else first
    ticks = [start + timedelta(days=n) for n in range(0, (last - start).days + 1, step)]
    figure.update_xaxes(
        type="date",
        tickvals=[tick.isoformat() for tick in ticks],
        ticktext=[f"{tick:%d/%m}" for tick in ticks],
        hoverformat="%d/%m/%Y",
    )


def shade_days(figure: go.Figure, palette: Palette, days: list[date]) -> None:
    """Shade *days* (weekends and holidays) behind the lines, each from midnight to midnight."""
    for day in days:
        figure.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=datetime.combine(day, time()).isoformat(),
            x1=datetime.combine(day + timedelta(days=1), time()).isoformat(),
            y0=0,
            y1=1,
            line={"width": 0},
            fillcolor=palette.muted,
            opacity=0.07,
            layer="below",
        )


def end_of(day: date) -> str:
    """The last moment of *day* as plotly takes it: what was done on a day stands at its end."""
    return datetime.combine(day, time(23, 59)).isoformat()


def deadline_line(figure: go.Figure, palette: Palette, last_day: date) -> None:
    """The limit: solid, at the end of the last good day, its label above the plot."""
    _upright(figure, last_day, color=palette.text, width=2, dash="solid")
    # Not centred: on a phone a centred label would run into the one of the last data day.
    _above(figure, last_day, f"<b>hết {last_day:%d/%m}</b>", color=palette.text, anchor="left", shift=-10)


def other_limit_line(figure: go.Figure, palette: Palette, last_day: date) -> None:
    """The limit of the other campaign: thinner, its label in a row of its own above those of the two main lines."""
    _upright(figure, last_day, color=palette.text, width=1, dash="solid")
    _above(figure, last_day, f"hết {last_day:%d/%m}", color=palette.text, anchor="left", shift=-10, lift=16)
    figure.update_layout(margin={"t": 42})


def data_day_line(figure: go.Figure, palette: Palette, as_of: date, *, label: bool = True) -> None:
    """The last day that the data speaks for: dotted; nothing solid is drawn after it."""
    _upright(figure, as_of, color=palette.muted, width=1, dash="dot")
    if label:
        _above(figure, as_of, f"số liệu đến {as_of:%d/%m}", color=palette.muted, anchor="right")


def internal_limit_line(figure: go.Figure, palette: Palette, last_day: date) -> None:
    """An earlier limit that the office set itself: dashed and muted; the words below the figure name its day."""
    _upright(figure, last_day, color=palette.muted, width=1.5, dash="dash")


def _upright(figure: go.Figure, day: date, *, color: str, width: float, dash: str) -> None:
    figure.add_shape(
        type="line",
        xref="x",
        yref="paper",
        x0=end_of(day),
        x1=end_of(day),
        y0=0,
        y1=1,
        line={"color": color, "width": width, "dash": dash},
    )


def _above(
    figure: go.Figure, day: date, text: str, *, color: str, anchor: str, shift: int = 0, lift: int = 0
) -> None:
    figure.add_annotation(
        xref="x",
        yref="paper",
        x=end_of(day),
        y=1,
        yanchor="bottom",
        xanchor=anchor,
        xshift=shift,
        yshift=lift,
        text=text,
        showarrow=False,
        font={"color": color, "size": 13},
    )

"""Will it be done in time? What is done against what has to be done, and the paces needed and expected."""

from datetime import date, timedelta

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from domain.agency.working_calendar import WorkingCalendar
from domain.wording.formats import count, pace_needed
from metrics.limits.campaigns import UNIT_VI
from metrics.pace.burn_up import BurnUp, days_to_draw
from ui.charts.template import (
    LINE_HEIGHT,
    base_figure,
    data_day_line,
    deadline_line,
    end_of,
    internal_limit_line,
    other_limit_line,
    shade_days,
    time_axis,
)
from ui.look.theme import Palette

_DAYS_BEHIND_LIMIT = 7
# One small chart with the two lines of its title, in pixels.
_SMALL_HEIGHT = 150
_TITLES_HEIGHT = 44


def burn_up(chart: BurnUp, *, palette: Palette) -> go.Figure:
    """
    Done (solid), scope (step), required pace (dashed), forecast (dotted, bands of 50 and 80 %), limit and data day.

    Args:
        chart: As `metrics.pace.burn_up.burn_up` gives it, with a history.
    """
    figure = base_figure(palette, height=LINE_HEIGHT)
    first, last = _span(chart)
    calendar = WorkingCalendar.office()
    shade_days(
        figure,
        palette,
        [d for d in days_to_draw(chart) if first <= d <= last and not calendar.is_working_day(d)],
    )
    _bands(figure, chart, palette, last)
    _scope(figure, chart, palette, last)
    _pace(figure, chart, palette)
    _done(figure, chart, palette)
    _limits(figure, chart, palette)
    time_axis(figure, first, last)
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(range=[end_of(first), end_of(last)])
    low, high = _levels(chart)
    figure.update_yaxes(range=[low, high], tickvals=_ticks(max(low, 0.0), high))
    return figure


def _ticks(low: float, high: float) -> list[float]:
    """Four or five round counts; never below zero, where the room is for a label only."""
    rough = max((high - low) / 4, 1.0)
    size = 10 ** (len(str(int(rough))) - 1)
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough)
    step = max(1.0, float(int(step)))
    first = -(-low // step) * step
    return [first + step * n for n in range(8) if first + step * n <= high]


def _last_day(chart: BurnUp) -> date:
    return chart.campaign.last_day if chart.campaign else chart.as_of


def _span(chart: BurnUp) -> tuple[date, date]:
    last = max(_last_day(chart) + timedelta(days=_DAYS_BEHIND_LIMIT), chart.as_of + timedelta(days=2))
    return min(chart.history["day"]), last


def _levels(chart: BurnUp) -> tuple[float, float]:
    low, high = float(chart.history["done"].min()), float(chart.history["scope"].max())
    if len(chart.fan):
        last = _span(chart)[1]
        high = max(high, float(chart.fan["scope"][[day <= last for day in chart.fan["day"]]].max()))
    room = max(high - low, 1.0)
    # A line may start above zero: the differences are what is asked, and the ticks are labelled.
    # Free room for the two labels: above the scope, and below what is done.
    return low - room * 0.14, high + room * 0.14


def _limits(figure: go.Figure, chart: BurnUp, palette: Palette) -> None:
    last_day, data_day = _last_day(chart), chart.last_data_day or chart.as_of
    for other in sorted({day for day in chart.limits.values() if day < last_day}):
        other_limit_line(figure, palette, other)
    if chart.campaign is not None:
        for inner in chart.campaign.earlier_limits(chart.department_code):
            if inner.last_day < last_day:
                internal_limit_line(figure, palette, inner.last_day)
    deadline_line(figure, palette, last_day)
    # Right of the limit the two labels above the plot would run into one another.
    data_day_line(figure, palette, data_day, label=data_day < last_day - timedelta(days=1))


def _done(figure: go.Figure, chart: BurnUp, palette: Palette) -> None:
    unit = UNIT_VI[chart.obligation]
    figure.add_scatter(
        x=[end_of(day) for day in chart.history["day"]],
        y=chart.history["done"],
        mode="lines",
        line={"color": palette.text, "width": 3},
        hovertemplate=f"đã xong %{{y:,.0f}} {unit}<extra></extra>",
    )
    newest = chart.history.iloc[-1]
    figure.add_scatter(
        x=[end_of(newest["day"])],
        y=[newest["done"]],
        mode="markers",
        marker={"color": palette.text, "size": 9},
        hoverinfo="skip",
    )


def _scope(figure: go.Figure, chart: BurnUp, palette: Palette, last: date) -> None:
    final = float(chart.history["scope"].iloc[-1])
    grows = len(chart.fan) > 0 and float(chart.fan["scope"].iloc[-1]) > final
    if grows:
        _growing_scope(figure, chart, palette, last)
    figure.add_scatter(
        x=[end_of(day) for day in chart.history["day"]] + ([] if grows else [end_of(last)]),
        y=[*chart.history["scope"], *([] if grows else [final])],
        mode="lines",
        line={"color": palette.muted, "width": 1.5, "shape": "hv"},
        hovertemplate=f"phải làm %{{y:,.0f}} {UNIT_VI[chart.obligation]}<extra></extra>",
    )
    figure.add_annotation(
        x=end_of(chart.history["day"].iloc[-1]),
        y=final,
        xanchor="right",
        yanchor="bottom",
        xshift=-6,
        text=f"phải làm {count(final)}",
        showarrow=False,
        font={"color": palette.muted},
    )


def _growing_scope(figure: go.Figure, chart: BurnUp, palette: Palette, last: date) -> None:
    """Where the scope goes if items keep coming in: the line that the forecast has to meet."""
    ahead = chart.fan.loc[[day <= last for day in chart.fan["day"]]]
    figure.add_scatter(
        x=[end_of(day) for day in ahead["day"]],
        y=ahead["scope"],
        mode="lines",
        line={"color": palette.muted, "width": 1.5, "dash": "dot"},
        hovertemplate=f"phải làm, kể cả thêm mới %{{y:,.0f}} {UNIT_VI[chart.obligation]}<extra></extra>",
    )


def _pace(figure: go.Figure, chart: BurnUp, palette: Palette) -> None:
    if chart.required_line is None:
        return
    (start, done), (end, scope) = chart.required_line
    figure.add_scatter(
        x=[end_of(start), end_of(end)],
        y=[done, scope],
        mode="lines",
        line={"color": palette.fill("at_risk"), "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    if chart.required_per_day_in_all is not None:
        figure.add_annotation(
            x=end_of(start),
            y=_levels(chart)[0],
            xanchor="right",
            yanchor="bottom",
            xshift=-6,
            text=f"nét đứt: cần {count(pace_needed(chart.required_per_day_in_all))}/ngày",
            showarrow=False,
            font={"color": palette.tone("at_risk").text},
        )


def _bands(figure: go.Figure, chart: BurnUp, palette: Palette, last: date) -> None:
    fan = chart.fan[[day <= last for day in chart.fan["day"]]] if len(chart.fan) else chart.fan
    if fan.empty:
        return
    days = [end_of(day) for day in fan["day"]]
    for low, high, opacity in (("p10", "p90", 0.18), ("p25", "p75", 0.28)):
        figure.add_scatter(
            x=[*days, *reversed(days)],
            y=[*fan[high], *reversed(list(fan[low]))],
            fill="toself",
            fillcolor=_faint(palette.fill("on_course"), opacity),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=days,
        y=fan["p50"],
        mode="lines",
        line={"color": palette.tone("on_course").text, "width": 2, "dash": "dot"},
        hovertemplate=f"dự báo %{{y:,.0f}} {UNIT_VI[chart.obligation]}<extra></extra>",
    )


def _faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def small_multiples(names: list[str], shown: list[BurnUp], columns: int, *, palette: Palette) -> go.Figure:
    """One small burn-up per department, all on the same scales, in the order given."""
    rows = -(-len(shown) // columns)
    height = _SMALL_HEIGHT * rows + _TITLES_HEIGHT + 28
    figure = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes=True,
        shared_yaxes=True,
        subplot_titles=names,
        horizontal_spacing=0.02,
        vertical_spacing=min((_TITLES_HEIGHT + 8) / height, 0.9 / rows),
    )
    form = base_figure(palette, height=height)
    margin = {"l": 4, "r": 8, "t": _TITLES_HEIGHT, "b": 28}
    figure.update_layout(form.layout.to_plotly_json() | {"height": height, "margin": margin})
    for number, one in enumerate(shown):
        _small(figure, one, number // columns + 1, number % columns + 1, palette)
    figure.update_annotations(font={"size": 13, "color": palette.text})
    first, last = min(min(one.history["day"]) for one in shown), max(_span(one)[1] for one in shown)
    ticks = [first + timedelta(days=7), max(_last_day(one) for one in shown)]
    figure.update_xaxes(
        showgrid=False, fixedrange=True, linecolor=palette.border, range=[end_of(first), end_of(last)],
        tickvals=[end_of(day) for day in ticks], ticktext=[f"{day:%d/%m}" for day in ticks],
    )  # fmt: skip
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
        hovertemplate=f"%{{x|%d/%m/%Y}}: %{{customdata:,d}}/{count(scope)} {UNIT_VI[one.obligation]}<extra></extra>",
        row=row,
        col=column,
    )
    if not one.fan.empty:
        figure.add_scatter(
            x=[end_of(day) for day in one.fan["day"]],
            y=[value / scope * 100 for value in one.fan["p50"]],
            mode="lines",
            line={"color": palette.tone("on_course").text, "width": 2, "dash": "dot"},
            hoverinfo="skip",
            row=row,
            col=column,
        )
    figure.add_scatter(
        x=[end_of(_last_day(one))] * 2,
        y=[0, 104],
        mode="lines",
        line={"color": palette.text, "width": 1.5},
        hoverinfo="skip",
        row=row,
        col=column,
    )

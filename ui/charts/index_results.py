"""How did a published index move over the years, against the leader and the mean; how does a share move by month?"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from domain.agency.office import spoken
from domain.wording.formats import count, points, rate
from ui.charts.template import LINE_HEIGHT, base_figure
from ui.look.theme import Palette


def standing_lines(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Own score in ink, the mean dashed, the leader as dots, each named at its last point.

    Args:
        table: Columns ``year``, ``score``, ``mean``, ``leader_score``; NaN where nobody published it.
    """
    table = _every_year(table)
    figure = base_figure(palette, height=LINE_HEIGHT)
    years = [str(year) for year in table["year"]]
    for line in _lines(palette):
        if table[line.column].notna().any():
            _add_line(figure, table, line)
    scores = table[[line.column for line in _lines(palette)]]
    low, high = float(scores.min().min()), float(scores.max().max())
    room = max(high - low, 1.0) * 0.25
    # Room behind the last year for the names of the lines.
    span = [-0.5, len(years) * 1.42 - 0.4]
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=years, range=span)
    return figure.update_yaxes(range=[low - room, high + room], tickformat=",.0f")


@dataclass(frozen=True, slots=True)
class _Line:
    """One of the lines: which column it draws, what it is called at its last point, and how it looks."""

    column: str
    name: str
    stroke: dict[str, Any]
    symbol: str
    text: str


def _lines(palette: Palette) -> tuple[_Line, ...]:
    ink, quiet = palette.text, palette.muted
    blue = palette.fill("on_course")
    return (
        _Line("score", spoken("{short_name}"), {"color": ink, "width": 3}, "circle", ink),
        _Line("mean", "trung bình", {"color": quiet, "width": 1.5, "dash": "dash"}, "circle-open", quiet),
        _Line("leader_score", "dẫn đầu", {"color": blue, "width": 1.5, "dash": "dot"}, "diamond", quiet),
    )


def _every_year(table: pd.DataFrame) -> pd.DataFrame:
    """*table* with an empty row for each year between that nobody has a number of: equal steps are equal times."""
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    return table.set_index("year").reindex(years).rename_axis("year").reset_index()


def _add_line(figure: go.Figure, table: pd.DataFrame, line: _Line) -> None:
    values = table[line.column]
    last = int(values[values.notna()].index[-1])
    figure.add_scatter(
        x=[str(year) for year in table["year"]],
        y=list(values),
        mode="lines+markers+text",
        connectgaps=False,
        line=line.stroke,
        marker={"symbol": line.symbol, "size": 8, "color": line.stroke["color"]},
        text=[_point_words(value, line, is_last=place == last) for place, value in values.items()],
        textposition=["middle right" if place == last else side for place, side in _free_sides(table)],
        textfont={"color": line.text},
        cliponaxis=False,
        hovertemplate=f"%{{x}}: {line.name} %{{y:,.2f}}<extra></extra>",
    )


def _point_words(value: float, line: _Line, *, is_last: bool) -> str:
    """Our own points bear their number, the others only the last one."""
    if is_last:
        return f"{points(value)} {line.name}"
    return points(value) if line.column == "score" and pd.notna(value) else ""


def _free_sides(table: pd.DataFrame) -> list[tuple[int, str]]:
    """Where a number beside our own point touches no other line: below it while the mean lies above."""
    is_below = (table["mean"] >= table["score"]).fillna(False)
    return [
        (int(place), "bottom right" if below else "top center")
        for place, below in zip(table.index, is_below, strict=True)
    ]


def ranking_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Agencies of one year, best first, ours in ink.

    Args:
        table: Columns ``name``, ``score``, ``is_own``; in order.
    """
    figure = base_figure(palette, height=28 * len(table) + 24)
    begin = max(0.0, (float(table["score"].min()) - 5) // 10 * 10)
    figure.add_bar(
        y=table["name"], x=table["score"] - begin, base=begin, orientation="h",
        marker={"color": [palette.text if own else palette.fill("unknown") for own in table["is_own"]]},
        text=[points(value) for value in table["score"]], textposition="outside",
        textfont={"color": palette.text}, cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip
    top = float(table["score"].max())
    figure.update_xaxes(range=[begin, top + (top - begin) * 0.45], visible=False)
    figure.update_yaxes(
        autorange="reversed", showgrid=False, ticks="", tickfont={"color": palette.text}, nticks=len(table)
    )
    if begin:
        figure.add_annotation(
            xref="paper", yref="paper", x=1, y=1, xanchor="right", yanchor="bottom", showarrow=False,
            text=f"trục bắt đầu từ {count(begin)}", font={"color": palette.muted},
        )  # fmt: skip
    return figure.update_layout(height=28 * len(table) + 44, margin={"t": 22, "b": 4})


def month_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Share signed per month, what is left in words above.

    Args:
        table: Columns ``name`` (``10/2023``), ``rate_pct``, ``left``; NaN is unknown and hatched.
    """
    figure = base_figure(palette, height=280)
    known = table["rate_pct"].notna()
    figure.add_bar(
        x=table["name"],
        y=table["rate_pct"].fillna(100),
        width=0.5 if len(table) > 3 else 0.3,
        marker={
            "color": [palette.fill("done" if v == 100 else "at_risk") if k else palette.page
                      for v, k in zip(table["rate_pct"], known, strict=True)],
            "pattern": {"shape": ["" if k else "/" for k in known], "fgcolor": palette.fill("unknown"),
                        "bgcolor": palette.page, "size": 6},
        },
        text=[
            (f"{rate(v)}<br>còn {count(left)}" if left else rate(v)) if k else "?<br>chưa rõ"
            for v, left, k in zip(table["rate_pct"], table["left"], known, strict=True)
        ],
        textposition="outside", textangle=0, constraintext="none", textfont={"color": palette.text},
        cliponaxis=False, hovertemplate="tháng %{x}: %{text}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(type="category", tickangle=0, ticks="")
    return figure.update_yaxes(range=[0, 128], tickvals=[0, 50, 100], ticktext=["0%", "50%", "100%"])

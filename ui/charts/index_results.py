"""How did a published index move over the years, against the leader and the mean; how does a share move by month?"""

import pandas as pd
import plotly.graph_objects as go

from domain.formats import count, points, rate
from ui.charts.template import LINE_HEIGHT, base_figure
from ui.theme import Palette


def standing_lines(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Own score in ink, the mean dashed, the leader as dots, each named at its last point.

    Args:
        table: Columns ``year``, ``score``, ``mean``, ``leader_score``; NaN where nobody published it.
    """
    figure = base_figure(palette, height=LINE_HEIGHT)
    years = [str(year) for year in table["year"]]
    series = (
        ("score", "Ban Quản lý", {"color": palette.text, "width": 3}, "circle"),
        ("mean", "trung bình", {"color": palette.muted, "width": 1.5, "dash": "dash"}, "circle-open"),
        (
            "leader_score",
            "dẫn đầu",
            {"color": palette.fill("on_course"), "width": 1.5, "dash": "dot"},
            "diamond",
        ),
    )
    for column, name, line, symbol in series:
        known = table[column].notna()
        if not known.any():
            continue
        last = int(known[known].index[-1])
        figure.add_scatter(
            x=years,
            y=list(table[column]),
            mode="lines+markers+text",
            connectgaps=False,
            line=line,
            marker={"symbol": symbol, "size": 8, "color": line["color"]},
            text=[
                f"{points(v)} {name}"
                if place == last
                else points(v)
                if pd.notna(v) and column == "score"
                else ""
                for place, v in zip(table.index, table[column], strict=True)
            ],
            textposition=["middle right" if place == last else side for place, side in _free_sides(table)],
            textfont={"color": palette.text if column == "score" else palette.muted},
            cliponaxis=False,
            hovertemplate=f"%{{x}}: {name} %{{y:,.2f}}<extra></extra>",
        )
    low, high = (
        table[["score", "mean", "leader_score"]].min().min(),
        table[["score", "mean", "leader_score"]].max().max(),
    )
    room = max(float(high - low), 1.0) * 0.25
    # Room behind the last year for the names of the lines.
    span = [-0.5, len(years) * 1.42 - 0.4]
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=years, range=span)
    return figure.update_yaxes(range=[float(low) - room, float(high) + room], tickformat=",.0f")


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

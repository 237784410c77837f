"""Who is really ahead? Raw and adjusted scores of departments, with the range of the adjusted one."""

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import decimal_vi
from ui.charts.template import base_figure
from ui.look.theme import Palette

_ROW_HEIGHT = 28


def score_ranges(rows: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    One row per department: the range as a bar, the adjusted score as a dot, the raw one as a ring.

    Args:
        rows: Columns ``name``, ``raw_score``, ``adjusted_score``, ``low``, ``high``, in the order to show;
            all four numbers are known.
    """
    figure = base_figure(palette, height=_ROW_HEIGHT * len(rows) + 70)
    for row in rows.to_dict("records"):
        figure.add_scatter(
            x=[row["low"], row["high"]],
            y=[row["name"]] * 2,
            mode="lines",
            line={"color": palette.fill("on_course"), "width": 8},
            opacity=0.45,
            hoverinfo="skip",
        )
    _scores(figure, rows, "raw_score", {"symbol": "circle-open", "size": 11, "color": palette.muted}, "gốc")
    _scores(figure, rows, "adjusted_score", {"size": 9, "color": palette.text}, "điều chỉnh")
    for row in rows.to_dict("records"):
        figure.add_annotation(
            x=max(row["high"], row["raw_score"]),
            y=row["name"],
            xanchor="left",
            xshift=8,
            text=decimal_vi(row["adjusted_score"], 1),
            showarrow=False,
            font={"color": palette.text},
        )
    figure.update_layout(margin={"r": 48}, hovermode="closest")
    first = min(rows["low"].min(), rows["raw_score"].min())
    figure.update_xaxes(
        range=[max(0, 10 * ((first - 1) // 10)), 103], tickformat=",d", nticks=6, showgrid=True
    )
    figure.update_xaxes(gridcolor=palette.border, showline=False, ticks="")
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category", ticks="", dtick=1)
    figure.update_yaxes(tickfont={"color": palette.text})
    return figure


def _scores(figure: go.Figure, rows: pd.DataFrame, column: str, marker: dict[str, object], word: str) -> None:
    figure.add_scatter(
        x=rows[column],
        y=rows["name"],
        mode="markers",
        marker={**marker, "line": {"width": 2}},
        customdata=[decimal_vi(value, 2) for value in rows[column]],
        hovertemplate=f"%{{y}}: điểm {word} %{{customdata}}<extra></extra>",
    )

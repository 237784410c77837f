"""How many per department, or per anything with a name."""

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import count
from ui.charts.template import horizontal_bars
from ui.look.theme import Meaning, Palette


def count_bars(
    table: pd.DataFrame, unit: str, meaning: Meaning = "at_risk", *, palette: Palette
) -> go.Figure:
    """
    Horizontal bars in the row order given, the count at the end of each.

    Args:
        table: Columns ``name`` (≤ 24 characters) and ``items``.
        unit: What is counted, for the hover words.
        meaning: The level that gives the colour.
    """
    figure = horizontal_bars(palette, rows=len(table))
    figure.add_bar(
        x=table["items"],
        y=table["name"],
        orientation="h",
        marker={"color": palette.fill(meaning)},
        text=[count(value) for value in table["items"]],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        hovertemplate=f"%{{y}}: %{{text}} {unit}<extra></extra>",
    )
    return figure.update_xaxes(visible=False, range=[0, max(float(table["items"].max()), 1) * 1.18])

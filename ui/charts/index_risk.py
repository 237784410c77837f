"""Where are the points that may be lost: which criterion, which field, and how much nobody knows?"""

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import points
from ui.charts.template import base_figure, unknown_bar
from ui.look.theme import Palette, sign_of

_ROW = 46
# Name and owner together, so that they fit the width of a phone.
_MOST_CHARACTERS = 46
_UNKNOWN_LABEL = "Chưa có căn cứ nào"


def loss_bars(table: pd.DataFrame, unknown_points: float, *, palette: Palette) -> go.Figure:
    """
    Expected loss per criterion in the row order given: name above the bar, owner in grey, "0,85/1,50" at the end.

    Args:
        table: Columns ``code``, ``name``, ``expected_loss``, ``max_score``, ``level``, ``owners_vi``.
        unknown_points: Points nothing is known of; drawn hatched as a bar of their own, never as lost.
    """
    rows = len(table) + (unknown_points > 0)
    figure = _rows_figure(palette, rows)
    figure.add_bar(
        y=list(range(len(table))),
        x=list(table["expected_loss"]),
        orientation="h",
        width=0.36,
        marker={"color": [palette.fill(sign_of(level)[0]) for level in table["level"]]},
        text=[
            f"{points(a)}/{points(b)}"
            for a, b in zip(table["expected_loss"], table["max_score"], strict=True)
        ],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        customdata=list(table["name"]),
        hovertemplate="%{customdata}<br>có thể mất %{text} điểm<extra></extra>",
    )
    owners = [cut_label(words, 22) for words in table["owners_vi"]]
    names = [
        cut_label(f"{code} {name}", _MOST_CHARACTERS - len(owner))
        for code, name, owner in zip(table["code"], table["name"], owners, strict=True)
    ]
    if unknown_points > 0:
        names, owners = [*names, _UNKNOWN_LABEL], [*owners, "chưa tính là mất hay giữ được"]
        figure.add_bar(
            y=[len(table)], x=[unknown_points], orientation="h", width=0.36, marker=unknown_bar(palette),
            text=[f"? {points(unknown_points)}"], textposition="outside", textfont={"color": palette.text},
            cliponaxis=False, hovertemplate="Chưa có căn cứ: %{text} điểm<extra></extra>",
        )  # fmt: skip
    _names_above(figure, names, owners, palette)
    top = max([*table["expected_loss"], unknown_points, 0.01])
    return figure.update_xaxes(range=[0, top * 1.3], visible=False)


def _rows_figure(palette: Palette, rows: int) -> go.Figure:
    """An empty figure whose rows have room for a name above each bar."""
    figure = base_figure(palette, height=_ROW * rows + 12)
    figure.update_layout(height=_ROW * rows + 12, margin={"t": 0, "b": 0, "r": 8, "l": 0})
    return figure.update_yaxes(range=[rows - 0.45, -0.72], visible=False)


def _names_above(figure: go.Figure, names: list[str], owners: list[str], palette: Palette) -> None:
    """A long name beside a bar leaves a phone no room for the bar; above it there is enough."""
    words = [
        f'{name} <span style="color:{palette.muted}">· {owner}</span>' if owner else name
        for name, owner in zip(names, owners, strict=True)
    ]
    for place, text in enumerate(words):
        figure.add_annotation(
            x=0, y=place - 0.42, text=text, showarrow=False, xanchor="left", yanchor="middle", align="left",
            xshift=-2, font={"color": palette.text},
        )  # fmt: skip


def cut_label(text: str, most: int = _MOST_CHARACTERS) -> str:
    """
    *text* cut at a word so that a label keeps off the bars.

    >>> cut_label("Tỷ lệ hồ sơ giải quyết đúng hạn", 12)
    'Tỷ lệ hồ…'
    """
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0]}…"


def source_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    What the gap to the maximum comes from.

    Args:
        table: Columns ``name`` (words), ``points`` and ``key``: missing_data, not_done, appraisal or settled.
    """
    height = 34 * len(table) + 24
    figure = base_figure(palette, height=height)
    fills = {
        "not_done": palette.fill("at_risk"),
        "appraisal": palette.fill("watch"),
        "settled": palette.muted,
    }
    figure.add_bar(
        y=table["name"],
        x=table["points"],
        orientation="h",
        marker={
            "color": [fills.get(key, palette.page) for key in table["key"]],
            "pattern": {
                "shape": ["/" if key == "missing_data" else "" for key in table["key"]],
                "fgcolor": palette.fill("unknown"), "bgcolor": palette.page, "size": 6,
            },
        },
        text=[points(value) for value in table["points"]],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        hovertemplate="%{y}: %{text} điểm<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(range=[0, max(float(table["points"].max()), 0.01) * 1.3], visible=False)
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", tickfont={"color": palette.text})
    return figure.update_layout(margin={"t": 4, "b": 4})


def field_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Points that may be lost per field of one department, "0,85/1,50" at the end.

    Args:
        table: Columns ``name`` (the field), ``loss`` and ``max_score``.
    """
    figure = _rows_figure(palette, len(table))
    figure.add_bar(
        y=list(range(len(table))), x=list(table["loss"]), orientation="h", width=0.36,
        marker={"color": palette.fill("at_risk")},
        text=[f"{points(a)}/{points(b)}" for a, b in zip(table["loss"], table["max_score"], strict=True)],
        textposition="outside", textfont={"color": palette.text}, cliponaxis=False,
        customdata=list(table["name"]),
        hovertemplate="%{customdata}: có thể mất %{text} điểm<extra></extra>",
    )  # fmt: skip
    _names_above(figure, [cut_label(name) for name in table["name"]], [""] * len(table), palette)
    return figure.update_xaxes(range=[0, max(float(table["loss"].max()), 0.01) * 1.4], visible=False)

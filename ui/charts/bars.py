"""How far, which step leaks, how old, how many points: questions that horizontal or upright bars answer."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from domain.wording.formats import count, rate
from ui.charts.template import base_figure, horizontal_bars, unknown_bar
from ui.look.theme import Meaning, Palette

_AGE_MEANING: tuple[Meaning, ...] = ("watch", "watch", "at_risk", "danger")


def obligation_bars(table: pd.DataFrame, unit: str, *, palette: Palette) -> go.Figure:
    """
    Departments 0–100 %, what is left as "còn N" at the end, in the row order given.

    Args:
        table: Columns ``name``, ``rate_pct`` (None unknown), ``left`` and ``meaning``.
        unit: What one counted thing is called.
    """
    figure = horizontal_bars(palette, rows=len(table))
    known = table[table["rate_pct"].notna()]
    unknown = table[table["rate_pct"].isna()]
    figure.add_bar(
        y=known["name"],
        x=known["rate_pct"],
        orientation="h",
        marker={"color": [palette.fill(meaning) for meaning in known["meaning"]]},
        customdata=[[rate(r), count(left)] for r, left in zip(known["rate_pct"], known["left"], strict=True)],
        hovertemplate="%{y}: %{customdata[0]}, còn %{customdata[1]} " + unit + "<extra></extra>",
    )
    figure.add_bar(
        y=known["name"],
        x=100 - known["rate_pct"],
        orientation="h",
        marker={"color": palette.panel},
        hoverinfo="skip",
        text=[f"còn {count(left)}" if left else "" for left in known["left"]],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
    )
    figure.add_bar(
        y=unknown["name"],
        x=[100] * len(unknown),
        orientation="h",
        marker=unknown_bar(palette),
        hovertemplate="%{y}: chưa có dữ liệu<extra></extra>",
        text=["?"] * len(unknown),
        textposition="outside",
        cliponaxis=False,
    )
    figure.update_layout(barmode="stack", margin={"r": 76})
    figure.update_xaxes(range=[0, 100], tickvals=[0, 50, 100], ticktext=["0%", "50%", "100%"])
    figure.update_yaxes(categoryorder="array", categoryarray=list(table["name"]))
    return figure


def funnel(steps: pd.DataFrame, unit: str, *, palette: Palette) -> go.Figure:
    """
    Five bars on one scale from the widest down, with the loss between two steps in words.

    Args:
        steps: Columns ``name`` and ``value``, in the order of the work; value None is unknown.
    """
    steps = steps.reset_index(drop=True)
    figure = horizontal_bars(palette, rows=len(steps))
    top = max((v for v in steps["value"] if pd.notna(v)), default=1) or 1
    worst = _widest_loss(list(steps["value"]))
    colours = [palette.fill("danger") if n == worst else palette.muted for n in range(len(steps))]
    known = steps["value"].notna()
    words = _step_words(list(steps["value"]))
    for shown in (known, ~known):
        rows: pd.DataFrame = steps.loc[shown]
        figure.add_bar(
            y=rows["name"],
            x=rows["value"].fillna(top),
            orientation="h",
            marker=unknown_bar(palette)
            if shown is not known
            else {"color": [colours[n] for n in rows.index]},
            text=[words[n] for n in rows.index],
            textposition="outside",
            textfont={"color": palette.text},
            cliponaxis=False,
            hovertemplate="%{y}: %{text} " + unit + "<extra></extra>",
        )
    figure.update_yaxes(categoryorder="array", categoryarray=list(steps["name"]))
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, top * 1.42], showticklabels=False, showgrid=False)
    figure.update_layout(height=44 * len(steps) + 40, margin={"t": 8, "b": 8})
    return figure


def _widest_loss(values: Sequence[float | None]) -> int | None:
    losses = {
        n: float(before) - float(after)
        for n, (before, after) in enumerate(pairwise(values), start=1)
        if before is not None and after is not None and pd.notna(before) and pd.notna(after)
    }
    worst = max(losses, key=lambda n: losses[n], default=None)
    return worst if worst is not None and losses[worst] > 0 else None


def _step_words(values: Sequence[float | None]) -> list[str]:
    words = []
    before = None
    for value in values:
        if value is None or pd.isna(value):
            words.append("? chưa có dữ liệu")
            before = None
            continue
        lost = f"  (hụt {count(before - value)})" if before is not None and before > value else ""
        words.append(f"{count(value)}{lost}")
        before = value
    return words


def age_bars(ages: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    Overdue work by age, youngest first, darker with age.

    Args:
        ages: Columns ``bucket`` (words) and ``items``; one row per bucket, in order.
    """
    figure = base_figure(palette, height=260)
    meanings: list[Meaning] = [_AGE_MEANING[min(n, 3)] for n in range(len(ages))]
    figure.add_bar(
        x=ages["bucket"],
        y=ages["items"],
        marker={"color": [palette.fill(meaning) for meaning in meanings]},
        text=[count(value) for value in ages["items"]],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        hovertemplate="%{x}: %{text} việc<extra></extra>",
    )
    figure.update_xaxes(type="category", ticks="", tickangle=0)
    figure.update_yaxes(
        visible=False, rangemode="tozero", range=[0, max(float(ages["items"].max()), 1) * 1.15]
    )
    return figure


def change_bars(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """
    What moved between two exports per department: done to the right, reopened, new and gone to the left.

    Args:
        table: Columns ``name``, ``done``, ``reopened``, ``new``, ``vanished``, in the order to show.
    """
    figure = horizontal_bars(palette, rows=len(table))
    back = table["reopened"] + table["new"]
    widest = max(1.0, float(max(table["done"].max(), (back + table["vanished"]).max()))) * 1.4
    series = (
        ("xong", table["done"], {"color": palette.fill("done")}),
        ("mở lại hoặc thêm mới", -back, {"color": palette.fill("at_risk")}),
        ("không còn trong bản xuất", -table["vanished"], unknown_bar(palette)),
    )
    for words, values, marker in series:
        figure.add_bar(
            y=table["name"],
            x=values,
            orientation="h",
            marker=marker,
            customdata=[count(abs(value)) for value in values],
            hovertemplate="%{y}: %{customdata} việc " + words + "<extra></extra>",
        )
    _end_counts(figure, table["name"], table["done"], palette, side=1)
    _end_counts(figure, table["name"], back + table["vanished"], palette, side=-1)
    figure.update_layout(barmode="relative")
    figure.update_xaxes(range=[-widest, widest], showticklabels=False, showgrid=False)
    figure.add_vline(x=0, line={"color": palette.text, "width": 1})
    return figure


def _end_counts(
    figure: go.Figure, names: pd.Series, values: pd.Series, palette: Palette, *, side: int
) -> None:
    """The count at the end of each bar; stacked bars take no label outside of their own."""
    figure.add_scatter(
        y=names,
        x=[value * side for value in values],
        mode="text",
        text=[f"  {count(value)}  " if value else "" for value in values],
        textposition="middle right" if side > 0 else "middle left",
        textfont={"color": palette.text},
        hoverinfo="skip",
        cliponaxis=False,
    )

"""How is a chart drawn with its finding, its rows and its Excel file, once for the same picture?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui.charts.template import CONFIG
from ui.look.markup import rich
from ui.look.tables import Column, as_shown, chart_of, column_settings, empty_word
from ui.pieces.lists import table_download
from ui.pieces.marks import card, finding
from ui.visit.memory import digest_of
from ui.visit.navigation import inner_link
from ui.visit.session import palette


def read_aloud(head: str, pairs: Iterable[tuple[object, str]]) -> str:
    """
    What a chart shows, for who hears it.

    >>> read_aloud("Tỷ lệ ký số", [("VP", "90%"), ("QLDT", "75%")])
    'Tỷ lệ ký số: VP 90%, QLDT 75%.'
    """
    return f"{head}: {', '.join(f'{name} {value}' for name, value in pairs)}."


def figure_card(
    title: str,
    subtitle: str,
    draw: Callable[..., go.Figure],
    *arguments: Any,
    alt: str,
    table: pd.DataFrame,
    columns: Mapping[str, str | Column],
    key: str,
    source: str = "",
    links: Sequence[tuple[str, str] | tuple[str, str, Mapping[str, str]]] = (),
    drawn: Sequence[str] = (),
) -> None:
    """
    A chart in its card: finding, figure, source, and the same rows as a table to read and download.

    Args:
        draw: Function of `ui.charts`: ``draw(*arguments, palette=…)`` returns the figure.
        alt: One sentence that says what the figure shows.
        table: The rows behind the figure; *columns* gives their headings.
        source: ``Nguồn · mẫu số · loại trừ`` in one line.
        links: Page name and label of links under the figure, and what they add to the address.
        drawn: Columns of *table* that the Excel file draws; see `chart_of`.
    """
    with card(title):
        finding(title, subtitle)
        figure(draw, *arguments, alt=alt, key=key)
        if source:
            st.html(f'<p class="cc-source">{rich(source)}</p>')
        for page, label, *added in links:
            inner_link(page, label, **(added[0] if added else {}))
        # Drawn when opened: most visits look at the figure, and the rows cost as much as the figure itself.
        rows = st.expander("Xem bảng số liệu", key=f"{key}-mo", on_change="rerun")
        if rows.open:
            with rows:
                st.dataframe(
                    as_shown(table, columns),
                    column_config=column_settings(columns),
                    hide_index=True,
                    alt=title,
                    placeholder=empty_word(columns),
                    key=f"{key}-bang",
                )
                table_download(
                    table,
                    columns,
                    key=f"{key}-tai",
                    file_name=key,
                    title=title,
                    chart=chart_of(table, columns, title=title, drawn=drawn),
                )


def figure(draw: Callable[..., go.Figure], *arguments: Any, alt: str, key: str) -> None:
    """
    Draw ``draw(*arguments, palette=…)``, made once for the same arguments and colours.

    The picture is sent from a cache as it was: making a figure and turning it into JSON is
    most of what a chart costs on a rerun (docs/benchmarks.md).
    """
    colours = palette()
    digest = digest_of(draw.__module__, draw.__qualname__, arguments)
    # By name: for each argument by place, Streamlit would inspect the signature anew.
    _picture(
        digest=digest, mode=colours.mode, alt=alt, key=key, _draw=lambda: draw(*arguments, palette=colours)
    )


# As a resource: what is kept is sent again as it is, without being unpacked on every run.
@st.cache_resource(show_spinner=False, max_entries=400)
def _picture(*, digest: str, mode: str, alt: str, key: str, _draw: Callable[[], go.Figure]) -> None:
    st.plotly_chart(_draw(), theme=None, config=CONFIG, alt=alt, key=key)

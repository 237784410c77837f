"""What stands at the head of every page?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import streamlit as st

from domain.wording.formats import NBSP, clock, day, day_month, weekday
from ui.look.markup import plain, rich
from ui.visit.navigation import inner_link
from ui.visit.session import as_of, day_range, loaded_at


def page_head(
    title: str,
    lead: str = "",
    *,
    kinds: Sequence[str] = (),
    origin: Mapping[str, str] | None = None,
    method: str | None = None,
) -> None:
    """
    Write the head of a page: the finding as H1, one lead sentence, and the source line.

    Args:
        kinds: Kinds of source whose day and load time the source line tells; the daily ones by default.
        origin: Address of the number in the headline on the page of origins, such as ``{"so": "apology"}``.
        method: Section of the method that tells how it is counted: the name of a metric.
    """
    st.title(plain(title), anchor=False)
    if lead:
        st.html(f'<p class="cc-lead">{rich(lead)}</p>')
    source_line(kinds, origin, method)


def source_line(
    kinds: Sequence[str] = (), origin: Mapping[str, str] | None = None, method: str | None = None
) -> None:
    """Write which day the data speaks for, when it was loaded, and the way back to files and formulas."""
    newest = day_range(*kinds)[1]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="cc-source">{rich(_source_words(newest, kinds))}</p>', width="content")
        inner_link("nguon_goc", "Nguồn gốc", icon="manage_search", **(origin or {}))
        inner_link("cach_tinh", "Cách tính", icon="function", muc=method)


def _source_words(newest: date | None, kinds: Sequence[str]) -> str:
    if newest is None:
        return "Chưa có số liệu nào được nạp."
    shown = min(newest, as_of())
    words = f"Số liệu đến hết **{day(shown)}** ({weekday(shown)})"
    loaded = loaded_at(kinds)
    return f"{words} · nạp lúc {_moment_words(loaded)}" if loaded else words


def _moment_words(moment: datetime) -> str:
    return f"{clock(moment)} ngày{NBSP}{day_month(moment.date())}"

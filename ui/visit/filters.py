"""Which choices narrow a page; each lives in the address, so that a link shows the same view."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

import streamlit as st

from domain.agency.departments import departments
from domain.wording.formats import day
from store.current.years import closed_years
from ui.visit.session import (
    as_of,
    closed_year,
    current_viewer,
    day_range,
    department,
    instance,
    years_on_show,
)

WIDE, NARROW = 320, 240
# How wide a choice of the bar around it is; None outside of a bar.
_bar_width: ContextVar[int | None] = ContextVar("_bar_width", default=None)


def phone_fold(words: str, key: str) -> None:
    """On a phone the container drawn next stays folded under *words*; elsewhere nothing is seen of it."""
    with st.container(key=f"cc-fold-{key}"):
        st.html(f'<details class="cc-fold"><summary>{words}</summary></details>')


@contextmanager
def filter_bar(*names: str, key: str = "trang") -> Iterator[None]:
    """
    Lay the choices made inside side by side; on a phone they fold under "Bộ lọc (n)".

    Folding is the browser's own: it costs no run of the page.

    Args:
        names: Query parameters of the choices; n counts those that the address sets.
        key: Tells the bars of one page apart.
    """
    chosen = sum(name in st.query_params for name in names)
    phone_fold(f"Bộ lọc ({chosen})" if chosen else "Bộ lọc", key)
    # Up to three wide ones stand in one row of the page, four of the narrow ones.
    outer = _bar_width.set(NARROW if len(names) > 3 else WIDE)
    try:
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            yield
    finally:
        _bar_width.reset(outer)


def choice(
    label: str, options: Mapping[str, str], *, name: str, placeholder: str | None = None
) -> str | None:
    """
    A select whose value is query parameter *name*.

    Args:
        options: Value in the address to the words shown.
        placeholder: Words for "nothing chosen"; without it the first option is chosen.
    """
    key = f"loc_{name}"
    asked = st.query_params.get(name)
    current = asked if asked in options else (None if placeholder else next(iter(options), None))
    # The address is the truth: a link or F5 changes it behind the widget's back.
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    return st.selectbox(
        label,
        list(options),
        index=None if placeholder else 0,
        format_func=lambda value: options[value],
        key=key,
        placeholder=placeholder or "Chọn",
        on_change=_into_address,
        args=(key, name),
        width=_bar_width.get() or WIDE,
    )


def segments(label: str, options: Mapping[str, str], *, name: str) -> str:
    """A row of segments whose value is query parameter *name*; the first one unless the address says otherwise."""
    key = f"loc_{name}"
    asked = st.query_params.get(name)
    current = asked if asked is not None and asked in options else next(iter(options))
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=lambda value: options[value],
        key=key,
        on_change=_into_address,
        args=(key, name),
        label_visibility="collapsed",
    )
    return chosen or current


def _into_address(key: str, name: str) -> None:
    value = st.session_state.get(key)
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def department_choice() -> str | None:
    """The department filter, folded on a phone; a department chooses among its own units, with one there is no select."""
    own = current_viewer().units
    if len(own) == 1:
        return department()
    units = {d.code: d.name_vi for d in departments() if (d.code in own if own else d.is_scored)}
    everything = None if own else "Tất cả đơn vị"
    if _bar_width.get():
        return choice("Đơn vị", units, name="don_vi", placeholder=everything)
    with filter_bar("don_vi", key="don_vi"):
        return choice("Đơn vị", units, name="don_vi", placeholder=everything)


def day_choice() -> date:
    """The as-of day: any day from the first to the newest data; the address keeps it unless it is the newest."""
    first, newest = day_range()
    if first is None or newest is None:
        return as_of()
    key = "loc_ngay"
    if st.session_state.get(key) != as_of():
        st.session_state[key] = as_of()
    st.date_input(
        "Số liệu đến hết ngày",
        min_value=min(first, as_of()),
        max_value=max(newest, as_of()),
        format="DD/MM/YYYY",
        key=key,
        help=f"Có số liệu từ {day(first)} đến {day(newest)}",
        on_change=_day_into_address,
        args=(key, None if closed_year() else newest),
        width=200,
    )
    return as_of()


def year_choice() -> None:
    """The year, where there is more than one: the last day of an earlier one, or the open one as it stands."""
    years = years_on_show()
    if len(years) < 2:
        return
    closed = {one.year for one in closed_years(instance().home)}
    key, current = "loc_nam", max(year for year in years if year <= max(as_of().year, years[-1]))
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox(
        "Năm",
        years,
        format_func=lambda year: f"{year} (đã đóng)" if year in closed else str(year),
        key=key,
        on_change=_year_into_address,
        args=(key, years[0]),
        width=200,
    )


def _year_into_address(key: str, newest: int) -> None:
    chosen = st.session_state.get(key)
    if isinstance(chosen, int) and chosen < newest:
        st.query_params["ngay"] = date(chosen, 12, 31).isoformat()
    elif "ngay" in st.query_params:
        del st.query_params["ngay"]


def _day_into_address(key: str, newest: date | None) -> None:
    """The chosen day; the newest needs no address, but any day of a closed year (*newest* None) does."""
    chosen = st.session_state.get(key)
    if isinstance(chosen, date) and (newest is None or chosen < newest):
        st.query_params["ngay"] = chosen.isoformat()
    elif "ngay" in st.query_params:
        del st.query_params["ngay"]

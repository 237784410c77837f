"""How a person says what a value should be: a choice, a day, a list or a text, as the column's type asks."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import streamlit as st

from data_loaders.declared.declarations import Column, kind_named
from data_loaders.declared.statuses import known_words
from domain.agency.departments import departments

_NUMBERS = {"count", "rank", "year"}
_PLACEHOLDERS = {"score": "Ví dụ: 12,5", "number": "Ví dụ: 12,5", "due": "Ví dụ: 30/11 hoặc hằng quý"}
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def value_field(kind: str, column: str, *, label: str, key: str) -> str | None:
    """
    The text that a person gives for *column*; the empty text to empty the cell, None while nothing is given.

    Whatever is sent is read by the column's own parser once more (`desk.typed_values.typed`).
    """
    declared = kind_named(kind).columns[column]
    given = _field(kind, declared)(f"{label} đúng là", f"{key}-{column}")
    is_flag = declared.type.startswith("flag")
    if declared.required or is_flag:
        return given
    is_emptied = st.checkbox("Để trống giá trị này", key=f"{key}-trong-{column}")
    return "" if is_emptied else given


def _field(kind: str, column: Column) -> Callable[[str, str], str | None]:
    name, _, argument = column.type.partition(":")
    words = {"status": kind_named(kind).status_list or "", "word": argument}
    if name == "flag":
        return _yes_or_no
    if name == "date" or column.type == "due":
        return _day
    if name == "time":
        return _moment
    if name in ("department", "first_department"):
        return lambda label, key: _one_of([d.name_vi for d in departments()], label, key)
    if name == "departments":
        return _several_departments
    if name in words:
        return lambda label, key: _one_of(known_words(words[name]), label, key)
    if name in _NUMBERS:
        return _whole_number
    return lambda label, key: _text(label, key, _PLACEHOLDERS.get(name, ""))


def _yes_or_no(label: str, key: str) -> str | None:
    return st.radio(label, ["Có", "Không"], index=None, horizontal=True, key=key)


def _day(label: str, key: str) -> str | None:
    chosen = st.date_input(
        label,
        value=None,
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="DD/MM/YYYY",
        key=key,
        width=220,
    )
    return f"{chosen:%d/%m/%Y}" if isinstance(chosen, date) else None


def _moment(label: str, key: str) -> str | None:
    chosen = st.datetime_input(
        label,
        value=None,
        min_value=datetime.combine(_FIRST_DAY, datetime.min.time()),
        max_value=datetime.combine(_LAST_DAY, datetime.min.time()),
        format="DD/MM/YYYY",
        key=key,
        width=260,
    )
    return f"{chosen:%d/%m/%Y %H:%M}" if chosen else None


def _one_of(options: Sequence[str], label: str, key: str) -> str | None:
    return st.selectbox(label, options, index=None, key=key, placeholder="Chọn trong danh sách", width=420)


def _several_departments(label: str, key: str) -> str | None:
    names = [d.name_vi for d in departments()]
    return "; ".join(st.multiselect(label, names, key=key, placeholder="Chọn một hay nhiều đơn vị")) or None


def _whole_number(label: str, key: str) -> str | None:
    number = st.number_input(label, value=None, min_value=0, step=1, format="%d", key=key, width=220)
    return None if number is None else str(int(number))


def _text(label: str, key: str, placeholder: str) -> str | None:
    return st.text_input(label, key=key, placeholder=placeholder).strip() or None

"""How a table of a metric is shown in a grid and written to Excel, with Vietnamese headings and formats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Literal

import pandas as pd
import streamlit as st
import xlsxwriter

from domain.departments import department_name, departments
from domain.formats import UNKNOWN, count, day, is_known, moment, points, rate
from domain.text import fold

Kind = Literal["text", "right", "number", "points", "rate", "date", "moment", "department", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """
    How one column is shown.

    Attributes:
        label: Heading.
        kind: ``right`` is text on the right; ``number`` counts; ``points`` two decimals; ``rate`` 0–100 to "67,4%"; ``department`` code to its short name.
        width: small, medium, large or pixels.
        unknown: What stands where nothing is known.
    """

    label: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    unknown: str = UNKNOWN


EMPTY = "Chưa có"

Columns = Mapping[str, str | Column]


def settings_of(columns: Columns) -> dict[str, Column]:
    """Every column with its `Column`; a bare heading is text."""
    return {name: Column(value) if isinstance(value, str) else value for name, value in columns.items()}


def as_shown(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """The columns of *frame* under their headings, values as they are read; numbers and dates stay sortable."""
    return pd.DataFrame(
        {setting.label: _shown(frame[name], setting) for name, setting in settings_of(columns).items()},
        index=frame.index,
    )


def _shown(values: pd.Series, setting: Column) -> pd.Series:
    if setting.kind in ("number", "date", "moment"):
        return values
    words = {
        "points": points,
        "rate": rate,
        "department": lambda code: short_name(str(code)),
        "yes_no": lambda value: "Có" if value else "Chưa",
        "text": _text,
        "right": _text,
    }[setting.kind]
    return values.map(lambda value: words(value) if is_known(value) else setting.unknown).astype("str")


def as_text(frame: pd.DataFrame, columns: Columns, names: Sequence[str]) -> pd.DataFrame:
    """The columns *names* of *frame* under their own names, every value in words."""
    settings = settings_of(columns)
    words = {"number": count, "date": day, "moment": moment}
    return pd.DataFrame(
        {
            name: [
                words[settings[name].kind](value) if is_known(value) else settings[name].unknown
                for value in frame[name]
            ]
            if settings[name].kind in words
            else _shown(frame[name], settings[name])
            for name in names
        },
        index=frame.index,
    )


def empty_word(columns: Columns) -> str:
    """
    What a grid writes where a number or a day is missing: it has one word for all of them.

    The columns' own word when they agree on one; a short one that fits a narrow column otherwise.
    """
    native = {s.unknown for s in settings_of(columns).values() if s.kind in ("number", "date", "moment")}
    return native.pop() if len(native) == 1 and native != {UNKNOWN} else EMPTY


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return day(value) if isinstance(value, date) else str(value)


def column_settings(columns: Columns) -> dict[str, Any]:
    """Streamlit's settings for `as_shown`: dates dd/mm/yyyy, whole numbers without English commas."""
    makers: dict[str, Any] = {
        "number": lambda s: st.column_config.NumberColumn(s.label, width=s.width, format="%d"),
        "date": lambda s: st.column_config.DateColumn(s.label, width=s.width, format="DD/MM/YYYY"),
        "moment": lambda s: st.column_config.DatetimeColumn(
            s.label, width=s.width, format="HH:mm DD/MM/YYYY"
        ),
        "points": lambda s: st.column_config.TextColumn(s.label, width=s.width, alignment="right"),
        "right": lambda s: st.column_config.TextColumn(s.label, width=s.width, alignment="right"),
        "rate": lambda s: st.column_config.TextColumn(s.label, width=s.width, alignment="right"),
    }
    return {
        setting.label: makers.get(
            setting.kind, lambda s: st.column_config.TextColumn(s.label, width=s.width)
        )(setting)
        for setting in settings_of(columns).values()
    }


def matching(frame: pd.DataFrame, asked: str, names: Sequence[str]) -> pd.DataFrame:
    """
    The rows of *frame* that hold every word of *asked* somewhere in *names*.

    Case and accents do not matter: "quan ly" finds "Quản lý".
    """
    words = fold(asked).split()
    if not words or frame.empty:
        return frame
    text = pd.Series("", index=frame.index, dtype=object)
    for name in names:
        words_of = department_name if name == "department_code" else _text
        text = text + " " + frame[name].map(lambda v, f=words_of: f(v) if is_known(v) else "").astype(object)
    folded = text.map(fold)
    return frame[[all(word in line for word in words) for line in folded]]


def excel(frame: pd.DataFrame, columns: Columns, *, title: str, as_of: date) -> bytes:
    """
    An .xlsx of *frame*: title, day of the data, headings, rows.

    A text that begins with "=" stays a text: whoever opens the file runs no formula of a stranger's.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    sheet = book.add_worksheet("Danh sách")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    dates = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    settings = settings_of(columns)
    sheet.write_string(0, 0, title or "Danh sách", book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, f"Số liệu đến hết ngày {day(as_of)}")
    for number, setting in enumerate(settings.values()):
        sheet.write_string(3, number, setting.label, head)
        sheet.set_column(number, number, _characters(setting.width))
    for number, (name, setting) in enumerate(settings.items()):
        for row, value in enumerate(frame[name], start=4):
            _write(sheet, row, number, value, setting, dates)
    sheet.freeze_panes(4, 0)
    if len(frame):
        sheet.autofilter(3, 0, 3 + len(frame), len(settings) - 1)
    book.close()
    return out.getvalue()


def _characters(width: str | int | None) -> float:
    """How wide a column of the grid is on paper, in characters."""
    return (
        max(8.0, width / 6)
        if isinstance(width, int)
        else {"small": 12.0, "large": 60.0}.get(width or "", 24.0)
    )


def short_name(code: str) -> str:
    """The department's name for narrow places; an unknown code as it is."""
    return next((d.short_vi for d in departments() if d.code == code), code)


def _write(sheet: Any, row: int, column: int, value: Any, setting: Column, dates: Any) -> None:
    if isinstance(value, list | tuple):
        sheet.write_string(row, column, _shown(pd.Series([value]), setting).iloc[0])
    elif not is_known(value):
        sheet.write_string(row, column, setting.unknown)
    elif setting.kind in ("date", "moment"):
        sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), dates)
    elif setting.kind in ("number", "points", "rate"):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, _shown(pd.Series([value]), setting).iloc[0])

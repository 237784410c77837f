"""How a table of a metric is shown in a grid and written to Excel, with Vietnamese headings and formats."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any, Literal

import pandas as pd
import streamlit as st
import xlsxwriter

from domain.agency.departments import UNASSIGNED_VI, department_name, short_name
from domain.wording.formats import UNKNOWN, count, day, is_known, moment, points, rate
from domain.wording.text import fold
from ui.look.workbook_chart import ChartSeries, WorkbookChart, draw_chart, known_numbers

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
# How Excel shows each kind; it puts the separators of the reader's own country.
_FORMS = {
    "number": "#,##0", "points": "#,##0.00", "rate": '0.0"%"', "date": "dd/mm/yyyy", "moment": "hh:mm dd/mm/yyyy",
}  # fmt: skip
_LEFT = {"date": {"align": "left"}, "moment": {"align": "left"}}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

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
    return frame.loc[[all(word in line for word in words) for line in folded]]


def chart_of(
    frame: pd.DataFrame, columns: Columns, *, title: str, drawn: Sequence[str] = ()
) -> WorkbookChart:
    """
    The chart of a table: its first column along the axis, and the columns *drawn* as series.

    Where none is named: every column of the kind that the first number of the table has, for those share one scale.
    """
    settings = settings_of(columns)
    (first, axis), *rest = settings.items()
    kind = next((setting.kind for _, setting in rest if setting.kind in ("number", "points", "rate")), None)
    names = drawn or [name for name, setting in rest if kind is not None and setting.kind == kind]
    return WorkbookChart(
        title,
        axis.label,
        list(as_text(frame, columns, [first])[first])
        if axis.kind != "number"
        else list(map(str, frame[first])),
        [
            ChartSeries(settings[name].label, known_numbers(frame[name]), _FORMS[settings[name].kind])
            for name in names
        ],
        is_course=axis.kind in ("date", "number"),
    )


def excel(
    frame: pd.DataFrame, columns: Columns, *, title: str, as_of: date, chart: WorkbookChart | None = None
) -> bytes:
    """
    An .xlsx of *frame*: title, day of the data, number of rows, headings, rows; printed on pages one wide.

    A *chart* stands on a second sheet with the figures it draws.

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
    forms = {
        kind: book.add_format({"num_format": form, **_LEFT.get(kind, {})}) for kind, form in _FORMS.items()
    }
    settings = settings_of(columns)
    sheet.write_string(0, 0, title or "Danh sách", book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, f"Số liệu đến hết ngày {day(as_of)}")
    sheet.write_string(2, 0, f"{count(len(frame))} dòng")
    for number, setting in enumerate(settings.values()):
        sheet.write_string(3, number, setting.label, head)
        sheet.set_column(number, number, _characters(setting.width))
    for number, (name, setting) in enumerate(settings.items()):
        for row, value in enumerate(frame[name], start=4):
            _write(sheet, row, number, value, setting, forms)
    sheet.freeze_panes(4, 0)
    sheet.autofilter(3, 0, 3 + max(len(frame), 1), len(settings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    if chart is not None:
        draw_chart(book, chart, head)
    book.close()
    return out.getvalue()


def csv_bytes(frame: pd.DataFrame, columns: Columns) -> bytes:
    """
    The same rows as .csv that Excel opens with its accents: UTF-8 with its mark, comma, dot decimals, days as 2023-11-12.

    A text that begins like a formula gets an apostrophe before it: a .csv has no other way to say that it is text.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    settings = settings_of(columns)
    writer.writerow(setting.label for setting in settings.values())
    lines = zip(*(_plain(frame[name], setting) for name, setting in settings.items()), strict=True)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _plain(values: pd.Series, setting: Column) -> list[str]:
    if setting.kind in ("number", "points", "rate"):
        return [f"{float(value):.10g}" if is_known(value) else "" for value in values]
    if setting.kind in ("date", "moment"):
        return [
            pd.Timestamp(value).isoformat().removesuffix("T00:00:00") if is_known(value) else ""
            for value in values
        ]
    return [f"'{text}" if text[:1] in _FORMULA_SIGNS else text for text in _shown(values, setting)]


def _characters(width: str | int | None) -> float:
    """How wide a column of the grid is on paper, in characters."""
    return (
        max(8.0, width / 6)
        if isinstance(width, int)
        else {"small": 12.0, "large": 60.0}.get(width or "", 24.0)
    )


def unit_name(code: object) -> str:
    """The unit that has the work, for narrow places; where nobody was given it, that."""
    return short_name(str(code)) if is_known(code) and code else UNASSIGNED_VI


def _write(sheet: Any, row: int, column: int, value: Any, setting: Column, forms: Mapping[str, Any]) -> None:
    if isinstance(value, list | tuple):
        sheet.write_string(row, column, _shown(pd.Series([value]), setting).iloc[0])
    elif not is_known(value):
        sheet.write_string(row, column, setting.unknown)
    elif setting.kind in ("date", "moment"):
        sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), forms[setting.kind])
    elif setting.kind in ("number", "points", "rate"):
        sheet.write_number(row, column, float(value), forms[setting.kind])
    else:
        sheet.write_string(row, column, _shown(pd.Series([value]), setting).iloc[0])

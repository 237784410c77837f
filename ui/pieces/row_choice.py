"""Which row and which value of it does the visitor mean? Chosen from the rows that are theirs to see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from data_loaders.declared.declarations import kind_named
from data_loaders.publishing.history import readable
from domain.agency.departments import department_name
from domain.said.citizens import PERSONAL
from store.builds.kinds import KINDS as FACTS
from store.builds.rows import FoundRow, count_rows, fact_columns, newest_row, state_rows
from ui.look.words import KINDS, STATES
from ui.pieces.components import Column, Listing, grid, nothing_to_show
from ui.visit.filters import choice
from ui.visit.session import answer, as_of, current_viewer, reader

# What a row of any kind calls itself, the first that is filled.
TITLES = ("subject", "title", "task", "content", "procedure", "name", "component")
EMPTY = "(trống)"


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """One value of one row, as it stands."""

    row: FoundRow
    column: str
    label: str
    shown: str


def contestable(kind: str) -> list[str]:
    """Columns of *kind* that a person may put right."""
    known = set(fact_columns(kind))
    return [
        name for name, column in kind_named(kind).columns.items() if name in known and not column.is_virtual
    ]


def hides(column: str) -> bool:
    """Tell whether *column* names citizens and the viewer does not need them."""
    return column in PERSONAL and not current_viewer().may("unmask")


def column_label(kind: str, column: str) -> str:
    """What people call a column; a column that no heading names (a derived one) by its own words."""
    declared = kind_named(kind).columns.get(column)
    return declared.label if declared else DERIVED.get(column, column)


DERIVED = {"due_kind": "Loại thời hạn", "due_text": "Thời hạn (nguyên văn)", "status": "Trạng thái"}


def words_of(column: str, value: Any) -> str:
    """A value as people read it, whether typed or as the store spells it."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        if column == "department_code":
            return department_name(value)
        value = STATES.get(value) or {"true": "Có", "false": "Không"}.get(value.lower()) or _as_moment(value)
    return readable(value) or EMPTY


def _as_moment(text: str) -> Any:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text.replace("|", ", ")


def choose_row(*, key: str) -> FoundRow | None:
    """The row that the address names, else one chosen from a list; the address keeps it."""
    kind = st.query_params.get("loai", "")
    named = st.query_params.get("khoa", "")
    if kind in FACTS and named:
        row = newest_row(reader(), kind, named)
        if row is None:
            nothing_to_show("Không có dòng nào mang mã này trong phạm vi được xem.")
        return row
    kind = (
        choice(
            "Loại dữ liệu",
            {k: KINDS[k] for k in _kinds_with_rows()},
            name="loai",
            placeholder="Chọn loại dữ liệu",
        )
        or ""
    )
    if not kind:
        return None
    return _row_of_list(kind, key)


def _kinds_with_rows() -> list[str]:
    return [kind for kind in FACTS if answer(count_rows, kind=kind)]


def _row_of_list(kind: str, key: str) -> FoundRow | None:
    rows = answer(state_rows, kind=kind, day=as_of())
    if rows.empty:
        nothing_to_show("Không có dòng nào của loại này.")
        return None
    frame = pd.DataFrame({"business_key": rows["business_key"], "title": _titles(rows)})
    columns = {"business_key": Column("Mã dòng", width=180), "title": Column("Nội dung", width=460)}
    if "department_code" in rows.columns:
        frame["department_code"] = rows["department_code"]
        columns["department_code"] = Column("Đơn vị", "department", width=180)
    chosen = grid(
        frame,
        Listing(
            columns,
            key=f"{key}-{kind}",
            file_name="danh-sach-dong",
            title=KINDS[kind],
            placeholder="Tìm theo mã hoặc nội dung",
            height=320,
        ),
        select="one",
    )
    if chosen.empty:
        return None
    return newest_row(reader(), kind, str(chosen["business_key"].iloc[0]))


def _titles(rows: pd.DataFrame) -> pd.Series:
    titles = pd.Series("", index=rows.index, dtype=object)
    for name in reversed([name for name in TITLES if name in rows.columns]):
        titles = rows[name].where(rows[name].notna(), titles)
    return titles


def choose_value(row: FoundRow, *, key: str) -> ChosenValue | None:
    """The column that is meant, with what it says now."""
    fixed = kind_named(row.kind).key_columns(row.business_key)
    names = [name for name in contestable(row.kind) if name not in fixed and not hides(name)]
    asked = st.query_params.get("cot", "")
    column = st.selectbox(
        "Giá trị nào sai?",
        names,
        index=names.index(asked) if asked in names else None,
        format_func=lambda name: f"{column_label(row.kind, name)}: {words_of(name, row.values.get(name))}",
        key=f"{key}-cot",
        placeholder="Chọn giá trị",
    )
    if column is None:
        return None
    return ChosenValue(row, column, column_label(row.kind, column), words_of(column, row.values.get(column)))


def row_words(row: FoundRow) -> str:
    """What a row is, in one line."""
    title = next((str(row.values[name]) for name in TITLES if row.values.get(name)), "")
    unit = f" · {department_name(row.department_code)}" if row.department_code else ""
    return f"{KINDS[row.kind]} {row.business_key}{unit}{' · ' + title if title else ''}"


def forget_named_row() -> None:
    """Take the row that the address named out of it: what was asked of it is done."""
    for name in ("khoa", "loai", "cot"):
        if name in st.query_params:
            del st.query_params[name]

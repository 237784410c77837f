"""How does a long list look: searched, chosen from, on a phone, and as Excel?"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from domain.program.media_types import CSV, EXCEL
from domain.wording.formats import count
from ui.look.markup import escape
from ui.look.tables import (
    Column,
    as_shown,
    as_text,
    column_settings,
    csv_bytes,
    empty_word,
    excel,
    matching,
    settings_of,
)
from ui.look.workbook_chart import WorkbookChart
from ui.pieces.marks import nothing_to_show
from ui.visit.memory import Memory, digest_of
from ui.visit.session import as_of, export_note

NO_MATCH = "Không có việc nào khớp bộ lọc. Bỏ bớt điều kiện hoặc xóa bộ lọc."

# Nobody reads further down, and every visit would carry all of it; the Excel file has every row.
MOST_ROWS = 1000

# Rows of a long list that a phone shows as blocks.
PHONE_ROWS = 8


@dataclass(frozen=True, slots=True)
class Listing:
    """
    How a long list is shown.

    Attributes:
        columns: Column of the rows to its heading, or to a `Column` that says how it is shown.
        file_name: Of the Excel and CSV files, without day and ending.
        title: Of the sheet in Excel.
        empty: The sentence in the place of no rows.
        counted: What one row is, for "24 việc".
        phone: Columns of the first rows as blocks above the list on a phone: the title, then what is said of it.
    """

    columns: Mapping[str, str | Column]
    key: str
    file_name: str
    title: str = ""
    search: bool = True
    placeholder: str = "Tìm theo số, ký hiệu, trích yếu hoặc người xử lý"
    empty: str = NO_MATCH
    height: int | None = None
    counted: str = "dòng"
    phone: Sequence[str] = ()


def grid(
    frame: pd.DataFrame,
    listing: Listing,
    *,
    select: Literal["one", "many"] | None = None,
    identity: Hashable = None,
) -> pd.DataFrame:
    """
    A long list: search without accents, the rows, and the whole filtered list as Excel.

    Args:
        select: Whether rows can be chosen; the list says so.
        identity: What makes these rows these rows: `session.answer_key` of their question, and every filter put
            on them since. Long lists pass it, for else all rows are compared on every run.

    Returns:
        The rows chosen (all columns of *frame*); no rows where nothing is chosen.
    """
    # Without a search box the count stands beside the button: one line less above every short list.
    has_search = listing.search
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom" if has_search else "center"):
        asked = _asked(listing) if has_search else ""
        view = _list_view(frame, listing, asked=asked, choosable=select is not None, identity=identity)
        if not has_search:
            st.html(view.words)
        _file_buttons(
            frame, listing.columns, key=f"{listing.key}-tai", file_name=listing.file_name, title=listing.title,
            asked=asked,
        )  # fmt: skip
    if view.rows.empty:
        nothing_to_show(listing.empty)
        return view.rows
    if has_search:
        st.html(view.words)
    if view.blocks:
        with st.container(key=f"cc-narrow-{listing.key}"):
            st.html(view.blocks)
    size, alt = listing.height or min(36 + 35 * view.found, 520), listing.title or listing.counted
    if select is None:
        _rows(
            digest=view.digest,
            height=size,
            key=listing.key,
            alt=alt,
            _found=view.rows,
            _columns=listing.columns,
        )
        return view.rows.iloc[0:0]
    return _choosable_rows(view.rows, listing.columns, select, height=size, key=listing.key, alt=alt)


def _asked(listing: Listing) -> str:
    return st.text_input(
        "Tìm", key=f"{listing.key}-tim", placeholder=listing.placeholder, label_visibility="collapsed"
    )


@dataclass(frozen=True, slots=True)
class _ListView:
    """
    What a list shows for one search.

    Attributes:
        rows: The first of the rows found.
        found: How many were found in all.
        words: How many that is, as HTML.
        blocks: The first rows for a phone, as HTML; empty where the list has no such form.
        digest: A name for rows and columns: equal only where both are.
    """

    rows: pd.DataFrame
    found: int
    words: str
    blocks: str
    digest: str


# Lists named by an identity.
_views = Memory(size=100)


def _list_view(
    frame: pd.DataFrame, listing: Listing, *, asked: str, choosable: bool, identity: Hashable
) -> _ListView:
    """The view of *frame* for the search *asked*, made once where *identity* names the rows."""
    columns, phone, counted = listing.columns, listing.phone, listing.counted

    def make() -> _ListView:
        found = matching(frame, asked, list(columns))
        # Taken, not sliced: a slice would keep the whole list in memory as long as this view is remembered.
        rows = found.take(range(min(len(found), MOST_ROWS)))
        return _ListView(
            rows,
            len(found),
            f'<p class="cc-source">{_count_words(len(found), len(frame), counted, choosable)}</p>',
            _phone_blocks(found, columns, phone) if phone and len(found) else "",
            digest_of((identity, asked) if identity is not None else rows[list(columns)], columns),
        )

    if identity is None:
        return make()
    return _views.get((identity, asked, tuple(columns), tuple(phone), counted, choosable), make)


def _choosable_rows(
    rows: pd.DataFrame,
    columns: Mapping[str, str | Column],
    select: Literal["one", "many"],
    *,
    height: int,
    key: str,
    alt: str,
) -> pd.DataFrame:
    """Draw *rows* so that they can be chosen; return the chosen ones."""
    chosen = st.dataframe(
        as_shown(rows, columns),
        column_config=column_settings(columns),
        hide_index=True,
        height=height,
        key=key,
        alt=alt,
        placeholder=empty_word(columns),
        on_select="rerun",
        selection_mode="single-row" if select == "one" else "multi-row",
    )
    return rows.iloc[chosen.selection.rows]


def _phone_blocks(found: pd.DataFrame, columns: Mapping[str, str | Column], names: Sequence[str]) -> str:
    """The first rows as blocks; shown on a phone only, where a wide list hides most of its columns."""
    settings = settings_of(columns)
    rows = as_text(found.head(PHONE_ROWS), columns, names).to_dict("records")
    items = "".join(
        f'<li><div class="cc-block-title">{escape(str(row[names[0]]))}</div>'
        + "".join(
            f'<div class="cc-block-line"><span>{escape(settings[name].label)}</span>'
            f"<span>{escape(str(row[name]))}</span></div>"
            for name in names[1:]
            if row[name]
        )
        + "</li>"
        for row in rows
    )
    rest = len(found) - len(rows)
    more = f'<p class="cc-source">Còn {count(rest)} dòng ở bảng dưới đây</p>' if rest > 0 else ""
    return f'<ol class="cc-phone-list">{items}</ol>{more}'


@st.cache_resource(show_spinner=False, max_entries=60)
def _rows(
    *, digest: str, height: int, key: str, alt: str, _found: pd.DataFrame, _columns: Mapping[str, Any]
) -> None:
    # Like a picture: putting a few hundred rows into words costs more than the rest of a rerun.
    st.dataframe(
        as_shown(_found, _columns),
        column_config=column_settings(_columns),
        hide_index=True,
        height=height,
        key=key,
        alt=alt,
        placeholder=empty_word(_columns),
    )


def _count_words(found: int, total: int, counted: str, selectable: bool) -> str:
    words = (
        f"{count(found)} {counted}" if found == total else f"{count(found)} trong {count(total)} {counted}"
    )
    if found > MOST_ROWS:
        words += f" · hiện {count(MOST_ROWS)} dòng đầu, tải Excel để có đủ"
    return escape(f"{words} · bấm vào ô đầu dòng để chọn" if selectable else words)


def table_download(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    columns: Mapping[str, str | Column],
    *,
    key: str,
    file_name: str,
    title: str,
    chart: WorkbookChart | None = None,
) -> None:
    """The row of buttons under a table that give it as .xlsx and .csv, made when pressed."""
    with st.container(horizontal=True, gap="small"):
        _file_buttons(frame, columns, key=key, file_name=file_name, title=title, chart=chart)


def _file_buttons(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    columns: Mapping[str, str | Column],
    *,
    key: str,
    file_name: str,
    title: str,
    asked: str = "",
    chart: WorkbookChart | None = None,
) -> None:
    """The buttons that give the rows (those matching *asked*) as .xlsx and .csv, made when pressed."""
    # Asked for now: when the file is made there is no visit to ask.
    on, note = as_of(), export_note(file_name)

    def rows() -> pd.DataFrame:
        found = matching(frame() if callable(frame) else frame, asked, list(columns))
        note(len(found))
        return found

    st.download_button(
        "Tải Excel",
        data=lambda: excel(rows(), columns, title=title, as_of=on, chart=chart),
        file_name=f"{file_name}-{on:%Y-%m-%d}.xlsx",
        mime=EXCEL,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )
    st.download_button(
        "CSV",
        data=lambda: csv_bytes(rows(), columns),
        file_name=f"{file_name}-{on:%Y-%m-%d}.csv",
        mime=CSV,
        key=f"{key}-csv",
        on_click="ignore",
        type="tertiary",
        help="Bảng dạng chữ cho phần mềm khác, đủ dấu tiếng Việt",
    )


def words_download(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    key: str,
    file_name: str,
    title: str,
    chart: WorkbookChart | None = None,
) -> None:
    """The buttons for a table that is words already."""
    names = [f"cot_{place}" for place, _ in enumerate(headings)]
    columns = dict(zip(names, headings, strict=True))
    table_download(
        lambda: pd.DataFrame(rows, columns=names),
        columns,
        key=key,
        file_name=file_name,
        title=title,
        chart=chart,
    )


def small_table(frame: pd.DataFrame, *, key: str, file_name: str, title: str) -> None:
    """A short table of words whose first column names the row, and the same as Excel and CSV."""
    first, *others = frame.columns
    st.table(frame.set_index(first))
    words_download(
        [str(first), *map(str, others)], frame.astype(str).to_numpy().tolist(), key=key, file_name=file_name,
        title=title,
    )  # fmt: skip


def edited_table(
    frame: pd.DataFrame,
    settings: Mapping[str, Any],
    *,
    key: str,
    file_name: str,
    title: str,
    **how: Any,
) -> pd.DataFrame:
    """
    A table that is edited in place, and what stands in it now as Excel and CSV.

    Args:
        settings: Column of *frame* to its heading, or to what `st.column_config` made of it.
        how: Further settings of `st.data_editor`.
    """
    edited = st.data_editor(frame, key=key, hide_index=True, column_config=dict(settings), **how)
    columns = {str(name): _column_of(str(name), settings.get(name), edited[name]) for name in edited.columns}
    table_download(
        lambda: edited.assign(**{name: _in_words(edited[name], settings.get(name)) for name in columns}),
        columns, key=f"{key}-tai", file_name=file_name, title=title,
    )  # fmt: skip
    return edited


def _column_of(name: str, setting: Any, values: pd.Series) -> Column:
    """How a column of an editor is written: under its heading, numbers and yes or no as such."""
    label = (setting if isinstance(setting, str) else (setting or {}).get("label")) or name
    if pd.api.types.is_bool_dtype(values):
        return Column(label, "yes_no", unknown="")
    return Column(label, "number" if pd.api.types.is_numeric_dtype(values) else "text", unknown="")


def _in_words(values: pd.Series, setting: Any) -> pd.Series:
    """The values of a column as its choices are called."""
    options = setting["type_config"].get("options") if isinstance(setting, dict) else None
    words = {one["value"]: one["label"] for one in options or () if isinstance(one, dict)}
    return values.map(lambda value: words.get(value, value)) if words else values

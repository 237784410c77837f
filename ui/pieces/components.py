"""
The pieces that pages are made of, each in the one form of the house.

A page reads::

    page_head("Còn 151 việc chưa lưu trữ, 36 việc ở Quản lý Đầu tư", "Gần hạn nhất: …", kinds=("hpnet_tasks",))
    tiles([Tile("Quá hạn", "12"), Tile("Đủ", "9", "75,0%", "green")])
    with card("Thay đổi"):                     # an error inside stays inside, with its number in the log
        figure_card("{subject, number, meaning}", "{what is counted}", age_bars, table, alt="…", table=table)
    grid(frame, {"subject": "Trích yếu", "due_date": Column("Hạn", "date")}, key="viec", file_name="viec-con-lai")
    nothing_to_show("Chưa có bản xuất HpNet nào.", page="nhap_du_lieu", label="Nhập dữ liệu")

Texts given as ``text`` are escaped; ``**bold**`` is the only markup they may hold.
"""

import hashlib
import pickle
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from domain.formats import NBSP, clock, count, day, day_month, weekday
from domain.media_types import EXCEL
from domain.office import spoken
from ui.charts.template import CONFIG
from ui.look.markup import bar, chip, escape, plain, rich, sign
from ui.look.tables import (
    Column,
    as_shown,
    as_text,
    column_settings,
    empty_word,
    excel,
    matching,
    settings_of,
)
from ui.look.theme import SIGNS, Meaning
from ui.visit.failures import contained
from ui.visit.memory import Memory
from ui.visit.navigation import inner_link
from ui.visit.session import as_of, day_range, export_note, loaded_at, palette

__all__ = [
    "CallLine",
    "Cell",
    "Column",
    "DeadlineCard",
    "DeadlineRow",
    "DepartmentRow",
    "Tile",
    "banner",
    "calls_list",
    "card",
    "deadline_cards",
    "department_table",
    "figure_card",
    "finding",
    "grid",
    "level_chip",
    "nothing_to_show",
    "page_head",
    "plain_table",
    "source_line",
    "table_download",
    "tiles",
]

NO_MATCH = "Không có việc nào khớp bộ lọc. Bỏ bớt điều kiện hoặc xóa bộ lọc."
# Nobody reads further down, and every visit would carry all of it; the Excel file has every row.
MOST_ROWS = 1000


# Rows of a long list that a phone shows as blocks.
PHONE_ROWS = 8


# --- head of a page -----------------------------------------------------------------------------


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


def finding(title: str, subtitle: str = "") -> None:
    """A card's or chart's title: one sentence as H2, and below it what is counted and by which rule."""
    below = f'<p class="cc-sub">{rich(subtitle)}</p>' if subtitle else ""
    st.html(f'<h2 class="cc-h2">{rich(title)}</h2>{below}')


def banner(text: str, meaning: Meaning = "watch") -> None:
    """One line across the page, above the headline: the trial, old data, a past day."""
    st.html(f'<div class="cc-banner cc-{meaning}" role="note">{rich(text)}</div>')


def level_chip(meaning: Meaning, word: str | None = None) -> None:
    """The level as symbol and word."""
    st.html(chip(meaning, word))


# --- cards ---------------------------------------------------------------------------------------


@contextmanager
def card(name: str = "") -> Iterator[None]:
    """
    A bordered card. What fails inside is logged with its number and leaves the other cards alone.

    Args:
        name: What the reader calls this part, for the sentence that stands in its place.
    """
    with st.container(border=True, gap="small", height="stretch"), contained(name):
        yield


@dataclass(frozen=True, slots=True)
class Tile:
    """
    One number: label ≤ 18 characters, value ≤ 7, note ≤ 16.

    Attributes:
        color: red, orange, yellow, blue, green or gray: the meaning of the note.
        arrow: Which way the note points; none for a note that is no change.
    """

    label: str
    value: str
    note: str = ""
    color: Literal["red", "orange", "yellow", "blue", "green", "gray"] = "gray"
    arrow: Literal["up", "down", "off"] = "off"
    help: str | None = None


def tiles(items: Sequence[Tile]) -> None:
    """Four numbers in a row; two by two on a phone."""
    # One block whose grid the stylesheet lays out: columns within columns would be nine more messages a run.
    name = zlib.crc32("|".join(tile.label for tile in items).encode())
    with st.container(horizontal=True, key=f"cc-tiles-{min(len(items), 4)}-{name:08x}"):
        for tile in items:
            st.metric(
                tile.label,
                tile.value,
                tile.note or None,
                delta_color=tile.color,
                delta_arrow=tile.arrow,
                border=True,
                help=tile.help,
                height="stretch",
            )


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """
    One obligation or count in a deadline card.

    Attributes:
        value: Already in words, ``**79,6%** · còn 151``.
        share_pct: Length of the bar; None draws it hatched when *meaning* is unknown.
        meaning: Level; None for a plain row without bar and chip.
        link: Where the value leads: its rows and cells.
    """

    name: str
    value: str
    share_pct: float | None = None
    meaning: Meaning | None = None
    word: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """
    One limit: which, how long, how it stands.

    Attributes:
        limit: ``Trước ngày 17/11 (hết ngày 16/11, thứ Năm)``.
        countdown: ``Còn 4 ngày làm việc``.
        aside: Small print at the right, such as the chance; lines split by newline.
        meaning: Level of the whole card, shown as a chip; None without.
        text: What has to be done.
        note: What the numbers leave out.
        rule: How the limit is counted.
    """

    limit: str
    countdown: str
    rows: tuple[DeadlineRow, ...]
    aside: str = ""
    meaning: Meaning | None = None
    text: str = ""
    note: str = ""
    rule: str = ""


def deadline_cards(cards: Sequence[DeadlineCard]) -> None:
    """One or two deadline cards side by side, of equal height; one below the other on a phone."""
    pair = " cc-pair" if len(cards) > 1 else ""
    st.html(
        f'<div class="cc-grid"><div class="{pair.strip()}">{"".join(map(_deadline_card, cards))}</div></div>'
    )


def _deadline_card(item: DeadlineCard) -> str:
    aside = "<br>".join(rich(line) for line in item.aside.split("\n")) if item.aside else ""
    pieces = [
        f'<section class="cc-card cc-grid" aria-label="{escape(item.limit)}"><div class="cc-deadline-head"><div>'
        f'<p class="cc-key">{escape(item.limit)}</p><p class="cc-big">{escape(item.countdown)}</p></div>'
        + (f'<p class="cc-aside">{aside}</p>' if aside else "")
        + "</div>"
    ]
    if item.meaning:
        pieces.append(f'<p class="cc-chip-line">{chip(item.meaning)}</p>')
    if item.text:
        pieces.append(f"<p>{rich(item.text)}</p>")
    pieces.append(_deadline_rows(item.rows))
    pieces += [f'<p class="cc-note">{rich(line)}</p>' for line in (item.note, item.rule) if line]
    return "".join(pieces) + "</section>"


def _deadline_rows(rows: Sequence[DeadlineRow]) -> str:
    barred = any(row.meaning for row in rows)
    items = "".join(f"<li>{_deadline_row(row)}</li>" for row in rows)
    return f'<ul class="cc-rows{" cc-bars" if barred else ""}">{items}</ul>'


def _deadline_row(row: DeadlineRow) -> str:
    name = f'<span class="cc-row-name">{rich(row.name)}</span>'
    value = f'<span class="cc-row-value">{_to_origin(rich(row.value), row.link)}</span>'
    if row.meaning is None:
        return name + value
    drawn = "" if row.meaning == "not_applicable" else bar(row.share_pct, row.meaning)
    return f'{name}<span class="cc-row-bar">{drawn}</span>{value}<span class="cc-row-chip">{chip(row.meaning, row.word)}</span>'


def _to_origin(shown: str, link: str) -> str:
    """A number as a link to its rows and cells; it stays a number to look at."""
    if not link:
        return shown
    return f'<a class="cc-origin" href="{escape(link)}" target="_self" title="Nguồn gốc">{shown}</a>'


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call to make: whom, worth how much (in words), about what."""

    who: str
    worth: str
    about: str
    link: str = ""


def calls_list(calls: Sequence[CallLine]) -> None:
    """The calls of today, the weightiest first."""
    st.html(f'<ol class="cc-calls">{"".join(map(_call, calls))}</ol>')


def _call(call: CallLine) -> str:
    who = (
        f'<a href="{escape(call.link)}" target="_self">{escape(call.who)}</a>'
        if call.link
        else escape(call.who)
    )
    return (
        f'<li><div class="cc-call-head"><span>{who}</span><span>{escape(call.worth)}</span></div>'
        f'<div class="cc-call-detail">{rich(call.about)}</div></li>'
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One obligation of one department: share and what is left, or the word for why there is no number.

    Attributes:
        meaning: Level; None for a plain value without sign and bar.
        link: Where the number leads: its rows and cells.
    """

    meaning: Meaning | None
    value: str
    left: str = ""
    share_pct: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """
    One department in the table.

    Attributes:
        cells: One per heading.
        quiet: Nothing to do here: on a phone the row folds to one line with *quiet_words*.
    """

    name: str
    cells: tuple[Cell, ...]
    link: str = ""
    quiet: bool = False
    quiet_words: str = ""


def department_table(headings: Sequence[str], rows: Sequence[DepartmentRow], *, caption: str) -> None:
    """Departments by obligations with bars, in the order given; blocks instead of a table on a phone."""
    told = tuple(headings), tuple(rows), caption
    st.html(_tables.get(told, lambda: _department_table(*told)))


# Their rows are words already: what is the same looks the same.
_tables = Memory(size=100)


def _department_table(headings: Sequence[str], rows: Sequence[DepartmentRow], caption: str) -> str:
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in headings)
    body = "".join(_department_row(headings, row) for row in rows)
    return (
        f'<div class="cc-grid"><table class="cc-table cc-blocks"><caption class="cc-hidden">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Đơn vị</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _department_row(headings: Sequence[str], row: DepartmentRow) -> str:
    name = (
        f'<a href="{escape(row.link)}" target="_self">{escape(row.name)}</a>'
        if row.link
        else escape(row.name)
    )
    cells = "".join(
        f'<td data-label="{escape(heading)}">{_cell(cell)}</td>'
        for heading, cell in zip(headings, row.cells, strict=True)
    )
    folded = f'<td class="cc-phone">{chip("done", row.quiet_words)}</td>' if row.quiet else ""
    return f'<tr{" class=cc-quiet" if row.quiet else ""}><th scope="row">{name}</th>{cells}{folded}</tr>'


def _cell(cell: Cell) -> str:
    if cell.meaning is None:
        return f'<span class="cc-cell">{escape(cell.value)}</span>'
    left = f'<span class="cc-cell-left">· {escape(cell.left)}</span>' if cell.left else ""
    weight = "cc-strong" if cell.left or cell.share_pct is not None else "cc-word"
    word = f'<span class="cc-hidden">{_word(cell.meaning)}</span>'
    number = _to_origin(f'<span class="{weight}">{escape(cell.value)}</span>{left}', cell.link)
    line = f'<span class="cc-cell-line cc-{cell.meaning}">{sign(cell.meaning)}{word}{number}</span>'
    drawn = "" if cell.meaning == "not_applicable" else bar(cell.share_pct, cell.meaning, small=True)
    return f'<span class="cc-cell">{line}{drawn}</span>'


def plain_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    numbers: bool = False,
) -> None:
    """
    A short table of words, the first column naming the row.

    Args:
        numbers: The other columns hold numbers and stand on the right.
    """
    kind = ' class="cc-number"' if numbers else ""
    heads = "".join(f'<th scope="col"{kind if n else ""}>{escape(h)}</th>' for n, h in enumerate(headings))
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{kind}>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<table class="cc-table"><caption class="cc-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _word(meaning: Meaning) -> str:
    return escape(SIGNS[meaning].word)


def nothing_to_show(text: str, *, page: str | None = None, label: str = "", remedy: str = "") -> None:
    """Say that there is nothing here, what to do, and where: one sentence each."""
    below = f'<p class="cc-sub">{rich(remedy)}</p>' if remedy else ""
    st.html(f'<div class="cc-empty"><p>{rich(text)}</p>{below}</div>')
    if page:
        inner_link(page, label)


def no_export_yet() -> None:
    """Say that nothing of HpNet was ever loaded, who loads the first file, and where."""
    nothing_to_show(
        spoken("Chưa có bản xuất {e_office} nào."),
        remedy=spoken("{gathering_name} nạp tệp đầu tiên tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )


# --- charts --------------------------------------------------------------------------------------


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
) -> None:
    """
    A chart in its card: finding, figure, source, and the same rows as a table to read and download.

    Args:
        draw: Function of `ui.charts`: ``draw(*arguments, palette=…)`` returns the figure.
        alt: One sentence that says what the figure shows.
        table: The rows behind the figure; *columns* gives their headings.
        source: ``Nguồn · mẫu số · loại trừ`` in one line.
        links: Page name and label of links under the figure, and what they add to the address.
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
                table_download(table, columns, key=f"{key}-tai", file_name=key, title=title)


def figure(draw: Callable[..., go.Figure], *arguments: Any, alt: str, key: str) -> None:
    """
    Draw ``draw(*arguments, palette=…)``, made once for the same arguments and colours.

    The picture is sent from a cache as it was: making a figure and turning it into JSON is
    most of what a chart costs on a rerun (docs/benchmarks.md).
    """
    colours = palette()
    digest = _digest(draw.__module__, draw.__qualname__, arguments)
    # By name: for each argument by place, Streamlit would inspect the signature anew.
    _picture(
        digest=digest, mode=colours.mode, alt=alt, key=key, _draw=lambda: draw(*arguments, palette=colours)
    )


def _digest(*values: Any) -> str:
    """A short name for *values*: equal only where everything in them is equal."""
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        digest.update(_bytes_of(value))
    return digest.hexdigest()


def _bytes_of(value: Any) -> bytes:
    """
    What tells *value* from others; found out once for a frozen record.

    The record is kept along with its bytes, so that nothing else can take its place in memory.
    """
    if isinstance(value, tuple):
        return b"(%d" % len(value) + b"".join(map(_bytes_of, value))
    if is_dataclass(value) and value.__dataclass_params__.frozen:  # type: ignore[union-attr]
        return _records.get(id(value), lambda: (value, _hashed(value)))[1]
    return _hashed(value)


def _hashed(value: Any) -> bytes:
    return hashlib.blake2b(pickle.dumps(value), digest_size=16).digest()


_records = Memory(size=200)


# As a resource: what is kept is sent again as it is, without being unpacked on every run.
@st.cache_resource(show_spinner=False, max_entries=400)
def _picture(*, digest: str, mode: str, alt: str, key: str, _draw: Callable[[], go.Figure]) -> None:
    st.plotly_chart(_draw(), theme=None, config=CONFIG, alt=alt, key=key)


# --- lists ---------------------------------------------------------------------------------------


def grid(
    frame: pd.DataFrame,
    columns: Mapping[str, str | Column],
    *,
    key: str,
    file_name: str,
    title: str = "",
    search: bool = True,
    placeholder: str = "Tìm theo số, ký hiệu, trích yếu hoặc người xử lý",
    empty: str = NO_MATCH,
    select: Literal["one", "many"] | None = None,
    height: int | None = None,
    counted: str = "dòng",
    phone: Sequence[str] = (),
    identity: Hashable = None,
) -> pd.DataFrame:
    """
    A long list: search without accents, the rows, and the whole filtered list as Excel.

    Args:
        columns: Column of *frame* to its heading, or to a `Column` that says how it is shown.
        select: Whether rows can be chosen; the list says so.
        counted: What one row is, for "24 việc".
        phone: Columns of the first rows as blocks above the list on a phone: the title, then what is said of it.
        identity: What makes these rows these rows: `session.answer_key` of their question, and every filter put
            on them since. Long lists pass it, for else all rows are compared on every run.

    Returns:
        The rows chosen (all columns of *frame*); no rows where nothing is chosen.
    """
    # Without a search box the count stands beside the button: one line less above every short list.
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom" if search else "center"):
        asked = ""
        if search:
            asked = st.text_input(
                "Tìm", key=f"{key}-tim", placeholder=placeholder, label_visibility="collapsed"
            )
        view = _list_view(
            frame,
            columns,
            asked=asked,
            phone=phone,
            counted=counted,
            choosable=select is not None,
            identity=identity,
        )
        if not search:
            st.html(view.words)
        table_download(frame, columns, key=f"{key}-tai", file_name=file_name, title=title, asked=asked)
    if view.rows.empty:
        nothing_to_show(empty)
        return view.rows
    if search:
        st.html(view.words)
    if view.blocks:
        with st.container(key=f"cc-narrow-{key}"):
            st.html(view.blocks)
    size, alt = height or min(36 + 35 * view.found, 520), title or counted
    if select is None:
        _rows(digest=view.digest, height=size, key=key, alt=alt, _found=view.rows, _columns=columns)
        return view.rows.iloc[0:0]
    return _choosable_rows(view.rows, columns, select, height=size, key=key, alt=alt)


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


# Lists named by an identity; their rows are part of answers that are kept anyway.
_views = Memory(size=100)


def _list_view(
    frame: pd.DataFrame,
    columns: Mapping[str, str | Column],
    *,
    asked: str,
    phone: Sequence[str],
    counted: str,
    choosable: bool,
    identity: Hashable,
) -> _ListView:
    """The view of *frame* for the search *asked*, made once where *identity* names the rows."""

    def make() -> _ListView:
        found = matching(frame, asked, list(columns))
        rows = found.head(MOST_ROWS)
        return _ListView(
            rows,
            len(found),
            f'<p class="cc-source">{_count_words(len(found), len(frame), counted, choosable)}</p>',
            _phone_blocks(found, columns, phone) if phone and len(found) else "",
            _digest((identity, asked) if identity is not None else rows[list(columns)], columns),
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
    frame: pd.DataFrame,
    columns: Mapping[str, str | Column],
    *,
    key: str,
    file_name: str,
    title: str = "",
    asked: str = "",
) -> None:
    """The button that gives the rows (those matching *asked*) as .xlsx, made when pressed."""
    on, note = (
        as_of(),
        export_note(file_name),
    )  # asked for now: when the file is made there is no visit to ask

    def made() -> bytes:
        rows = matching(frame, asked, list(columns))
        note(len(rows))
        return excel(rows, columns, title=title, as_of=on)

    st.download_button(
        "Tải Excel",
        data=made,
        file_name=f"{file_name}-{on:%Y-%m-%d}.xlsx",
        mime=EXCEL,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )

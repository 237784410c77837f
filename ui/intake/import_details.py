"""What an officer sees and settles about one received file: questions, columns, rows left out, errors."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_loaders.declared.outcome import ExtractedTable
from data_loaders.intake.reading import Prepared
from desk import staging
from desk.staging import StagedFile
from domain.formats import count, day
from domain.scope import Viewer
from metrics.asking.rows import records
from store.home import Home
from ui.intake.import_fixes import Fixable
from ui.intake.import_words import (
    IGNORED,
    column_labels,
    columns_frame,
    sheets_words,
    skipped_frame,
    table_words,
)
from ui.look.markup import rich
from ui.look.words import KINDS
from ui.pieces.lists import edited_table, table_download


def version(staged: StagedFile) -> str:
    """A part of widget keys that changes whenever the file is read in another way."""
    options = staged.options
    said = (
        options.kind,
        options.as_of,
        options.sheet,
        sorted(options.headings.items()),
        sorted(options.date_orders.items()),
    )
    return f"{staged.number}-{abs(hash((repr(said), staged.corrections))) % 10**8}"


# --- questions ------------------------------------------------------------------------------------


def draw_choice(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared) -> None:
    """The one question the file leaves open, answered in place."""
    choice = prepared.report.choice
    if choice is None:
        return
    asked = {"as_of": _ask_day, "kind": _ask_kind, "sheet": _ask_sheet, "column": _ask_column}[choice["what"]]
    asked(home, viewer, staged, prepared, choice["options"])


def _ask_day(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared, options: list[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if options:
            st.pills(
                "Ngày có trong tệp",
                options,
                format_func=lambda said: day(date.fromisoformat(said)),
                key=f"ngay-goi-y-{version(staged)}",
                on_change=_take_suggested_day,
                args=(staged,),
            )
        chosen = st.date_input(
            "Số liệu đến hết ngày", value=None, format="DD/MM/YYYY", key=f"ngay-{version(staged)}", width=200
        )
        if st.button("Kiểm tra lại", key=f"kiem-tra-{staged.number}", disabled=chosen is None):
            staging.settle(home, viewer, staged, as_of=chosen)
            st.rerun()


def _take_suggested_day(staged: StagedFile) -> None:
    said = st.session_state.get(f"ngay-goi-y-{version(staged)}")
    if said:
        st.session_state[f"ngay-{version(staged)}"] = date.fromisoformat(said)


def _ask_kind(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared, options: list[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Loại dữ liệu",
            options or list(KINDS),
            index=None,
            format_func=KINDS.__getitem__,
            key=f"loai-{version(staged)}",
            placeholder="Chọn loại dữ liệu",
            width=320,
        )
        if st.button("Kiểm tra lại", key=f"kiem-tra-{staged.number}", disabled=chosen is None):
            staging.settle(home, viewer, staged, kind=chosen)
            st.rerun()


def _ask_sheet(
    home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared, options: list[str]
) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Trang tính có số liệu",
            options,
            index=None,
            key=f"trang-{version(staged)}",
            placeholder="Chọn trang tính",
            width=320,
        )
        if st.button("Kiểm tra lại", key=f"kiem-tra-{staged.number}", disabled=chosen is None):
            staging.settle(home, viewer, staged, sheet=chosen)
            st.rerun()


def _ask_column(
    home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared, options: list[str]
) -> None:
    """The columns not chosen are ignored by their heading; equal headings cannot be told apart so."""
    headings = {option: option.split(": ", 1)[-1] for option in options}
    if len({staging.heading_key(text) for text in headings.values()}) < len(options):
        st.warning("Hai cột trùng tên. Đổi tên cột không dùng trong tệp rồi nạp lại.")
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Cột cần dùng",
            options,
            index=None,
            key=f"cot-{version(staged)}",
            placeholder="Chọn cột",
            width=320,
        )
        if st.button("Kiểm tra lại", key=f"kiem-tra-{staged.number}", disabled=chosen is None):
            others = {staging.heading_key(headings[one]): "" for one in options if one != chosen}
            staging.settle(home, viewer, staged, headings=others)
            st.rerun()


# --- what was recognised --------------------------------------------------------------------------


def draw_tables(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared) -> None:
    """Kind, day and columns of every table of the file, each of them open to change."""
    tables = prepared.extract.tables if prepared.extract else []
    for number, table in enumerate(tables):
        st.html(f"<p class='cc-sub'>{rich(table_words(table))}</p>")
        _draw_columns(home, viewer, staged, table, number)
    # A file that waits for its day is asked for it above, once.
    if any(table.as_of for table in tables):
        _draw_day(home, viewer, staged, tables)
    left_out = sheets_words(prepared)
    if left_out:
        st.html(f"<p class='cc-sub'>{rich('Trang tính không nạp: ' + left_out)}</p>")


def _draw_day(home: Home, viewer: Viewer, staged: StagedFile, tables: Sequence[ExtractedTable]) -> None:
    found = max((table.as_of for table in tables if table.as_of), default=None)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.date_input(
            "Số liệu đến hết ngày",
            value=found,
            format="DD/MM/YYYY",
            key=f"doi-ngay-{version(staged)}",
            width=200,
        )
        if st.button("Đổi ngày", key=f"nut-doi-ngay-{staged.number}", disabled=chosen in (None, found)):
            staging.settle(home, viewer, staged, as_of=chosen)
            st.rerun()


def _draw_columns(home: Home, viewer: Viewer, staged: StagedFile, table: ExtractedTable, number: int) -> None:
    """The mapping editor: an unchanging source, an explicit save, and the changes listed before it."""
    labels = column_labels(table.kind)
    names = {label: name for name, label in labels.items()}
    frame = columns_frame(table)
    edited = edited_table(
        frame,
        key=f"cot-tep-{version(staged)}-{number}",
        file_name="cot-cua-tep",
        title=f"Cột của tệp {staged.file_name}",
        num_rows="fixed",
        disabled=["letter", "heading", "match", "why"],
        height=min(36 + 35 * len(frame), 320),
        settings={
            "letter": st.column_config.TextColumn("Cột", width=50),
            "heading": st.column_config.TextColumn("Tên cột trong tệp", width=260),
            "column": st.column_config.SelectboxColumn(
                "Hiểu là (sửa được)", options=[*labels.values(), IGNORED], required=True, width=220
            ),
            "match": st.column_config.TextColumn("Cách nhận ra", width=150),
            "why": st.column_config.TextColumn("Vì sao", width=320),
        },
    )
    changed = edited[edited["column"] != frame["column"]]
    fuzzy = {match.heading: name for match, name in ((table.columns[n], n) for t, n in unconfirmed_of(table))}
    if changed.empty and not fuzzy:
        return
    words = [f"“{row['heading']}” → {row['column']}" for row in records(changed)]
    words += [
        f"“{heading}” → {labels[name]}"
        for heading, name in fuzzy.items()
        if heading not in set(changed["heading"])
    ]
    st.html(f"<p class='cc-sub'>{rich('Sẽ ghi nhớ: ' + '; '.join(words))}</p>")
    if st.button("Xác nhận cột", key=f"xac-nhan-{staged.number}-{number}", icon=":material/check:"):
        said = {staging.heading_key(heading): name for heading, name in fuzzy.items()}
        said |= {
            staging.heading_key(row["heading"]): names.get(row["column"], "") for row in records(changed)
        }
        staging.settle(home, viewer, staged, headings=said)
        st.rerun()


def unconfirmed_of(table: ExtractedTable) -> list[tuple[ExtractedTable, str]]:
    """The columns of one table whose headings only resemble a known one."""
    return [(table, name) for name, match in table.columns.items() if match.match == "fuzzy"]


def draw_skipped(staged: StagedFile, prepared: Prepared) -> None:
    """Rows that are not data, with why: nothing disappears silently."""
    frame = skipped_frame(prepared)
    if frame.empty:
        return
    reasons = ", ".join(f"{count(n)} {why.lower()}" for why, n in Counter(frame["why"]).most_common())
    st.html(f"<p class='cc-sub'>{rich(f'{count(len(frame))} dòng không phải số liệu: {reasons}')}</p>")
    if st.checkbox("Xem các dòng này", key=f"dong-bo-{staged.number}"):
        names = {"sheet": "Trang tính", "source_row": "Dòng", "why": "Vì sao không nạp"}
        st.dataframe(
            frame.rename(columns=names),
            hide_index=True,
            height=min(36 + 35 * len(frame), 300),
            key=f"bang-dong-bo-{staged.number}",
        )
        with st.container(horizontal=True, gap="small"):
            table_download(
                frame,
                names,
                key=f"dong-bo-tai-{staged.number}",
                file_name="dong-khong-nap",
                title="Dòng không nạp",
            )


def fixable(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared) -> Fixable:
    """What mending cells of a waiting file needs: its rows, its bytes, and the ways to keep what was mended."""
    assert prepared.extract is not None
    return Fixable(
        key=version(staged),
        file_name=staged.file_name,
        extract=prepared.extract,
        content=lambda: staging.content_of(home, viewer, staged),
        save=lambda fixes, reason: staging.fix_cells(home, viewer, staged, prepared, fixes, reason=reason),
        settle_unit=lambda text, code: staging.settle_unit(home, viewer, text, code),
    )

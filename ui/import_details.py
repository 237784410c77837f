"""What an officer sees and settles about one received file: questions, columns, rows left out, errors."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from data_loaders import staging
from data_loaders.corrections import CellFix
from data_loaders.error_workbook import error_workbook, fixes_of_workbook
from data_loaders.ingest import Prepared
from data_loaders.outcome import ExtractedTable
from data_loaders.report import issues_of
from data_loaders.staging import StagedFile
from domain.departments import departments
from domain.formats import NBSP, count, day
from domain.scope import Viewer
from store.home import Home
from ui.components import Column, finding, grid
from ui.import_words import (
    IGNORED,
    FixGroup,
    column_labels,
    columns_frame,
    fix_groups,
    issues_frame,
    sheets_words,
    skipped_frame,
    table_words,
)
from ui.markup import escape, rich
from ui.words import KINDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READINGS = {
    "dmy": "Ngày trước, tháng sau (03/04 là ngày 3 tháng 4)",
    "mdy": "Tháng trước, ngày sau (03/04 là ngày 4 tháng 3)",
}
ISSUES = {
    "sheet": Column("Trang tính", width=110),
    "cell": Column("Ô", width=60, unknown=""),
    "column": Column("Cột", width=150, unknown=""),
    "value": Column("Giá trị", width=150, unknown="(trống)"),
    "what": Column("Lỗi", width=280),
    "remedy": Column("Cách sửa", width=280),
    "level": Column("Mức", width=140),
}


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


def number_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str) -> None:
    """A small table of words and numbers that fits a phone: names left, numbers right."""
    heads = "".join(
        f'<th scope="col"{"" if n == 0 else " class=cc-number"}>{escape(heading)}</th>'
        for n, heading in enumerate(headings)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="cc-number">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<table class="cc-table"><caption class="cc-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


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
    if tables:
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
    edited = st.data_editor(
        frame,
        key=f"cot-tep-{version(staged)}-{number}",
        hide_index=True,
        num_rows="fixed",
        disabled=["letter", "heading", "match", "why"],
        height=min(36 + 35 * len(frame), 320),
        column_config={
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
    words = [f"“{row.heading}” → {row.column}" for row in changed.itertuples()]
    words += [
        f"“{heading}” → {labels[name]}"
        for heading, name in fuzzy.items()
        if heading not in set(changed["heading"])
    ]
    st.html(f"<p class='cc-sub'>{rich('Sẽ ghi nhớ: ' + '; '.join(words))}</p>")
    if st.button("Xác nhận cột", key=f"xac-nhan-{staged.number}-{number}", icon=":material/check:"):
        said = {staging.heading_key(heading): name for heading, name in fuzzy.items()}
        said |= {staging.heading_key(row.heading): names.get(row.column, "") for row in changed.itertuples()}
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
    reasons = ", ".join(f"{count(n)} {why.lower()}" for why, n in frame["why"].value_counts().items())
    st.html(f"<p class='cc-sub'>{rich(f'{count(len(frame))} dòng không phải số liệu: {reasons}')}</p>")
    if st.checkbox("Xem các dòng này", key=f"dong-bo-{staged.number}"):
        st.dataframe(
            frame.rename(columns={"sheet": "Trang tính", "source_row": "Dòng", "why": "Vì sao không nạp"}),
            hide_index=True,
            height=min(36 + 35 * len(frame), 300),
            key=f"bang-dong-bo-{staged.number}",
        )


# --- errors and fixes -----------------------------------------------------------------------------


def draw_issues(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared) -> None:
    """Every error with its cell, then the two ways to put them right: here, or in Excel."""
    if prepared.extract is None:
        return
    issues = issues_of(prepared.extract)
    if not issues:
        return
    frame = issues_frame(issues)
    groups = frame.groupby(["column", "what"], sort=False).size()
    together = "; ".join(
        f"{count(n)} ô cùng lỗi: {what}{f' (cột {column})' if column else ''}"
        for (column, what), n in groups.head(5).items()
    )
    finding(f"{count(len(issues))}{NBSP}lỗi và lưu ý trong tệp", together)
    grid(
        frame,
        ISSUES,
        key=f"loi-{staged.number}",
        file_name="loi-trong-tep",
        title=f"Lỗi trong tệp {staged.file_name}",
        placeholder="Tìm theo ô, cột, giá trị hoặc lỗi",
        height=min(36 + 35 * len(frame), 320),
        counted="ô",
    )
    groups_to_fix = fix_groups(prepared.extract.tables)
    if not groups_to_fix:
        return
    _draw_units(home, viewer, staged, groups_to_fix)
    _draw_date_orders(home, viewer, staged, groups_to_fix)
    _draw_fixes(home, viewer, staged, prepared, groups_to_fix)


def _draw_units(home: Home, viewer: Viewer, staged: StagedFile, groups: Sequence[FixGroup]) -> None:
    """Names of departments that nobody knows: settled once, remembered for every file."""
    units = {d.code: d.name_vi for d in departments()}
    for group in (g for g in groups if g.code == "unknown_department" and g.value):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            chosen = st.selectbox(
                f"“{group.value}” là đơn vị nào? ({count(len(group.cells))} ô)",
                list(units),
                index=None,
                format_func=units.__getitem__,
                key=f"don-vi-{staged.number}-{group.value}",
                placeholder="Chọn đơn vị",
                width=360,
            )
            if st.button("Ghi nhớ", key=f"nho-{staged.number}-{group.value}", disabled=chosen is None):
                staging.settle_department(home, viewer, group.value or "", chosen or "")
                st.rerun()


def _draw_date_orders(home: Home, viewer: Viewer, staged: StagedFile, groups: Sequence[FixGroup]) -> None:
    """One question per column whose dates may be read two ways."""
    columns = {(g.kind, g.column): g.label for g in groups if g.code == "ambiguous_date"}
    for (kind, column), label in columns.items():
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            chosen = st.selectbox(
                f"Cột “{label}” ghi ngày theo cách nào?",
                list(READINGS),
                index=None,
                format_func=READINGS.__getitem__,
                key=f"cach-doc-{version(staged)}-{kind}-{column}",
                placeholder="Chọn cách đọc cho cả cột",
                width=420,
            )
            if st.button(
                "Kiểm tra lại", key=f"doc-lai-{staged.number}-{kind}-{column}", disabled=chosen is None
            ):
                staging.settle(home, viewer, staged, date_orders={(kind, column): chosen})
                st.rerun()


def _draw_fixes(
    home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared, groups: Sequence[FixGroup]
) -> None:
    finding(
        "Sửa tại đây hoặc trong Excel", "Bản sửa được áp dụng cho cả các lần nạp sau, đến khi nguồn tự đúng"
    )
    fixes = _fixes_of_grid(staged, groups) + _fixes_of_file(home, viewer, staged, prepared)
    if not fixes:
        return
    said = pd.DataFrame(
        [(fix.sheet, fix.row, _label(prepared, fix), fix.text or "(để trống)") for fix in fixes],
        columns=["Trang tính", "Dòng", "Cột", "Giá trị mới"],
    )
    st.html(f"<p class='cc-sub'>{rich(f'**{count(len(fixes))} ô** sẽ được sửa:')}</p>")
    st.dataframe(said, hide_index=True, height=min(36 + 35 * len(said), 220), key=f"se-sua-{version(staged)}")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        reason = st.text_input(
            "Lý do sửa", key=f"ly-do-{version(staged)}", placeholder="Ví dụ: theo văn bản gốc", width=420
        )
        if st.button(
            f"Lưu {count(len(fixes))} ô đã sửa", key=f"luu-sua-{staged.number}", disabled=not reason.strip()
        ):
            staging.fix_cells(home, viewer, staged, prepared, fixes, reason=reason)
            st.rerun()


def _label(prepared: Prepared, fix: CellFix) -> str:
    tables = prepared.extract.tables if prepared.extract else []
    return next(
        (
            column_labels(table.kind)[fix.column]
            for table in tables
            if table.sheet == fix.sheet and fix.column in table.columns
        ),
        fix.column,
    )


def _fixes_of_grid(staged: StagedFile, groups: Sequence[FixGroup]) -> list[CellFix]:
    """One row per group of equal errors; the editor never gets its own output back."""
    frame = pd.DataFrame(
        {
            "place": [group.place for group in groups],
            "label": [group.label for group in groups],
            "value": [group.value or "(trống)" for group in groups],
            "what": [group.what for group in groups],
            "cells": [len(group.cells) for group in groups],
            "text": [""] * len(groups),
        }
    )
    edited = st.data_editor(
        frame,
        key=f"sua-{version(staged)}",
        hide_index=True,
        num_rows="fixed",
        disabled=["place", "label", "value", "what", "cells"],
        height=min(36 + 35 * len(frame), 360),
        column_config={
            "place": st.column_config.TextColumn("Ô", width=150),
            "label": st.column_config.TextColumn("Cột", width=140),
            "value": st.column_config.TextColumn("Đang ghi", width=160),
            "what": st.column_config.TextColumn("Lỗi", width=240),
            "cells": st.column_config.NumberColumn("Số ô", width=60, format="%d"),
            "text": st.column_config.TextColumn("Giá trị đúng (sửa ở đây)", width=200),
        },
    )
    texts = edited["text"].tolist()
    return [
        fix
        for group, text in zip(groups, texts, strict=True)
        if isinstance(text, str) and text.strip()
        for fix in group.fixes(text.strip())
    ]


def _fixes_of_file(home: Home, viewer: Viewer, staged: StagedFile, prepared: Prepared) -> list[CellFix]:
    """The same by Excel: the rows with errors down, bad cells coloured, and up again."""
    extract = prepared.extract
    assert extract is not None  # issues come from an extract
    content = staging.content_of(home, viewer, staged)
    st.download_button(
        "Tải tệp lỗi có tô màu",
        data=lambda: error_workbook(content, extract, file_name=staged.file_name),
        file_name=f"sua-loi-{staged.file_name.rsplit('.', 1)[0]}.xlsx",
        mime=XLSX,
        key=f"tep-loi-{staged.number}",
        on_click="ignore",
        icon=":material/download:",
    )
    filled = st.file_uploader("Nạp lại tệp đã sửa", type=["xlsx"], key=f"tep-sua-{version(staged)}")
    if filled is None:
        return []
    return fixes_of_workbook(filled.getvalue(), content, extract, file_name=filled.name)

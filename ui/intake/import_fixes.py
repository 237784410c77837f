"""How the errors of a file are shown and put right: in a grid, or in Excel and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from data_loaders.declared.outcome import Extract
from desk import staging
from desk.corrections import CellFix
from desk.error_workbook import error_workbook, fixes_of_workbook
from desk.staging import StagedFile
from domain.agency.departments import departments
from domain.agency.scope import Viewer
from domain.program.media_types import EXCEL
from domain.said.issues import Issue, by_place
from domain.wording.formats import count
from store.disk.home import Home
from ui.intake.import_words import (
    FixGroup,
    fix_groups,
    issues_frame,
    issues_title,
    without_cell,
)
from ui.look.markup import rich
from ui.pieces.components import Column, Listing, edited_table, finding, grid, table_download

READINGS = {
    "dmy": "Ngày trước, tháng sau (03/04 là ngày 3 tháng 4)",
    "mdy": "Tháng trước, ngày sau (03/04 là ngày 4 tháng 3)",
    "utc": "17:00 là trọn ngày hôm sau (lệch 7 giờ do múi giờ)",
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


@dataclass(frozen=True)
class Fixable:
    """
    A file whose cells can be put right, waiting or published.

    Attributes:
        key: Part of widget keys; another one whenever the file is read in another way.
        content: Gives the bytes as received.
        save: Writes the fixes down, with the reason.
        settle_unit: Remembers which department a text means.
        beside: What is said of it beside other files and the published numbers.
    """

    key: str
    file_name: str
    extract: Extract
    content: Callable[[], bytes]
    save: Callable[[Sequence[CellFix], str], object]
    settle_unit: Callable[[str, str], None]
    beside: Sequence[Issue] = ()

    @cached_property
    def issues(self) -> Sequence[Issue]:
        """Everything that is wrong with it, in order of place."""
        return by_place(
            (*self.extract.every_issue(), *self.beside), [table.sheet for table in self.extract.tables]
        )

    @cached_property
    def groups(self) -> Sequence[FixGroup]:
        """The cells that can be fixed, equal ones together."""
        return fix_groups(self.extract.tables)


def draw_issues(file: Fixable) -> None:
    """Every error once, equal ones together, worst first, with the two ways to put them right: here, or in Excel."""
    if not file.issues:
        return
    finding(issues_title(file.issues), "Ô giống nhau, lỗi giống nhau đứng chung một dòng")
    beside = without_cell(file.issues, file.groups)
    if beside:
        st.html("<ul>" + "".join(f"<li>{rich(words)}</li>" for words in beside) + "</ul>")
    if file.groups:
        _draw_units(file)
        _draw_fixes(file)


def draw_each_issue(file: Fixable) -> None:
    """The same errors cell by cell, to search in and to download."""
    if not file.issues:
        return
    frame = issues_frame(file.issues)
    grid(
        frame,
        Listing(
            ISSUES,
            key=f"loi-{file.key}",
            file_name="loi-trong-tep",
            title=f"Lỗi trong tệp {file.file_name}",
            placeholder="Tìm theo ô, cột, giá trị hoặc lỗi",
            height=min(36 + 35 * len(frame), 320),
            counted="ô",
            phone=("what", "cell", "column", "value", "remedy"),
        ),
    )


def _draw_units(file: Fixable) -> None:
    """Names of departments that nobody knows: settled once, remembered for every file."""
    unknown = {g.value: g for g in file.groups if g.code == "unknown_department" and g.value}
    for group in unknown.values():
        found = f"{count(len(group.cells))} ô"
        chosen = unit_question(group.value or "", found, key=f"{file.key}-{group.value}", width=360)
        if chosen is not None:
            file.settle_unit(group.value or "", chosen)
            st.rerun()


def draw_date_orders(home: Home, viewer: Viewer, staged: StagedFile, file: Fixable) -> None:
    """One question per column whose dates may be read two ways."""
    columns = {(g.kind, g.column): g.label for g in file.groups if g.code == "ambiguous_date"}
    for (kind, column), label in columns.items():
        chosen = question(
            f"Cột “{label}” ghi ngày theo cách nào?",
            READINGS,
            button="Kiểm tra lại",
            keys=(f"cach-doc-{file.key}-{kind}-{column}", f"doc-lai-{staged.number}-{kind}-{column}"),
            placeholder="Chọn cách đọc cho cả cột",
            width=420,
        )
        if chosen is not None:
            staging.settle(home, viewer, staged, date_orders={(kind, column): chosen})
            st.rerun()


def unit_question(text: str, found: str, *, key: str, width: int) -> str | None:
    """Which unit is meant by *text*, which *found* says how often it stands; its code once it is chosen."""
    return question(
        f"“{text}” là đơn vị nào? ({found})",
        {d.code: d.name_vi for d in departments()},
        button="Ghi nhớ",
        keys=(f"don-vi-{key}", f"nho-{key}"),
        placeholder="Chọn đơn vị",
        width=width,
    )


def question(
    words: str,
    options: Mapping[str, str],
    *,
    button: str,
    keys: tuple[str, str],
    placeholder: str,
    width: int,
) -> str | None:
    """
    Ask one thing about a file, with a button that settles it; the answer once the button is pressed.

    Args:
        options: Value to the words shown.
        keys: Of the select and of the button.
    """
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            words,
            list(options),
            index=None,
            format_func=options.__getitem__,
            key=keys[0],
            placeholder=placeholder,
            width=width,
        )
        return chosen if st.button(button, key=keys[1], disabled=chosen is None) else None


def _draw_fixes(file: Fixable) -> None:
    st.html(
        "<p class='cc-sub'>Sửa tại đây hoặc trong Excel. "
        "Bản sửa được áp dụng cho cả các lần nạp sau, đến khi nguồn tự đúng.</p>"
    )
    fixes = _fixes_of_grid(file) + _fixes_of_file(file)
    if not fixes:
        return
    labels = {(*cell, group.column): group.label for group in file.groups for cell in group.cells}
    said = pd.DataFrame(
        [
            (fix.sheet, fix.row, labels[fix.sheet, fix.row, fix.column], fix.text or "(để trống)")
            for fix in fixes
        ],
        columns=["Trang tính", "Dòng", "Cột", "Giá trị mới"],
    )
    st.html(f"<p class='cc-sub'>{rich(f'**{count(len(fixes))} ô** sẽ được sửa:')}</p>")
    st.dataframe(said, hide_index=True, height=min(36 + 35 * len(said), 220), key=f"se-sua-{file.key}")
    table_download(
        said, {name: name for name in said.columns}, key=f"se-sua-tai-{file.key}", file_name="o-se-sua",
        title="Ô sẽ được sửa",
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        reason = st.text_input(
            "Lý do sửa", key=f"ly-do-{file.key}", placeholder="Ví dụ: theo văn bản gốc", width=420
        )
        if st.button(
            f"Lưu {count(len(fixes))} ô đã sửa", key=f"luu-sua-{file.key}", disabled=not reason.strip()
        ):
            file.save(fixes, reason)
            st.rerun()


def _fixes_of_grid(file: Fixable) -> list[CellFix]:
    """One row per group of equal errors; the editor never gets its own output back."""
    groups = file.groups
    frame = pd.DataFrame(
        {
            "place": [group.place for group in groups],
            "label": [group.label for group in groups],
            "value": [group.value or "(trống)" for group in groups],
            "text": [""] * len(groups),  # beside what stands there: in view without a scroll
            "what": [group.what for group in groups],
            "remedy": [group.remedy for group in groups],
            "cells": [group.cells_words for group in groups],
            "level": [group.level for group in groups],
        }
    )
    edited = edited_table(
        frame,
        key=f"sua-{file.key}",
        file_name="loi-can-sua",
        title=f"Lỗi cần sửa: {file.file_name}",
        num_rows="fixed",
        disabled=["place", "label", "value", "what", "remedy", "cells", "level"],
        height=min(36 + 35 * len(frame), 360),
        settings={
            "place": st.column_config.TextColumn("Ô đầu tiên", width=120),
            "label": st.column_config.TextColumn("Cột", width=140),
            "value": st.column_config.TextColumn("Đang ghi", width=160),
            "text": st.column_config.TextColumn("Giá trị đúng (sửa ở đây)", width=200),
            "what": st.column_config.TextColumn("Lỗi", width=240),
            "remedy": st.column_config.TextColumn("Cách sửa", width=240),
            "cells": st.column_config.TextColumn("Số ô", width=110),
            "level": st.column_config.TextColumn("Mức", width=130),
        },
    )
    texts = edited["text"].tolist()
    return [
        fix
        for group, text in zip(groups, texts, strict=True)
        if isinstance(text, str) and text.strip()
        for fix in group.fixes(text.strip())
    ]


def _fixes_of_file(file: Fixable) -> list[CellFix]:
    """The same by Excel: the rows with errors down, bad cells coloured, and up again."""
    st.download_button(
        "Tải tệp lỗi có tô màu",
        data=lambda: error_workbook(file.content(), file.extract, file_name=file.file_name),
        file_name=f"sua-loi-{file.file_name.rsplit('.', 1)[0]}.xlsx",
        mime=EXCEL,
        key=f"tep-loi-{file.key}",
        on_click="ignore",
        icon=":material/download:",
    )
    filled = st.file_uploader("Nạp lại tệp đã sửa", type=["xlsx"], key=f"tep-sua-{file.key}")
    if filled is None:
        return []
    return fixes_of_workbook(filled.getvalue(), file.content(), file.extract, file_name=filled.name)

"""Nguồn gốc số liệu: một con số gồm những dòng nào, ở tệp nào, ô nào, ai nạp, lúc nào."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data_loaders.publishing.provenance import (
    FileBehind,
    Origin,
    files_behind,
    may_take,
    received_file,
    unmasked_origin,
)
from domain.agency.departments import UNASSIGNED_VI, department_name
from domain.agency.office import spoken
from domain.agency.scope import Viewer
from domain.counted.obligations import TRACED
from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, day, is_known
from metrics.asking.rows import records
from metrics.progress.rows_behind import rows_behind
from reports.explanation import explanation
from ui.index.index_leaf import draw_explanation_download
from ui.intake.origin_words import (
    cell_line,
    explaining,
    formula_lines,
    loaded_words,
    may_say,
    number_on_show,
    origin_at,
    origin_headline,
)
from ui.look.markup import escape, rich
from ui.look.words import KINDS
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show, page_head
from ui.visit.filters import choice, department_choice
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, department, instance, reader

COLUMNS = {
    "state": Column("Tính là", width=80),
    "number": Column("Số, ký hiệu", width=150, unknown="Không ghi"),
    "title": Column("Nội dung", width=300, unknown="Không ghi"),
    "department_code": Column("Đơn vị", "department", width=150, unknown=UNASSIGNED_VI),
    "person": Column("Người xử lý", width=140, unknown="Không ghi"),
    "place": Column("Trang tính, dòng", width=140),
}


def draw_formula(obligation: str, number: dict[str, Any]) -> None:
    """The fraction in words, and which rule decides who number_on_show."""
    with card("Công thức"):
        st.html(
            '<h2 class="cc-h2">Công thức</h2>'
            + "".join(f"<p class='cc-text'>{rich(one)}</p>" for one in formula_lines(obligation, number))
        )
        inner_link("cach_tinh", "Cách tính", icon="function", muc=TRACED[obligation].section)


def draw_rows(rows: pd.DataFrame, obligation: str, said: Claim) -> pd.DataFrame:
    """Every row of the fraction; a chosen one shows its cells."""
    with card("Dòng số liệu"):
        left = int((~rows["is_done"].astype(bool)).sum())
        finding(
            f"{count(len(rows))} dòng, {count(left)} dòng chưa đạt"
            if left
            else f"Cả {count(len(rows))} dòng đọc được đã đạt; {said.unread_words}"
            if said.unread
            else f"Cả {count(len(rows))} dòng đã đạt",
            "Dòng chưa đạt ở trên; chọn một dòng để xem từng ô",
        )
        shown = rows.assign(
            state=["Đạt" if done else "Chưa" for done in rows["is_done"]],
            place=[f"{sheet}!{row}" for sheet, row in zip(rows["sheet"], rows["source_row"], strict=True)],
        )
        return grid(
            shown,
            Listing(
                COLUMNS,
                key=f"dong-{obligation}",
                file_name=f"nguon-goc-{obligation.replace('_', '-')}",
                title=f"Nguồn gốc: {TRACED[obligation].label_vi}",
                placeholder="Tìm theo số, nội dung hoặc người xử lý",
                height=420,
                phone=("title", "number", "department_code", "state", "place"),
            ),
            select="one",
        )


def draw_files(viewer: Viewer, files: Sequence[FileBehind], printed: Callable[[], bytes], name: str) -> None:
    """The received files behind the number, the one to download, and the whole explanation on paper."""
    with card("Tệp nguồn"):
        items = "".join(
            f'<li><div class="cc-file">{escape(file.file_name)}</div>'
            f'<div class="cc-source">{escape(loaded_words(file.loaded_by, file.loaded_at))} ·'
            f" {count(file.rows)}{NBSP}dòng</div></li>"
            for file in files
        )
        title = "Tệp nguồn" if len(files) == 1 else f"{count(len(files))} tệp nguồn"
        st.html(f'<h2 class="cc-h2">{title}</h2><ul class="cc-phone-list">{items}</ul>')
        if len(files) > 1 and viewer.may("see_all"):
            names = {file.import_id: file.file_name for file in files}
            chosen = st.selectbox(
                "Tệp cần tải", list(names), format_func=names.__getitem__, key="tep-can-tai"
            )
            download(viewer, chosen)
        elif files:
            download(viewer, files[0].import_id)
        draw_explanation_download(printed, name.replace("_", "-"), key="giai-trinh")


def download(viewer: Viewer, import_id: str, *, key: str = "tep") -> None:
    """The received file, for those who may see the whole office; it is read when asked for."""
    home = instance().home
    if not may_take(home, viewer, import_id):
        return
    name = next(iter(files_behind(home, [import_id]))).file_name
    st.download_button(
        "Tải tệp gốc",
        data=lambda: received_file(home, viewer, import_id)[1],
        file_name=name,
        key=f"{key}-{import_id}",
        icon=":material/download:",
        on_click="ignore",
    )


def draw_origin(viewer: Viewer, found: Origin) -> None:
    """One row: every cell, its file, who loaded it and when."""
    with card("Dòng đang chọn"):
        finding(
            f"Dòng {count(found.source_row)}, trang {found.sheet}",
            f"Tệp {found.loaded.file_name} · {KINDS[found.kind]} đến ngày {day(found.as_of)} · "
            f"{loaded_words(found.loaded.loaded_by, found.loaded.loaded_at)}",
        )
        place = st.empty()
        with st.container(horizontal=True, gap="small"):
            found = unmasked(viewer, found)
            download(viewer, found.loaded.import_id, key="dong")
            inner_link(
                "phan_anh", "Số liệu này sai?", icon="feedback", loai=found.kind, khoa=found.business_key
            )
        lines = "".join(map(cell_line, found.cells))
        place.html(f'<ul class="cc-phone-list" aria-label="Từng ô của dòng đang chọn">{lines}</ul>')


def unmasked(viewer: Viewer, found: Origin) -> Origin:
    """The row with its citizens' names while the button that asks for them was the last thing pressed."""
    if not any(cell.is_masked for cell in found.cells) or not viewer.may("unmask"):
        return found
    where = {"import_id": found.loaded.import_id, "sheet": found.sheet, "source_row": found.source_row}
    if not st.button(
        "Hiện tên người nộp (ghi vào nhật ký)", key=f"hien-{'-'.join(map(str, where.values()))}"
    ):
        return found
    return unmasked_origin(instance().home, viewer, reader(), **where) or found


def draw_one_row(viewer: Viewer) -> None:
    """The page for one row named by the address."""
    row = st.query_params.get("dong", "")
    found = (
        origin_at(st.query_params["nap"], st.query_params.get("trang", ""), int(row))
        if row.isdecimal()
        else None
    )
    if found is None:
        page_head("Không có dòng số liệu này trong phạm vi được xem")
        nothing_to_show("Dòng có thể thuộc lần nạp đã hoàn tác, hoặc của đơn vị khác.")
        return
    page_head(f"Dòng {count(found.source_row)} của tệp {found.loaded.file_name}", kinds=(found.kind,))
    draw_origin(viewer, found)
    if st.button("Xem nguồn gốc của con số khác"):
        for name in ("nap", "trang", "dong"):
            st.query_params.pop(name, None)
        st.rerun()


def draw_number(viewer: Viewer) -> None:
    """The page for one completion number."""
    asked = st.query_params.get("so", "")
    names = {code: record.label_vi for code, record in TRACED.items()}
    obligation = asked if asked in names else next(iter(names))
    code = department()
    number = number_on_show(obligation, code)
    said = may_say(obligation, code)
    page_head(
        origin_headline(obligation, number, said), department_name(code) if code else spoken("{whole_words}.")
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        choice("Con số", names, name="so")
        department_choice()
    rows = answer(rows_behind, obligation=obligation, as_of=as_of(), department=code)
    if rows.empty:
        is_unknown = not is_known(number["done"])
        nothing_to_show(
            "Đơn vị chưa nộp danh sách này, nên chưa tính và chưa xếp hạng."
            if is_unknown and code
            else "Chưa nạp danh sách này."
            if is_unknown
            else "Không có dòng nào đứng sau con số này.",
            remedy="Chọn con số khác hoặc đơn vị khác.",
        )
        return
    formula, lines, files = st.columns([3, 5.5, 3.5], gap="small")
    with formula:
        draw_formula(obligation, number)
    with lines:
        chosen = draw_rows(rows, obligation, said)
    with files:
        for row in records(chosen):
            found = origin_at(row["import_id"], row["sheet"], int(row["source_row"]))
            if found:
                draw_origin(viewer, found)
        behind = files_behind(instance().home, list(rows["import_id"]))
        told = explaining(obligation, code, rows, behind)
        draw_files(
            viewer,
            behind,
            lambda: explanation(told()),
            obligation,
        )


viewer = current_viewer()
if "nap" in st.query_params:
    draw_one_row(viewer)
else:
    draw_number(viewer)

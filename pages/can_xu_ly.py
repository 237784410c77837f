"""Cần xử lý: tên đơn vị chưa nhận ra, tên cột cần xác nhận và dòng chưa nạp được của các tệp đã công bố."""

import streamlit as st

from data_loaders.publishing.provenance import received_file
from desk import staging
from desk.corrections import apply_fixes
from desk.import_history import PastImport
from desk.to_do import (
    FuzzyHeading,
    UnknownUnit,
    confirm_heading,
    extract_of,
    files_with_rejected_rows,
    fuzzy_headings,
    unknown_units,
)
from domain.agency.office import office
from domain.wording.formats import NBSP, count, day
from ui.intake.import_fixes import Fixable, draw_each_issue, draw_issues, unit_question
from ui.intake.import_words import column_labels
from ui.look.markup import plain
from ui.look.words import KINDS
from ui.pieces.components import card, finding, nothing_to_show, page_head
from ui.visit.navigation import inner_link
from ui.visit.session import build_id, current_viewer, instance, reader, require


def draw_folder(names: list[str]) -> None:
    """Files that the watched folder brought and that were not published unseen."""
    with card("Tệp từ thư mục theo dõi"):
        finding(
            f"{count(len(names))}{NBSP}tệp từ thư mục theo dõi cần xem trước khi nạp",
            "Chưa có gì của các tệp này vào số liệu",
        )
        st.write(", ".join(names))
        if st.button("Nhận các tệp này", key="nhan-tep"):
            st.session_state["da-nhan-tep"] = staging.take_up(home, viewer)
            st.rerun()


def draw_units(units: list[UnknownUnit]) -> None:
    """One question per spelling; the answer is remembered for every file."""
    with card("Tên đơn vị"):
        finding(
            f"{count(len(units))}{NBSP}tên đơn vị chưa nhận ra",
            "Chọn một lần, hệ thống tự nhớ và đọc lại các tệp; trước đó các dòng này không được tính",
        )
        for unit in units:
            kinds = ", ".join(KINDS[kind] for kind in unit.kinds)
            found = f"{count(unit.rows)} dòng, {kinds}"
            chosen = unit_question(unit.text, found, key=unit.text, width=420)
            if chosen is not None:
                with st.spinner("Đang đọc lại các tệp có tên này…"):
                    staging.settle_department(home, viewer, unit.text, chosen)
                st.rerun()


def draw_headings(headings: list[FuzzyHeading]) -> None:
    """Headings that were read by resemblance."""
    with card("Tên cột"):
        finding(
            f"{count(len(headings))}{NBSP}tên cột được hiểu gần đúng",
            "Xác nhận một lần; sai thì hoàn tác lần nạp và chọn lại",
        )
        for number, one in enumerate(headings):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                label = column_labels(one.kind)[one.column]
                st.write(f"{KINDS[one.kind]}: “{plain(one.heading)}” → {plain(label)}")
                if st.button("Xác nhận", key=f"xac-nhan-{number}"):
                    confirm_heading(home, viewer, one)
                    st.rerun()


def draw_files(files: list[PastImport]) -> None:
    """Rows that were not taken: choose a file, see its cells, put them right."""
    names = {one.import_id: one for one in files}
    with card("Dòng chưa nạp được"):
        rows = sum(one.rejected_rows for one in files)
        finding(
            f"{count(rows)}{NBSP}dòng chưa nạp được trong {count(len(files))}{NBSP}tệp",
            "Chọn tệp để xem từng ô và sửa",
        )
        chosen = st.selectbox(
            "Tệp",
            list(names),
            index=None,
            format_func=lambda key: (
                f"{names[key].file_name} (đến {day(names[key].as_of)}, {count(names[key].rejected_rows)} dòng)"
            ),
            key="tep-loi",
            placeholder="Chọn tệp",
        )
        if chosen is None:
            return
        one = names[chosen]
        extract = extract_of(home, viewer, chosen)
        file = Fixable(
            f"{chosen}-{build_id()}",
            one.file_name,
            extract,
            content=lambda: received_file(home, viewer, chosen)[1],
            save=lambda fixes, reason: apply_fixes(
                home, viewer, sha256=one.sha256, extract=extract, fixes=fixes, reason=reason
            ),
            settle_unit=lambda text, code: staging.settle_department(home, viewer, text, code),
        )
        draw_issues(file)
        with st.expander("Từng ô có lỗi"):
            draw_each_issue(file)


viewer = current_viewer()
require(viewer, "import")
home = instance().home
build = reader()
units, headings = unknown_units(build, viewer), fuzzy_headings(home, viewer, build)
files = files_with_rejected_rows(home, viewer, build)
if taken := st.session_state.pop("da-nhan-tep", 0):
    st.success(f"{count(taken)}{NBSP}tệp đã sang trang Nhập dữ liệu; xem rồi công bố ở đó.")
    inner_link("nhap_du_lieu", "Nhập dữ liệu")
from_folder = staging.waiting_from_folder(home, viewer)
waiting = len(units) + len(headings) + len(files) + len(from_folder)
page_head(
    f"{count(waiting)}{NBSP}việc về số liệu cần {office().gathering_name} xử lý"
    if waiting
    else "Không còn việc nào về số liệu cần xử lý",
    "Chỉ các dòng nêu ở đây chưa được tính; các dòng khác đã vào số liệu.",
)
if from_folder:
    draw_folder(from_folder)
if units:
    draw_units(units)
if headings:
    draw_headings(headings)
if files:
    draw_files(files)
if not waiting:
    nothing_to_show(
        "Mọi dòng của các tệp đã công bố đều nạp được.", page="nhap_du_lieu", label="Nhập dữ liệu"
    )

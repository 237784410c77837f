"""What every page must say above its headline: the trial, old data, a past day."""

from datetime import date

import streamlit as st

from data_loaders.declared.data_files import checked_files
from domain.agency.unit_changes import unit_changes_between
from domain.wording.formats import NBSP, count, day
from metrics.limits.staleness import RENEW_VI, SourceAge, source_ages
from metrics.progress.unread import Unread, nobodys_rows, unread_rows
from ui.look.words import KINDS
from ui.pieces.components import banner
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, build_id, closed_year, current_viewer, instance, is_past, today

COMPARING = frozenset({"", "tong_quan", "don_vi", "tien_do", "thay_doi", "chi_so", "chot_so_lieu", "hpnet"})


def draw(page: str) -> None:
    """Draw the banners that hold on this run of *page*, the most lasting first."""
    if instance().is_trial:
        banner("Bản dùng thử, toàn bộ số liệu là mẫu", "unknown")
    if current_viewer().may("import"):
        for one in checked_files():
            if one.faults:
                banner(
                    f"{one.sentence} Số liệu đã công bố vẫn giữ nguyên; chưa công bố được số liệu mới.",
                    "at_risk",
                )
    if build_id() is None:
        return
    if is_past():
        _past()
    else:
        _stale(page)
    _changed_units(page)
    _unread(page)


def _past() -> None:
    said = f"Đang xem số liệu như ngày {day(as_of())}."
    if closed := closed_year():
        said = f"Năm {closed.year} đã đóng, chỉ xem. {said}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        banner(said, "on_course")
        st.button("Về hôm nay", on_click=_leave_the_past, type="tertiary")


def _leave_the_past() -> None:
    if "ngay" in st.query_params:
        del st.query_params["ngay"]


def _stale(page: str) -> None:
    stale = [age for age in answer(source_ages, today=today()) if age.is_stale]
    if not stale:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        banner(_stale_words(stale), "watch")
        if page != "nhap_du_lieu":
            inner_link("nhap_du_lieu", "Nhập dữ liệu", icon="upload_file")


def _changed_units(page: str) -> None:
    """Units that came or went within the year on show: a comparison over that day compares different units."""
    changes = unit_changes_between(date(as_of().year, 1, 1), as_of()) if page in COMPARING else ()
    if changes:
        said = "; ".join(change.words for change in changes)
        banner(
            f"{said}. Số liệu trước ngày ấy vẫn đứng ở đơn vị cũ; so sánh qua ngày ấy là so các đơn vị khác nhau.",
            "on_course",
        )


def _unread(page: str) -> None:
    """The rows that no figure counts: while one stands, nobody is told 100 %."""
    said = [*map(unread_kind_words, answer(unread_rows, as_of=as_of()))]
    if not current_viewer().scope.is_whole_office:
        said += map(nobodys_words, answer(nobodys_rows, as_of=as_of()))
    if not said:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        banner(" ".join(said), "watch")
        if page != "can_xu_ly" and current_viewer().may("correct"):
            inner_link("can_xu_ly", "Cần xử lý", icon="rule")


def unread_kind_words(one: Unread) -> str:
    """``HpNet: 9 dòng chưa đọc được nên chưa được tính là đạt 100% (Văn phòng 9; Sheet1 dòng 9–17).``"""
    head = f"{KINDS[one.kind]}: {count(one.rows)}{NBSP}dòng chưa đọc được, nên chưa kết luận đã đạt 100%"
    return f"{head} ({one.whose}; {one.where})."


def nobodys_words(one: Unread) -> str:
    """The same for who sees one unit alone, of rows whose unit could not be read."""
    return (
        f"{KINDS[one.kind]}: {count(one.rows)}{NBSP}dòng chưa đọc được, chưa rõ của đơn vị nào ({one.where});"
        " nếu là của đơn vị mình thì con số ở đây còn đổi."
    )


def _stale_words(stale: list[SourceAge]) -> str:
    """Every stale source with its age, in one banner: several of them would push the headline off the screen."""
    if len(stale) == 1:
        return stale[0].sentence
    ages = sorted({age.working_days_old for age in stale}, reverse=True)
    said = "; ".join(
        f"{', '.join(one.words for one in stale if one.working_days_old == age)} cũ {age}{NBSP}ngày làm việc"
        for age in ages
    )
    return f"{said}. {RENEW_VI}"

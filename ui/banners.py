"""What every page must say above its headline: the trial, old data, a past day."""

import streamlit as st

from domain.formats import day
from domain.working_calendar import WorkingCalendar
from ui.components import banner
from ui.navigation import inner_link
from ui.session import ONE_DAY, as_of, build_id, day_range, instance, is_past, today


def draw() -> None:
    """Draw the banners that hold on this run, the most lasting first."""
    if instance().is_trial:
        banner("Bản dùng thử, toàn bộ số liệu là mẫu", "unknown")
    if build_id() is None:
        return
    if is_past():
        _past()
    else:
        _stale()


def _past() -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        banner(f"Đang xem số liệu như ngày {day(as_of())}.", "on_course")
        st.button("Về hôm nay", on_click=_leave_the_past, type="tertiary")


def _leave_the_past() -> None:
    if "ngay" in st.query_params:
        del st.query_params["ngay"]


def _stale() -> None:
    newest = day_range("hpnet_tasks", "hpnet_summary")[1]
    if newest is None:
        return
    # Data up to the end of yesterday is as fresh as data can be.
    missed = WorkingCalendar.office().working_days_after(newest, today() - ONE_DAY)
    if missed > 0:
        banner(
            f"Số liệu HpNet đã cũ {missed} ngày làm việc. Nạp bản xuất mới trước khi dùng để nhắc việc.",
            "watch",
        )
        inner_link("nhap_du_lieu", "Nhập dữ liệu", icon="upload_file")

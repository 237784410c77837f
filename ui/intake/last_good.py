"""The build in use is damaged and received files are lost: who is told what, and what may an officer do at once?"""

import streamlit as st

from desk import staging
from domain.agency.office import office
from store.disk.trouble import explained
from ui.look.markup import plain
from ui.visit.failures import contained
from ui.visit.session import current_viewer, instance
from ui.visit.trial import forget_failure


def draw_last_good(problem: Exception) -> None:
    """What is lost, the newest build that is whole, and the button that puts it in use; whom to tell, for all others."""
    home, viewer = instance().home, current_viewer()
    st.title("Kho số liệu bị hỏng và chưa dựng lại được", anchor=False)
    if not viewer.may("import"):
        st.write(
            f"Một tệp gốc bị mất nên chưa xem được số liệu. Báo {office().gathering_name} khôi phục, rồi tải lại trang."
        )
        return
    said, good = explained(problem), staging.last_good_build(home, viewer)
    if said is None or good is None:
        st.error(plain(problem))
        return
    offer = st.empty()
    with offer.container():
        st.warning(
            plain(f"{said.what} ({said.where.partition(', ')[2]}). Khôi phục từ bản sao lưu thì đủ số liệu.")
        )
        st.write(plain(f"Trong khi chờ, dùng tạm được một bản trước. {good.sentence}"))
        is_wanted = st.button("Dùng bản số liệu này", type="primary", icon=":material/history:")
    if is_wanted:
        with contained("bản nguyên vẹn gần nhất"), st.spinner("Đang mở bản số liệu nguyên vẹn gần nhất…"):
            taken = staging.take_last_good_build(home, viewer)
            offer.empty()
            st.success(plain(f"Đang dùng bản trước. {taken.sentence}"))
            forget_failure()
            st.button("Mở trang")

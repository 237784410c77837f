"""The build in use is damaged and received files are lost: who is told what, and what may an officer do at once?"""

import streamlit as st

from desk import staging
from domain.office import office
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
            f"Một tệp gốc bị mất nên chưa xem được số liệu. Báo {office().gathering_name} khôi phục; trang tự mở khi xong."
        )
        return
    good = staging.last_good_build(home, viewer)
    if good is None:
        st.error(plain(problem))
        return
    st.warning(plain(problem))
    st.write("Dùng tạm được bản trên; lịch sử nạp ghi rõ lần nạp nào chưa có trong đó.")
    if st.button("Dùng bản số liệu này", icon=":material/history:"):
        with contained("bản nguyên vẹn gần nhất"), st.spinner("Đang mở bản số liệu nguyên vẹn gần nhất…"):
            st.success(plain(staging.take_last_good_build(home, viewer).sentence))
            forget_failure()
            st.button("Mở trang")

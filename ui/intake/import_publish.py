"""How the waiting files are published, what somebody else published meanwhile, and the way back."""

from collections.abc import Sequence

import streamlit as st

from data_loaders.intake.reading import Reading
from data_loaders.publishing.ingest import Outcome
from desk import staging
from desk.import_history import PastPublication, newest_day_without, past_publications, redo, undo
from desk.staging import StagedFile
from domain.agency.scope import Viewer
from domain.wording.formats import NBSP, count, day, moment
from store.disk.home import Home
from ui.intake.import_reading import forget_effects
from ui.look.markup import rich
from ui.visit.failures import contained
from ui.visit.session import build_id

SEEN = "_xem_truoc_tren_ban_dung"
KNOWN = "_tep_da_nap_truoc"

Files = Sequence[tuple[StagedFile, Reading]]


def draw_publish(home: Home, viewer: Viewer, files: Files, refusal: str) -> None:
    """The one filled button, with the reason beside it when it may not be pressed, and the way out."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        asked = st.button("Công bố số liệu", type="primary", key="cong-bo", disabled=bool(refusal))
        if st.button("Hủy", key="huy"):
            _cancel_all(home, viewer)
        if refusal:
            st.html(f'<p class="cc-source">{rich(refusal)}</p>', width="content")
    meanwhile = changed_meanwhile(home, viewer)
    if meanwhile:
        st.warning(meanwhile)
    elif asked and not refusal:
        _publish(home, viewer, files)
    st.session_state[SEEN] = build_id()


def changed_meanwhile(home: Home, viewer: Viewer) -> str:
    """Why the preview is another one than the officer saw last; empty where it is the same."""
    seen = st.session_state.get(SEEN, build_id())
    if seen == build_id():
        return ""
    return (
        f"Số liệu đã đổi trong lúc chờ ({_who_changed(home, viewer)}). Phần xem trước ở trên đã tính lại; "
        "xem lại rồi bấm Công bố số liệu lần nữa."
    )


def _who_changed(home: Home, viewer: Viewer) -> str:
    newest = max(past_publications(home, viewer), key=lambda one: one.published_at, default=None)
    return f"{newest.published_by} công bố lúc {moment(newest.published_at)}" if newest else "có lần hoàn tác"


def taken_meanwhile(home: Home, viewer: Viewer) -> str:
    """Why nothing waits any more though files were seen waiting here; empty where nothing happened elsewhere."""
    if not (SEEN in st.session_state and changed_meanwhile(home, viewer)):
        return ""
    return f"Các tệp đang chờ không còn ở đây: số liệu đã đổi ở cửa sổ hoặc máy khác ({_who_changed(home, viewer)}). Không có gì nạp hai lần; xem Lịch sử nạp."


def _publish(home: Home, viewer: Viewer, files: Files) -> None:
    with contained("công bố số liệu"):
        with st.spinner("Đang công bố số liệu…"):
            outcome = staging.publish(home, viewer, files)
        forget_effects()
        st.session_state.pop(SEEN, None)
        st.session_state[KNOWN] = known_before(outcome)
        st.query_params["lan_nap"] = str(outcome.publication or "")
        st.rerun()


def known_before(outcome: Outcome) -> list[str]:
    """One sentence per file that was in the numbers already, published by this person or by another."""
    return [f"{one.file}: {one.note}" for one in outcome.files if one.status == "already_loaded" and one.note]


def _cancel_all(home: Home, viewer: Viewer) -> None:
    for staged in staging.staged_files(home, viewer):
        staging.cancel(home, viewer, staged)
    forget_effects()
    st.rerun()


def forget_published() -> None:
    """The address no longer names a publication: new files have come."""
    if "lan_nap" in st.query_params:
        del st.query_params["lan_nap"]


def published_now(home: Home, viewer: Viewer) -> PastPublication | None:
    """The publication that the address names; None where it names none."""
    asked = st.query_params.get("lan_nap", "")
    return next((one for one in past_publications(home, viewer) if asked and one.key == asked), None)


def published_words(home: Home, viewer: Viewer) -> str:
    """What was just published, as the finding; empty where nothing was, or it was taken back."""
    mine = published_now(home, viewer)
    days = [one.as_of for one in mine.files if one.is_active and one.as_of] if mine else []
    return f"Đã công bố số liệu đến {day(max(days))}" if days else ""


def draw_published(home: Home, viewer: Viewer) -> None:
    """What was just published, with the way back; the address keeps it, so F5 does too."""
    for sentence in st.session_state.get(KNOWN, ()) if "lan_nap" in st.query_params else ():
        st.info(sentence)
    mine = published_now(home, viewer)
    if mine is None:
        return
    if not mine.is_active:
        _draw_redo(home, viewer, mine)
        return
    active = sum(one.is_active for one in mine.files)
    st.success(f"{count(active)}{NBSP}tệp vừa công bố đang được dùng ở mọi trang.")
    _draw_undo(home, viewer, mine)


def _draw_redo(home: Home, viewer: Viewer, mine: PastPublication) -> None:
    st.info(f"Đã hoàn tác lần nạp. Số liệu trở về như {rest_words(home, viewer, mine)}.")
    if st.button("Làm lại", key="lam-lai", icon=":material/redo:"):
        with contained("làm lại"), st.spinner("Đang đưa các tệp trở lại số liệu…"):
            redo(home, viewer, mine)
            st.rerun()


def _draw_undo(home: Home, viewer: Viewer, mine: PastPublication) -> None:
    """Ask before taking back, and say what the numbers will be then."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if not st.session_state.get("hoi_hoan_tac"):
            if st.button("Hoàn tác", key="hoan-tac", icon=":material/undo:"):
                st.session_state["hoi_hoan_tac"] = True
                st.rerun()
            return
        st.write(undo_question(home, viewer, mine))
        if st.button("Hoàn tác lần nạp", key="hoan-tac-that"):
            st.session_state.pop("hoi_hoan_tac")
            with contained("hoàn tác"), st.spinner("Đang hoàn tác…"):
                undo(home, viewer, mine)
                st.rerun()
        if st.button("Giữ lại", key="giu-lai"):
            st.session_state.pop("hoi_hoan_tac")
            st.rerun()


def undo_question(home: Home, viewer: Viewer, mine: PastPublication) -> str:
    """What is asked before a publication is taken back: what the numbers will be without it."""
    return f"Hoàn tác lần nạp này? Số liệu trở về như {rest_words(home, viewer, mine)}."


def rest_words(home: Home, viewer: Viewer, mine: PastPublication) -> str:
    """The state of the numbers without this publication."""
    newest = newest_day_without(home, viewer, mine.import_ids)
    without = "không có tệp này" if len(mine.files) == 1 else "không có các tệp này"
    return f"ngày{NBSP}{day(newest)}, {without}" if newest else "lúc chưa nạp tệp nào"

"""The script of every run: who is looking, the menu, the banners, the page."""

import streamlit as st

from access.viewers import trial_choices
from domain.agency.departments import short_name
from domain.agency.office import office
from store.disk.trouble import code_of_cause
from ui.look.markup import escape
from ui.pieces import banners
from ui.visit import navigation
from ui.visit.filters import day_choice, year_choice
from ui.visit.keeping import keep_the_build
from ui.visit.session import current_viewer, instance, one_run
from ui.visit.trial import Loading, samples_loading

PRODUCT = "Chỉ số CCHC"
# The server's own address of ui/static: a path would be read and hashed on every run.
STATIC = "/app/static"
SIDEBAR_WIDTH = 256


def run_page() -> None:
    """Draw one page for the viewer of this run."""
    viewer = current_viewer()
    pages = navigation.streamlit_pages(*viewer.roles)
    others = [navigation.first_by_name(*viewer.roles), *navigation.closed_pages(*viewer.roles)]
    chosen = st.navigation([*pages.values(), *others], position="hidden")
    navigation.remember(pages)
    st.set_page_config(
        page_title=f"{chosen.title} · {PRODUCT}",
        page_icon=f"{STATIC}/favicon.png",
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    loading = samples_loading() if viewer.scope.departments else None
    if loading is None or not loading.is_repair:
        _sidebar()  # while a damaged build is made anew there is no day to choose from
    if loading is not None:
        _wait(loading)
    if viewer.scope.departments:  # who sees no figures needs neither their upkeep nor what is said of them
        keep_the_build()
        banners.draw(chosen.url_path)
    chosen.run()


def _sidebar() -> None:
    st.logo(f"{STATIC}/logo.png", size="large")
    viewer = current_viewer()
    with st.sidebar, st.container(gap="xxsmall"):
        st.html(f'<p class="cc-product"><strong>{PRODUCT}</strong><span>{escape(office().name)}</span></p>')
        navigation.draw_menu(*viewer.roles)
    with st.sidebar, st.container(key="cc-visit", gap="small"):
        if viewer.scope.departments:
            year_choice()
            day_choice()
        if instance().is_trial:
            _role_picker()
        else:
            _who(viewer.name)


def _who(name: str) -> None:
    links = '<a href="/doi-mat-khau" target="_self">Đổi mật khẩu</a> · <a href="/dang-xuat" target="_self">Đăng xuất</a>'
    st.html(f'<p class="cc-menu">{escape(name)}</p><p class="cc-sub">{links}</p>')


def _role_picker() -> None:
    """Look as somebody else; the choice lives in the address, so F5 and a copied link keep it."""
    choices = trial_choices()
    asked = st.query_params.get("vai", "")
    current = asked if asked in choices else next(iter(choices))
    if st.session_state.get("loc_vai") != current:
        st.session_state["loc_vai"] = current
    st.selectbox(
        "Dùng thử với vai",
        list(choices),
        format_func=lambda key: choices[key] if "-" in key else short_name(key),
        key="loc_vai",
        on_change=_take_role,
        placeholder="Chọn vai",
    )


def _take_role() -> None:
    st.query_params["vai"] = st.session_state["loc_vai"]
    # What was chosen as somebody else need not be theirs to see.
    if "don_vi" in st.query_params:
        del st.query_params["don_vi"]


@st.fragment(run_every=1.0)
def _progress(loading: Loading) -> None:
    if loading.finished.is_set():
        st.rerun()
    st.progress(loading.done / loading.files if loading.files else 0.0, text=loading.words)


def _wait(loading: Loading) -> None:
    if loading.failed is not None:
        if code_of_cause(loading.failed) == "snapshot_lost":
            from ui.intake.last_good import draw_last_good  # needed once in a life, and costly to import

            draw_last_good(loading.failed)
            st.stop()
        raise loading.failed
    st.title(loading.title, anchor=False)
    st.write(loading.note)
    _progress(loading)
    st.stop()


with one_run():
    run_page()

"""What are the small pieces every part is made of: its finding, its card, a banner, a level, nothing to show?"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from domain.agency.office import spoken
from ui.look.markup import chip, plain, rich
from ui.look.theme import Meaning
from ui.visit.failures import contained
from ui.visit.navigation import inner_link
from ui.visit.session import current_viewer

NO_SET, NO_SCORES = "Chưa có bảng điểm hay bộ chỉ số nào.", "Chưa chấm được tiêu chí nào."


def finding(title: str, subtitle: str = "") -> None:
    """A card's or chart's title: one sentence as H2, and below it what is counted and by which rule."""
    below = f'<p class="cc-sub">{rich(subtitle)}</p>' if subtitle else ""
    st.html(f'<h2 class="cc-h2">{rich(title)}</h2>{below}')


def banner(text: str, meaning: Meaning = "watch") -> None:
    """One line across the page, above the headline: the trial, old data, a past day."""
    st.html(f'<div class="cc-banner cc-{meaning}" role="note">{rich(text)}</div>')


def level_chip(meaning: Meaning, word: str | None = None) -> None:
    """The level as symbol and word."""
    st.html(chip(meaning, word))


@contextmanager
def card(name: str = "") -> Iterator[None]:
    """
    A bordered card. What fails inside is logged with its number and leaves the other cards alone.

    Args:
        name: What the reader calls this part, for the sentence that stands in its place.
    """
    with st.container(border=True, gap="small", height="stretch"), contained(name):
        yield


def tell_next_run(page: str, sentence: str) -> None:
    """Run *page* anew; there `draw_told` says *sentence*, once."""
    st.session_state[f"{page}_da_lam"] = sentence
    st.rerun()


def draw_told(page: str) -> None:
    """What the run before told this one of *page*, if it did."""
    if said := st.session_state.pop(f"{page}_da_lam", ""):
        st.success(plain(said))


def nothing_to_show(text: str, *, page: str | None = None, label: str = "", remedy: str = "") -> None:
    """Say that there is nothing here, what to do, and where: one sentence each."""
    below = f'<p class="cc-sub">{rich(remedy)}</p>' if remedy else ""
    st.html(f'<div class="cc-empty"><p>{rich(text)}</p>{below}</div>')
    if page:
        inner_link(page, label)


def nothing_scored(text: str, *, whose: str = "Đơn vị", files: str = "bảng tự chấm và các phụ lục") -> None:
    """Say by *text* that nothing is known of the index, or to a unit that it leads no criterion; who loads the *files*."""
    nothing_to_show(
        text if current_viewer().role != "department" else f"{whose} chưa chủ trì tiêu chí nào.",
        remedy=spoken(f"{{gathering_name}} nạp {files} tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )


def no_export_yet() -> None:
    """Say that nothing of HpNet was ever loaded, who loads the first file, and where."""
    nothing_to_show(
        spoken("Chưa có bản xuất {e_office} nào."),
        remedy=spoken("{gathering_name} nạp tệp đầu tiên tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )

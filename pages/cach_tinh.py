"""Cách tính: mỗi chỉ tiêu một đoạn, kèm căn cứ; mỗi đoạn có địa chỉ riêng."""

import re

import streamlit as st

from domain.office import office
from domain.places import ROOT
from domain.text import fold
from ui.look.markup import escape
from ui.pieces.components import nothing_to_show, page_head
from ui.visit.filters import choice
from ui.visit.navigation import href
from ui.visit.session import current_viewer

METHOD = ROOT / "docs" / "method.md"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
# Names of the command line and of files belong to the document, not to the reader of a page.
NAMES = re.compile(r" ?\((?:`[^`]+`(?:[,;] )?)+\)")
# A link to another file of the repository leads nowhere from here.
INNER_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)")


def for_reading(text: str) -> str:
    """*text* of the document without names of commands, files and columns, and with the name of the office's own program."""
    own = INNER_LINK.sub(r"\1", NAMES.sub("", text)).strip()
    return own.replace("e-office", office().e_office)


def sections(text: str) -> dict[str, tuple[str, str]]:
    """Address of every section to its title and its text; a metric's section is found under the metric's name."""
    pieces = SECTION.split(text)
    found = {}
    for title, body in zip(pieces[1::2], pieces[2::2], strict=True):
        named = re.search(r"\(`(\w+)`\)$", title)
        address = named.group(1) if named else re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
        found[address] = (for_reading(title), for_reading(body))
    return found


def contents(found: dict[str, tuple[str, str]]) -> str:
    """All sections as links, in two columns where there is room."""
    links = "".join(
        f'<li><a href="{escape(href("cach_tinh", muc=address))}" target="_self">{escape(title)}</a></li>'
        for address, (title, _) in found.items()
    )
    return f'<nav aria-label="Các mục"><ol class="cc-contents">{links}</ol></nav>'


viewer = current_viewer()
page_head(
    "Mỗi con số được tính như thế nào, theo căn cứ nào",
    "Quy tắc ghi “Mẫu” là đề xuất của phần mềm, chờ cơ quan quyết định.",
)
if not METHOD.exists():
    nothing_to_show("Chưa có phần mô tả cách tính trong bản cài đặt này.")
    st.stop()
found = sections(METHOD.read_text(encoding="utf-8"))
names = {address: title for address, (title, _) in found.items()}
chosen = choice("Mục", names, name="muc", placeholder="Tất cả các mục")
if chosen is None:
    st.html(contents(found))
shown = [found[chosen]] if chosen else found.values()
with st.container(key="cc-method"):
    st.markdown("\n\n".join(f"## {title}\n\n{body}" for title, body in shown))

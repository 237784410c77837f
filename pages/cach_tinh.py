"""Cách tính: mỗi chỉ tiêu một đoạn, kèm căn cứ; mỗi đoạn có địa chỉ riêng."""

import streamlit as st

from ui.index.method_text import METHOD, contents, sections
from ui.pieces.components import nothing_to_show, page_head
from ui.visit.filters import choice
from ui.visit.session import current_viewer

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

"""Cách tính: mỗi chỉ tiêu một đoạn, kèm căn cứ."""

import re

import streamlit as st

from domain.places import ROOT
from ui.components import nothing_to_show
from ui.session import current_viewer

METHOD = ROOT / "docs" / "method.md"

viewer = current_viewer()
st.title("Mỗi con số được tính như thế nào, theo căn cứ nào", anchor=False)
if METHOD.exists():
    text = METHOD.read_text(encoding="utf-8")
    # The page has its own title; a link to another file of the repository leads nowhere from here.
    text = re.sub(r"\A# .*\n", "", text)
    # Names of the command line belong to the file, not to the reader of a page.
    text = re.sub(r"^(#+ .*?) \((?:`[^`]+`(?:, )?)+\)$", r"\1", text, flags=re.MULTILINE)
    with st.container(key="cc-method"):
        st.markdown(re.sub(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)", r"\1", text))
else:
    nothing_to_show("Chưa có phần mô tả cách tính trong bản cài đặt này.")

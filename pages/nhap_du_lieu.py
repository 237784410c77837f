"""Nhập dữ liệu: chọn tệp, kiểm tra, xem trước, công bố; mọi bước đều quay lại được."""

import streamlit as st

from data_loaders.received.limits import load_limits
from desk import staging
from domain.program.errors import BuildFailedError, RefusedFileError
from domain.wording.formats import NBSP, count
from ui.intake.import_details import draw_file
from ui.intake.import_effect import ask_about, draw_build_failed, draw_effect
from ui.intake.import_publish import (
    draw_publish,
    draw_published,
    forget_published,
    published_words,
    taken_meanwhile,
)
from ui.intake.import_reading import STOPPED, effect_of_files, go_on, read_all
from ui.intake.import_words import (
    NOTHING_WAITS,
    publish_refusal,
    staged_headline,
    verdict,
)
from ui.look.markup import escape
from ui.pieces.components import card, finding, page_head
from ui.visit.session import current_viewer, instance, require

STEPS = ("Chọn tệp", "Kiểm tra", "Xem trước", "Công bố")
ACCEPTED = [
    "xlsx",
    "xlsm",
    "xlsb",
    "xls",
    "ods",
    "csv",
    "tsv",
    "txt",
    "html",
    "htm",
    "xml",
    "mht",
    "mhtml",
    "gz",
]


def draw_steps(current: int) -> None:
    """The four steps in a line; the present one stands out and is told to screen readers."""
    items = "".join(
        f"<li{' aria-current=step' if number == current else ''}><span>{number}</span><b>{escape(name)}</b></li>"
        for number, name in enumerate(STEPS, start=1)
    )
    st.html(f'<ol class="cc-steps">{items}</ol>')


def draw_head(title: str, step: int) -> None:
    """The head of the page: what waits, what was just published, and which step it is."""
    page_head(title, "Một tệp hỏng không cản các tệp khác. Chưa bấm Công bố thì số liệu đang dùng không đổi.")
    draw_published(home, viewer)
    draw_steps(step)


# --- step 1 ---------------------------------------------------------------------------------------


def draw_uploader() -> None:
    """Receive files; their bytes are kept at once, so that F5 and a lost connection lose nothing."""
    number = st.session_state.setdefault("lan_chon_tep", 0)
    limit = f"{load_limits().received_mb:g}"
    given = st.file_uploader(
        f"Kéo tệp vào đây hoặc chọn tệp. Nhận .xlsx, .xls, .ods, .csv; mỗi tệp tối đa {limit}{NBSP}MB.",
        type=ACCEPTED,
        accept_multiple_files=True,
        key=f"chon-tep-{number}",
    )
    for sentence in st.session_state.pop("khong_nhan", []):
        st.error(sentence)
    if not given:
        return
    refused = []
    for one in given:
        try:
            staging.receive(home, viewer, one.name, one.getvalue())
        except RefusedFileError as problem:
            refused.append(str(problem))
    st.session_state["khong_nhan"] = refused
    st.session_state["lan_chon_tep"] = number + 1
    go_on()
    forget_published()
    st.rerun()


viewer = current_viewer()
require(viewer, "import")
home = instance().home
files = staging.staged_files(home, viewer)
# The head stands above, but is known only when every file has been read.
head = st.empty()
with card("Chọn tệp"):
    finding("1. Chọn tệp", "Nhiều tệp cùng lúc; tệp nhận vào được giữ lại dù tải lại trang")
    with st.container(key="cc-tep-them" if files else "cc-tep-lon"):
        draw_uploader()


def announce(number: int) -> None:
    """Say at the head that files are being read."""
    with head.container(gap="small"):
        draw_head(f"Đang kiểm tra {count(number)}{NBSP}tệp", 2)


readings = read_all(home, viewer, files, announce=announce)
verdicts = [verdict(readings[one.number]) for one in files if one.number in readings]
step = 4 if "lan_nap" in st.query_params else 1
if files:
    step = 2 if any(one.wants for one in verdicts) else 3
with head.container(gap="small"):
    draw_head(
        staged_headline(verdicts, len(files) - len(verdicts))
        or published_words(home, viewer)
        or NOTHING_WAITS,
        step,
    )
if not files:
    if taken := taken_meanwhile(home, viewer):
        st.warning(taken)
    st.stop()

finding("2. Kiểm tra", f"{count(len(files))}{NBSP}tệp đang chờ")
if st.session_state.get(STOPPED) and len(readings) < len(files):
    st.button("Đọc tiếp", key="doc-tiep", on_click=go_on)
for one in files:
    draw_file(home, viewer, one, readings.get(one.number))

pairs = [(one, readings[one.number]) for one in files if one.number in readings]
unread = len(files) - len(pairs)
loadable = sum(reading.report.status == "loadable" for _, reading in pairs)
with card("Xem trước"):
    finding("3. Xem trước", "Số liệu đang dùng chưa thay đổi")
    try:
        effect = effect_of_files(home, viewer, pairs)
    except BuildFailedError as problem:
        draw_build_failed(home, viewer, problem)
        st.stop()
    if effect is None:
        st.write("Chưa có tệp nào nạp được để xem trước.")
    else:
        draw_effect(effect)
with card("Công bố"):
    finding("4. Công bố", "Mọi tệp nhận được vào số liệu cùng một lúc; hoàn tác được")
    refusal = publish_refusal([one.wants for one in verdicts if one.wants], unread, loadable)
    draw_publish(home, viewer, pairs, refusal or ask_about(effect))

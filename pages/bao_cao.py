"""Báo cáo: lập văn bản từ số liệu đang xem, xem trang in trước khi phát hành, làm lại đúng con số lúc phát hành."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from domain.program.media_types import EXCEL, WORD
from domain.wording.formats import NBSP, count, day, day_month
from metrics.limits.campaigns import current_campaigns
from reports.catalogue import PAPERS
from reports.drafting import Issued, Made, Wanted
from reports.form_check import check_form
from reports.issuing import again, issue, issued_papers, trial
from reports.preview import PAGES_SHOWN, PlainTable, can_print, plain_blocks, printed
from reports.rendering import require_template, zipped
from reports.told import figures_words, issued_headline, issued_table, pages_of, preview_key
from ui.look.markup import escape
from ui.pieces.components import (
    Column,
    Listing,
    card,
    finding,
    grid,
    level_chip,
    no_export_yet,
    nothing_to_show,
    page_head,
    plain_table,
)
from ui.visit.failures import contained
from ui.visit.filters import choice, department_choice, filter_bar
from ui.visit.session import as_of, build_id, current_viewer, instance, office_now, reader, require

MIME = {"docx": WORD, "xlsx": EXCEL, "zip": "application/zip"}
ISSUED = {
    "number": Column("Số phát hành", "number", width=105),
    "title": Column("Văn bản", width=250),
    "unit": Column("Đơn vị", width=170),
    "as_of": Column("Số liệu đến", "date", width=95),
    "state": Column("Số liệu", width=110),
    "papers": Column("Số bản", "number", width=70),
    "issued_by": Column("Người lập", width=130),
    "issued_at": Column("Lúc lập", "moment", width=135),
}
POINTS = {
    "verdict": Column("Kết luận", width=90),
    "message": Column("Yêu cầu", width=430),
    "where": Column("Ở đâu", width=380),
}
LEFT_OUT = {"what": Column("Nội dung", width=330), "why": Column("Vì sao", width=560)}
SHOWN, MADE = "bao_cao_xem", "bao_cao_ra"
Row = dict[str, Any]


# --- what is asked for ----------------------------------------------------------------------------


def choose() -> tuple[str, Wanted]:
    """Which paper, of which campaign and unit; the day is the one the whole dashboard shows."""
    titles = {name: kind.title_vi for name, kind in PAPERS.items()}
    with filter_bar("van_ban", "dot", "don_vi", key="van-ban"):
        name = choice("Văn bản", titles, name="van_ban") or next(iter(titles))
        kind = PAPERS[name]
        limits = {
            one.id: f"Hạn {day_month(one.limit)} · {one.short_vi}" for one in current_campaigns(as_of())
        }
        campaign = (
            choice("Đợt", limits, name="dot", placeholder="Mọi đợt đang chạy") if kind.by_campaign else None
        )
        unit = department_choice() if kind.by_department else None
    return name, Wanted(as_of(), campaign, unit if kind.by_department else None)


def own_template() -> bytes | None:
    """The office's own template in place of ours, tried when the pages are looked at."""
    with st.expander("Dùng mẫu Word của cơ quan"):
        st.html(
            '<p class="cc-sub">Mẫu là tệp .docx có các trường như {{ subject }}, {{ footer }}. Bấm Xem trước để '
            "thử với số liệu hôm nay; trường không nhận ra sẽ được nêu tên.</p>"
        )
        given = st.file_uploader("Tệp mẫu .docx", type=["docx"], key="mau-rieng")
    if given is None:
        return None
    content: bytes = given.getvalue()
    require_template(content, given.name)
    return content


# --- looking and making ---------------------------------------------------------------------------


def look(name: str, wanted: Wanted, template: bytes | None) -> None:
    """Make the first document to look at, and its pages; kept until something else is looked at."""
    st.session_state.pop(MADE, None)
    with st.spinner("Đang dựng trang xem trước…"):
        made = trial(instance().home, viewer, reader(), name, wanted, template=template, moment=office_now())
        st.session_state[SHOWN] = (
            preview_key(name, wanted, template, build_id(), viewer),
            made,
            pages_of(made),
        )


def make(name: str, wanted: Wanted, template: bytes | None) -> None:
    """Issue the paper; how many of its documents are made is told while it lasts."""
    bar = st.progress(0.0, text="Đang tính số liệu…")
    made = issue(
        instance().home, viewer, reader(), name, wanted, template=template, moment=office_now(),
        told_of=lambda done, of: bar.progress(done / of, text=f"Đang lập văn bản {done + 1}/{of}"),
    )  # fmt: skip
    bar.empty()
    st.session_state[MADE] = made
    st.rerun()


def make_again(number: int) -> None:
    """The same paper once more, from its record alone."""
    bar = st.progress(0.0, text="Đang làm lại…")
    made = again(
        instance().home, viewer, number,
        told_of=lambda done, of: bar.progress(done / of, text=f"Đang làm lại văn bản {done + 1}/{of}"),
    )  # fmt: skip
    bar.empty()
    st.session_state[MADE] = made
    st.rerun()


# --- drawing --------------------------------------------------------------------------------------


def draw_preview(name: str, wanted: Wanted, template: bytes | None) -> None:
    """The pages of the paper as it will print, its day and whether the figures are frozen."""
    key, made, pages = st.session_state.get(SHOWN, (None, None, ()))
    if made is None or key != preview_key(name, wanted, template, build_id(), viewer):
        finding(PAPERS[name].title_vi, f"Số liệu đến hết ngày{NBSP}{day(wanted.as_of)}")
        nothing_to_show("Bấm Xem trước để xem trang in; chưa có gì được phát hành.")
        return
    if not made.files:
        finding(f"{PAPERS[name].title_vi}: không có gì để lập", figures_words(made))
        draw_left_out(made, "xem")
        return
    many = int(made.record["parameters"]["papers_in_all"])
    title = (
        f"{PAPERS[name].title_vi}: bản đầu trong {count(many)}{NBSP}bản"
        if many > 1
        else PAPERS[name].title_vi
    )
    finding(title, figures_words(made))
    draw_pages(made.files[0], pages)
    draw_left_out(made, "xem")


def draw_pages(file: Made, pages: tuple[bytes, ...] | str) -> None:
    """Its first pages as images; its plain words where the machine cannot draw them."""
    if isinstance(pages, tuple) and pages:
        number = page_chosen(len(pages))
        with st.container(border=True):
            st.image(pages[number - 1], alt=f"Trang {number} của văn bản", width="stretch")
        return
    if isinstance(pages, str):
        st.html(f'<p class="cc-source">{escape(pages)}</p>')
    for number, block in enumerate(plain_blocks(file.content)):
        if isinstance(block, PlainTable):
            plain_table(block.rows[0], block.rows[1:], caption=f"Bảng {number} của văn bản")
        else:
            st.text(block)


def page_chosen(many: int) -> int:
    """Which of the first pages to show; the first one unless another is chosen."""
    if many == 1:
        return 1
    more = f", {PAGES_SHOWN} trang đầu" if many == PAGES_SHOWN else ""
    chosen = st.segmented_control(f"Trang{more}", list(range(1, many + 1)), default=1, key="trang-xem")
    return chosen or 1


def draw_made(made: Issued) -> None:
    """What was just made: its files, its form, and what it leaves out."""
    title = PAPERS[made.record["name"]].title_vi
    with card("Văn bản vừa lập"):
        if not made.files:
            finding(f"{title}: không có văn bản nào phải lập", figures_words(made))
            draw_left_out(made, "ra")
            return
        finding(f"Đã lập {title.lower()}, bản phát hành số {made.record['id']}", figures_words(made))
        draw_form(made)
        draw_files(made)
        draw_left_out(made, "ra")


def draw_form(made: Issued) -> None:
    """Whether every document has the form of the decree."""
    if not any(file.name.endswith(".docx") for file in made.files):
        return
    wrong = [(file.name, fault) for file in made.files for fault in file.form_faults]
    if not wrong:
        level_chip("done", "Đạt thể thức")
        return
    level_chip("watch", "Chưa đạt thể thức")
    names = dict.fromkeys(f"{fault['message']} ({fault['where']})" for _, fault in wrong)
    st.html(f'<p class="cc-sub">{escape("; ".join(list(names)[:5]))}</p>')


def draw_files(made: Issued) -> None:
    """All files in one, or any one of them."""
    files = {file.name: file for file in made.files}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if len(files) > 1:
            chosen = st.selectbox("Tệp", list(files), key="tep-van-ban", placeholder="Chọn tệp", width=360)
        else:
            chosen = next(iter(files))
        download(files[chosen])
        if len(files) > 1:
            st.download_button(
                f"Tải cả {count(len(files))} tệp (.zip)",
                data=lambda: zipped([(file.name, file.content) for file in made.files]),
                file_name=f"{made.record['name']}-{made.record['id']}.zip",
                mime="application/zip",
                key="tai-ca",
                on_click="ignore",
                icon=":material/folder_zip:",
            )
        if can_print() and files[chosen].name.endswith(".docx"):
            st.download_button(
                "Tải PDF",
                data=lambda: printed(files[chosen].content, pages=1).pdf,
                file_name=f"{chosen.removesuffix('.docx')}.pdf",
                mime="application/pdf",
                key=f"pdf-{chosen}",
                on_click="ignore",
                icon=":material/picture_as_pdf:",
            )


def download(file: Made) -> None:
    """The button of one file."""
    ending = file.name.rsplit(".", 1)[-1]
    words = {"docx": "Tải Word", "xlsx": "Tải Excel", "zip": "Tải tệp nén"}
    st.download_button(
        words[ending],
        data=file.content,
        file_name=file.name,
        mime=MIME[ending],
        key=f"tai-{file.name}",
        on_click="ignore",
        icon=":material/download:",
    )


def draw_left_out(made: Issued, key: str) -> None:
    """What is not in the paper, each with its reason."""
    left = made.record["parameters"]["left_out"]
    if not left:
        return
    with st.expander(f"{count(len(left))} mục không có trong văn bản, kèm lý do", expanded=not made.files):
        grid(
            pd.DataFrame(left),
            Listing(
                LEFT_OUT,
                key=f"khong-co-{key}",
                file_name="khong-co-trong-van-ban",
                title="Không có trong văn bản",
                placeholder="Tìm theo nội dung hoặc lý do",
                counted="mục",
                phone=("what", "why"),
            ),
        )


def draw_issued(rows: Sequence[Row]) -> None:
    """Every issued paper; one chosen can be made again."""
    if not rows:
        return
    finding(
        f"{count(len(rows))} văn bản đã phát hành",
        "Làm lại cho đúng con số lúc phát hành, dù số liệu sau đó đã thay đổi",
    )
    chosen = grid(
        issued_table(rows),
        Listing(
            ISSUED,
            key="da-phat-hanh",
            file_name="van-ban-da-phat-hanh",
            title="Văn bản đã phát hành",
            placeholder="Tìm theo văn bản, đơn vị hoặc người lập",
            counted="văn bản",
            phone=("title", "unit", "as_of", "number", "issued_by", "issued_at"),
        ),
        select="one",
    )
    if chosen.empty:
        return
    number = int(chosen["number"].iloc[0])
    if st.button(f"Làm lại bản phát hành số {number}", icon=":material/redo:"):
        with contained("làm lại văn bản"):
            make_again(number)


def draw_form_check() -> None:
    """Check a draft that somebody typed."""
    with st.expander("Kiểm tra thể thức một dự thảo .docx"):
        given = st.file_uploader("Tệp dự thảo .docx", type=["docx"], key="kiem-tra-the-thuc")
        if given is None:
            return
        with contained("kiểm tra thể thức"):
            points = check_form(given.getvalue(), given.name)
            wrong = sum(not point.ok for point in points)
            finding(
                f"{given.name}: {count(wrong)}{NBSP}điểm chưa đạt thể thức" if wrong else f"{given.name}: đạt thể thức",
                "Theo Phụ lục I Nghị định 30/2020/NĐ-CP",
            )  # fmt: skip
            table = pd.DataFrame(
                {"verdict": "Đạt" if p.ok else "Chưa đạt", "message": p.message, "where": p.where}
                for p in sorted(points, key=lambda p: p.ok)
            )
            grid(table, Listing(POINTS, key="the-thuc", file_name="the-thuc", title="Thể thức văn bản", search=False, counted="điểm", phone=("message", "verdict", "where")))  # fmt: skip


viewer = current_viewer()
require(viewer, "report")
if build_id() is None:
    page_head("Chưa có số liệu để lập văn bản")
    no_export_yet()
    draw_form_check()
    st.stop()

papers = issued_papers(instance().home, viewer)
page_head(
    issued_headline(papers), "Số, ngày ký và chữ ký để trống cho người ký; con số là của ngày đang xem."
)
name, wanted = choose()
if MADE in st.session_state:
    draw_made(st.session_state[MADE])
template = None
left, right = st.columns([4, 8], gap="small")
with left, card("Lập văn bản"):
    finding(PAPERS[name].title_vi, f"Đổi ngày số liệu ở thanh bên; đang xem ngày{NBSP}{day(wanted.as_of)}")
    template = own_template()
    if st.button("Xem trước", icon=":material/visibility:", width="stretch"):
        look(name, wanted, template)
    if st.button("Tạo báo cáo", type="primary", icon=":material/description:", width="stretch"):
        make(name, wanted, template)
with right, card("Xem trước"):
    draw_preview(name, wanted, template)
with contained("văn bản đã phát hành"):
    draw_issued(papers)
draw_form_check()

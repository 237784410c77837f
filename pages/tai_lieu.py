"""Tài liệu kiểm chứng: tiêu chí nào còn thiếu tài liệu gì, tài liệu nào chưa đứng được và vì sao."""

from collections.abc import Sequence

import streamlit as st

from desk.evidence.kinds import NAMES
from desk.evidence.ledger import (
    add_evidence,
    confirm_evidence,
    evidence_bytes,
    evidence_of,
    remove_evidence,
    restore_evidence,
    revisions,
)
from domain.wording.formats import count, moment
from metrics.criteria.assessment import assess
from metrics.criteria.documents import Item, Sufficiency
from reports.preview import PAGES_SHOWN, pictures_of
from ui.index.evidence_words import (
    Row,
    evidence_headline,
    evidence_table,
    is_signed,
    needing_documents,
    said_of,
    signature_words,
)
from ui.look.markup import escape
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    card,
    finding,
    grid,
    level_chip,
    nothing_to_show,
    page_head,
    tiles,
)
from ui.pieces.marks import NO_SET, nothing_scored
from ui.visit.failures import contained
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, instance, office_now, refuse_evidence, require

KINDS = ("indicator_scores", "indicator_set")
LOOKED_AT = "tai_lieu_xem"  # what was drawn last: hash of the file, its pages
COLUMNS = {
    "code": Column("Mã", width=70),
    "name": Column("Tiêu chí", width=300),
    "max_score": Column("Điểm tối đa", "points", width=90),
    "state": Column("Tài liệu", width=330),
    "files": Column("Số tệp", "number", width=70),
    "signed": Column("Đã ký số", "number", width=80),
    "faults": Column("Cần xem lại", width=330),
}
# --- one criterion --------------------------------------------------------------------------------


def draw_criterion(one: Sufficiency, year: int) -> None:
    """What it asks for, document by document, with what is kept of each."""
    with card("Tài liệu của tiêu chí"):
        finding(f"{one.criterion.code} {one.criterion.name}", one.words)
        for place, item in enumerate((*one.items, one.more)):
            if item is not one.more or item.files:
                draw_item(one, item, place)
        if viewer.may("set_score"):
            draw_upload(one, year)
        draw_gone(one)


def draw_item(one: Sufficiency, item: Item, place: int) -> None:
    """One document asked for, and its files."""
    with st.container(border=True, gap="small"):
        meaning = "done" if item.stands else ("watch" if item.is_there else "at_risk")
        word = "Đạt" if item.stands else ("Cần xem lại" if item.is_there else "Còn thiếu")
        if one.nothing_arose and not item.is_there:
            meaning, word = "not_applicable", "Không phát sinh"
        level_chip(meaning, word)
        st.html(f'<p class="cc-file"><strong>{escape(item.name)}</strong></p>')
        for row, faults in zip(item.files, item.faults, strict=True):
            draw_file(row, faults, place)


def draw_file(row: Row, faults: Sequence[str], place: int) -> None:
    """One file: what it says of itself, what is against it, its signatures, and what may be done with it."""
    st.html(f'<p class="cc-file-words">{escape(row["file_name"])}: {escape(said_of(row))}</p>')
    for sentence in (*faults, *signature_words(row)):
        st.html(f'<p class="cc-sub">{escape(sentence)}.</p>')
    with st.container(horizontal=True, gap="small"):
        download(row)
        if viewer.may("set_score"):
            with st.popover("Xác nhận" if row["confirmed_at"] is None else "Sửa thông tin"):
                draw_confirm(row)
            with st.popover("Gỡ tài liệu"):
                draw_remove(row)
        is_open = st.toggle("Xem tài liệu", key=f"xem-{row['id']}")
    if is_open:
        with contained("xem tài liệu"):
            draw_look(row)
    earlier = revisions(rows, row["id"])
    if earlier:
        names = "; ".join(f"{one['file_name']} ({moment(one['added_at'])})" for one in earlier)
        st.html(f'<p class="cc-source">Bản trước: {escape(names)}</p>')


def draw_look(row: Row) -> None:
    """The first pages of the file, drawn once while it is looked at."""
    digest, pages = st.session_state.get(LOOKED_AT, ("", ()))
    if digest != row["sha256"]:
        with st.spinner("Đang mở tài liệu"):
            pages = pictures_of(evidence_bytes(instance().home, viewer, row["id"]), row["kind"])
        st.session_state[LOOKED_AT] = (row["sha256"], pages)
    if not pages:
        nothing_to_show("Không dựng được trang của tệp này; tải tệp về để xem.")
        return
    for number, page in enumerate(pages, start=1):
        st.image(page, alt=f"Trang {number} của {row['file_name']}", width="stretch")
    if len(pages) == PAGES_SHOWN:
        st.html(f'<p class="cc-source">{PAGES_SHOWN} trang đầu; tải tệp để xem đủ</p>')


def download(row: Row) -> None:
    """The file as it was received."""
    st.download_button(
        "Tải tệp",
        data=lambda: evidence_bytes(instance().home, viewer, row["id"]),
        file_name=row["file_name"],
        key=f"tai-lieu-{row['id']}",
        on_click="ignore",
        icon=":material/download:",
    )


def draw_confirm(row: Row) -> None:
    """What the document prints, read from it where it could be."""
    with st.form(f"xac-nhan-{row['id']}", border=False):
        number = st.text_input("Số, ký hiệu", value=row["document_number"])
        issued = st.date_input("Ngày ban hành in trên văn bản", value=row["issued_on"], format="DD/MM/YYYY")
        author = st.text_input("Nơi ban hành", value=row["author"])
        if st.form_submit_button("Xác nhận thông tin"):
            with contained("xác nhận tài liệu"):
                confirm_evidence(
                    instance().home, viewer, row["id"], document_number=number or "", issued_on=issued, author=author or "",
                    moment=office_now(),
                )  # fmt: skip
                st.rerun()


def draw_remove(row: Row) -> None:
    """Take a file out of the evidence; it stays kept, with the reason."""
    with st.form(f"go-{row['id']}", border=False):
        reason = st.text_input("Lý do gỡ")
        if st.form_submit_button("Gỡ khỏi danh sách"):
            with contained("gỡ tài liệu"):
                remove_evidence(instance().home, viewer, row["id"], reason=reason or "", moment=office_now())
                st.rerun()


def draw_upload(one: Sufficiency, year: int) -> None:
    """Put one more file there, or a new revision of one."""
    code, turn = one.criterion.code, st.session_state.setdefault("tai_lieu_lan", 0)
    with st.form(f"them-{code}-{turn}", border=False):
        options = [item.name for item in (*one.items, one.more)]
        item = st.selectbox("Tài liệu", options, placeholder="Chọn tài liệu")
        kept = {row["id"]: row["file_name"] for each in (*one.items, one.more) for row in each.files}
        replaces = st.selectbox(
            "Thay cho bản cũ", [0, *kept], format_func=lambda n: kept.get(n, "Không, thêm tệp mới")
        )
        given = st.file_uploader(
            f"Tệp: {', '.join(NAMES.values())}", type=["pdf", "docx", "xlsx", "png", "jpg", "jpeg"]
        )
        if st.form_submit_button("Thêm tài liệu", type="primary") and given is not None:
            with contained("thêm tài liệu"):
                add_evidence(
                    instance().home, viewer, year=year, code=code, item=item, name=given.name,
                    content=given.getvalue(), replaces=replaces or None, moment=office_now(),
                )  # fmt: skip
                st.session_state["tai_lieu_lan"] = turn + 1
                st.rerun()


def draw_gone(one: Sufficiency) -> None:
    """What was taken out, by whom and why; it can be put back."""
    gone = [row for row in rows if row["code"] == one.criterion.code and row["state"] == "removed"]
    if not gone:
        return
    with st.expander(f"{count(len(gone))} tài liệu đã gỡ"):
        for row in gone:
            st.html(
                f'<p class="cc-file-words">{escape(row["file_name"])}: {escape(row["remove_reason"])} '
                f"({escape(row['removed_by'])}, {moment(row['removed_at'])})</p>"
            )
            if viewer.may("set_score") and st.button("Đưa trở lại", key=f"tra-lai-{row['id']}"):
                with contained("đưa tài liệu trở lại"):
                    restore_evidence(instance().home, viewer, row["id"])
                    st.rerun()


viewer = current_viewer()
require(viewer, "see_all", refusal=refuse_evidence)
state = answer(assess, as_of=as_of())
if state is None:
    page_head("Chưa có bộ chỉ số nào nên chưa biết cần tài liệu gì", kinds=KINDS)
    nothing_scored(NO_SET, files="bảng tự chấm hoặc phụ lục bộ chỉ số")
    st.stop()

rows = evidence_of(instance().home, viewer, year=state.year)
standing = state.documents(rows)
if not standing and state.tree.leaves:
    page_head(f"Bộ chỉ số năm {state.year} không ghi tài liệu kiểm chứng", kinds=KINDS)
    nothing_to_show(
        f"{state.tree.decision} có {count(len(state.tree.leaves))} tiêu chí được chấm, không tiêu chí nào ghi tài liệu phải có.",
        remedy="Nếu phụ lục có cột tài liệu kiểm chứng thì nạp lại phụ lục tại Nhập dữ liệu.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
if not standing:
    page_head(f"Bộ chỉ số năm {state.year} chưa có tiêu chí nào", kinds=KINDS)
    nothing_to_show(
        f"Chưa nạp bộ chỉ số có hiệu lực trong năm {state.year}.",
        remedy="Chọn ngày số liệu sau ngày bộ chỉ số có hiệu lực, hoặc nạp bộ chỉ số của năm tại Nhập dữ liệu.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
needing = needing_documents(standing)
short = [one for one in needing if one.missing]
page_head(
    evidence_headline(standing),
    f"Chỉ số năm {state.year} theo {state.tree.decision}. Tài liệu đứng được khi đã xác nhận số, ngày; ban hành trong năm, "
    "đúng hạn; chữ ký số, nếu có, còn nguyên vẹn.",
    kinds=KINDS,
)
inner_link("bao_cao", "Lập gói tài liệu", icon="folder_zip", van_ban="evidence_pack")
tiles(
    [
        Tile(
            "Đủ tài liệu",
            count(sum(one.is_enough for one in needing)),
            f"trong {count(len(needing))} phải có",
        ),
        Tile("Còn thiếu", count(len(short)), "tiêu chí", "orange" if short else "gray"),
        Tile("Cần xem lại", count(sum(not one.missing and not one.is_enough for one in needing)), "tiêu chí"),
        Tile(
            "Đã ký số", count(sum(is_signed(row) for row in rows if row["state"] == "kept")), "tệp còn nguyên"
        ),
    ]
)
finding("Chọn một tiêu chí để xem và thêm tài liệu", "Tài liệu cần có theo lời của bộ chỉ số")
chosen = grid(
    evidence_table(standing),
    Listing(
        COLUMNS,
        key="tai-lieu",
        file_name="tai-lieu-kiem-chung",
        title="Tài liệu kiểm chứng",
        placeholder="Tìm theo mã, tiêu chí hoặc tài liệu",
        counted="tiêu chí",
        phone=("name", "state", "faults"),
    ),
    select="one",
)
asked = st.query_params.get("tieu_chi", "") if chosen.empty else str(chosen["code"].iloc[0])
for one in standing:
    if one.criterion.code == asked:
        draw_criterion(one, state.year)

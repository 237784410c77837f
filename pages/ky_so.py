"""Ký số: bao nhiêu văn bản đi đã ký số, theo đơn vị và tháng, và văn bản nào chưa ký."""

import pandas as pd
import streamlit as st

from domain.agency.departments import short_name
from domain.agency.office import office
from domain.wording.formats import NBSP, count, is_known, rate
from metrics.asking.state import TOTAL
from metrics.progress.completion import claims
from metrics.progress.rows_behind import rows_behind
from metrics.progress.signatures import signatures
from ui.charts.bars import obligation_bars
from ui.charts.index_results import month_bars
from ui.index.signing_words import signing_headline, signing_lead
from ui.pieces.components import Column, Listing, card, figure_card, finding, grid, nothing_to_show, page_head
from ui.pieces.figures import read_aloud
from ui.visit.filters import choice, department_choice
from ui.visit.navigation import origin_link
from ui.visit.session import answer, as_of, current_viewer, department, metric

KINDS = ("outgoing_documents",)
HINT = (
    "Sổ văn bản đi cho biết đã ký số theo một trong ba cách: cột “Ký số” ghi Có hoặc Chưa; cột người ký,"
    " thời gian ký; hoặc tên tệp có đuôi .signed.pdf."
)
COLUMNS = {
    "number": Column("Số, ký hiệu", width=150, unknown="Không ghi"),
    "title": Column("Trích yếu", width=380, unknown="Không ghi"),
    "department_code": Column("Đơn vị soạn thảo", "department", width=170),
    "person": Column("Người soạn", width=150, unknown="Không ghi"),
}


def draw_units(table: pd.DataFrame) -> None:
    """Departments, farthest from 100 first."""
    rows = pd.DataFrame(
        {
            "name": [short_name(c) for c in table["department_code"]],
            "rate_pct": [
                float(s) * 100 / t if is_known(s) and t else None
                for s, t in zip(table["signed"], table["total"], strict=True)
            ],
            "left": [
                int(t - s) if is_known(s) else 0 for s, t in zip(table["signed"], table["total"], strict=True)
            ],
            "total": table["total"].to_numpy(),
        }
    )
    rows = rows[rows["total"] > 0]
    rows = rows.assign(
        meaning=[
            "done" if own == 100 else "watch" if left == 0 else "at_risk"
            for own, left in zip(rows["rate_pct"], rows["left"], strict=True)
        ],
        rate_pct=rows["rate_pct"].astype(float),
    )
    rows = rows.sort_values(["left", "rate_pct"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )
    worst = rows.iloc[0]
    figure_card(
        f"{worst['name']} còn nhiều nhất: {count(worst['left'])} văn bản"
        if worst["left"]
        else "Đơn vị nào cũng đã ký số hết",
        "Văn bản đi đã ký số trên tổng văn bản đi của đơn vị soạn thảo, từ đầu năm",
        obligation_bars,
        rows[["name", "rate_pct", "left", "meaning"]],
        "văn bản",
        alt=read_aloud("Tỷ lệ ký số", ((r["name"], rate(r["rate_pct"])) for r in rows.to_dict("records"))),
        table=rows,
        columns={
            "name": "Đơn vị",
            "total": Column("Văn bản đi", "number"),
            "left": Column("Chưa ký", "number"),
            "rate_pct": Column("Tỷ lệ ký số", "rate"),
        },
        key="ky-so-don-vi",
    )


def draw_months(code: str | None) -> None:
    """The share month by month."""
    table = answer(signatures, as_of=as_of(), department=code)
    own = table[table["department_code"] == (code or TOTAL)]
    if own.empty:
        with card("Theo tháng"):
            finding("Văn bản đi chưa ghi ngày ban hành", "Nên chưa chia được theo tháng")
        return
    rows = pd.DataFrame(
        {
            "name": [f"{month:%m/%Y}" for month in own["month"]],
            "rate_pct": own["rate_pct"].to_numpy(),
            "total": own["total"].to_numpy(),
            "left": [
                int(t - s) if is_known(s) else 0 for s, t in zip(own["signed"], own["total"], strict=True)
            ],
        }
    )
    last = rows.iloc[-1]
    figure_card(
        f"Tháng {last['name']} đã ký số {rate(last['rate_pct'])}"
        + (f", còn {count(last['left'])}{NBSP}văn bản" if last["left"] else ""),
        "Văn bản đi theo tháng ban hành; tháng cuối tính đến ngày số liệu",
        month_bars,
        rows[["name", "rate_pct", "left"]],
        alt=read_aloud(
            "Tỷ lệ ký số theo tháng", ((r["name"], rate(r["rate_pct"])) for r in rows.to_dict("records"))
        ),
        table=rows,
        columns={
            "name": "Tháng",
            "total": Column("Văn bản đi", "number"),
            "left": Column("Chưa ký", "number"),
            "rate_pct": Column("Tỷ lệ ký số", "rate"),
        },
        key="ky-so-thang",
    )


def draw_unsigned(code: str | None) -> None:
    """Exactly which documents are not signed; a chosen one leads to its cells."""
    rows = answer(rows_behind, obligation="digital_signature", as_of=as_of(), department=code)
    rows = rows[~rows["is_done"].astype(bool)]
    finding(
        f"{count(len(rows))} văn bản chưa ký số" if len(rows) else "Không còn văn bản nào chưa ký số",
        "Ký bổ sung trên hệ thống rồi nạp lại sổ văn bản đi" if len(rows) else "",
    )
    if rows.empty:
        return
    people = sorted({name for name in rows["person"] if isinstance(name, str)})
    person = choice("Người soạn", {name: name for name in people}, name="nguoi", placeholder="Tất cả")
    chosen = grid(
        rows[rows["person"] == person] if person else rows,
        Listing(
            COLUMNS,
            key="van-ban-chua-ky",
            file_name="van-ban-chua-ky-so",
            title="Văn bản đi chưa ký số",
            placeholder="Tìm theo số, ký hiệu, trích yếu hoặc người soạn",
            counted="văn bản",
            phone=("title", "number", "department_code", "person"),
        ),
        select="one",
    )
    for row in chosen.to_dict("records"):
        origin_link(row)


viewer = current_viewer()
code = department()
counts = metric("completion")
counts = counts[counts["obligation"] == "digital_signature"].rename(
    columns={"required": "total", "done": "signed"}
)
whole = counts[counts["department_code"] == (code or TOTAL)]
if whole.empty or not is_known(whole["total"].iloc[0]):
    page_head("Chưa có sổ văn bản đi nên chưa tính được tỷ lệ ký số", kinds=KINDS)
    nothing_to_show(
        "Chưa có sổ văn bản đi nào.",
        remedy=f"{office().gathering_name} nạp sổ văn bản đi tại Nhập dữ liệu. {HINT}",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
said = answer(claims, as_of=as_of())[code or TOTAL, "digital_signature"]
if said.said == "unread" and not said.required:
    page_head(f"Văn bản đi: {said.unread_words}, chưa biết có văn bản nào hay không", kinds=KINDS)
    department_choice()
    st.stop()
if not whole["total"].iloc[0]:
    page_head("Không phát sinh văn bản đi nào", kinds=KINDS)
    department_choice()
    nothing_to_show("Đơn vị không soạn thảo văn bản đi nào trong sổ, nên không tính vào mẫu số.")
    st.stop()
units = counts[counts["department_code"] != TOTAL].dropna(subset=["total"])
page_head(
    signing_headline(whole.iloc[0].to_dict(), said.unread_words),
    signing_lead(units.dropna(subset=["signed"]), code),
    kinds=KINDS,
    origin={"so": "digital_signature"},
    method="documents",
)
department_choice()
if code:
    draw_months(code)
else:
    left, right = st.columns([7, 5], gap="small")
    with left:
        draw_units(units)
    with right:
        draw_months(code)
draw_unsigned(code)
st.html(f'<p class="cc-source">{HINT}</p>')

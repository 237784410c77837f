"""What the year says of each unit for xếp loại and thi đua, shown as facts and marked suggestions."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from domain.agency.departments import short_name
from domain.agency.office import office
from domain.wording.formats import EN_DASH, count, is_known
from metrics.plan.year_facts import FACTS_VI, fact_rows, judged_promise_rows, with_promises, year_facts
from metrics.progress.consequence import MARK
from store.written.records import Row
from ui.deadlines.promising import promises_on_show
from ui.pieces.components import Column, Listing, card, finding, grid
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer

COUNTED = ("unfinished", "repeat_criteria", "overdue_assignments", "open_shortfalls")
UNITS = {
    "department_code": Column("Đơn vị", "department", width=160),
    "unfinished": Column("Yêu cầu trễ", "right", width=90),
    "repeat_criteria": Column("TC bị trừ lại", "right", width=95),
    "still_lost": Column("Điểm bị trừ lại", "points", width=105, unknown=EN_DASH),
    "overdue_assignments": Column("Nhiệm vụ trễ", "right", width=100),
    "open_shortfalls": Column("Tồn tại mở", "right", width=90),
    "promises_kept": Column("Giữ hẹn", "number", width=75),
    "promises_broken": Column("Chưa giữ hẹn", "number", width=100),
    "suggested": Column("Gợi ý cân nhắc", width=380, unknown=""),
}
ROWS = {
    "fact_vi": Column("Sự việc", width=190),
    "about": Column("Thuộc", width=170),
    "number": Column("Số, mã", width=130, unknown=""),
    "title": Column("Nội dung", width=320, unknown=""),
    "detail": Column("Cụ thể", width=230, unknown=""),
}


def draw_year_basis() -> None:
    """Facts per unit in official order with what might be considered; a chosen unit opens its rows."""
    facts = answer(year_facts, as_of=as_of())
    if facts.empty:
        return
    promises = promises_on_show()
    shown = _in_words(with_promises(facts, promises))
    touched = int((shown["suggested"] != "").sum())
    with card("Căn cứ xếp loại"):
        finding(
            f"{count(touched)} đơn vị có điểm cần cân nhắc khi xếp loại, thi đua",
            "Sự việc trong năm theo số liệu; đơn vị theo thứ tự danh mục, không xếp hạng. Yêu cầu trễ: chưa đạt"
            f" 100% khi đã qua hạn, “{EN_DASH}” là chưa đến hạn. Chọn một đơn vị để xem từng sự việc.",
        )
        st.write(
            f":orange-badge[:material/info: {MARK}] Gợi ý từ số liệu, không thay quyết định của {office().head_title}."
        )
        chosen = grid(
            shown,
            Listing(
                UNITS,
                key="goi-y",
                file_name="can-cu-xep-loai",
                title=f"Căn cứ xếp loại, thi đua ({MARK})",
                search=False,
                counted="đơn vị",
            ),
            select="one",
        )
        if current_viewer().may("report"):
            inner_link("bao_cao", "Lập căn cứ xếp loại", icon="description", van_ban="year_basis")
        for code in chosen["department_code"]:
            _draw_rows(str(code), promises)


def _in_words(facts: pd.DataFrame) -> pd.DataFrame:
    words = {name: [count(v) if is_known(v) else EN_DASH for v in facts[name]] for name in COUNTED}
    return facts.assign(suggested=["; ".join(lines) for lines in facts["suggestions"]], **words)


def _draw_rows(code: str, promises: Sequence[Row]) -> None:
    """Every row behind the facts of one unit; one chosen leads to its cells."""
    rows = answer(fact_rows, as_of=as_of())
    rows = pd.concat([rows[rows["department_code"] == code], judged_promise_rows(promises, (code,))])
    finding(f"{short_name(code)}: {count(len(rows))} dòng sự việc trong năm")
    chosen = grid(
        rows.assign(fact_vi=rows["fact"].map(FACTS_VI)),
        Listing(
            ROWS,
            key=f"su-viec-{code}",
            file_name=f"su-viec-{code.lower()}",
            title=f"Sự việc làm căn cứ xếp loại: {short_name(code)}",
            placeholder="Tìm theo sự việc, số hoặc nội dung",
            counted="sự việc",
            phone=("title", "fact_vi", "number", "detail"),
        ),
        select="one",
    )
    for _, row in chosen.iterrows():
        if is_known(row["source_row"]):
            inner_link(
                "nguon_goc", "Dòng này trong tệp gốc", icon="manage_search", nap=str(row["import_id"]),
                trang=str(row["sheet"]), dong=str(int(row["source_row"])),
            )  # fmt: skip

"""The page of the audit: who did what, when, old and new; and whether anybody touched the record itself."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from access.administration import journal, journal_faults
from domain.wording.formats import count, moment
from store.written.application import now
from ui.people.words import act_words, thing_words, written_change_words
from ui.pieces.components import card, finding, nothing_to_show, table_download
from ui.visit.session import current_viewer, instance

MOST_ROWS = 500
COLUMNS = {
    "at": "Lúc", "person": "Ai", "act": "Việc", "thing": "Đối tượng", "change": "Cũ → mới", "address": "Từ địa chỉ",
    "hash": "Dấu",
}  # fmt: skip


def draw_page() -> None:
    """The page, for whoever may read the audit."""
    home, viewer = instance().home, current_viewer()
    st.title("Nhật ký: ai đã làm gì, lúc nào", anchor=False)
    _check()
    with card("Tìm trong nhật ký"):
        everything = journal(home, viewer)
        people = sorted({row["person"] for row in everything})
        person = st.selectbox("Người", people, index=None, placeholder="Mọi người", key="nk-ai")
        thing = st.text_input(
            "Đối tượng, giá trị hoặc dấu",
            key="nk-gi",
            placeholder="Ví dụ: mã hồ sơ, tên tài khoản, dấu in ở văn bản",
        )
        days = st.date_input(
            "Từ ngày đến hết ngày",
            _last_days(everything),
            format="DD/MM/YYYY",
            key="nk-ngay",
        )
        first, last = (days[0], days[-1]) if isinstance(days, tuple) and days else (None, None)
        rows = journal(home, viewer, person=person or "", thing=thing.strip(), first=first, last=last)
        finding(
            f"{count(len(rows))} dòng",
            f"Hiện {count(MOST_ROWS)} dòng mới nhất" if len(rows) > MOST_ROWS else "",
        )
        if not rows:
            nothing_to_show("Không có dòng nào khớp.", remedy="Bỏ bớt điều kiện tìm.")
            return
        st.dataframe(
            pd.DataFrame([_row(row) for row in rows[:MOST_ROWS]]), hide_index=True,
            column_config={name: st.column_config.TextColumn(word) for name, word in COLUMNS.items()},
        )  # fmt: skip
        table_download(
            lambda: pd.DataFrame(list(map(_row, rows))), COLUMNS, key="nk-tai", file_name="nhat-ky",
            title="Nhật ký",
        )  # fmt: skip


def _last_days(rows: list[dict]) -> tuple[date, date]:
    """
    The last thirty days by the clock that entries are written by, and always the newest of *rows*.

    The day on show is another matter: what is done while looking at last year is done today.
    """
    clock = now().date()
    newest = rows[0]["at"].date() if rows else clock
    return min(clock, newest) - timedelta(days=30), max(clock, newest)


def _row(row: dict) -> dict[str, str]:
    return {
        "at": moment(row["at"]), "person": row["person"], "act": act_words(row["action"]),
        "thing": thing_words(row["object_kind"], row["object_id"]),
        "change": written_change_words(row["before"], row["after"], kind=row["object_kind"]), "address": row["address"] or "", "hash": row["hash"][:12],
    }  # fmt: skip


def _check() -> None:
    if not st.button("Kiểm tra nhật ký", key="nk-kiem", icon=":material/verified_user:"):
        return
    faults = journal_faults(instance().home, current_viewer())
    if not faults:
        st.success("Nhật ký còn nguyên: không dòng nào bị sửa, xóa hay chèn.")
        return
    st.error("Nhật ký không còn nguyên. Giữ nguyên máy chủ và báo người phụ trách an toàn thông tin.")
    for fault in faults[:20]:
        st.text(fault)

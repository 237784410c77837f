"""How is a rule of a set read, is it confirmed, and what would a wording typed here give?"""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from data_loaders.declared.rule_report import rule_report, rule_sentences
from data_loaders.values.cells import read_score
from desk.confirmed_rules import confirm_rule, confirmation_of, confirmed_rules, withdraw_confirmation
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError
from domain.sets.indicator_sets import Criterion
from domain.wording.formats import count, day, points
from store.disk.home import Home
from ui.look.markup import plain
from ui.pieces.components import Column, Listing, card, finding, grid, small_table

KIND_WORDS = {
    "ratio": "tỷ lệ", "count": "số đếm", "fact": "có hoặc không", "choice": "người chấm chọn",
    "deduction": "trừ điểm", "survey": "khảo sát", "by_hand": "người chấm tự xác định",
}  # fmt: skip
UNREAD = "Người chấm tự xác định"
UNCONFIRMED = "Chưa xác nhận"


def draw_rules(home: Home, viewer: Viewer, leaves: Sequence[Criterion]) -> None:
    """Every rule of a set as it is read back, and whether the office confirmed it."""
    known = confirmed_rules(home)
    rows = [
        _row(leaf, leaf.rule_text, leaf.max_score, known)
        for leaf in leaves
        if leaf.rule_text and leaf.max_score
    ]
    if not rows:
        return
    waiting = sum(row["state"] == UNCONFIRMED for row in rows)
    by_hand = sum(row["state"] == UNREAD for row in rows)
    with card("Quy tắc đọc lại"):
        finding(
            f"{count(waiting)} quy tắc chưa xác nhận, {count(by_hand)} quy tắc để người chấm",
            "Quy tắc chưa xác nhận vẫn chấm; xác nhận một lần, nạp lại cùng câu chữ không phải xác nhận lại",
        )
        chosen = grid(
            pd.DataFrame(rows).drop(columns=["rule", "max"]),
            Listing(
                {
                    "code": Column("Mã", width=65),
                    "said": Column("Đọc lại", width=520),
                    "state": Column("Xác nhận", width=220),
                },
                key="quy-tac-doc-lai",
                file_name="quy-tac-doc-lai",
                search=False,
                counted="quy tắc",
            ),
            select="one",
        )
        by_code = {row["code"]: row for row in rows}
        for code in [str(row["code"]) for row in chosen.to_dict("records")]:
            _draw_rule(home, viewer, by_code[code])


def _row(leaf: Criterion, rule: str, top: Decimal, known: dict[str, dict[str, object]]) -> dict[str, object]:
    read = rule_report(rule, top)["read"]
    held = confirmation_of(known, rule, top) if read else None
    state = UNCONFIRMED if read else UNREAD
    if held:
        state = f"{held['person']}, {day(held['made_at'])}"
    said = "; ".join(rule_sentences(rule, top))
    return {"code": leaf.code, "said": said, "state": state, "rule": rule, "max": top}


def _draw_rule(home: Home, viewer: Viewer, row: dict[str, object]) -> None:
    rule, top = str(row["rule"]), Decimal(str(row["max"]))
    st.write(f"**{row['code']}** ({points(top)}): {plain(rule)}")
    _draw_points(rule, top)
    if row["state"] == UNREAD or not viewer.may("set_score"):
        return
    act, label = (
        (confirm_rule, "Xác nhận đọc đúng")
        if row["state"] == UNCONFIRMED
        else (withdraw_confirmation, "Bỏ xác nhận")
    )
    if st.button(label, key=f"quy-tac-{row['code']}"):
        try:
            act(home, viewer, wording=rule, max_score=top)
        except DashboardError as error:
            st.error(str(error))
            return
        st.rerun()


def _draw_points(rule: str, top: Decimal) -> None:
    """Values and their points: the bounds, just beside them, the middles and the ends."""
    report = rule_report(rule, top)
    st.caption(f"Dạng: {KIND_WORDS[report['kind']]}")
    if report["points"]:
        shown = pd.DataFrame(
            {
                "Giá trị": [_number(one["value"]) for one in report["points"]],
                "Điểm": [
                    "chưa nói đến" if one["points"] is None else _number(one["points"])
                    for one in report["points"]
                ],
            }
        )
        small_table(shown, key="diem-theo-gia-tri", file_name="diem-theo-gia-tri", title="Giá trị và điểm")


def _number(value: float) -> str:
    return f"{round(value, 4):g}".replace(".", ",")


def draw_trial() -> None:
    """A wording typed or pasted here, read as a loaded one would be."""
    with card("Đọc thử một quy tắc"):
        finding("Dán câu chữ của một quy tắc để xem được đọc thế nào", "Không ghi lại gì")
        typed = st.text_input("Điểm tối đa", "1", key="thu-diem", width=160)
        text = st.text_area(
            "Quy tắc", key="thu-quy-tac", placeholder="Ví dụ: Từ 80% trở lên: 1 điểm; còn lại: 0 điểm"
        )
        if not text.strip():
            return
        top, problem = read_score(typed)
        if top is None or problem or top <= 0:
            st.error("Điểm tối đa chưa đọc được. Ghi một số lớn hơn 0.")
            return
        for sentence in rule_sentences(text, top):
            st.write(sentence)
        _draw_points(text, top)

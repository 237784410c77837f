"""A score set by hand for one criterion: counted or chosen under its rule, with why, by which document and until when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from desk.overrides import end_override, overrides, set_override
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError
from domain.rules.rule_made import RuleReading
from domain.rules.rule_reading import read_rule
from domain.wording.formats import count, day, points
from domain.wording.text import upper_first
from metrics.criteria.assessment import LeafRisk
from store.written.records import Row
from ui.index.evidence_words import proof_words
from ui.index.index_state import points_typed, points_words
from ui.look.markup import plain
from ui.visit.session import as_of, instance, is_past, today

BY_RULE, BY_POINTS = "Theo quy tắc", "Ghi thẳng số điểm"


@dataclass(frozen=True, slots=True)
class Given:
    """The points that were given, and what was counted or chosen for them; None: not readable, *problem* says why."""

    score: Decimal | None
    counted: str = ""
    problem: str = ""


def draw_override(viewer: Viewer, leaf: LeafRisk, year: int) -> None:
    """The office sets a score with reason, document, person and last day; or ends one."""
    if not viewer.may("set_score") or is_past():
        return
    mine = [
        row for row in overrides(instance().home, viewer)
        if (row["year"], row["code"]) == (year, leaf.code) and row["expires_on"] >= today()
    ]  # fmt: skip
    with st.expander("Đặt điểm tay cho tiêu chí này", expanded=bool(mine)):
        for row in mine:
            _draw_set(viewer, row)
        reading = reading_by_hand(leaf)
        if reading is not None and _by_points_instead(leaf):
            reading = None
        with st.form(f"diem-tay-{leaf.code}", border=False):
            given = _draw_given(leaf, reading)
            reason = st.text_input("Lý do, căn cứ", placeholder="Ví dụ: Công văn số, ngày, nội dung xác nhận")
            proof = st.text_input(
                "Tài liệu kiểm chứng",
                placeholder="Số, ký hiệu, ngày, tên văn bản",
                help=f"Để trống thì trang ghi rõ: {proof_words(None)}.",
            )
            until = st.date_input("Hiệu lực đến hết ngày", today(), min_value=today(), format="DD/MM/YYYY")
            if st.form_submit_button("Đặt điểm"):
                _save(viewer, leaf, year, given, reason=reason, proof=proof, until=until)


def reading_by_hand(leaf: LeafRisk) -> RuleReading | None:
    """The rule of *leaf* where a person counts cases or chooses a state; None where points are typed."""
    text = leaf.evidence.criterion.rule_text
    reading = read_rule(text, Fraction(leaf.max_score)) if text and leaf.max_score else None
    return (
        reading if reading is not None and reading.kind in ("count", "deduction", "choice", "fact") else None
    )


def _draw_set(viewer: Viewer, row: Row) -> None:
    """One score in use, and the button that ends it."""
    counted = f" ({plain(row['counted'])})" if row["counted"] else ""
    st.write(
        f"Đang dùng {points_words(row['score'])}{counted} đến hết {day(row['expires_on'])}, {plain(row['person'])} đặt:"
        f" {plain(row['reason'])}. {upper_first(proof_words(plain(row['proof'] or '')))}."
    )
    if st.button("Bỏ điểm đặt tay", key=f"bo-diem-{row['id']}"):
        end_override(instance().home, viewer, row["id"], ended_on=as_of())
        st.rerun()


def _by_points_instead(leaf: LeafRisk) -> bool:
    ways = (BY_RULE, BY_POINTS)
    return st.radio("Cách đặt", ways, horizontal=True, key=f"cach-dat-{leaf.code}") == BY_POINTS


def _draw_given(leaf: LeafRisk, reading: RuleReading | None) -> Given:
    """The field for what is counted, chosen or typed, and the points it gives."""
    if reading is None:
        typed = st.text_input(f"Điểm (0 đến {points(leaf.max_score)})", points(leaf.expected or 0))
        score = points_typed(typed)
        top = points(leaf.max_score)
        return Given(
            score, problem=f"Điểm chưa đọc được. Ghi một số từ 0 đến {top}." if score is None else ""
        )
    st.caption(f"Quy tắc: {plain(reading.said)}")
    if reading.kind in ("choice", "fact"):
        words = [one.words for one in reading.clauses]
        chosen = st.selectbox("Mức đạt theo quy tắc", words, index=None, placeholder="Chọn một mức")
        if chosen is None:
            return Given(None, problem="Chưa chọn mức đạt theo quy tắc.")
        place = words.index(chosen)
        return given_by(reading, Fraction(1 - place if reading.kind == "fact" else place), chosen)
    number = st.number_input("Số trường hợp đếm theo quy tắc", min_value=0, step=1, value=None)
    if number is None:
        return Given(None, problem="Chưa ghi số trường hợp.")
    return given_by(reading, Fraction(int(number)), f"{count(int(number))} trường hợp")


def given_by(reading: RuleReading, value: Fraction, counted: str) -> Given:
    """
    What *value* earns by the rule, and how it came to it.

    >>> rule = read_rule("Mỗi báo cáo chậm trừ 0,25 điểm.", Fraction(1))
    >>> given_by(rule, Fraction(3), "3 trường hợp").score
    Decimal('0.2500')
    """
    earned = reading.points(value)
    if earned is None:
        return Given(None, problem=f"Quy tắc không nói {counted} được mấy điểm. Chọn “{BY_POINTS}”.")
    score = (Decimal(earned.numerator) / Decimal(earned.denominator)).quantize(Decimal("0.0001"))
    return Given(score, f"{counted} theo quy tắc")


def _save(
    viewer: Viewer, leaf: LeafRisk, year: int, given: Given, *, reason: str, proof: str, until: date
) -> None:
    """Write the score, or say why not."""
    if given.score is None:
        st.error(given.problem)
        return
    try:
        set_override(
            instance().home, viewer, year=year, code=leaf.code, score=given.score, maximum=leaf.max_score, reason=reason,
            counted=given.counted, proof=proof, expires_on=until, today=today(), starts_on=as_of(),
        )  # fmt: skip
    except DashboardError as error:
        st.error(plain(error))
        return
    st.rerun()

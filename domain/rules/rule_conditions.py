"""Do the clauses make intervals of one value, or a choice among worded states?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from domain.clauses.rule_clauses import Clause
from domain.clauses.rule_counted import COUNTED, counted_by
from domain.clauses.rule_spans import (
    HUNDRED,
    REST,
    ZERO,
    as_ratio,
    complement,
    is_nothing,
    is_whole,
    settled_spans,
    takes_the_rest,
    with_spans,
)
from domain.clauses.rule_words import Span, span_of, vi, without_names
from domain.rules.rule_made import RuleReading, by_hand, rule_said


def conditions_of(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """The clauses as intervals of one value, else as a choice among worded states."""
    found = with_spans(clauses)
    open_ones = [
        place for place, one in enumerate(clauses) if takes_the_rest(one, found[place], len(clauses))
    ]
    bounded = [span for place, span in enumerate(found) if place not in open_ones]
    counts = counted_by([one for place, one in enumerate(clauses) if place not in open_ones])
    if bounded and all(span is not None for span in bounded) and len(open_ones) <= 1 and counts is not None:
        spans = [span for span in bounded if span is not None]
        spans = as_ratio(spans, clauses)
        # Numbers below a hundred with a percent sign somewhere speak of one ratio; all bare ones of one count.
        kinds = {span.is_pct for span in spans if not is_nothing(span)}
        if len(kinds) == 1:
            kind: Literal["ratio", "count"] = "ratio" if kinds.pop() else "count"
            held = [one for place, one in enumerate(clauses) if place not in open_ones]
            settled = settled_spans(spans, [one.points.constant for one in held])
            for place in open_ones:
                rest = complement(settled, kind)
                held += [clauses[place]] * len(rest)
                settled += rest
            found_rule = _intervals(kind, held, settled, max_score)
            return replace(found_rule, counts=counts)
    return _choice(clauses, max_score)


def _intervals(
    kind: Literal["ratio", "count"], clauses: Sequence[Clause], spans: Sequence[Span], max_score: Fraction
) -> RuleReading:
    whole = tuple(replace(one, span=span) for one, span in zip(clauses, spans, strict=True))
    reading = RuleReading(kind, max_score, "", clauses=whole)
    wrong = [one.words for one in whole if not _fits(one, max_score, kind)]
    wrong += [one.words for one in _overlapping(reading)]
    wrong += [one.words for one in whole if kind == "count" and not is_whole(one.span)]
    if wrong:
        return replace(by_hand(max_score, tuple(dict.fromkeys(wrong))), is_conflict=True)
    return replace(reading, said=rule_said(reading))


def _fits(clause: Clause, max_score: Fraction, kind: str) -> bool:
    """Tell whether the points of *clause* stay within the maximum, and a formula is one of a percent."""
    span = clause.span
    assert span is not None
    if clause.points.constant is not None:
        return 0 <= clause.points.constant <= max_score
    if kind != "ratio" or clause.points.is_per_item:
        return kind == "count" and clause.points.is_per_item and _fits_count(clause, span, max_score)
    top = min(span.high if span.high is not None else HUNDRED, HUNDRED)
    reached = clause.points.amount(top)
    # Below a twentieth of the maximum at its own top, "100" was meant as a percent, or the product is another one.
    return max_score / 20 <= reached <= max_score + Fraction(1, 1000)


def _fits_count(clause: Clause, span: Span, max_score: Fraction) -> bool:
    """Tell whether so much for each stays within the maximum up to the highest whole number of *span*."""
    if span.high is None:
        return False
    top = span.high if span.is_high_closed else span.high - 1
    return clause.points.amount(top) <= max_score


def _overlapping(reading: RuleReading) -> list[Clause]:
    values = {b + way for one in reading.clauses if one.span for b in (one.span.low, one.span.high) if b is not None
              for way in (Fraction(-1, 1000), ZERO, Fraction(1, 1000))} | {ZERO, HUNDRED}  # fmt: skip
    twice: list[Clause] = []
    for value in sorted(values):
        held = [one for one in reading.clauses if one.span is not None and one.span.holds(value)]
        # Two clauses of one value say two points, or speak of two things.
        if value >= 0 and len(held) > 1:
            twice += held
    return _each_once(twice)


def _each_once(clauses: Sequence[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for one in clauses:
        if all(one is not other for other in found):
            found.append(one)
    return found


_SAYS_POINTS = re.compile(
    r"\d\s*điểm\b|không (?:được |có |tính |chấm )*điểm\b|điểm tối đa|\b(?:trừ|cộng) \d|\btrong đó\b"
)


_NO_STATE = re.compile(
    r"%|[<>≥≤≥=]|/\s*(?!\d)|\b(?:từ|trên|dưới|ít nhất|hơn) (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b|\btỷ lệ\b(?!.*\b(?:tăng|giảm|bằng|cao hơn|thấp hơn)\b(?:.*\bnăm trước\b|[^\d]*$))"
)


# What a sentence says that gives points by itself is no state of a fact.
_NO_FACT = re.compile(
    r"%|\b(?:tỷ lệ|điểm|khảo sát|công thức|×|mỗi|tính|đánh giá|xem xét|quyết định|thẩm định)\b|[×*/]"
)


def _choice(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """Worded states that only a person can tell apart."""
    wrong = [
        one.words for one in clauses
        if one.points.constant is None or not 0 <= one.points.constant <= max_score or not one.words
    ]  # fmt: skip
    if not wrong and _is_one_or_else(clauses, max_score):
        return _fact(clauses, max_score)
    # A bound that was not understood is no state that a person may choose: percents, signs, numbers in words.
    wrong += [one.words for one in clauses if _SAYS_POINTS.search(one.words)]
    if not _are_bounds_with_facts(clauses):
        wrong += [one.words for one in clauses if _NO_STATE.search(one.words)]
    wrong += _counts_left_over(clauses)
    # Parts that add up to the maximum are no states that exclude each other.
    tops = [one.points.constant for one in clauses if one.points.constant is not None]
    if len(clauses) == 1 and tops == [max_score] and _may_be_fact(clauses[0].words):
        # What is earned without it is not said.
        return RuleReading("fact", max_score, f"Đạt: {vi(max_score)} điểm", clauses=tuple(clauses))
    if wrong or len(clauses) < 2 or max(tops) < max_score:
        return by_hand(max_score, wrong or tuple(one.words for one in clauses))
    first, last = clauses[0].points.constant, clauses[-1].points.constant
    has_numbers = any(re.search(r"\d", without_names(one.words)) for one in clauses)
    if len(clauses) == 2 and last == 0 and first == max_score and not has_numbers:
        return _fact(clauses, max_score)
    return RuleReading("choice", max_score, said_choice(clauses), clauses=tuple(clauses))


def said_choice(clauses: Sequence[Clause]) -> str:
    """The states of a choice in fixed words, numbered from 0."""
    said = "; ".join(f"{place}. {one.words}: {one.points.said}" for place, one in enumerate(clauses))
    return f"Người chấm chọn: {said}"


def _are_bounds_with_facts(clauses: Sequence[Clause]) -> bool:
    """Tell "100% và đúng hạn; 100% nhưng chậm; dưới 100%": states that only a person can tell apart."""
    with_facts = [one for one in clauses if re.search(r"%[^\d%]*\b(?:và|nhưng|đồng thời|kèm)\b", one.words)]
    points = [one.points.constant for one in clauses]
    return bool(with_facts) and len(set(points)) == len(points) > 1


def _fact(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    said = f"Đạt: {vi(max_score)} điểm; không đạt: 0 điểm"
    return RuleReading("fact", max_score, said, clauses=tuple(clauses))


def _is_one_or_else(clauses: Sequence[Clause], max_score: Fraction) -> bool:
    """Tell "one state: all points; còn lại: none": whatever the state is, a person says whether it holds."""
    if len(clauses) != 2 or not REST.match(clauses[1].words) or not clauses[0].words:
        return False
    return (clauses[0].points.constant, clauses[1].points.constant) == (max_score, 0)


def _may_be_fact(words: str) -> bool:
    return not re.search(r"\d", without_names(words)) and not _NO_FACT.search(words)


def _counts_left_over(clauses: Sequence[Clause]) -> list[str]:
    """Clauses that bound one count while another does not: they are no list of states; unless they count unlike things."""
    spans = [one.words for one in clauses if span_of(one.words) and not REST.match(one.words)]
    if len(spans) < 2 or len(spans) < len(clauses) - 1:
        return []
    return spans if counted_by(clauses) is not None and not COUNTED.search(" ".join(spans)) else []

"""Every rule type on both sides of every boundary; the cases are in scoring_cases.csv for the rule's owner to read."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rule_text import rule_of_text
from domain.scoring import RULE_TYPES, Observation, Rule, rule_problems, score
from domain.shipped_sets import steps_of_text

CASES = list(csv.DictReader(Path(__file__).with_name("scoring_cases.csv").open(encoding="utf-8", newline="")))


def number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None


def rule_of(case: dict[str, str]) -> Rule:
    return Rule(
        type=case["loai"],  # type: ignore[arg-type]
        floor_pct=number(case["san_pct"]),
        target_pct=number(case["dat_toi_da_pct"]),
        each_points=number(case["moi_truong_hop"]),
        steps=steps_of_text(case["bac"], is_count=case["loai"] == "count"),
        cap_points=number(case["tran"]),
        is_rounded=case["lam_tron"] == "có",
        na_policy=case["khong_phat_sinh"] or "reduce_max",  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("case", CASES, ids=[f"{case['loai']}: {case['truong_hop']}" for case in CASES])
def test_the_golden_cases(case):
    seen = Observation(
        done=number(case["lam_duoc"]),
        required=number(case["phai_lam"]),
        value=number(case["gia_tri"]),
        is_met={"có": True, "không": False}.get(case["du"]),
        answers=tuple(map(int, case["phieu_abcde"].split())),
        is_not_applicable=case["na"] == "có",
    )

    scored = score(rule_of(case), number(case["diem_toi_da"]), seen)

    assert scored.points == number(case["diem"])
    assert scored.max_score == number(case["mau_so"])


def test_every_rule_type_has_golden_cases():
    assert {case["loai"] for case in CASES} == set(RULE_TYPES)


def test_every_golden_rule_is_sound():
    for case in CASES:
        assert rule_problems(rule_of(case), number(case["diem_toi_da"])) == [], case["truong_hop"]


RATIO_RULES = [
    Rule("step", steps=steps_of_text("100..=1,50|80..100=0,75|0..80=0")),
    Rule("step", steps=steps_of_text("30..=1,50|25..30=0,5|>0..25=0,25|0=0")),
    Rule("proportional", floor_pct=Decimal(80)),
    Rule("capped_ratio", target_pct=Decimal(80), is_rounded=True),
    Rule("ratio_with_floor", floor_pct=Decimal(60), target_pct=Decimal(85), is_rounded=True),
]
COUNTS = st.integers(min_value=0, max_value=5000)


@pytest.mark.parametrize("rule", RATIO_RULES, ids=[f"{n} {rule.type}" for n, rule in enumerate(RATIO_RULES)])
@given(done=COUNTS, more=COUNTS, required=st.integers(min_value=1, max_value=5000))
def test_a_score_lies_within_its_bounds_and_never_falls_with_the_ratio(rule, done, more, required):
    top = Decimal("1.50")
    less, higher = (
        score(rule, top, Observation(done=Decimal(n), required=Decimal(required))).points
        for n in (done, done + more)
    )

    assert 0 <= less <= higher <= top


@given(value=COUNTS)
def test_a_deduction_never_goes_below_zero(value):
    scored = score(
        Rule("deduction", each_points=Decimal("0.25")), Decimal(1), Observation(value=Decimal(value))
    )

    assert 0 <= scored.points <= 1


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ("100..=1|80..90=0,5|0..80=0", "Hở giữa 90 và 100"),
        ("100..=1|80..101=0,5|0..80=0", "chồng lên"),
        ("100..=1|80..100=0,5|10..80=0", "không bắt đầu từ 0"),
        ("90..100=1|80..90=0,5|0..80=0", "Không có bậc cho giá trị từ 100"),
        ("100..=0,9|0..100=0", "khác điểm tối đa"),
        ("100..=1|80..100=0|0..80=0,5", "ít điểm hơn bậc dưới"),
        ("", "Không có bậc"),
        ("50..=1|60..=1|0..50=0", "chồng lên"),
    ],
)
def test_gaps_and_overlaps_between_steps_are_found(steps, problem):
    found = rule_problems(Rule("step", steps=steps_of_text(steps)), Decimal(1))

    assert any(problem in message for message in found), found


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Thực hiện theo hướng dẫn của Sở Nội vụ.", None),
        ("Xuất sắc: 1 điểm; tốt: 0,75 điểm; khá: 0,5 điểm.", None),
        ("", None),
        (None, None),
        ("mỗi báo cáo thiếu trừ 0,25 điểm", "deduction"),
        ("Đầy đủ: 1,00 điểm; Không đầy đủ: 0 điểm.", "boolean"),
    ],
)
def test_a_wording_that_is_not_known_gives_no_rule_rather_than_a_guess(text, type_):
    rule = rule_of_text(text)

    assert (rule.type if rule else None) == type_

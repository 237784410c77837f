"""Every rule type on both sides of every boundary; the cases are in scoring_cases.csv for the rule's owner to read."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.rule_text import faults_of_text, rule_of_text
from domain.rules.scoring import RULE_TYPES, Observation, Rule, rule_problems, score
from domain.sets.shipped_sets import steps_of_text

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

    assert any(problem in fault.message for fault in found), found


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


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Từ 90% trở lên: 1 điểm; từ 80% đến dưới 90%: 0,5 điểm; dưới 80%: 0 điểm.", []),
        ("Trên 90%: 1 điểm; từ 80% đến 90%: 0,5 điểm; dưới 80%: 0 điểm.", []),
        ("Trên 90%: 1; từ trên 80% đến 90%: 0,5; từ 80% trở xuống: 0.", []),
        ("Từ 90% trở lên: 1 điểm; từ 70% đến dưới 80%: 0,5 điểm; dưới 70%: 0 điểm.", ["gap"]),
        ("Trên 90%: 1 điểm; từ 80% đến dưới 90%: 0,5 điểm; dưới 80%: 0 điểm.", ["gap"]),
        ("Từ 90% trở lên: 1 điểm; từ 80% đến 90%: 0,5 điểm; dưới 80%: 0 điểm.", ["overlap"]),
        ("Từ 90% trở lên: 1 điểm; từ 75% đến dưới 90%: 0,5 điểm; dưới 80%: 0 điểm.", ["overlap"]),
        ("Từ 90% trở lên: 0,9 điểm; dưới 90%: 0 điểm.", ["points"]),
        ("Đạt 100%: 1 điểm; từ 80% đến dưới 100%: điểm = (b/a) × 1; dưới 60%: 0 điểm.", ["gap"]),
        ("Từ 5 sáng kiến trở lên: 1 điểm; từ 1 đến 3 sáng kiến: 0,5 điểm; không có: 0 điểm.", ["gap"]),
        ("Từ 3 sáng kiến trở lên: 1 điểm; từ 1 đến 3 sáng kiến: 0,5 điểm; không có: 0 điểm.", ["overlap"]),
        ("Thực hiện theo hướng dẫn của Sở Nội vụ.", []),
    ],
)
def test_a_wording_that_leaves_a_value_open_or_says_it_twice_is_named(text, kinds):
    assert [fault.kind for fault in faults_of_text(text, Decimal(1))] == kinds


@pytest.mark.parametrize(
    ("text", "type_", "percent", "points"),
    [
        ("Từ 85% trở lên: 10; từ 60% đến dưới 85%: (tỷ lệ/85%) × 10, làm tròn 02 chữ số; dưới 60%: 0",
         "ratio_with_floor", 70, "8.24"),
        ("Đạt từ 80% trở lên: điểm tối đa; dưới 80%: (tỷ lệ % × điểm tối đa)/80%", "capped_ratio", 40, "5"),
        ("Từ 30% trở lên: 10 điểm; từ 25% đến dưới 30%: 5; dưới 25%: 2,5; không thực hiện: 0", "step", 25, "5"),
        ("Trên 90%: 10 điểm; từ 80% đến 90%: 5 điểm; dưới 80%: 0 điểm", "step", 90, "5"),
        ("Tỷ lệ = b/a × 100% (a: số bị trừ điểm; b: số đã khắc phục). Đạt 100%: 10 điểm; từ 70% đến dưới 100%:"
         " điểm = (b/a) × 10; dưới 70%: 0 điểm.", "proportional", 70, "7"),
    ],
)  # fmt: skip
def test_wordings_of_real_sets_earn_what_they_say(text, type_, percent, points):
    rule = rule_of_text(text)

    assert rule is not None
    assert rule.type == type_
    seen = Observation(done=Decimal(percent), required=Decimal(100))
    assert score(rule, Decimal(10), seen).points == Decimal(points)

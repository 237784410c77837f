"""Wordings as decisions print them: each is read with the right points at its bounds, or handed to a person."""

import csv
import json
import subprocess
import sys
import unicodedata
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.program.places import ROOT
from domain.rules.rule_in_use import rule_in_use
from domain.rules.rule_made import unsaid_values
from domain.rules.rule_reading import read_rule
from domain.rules.scoring import Observation, score

M = Fraction(2)

# Forms of "from 90 on", "from 80 to below 90", "below 80", and of the points beside them.
TOP = ("Từ 90% trở lên", "≥ 90%", ">= 90%", "Đạt từ 90% trở lên", "Ít nhất 90%", "Tỷ lệ không dưới 90%")
MIDDLE = ("từ 80% đến dưới 90%", "80% - dưới 90%", "80% – <90%", "từ 80% đến <90%", "từ 80% tới dưới 90%")
LOW = ("dưới 80%", "<80%", "< 80 %", "thấp hơn 80%", "chưa đạt 80%")
FULL = (": 2 điểm", ": điểm tối đa", ": 2,00đ", " được 2 điểm", ": 100% số điểm tối đa")
HALF = (": 1 điểm", ": 1,0đ", ": 50% điểm tối đa", " được 1 điểm", ": 1")
NONE = (": 0 điểm", ": 0", ": không có điểm", " không được điểm", ": 0đ")
JOINS = ("; ", ".\n", ";\n- ", "\n+ ", ", ")

COMPOSED = [
    JOINS[place % 5].join(
        (
            top + FULL[place % 5],
            MIDDLE[place % 5] + HALF[(place + 1) % 5],
            LOW[(place + 2) % 5] + NONE[(place + 3) % 5],
        )
    )
    for place, (top, _) in enumerate(product(TOP, range(15)))
]


@pytest.mark.parametrize("text", COMPOSED)
def test_every_form_of_three_steps_gives_the_points_it_says(text):
    rule = read_rule(text, M)

    assert rule.kind == "ratio", rule.unread
    values = ("0", "79.9", "80", "89.9", "90", "100")
    assert [rule.points(Fraction(value)) for value in values] == [0, 0, 1, 1, 2, 2]
    assert unsaid_values(rule) == []


READ = [
    # wording, maximum, kind, values and their points
    ("Đạt 100%: 2 điểm; từ 80% đến dưới 100%: điểm = (b/a) × 2; dưới 80%: 0 điểm", "2", "ratio", {79: 0, 80: 1.6, 99: 1.98, 100: 2}),
    ("Đạt từ 80% trở lên: điểm tối đa; dưới 80%: (tỷ lệ % × điểm tối đa)/80%", "4", "ratio", {0: 0, 40: 2, 80: 4}),
    ("Từ 85% trở lên: 10; từ 60% đến dưới 85%: (tỷ lệ/85%) × 10, làm tròn 02 chữ số; dưới 60%: 0", "10", "ratio", {59: 0, 70: 8.24, 85: 10}),
    ("Từ 30% trở lên: 1 điểm; từ 25% đến dưới 30%: 0,5; dưới 25%: 0,25; không thực hiện: 0", "1", "ratio", {0: 0, 1: 0.25, 25: 0.5, 30: 1}),
    ("Từ 80% trở lên: 5 điểm; từ 50% đến dưới 80%: (b/a) × 5; dưới 50%: 1 điểm", "5", "ratio", {85: 5, 60: 3, 40: 1}),
    ("Không quá 5%: 2 điểm; trên 5% đến 10%: 1 điểm; trên 10%: 0 điểm", "2", "ratio", {0: 2, 5: 2, 6: 1, 10: 1, 11: 0}),
    ("Từ 95% trở lên: 2; từ 90% trở lên: 1,5; dưới 90%: 0", "2", "ratio", {89: 0, 90: 1.5, 94: 1.5, 95: 2}),
    ("Đạt 80%: 1 điểm; dưới 80%: 0 điểm", "1", "ratio", {79: 0, 80: 1, 100: 1}),
    ("Điểm đánh giá = tỷ lệ x điểm tối đa", "3", "ratio", {50: 1.5}),
    ("(Tỷ lệ % văn bản ký số × điểm tối đa)/100", "2", "ratio", {50: 1}),
    ("Tỷ lệ = b/a × 100% (a: số việc; b: số đúng hạn). Đạt 100%: 1,5 điểm; dưới 100%: 0 điểm", "1.5", "ratio", {99: 0, 100: 1.5}),
    ("Nếu tỷ lệ đạt từ 80% trở lên thì điểm đánh giá là 1; nếu dưới 80% thì điểm đánh giá là 0", "1", "ratio", {80: 1, 10: 0}),
    ("Có từ 03 sáng kiến trở lên: 2 điểm; có 02 sáng kiến: 1,5 điểm; có 01 sáng kiến: 1 điểm; không có: 0 điểm", "2", "count", {0: 0, 1: 1, 2: 1.5, 9: 2}),
    ("Từ 1.000 doanh nghiệp trở lên: 2 điểm; dưới 1.000 doanh nghiệp: 1 điểm", "2", "count", {999: 1, 1000: 2}),
    ("Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm", "2", "count", {0: 0, 3: 1.5, 9: 2}),
    ("Mỗi báo cáo thiếu hoặc chậm trừ 0,25 điểm", "1", "deduction", {0: 1, 1: 0.75, 9: 0}),
    ("Cứ 02 báo cáo chậm trừ 0,5 điểm, trừ tối đa 1 điểm", "2", "deduction", {1: 2, 2: 1.5, 6: 1}),
    ("Không có báo cáo chậm: 1 điểm; mỗi báo cáo chậm trừ 0,25 điểm; từ 4 báo cáo chậm trở lên: 0 điểm", "1", "deduction", {0: 1, 1: 0.75, 4: 0}),
    ("Trừ 0,5 điểm cho mỗi văn bản ban hành chậm", "2", "deduction", {0: 2, 1: 1.5, 5: 0}),
    ("Thực hiện đầy đủ: 1 điểm; không đầy đủ một trong các yêu cầu: 0 điểm", "1", "fact", {1: 1, 0: 0}),
    ("Niêm yết đầy đủ, đúng quy định; công khai tiến độ: 1 điểm; không thực hiện hoặc không đầy đủ: 0 điểm", "1", "fact", {1: 1, 0: 0}),
    ("Đầy đủ, đúng hạn: 2 điểm; đầy đủ nhưng chậm: 1 điểm; không gửi: 0 điểm", "2", "choice", {0: 2, 1: 1, 2: 0}),
    ("Trước ngày 31/01: 1 điểm; sau ngày 31/01: 0,5 điểm; không ban hành: 0 điểm", "1", "choice", {0: 1, 1: 0.5, 2: 0}),
    ("Theo kết quả điều tra xã hội học", "5", "survey", {80: 4}),
    ("Điểm = chỉ số hài lòng thành phần (%) × 2,00/100.", "2", "survey", {80: 1.6}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "top", "kind", "points"), READ, ids=[one[0][:40] for one in READ])
def test_usual_wordings_are_read(text, top, kind, points):
    rule = read_rule(text, Fraction(top))

    assert rule.kind == kind, rule.unread
    for value, earned in points.items():
        assert abs(rule.points(Fraction(value)) - Fraction(str(earned))) < Fraction(1, 1000), value


BY_HAND = [
    ("Do Hội đồng thẩm định xem xét", "1"),
    ("", "1"),
    ("1. Ban hành kế hoạch: 0,5 điểm\n2. Thực hiện kế hoạch: 0,5 điểm", "1"),  # parts that add up, no states
    ("Đạt từ 70% trở lên: 1,5 điểm; dưới 70%: 0 điểm", "1"),  # above the maximum
    ("Cứ giảm 10% trừ 0,5 điểm", "2"),  # below what?
    ("Từ 90% trở lên: 1 điểm; từ 75% đến dưới 90%: 0,5 điểm; dưới 80%: 0 điểm", "1"),  # 75 to 80 twice
    ("Chậm 1 ngày trừ 0,1 điểm, chậm quá 5 ngày: 0 điểm", "1"),
    ("Báo cáo thiếu trừ 0,5 điểm mỗi báo cáo, báo cáo chậm trừ 0,25 điểm mỗi báo cáo", "2"),
    ("Từ 80% trở lên: theo quyết định của Sở; dưới 80%: 0 điểm", "1"),
    ("Điểm = (b/a) × 5", "2"),  # a formula that gives more than the maximum
]


@pytest.mark.parametrize(("text", "top"), BY_HAND)
def test_what_is_not_certain_is_handed_to_a_person_with_the_clause(text, top):
    rule = read_rule(text, Fraction(top))

    assert rule.kind == "by_hand"
    assert rule.unread
    assert rule.points(Fraction(50)) is None
    assert rule_in_use(text, Decimal(top)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Có báo cáo UBND tỉnh đúng hạn: 1 điểm; chậm: 0,5 điểm; không gửi UBND tỉnh: 0 điểm", "2. không gửi UBND tỉnh"),
        ("≥ 80% TTHC, đúng hạn và Sở Nội vụ xác nhận: 1 điểm; chậm: 0,5 điểm; không: 0 điểm", "80% TTHC, đúng hạn và Sở Nội vụ xác nhận"),
    ],
)  # fmt: skip
def test_states_are_read_back_in_the_letters_of_the_decision(text, said):
    assert said in read_rule(text, Fraction(1)).said


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Điểm = 2 x (số hồ sơ trễ hạn/tổng số)", "trễ hạn"),
        ("(b/a) × 2 (a: tổng số hồ sơ; b: số hồ sơ đã giải quyết quá hạn)", "quá hạn"),
        ("(b/a) × 2 (a: tổng số hồ sơ; b: số hồ sơ quá hạn đã xin lỗi)", ""),
    ],
)
def test_a_formula_over_what_was_late_is_not_applied_to_what_was_done(text, counts):
    assert read_rule(text, M).counts == counts
    assert (rule_in_use(text, Decimal(2)) is None) == bool(counts)


BOUNDS = st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(
    lambda many: sorted(many, reverse=True)
)


@settings(max_examples=150)
@given(bounds=BOUNDS, data=st.data())
def test_a_printed_rule_read_again_is_the_same_rule(bounds, data):
    steps = sorted(
        data.draw(st.lists(st.integers(0, 19), min_size=len(bounds), max_size=len(bounds), unique=True))
    )
    points = [Fraction(20, 10), *(Fraction(step, 10) for step in reversed(steps))]
    texts = [f"Từ {bounds[0]}% trở lên: 2 điểm"]
    texts += [
        f"từ {low}% đến dưới {high}%: {float(p):g} điểm"
        for high, low, p in zip(bounds, bounds[1:], points[1:], strict=False)
    ]
    texts += [f"dưới {bounds[-1]}%: {float(points[-1]):g} điểm"]
    rule = read_rule("; ".join(texts), M)

    assert rule.kind == "ratio"
    again = read_rule(rule.said, M)
    for value in rule.test_values():
        assert rule.points(value) == again.points(value)
        assert 0 <= rule.points(value) <= M
    used = rule_in_use("; ".join(texts), Decimal(2))
    for value in rule.test_values():
        seen = Observation(done=Decimal(value.numerator) / Decimal(value.denominator), required=Decimal(100))
        assert Fraction(score(used, Decimal(2), seen).points) == rule.points(value)


@settings(max_examples=100)
@given(high=st.integers(2, 98), hole=st.integers(1, 20))
def test_a_gap_is_always_found_and_an_overlap_never_scores(high, hole):
    low = max(1, high - hole)
    left_open = read_rule(f"Từ {high}% trở lên: 2 điểm; dưới {low}%: 0 điểm", M)
    twice = read_rule(f"Từ {low}% trở lên: 2 điểm; dưới {high}%: 0 điểm", M)

    assert left_open.points(Fraction(low)) is None
    assert unsaid_values(left_open)
    assert twice.kind == "by_hand"


WORDINGS = list(
    csv.DictReader((ROOT / "tests" / "unit" / "rule_wordings.csv").open(encoding="utf-8", newline=""))
)
SPELLINGS = {
    "as typed": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("row", WORDINGS, ids=[row["text"][:50] for row in WORDINGS])
def test_a_wording_gives_its_points_or_is_handed_over(row, spelling):
    top = Fraction(row["max"])
    rule = read_rule(SPELLINGS[spelling](row["text"]), top)

    assert rule.kind == row["kind"] or not rule.is_read
    if rule.is_read:
        for pair in row["points"].split():
            value, points = map(Fraction, pair.split(":"))
            assert abs(rule.points(value) - points) < Fraction(1, 150), (value, rule.said)
    else:
        assert rule.unread and all(rule.unread)


def test_at_least_nine_in_ten_of_the_wordings_that_can_be_read_are():
    wanted = [row for row in WORDINGS if row["kind"] != "by_hand"]
    read = [row for row in wanted if read_rule(row["text"], Fraction(row["max"])).is_read]

    assert len(wanted) > 180
    assert len(read) >= 0.9 * len(wanted)


@pytest.mark.parametrize("row", WORDINGS, ids=[row["text"][:50] for row in WORDINGS])
def test_a_rule_read_back_is_the_same_rule_and_stays_within_its_maximum(row):
    top = Fraction(row["max"])
    rule = read_rule(row["text"], top)
    if not rule.is_read:
        return
    again = read_rule(rule.said, top)

    assert (again.kind, again.said) == (rule.kind, rule.said)
    for value in rule.test_values():
        assert again.points(value) == rule.points(value), value
        assert rule.points(value) is None or 0 <= rule.points(value) <= top


LOW_FORMS = ("từ {0}%", "{0}%", "≥ {0}%", "không dưới {0}%", "ít nhất {0}%")
HIGH_FORMS = ("đến dưới {0}%", "- dưới {0}%", "đến <{0}%", "và nhỏ hơn {0}%")
GIVES = (
    ": {0} điểm",
    " được {0} điểm",
    ": {0}đ",
    " thì được {0} điểm",
    " → {0} điểm",
    " ({0} điểm)",
    " = {0} điểm",
)
ENDS = ("dưới {0}%", "<{0}%", "còn lại", "trường hợp khác", "chưa đạt {0}%", "thấp hơn {0}%")
SEPARATORS = ("; ", "\n", ".\n", "\n- ", "\n+ ", "; \n• ")


@settings(max_examples=300)
@given(
    low=st.integers(1, 60), width=st.integers(1, 39), forms=st.tuples(*[st.integers(0, 10**6)] * 6),
    points=st.sampled_from([("2", "1", "0"), ("2", "1,5", "0,5"), ("2,0", "0.75", "0")]),
)  # fmt: skip
def test_any_form_of_each_bound_and_of_each_result_gives_the_same_steps(low, width, forms, points):
    high = low + width
    pick = lambda many, n: many[forms[n] % len(many)]  # noqa: E731
    text = pick(SEPARATORS, 0).join((
        f"từ {high}% trở lên" + pick(GIVES, 1).format(points[0]),
        f"{pick(LOW_FORMS, 2).format(low)} {pick(HIGH_FORMS, 3).format(high)}" + pick(GIVES, 4).format(points[1]),
        pick(ENDS, 5).format(low) + pick(GIVES, 1).format(points[2]),
    ))  # fmt: skip

    rule = read_rule(text, M)

    expected = [Fraction(one.replace(",", ".")) for one in points]
    values = (
        Fraction(high),
        Fraction(high) - Fraction(1, 10),
        Fraction(low),
        Fraction(low) - Fraction(1, 10),
    )
    wanted = (expected[0], expected[1], expected[1], expected[2])
    assert [rule.points(value) for value in values] == list(wanted), (text, rule.said)


def test_a_step_that_holds_a_formula_scores_by_its_formula():
    seen = Observation(done=Decimal(17), required=Decimal(20))
    below = rule_in_use("Từ 90% trở lên: 5 điểm; dưới 90%: (b/a) × 5", Decimal(5))
    above = rule_in_use("Từ 80% trở lên: 8 điểm; từ 50% đến dưới 80%: (b/a) × 10; dưới 50%: 0", Decimal(8))

    assert score(below, Decimal(5), seen).points == Decimal("4.25")
    assert score(above, Decimal(8), seen).points == 8


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--max", "2", "--text", "Từ 80% trở lên: 2 điểm; dưới 80%: 0"], 0),
        (["--max", "x", "--text", "y"], 2),
        (["--text", "y"], 2),
    ],
)
def test_the_command_prints_the_reading(arguments, code):
    done = subprocess.run(
        [sys.executable, "-m", "data_loaders", "read-rule", *arguments, "--value", "79,9", "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip

    assert done.returncode == code
    if code == 0:
        said = json.loads(done.stdout)
        assert set(said) == {"read", "kind", "said", "unread", "points"}
        assert (said["read"], said["points"]) == (True, [{"value": 79.9, "points": 0}])


def test_a_cell_that_lost_its_line_breaks_is_read_clause_by_clause():
    rule = read_rule("Đạt từ 90% trở lên: 2 điểm Từ 80% đến dưới 90%: 1 điểm Dưới 80%: 0 điểm", M)

    assert [rule.points(Fraction(value)) for value in (79, 80, 90)] == [0, 1, 2]


def test_a_clause_that_is_not_understood_is_shown_as_it_is_printed():
    rule = read_rule("Đạt từ 90% (0,9) trở lên: 1 điểm; thấp hơn: 0 điểm", Fraction(1))
    nested = read_rule("Hoàn thành 10/10 tiêu chí: 1 điểm; 8-9/10: 0,5 điểm; <8/10: 0 điểm", Fraction(1))

    assert rule.unread == ("Đạt từ 90% (0,9) trở lên: 1 điểm",)
    assert "<8/10: 0 điểm" in nested.unread

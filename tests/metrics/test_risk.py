"""A small year with every number by hand, and what must hold whatever the data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agency.scope import Scope
from domain.rules.scoring import Observation, Rule, score
from domain.sets.indicator_sets import Criterion, IndicatorSet
from domain.sets.shipped_sets import steps_of_text
from metrics.asking.rules import rule_in_force
from metrics.criteria.assessment import (
    Grounds,
    assess,
    assessment_of,
    haircut_for,
    haircuts_of,
    restricted_to,
)
from metrics.criteria.evidence import RiskRule, level_of
from metrics.criteria.measured import Measure
from metrics.criteria.outcomes import after_more_cases, done_in_time, outcome_of, struck
from metrics.criteria.overrides import Override
from metrics.criteria.owners import Duties
from metrics.criteria.score_sheets import ScoreLine
from metrics.points.index import band, index, index_row, sources_of_uncertainty
from metrics.points.risk import risk, risk_details
from metrics.points.risk_tables import heat_table, tree_table, waterfall_table
from metrics.points.scores import scores
from store.builds.reader import Reader

# The day of scoring: nothing more gets done, so every expectation can be computed by hand.
SCORING_DAY = date(2023, 12, 15)
NOVEMBER = date(2023, 11, 12)
RULE = RiskRule.of(rule_in_force("indicator_risk", SCORING_DAY))

# code, maximum; what is known; expected score; expected loss; level; evidence
GOLDEN = """
1.1   1.00  self 1.00; last year self 1.00, appraised 0.80             0.800000  0.200000  watch    self
1.2   1.00  self 0.50; field: 0.20 of 1.00 was taken last year         0.300000  0.700000  high     self
1.3   0.50  appraised 0.25 beats self 0.50                             0.25      0.25      high     appraised
2.1   2.00  announced 2.00                                             2.00      0.00      safe     announced
2.2   1.50  measured 90 of 100 on time: step 0.75                      0.75      0.75      high     measured
2.3   1.00  not applicable, leaves the denominator                     -         -         -        -
2.4   1.50  not applicable, full marks                                 1.5       0         safe     not_applicable
3.1   1.00  lost 0.50 last year; 2 of 4 jobs done: 0.5·0.1+0.5·0.8     0.775     0.225     watch    assignment
3.2   2.00  survey, last year 1.80                                     1.80      0.20      watch    last_year
3.3   1.00  lost 0.40 last year, no job: 0.4·0.9                       0.64      0.36      at_risk  last_year
3.4   0.50  nothing                                                    -         -         unknown  unknown
"""


def leaf(code: str, points: str, rule: Rule | None = None, **more) -> Criterion:
    return Criterion(code, code.split(".")[0], 2, f"Tiêu chí {code}", Decimal(points), "self", rule, **more)


RULES_OF_MANY = {
    "step": Rule("step", steps=steps_of_text("100..=2|90..100=1,50|50..90=1|0..50=0")),
    "proportional": Rule("proportional", floor_pct=Decimal(40)),
    "rounded": Rule("ratio_with_floor", target_pct=Decimal(85), floor_pct=Decimal(30), is_rounded=True),
}
STEPS = Rule("step", steps=steps_of_text("100..=1,50|80..100=0,75|0..80=0"), na_policy="full_marks")
TREE = IndicatorSet(
    "3078/QĐ-UBND", "3078/QĐ-UBND", "Bộ nhỏ", False,
    (
        *(Criterion(code, None, 1, f"Lĩnh vực {code}", Decimal(points)) for code, points in (("1", "2.5"), ("2", "6"), ("3", "4.5"))),
        leaf("1.1", "1.00"), leaf("1.2", "1.00"), leaf("1.3", "0.50"),
        leaf("2.1", "2.00"), leaf("2.2", "1.50", STEPS, measured_by="apology"), leaf("2.3", "1.00"),
        leaf("2.4", "1.50", STEPS),
        leaf("3.1", "1.00"), replace(leaf("3.2", "2.00"), method="survey"), leaf("3.3", "1.00"), leaf("3.4", "0.50"),
    ),
)  # fmt: skip


def line(year: int, code: str, **columns) -> dict[tuple[int, str], ScoreLine]:
    exact = {
        k: Decimal(v) if isinstance(v, str) and k != "department_code" else v for k, v in columns.items()
    }
    return {(year, code): ScoreLine(year, code, **exact)}


LINES = {
    **line(2022, "1.1", max_score="1.00", self_score="1.00", appraised_1="0.80"),
    **line(2022, "3.2", max_score="2.00", survey_score="1.80"),
    **line(2023, "1.1", max_score="1.00", self_score="1.00", department_code="VP"),
    **line(2023, "1.2", max_score="1.00", self_score="0.50"),
    **line(2023, "1.3", max_score="0.50", self_score="0.50", appraised_1="0.25"),
    **line(2023, "2.1", max_score="2.00", final_score="2.00"),
    **line(2023, "2.3", max_score="1.00", is_not_applicable=True),
    **line(2023, "2.4", max_score="1.50", is_not_applicable=True),
    **line(2023, "9", bonus_points="0.50"),
}


def job(is_done: int, code: str = "3.1", status: str = "not_started", due: date | None = None) -> dict:
    return {
        "code": code,
        "is_done": is_done,
        "status": status,
        "due_date": due,
        "lead_codes": ["QLDT"],
        "task": "Việc",
    }


def loss(code: str, lost: str, is_done: int = 0) -> dict:
    return {"code": code, "lost": Decimal(lost), "max_score": Decimal(1), "is_done": is_done, "content": "",
            "cause": "", "measure": "", "department_codes": []}  # fmt: skip


DUTIES = Duties(
    jobs={"3.1": [job(1), job(1), job(0), job(0)]},
    shortfalls={"3.1": [loss("3.1", "0.50")], "3.3": [loss("3.3", "0.40")]},
)
MEASURED = {
    "apology": Measure("apology", "recoverable", required=100, done=90, open_by_department={"QLDT": 10})
}


def golden(**more):
    return assessment_of(
        Grounds(TREE, LINES, DUTIES, MEASURED, as_of=more.pop("as_of", SCORING_DAY), year=2023, **more)
    )


def expected_rows() -> list[tuple]:
    rows = []
    for text in GOLDEN.strip().splitlines():
        code, top = text.split()[:2]
        score, lost, level, basis = text.split()[-4:]
        if basis != "-":
            known = (None, None) if score == "-" else (Decimal(score), Decimal(lost))
            rows.append((code, Decimal(top), *known, level, basis))
    return rows


def test_every_criterion_of_the_golden_year():
    found = [
        (one.code, one.max_score, one.expected, one.expected_loss, one.level, one.judgement.basis)
        for one in golden().leaves
    ]

    assert found == expected_rows()


def test_the_golden_index():
    year = golden()

    row = index_row(year)

    assert year.max_score == Decimal("12.00")  # 13 less the 1 that left the denominator
    assert row["known_max"] == Decimal("11.50")
    assert row["unknown_points"] == Decimal("0.50")
    assert row["expected"] == Decimal("8.815")  # 0.8+0.3+0.25+2+0.75+1.5+0.775+1.8+0.64
    assert row["appraisal_points"] == Decimal("0.400000")  # 0.2 of 1.1 and of 1.2
    assert row["bonus"] == Decimal("0.50")
    assert row["penalty"] == 0
    assert round(row["index_pct"], 4) == Decimal("76.6522")
    assert row["p10"] <= row["p25"] <= row["p75"] <= row["p90"]
    assert row["p10"] < 8.815 < row["p90"]


def test_the_golden_sources_of_uncertainty_add_up_to_the_gap():
    year = golden()

    points = {source.name: source.points for source in sources_of_uncertainty(year)}

    assert points["missing_data"] == Decimal("0.50")
    assert points["appraisal"] == Decimal("0.400000")
    # 1.2 claims 0.50 of 1.00; 2.2: 0.75; 3.1 with all jobs done 0.95 less 0.775 today; 3.3: 0.36
    assert points["not_done"] == Decimal("1.785")
    assert sum(points.values()) == year.max_score - year.expected


def test_the_haircut_can_be_switched_off():
    year = golden(use_haircut=False)

    assert year.leaf("1.1").expected == Decimal("1.00")
    assert year.leaf("1.2").expected == Decimal("0.50")
    assert year.appraisal_points == 0


def test_the_haircut_is_of_the_criterion_else_of_its_field():
    found = haircuts_of(LINES, TREE, before=2023)

    own, of_field = (haircut_for(found, (code, "1"), Decimal("0.50")) for code in ("1.1", "1.2"))

    assert (own.basis, own.points, own.strike_chance, own.years) == (
        "criterion",
        Decimal("0.1"),
        Fraction(2, 3),
        (2022,),
    )
    assert (of_field.basis, of_field.points) == ("field", Decimal("0.1"))
    assert haircut_for(found, ("7.1", "7"), Decimal(1)) is None


def test_an_override_stands_for_the_measured_score_until_it_lapses():
    by_hand = Override(2023, "2.2", Decimal("1.50"), "Đã xác minh", "Nguyễn Văn A", date(2023, 12, 31))

    assert golden(overrides=[by_hand]).leaf("2.2").expected == Decimal("1.50")
    assert "Nguyễn Văn A" in golden(overrides=[by_hand]).leaf("2.2").reasons[0].text
    assert golden(overrides=[replace(by_hand, expires_on=date(2023, 12, 14))]).leaf(
        "2.2"
    ).expected == Decimal("0.75")
    assert golden(overrides=[replace(by_hand, reason=" ")]).leaf("2.2").expected == Decimal("0.75")


def test_a_measure_that_contradicts_the_self_score_is_said():
    lines = {**LINES, **line(2023, "2.2", max_score="1.50", self_score="1.50")}

    found = assessment_of(Grounds(TREE, lines, DUTIES, MEASURED, as_of=SCORING_DAY, year=2023)).leaf("2.2")

    assert found.expected == Decimal("0.75")
    assert "Tự chấm 1,50 điểm nhưng số đo cho 0,75 điểm" in [reason.text for reason in found.reasons]


def test_reasons_say_the_facts():
    found = golden(as_of=NOVEMBER).leaf("3.1")

    texts = [reason.text for reason in found.reasons]

    assert texts == ["Năm 2022 bị trừ 0,50 điểm", "2/4 nhiệm vụ chưa xong", "Còn 1 ngày làm việc"]
    assert found.owners == ("QLDT",)


def test_a_criterion_nobody_leads_says_so():
    assert "unassigned" in [reason.code for reason in golden().leaf("3.3").reasons]
    assert "unassigned" not in [reason.code for reason in golden().leaf("1.1").reasons]


def test_a_score_above_the_maximum_counts_as_the_maximum():
    lines = {**LINES, **line(2023, "2.1", max_score="2.00", final_score="2.50")}

    assert assessment_of(Grounds(TREE, lines, DUTIES, MEASURED, as_of=SCORING_DAY, year=2023)).leaf(
        "2.1"
    ).expected == Decimal("2.00")


def test_open_work_is_expected_to_go_on_until_scoring():
    early, late = (golden(as_of=day).leaf("2.2") for day in (NOVEMBER, SCORING_DAY))

    assert late.expected < early.expected < Decimal("1.50")


def test_the_level_belongs_to_the_worse_side_of_a_limit():
    at = [(name, points) for name, points, _ in RULE.levels]
    for name, points in at:
        assert level_of(points, Decimal(1000), RULE) == name
        assert level_of(points - Decimal("0.000001"), Decimal(1000), RULE) != name
    assert level_of(Decimal(0), Decimal(1), RULE) == "safe"
    assert level_of(None, Decimal(1), RULE) == "unknown"


def test_the_heat_table_adds_up_at_both_ends():
    year = golden()
    table = heat_table(year)
    inner = table[(table["field_code"] != "TOTAL") & (table["department_code"] != "TOTAL")]

    assert inner["expected_loss"].sum() == pytest.approx(float(year.expected_loss))
    for end in ("field_code", "department_code"):
        sums = table[(table[end] == "TOTAL")].set_index(
            "department_code" if end == "field_code" else "field_code"
        )
        assert sums.loc["TOTAL", "expected_loss"] == pytest.approx(float(year.expected_loss))
        assert sums.drop("TOTAL")["expected_loss"].sum() == pytest.approx(float(year.expected_loss))
        assert sums.drop("TOTAL")["unknown_points"].sum() == pytest.approx(0.5)


def test_the_waterfall_runs_from_last_year_to_the_expected_index():
    year = golden()
    table = waterfall_table(year).set_index("key")

    assert table.loc["last_year", "end"] == pytest.approx(2.6)  # 0.8 + 1.8
    assert table.loc["expected", "end"] == pytest.approx(float(year.expected))
    assert table.loc["recovered", "points"] == pytest.approx(0.2)  # 1.1 claims 1.00 again
    assert table.loc["appraisal", "points"] == pytest.approx(-0.4)
    changes = table[table["kind"] == "change"]
    assert 2.6 + changes["points"].sum() == pytest.approx(float(year.expected))


def test_without_last_year_there_is_no_waterfall():
    lines = {key: one for key, one in LINES.items() if key[0] == 2023}

    assert waterfall_table(
        assessment_of(Grounds(TREE, lines, DUTIES, MEASURED, as_of=SCORING_DAY, year=2023))
    ).empty


def test_the_tree_table_sums_at_every_level():
    table = tree_table(golden()).set_index("code")

    assert table.loc["1", "expected"] == pytest.approx(1.35)
    assert table.loc["1", "self_score"] == pytest.approx(2.0)
    assert table.loc["3", "unknown_points"] == pytest.approx(0.5)
    assert "2.3" not in table.index


def test_details_split_every_loss_exactly():
    table = risk_details(golden()).dropna(subset=["expected_loss"])

    parts = table["settled"] + table["not_done"] + table["appraisal"]
    assert parts.to_numpy() == pytest.approx(table["expected_loss"].to_numpy())
    assert (table[["settled", "not_done", "appraisal"]] >= 0).all().all()


SCORES = st.decimals(min_value=0, max_value=1, places=2)
MAYBE = st.none() | SCORES
ANY_LINE = st.fixed_dictionaries({"self_score": MAYBE, "appraised_1": MAYBE, "final_score": MAYBE,
                                  "is_not_applicable": st.none() | st.booleans()})  # fmt: skip
LEAF_CODES = [one.code for one in TREE.leaves]


@st.composite
def years(draw):
    """Sheets of two years, some jobs, a measure: anything an office might load."""
    lines = {}
    for code in LEAF_CODES:
        for year in (2022, 2023):
            if draw(st.booleans()):
                lines[year, code] = ScoreLine(
                    year, code, max_score=TREE.by_code[code].max_score, **draw(ANY_LINE)
                )
    jobs = {code: [job(draw(st.integers(0, 1)), code)] for code in LEAF_CODES if draw(st.booleans())}
    lost = {code: [loss(code, "0.5", draw(st.integers(0, 1)))] for code in LEAF_CODES if draw(st.booleans())}
    done = draw(st.integers(0, 60))
    measure = Measure("apology", "recoverable", required=draw(st.integers(done, 60)), done=done)
    measured = {"apology": measure} if draw(st.booleans()) else {}
    return lines, Duties(jobs, lost), measured, draw(st.sampled_from([NOVEMBER, SCORING_DAY]))


@settings(max_examples=60)
@given(years())
def test_losses_add_up_to_the_gap_and_scores_stay_in_bounds(drawn):
    lines, known, measured, as_of = drawn

    year = assessment_of(Grounds(TREE, lines, known, measured, as_of=as_of, year=2023))

    assert sum(one.expected_loss for one in year.known) == year.known_max - year.expected
    assert year.known_max + year.unknown_points == year.max_score
    gone = sum(one.max_score for one in year.not_applicable)
    assert year.max_score == TREE.total - gone
    assert sum(source.points for source in sources_of_uncertainty(year)) == year.max_score - year.expected
    for one in year.known:
        assert 0 <= one.expected <= one.max_score
        outcome = one.judgement.outcome
        assert 0 <= outcome.points[0] <= outcome.points[-1] <= one.max_score
        assert sum(outcome.chances) == pytest.approx(1)


@settings(max_examples=40)
@given(years(), st.sampled_from(LEAF_CODES), SCORES)
def test_more_data_never_widens_the_band_by_itself(drawn, code, claimed):
    """Learning something of an unknown criterion never adds more spread than its points were unknown."""
    lines, known, measured, as_of = drawn
    before = assessment_of(Grounds(TREE, lines, known, measured, as_of=as_of, year=2023))
    unknown = before.leaf(code)
    if unknown is None or unknown.is_known:
        return
    new = ScoreLine(2023, code, max_score=unknown.max_score, self_score=claimed)

    after = assessment_of(
        Grounds(TREE, {**lines, (2023, code): new}, known, measured, as_of=as_of, year=2023)
    )

    wide, narrow = band(before), band(after)
    reach = float(before.unknown_points), float(after.unknown_points)
    assert narrow.p90 - narrow.p10 + reach[1] <= wide.p90 - wide.p10 + reach[0] + 1e-3
    assert narrow.p75 - narrow.p25 + reach[1] <= wide.p75 - wide.p25 + reach[0] + 1e-3


def test_a_certain_year_has_no_band():
    lines = {(2023, code): ScoreLine(2023, code, max_score=TREE.by_code[code].max_score, final_score=Decimal("0.25"))
             for code in LEAF_CODES}  # fmt: skip

    spread = band(assessment_of(Grounds(TREE, lines, Duties(), {}, as_of=NOVEMBER, year=2023)))

    assert spread.p10 == spread.p90 == 0.25 * len(LEAF_CODES)


def test_the_same_data_give_the_same_band():
    assert band(golden(as_of=NOVEMBER)) == band(golden(as_of=NOVEMBER))


@given(
    st.decimals(0, 3, places=2),
    st.decimals(0, 3, places=2),
    st.fractions(min_value=Fraction(1, 50), max_value=1),
)
def test_a_strike_keeps_its_mean(claimed, haircut, chance):
    outcome = struck(claimed, haircut, chance)

    assert outcome.expected == claimed - min(haircut, claimed)
    mean = sum(float(p) * c for p, c in zip(outcome.points, outcome.chances, strict=True))
    assert mean == pytest.approx(float(outcome.expected))
    assert all(0 <= point <= claimed for point in outcome.points)


def test_more_time_means_more_done():
    chances = [done_in_time(days, 8) for days in (0, 1, 8, 16, 200)]

    assert chances == sorted(chances)
    assert chances[0] == 0 and chances[2] == 0.5


def test_few_cases_leave_more_doubt_than_many():
    points = {k: outcome_of([(Decimal(k), 1.0)]) for k in (0,)}
    assert points[0].expected == 0

    few, many = (
        after_more_cases(lambda k, n=n: Decimal(k) / n, n, share_done=0.5, concentration=n * 2)
        for n in (2, 50)
    )

    def spread(outcome):
        return sum(c * (float(p) - 0.5) ** 2 for p, c in zip(outcome.points, outcome.chances, strict=True))

    assert spread(many) < spread(few)
    assert few.expected == many.expected == Decimal("0.500000")


@pytest.mark.parametrize("cases", [61, 151, 999, 1001, 2500])
@pytest.mark.parametrize("rule", sorted(RULES_OF_MANY))
def test_the_mean_over_many_cases_is_that_of_every_case(cases, rule):
    """Each number of cases weighed one by one with exact numbers."""
    a, b = Fraction(3), Fraction(5)

    def points_at(k: int) -> Decimal:
        return score(
            RULES_OF_MANY[rule], Decimal(2), Observation(done=Decimal(k), required=Decimal(cases))
        ).points

    found = after_more_cases(points_at, cases, share_done=0.375, concentration=8)

    weights = [Fraction(1)]
    for k in range(cases):
        weights.append(weights[-1] * (cases - k) * (k + a) / ((k + 1) * (cases - k - 1 + b)))
    mean = sum(w * Fraction(points_at(k)) for k, w in enumerate(weights)) / sum(weights)
    assert float(found.expected) == pytest.approx(float(mean), abs=0.000002 if cases <= 1000 else 0.0005)


def test_an_empty_home_has_no_rows(reader):
    assert risk(reader, as_of=NOVEMBER).empty
    assert index(reader, as_of=NOVEMBER).empty


def test_without_scores_only_what_is_measured_is_known(reader, add_document):
    for place in range(10):
        add_document(is_signed=place > 0, issued_date=date(2023, 5, 1))

    table, row = risk(reader, as_of=NOVEMBER), index(reader, as_of=NOVEMBER).iloc[0]

    known = table.dropna(subset=["expected_loss"])
    assert list(known["code"]) == ["7.2.1"]
    assert len(table) == 95
    assert set(table[table["expected_loss"].isna()]["level"]) == {"unknown"}
    assert row["known_max"] == 2 and row["unknown_points"] == 98 and row["max"] == 100
    assert row["known_max"] - row["expected"] == pytest.approx(known["expected_loss"].sum())


def test_with_nothing_known_the_expectation_is_unknown_not_zero(reader, add):
    add("index_result", kind="sipas", index_name="SIPAS", year=2022, agency="Sở Nội vụ", score=90)

    row = index(reader, as_of=NOVEMBER).iloc[0]

    assert row[["expected", "p10", "p90", "index_pct", "bonus"]].isna().all()
    assert row["unknown_points"] == row["max"] == 100


def test_a_sheet_that_follows_the_set_before_the_amendment_is_scored_by_it(reader, add):
    for code, top in (("7.2.1", "1.50"), ("7.4", "1.00"), ("3.3.4", "0.50")):
        add("indicator_score", code=code, max_score=top, self_score=top)

    year = assess(reader, as_of=NOVEMBER)

    assert year.tree.decision == "3078/QĐ-UBND"
    assert year.unknown_codes == ()
    assert assess(reader, as_of=NOVEMBER, decision="1219/QĐ-UBND").unknown_codes == ("3.3.4",)


def test_a_code_the_set_does_not_have_is_named(reader, add):
    for code in ("1.5", "42.1"):
        add("indicator_score", code=code, max_score="1.50", self_score=1)

    assert assess(reader, as_of=NOVEMBER).unknown_codes == ("42.1",)


def test_a_department_sees_the_criteria_it_leads_and_no_index(reader_for, add):
    add("indicator_score", code="1.1.1", max_score="0.5", self_score="0.5", department_code="QLDT")
    add("indicator_score", code="1.1.2", max_score="1.5", self_score="1.5", department_code="VP")

    assert list(risk(reader_for("QLDT"), as_of=NOVEMBER)["code"]) == ["1.1.1"]
    assert index(reader_for("QLDT"), as_of=NOVEMBER).empty


def test_one_department_alone(reader, add):
    add("indicator_score", code="1.1.1", max_score="0.5", self_score="0.25", department_code="QLDT")
    add("indicator_score", code="1.1.2", max_score="1.5", self_score="1.5", department_code="VP")

    table = risk(reader, as_of=NOVEMBER, department="QLDT")

    assert [(row["code"], row["expected_loss"], row["owners"]) for row in table.to_dict("records")] == [
        ("1.1.1", 0.25, ["QLDT"])
    ]


def test_the_appraisal_season_still_scores_the_year_before(reader, add):
    add("indicator_score", code="1.5", max_score="1.50", self_score="1.50")
    add("indicator_score", code="1.5", round="announced", as_of_date=date(2024, 1, 15), final_score="0.75")

    january, april = (assess(reader, as_of=day) for day in (date(2024, 1, 20), date(2024, 4, 1)))

    assert (january.year, january.leaf("1.5").expected) == (2023, Decimal("0.75"))
    assert (april.year, april.leaf("1.5").judgement.basis) == (2024, "last_year")


def test_a_sheet_of_the_new_year_ends_the_season(reader, add):
    add("indicator_score", code="1.5", year=2023, max_score="1.50", self_score="1.50")
    add("indicator_score", code="1.5", year=2024, max_score="1.50", self_score="0.75")

    assert assess(reader, as_of=date(2024, 1, 20)).year == 2024


def test_an_unknown_criterion_says_whose_word_it_waits_for(reader, add_task):
    add_task()

    year = assess(reader, as_of=NOVEMBER)

    assert [reason.code for reason in year.leaf("8.1.1").reasons] == [
        "external_survey",
        "no_data",
        "unassigned",
    ]
    assert [reason.code for reason in year.leaf("6.1.1").reasons] == [
        "external_appraisal",
        "no_data",
        "unassigned",
    ]


def test_a_sheet_of_a_set_that_was_never_loaded_is_scored_as_it_prints(reader, add):
    for code, top, claimed in (("A", 3, None), ("A.1", 1, 1), ("A.2", 2, "1.5")):
        add("indicator_score", code=code, max_score=top, self_score=claimed)

    table, row = risk(reader, as_of=NOVEMBER), index(reader, as_of=NOVEMBER).iloc[0]

    assert list(zip(table["code"], table["max_score"], table["expected_loss"], strict=True)) == [
        ("A.2", 2.0, 0.5),
        ("A.1", 1.0, 0.0),
    ]
    assert (row["max"], row["expected"]) == (3.0, 2.5)


def test_a_department_reads_the_points_of_the_office_and_its_own_part(reader_for, reader, add_task, add):
    for department in ("QLDT", "VP"):
        add_task(department_code=department, is_reported=True, is_archived=department == "VP")
    add("assignment", code="7.2.3", lead_codes=["QLDT", "VP"])

    own, whole = (assess(one, as_of=NOVEMBER).leaf("7.2.3") for one in (reader_for("QLDT"), reader))

    assert (own.judgement.basis, whole.judgement.basis) == ("measured", "measured")
    assert (own.expected, own.measured_points) == (whole.expected, whole.measured_points)
    assert own.evidence.measure.open_by_department == {"QLDT": 1}
    assert own.owners == whole.owners == ("QLDT", "VP")
    assert (own.holders, whole.holders) == ({"QLDT": 1}, {"QLDT": 1})
    assert "Phần của đơn vị: 0/1 (0%); điểm tính trên cả cơ quan" in [reason.text for reason in own.reasons]
    assert "own_part" not in [reason.code for reason in whole.reasons]


def test_a_department_sees_a_criterion_it_only_has_a_job_in_and_nothing_of_the_others_on_it(reader_for, add):
    add("indicator_score", code="1.5", max_score="1.50", self_score="0.75", department_code="VP", evidence="")
    add("indicator_score", code="1.2", max_score=1, self_score="0.5", department_code="VP")
    add("assignment", code="1.5", task="Việc của QLDT", lead_codes=["QLDT"])
    add("assignment", code="1.5", task="Việc của KHTH", lead_codes=["KHTH"])

    own = assess(reader_for("QLDT"), as_of=NOVEMBER)

    (leaf,) = own.leaves
    assert (leaf.code, leaf.owners, leaf.expected) == ("1.5", ("VP",), Decimal("0.75"))
    assert [job["task"] for job in leaf.evidence.jobs] == ["Việc của QLDT"]
    assert leaf.holders == {} and own.last_year == {}


def test_a_score_sheet_without_departments_shows_a_department_the_criteria_of_its_jobs(reader_for, add):
    for code in ("1.1.1", "1.1.2", "1.5"):
        add("indicator_score", code=code, max_score="0.5", self_score="0.25", department_code=None)
    add("assignment", code="1.1", lead_codes=["QLDT"])

    assert set(risk(reader_for("QLDT"), as_of=NOVEMBER)["code"]) == {"1.1.1", "1.1.2"}
    table = scores(reader_for("QLDT"), as_of=NOVEMBER).set_index("department_code")
    assert table.loc["QLDT", "criteria"] == 2


def test_nobody_sees_anything_without_a_scope(warehouse, add):
    add("indicator_score", code="1.5", max_score="1.50", self_score="0.75", department_code="VP")

    assert assess(Reader(warehouse.connection, Scope()), as_of=NOVEMBER) is None


def test_the_whole_office_can_be_narrowed_to_a_department_with_the_offices_points(reader, add_task, add):
    for department in ("QLDT", "VP"):
        add_task(department_code=department, is_reported=True, is_archived=department == "VP")
    add("assignment", code="7.2.3", lead_codes=["QLDT", "VP"])
    whole = assess(reader, as_of=NOVEMBER)

    own = restricted_to(whole, ["QLDT"])

    assert [leaf.code for leaf in own.leaves] == ["7.2.3"]
    assert own.leaf("7.2.3").expected == whole.leaf("7.2.3").expected
    assert own.leaf("7.2.3").owners == whole.leaf("7.2.3").owners == ("QLDT", "VP")


@settings(max_examples=40)
@given(years())
def test_the_band_holds_the_expectation(drawn):
    lines, known, measured, as_of = drawn

    year = assessment_of(Grounds(TREE, lines, known, measured, as_of=as_of, year=2023))

    spread = band(year)
    assert spread.p10 <= spread.p25 <= spread.p75 <= spread.p90
    assert spread.p25 - 1e-4 <= float(year.expected) <= spread.p75 + 1e-4

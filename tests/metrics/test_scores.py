"""The score table adds up per lead department, merges rounds and never counts what is unknown as zero."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.criteria.score_sheets import leaf_codes, score_lines
from metrics.points.scores import scores

AS_OF = date(2023, 11, 12)


@pytest.fixture
def numbers(row_of):
    names = ("criteria", "max", "self_score", "appraised", "lost", "appraised_lost")
    return lambda frame, department: tuple(row_of(frame, department)[name] for name in names)


def test_an_empty_home_has_no_rows(reader):
    assert scores(reader, as_of=AS_OF).empty


def test_points_add_up_per_department_and_in_total(reader, add_score, numbers):
    add_score("1", max_score=3, self_score=2)  # a parent is not counted beside its children
    add_score("1.1", max_score=1, self_score=1, appraised_1="0.75", department_code="VP")
    add_score("1.2", max_score=2, self_score="1.5", appraised_1="1.5", department_code="QLDT")
    add_score("2", max_score="0.5", self_score=0)  # nobody's: in TOTAL only

    table = scores(reader, as_of=AS_OF)

    assert numbers(table, "VP") == (1, 1.0, 1.0, 0.75, 0.0, 0.25)
    assert numbers(table, "QLDT") == (1, 2.0, 1.5, 1.5, 0.5, 0.5)
    assert numbers(table, "TOTAL") == (3, 3.5, 2.5, 2.25, 1.0, 0.75)
    assert numbers(table, "QLDN")[:3] == (0, 0.0, 0.0)


def test_survey_criteria_are_not_self_scored_and_stay_out(reader, add_score, numbers):
    add_score("1.1", max_score=1, self_score=1)
    add_score("8.1", max_score=10, survey_score=8)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL") == (1, 1.0, 1.0, None, 0.0, None)


def test_without_any_self_score_the_claim_is_unknown(reader, add_score, numbers):
    add_score("1.1", max_score=1, final_score="0.5")

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL") == (1, 1.0, None, 0.5, None, 0.5)


def test_rounds_are_merged_and_the_newest_value_of_each_column_stands(reader, add_score, numbers):
    add_score("1.1", round="self", as_of_date=date(2023, 11, 1), max_score=1, self_score=1)
    add_score("1.1", round="appraised_1", as_of_date=date(2023, 11, 10), appraised_1="0.25")
    add_score("1.1", round="appraised_2", as_of_date=date(2023, 11, 11), appraised_2="0.5")

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL") == (1, 1.0, 1.0, 0.5, 0.0, 0.5)
    assert score_lines(reader, as_of=AS_OF)[2023, "1.1"].state == "appraised_2"


def test_a_criterion_without_department_belongs_to_the_leads_of_its_jobs(
    reader, add_score, add_assignment, numbers
):
    add_score("3.4.1", max_score=3, self_score=2)
    add_assignment(code="3.4", lead_codes=["QLDT", "QLLD"])

    table = scores(reader, as_of=AS_OF)

    assert numbers(table, "QLDT")[:2] == numbers(table, "QLLD")[:2] == numbers(table, "TOTAL")[:2] == (1, 3.0)


def test_and_without_jobs_to_those_of_its_shortfall(reader, add_score, add_shortfall, numbers):
    add_score("3.4.1", max_score=3, self_score=2)
    add_shortfall(code="3.4.1", department_code="TNMT")

    assert numbers(scores(reader, as_of=AS_OF), "TNMT")[0] == 1


def test_the_newest_year_by_then_is_shown(reader, add_score, numbers):
    add_score("1.1", year=2022, max_score=1, self_score="0.5")
    add_score("1.1", year=2023, max_score=2, self_score=2)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[1] == 2.0
    assert numbers(scores(reader, as_of=date(2022, 12, 31)), "TOTAL")[1] == 1.0
    assert scores(reader, as_of=date(2021, 12, 31)).empty


def test_what_left_the_denominator_is_not_counted(reader, add_score, numbers):
    add_score("1.1", max_score=1, self_score=1)
    add_score("1.2", max_score=2, is_not_applicable=True)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[:2] == (1, 1.0)


def test_one_department_alone(reader, add_score):
    add_score("1.1", max_score=1, self_score=1, department_code="VP")

    table = scores(reader, as_of=AS_OF, department="VP")

    assert list(table["department_code"]) == ["VP"]


def test_a_department_sees_its_own_scores_only(reader_for, add_score, numbers):
    add_score("1.1", max_score=1, self_score=1, department_code="VP")
    add_score("1.2", max_score=2, self_score=1, department_code="QLDT")

    assert numbers(scores(reader_for("VP"), as_of=AS_OF), "TOTAL")[1] == 1.0


def test_codes_are_compared_as_text():
    assert leaf_codes(["1", "1.1", "1.10", "1.10.1", "2"]) == ["1.1", "1.10.1", "2"]
    assert Decimal("1.10") == Decimal("1.1")  # which is why codes are never numbers


def test_a_code_that_the_loaded_set_does_not_have_never_enters_a_total(reader, add, add_score, numbers):
    for code, parent, points in (("1", None, 3), ("1.1", "1", 1), ("1.2", "1", 2)):
        add(
            "indicator",
            code=code,
            parent_code=parent,
            max_score=points,
            name=code,
            in_force_from=date(2023, 1, 1),
        )
    add_score("1.1", max_score=1, self_score=1)
    add_score("1.2", max_score=2, self_score="1.5")
    add_score("9.9", max_score=3, self_score=3)
    add_score("1.1.7", max_score=1, self_score=1)  # its known parent still counts

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[:3] == (2, 3.0, 2.5)


def test_without_a_set_of_its_year_every_line_of_a_sheet_counts(reader, add, add_score, numbers):
    add("indicator", code="1", max_score=3, name="1", in_force_from=date(2024, 1, 1))
    add_score("9.9", max_score=3, self_score=3)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[:3] == (1, 3.0, 3.0)


def test_nor_does_a_code_that_the_shipped_set_does_not_have_where_the_sheet_follows_it(
    reader, add_score, numbers
):
    for code in ("1.1.1", "1.1.2", "1.2", "1.7"):
        add_score(code, max_score=1, self_score=1)
    add_score("9.9", max_score=3, self_score=3)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[:3] == (4, 4.0, 4.0)


def test_a_sheet_of_a_set_that_nobody_loaded_counts_as_it_is_printed(reader, add_score, numbers):
    for code in ("I.a", "I.b", "II.a", "1.7"):
        add_score(code, max_score=1, self_score=1)

    assert numbers(scores(reader, as_of=AS_OF), "TOTAL")[:3] == (4, 4.0, 4.0)

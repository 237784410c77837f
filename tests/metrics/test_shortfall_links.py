"""Losses of last year find their jobs of this year, or are said to be nobody's; repeats go to their unit."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from metrics.criteria.assessment import assess
from metrics.criteria.owners import duties
from metrics.points.backtest import backtest
from metrics.points.shortfall_links import recovery, repeat_losers, shortfall_links
from metrics.progress.consequence import MARK, consequences
from metrics.progress.signatures import signatures

AS_OF = date(2023, 11, 12)


@pytest.fixture
def links(reader):
    return lambda: shortfall_links(assess(reader, as_of=AS_OF), duties(reader, as_of=AS_OF, year=2023))


def test_a_loss_without_a_job_stands_first_as_nobodys(links, add_shortfall, add_assignment):
    add_shortfall(code="1.1.2", lost_points="0.15", department_code="VP")
    add_shortfall(code="1.2", lost_points="0.25", department_code="VP")
    add_assignment(code="1.2", task="Gửi báo cáo đúng hạn", status="done")

    rows = links().set_index("code")

    assert list(rows.index) == ["1.1.2", "1.2"]
    assert list(rows["is_unassigned"]) == [True, False]
    assert rows.loc["1.2", "tasks"] == ["Gửi báo cáo đúng hạn"]


def test_a_survey_needs_no_job_unless_the_appendix_lists_it(links, add_shortfall, add_score):
    for code in ("8.1.1", "8.1.2"):
        add_score(code, year=2022, max_score=2, survey_score=1)
    add_shortfall(code="8.1.2", lost_points=1, department_code="VP")

    rows = links().set_index("code")

    assert dict(rows["is_unassigned"]) == {"8.1.2": True, "8.1.1": False}


def test_who_answers_for_the_loss_and_who_leads_this_year_are_told_apart(
    links, add_shortfall, add_score, reader
):
    add_shortfall(code="1.5", lost_points="0.75", department_code="KHTH")
    add_score("1.5", max_score="1.50", self_score="0.75", department_code="VP")

    row = links().iloc[0]

    assert (row["departments"], row["owners"]) == (["KHTH"], ["VP"])
    assert row["owners"] == list(assess(reader, as_of=AS_OF).leaf("1.5").owners)


def test_a_job_of_the_criterion_above_counts_for_its_parts(links, add_shortfall, add_assignment):
    add_shortfall(code="1.1.2", lost_points="0.15")
    add_assignment(code="1.1")

    assert not links()["is_unassigned"].iloc[0]


def test_last_years_sheet_tells_losses_the_appendix_does_not(links, add_score):
    add_score("1.5", year=2022, max_score="1.50", self_score="1.50", final_score="0.75")

    row = links().iloc[0]

    assert (row["code"], row["lost"]) == ("1.5", 0.75)


def test_losing_again_is_counted_per_unit(links, add_shortfall, add_score):
    add_shortfall(code="1.5", lost_points="0.75", department_code="VP", department_codes=["VP", "KHTH"])
    add_shortfall(code="1.2", lost_points="0.25", department_code="VP")
    add_score("1.5", max_score="1.50", self_score="0.75")
    add_score("1.2", max_score=1, self_score=1)

    table = repeat_losers(links()).set_index("department_code")

    assert table.loc["VP", ["lost_criteria", "repeat_criteria", "still_lost", "codes"]].tolist() == [
        2,
        1,
        0.75,
        ["1.5"],
    ]
    assert table.loc["KHTH", "repeat_criteria"] == 1


def test_the_share_recovered_speaks_of_criteria_known_this_year(links, add_shortfall, add_score):
    add_shortfall(code="1.5", lost_points="0.75", department_code="VP")
    add_shortfall(code="1.2", lost_points="0.25", department_code="VP", status="done")
    add_score("1.5", max_score="1.50", self_score="0.75")
    add_score("1.2", max_score=1, self_score=1)

    found = recovery(links())

    assert (found["lost"], found["recovered"], found["share_pct"]) == (1.0, 0.25, 25.0)
    assert (found["fixed"], found["unassigned"], found["repeats"]) == (1, 2, 1)


def test_the_backtest_foretells_from_self_scores_and_compares_with_the_outcome(reader, add_score):
    for code, top, claimed, came in (("1.5", "1.50", "1.50", "0.75"), ("1.2", "1.00", "1.00", "1.00")):
        add_score(code, year=2022, max_score=top, self_score=claimed, appraised_1=came, final_score=came)
    add_score("8.2", year=2022, max_score=3, final_score=3)

    found = backtest(reader, as_of=AS_OF, year=2022)

    assert (found.predicted, found.actual, found.error) == (Decimal("2.50"), Decimal("1.75"), Decimal("0.75"))
    assert found.table["code"].iloc[0] == "1.5"
    assert (found.compared_max, found.left_out_max) == (Decimal("2.50"), Decimal("97.50"))
    # Nobody's history: the band is the common prior's, and the claim alone is no certainty.
    assert found.has_band and found.band.p10 < found.band.p90
    assert isinstance(found.is_in_80, bool) and isinstance(found.is_in_50, bool)


def test_the_backtest_uses_the_haircut_of_earlier_years_only(reader, add_score):
    add_score("1.5", year=2021, max_score="1.50", self_score="1.50", appraised_1="1.00")
    add_score("1.5", year=2022, max_score="1.50", self_score="1.50", appraised_1="0.75", final_score="0.75")

    found = backtest(reader, as_of=AS_OF, year=2022)
    assert found.predicted == Decimal("1.00")
    assert found.has_band and isinstance(found.is_in_80, bool)
    assert backtest(reader, as_of=AS_OF, year=2022, use_haircut=False).predicted == Decimal("1.50")


def test_without_an_outcome_there_is_nothing_to_compare(reader, add_score):
    add_score("1.5", year=2022, max_score="1.50", self_score="1.50")

    assert backtest(reader, as_of=AS_OF, year=2022) is None


def test_signatures_are_counted_by_department_and_month(reader, add_document):
    for day, is_signed in ((3, True), (20, False)):
        add_document(department_code="VP", issued_date=date(2023, 10, day), is_signed=is_signed)
    add_document(department_code="QLDT", issued_date=date(2023, 11, 1), is_signed=True)
    add_document(
        department_code="QLDT", issued_date=date(2023, 11, 30), is_signed=True
    )  # after the day asked about

    rows = signatures(reader, as_of=AS_OF).to_dict("records")

    october, november = date(2023, 10, 1), date(2023, 11, 1)
    assert [tuple(row.values()) for row in rows] == [
        ("VP", october, 2, 1, 50.0),
        ("QLDT", november, 1, 1, 100.0),
        ("TOTAL", october, 2, 1, 50.0),
        ("TOTAL", november, 1, 1, 100.0),
    ]


def test_a_register_that_does_not_say_leaves_the_share_unknown(reader, add_document):
    add_document(department_code="VP", issued_date=date(2023, 10, 3), is_signed=None)

    row = signatures(reader, as_of=AS_OF, department="VP").iloc[0]

    assert pd.isna(row["signed"]) and pd.isna(row["rate_pct"])


def facts(**more):
    completion = pd.DataFrame([
        {"department_code": code, "obligation": "task_archived", "required": of, "done": done, "rate_pct": rate_pct,
         "not_applicable": False}
        for code, of, done, rate_pct in (
            ("VP", 10, 10, 100.0), ("QLDT", 10, 9, 90.0), ("QLLD", 10, 10, 99.9), ("TOTAL", 30, 29, 96.7),
        )
    ])  # fmt: skip
    values = {
        "completion": completion,
        "assignments": pd.DataFrame([{"department_code": "QLDT", "overdue": 3}]),
        "shortfalls": pd.DataFrame([{"department_code": "QLDT", "open": 1}]),
        "repeats": pd.DataFrame([{"department_code": "QLDT", "repeat_criteria": 2, "still_lost": 1.5}]),
        "passed": ("task_archived",),
        **more,
    }
    return consequences(as_of=AS_OF, **values).set_index("department_code")


def test_consequences_are_facts_and_marked_suggestions():
    table = facts()

    assert list(table.index) == ["VP", "QLDT", "QLLD"]
    assert (table.loc["VP", "unfinished"], table.loc["VP", "suggestions"]) == (0, [])
    # Rows that nobody could read prove neither that something is unfinished nor that nothing is.
    assert pd.isna(table.loc["QLLD", "unfinished"]) and table.loc["QLLD", "suggestions"] == []
    assert table.loc["QLDT", ["unfinished", "repeat_criteria", "overdue_assignments"]].tolist() == [1, 2, 3]
    assert len(table.loc["QLDT", "suggestions"]) == 3
    assert all(text.startswith("Cân nhắc") for text in table.loc["QLDT", "suggestions"])
    assert set(table["mark"]) == {MARK}


def test_nothing_is_unfinished_before_its_limit_has_passed():
    assert pd.isna(facts(passed=()).loc["QLDT", "unfinished"])


def test_what_no_source_says_suggests_nothing():
    nothing = pd.DataFrame(columns=["department_code", "overdue"])

    table = facts(assignments=nothing, passed=())

    assert pd.isna(table.loc["QLDT", "overdue_assignments"])
    assert table.loc["QLDT", "suggestions"] == [
        "Cân nhắc trách nhiệm người đứng đầu về tiêu chí tiếp tục bị trừ điểm"
    ]

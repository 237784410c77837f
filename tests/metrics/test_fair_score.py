"""Fair comparison: a slip among three tasks is not a rank."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.asking.rules import rule_in_force
from metrics.progress.fair_score import NEAR_TIE, fair_score, fair_score_rules
from metrics.progress.places import Adjusted, Prior, adjusted_scores, common_prior, places_of, shrunk

AS_OF = date(2023, 11, 12)
RULE = rule_in_force("fair_score", AS_OF)


def by_code(frame):
    return frame.set_index("department_code")


@pytest.fixture
def office(add_task, add_import):
    """Fill one department's tasks; of everything else nothing arose."""
    for kind in ("work_files", "dossiers", "shortfalls", "assignments", "outgoing_documents"):
        add_import(kind)

    def fill(code, done, required):
        for n in range(required):
            add_task(department_code=code, is_reported=n < done, is_archived=n < done)

    return fill


def test_one_slip_of_three_is_no_different_from_one_of_many(office, reader):
    office("QLDT", 2, 3)
    office("QHXD", 86, 100)
    office("TNMT", 85, 100)

    found = by_code(fair_score(reader, as_of=AS_OF))

    assert found.loc["QLDT", "raw_score"] < found.loc["QLDT", "adjusted_score"]
    assert found.loc["QLDT", "rank"] == found.loc["QHXD", "rank"] == 1
    assert found.loc["QLDT", "note"] == NEAR_TIE


def test_a_difference_beyond_chance_is_a_rank(office, reader):
    office("QLDT", 30, 100)
    office("QHXD", 98, 100)

    found = by_code(fair_score(reader, as_of=AS_OF))

    assert found.loc["QHXD", "rank"] == 1 and not found.loc["QHXD", "is_near_tie"]
    assert found.loc["QLDT", "rank"] == 2


def test_ties_share_a_rank_and_the_next_is_skipped(office, reader):
    office("QLDT", 99, 100)
    office("QHXD", 99, 100)
    office("TNMT", 20, 100)

    assert by_code(fair_score(reader, as_of=AS_OF))["rank"].dropna().tolist() == [1, 1, 3]


def test_the_rank_is_withheld_under_the_coverage_and_says_so(add_task, reader):
    add_task(is_reported=True, is_archived=False)

    found = by_code(fair_score(reader, as_of=AS_OF)).loc["QLDT"]

    assert found["rank"] is pd.NA and found["note"].startswith("Chưa xếp hạng: mới đủ ")
    assert found["adjusted_score"] > 0


def test_a_department_that_sees_itself_alone_gets_no_rank(office, reader_for):
    office("QLDT", 5, 10)
    office("VP", 9, 10)

    found = fair_score(reader_for("QLDT"), as_of=AS_OF)

    assert found["department_code"].tolist() == ["QLDT"]
    assert found["rank"].isna().all()


def test_a_department_reads_the_same_adjusted_score_as_everybody_else_does(office, reader, reader_for):
    office("QLDT", 2, 3)
    office("VP", 90, 100)

    own = fair_score(reader_for("QLDT"), as_of=AS_OF, everybody=reader)

    assert own["department_code"].tolist() == ["QLDT"]
    assert (
        own["adjusted_score"].iloc[0]
        == by_code(fair_score(reader, as_of=AS_OF)).loc["QLDT", "adjusted_score"]
    )
    assert own["rank"].isna().all()


def test_an_empty_office_has_no_rows(reader):
    assert fair_score(reader, as_of=AS_OF).empty


def test_the_rule_is_printed_with_lead_and_support(office, reader):
    assert any("phối hợp" in words for words in fair_score_rules(AS_OF))


pairs = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts=st.lists(pairs, min_size=1, max_size=8))
def test_an_adjusted_rate_lies_between_the_own_and_the_common(counts):
    prior = common_prior(counts, RULE)

    for done, required in counts:
        rate = shrunk(done, required, prior)
        low, high = sorted((done / required, prior.rate))
        assert low - 1e-9 <= rate.mean <= high + 1e-9 and rate.variance > 0


@given(counts=st.dictionaries(st.sampled_from("ABCDEF"), pairs, min_size=1))
def test_the_order_of_departments_changes_nothing(counts):
    backwards = dict(reversed(counts.items()))

    assert adjusted_scores({"apology": counts}, {"apology": 1}, RULE) == adjusted_scores(
        {"apology": backwards}, {"apology": 1}, RULE
    )


@given(done=st.integers(0, 20))
def test_fewer_items_mean_a_stronger_pull(done):
    prior = Prior(rate=0.9, items=10)

    small, large = shrunk(done, 20, prior).mean, shrunk(done * 10, 200, prior).mean

    assert abs(small - 0.9) <= abs(large - 0.9) + 1e-9


intervals = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
    lambda ends: Adjusted(sum(ends) / 2, min(ends), max(ends))
)


@given(adjusted=st.dictionaries(st.sampled_from("ABCDEFGHIJ"), intervals, min_size=1))
def test_two_stand_apart_only_where_their_intervals_do(adjusted):
    """Whatever the third parties: the ranges of two never part while their intervals overlap, and part where those do."""
    places = places_of(adjusted)

    for one, own in adjusted.items():
        for other, theirs in adjusted.items():
            overlap = own.low <= theirs.high and theirs.low <= own.high
            common = places[one].first <= places[other].last and places[other].first <= places[one].last
            assert common or not overlap
            if own.low > theirs.high:
                assert places[one].first < places[other].first and places[one].last < places[other].last
        assert 1 <= places[one].first <= places[one].last <= len(adjusted)

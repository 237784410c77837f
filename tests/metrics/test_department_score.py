"""The score: renormalised weights, coverage, ties, bands; and the rules as data."""

from datetime import date
from decimal import Decimal

import pytest

from domain.program.errors import RuleNotFoundError
from metrics.asking.rules import rule_in_force
from metrics.progress.department_score import COLUMNS, Score, Share, band_of_points, department_score, weighed
from metrics.progress.fair_score import fair_score

AS_OF = date(2023, 11, 12)
RULE = {
    "weights": {"task_reported": 50, "apology": 30, "shortfall": 20},
    "min_coverage_pct": 50,
    "bands": [{"name": "Khá", "from": 70}, {"name": "Xuất sắc", "from": 90}, {"name": "Yếu", "from": 0}],
}


def test_a_score_is_the_weighted_mean_of_the_rates():
    shares = [Share("task_reported", 10, 10), Share("apology", 2, 1), Share("shortfall", 4, 0)]

    assert weighed(shares, RULE) == Score(Decimal("65.00"), Decimal("100.0"))


def test_a_score_is_a_hundred_only_where_every_rate_is():
    all_done = [Share("task_reported", 10, 10), Share("apology", 2, 2)]
    one_unread = [Share("task_reported", 10, 10), Share("apology", 2, 2, is_held=True)]
    one_of_many_left = [Share("task_reported", 100_000, 99_999), Share("apology", 2, 2)]

    assert [weighed(shares, RULE).points for shares in (all_done, one_unread, one_of_many_left)] == [
        Decimal("100.00"),
        Decimal("99.99"),
        Decimal("99.99"),
    ]


def test_what_does_not_apply_leaves_the_weights_and_the_coverage():
    shares = [Share("task_reported", 10, 5), Share("apology", 0, 0), Share("shortfall", 1, 1)]

    assert weighed(shares, RULE) == Score(Decimal("64.29"), Decimal("100.0"))


def test_what_is_unknown_leaves_the_weights_and_lowers_the_coverage():
    shares = [Share("task_reported", 10, 5), Share("apology", None, None), Share("shortfall", 1, None)]

    assert weighed(shares, RULE) == Score(Decimal("50.00"), Decimal("50.0"))


def test_nothing_known_or_nothing_applicable_is_no_score():
    assert weighed([Share("apology", None, None)], RULE) == Score(None, Decimal("0.0"))
    assert weighed([Share("apology", 0, 0)], RULE) == Score(None, None)


def test_points_are_rounded_half_up():
    assert weighed([Share("task_reported", 800, 1)], RULE).points == Decimal("0.13")


@pytest.mark.parametrize(
    ("points", "name"),
    [("100", "Xuất sắc"), ("90", "Xuất sắc"), ("89.99", "Khá"), ("70", "Khá"), ("0", "Yếu"), (None, None)],
)
def test_a_lower_bound_belongs_to_its_band(points, name):
    assert band_of_points(Decimal(points) if points else None, RULE) == name


def test_leadership_has_no_score_the_office_has_one_and_little_coverage_no_rank(reader, add_task, row_of):
    for code, done in (("VP", True), ("QLDT", False), ("LDB", True)):
        add_task(department_code=code, is_reported=done, is_archived=done)

    table = department_score(reader, as_of=AS_OF)

    assert list(table.columns) == list(COLUMNS)
    assert "LDB" not in set(table.department_code)
    assert row_of(table, "VP") == {
        "department_code": "VP", "score": 100.0, "coverage_pct": 30.0, "rank": None, "band": "Xuất sắc",
    }  # fmt: skip
    assert row_of(table, "TOTAL")["score"] == 66.67


def test_with_enough_coverage_there_is_a_rank_but_not_for_a_single_department(
    reader, reader_for, add_task, add_work_file, add_document, add_dossier, row_of
):
    add_dossier()
    add_document(is_signed=True)
    add_work_file(work_file_code="A")
    for n in range(60):
        add_task(department_code="VP", is_reported=n > 5, is_archived=n > 5, work_file_code="A")
        add_task(department_code="QLDT", is_reported=True, is_archived=False)
    add_task(department_code="TNMT", is_reported=True, is_archived=True, work_file_code="A")

    table = department_score(reader, as_of=AS_OF)

    # One task done proves nothing: that unit may as well stand first.
    assert [row_of(table, code)["rank"] for code in ("VP", "TNMT", "QLDT")] == [1, 1, 3]
    assert row_of(department_score(reader, as_of=AS_OF, department="QLDT"), "QLDT")["rank"] == 3
    shown = fair_score(reader, as_of=AS_OF).set_index("department_code")
    held = table[table["rank"].notna()].set_index("department_code")["rank"]
    assert held.to_dict() == shown["rank"].dropna().to_dict()
    assert row_of(department_score(reader_for("QLDT"), as_of=AS_OF), "QLDT")["rank"] is None


def test_the_rule_in_force_is_the_newest_begun(tmp_path):
    (tmp_path / "r.toml").write_text(
        '[[rule]]\nin_force_from = 2022-01-01\nauthority = "A"\nx = 1\n'
        '[[rule]]\nin_force_from = 2023-01-01\nauthority = "B"\nx = 2\n',
        encoding="utf-8",
    )

    assert rule_in_force("r", date(2022, 12, 31), folder=tmp_path)["x"] == 1
    assert rule_in_force("r", date(2023, 1, 1), folder=tmp_path)["x"] == 2
    # Before the first begins, the first applies: a home may hold older days than its rules.
    assert rule_in_force("r", date(2021, 12, 31), folder=tmp_path)["x"] == 1


@pytest.mark.parametrize("text", ["[[rule", "[[rule]]\nin_force_from = 2022-01-01\n", None])
def test_a_rules_file_that_cannot_be_used_says_so(tmp_path, text):
    if text:
        (tmp_path / "r.toml").write_text(text, encoding="utf-8")

    with pytest.raises(RuleNotFoundError, match=r"r\.toml"):
        rule_in_force("r", AS_OF, folder=tmp_path)


@pytest.mark.parametrize("name", ["department_score", "apology", "denominator"])
def test_every_shipped_rule_is_in_force(name):
    assert rule_in_force(name, AS_OF)["authority"]


def test_the_shipped_weights_are_of_known_obligations_and_add_up_to_100():
    from metrics.progress.completion import OBLIGATIONS

    weights = rule_in_force("department_score", AS_OF)["weights"]

    assert set(weights) == set(OBLIGATIONS)
    assert sum(weights.values()) == 100

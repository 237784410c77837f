"""What the office's own data say of a criterion: counted once, never guessed, never claimed too high."""

import re
from datetime import date
from decimal import Decimal

import pytest

from domain.program.places import ROOT
from metrics.criteria.assessment import assess
from metrics.criteria.measured import ddci_level, measure_for, measures, measures_of_completion
from metrics.criteria.reasons import reason, reason_words
from metrics.points.risk import risk_details
from metrics.points.set_effect import set_effect

AS_OF = date(2023, 11, 12)


@pytest.fixture
def measured(reader):
    return lambda: measures(reader, as_of=AS_OF)


def closed(**more):
    return {"is_reported": True, "is_archived": True, "assigned_date": date(2023, 10, 1),
            "completed_date": date(2023, 11, 1), **more}  # fmt: skip


def test_a_task_is_closed_when_both_reported_and_archived(measured, add_task):
    add_task(**closed())
    add_task(**closed(is_archived=False))
    add_task(**closed(is_reported=False))
    add_task(**closed(status="cancelled"))

    found = measured()["task_closure"]

    assert (found.required, found.done, dict(found.open_by_department)) == (3, 1, {"QLDT": 2})


def test_sentences_group_thousands_and_leave_years_alone():
    measured = reason("measured", done=3488, required=3534, rate="98,6%", points=Decimal(2), max=Decimal(3))

    assert measured.text.startswith("Đo được 3.488/3.534 (98,6%)")
    assert reason("kept_last_year", year=2022).text == "Năm 2022 không bị trừ điểm"


def test_without_both_columns_closure_is_unknown(measured, add_task):
    add_task(**closed(is_archived=None))

    assert "task_closure" not in measured()


def test_a_closing_after_the_day_asked_about_has_not_happened(reader, add_task):
    add_task(**closed(completed_date=date(2023, 11, 11)))

    assert measures(reader, as_of=date(2023, 11, 10))["task_closure"].done == 0


def test_dossiers_on_time_count_open_ones_within_their_time(measured, add_dossier):
    add_dossier(
        received_at="2023-05-01", promised_at="2023-05-10", finished_at="2023-05-09", channel="online"
    )
    add_dossier(received_at="2023-05-01", promised_at="2023-05-10", finished_at="2023-05-12")
    add_dossier(received_at="2023-11-01", promised_at="2023-11-30")
    add_dossier(received_at="2023-11-01", promised_at="2023-11-03")

    found = measured()

    assert (found["dossiers_on_time"].done, found["dossiers_on_time"].required) == (2, 4)
    assert (found["dossiers_online"].done, found["dossiers_online"].required) == (1, 4)


def test_full_completion_is_not_claimed_while_rejected_rows_stand():
    row = {"department_code": "TOTAL", "obligation": "apology", "required": 10, "done": 10, "rate_pct": 99.9,
           "not_applicable": False}  # fmt: skip

    found = measures_of_completion([row])["apology"]

    assert (found.done, found.required) == (10, 11)


def test_nothing_overdue_earns_full_marks_for_apologies(reader, add_dossier):
    add_dossier(received_at="2023-05-01", promised_at="2023-05-10", finished_at="2023-05-09")

    leaf = assess(reader, as_of=AS_OF).leaf("3.4.2")

    assert (leaf.expected, leaf.level) == (Decimal("1.50"), "safe")
    assert leaf.reasons[0].text == "Không phát sinh, được điểm tối đa"


@pytest.mark.parametrize(
    ("score", "level"), [("92.59", 4), ("90", 4), ("89.99", 3), ("73.1", 2), ("60", 1), ("10", 0)]
)
def test_ddci_scores_fall_into_their_levels(score, level):
    assert ddci_level(Decimal(score), AS_OF) == level


def test_results_of_the_year_feed_their_criteria(reader, add):
    own = "Ban Quản lý Khu kinh tế Hải Phòng"
    add("index_result", kind="ddci", index_name="DDCI", year=2023, agency=own, score="77.39")
    add(
        "index_result",
        kind="sipas",
        index_name="SIPAS",
        year=2023,
        agency=own,
        component="Kết quả dịch vụ",
        score=85,
    )
    add(
        "index_result",
        kind="sipas",
        index_name="SIPAS",
        year=2022,
        agency=own,
        component="Thủ tục hành chính",
        score=80,
    )

    year = assess(reader, as_of=AS_OF)

    assert year.leaf("8.3").expected == Decimal(1)  # khá
    assert year.leaf("8.1.4").expected == Decimal("1.70")
    assert not year.leaf("8.1.2").is_known  # last year's result is not this year's
    assert measure_for("sipas/công chức", measures(reader, as_of=AS_OF)) is None


def test_self_score_and_measure_stand_side_by_side(reader, add_document, add):
    for place in range(10):
        add_document(is_signed=place > 1, issued_date=date(2023, 5, 1))
    add("indicator_score", code="7.2.1", max_score="2.00", self_score="2.00")

    row = risk_details(assess(reader, as_of=AS_OF)).set_index("code").loc["7.2.1"]

    assert (row["self_score"], row["measured_score"], row["basis"]) == (2.0, 0.0, "measured")
    assert row["is_conflict"]


def test_every_reason_used_has_its_words_and_every_word_its_use():
    used = set()
    for path in (ROOT / "metrics").rglob("*.py"):
        used |= set(re.findall(r'reason\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8")))
    told = {"announced", "appraised", "survey_result", "haircut_criterion", "haircut_field", "haircut_prior",
            "na_full_marks", "na_zero", "external_appraisal", "external_survey"}  # fmt: skip

    assert used <= set(reason_words())
    assert set(reason_words()) == used | told


def test_the_effect_of_an_amendment_is_shown_by_criterion(reader, add_document):
    for place in range(20):
        add_document(is_signed=place > 0, issued_date=date(2023, 5, 1))

    effect = set_effect(reader, as_of=AS_OF, old="3078/QĐ-UBND", new="1219/QĐ-UBND")

    moved = effect.table.set_index("code")
    # 7.3.2 stands there too: its rule changed, though nobody knows yet what it comes to.
    assert set(moved.index) == {"3.3.4", "3.6.3", "7.2.1", "7.3.2", "7.4"}
    assert moved["change"].to_dict() == {
        "3.3.4": "removed", "3.6.3": "added", "7.2.1": "changed", "7.3.2": "changed", "7.4": "changed"
    }  # fmt: skip
    assert moved.loc["7.2.1", "expected_moved"] > 0
    assert effect.expected_moved == effect.new.expected - effect.old.expected > 0


@pytest.mark.parametrize("printed", [("2.00", "0.50"), ("1.50", "1.00")], ids=["sheet-after", "sheet-before"])
def test_each_set_scores_by_its_own_maxima_and_rules_whichever_of_them_the_sheet_prints(
    reader, add, add_document, printed
):
    """By hand: 7.2.1 19 of 20 signed, 0.95 × 1.50 and × 2.00; 7.4 full under both, 1.00 and 0.50."""
    for place in range(20):
        add_document(is_signed=place > 0, issued_date=date(2023, 5, 1))
    for code, top in zip(("7.2.1", "7.4"), printed, strict=True):
        add("indicator_score", code=code, max_score=top, self_score=top)

    effect = set_effect(reader, as_of=date(2023, 12, 31), old="3078/QĐ-UBND", new="1219/QĐ-UBND")

    rows = effect.table.set_index("code")[
        ["old_max", "new_max", "old_expected", "new_expected", "expected_moved"]
    ]
    assert rows.loc["7.2.1"].tolist() == [1.5, 2.0, 1.425, 1.9, 0.475]
    assert rows.loc["7.4"].tolist() == [1.0, 0.5, 1.0, 0.5, -0.5]
    assert (
        float(effect.expected_moved) == pytest.approx(rows["expected_moved"].sum()) == pytest.approx(-0.025)
    )

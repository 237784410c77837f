"""Is the band of the index wide enough for what is not known, on years made up so that the outcome is known?"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import NormalDist, mean

import numpy as np
import pytest

from domain.rules.scoring import Rule
from domain.sets.indicator_sets import Criterion, IndicatorSet
from metrics.criteria.assessment import Assessment, Grounds, assessment_of
from metrics.criteria.measured import Measure
from metrics.criteria.overrides import Override
from metrics.criteria.owners import Duties
from metrics.criteria.score_sheets import ScoreLine
from metrics.points.backtest import compared
from metrics.points.index import Band, band, index_row, untried_part

YEAR = 2023
TOPS = [Decimal(points) for points in ("0.5", "1", "1", "1.5", "2")]
LEAVES = [
    Criterion(f"{1 + n % 6}.{1 + n // 6}", str(1 + n % 6), 2, f"Tiêu chí {n}", TOPS[n // 6], "self")
    for n in range(30)
]
FIELDS = [Criterion(str(n), None, 1, f"Lĩnh vực {n}", Decimal(6)) for n in range(1, 7)]
TREE = IndicatorSet("1/QĐ-UBND", "1/QĐ-UBND", "Bộ thử", False, (*FIELDS, *LEAVES))
Lines = dict[tuple[int, str], ScoreLine]
WORLDS = 160


def made_history(luck: np.random.Generator, years: int, drift: float = 1.0, jump: float = 1.0) -> Lines:
    """
    Full self scores of *years* years and one more, with what appraisals made of them.

    Offices differ in how often they are struck, criteria differ within an office, and one year is stricter than another;
    each year strikes *drift* times as often as the next, and every fifth *jump* times as often as usual.
    """
    office = luck.beta(1.8, 8.2)
    chances = luck.beta(office * 3, (1 - office) * 3, len(LEAVES)).clip(1e-6, 1 - 1e-6)
    sizes, lines = luck.uniform(0.2, 0.6, len(LEAVES)), {}
    for year in range(YEAR - years, YEAR + 1):
        often = drift ** (YEAR - year) * (jump if jump != 1 and luck.random() < 0.2 else 1)
        limits = np.array([NormalDist().inv_cdf(min(chance * often, 0.95)) for chance in chances])
        drawn = np.sqrt(0.08) * luck.standard_normal() + np.sqrt(0.92) * luck.standard_normal(len(LEAVES))
        for leaf, size, is_struck in zip(LEAVES, sizes, drawn < limits, strict=True):
            top = leaf.max_score or Decimal(0)
            lost = round(top * Decimal(str(round(size * luck.uniform(0.6, 1.4), 3))), 2) if is_struck else 0
            lines[year, leaf.code] = ScoreLine(
                year, leaf.code, max_score=top, self_score=top, appraised_1=top - lost
            )
    return lines


def foretold(lines: Lines) -> Assessment:
    """The last year as it stood before its appraisal."""
    known = {key: replace(line, appraised_1=None) if key[0] == YEAR else line for key, line in lines.items()}
    return assessment_of(Grounds(TREE, known, Duties(), {}, as_of=date(YEAR, 12, 31), year=YEAR))


@cache
def left_out_years(years: int, drift: float = 1.0, jump: float = 1.0) -> list[tuple[Band, float]]:
    """The band of each made year and what the year came to."""
    luck, found = np.random.default_rng(7 + years), []
    for _ in range(WORLDS):
        lines = made_history(luck, years, drift, jump)
        came = sum(line.appraised_1 for (year, _), line in lines.items() if year == YEAR)
        found.append((band(foretold(lines)), float(came)))
    return found


@pytest.mark.parametrize("years", [0, 1, 2, 5])
def test_eighty_of_a_hundred_left_out_years_lie_in_the_band(years):
    held = mean(one.p10 <= came <= one.p90 for one, came in left_out_years(years))

    assert 0.72 <= held <= 0.88


@pytest.mark.parametrize("years", [1, 2, 5])
@pytest.mark.parametrize(("drift", "jump"), [(1.25, 1.0), (0.85, 1.0), (1.0, 2.5)])
def test_so_do_years_of_appraisals_that_grow_milder_or_stricter_or_jump(years, drift, jump):
    """Five years ago an appraisal struck three times as often as now, or less than half as often, or now and then far more often."""
    held = mean(one.p10 <= came <= one.p90 for one, came in left_out_years(years, drift, jump))

    assert 0.72 <= held <= 0.88


def test_a_band_is_wider_for_knowing_less():
    widths = [mean(one.p90 - one.p10 for one, _ in left_out_years(years)) for years in (0, 1, 2, 5)]

    assert widths == sorted(widths, reverse=True)


def test_full_self_scores_that_nobody_ever_appraised_are_no_certainty():
    year = foretold(made_history(np.random.default_rng(1), 0))

    row = index_row(year)
    assert row["expected"] == row["known_max"] == 36
    assert row["p10"] < row["p25"] < row["p75"] <= row["p90"] == 36
    assert sum(leaf.expected_loss or 0 for leaf in year.known) == row["known_max"] - row["expected"]


def test_one_year_without_a_strike_leaves_doubt_and_less_of_it():
    spotless = {
        (year, leaf.code): ScoreLine(
            year, leaf.code, max_score=leaf.max_score, self_score=leaf.max_score,
            appraised_1=leaf.max_score if year < YEAR else None,
        )
        for year in (YEAR - 1, YEAR) for leaf in LEAVES
    }  # fmt: skip
    never = {key: line for key, line in spotless.items() if key[0] == YEAR}

    once, none = (
        band(assessment_of(Grounds(TREE, lines, Duties(), {}, as_of=date(YEAR, 12, 31), year=YEAR)))
        for lines in (spotless, never)
    )

    assert 0 < once.p90 - once.p10 < none.p90 - none.p10


def test_the_part_of_the_band_that_comes_of_untried_criteria_is_told():
    lines = made_history(np.random.default_rng(3), 1)
    no_field = {key: line for key, line in lines.items() if key[0] == YEAR or not key[1].startswith("1.")}

    none, some, all_of_it = (untried_part(foretold(each)) for each in (
        lines, no_field, {key: line for key, line in lines.items() if key[0] == YEAR}
    ))  # fmt: skip

    assert (none.untried, none.criteria) == (0, 0)
    assert some.criteria == 5 and 0 < some.untried < some.width
    assert all_of_it.criteria == 30 and all_of_it.untried == pytest.approx(all_of_it.width)


def test_a_backtest_without_earlier_years_has_a_band_to_be_judged_by():
    lines = made_history(np.random.default_rng(5), 0)

    found = compared(foretold(lines), {code: line for (_, code), line in lines.items()})

    assert found.has_band and found.is_in_80 is not None


def test_a_survey_that_gave_all_points_last_year_may_give_less_this_year():
    survey = replace(LEAVES[0], method="survey")
    tree = replace(TREE, criteria=(FIELDS[0], survey))

    def band_after(kept):
        past = {
            (YEAR - 1, survey.code): ScoreLine(YEAR - 1, survey.code, max_score=Decimal(10), final_score=kept)
        }
        return band(assessment_of(Grounds(tree, past, Duties(), {}, as_of=date(YEAR, 12, 31), year=YEAR)))

    full, half = band_after(Decimal(10)), band_after(Decimal(5))

    assert full.p10 < full.p90
    assert half.p10 < half.p50 < half.p90


@pytest.mark.parametrize(("earlier", "later"), [(1, 5), (5, 50), (50, 500)])
def test_a_running_rate_of_few_cases_is_less_sure_than_one_of_many(earlier, later):
    """Where on average not even one case is to come, one may: that no number of cases makes the score certain."""
    rule = Rule("proportional", floor_pct=Decimal(0))
    criterion = replace(LEAVES[0], max_score=Decimal(10), rule=rule, measured_by="dossiers_online")
    tree = replace(TREE, criteria=(FIELDS[0], criterion))

    def spread_of(cases):
        measures = {"dossiers_online": Measure("dossiers_online", "running", cases, cases - 1)}
        (leaf,) = assessment_of(
            Grounds(tree, {}, Duties(), measures, as_of=date(YEAR, 12, 1), year=YEAR)
        ).leaves
        outcome = leaf.judgement.outcome
        points, chances = np.array(outcome.points, float), np.array(outcome.chances)
        return float((chances * (points - chances @ points) ** 2).sum())

    assert spread_of(earlier) > spread_of(later) > 0


def test_a_score_set_by_hand_is_less_sure_without_a_document():
    lines = {key: line for key, line in made_history(np.random.default_rng(2), 1).items() if key[0] < YEAR}

    def width(proof):
        by_hand = [
            Override(YEAR, leaf.code, leaf.max_score, "Đối chiếu", "VP", date.max, proof=proof)
            for leaf in LEAVES
        ]
        spread = band(
            assessment_of(
                Grounds(TREE, lines, Duties(), {}, as_of=date(YEAR, 12, 31), year=YEAR, overrides=by_hand)
            )
        )
        return spread.p90 - spread.p10

    assert width("") > width("CV 12/VP") == 0

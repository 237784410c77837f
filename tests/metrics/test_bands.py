"""Is the band of the index wide enough for what is not known, on years made up so that the outcome is known?"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import NormalDist, mean

import numpy as np
import pytest

from domain.indicator_sets import Criterion, IndicatorSet
from metrics.criteria.assessment import Assessment, assess_lines
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
WORLDS = 80


def made_history(luck: np.random.Generator, years: int) -> Lines:
    """
    Full self scores of *years* years and one more, with what appraisals made of them.

    Offices differ in how often they are struck, criteria differ within an office, and one year is stricter than another.
    """
    office = luck.beta(1.8, 8.2)
    chances = luck.beta(office * 3, (1 - office) * 3, len(LEAVES)).clip(1e-6, 1 - 1e-6)
    limits = np.array([NormalDist().inv_cdf(chance) for chance in chances])
    sizes, lines = luck.uniform(0.2, 0.6, len(LEAVES)), {}
    for year in range(YEAR - years, YEAR + 1):
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
    return assess_lines(TREE, known, Duties(), {}, as_of=date(YEAR, 12, 31))


@cache
def left_out_years(years: int) -> list[tuple[Band, float]]:
    """The band of each made year and what the year came to."""
    luck, found = np.random.default_rng(7 + years), []
    for _ in range(WORLDS):
        lines = made_history(luck, years)
        came = sum(line.appraised_1 for (year, _), line in lines.items() if year == YEAR)
        found.append((band(foretold(lines)), float(came)))
    return found


@pytest.mark.parametrize("years", [0, 1, 2, 5])
def test_eighty_of_a_hundred_left_out_years_lie_in_the_band(years):
    held = mean(one.p10 <= came <= one.p90 for one, came in left_out_years(years))

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
        band(assess_lines(TREE, lines, Duties(), {}, as_of=date(YEAR, 12, 31))) for lines in (spotless, never)
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

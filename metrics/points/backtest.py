"""What would the method have said of a past year from the data it had then, and how right was it?"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.criteria.assessment import Assessment, Grounds, assessment_of, tree_for
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.criteria.owners import duties
from metrics.criteria.score_sheets import ScoreLine, lines_of_year, score_lines
from metrics.points.index import Band, band
from store.builds.reader import Reader

_ZERO = Decimal(0)
COLUMNS = ("code", "name", "max_score", "predicted", "actual", "error", "basis")


@dataclass(frozen=True)
class Backtest:
    """
    One past year foretold and as it came out, over the criteria both sides know.

    Attributes:
        predicted, actual: Points of those criteria.
        has_band: Whether anything before *year* taught the method to be unsure; without it no band is claimed.
        is_in_80, is_in_50: Whether the actual points lie within the bands; None without a band.
        compared_max: Points those criteria are out of.
        left_out_max: Points of criteria one side does not know.
        table: One row per criterion with ``COLUMNS``, the largest error first.
    """

    year: int
    predicted: Decimal
    actual: Decimal
    band: Band
    compared_max: Decimal
    left_out_max: Decimal
    table: pd.DataFrame

    @property
    def error(self) -> Decimal:
        """Predicted less actual; above 0 the method was too hopeful."""
        return self.predicted - self.actual

    @property
    def has_band(self) -> bool:
        """Whether the forecast had any spread."""
        return self.band.p90 > self.band.p10

    @property
    def is_in_80(self) -> bool | None:
        """Whether the actual points lie in the 80 % band."""
        return self.band.p10 <= float(self.actual) <= self.band.p90 if self.has_band else None

    @property
    def is_in_50(self) -> bool | None:
        """Whether the actual points lie in the 50 % band."""
        return self.band.p25 <= float(self.actual) <= self.band.p75 if self.has_band else None


def backtest(reader: Reader, *, as_of: date, year: int, use_haircut: bool = True) -> Backtest | None:
    """
    Foretell *year* from its self scores, earlier years, its jobs and the losses before it, and compare.

    Appraisals, surveys and announced scores of *year* are hidden from the method. None where *year* has
    no outcome to compare with.

    Args:
        as_of: The day whose sheets are read; the method itself stands at the end of *year*.
    """
    lines = score_lines(reader, as_of=as_of)
    actual = lines_of_year(lines, year)
    if not any(line.outcome is not None for line in actual.values()):
        return None
    known_then = {
        key: _hidden(line) if key[0] == year else line for key, line in lines.items() if key[0] <= year
    }
    tree = tree_for(decisions_in_use(reader, as_of=as_of), actual, year)
    jobs = duties(reader, as_of=as_of, year=year)
    foretold = assessment_of(
        Grounds(tree, known_then, jobs, {}, as_of=date(year, 12, 31), year=year, use_haircut=use_haircut)
    )
    return compared(foretold, actual)


def _hidden(line: ScoreLine) -> ScoreLine:
    """What the unit itself knew when it had scored itself."""
    return replace(
        line, appraised_1=None, appraised_2=None, survey_score=None, final_score=None, is_not_applicable=None
    )


def compared(foretold: Assessment, actual: dict[str, ScoreLine]) -> Backtest:
    """Compare *foretold* with the outcome of each criterion."""
    pairs = [
        (leaf, actual[leaf.code].outcome)
        for leaf in foretold.known
        if leaf.code in actual and actual[leaf.code].outcome is not None
    ]
    rows = [
        {
            "code": leaf.code, "name": leaf.name, "max_score": float(leaf.max_score), "predicted": float(leaf.expected or 0),
            "actual": float(came or 0), "error": float((leaf.expected or _ZERO) - (came or _ZERO)),
            "basis": leaf.judgement.basis,
        }
        for leaf, came in pairs
    ]  # fmt: skip
    both = replace(foretold, leaves=tuple(leaf for leaf, _ in pairs))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Backtest(
        year=foretold.year,
        predicted=both.expected,
        actual=sum((came or _ZERO for _, came in pairs), _ZERO),
        band=band(both),
        compared_max=both.max_score,
        left_out_max=foretold.max_score - both.max_score,
        table=table.sort_values("error", key=abs, ascending=False, kind="stable").reset_index(drop=True),
    )

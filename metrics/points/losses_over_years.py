"""Which criteria did an appraisal take points off, year after year, and which points came back?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.wording.formats import points
from domain.wording.text import fold_words
from metrics.criteria.indicator_sets import outside_of_year
from metrics.criteria.owners import duties, owners_by_code
from metrics.criteria.score_sheets import ScoreLine, lines_of_year, scale_codes, score_lines
from store.builds.reader import Reader

_SQL = Path(__file__).with_name("losses_by_year.sql")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LostCriterion:
    """A criterion that the appraisal of *year* left below its maximum, with who led it and why as far as the sheet tells."""

    year: int
    code: str
    name: str
    max_score: Decimal
    score: Decimal
    cause: str
    owners: tuple[str, ...]

    @property
    def lost(self) -> Decimal:
        """Points below the maximum."""
        return self.max_score - self.score


def lost_by_appraisal(reader: Reader, *, year: int, as_of: date) -> list[LostCriterion]:
    """
    What the appraisal or announcement of *year* took, as known on *as_of*, in the order of the sheet; nothing before it is known.

    A criterion that is only self-scored has lost nothing yet, one that did not arise loses nothing.
    """
    lines = score_lines(reader, as_of=as_of)
    own = lines_of_year(lines, year)
    if not any(line.appraised is not None or line.final_score is not None for line in own.values()):
        return []
    owners = owners_by_code(lines, year, duties(reader, as_of=as_of, year=year))
    leaves = [own[code] for code in scale_codes(own, outside_of_year(reader, year, as_of=as_of))]
    return [_lost(line, owners[line.code]) for line in leaves if (_loss(line) or _ZERO) > 0]


def _loss(line: ScoreLine) -> Decimal | None:
    if line.outcome is None or line.max_score is None or line.is_not_applicable:
        return None
    return line.max_score - line.outcome


def _lost(line: ScoreLine, owners: tuple[str, ...]) -> LostCriterion:
    assert line.max_score is not None and line.outcome is not None
    name = line.name or line.code
    return LostCriterion(line.year, line.code, name, line.max_score, line.outcome, _cause(line), owners)


def _cause(line: ScoreLine) -> str:
    own, outcome = line.self_score, line.outcome
    assert outcome is not None
    if own is not None and outcome < own:
        said = f"Tự chấm {points(own)}, thẩm định còn {points(outcome)}"
    elif own is not None:
        said = f"Đã tự chấm {points(own)}, dưới điểm tối đa"
    else:
        said = "Điều tra xã hội học" if line.survey_score is not None else "Theo kết quả công bố"
    return f"{said}. Giải trình: {line.explanation}" if line.explanation else said


@dataclass(frozen=True, slots=True)
class LossOverYears:
    """
    One criterion over all years that are known of it.

    Attributes:
        lost: Year to the points lost in it; 0 where it lost none, missing where nothing is known.
    """

    code: str
    name: str
    lost: Mapping[int, Decimal]

    def in_year(self, year: int) -> float | None:
        """The points lost in *year*; None where nothing is known of it."""
        return float(self.lost[year]) if year in self.lost else None

    @property
    def years_in_a_row(self) -> int:
        """How many years up to the newest known one lost points without a year between."""
        count = 0
        for year in range(max(self.lost), min(self.lost) - 1, -1):
            if self.lost.get(year, _ZERO) <= 0:
                break
            count += 1
        return count

    @property
    def is_repeat(self) -> bool:
        """It lost points in the newest known year and in the one before."""
        return self.years_in_a_row > 1

    @property
    def is_recovered(self) -> bool:
        """It lost points in an earlier year and none in the newest known one."""
        return not self.years_in_a_row

    @property
    def words(self) -> str:
        """``Mất 3 năm liền (2021–2023)``, ``Đã lấy lại năm 2023``, ``Mất năm 2022``."""
        newest, row = max(self.lost), self.years_in_a_row
        if not row:
            return f"Đã lấy lại năm {newest}"
        if self.is_repeat:
            return f"Mất {row} năm liền ({newest - row + 1}–{newest})"
        earlier = max((year for year, lost in self.lost.items() if year < newest and lost > 0), default=None)
        return f"Mất lại năm {newest}, lần trước năm {earlier}" if earlier else f"Mất năm {newest}"


def losses_over_years(reader: Reader, *, as_of: date) -> list[LossOverYears]:
    """
    Every criterion that lost points in any year known on *as_of*, those that lose longest first.

    A year's loss is what Phụ lục 1 says of it, else its appraisal. A criterion is followed by its code as long as its
    name on the score sheets stays; the same code under another name is another criterion.
    """
    found: dict[tuple[str, str], tuple[str, dict[int, Decimal]]] = {}
    for year, code, name, lost in _known(reader, as_of):
        found.setdefault((code, fold_words(name)), (name, {}))[1][year] = lost
    every = [LossOverYears(code, name, lost) for (code, _), (name, lost) in found.items()]
    losing = [one for one in every if any(lost > 0 for lost in one.lost.values())]
    return sorted(losing, key=lambda one: (-one.years_in_a_row, -max(one.lost.values()), one.code))


def _known(reader: Reader, as_of: date) -> Iterator[tuple[int, str, str, Decimal]]:
    """Year, code, name and lost points of all that is known; what Phụ lục 1 says comes after the sheets."""
    lines = score_lines(reader, as_of=as_of)
    names: dict[str, dict[int, str]] = {}
    for (year, code), line in lines.items():
        names.setdefault(code, {})[year] = line.name or code
    for year in sorted({year for year, _ in lines}):
        own = lines_of_year(lines, year)
        for code in scale_codes(own, outside_of_year(reader, year, as_of=as_of)):
            if (lost := _loss(own[code])) is not None:
                yield year, code, names[code][year], lost
    for row in reader.rows(_SQL, as_of=as_of):
        if row["lost"] is not None:
            yield row["year"], row["code"], _name(row, names.get(row["code"], {})), row["lost"]


def losses_listed(reader: Reader, *, as_of: date) -> list[tuple[int, str, Decimal | None]]:
    """Year, code and lost points of every row of any Phụ lục 1 known on *as_of*."""
    return [(row["year"], row["code"], row["lost"]) for row in reader.rows(_SQL, as_of=as_of)]


def _name(row: Mapping[str, Any], printed: Mapping[int, str]) -> str:
    """The name that the sheet of that year, else of the nearest one, prints: Phụ lục 1 describes, it does not name."""
    if not printed:
        return row["content"] or row["code"]
    return printed[min(printed, key=lambda year: abs(year - row["year"]))]

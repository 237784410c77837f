"""What do the score sheets of a year say of each criterion, all rounds together?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from domain.sets.outside_scale import Line, OutsideGroup, outside_codes
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_COLUMNS = (
    "name", "max_score", "self_score", "appraised_1", "appraised_2", "survey_score", "final_score", "bonus_points",
    "penalty_points", "is_not_applicable", "evidence", "explanation", "department_code",
)  # fmt: skip
State = Literal["draft", "self_locked", "appraised_1", "explained", "appraised_2", "announced"]
_STATE_OF_ROUND = {
    "self": "draft", "locked": "self_locked", "appraised_1": "appraised_1", "explained": "explained",
    "appraised_2": "appraised_2", "announced": "announced",
}  # fmt: skip
_ORDER = ("draft", "self_locked", "appraised_1", "explained", "appraised_2", "announced")


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """
    One criterion of one year with the newest value of every column, whatever sheet it stood in.

    Attributes:
        state: The furthest round in which the criterion appears.
        place: File (import), sheet and row of the newest line.
    """

    year: int
    code: str
    name: str | None = None
    max_score: Decimal | None = None
    self_score: Decimal | None = None
    appraised_1: Decimal | None = None
    appraised_2: Decimal | None = None
    survey_score: Decimal | None = None
    final_score: Decimal | None = None
    bonus_points: Decimal | None = None
    penalty_points: Decimal | None = None
    is_not_applicable: bool | None = None
    evidence: str | None = None
    explanation: str | None = None
    department_code: str | None = None
    state: str = "draft"
    place: tuple[str, str, int] | None = None

    @property
    def appraised(self) -> Decimal | None:
        """The last appraisal, second before first."""
        return self.appraised_1 if self.appraised_2 is None else self.appraised_2

    @property
    def outcome(self) -> Decimal | None:
        """What the year came to as far as the sheet tells: announced, surveyed, appraised."""
        for value in (self.final_score, self.survey_score, self.appraised):
            if value is not None:
                return value
        return None


def score_lines(reader: Reader, *, as_of: date) -> dict[tuple[int, str], ScoreLine]:
    """Every criterion of every year with its merged columns, by (year, code), in the state on *as_of*."""
    return merged_lines(reader.rows(_SQL, as_of=as_of))


def merged_lines(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], ScoreLine]:
    """Merge rows given oldest first: the newest value that is not blank stands in each column."""
    found: dict[tuple[int, str], ScoreLine] = {}
    for row in rows:
        key = (row["year"], row["code"])
        line = found.get(key) or ScoreLine(*key)
        stated = {name: row[name] for name in _COLUMNS if row[name] is not None}
        place = (row["import_id"], row["sheet"], row["source_row"])
        found[key] = replace(line, **stated, state=_further(line.state, row), place=place)
    return found


def _further(state: str, row: Mapping[str, Any]) -> str:
    """The further of *state* and what the columns and the round of *row* show."""
    shown = [state, _STATE_OF_ROUND.get(row["round"], "draft")]
    shown += [name for name in ("appraised_1", "appraised_2") if row[name] is not None]
    shown += ["announced"] if row["final_score"] is not None else []
    return max(shown, key=_ORDER.index)


def lines_of_year(lines: Mapping[tuple[int, str], ScoreLine], year: int) -> dict[str, ScoreLine]:
    """The lines of *year* by code."""
    return {code: line for (of_year, code), line in lines.items() if of_year == year}


def year_shown(lines: Iterable[tuple[int, str]], as_of: date) -> int | None:
    """The newest scored year not after *as_of*; None where nothing is scored by then."""
    return max((year for year, _ in lines if year <= as_of.year), default=None)


def leaf_codes(codes: Iterable[str]) -> list[str]:
    """
    The codes that no other code lies under, in the order given.

    >>> leaf_codes(["1", "1.1", "1.1.1", "1.10"])
    ['1.1.1', '1.10']
    """
    given = list(codes)
    parents = {code.rpartition(".")[0] for code in given}
    # A parent's code may be missing from the sheet, so every prefix counts as one.
    above = {".".join(code.split(".")[:n]) for code in parents if code for n in range(1, code.count(".") + 2)}
    return [code for code in given if code not in above]


def scale_codes(lines: Mapping[str, ScoreLine], apart: frozenset[str] = frozenset()) -> list[str]:
    """The leaf codes of a sheet without bonus and penalty groups: those of its set, *apart*, and those that it names."""
    apart |= outside_codes(
        Line(code, code.rpartition(".")[0] or None, line.name, line.max_score) for code, line in lines.items()
    )
    return [code for code in leaf_codes(lines) if code not in apart]


def points_outside(
    groups: Iterable[OutsideGroup], sheet: Mapping[str, ScoreLine], *, is_bonus: bool
) -> Decimal | None:
    """
    The bonus or the penalty of a year, each group within its cap; None where no sheet of the year is known.

    What a sheet prints in a column of its own counts with the groups, and together never more than their caps.
    """
    if not sheet:
        return None
    own = [one for one in groups if one.kind == ("bonus" if is_bonus else "penalty")]
    column = "bonus_points" if is_bonus else "penalty_points"
    apart = [abs(value) for line in sheet.values() if (value := getattr(line, column)) is not None]
    given = {code: value for code, line in sheet.items() if (value := _given(line)) is not None}
    total = sum(apart, Decimal(0)) + sum((one.points(given) for one in own), Decimal(0))
    caps = [one.cap for one in own]
    return min(total, sum(caps, Decimal(0))) if caps and None not in caps else total  # type: ignore[arg-type]


def _given(line: ScoreLine) -> Decimal | None:
    """What a line was given, by whoever spoke last."""
    return line.self_score if line.outcome is None else line.outcome

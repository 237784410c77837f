"""What can be wrong with one cell or row, as a value."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from domain.agency.office import spoken
from domain.program.places import CODES
from domain.said.hints import hint_of

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Issue:
    """
    One cell or row that could not be taken as it stands, or is taken with a remark.

    Attributes:
        code: Key into `data/codes/issues.csv`, which holds the Vietnamese wording.
        sheet: Sheet name as written in the workbook.
        row: Row number, counted from 1 as the user sees it; None for a whole sheet.
        column: Heading as written in the workbook, or None for a whole-row issue.
        value: What the cell held, unaltered.
        letter: Column letter, so that ``HpNet!F37`` can be named; None where there is none.
        level: Overrides the severity of the code list for this one issue.
    """

    code: str
    sheet: str
    row: int | None
    column: str | None
    value: str | None
    letter: str | None = None
    level: Severity | None = None

    @property
    def severity(self) -> Severity:
        """``error`` rejects its row, ``warning`` does not."""
        return self.level or issue_words()[self.code].severity

    @property
    def place(self) -> str:
        """
        The cell as a person would name it.

        >>> Issue("missing_value", "HpNet", 37, "Hạn", None, "F").place
        'HpNet!F37'
        """
        if self.row is None:
            return self.sheet
        return f"{self.sheet}!{self.letter or ''}{self.row}"

    @property
    def message(self) -> str:
        """What, where and what to do, in Vietnamese."""
        words = issue_words()[self.code]
        value = "" if self.value is None else self.value
        what = words.what_vi.replace("{value}", value).replace("{column}", self.column or "")
        column = f" (cột {self.column})" if self.column else ""
        sentence = f"{what}, ở {self.place}{column}."
        hint = hint_of(self.code, self.value, self.column)
        return " ".join(filter(None, (sentence, hint, spoken(words.remedy_vi))))


def by_place(issues: Iterable[Issue], sheets: Iterable[str]) -> list[Issue]:
    """*issues*, each once: sheet by sheet as in *sheets*, those of the whole table first, then down and across."""
    place = {sheet: number for number, sheet in enumerate(dict.fromkeys(sheets))}
    return sorted(
        dict.fromkeys(issues),
        key=lambda one: (
            place.get(one.sheet, len(place)),
            one.row or 0,
            len(one.letter or ""),
            one.letter or "",
            one.code,
            one.value or "",
        ),
    )


@dataclass(frozen=True, slots=True)
class IssueWords:
    """The wording of one issue code: what is wrong and how to put it right."""

    code: str
    severity: Severity
    what_vi: str
    remedy_vi: str


@cache
def issue_words() -> dict[str, IssueWords]:
    """Every issue code with its wording, from `data/codes/issues.csv`."""
    with (CODES / "issues.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: IssueWords(**row) for row in csv.DictReader(file)}  # type: ignore[arg-type]

"""The departments of the agency, in their official order."""

import csv
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.program.errors import UnknownNameError
from domain.program.places import CODES, Live, effective, kept


@dataclass(frozen=True, slots=True)
class Department:
    """
    One department (phòng, đơn vị sự nghiệp) or the leadership.

    Attributes:
        code: Stable identifier such as ``QLDT``.
        name_vi: Full name.
        short_vi: Name for narrow places, at most 24 characters.
        kind: ``leadership`` rows are known but not scored.
        aliases: Other spellings met in files.
        valid_from: Its first day; None where it was always there.
        valid_until: Its last day; None while it goes on.
        successors: Who took over its work: one where it was renamed or merged, several where it was split.
    """

    code: str
    name_vi: str
    short_vi: str
    kind: Literal["office", "specialised", "service_unit", "leadership"]
    aliases: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def is_scored(self) -> bool:
        """Leadership is known to every file and scored by none."""
        return self.kind != "leadership"

    def is_there(self, as_of: date) -> bool:
        """Tell whether it is one of the office's units on that day; its first and its last day belong to it."""
        return (self.valid_from or date.min) <= as_of <= (self.valid_until or date.max)


_FILE = CODES / "departments.csv"


@kept(_FILE)
def departments() -> tuple[Department, ...]:
    """Every department of `data/codes/departments.csv`, in file order."""
    with effective(_FILE).open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Department(
                code=row["code"],
                name_vi=row["name_vi"],
                short_vi=row["short_vi"],
                kind=row["kind"],  # type: ignore[arg-type]
                aliases=_several(row["aliases"]),
                valid_from=_day(row.get("valid_from")),
                valid_until=_day(row.get("valid_until")),
                successors=_several(row.get("successors")),
            )
            for row in csv.DictReader(file)
        )


def _several(cell: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (cell or "").split("|")))


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


@kept(_FILE)
def scored_codes(as_of: date | None = None) -> tuple[str, ...]:
    """Codes of the departments that get a score, in file order; with *as_of* those that are there on it."""
    return tuple(d.code for d in departments() if d.is_scored and (as_of is None or d.is_there(as_of)))


@kept(_FILE)
def all_codes() -> tuple[str, ...]:
    """Codes of all departments, leadership included."""
    return tuple(d.code for d in departments())


def refuse_unknown(code: str | None) -> None:
    """Refuse a *code* that no department has, with those there are; None names none."""
    if code is not None and code not in all_codes():
        raise UnknownNameError(
            f"Không có đơn vị nào có mã “{code}”", remedy=f"Các mã đơn vị: {', '.join(all_codes())}."
        )


def department_name(code: str) -> str:
    """The full name of *code*; an unknown code is given back as it is."""
    return _names().get(code, code)


@kept(_FILE)
def _short_names() -> dict[str, str]:
    return {d.code: d.short_vi for d in departments()}


SHORT_NAMES: Live[str] = Live(_short_names)
"""Code to the name for narrow places."""

UNASSIGNED_VI = "Chưa phân công"
"""What stands in the place of a unit where nobody was given the work."""


def short_name(code: str) -> str:
    """The name of *code* for narrow places; an unknown code is given back as it is."""
    return SHORT_NAMES.get(code, code)


@kept(_FILE)
def _names() -> dict[str, str]:
    return {d.code: d.name_vi for d in departments()}

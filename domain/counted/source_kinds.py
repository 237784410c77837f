"""What is every kind of source called, which table holds its rows, and how do they come, get done and end?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from domain.agency.office import spoken
from domain.counted.checked import checked_toml
from domain.counted.source_shape import SOURCE_SHAPE
from domain.program.places import SOURCES, Live

_UNWATCHED = "Số liệu"


@dataclass(frozen=True, slots=True)
class SourceKind:
    """
    One kind of source as the rest of the house knows it; how its columns are read is the loaders' matter.

    Attributes:
        name: Name of the file under data/sources.
        short: Its name where room is scarce.
        told: What its numbers are called in a sentence about their age.
        stale_after_days: Working days its newest export may be old; None where nobody waits for a next one.
        is_daily: Comes day by day, so that its newest day is the day of the office's numbers.
        table: Table in schema core.
        department: Column of the department that a row belongs to; empty where no single one does.
        may_lack_department: A row without a department is no mistake.
        day: Column of the row's own date; empty where rows have none.
        part: Columns of what a table speaks for besides departments, such as the year.
        ends: What ends a row: a newer row of its key or its absence, that row alone, or a newer table.
        done: What says that a row is done: a column that is filled, or ``column:value``.
        summed: Column of a table of counts that is summed instead.
        unit_in_key: Place of the unit among the columns of a key that names it, counted from 1, and how many they are.
    """

    name: str
    short: str
    told: str
    stale_after_days: int | None
    is_daily: bool
    table: str
    department: str
    may_lack_department: bool
    day: str
    day_is_moment: bool
    part: tuple[str, ...]
    ends: Literal["key", "key_only", "table"]
    done: tuple[str, ...]
    summed: str
    unit_in_key: tuple[int, int] | None

    @property
    def done_on(self) -> tuple[str, ...]:
        """Columns of the day on which a row was done: the first that is filled."""
        return tuple(one for one in self.done if ":" not in one)

    @property
    def is_done_by_status(self) -> bool:
        """Whether its list may say done without a day."""
        return "status:done" in self.done


@cache
def declared_kinds() -> Mapping[str, dict[str, Any]]:
    """Every file under data/sources as it is written, in alphabetical order."""
    return {path.stem: checked_toml(path, SOURCE_SHAPE) for path in sorted(SOURCES.glob("*.toml"))}


@cache
def source_kinds() -> Mapping[str, SourceKind]:
    """Every kind by name, in the order in which people are shown them."""
    placed = sorted(declared_kinds().items(), key=lambda one: (one[1]["place"], one[0]))
    return {name: _kind(name, declared) for name, declared in placed}


def _kind(name: str, declared: dict[str, Any]) -> SourceKind:
    rows = declared.get("rows", {})
    day = rows.get("day", "")
    return SourceKind(
        name=name,
        short=declared["short_vi"],
        told=declared.get("told_vi", _UNWATCHED),
        stale_after_days=declared.get("stale_after_days"),
        is_daily=declared.get("daily", False),
        table=declared["table"],
        department=rows.get("department", ""),
        may_lack_department=rows.get("may_lack_department", False),
        day=day,
        day_is_moment=declared["columns"].get(day, {}).get("type", "").startswith("time"),
        part=tuple(rows.get("part", ())),
        ends=rows.get("ends", "key"),
        done=tuple(rows.get("done", ())),
        summed=rows.get("summed", ""),
        unit_in_key=_unit_in_key(declared["key"], rows.get("department", "")),
    )


def _unit_in_key(keys: Sequence[Sequence[str]], unit: str) -> tuple[int, int] | None:
    """Rows without a code of their own are told apart by their unit too; the first such way to tell them counts."""
    return next(((key.index(unit) + 1, len(key)) for key in keys if unit and unit in key), None)


def daily_kinds() -> tuple[str, ...]:
    """The kinds that come day by day; the others (sets, published results) do not move "today"."""
    return tuple(name for name, kind in source_kinds().items() if kind.is_daily)


# Kind to its name where room is scarce, in the office's own words.
KIND_NAMES: Mapping[str, str] = Live(
    lambda: {name: spoken(kind.short) for name, kind in source_kinds().items()}
)

"""Which units were merged, split, renamed or closed, and who goes on for whom?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.agency.departments import Department, departments
from domain.program.places import CODES, kept
from domain.wording.formats import day

_FILE = CODES / "departments.csv"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """
    What happened to units from one day on.

    Attributes:
        begins: The first day of the new state.
        before: Units that ended the day before.
        after: Units that go on for them; empty where nobody does, or (without *before*) the new ones.
    """

    begins: date
    before: tuple[Department, ...]
    after: tuple[Department, ...]

    @property
    def words(self) -> str:
        """``Từ 01/07/2025 Phòng A, Phòng B nhập thành Phòng C``: what a comparison over that day has to say."""
        old, new = _names(self.before), _names(self.after)
        if not self.before:
            return f"Từ {day(self.begins)} có thêm {new}"
        if not self.after:
            return f"Từ {day(self.begins)} {old} không còn"
        if len(self.after) > 1:
            return f"Từ {day(self.begins)} {old} tách thành {new}"
        return f"Từ {day(self.begins)} {old} {'nhập' if len(self.before) > 1 else 'chuyển'} thành {new}"


def _names(units: Iterable[Department]) -> str:
    return ", ".join(unit.name_vi for unit in units)


@kept(_FILE)
def unit_changes() -> tuple[UnitChange, ...]:
    """Every change of the list of units, the oldest first; units with the same successors and last day change together."""
    by_code = {unit.code: unit for unit in departments()}
    together: dict[tuple[date, tuple[str, ...]], list[Department]] = {}
    for unit in departments():
        if unit.valid_until is not None:
            begins = unit.valid_until + timedelta(days=1)
            together.setdefault((begins, unit.successors), []).append(unit)
    found = [
        UnitChange(begins, tuple(units), tuple(by_code[code] for code in after if code in by_code))
        for (begins, after), units in together.items()
    ]
    told = {unit.code for change in found for unit in change.after}
    new = [unit for unit in departments() if unit.valid_from is not None and unit.code not in told]
    found += [UnitChange(unit.valid_from, (), (unit,)) for unit in new if unit.valid_from is not None]
    return tuple(sorted(found, key=lambda change: change.begins))


def unit_changes_between(first: date, last: date) -> tuple[UnitChange, ...]:
    """Changes that a comparison of *first* with *last* goes over."""
    return tuple(change for change in unit_changes() if first < change.begins <= last)


def how_it_ended(code: str, as_of: date) -> UnitChange | None:
    """The change in which the unit *code* ended before the day *as_of*; None while it is there."""
    ended = [
        one for one in unit_changes() if one.begins <= as_of and any(unit.code == code for unit in one.before)
    ]
    return ended[-1] if ended else None


@kept(_FILE)
def successions() -> tuple[tuple[str, str, date], ...]:
    """Every unit that ended with each one that goes on for it, also over several changes, and the first day of the new one."""
    by_code = {unit.code: unit for unit in departments()}
    found: list[tuple[str, str, date]] = []
    for unit in departments():
        if unit.valid_until is None:
            continue
        after, begins = list(unit.successors), unit.valid_until + timedelta(days=1)
        for code in after:
            found.append((unit.code, code, begins))
            later = by_code[code].successors if code in by_code else ()
            after += [one for one in later if one not in after and one != unit.code]
    return tuple(found)


@kept(_FILE)
def followed(codes: tuple[str, ...], as_of: date) -> tuple[str, ...]:
    """
    The units whose rows somebody of *codes* reads on *as_of*, those that are there first.

    Who was in a unit that ended reads the one unit that goes on for it, and what it left behind. Where a unit was
    split nobody can tell who went where: such a person keeps the old rows, and an administrator gives the new unit.
    """
    by_code = {unit.code: unit for unit in departments()}
    found = list(codes)
    for code in found:
        unit = by_code.get(code)
        if unit is not None and not unit.is_there(as_of) and len(unit.successors) == 1:
            found += [next_one for next_one in unit.successors if next_one not in found]
    for code in found:
        found += [
            unit.code
            for unit in departments()
            if unit.successors == (code,) and _is_over(unit, as_of) and unit.code not in found
        ]
    return tuple(sorted(found, key=lambda code: code in by_code and not by_code[code].is_there(as_of)))


def _is_over(unit: Department, as_of: date) -> bool:
    return unit.valid_until is not None and unit.valid_until < as_of

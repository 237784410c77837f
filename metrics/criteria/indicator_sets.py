"""Which decisions on the indicator set are used on a day, and what is wrong with those that were loaded?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from domain.program.errors import UnknownNameError
from domain.sets.amendments import indicator_set, set_of_year
from domain.sets.indicator_sets import Decision, SetProblem, decision_key
from domain.sets.shipped_sets import shipped_decisions
from domain.sets.stated_sets import stated_decisions
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")


def loaded_decisions(reader: Reader, *, as_of: date) -> tuple[Decision, ...]:
    """Every decision that was loaded from a workbook, in the state on *as_of*."""
    return stated_decisions(reader.rows(_SQL, as_of=as_of))


def decisions_in_use(reader: Reader, *, as_of: date) -> tuple[Decision, ...]:
    """
    The decisions to choose from: what was loaded, else the shipped samples.

    A loaded base set replaces the shipped sets altogether, for a sample amendment must not
    change an official annex; a loaded amendment alone extends the shipped base.
    """
    loaded = loaded_decisions(reader, as_of=as_of)
    if any(d.amends is None for d in loaded):
        return loaded
    keys = {decision_key(d.number) for d in loaded}
    if not loaded:
        return shipped_decisions()
    return (
        *(d for d in shipped_decisions() if d.amends is None and decision_key(d.number) not in keys),
        *loaded,
    )


def outside_of_year(reader: Reader, year: int, *, as_of: date) -> frozenset[str]:
    """The codes of the bonus and penalty groups of the set that *year* is scored by; none where none was loaded."""
    loaded = decisions_in_use(reader, as_of=as_of)
    return set_of_year(year, loaded).outside_codes if any(d.amends is None for d in loaded) else frozenset()


def loaded_set_problems(reader: Reader, *, as_of: date) -> tuple[SetProblem, ...]:
    """Everything wrong with the sets that were loaded, each at its sheet and row; nothing when all is well."""
    loaded = loaded_decisions(reader, as_of=as_of)
    known = decisions_in_use(reader, as_of=as_of)
    found = [p for decision in loaded for p in _problems_with(decision, known, as_of)]
    return tuple(dict.fromkeys(found))


def _problems_with(decision: Decision, known: Sequence[Decision], as_of: date) -> tuple[SetProblem, ...]:
    try:
        return indicator_set(decision.number, as_of=as_of, decisions=known).problems
    except UnknownNameError:
        message = f"Quyết định được sửa đổi ({decision.amends}) chưa có bộ chỉ số"
        return (SetProblem("base_missing", "", decision.number, message),)

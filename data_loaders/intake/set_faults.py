"""What does an amendment break in the indicator set it amends?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from data_loaders.declared.outcome import Extract, ExtractedTable
from domain.agency.scope import whole_office
from domain.program.errors import UnknownNameError
from domain.said.issues import Issue
from domain.sets.amendments import indicator_set
from domain.sets.indicator_sets import Decision, IndicatorSet, SetProblem, decision_key
from domain.sets.shipped_sets import shipped_decisions
from domain.sets.stated_sets import stated_decisions
from store.current.warehouse import open_reader
from store.disk.home import Home

_PUBLISHED = Path(__file__).with_suffix(".sql")
_COLUMNS = (
    "decision", "amends", "in_force_from", "action", "code", "printed_code", "parent_code", "level", "name", "max_score", "method",
    "rule_text", "evidence",
)  # fmt: skip
# A clause that is not there is remarked on by `unmatched_criteria`, a rule's wording by `rule_faults`.
_SAID_HERE = ("points_do_not_add_up", "clause_exists", "unknown_parent", "rule_points")

Clause = Mapping[str, Any]


def set_faults(home: Home, extract: Extract, together: Iterable[Extract]) -> list[Issue]:
    """
    A remark at each clause of an amendment in *extract* after which the amended set is no longer sound.

    The set amended is the one published or received *together*, else the one that comes with the product.
    """
    tables = [table for table in extract.tables if table.kind == "indicator_set"]
    if not any(_is_amendment(clauses_of(table)) for table in tables):
        return []
    known = _known(home, [*together, extract])
    return [issue for table in tables for issue in _faults(table, known)]


def amended_under_its_own_number(home: Home, extract: Extract, together: Iterable[Extract]) -> Iterator[str]:
    """The number of each set that an amendment in *extract* carries as its own: its clauses would take the set's place."""
    own = {clause["decision"] for clause in _received([extract]) if clause["action"] and not clause["amends"]}
    if not own:
        return  # most files hold no set: they read nothing of those published
    bases = {
        decision_key(clause["decision"])
        for clause in _clauses(home, together)
        if not clause["action"] and not clause["amends"]
    }
    yield from sorted(number for number in own if decision_key(number) in bases)


def clauses_of(table: ExtractedTable) -> list[Clause]:
    """The rows of an indicator set as the warehouse will hold them."""
    rows = table.frame["source_row"]
    columns = [table.frame.get(name) or [None] * len(rows) for name in _COLUMNS]
    return [
        dict(zip((*_COLUMNS, "source_row", "sheet"), (*cells, row, table.sheet), strict=True))
        for row, *cells in zip(rows, *columns, strict=True)
    ]


def _is_amendment(clauses: Iterable[Clause]) -> bool:
    return any(clause["action"] or clause["amends"] for clause in clauses)


def _known(home: Home, together: Iterable[Extract]) -> tuple[Decision, ...]:
    """Every decision, of one stated twice the clauses received last; the shipped base where no base was loaded."""
    clauses = {
        (decision_key(clause["decision"]), clause["code"]): clause for clause in _clauses(home, together)
    }
    stated = stated_decisions(clauses.values())
    has_base = any(decision.amends is None for decision in stated)
    return stated if has_base else (*(d for d in shipped_decisions() if d.amends is None), *stated)


def _clauses(home: Home, together: Iterable[Extract]) -> Iterator[Clause]:
    """The clauses published, then those received *together*."""
    yield from open_reader(home, whole_office()).rows(_PUBLISHED)
    yield from _received(together)


def _received(together: Iterable[Extract]) -> Iterator[Clause]:
    for one in together:
        for table in one.tables:
            if table.kind == "indicator_set":
                yield from clauses_of(table)


def _faults(table: ExtractedTable, known: Sequence[Decision]) -> Iterator[Issue]:
    clauses = clauses_of(table)
    if not clauses or not _is_amendment(clauses):
        return
    try:
        after = indicator_set(clauses[0]["decision"], as_of=date.max, decisions=known)
    except UnknownNameError:
        amended = next((clause["amends"] for clause in clauses if clause["amends"]), None)
        yield Issue("base_set_missing", table.sheet, None, None, amended)
        return
    said = {clause["code"] for clause in clauses if clause["rule_text"]}
    for problem in dict.fromkeys(after.problems):
        row = _row_of(problem, clauses, after)
        if (
            row is not None
            and problem.kind in _SAID_HERE
            and not (problem.kind == "rule_points" and problem.code in said)
        ):
            column = "code" if problem.kind in ("clause_exists", "unknown_parent") else "max_score"
            yield _issue(table, problem, row, column)


def _issue(table: ExtractedTable, problem: SetProblem, row: int, column: str) -> Issue:
    match = table.columns.get(column)
    heading, letter = (match.leaf or match.heading, match.letter) if match else (None, None)
    return Issue(problem.kind, table.sheet, row, heading, problem.value, letter, "warning")


def _row_of(problem: SetProblem, clauses: Sequence[Clause], after: IndicatorSet) -> int | None:
    """The row that states the clause, else the first that changes something right under it."""
    at = {clause["code"]: clause["source_row"] for clause in reversed(clauses)}
    if problem.code in at:
        return at[problem.code]
    under = (c["source_row"] for c in clauses if _parent(c, after) == problem.code)
    return next(under, None)


def _parent(clause: Clause, after: IndicatorSet) -> str | None:
    """What lies above a clause; of one that was removed by its code."""
    known = after.by_code.get(clause["code"])
    return known.parent_code if known else clause["code"].rpartition(".")[0] or None

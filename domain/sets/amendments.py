"""Which tree of criteria applies on a day or under a decision, amendments included?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.program.errors import RuleNotFoundError, UnknownNameError
from domain.sets.indicator_sets import (
    Change,
    Criterion,
    Decision,
    IndicatorSet,
    IndicatorSetError,
    SetProblem,
    as_issued,
    decision_key,
    problem_at,
    with_sums,
)
from domain.sets.set_problems import problems_of
from domain.sets.shipped_sets import shipped_decisions


def indicator_set(
    decision: str | None = None, *, as_of: date, decisions: Sequence[Decision] | None = None
) -> IndicatorSet:
    """
    Return the tree that applies.

    Args:
        decision: A base set stands as issued, an amendment brings its base and everything up to
            itself: so any year may be scored under either. None: what is in force on *as_of*.
        on: The day asked about; for a whole year its 31 December. Before the first decision
            the oldest one applies.
        decisions: What to choose from; the shipped sets when None.

    Raises:
        UnknownNameError: There is no such decision.
    """
    known = tuple(shipped_decisions() if decisions is None else decisions)
    last = _decision_named(known, decision) if decision else _newest_in_force(known, as_of)
    chain = _chain(known, last, as_of if decision is None else None)
    tree = as_issued(chain[0])
    for amendment in chain[1:]:
        tree = amended(tree, amendment)
    return replace(tree, problems=(*tree.problems, *problems_of(tree)))


def set_of_year(year: int, decisions: Sequence[Decision] | None = None) -> IndicatorSet:
    """Return the tree by which *year* is scored: what is in force when it ends."""
    return indicator_set(as_of=date(year, 12, 31), decisions=decisions)


def _decision_named(known: Sequence[Decision], number: str) -> Decision:
    for decision in known:
        if decision_key(decision.number) == decision_key(number):
            return decision
    raise UnknownNameError(
        f"Không có bộ chỉ số của quyết định {number}",
        where=f"các quyết định: {', '.join(d.number for d in known)}",
        remedy="Chọn một quyết định trong danh sách.",
    )


def _newest_in_force(known: Sequence[Decision], as_of: date) -> Decision:
    bases = [d for d in known if d.amends is None]
    if not bases:
        raise RuleNotFoundError("Chưa có bộ chỉ số gốc nào", remedy="Nạp phụ lục của quyết định gốc.")
    begun = [d for d in bases if (d.in_force_from or date.min) <= as_of]
    return max(begun, key=_start) if begun else min(bases, key=_start)


def _start(decision: Decision) -> date:
    return decision.in_force_from or date.min


def _chain(known: Sequence[Decision], last: Decision, as_of: date | None) -> tuple[Decision, ...]:
    """The base set and its amendments in order: up to *last*, or in force on *as_of*."""
    base = _base_of(known, last)
    roots = {decision_key(base.number)}
    chain = [base]
    for amendment in sorted((d for d in known if d.amends is not None), key=_start):
        if decision_key(amendment.amends or "") not in roots:
            continue
        is_wanted = (
            _start(amendment) <= as_of
            if as_of
            else last.amends is not None and _start(amendment) <= _start(last)
        )
        if is_wanted:
            chain.append(amendment)
            roots.add(decision_key(amendment.number))
    return tuple(chain)


def _base_of(known: Sequence[Decision], decision: Decision) -> Decision:
    seen = {decision_key(decision.number)}
    while decision.amends is not None:
        decision = _decision_named(known, decision.amends)
        if decision_key(decision.number) in seen:
            raise IndicatorSetError("Quyết định sửa đổi vòng quanh chính nó", where=decision.number)
        seen.add(decision_key(decision.number))
    return decision


def amended(tree: IndicatorSet, amendment: Decision) -> IndicatorSet:
    """
    Return *tree* with every change of *amendment*, or unchanged with the problems found.

    An amendment with one impossible clause is not applied at all: nothing is half amended.
    """
    problems = amendment_problems(tree, amendment)
    if problems:
        return replace(tree, problems=(*tree.problems, *problems))
    criteria = list(tree.criteria)
    for change in amendment.changes:
        criteria = _APPLY[change.action](criteria, change)
    return replace(
        tree,
        decision=amendment.number,
        title=amendment.title,
        is_sample=tree.is_sample or amendment.is_sample,
        criteria=with_sums(criteria),
        amended_by=(*tree.amended_by, amendment.number),
    )


def _add(criteria: list[Criterion], change: Change) -> list[Criterion]:
    new = change.criterion
    assert new is not None
    family = {new.parent_code}
    last = len(criteria) - 1 if new.parent_code is None else 0
    for place, criterion in enumerate(criteria):
        if criterion.code in family or criterion.parent_code in family:
            family.add(criterion.code)
            last = place
    return [*criteria[: last + 1], new, *criteria[last + 1 :]]


def _change(criteria: list[Criterion], change: Change) -> list[Criterion]:
    return [
        _merged(c, change.criterion) if c.code == change.code and change.criterion else c for c in criteria
    ]


def _merged(old: Criterion, new: Criterion) -> Criterion:
    """*old* with everything that *new* states; what an amendment leaves blank stays."""
    stated = {
        name: getattr(new, name)
        for name in Criterion.__dataclass_fields__
        if getattr(new, name) not in (None, "") and name not in ("code", "level")
    }
    return replace(old, **stated)


def _remove(criteria: list[Criterion], change: Change) -> list[Criterion]:
    gone = {change.code}
    for criterion in criteria:
        if criterion.parent_code in gone:
            gone.add(criterion.code)
    return [c for c in criteria if c.code not in gone]


_APPLY = {"add": _add, "change": _change, "remove": _remove}


def amendment_problems(tree: IndicatorSet, amendment: Decision) -> list[SetProblem]:
    """Return the clauses of *amendment* that cannot be applied to *tree*, each with its place."""
    known = set(tree.by_code)
    problems = []
    for change in amendment.changes:
        is_known = change.code in known
        if change.action == "add" and is_known:
            problems.append(problem_at("clause_exists", change, f"Bổ sung {change.code} nhưng mục này đã có"))
        elif change.action != "add" and not is_known:
            what = "Sửa đổi" if change.action == "change" else "Bãi bỏ"
            problems.append(
                problem_at("clause_missing", change, f"{what} {change.code} nhưng không có mục này")
            )
        parent = change.criterion.parent_code if change.criterion else None
        if change.action == "add" and parent is not None and parent not in known:
            problems.append(
                problem_at("unknown_parent", change, f"Mục cha {parent} của {change.code} không có")
            )
        known = known | {change.code} if change.action == "add" else known
    return problems

"""Which criteria, with which points and rules, does a decision set for a year, and what did an amendment move?"""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from domain.errors import DashboardError, RuleNotFoundError, UnknownNameError
from domain.places import INDICATOR_SETS, RULES
from domain.rule_text import rule_of_text
from domain.scoring import RULE_TYPES, Rule, Step, rule_problems
from domain.text import fold
from store.reader import Reader

Action = Literal["add", "change", "remove"]
_SQL = Path(__file__).with_suffix(".sql")
_MEASURED = RULES / "measured_criteria.toml"
_DECISION = re.compile(r"(\d+)\s*/\s*([a-zđ0-9-]+)")
_STEP = re.compile(r"^(>?)(\d+(?:,\d+)?)(\.\.(\d+(?:,\d+)?)?)?=(\d+(?:,\d+)?)$")
_ZERO = Decimal(0)


class IndicatorSetError(DashboardError):
    """An indicator set cannot be used; `where` names the clause."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One clause of a set: a field, a criterion or a sub-criterion; only leaves are scored.

    Attributes:
        code: Exactly as printed; ``1.10`` is not ``1.1``.
        max_score: None where the sheet leaves it out (a parent then has the sum of its children).
        method: self, appraisal or survey; None above the leaves.
        rule: None when the wording is not one we know: scored by hand.
        measured_by: Name of the measure that feeds the leaf, None without one.
        unit: What a count or deduction rule counts, in words.
        place: Where the clause stands, for messages.
    """

    code: str
    parent_code: str | None
    level: int
    name: str
    max_score: Decimal | None
    method: str | None = None
    rule: Rule | None = None
    measured_by: str | None = None
    rule_text: str = ""
    evidence: str = ""
    unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One clause of an amendment; *criterion* holds the new wording, None for a removal."""

    action: Action
    code: str
    criterion: Criterion | None
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """
    One decision as it was issued: a base set with its criteria, or an amendment with its changes.

    Attributes:
        number: Such as ``3078/QĐ-UBND``.
        amends: Number of the decision it amends; None for a base set.
        is_sample: Shipped as "mẫu": assumed weights, not the official annex.
    """

    number: str
    title: str
    in_force_from: date | None
    amends: str | None = None
    is_sample: bool = False
    total: Decimal | None = None
    criteria: tuple[Criterion, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SetProblem:
    """What is wrong with a set, and where: *code* is the clause, *place* its file or sheet row."""

    kind: str
    code: str
    place: str
    message: str


@dataclass(frozen=True)
class IndicatorSet:
    """
    The effective tree: a base set with the amendments that apply to it.

    Attributes:
        decision: Number of the decision that shaped it last.
        base: Number of the base decision.
        amended_by: Numbers of the amendments applied, oldest first.
    """

    decision: str
    base: str
    title: str
    is_sample: bool
    criteria: tuple[Criterion, ...]
    amended_by: tuple[str, ...] = ()
    problems: tuple[SetProblem, ...] = field(default=(), compare=False)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Criteria by their printed code."""
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def children(self) -> dict[str | None, tuple[Criterion, ...]]:
        """Criteria under each parent code; fields under None."""
        found: dict[str | None, list[Criterion]] = {}
        for criterion in self.criteria:
            found.setdefault(criterion.parent_code, []).append(criterion)
        return {code: tuple(under) for code, under in found.items()}

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The scored criteria, in printed order."""
        return tuple(c for c in self.criteria if c.code not in self.children)

    @cached_property
    def total(self) -> Decimal:
        """Points of all leaves."""
        return sum((leaf.max_score or _ZERO for leaf in self.leaves), _ZERO)

    def path(self, code: str) -> tuple[str, ...]:
        """*code* and the codes above it, up to its field."""
        found: list[str] = []
        step: str | None = code
        while step in self.by_code and step not in found:
            found.append(step)
            step = self.by_code[step].parent_code
        return tuple(found)

    def field_of(self, code: str) -> str:
        """Code of the field (lĩnh vực) that *code* lies in."""
        path = self.path(code)
        return path[-1] if path else code.split(".")[0]


def decision_key(number: str) -> str:
    """
    Return what identifies a decision however it is written.

    >>> decision_key("Quyết định số 3078/QĐ-UBND ngày 21/9/2022") == decision_key("3078/qđ-ubnd")
    True
    """
    found = _DECISION.search(number.casefold())
    return fold(f"{found[1]}/{found[2]}") if found else fold(number)


def indicator_set(
    decision: str | None = None, *, on: date, decisions: Sequence[Decision] | None = None
) -> IndicatorSet:
    """
    Return the tree that applies.

    Args:
        decision: A base set stands as issued, an amendment brings its base and everything up to
            itself: so any year may be scored under either. None: what is in force on *on*.
        on: The day asked about; for a whole year its 31 December. Before the first decision
            the oldest one applies.
        decisions: What to choose from; the shipped sets when None.

    Raises:
        UnknownNameError: There is no such decision.
    """
    known = tuple(shipped_decisions() if decisions is None else decisions)
    last = _decision_named(known, decision) if decision else _newest_in_force(known, on)
    chain = _chain(known, last, on if decision is None else None)
    tree = _as_issued(chain[0])
    for amendment in chain[1:]:
        tree = amended(tree, amendment)
    return replace(tree, problems=(*tree.problems, *problems_of(tree)))


def set_of_year(year: int, decisions: Sequence[Decision] | None = None) -> IndicatorSet:
    """Return the tree by which *year* is scored: what is in force when it ends."""
    return indicator_set(on=date(year, 12, 31), decisions=decisions)


def _decision_named(known: Sequence[Decision], number: str) -> Decision:
    for decision in known:
        if decision_key(decision.number) == decision_key(number):
            return decision
    raise UnknownNameError(
        f"Không có bộ chỉ số của quyết định {number}",
        where=f"các quyết định: {', '.join(d.number for d in known)}",
        remedy="Chọn một quyết định trong danh sách.",
    )


def _newest_in_force(known: Sequence[Decision], on: date) -> Decision:
    bases = [d for d in known if d.amends is None]
    if not bases:
        raise RuleNotFoundError("Chưa có bộ chỉ số gốc nào", remedy="Nạp phụ lục của quyết định gốc.")
    begun = [d for d in bases if (d.in_force_from or date.min) <= on]
    return max(begun, key=_start) if begun else min(bases, key=_start)


def _start(decision: Decision) -> date:
    return decision.in_force_from or date.min


def _chain(known: Sequence[Decision], last: Decision, on: date | None) -> tuple[Decision, ...]:
    """The base set and its amendments in order: up to *last*, or in force on *on*."""
    base = _base_of(known, last)
    roots = {decision_key(base.number)}
    chain = [base]
    for amendment in sorted((d for d in known if d.amends is not None), key=_start):
        if decision_key(amendment.amends or "") not in roots:
            continue
        is_wanted = (
            _start(amendment) <= on if on else last.amends is not None and _start(amendment) <= _start(last)
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


def _as_issued(base: Decision) -> IndicatorSet:
    return IndicatorSet(base.number, base.number, base.title, base.is_sample, _with_sums(base.criteria))


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
        criteria=_with_sums(criteria),
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


def _with_sums(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """A parent without printed points has the sum of its children."""
    given = tuple(criteria)
    if all(c.max_score is not None for c in given):
        return given
    under: dict[str | None, list[Criterion]] = {}
    for criterion in given:
        under.setdefault(criterion.parent_code, []).append(criterion)

    def points(criterion: Criterion, above: frozenset[str] = frozenset()) -> Decimal | None:
        if criterion.max_score is not None or criterion.code not in under or criterion.code in above:
            return criterion.max_score
        inside = above | {criterion.code}
        return sum((points(child, inside) or _ZERO for child in under[criterion.code]), _ZERO)

    return tuple(replace(c, max_score=points(c)) for c in given)


def amendment_problems(tree: IndicatorSet, amendment: Decision) -> list[SetProblem]:
    """Return the clauses of *amendment* that cannot be applied to *tree*, each with its place."""
    known = set(tree.by_code)
    problems = []
    for change in amendment.changes:
        is_known = change.code in known
        if change.action == "add" and is_known:
            problems.append(_problem("clause_exists", change, f"Bổ sung {change.code} nhưng mục này đã có"))
        elif change.action != "add" and not is_known:
            what = "Sửa đổi" if change.action == "change" else "Bãi bỏ"
            problems.append(
                _problem("clause_missing", change, f"{what} {change.code} nhưng không có mục này")
            )
        parent = change.criterion.parent_code if change.criterion else None
        if change.action == "add" and parent is not None and parent not in known:
            problems.append(
                _problem("unknown_parent", change, f"Mục cha {parent} của {change.code} không có")
            )
        known = known | {change.code} if change.action == "add" else known
    return problems


def _problem(kind: str, clause: Criterion | Change, message: str) -> SetProblem:
    return SetProblem(kind, clause.code, clause.place, message)


def problems_of(tree: IndicatorSet, *, total: Decimal | None = None) -> tuple[SetProblem, ...]:
    """Return everything wrong with *tree*: codes, parents, sums at every level, rules."""
    return (*_code_problems(tree), *_sum_problems(tree, total), *_rule_problems(tree))


def _code_problems(tree: IndicatorSet) -> list[SetProblem]:
    problems, seen = [], set()
    for criterion in tree.criteria:
        if criterion.code in seen:
            problems.append(_problem("duplicate_code", criterion, f"Mã {criterion.code} ghi hai lần"))
        seen.add(criterion.code)
        if criterion.parent_code is not None and criterion.parent_code not in tree.by_code:
            message = f"Mục cha {criterion.parent_code} của {criterion.code} không có"
            problems.append(_problem("unknown_parent", criterion, message))
    return problems


def _sum_problems(tree: IndicatorSet, total: Decimal | None) -> list[SetProblem]:
    problems = []
    for criterion in tree.criteria:
        under = tree.children.get(criterion.code, ())
        below = sum((child.max_score or _ZERO for child in under), _ZERO)
        if under and criterion.max_score != below:
            message = (
                f"{criterion.code}: điểm tối đa {_vi(criterion.max_score)}, các mục con cộng lại {_vi(below)}"
            )
            problems.append(_problem("points_do_not_add_up", criterion, message))
        if not under and criterion.max_score is None:
            problems.append(_problem("missing_value", criterion, f"{criterion.code} không có điểm tối đa"))
    fields = sum((c.max_score or _ZERO for c in tree.children.get(None, ())), _ZERO)
    if total is not None and fields != total:
        message = f"Tổng điểm các lĩnh vực là {_vi(fields)}, phải là {_vi(total)}"
        problems.append(SetProblem("points_do_not_add_up", "", tree.decision, message))
    return problems


def _rule_problems(tree: IndicatorSet) -> list[SetProblem]:
    return [
        _problem("rule", leaf, f"{leaf.code}: {message}")
        for leaf in tree.leaves
        if leaf.rule is not None and leaf.max_score is not None
        for message in rule_problems(leaf.rule, leaf.max_score)
    ]


def _vi(points: Decimal | None) -> str:
    return "trống" if points is None else f"{points:f}".replace(".", ",")


DIFFERENCE_COLUMNS = (
    "code", "name", "change", "old_max", "new_max", "points_moved", "what_changed", "old_rule", "new_rule", "is_leaf",
)  # fmt: skip


def set_difference(old: IndicatorSet, new: IndicatorSet) -> pd.DataFrame:
    """
    Compare two trees clause by clause.

    Returns:
        One row per clause that differs: code, name, change (added, changed, removed), old_max and
        new_max (points, None where the clause is not there), points_moved (new − old), what_changed
        (words), old_rule, new_rule, is_leaf. Points moved of the leaves add up to the change of the total.
    """
    codes = [*old.by_code, *(code for code in new.by_code if code not in old.by_code)]
    rows = [_difference(code, old, new) for code in codes]
    return pd.DataFrame([row for row in rows if row], columns=list(DIFFERENCE_COLUMNS))


def _difference(code: str, old: IndicatorSet, new: IndicatorSet) -> dict[str, Any] | None:
    before, after = old.by_code.get(code), new.by_code.get(code)
    changed = _what_changed(before, after)
    if before and after and not changed:
        return None
    old_max = before.max_score if before else None
    new_max = after.max_score if after else None
    return {
        "code": code,
        "name": (after or before).name,  # type: ignore[union-attr]
        "change": "added" if before is None else "removed" if after is None else "changed",
        "old_max": old_max,
        "new_max": new_max,
        "points_moved": (new_max or _ZERO) - (old_max or _ZERO),
        "what_changed": ", ".join(changed),
        "old_rule": before.rule_text if before else "",
        "new_rule": after.rule_text if after else "",
        "is_leaf": code not in (new if after else old).children,
    }


_FIELD_WORDS = {
    "name": "tên", "max_score": "điểm tối đa", "rule": "quy tắc chấm", "rule_text": "lời văn", "method": "cách chấm",
    "parent_code": "vị trí", "evidence": "tài liệu kiểm chứng",
}  # fmt: skip


def _what_changed(before: Criterion | None, after: Criterion | None) -> list[str]:
    if before is None or after is None:
        return []
    return [words for name, words in _FIELD_WORDS.items() if getattr(before, name) != getattr(after, name)]


@cache
def shipped_decisions(folder: Path = INDICATOR_SETS) -> tuple[Decision, ...]:
    """
    Every decision of `data/indicator_sets/`, oldest first.

    Raises:
        IndicatorSetError: A file is wrong; the message names file, line and clause.
    """
    return tuple(sorted((_shipped(path) for path in folder.glob("*/set.toml")), key=_start))


def _shipped(path: Path) -> Decision:
    head = tomllib.loads(path.read_text(encoding="utf-8"))
    decision = Decision(
        number=head["decision"],
        title=head["title"],
        in_force_from=head["in_force_from"],
        amends=head.get("amends"),
        is_sample=head.get("is_sample", False),
        total=Decimal(head["total"]) if "total" in head else None,
        criteria=tuple(_criterion(row, place) for row, place in _lines(path.with_name("criteria.csv"))),
        changes=tuple(_shipped_change(row, place) for row, place in _lines(path.with_name("changes.csv"))),
    )
    _refuse_wrong_base(decision)
    return decision


def _refuse_wrong_base(decision: Decision) -> None:
    if decision.amends is not None:
        return
    for problem in problems_of(_as_issued(decision), total=decision.total):
        raise IndicatorSetError(problem.message, where=problem.place, remedy="Sửa tệp bộ chỉ số.")


def _lines(path: Path) -> Iterable[tuple[dict[str, str], str]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield row, f"{path.parent.name}/{path.name}, dòng {reader.line_num}"


def _shipped_change(row: dict[str, str], place: str) -> Change:
    action = row["action"]
    if action not in _APPLY:
        raise IndicatorSetError(
            f"Không hiểu loại sửa đổi “{action}”", where=place, remedy="Ghi add, change, remove."
        )
    criterion = None if action == "remove" else _criterion(row, place)
    return Change(action, row["code"], criterion, row.get("note", ""), place)  # type: ignore[arg-type]


def _criterion(row: dict[str, str], place: str) -> Criterion:
    return Criterion(
        code=row["code"],
        parent_code=row["parent_code"] or None,
        level=int(row["level"]),
        name=row["name"],
        max_score=_points(row["max_score"], place),
        method=row["method"] or None,
        rule=_rule(row, place),
        measured_by=row["measured_by"] or None,
        rule_text=row["rule_text"],
        evidence=row["evidence"],
        unit=row["unit"],
        place=place,
    )


def _rule(row: dict[str, str], place: str) -> Rule | None:
    if not row["rule_type"]:
        return None
    if row["rule_type"] not in RULE_TYPES:
        raise IndicatorSetError(f"Không có loại quy tắc “{row['rule_type']}”", where=place)
    return Rule(
        type=row["rule_type"],  # type: ignore[arg-type]
        floor_pct=_points(row["floor_pct"], place),
        target_pct=_points(row["target_pct"], place),
        each_points=_points(row["each_points"], place),
        steps=steps_of_text(row["steps"], is_count=row["rule_type"] == "count", place=place),
        is_rounded=row["is_rounded"] == "có",
        na_policy=row["na_policy"] or "reduce_max",  # type: ignore[arg-type]
    )


def _points(text: str, place: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation as error:
        raise IndicatorSetError(f"“{text}” không phải là số", where=place, remedy="Ghi như 0,50.") from error


def steps_of_text(text: str, *, is_count: bool = False, place: str = "") -> tuple[Step, ...]:
    """
    Return the steps written as ``100..=1|80..100=0,5|0..80=0``.

    A single number stands for itself alone; of a count it covers up to the next whole number.

        >>> [step.points for step in steps_of_text("80..=1|0..80=0")]
        [Decimal('1'), Decimal('0')]
    """
    return tuple(_one_step(part, is_count, place) for part in text.split("|") if part)


def _one_step(part: str, is_count: bool, place: str) -> Step:
    found = _STEP.match(part.strip())
    if found is None:
        raise IndicatorSetError(f"Không hiểu bậc điểm “{part}”", where=place, remedy="Ghi như 80..100=0,5.")
    low, high = (None if n is None else Decimal(n.replace(",", ".")) for n in (found[2], found[4]))
    assert low is not None
    if found[3] is None:
        high = low + 1 if is_count else low
    return Step(low, high, Decimal(found[5].replace(",", ".")), is_low_open=found[1] == ">")


def loaded_decisions(reader: Reader, *, as_of: date) -> tuple[Decision, ...]:
    """
    Every decision that was loaded from a workbook, in the state on *as_of*.

    Rules are read from the wording; which measure feeds a leaf from its name
    (`data/rules/measured_criteria.toml`) or from the shipped clause of the same code and name.
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in reader.rows(_SQL, as_of=as_of):
        grouped.setdefault(decision_key(row["decision"]), []).append(row)
    return tuple(_loaded(rows) for rows in grouped.values())


def _loaded(rows: Sequence[Mapping[str, Any]]) -> Decision:
    amends = next((row["amends"] for row in rows if row["amends"]), None)
    is_amendment = amends is not None or any(row["action"] for row in rows)
    codes = {row["code"] for row in rows}
    clauses = [(row, _loaded_criterion(row, codes)) for row in rows]
    return Decision(
        number=rows[0]["decision"],
        title=rows[0]["decision"],
        in_force_from=next((row["in_force_from"] for row in rows if row["in_force_from"]), None),
        amends=(amends or _only_base()) if is_amendment else None,
        criteria=() if is_amendment else tuple(criterion for _, criterion in clauses),
        changes=tuple(_loaded_change(row, c) for row, c in clauses) if is_amendment else (),
    )


def _only_base() -> str:
    """An amendment that does not name its base amends the oldest base set known."""
    return next(d.number for d in shipped_decisions() if d.amends is None)


def _loaded_change(row: Mapping[str, Any], criterion: Criterion) -> Change:
    action = row["action"] or "change"
    return Change(action, row["code"], None if action == "remove" else criterion, place=criterion.place)


def _loaded_criterion(row: Mapping[str, Any], codes: set[str]) -> Criterion:
    shipped = _shipped_clause(row["code"], row["name"] or "")
    text = row["rule_text"] or ""
    return Criterion(
        code=row["code"],
        parent_code=_stated_parent(row) or _parent_by_code(row["code"], codes),
        level=row["level"] or row["code"].count(".") + 1,
        name=row["name"] or "",
        max_score=row["max_score"],
        method=row["method"] or (shipped.method if shipped else None),
        rule=rule_of_text(text) or (shipped.rule if shipped and _same_points(shipped, row) else None),
        measured_by=(shipped.measured_by if shipped else None) or measure_by_name(row["name"] or ""),
        rule_text=text,
        evidence=row["evidence"] or "",
        unit=shipped.unit if shipped else "",
        place=f"{row['sheet']}, dòng {row['source_row']}",
    )


def _same_points(shipped: Criterion, row: Mapping[str, Any]) -> bool:
    return row["max_score"] is None or shipped.max_score == row["max_score"]


def _stated_parent(row: Mapping[str, Any]) -> str | None:
    """The parent the sheet names; a clause that names itself names nothing."""
    return None if row["parent_code"] == row["code"] else row["parent_code"]


def _parent_by_code(code: str, codes: set[str]) -> str | None:
    parent = code.rpartition(".")[0]
    return parent if parent in codes else None


@cache
def _shipped_clauses() -> dict[tuple[str, str], Criterion]:
    found: dict[tuple[str, str], Criterion] = {}
    for decision in shipped_decisions():
        for criterion in (*decision.criteria, *(c.criterion for c in decision.changes if c.criterion)):
            found.setdefault((criterion.code, fold(criterion.name)), criterion)
    return found


def _shipped_clause(code: str, name: str) -> Criterion | None:
    return _shipped_clauses().get((code, fold(name)))


def measure_by_name(name: str) -> str | None:
    """Return the measure whose key words all stand in *name*, None where no measure fits."""
    folded = fold(name)
    return next(
        (measure for measure, words in _measure_words() if all(word in folded for word in words)), None
    )


@cache
def _measure_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries = tomllib.loads(_MEASURED.read_text(encoding="utf-8"))["measure"]
    return tuple((entry["name"], tuple(fold(word) for word in entry["words"])) for entry in entries)


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


def loaded_set_problems(reader: Reader, *, as_of: date) -> tuple[SetProblem, ...]:
    """Everything wrong with the sets that were loaded, each at its sheet and row; nothing when all is well."""
    loaded = loaded_decisions(reader, as_of=as_of)
    known = decisions_in_use(reader, as_of=as_of)
    found = [p for decision in loaded for p in _problems_with(decision, known, as_of)]
    return tuple(dict.fromkeys(found))


def _problems_with(decision: Decision, known: Sequence[Decision], on: date) -> tuple[SetProblem, ...]:
    try:
        return indicator_set(decision.number, on=on, decisions=known).problems
    except UnknownNameError:
        message = f"Quyết định được sửa đổi ({decision.amends}) chưa có bộ chỉ số"
        return (SetProblem("base_missing", "", decision.number, message),)

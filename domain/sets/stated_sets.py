"""Which decisions on the indicator set do the rows of a workbook state?"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.program.places import INDICATOR_SETS, RULES, effective, kept
from domain.rules.rule_in_use import rule_in_use
from domain.rules.scoring import Rule
from domain.sets.indicator_sets import Change, Criterion, Decision, decision_key
from domain.sets.shipped_sets import shipped_decisions
from domain.wording.text import fold

_MEASURED = RULES / "measured_criteria.toml"

Clause = Mapping[str, Any]


def stated_decisions(rows: Iterable[Clause]) -> tuple[Decision, ...]:
    """
    The decisions that *rows* of table ``indicator`` state.

    Rules are read from the wording; which measure feeds a leaf from its name
    (`data/rules/measured_criteria.toml`) or from the shipped clause of the same code and name.
    """
    grouped: dict[str, list[Clause]] = {}
    for row in rows:
        grouped.setdefault(decision_key(row["decision"]), []).append(row)
    bases = [own[0]["decision"] for own in grouped.values() if not _is_amendment(own)]
    return tuple(_stated(own, bases[0] if len(bases) == 1 else None) for own in grouped.values())


def _is_amendment(rows: Sequence[Clause]) -> bool:
    return any(row["amends"] or row["action"] for row in rows)


def _stated(rows: Sequence[Clause], only_base: str | None) -> Decision:
    """One decision; an amendment that does not name its base amends the only one there is."""
    amends = next((row["amends"] for row in rows if row["amends"]), None)
    is_amendment = _is_amendment(rows)
    codes = {row["code"] for row in rows}
    clauses = [(row, _stated_criterion(row, codes)) for row in rows]
    return Decision(
        number=rows[0]["decision"],
        title=rows[0]["decision"],
        in_force_from=next((row["in_force_from"] for row in rows if row["in_force_from"]), None),
        amends=(amends or only_base or _shipped_base()) if is_amendment else None,
        is_sample=is_amendment and _is_shipped_sample(rows),
        criteria=() if is_amendment else tuple(criterion for _, criterion in clauses),
        changes=tuple(_stated_change(row, c) for row, c in clauses) if is_amendment else (),
    )


def _is_shipped_sample(rows: Sequence[Clause]) -> bool:
    """An amendment that says what the shipped sample of the same number says is that sample."""
    shipped = {decision_key(d.number): d for d in shipped_decisions() if d.is_sample}.get(
        decision_key(rows[0]["decision"])
    )
    if shipped is None:
        return False
    ours = {(row["code"], row["action"] or "change", _points_moved(row)) for row in rows}
    theirs = {(c.code, c.action, c.criterion.max_score if c.criterion else None) for c in shipped.changes}
    return ours == theirs


def _points_moved(row: Clause) -> Decimal | None:
    """A clause that is repealed moves its own points only, whatever it was worth."""
    return None if row["action"] == "remove" else row["max_score"]


def _shipped_base() -> str | None:
    return next((d.number for d in shipped_decisions() if d.amends is None), None)


def _stated_change(row: Clause, criterion: Criterion) -> Change:
    action = row["action"] or "change"
    return Change(action, row["code"], None if action == "remove" else criterion, place=criterion.place)


def _stated_criterion(row: Clause, codes: set[str]) -> Criterion:
    shipped = _shipped_clause(row["code"], row["name"] or "")
    text = row["rule_text"] or ""
    return Criterion(
        code=row["code"],
        parent_code=_stated_parent(row) or _parent_by_code(row["code"], codes),
        level=row["level"] or row["code"].count(".") + 1,
        name=row["name"] or "",
        max_score=row["max_score"],
        method=row["method"] or (shipped.method if shipped else None),
        rule=_rule(text, row, shipped),
        measured_by=(shipped.measured_by if shipped else None) or measure_by_name(row["name"] or ""),
        rule_text=text,
        evidence=row["evidence"] or "",
        unit=shipped.unit if shipped else "",
        printed_code=row["printed_code"],
        place=f"{row['sheet']}, dòng {row['source_row']}",
    )


def _rule(text: str, row: Clause, shipped: Criterion | None) -> Rule | None:
    """The rule its own words state; the shipped one answers only where the words are missing, or its very own."""
    if text and (shipped is None or fold(text) != fold(shipped.rule_text)):
        return rule_in_use(text, row["max_score"])
    return shipped.rule if shipped and _same_points(shipped, row) else rule_in_use(text, row["max_score"])


def _same_points(shipped: Criterion, row: Clause) -> bool:
    return row["max_score"] is None or shipped.max_score == row["max_score"]


def _stated_parent(row: Clause) -> str | None:
    """The parent the sheet names; a clause that names itself names nothing."""
    return None if row["parent_code"] == row["code"] else row["parent_code"]


def _parent_by_code(code: str, codes: set[str]) -> str | None:
    parent = code.rpartition(".")[0]
    return parent if parent in codes else None


@kept(INDICATOR_SETS)
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


@kept(_MEASURED)
def _measure_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries = tomllib.loads(effective(_MEASURED).read_text(encoding="utf-8-sig"))["measure"]
    return tuple((entry["name"], tuple(fold(word) for word in entry["words"])) for entry in entries)

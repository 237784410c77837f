"""What do the office's own data say of a criterion, beside what it claims of itself?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from domain.rules.scoring import RATIO_TYPES, Observation, Rule, Scored, is_unambiguous, score
from domain.wording.text import fold
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, has_kind
from metrics.counts.dossiers import done_of_shares, dossiers
from metrics.counts.published import own_results
from metrics.progress.completion import completion
from metrics.progress.rejected import rows_left_out
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_OF_COMPLETION = ("apology", "shortfall", "digital_signature", "work_file_complete")
Kind = Literal["recoverable", "running", "result"]
# What can still be done for cases already counted; the rest of a year only dilutes a running ratio.
_RUNNING = frozenset({"digital_signature", "dossiers_on_time", "dossiers_online"})


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One measured criterion over the whole office.

    Attributes:
        kind: recoverable (open cases can still be done), running (only new cases change the ratio)
            or result (an index published by others).
        required: Cases counted; None for a result.
        done: Cases that count as done.
        open_by_department: Cases left per department.
        value: The level or percent of a result.
        is_not_applicable: Nothing arose.
    """

    name: str
    kind: Kind
    required: int | None = None
    done: int | None = None
    open_by_department: Mapping[str, int] = field(default_factory=dict)
    value: Decimal | None = None
    is_not_applicable: bool = False

    @property
    def open_items(self) -> dict[str, int]:
        """
        Cases left per department, those of nobody under "".

        A case of several departments is open for each of them, though never more cases than there are.
        """
        left = (self.required or 0) - (self.done or 0)
        nobodys = left - sum(self.open_by_department.values())
        if nobodys < 0:
            return {code: min(number, left) for code, number in self.open_by_department.items()}
        return {**self.open_by_department, **({"": nobodys} if nobodys else {})}

    @property
    def observation(self) -> Observation:
        """The measure as a scoring rule reads it."""
        return Observation(
            done=None if self.done is None else Decimal(self.done),
            required=None if self.required is None else Decimal(self.required),
            value=self.value,
            is_not_applicable=self.is_not_applicable,
        )


def measures(reader: Reader, *, as_of: date) -> dict[str, Measure]:
    """Everything that can be measured on *as_of*, by name; what no source speaks of is not there."""
    found: dict[str, Measure] = {}
    if reader.kinds():
        found |= measures_of_completion(completion(reader, as_of=as_of).to_dict("records"))
    if has_kind(reader, "dossiers"):
        found |= measures_of_dossiers(dossiers(reader, as_of=as_of).to_dict("records"))
    if has_kind(reader, "hpnet_tasks"):
        found |= _closure(reader, as_of)
    return found | _results(reader, as_of)


def measures_of_completion(rows: Iterable[Mapping[Any, Any]]) -> dict[str, Measure]:
    """The obligations that feed a criterion, from the rows of `metrics.progress.completion`."""
    given = list(rows)
    return {
        row["obligation"]: _of_obligation(row, [r for r in given if r["obligation"] == row["obligation"]])
        for row in given
        if row["department_code"] == TOTAL and row["obligation"] in _OF_COMPLETION and _is_known(row["done"])
    }


def _of_obligation(total: Mapping[Any, Any], rows: list[Mapping[Any, Any]]) -> Measure:
    required, done = int(total["required"]), int(total["done"])
    # Everything done while rejected rows stand is not claimed as 100 %: one case is kept open.
    is_short = required == done and required > 0 and total["rate_pct"] < 100
    return Measure(
        name=total["obligation"],
        kind="running" if total["obligation"] in _RUNNING else "recoverable",
        required=required + is_short,
        done=done,
        open_by_department=_open(rows),
        is_not_applicable=bool(total["not_applicable"]),
    )


def _open(rows: Iterable[Mapping[Any, Any]]) -> dict[str, int]:
    left = {
        row["department_code"]: int(row["required"]) - int(row["done"])
        for row in rows
        if row["department_code"] != TOTAL and _is_known(row["required"]) and _is_known(row["done"])
    }
    return {code: number for code, number in left.items() if number > 0}


def _is_known(value: Any) -> bool:
    return value is not None and value == value and type(value).__name__ != "NAType"


def measures_of_dossiers(rows: Iterable[Mapping[Any, Any]]) -> dict[str, Measure]:
    """On-time and online dossiers, from the rows of `metrics.counts.dossiers`; an open one in time counts as on time."""
    given = {row["department_code"]: row for row in rows}
    total = given.pop(TOTAL, None)
    if total is None:
        return {}
    required = int(total["total"])
    left = {
        code: {name: int(row["total"]) - done for name, done in done_of_shares(row).items()}
        for code, row in given.items()
    }
    return {
        name: Measure(
            name, "running", required, done, {code: own[name] for code, own in left.items() if own[name]},
            is_not_applicable=not required,
        )
        for name, done in done_of_shares(total).items()
    }  # fmt: skip


def _closure(reader: Reader, as_of: date) -> dict[str, Measure]:
    """Tasks both reported complete and archived; unknown where an export has only one of the two columns."""
    rule = rule_in_force("denominator", as_of)
    flags = {name: rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")}
    rows = [r for r in reader.rows(_SQL, as_of=as_of, **flags) if r["reported_known"] and r["archived_known"]]
    if not rows:
        return {}
    required, done = sum(int(r["required"]) for r in rows), sum(int(r["done"]) for r in rows)
    left = {r["department_code"]: int(r["required"] - r["done"]) for r in rows if r["required"] > r["done"]}
    # As in `_of_obligation`: with a rejected row standing, one case is kept open.
    unread = any(kind == "hpnet_tasks" for kind, _ in rows_left_out(reader, as_of=as_of))
    is_short = required == done and required > 0 and unread
    return {"task_closure": Measure("task_closure", "recoverable", required + is_short, done, left)}


def _results(reader: Reader, as_of: date) -> dict[str, Measure]:
    """SIPAS components and the DDCI level of the year itself, where they are loaded."""
    found = {}
    for result in own_results(reader, as_of=as_of, year=as_of.year):
        if result["score"] is None:
            continue
        if result["index"] == "SIPAS" and result["component"]:
            name = f"sipas/{fold(result['component'])}"
            found[name] = Measure(name, "result", value=result["score"])
        elif result["index"] == "DDCI" and not result["component"]:
            found["ddci"] = Measure("ddci", "result", value=ddci_level(result["score"], as_of))
    return found


def ddci_level(result: Decimal, as_of: date) -> Decimal:
    """The level of a DDCI score, highest 4, by `data/rules/indicator_bands.toml`."""
    limits = sorted(rule_in_force("indicator_bands", as_of)["ddci_from"], reverse=True)
    return Decimal(next((len(limits) - n for n, limit in enumerate(limits) if result >= Decimal(limit)), 0))


def measure_for(name: str | None, known: Mapping[str, Measure]) -> Measure | None:
    """The measure called *name*; a SIPAS component matches by the words it holds."""
    if name is None:
        return None
    if not name.startswith("sipas/"):
        return known.get(name)
    words = fold(name.removeprefix("sipas/"))
    return next((m for key, m in known.items() if key.startswith("sipas/") and words in key), None)


def measured_score(rule: Rule | None, max_score: Decimal, measure: Measure | None) -> Scored | None:
    """What the measure earns today; None where there is no measure, or the rule cannot read it or has a gap or overlap."""
    if rule is None or measure is None or not is_unambiguous(rule):
        return None
    if rule.type in RATIO_TYPES and measure.required is None:
        return None
    return score(rule, max_score, measure.observation)

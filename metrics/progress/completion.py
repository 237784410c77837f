"""How far is each department from 100 % of each obligation, and how sure are we?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from domain.counted.obligations import ALL, STEPS
from domain.said.claim import Claim, claim
from metrics.asking.remembered import remembered
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, Row, in_order, no_rows, nullable, visible_codes
from metrics.counts.apologies import apology_counts, overdue_dossiers
from metrics.counts.assignments import assignment_items
from metrics.counts.documents import document_counts
from metrics.counts.shortfalls import by_department, shortfall_items
from metrics.progress.rejected import rows_left_out
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_SUMMARY = Path(__file__).with_name("summary.sql")
_DAYS = Path(__file__).with_name("export_days.sql")

# Obligation to the kinds of source it is read from; the first says what is required.
OBLIGATIONS: dict[str, tuple[str, ...]] = {one.code: one.kinds for one in ALL}
COLUMNS = (
    "department_code", "obligation", "required", "done", "rate_pct", "not_applicable", "vanished", "data_age_days",
    "from_summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """
    What one unit owes and has done for one obligation.

    Attributes:
        required: None where no source says.
        done: None where no source says.
        is_summary: Taken from the HpNet statistics, as there are no task rows.
    """

    required: int | None = None
    done: int | None = None
    vanished: int = 0
    is_summary: bool = False


Counts = dict[str | None, Count]


@dataclass(frozen=True, slots=True)
class Days:
    """
    The exports that speak for each kind and department.

    Attributes:
        newest: The newest day of them.
        said: Those that name the department or are of the whole office, so that no row means nothing arose.
    """

    newest: Mapping[tuple[str, str], date | None]
    said: Collection[tuple[str, str]]

    def covers(self, code: str, kinds: Iterable[str]) -> bool:
        """Tell whether an export of *kinds* is evidence that department *code* has no more than the rows found."""
        return any((kind, code) in self.said for kind in kinds)

    def age(self, code: str, kinds: Iterable[str], as_of: date) -> int | None:
        """Days since the oldest of the newest exports; None where all of them are later."""
        known = [day for day in (self.newest.get((kind, code)) for kind in kinds) if day is not None]
        return (as_of - min(known)).days if known else None


@remembered
def completion(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Say per department and obligation what is required, what is done, and the rate.

    Unknown is never zero: without a source ``required`` or ``done`` is null; where nothing is
    required, and an export of the whole office or of the unit itself says so, the obligation is ``not_applicable``. ``TOTAL`` leaves out units whose ``done`` is
    unknown while others' is known. A rate is 100 only when nothing is left and no rejected row
    stands for the unit.

    Source: the campaigns' notices; data/rules/denominator.toml.

    Returns:
        One row per department × obligation and ``TOTAL`` × obligation, with ``COLUMNS``.
    """
    rows = completion_rows(reader, as_of=as_of)
    return _table(rows, department) if rows else no_rows(COLUMNS)


def completion_rows(
    reader: Reader, *, as_of: date, obligations: Collection[str] = tuple(OBLIGATIONS)
) -> list[dict[str, Any]]:
    """As `completion`, for *obligations* alone, by obligation, as plain rows: unknown is None."""
    if not reader.kinds():
        return []
    days, left_out = speaking_days(reader, as_of=as_of), rows_left_out(reader, as_of=as_of)
    rows: list[dict[str, Any]] = []
    found = obligation_counts(reader, as_of=as_of, days=days, obligations=obligations)
    for obligation, (counts, total) in found.items():
        kinds = OBLIGATIONS[obligation]
        units = _units(reader, counts, days, kinds, as_of)
        row = partial(_row, obligation=obligation)
        ages = {code: days.age(code, _kinds_of(units[code], kinds), as_of) for code in units}
        for code, one in units.items():
            missing = sum(left_out[kind, code] for kind in kinds)
            rows.append(row(code, one, age=ages[code], left_out=missing))
        missing = sum(left_out[kind, TOTAL] for kind in kinds)
        oldest = max((age for age in ages.values() if age is not None), default=None)
        rows.append(
            row(TOTAL, total or total_of([*units.values(), *_nobodys(counts)]), age=oldest, left_out=missing)
        )
    return rows


def obligation_counts(
    reader: Reader, *, as_of: date, days: Days, obligations: Collection[str] = tuple(OBLIGATIONS)
) -> dict[str, tuple[Counts, Count | None]]:
    """Counts per obligation and department, with the TOTAL where departments do not add up to it."""
    # Nothing is asked of a source that no wanted obligation is read from.
    kinds = set(reader.kinds()) & {
        kind for name in obligations for kind in (*OBLIGATIONS[name], "hpnet_summary")
    }
    found: dict[str, tuple[Counts, Count | None]] = {name: ({}, None) for name in OBLIGATIONS}
    if kinds & {"hpnet_tasks", "hpnet_summary"}:
        found |= {name: (counts, None) for name, counts in _task_counts(reader, as_of, kinds, days).items()}
    if kinds & {"dossiers", "apologies"}:
        found["apology"] = (_apology_counts(reader, as_of, kinds), None)
    if "shortfalls" in kinds:
        found["shortfall"] = _item_counts(shortfall_items(reader, as_of=as_of))
    if "assignments" in kinds:
        found["assignment"] = _item_counts(assignment_items(reader, as_of=as_of))
    if "outgoing_documents" in kinds:
        found["digital_signature"] = (_signature_counts(reader, as_of), None)
    return {name: found[name] for name in OBLIGATIONS if name in obligations}


def rate_pct(done: int, required: int, *, rows_left_out: int = 0) -> float:
    """
    The rate with one decimal, 100 only when nothing is left and no rejected row stands.

    >>> rate_pct(9996, 10000), rate_pct(10, 10), rate_pct(10, 10, rows_left_out=1), rate_pct(1, 3)
    (99.9, 100.0, 99.9, 33.3)
    """
    return Claim(required, done, rows_left_out).rate_pct or 0.0


def total_of(counts: Iterable[Count]) -> Count:
    """
    The sum over units whose work is known; where nobody's is, only what is required is known.

    >>> total_of([Count(10, 5), Count(4, None), Count(None, None)])
    Count(required=10, done=5, vanished=0, is_summary=False)

    Nothing arose only where it did for everybody:

    >>> total_of([Count(0, 0), Count(None, None)]).required is None, total_of([Count(0, 0), Count(0, 0)]).required
    (True, 0)
    """
    counts = list(counts)
    asked = [each for each in counts if each.required is not None]
    if len(asked) < len(counts) and not any(each.required for each in asked):
        return Count()
    known = [each for each in asked if each.done is not None]
    if not any(each.required for each in known) and any(each.required for each in asked):
        known = []
    summed = known or asked
    return Count(
        sum(each.required or 0 for each in summed) if summed else None,
        sum(each.done or 0 for each in known) if known else None,
        sum(each.vanished for each in summed),
        any(each.is_summary for each in summed),
    )


def speaking_days(reader: Reader, *, as_of: date) -> Days:
    """The newest day by *as_of* of the exports that speak for each kind and department."""
    rows = reader.rows(_DAYS, as_of=as_of)
    by_unit = {(row["kind"], row["department_code"]): row for row in rows}
    return Days(
        {unit: row["newest"] for unit, row in by_unit.items()},
        {unit for unit, row in by_unit.items() if row["says"]},
    )


def _task_counts(reader: Reader, as_of: date, kinds: set[str], days: Days) -> dict[str, Counts]:
    rule = rule_in_force("denominator", as_of)
    flags = {name: rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")}
    found: dict[str, Counts] = {name: {} for name in STEPS}
    for row in reader.rows(_SQL, as_of=as_of, **flags):
        code, has_files = row["department_code"], days.covers(row["department_code"], ["work_files"])
        for name, done in {
            "task_reported": row["reported"] if row["reported_known"] else None,
            "task_archived": row["archived"] if row["archived_known"] else None,
            "work_file": row["filed"] if has_files else None,
            "work_file_complete": row["filed_complete"] if has_files else None,
        }.items():
            found[name][code] = Count(row["required"], done, row["vanished"])
    for row in reader.rows(_SUMMARY, as_of=as_of) if "hpnet_summary" in kinds else []:
        for name, done in {"task_reported": row["reported"], "task_archived": row["archived"]}.items():
            found[name].setdefault(row["department_code"], Count(row["required"], done, is_summary=True))
        for name in ("work_file", "work_file_complete"):
            found[name].setdefault(row["department_code"], Count(row["required"], None, is_summary=True))
    return found


def _apology_counts(reader: Reader, as_of: date, kinds: set[str]) -> Counts:
    """A late apology is done, an invalid one is not; without a register and any slip, unknown."""
    rows = overdue_dossiers(reader, as_of=as_of)
    is_known = "apologies" in kinds or any(row["status"] != "missing" for row in rows) or not rows
    return {
        each["department_code"]: Count(
            each["total"], each["apologised"] - each["invalid"] if is_known else None, each["vanished"]
        )
        for each in apology_counts(rows)
    }


def _signature_counts(reader: Reader, as_of: date) -> Counts:
    return {
        row["department_code"]: Count(row["total"], row["signed"] if row["known"] else None, row["vanished"])
        for row in document_counts(reader, as_of=as_of)
    }


def _item_counts(items: list[Row]) -> tuple[Counts, Count]:
    """Counts of items that several departments may share, and the total that has each once."""
    return {code: _item_count(own) for code, own in by_department(items).items()}, _item_count(items)


def _item_count(items: list[Row]) -> Count:
    return Count(len(items), sum(i["is_done"] for i in items), sum(i["is_vanished"] for i in items))


def _units(
    reader: Reader, counts: Counts, days: Days, kinds: tuple[str, ...], as_of: date
) -> dict[str, Count]:
    """Every visible scored unit and whoever else has rows: zero where an export covers it, else unknown."""
    codes = in_order({*visible_codes(reader, as_of=as_of), *(code for code in counts if code)})
    sources = kinds if kinds[0] == "dossiers" else kinds[:1]
    return {
        code: counts.get(code) or (Count(0, 0) if days.covers(code, sources) else Count()) for code in codes
    }


def _nobodys(counts: Counts) -> list[Count]:
    """Rows of no known department count in TOTAL only."""
    return [counts[None]] if None in counts else []


def _kinds_of(one: Count, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return ("hpnet_summary",) if one.is_summary else kinds


def _row(code: str, one: Count, *, obligation: str, age: int | None, left_out: int) -> dict[str, Any]:
    may_say = Claim(one.required, one.done, left_out)
    return {
        "department_code": code,
        "obligation": obligation,
        "required": one.required,
        "done": one.done,
        "rate_pct": may_say.rate_pct,
        "not_applicable": may_say.said == "not_applicable",
        "vanished": one.vanished,
        "data_age_days": age,
        "from_summary": one.is_summary,
        "rows_unread": left_out,
    }


Claims = Mapping[tuple[str, str], Claim]


@remembered
def claims(reader: Reader, *, as_of: date) -> Claims:
    """Return (department or TOTAL, obligation) to what may be said of it: what every page, letter and chart asks."""
    return claims_of(completion_rows(reader, as_of=as_of))


def claims_of(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Claim]:
    """As `claims`, from rows of `completion_rows`."""
    return {
        (row["department_code"], row["obligation"]): claim(row["required"], row["done"], row["rows_unread"])
        for row in rows
    }


def _table(rows: list[dict[str, Any]], department: str | None) -> pd.DataFrame:
    """Rows by department, each with its obligations in their fixed order."""
    order = {
        code: place for place, code in enumerate(in_order({r["department_code"] for r in rows} - {TOTAL}))
    }
    rows = [row for row in rows if department in (None, row["department_code"])]
    rows.sort(key=lambda row: order.get(row["department_code"], len(order)))
    table = nullable(
        pd.DataFrame(rows, columns=list(COLUMNS)), ("required", "done", "vanished", "data_age_days")
    )
    return table.astype({"rate_pct": float})

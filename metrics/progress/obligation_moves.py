"""What was done, reopened, added and taken away for each obligation between two days?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from domain.agency.scope import Scope
from domain.counted.obligations import OBLIGATIONS, words
from domain.wording.formats import NBSP, count, day_month
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, in_order
from metrics.counts.apologies import apology_register
from metrics.counts.assignments import assignment_items
from metrics.counts.shortfalls import shortfall_items
from metrics.progress.completion import claims
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_STATES = Path(__file__).with_name("obligation_states.sql")
_COLUMN = {
    "task_reported": "reported", "task_archived": "archived", "work_file": "filed", "work_file_complete": "complete",
}  # fmt: skip
COLUMNS = (
    "department_code", "obligation", "left_before", "new", "done", "reopened", "gone", "moved_in", "moved_out",
    "left_after",
)  # fmt: skip
_SHORT = words("short_vi")
State = Literal["absent", "open", "done"]
# Whether a thing stayed with its department, was handed over to it or away from it, or, seen from the whole, over.
Hand = Literal["", "in", "out", "both"]
Side = tuple[Reader, date]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something owed on one day: who leads it ("" is nobody), and whether it is done."""

    codes: tuple[str, ...]
    is_done: bool


# Department ("" is nobody) and obligation to pairs of states with how it was handed over, each with how many things.
Pairs = dict[tuple[str, str], Counter[tuple[State, State, Hand]]]


def obligation_moves(
    reader: Reader, *, from_day: date, to_day: date, earlier: Reader | None = None
) -> pd.DataFrame:
    """
    Say per department and obligation how what was left on *from_day* became what is left on *to_day*.

    ``done`` was taken since (also of what is new), ``reopened`` was done before, ``new`` was not asked before,
    ``gone`` was left and is no longer asked, ``moved_in`` and ``moved_out`` were left and handed from one department
    to another: left_after = left_before + new + reopened + moved_in − moved_out − done − gone, as `completion` counts
    both days. An obligation that is unknown on either day has no row; documents to be signed are not followed.

    Args:
        earlier: Where *from_day* is looked up, for the preview of files that are not published.

    Returns:
        One row per department and obligation with anything on either day, and ``TOTAL``, with ``COLUMNS``.
    """
    sides = (earlier or reader, from_day), (reader, to_day)
    unknown = [_unknown_on(*side) for side in sides]
    found = _task_pairs(sides, reader.scope)
    for name, things in _ITEMS.items():
        before, after = (dict(things(_of_whole(one), on)) for one, on in sides)
        _pair(found, name, before, after, reader.scope)
    rows = [
        _row(code, name, found[code, name])
        for name in OBLIGATIONS
        for code in (*in_order({code for code, one in found if one == name} - {TOTAL}), TOTAL)
        if (code, name) in found and (code, name) not in unknown[0] | unknown[1]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _task_pairs(sides: tuple[Side, Side], scope: Scope) -> Pairs:
    """The pairs of the tasks; who handed one over may be another's matter, so it is found over the whole office and cut."""
    whole = [(_of_whole(reader), on) for reader, on in sides]
    # What a unit's rate leaves out on a day is not there on that day.
    out = [_unknown_on(*side) for side in whole]
    found: Pairs = {}
    for row in _joined(*whole) if sides[0][0] is not sides[1][0] else _paired(*whole):
        parts = _parts(row["before_code"], row["after_code"], scope)
        for name, column in _COLUMN.items():
            states: list[State] = [
                "absent" if (row[f"{side}_code"], name) in left_out else row[f"{column}_{side}"]
                for side, left_out in zip(("before", "after"), out, strict=True)
            ]
            before, after = states
            for part, hand in parts:
                found.setdefault((part, name), Counter())[before, after, hand] += row["tasks"]
    return found


def _of_whole(reader: Reader) -> Reader:
    return reader if reader.scope.is_whole_office else reader.of_whole_office()


def _parts(before: str | None, after: str | None, scope: Scope) -> list[tuple[str, Hand]]:
    """The departments within *scope* that a task was or is of, and the whole, each with how it was handed over."""
    if before is None or after is None or before == after:
        code = str(after if before is None else before)
        alone: list[tuple[str, Hand]] = [(code, ""), (TOTAL, "")]
        return alone if _is_seen(scope, code) else []
    hands: tuple[tuple[str, Hand], ...] = ((before, "out"), (after, "in"))
    own: list[tuple[str, Hand]] = [pair for pair in hands if _is_seen(scope, pair[0])]
    return [*own, (TOTAL, "both" if len(own) > 1 else own[0][1])] if own else []


def _is_seen(scope: Scope, code: str) -> bool:
    return scope.is_whole_office or code in scope.departments


def _paired(before: Side, after: Side) -> list[dict[str, Any]]:
    """Tasks of both days of one build by their departments and states, as the warehouse counts them."""
    (reader, from_day), (_, to_day) = before, after
    return reader.rows(
        _SQL, from_day=from_day, to_day=to_day, **_flags(from_day, ""), **_flags(to_day, "_then")
    )


def _joined(before: Side, after: Side) -> list[dict[str, Any]]:
    """The same for days of two builds, of which no statement sees both."""
    tables = [
        reader.query(_STATES, as_of=on, **_flags(on, "")).rename(columns={"department_code": "code"})
        for reader, on in (before, after)
    ]
    both = tables[0].merge(tables[1], on="business_key", how="outer", suffixes=("_before", "_after"))
    both = both.rename(columns={"code_before": "before_code", "code_after": "after_code"})
    names = [name for name in both.columns if name != "business_key"]
    states = [name for name in names if not name.endswith("_code")]
    both[states] = both[states].fillna("absent")
    rows = both.groupby(names, dropna=False).size().reset_index(name="tasks").to_dict("records")
    return [{str(name): None if pd.isna(value) else value for name, value in row.items()} for row in rows]


def _flags(as_of: date, suffix: str) -> dict[str, bool]:
    rule = rule_in_force("denominator", as_of)
    return {
        f"{name}{suffix}": rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")
    }


def _unknown_on(reader: Reader, as_of: date) -> set[tuple[str, str]]:
    return {pair for pair, one in claims(reader, as_of=as_of).items() if one.left is None}


def _pair(
    found: Pairs, name: str, before: Mapping[str, Thing], after: Mapping[str, Thing], scope: Scope
) -> None:
    """Count the pairs of states of the things of one obligation, for each lead and once in ``TOTAL``."""
    for key in {*before, *after}:
        was, now = before.get(key), after.get(key)
        pair = _state(was), _state(now)
        for code, hand in _hands(was, now, scope):
            found.setdefault((code, name), Counter())[*pair, hand] += 1


def _hands(was: Thing | None, now: Thing | None, scope: Scope) -> list[tuple[str, Hand]]:
    """
    The leads within *scope* that a thing had or has, and the whole, each with how it was handed over.

    One lead more or less hands it to or from that one alone; seen from the whole it stays where any lead stays.
    """
    had, has = ({code for code in (one.codes if one else ()) if _is_seen(scope, code)} for one in (was, now))
    if was is None or now is None:
        alone: list[tuple[str, Hand]] = [
            (code, "") for code in (*(had or has), *([TOTAL] if had or has else []))
        ]
        return alone
    went: list[tuple[str, Hand]] = [(code, "out") for code in had - has]
    came: list[tuple[str, Hand]] = [(code, "in") for code in has - had]
    stayed: list[tuple[str, Hand]] = [(code, "") for code in had & has]
    whole: Hand = "" if stayed else "both" if went and came else "out" if went else "in"
    return [*went, *came, *stayed, *([(TOTAL, whole)] if had or has else [])]


def _state(one: Thing | None) -> State:
    return "absent" if one is None else "done" if one.is_done else "open"


def _row(code: str, name: str, pairs: Counter[tuple[State, State, Hand]]) -> dict[str, Any]:
    def many(was: Iterable[State], now: Iterable[State], hands: Iterable[Hand] = ("", "in", "both")) -> int:
        return sum(pairs[one, other, hand] for one in was for other in now for hand in hands)

    every: tuple[State, ...] = ("absent", "open", "done")
    return {
        "department_code": code,
        "obligation": name,
        "left_before": many(["open"], every, ("", "out", "both")),
        "new": many(["absent"], ["open", "done"]),
        "done": many(["absent", "open"], ["done"]),
        "reopened": many(["done"], ["open"]),
        "gone": many(["open"], ["absent"]),
        "moved_in": many(["open"], every, ("in", "both")),
        "moved_out": many(["open"], every, ("out", "both")),
        "left_after": many(every, ["open"]),
    }


def _apologies(reader: Reader, as_of: date) -> Iterator[tuple[str, Thing]]:
    for dossier in records(apology_register(reader, as_of=as_of)):
        is_done = dossier["status"] in ("done", "late")
        yield dossier["dossier_code"], Thing((dossier["department_code"] or "",), is_done)


def _shortfalls(reader: Reader, as_of: date) -> Iterator[tuple[str, Thing]]:
    for item in shortfall_items(reader, as_of=as_of):
        yield f"{item['year']}/{item['code']}", Thing(tuple(item["codes"]) or ("",), bool(item["is_done"]))


def _assignments(reader: Reader, as_of: date) -> Iterator[tuple[str, Thing]]:
    for item in assignment_items(reader, as_of=as_of):
        key = f"{item['year']}/{item['code'] or ''}/{item['task']}"
        yield key, Thing(tuple(item["codes"]) or ("",), bool(item["is_done"]))


_ITEMS = {"apology": _apologies, "shortfall": _shortfalls, "assignment": _assignments}


def obligation_moves_words(
    moves: pd.DataFrame, *, from_day: date, to_day: date, department: str | None = None
) -> str:
    """
    Say in one sentence what moved for each obligation: ``Lưu trữ: xong 19, thêm 26, còn 132``; empty where nothing did.
    """
    own = moves[moves["department_code"] == (department or TOTAL)]
    told = [said for row in own.to_dict("records") if (said := _move_words(row))]
    days = (
        f"Từ {day_month(from_day)} đến {day_month(to_day)}"
        if from_day != to_day
        else f"Cùng ngày {day_month(to_day)}"
    )
    return f"{days}: {'; '.join(told)}." if told else ""


def _move_words(row: Mapping[Any, Any]) -> str:
    whole = row["department_code"] == TOTAL and row["moved_in"] == row["moved_out"]
    moved = (
        (("moved_in", "chuyển đơn vị"),)
        if whole
        else (("moved_in", "chuyển đến"), ("moved_out", "chuyển đi"))
    )
    told = (("done", "xong"), ("reopened", "mở lại"), ("new", "thêm"), ("gone", "bớt"), *moved)
    parts = [f"{word} {count(row[name])}" for name, word in told if row[name]]
    left = f"còn{NBSP}{count(row['left_after'])}"
    return f"{_SHORT[row['obligation']]} {', '.join(parts)}, {left}" if parts else ""

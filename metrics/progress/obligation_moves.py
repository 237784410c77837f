"""What was done, reopened, added and taken away for each obligation between two days?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from domain.formats import NBSP, count, day_month
from domain.obligations import OBLIGATIONS, words
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, in_order
from metrics.counts.apologies import apology_register
from metrics.counts.assignments import assignment_items
from metrics.counts.shortfalls import shortfall_items
from metrics.progress.completion import claims
from store.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_COLUMN = {
    "task_reported": "reported", "task_archived": "archived", "work_file": "filed", "work_file_complete": "complete",
}  # fmt: skip
COLUMNS = ("department_code", "obligation", "left_before", "new", "done", "reopened", "gone", "left_after")
_SHORT = words("short_vi")
State = Literal["absent", "open", "done"]
# Department ("" is nobody) and obligation to pairs of states, each with how many things.
Pairs = dict[tuple[str, str], Counter[tuple[State, State]]]


def obligation_moves(reader: Reader, *, from_day: date, to_day: date) -> pd.DataFrame:
    """
    Say per department and obligation how what was left on *from_day* became what is left on *to_day*.

    ``done`` was taken since (also of what is new), ``reopened`` was done before, ``new`` was not asked before
    or not of this department, ``gone`` was left and is no longer asked, or not of this department:
    left_after = left_before + new + reopened − done − gone, as `completion` counts both days. An obligation
    that is unknown on either day has no row; documents to be signed are not followed.

    Returns:
        One row per department and obligation with anything on either day, and ``TOTAL``, with ``COLUMNS``.
    """
    found = _task_pairs(reader, from_day, to_day)
    for name, states in _ITEMS.items():
        before, after = dict(states(reader, from_day)), dict(states(reader, to_day))
        _pair(found, name, before, after)
    unknown = _unknown_on(reader, from_day) | _unknown_on(reader, to_day)
    rows = [
        _row(code, name, found[code, name])
        for name in OBLIGATIONS
        for code in (*in_order({code for code, one in found if one == name} - {TOTAL}), TOTAL)
        if (code, name) in found and (code, name) not in unknown
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _task_pairs(reader: Reader, from_day: date, to_day: date) -> Pairs:
    rows = reader.rows(
        _SQL, from_day=from_day, to_day=to_day, **_flags(from_day, ""), **_flags(to_day, "_then")
    )
    unknown = [_unknown_on(reader, from_day), _unknown_on(reader, to_day)]
    found: Pairs = {}
    for row in rows:
        for name, column in _COLUMN.items():
            sides = (row[f"{column}_before"], row[f"{column}_after"])
            # What a unit's rate leaves out on a day is not there on that day.
            pair = tuple(
                "absent" if (row["department_code"], name) in out else one
                for one, out in zip(sides, unknown, strict=True)
            )
            for code in (row["department_code"], TOTAL):
                found.setdefault((code, name), Counter())[pair] += row["tasks"]  # type: ignore[index]
    return found


def _flags(on: date, suffix: str) -> dict[str, bool]:
    rule = rule_in_force("denominator", on)
    return {
        f"{name}{suffix}": rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")
    }


def _unknown_on(reader: Reader, on: date) -> set[tuple[str, str]]:
    return {pair for pair, one in claims(reader, as_of=on).items() if one.left is None}


def _pair(found: Pairs, name: str, before: Mapping[Any, bool], after: Mapping[Any, bool]) -> None:
    """Count the pairs of states of the things of one obligation, each once in ``TOTAL``."""
    for code in {code for code, _ in (*before, *after)} - {TOTAL}:
        found[code, name] = Counter(
            (_state(before.get(key)), _state(after.get(key))) for key in {*before, *after} if key[0] == code
        )
    whole = [{key: is_done for (_, key), is_done in side.items()} for side in (before, after)]
    found[TOTAL, name] = Counter(
        (_state(whole[0].get(key)), _state(whole[1].get(key))) for key in {*whole[0], *whole[1]}
    )


def _state(is_done: bool | None) -> State:
    return "absent" if is_done is None else "done" if is_done else "open"


def _row(code: str, name: str, pairs: Counter[tuple[State, State]]) -> dict[str, Any]:
    def many(was: Iterable[State], now: Iterable[State]) -> int:
        return sum(pairs[one, other] for one in was for other in now)

    return {
        "department_code": code,
        "obligation": name,
        "left_before": many(["open"], ["absent", "open", "done"]),
        "new": many(["absent"], ["open", "done"]),
        "done": many(["absent", "open"], ["done"]),
        "reopened": many(["done"], ["open"]),
        "gone": many(["open"], ["absent"]),
        "left_after": many(["absent", "open", "done"], ["open"]),
    }


def _apology_states(reader: Reader, on: date) -> Iterator[tuple[tuple[str, str], bool]]:
    for dossier in records(apology_register(reader, as_of=on)):
        yield (
            (dossier["department_code"] or "", dossier["dossier_code"]),
            dossier["status"] in ("done", "late"),
        )


def _shortfall_states(reader: Reader, on: date) -> Iterator[tuple[tuple[str, str], bool]]:
    for item in shortfall_items(reader, as_of=on):
        for code in item["codes"] or [""]:
            yield (code, f"{item['year']}/{item['code']}"), bool(item["is_done"])


def _assignment_states(reader: Reader, on: date) -> Iterator[tuple[tuple[str, str], bool]]:
    for item in assignment_items(reader, as_of=on):
        for code in item["codes"] or [""]:
            yield (code, f"{item['year']}/{item['code'] or ''}/{item['task']}"), bool(item["is_done"])


_ITEMS = {"apology": _apology_states, "shortfall": _shortfall_states, "assignment": _assignment_states}


def moves_words(moves: pd.DataFrame, *, from_day: date, to_day: date, department: str | None = None) -> str:
    """
    Say in one sentence what moved for each obligation: ``Lưu trữ: xong 19, thêm 26, còn 132``; empty where nothing did.
    """
    own = moves[moves["department_code"] == (department or TOTAL)]
    told = [said for row in own.to_dict("records") if (said := _move_words(row))]
    return f"Từ {day_month(from_day)} đến {day_month(to_day)}: {'; '.join(told)}." if told else ""


def _move_words(row: Mapping[Any, Any]) -> str:
    parts = [
        f"{word} {count(row[name])}"
        for name, word in (("done", "xong"), ("reopened", "mở lại"), ("new", "thêm"), ("gone", "bớt"))
        if row[name]
    ]
    left = f"còn{NBSP}{count(row['left_after'])}"
    return f"{_SHORT[row['obligation']]} {', '.join(parts)}, {left}" if parts else ""

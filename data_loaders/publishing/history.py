"""
What would files change, cell by cell, between a build and the candidate beside it?

What moved between two days of one build is the question of `metrics.limits.changes`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from data_loaders.values.cells import shown
from domain.counted.changes import STEPS, done_changes, step_change, value_change
from domain.counted.source_kinds import source_kinds
from domain.said.citizens import for_record
from store.builds.kinds import STORE_COLUMNS

_TITLES = ("subject", "title", "task", "content", "procedure", "name", "person", "component")
_NOT_COMPARED = {*STORE_COLUMNS, "source_row", "business_key", "kind"}
_LATE = {"dossiers": ("finished_at", "promised_at")}

_Row = dict[Any, Any]

COLUMNS = (
    "kind",
    "department_code",
    "business_key",
    "title",
    "what",
    "column_name",
    "old_value",
    "new_value",
    "old_place",
    "new_place",
    "old_import_id",
    "new_import_id",
)


def differences(
    kind: str, before: pd.DataFrame, after: pd.DataFrame, *, earlier: date | None, later: date
) -> pd.DataFrame:
    """
    One row per changed cell, new key, vanished key or vanished key that is there again of *kind* between two states.

    ``what`` is as `domain.counted.changes` defines it; a completion dated after *later* is none yet, and the hour of a
    dossier counts where it makes it late or in time. Values are as a person reads them; places are ``sheet!row``.
    """
    old = before.drop_duplicates("business_key").set_index("business_key")
    new = after.drop_duplicates("business_key").set_index("business_key")
    rows = [
        *_new(kind, old, new),
        *_vanished(kind, old, new, earlier, later),
        *_returned(kind, old, new, later),
        *_cells(kind, old, new, earlier, later),
    ]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS), dtype=object)


def _new(kind: str, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict[str, Any]]:
    fresh = new[~new.index.isin(old.index)]
    for key, row in fresh.iterrows():
        yield _change(kind, str(key), "new", None, row.to_dict())


def _vanished(
    kind: str, old: pd.DataFrame, new: pd.DataFrame, earlier: date | None, later: date
) -> Iterator[dict[str, Any]]:
    """Keys that were there and that an export since the *earlier* day no longer has."""
    gone_on = pd.to_datetime(new["vanished_from"]) if len(new) else pd.Series(dtype="datetime64[us]")
    is_gone = gone_on <= pd.Timestamp(later)
    if earlier is not None:
        is_gone &= gone_on > pd.Timestamp(earlier)
    for key in new[is_gone].index:
        if key in old.index:
            yield _change(kind, str(key), "vanished", old.loc[str(key)].to_dict(), None)


def _returned(kind: str, old: pd.DataFrame, new: pd.DataFrame, later: date) -> Iterator[dict[str, Any]]:
    """Keys that had vanished and that the new state has again."""
    both = new.index.intersection(old.index)
    was_gone, is_gone = (
        pd.to_datetime(frame.loc[both, "vanished_from"]) <= pd.Timestamp(later) for frame in (old, new)
    )
    for key in both[was_gone & ~is_gone]:
        yield _change(kind, str(key), "changed", old.loc[str(key)].to_dict(), new.loc[str(key)].to_dict())


def _cells(
    kind: str, old: pd.DataFrame, new: pd.DataFrame, earlier: date | None, later: date
) -> Iterator[dict[str, Any]]:
    both = new.index.intersection(old.index)
    before, after = old.loc[both], new.loc[both]
    columns = [column for column in new.columns if column not in _NOT_COMPARED]
    differs = pd.DataFrame(
        {c: (before[c] != after[c]) & ~(before[c].isna() & after[c].isna()) for c in columns}, index=both
    ).to_numpy(dtype=bool, na_value=True)
    some = np.asarray(differs.any(axis=1))
    rows = zip(both[some], before[some].to_dict("records"), after[some].to_dict("records"), strict=True)
    for (key, left, right), mask in zip(rows, differs[some], strict=True):
        changed = [column for column, is_other in zip(columns, mask, strict=True) if is_other]
        for column, what in _whats(kind, left, right, changed, earlier, later):
            yield _change(kind, str(key), what, left, right, column)


def _whats(
    kind: str, old: _Row, new: _Row, changed: list[str], earlier: date | None, later: date
) -> Iterator[tuple[str, str]]:
    """Column and what it says, for every changed cell of one thing; a completion may say two things."""
    done_by = _done_columns(kind)
    spoken = [column for column in changed if column in done_by]
    if spoken:
        days = _done_day(kind, old, later), _done_day(kind, new, later)
        said = done_changes(*days, seen_open_on=earlier)
        yield from ((spoken[0], what) for what in said)
        spoken = [] if said else spoken
    became_late = _is_late(kind, old) != _is_late(kind, new)
    for column in changed:
        if column in done_by and column not in spoken:
            continue
        if column in STEPS.get(kind, {}):
            what = step_change(_is_taken(column, old), _is_taken(column, new)) or "changed"
        else:
            what = value_change(kind, column, _plain(old[column]), _plain(new[column])) or "form"
        is_late_now = what == "form" and became_late and column in _LATE.get(kind, ())
        yield column, "changed" if is_late_now else what


def _done_columns(kind: str) -> tuple[str, ...]:
    told = source_kinds()[kind]
    return (*told.done_on, *(("status",) if told.is_done_by_status else ()))


def _done_day(kind: str, row: _Row, later: date) -> date | None:
    """The day a thing was done on, as far as it was by *later*; a list without days says so from its own day on."""
    told = source_kinds()[kind]
    filled = [value for column in told.done_on if (value := _plain(row[column])) is not None]
    day = _as_day(filled[0]) if filled else None
    if day is None and told.is_done_by_status and row["status"] == "done":
        return later
    return day if day is not None and day <= later else None


def _is_late(kind: str, row: _Row) -> bool | None:
    if kind not in _LATE:
        return None
    done, due = (_plain(row[column]) for column in _LATE[kind])
    return None if done is None or due is None else done > due


def _is_taken(column: str, row: _Row) -> bool | None:
    """Whether a step is taken; a code that is empty is a step not taken, a yes or no that is empty says nothing."""
    value = _plain(row[column])
    return None if value is None and column.startswith("is_") else bool(value)


def _plain(value: Any) -> Any:
    """A cell of a frame without the frame's own spellings of nothing and of moments."""
    if value is None or value is pd.NaT or (not isinstance(value, list) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _as_day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _change(
    kind: str, key: str, what: str, old: _Row | None, new: _Row | None, column: str | None = None
) -> dict[str, Any]:
    either = new if new is not None else old
    assert either is not None
    return {
        "kind": kind,
        "department_code": either.get("department_code"),
        "business_key": key,
        "title": next((either[name] for name in _TITLES if either.get(name)), None),
        "what": what,
        "column_name": column,
        "old_value": None if column is None or old is None else readable(for_record(column, old[column])),
        "new_value": None if column is None or new is None else readable(for_record(column, new[column])),
        "old_place": _place(old),
        "new_place": _place(new),
        "old_import_id": None if old is None else old["import_id"],
        "new_import_id": None if new is None else new["import_id"],
    }


def _place(row: _Row | None) -> str | None:
    return None if row is None else f"{row['sheet']}!{int(row['source_row'])}"


def readable(value: Any) -> str | None:
    """A value as a Vietnamese reader expects it; None where there is none."""
    if value is None or value is pd.NaT or (not isinstance(value, list) and pd.isna(value)):
        return None
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return "có" if value else "không"
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(value, datetime | date):
        return shown(value)
    return shown(value.item() if isinstance(value, np.generic) else value)

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
from store.kinds import STORE_COLUMNS

# The column that says a row is done, per kind.
_CLOSED_BY = {
    "hpnet_tasks": "completed_date",
    "dossiers": "finished_at",
    "work_files": "closed_date",
    "apologies": "apology_date",
    "assignments": "completed_date",
}
_DEADLINES = {"due_date", "promised_at", "rescheduled_to"}
_NAMES = {"subject", "title", "task", "content", "procedure", "name"}
_TITLES = ("subject", "title", "task", "content", "procedure", "name", "person", "component")
_NOT_COMPARED = {*STORE_COLUMNS, "source_row", "business_key", "kind", "due_text", "status_text"}

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
    One row per changed cell, new key or vanished key of *kind* between two states.

    ``what`` is new, vanished, closed, back_dated (closed on or before *earlier*, which still showed it
    open), reopened, deadline_moved, renamed, moved (to another department) or changed.
    Values are as a person reads them; places are ``sheet!row``.
    """
    old = before.drop_duplicates("business_key").set_index("business_key")
    new = after.drop_duplicates("business_key").set_index("business_key")
    rows = [
        *_new(kind, old, new),
        *_vanished(kind, old, new, earlier, later),
        *_cells(kind, old, new, earlier),
    ]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS), dtype=object)


def _new(kind: str, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[dict[str, Any]]:
    fresh = new[~new.index.isin(old.index)]
    for key, row in fresh.iterrows():
        yield _change(kind, str(key), "new", None, row.to_dict())


def _vanished(
    kind: str, old: pd.DataFrame, new: pd.DataFrame, earlier: date | None, later: date
) -> Iterator[dict[str, Any]]:
    """Keys that were there on the earlier day and that an export since then no longer has."""
    gone_on = pd.to_datetime(new["vanished_from"]) if len(new) else pd.Series(dtype="datetime64[us]")
    is_gone = gone_on <= pd.Timestamp(later)
    if earlier is not None:
        is_gone &= gone_on > pd.Timestamp(earlier)
    for key, row in new[is_gone].iterrows():
        before = old.loc[str(key)] if key in old.index else row
        yield _change(kind, str(key), "vanished", before.to_dict(), None)


def _cells(kind: str, old: pd.DataFrame, new: pd.DataFrame, earlier: date | None) -> Iterator[dict[str, Any]]:
    both = new.index.intersection(old.index)
    before, after = old.loc[both], new.loc[both]
    for column in new.columns:
        if column in _NOT_COMPARED:
            continue
        left, right = before[column], after[column]
        differs = (left != right) & ~(left.isna() & right.isna())
        for key in both[differs.to_numpy(dtype=bool, na_value=True)]:
            what = _what(kind, column, left[key], right[key], earlier)
            yield _change(kind, str(key), what, before.loc[key].to_dict(), after.loc[key].to_dict(), column)


def _what(kind: str, column: str, old: Any, new: Any, earlier: date | None) -> str:
    if column == _CLOSED_BY.get(kind):
        if pd.isna(new):
            return "reopened"
        if pd.isna(old):
            is_back_dated = earlier is not None and pd.Timestamp(new) < pd.Timestamp(earlier)
            return "back_dated" if is_back_dated else "closed"
        return "changed"
    if kind == "shortfalls" and column == "status" and "done" in (old, new):
        return "closed" if new == "done" else "reopened"
    if column in _DEADLINES:
        return "deadline_moved"
    if column == "department_code":
        return "moved"
    return "renamed" if column in _NAMES else "changed"


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
        "old_value": None if column is None or old is None else readable(old[column]),
        "new_value": None if column is None or new is None else readable(new[column]),
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

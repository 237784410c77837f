"""Does the office's own list of dossiers agree with what the national portal counts, procedure by procedure?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from domain.wording.text import fold
from metrics.asking.rows import records
from metrics.asking.state import has_kind, no_rows
from store.builds.reader import Reader

_THEIRS = Path(__file__).with_suffix(".sql")
_OURS = Path(__file__).with_name("dossiers_by_procedure.sql")
_DOSSIERS = Path(__file__).with_name("dossiers_of_procedure.sql")

COUNTS = ("received", "resolved", "on_time", "resolved_late", "pending", "pending_overdue")
COLUMNS = (
    "procedure", *(f"{name}_{side}" for name in COUNTS for side in ("ours", "theirs", "difference")),
    "not_accepted", "vanished", "reason", "import_id", "sheet", "source_row",
)  # fmt: skip
# Why the two counts of a procedure differ; only the first three leave nothing to look for.
REASONS = ("same", "not_accepted", "vanished", "only_ours", "only_theirs", "unexplained")
EXPLAINED = REASONS[:3]
_DOSSIER_COLUMNS = (
    "dossier_code", "department_code", "status_text", "received_at", "due_at", "ended_at", "is_open", "is_late",
    "is_counted", "import_id", "sheet", "source_row",
)  # fmt: skip
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NationalTable:
    """
    What the national portal says on its newest day.

    Attributes:
        on: Day of its numbers.
        begins: First day it counts from; None where it does not say.
        rows: Its lines as printed.
    """

    on: date
    begins: date | None
    rows: tuple[_Row, ...]

    @property
    def is_of_the_year(self) -> bool:
        """Tell whether it counts from New Year on (or says nothing), as the office's own counts do."""
        return self.begins in (None, date(self.on.year, 1, 1))


def dossiers_by_procedure(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """
    Count the dossiers of the year of *as_of* by procedure, as `metrics.counts.dossiers` counts them.

    Returns:
        One row per procedure as spelled ('' = none given), most received first, with ``COUNTS``, and
        beside them not_accepted (rejected or merely registered, counted nowhere) and vanished.
    """
    return reader.query(_OURS, as_of=as_of)


def national_table(reader: Reader, *, as_of: date) -> NationalTable | None:
    """The national portal's newest table by *as_of*; None where none is loaded."""
    rows = reader.rows(_THEIRS, as_of=as_of)
    on = max((row["as_of_date"] for row in rows), default=None)
    if on is None:
        return None
    newest = tuple(row for row in rows if row["as_of_date"] == on)
    return NationalTable(on, max(filter(None, (row["period_from"] for row in newest)), default=None), newest)


def reconciliation(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """
    Compare both counts as they stood on the day of the national portal's newest table by *as_of*.

    Nothing without such a table of the whole year and without a list of dossiers: unknown is no difference.

    Returns:
        One row per procedure, see `reconciled`.
    """
    table = national_table(reader, as_of=as_of)
    if table is None or not table.is_of_the_year or not has_kind(reader, "dossiers"):
        return no_rows(COLUMNS)
    return reconciled(records(dossiers_by_procedure(reader, as_of=table.on)), table.rows)


def reconciled(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """
    Lay both sides beside each other; procedures match however they are spelled.

    A procedure that the office's list lacks counts 0 there, for that list is complete; what the national table
    does not say stays unknown, and so does its difference (theirs − ours).

    Returns:
        One row per procedure with ``COLUMNS``, what is unexplained and differs most first. reason:
        same; not_accepted (they count at most the dossiers that were rejected or merely registered
        beside ours); vanished (they lack at most those that a newer list of ours lacks too);
        only_ours, only_theirs; else unexplained.
    """
    left, right = _by_procedure(ours), _by_procedure(theirs)
    rows = [_compared(left.get(key), right.get(key)) for key in dict.fromkeys([*left, *right])]
    rows.sort(key=lambda row: (row["reason"] in EXPLAINED, -_distance(row), row["procedure"]))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({name: "Int64" for name in COLUMNS[1:-4]})


def _by_procedure(rows: Sequence[Mapping[str, Any]]) -> dict[str, _Row]:
    """The rows added up by procedure; a count that one of them lacks is unknown of the sum."""
    found: dict[str, _Row] = {}
    for row in rows:
        key = fold(row["procedure"])
        sums = {name: row.get(name) for name in (*COUNTS, "not_accepted", "vanished")}
        if key in found:
            sums = {name: _plus(found[key][name], value) for name, value in sums.items()}
        found[key] = {**row, **found.get(key, {}), **sums}
    return found


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _compared(ours: _Row | None, theirs: _Row | None) -> _Row:
    one: _Row = {"procedure": (ours or theirs or {})["procedure"]}
    for name in COUNTS:
        own = int(ours[name]) if ours else 0
        said = theirs[name] if theirs else None
        one |= {
            f"{name}_ours": own,
            f"{name}_theirs": said,
            f"{name}_difference": None if said is None else said - own,
        }
    one |= {name: int(ours[name] or 0) if ours else 0 for name in ("not_accepted", "vanished")}
    one |= {name: theirs.get(name) if theirs else None for name in ("import_id", "sheet", "source_row")}
    return one | {"reason": _reason(one, ours, theirs)}


def _reason(row: _Row, ours: _Row | None, theirs: _Row | None) -> str:
    if theirs is None:
        # Whoever was only registered or turned away was never counted on either side.
        return "only_ours" if row["received_ours"] else "same"
    differences = [row[f"{name}_difference"] or 0 for name in COUNTS]
    if not any(differences):
        return "same"
    if ours is None:
        return "only_theirs"
    if all(0 <= one <= row["not_accepted"] for one in differences) and not _late_differs(row):
        return "not_accepted"
    if all(-row["vanished"] <= one <= 0 for one in differences):
        return "vanished"
    return "unexplained"


def _late_differs(row: _Row) -> bool:
    """Dossiers nobody accepted have no due day, so they cannot be what makes more of them late."""
    return bool(row["resolved_late_difference"] or row["pending_overdue_difference"])


def _distance(row: _Row) -> int:
    if row["reason"] == "only_ours":
        return row["received_ours"]
    return sum(abs(row[f"{name}_difference"] or 0) for name in COUNTS)


def dossiers_of_procedure(reader: Reader, *, as_of: date, procedure: str) -> pd.DataFrame:
    """
    The office's own dossiers of *procedure*, however it is spelled.

    Returns:
        One row per dossier with ``_DOSSIER_COLUMNS``; is_counted is False of one that was rejected, merely
        registered or is of another year.
    """
    spellings = dossiers_by_procedure(reader, as_of=as_of)["procedure"]
    found = [
        reader.query(_DOSSIERS, as_of=as_of, procedure=name)
        for name in spellings
        if fold(name) == fold(procedure)
    ]
    return pd.concat(found, ignore_index=True) if found else no_rows(_DOSSIER_COLUMNS)

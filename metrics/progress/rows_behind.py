"""Which rows, in which cells of which file, stand behind one completion number?"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from domain.counted.obligations import ALL, STEPS
from domain.said.claim import Claim
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL, Row
from metrics.counts.apologies import apology_register
from metrics.counts.assignments import assignment_items
from metrics.counts.dossiers import done_of_shares, dossiers
from metrics.counts.open_items import open_items
from metrics.counts.shortfalls import shortfall_items
from metrics.progress.completion import completion
from metrics.progress.rejected import rows_left_out
from store.builds.reader import Reader

_TASKS = Path(__file__).with_name("required_tasks.sql")
_DOCUMENTS = Path(__file__).with_name("issued_documents.sql")
_DOSSIERS = Path(__file__).with_name("counted_dossiers.sql")
COLUMNS = (
    "department_code",
    "number",
    "title",
    "person",
    "is_done",
    "is_vanished",
    "import_id",
    "sheet",
    "source_row",
)
_MISSING = {one.code: one.misses for one in ALL if one.code in STEPS}


def rows_behind(
    reader: Reader, *, obligation: str, as_of: date, department: str | None = None
) -> pd.DataFrame:
    """
    List every row that *obligation*, or a share of `domain.counted.obligations.RATIOS`, counts on *as_of*, those not done first.

    The rows with ``is_done`` true are exactly the numerator of `completion` (of a share: of
    `metrics.counts.dossiers`), all rows its denominator; of a department whose state is unknown no row is listed, as in ``TOTAL``.

    Returns:
        One row per department and item with ``COLUMNS``.
    """
    unknown = _unknown_units(reader, obligation, as_of)
    rows = [
        row
        for row in _SOURCES[obligation](reader, obligation, as_of)
        if department in (None, row["department_code"]) and row["department_code"] not in unknown
    ]
    rows.sort(key=lambda row: bool(row["is_done"]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _unknown_units(reader: Reader, obligation: str, as_of: date) -> set[str]:
    table = completion(reader, as_of=as_of)
    mine = table[(table["obligation"] == obligation) & table["done"].isna()]
    return set(mine["department_code"])


def _tasks(reader: Reader, obligation: str, as_of: date) -> Iterator[Row]:
    rule = rule_in_force("denominator", as_of)
    flags = {name: rule[name] for name in ("count_cancelled", "count_transferred", "count_not_due")}
    left = open_items(reader, as_of=as_of)
    missing = {_cell(row) for row in records(left[left[_MISSING[obligation]]])}
    if obligation == "work_file_complete":
        missing |= {_cell(row) for row in records(left[left["misses_work_file"]])}
    for task in reader.rows(_TASKS, as_of=as_of, **flags):
        yield {
            "department_code": task["department_code"],
            "number": task["document_number"] or task["task_code"],
            "title": task["subject"],
            "person": task["assignee"],
            "is_done": _cell(task) not in missing,
            "is_vanished": bool(task["is_vanished"]),
            **_lineage(task),
        }


def _apologies(reader: Reader, obligation: str, as_of: date) -> Iterator[Row]:
    for dossier in records(apology_register(reader, as_of=as_of)):
        yield {
            "department_code": dossier["department_code"],
            "number": dossier["dossier_code"],
            "title": dossier["procedure"],
            "person": dossier["handler"],
            "is_done": dossier["status"] in ("done", "late"),
            "is_vanished": dossier["is_vanished"],
            **_lineage(dossier),
        }


def _items(reader: Reader, obligation: str, as_of: date) -> Iterator[Row]:
    find = shortfall_items if obligation == "shortfall" else assignment_items
    for item in find(reader, as_of=as_of):
        for code in item["codes"] or [None]:
            yield {
                "department_code": code,
                "number": item["code"],
                "title": item["content"] if obligation == "shortfall" else item["task"],
                "person": None,
                "is_done": bool(item["is_done"]),
                "is_vanished": bool(item["is_vanished"]),
                **_lineage(item),
            }


def _documents(reader: Reader, obligation: str, as_of: date) -> Iterator[Row]:
    for document in reader.rows(_DOCUMENTS, as_of=as_of):
        yield {
            "department_code": document["department_code"],
            "number": "/".join(filter(None, (document["document_number"], document["document_symbol"]))),
            "title": document["subject"],
            "person": document["drafter"],
            "is_done": bool(document["is_signed"]),
            "is_vanished": bool(document["is_vanished"]),
            **_lineage(document),
        }


def _dossiers(reader: Reader, share: str, as_of: date) -> Iterator[Row]:
    is_done = _DONE_OF_SHARE[share]
    for dossier in reader.rows(_DOSSIERS, as_of=as_of):
        yield {
            "department_code": dossier["department_code"],
            "number": dossier["dossier_code"],
            "title": dossier["procedure"],
            "person": dossier["handler"],
            "is_done": bool(dossier[is_done]),
            "is_vanished": bool(dossier["is_vanished"]),
            **_lineage(dossier),
        }


def share_of_dossiers(reader: Reader, *, share: str, as_of: date, department: str | None = None) -> Claim:
    """What may be said of a share of the dossiers, of one department or of all: as `claims` says it of an obligation."""
    unread = rows_left_out(reader, as_of=as_of)["dossiers", department or TOTAL]
    counted = dossiers(reader, as_of=as_of).set_index("department_code").to_dict("index")
    own = counted.get(department or TOTAL)
    if own is None:
        return Claim(0 if counted else None, 0 if counted else None, unread)
    return Claim(int(own["total"]), done_of_shares(own)[share], unread)


def _lineage(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("import_id", "sheet", "source_row")}


def _cell(row: Row) -> tuple[Any, ...]:
    return row["import_id"], row["sheet"], row["source_row"]


_DONE_OF_SHARE = {"dossiers_on_time": "is_on_time", "dossiers_online": "is_online"}
_SOURCES: dict[str, Callable[[Reader, str, date], Iterator[Row]]] = {
    **dict.fromkeys(_MISSING, _tasks),
    "apology": _apologies,
    "shortfall": _items,
    "assignment": _items,
    "digital_signature": _documents,
    **dict.fromkeys(_DONE_OF_SHARE, _dossiers),
}

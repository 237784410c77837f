"""Which exports are compared, and how does each change between them read?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from domain.agency.departments import department_name
from domain.wording.formats import count, day, is_known
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import campaigns
from metrics.limits.changes import BULK_COLUMNS, CHANGES, KINDS, LABEL_VI, bulk_closed, two_exports_words
from store.builds.reader import Reader
from ui.look.tables import unit_name
from ui.look.words import KINDS as KIND_NAMES

UNITS = {
    "hpnet_tasks": "việc",
    "dossiers": "hồ sơ",
    "apologies": "thư xin lỗi",
    "work_files": "hồ sơ công việc",
    "shortfalls": "tồn tại",
    "assignments": "nhiệm vụ",
}
DRAWN = ["done", "reopened", "new", "vanished", "moved"]
BULK = "bulk"
# As everywhere, but for the question about closing in bulk, which stands after what was dated back.
_AFTER = CHANGES.index("back_dated") + 1
ORDER = (*CHANGES[:_AFTER], BULK, *CHANGES[_AFTER:])


def compared_days(reader: Reader, *, as_of: date) -> dict[str, list[date]]:
    """Kind to the days of its exports, for kinds that are compared."""
    found = export_days(reader, as_of=as_of)
    return {kind: days_of_kind(found[kind]) for kind in KINDS if found.get(kind)}


def bulk_between(reader: Reader, *, as_of: date, from_day: date) -> pd.DataFrame:
    """Units that wrote many tasks done on one of the last days before a limit, in the days on show."""
    found = [
        bulk_closed(reader, as_of=as_of, campaign=one)
        for one in campaigns()
        if "task_archived" in one.obligations
    ]
    rows = pd.concat([one for one in found if len(one)]) if any(map(len, found)) else None
    if rows is None:
        return no_bulk()
    return rows[rows["completed_date"].map(lambda value: from_day < value <= as_of)].reset_index(drop=True)


def no_bulk() -> pd.DataFrame:
    """`bulk_between` where there is none."""
    return pd.DataFrame(columns=list(BULK_COLUMNS))


def day_in(days: Sequence[date], text: str, otherwise: date) -> date:
    """The day that *text* names where an export has it, else *otherwise*."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return asked if asked in days else otherwise


def kind_in(kinds: Mapping[str, Sequence[date]], asked: str) -> str:
    """Which source is compared: the one asked for where it has exports, else the first."""
    return asked if asked in kinds else next(iter(kinds))


def compared_headline(summary: pd.DataFrame, kind: str, from_day: date, to_day: date) -> str:
    """What moved, in the things that *kind* counts."""
    said = two_exports_words(summary, from_day=from_day, to_day=to_day)
    return said.replace(" việc ", f" {UNITS[kind]} ").rstrip(".")


def compared_lead(kind: str, from_day: date, to_day: date, code: str | None) -> str:
    """Which two exports of which source are compared, and of which unit."""
    whose = f"{department_name(code)}. " if code else ""
    return f"{whose}{KIND_NAMES[kind]}: so bản xuất ngày {day(from_day)} với bản xuất ngày {day(to_day)}."


def with_cells(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with what was and what is in one column, and the rows they stand in."""
    rows = records(changes)
    return changes.assign(
        type_vi=[LABEL_VI[row["type"]] for row in rows],
        moved=[moved_item_words(row) for row in rows],
        old_cell=[cell_words(row, "old") for row in rows],
        new_cell=[cell_words(row, "new") for row in rows],
    )


def moved_item_words(row: Mapping[Any, Any]) -> str:
    """``chưa có → 10/11/2023``; for a new or vanished item what the export says."""
    if row["type"] == "new":
        return "thêm mới"
    if row["type"] == "vanished":
        return str(row["new_value"])
    return " → ".join(
        str(value) if is_known(value) else "chưa có" for value in (row["old_value"], row["new_value"])
    )


def cell_words(row: Mapping[Any, Any], side: str) -> str:
    """Sheet and row as the user sees them; a word where the export has none."""
    if not is_known(row[f"{side}_row"]):
        return "Không có"
    return f"{row[f'{side}_sheet']}, dòng {int(row[f'{side}_row'])}"


def bars_by_unit(summary: pd.DataFrame) -> pd.DataFrame:
    """One row per department with something to draw, in the order given."""
    own = summary[summary["department_code"] != TOTAL]
    names = [unit_name(code) for code in own["department_code"]]
    rows = own.assign(name=names, done=own["closed"], moved=own["moved_department"])[["name", *DRAWN]]
    return rows[rows[DRAWN].sum(axis=1) > 0].reset_index(drop=True)


def bars_title(rows: pd.DataFrame, unit: str) -> str:
    """Which department finished the most; that none did where none did."""
    most = rows.iloc[rows["done"].to_numpy().argmax()]
    if not most["done"]:
        return f"Không đơn vị nào ghi xong thêm {unit}"
    return f"{most['name']} xong {'nhiều nhất: ' if len(rows) > 1 else 'thêm '}{count(most['done'])} {unit}"


def groups_offered(changes: pd.DataFrame, bulk: pd.DataFrame, kind: str) -> dict[str, str]:
    """Each kind of change with how many items it touches; many closed at once only where tasks are."""
    numbers = {**changes.groupby("type")["business_key"].nunique().to_dict(), BULK: len(bulk)}
    labels = {**LABEL_VI, BULK: "Đóng hàng loạt"}
    return {
        name: f"{labels[name]} {count(numbers.get(name, 0))}"
        for name in ORDER
        if name != BULK or kind == "hpnet_tasks"
    }

"""Which tasks on HpNet remain, and what does each of them lack in words?"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.counts.open_items import open_items, words_of_flags
from store.reader import Reader

MISSING = {
    "misses_report": "báo cáo hoàn thành",
    "misses_archive": "lưu trữ",
    "misses_work_file": "lập hồ sơ",
    "misses_complete_file": "bổ sung hồ sơ",
}


@dataclass(frozen=True, slots=True)
class Remaining:
    """
    What remains, counted and ready to be listed.

    Attributes:
        items: One row per task, with the steps it lacks in words.
        people: Who has any of them.
        stopped: Tasks that lack a step.
        incomplete: Tasks whose work file lacks information, and nothing else.
    """

    items: pd.DataFrame
    people: tuple[str, ...]
    stopped: int
    incomplete: int


def remaining(reader: Reader, *, as_of: date, department: str | None) -> Remaining:
    """What remains, with the steps each task lacks in words."""
    items = open_items(reader, as_of=as_of, department=department)
    steps = items[["misses_report", "misses_archive", "misses_work_file"]].any(axis=1)
    return Remaining(
        items=items.assign(missing=words_of_flags(items, MISSING)),
        people=tuple(sorted({name for name in items["assignee"] if isinstance(name, str)})),
        stopped=int(steps.sum()),
        incomplete=int((~steps).sum()),
    )

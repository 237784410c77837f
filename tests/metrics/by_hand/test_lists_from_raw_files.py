"""Documents, shortfalls and assignments computed again from the raw sample files equal `python -m metrics`."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.by_hand.raw_samples import CODE_OF, SAMPLES, UNITS, day_of, moment, table
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS, asked, same, with_total

SCORED = [code for code in UNITS if code != "LDB"]
MONTH_ENDS = {
    "Tháng 10/2023": date(2023, 10, 31),
    "Tháng 11/2023": date(2023, 11, 30),
    "Quý IV/2023": date(2023, 12, 31),
}


def state(pattern: str, day: date) -> list[dict[str, Any]]:
    """The rows of the newest list up to *day*; each list is whole."""
    paths: list[Path] = [path for path in SAMPLES.glob(pattern) if day_of(path.name) <= day]
    return table(max(paths, key=lambda path: day_of(path.name)))


def units_of(text: str) -> list[str]:
    """The units that a cell names, the longest spelling first; "Các phòng, đơn vị" names every scored one."""
    if text == "Các phòng, đơn vị":
        return SCORED
    found = []
    for name in sorted(CODE_OF, key=len, reverse=True):
        if name in text:
            found.append(CODE_OF[name])
            text = text.replace(name, "")
    assert not re.sub(r"[,;\s]|và", "", text), text
    return found


def last_good_day(words: Any) -> date | None:
    """ "Trước ngày" ends the day before; a month or a quarter ends with its last day; "Thường xuyên" never."""
    if words in MONTH_ENDS:
        return MONTH_ENDS[words]
    found = re.match(r"(Trước (?:ngày )?)?(\d{1,2})/(\d{1,2})(?:/2023)?", str(words))
    if not found:
        return None
    return date(2023, int(found[3]), int(found[2])) - timedelta(days=1 if found[1] else 0)


def documents(day: date) -> list[tuple[str, bool]]:
    """
    Unit and whether it is signed, of every document.

    The register of October, and from its day on the one of 1 to 12 November, which says by its files what is signed.
    """
    paths = [SAMPLES / "So van ban di thang 10.2023.xlsx"]
    if day >= date(2023, 11, 12):
        paths.append(SAMPLES / "SoVanBanDi_HpNet_01112023-12112023.xlsx")
    rows = {
        (str(row["Số văn bản"]), row["Ký hiệu"], row["Ngày ban hành"]): row
        for path in paths
        for row in table(path)
    }
    return [
        (
            CODE_OF[row["Đơn vị soạn thảo"].strip()],
            row.get("Ký số") == "Có" or str(row.get("Tệp đính kèm")).endswith(".signed.pdf"),
        )
        for row in rows.values()
    ]


@pytest.mark.parametrize("day", DAYS)
def test_documents(sample_home, day):
    counts: dict[str, Counter[str]] = {}
    for code, is_signed in documents(day):
        counts.setdefault(code, Counter()).update(total=1, signed=is_signed)

    same(asked(sample_home, "documents", day), with_total(counts), ("total", "signed"))


@pytest.mark.parametrize("day", DAYS)
def test_shortfalls(sample_home, day):
    """One of several units counts for each of them with all its points, and once in TOTAL."""
    counts: dict[str, Counter[str]] = {}
    for row in state("Phu luc 1*.xlsx", day):
        lost = Decimal(str(row["Điểm bị trừ"]))
        is_done = row["Kết quả"] == "Đã khắc phục"
        for code in (*units_of(row["Phòng, đơn vị chịu trách nhiệm"]), "TOTAL"):
            own = counts.setdefault(code, Counter())
            own["total"] += 1
            own["open"] += not is_done
            own["lost"] += lost
            own["recovered"] += lost if is_done else 0

    found = {
        code: {name: Decimal(str(value)) for name, value in row.items()}
        for code, row in asked(sample_home, "shortfalls", day).items()
    }
    same(found, counts, ("total", "lost", "recovered", "open"))


@pytest.mark.parametrize("day", DAYS)
def test_assignments(sample_home, day):
    counts: dict[str, Counter[str]] = {}
    for row in state("Phu luc 2*.xlsx", day):
        finished, due = moment(row["Ngày hoàn thành"]), last_good_day(row["Thời hạn"])
        is_done = row["Tình trạng"] == "Hoàn thành" and not (finished and finished.date() > day)
        for code in (*units_of(row["Đơn vị chủ trì"]), "TOTAL"):
            own = counts.setdefault(code, Counter())
            own["total"] += 1
            own["done"] += is_done
            own["overdue"] += not is_done and due is not None and due < day

    same(asked(sample_home, "assignments", day), counts, ("total", "done", "overdue"))

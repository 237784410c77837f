"""Counts computed again from the raw sample files in plain Python equal `python -m metrics`."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.by_hand.raw_samples import CODE_OF, is_late, moment, newest

ROOT = Path(__file__).resolve().parents[3]
DAYS = (date(2023, 11, 8), date(2023, 11, 10), date(2023, 11, 12))


def asked_rows(home: Path, name: str, day: date) -> list[dict[str, Any]]:
    """The rows of the metric, as the command line gives them."""
    finished = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "metrics", name, "--home", str(home), "--as-of", str(day), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(finished.stdout)["rows"]


def asked(home: Path, name: str, day: date) -> dict[str, dict[str, Any]]:
    """Department to its row of the metric."""
    return {row.pop("department_code"): row for row in asked_rows(home, name, day)}


def with_total(counts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    return {**counts, "TOTAL": sum(counts.values(), Counter())}


def same(found: dict[str, dict[str, Any]], by_hand: dict[str, Counter[str]], names: tuple[str, ...]) -> None:
    """Nothing of either side is left out: units without anything read zero."""
    for code, row in found.items():
        assert {name: row[name] for name in names} == {
            name: by_hand.get(code, Counter())[name] for name in names
        }, code
    assert set(by_hand) <= set(found)


@pytest.mark.parametrize("day", DAYS)
def test_tasks(sample_home, day):
    counts: dict[str, Counter[str]] = {}
    for row in newest(("HpNet_cong-viec*.xlsx",), "Mã công việc", day).values():
        code = CODE_OF.get(str(row["Đơn vị xử lý"]).strip())
        if code is None:  # a unit nobody knows: the row is rejected
            continue
        done, due = moment(row["Ngày hoàn thành"]), moment(row["Hạn hoàn thành"])
        done = done if done and done.date() <= day else None
        own = counts.setdefault(code, Counter())
        own["total"] += 1
        own["completed"] += bool(done)
        own["completed_late"] += bool(done and due and done > due)
        own["completed_on_time"] += bool(done and not (due and done > due))
        own["open"] += not done
        own["open_overdue"] += bool(not done and due and due.date() < day)
        own["open_in_time"] += bool(not done and due and due.date() >= day)
        own["open_no_deadline"] += not done and not due
        own["reported"] += row["Báo cáo hoàn thành"] == "Có"
        own["archived"] += row["Lưu trữ"] == "Đã lưu"
        own["with_work_file"] += bool(row["Mã hồ sơ"])

    names = (
        "total", "completed", "completed_on_time", "completed_late", "open", "open_overdue", "open_in_time",
        "open_no_deadline", "reported", "archived", "with_work_file",
    )  # fmt: skip
    same(asked(sample_home, "tasks", day), with_total(counts), names)


@pytest.mark.parametrize("day", DAYS)
def test_dossiers(sample_home, day):
    counts: dict[str, Counter[str]] = {}
    files = ("DS ho so TTHC*.xlsx", "MotCua*.xlsx", "DanhSachHoSo*.xlsx")
    for row in newest(files, "Mã hồ sơ", day).values():
        if row["Trạng thái hồ sơ"] in ("Không được tiếp nhận", "Mới đăng ký"):
            continue
        done = moment(row["Ngày kết thúc xử lý"]) or moment(row["Ngày trả kết quả"])
        resolved = bool(done and done <= datetime.combine(day, time.max)) or row["Trạng thái hồ sơ"] in (
            "Công dân yêu cầu rút hồ sơ", "Dừng xử lý",
        )  # fmt: skip
        own = counts.setdefault(CODE_OF[str(row["Đơn vị xử lý"]).strip()], Counter())
        late = is_late(row, day)
        own["total"] += 1
        own["resolved"] += resolved
        own["resolved_late"] += resolved and late
        own["resolved_on_time"] += resolved and not late
        own["pending"] += not resolved
        own["pending_overdue"] += not resolved and late
        own["online"] += row["Hình thức nộp"] == "Trực tuyến"

    names = ("total", "resolved", "resolved_on_time", "resolved_late", "pending", "pending_overdue", "online")
    same(asked(sample_home, "dossiers", day), with_total(counts), names)

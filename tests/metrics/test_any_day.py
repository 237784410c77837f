"""Every question has an answer on any day, whichever file came first."""

import subprocess
import sys
from datetime import date, datetime

import pytest

from domain.program.errors import UnknownNameError
from metrics.asking.answers import answer_of
from metrics.asking.catalogue import CATALOGUE
from tests.conftest import ROOT
from tests.metrics.conftest import KIND_OF

ROWS = {
    "task": {"assigned_date": date(2022, 3, 1), "due_date": date(2022, 4, 1)},
    "dossier": {"received_at": datetime(2022, 3, 1, 8), "promised_at": datetime(2022, 3, 8, 17)},
    "apology": {"dossier_code": "H24.16-220301-0001", "promised_at": datetime(2022, 3, 8, 17), "overdue_days": 2},
    "indicator": {"name": "Tiêu chí", "level": 1, "max_score": 5},
    "indicator_score": {"year": 2022, "max_score": 5, "self_score": 4},
    "outgoing_document": {"issued_date": date(2022, 3, 1), "is_signed": True},
    "shortfall": {"year": 2021, "max_score": 5},
}  # fmt: skip
FIRST = date(2022, 3, 31)
DAYS = (
    "1900-01-01",  # before everything
    "2022-03-30",  # the day before the first file
    "2022-03-31",
    "2023-11-17",  # after the last limit
    "2032-03-31",  # ten years on
    "2199-12-31",
)


@pytest.mark.parametrize("first", sorted(KIND_OF))
def test_whatever_came_first(warehouse, first):
    warehouse.add(first, as_of_date=FIRST, **ROWS.get(first, {}))

    for day in DAYS:
        for name, metric in CATALOGUE.items():
            answer = answer_of(name, day, None, warehouse.reader())
            assert answer.columns == list(metric.columns), (name, day)
            assert all(set(row) == set(metric.columns) for row in answer.rows), (name, day)


def test_nothing_came_yet(reader):
    for day in DAYS:
        for name in CATALOGUE:
            assert answer_of(name, day, None, reader).rows == [], (name, day)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_no_office_lives_in_is_a_sentence(reader, day):
    with pytest.raises(UnknownNameError, match="nằm ngoài khoảng"):
        answer_of("forecast", day, None, reader)


def test_the_command_line_says_so_without_a_traceback(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "metrics", "tasks", "--home", str(tmp_path), "--as-of", "0001-01-01"],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip

    assert (finished.returncode, finished.stdout) == (2, "")
    assert "Traceback" not in finished.stderr and "1900" in finished.stderr

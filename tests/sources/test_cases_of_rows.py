"""Do the small files that were once read wrongly give the right figures, loaded as an office loads them?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_loaders.__main__ import main as load_main
from metrics.__main__ import main as metric_main

CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.fixture
def office(tmp_path, capfdbinary):
    """Load files into a home of their own and ask it: gives the report of the last file and the rows of a metric."""

    def load(*names: str) -> dict[str, Any]:
        paths = [str(CASES / name) for name in names]
        load_main(["load", *paths, "--home", str(tmp_path), "--json"])
        return json.loads(capfdbinary.readouterr().out)["files"][-1]

    def metric(name: str, wanted: Callable[[dict[str, Any]], bool] = bool) -> dict[str, dict[str, Any]]:
        metric_main([name, "--home", str(tmp_path), "--json"])
        rows = json.loads(capfdbinary.readouterr().out)["rows"]
        return {row["department_code"]: row for row in rows if wanted(row)}

    return load, metric


@pytest.mark.parametrize(
    ("name", "total", "completed"),
    [
        ("09-two-columns-shifted.xlsx", 5, 3),
        ("10-all-columns-shifted.xlsx", 5, 3),
        ("11-pages-without-heading.xlsx", 15, 8),
        ("12-page-footer.xlsx", 5, 5),
        ("13-total-row-without-label.xlsx", 6, 3),
    ],
)
def test_every_row_counts_once(office, name, total, completed):
    load, metric = office

    report = load(name)

    assert report["status"] == "loaded"
    assert sum(table["rejected_rows"] for table in report["tables"]) == 0
    counted = metric("tasks")["TOTAL"]
    assert (counted["total"], counted["completed"]) == (total, completed)


@pytest.mark.parametrize("name", ["26-year-2023-in-headings.xlsx", "27-title-directly-above.xlsx"])
def test_a_table_of_shortfalls_is_one_whatever_its_year(office, name):
    load, metric = office

    (table,) = load(name)["tables"]

    assert (table["kind"], len(table["header_rows"]), table["accepted_rows"]) == ("shortfalls", 1, 1)
    assert metric("shortfalls")["VP"]["lost"] == 0.5


@pytest.mark.parametrize(
    ("name", "row", "value"),
    [
        ("22-total-row-differs.xlsx", 8, "100 ≠ 60 + 45"),
        ("28-fields-add-to-102.xlsx", 48, "100 ≠ 15 + 10 + 20 + 10 + 10 + 10 + 15 + 12"),
    ],
)
def test_a_total_row_that_differs_is_remarked(office, name, row, value):
    load, _ = office

    issues = load(name)["issues"]

    assert [(i["row"], i["value"]) for i in issues if i["code"] == "points_do_not_add_up"] == [(row, value)]


def test_one_row_unread_holds_back_its_unit_and_the_whole(office):
    load, metric = office

    (table,) = load("01-one-rejected-row.xlsx")["tables"]

    assert (table["accepted_rows"], table["rejected_rows"]) == (5, 1)
    counted = metric("completion", lambda row: row["obligation"] == "task_archived")
    assert (counted["QLDT"]["required"], counted["QLDT"]["done"], counted["QLDT"]["rate_pct"]) == (2, 2, 99.9)
    assert (counted["TOTAL"]["required"], counted["TOTAL"]["done"], counted["TOTAL"]["rate_pct"]) == (
        5,
        5,
        99.9,
    )


def test_a_day_that_is_no_day_leaves_nine_tasks_open(office):
    load, metric = office

    load("02-nine-rejected-rows.xlsx")

    counted = metric("tasks")["TOTAL"]
    assert (counted["total"], counted["completed"], counted["open"]) == (12, 3, 9)


def test_a_code_twice_is_named_as_such(office):
    load, _ = office

    report = load("24-code-twice.xlsx")

    errors = [(i["code"], i["row"]) for i in report["issues"] if i["code"] != "table_not_loaded"]
    assert errors == [("duplicate_key", 7)]
    assert (report["status"], report["refusal"]["code"]) == ("refused", "no_row_accepted")

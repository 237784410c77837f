"""`python -m metrics`: the automation contract, asked as a script would ask it."""

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from metrics.asking.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]


def ask(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "metrics", *map(str, arguments)],
        cwd=ROOT, capture_output=True, encoding="utf-8", env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture
def loaded(home):
    """A home with three tasks and one dossier list of an earlier day."""
    path, build = home
    build.add("task", department_code="VP", is_reported=True, completed_date=date(2023, 11, 1))
    build.add("task", department_code="QLDT", is_reported=False)
    build.add("shortfall", as_of_date=date(2023, 11, 3), lost_points="0.25")
    build.connection.close()
    return path


def test_json_is_one_document_with_the_shape_of_the_contract(loaded):
    finished = ask("completion", "--home", loaded, "--json")

    document = json.loads(finished.stdout)
    assert finished.returncode == 0
    assert list(document) == ["metric", "as_of", "build_id", "reconstructed", "columns", "rows"]
    assert (document["metric"], document["as_of"], document["build_id"]) == (
        "completion",
        "2023-11-12",
        "build",
    )
    assert document["reconstructed"] is False
    assert document["columns"] == list(CATALOGUE["completion"].columns)
    assert document["rows"][0] == {
        "department_code": "VP", "obligation": "task_reported", "required": 1, "done": 1, "rate_pct": 100.0,
        "not_applicable": False, "vanished": 0, "data_age_days": 0, "from_summary": False,
    }  # fmt: skip
    unknown = next(row for row in document["rows"] if row["obligation"] == "apology")
    assert (unknown["required"], unknown["rate_pct"]) == (None, None)


def test_points_are_numbers(loaded):
    rows = json.loads(ask("shortfalls", "--home", loaded, "--json").stdout)["rows"]

    assert rows[-1] == {"department_code": "TOTAL", "total": 1, "lost": 0.25, "recovered": 0.0, "open": 1}


def test_one_department_alone_and_the_home_by_environment(loaded):
    document = json.loads(ask("tasks", "--department", "VP", "--json", DASHBOARD_HOME=str(loaded)).stdout)

    assert [(row["department_code"], row["total"]) for row in document["rows"]] == [("VP", 1)]


def test_a_day_before_the_first_export_is_marked_reconstructed(loaded):
    document = json.loads(ask("tasks", "--as-of", "2023-11-10", "--home", loaded, "--json").stdout)

    assert (document["as_of"], document["reconstructed"]) == ("2023-11-10", True)


def test_csv_has_a_heading_and_plain_values(loaded):
    lines = list(csv.DictReader(ask("department_score", "--home", loaded, "--csv").stdout.splitlines()))

    assert list(lines[0]) == list(CATALOGUE["department_score"].columns)
    assert (lines[0]["department_code"], lines[0]["score"], lines[0]["rank"]) == ("VP", "100.0", "")


def test_without_a_form_the_table_is_aligned(loaded):
    lines = ask("tasks", "--home", loaded).stdout.splitlines()

    assert len(lines) == 12
    assert lines[0].index("total") + len("total") == lines[-1].index(" 2") + 2


@pytest.mark.parametrize("name", ["tasks", "completion", "department_score"])
def test_an_empty_home_has_no_rows_and_is_no_error(tmp_path, name):
    finished = ask(name, "--home", tmp_path, "--json")

    document = json.loads(finished.stdout)
    assert finished.returncode == 0
    assert (document["as_of"], document["build_id"], document["rows"]) == (None, None, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no_such",), "Không có chỉ số nào tên “no_such”. Các chỉ số: tasks, "),
        (("tasks", "--department", "XX"), "Không có đơn vị nào có mã “XX”. Các mã đơn vị: VP, "),
        (("tasks", "--as-of", "31/12/2023"), "“31/12/2023” không phải là ngày"),
        ((), "Cách dùng: python -m metrics TÊN"),
        (("tasks", "--json", "--csv"), "Cách dùng"),
        (("tasks", "--jsn"), "Cách dùng"),
    ],
)
def test_what_is_not_a_question_is_told_in_vietnamese(tmp_path, arguments, said):
    finished = ask(*arguments, DASHBOARD_HOME=str(tmp_path))

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert said in finished.stderr


def test_a_failure_of_the_system_is_a_sentence_and_no_traceback(loaded):
    (loaded / "builds" / "build.duckdb").write_bytes(b"broken")

    finished = ask("tasks", "--home", loaded)

    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith("Kho số liệu đang dùng bị hỏng. ")
    assert "Traceback" not in finished.stderr


def test_with_json_a_failure_is_one_document_with_its_code(loaded):
    (loaded / "builds" / "build.duckdb").write_bytes(b"broken")

    finished = ask("tasks", "--home", loaded, "--json")

    said = json.loads(finished.stdout)
    assert finished.returncode == 1
    assert said["error"]["code"] == "build_damaged"
    assert (said["metric"], said["rows"]) == ("tasks", [])


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_day_in_an_empty_home_has_no_rows_either(reader, name):
    assert CATALOGUE[name].function(reader, as_of=date(2023, 11, 12)).empty


def test_every_metric_of_the_catalogue_gives_its_columns(reader, add_task, add_shortfall):
    add_task()
    add_shortfall()
    for name, metric in CATALOGUE.items():
        table = metric.function(reader, as_of=date(2023, 11, 12))

        assert list(table.columns) == list(metric.columns), name


def test_the_command_line_sees_the_whole_office(home):
    path, build = home
    build.add("task", department_code="LDB")
    build.connection.close()

    rows = json.loads(ask("tasks", "--home", path, "--json").stdout)["rows"]

    assert [row["department_code"] for row in rows[-2:]] == ["LDB", "TOTAL"]

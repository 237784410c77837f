"""What an official mistypes in a file of rules is refused, with line, key and what to write."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.declared.data_files import checked_files
from domain.counted.checked import FaultyFileError, checked_toml, faults_of_toml
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import ROOT, RULES, SOURCES

MISTYPED = [
    # file, what stands there, what was typed instead, the key, words of the sentence
    ("rules/planner.toml", "items_per_day = 5", "item_per_day = 5", "rule[1].items_per_day", "thiếu"),
    ("rules/planner.toml", "items_per_day = 5", "item_per_day = 5", "rule[1].item_per_day", "không có khoá này"),
    ("rules/planner.toml", "items_per_day = 5", 'items_per_day = "5"', "rule[1].items_per_day", "cần số"),
    ("rules/planner.toml", "apology = 2 ", "apology = -2 ", "rule[1].effort.apology", "cần số"),
    ("rules/limits.toml", "seconds = 20", "seconds = true", "seconds", "số nguyên"),
    ("rules/limits.toml", "memory_mb = 1024", "", "memory_mb", "thiếu"),
    ("rules/campaigns.toml", '"shortfall", "assignment"', '"shortfal", "assignment"', "campaign[1].obligations[1]", "một trong"),
    ("rules/campaigns.toml", "limit = 2023-11-14", 'limit = "14/11/2023"', "campaign[1].limit", "một ngày"),
    ("rules/campaigns.toml", "inclusive = false", 'inclusive = "không"', "campaign[1].inclusive", "true hoặc false"),
    ("rules/campaigns.toml", "starts_on = 2023-11-09", "starts_on = 2023-12-09", "campaign[1].starts_on", "sau thời hạn"),
    ("rules/deadline_levels.toml", "watch = 0.50", "watch = 0.90", "rule[1].watch", "giảm dần"),
    ("rules/deadline_levels.toml", "on_course = 0.80", "on_course = 80", "rule[1].on_course", "từ 0 đến 1"),
    ("rules/department_score.toml", "from = 90", "from = 10", "rule[1].bands", "từ cao xuống thấp"),
    ("rules/reminders.toml", "steps = [7, 3, 1]", "steps = [1, 3, 7]", "rule[1].steps", "từ nhiều đến ít"),
    ("rules/indicator_bands.toml", '"Trung bình", "Yếu"', '"Trung bình"', "rule[1].par_names", "đúng một tên"),
    ("rules/freeze.toml", "in_force_from = 2023-01-01", "", "rule[1].in_force_from", "thiếu"),
    ("sources/sipas.toml", 'table = "index_result"', "", "table", "thiếu"),
    ("sources/sipas.toml", 'table = "index_result"', 'table = "index_results"', "table", "store/schema.sql chỉ có: apology"),
    ("sources/sipas.toml", "[columns.source_text]", "[columns.source_txt]", "columns.source_txt", "không có cột này"),
    ("sources/sipas.toml", 'type = "score"', 'type = "diem"', "columns.max_points.type", "chỉ dùng"),
    ("sources/sipas.toml", '"agency"', '"agencies"', "key[1]", "không khai báo"),
    ("sources/sipas.toml", "required = true", "required = 1", "columns.agency.required", "true hoặc false"),
    ("sources/hpnet_tasks.toml", 'status_list = "task"', "", "status_list", "thiếu"),
    ("sources/hpnet_tasks.toml", 'status_list = "task"', 'status_list = "tasks"', "status_list", "chỉ có: task"),
    ("sources/dossiers.toml", "stale_after_days = ", "stale_after_days = 9999", "stale_after_days", "từ 0 đến 3660"),
    ("rules/whole_office.toml", "dossiers       = 40", "dossier = 40", "by_kind.dossier", "chỉ có: apologies"),
    ("rules/staleness.toml", "[rule.source]", "[rule.source.hpnet]\ndays = 2", "rule[1].source.hpnet", "chỉ có: apologies"),
    ("rules/disputes.toml", "answer_working_days = ", "answer_working_days = 9999", "rule[1].answer_working_days", "từ 1 đến 366"),
    ("rules/forecast.toml", "horizon_days = ", "horizon_days = 99999", "rule[1].horizon_days", "từ 1 đến 3660"),
    ("rules/indicator_risk.toml", "2023 = 2023", "20233 = 2023", "rule[1].scoring_days.20233", "một năm như 2023"),
    ("rules/indicator_risk.toml", "{ 2023 = 2023-12-15 }", "{ 2023 = 2025-12-15 }", "rule[1].scoring_days.2023", "hoặc năm sau"),
    ("rules/indicator_risk.toml", 'name = "at_risk"', 'name = "high"', "rule[1].level", "mỗi mức một lần"),
    ("rules/indicator_risk.toml", 'points = 0.75', 'points = 0.25', "rule[1].level", "từ nặng đến nhẹ"),
    ("rules/department_score.toml", '"Xuất sắc"', '"Tốt"', "rule[1].bands", "cùng tên"),
    ("rules/evidence_files.toml", '"01-31"', '"02-31"', "rule[1].limit[1].before", "tháng 2 không có ngày 31"),
    ("rules/evidence_files.toml", '"01-31"', '"02-29"', "rule[1].limit[1].before", "trong mọi năm"),
    ("rules/fair_score.toml", "least_prior_items = 2", "least_prior_items = 31", "rule[1].least_prior_items", "lớn hơn"),
    ("rules/forecast.toml", "points_needed = 3", "points_needed = 11", "rule[1].points_needed", "không bao giờ dự báo được"),
    ("rules/reminders.toml", "enabled = false", "enabled = true", "rule[1].smtp.sender", "hộp thư gửi"),
    ("rules/freeze.toml", "in_force_from = 2023", "in_force_from = 0203", "rule[1].in_force_from", "từ năm 2000 đến 2099"),
    ("rules/campaigns.toml", "limit = 2023-11-14", "limit = 9999-11-14", "campaign[1].limit", "từ năm 2000 đến 2099"),
    ("rules/planner.toml", "{gathering_name}", "{gathering_nam}", "rule[1].authority", "trong ngoặc nhọn chỉ dùng"),
    ("rules/whole_office.toml", "dossiers       = 40", '"" = 40', "by_kind.", "chỉ có: apologies"),
    ("rules/whole_office.toml", "dossiers       = 40", '"dossiers]" = 40', "by_kind.dossiers]", "chỉ có: apologies"),
    ("rules/whole_office.toml", "dossiers       = 40", '"a.[b" = 40', "by_kind.a.[b", "chỉ có: apologies"),
    ("rules/bulk_closed.toml", "bulk_items = 10", "bulk_items = 0", "rule[1].bulk_items", "từ 1 đến 1000000"),
    ("rules/measured_criteria.toml", 'name = "apology"', 'name = "apologies"', "measure[1].name", "một trong: apology"),
]  # fmt: skip


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    shutil.copytree(RULES, tmp_path / "rules")
    shutil.copytree(SOURCES, tmp_path / "sources")
    return tmp_path / "rules", tmp_path / "sources"


def test_every_file_that_ships_is_in_order():
    assert [one.file for one in checked_files() if one.faults] == []


@pytest.mark.parametrize(("file", "right", "typed", "key", "words"), MISTYPED, ids=lambda value: None)
def test_what_is_mistyped_is_named_by_its_key(folders, file, right, typed, key, words):
    path = folders[0].parent / file
    written = path.read_text(encoding="utf-8")
    assert right in written
    path.write_text(written.replace(right, typed, 1), encoding="utf-8")

    checked = {one.file: one for one in checked_files(rules=folders[0], sources=folders[1])}
    said = [fault.message for fault in checked[f"data/{file}"].faults if fault.key == key]

    assert said and words in said[0], checked[f"data/{file}"].faults
    assert [name for name, one in checked.items() if one.faults] == [f"data/{file}"]


def test_a_fault_names_the_line_it_stands_on(tmp_path):
    path = tmp_path / "freeze.toml"
    path.write_text(
        '# Chốt\n[[rule]]\nin_force_from = 2023-01-01\nauthority = "a"\nwait_working_days = -1\n',
        encoding="utf-8",
    )

    [fault] = faults_of_toml(path, RULE_SHAPES["freeze"])

    assert (fault.key, fault.message.split(",")[0]) == ("rule[1].wait_working_days", "Dòng 5")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[[rule]\n", "Dòng 1"),
        (b"a = 1\nb = \n", "Dòng 2"),
        ("a = 'ệ'".encode("utf-16"), "UTF-8"),
        (b"", "thiếu"),
    ],
)
def test_a_file_that_is_no_toml_or_empty_is_said_in_words(tmp_path, content, words):
    path = tmp_path / "freeze.toml"
    path.write_bytes(content)

    assert words in faults_of_toml(path, RULE_SHAPES["freeze"])[0].message
    with pytest.raises(FaultyFileError):
        checked_toml(path, RULE_SHAPES["freeze"])


def test_a_missing_and_an_unknown_file_are_faults(folders):
    rules, sources = folders
    (rules / "freeze.toml").rename(rules / "freze.toml")

    faulty = {one.file for one in checked_files(rules=rules, sources=sources) if one.faults}

    assert faulty == {"data/rules/freeze.toml", "data/rules/freze.toml"}


def test_the_command_prints_every_file_as_one_document():
    done = subprocess.run(
        [sys.executable, "-m", "data_loaders", "check-data", "--json"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    files = json.loads(done.stdout)["files"]

    assert done.returncode == 0
    assert {one["file"] for one in files} >= {"data/rules/campaigns.toml", "data/sources/hpnet_tasks.toml"}
    assert all(set(one) == {"file", "ok", "faults"} and one["ok"] and one["faults"] == [] for one in files)

"""Every command speaks in one way: one document with --json, also for what was not understood; no trace without streams."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from domain.program.command_line import LOST
from domain.program.places import ROOT

COMMANDS = ("data_loaders", "metrics", "reports", "store", "access")


def run(command: str, *arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", command, *arguments], cwd=ROOT, capture_output=True, **options
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_not_understood_is_one_document_and_exit_code_two(command):
    done = run(command, "list", "--khong-co", "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout.decode("utf-8"))["error"]["message"].startswith("Lệnh")
    assert b"Traceback" not in done.stderr
    assert b"unrecognized" not in done.stderr + done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no shell that closes a stream")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_scheduled_task_without_streams_ends_with_its_exit_code(command, tmp_path):
    home, said = tmp_path / "home", tmp_path / "said"
    arguments = {
        "metrics": "tasks",
        "store": "doctor",
        "access": "list",
        "data_loaders": "list",
        "reports": "list",
    }
    line = f'{sys.executable} -m {command} {arguments[command]} --json --home "{home}"'

    done = subprocess.run(f"{line} >&- 2>{said}", shell=True, cwd=ROOT)

    assert done.returncode in (0, 1)
    assert "Traceback" not in said.read_text(encoding="utf-8")
    assert subprocess.run(f"{line} >&- 2>&-", shell=True, cwd=ROOT).returncode == done.returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", [["--json"], []])
def test_an_answer_that_can_be_written_nowhere_is_said_and_what_was_done_is_not_called_undone(form, tmp_path):
    file = tmp_path / "cong-viec-2023-11-12.csv"
    file.write_text(
        "\ufeffMã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao việc;Hạn hoàn thành;Ngày hoàn thành\n"
        "CV-1;Việc 1;VP;01/11/2023;30/11/2023;\n",
        encoding="utf-8",
    )
    load = [sys.executable, "-m", "data_loaders", "load", str(file), "--home", str(tmp_path / "home"), *form]

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(load, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")

    assert done.returncode == 1
    assert done.stderr.endswith(f"{LOST}\n") and "Traceback" not in done.stderr
    assert "chưa ghi được, số liệu đã công bố vẫn giữ nguyên" not in done.stderr
    (only,) = json.loads(run("data_loaders", "list", "--json", "--home", str(tmp_path / "home")).stdout)[
        "imports"
    ]
    assert only["state"] == "active"


def test_beside_the_document_only_the_first_errors_are_told(tmp_path):
    rows = ["Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao việc;Hạn hoàn thành;Ngày hoàn thành"]
    rows += [f"CV-{n};Việc {n};VP;01/11/2023;31/02/2023;" for n in range(40)]
    rows += ["CV-99;Việc 99;VP;01/11/2023;30/11/2023;"]
    (tmp_path / "cong-viec-2023-11-12.csv").write_text("\ufeff" + "\n".join(rows), encoding="utf-8")

    done = run("data_loaders", "check", str(tmp_path / "cong-viec-2023-11-12.csv"), "--json")

    (file,) = json.loads(done.stdout.decode("utf-8"))["files"]
    errors = sum(issue["severity"] == "error" for issue in file["issues"])
    said = done.stderr.decode("utf-8")
    assert errors == 40
    assert said.count("31/02/2023") == 5
    assert "và 35 lỗi nữa trong tài liệu JSON" in said

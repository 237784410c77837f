"""The command line keeps its contract: one JSON document, exit codes, Vietnamese sentences, never a trace."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành"
FILE_KEYS = {
    "file", "sha256", "import_id", "status", "refusal", "choice", "tables", "sheets_skipped", "issues",
}  # fmt: skip
TABLE_KEYS = {
    "kind", "sheet", "as_of", "header_rows", "data_rows", "accepted_rows", "rejected_rows", "skipped",
}  # fmt: skip


def run(*arguments: object, home: Path, code: int = 0, **environment: str) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [sys.executable, "-m", "data_loaders", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "DASHBOARD_HOME": str(home), "PYTHONUTF8": "0", **environment},
        check=False,
    )
    stderr = done.stderr.decode("utf-8")
    assert "Traceback" not in stderr, stderr
    assert done.returncode == code, stderr
    return done


def said(done: subprocess.CompletedProcess) -> dict:
    return json.loads(done.stdout.decode("utf-8"))


def tasks_csv(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8-sig")
    return path


GOOD = "CV-001;Báo cáo quý;VP;01/11/2023;20/11/2023;"
DONE = "CV-001;Báo cáo quý;VP;01/11/2023;20/11/2023;10/11/2023"
OTHER = "CV-002;Rà soát dự án;QLDT;02/11/2023;21/11/2023;"
BAD = "CV-003;Thẩm định;QLDT;02/11/2023;31/11/2023;"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def export(tmp_path):
    return tasks_csv(tmp_path, "cong-viec-2023-11-09.csv", GOOD, OTHER, BAD)


def test_check_reports_everything_and_stores_nothing(home, export):
    document = said(run("check", export, "--json", home=home))

    (report,) = document["files"]
    assert document["build_id"] is None
    assert set(report) == FILE_KEYS
    assert (report["status"], report["refusal"], report["choice"]) == ("loadable", None, None)
    (table,) = report["tables"]
    assert set(table) == TABLE_KEYS
    assert (table["kind"], table["as_of"]) == ("hpnet_tasks", "2023-11-09")
    assert (table["data_rows"], table["accepted_rows"], table["rejected_rows"]) == (3, 2, 1)
    (issue,) = [one for one in report["issues"] if one["severity"] == "error"]
    assert (issue["code"], issue["row"], issue["column"], issue["value"]) == (
        "invalid_date", 4, "Hạn xử lý", "31/11/2023",
    )  # fmt: skip
    assert not home.exists()


def test_load_then_load_again_is_told_apart(home, export):
    first = said(run("load", export, "--json", "--by", "An", home=home))
    again = run("load", export, "--json", home=home)

    assert first["files"][0]["status"] == "loaded"
    assert said(again)["files"][0]["status"] == "already_loaded"
    assert said(again)["files"][0]["import_id"] == first["files"][0]["import_id"]
    assert set(said(again)["files"][0]) == FILE_KEYS
    assert said(again)["build_id"] == first["build_id"]
    assert "bởi An" in again.stderr.decode("utf-8")


def test_the_same_bytes_on_another_day_are_another_import(home, export):
    run("load", export, "--json", home=home)

    document = said(run("load", export, "--as-of", "2023-11-10", "--json", home=home))

    assert document["files"][0]["status"] == "loaded"
    assert document["files"][0]["tables"][0]["as_of"] == "2023-11-10"
    assert len(said(run("list", "--json", home=home))["imports"]) == 2


def test_a_refused_file_stops_nobody(home, export, tmp_path):
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    empty = tmp_path / "trong.xlsx"
    empty.write_bytes(b"")

    done = run("load", broken, export, empty, "--json", home=home, code=1)

    files = said(done)["files"]
    assert [one["file"] for one in files] == [str(broken), str(export), str(empty)]
    assert [one["status"] for one in files] == ["refused", "loaded", "refused"]
    assert files[2]["refusal"]["code"] == "empty_file"
    assert files[0]["tables"] == files[0]["issues"] == files[0]["sheets_skipped"] == []


def test_a_file_without_its_day_waits_for_a_choice(home, tmp_path):
    undated = tasks_csv(tmp_path, "cong-viec.csv", GOOD)

    (report,) = said(run("load", undated, "--json", home=home, code=1))["files"]
    assert (report["status"], report["choice"]["what"]) == ("needs_choice", "as_of")
    assert said(run("list", "--json", home=home)) == {"build_id": None, "imports": []}

    (report,) = said(run("load", undated, "--as-of", "2023-11-09", "--json", home=home))["files"]
    assert report["status"] == "loaded"


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", "khong-co.xlsx"),
        ("load", "."),
        ("load",),
        ("load", "README.md", "--kind", "khong_co"),
        ("load", "README.md", "--as-of", "hôm qua"),
        ("undo", "khong-co"),
        ("watch", "khong-co"),
        ("khong-co",),
        (),
    ],
    ids=lambda a: " ".join(a) or "nothing",
)
def test_usage_and_unknown_names_end_with_two_and_a_sentence(home, arguments):
    done = run(*arguments, home=home, code=2)

    assert done.stdout == b""
    assert done.stderr.strip()


def test_one_missing_path_stops_the_command_before_anything_is_loaded(home, export):
    run("load", export, "khong-co.xlsx", "--json", home=home, code=2)

    assert said(run("list", "--json", home=home))["imports"] == []


def test_the_home_may_stand_before_or_after_the_command(home, export, tmp_path):
    other = tmp_path / "other"

    run("--home", other, "load", export, "--json", home=home)
    before = said(run("list", "--home", other, "--json", home=home))
    after = said(run("--home", other, "list", "--json", home=home))

    assert before == after
    assert len(before["imports"]) == 1
    assert not home.exists()


def test_undo_gives_the_earlier_build_and_the_bytes_may_come_again(home, export, tmp_path):
    later = tasks_csv(tmp_path, "cong-viec-2023-11-10.csv", DONE, OTHER)
    first = said(run("load", export, "--json", home=home))
    second = said(run("load", later, "--json", home=home))
    import_id = second["files"][0]["import_id"]

    undone = said(run("undo", import_id[:6], "--json", home=home))
    listed = said(run("list", "--json", home=home))
    assert undone["build_id"] == first["build_id"] == listed["build_id"]
    assert [one["state"] for one in listed["imports"]] == ["active", "undone"]
    assert set(listed["imports"][0]) == {
        "import_id", "file", "sha256", "kinds", "as_of", "loaded_at", "by", "state",
    }  # fmt: skip

    again = said(run("load", later, "--json", home=home))
    assert (again["files"][0]["status"], again["build_id"]) == ("loaded", second["build_id"])


def test_redo_and_rebuild_give_the_same_build(home, export, tmp_path):
    later = tasks_csv(tmp_path, "cong-viec-2023-11-10.csv", DONE, OTHER)
    loaded = said(run("load", export, later, "--json", home=home))
    import_id = loaded["files"][0]["import_id"]

    run("undo", import_id, "--json", home=home)
    redone = said(run("redo", import_id, "--json", home=home))
    rebuilt = said(run("rebuild", "--json", home=home))

    assert redone["build_id"] == rebuilt["build_id"] == loaded["build_id"]


def test_equal_inputs_give_equal_builds_whatever_the_name_person_and_order(home, export, tmp_path):
    later = tasks_csv(tmp_path, "cong-viec-2023-11-10.csv", DONE, OTHER)
    renamed = tmp_path / "Bản sao 2023-11-10.csv"
    renamed.write_bytes(later.read_bytes())
    other = tmp_path / "other"

    one = said(run("load", export, later, "--json", home=home, USER="an"))
    run("load", renamed, "--by", "Bình", "--json", "--home", other, home=home)
    two = said(run("load", export, "--json", "--home", other, home=home))

    assert one["build_id"] == two["build_id"]


def test_the_same_file_twice_in_one_command_is_loaded_once(home, export):
    files = said(run("load", export, export, "--json", home=home))["files"]

    assert [one["status"] for one in files] == ["loaded", "already_loaded"]


def test_watch_puts_files_away_with_their_reports(home, export, tmp_path):
    folder = tmp_path / "hop-thu"
    folder.mkdir()
    (folder / export.name).write_bytes(export.read_bytes())
    (folder / "la.txt").write_text("không phải bảng", encoding="utf-8")

    run("watch", folder, "--once", "--json", home=home, code=1)

    assert (folder / "da-nap" / export.name).read_bytes() == export.read_bytes()
    report = json.loads((folder / "da-nap" / f"{export.name}.json").read_text(encoding="utf-8"))
    assert report["status"] == "loaded"
    assert json.loads((folder / "tu-choi" / "la.txt.json").read_text(encoding="utf-8"))["status"] == "refused"
    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_watch_leaves_what_needs_a_look(home, tmp_path):
    """An effect out of the ordinary, a table of no proven kind and a misspelt heading are looked at by somebody first."""
    run(
        "load",
        tasks_csv(tmp_path, "cong-viec-2023-11-09.csv", *(f"CV-{n};Việc;VP;01/11/2023;;" for n in range(20))),
        home=home,
    )
    folder = tmp_path / "hop-thu"
    folder.mkdir()
    tasks_csv(folder, "cong-viec-2023-11-10.csv", "CV-1;Việc;VP;01/11/2023;;")
    (folder / "PCCC 2023-11-10.csv").write_text(
        "Nội dung;Đơn vị thực hiện;Đơn vị phối hợp;Thời hạn\nTập huấn;VP;QLDT;12/11/2023\n",
        encoding="utf-8-sig",
    )
    misspelt = tasks_csv(
        folder, "cong-viec-2023-11-11.csv", *(f"CV-{n};Việc;VP;01/11/2023;;" for n in range(20))
    )
    misspelt.write_text(
        misspelt.read_text("utf-8-sig").replace("Ngày hoàn thành", "Ngày hoàn thànhh"), "utf-8-sig"
    )

    document = said(run("watch", folder, "--once", "--json", home=home, code=1))

    assert [one["choice"]["what"] for one in document["files"]] == ["kind", "effect", "column"]
    assert len([path for path in (folder / "can-xu-ly").iterdir() if path.suffix == ".csv"]) == 3
    assert len(said(run("list", "--json", home=home))["imports"]) == 1


def test_people_read_sentences(home, export):
    text = run("load", export, home=home).stdout.decode("utf-8")

    assert "đã nạp" in text
    assert "31/11/2023" in text

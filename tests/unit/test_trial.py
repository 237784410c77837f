"""The trial loads its samples once, and never over what is there."""

import pytest

from access.viewers import trial_choices, trial_viewer
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from domain.agency.departments import scored_codes
from domain.program.places import SAMPLES
from store.builds import reader
from store.current import warehouse
from store.current.pointer import build_file, current
from store.disk.home import Home
from tests.store.conftest import put, task, tasks
from ui.visit import trial

SAMPLE = SAMPLES / "Ket qua chi so CCHC PAR Index (mau).xlsx"


def test_a_home_with_a_build_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    put(Home(tmp_path), tasks("a", "1/11", task("k")))

    assert trial.samples_loading() is None


def test_an_empty_trial_loads_every_sample_once(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "empty"))
    begun = []
    monkeypatch.setattr(trial, "_load", lambda home, files, loading: begun.append(len(files)))

    first = trial.samples_loading()
    second = trial.samples_loading()

    assert first is not None
    assert second is first
    assert begun == [first.files]
    assert "Đang nạp số liệu mẫu" in first.words


def test_a_build_of_an_older_schema_is_made_anew_before_anything_is_shown(tmp_path, monkeypatch):
    home = Home(tmp_path)
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    load(home, [Received(SAMPLE.name, SAMPLE.read_bytes())], person="thử")
    for room in (reader, warehouse):
        monkeypatch.setattr(room, "schema_key", lambda: "of a newer program")

    loading = trial.samples_loading()
    assert loading is not None and loading.finished.wait(60)

    assert loading.title == "Đang dựng lại kho số liệu…" and loading.failed is None
    assert trial.samples_loading() is None
    now = current(home)
    assert now is not None and not warehouse.is_of_older_schema(build_file(home, now.build_id))


@pytest.mark.parametrize("lost", ["pointer", "emptied pointer", "build", "emptied build"])
def test_what_is_derived_and_lost_is_made_anew_under_the_running_program(tmp_path, monkeypatch, lost):
    home = Home(tmp_path)
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    load(home, [Received(SAMPLE.name, SAMPLE.read_bytes())], person="thử")
    before = current(home)
    assert trial.samples_loading() is None
    path = home.pointer if "pointer" in lost else build_file(home, before.build_id)
    path.write_bytes(b"") if "emptied" in lost else path.unlink()

    loading = trial.samples_loading()
    assert loading is not None and loading.finished.wait(60)

    assert loading.is_repair and loading.failed is None
    assert trial.samples_loading() is None
    assert current(home) == before
    assert not warehouse.fault_of(build_file(home, before.build_id), before.build_id, before.imports)


def test_a_department_of_the_trial_sees_itself_only():
    viewer = trial_viewer("QLLD")

    assert viewer.scope.departments == ("QLLD",)
    assert not viewer.scope.is_whole_office
    assert not viewer.may("import")


def test_anything_else_looks_as_the_leadership():
    assert trial_viewer("khong-co").role == "leader"
    assert trial_viewer("LDB").role == "leader"


def test_every_department_can_be_tried():
    assert set(scored_codes()) - {"VP"} <= set(trial_choices())
    assert list(trial_choices())[:2] == ["lanh-dao", "van-phong"]

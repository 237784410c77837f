"""The state kept at a limit: waiting, kept with later changes apart, lifted for a while, and as a department."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from desk.keeping import keep_after_publish
from domain.program.places import ROOT
from store.current.pointer import build_file, current
from store.disk.home import resolve_home
from tests.store.conftest import written_by_an_older_program

EXPORT = "HpNet_cong-viec_2023-11-12.xlsx"


@pytest.fixture(scope="module")
def home_after_the_limit(sample_home: Path, tmp_path_factory) -> Path:
    """The samples, and the newest export once more as of the day after the limit."""
    path = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("frozen") / "home"))
    home = resolve_home(path)
    content = (ROOT / "data" / "samples" / EXPORT).read_bytes()
    file = Received(EXPORT, content, Options(as_of=date(2023, 11, 17)))
    ingest.load(home, [file], person="Văn phòng")
    keep_after_publish(home, today=date(2023, 11, 22), by="Hệ thống")
    return path


@pytest.fixture
def frozen_home(home_after_the_limit: Path, monkeypatch) -> Path:
    monkeypatch.setenv("DASHBOARD_HOME", str(home_after_the_limit))
    return home_after_the_limit


def kept_rows(app):
    return next(frame.value for frame in app.dataframe if "Lúc chốt" in frame.value)


def test_before_the_limit_nothing_is_kept_and_the_rule_is_told(loaded_home, visit, said):
    app = visit("chot_so_lieu")

    assert not app.exception
    assert "Chưa có số liệu chốt: hạn gần nhất hết ngày 13/11/2023" in said(app)
    assert "Chỉ Văn phòng mở được, phải ghi lý do và giờ kết thúc" in said(app)


def test_the_kept_state_has_later_changes_in_their_own_column(frozen_home, visit, said):
    app = visit("chot_so_lieu", dot="2023-11-17")

    rows = kept_rows(app)
    assert "Đã chốt số liệu của 2 hạn" in app.title[0].value
    assert rows["Đơn vị"].iloc[0] == "Toàn Ban"
    assert {"Lúc chốt", "Hiện nay", "Thay đổi sau hạn"} <= set(rows.columns)


def test_a_state_kept_by_an_older_program_is_said_to_be_answered_by_the_numbers_in_use(
    home_after_the_limit, tmp_path, monkeypatch, visit, said
):
    home = resolve_home(Path(shutil.copytree(home_after_the_limit, tmp_path / "home")))
    kept = current(home).build_id
    later = Received(
        EXPORT, (ROOT / "data" / "samples" / EXPORT).read_bytes(), Options(as_of=date(2023, 11, 18))
    )
    ingest.load(home, [later], person="Văn phòng")
    written_by_an_older_program(build_file(home, kept))
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))

    app = visit("chot_so_lieu", dot="2023-11-17")

    assert not app.exception
    assert "do phiên bản phần mềm trước ghi" in app.warning[0].value
    assert not kept_rows(app).empty


def test_a_lock_is_lifted_with_a_reason_and_an_end(frozen_home, visit, said):
    app = visit("chot_so_lieu", vai="van-phong", dot="2023-11-17")
    next(box for box in app.text_input if box.label == "Lý do").set_value("Bổ sung minh chứng")

    next(button for button in app.button if button.label == "Mở khóa").click()
    app.run()

    assert "đã mở (Bổ sung minh chứng); tự khóa lại lúc 17:00" in said(app)


def test_leaders_see_the_state_but_no_key(frozen_home, visit, said):
    app = visit("chot_so_lieu", vai="lanh-dao", dot="2023-11-17")

    assert len(kept_rows(app))
    assert not [button for button in app.button if button.label == "Mở khóa"]


def test_a_department_sees_its_own_rows_only(frozen_home, visit, said):
    app = visit("chot_so_lieu", vai="QLDT", dot="2023-11-17")

    assert set(kept_rows(app)["Đơn vị"]) == {"Phòng Quản lý Đầu tư"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("chot_so_lieu")

    assert not app.exception
    assert "Chưa có bản xuất HpNet nào." in said(app)

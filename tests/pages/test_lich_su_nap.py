"""The history of imports: what came in, out again, and in again."""

import pytest

from data_loaders.publishing import ingest
from domain.agency.scope import command_line
from store.current.pointer import current
from store.disk.home import Home
from tests.pages.pressing import button
from tests.pages.small_office import FIRST, SECOND, loaded, straight_to


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    """Two exports are published, one after the other."""
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    loaded(tmp_path / "home", FIRST)
    return loaded(tmp_path / "home", SECOND)


def test_lists_every_import_with_its_counts(home, visit, said):
    app = visit("lich_su_nap", vai="van-phong")

    assert not app.exception
    assert "2 tệp đang dùng" in app.title[0].value.replace("\u00a0", " ")
    rows = app.dataframe[0].value
    assert rows["Tệp"].tolist() == ["cong-viec-11.csv", "cong-viec-10.csv"]
    assert rows["Dòng nhận"].tolist() == [3, 3]
    assert rows["Tình trạng"].tolist() == ["Đang dùng", "Đang dùng"]


def test_undo_asks_first_and_redo_brings_everything_back(home, visit, said):
    before = current(home)
    newest = ingest.imports(home, command_line())[-1]["import_id"]
    app = visit("lich_su_nap", vai="van-phong", nap=newest)

    button(app, "Hoàn tác").click().run()
    assert "Hoàn tác lần nạp này? Số liệu trở về như ngày 10/11/2023" in said(app)
    button(app, "Hoàn tác lần nạp").click().run()

    assert not app.exception
    assert current(home) != before
    assert "Đã hoàn tác cong-viec-11.csv" in app.success[0].value
    after = app.success[0].value.partition(". ")[2].replace("\u00a0", " ")
    assert after == "Số liệu trở về như ngày 10/11/2023, không có tệp này."
    button(app, "Làm lại lần nạp").click().run()
    assert current(home) == before


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("lich_su_nap", vai="van-phong")

    assert not app.exception
    assert app.title[0].value == "Chưa có lần nạp nào"


@pytest.mark.parametrize("role", ["lanh-dao", "QLDT"])
def test_others_get_a_sentence_and_nothing_else(home, said, role):
    app = straight_to("lich_su_nap", role)

    assert [one.value for one in app.title] == ["Trang này dành cho Văn phòng"]
    assert not app.dataframe

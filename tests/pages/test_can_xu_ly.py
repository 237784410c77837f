"""The to-do list of published files: units settled once, rows put right afterwards."""

import pytest

from data_loaders.publishing import ingest
from data_loaders.publishing.watch import watch
from desk import staging
from desk.to_do import fuzzy_headings
from domain.agency.scope import command_line
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.pages.pressing import button
from tests.pages.small_office import FIRST, HEADINGS, OFFICER, export, loaded, straight_to, task


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    """Two rows name a unit nobody knows, one has a date that does not exist, one heading is misspelt."""
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    rows = [
        task("CV-1", unit="P. XYZ"),
        task("CV-2", unit="P. XYZ"),
        task("CV-3", due="31/02/2023"),
        task("CV-4"),
    ]
    return loaded(
        tmp_path / "home", export(10, *rows, headings=HEADINGS.replace("Ngày hoàn thành", "Ngày hoàn thànhh"))
    )


def test_a_unit_is_settled_once_for_all_its_rows(home, visit, said):
    app = visit("can_xu_ly", vai="van-phong")
    select = next(one for one in app.selectbox if "P. XYZ" in one.label)
    assert "(2 dòng, Công việc HpNet)" in select.label

    select.set_value("QLDT").run()
    button(app, "Ghi nhớ").click().run()

    assert not app.exception
    assert not [one for one in app.selectbox if "P. XYZ" in one.label]
    assert "1 dòng chưa nạp được trong 1 tệp" in said(app)


def test_what_the_watched_folder_left_is_taken_up(home, tmp_path, visit, said):
    folder = tmp_path / "hop-thu"
    folder.mkdir()
    (folder / "khong-ngay.csv").write_bytes(export(None, task("CV-9"))[1])
    (report,) = watch(home, folder, person="dung-thu", once=True)
    assert report.status == "needs_choice"

    app = visit("can_xu_ly", vai="van-phong")
    assert "khong-ngay.csv" in said(app)
    button(app, "Nhận các tệp này").click().run()

    assert not app.exception
    assert [one.file_name for one in staging.staged_files(home, OFFICER)] == ["khong-ngay.csv"]
    assert staging.waiting_from_folder(home, OFFICER) == []


def test_a_heading_is_confirmed_once(home, visit, said):
    app = visit("can_xu_ly", vai="van-phong")

    button(app, "Xác nhận").click().run()

    assert not app.exception
    assert fuzzy_headings(home, OFFICER, open_reader(home, OFFICER.scope)) == []


def test_a_row_of_a_published_file_is_put_right(home, visit, said):
    app = visit("can_xu_ly", vai="van-phong")
    assert "3 dòng chưa nạp được trong 1 tệp" in said(app)
    app.selectbox(key="tep-loi").set_value(ingest.imports(home, command_line())[0]["import_id"]).run()

    editor = next(e for e in app.data_editor if e.key and e.key.startswith("sua-"))
    place = editor.value["label"].tolist().index("Hạn hoàn thành")
    app.session_state[editor.key] = {
        "edited_rows": {place: {"text": "28/02/2023"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    next(t for t in app.text_input if t.label == "Lý do sửa").set_value("Gõ nhầm").run()
    button(app, "Lưu 1 ô đã sửa").click().run()

    assert not app.exception
    assert "2 dòng chưa nạp được trong 1 tệp" in said(app)


def test_says_so_when_everything_was_taken(tmp_path, monkeypatch, visit, said):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "clean"))
    loaded(tmp_path / "clean", FIRST)

    app = visit("can_xu_ly", vai="van-phong")

    assert app.title[0].value == "Không còn việc nào về số liệu cần xử lý"


@pytest.mark.parametrize("role", ["lanh-dao", "QLDT"])
def test_others_get_a_sentence_and_nothing_else(home, said, role):
    app = straight_to("can_xu_ly", role)

    assert [one.value for one in app.title] == ["Trang này dành cho Văn phòng"]
    assert not app.selectbox

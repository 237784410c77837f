"""The import page: four steps, every question answered in place, nothing published before it is asked for."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from data_loaders.publishing import ingest
from desk import staging
from desk.corrections import CellFix
from desk.error_workbook import SHEET, error_workbook
from domain.agency.scope import command_line
from domain.program.errors import StoppedError
from store.current.pointer import current
from store.disk.home import Home
from store.written.corrections import all_corrections
from tests.pages.pressing import button
from tests.pages.small_office import (
    FIRST,
    HEADINGS,
    OFFICER,
    SECOND,
    export,
    loaded,
    staged,
    straight_to,
    task,
)


def labels(app) -> list[str]:
    return [one.label for one in app.button]


def test_begins_with_nothing_waiting(home, visit, said):
    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    assert "chưa có tệp nào" in app.title[0].value
    assert "Công bố số liệu" not in labels(app)


def test_an_effect_out_of_the_ordinary_is_looked_at_first(tmp_path, monkeypatch, visit, said):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "office"))
    rows = [task(f"CV-{n}") for n in range(20)]
    office = loaded(tmp_path / "office", export(10, *rows))
    staged(office, export(11, *rows[:10]))

    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    assert "10 trong 20 dòng đã biết không còn trong bảng mới" in said(app)
    assert button(app, "Công bố số liệu").disabled
    next(one for one in app.checkbox if "Đã xem" in one.label).check().run()
    button(app, "Công bố số liệu").click().run()
    assert len(ingest.imports(office, command_line())) == 2


def test_works_on_a_home_where_nothing_was_ever_loaded(empty_home, visit, said):
    staged(Home(empty_home), FIRST)

    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    assert "1 tệp công bố được" in app.title[0].value.replace("\u00a0", " ")
    assert "3 dòng mới" in said(app)


@pytest.mark.parametrize("role", ["lanh-dao", "QLDT"])
def test_others_get_a_sentence_and_nothing_else(home, said, role):
    staged(home, SECOND)

    app = straight_to("nhap_du_lieu", role)

    assert [one.value for one in app.title] == ["Trang này dành cho Văn phòng"]
    assert "cong-viec-11" not in said(app)
    assert "Công bố số liệu" not in labels(app)


def test_shows_each_verdict_and_a_bad_file_stops_nobody(home, visit, said):
    staged(home, SECOND, ("anh.xlsx", b"\x89PNG no table"), FIRST)

    app = visit("nhap_du_lieu", vai="van-phong")
    words = said(app)

    assert not app.exception
    assert app.title[0].value.replace("\u00a0", " ") == "1 tệp công bố được, 1 tệp bị từ chối"
    assert "Nhận đủ 3 dòng" in words
    assert "Tệp không phải là bảng tính" in words
    assert "Tệp này đã nạp lúc" in words
    assert not button(app, "Công bố số liệu").disabled


def test_what_did_not_happen_is_not_named_in_the_preview(home, visit, said):
    staged(home, SECOND)

    words = said(visit("nhap_du_lieu", vai="van-phong"))

    assert "0 dòng" not in words and "0 việc" not in words


def test_reading_stops_in_the_middle_of_a_file(home):
    staged(home, SECOND)
    [waiting] = staging.staged_files(home, OFFICER)

    with pytest.raises(StoppedError):
        staging.read_staged(home, OFFICER, waiting, should_stop=lambda: True)
    assert staging.read_staged(home, OFFICER, waiting).report.status == "loadable"


def test_previews_rows_and_scores_without_changing_the_numbers(home, visit, said):
    before = current(home)
    staged(home, SECOND)

    words = said(visit("nhap_du_lieu", vai="van-phong"))

    assert "1 dòng mới, 1 việc xong, 1 dòng không còn" in words
    assert "Điểm từng đơn vị trước và sau khi công bố" in words
    assert current(home) == before


STEPS = f"{HEADINGS};Báo cáo hoàn thành;Lưu trữ"
BEFORE = export(10, *(f"{task(f'CV-{n}')};x;" for n in range(1, 7)), headings=STEPS)
AFTER = export(
    11,
    *(f"{task(f'CV-{n}')};x;x" for n in (1, 2, 3)),
    f"{task('CV-4', unit='QLLD')};x;",
    f"{task('CV-5')};;",
    f"{task('CV-6')};x;",
    f"{task('CV-7', unit='QLLD')};;",
    headings=STEPS,
)


def test_the_preview_thay_doi_and_tong_quan_tell_the_same_of_each_obligation(
    tmp_path, monkeypatch, visit, said
):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "office"))
    office = loaded(tmp_path / "office", BEFORE)
    staged(office, AFTER)

    app = visit("nhap_du_lieu", vai="van-phong")
    words = "Lưu trữ xong 3, thêm 1, chuyển đơn vị 1, còn 4"

    assert not app.exception
    assert words in said(app)
    assert "mở lại 1" in said(app)
    button(app, "Công bố số liệu").click().run()
    assert words in said(visit("thay_doi", vai="van-phong", tu="2023-11-10", den="2023-11-11"))
    assert words in said(visit("tong_quan", vai="van-phong"))


def test_publishes_all_files_at_once_and_takes_them_back(home, visit, said):
    before = current(home)
    staged(home, SECOND)
    app = visit("nhap_du_lieu", vai="van-phong")

    button(app, "Công bố số liệu").click().run()

    assert not app.exception
    assert "Đã công bố số liệu đến 11/11/2023" in app.title[0].value
    assert staging.staged_files(home, OFFICER) == []
    button(app, "Hoàn tác").click().run()
    assert "Số liệu trở về như ngày 10/11/2023" in said(app)
    button(app, "Hoàn tác lần nạp").click().run()
    assert current(home) == before


def test_a_day_is_asked_for_and_then_remembered(home, visit, said):
    staged(home, export(None, task("CV-1")))
    app = visit("nhap_du_lieu", vai="van-phong")
    assert "Chưa rõ ngày của số liệu" in said(app)
    assert button(app, "Công bố số liệu").disabled
    assert "Chưa công bố được: còn 1 tệp cần chọn ngày." in said(app)

    app.main.date_input[0].set_value("2023-11-12").run()
    button(app, "Kiểm tra lại").click().run()

    assert not app.exception
    assert "1 tệp công bố được" in app.title[0].value.replace("\u00a0", " ")
    assert "số liệu đến 12/11/2023" in said(visit("nhap_du_lieu", vai="van-phong"))


def test_a_heading_that_only_resembles_is_confirmed_once(home, visit, said):
    odd = HEADINGS.replace("Ngày hoàn thành", "Ngày hoàn thànhh")
    staged(home, export(11, task("CV-1"), headings=odd))
    app = visit("nhap_du_lieu", vai="van-phong")
    assert button(app, "Công bố số liệu").disabled
    assert "“Ngày hoàn thànhh” → Ngày hoàn thành" in said(app)

    button(app, "Xác nhận cột").click().run()
    button(app, "Công bố số liệu").click().run()
    staged(home, export(12, task("CV-1"), headings=odd))

    assert "Công bố số liệu" in labels(again := visit("nhap_du_lieu", vai="van-phong"))
    assert not button(again, "Công bố số liệu").disabled


def test_an_unknown_unit_is_settled_once(home, visit, said):
    staged(home, export(11, task("CV-1", unit="P. XYZ"), task("CV-2", unit="P. XYZ")))
    app = visit("nhap_du_lieu", vai="van-phong")
    assert "1 tệp bị từ chối" in said(app)
    app.session_state[f"chi-tiet-{staging.staged_files(home, OFFICER)[0].number}"] = True
    app.run()

    select = next(one for one in app.selectbox if "P. XYZ" in one.label)
    select.set_value("QLDT").run()
    button(app, "Ghi nhớ").click().run()

    assert not app.exception
    assert "Nhận đủ 2 dòng" in said(app)


def test_uploading_keeps_the_bytes_before_anything_is_read(home, visit, said):
    app = visit("nhap_du_lieu", vai="van-phong")

    app.file_uploader[0].set_value([(*SECOND, "text/csv"), ("trong.csv", b"", "text/csv")]).run()

    assert not app.exception
    waiting = staging.staged_files(home, OFFICER)
    assert [one.file_name for one in waiting] == ["cong-viec-11.csv", "trong.csv"]
    assert "Tệp trống" in said(visit("nhap_du_lieu", vai="van-phong"))


def bad_date(home: Home):
    staged(home, export(11, task("CV-1", due="31/02/2023"), task("CV-2", due="31/02/2023"), task("CV-5")))
    return staging.staged_files(home, OFFICER)[0]


def opened(visit, number: int):
    """The page with the details of one file open."""
    app = visit("nhap_du_lieu", vai="van-phong")
    app.session_state[f"chi-tiet-{number}"] = True
    return app.run()


def test_equal_errors_are_fixed_together_in_the_grid(home, visit, said):
    one = bad_date(home)
    app = opened(visit, one.number)
    assert "Nhận 1/3 dòng, 2 dòng có lỗi" in said(app)
    editor = next(e for e in app.data_editor if e.key and e.key.startswith("sua-"))
    assert editor.value["cells"].tolist() == ["2 ô cùng lỗi"]
    app.session_state[editor.key] = {
        "edited_rows": {0: {"text": "28/02/2023"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    assert "**2 ô** sẽ được sửa".replace("**", "") in said(app).replace("<strong>", "").replace(
        "</strong>", ""
    )
    next(t for t in app.text_input if t.label == "Lý do sửa").set_value("Gõ nhầm tháng").run()
    button(app, "Lưu 2 ô đã sửa").click().run()

    assert not app.exception
    assert "Nhận đủ 3 dòng" in said(app)
    assert {c["value"] for c in all_corrections(home) if c["column_name"] == "due_date"} == {"2023-02-28"}


def test_errors_stand_open_before_the_details_and_once(home, visit, said):
    bad_date(home)

    app = visit("nhap_du_lieu", vai="van-phong")

    assert "2 lỗi trong tệp" in said(app).replace("\u00a0", " ")
    editor = next(e for e in app.data_editor if e.key and e.key.startswith("sua-"))
    assert editor.value["what"].nunique() == len(editor.value) == 1
    assert editor.value["remedy"].iloc[0]
    assert not [one for one in app.dataframe if one.key and one.key.startswith("loi-")]


def test_an_officer_who_comes_second_is_told_what_happened(home, visit, said):
    staged(home, SECOND)
    app = visit("nhap_du_lieu", vai="van-phong")
    other = replace(OFFICER, account="nguoi-khac")
    number = staging.receive(home, other, *export(12, task("CV-9")))
    one = next(one for one in staging.staged_files(home, other) if one.number == number)
    assert staging.publish(home, other, [(one, staging.read_staged(home, other, one))]).publication

    button(app, "Công bố số liệu").click().run()

    assert not app.exception
    assert "Số liệu đã đổi trong lúc chờ (nguoi-khac công bố lúc" in said(app)
    assert len(ingest.imports(home, command_line())) == 2

    button(app, "Công bố số liệu").click().run()
    assert len(ingest.imports(home, command_line())) == 3


def test_another_window_that_published_the_waiting_files_is_named(home, visit, said):
    staged(home, SECOND)
    app = visit("nhap_du_lieu", vai="van-phong")
    files = [(one, staging.read_staged(home, OFFICER, one)) for one in staging.staged_files(home, OFFICER)]
    assert staging.publish(home, OFFICER, files).publication

    button(app, "Công bố số liệu").click().run()

    assert not app.exception
    assert "Các tệp đang chờ không còn ở đây" in said(app)
    assert len(ingest.imports(home, command_line())) == 2


def test_a_file_that_somebody_else_published_is_named(home, visit, said):
    staged(home, SECOND)
    other = replace(OFFICER, account="nguoi-khac")
    number = staging.receive(home, other, *SECOND)
    app = visit("nhap_du_lieu", vai="van-phong")
    one = next(one for one in staging.staged_files(home, other) if one.number == number)
    staging.publish(home, other, [(one, staging.read_staged(home, other, one))])

    app.run()

    assert "bởi nguoi-khac; không có gì thay đổi" in said(app)
    assert len(ingest.imports(home, command_line())) == 2


def test_the_error_workbook_gives_the_same_as_the_grid(home, visit, said):
    one = bad_date(home)
    reading = staging.read_staged(home, OFFICER, one)
    content = staging.content_of(home, OFFICER, one)
    book = openpyxl.load_workbook(BytesIO(error_workbook(content, reading.extract, file_name=one.file_name)))
    for row in book[SHEET].iter_rows():
        for cell in row:
            if cell.value == "31/02/2023":
                cell.value = "28/02/2023"
    book.save(filled := BytesIO())
    app = opened(visit, one.number)

    app.file_uploader[1].set_value(("sua-loi.xlsx", filled.getvalue(), "application/octet-stream")).run()
    next(t for t in app.text_input if t.label == "Lý do sửa").set_value("Gõ nhầm tháng").run()
    button(app, "Lưu 2 ô đã sửa").click().run()

    assert not app.exception
    assert "Nhận đủ 3 dòng" in said(app)


def test_cancelling_takes_back_what_was_corrected_for_the_file(home, visit, said):
    one = bad_date(home)
    fixes = [CellFix("CSV", 3, "due_date", "28/02/2023")]
    staging.fix_cells(home, OFFICER, one, fixes, reason="Gõ nhầm")

    button(visit("nhap_du_lieu", vai="van-phong"), "Hủy").click().run()

    assert {c["state"] for c in all_corrections(home)} == {"reversed"}


def test_cancelling_leaves_nothing(home, visit, said):
    before = current(home)
    staged(home, SECOND)
    app = visit("nhap_du_lieu", vai="van-phong")

    button(app, "Hủy").click().run()

    assert "chưa có tệp nào" in app.title[0].value
    assert staging.staged_files(home, OFFICER) == []
    assert not list((home.path / "staging").iterdir())
    assert not list(home.candidates.glob("*.duckdb"))
    assert current(home) == before
    assert len(ingest.imports(home, command_line())) == 1


def test_every_waiting_file_is_read_once_however_many_wait(home, visit, said):
    """Beyond a limit the first were forgotten, read again on every run, and nothing could be published."""
    rows = [task("CV-1"), task("CV-2"), task("CV-3", unit="QLLD")]
    staged(home, *(export(11 + n, *rows) for n in range(7)))
    files = staging.staged_files(home, OFFICER)

    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    assert "7 tệp công bố được" in app.title[0].value.replace("\u00a0", " ")
    before = {number: id(one) for number, one in staging.known_readings(home, OFFICER, files).items()}
    assert len(before) == 7
    app.run()
    assert {number: id(one) for number, one in staging.known_readings(home, OFFICER, files).items()} == before
    button(app, "Công bố số liệu").click().run()
    assert not app.exception
    assert [one["state"] for one in ingest.imports(home, command_line())].count("active") == 8
    assert not [place for place in staging._as_read if place[0] == home.path]


def test_a_day_found_in_the_file_is_taken_with_one_press(home, visit):
    staged(home, export(None, task("CV-1", done="09/11/2023"), task("CV-9")))
    app = visit("nhap_du_lieu", vai="van-phong")
    (days,) = (one for one in app.get("button_group") if one.label == "Ngày có trong tệp")
    assert days.options[0] == "09/11/2023"

    days.select(date(2023, 11, 9)).run()
    button(app, "Kiểm tra lại").click().run()

    (waiting,) = staging.staged_files(home, OFFICER)
    assert waiting.options.as_of == date(2023, 11, 9)
    assert not app.exception and "1 tệp công bố được" in app.title[0].value.replace("\u00a0", " ")


def test_what_is_said_beside_other_files_stands_on_the_page(home, visit, said):
    staged(home, export(11, task("CV-1"), task("CV-3", unit="QLLD"), task("CV 02")))

    words = said(visit("nhap_du_lieu", vai="van-phong"))

    assert "“cv 02” và “CV-2” chỉ khác nhau ở số 0 đứng đầu hay dấu phân cách" in words


def test_a_register_of_unknown_dossiers_is_told_on_the_page_as_by_the_command_line(tmp_path, monkeypatch, visit, said):  # fmt: skip
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "office"))
    listed = "Hồ sơ TTHC một cửa đến ngày 10/11/2023;;;;;\nMã hồ sơ;Tên TTHC;Ngày tiếp nhận;Ngày hẹn trả;Đơn vị xử lý;Trạng thái\nHS-1;A;01/11/2023;20/11/2023;VP;Đang xử lý\n"
    register = "Sổ xin lỗi công khai đến ngày 10/11/2023;;;;\nMã hồ sơ;Phòng xử lý;Số phiếu xin lỗi;Ngày xin lỗi;Lý do\nHS-9;VP;01/PXL;02/11/2023;x\n"
    office = loaded(tmp_path / "office", ("hs.csv", listed.encode("utf-8-sig")))
    staged(office, ("xl.csv", register.encode("utf-8-sig")))

    words = said(visit("nhap_du_lieu", vai="van-phong"))

    assert "Không thấy hồ sơ &quot;HS-9&quot; trong danh sách hồ sơ (CSV, dòng 3)" in words

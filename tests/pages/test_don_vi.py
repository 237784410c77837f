"""A department's own page: shown, empty, and never another's rows."""

from datetime import date

from domain.agency.scope import Scope
from metrics.progress.what_is_left import what_is_left, work_in
from store.current.warehouse import open_reader
from store.disk.home import resolve_home
from tests.pages.small_office import press


def test_the_headline_counts_what_is_left_and_names_the_first_step(loaded_home, visit):
    reader = open_reader(resolve_home(loaded_home), Scope(("QLDT",)))
    left = what_is_left(reader, as_of=date(2023, 11, 12), department="QLDT")

    app = visit("don_vi", vai="QLDT")

    assert not app.exception
    told = work_in(left.to_dict("records"))
    assert (told.steps, told.items < told.steps) == (len(left), True)
    assert app.title[0].value.startswith(f"Còn {told.words} để đạt 100%; trước tiên:")


def test_a_score_stands_with_its_coverage(loaded_home, visit, said):
    words = said(visit("don_vi", vai="QLDT"))

    assert "/100 điểm khắc phục" in words
    assert "trọng số áp dụng" in words
    assert "Không hiển thị được mục này" not in words


def test_the_four_obligations_stand_with_what_is_left(loaded_home, visit, said):
    words = said(visit("don_vi", vai="QLDT"))

    for name in ("Xin lỗi công khai", "Báo cáo hoàn thành", "Lưu trữ công việc", "Lập hồ sơ công việc"):
        assert name in words


def test_a_department_gets_itself_whatever_the_address_says(loaded_home, visit, said):
    words = said(visit("don_vi", vai="QLDT", don_vi="QLLD"))

    assert "Phòng Quản lý Đầu tư" in words
    assert "Quản lý Lao động" not in words


def test_leadership_sees_every_department_by_score(loaded_home, visit, said):
    app = visit("don_vi")

    assert not app.exception
    assert "đơn vị chưa kịp hạn 17/11" in app.title[0].value
    assert "Trường Trung cấp KKT" in said(app)


def test_leadership_sees_raw_and_adjusted_scores_with_ties_instead_of_false_ranks(loaded_home, visit, said):
    words = said(visit("don_vi"))

    assert "Điểm gốc" in words and "Điểm điều chỉnh" in words
    assert "hạng 6–10, chênh lệch không đáng kể" in words
    assert "đơn vị phối hợp không bị tính" in words
    assert "Mẫu số: việc được giao mà đơn vị chủ trì" in words


def test_what_is_left_out_is_one_click_away(loaded_home, visit, said):
    app = visit("don_vi", vai="QLDT")

    assert any(e.label.startswith("Xem việc bị loại trừ: ") for e in app.expander)


def test_a_department_reads_its_raw_and_adjusted_score_and_no_rank(loaded_home, visit, said):
    app = visit("don_vi", vai="QLDT")

    tiles = {tile.label: tile.value for tile in app.metric}
    assert {"Điểm gốc", "Điều chỉnh"} <= set(tiles)
    assert tiles["Điều chỉnh"] != tiles["Điểm gốc"]
    assert "Xếp thứ" not in said(app)


def test_a_department_notes_and_takes_back_its_own_promise(own_home, visit, said):
    app = visit("don_vi", vai="QLDT")
    next(box for box in app.selectbox if box.label == "Việc hẹn").select("Lưu trữ công việc")
    next(box for box in app.text_input if box.label == "Ghi chú").set_value("thêm một người")

    app = press(app, "Ghi ngày hẹn")
    assert "1 ngày hẹn đang chờ" in said(app)
    assert "Lưu trữ công việc: hẹn xong ngày 16/11 · còn 47 · thêm một người" in said(app)

    app = press(app, "Rút hẹn 16/11")
    assert "0 ngày hẹn đang chờ" in said(app) and "Đã rút" in said(app)


def test_another_department_does_not_see_the_promise(own_home, visit, said):
    press(visit("don_vi", vai="QLDT"), "Ghi ngày hẹn")

    assert "Chưa ghi ngày hẹn nào" in said(visit("don_vi", vai="QLLD"))
    assert "1 ngày hẹn đang chờ" in said(visit("don_vi", vai="lanh-dao", don_vi="QLDT"))


def test_a_past_day_notes_no_promise(loaded_home, visit, said):
    app = visit("don_vi", vai="QLDT", ngay="2023-11-10")

    assert "Đang xem ngày đã qua nên không ghi ngày hẹn." in said(app)
    assert not [button for button in app.button if button.label == "Ghi ngày hẹn"]


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("don_vi", vai="QLDT")

    assert not app.exception
    assert "Chưa có số liệu" in app.title[0].value

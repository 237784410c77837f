"""A department's own page: shown, empty, and never another's rows."""

from datetime import date

from domain.scope import Scope
from metrics.what_is_left import what_is_left
from store.home import resolve_home
from store.warehouse import open_reader


def test_the_headline_counts_what_is_left_and_names_the_first_step(loaded_home, visit):
    reader = open_reader(resolve_home(loaded_home), Scope(("QLDT",)))
    left = what_is_left(reader, as_of=date(2023, 11, 12), department="QLDT")

    app = visit("don_vi", vai="QLDT")

    assert not app.exception
    assert (
        app.title[0].value.replace("\u00a0", " ").startswith(f"Còn {len(left)} việc để đạt 100%; trước tiên:")
    )


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


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("don_vi", vai="QLDT")

    assert not app.exception
    assert "Chưa có số liệu" in app.title[0].value

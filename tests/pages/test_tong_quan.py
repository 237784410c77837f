"""The overview: shown, empty, and as a department."""


def test_the_headline_names_the_limit_and_a_number(loaded_home, visit, said):
    app = visit()

    assert not app.exception
    assert "17/11" in app.title[0].value
    assert "%" in app.title[0].value


def test_both_limits_print_their_rule(loaded_home, visit, said):
    text = said(visit())

    assert "Trước ngày 14/11 (hết ngày 13/11, thứ Hai)" in text
    assert "Trước ngày 17/11 (hết ngày 16/11, thứ Năm)" in text
    assert "không gồm ngày 17/11" in text


def test_every_unit_is_in_the_table(loaded_home, visit, said):
    text = said(visit())

    for name in ("Quản lý Đầu tư", "Trường Trung cấp KKT", "Văn phòng đại diện"):
        assert name in text


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit()

    assert not app.exception
    assert "chưa có dữ liệu" in app.title[0].value
    assert "Chưa có bản xuất HpNet nào." in said(app)


def test_a_department_sees_its_own_rows_only(loaded_home, visit, said):
    text = said(visit(vai="QLDT"))

    assert "Quản lý Đầu tư" in text
    assert "Quản lý Lao động" not in text


def test_a_past_day_says_so(loaded_home, visit, said):
    app = visit(ngay="2023-11-10")

    assert "Đang xem số liệu như ngày 10/11/2023" in said(app)

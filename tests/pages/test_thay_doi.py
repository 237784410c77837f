"""What changed between two exports: shown, nothing changed, one export only, empty, and as a department."""


def listed(app, column: str) -> set[str]:
    return {value for frame in app.dataframe if column in frame.value for value in frame.value[column]}


def test_the_headline_counts_what_moved(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-07", den="2023-11-12")

    assert not app.exception
    assert app.title[0].value.startswith("Từ 07/11 đến 12/11: thêm")


def test_a_row_has_both_values_and_both_cells(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-07", den="2023-11-12", loai="closed")

    assert any(value.startswith("chưa có → ") for value in listed(app, "Cũ → mới"))
    assert all("dòng" in value for value in listed(app, "Dòng trong bản sau"))


def test_what_vanished_still_counts(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-07", den="2023-11-12", loai="vanished")

    assert "vẫn tính đến khi Văn phòng xác nhận" in said(app)
    assert any("không còn từ bản xuất" in value for value in listed(app, "Cũ → mới"))


def test_closing_in_bulk_is_told_as_a_question(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-07", den="2023-11-12", loai="bulk")

    assert "không phải kết luận" in said(app)
    assert not any(word in said(app).lower() for word in ("gian lận", "đối phó", "vi phạm"))


def test_two_equal_exports_say_so_and_offer_an_older_one(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-10", den="2023-11-12")

    assert app.title[0].value == "Hai bản xuất giống nhau: không có thay đổi"
    assert "Chọn một bản xuất cũ hơn" in said(app)


def test_one_export_alone_cannot_be_compared(loaded_home, visit, said):
    app = visit("thay_doi", nguon="work_files")

    assert "mới có một bản xuất" in app.title[0].value
    assert "Nạp thêm một bản để xem thay đổi." in said(app)


def test_days_in_the_wrong_order_are_read_the_right_way_round(loaded_home, visit, said):
    app = visit("thay_doi", tu="2023-11-12", den="2023-11-07")

    assert app.title[0].value.startswith("Từ 07/11 đến 12/11")


def test_a_department_sees_its_own_changes_only(loaded_home, visit, said):
    app = visit("thay_doi", vai="QLDT", don_vi="QLLD", tu="2023-10-25", den="2023-11-12")

    assert listed(app, "Đơn vị") <= {"Quản lý Đầu tư"}
    assert "Quản lý Lao động" not in said(app)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("thay_doi")

    assert not app.exception
    assert "Chưa có bản xuất HpNet nào." in said(app)

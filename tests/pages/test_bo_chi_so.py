"""The page of indicator sets: shown, compared, without data, and closed to departments."""


def test_the_headline_counts_what_the_amendment_did(loaded_home, visit, said):
    app = visit("bo_chi_so")

    assert not app.exception
    assert "bổ sung 1, sửa đổi 3, bãi bỏ 1" in app.title[0].value
    assert "chuyển 1,00" in app.title[0].value


def test_every_clause_that_differs_is_listed_with_the_points_it_moved(loaded_home, visit, said):
    rows = next(f.value for f in visit("bo_chi_so").dataframe if "Chuyển" in f.value)

    assert dict(zip(rows["Mã"], rows["Chuyển"], strict=True))["7.2.1"] == "+0,50"


def test_a_sample_set_says_so(loaded_home, visit, said):
    assert "chưa phải bộ chỉ số chính thức" in said(visit("bo_chi_so"))


def test_the_office_is_told_where_to_load_the_official_annex(loaded_home, visit, said):
    assert "nạp để thay bộ mẫu" in said(visit("bo_chi_so", vai="van-phong"))


def test_the_shipped_sets_are_shown_before_anything_is_loaded(empty_home, visit, said):
    app = visit("bo_chi_so")

    assert not app.exception
    assert "1219/QĐ-UBND" in app.title[0].value


def test_a_department_has_no_such_page(loaded_home, visit, said):
    app = visit(vai="QLDT")

    assert "Bộ chỉ số" not in {link.proto.label for link in app.get("page_link")}


def test_a_wording_typed_in_the_trial_box_is_read_back_with_its_points(loaded_home, visit, said):
    app = visit("bo_chi_so", vai="van-phong")

    app.text_input(key="thu-diem").set_value("2")
    app.text_area(key="thu-quy-tac").set_value("Từ 80% trở lên: 2 điểm; còn lại: 0 điểm").run()

    assert not app.exception
    assert "từ 80% trở lên: 2 điểm; từ 0% đến dưới 80%: 0 điểm" in said(app)


def test_a_clause_that_is_not_understood_is_named_in_the_trial_box(loaded_home, visit, said):
    app = visit("bo_chi_so", vai="van-phong")

    app.text_area(key="thu-quy-tac").set_value("Do Hội đồng thẩm định xem xét").run()

    assert "Do Hội đồng thẩm định xem xét" in said(app)


def test_the_rules_of_a_set_are_read_back_and_wait_for_confirmation(loaded_home, visit, said):
    rows = next(f.value for f in visit("bo_chi_so", vai="van-phong").dataframe if "Đọc lại" in f.value)

    assert set(rows["Xác nhận"]) <= {"Chưa xác nhận", "Người chấm tự xác định"}
    assert "Chưa xác nhận" in set(rows["Xác nhận"])

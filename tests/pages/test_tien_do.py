"""Progress and forecast: shown, refused, empty, and as a department."""

import pytest


def texts(app) -> str:
    """Numbers of the tiles with their labels and notes."""
    return " | ".join(f"{m.label}: {m.value} ({m.delta})" for m in app.metric)


def test_the_headline_tells_what_is_left_and_the_chance(loaded_home, visit, said):
    app = visit("tien_do")

    assert not app.exception
    assert "Lưu trữ công việc: còn" in app.title[0].value
    assert "khả năng kịp hạn 17/11" in app.title[0].value


def test_three_facts_stand_with_the_days_of_numbers(loaded_home, visit):
    shown = texts(visit("tien_do"))

    assert "Cần làm: " in shown
    assert "Đang làm: " in shown
    assert "ngày số liệu" in shown


@pytest.mark.parametrize("obligation", ["work_file", "task_reported", "apology", "shortfall", "assignment"])
def test_every_obligation_has_its_finding(loaded_home, visit, said, obligation):
    app = visit("tien_do", yeu_cau=obligation)

    assert not app.exception
    assert "còn" in app.title[0].value


def test_all_units_are_drawn_and_the_unknown_ones_named(loaded_home, visit, said):
    text = said(visit("tien_do", yeu_cau="work_file"))

    assert "khó kịp hạn" in text
    assert "Chưa có dữ liệu nên chưa vẽ: Văn phòng đại diện" in text


def test_names_what_will_be_late_with_the_codes_to_search(loaded_home, visit, said):
    app = visit("tien_do")

    assert "sẽ trễ hạn nếu giữ tốc độ này" in said(app)
    late = next(frame.value for frame in app.dataframe if "Số, mã để tìm" in frame.value)
    assert len(late)


def test_every_seen_build_leaves_its_forecasts(loaded_home, visit, said):
    assert "dự báo được lưu lại" in said(visit("tien_do"))


def test_with_one_day_of_numbers_refuses_in_words(loaded_home, visit, said):
    app = visit("tien_do", ngay="2023-10-25", yeu_cau="shortfall")

    assert not app.exception
    assert "khả năng" not in app.title[0].value


def test_a_unit_without_overdue_dossiers_has_nothing_to_forecast(loaded_home, visit, said):
    app = visit("tien_do", don_vi="KHTH", yeu_cau="apology")

    assert "không phát sinh" in app.title[0].value
    assert not app.exception


def test_a_department_sees_its_own_work_only(loaded_home, visit, said):
    app = visit("tien_do", vai="QLDT", don_vi="QLLD")

    assert "Quản lý Đầu tư" in said(app)
    assert "Quản lý Lao động" not in said(app)
    units = {name for frame in app.dataframe if "Đơn vị" in frame.value for name in frame.value["Đơn vị"]}
    assert units <= {"Quản lý Đầu tư"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("tien_do")

    assert not app.exception
    assert "chưa có dữ liệu" in app.title[0].value
    assert "Văn phòng nạp bản xuất tại Nhập dữ liệu." in said(app)

"""The list of corrections: made, shown, taken back."""

from datetime import date

import pytest

from desk.corrections import make_correction
from store.disk.home import Home
from store.written.corrections import all_corrections
from tests.pages.pressing import last_button
from tests.pages.small_office import OFFICER, straight_to


def correct(home: Home) -> None:
    make_correction(
        home,
        OFFICER,
        kind="hpnet_tasks",
        business_key="CV-1",
        column="due_date",
        text="25/11/2023",
        reason="Theo công văn gia hạn",
    )


def test_lists_old_and_new_with_reason_and_person(home, visit, said):
    correct(home)

    app = visit("dinh_chinh", vai="van-phong")

    assert not app.exception
    rows = app.dataframe[0].value
    row = rows[rows["Sửa thành"] == "25/11/2023"].iloc[0]
    assert row["Tệp ghi"] == "20/11/2023"
    assert row["Lý do"] == "Theo công văn gia hạn"
    assert row["Tình trạng"] == "Đang áp dụng"


def test_a_value_is_corrected_from_its_address(home, visit, said):
    app = visit("dinh_chinh", vai="van-phong", loai="hpnet_tasks", khoa="CV-2", cot="due_date")

    app.date_input(key="gia-tri-dung-due_date").set_value(date(2023, 11, 30))
    app.text_input(key="ly-do-sua").set_value("Gia hạn").run()
    last_button(app, "Lưu đính chính").click().run()

    assert not app.exception
    made = [one for one in all_corrections(home) if one["column_name"] == "due_date"]
    assert [(one["business_key"], one["value"]) for one in made] == [("CV-2", "2023-11-30")]


def test_a_value_that_cannot_be_read_is_refused_in_words(home, visit, said):
    app = visit("dinh_chinh", vai="van-phong", loai="hpnet_tasks", khoa="CV-2", cot="document_number")

    app.text_input(key="gia-tri-dung-document_number").set_value("1,23E+17")
    app.text_input(key="ly-do-sua").set_value("Thử").run()
    last_button(app, "Lưu đính chính").click().run()

    assert "1,23E+17" in app.error[0].value
    assert all_corrections(home) == []


def test_a_yes_or_no_is_a_choice_and_nothing_else(home, visit, said):
    """ "hôm qua" for "Lưu trữ" was accepted and emptied the cell."""
    app = visit("dinh_chinh", vai="van-phong", loai="hpnet_tasks", khoa="CV-2", cot="is_archived")
    choice = app.radio(key="gia-tri-dung-is_archived")
    assert choice.options == ["Có", "Không"]

    app.text_input(key="ly-do-sua").set_value("Đã nộp lưu").run()
    assert last_button(app, "Lưu đính chính").disabled
    app.radio(key="gia-tri-dung-is_archived").set_value("Có").run()
    last_button(app, "Lưu đính chính").click().run()

    assert not app.exception
    made = [one for one in all_corrections(home) if one["column_name"] == "is_archived"]
    assert [one["value"] for one in made] == ["true"]


def test_says_so_when_nobody_corrected_anything(home, visit, said):
    app = visit("dinh_chinh", vai="van-phong")

    assert not app.exception
    assert "Chưa ai sửa giá trị nào" in said(app)


@pytest.mark.parametrize("role", ["lanh-dao", "QLDT"])
def test_others_get_a_sentence_and_nothing_else(home, said, role):
    correct(home)

    app = straight_to("dinh_chinh", role)

    assert [one.value for one in app.title] == ["Trang này dành cho Văn phòng"]
    assert not app.dataframe

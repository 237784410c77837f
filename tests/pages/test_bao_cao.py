"""The page of papers: looked at before they are issued, made, made again, and never for a unit."""

import io

import pytest
from docx import Document

from access.viewers import trial_viewer
from desk.issued import issued
from domain.program.errors import NotAllowedError
from reports.issuing import again, issued_papers
from tests.pages.small_office import press, straight_to

UNIT = trial_viewer("QLDT")


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_nothing_is_issued_by_looking(own_home, visit, said, monkeypatch):
    monkeypatch.setenv("PATH", "")
    app = press(visit("bao_cao", van_ban="one_page", vai="van-phong"), "Xem trước")

    assert not app.exception
    assert "Máy chủ chưa cài LibreOffice" in said(app)
    assert "số liệu chưa chốt" in said(app)
    assert any("Tình hình đến hết ngày" in text.value for text in app.text)
    assert issued(own_home, trial_viewer("van-phong").scope) == []


def test_a_paper_is_issued_and_made_again_with_the_same_figures(own_home, visit, said):
    app = press(visit("bao_cao", van_ban="summary_report", vai="van-phong", don_vi="QLDT"), "Tạo báo cáo")
    first = app.session_state["bao_cao_ra"]

    assert not app.exception
    assert "Đã lập báo cáo tổng hợp, bản phát hành số 1" in said(app)
    assert "Đã phát hành 1 văn bản, mới nhất: báo cáo tổng hợp" in app.title[0].value.replace("\u00a0", " ")
    assert "Phòng Quản lý Đầu tư" in words_of(first.files[0].content)
    once_more = again(own_home, trial_viewer("lanh-dao"), first.record["id"])
    assert [file.content for file in once_more.files] == [file.content for file in first.files]


def test_what_is_left_out_is_told_beside_the_paper(own_home, visit, said):
    app = press(visit("bao_cao", van_ban="apology_slip", vai="van-phong"), "Tạo báo cáo")
    made = app.session_state["bao_cao_ra"]
    left = next(frame.value for frame in app.dataframe if "Vì sao" in frame.value)

    assert len(left) == len(made.record["parameters"]["left_out"]) > 0
    assert any(button.label.startswith("Tải cả") for button in app.get("download_button"))


def test_a_template_with_an_unknown_field_is_named_and_nothing_issued(own_home, visit, said):
    document = Document()
    document.add_paragraph("{{ subject }} {{ ten_la }}")
    stream = io.BytesIO()
    document.save(stream)
    app = visit("bao_cao", van_ban="one_page", vai="van-phong")
    app.file_uploader[0].set_value(("mau.docx", stream.getvalue(), "application/octet-stream")).run()
    press(app, "Xem trước")

    assert "Mẫu có trường không nhận ra: ten_la" in said(app).replace("\\_", "_")
    assert issued(own_home, trial_viewer("van-phong").scope) == []


def test_a_draft_is_checked_point_by_point(loaded_home, visit, said):
    stream = io.BytesIO()
    Document().save(stream)
    app = visit("bao_cao", vai="van-phong")
    app.file_uploader[-1].set_value(("du-thao.docx", stream.getvalue(), "application/octet-stream")).run()
    points = next(frame.value for frame in app.dataframe if "Kết luận" in frame.value)

    assert "điểm chưa đạt thể thức" in said(app)
    assert points["Kết luận"].iloc[0] == "Chưa đạt"


def test_a_unit_may_neither_open_the_page_nor_ask_the_service(own_home, visit, said):
    assert "Trang này dành cho Văn phòng" in straight_to("bao_cao", "QLDT").title[0].value
    for ask in (lambda: issued_papers(own_home, UNIT), lambda: again(own_home, UNIT, 1)):
        with pytest.raises(NotAllowedError):
            ask()


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("bao_cao")

    assert not app.exception
    assert "Chưa có bản xuất HpNet nào." in said(app)

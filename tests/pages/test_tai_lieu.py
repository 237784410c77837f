"""The page of evidence: what each criterion asks for, what is there, and what a file says of itself."""

import io

from docx import Document

from reports.preview import can_print
from tests.pages.small_office import press, straight_to

CODE = "1.1.1"


def plan() -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("Số: 12/KH-SB")
    document.add_paragraph("Miền Đông, ngày 05 tháng 01 năm 2023")
    document.save(stream)
    return stream.getvalue()


def kept(app):
    return next(frame.value for frame in app.dataframe if "Cần xem lại" in frame.value)


def test_every_criterion_says_what_it_lacks_by_name(loaded_home, visit, said):
    app = visit("tai_lieu", vai="lanh-dao", tieu_chi=CODE)
    rows = kept(app)

    assert not app.exception
    idle = rows["Mã"].isin(["2.2.2"])  # marked so in the sample score sheet: nothing can be missing there
    assert (
        app.title[0].value == f"{len(rows) - 1} trong {len(rows) - 1} tiêu chí còn thiếu tài liệu kiểm chứng"
    )
    assert rows["Tài liệu"][~idle].str.startswith("Thiếu ").all()
    assert list(rows["Tài liệu"][idle]) == ["Không phát sinh, không cần tài liệu"]
    assert "Còn thiếu" in said(app)
    assert not app.file_uploader


def test_a_file_is_kept_confirmed_and_then_counts(own_home, visit, said):
    app = visit("tai_lieu", vai="van-phong", tieu_chi=CODE)
    app.file_uploader[0].set_value(("ke-hoach.docx", plan(), "application/octet-stream"))
    press(app, "Thêm tài liệu")
    assert "số 12/KH-SB, ngày 05/01/2023" in said(app) and "Chưa xác nhận số, ngày" in said(app)

    press(app, "Xác nhận thông tin")

    assert not app.exception
    assert "Chưa xác nhận số, ngày" not in said(app)
    next(one for one in app.toggle if one.label == "Xem tài liệu").set_value(True).run()
    assert not app.exception and not app.warning
    pages = app.session_state["tai_lieu_xem"][1]
    assert pages[0].startswith(b"\x89PNG") if can_print() else "tải tệp về để xem" in said(app)
    row = kept(app)[kept(app)["Mã"] == CODE].iloc[0]
    assert row["Tài liệu"].startswith("Đủ 1/1") and not row["Cần xem lại"]


def test_a_file_that_is_something_else_is_refused_on_the_page(own_home, visit, said):
    app = visit("tai_lieu", vai="van-phong", tieu_chi=CODE)
    app.file_uploader[0].set_value(("ke-hoach.pdf", b"\x89PNG\r\n\x1a\n00", "application/pdf"))
    press(app, "Thêm tài liệu")

    assert "Tệp thực ra là ảnh PNG, không đúng với tên gọi" in said(app)


def test_a_unit_does_not_open_it(loaded_home):
    app = straight_to("tai_lieu", "QLDT")

    assert "Trang này dành cho Văn phòng" in app.title[0].value
    assert "gửi tệp kèm mã tiêu chí cho Văn phòng" in app.markdown[0].value


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("tai_lieu")

    assert not app.exception
    assert (
        "Chưa có bảng điểm hay bộ chỉ số nào" in said(app)
        or kept(app)["Tài liệu"].str.startswith("Thiếu ").all()
    )

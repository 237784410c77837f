"""An officer brings files in, sees what they change, publishes, and takes it back: in a real browser."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_page, running_server
from tests.pages.small_office import FIRST, export, loaded, task

expect.set_options(timeout=30_000)
NEXT_DAY = export(
    11, task("CV-1", done="11/11/2023"), task("CV-2", done="11/11/2023"), task("CV-4", unit="QLLD")
)
DIRTY = export(12, task("CV-1", due="31/02/2023"), task("CV-2", due="31/02/2023"), task("CV-3", unit="QLLD"))


@pytest.fixture
def office(tmp_path: Path):
    """A server on a home with one export, which the test may change."""
    home = tmp_path / "home"
    loaded(home, FIRST)
    with running_server(home) as url:
        yield url


def upload(page: Page, *files: tuple[str, bytes], number: int = 0) -> None:
    page.locator("input[type=file]").nth(number).set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )


def hpnet_headline(page: Page, office: str) -> str:
    open_page(page, f"{office}/hpnet?vai=van-phong")
    return page.locator("h1").first.inner_text()


def test_publish_changes_a_number_and_undo_brings_it_back(page: Page, office: str):
    before = hpnet_headline(page, office)
    open_page(page, f"{office}/nhap_du_lieu?vai=van-phong")
    upload(page, NEXT_DAY, ("anh chup.xlsx", b"\x89PNG no table"))

    expect(page.locator("h1")).to_have_text("1 tệp công bố được, 1 tệp bị từ chối")
    page.reload()  # what was received stays received
    expect(page.locator("h1")).to_have_text("1 tệp công bố được, 1 tệp bị từ chối")
    expect(page.get_by_text("Tệp không phải là bảng tính")).to_be_visible()
    expect(page.get_by_text("1 dòng mới, 2 việc xong, 1 dòng không còn")).to_be_visible()
    page.get_by_role("button", name="Công bố số liệu").click()
    expect(page.get_by_text("Đã công bố số liệu đến 11/11/2023")).to_be_visible()
    address = page.url
    after = hpnet_headline(page, office)
    assert after != before

    open_page(page, address)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Số liệu trở về như ngày 10/11/2023")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác lần nạp").click()
    expect(page.get_by_text("Đã hoàn tác lần nạp")).to_be_visible()
    assert hpnet_headline(page, office) == before


APOLOGIES = (
    "xin-loi.csv",
    "\n".join([
        "SỔ THEO DÕI XIN LỖI CÔNG KHAI, số liệu đến ngày 11/11/2023;;;;;;",
        "TT;Mã hồ sơ;Tên thủ tục;Đơn vị;Ngày hẹn trả ban đầu;Số thư xin lỗi;Ngày xin lỗi",
        "1;H24.16-231001-0001;Cấp giấy phép lao động;QLLD;12/10/2023;15/TXL-BQL;11/10/2023",
    ]).encode("utf-8-sig"),
)  # fmt: skip
WORK_FILES = (
    "danh-muc-ho-so.csv",
    "\n".join([
        "DANH MỤC HỒ SƠ CÔNG VIỆC NĂM 2023, số liệu đến ngày 11/11/2023;;;;;;",
        "STT;Mã hồ sơ;Tiêu đề hồ sơ;Đơn vị lập;Người lập;Ngày mở;Số lượng văn bản",
        "1;01.QLDT.2023;Hồ sơ dự án mẫu;QLDT;Lê Thử;05/02/2023;12",
    ]).encode("utf-8-sig"),
)  # fmt: skip
DOCUMENTS = (
    "so-van-ban-di.csv",
    "\n".join([
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI, số liệu đến ngày 11/11/2023;;;;;",
        "STT;Số, ký hiệu;Ngày ban hành;Trích yếu;Đơn vị soạn thảo;Ký số",
        "1;101/BQL-QLDT;01/11/2023;Về việc thử;QLDT;Có",
    ]).encode("utf-8-sig"),
)  # fmt: skip
# Two cells with one fault and one cell with another, among rows that are right.
THREE_ERRORS = export(
    11,
    task("CV-1", done="11/11/2023"),
    task("CV-2", due="31/02/2023"),
    task("CV-3", unit="QLLD", due="31/02/2023"),
    task("CV-4", unit="Phòng Không Có"),
)


def test_the_morning_of_a_clerk(page: Page, office: str):
    """Five files at once, one of them no table and one with three errors: look, publish, see it, take all back."""
    before = hpnet_headline(page, office)
    open_page(page, f"{office}/nhap_du_lieu?vai=van-phong")
    upload(page, THREE_ERRORS, APOLOGIES, WORK_FILES, DOCUMENTS, ("anh chup.xlsx", b"\x89PNG no table"))

    expect(page.locator("h1")).to_have_text("4 tệp công bố được, 1 tệp bị từ chối")
    expect(page.get_by_text("Tệp không phải là bảng tính")).to_be_visible()
    expect(page.get_by_text("Nhận 1/4 dòng, 3 dòng có lỗi")).to_be_visible()
    buttons = page.get_by_role("button", name="Bỏ tệp")
    expect(buttons).to_have_count(5)
    assert len({round(one.bounding_box()["x"]) for one in buttons.all()}) == 1, (
        "a refused file's button stands elsewhere"
    )
    expect(page.get_by_text("lỗi giống nhau đứng chung một dòng")).to_be_visible()
    page.get_by_role("button", name="Công bố số liệu").click()
    expect(page.get_by_text("Đã công bố số liệu đến 11/11/2023")).to_be_visible()
    address = page.url
    assert hpnet_headline(page, office) != before

    open_page(page, address)
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("button", name="Hoàn tác lần nạp").click()
    expect(page.get_by_text("Đã hoàn tác lần nạp")).to_be_visible()
    assert hpnet_headline(page, office) == before
    open_page(page, f"{office}/tthc_xin_loi?vai=van-phong")
    expect(page.get_by_text("H24.16-231001-0001")).to_have_count(0)


def test_the_error_workbook_goes_down_and_comes_back_right(page: Page, office: str, tmp_path: Path):
    open_page(page, f"{office}/nhap_du_lieu?vai=van-phong")
    upload(page, DIRTY)
    expect(page.get_by_text("Nhận 1/3 dòng, 2 dòng có lỗi")).to_be_visible()
    # The run that shows the file ends with the last step; what is given before that would be asked again.
    expect(page.get_by_role("heading", name="4. Công bố")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp lỗi có tô màu").click()

    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "31/02/2023":
                cell.value = "28/02/2023"
    filled = BytesIO()
    book.save(filled)
    upload(page, ("sua-loi.xlsx", filled.getvalue()), number=1)
    expect(page.get_by_text("2 ô sẽ được sửa")).to_be_visible()
    page.get_by_label("Lý do sửa").fill("Gõ nhầm tháng")
    page.get_by_label("Lý do sửa").press("Tab")
    page.get_by_role("button", name="Lưu 2 ô đã sửa").click()

    expect(page.get_by_text("Nhận đủ 3 dòng")).to_be_visible()


def test_the_texts_of_the_uploader_are_vietnamese(page: Page, office: str):
    open_page(page, f"{office}/nhap_du_lieu?vai=van-phong")

    words = page.locator("[data-testid=stFileUploader]").inner_text()

    assert "Chọn tệp" in words
    for english in ("Upload", "Browse", "Drag", "Limit", "per file"):
        assert english not in words


def test_a_department_says_a_number_is_wrong_and_reads_the_answer(page: Page, office: str):
    open_page(page, f"{office}/phan_anh?vai=QLDT&loai=hpnet_tasks&khoa=CV-1&cot=completed_date")
    page.get_by_role("group", name="Ngày hoàn thành đúng là").get_by_role("spinbutton").first.click()
    page.keyboard.type("09112023")
    page.get_by_label("Vì sao số này sai?").fill("Đã báo cáo ngày 09/11")
    page.get_by_label("Vì sao số này sai?").press("Tab")
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_text("Đã gửi phản ánh.")).to_be_visible()

    open_page(page, f"{office}/phan_anh?vai=van-phong")
    choose_first_row(page)
    page.get_by_role("button", name="Sửa theo phản ánh").click()
    expect(page.get_by_text("Đã sửa theo phản ánh")).to_be_visible()

    open_page(page, f"{office}/phan_anh?vai=QLDT")
    expect(page.locator("h1")).to_have_text("Mọi phản ánh đã được trả lời")


def choose_first_row(page: Page) -> None:
    """Tick the first row of the first list: the list is drawn on a canvas, so by place."""
    box = page.locator("[data-testid=stDataFrame]").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 15, box["y"] + 36 + 17)

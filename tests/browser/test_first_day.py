"""A clerk sets up an office from its own papers in a real browser, through pages alone, in a quarter of an hour of steps."""

import tomllib
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from access.accounts import add_account
from domain.agency.departments import scored_codes
from domain.agency.heads import has_head
from domain.agency.office import KEYS
from domain.agency.scope import whole_office
from domain.program.places import ROOT, office_of
from domain.wording.formats import NBSP
from metrics.criteria.indicator_sets import decisions_in_use
from store.current.pointer import current
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.own_data import versions
from tests.access.visiting import PASSWORD
from tests.browser.conftest import main_text, running_server, still
from tests.browser.test_signed_in import create_admin, sign_in

FACTS = {
    "name": "Tên đầy đủ", "short_name": "Tên gọi tắt", "superior": "Cơ quan chủ quản (mỗi dòng một dòng)",
    "letterhead": "Tên trên tiêu đề văn bản (mỗi dòng một dòng)", "place": "Địa danh ở dòng ngày tháng",
    "province": "Tỉnh, thành phố", "notation": "Ký hiệu văn bản (sau dấu gạch ngang)", "head_title": "Chức danh người đứng đầu",
    "deputy_title": "Chức danh cấp phó", "gathering_head_title": "Chức danh người đứng đầu đơn vị tổng hợp",
    "units_words": "Cách gọi chung các đơn vị", "whole_words": "Cách gọi cả cơ quan", "leaders_words": "Cách gọi lãnh đạo",
    "e_office": "Phần mềm giao việc",
}  # fmt: skip
OFFICE = ROOT / "data" / "offices" / "so"
EXPORT = OFFICE / "samples" / "iDesk_cong-viec_2025-12-05.xlsx"
UNITS = """Phòng Tổng hợp
Phòng Quản lý Văn hóa
Phòng Quản lý Du lịch
Phòng Di sản văn hóa
GD;Phòng Xây dựng nếp sống và Gia đình;Nếp sống và Gia đình;specialised;Phòng Gia đình
Thanh tra Sở
Bảo tàng tỉnh
Thư viện tỉnh
Lãnh đạo Sở"""
ANNEX = """STT\tTiêu chí\tĐiểm tối đa\tCách tính điểm
A\tLĩnh vực A\t20\t
A.1\tTỷ lệ hồ sơ giải quyết đúng hạn\t10\tĐạt 100%: 10 điểm; từ 80% đến dưới 100%: (b/a) × 10; dưới 80%: 0 điểm
A.2\tCông việc được giao đã lưu trữ\t10\tĐạt 100%: 10 điểm; từ 50% đến dưới 100%: (b/a) × 10; dưới 50%: 0 điểm
"""
# A field filled, a button pressed, a file chosen: at sixteen seconds each a quarter of an hour has fifty-five.
MOST_STEPS = 55
SIGN_IN_STEPS = 3
SECTIONS_KEPT = 5


class Clerk:
    """Somebody at the page who counts every field filled, choice made, button pressed and file given."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0
        page.set_default_timeout(60_000)
        self.main = page.locator("[data-testid=stMain]")

    def section(self, name: str) -> None:
        self.main.get_by_role("radio", name=name, exact=True).click()
        self.steps += 1
        still(self.page)

    def fill(self, label: str, value: str) -> None:
        field = self.main.get_by_label(label, exact=True)
        field.fill(value)
        field.press("Tab")
        self.steps += 1

    def day(self, label: str, digits: str) -> None:
        self.main.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits)
        self.steps += 1

    def choose(self, label: str, option: str) -> None:
        self.main.get_by_label(label).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")
        self.steps += 1

    def open(self, name: str) -> None:
        self.main.get_by_text(name, exact=True).click()
        self.steps += 1

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.steps += 1
        still(self.page)

    def press(self, name: str) -> None:
        self.main.get_by_role("button", name=name, exact=True).click()
        self.steps += 1

    def keep(self) -> None:
        """Look at what the change does, and keep it."""
        still(self.page)
        self.press("Xem ảnh hưởng")
        self.press("Lưu thay đổi")
        expect(self.main.get_by_role("button", name="Lưu thay đổi")).to_have_count(0)
        still(self.page)


def people_of(path: Path) -> Home:
    """A new home with an administrator and the one who gathers: whoever runs the server makes the first, that one the second."""
    home = Home(path)
    create_admin(path)
    add_account(
        home,
        account="tonghop",
        name="An",
        role="office",
        departments=(),
        password=PASSWORD,
        by="quantri",
        keep=True,
    )
    return home


def test_from_an_empty_home_to_the_overview_in_a_quarter_of_an_hour(page: Page, tmp_path: Path):
    own = tomllib.loads((OFFICE / "office" / "office.toml").read_text("utf-8"))
    home = people_of(tmp_path / "home")
    with running_server(home.path) as url:
        page.goto(f"{url}/thiet_lap")
        sign_in(page, "tonghop")
        page.locator("h1").first.wait_for()
        clerk = Clerk(page)
        clerk.steps += SIGN_IN_STEPS

        clerk.section("Cơ quan")
        for key in KEYS:
            clerk.fill(FACTS[key], own[key])
        clerk.keep()

        clerk.section("Đơn vị")
        clerk.open("Dán hoặc tải lên danh sách")
        clerk.fill("Mỗi dòng một đơn vị", UNITS)
        clerk.press("Đưa vào bảng")
        clerk.keep()

        clerk.section("Người đứng đầu")
        clerk.keep()

        clerk.section("Lịch")
        clerk.fill("Các năm đã rà lịch", "2025, 2026")
        clerk.keep()

        clerk.section("Đợt")
        clerk.fill("Tên đợt", "Lưu trữ công việc")
        clerk.fill("Văn bản giao (số, ngày)", "Kế hoạch số 01/KH-SVHDL ngày 17/11/2025")
        clerk.day("Bắt đầu tính từ", "17112025")
        clerk.day("Thời hạn", "15122025")
        clerk.choose("Cách ghi", "đến hết ngày")
        for name in ("Báo cáo hoàn thành", "Lưu trữ công việc"):
            clerk.choose("Phải đạt 100%", name)
        clerk.keep()

        clerk.section("Bộ chỉ số")
        clerk.fill("Quyết định (số, ngày)", "125/QĐ-UBND ngày 15/01/2025")
        clerk.fill("Dán bảng phụ lục từ Word, Excel, kể cả dòng tiêu đề cột", ANNEX)
        clerk.press("Đọc phụ lục")
        clerk.follow("Xem ảnh hưởng và công bố")

        page.locator("input[type=file]").first.set_input_files(EXPORT)
        clerk.steps += 1
        expect(page.locator("h1")).to_have_text("2 tệp công bố được", timeout=60_000)
        assert current(home) is None, "nothing counts before it is published"
        still(page)
        clerk.press("Công bố số liệu")
        expect(page.get_by_text("Đã công bố số liệu đến 05/12/2025")).to_be_visible(timeout=60_000)
        clerk.follow("Tổng quan")
        said = (page.locator("[data-testid=stSidebar]").inner_text() + main_text(page)).replace(NBSP, " ")
    assert clerk.steps <= MOST_STEPS
    for words in (
        own["name"], "Chậm nhất ngày 15/12 (hết ngày 15/12, thứ Hai)", "58/64 · còn 6", "51/64 · còn 13", "6/8 đơn vị",
    ):  # fmt: skip
        assert words in said
    assert "Hải Phòng" not in said and "HpNet" not in said
    assert len(versions(home)) == SECTIONS_KEPT
    with office_of(home.path):
        used = decisions_in_use(open_reader(home, whole_office()), as_of=date(2025, 12, 5))
        assert all(has_head(code) for code in scored_codes())
    assert [(one.number, one.is_sample, len(one.criteria)) for one in used] == [("125/QĐ-UBND", False, 3)]

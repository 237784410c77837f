"""A clerk sets up an office from its own papers, through pages alone, and sees its first deadline."""

import tomllib
from datetime import date
from pathlib import Path

from domain.departments import scored_codes
from domain.heads import has_head
from domain.office import KEYS
from domain.places import ROOT, office_of
from domain.scope import whole_office
from metrics.criteria.indicator_sets import decisions_in_use
from store.home import Home
from store.own_data import versions
from store.pointer import current
from store.warehouse import open_reader
from tests.pages.conftest import use
from tests.pages.test_thiet_lap import ANNEX

UNITS = """Phòng Tổng hợp
Phòng Quản lý Văn hóa
Phòng Quản lý Du lịch
Phòng Di sản văn hóa
GD;Phòng Xây dựng nếp sống và Gia đình;Nếp sống và Gia đình;specialised;Phòng Gia đình
Thanh tra Sở
Bảo tàng tỉnh
Thư viện tỉnh
Lãnh đạo Sở"""
EXPORT = ROOT / "data" / "offices" / "so" / "samples" / "iDesk_cong-viec_2025-12-05.xlsx"
# Fields to fill, buttons to press, files to choose: at ten seconds each a quarter of an hour has ninety.
MOST_STEPS = 90


class Clerk:
    """Somebody at the page who counts every field filled and every button pressed."""

    def __init__(self, visit) -> None:
        self.visit, self.steps = visit, 0

    def section(self, name: str) -> None:
        self.app = self.visit("thiet_lap", vai="van-phong", muc=name)
        self.steps += 1

    def fill(self, element, value) -> None:
        element.set_value(value)
        self.steps += 1

    def press(self, label: str) -> None:
        labelled(self.app.button, label).click().run()
        assert not self.app.exception, [one.message for one in self.app.exception]
        self.steps += 1


def said_by(app) -> str:
    return "".join(one.proto.body for one in app.get("html"))


def labelled(elements, label: str):
    """The first of *elements* under that label."""
    return next(one for one in elements if one.label == label)


def facts() -> dict[str, str]:
    """What the office's own papers say of it."""
    return tomllib.loads((ROOT / "data" / "offices" / "so" / "office" / "office.toml").read_text("utf-8"))


def test_from_an_empty_home_to_the_first_deadline_without_a_file_edited(tmp_path, visit, said, monkeypatch):
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    home = Home(Path(use(tmp_path / "new", monkeypatch)))
    clerk, own = Clerk(visit), facts()

    clerk.section("co_quan")
    for key in KEYS:
        kind = clerk.app.text_area if key in ("superior", "letterhead") else clerk.app.text_input
        clerk.fill(kind(key=f"co-quan-{key}"), own[key])
    clerk.press("Xem ảnh hưởng")
    clerk.press("Lưu thay đổi")

    clerk.section("don_vi")
    clerk.fill(labelled(clerk.app.text_area, "Mỗi dòng một đơn vị"), UNITS)
    clerk.press("Đưa vào bảng")
    clerk.app.button(key="xem-don-vi").click().run()
    clerk.press("Lưu thay đổi")

    clerk.section("dung_dau")
    assert "8 chức danh điền sẵn là gợi ý" in said_by(clerk.app)
    clerk.press("Xem ảnh hưởng")
    clerk.press("Lưu thay đổi")

    clerk.section("lich")
    clerk.fill(clerk.app.text_input[0], "2025, 2026")
    clerk.press("Xem ảnh hưởng")
    clerk.press("Lưu thay đổi")

    clerk.section("dot")
    clerk.fill(clerk.app.text_input[0], "Lưu trữ công việc")
    clerk.fill(clerk.app.text_input[1], "Kế hoạch số 01/KH-SVHDL ngày 17/11/2025")
    clerk.fill(labelled(clerk.app.date_input, "Bắt đầu tính từ"), date(2025, 11, 17))
    clerk.fill(labelled(clerk.app.date_input, "Thời hạn"), date(2025, 12, 15))
    clerk.fill(clerk.app.multiselect[0], ["task_reported", "task_archived"])
    clerk.press("Xem ảnh hưởng")
    clerk.press("Lưu thay đổi")

    clerk.section("bo")
    clerk.fill(clerk.app.text_input(key="so-quyet-dinh"), "125/QĐ-UBND ngày 15/01/2025")
    clerk.fill(clerk.app.text_area(key="dan-phu-luc"), ANNEX)
    clerk.press("Đọc phụ lục")

    clerk.app = visit("nhap_du_lieu", vai="van-phong")
    clerk.app.file_uploader[0].upload(EXPORT.name, EXPORT.read_bytes()).run()
    clerk.press("Công bố số liệu")

    chosen = 2  # the button under the table of units, and the file
    assert clerk.steps + chosen <= MOST_STEPS, clerk.steps
    assert len(versions(home)) == 5 and current(home) is not None
    with office_of(home.path):
        assert all(has_head(code) for code in scored_codes())
        used = decisions_in_use(open_reader(home, whole_office()), as_of=date(2025, 12, 5))
    assert [(one.number, one.is_sample, len(one.criteria)) for one in used] == [("125/QĐ-UBND", False, 3)]
    words = said(visit(vai="lanh-dao"))
    assert "Hạn 15/12" in words and "Sở Văn hóa và Du lịch tỉnh Nam Thịnh" in words

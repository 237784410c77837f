"""No page says that all is done while a row could not be read."""

import re

import pytest

from data_loaders.__main__ import main as load_main
from store.disk.home import Home
from tests.pages.small_office import ROOT
from tests.sources.all_done import KNOWN, NOBODYS, home_of_all_done
from ui.visit.navigation import entries

# The method tells how 100 % is counted; every other page speaks of figures.
PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"cach_tinh"})
# Pages on the menu of Văn phòng alone.
OFFICE_ONLY = {"bo_chi_so", "can_xu_ly", "dinh_chinh", "lich_su_nap", "nhap_du_lieu", "thiet_lap"}
SEEN = [
    (page, code)
    for page in PAGES
    for role, code in (("office", "van-phong"), ("leader", "lanh-dao"), ("department", "QLDT"))
    if page in {entry.name for group in entries(role).values() for entry in group}
    and (role != "office" or page in OFFICE_ONLY)
]
CASES = ROOT / "tests" / "cases"
# What may be said of nothing but a whole that was read: in a card, a chart, a headline or a cell.
CLAIMS = (
    r"đạt 100%", r"[Đđ]ạt mọi yêu cầu", r"không cần gọi đơn vị nào", r"✓ Đạt", r"Khả năng kịp Đạt",
    r"Không còn việc nào phải (theo|nhắc|làm tiếp)(?! trong)", r"^Cả .* đã (đạt|qua|ký)",
)  # fmt: skip
# What units that are wholly read may not be summed up to.
OF_THE_WHOLE = (
    r"[Mm]ọi đơn vị[^.:]*(đạt|xong|kịp)", r"không cần gọi đơn vị nào", r"Cả \d+ đơn vị[^.:]*(đạt|xong|kịp)",
    r"cả (hai|ba|bốn|năm|sáu|bảy|tám) yêu cầu đã", r"[Kk]hông còn đơn vị nào", r"[Kk]hông còn việc nào phải (theo|nhắc)(?! trong)",
    r"Toàn cơ quan (100%|Đạt)", r"^Cả .* đã (đạt|qua|ký)",
)  # fmt: skip
ALLOWED = (
    "chưa đạt 100% khi đã",
    "chưa kết luận đã đạt 100%",
    "chưa kết luận mọi đơn vị đã đạt 100%",
    "Phải đạt 100%",
    "để đạt 100%",
    "xa 100% nhất",
    "Khả năng đạt 100%",
)


UNITS = ("Văn phòng", "Phòng Quản lý Đầu tư", "Phòng Quản lý Doanh nghiệp", "Phòng Quản lý Lao động")
HEADINGS = "Mã công việc;Trích yếu;Ngày giao việc;Đơn vị xử lý;Hạn hoàn thành;Ngày hoàn thành;Báo cáo hoàn thành;Lưu trữ"


def nine_unread() -> str:
    """Four units with all that can be read done; eight rows of theirs unreadable, and one of a unit nobody knows."""
    read = [f"CV-{n};Việc {n};02/11/2023;{unit};10/11/2023;08/11/2023;x;x" for n, unit in enumerate(UNITS)]
    days = [f"CV-{n};Việc {n};02/11/2023;{UNITS[n % 4]};31/11/2023;;;" for n in range(10, 18)]
    nobody = "CV-99;Việc 99;02/11/2023;Phòng Chưa Từng Có;10/11/2023;;;"
    return "\n".join(
        ["Công việc được giao trên HpNet, tính đến ngày 12/11/2023;;;;;;;", HEADINGS, *read, *days, nobody]
    )


@pytest.fixture(scope="module", params=[1, 9])
def unread(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, int]:
    """A home where everything that could be read is done, and one or nine rows could not."""
    folder = tmp_path_factory.mktemp("unread")
    file = CASES / "01-one-rejected-row.xlsx"
    if request.param == 9:
        file = folder / "HpNet cong viec.csv"
        file.write_text(nine_unread(), encoding="utf-8-sig")
    load_main(["load", str(file), "--home", str(folder / "home"), "--as-of", "2023-11-12", "--json"])
    return Home(folder / "home"), request.param


@pytest.mark.parametrize(("page", "role"), SEEN)
def test_no_page_claims_that_all_is_done(unread, page, role, visit, said, monkeypatch):
    home, number = unread
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))

    app = visit("" if page == "tong_quan" else page, vai=role, **({"don_vi": role} if role == "QLDT" else {}))

    assert not app.exception
    # With one row unread only its own unit is held back, and the whole: others may stand at 100 %.
    text = app.title[0].value if number == 1 and role != "QLDT" else said(app)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.replace("*", "")))
    for words in ALLOWED:
        text = text.replace(words, "")
    assert [claim for claim in CLAIMS if re.search(claim, text)] == [], text[:3000]


def test_the_leader_reads_how_many_rows_whose_and_where(unread, visit, said, monkeypatch):
    home, number = unread
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))

    text = re.sub(r"<[^>]+>", "", said(visit(vai="lanh-dao")))

    assert f"{number} dòng chưa đọc được, nên chưa kết luận đã đạt 100%" in text
    assert ("Sheet1 dòng 11" if number == 1 else "chưa rõ đơn vị 1") in text
    assert "Chưa biết hôm nay cần gọi đơn vị nào" in text


@pytest.fixture(scope="module", params=[KNOWN, NOBODYS], ids=["known", "nobodys"])
def every_kind(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """A home where every unit has done all of every obligation, and one row of each kind could not be read."""
    home = home_of_all_done(tmp_path_factory.mktemp("every") / "home", unread=request.param)
    return home, request.param


@pytest.mark.parametrize(("page", "role"), SEEN)
def test_no_page_claims_the_whole_over_one_row_of_any_kind(every_kind, page, role, visit, said, monkeypatch):
    home, whose = every_kind
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))

    app = visit("" if page == "tong_quan" else page, vai=role, **({"don_vi": role} if role == "QLDT" else {}))

    assert not app.exception
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said(app).replace("*", "")))
    assert "dòng chưa đọc được" in text
    for words in ALLOWED:
        text = text.replace(words, "")
    if role == "QLDT" and whose == NOBODYS:
        # The unit was wholly read; that a row may still be its own is said on every page.
        assert "nếu là của đơn vị mình thì con số ở đây còn đổi" in text
    else:
        claims = CLAIMS if role == "QLDT" else OF_THE_WHOLE
        assert [claim for claim in claims if re.search(claim, text)] == [], text[:4000]

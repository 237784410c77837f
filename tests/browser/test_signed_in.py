"""From the trial to an office in a real browser: the first administrator, the first sign-in, F5, links, the end of a session."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from access.accounts import add_account, set_active
from domain.program.places import ROOT
from store.disk.home import Home
from tests.access.visiting import PASSWORD
from tests.browser.conftest import main_text, new_context, running_server
from tests.pages.small_office import FIRST, loaded

OWN_PASSWORD = "trời đã sang thu rồi"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    return loaded(tmp_path_factory.mktemp("signed-in") / "home", FIRST)


@pytest.fixture(scope="module")
def office(home) -> Iterator[str]:
    """A server that starts as a trial and becomes an office's while it runs."""
    with running_server(home.path) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    page.get_by_label("Tài khoản").fill(account)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def headline(page: Page) -> str:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return page.locator("h1").first.inner_text()


def create_admin(home: Path) -> None:
    words = [
        "create-admin",
        "--account",
        "quantri",
        "--name",
        "Quản trị",
        "--password-stdin",
        "--home",
        str(home),
    ]
    subprocess.run([sys.executable, "-m", "access", *words], cwd=ROOT, input=PASSWORD.encode(), check=True)


def test_the_first_administrator_ends_the_trial_and_lets_the_first_person_in(office, home, visitor, browser):
    visitor.goto(office)
    headline(visitor)
    assert "Bản dùng thử" in main_text(visitor)
    create_admin(home.path)

    visitor.goto(office)
    expect(visitor).to_have_url(f"{office}/dang-nhap?tiep=%2F")
    sign_in(visitor, "quantri")
    assert "tài khoản đang dùng" in headline(visitor)
    units = visitor.locator("[data-testid=stMultiSelect]")
    units.locator("input").click()
    units.locator("input").press_sequentially("Quản lý Đầu tư")
    visitor.get_by_role("option", name="Phòng Quản lý Đầu tư").click()
    units.locator("[data-tag]").wait_for()
    visitor.keyboard.press("Escape")
    visitor.get_by_label("Tên tài khoản").fill("dt.an")
    visitor.get_by_label("Họ tên").fill("Người dùng An")
    visitor.get_by_label("Họ tên").press("Tab")
    visitor.get_by_role("button", name="Thêm tài khoản").click()
    once = visitor.locator("[data-testid=stCode] code").first.inner_text().strip()

    other = new_context(browser).new_page()
    other.set_default_timeout(60_000)
    other.goto(f"{office}/hpnet?don_vi=QLLD")
    sign_in(other, "dt.an", once)
    expect(other).to_have_url(f"{office}/doi-mat-khau")
    other.get_by_label("Mật khẩu cũ").fill(once)
    other.get_by_label("Mật khẩu mới", exact=True).fill(OWN_PASSWORD)
    other.get_by_label("Nhập lại mật khẩu mới").fill(OWN_PASSWORD)
    other.get_by_role("button", name="Đổi mật khẩu").click()
    expect(other).to_have_url(f"{office}/")
    headline(other)
    # Its own rows alone, also by an address that names another unit; F5 keeps page and session.
    other.goto(f"{office}/hpnet?don_vi=QLLD")
    before = headline(other)
    assert "Quản lý Lao động" not in main_text(other)
    other.reload()
    assert headline(other) == before
    assert other.locator("[data-testid=stDataFrame]").count() == 0 or (
        other.get_by_label("Tải CSV").count() == 0
    )
    other.context.close()


def test_a_link_from_elsewhere_leads_to_its_page_after_signing_in(office, home, visitor):
    add_account(
        home,
        account="ld.ha",
        name="Hà",
        role="leader",
        departments=(),
        password=PASSWORD,
        by="thử",
        keep=True,
    )

    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(f"{office}/hpnet?don_vi=QLLD")
    box = visitor.locator("main").bounding_box()
    assert (
        box and box["x"] >= 12 and box["x"] + box["width"] <= 390 - 12
    )  # the card keeps off the edges of a phone
    visitor.set_viewport_size({"width": 1440, "height": 900})
    sign_in(visitor, "ld.ha")

    expect(visitor).to_have_url(f"{office}/hpnet?don_vi=QLLD")
    assert headline(visitor)


def test_signing_out_in_one_tab_ends_the_other(office, visitor):
    visitor.goto(f"{office}/dang-nhap")
    sign_in(visitor, "ld.ha")
    headline(visitor)
    other = visitor.context.new_page()
    other.goto(f"{office}/dang-xuat")
    other.get_by_role("button", name="Đăng xuất").click()
    expect(other).to_have_url(f"{office}/dang-nhap")

    visitor.locator("[data-testid=stConnectionStatus], [data-testid=stDialog]").first.wait_for()
    visitor.reload()
    expect(visitor).to_have_url(f"{office}/dang-nhap?tiep=%2F")


def test_an_open_page_of_a_closed_account_shows_nothing_new(office, home, visitor):
    sockets: list[WebSocket] = []
    visitor.on("websocket", lambda one: sockets.append(one))
    visitor.goto(f"{office}/dang-nhap")
    sign_in(visitor, "ld.ha")
    before = headline(visitor)
    feed = sockets[-1]
    with feed.expect_event("close"):
        set_active(home, "ld.ha", False, by="thử")
    shown = main_text(visitor)
    heard: list[str | bytes] = []
    visitor.on("websocket", lambda one: one.on("framereceived", lambda said: heard.append(said)))

    # The page may already have closed off its links; the click is given all the same, as to one that has not.
    with visitor.expect_response(lambda answer: "/_stcore/host-config" in answer.url) as asked_again:
        visitor.locator("[data-testid=stSidebar] a", has_text="Phòng, đơn vị").first.dispatch_event("click")

    assert asked_again.value.status == 401
    assert not heard
    assert visitor.locator("h1").first.inner_text() == before
    assert set(main_text(visitor).splitlines()) <= set(shown.splitlines())
    visitor.goto(f"{office}/don_vi")
    expect(visitor).to_have_url(f"{office}/dang-nhap?tiep=%2Fdon_vi")

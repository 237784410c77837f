"""The shell in a real browser: guarded addresses, Vietnamese, own fonts, nothing from outside."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from domain.places import ROOT

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# Streamlit's own uploader carries a conflicting role; nothing of ours may.
KNOWN = {"presentation-role-conflict"}


def quiet(page) -> None:
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(1500)


def test_nothing_is_asked_from_outside_and_the_font_is_ours(page, server):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(server)
    quiet(page)

    assert [
        url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
    ] == []
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded' && f.family.includes('Plex')).map(f => f.weight)"
    )
    assert set(loaded) == {"400", "500", "600"}


def test_the_page_says_it_is_vietnamese(page, server):
    page.goto(server)
    quiet(page)

    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.title() == "Tổng quan · Chỉ số CCHC"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["", "hpnet"])
def test_axe_finds_nothing(browser, server, name, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme=scheme,
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server}/{name}")
    quiet(page)

    found = {violation["id"] for violation in Axe().run(page).response["violations"]}

    context.close()
    assert found <= KNOWN


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", ["", "hpnet"])
def test_nothing_scrolls_sideways_on_a_phone(browser, server, name, width):
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server}/{name}")
    quiet(page)

    beyond = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"
    )

    context.close()
    assert beyond == [0]


def test_the_role_stays_after_f5(page, server):
    page.goto(f"{server}/?vai=QLLD")
    quiet(page)
    page.reload()
    quiet(page)

    said = page.locator("[data-testid=stMain]").inner_text()
    assert "vai=QLLD" in page.url
    assert "Phòng Quản lý Lao động" in said
    assert "Quản lý Đầu tư" not in said


def test_server_numbers_are_closed(page, server):
    answer = page.request.get(f"{server}/_stcore/metrics")

    assert answer.status == 404

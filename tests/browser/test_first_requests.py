"""The first request after a start may go to any page address: nobody may see what is not theirs."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from domain.program.places import ROOT
from tests.browser.conftest import new_context, running_server
from tests.browser.test_every_page import english_on, settle
from ui.visit.navigation import entries

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
OPEN_TO_UNITS = {entry.name for group in entries("department").values() for entry in group}
CLOSED_TO_UNITS = [name for name in PAGES if name not in OPEN_TO_UNITS]
# Names of other departments: on the page of a department they would be somebody else's rows.
OTHERS = ("Quản lý Lao động", "Quản lý Doanh nghiệp", "Quy hoạch và Xây dựng")


def words_of(page: Page, url: str) -> str:
    """The main part of the page at *url*, once everything is drawn."""
    settle(page, url)
    return page.locator("[data-testid=stMain]").inner_text()


def wrongly_shown(browser: Browser, url: str, names: list[str]) -> list[str]:
    """What the pages *names*, asked in this order, show a department beyond its own rows and language."""
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong = []
    for name in names:
        words = words_of(page, f"{url}/{name}?vai=QLDT")
        wrong += [f"{name}: {other}" for other in OTHERS if other in words]
        wrong += [f"{name}: {line}" for line in sorted(english_on(page))]
        if name in CLOSED_TO_UNITS and "Công bố số liệu" in words:
            wrong.append(f"{name}: the office's own controls")
    context.close()
    return wrong


def test_there_are_pages_that_a_department_may_not_open():
    assert {"nhap_du_lieu", "lich_su_nap", "dinh_chinh"} <= set(CLOSED_TO_UNITS)


@pytest.mark.parametrize("first", CLOSED_TO_UNITS)
def test_a_fresh_server_gives_a_department_no_page_of_the_office(
    first: str, browser: Browser, served_home: Path
):
    with running_server(served_home) as url:
        assert wrongly_shown(browser, url, [first]) == []


def test_a_fresh_server_gives_a_department_its_own_rows_in_vietnamese_on_every_page(
    browser: Browser, served_home: Path
):
    own_first = sorted(PAGES, key=lambda name: (name in CLOSED_TO_UNITS, name))

    with running_server(served_home) as url:
        assert wrongly_shown(browser, url, own_first) == []


def test_an_empty_home_says_so_on_the_first_request(browser: Browser, tmp_path: Path):
    """An address asked first on an empty home says that there is nothing, and nothing breaks."""
    with running_server(tmp_path) as url:
        context = new_context(browser)
        page = context.new_page()
        page.set_default_timeout(60_000)
        words = [words_of(page, f"{url}/{name}?vai=lanh-dao") for name in ("hpnet", "nguy_co", "")]
        context.close()

    assert all(words)
    assert not any("Không hiển thị được" in said for said in words)

"""Every page of the menu in a real browser: local, Vietnamese, readable by all, no wider than a phone."""

import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, TimeoutError

from domain.agency.scope import Role
from tests.browser.conftest import in_scheme, new_context, still
from ui.visit.navigation import entries

ROLES: dict[Role, str] = {"office": "van-phong", "leader": "lanh-dao"}
# Pages with controls of the office that the leader does without. A department's pages: test_first_requests.
UNLIKE_THE_OFFICE = ("tong_quan", "nhac_viec", "bo_chi_so", "phan_anh")
# Streamlit's own uploader carries a conflicting role; nothing of ours may.
KNOWN = {"presentation-role-conflict"}

# Words that Streamlit, pandas or the grid would say by themselves. None of them is a Vietnamese syllable in use.
ENGLISH = re.compile(
    r"(?<!\w)(Upload|Browse files|Drag and drop|Limit|per file|Choose an option|Choose options|No results"
    r"|No options|None|nan|NaN|NaT|null|undefined|Infinity|inf|True|False|Loading|Running|Stop|Deploy|Rerun"
    r"|Error|Traceback|Exception|Search|Download|Close|Clear|Open|Select|Fullscreen|Settings|Print"
    r"|Show|Hide|Copy|Help|Press Enter|Page not found|Connecting|Sidebar|Submit|empty|January|Monday)(?!\w)"
)
# What is read, shown or spoken: text, the grid's table for screen readers, and the names of controls.
WORDS = """() => {
    const seen = [document.body.innerText, document.title];
    for (const table of document.querySelectorAll('canvas')) seen.push(table.textContent);
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-roledescription'])
        for (const one of document.querySelectorAll(`[${name}]`))
            if (!one.closest('[aria-hidden=true]')) seen.push(one.getAttribute(name));
    return [...new Set(seen.flatMap(text => (text || '').split('\\n')))];
}"""
BEYOND = """() => [...document.querySelectorAll('[data-testid=stMain]')]
    .map(main => Math.max(main.scrollWidth - main.clientWidth,
                          document.documentElement.scrollWidth - innerWidth))"""


@dataclass
class Sweep:
    """What one walk through the menu found, page by page."""

    asked: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    english: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def names(role: Role) -> list[str]:
    """The pages in the menu of *role*."""
    return [entry.name for group in entries(role).values() for entry in group]


def settle(page: Page, url: str) -> None:
    """Open *url* and wait until its script has run and everything is drawn."""
    page.goto(url)
    page.locator("h1").first.wait_for()
    still(page)


def english_on(page: Page) -> set[str]:
    """Lines of the page that hold a word of the stop list."""
    return {line.strip()[:80] for line in page.evaluate(WORDS) if ENGLISH.search(line)}


# The dark scheme has other colours and nothing else: of axe's rules these look at colours.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def axe_on(page: Page, scheme: str) -> list[str]:
    """Violations that have no exception, each with its first place."""
    options = {"resultTypes": ["violations"]} | (OF_COLOURS if scheme == "dark" else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:110]}" for v in found if v["id"] not in KNOWN]


def walk(
    browser: Browser, server: str, role: Role, *, width: int, checks_axe: bool, only: tuple[str, ...] = ()
) -> Sweep:
    """Open every page of *role*, or *only* some, once and note what is wrong with it."""
    sweep = Sweep()
    context = new_context(browser, width=width, height=900 if width > 600 else 844)
    context.on("request", lambda request: sweep.asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(30_000)
    for name in only or names(role):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        try:
            settle(page, f"{server}/{'' if name == 'tong_quan' else name}?vai={ROLES[role]}")
        except TimeoutError:
            sweep.failed.append(f"{name}: no headline within half a minute")
            continue
        look(page, name, sweep, width=width, checks_axe=checks_axe)
    context.close()
    return sweep


def look(page: Page, name: str, sweep: Sweep, *, width: int, checks_axe: bool) -> None:
    """Note what is wrong with the one page on show."""
    sweep.titles[name] = page.title()
    sweep.languages.add(page.evaluate("document.documentElement.lang"))
    sweep.english += [f"{name}: {line}" for line in sorted(english_on(page))]
    if page.get_by_text("Không hiển thị được").count():
        sweep.failed.append(f"{name}: a part could not be shown")
    if checks_axe:
        for scheme in ("light", "dark"):
            in_scheme(page, scheme)
            sweep.violations += [f"{name}, {scheme}, {width}: {found}" for found in axe_on(page, scheme)]
    for narrow in (390, 320) if width < 600 else ():
        page.set_viewport_size({"width": narrow, "height": 844})
        try:
            # A chart takes the new width a moment after the window: what counts is what the page comes to rest at.
            page.wait_for_function(f"() => ({BEYOND})().every(beyond => beyond === 0)")
        except TimeoutError:
            sweep.too_wide.append(f"{name} at {narrow}: {page.evaluate(BEYOND)}")


@pytest.fixture(scope="module")
def desk(browser: Browser, server: str) -> Sweep:
    """The office's walk on a desk screen."""
    return walk(browser, server, "office", width=1440, checks_axe=True)


@pytest.fixture(scope="module")
def pocket(browser: Browser, server: str) -> Sweep:
    """The office's walk on a phone."""
    return walk(browser, server, "office", width=390, checks_axe=True)


@pytest.mark.parametrize("screen", ["desk", "pocket"])
def test_axe_finds_nothing_in_light_and_dark(screen: str, request: pytest.FixtureRequest):
    assert request.getfixturevalue(screen).violations == []


def test_no_page_scrolls_sideways_at_390_and_320(pocket: Sweep):
    assert pocket.too_wide == []


def test_no_part_of_a_page_failed(desk: Sweep, pocket: Sweep):
    assert desk.failed + pocket.failed == []


def test_no_page_asks_anything_from_outside(desk: Sweep, pocket: Sweep, server: str):
    own = (server, server.replace("http", "ws"), "data:", "blob:")

    assert {url for url in desk.asked + pocket.asked if not url.startswith(own)} == set()


def test_every_page_says_its_name_and_its_language(desk: Sweep):
    expected = {
        entry.name: f"{entry.words} · Chỉ số CCHC" for group in entries("office").values() for entry in group
    }

    assert desk.titles == expected
    assert desk.languages == {"vi"}


def test_no_english_word_on_any_page_of_the_office(desk: Sweep, pocket: Sweep):
    assert desk.english + pocket.english == []


def test_no_english_word_where_the_leader_sees_a_page_differently(browser: Browser, server: str):
    sweep = walk(browser, server, "leader", width=1440, checks_axe=False, only=UNLIKE_THE_OFFICE)

    assert sweep.english == []
    assert sweep.failed == []

"""The shell in a real browser: guarded addresses, Vietnamese, own fonts, nothing from outside."""

from tests.browser.conftest import main_text, open_page

OURS = (
    "[...document.fonts].filter(f => f.status === 'loaded' && f.family.includes('Plex')).map(f => f.weight)"
)


def test_nothing_is_asked_from_outside_and_the_font_is_ours(page, server):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    open_page(page, server)
    # A weight is fetched when the first word in it is drawn, which may be long after the headline.
    # The answer is taken from the call that waited: Streamlit may load its faces anew right after it.
    weights = page.wait_for_function(
        f"() => {{ const w = [...new Set({OURS})]; return w.length === 3 && w }}"
    )

    assert [
        url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))
    ] == []
    assert set(weights.json_value()) == {"400", "500", "600"}


def test_the_page_says_it_is_vietnamese(page, server):
    open_page(page, server)

    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.title() == "Tổng quan · Chỉ số CCHC"


def test_the_role_stays_after_f5(page, server):
    open_page(page, f"{server}/?vai=QLLD")
    page.reload()
    page.locator("h1").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    page.get_by_text("Phòng Quản lý Lao động").first.wait_for()
    said = main_text(page)
    assert "vai=QLLD" in page.url
    assert "Phòng Quản lý Lao động" in said
    assert "Quản lý Đầu tư" not in said


def test_server_numbers_are_closed(page, server):
    answer = page.request.get(f"{server}/_stcore/metrics")

    assert answer.status == 404

"""The shell in a real browser: guarded addresses, Vietnamese, own fonts, nothing from outside."""


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

"""Every request passes the middleware: no claimed identity, headers of our own, Vietnamese texts."""

import re
from pathlib import Path

import pytest
import streamlit

from access.browser_texts import TEXTS, page_in_vietnamese
from access.headers import CLOSED_PATHS, IDENTITY_HEADERS, IdentityGuard, OurShell, SecurityHeaders
from tests.access.visiting import ran

STATIC = Path(streamlit.__file__).parent / "static"


def answer(
    app, path: str, *, headers: list[tuple[bytes, bytes]] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Ask *app* for *path* as a browser would."""
    sent: list[dict] = []
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers or [], "query_string": b""}

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    ran(app(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body


def serving(body: bytes, content_type: str, seen: list | None = None):
    """An application that always answers the same, and notes the headers it was asked with."""

    async def app(scope, receive, send) -> None:
        if seen is not None:
            seen.extend(scope["headers"])
        head = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:], "more_body": False})

    return app


@pytest.mark.parametrize("name", IDENTITY_HEADERS)
def test_an_identity_sent_by_the_client_is_dropped(name):
    seen: list = []
    app = IdentityGuard(serving(b"hello world", "text/plain", seen))

    answer(app, "/", headers=[(name, b"truong.ban"), (b"accept", b"text/html")])

    assert seen == [(b"accept", b"text/html")]


@pytest.mark.parametrize("path", [*CLOSED_PATHS, "/hpnet/_stcore/metrics", "/_stcore/metrics/"])
def test_numbers_about_the_server_are_closed(path):
    status, _, body = answer(IdentityGuard(serving(b"cache_hits 12", "text/plain")), path)

    assert status == 404
    assert b"cache_hits" not in body


def test_every_answer_forbids_framing_and_foreign_sources():
    _, headers, _ = answer(SecurityHeaders(serving(b"hello world", "text/html")), "/")

    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"


def test_the_page_shell_is_vietnamese_with_its_right_length():
    shell = (STATIC / "index.html").read_bytes()

    _, headers, body = answer(
        OurShell(serving(shell, "text/html; charset=utf-8"), "<style>.cc-lead {}</style>"),
        "/hpnet",
        headers=[(b"accept", b"text/html")],
    )

    assert b'<html lang="vi">' in body
    assert "<title>Chỉ số CCHC</title>".encode() in body
    assert body.count(b"<style>.cc-lead {}</style></body>") == 1
    assert headers["content-length"] == str(len(body))


def scripts() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (STATIC / "static" / "js").glob("*.js")}


def test_the_uploader_speaks_vietnamese():
    """Held against the installed Streamlit: a new version that words things anew fails here."""
    name, body = next((n, b) for n, b in scripts().items() if n.startswith("FileUploader."))

    said = page_in_vietnamese(f"/static/js/{name}", body).decode()

    for english in ("`Upload`", " per file`", "Drag and drop", "`Add files`"):
        assert english not in said
    for vietnamese in ("`Chọn tệp`", " mỗi tệp`", "Kéo tệp vào đây"):
        assert vietnamese in said


@pytest.mark.parametrize(
    "text",
    ["Choose an option", "No results", "Fullscreen", "Page not found", "Connection error"],
)
def test_other_fixed_texts_are_replaced(text):
    for name, body in scripts().items():
        shown = f"`{text}`".encode()
        if shown in body and not name.startswith(("mermaid", "echarts")):
            said = page_in_vietnamese(f"/static/js/{name}", body)
            assert said.count(shown) < body.count(shown), name


def test_no_list_offers_streamlit_s_own_export():
    """It writes cells that begin with "=" as formulas. Held against the installed Streamlit: each offer is switched off."""
    offers = {
        name: body.count(b"Download as CSV") for name, body in scripts().items() if b"Download as CSV" in body
    }

    assert list(offers) == [next(name for name in scripts() if name.startswith("DataFrame."))]
    for name, found in offers.items():
        said = page_in_vietnamese(f"/static/js/{name}", scripts()[name])
        assert len(re.findall(rb"!1&&[\w$]+\([\w$]+,\{label:`[^`]*CSV`", said)) == found


def test_a_key_of_the_program_is_left_alone():
    body = b'switch(e){case`Search`:return 1}t({kind:"Search",label:`Search`})'

    said = page_in_vietnamese("/static/js/x.js", body).decode()

    assert "case`Search`" in said
    assert 'kind:"Search"' in said
    assert "label:`Tìm`" in said


def test_no_text_stands_twice_in_the_table():
    lines = TEXTS.read_text(encoding="utf-8").splitlines()

    assert len({line.split(",")[0] for line in lines if not line.startswith('"')}) == len(
        [line for line in lines if not line.startswith('"')]
    )

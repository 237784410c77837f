"""Nothing of an office leaves the server without a session: pages, WebSocket, uploads, media, downloads alike."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.outside.ways import BACK, BY_PROXY, OUT
from access.own_files import OwnFiles
from access.requests import SAFE_METHODS, is_foreign, session_in, sign_in_path, token_of
from access.sessions import session_of
from access.sign_in_pages import FONTS
from store.disk.home import marks, resolve_home
from store.written.instance import Standing, standing_of

OPEN = frozenset(
    {"/dang-nhap", OUT, BACK, BY_PROXY, "/dang-xuat", "/doi-mat-khau", "/_stcore/health", "/favicon.ico",
     "/favicon.png", *FONTS.values()}
)  # fmt: skip
_OWN_PAGES = ("/dang-nhap", "/dang-xuat", "/doi-mat-khau")
_STANDING_SECONDS = 1.0
_LOOK_SECONDS = 2.0
_FOREIGN = "Yêu cầu không đến từ trang của hệ thống."
_ENDED = 4401


class Gate:
    """
    Let through who has a session; the trial is open to everybody, a closed home shows only its sentence.

    Args:
        files: Remembers which files each session was told of; no other session may fetch them.
    """

    def __init__(self, app: ASGIApp, files: OwnFiles) -> None:
        self._app, self._files = app, files
        self._known: tuple[float, object, Standing] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if scope["type"] == "http" and path in _OWN_PAGES and _changes(scope) and is_foreign(scope):
            await _text(403, _FOREIGN)(scope, receive, send)
            return
        # Whether the server lives is answered whatever becomes of the home.
        if path in OPEN or path.startswith("/api/") or (await self._standing()).kind != "office":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _standing(self) -> Standing:
        """How the home stands, asked anew each second, at once when its marker changes, and always of a closed one."""
        at, marked = time.monotonic(), marks()
        known = self._known
        if known and at - known[0] <= _STANDING_SECONDS and known[1] == marked and known[2].kind != "closed":
            return known[2]
        found = await run_in_threadpool(lambda: standing_of(resolve_home()))
        self._known = (time.monotonic(), marked, found)
        return found

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = await run_in_threadpool(session_in, resolve_home(), scope)
        answer: Response | None = None
        if session is None:
            answer = (
                RedirectResponse(sign_in_path(scope), 303)
                if _is_page(scope)
                else _text(401, "Chưa đăng nhập.")
            )
        elif session["must_change_password"]:
            answer = (
                RedirectResponse("/doi-mat-khau", 303)
                if _is_page(scope)
                else _text(401, "Phải đổi mật khẩu.")
            )
        elif _changes(scope) and is_foreign(scope):
            answer = _text(403, _FOREIGN)
        elif not self._files.may_fetch(session["token_hash"], scope["path"]):
            answer = _text(404, "Không có tệp này trong phiên đang dùng.")
        await (answer or self._app)(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = await run_in_threadpool(session_in, resolve_home(), scope)
        if session is None or session["must_change_password"] or is_foreign(scope):
            with suppress(Exception):
                await receive()  # the connect message: closing before it is accepted answers 403
            await send({"type": "websocket.close", "code": 1008})
            return
        page = _Fed(
            self._app,
            lambda: session_of(resolve_home(), token_of(scope)) is not None,
            self._files,
            session["token_hash"],
        )
        await page.run(scope, receive, send)


class _Fed:
    """One open page: fed as long as its session stands, closed within seconds of its end."""

    def __init__(self, app: ASGIApp, stands: Callable[[], bool], files: OwnFiles, session: str) -> None:
        self._app, self._stands, self._over = app, stands, asyncio.Event()
        self._files, self._session = files, session

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the page until it or its session ends."""

        async def feed(message: Message) -> None:
            if not self._over.is_set():
                if message.get("bytes"):
                    self._files.tell(self._session, message["bytes"])
                await send(message)

        async def hear() -> Message:
            heard, over = asyncio.ensure_future(receive()), asyncio.ensure_future(self._over.wait())
            done, _ = await asyncio.wait({heard, over}, return_when=asyncio.FIRST_COMPLETED)
            if heard in done and not self._over.is_set():
                over.cancel()
                message = heard.result()
                if not message.get("bytes") or self._files.may_ask(self._session, message["bytes"]):
                    return message
            heard.cancel()
            return {"type": "websocket.disconnect", "code": _ENDED}

        watch = asyncio.ensure_future(self._watch(send))
        try:
            await self._app(scope, hear, feed)
        finally:
            watch.cancel()

    async def _watch(self, send: Send) -> None:
        while await run_in_threadpool(self._stands):
            await asyncio.sleep(_LOOK_SECONDS)
        self._over.set()
        with suppress(Exception):
            await send({"type": "websocket.close", "code": _ENDED})


def _changes(scope: Scope) -> bool:
    return scope["method"] not in SAFE_METHODS


def _is_page(scope: Scope) -> bool:
    asks = "text/html" in Headers(scope=scope).get("accept", "")
    return (
        asks and scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(("/_stcore/", "/media/"))
    )


def _text(status: int, words: str) -> PlainTextResponse:
    return PlainTextResponse(words, status_code=status, headers={"cache-control": "no-store"})

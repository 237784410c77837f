"""What is turned away before anything else looks at it: foreign host names, bodies too large or too slow."""

import asyncio
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MEBIBYTE = 2**20
_FORM_BYTES = 64 * 1024  # everything but an upload is a small form
_AROUND_A_FILE = 64 * 1024  # what a form adds to the file it carries
_IDLE_SECONDS = 30.0  # the longest wait for the next piece of a body
_FORM_SECONDS = 60.0  # within which a small body is there as a whole
_SLOWEST = 16 * 1024  # bytes a second of a large one, from then on
_UPLOADS = "/_stcore/upload_file/"


class HostGuard:
    """
    Refuse a host name that is not ours on every path and on the WebSocket.

    Args:
        names: The configured names, asked at every request; none configured lets every name in. ``*.a.vn`` means
            every name under a.vn.
    """

    def __init__(self, app: ASGIApp, names: Callable[[], Sequence[str]]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421."""
        if scope["type"] not in ("http", "websocket") or self._is_ours(Headers(scope=scope).getlist("host")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()  # the connect message: closing before it is accepted answers 403
            await send({"type": "websocket.close", "code": 1008})
        else:
            words = "Máy chủ này không mang tên đó. Dùng đúng địa chỉ do cơ quan cấp."
            await PlainTextResponse(words, status_code=421)(scope, receive, send)

    def _is_ours(self, hosts: list[str]) -> bool:
        names = [name.strip().lower().rstrip(".") for name in self._names()]
        if not names or "*" in names:
            return True
        return len(hosts) == 1 and any(_is_named(host_name(hosts[0]), name) for name in names)


def host_name(host: str) -> str:
    """
    The name in a Host header without its port; empty where it is none.

    >>> host_name("Thong-Ke.vn:8501"), host_name("[::1]:80"), host_name("a@b"), host_name("a/b")
    ('thong-ke.vn', '::1', '', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    is_plain = "@" not in host and parts.netloc == host
    return (parts.hostname or "").rstrip(".") if is_plain else ""


def _is_named(host: str, name: str) -> bool:
    return bool(host) and (host.endswith(name[1:]) if name.startswith("*.") else host == name)


class _BodyError(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class BodyGuard:
    """
    Refuse a body by its announced length before it is read, and stop reading one that grows too large or stalls.

    Args:
        upload_mb: The most an uploaded file may weigh.
        seconds: Within which a small body is there as a whole.
    """

    def __init__(self, app: ASGIApp, upload_mb: Callable[[], int], seconds: float = _FORM_SECONDS) -> None:
        self._app, self._upload_mb, self._seconds = app, upload_mb, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, started = self._most(scope["path"]), False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            _refuse_announced(scope, most)
            await self._app(scope, _counted(receive, most, self._seconds), sending)
        except _BodyError as problem:
            if not started:
                answer = PlainTextResponse(problem.words, problem.status, headers={"connection": "close"})
                await answer(scope, receive, send)

    def _most(self, path: str) -> int:
        return self._upload_mb() * _MEBIBYTE + _AROUND_A_FILE if _UPLOADS in path else _FORM_BYTES


def _too_large(most: int) -> _BodyError:
    return _BodyError(413, f"Dữ liệu gửi lên quá lớn, nhiều nhất {max(most // _MEBIBYTE, 1)} MB.")


def _refuse_announced(scope: Scope, most: int) -> None:
    announced = Headers(scope=scope).get("content-length", "0")
    if not announced.isascii() or not announced.isdigit():
        raise _BodyError(400, "Yêu cầu gửi lên không đúng dạng.")
    if int(announced) > most:
        raise _too_large(most)


def _counted(receive: Receive, most: int, seconds: float) -> Receive:
    seen, is_whole, began = 0, False, time.monotonic()

    async def counting() -> Message:
        nonlocal seen, is_whole
        if is_whole:  # what comes now is the visitor leaving; an answer may take as long as it takes
            return await receive()
        try:
            # A piece now and then would keep a connection for days: what came so far buys only so much time.
            left = began + seconds + seen / _SLOWEST - time.monotonic()
            async with asyncio.timeout(max(0.0, min(_IDLE_SECONDS, left))):
                message = await receive()
        except TimeoutError as late:
            raise _BodyError(408, "Dữ liệu gửi lên quá chậm. Gửi lại.") from late
        seen += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if seen > most:
            raise _too_large(most)
        return message

    return counting

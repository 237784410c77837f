"""What every request and answer passes through: identity headers, security headers, Vietnamese texts."""

from collections.abc import Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.browser_texts import page_in_vietnamese
from access.doorway import BodyGuard, HostGuard
from access.gate import Gate
from access.outside.settings import identity_header
from access.own_files import OwnFiles
from access.requests import VOUCHED, is_from_proxy, is_https

# Whoever sends these from outside wants to be somebody else; only the proxy's own one is read, and only from it.
IDENTITY_HEADERS = (
    b"x-dashboard-user", b"x-forwarded-user", b"x-remote-user", b"remote-user", b"x-app-user",
    b"x-auth-request-user", b"x-auth-request-email", b"x-auth-request-preferred-username", b"x-forwarded-email",
    b"x-forwarded-preferred-username", b"x-forwarded-groups", b"x-authenticated-user", b"x-webauth-user",
)  # fmt: skip

# Names our functions and counts our visits: nobody's business.
CLOSED_PATHS = ("/_stcore/metrics",)

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
# Said behind HTTPS alone: from then on browsers ask by nothing else for a year.
HTTPS_ONLY = "max-age=31536000"


class IdentityGuard:
    """Drop identity headers sent by a client, on pages and WebSockets alike, and close what is not for visitors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without a claimed identity."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(CLOSED_PATHS):
            await PlainTextResponse("Không có trang này.", status_code=404)(scope, receive, send)
            return
        if scope["type"] in ("http", "websocket"):
            scope = _without_identity(scope)
        await self._app(scope, receive, send)


def _without_identity(scope: Scope) -> Scope:
    """The request without any header that names a person; what the configured proxy said is kept beside it."""
    own = identity_header().encode()
    said = [value.decode("latin-1") for name, value in scope["headers"] if own and name.lower() == own]
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in (*IDENTITY_HEADERS, own)]
    # Two values: the visitor sent one as well, and nobody can tell which.
    vouched = said[0] if len(said) == 1 and is_from_proxy(scope) else ""
    return {**scope, "headers": kept, VOUCHED: vouched}


class SecurityHeaders:
    """Add the headers that Streamlit does not send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the answer goes back with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if is_https(scope):
                    headers.setdefault("strict-transport-security", HTTPS_ONLY)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class OurShell:
    """
    Say Streamlit's own page language and fixed English texts in Vietnamese, and dress its page shell.

    Args:
        stylesheet: A ``<style>`` element for the end of the body, where it wins over what the head brings.
            In the shell it travels once per visit; as an element of the page it would on every run.
    """

    def __init__(self, app: ASGIApp, stylesheet: str) -> None:
        self._app, self._stylesheet = app, stylesheet.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite the answer when it is the page shell or a script of Streamlit."""
        if scope["type"] != "http" or not _may_hold_texts(scope):
            await self._app(scope, receive, send)
            return
        # A compressed or partial answer could not be rewritten: ask for the whole as it is.
        unwanted = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
        plain = [(name, value) for name, value in scope["headers"] if name.lower() not in unwanted]
        rewriter = _Rewriter(scope["path"], self._stylesheet, send)
        await self._app({**scope, "headers": plain}, receive, rewriter)


def _may_hold_texts(scope: Scope) -> bool:
    path = scope["path"]
    if path.endswith(".js"):
        return "/static/js/" in path
    return "text/html" in Headers(scope=scope).get("accept", "") and "/_stcore/" not in path


class _Rewriter:
    """Collect one answer, rewrite it, send it on with its new length."""

    def __init__(self, path: str, stylesheet: bytes, send: Send) -> None:
        self._path, self._stylesheet, self._send = path, stylesheet, send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            await self._body(message)

    async def _body(self, message: Message) -> None:
        self._parts.append(message.get("body", b""))
        if message.get("more_body", False):
            return
        assert self._start is not None
        headers = MutableHeaders(scope=self._start)
        body = b"".join(self._parts)
        kind = headers.get("content-type", "")
        if kind.startswith(("text/html", "text/javascript", "application/javascript")):
            body = page_in_vietnamese(self._path, body)
        if kind.startswith("text/html"):
            body = body.replace(b"</body>", self._stylesheet + b"</body>")
        headers["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


def middleware(
    *, stylesheet: str, files: OwnFiles, hosts: Callable[[], Sequence[str]], upload_mb: Callable[[], int]
) -> tuple[Middleware, ...]:
    """
    What `st.App` puts around itself, outermost first.

    Args:
        files: Which session may fetch which file.
        hosts: The configured host names; none lets every name in.
        upload_mb: The most an uploaded file may weigh.
    """
    return (
        Middleware(SecurityHeaders),
        Middleware(HostGuard, names=hosts),
        Middleware(IdentityGuard),
        Middleware(BodyGuard, upload_mb=upload_mb),
        Middleware(Gate, files=files),
        Middleware(OurShell, stylesheet=stylesheet),
    )

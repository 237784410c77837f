"""What does a request say of itself: its session, its address, whether it comes from our own pages?"""

import os
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from access.sessions import COOKIE

PROXY_VARIABLE = "DASHBOARD_TRUSTED_PROXY"  # the one address whose X-Forwarded headers are believed
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(scope: Scope) -> str | None:
    """The value of our cookie, None where it is missing."""
    try:
        cookie = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    return cookie[COOKIE].value if COOKIE in cookie else None


def address_of(scope: Scope) -> str:
    """The address a request comes from; behind the configured proxy the one it names."""
    client = (scope.get("client") or ("", 0))[0]
    forwarded = Headers(scope=scope).get("x-forwarded-for", "")
    if forwarded and _is_proxy(client):
        return forwarded.split(",")[-1].strip()
    return client


def is_https(scope: Scope) -> bool:
    """Tell whether the visitor's own connection is encrypted."""
    client = (scope.get("client") or ("", 0))[0]
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    return scope.get("scheme") in ("https", "wss") or (_is_proxy(client) and forwarded == "https")


def _is_proxy(client: str) -> bool:
    return bool(client) and client == os.environ.get(PROXY_VARIABLE)


def is_foreign(scope: Scope) -> bool:
    """Tell whether another site sent this request with the visitor's cookie."""
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


def own_path(asked: str | None) -> str:
    """*asked* where it is a path of this server, else the start page."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return "/"
    return "/" if any(sign in asked for sign in "\r\n\\") or urlsplit(asked).netloc else asked


def sign_in_path(scope: Scope) -> str:
    """The sign-in page, which leads back to what was asked for."""
    query = scope.get("query_string", b"").decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    return f"/dang-nhap?tiep={quote(asked, safe='')}"

"""What does a request say of itself: its session, its address, whether it comes from our own pages?"""

import os
from http.cookies import CookieError, SimpleCookie
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from access.outside.settings import account_meant
from access.sessions import COOKIE, PROXY, session_of
from store.disk.home import Home

PROXY_VARIABLE = "DASHBOARD_TRUSTED_PROXY"  # the one address whose headers about visitors are believed
VOUCHED = "dashboard.vouched"  # of a request: whom the proxy says it comes from
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(scope: Scope) -> str | None:
    """The value of our cookie, None where it is missing."""
    try:
        cookie = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    return cookie[COOKIE].value if COOKIE in cookie else None


def session_in(home: Home, scope: Scope) -> dict[str, Any] | None:
    """The session of a request; one that the proxy began stands only as long as the proxy names the same person."""
    row = session_of(home, token_of(scope))
    if row and row["session_way"] == PROXY and account_meant(vouched_for(scope)) != row["account"]:
        return None
    return row


def vouched_for(scope: Scope) -> str:
    """Whom the configured proxy says a request comes from; empty where it says nothing, or is not asked."""
    return scope.get(VOUCHED, "")


def address_of(scope: Scope) -> str:
    """The address a request comes from; behind the configured proxy the one it names."""
    client = (scope.get("client") or ("", 0))[0]
    # A visitor's own header comes first, in a line of its own or not; what the proxy adds is the last.
    forwarded = _last(scope, "x-forwarded-for")
    return forwarded[:64] if forwarded and is_from_proxy(scope) else client


def is_https(scope: Scope) -> bool:
    """Tell whether the visitor's own connection is encrypted."""
    if is_from_proxy(scope) and (said := _last(scope, "x-forwarded-proto")):
        return said == "https"
    return scope.get("scheme") in ("https", "wss")


def is_from_proxy(scope: Scope) -> bool:
    """Tell whether a request comes from the configured proxy, the one whose word about visitors is taken."""
    named = _plain_address(os.environ.get(PROXY_VARIABLE, ""))
    return bool(named) and _plain_address((scope.get("client") or ("", 0))[0]) == named


def _last(scope: Scope, name: str) -> str:
    return ",".join(Headers(scope=scope).getlist(name)).split(",")[-1].strip()


def _plain_address(text: str) -> str:
    """An address in one spelling: a server that listens on IPv6 sees those of IPv4 inside it."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(inner or address)


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

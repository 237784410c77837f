"""The two ways in from outside: the office's OpenID provider, and the name that its proxy vouches for."""

import base64
import json
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from access.outside.asked import Asked, ProviderError, new_ask
from access.outside.settings import LABEL, Provider, SetUpError, account_meant, provider
from access.requests import address_of, is_https, own_path, vouched_for
from access.sessions import PROVIDER, PROXY, failed_from, sign_in_named, too_many_tries_words, wait_of
from store.disk.home import resolve_home

OUT, BACK, BY_PROXY = "/dang-nhap/mot-lan", "/dang-nhap/tro-ve", "/dang-nhap/qua-cong"
# What belongs to a sign-in that is on its way waits in the visitor's browser; no script can read it.
COOKIE, COOKIE_PATH, _SECONDS = "phien_cho", "/dang-nhap", 600
NO_ACCOUNT = (
    "Chưa có tài khoản đang dùng tên {name} trong phần mềm này. Gọi quản trị để được thêm hoặc mở lại."
)
STALE = "Lần đăng nhập này đã quá hạn hoặc không bắt đầu từ trang này. Đăng nhập lại."


class Refused(Exception):
    """A sign-in from outside that leads to no session; the sentence is shown on the sign-in page."""

    def __init__(self, words: str, status: int, asked: str = "/", wait: int = 0) -> None:
        super().__init__(words)
        self.words, self.status, self.asked, self.wait = words, status, asked, wait


def ways(request: Request, asked: str) -> list[tuple[str, str]]:
    """The ways that are set up: address and words of each, for the sign-in page."""
    found = []
    query = urlencode({"tiep": asked})
    try:
        known = provider()
    except SetUpError:
        found.append((f"{OUT}?{query}", LABEL))
    else:
        found += [(f"{OUT}?{query}", known.label)] if known else []
    if vouched_for(request.scope):
        found.append((f"{BY_PROXY}?{query}", "Vào bằng tài khoản đã đăng nhập ở cổng của cơ quan"))
    return found


async def leave(request: Request) -> Response:
    """Send the visitor to the provider, with what proves later that the answer belongs to this browser."""
    known, asked = _provider(), new_ask()
    wanted = own_path(request.query_params.get("tiep"))
    where = await run_in_threadpool(_where, known, asked, _back(known, request))
    answer = RedirectResponse(where, 303, headers={"cache-control": "no-store"})
    kept = [asked.state, asked.nonce, asked.verifier, wanted[:1000]]
    answer.set_cookie(
        COOKIE, base64.urlsafe_b64encode(json.dumps(kept).encode()).decode(), max_age=_SECONDS, path=COOKIE_PATH,
        httponly=True, samesite="lax", secure=is_https(request.scope),
    )  # fmt: skip
    return answer


def _where(known: Provider, asked: Asked, back: str) -> str:
    # An office without a provider never needs its libraries: a tenth of the start, 14 MiB.
    from access.outside.provider import address_to_ask

    try:
        return address_to_ask(known, asked, back=back)
    except ProviderError as problem:
        raise Refused(str(problem), 502) from problem


def _provider() -> Provider:
    try:
        found = provider()
    except SetUpError as problem:
        raise Refused(f"{problem} Gọi quản trị.", 503) from problem
    if found is None:
        raise Refused("Đăng nhập một lần chưa được thiết lập.", 404)
    return found


def _back(known: Provider, request: Request) -> str:
    own = f"{'https' if is_https(request.scope) else 'http'}://{request.headers.get('host', '')}"
    return (known.address or own) + BACK


async def come_back(request: Request) -> tuple[str, str]:
    """
    Take the provider's answer; return the token of the new session and where it leads.

    Raises:
        Refused: The answer belongs to no sign-in of this browser, does not hold, or names none of our accounts.
    """
    kept, said = _kept(request), request.query_params
    if kept is None or not kept[0].state or said.get("state") != kept[0].state:
        raise Refused(STALE, 400)
    asked, wanted = kept
    if "code" not in said:
        raise Refused("Hệ thống đăng nhập của cơ quan không cho đăng nhập.", 401, wanted)
    return await run_in_threadpool(_named_by_provider, request, asked, said["code"], wanted), wanted


def _kept(request: Request) -> tuple[Asked, str] | None:
    try:
        state, nonce, verifier, wanted = json.loads(base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")))
    except (ValueError, TypeError):
        return None
    if not all(isinstance(one, str) and one for one in (state, nonce, verifier, wanted)):
        return None
    return Asked(state, nonce, verifier), own_path(wanted)


def _named_by_provider(request: Request, asked: Asked, code: str, wanted: str) -> str:
    from access.outside.provider import claims_for

    home, known, address = resolve_home(), _provider(), address_of(request.scope)
    if wait := wait_of(home, address):
        raise Refused(too_many_tries_words(wait), 429, wanted, wait)
    try:
        claims = claims_for(known, asked, code=code, back=_back(known, request))
    except ProviderError as problem:
        failed_from(home, address)
        raise Refused(str(problem), 401, wanted) from problem
    return _begun(request, claims.get(known.claim), PROVIDER, wanted)


def _begun(request: Request, name: object, way: str, wanted: str) -> str:
    token = sign_in_named(
        resolve_home(), account_meant(name), way, address=address_of(request.scope),
        browser=request.headers.get("user-agent", ""),
    )  # fmt: skip
    if not token:
        raise Refused(NO_ACCOUNT.format(name=str(name or "")[:80] or "này"), 403, wanted)
    return token


def named_by_proxy(request: Request, wanted: str) -> str:
    """
    The token of a new session for whom the proxy names.

    Raises:
        Refused: The request does not come from the proxy, or none of our accounts is named.
    """
    name = vouched_for(request.scope)
    if not name:
        raise Refused("Cổng của cơ quan chưa cho biết ai đang đăng nhập.", 401, wanted)
    return _begun(request, name, PROXY, wanted)

"""The pages before the dashboard: sign in, change the password, sign out. They work without JavaScript."""

from html import escape
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from access.accounts import AccountError, change_own_password
from access.outside.ways import BACK, BY_PROXY, OUT, Refused, come_back, leave, named_by_proxy, ways
from access.outside.ways import COOKIE as WAITING
from access.outside.ways import COOKIE_PATH as WAITING_PATH
from access.passwords import LEAST, WeakPasswordError
from access.requests import address_of, is_https, own_path, session_in, token_of, vouched_for
from access.sessions import COOKIE, WHOLE, digest, is_password_again, sign_in, sign_out, too_many_tries_words
from store.disk.home import resolve_home

_MOST_BYTES = 16_384
WRONG = "Tài khoản hoặc mật khẩu không đúng."
FONTS = {400: "/app/static/IBMPlexSans-Regular.woff2", 600: "/app/static/IBMPlexSans-SemiBold.woff2"}
PRODUCT = "Bảng điều hành Chỉ số cải cách hành chính"
_FACES = "".join(
    f'@font-face{{font-family:"IBM Plex Sans";font-weight:{weight};src:url({path})}}'
    for weight, path in FONTS.items()
)
_STYLE = """
:root{color-scheme:light dark}
body{margin:0;padding:0 1rem;font-family:"IBM Plex Sans",system-ui,sans-serif;background:light-dark(#F4F6F8,#0F161D);color:light-dark(#0F1720,#E7ECF1)}
main{box-sizing:border-box;max-width:25rem;margin:12vh auto;padding:1.5rem;background:light-dark(#fff,#18222C);border:1px solid light-dark(#D9E0E7,#2E3B47);border-radius:6px}
h1{font-size:1.375rem;font-weight:600;line-height:1.3;margin:0 0 1rem}label{display:block;margin:0 0 1rem;font-size:.9375rem}
input{display:block;width:100%;box-sizing:border-box;margin-top:.25rem;padding:.625rem;font:inherit;border-radius:6px;
border:1px solid light-dark(#7B8794,#84909C);background:light-dark(#fff,#0F161D);color:inherit}
button{width:100%;min-height:44px;font:inherit;font-weight:600;color:#fff;background:light-dark(#0B5374,#27799F);border:0;border-radius:6px}
a.ngoai{display:block;margin:1rem 0 0;padding:.625rem;text-align:center;border:1px solid light-dark(#0B5374,#7CC3E4);border-radius:6px;
color:light-dark(#0B5374,#7CC3E4);font-weight:600;text-decoration:none}
p{line-height:1.5;margin:0 0 1rem}.ten{margin:0 0 .25rem;font-size:.875rem;color:light-dark(#52606D,#A6B2BE)}
.loi{color:light-dark(#7D0C30,#FF93A6)}
"""


def _page(title: str, body: str, *, status: int = 200, wait: int = 0) -> HTMLResponse:
    """A page of ours; *wait*: seconds before the next attempt, said to programs too."""
    document = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_FACES}{_STYLE}</style></head>'
        f'<body><main><p class="ten">{PRODUCT}</p><h1>{escape(title)}</h1>{body}</main></body></html>'
    )
    later = {"retry-after": str(wait)} if wait else {}
    return HTMLResponse(document, status_code=status, headers={"cache-control": "no-store", **later})


def _field(label: str, name: str, kind: str, complete: str) -> str:
    return f'<label>{label}<input name="{name}" type="{kind}" autocomplete="{complete}" required maxlength="200"></label>'


def _error(words: str) -> str:
    return f'<p class="loi" role="alert">{escape(words)}</p>' if words else ""


def _sign_in_page(
    request: Request, asked: str, *, words: str = "", status: int = 200, wait: int = 0
) -> HTMLResponse:
    others = "".join(
        f'<a class="ngoai" href="{escape(where)}">{escape(label)}</a>'
        for where, label in ways(request, asked)
    )
    body = (
        f'{_error(words)}<form method="post" action="/dang-nhap">'
        f'<input type="hidden" name="tiep" value="{escape(asked)}">'
        f"{_field('Tài khoản', 'tai_khoan', 'text', 'username')}"
        f"{_field('Mật khẩu', 'mat_khau', 'password', 'current-password')}<button>Đăng nhập</button></form>{others}"
    )
    return _page("Đăng nhập", body, status=status, wait=wait)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a small form; None where the body is larger than one can be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            return None
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _too_large() -> Response:
    return _page("Đăng nhập", _error("Biểu mẫu gửi lên quá lớn."), status=413)


async def show_sign_in(request: Request) -> Response:
    """The form; who is signed in already is led on, and so is whom the proxy names, unless they have just signed out."""
    asked = own_path(request.query_params.get("tiep"))
    if await run_in_threadpool(session_in, resolve_home(), request.scope):
        return RedirectResponse(asked, 303)
    if "tiep" in request.query_params and vouched_for(request.scope):
        return await take_proxy(request)
    return _sign_in_page(request, asked)


async def go_out(request: Request) -> Response:
    """To the office's OpenID provider."""
    try:
        return await leave(request)
    except Refused as refused:
        return _refused(request, refused)


async def take_answer(request: Request) -> Response:
    """Back from the provider."""
    try:
        token, wanted = await come_back(request)
    except Refused as refused:
        answer = _refused(request, refused)
    else:
        answer = _with_session(request, token, wanted)
    answer.delete_cookie(WAITING, path=WAITING_PATH, httponly=True, samesite="lax")
    return answer


async def take_proxy(request: Request) -> Response:
    """Begin a session for whom the proxy names."""
    wanted = own_path(request.query_params.get("tiep"))
    try:
        token = await run_in_threadpool(named_by_proxy, request, wanted)
    except Refused as refused:
        return _refused(request, refused)
    return _with_session(request, token, wanted)


def _refused(request: Request, refused: Refused) -> HTMLResponse:
    return _sign_in_page(
        request, refused.asked, words=refused.words, status=refused.status, wait=refused.wait
    )


def _with_session(request: Request, token: str, where: str) -> RedirectResponse:
    answer = RedirectResponse(where, 303, headers={"cache-control": "no-store"})
    answer.set_cookie(
        COOKIE, token, max_age=int(WHOLE.total_seconds()), path="/", httponly=True, samesite="lax",
        secure=is_https(request.scope),
    )  # fmt: skip
    return answer


async def take_sign_in(request: Request) -> Response:
    """Try the words of the form."""
    fields = await _form(request)
    if fields is None:
        return _too_large()
    asked = own_path(fields.get("tiep"))
    tried = await run_in_threadpool(
        lambda: sign_in(
            resolve_home(), fields.get("tai_khoan", "").strip()[:200], fields.get("mat_khau", "")[:200],
            address=address_of(request.scope), browser=request.headers.get("user-agent", ""),
        )
    )  # fmt: skip
    if tried.wait_seconds:
        words = too_many_tries_words(tried.wait_seconds)
        return _sign_in_page(request, asked, words=words, status=429, wait=tried.wait_seconds)
    if not tried.token:
        return _sign_in_page(request, asked, words=WRONG, status=401)
    return _with_session(request, tried.token, "/doi-mat-khau" if tried.must_change_password else asked)


def _password_page(words: str = "", status: int = 200, wait: int = 0) -> HTMLResponse:
    body = (
        f"{_error(words)}<p>Mật khẩu mới có ít nhất {LEAST} ký tự, không phải mật khẩu phổ biến.</p>"
        f'<form method="post" action="/doi-mat-khau">{_field("Mật khẩu cũ", "mat_khau_cu", "password", "current-password")}'
        f"{_field('Mật khẩu mới', 'mat_khau_moi', 'password', 'new-password')}"
        f"{_field('Nhập lại mật khẩu mới', 'nhap_lai', 'password', 'new-password')}<button>Đổi mật khẩu</button></form>"
    )
    return _page("Đổi mật khẩu", body, status=status, wait=wait)


async def show_password(request: Request) -> Response:
    """The form, for whoever is signed in."""
    session = await run_in_threadpool(session_in, resolve_home(), request.scope)
    return _password_page() if session else RedirectResponse("/dang-nhap?tiep=%2Fdoi-mat-khau", 303)


async def take_password(request: Request) -> Response:
    """Change one's own password; all other sessions of the account end."""
    home, token = resolve_home(), token_of(request.scope)
    session = await run_in_threadpool(session_in, home, request.scope)
    if session is None:
        return RedirectResponse("/dang-nhap?tiep=%2Fdoi-mat-khau", 303)
    fields = await _form(request)
    if fields is None:
        return _too_large()
    old, new = fields.get("mat_khau_cu", "")[:200], fields.get("mat_khau_moi", "")
    is_known, wait = await run_in_threadpool(
        lambda: is_password_again(home, session, old, address=address_of(request.scope))
    )
    if wait:
        return _password_page(too_many_tries_words(wait), 429, wait)
    if not is_known:
        return _password_page("Mật khẩu cũ không đúng.", 401)
    if new != fields.get("nhap_lai", ""):
        return _password_page("Hai lần nhập mật khẩu mới không giống nhau.", 400)
    try:
        await run_in_threadpool(
            lambda: change_own_password(
                home, session["account"], old, new, but=digest(token or ""), address=address_of(request.scope)
            )
        )
    except (WeakPasswordError, AccountError) as problem:
        return _password_page(str(problem), 400)
    return RedirectResponse("/", 303)


async def show_sign_out(_request: Request) -> Response:
    """One button: an address alone must not sign anybody out."""
    return _page("Đăng xuất", '<form method="post" action="/dang-xuat"><button>Đăng xuất</button></form>')


async def take_sign_out(request: Request) -> Response:
    """End the session, in every tab."""
    token = token_of(request.scope)
    if token:
        await run_in_threadpool(lambda: sign_out(resolve_home(), token, address=address_of(request.scope)))
    answer = RedirectResponse("/dang-nhap", 303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer


def sign_in_routes() -> list[Route]:
    """The routes of these pages."""
    return [
        Route("/dang-nhap", show_sign_in, methods=["GET"]),
        Route("/dang-nhap", take_sign_in, methods=["POST"]),
        Route(OUT, go_out, methods=["GET"]),
        Route(BACK, take_answer, methods=["GET"]),
        Route(BY_PROXY, take_proxy, methods=["GET"]),
        Route("/doi-mat-khau", show_password, methods=["GET"]),
        Route("/doi-mat-khau", take_password, methods=["POST"]),
        Route("/dang-xuat", show_sign_out, methods=["GET"]),
        Route("/dang-xuat", take_sign_out, methods=["POST"]),
    ]

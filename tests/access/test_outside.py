"""Signing in with the office's own accounts: by OpenID Connect, or by the word of its proxy; nobody else's word counts."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

from access.accounts import add_account, set_active
from access.outside.asked import ProviderError, new_ask
from access.outside.provider import claims_for
from access.outside.settings import Provider, SetUpError, identity_header, provider
from access.sessions import COOKIE, session_of
from store.disk.home import Home
from store.written.audit import audit_entries, audit_faults
from tests.access.visiting import PASSWORD, give_accounts, open_page, serving

PROXY = "127.0.0.2"
HEADER = "x-office-user"
HTML = {"accept": "text/html"}
SUBJECTS = {"sub-1": "Vp.An", "sub-2": "khong.co", "sub-3": "khoa.dung", "sub-4": "moi.cuc@co-quan.example"}


class Recorded:
    """The provider of the tests, and what it was sent in exchange for tokens."""

    def __init__(self) -> None:
        users = [
            oidc_provider_mock.User(sub=sub, claims={"preferred_username": name})
            for sub, name in SUBJECTS.items()
        ]
        self._app = oidc_provider_mock.app(user_claims=users, require_nonce=True)
        self.forms: list[dict[str, list[str]]] = []

    def __call__(self, environ, start):
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            self.forms.append(parse_qs(body.decode()))
            environ["wsgi.input"] = BytesIO(body)
        return self._app(environ, start)


@contextmanager
def listening(server) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    return Recorded()


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("outside") / "home")
    give_accounts(home, [("vp.an", "office", ()), ("khoa.dung", "leader", ())])
    add_account(
        home, account="moi.cuc", name="Mới", role="leader", departments=(), password=PASSWORD, by="thử"
    )
    set_active(home, "khoa.dung", False, by="thử")
    return home


@pytest.fixture(scope="module")
def server(office, recorded):
    with listening(make_server("127.0.0.1", 0, recorded, threaded=True)) as issuer:
        set_up = {"ISSUER": issuer, "CLIENT_ID": "thong-ke", "CLIENT_SECRET": "bí mật/1"}
        with serving(
            office.path, DASHBOARD_TRUSTED_PROXY=PROXY, DASHBOARD_IDENTITY_HEADER=HEADER,
            DASHBOARD_ACCOUNT_DOMAIN="co-quan.example",
            **{f"DASHBOARD_OIDC_{name}": value for name, value in set_up.items()},
        ) as address:  # fmt: skip
            yield address


def browser(server: str, *, source: str | None = None) -> httpx.Client:
    return httpx.Client(
        base_url=server, headers=HTML, transport=httpx.HTTPTransport(local_address=source), timeout=30
    )


def sent_out(client: httpx.Client, tiep: str = "/") -> httpx.Response:
    answer = client.get("/dang-nhap/mot-lan", params={"tiep": tiep})
    assert answer.status_code == 303
    return answer


def answer_of(where: str, subject: str) -> str:
    """The address, on our server, that the provider sends its visitor back to."""
    said = httpx.post(where, data={"sub": subject})
    assert said.status_code == 302
    parts = urlsplit(said.headers["location"])
    return f"{parts.path}?{parts.query}"


def came_back(client: httpx.Client, subject: str, tiep: str = "/") -> httpx.Response:
    return client.get(answer_of(sent_out(client, tiep).headers["location"], subject))


# --- OpenID Connect -------------------------------------------------------------------------------


def test_the_sign_in_page_leads_to_the_provider_and_back_to_what_was_asked_for(server, office, recorded):
    client = browser(server)
    led = client.get("/hpnet?don_vi=QLDT")
    page = client.get(led.headers["location"])
    assert 'class="ngoai"' in page.text and "<script" not in page.text

    answer = came_back(client, "sub-1", "/hpnet?don_vi=QLDT")

    assert (answer.status_code, answer.headers["location"]) == (303, "/hpnet?don_vi=QLDT")
    row = session_of(office, client.cookies[COOKIE])
    assert row is not None and (row["account"], row["session_way"]) == ("vp.an", "provider")
    assert not open_page(server, client.cookies[COOKIE], "").errors
    assert audit_entries(office)[0]["after"] == {"way": "provider"}
    client.post("/dang-xuat")
    assert client.get("/").status_code == 303


def test_state_nonce_and_proof_of_the_browser_go_along(server, recorded):
    client = browser(server)
    asked = parse_qs(urlsplit(sent_out(client).headers["location"]).query)
    client.get(answer_of(sent_out(client).headers["location"], "sub-1"))
    again = parse_qs(urlsplit(sent_out(client).headers["location"]).query)

    assert asked["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 32 and asked[name] != again[name]
    assert asked["redirect_uri"] == [f"{server}/dang-nhap/tro-ve"]


def test_the_exchange_proves_that_it_is_the_same_browser(server, recorded):
    client = browser(server)
    where = sent_out(client).headers["location"]
    client.get(answer_of(where, "sub-1"))

    verifier = recorded.forms[-1]["code_verifier"][0]
    proof = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert parse_qs(urlsplit(where).query)["code_challenge"] == [proof]


@pytest.mark.parametrize("subject", ["sub-2", "sub-3", "sub-9"])
def test_whom_we_do_not_know_gets_a_sentence_and_no_account(server, office, subject):
    client = browser(server)
    answer = came_back(client, subject)

    assert answer.status_code == 403
    assert "Chưa có tài khoản đang dùng" in answer.text
    assert COOKIE not in client.cookies
    assert client.get("/").status_code == 303
    assert "khong.co" not in {row["object_id"] for row in audit_entries(office)}


def test_a_first_password_of_ours_is_not_asked_of_who_came_without_one(server):
    client = browser(server)

    assert came_back(client, "sub-4").headers["location"] == "/"
    assert client.get("/").status_code == 200


def test_an_answer_that_belongs_to_no_sign_in_of_this_browser_is_refused(server):
    mine, theirs = browser(server), browser(server)
    answer = answer_of(sent_out(theirs).headers["location"], "sub-1")
    sent_out(mine)

    assert mine.get(answer).status_code == 400  # their state
    assert browser(server).get(answer).status_code == 400  # no sign-in at all
    assert browser(server).get("/dang-nhap/tro-ve?code=x&state=").status_code == 400
    assert COOKIE not in mine.cookies


def test_a_code_of_another_sign_in_is_refused_by_its_nonce(server):
    mine, theirs = browser(server), browser(server)
    stolen = parse_qs(urlsplit(answer_of(sent_out(theirs).headers["location"], "sub-1")).query)["code"][0]
    state = parse_qs(urlsplit(sent_out(mine).headers["location"]).query)["state"][0]

    answer = mine.get("/dang-nhap/tro-ve", params={"code": stolen, "state": state})

    assert answer.status_code == 401
    assert COOKIE not in mine.cookies


def test_an_answer_counts_once(server):
    client = browser(server)
    answer = answer_of(sent_out(client).headers["location"], "sub-1")

    assert client.get(answer).status_code == 303
    assert client.get(answer).status_code == 400


def test_the_way_back_is_an_own_path(server):
    for foreign in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert came_back(browser(server), "sub-1", foreign).headers["location"] == "/"


def test_refusal_by_the_provider_is_said(server):
    client = browser(server)
    state = parse_qs(urlsplit(sent_out(client).headers["location"]).query)["state"][0]

    answer = client.get("/dang-nhap/tro-ve", params={"error": "access_denied", "state": state})

    assert answer.status_code == 401
    assert "không cho đăng nhập" in answer.text


# --- a token that does not hold -------------------------------------------------------------------

KEY = RSAKey.generate_key(2048, {"kid": "1"})
OTHER = RSAKey.generate_key(2048, {"kid": "1"})


class Lying(BaseHTTPRequestHandler):
    """A provider that hands out the token it was told to."""

    token = ""

    def _say(self) -> None:
        own = f"http://127.0.0.1:{self.server.server_port}"
        said = {
            "/.well-known/openid-configuration": {
                "issuer": own, "authorization_endpoint": f"{own}/a", "token_endpoint": f"{own}/t", "jwks_uri": f"{own}/k",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            },
            "/k": {"keys": [KEY.as_dict(is_private=False)]},
            "/t": {"id_token": Lying.token, "token_type": "Bearer"},
        }[self.path]  # fmt: skip
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self._say()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say()

    def log_message(self, *_said) -> None:
        pass


@pytest.fixture(scope="module")
def lying():
    with listening(ThreadingHTTPServer(("127.0.0.1", 0), Lying)) as address:
        yield Provider(address, "thong-ke", "", "preferred_username", "", "")


def unsigned(claims: dict) -> str:
    parts = [json.dumps(one).encode() for one in ({"alg": "none"}, claims)]
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


WRONG = {
    "a token for another program": ({"aud": "khac"}, None),
    "a token for two, asked by the other": ({"aud": ["thong-ke", "khac"], "azp": "khac"}, None),
    "another issuer": ({"iss": "http://127.0.0.1:1"}, None),
    "expired": ({"exp": 1_000_000_000}, None),
    "another sign-in": ({"nonce": "x"}, None),
    "no nonce": ({"nonce": None}, None),
    "signed by somebody else": ({}, lambda c: jwt.encode({"alg": "RS256", "kid": "1"}, c, OTHER)),
    "signed with what is public": (
        {},
        lambda c: jwt.encode({"alg": "HS256", "kid": "1"}, c, OctKey.import_key(b"x" * 32)),
    ),
    "not signed": ({}, unsigned),
    "no token": ({}, lambda c: "x"),
}


def said_by(provider: Provider, nonce: str, changed: dict) -> dict:
    now = int(time.time())
    claims = {"iss": provider.issuer, "aud": "thong-ke", "sub": "1", "iat": now, "exp": now + 60, "nonce": nonce,
              "preferred_username": "vp.an", **changed}  # fmt: skip
    return {name: value for name, value in claims.items() if value is not None}


def test_a_token_that_holds_is_taken(lying):
    asked = new_ask()
    Lying.token = jwt.encode({"alg": "RS256", "kid": "1"}, said_by(lying, asked.nonce, {}), KEY)

    assert claims_for(lying, asked, code="x", back="x")["preferred_username"] == "vp.an"


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_does_not_hold_is_refused(lying, wrong):
    asked, (changed, signed) = new_ask(), WRONG[wrong]
    claims = said_by(lying, asked.nonce, changed)
    Lying.token = signed(claims) if signed else jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY)

    with pytest.raises(ProviderError):
        claims_for(lying, asked, code="x", back="x")


def test_an_unreachable_provider_leaves_the_password(office):
    with serving(
        office.path, DASHBOARD_OIDC_ISSUER="http://127.0.0.1:9", DASHBOARD_OIDC_CLIENT_ID="x"
    ) as address:
        answer = browser(address).get("/dang-nhap/mot-lan")
        assert answer.status_code == 502
        assert "Chưa nối được" in answer.text and 'name="mat_khau"' in answer.text


@pytest.mark.parametrize(
    "given",
    [
        {"DASHBOARD_OIDC_ISSUER": "https://a.example"},
        {"DASHBOARD_OIDC_ISSUER": "http://a.example", "DASHBOARD_OIDC_CLIENT_ID": "x"},
    ],
)
def test_half_a_setting_or_one_without_encryption_is_refused(given):
    with pytest.raises(SetUpError):
        provider(given)


def test_nothing_is_offered_unless_it_is_set_up(monkeypatch):
    monkeypatch.delenv("DASHBOARD_IDENTITY_HEADER", raising=False)

    assert provider({}) is None
    assert identity_header() == ""


# --- the proxy's word -----------------------------------------------------------------------------


def test_whom_the_proxy_names_is_signed_in_as_long_as_it_names_them(server, office):
    proxy = browser(server, source=PROXY)
    own = {
        HEADER: "Vp.An@CO-QUAN.example",
        "x-forwarded-for": "9.9.9.9, 10.0.0.7",
        "x-forwarded-proto": "https",
    }
    led = proxy.get("/hpnet", headers=own)

    answer = proxy.get(led.headers["location"], headers=own)

    assert (answer.status_code, answer.headers["location"]) == (303, "/hpnet")
    assert "secure" in answer.headers["set-cookie"].lower()
    token = answer.headers["set-cookie"].split("=", 1)[1].split(";")[0]
    row = session_of(office, token)
    assert row is not None
    assert (row["account"], row["session_way"], row["session_address"]) == ("vp.an", "proxy", "10.0.0.7")
    carried = {"cookie": f"{COOKIE}={token}"}
    assert proxy.get("/", headers={**own, **carried}).status_code == 200
    # The proxy names another, or nobody; or the cookie comes past the proxy.
    assert proxy.get("/", headers={HEADER: "moi.cuc", **carried}).status_code == 303
    assert proxy.get("/", headers=carried).status_code == 303
    assert browser(server).get("/", headers={**own, **carried}).status_code == 303


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("127.0.0.1", [(HEADER, "vp.an")]),
        ("127.0.0.3", [(HEADER, "vp.an")]),
        ("127.0.0.1", [(HEADER, "vp.an"), ("x-forwarded-for", PROXY)]),
        (PROXY, [("x-forwarded-user", "vp.an"), ("remote-user", "vp.an")]),
        (PROXY, [(HEADER, "vp.an"), (HEADER.upper(), "quantri")]),
        (PROXY, [(HEADER, "")]),
    ],
)
def test_nobody_else_s_word_counts(server, source, headers):
    client = browser(server, source=source)

    assert client.get("/dang-nhap?tiep=%2F", headers=headers).status_code == 200
    assert client.get("/dang-nhap/qua-cong?tiep=%2F", headers=headers).status_code == 401
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("name", ["khong.co", "khoa.dung", "vp.an@khac.example", "vp.\u00e0n"])
def test_a_name_that_is_none_of_our_accounts_gets_a_sentence(server, name):
    client = browser(server, source=PROXY)

    answer = client.get("/dang-nhap?tiep=%2F", headers={HEADER: name.encode()})

    assert answer.status_code == 403
    assert COOKIE not in client.cookies


def test_who_has_just_signed_out_is_not_signed_in_again_at_once(server):
    proxy = browser(server, source=PROXY)

    page = proxy.get("/dang-nhap", headers={HEADER: "vp.an"})

    assert page.status_code == 200
    assert "/dang-nhap/qua-cong" in page.text


def test_address_and_encryption_come_from_the_configured_proxy_alone(server, office):
    """uvicorn by itself would believe these headers of whatever runs on this machine."""
    wrong = {"tai_khoan": "khong.co", "mat_khau": "sai"}
    claimed = {"x-forwarded-for": "10.9.9.9", "x-forwarded-proto": "https"}

    direct = browser(server).post("/dang-nhap", data=wrong, headers=claimed)
    seen = audit_entries(office)[0]["address"]
    listed = [("x-forwarded-for", "10.9.9.9"), ("x-forwarded-for", "10.0.0.8")]
    browser(server, source=PROXY).post("/dang-nhap", data=wrong, headers=listed)

    assert seen == "127.0.0.1"
    assert "strict-transport-security" not in direct.headers
    assert audit_entries(office)[0]["address"] == "10.0.0.8"


def test_the_audit_is_whole_after_all_this(office):
    assert audit_faults(office) == []

"""An office's server: nothing without a session, each role its own rows, sessions that really end."""

import subprocess
import sys

import httpx
import pytest

from access.accounts import add_account, create_admin, set_active
from access.passwords import WeakPasswordError, refuse_weak
from access.sessions import COOKIE, digest, session_of, sign_in
from access.tokens import create_token, owner_of, revoke_token
from domain.agency.scope import ACTIONS, ROLES
from domain.program.places import ROOT, SAMPLES
from store.disk.home import Home
from store.written import accounts as rows
from store.written.application import audit, now, writing
from store.written.audit import audit_faults, write_audit
from store.written.instance import standing_of
from tests.access.visiting import PASSWORD, give_accounts, serving

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("office") / "home")
    give_accounts(
        home, [("vp.an", "office", ()), ("ld.ha", "leader", ()), ("dt.binh", "department", ("QLDT",))]
    )
    for account in ("moi.cuc", "khoa.dung", "cham.em"):
        add_account(home, account=account, name=account, role="leader", departments=(), password=PASSWORD, by="thử",
            keep=account != "moi.cuc")  # fmt: skip
    file = sorted(SAMPLES.glob("HpNet_cong-viec_2023-11-12.xlsx"))[0]
    subprocess.run([sys.executable, "-m", "data_loaders", "--home", str(home.path), "load", str(file)], cwd=ROOT,
                   check=True, capture_output=True)  # fmt: skip
    return home


@pytest.fixture(scope="module")
def server(office):
    with serving(office.path) as address:
        yield address


def signed_in(server: str, account: str) -> httpx.Client:
    client = httpx.Client(base_url=server)
    answer = client.post("/dang-nhap", data={"tai_khoan": account, "mat_khau": PASSWORD})
    assert answer.status_code == 303
    return client


HTML = {"accept": "text/html"}


@pytest.mark.parametrize("page", ["", *PAGES])
def test_no_page_opens_without_a_session(server, page):
    led = httpx.get(f"{server}/{page}", headers=HTML)

    assert led.status_code == 303
    assert led.headers["location"] == f"/dang-nhap?tiep=%2F{page}"
    assert httpx.get(f"{server}/{page}").status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/media/abc.png",
        "/_stcore/upload_file/a/b",
        "/_stcore/host-config",
        "/_stcore/bidi-components/x",
        "/app/static/x",
    ],
)
def test_nothing_else_answers_without_a_session(server, path):
    assert httpx.get(f"{server}{path}", headers={"accept": "*/*"}).status_code == 401


def test_the_websocket_is_refused_before_the_handshake(server):
    asked = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
             "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}  # fmt: skip

    assert httpx.get(f"{server}/_stcore/stream", headers=asked).status_code == 403


def test_open_to_all_are_sign_in_and_health(server):
    page = httpx.get(f"{server}/dang-nhap")

    assert page.status_code == 200
    assert all(f'name="{name}"' in page.text for name in ("tai_khoan", "mat_khau", "tiep"))
    assert "<script" not in page.text
    assert httpx.get(f"{server}/_stcore/health").status_code == 200


def test_signing_in_leads_to_an_own_path_only(server):
    def led_to(asked: str) -> str:
        data = {"tai_khoan": "ld.ha", "mat_khau": PASSWORD, "tiep": asked}
        return httpx.post(f"{server}/dang-nhap", data=data).headers["location"]

    assert led_to("/hpnet?don_vi=QLDT") == "/hpnet?don_vi=QLDT"
    assert {led_to(one) for one in ("//evil.example", "https://evil.example", "/\\evil.example", "x")} == {
        "/"
    }


def test_the_cookie_is_for_our_server_alone(server):
    answer = httpx.post(f"{server}/dang-nhap", data={"tai_khoan": "ld.ha", "mat_khau": PASSWORD})
    said = answer.headers["set-cookie"].lower()

    assert said.startswith(f"{COOKIE}=")
    assert all(part in said for part in ("httponly", "samesite=lax", "path=/"))
    assert "secure" not in said  # this server is asked without HTTPS


def test_wrong_unknown_and_closed_answer_alike_then_wait(server, office):
    set_active(office, "khoa.dung", False, by="thử")
    tried = [("vp.an", "sai mật khẩu"), ("khong.co", PASSWORD), ("khoa.dung", PASSWORD)]
    answers = [httpx.post(f"{server}/dang-nhap", data={"tai_khoan": a, "mat_khau": p}) for a, p in tried]

    assert {one.status_code for one in answers} == {401}
    assert len({one.text for one in answers}) == 1
    for _ in range(5):
        last = httpx.post(f"{server}/dang-nhap", data={"tai_khoan": "cham.em", "mat_khau": "sai"})
    assert last.status_code == 401
    right = httpx.post(f"{server}/dang-nhap", data={"tai_khoan": "cham.em", "mat_khau": PASSWORD})
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


def test_a_first_password_has_to_be_changed(server, office):
    client = httpx.Client(base_url=server)
    answer = client.post("/dang-nhap", data={"tai_khoan": "moi.cuc", "mat_khau": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/doi-mat-khau")
    assert client.get("/", headers=HTML).headers["location"] == "/doi-mat-khau"

    words = {"mat_khau_cu": PASSWORD, "mat_khau_moi": "matkhau123", "nhap_lai": "matkhau123"}
    assert client.post("/doi-mat-khau", data=words).status_code == 400
    words |= {"mat_khau_moi": "trời đã sang thu", "nhap_lai": "trời đã sang thu"}
    assert client.post("/doi-mat-khau", data=words).status_code == 303
    assert client.get("/", headers=HTML).status_code == 200


def test_signing_out_ends_the_session_in_every_tab(server):
    client = signed_in(server, "ld.ha")
    other_tab = httpx.Client(base_url=server, cookies=dict(client.cookies))
    assert other_tab.get("/", headers=HTML).status_code == 200

    assert client.post("/dang-xuat").status_code == 303

    assert other_tab.get("/", headers=HTML).status_code == 303
    assert client.get("/tong_quan", headers=HTML).status_code == 303


@pytest.mark.parametrize("header", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_of_another_site_is_refused(server, header):
    for path in ("/dang-nhap", "/dang-xuat", "/doi-mat-khau"):
        assert httpx.post(f"{server}{path}", data={"a": "b"}, headers=header).status_code == 403


def test_a_claimed_identity_opens_nothing(server):
    claimed = {"x-forwarded-user": "quantri", "x-app-user": "quantri", "remote-user": "quantri", **HTML}

    assert httpx.get(f"{server}/", headers=claimed).status_code == 303
    assert httpx.get(f"{server}/", headers={**HTML, "cookie": f"{COOKIE}=quantri"}).status_code == 303


def test_the_read_interface_gives_its_owner_s_rows_only(server, office):
    def asked(path: str, token: str) -> httpx.Response:
        return httpx.get(f"{server}/api/v1/{path}", headers={"authorization": f"Bearer {token}"})

    unit = create_token(office, "dt.binh", label="thử", days=1, by="thử")
    whole = create_token(office, "vp.an", label="thử", days=None, by="thử")
    admin = create_token(office, "quantri", label="thử", days=None, by="thử")

    rows_of_unit = asked("metrics/tasks", unit.token).json()["rows"]
    assert {row["department_code"] for row in rows_of_unit} == {"QLDT", "TOTAL"}
    assert (
        len({tuple(sorted(row.items())) for row in [{**r, "department_code": ""} for r in rows_of_unit]}) == 1
    )
    assert asked("metrics/tasks?department=VP", unit.token).status_code == 403
    assert "VP" in {row["department_code"] for row in asked("metrics/tasks", whole.token).json()["rows"]}
    assert asked("metrics/tasks?format=csv", whole.token).text.startswith("department_code,total")
    assert asked("metrics/tasks", admin.token).status_code == 403
    assert asked("metrics/khong_co", whole.token).status_code == 404
    assert asked("metrics/tasks?as_of=hom-qua", whole.token).status_code == 422
    assert asked("metrics/tasks", "x").status_code == 401
    assert set(asked("metrics/tasks", "x").json()["error"]) == {"code", "message"}
    assert "/api/v1/metrics/{name}" in asked("openapi.json", whole.token).json()["paths"]
    revoke_token(office, whole.id, by="thử")
    assert asked("metrics/tasks", whole.token).status_code == 401
    assert owner_of(office, "") is None


def test_the_number_of_calls_is_limited(server, office):
    made = create_token(office, "ld.ha", label="nhiều", days=1, by="thử")
    codes = [
        httpx.get(f"{server}/api/v1/metrics", headers={"authorization": f"Bearer {made.token}"}).status_code
        for _ in range(62)
    ]

    assert codes[:60] == [200] * 60
    assert codes[-1] == 429


def test_a_session_ends_by_time_and_is_kept_hashed(office):
    got = sign_in(office, "ld.ha", PASSWORD, address="10.0.0.9", browser="thử")
    row = session_of(office, got.token)
    assert row is not None
    assert got.token not in str(row)

    rows.touch_session(office, digest(got.token), now().replace(year=now().year - 1))
    assert session_of(office, got.token) is None


@pytest.mark.parametrize(
    "password",
    ["ngắn", "matkhau123", "1234567890", "aaaaaaaaaaaa", "Mật Khẩu 123", "vp.an là tôi đây", "x" * 200],
)
def test_weak_passwords_are_refused(password):
    with pytest.raises(WeakPasswordError):
        refuse_weak(password, account="vp.an")


def test_a_changed_missing_or_inserted_entry_of_the_audit_shows(tmp_path):
    for harm in ("change", "remove", "insert"):
        home = Home(tmp_path / harm)
        for place in range(4):
            write_audit(home, person="An", action=f"việc {place}", after={"số": place})
        assert audit_faults(home) == []
        with writing(home) as connection:
            if harm == "change":
                connection.execute(audit.update().where(audit.c.id == 2).values(person="Bình"))
            elif harm == "remove":
                connection.execute(audit.delete().where(audit.c.id == 2))
            else:
                connection.execute(
                    audit.insert().values(at=now(), person="X", action="x", previous_hash="0", hash="1")
                )
        assert audit_faults(home), harm


def test_a_home_with_an_administrator_is_an_office_for_good(tmp_path):
    home = Home(tmp_path / "h")
    with pytest.raises(WeakPasswordError):
        create_admin(home, account="qt1", name="Q", password="ngắn", by="thử")
    assert standing_of(home).kind == "trial"

    create_admin(home, account="qt1", name="Q", password=PASSWORD, by="thử")

    assert standing_of(home).kind == "office"


def test_every_role_and_action_is_in_the_printed_matrix():
    said = (ROOT / "docs" / "van-hanh" / "tai-khoan.md").read_text(encoding="utf-8")

    assert all(f"`{role}`" in said for role in ROLES)
    assert len(ACTIONS) == 14

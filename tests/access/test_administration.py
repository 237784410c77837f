"""Accounts through the administrator's page: roles, deputies, sessions, and an office that keeps its last administrator."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from access import administration as admin
from access.__main__ import main
from access.accounts import AccountError, accounts, create_admin
from access.passwords import LEAST
from access.sessions import session_of, sign_in
from access.viewers import viewer_of, viewer_with
from domain.agency.scope import NOTHING, Viewer
from domain.program.errors import UnknownNameError
from store.disk.home import Home
from store.written.accounts import account_named, represented
from store.written.application import now
from store.written.audit import audit_faults
from tests.access.visiting import PASSWORD, open_page, session

ADMIN = Viewer("quantri", "Quản trị", "admin", None, NOTHING)


@pytest.fixture
def home(tmp_path) -> Home:
    made = Home(tmp_path / "home")
    create_admin(made, account="quantri", name="Quản trị", password=PASSWORD, by="thử")
    return made


def added(home: Home, account: str, role: str = "department", units: tuple[str, ...] = ("QLDT",)) -> str:
    return admin.create_account(
        home,
        ADMIN,
        account=account,
        name=account,
        role=role,
        departments=units if role == "department" else (),
    )


def test_a_new_account_signs_in_once_with_the_password_shown_and_then_changes_it(home):
    password = added(home, "dt.an")

    assert len(password) >= LEAST and password != added(home, "dt.binh")
    got = sign_in(home, "dt.an", password, address="10.0.0.1", browser="Chromium")
    assert got.must_change_password
    seen = admin.open_sessions(home, ADMIN)[0]
    assert (seen.account, seen.address, seen.browser) == ("dt.an", "10.0.0.1", "Chromium")
    assert got.token not in str(admin.open_sessions(home, ADMIN))


def test_a_change_of_role_ends_the_sessions_and_counts_from_the_next_sign_in(home):
    password = added(home, "dt.an")
    token = sign_in(home, "dt.an", password, address="", browser="").token

    admin.change_role(home, ADMIN, "dt.an", role="department", departments=("QLLD", "QHXD"))

    assert session_of(home, token) is None
    assert viewer_of(account_named(home, "dt.an")).units == ("QLLD", "QHXD")
    with pytest.raises(AccountError):
        admin.change_role(home, ADMIN, "dt.an", role="leader", departments=("QLLD",))


def test_one_session_is_ended_and_the_others_stay(home):
    password = added(home, "dt.an")
    first, second = (sign_in(home, "dt.an", password, address=a, browser="").token for a in ("1", "2"))
    number = next(one.number for one in admin.open_sessions(home, ADMIN) if one.address == "1")

    admin.end_one_session(home, ADMIN, number)

    assert session_of(home, first) is None and session_of(home, second) is not None
    with pytest.raises(UnknownNameError):
        admin.end_one_session(home, ADMIN, number)


def test_the_last_administrator_stays_whatever_is_asked(home):
    with pytest.raises(AccountError):
        admin.lock_account(home, ADMIN, "quantri", is_active=False)
    with pytest.raises(AccountError):
        admin.change_role(home, ADMIN, "quantri", role="leader", departments=())
    added(home, "hai", role="admin")
    admin.lock_account(home, ADMIN, "hai", is_active=False)
    with pytest.raises(AccountError):
        admin.lock_account(home, ADMIN, "quantri", is_active=False)


def test_two_administrators_who_remove_each_other_leave_one(home):
    added(home, "hai", role="admin")

    def remove(pair: tuple[str, str]) -> bool:
        who = Viewer(pair[0], pair[0], "admin", None, NOTHING)
        try:
            admin.lock_account(home, who, pair[1], is_active=False)
        except AccountError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, (("quantri", "hai"), ("hai", "quantri"))))

    assert sorted(done) == [False, True]
    assert sum(one.is_active for one in accounts(home)) == 1
    assert audit_faults(home) == []


def test_a_deputy_sees_and_does_what_the_other_may_in_those_days_only(home):
    added(home, "dt.an")
    added(home, "vp.binh", role="office")
    added(home, "ld.cuc", units=("QLLD",))
    on = now().date()
    number = admin.name_deputy(
        home, ADMIN, "dt.an", stands_for="ld.cuc", starts_on=on, ends_on=on + timedelta(days=2)
    )
    admin.name_deputy(
        home, ADMIN, "dt.an", stands_for="vp.binh", starts_on=on + timedelta(5), ends_on=on + timedelta(6)
    )

    def seen(days: int) -> Viewer:
        return viewer_with(account_named(home, "dt.an"), represented(home, "dt.an", on + timedelta(days)))

    assert seen(-1).units == ("QLDT",)
    assert seen(0).units == seen(2).units == ("QLDT", "QLLD")
    assert seen(3).units == ("QLDT",)
    assert seen(5).role == "office" and seen(5).may("import") and seen(5).scope.is_whole_office
    assert seen(7).may("import") is False
    admin.end_deputy(home, ADMIN, number)
    assert seen(0).units == ("QLDT",)
    admin.lock_account(home, ADMIN, "vp.binh", is_active=False)
    assert seen(5).role == "department"


def test_nobody_stands_in_for_an_administrator_or_for_themselves(home):
    added(home, "dt.an")
    on = now().date()
    for account, other, days in (
        ("dt.an", "quantri", 1),
        ("quantri", "dt.an", 1),
        ("dt.an", "dt.an", 1),
        ("dt.an", "quantri", -1),
    ):
        with pytest.raises(AccountError):
            admin.name_deputy(
                home, ADMIN, account, stands_for=other, starts_on=on, ends_on=on + timedelta(days)
            )


def test_the_audit_is_searched_by_person_thing_and_day(home):
    added(home, "dt.an")
    on = now().date()

    assert {row["action"] for row in admin.journal(home, ADMIN, thing="DT.AN")} == {"account_added"}
    assert admin.journal(home, ADMIN, person="quantri", thing="không có") == []
    assert admin.journal(home, ADMIN, first=on + timedelta(1)) == []
    assert len(admin.journal(home, ADMIN, first=on, last=on)) == 2
    assert admin.journal_faults(home, ADMIN) == []


def test_the_administrator_sees_accounts_and_the_audit_and_no_figure(office_server, sample_office):
    token = session(sample_office, "quantri")
    pages = {name: open_page(office_server, token, name) for name in ("", "nhat_ky", "hpnet", "tong_quan")}

    assert not any(pages[name].errors for name in ("", "nhat_ky", "hpnet"))
    assert "tài khoản đang dùng" in pages[""].titles[0]
    assert "Nhật ký" in pages["nhat_ky"].titles[0]
    assert pages["hpnet"].titles == ["Tài khoản quản trị không xem số liệu"]
    assert "Phòng Quản lý Đầu tư" not in pages["hpnet"].text


@pytest.mark.parametrize("account", ["qldt", "ld.ha", "vp.an"])
def test_nobody_else_opens_the_page_of_accounts(office_server, sample_office, account):
    seen = open_page(office_server, session(sample_office, account), "quan_tri")

    assert seen.titles == ["Trang này dành cho quản trị"]
    assert "hai.don.vi" not in seen.text


def test_an_administrator_sees_figures_only_with_another_role(home):
    both = {"role": "admin", "also_role": "department", "departments": ("QLDT",)}
    admin.create_account(home, ADMIN, account="hai.vai", name="Hai vai", **both)

    viewer = viewer_of(account_named(home, "hai.vai"))
    assert viewer.roles == ("department", "admin") and viewer.units == ("QLDT",)
    assert viewer.may("manage_accounts") and viewer.may("contest") and not viewer.may("import")
    assert not viewer_of(account_named(home, "quantri")).scope.departments
    assert {one.account: one.also_role for one in accounts(home)} == {
        "quantri": None,
        "hai.vai": "department",
    }

    # It counts as an administrator, and a change of either role ends its sessions.
    password = admin.new_password(home, ADMIN, "hai.vai")
    token = sign_in(home, "hai.vai", password, address="", browser="").token
    admin.lock_account(home, ADMIN, "quantri", is_active=False)
    with pytest.raises(AccountError):
        admin.change_role(home, ADMIN, "hai.vai", role="office", departments=())
    admin.change_role(home, ADMIN, "hai.vai", role="admin", departments=())
    assert session_of(home, token) is None
    assert viewer_of(account_named(home, "hai.vai")).scope == NOTHING
    assert audit_faults(home) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "office", "also_role": "leader", "departments": ()},
        {"role": "admin", "also_role": "admin", "departments": ()},
        {"role": "admin", "also_role": "department", "departments": ()},
        {"role": "admin", "also_role": "office", "departments": ("QLDT",)},
    ],
)
def test_no_other_pair_of_roles_is_taken(home, wrong):
    with pytest.raises(AccountError):
        admin.create_account(home, ADMIN, account="hai.vai", name="Hai vai", **wrong)


def test_the_deputy_of_somebody_with_two_roles_keeps_their_own(home):
    admin.create_account(
        home, ADMIN, account="hai.vai", name="Hai", role="admin", also_role="office", departments=()
    )
    added(home, "dt.an")

    seen = viewer_with(account_named(home, "hai.vai"), [account_named(home, "dt.an")])

    assert set(seen.roles) == {"office", "admin", "department"}


def test_two_roles_on_the_command_line(home, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 2))
    wanted = ["--home", str(home.path), "--account", "hai.vai", "--name", "Hai vai", "--password-stdin"]

    assert main(["add", *wanted, "--role", "office", "--role", "admin"]) == 0
    assert main(["list", "--home", str(home.path), "--json"]) == 0

    said = {one["account"]: one for one in json.loads(capsys.readouterr().out.split("\n", 1)[1])["accounts"]}
    assert (said["hai.vai"]["role"], said["hai.vai"]["also_role"]) == ("admin", "office")
    assert "also_role" not in said["quantri"]

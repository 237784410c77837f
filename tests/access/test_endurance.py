"""A server that stands up to visitors: a thousand guesses, requests a byte at a time, a clock that is set back."""

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from access.accounts import accounts, add_account
from access.doorway import BodyGuard
from access.sessions import COOKIE, digest, sign_in
from access.tokens import create_token
from store.disk.home import Home
from store.written.application import attempt, now, session, token, writing
from store.written.audit import audit_entries, audit_faults
from tests.access.visiting import PASSWORD, Visit, asked, give_accounts, ran, serving, socket_of, take
from tests.access.visiting import session as new_session

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("endurance") / "home")
    give_accounts(home, [(name, "leader", ()) for name in ("ld.ha", "ld.an", "ld.moi", "ld.doi")])
    return home


@pytest.fixture(scope="module")
def server(office) -> Iterator[str]:
    with serving(office.path) as address:
        yield address


def visitor(server: str, source: str) -> httpx.Client:
    return httpx.Client(base_url=server, transport=httpx.HTTPTransport(local_address=source), timeout=60)


def tried(client: httpx.Client, account: str, password: str) -> int:
    return client.post("/dang-nhap", data={"tai_khoan": account, "mat_khau": password}).status_code


def test_a_thousand_guesses_at_once_are_five_guesses(server, office):
    def guess(number: int) -> Counter[int]:
        with visitor(server, "127.0.0.4") as client:
            return Counter(tried(client, "ld.ha", f"đoán lần {number} {n}") for n in range(50))

    started = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        codes = sum(pool.map(guess, range(20)), Counter())
    elapsed = time.monotonic() - started

    failures = [row for row in audit_entries(office) if row["action"] == "sign_in_failed"]
    assert codes == {401: len(failures), 429: 1000 - len(failures)} and len(failures) >= 5
    assert {(row["person"], row["address"]) for row in failures} == {("ld.ha", "127.0.0.4")}
    # On a machine so slow that a wait ends meanwhile one more is tried, and the next wait is twice as long.
    assert 10 * (2 ** (len(failures) - 5) - 1) <= elapsed
    # Kept in the database: another process, or this server after a restart, waits as well.
    while not sign_in(office, "ld.ha", "đoán tiếp", address="127.0.0.5", browser="").wait_seconds:
        pass
    assert sign_in(office, "ld.ha", PASSWORD, address="127.0.0.5", browser="").wait_seconds > 0
    assert next(one for one in accounts(office) if one.account == "ld.ha").locked_until is not None
    with visitor(server, "127.0.0.6") as other:
        assert tried(other, "ld.an", PASSWORD) == 303
    assert audit_faults(office) == []


def test_one_address_may_not_try_many_accounts(server):
    with visitor(server, "127.0.0.7") as client:
        codes = [tried(client, f"ai.do.{n}", "sai") for n in range(22)]
        assert (codes[0], codes[-1]) == (401, 429)
        assert tried(client, "ld.an", PASSWORD) == 429


def test_the_right_words_clear_what_was_counted(server, office):
    with visitor(server, "127.0.0.8") as client:
        for _ in range(3):
            assert [tried(client, "ld.moi", "sai") for _ in range(4)] == [401] * 4
            assert tried(client, "ld.moi", PASSWORD) == 303
    assert next(one for one in accounts(office) if one.account == "ld.moi").locked_until is None


def test_a_copied_cookie_does_not_find_out_the_password(server, office):
    with visitor(server, "127.0.0.9") as client:
        client.cookies.set(COOKIE, new_session(office, "ld.doi"))

        def guess(old: str) -> httpx.Response:
            new = {"mat_khau_moi": "trời xanh mây trắng", "nhap_lai": "trời xanh mây trắng"}
            return client.post("/doi-mat-khau", data={"mat_khau_cu": old, **new})

        answers = [guess(f"đoán lần {n}") for n in range(8)]

        assert [one.status_code for one in answers] == [401] * 5 + [429] * 3
        assert answers[-1].headers["retry-after"]
        assert guess(PASSWORD).status_code == 429
    tries = [
        row
        for row in audit_entries(office)
        if row["action"] == "sign_in_failed" and row["person"] == "ld.doi"
    ]
    assert len(tries) == 5


# --- requests a byte at a time --------------------------------------------------------------------

HEAD = b"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def test_others_are_served_while_many_send_a_byte_at_a_time(server):
    address = urlsplit(server)
    with ExitStack() as open_ones:
        slow = [
            open_ones.enter_context(socket.create_connection((address.hostname, address.port), timeout=30))
            for _ in range(300)
        ]
        for n, one in enumerate(slow):  # a head that does not end, and a body that does not
            one.sendall(HEAD[: 20 + n % 60] if n % 2 else HEAD + b"Content-Length: 1000\r\n\r\na")
        with visitor(server, "127.0.0.9") as other:
            for _ in range(3):
                for n, one in enumerate(slow):
                    one.sendall(HEAD[20 + n % 60 :][:1] if n % 2 else b"b")
                assert other.get("/dang-nhap").status_code == 200
            assert tried(other, "ld.an", PASSWORD) == 303
            assert other.get("/", headers=HTML).status_code == 200


@contextmanager
def guarded(seconds: float) -> Iterator[int]:
    """A server of its own with a guard that waits so long; its port."""

    async def app(scope, receive, send) -> None:
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("all of it")(scope, receive, send)

    guard = BodyGuard(app, lambda: 1, seconds)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        one = uvicorn.Server(uvicorn.Config(guard, log_level="error", lifespan="off"))
        thread = threading.Thread(target=one.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            one.should_exit = True
            thread.join()


def dripped(port: int, pieces: int, pause: float, at_once: int = 0) -> bytes:
    """What a client hears that sends *at_once* bytes with the head, then so many pieces with a pause after each."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(HEAD + f"Content-Length: {at_once + pieces}\r\n\r\n".encode() + b"a" * at_once)
        try:
            for _ in range(pieces):
                client.sendall(b"a")
                time.sleep(pause)
        except OSError:  # the server has hung up
            pass
        return client.recv(20)


def test_a_body_that_only_drips_is_cut_off_though_it_never_stops():
    with guarded(0.6) as port:
        assert b" 408 " in dripped(port, 100, 0.05)
        # Slower than that, but what has come buys time: with these bytes more of it than a busy machine takes.
        assert b" 200 " in dripped(port, 12, 0.1, at_once=60_000)
    with guarded(60) as port:
        assert b" 200 " in dripped(port, 5, 0.01)


# --- the clock set back ---------------------------------------------------------------------------


def moved(home: Home, table, column, value, **new) -> None:
    """As if the row had been written while the clock was ahead: for us that is the clock set back."""
    with writing(home) as connection:
        assert connection.execute(table.update().where(column == value).values(**new)).rowcount == 1


@pytest.mark.parametrize("name", ["created_at", "last_seen_at"])
def test_a_session_from_the_future_is_none(server, office, name):
    cookie_value = new_session(office, "ld.an")
    cookie = {**HTML, "cookie": f"{COOKIE}={cookie_value}"}
    assert httpx.get(f"{server}/", headers=cookie).status_code == 200

    moved(office, session, session.c.token_hash, digest(cookie_value), **{name: now() + timedelta(hours=3)})

    assert httpx.get(f"{server}/", headers=cookie).status_code == 303


def test_a_clock_set_back_locks_nobody_out_for_years(server, office):
    with visitor(server, "127.0.0.10") as client:
        assert tried(client, "ld.moi", "sai") == 401
        ahead = now() + timedelta(days=3650)
        moved(office, attempt, attempt.c.subject, "tk:ld.moi", failures=9, last_at=ahead, until=ahead)

        assert tried(client, "ld.moi", PASSWORD) == 303


def test_a_token_past_its_day_stays_past(server, office):
    made = create_token(office, "ld.an", label="thử", days=1, by="thử")
    asked = {"authorization": f"Bearer {made.token}"}
    assert httpx.get(f"{server}/api/v1/metrics", headers=asked).status_code == 200

    moved(office, token, token.c.id, made.id, expires_at=now() - timedelta(seconds=1))

    assert httpx.get(f"{server}/api/v1/metrics", headers=asked).status_code == 401


# --- two administrators -----------------------------------------------------------------------------


def pressed(heard: Visit, label: str, chosen: str) -> bytes:
    """A rerun of the accounts' page with *chosen* taken and the button *label* pressed."""
    message = BackMsg()
    message.ParseFromString(asked(""))
    for one in (one.delta.new_element for one in heard.messages if one.WhichOneof("type") == "delta"):
        kind = one.WhichOneof("type")
        if kind == "selectbox" and one.selectbox.label == "Tài khoản":
            option = next(option for option in one.selectbox.options if option.startswith(f"{chosen} "))
            message.rerun_script.widget_states.widgets.add(id=one.selectbox.id, string_value=option)
        elif kind == "button" and one.button.label == label:
            message.rerun_script.widget_states.widgets.add(id=one.button.id, trigger_value=True)
    return message.SerializeToString()


async def removed_at_once(server: str, tokens: Sequence[str], others: Sequence[str]) -> None:
    """Both administrators have the other chosen, then both press the button together."""

    async def heard_on(tab) -> Visit:
        visit = Visit()
        with suppress(ConnectionClosed):  # who was removed first is shut out
            async with asyncio.timeout(60):
                while not take(visit, await tab.recv()):
                    pass
        return visit

    async with socket_of(server, tokens[0]) as first, socket_of(server, tokens[1]) as second:
        for tab in (first, second):
            await tab.send(asked(""))
        seen = [await heard_on(tab) for tab in (first, second)]
        for tab, visit, other in zip((first, second), seen, others, strict=True):
            await tab.send(pressed(visit, "", other))
        seen = [await heard_on(tab) for tab in (first, second)]
        sent = [pressed(visit, "Khóa tài khoản", other) for visit, other in zip(seen, others, strict=True)]
        await asyncio.gather(*(tab.send(one) for tab, one in zip((first, second), sent, strict=True)))
        await asyncio.gather(heard_on(first), heard_on(second))


def test_two_administrators_who_remove_each_other_at_the_same_moment_leave_one(server, office):
    add_account(
        office,
        account="qt.hai",
        name="Hai",
        role="admin",
        departments=(),
        password=PASSWORD,
        by="thử",
        keep=True,
    )
    pair = ("quantri", "qt.hai")

    ran(removed_at_once(server, [new_session(office, one) for one in pair], pair[::-1]))

    assert sorted(one.is_active for one in accounts(office) if one.role == "admin") == [False, True]
    assert [row["action"] for row in audit_entries(office)].count("account_deactivated") == 1
    assert audit_faults(office) == []

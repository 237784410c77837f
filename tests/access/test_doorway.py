"""Before anybody is asked who they are: host names, bodies, HTTPS; and files that belong to one session."""

import asyncio
import http.client
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from access.doorway import host_name
from access.own_files import OwnFiles
from access.sessions import COOKIE
from tests.access.visiting import Visit, asked, ran, serving, session, socket_of, take

NAME = "thong-ke.example"
PATHS = (
    "/",
    "/dang-nhap",
    "/_stcore/health",
    "/api/v1/metrics",
    "/media/x",
    "/app/static/favicon.png",
    "/hpnet",
)


@pytest.fixture(scope="module")
def named_server(sample_office):
    """A server that goes by one name, behind a proxy that speaks HTTPS to its visitors."""
    with serving(
        sample_office.path, STREAMLIT_SERVER_ALLOWED_HOSTS=NAME, DASHBOARD_TRUSTED_PROXY="127.0.0.1"
    ) as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
def test_a_host_that_is_not_ours_is_refused_on_every_path(named_server, path):
    for host in ("evil.example", f"x.{NAME}", "127.0.0.1", f"a@{NAME}", f"{NAME}.evil.example", ""):
        assert httpx.get(f"{named_server}{path}", headers={"host": host}).status_code == 421, host
    for host in (NAME, f"{NAME}:8501", NAME.upper()):
        assert httpx.get(f"{named_server}{path}", headers={"host": host}).status_code != 421, host


def test_a_foreign_host_gets_no_websocket(named_server):
    headers = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
               "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "host": "evil.example"}  # fmt: skip

    assert httpx.get(f"{named_server}/_stcore/stream", headers=headers).status_code == 403


def test_behind_https_browsers_are_told_to_stay_there(named_server, office_server):
    behind = {"host": NAME, "x-forwarded-proto": "https"}
    answers = [
        httpx.get(f"{named_server}{path}", headers=behind) for path in ("/dang-nhap", "/_stcore/health")
    ]

    assert all("max-age" in one.headers["strict-transport-security"] for one in answers)
    plain = httpx.get(f"{office_server}/dang-nhap")
    assert "strict-transport-security" not in plain.headers


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("A.vn:80", "a.vn"),
        ("[::1]:80", "::1"),
        ("a.vn.", "a.vn"),
        ("a@b", ""),
        ("a/b", ""),
        ("a:x", ""),
        ("", ""),
    ],
)
def test_the_name_in_a_host_header(host, name):
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("path", "length"),
    [("/dang-nhap", 10**6), ("/_stcore/upload_file/a/b", 10**9), ("/api/v1/metrics", 10**6)],
)
def test_a_body_too_large_is_refused_before_it_is_read(office_server, path, length):
    """Only the announcement is sent: an answer that waited for the body would never come."""
    connection = http.client.HTTPConnection(urlsplit(office_server).netloc, timeout=20)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()

    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_that_grows_beyond_the_limit_is_cut_off(office_server):
    def endless():
        for _ in range(100):
            yield b"x" * 65_536

    assert httpx.post(f"{office_server}/doi-mat-khau", content=endless()).status_code in (303, 413)
    assert httpx.post(f"{office_server}/dang-nhap", content=endless()).status_code == 413


def test_a_broken_length_does_no_harm(office_server):
    with socket.create_connection(urlsplit(office_server).netloc.split(":"), timeout=20) as raw:
        raw.sendall(b"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")
        assert b" 400 " in raw.recv(200)


# --- files ------------------------------------------------------------------------------------------


def message_for(tab_id: str, file_id: str) -> bytes:
    message = BackMsg()
    message.backend_operation_request.request_id = "1"
    message.backend_operation_request.session_id = tab_id
    message.backend_operation_request.deferred_file.file_id = file_id
    return message.SerializeToString()


async def ask_for_a_file(
    server: str, owner: str, other: str, page: str, fetched_as: Sequence[str | None]
) -> tuple[str, bool, list[int]]:
    """
    Make a download as *owner*, and try to make the same as *other*, and fetch it with each cookie of *fetched_as*.

    Returns:
        The address, whether the other got one, and the answers; all while both tabs are open, for a closed one takes its files along.
    """
    mine, theirs = Visit(), Visit()
    async with socket_of(server, owner) as tab, socket_of(server, other) as foreign:
        for visit, it in ((mine, tab), (theirs, foreign)):
            await it.send(asked(page))
            while not take(visit, await it.recv()):
                pass
        offered = [
            one.delta.new_element.download_button.deferred_file_id
            for one in mine.messages
            if one.WhichOneof("type") == "delta"
            and one.delta.new_element.WhichOneof("type") == "download_button"
        ]
        wanted = next(filter(None, offered))
        address = await answered(tab, tab_id(mine), wanted)
        answers = [await asyncio.to_thread(status_of, f"{server}{address}", cookie) for cookie in fetched_as]
        return address, bool(await answered(foreign, tab_id(theirs), wanted)), answers


def status_of(address: str, cookie: str | None) -> int:
    """How the server answers who asks for *address* with that cookie."""
    return httpx.get(address, cookies={COOKIE: cookie} if cookie else {}).status_code


def tab_id(visit: Visit) -> str:
    """What the server calls a tab."""
    started = next(one for one in visit.messages if one.WhichOneof("type") == "new_session")
    return started.new_session.initialize.session_id


async def answered(tab, own_id: str, file_id: str) -> str:
    """The address of the file made; empty where the connection was closed instead."""
    await tab.send(message_for(own_id, file_id))
    visit = Visit()
    try:
        async with asyncio.timeout(20):
            while True:
                take(visit, await tab.recv())
                said = visit.messages[-1]
                if said.WhichOneof("type") == "backend_operation_response":
                    return said.backend_operation_response.deferred_file.url
    except Exception:
        return ""


def test_a_download_is_made_for_and_given_to_the_session_that_was_offered_it(office_server, sample_office):
    owner, other = session(sample_office, "vp.an"), session(sample_office, "qhxd")

    again = session(sample_office, "vp.an")

    address, leaked, answers = ran(
        ask_for_a_file(office_server, owner, other, "nguon_goc", [owner, other, again, None])
    )

    assert address.startswith("/media/")
    assert not leaked
    assert answers == [200, 404, 404, 401]


def test_files_are_known_by_session_and_nothing_else_is_bound():
    files = OwnFiles()
    files.tell("a", b"\x12\x10/media/abc.png\x1a")

    assert files.may_fetch("a", "/media/abc.png")
    assert not files.may_fetch("b", "/media/abc.png")
    assert not files.may_fetch("a", "/media/abc.pn")
    assert not files.may_fetch("a", "/_stcore/upload_file/x/y")
    assert files.may_fetch("b", "/hpnet")
    assert files.may_fetch("b", "/static/media/MaterialSymbols-Rounded.woff2")

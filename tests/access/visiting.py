"""Visitors without a browser: they speak Streamlit's protocol with a session's cookie and keep every byte they hear."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from access.accounts import add_account, create_admin
from access.sessions import COOKIE, sign_in
from domain.program.places import ROOT
from store.disk.home import Home

PASSWORD = "mùa xuân đến sớm"
_AGAIN = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_EARLY_FOR_RERUN")


@dataclass
class Visit:
    """What one tab heard: every message as it came, and what of it was an error."""

    heard: list[bytes] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything heard, tables and charts too, as one text."""
        return b"\n".join(self.heard).decode("utf-8", "replace")

    @property
    def titles(self) -> list[str]:
        """The headings of the page."""
        found = [one.delta.new_element for one in self.messages if one.WhichOneof("type") == "delta"]
        return [one.heading.body for one in found if one.WhichOneof("type") == "heading"]

    def holds(self, words: str) -> bool:
        """Tell whether *words* came as a whole word."""
        return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.text) is not None


def asked(page: str, query: str = "", fragment: str = "") -> bytes:
    """The message a browser sends for a page's first run."""
    message = BackMsg()
    run = message.rerun_script
    run.query_string, run.page_name, run.fragment_id = query, page, fragment
    run.context_info.timezone, run.context_info.locale = "Asia/Ho_Chi_Minh", "vi-VN"
    return message.SerializeToString()


def take(visit: Visit, data: bytes) -> bool:
    """Take in one message; true when the run is over."""
    message = ForwardMsg()
    message.ParseFromString(data)
    visit.heard.append(data)
    visit.messages.append(message)
    kind = message.WhichOneof("type")
    if kind == "page_not_found":
        visit.errors.append("page not found")
    elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
        visit.errors.append(message.delta.new_element.exception.message[:200])
    return kind == "script_finished" and message.script_finished != _AGAIN


def socket_of(server: str, token: str):
    """A connection as a tab of that session opens it."""
    return connect(
        server.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=[Subprotocol("streamlit")],
        max_size=None, compression=None, open_timeout=60, additional_headers={"Cookie": f"{COOKIE}={token}"},
    )  # fmt: skip


async def opened(server: str, token: str, page: str, query: str = "") -> Visit:
    """One page as a session gets it."""
    visit = Visit()
    async with socket_of(server, token) as tab:
        await tab.send(asked(page, query))
        async with asyncio.timeout(120):
            while not take(visit, await tab.recv()):
                pass
    return visit


def ran(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What *coroutine* returns, run on a thread of its own: a browser test may keep an event loop on this one."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, coroutine).result()


def open_page(server: str, token: str, page: str, query: str = "") -> Visit:
    """`opened` for a test without an event loop."""
    return ran(opened(server, token, page, query))


def open_pages(
    server: str,
    tokens: Sequence[str],
    pages: Sequence[tuple[str, str]] | Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, list[Visit]]:
    """Every session at once, each through all *pages* (name and query), or its own of them, one after the other."""

    async def one(token: str) -> list[Visit]:
        own = pages[token] if isinstance(pages, Mapping) else pages
        return [await opened(server, token, page, query) for page, query in own]

    async def everybody() -> dict[str, list[Visit]]:
        return dict(zip(tokens, await asyncio.gather(*map(one, tokens)), strict=True))

    return ran(everybody())


def give_accounts(
    home: Home, people: Sequence[tuple[str, str, tuple[str, ...]]], *, name: str = "{account}"
) -> None:
    """The first administrator, and everybody of *people* (account, role, units), with a password that need not be changed."""
    create_admin(home, account="quantri", name=name.format(account="Quản trị"), password=PASSWORD, by="thử")
    for account, role, units in people:
        add_account(
            home,
            account=account,
            name=name.format(account=account),
            role=role,
            departments=units,
            password=PASSWORD,
            by="thử",
            keep=True,
        )


def session(home: Home, account: str) -> str:
    """The cookie of a new session."""
    got = sign_in(home, account, PASSWORD, address="127.0.0.1", browser="thử")
    assert got.token, account
    return got.token


@contextmanager
def serving(home: Path, *, before: tuple[str, ...] = (), **environment: str) -> Iterator[str]:
    """A running server on *home*, *before* standing in front of its command; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.address", "127.0.0.1"],
        cwd=ROOT, env={**os.environ, "DASHBOARD_HOME": str(home), **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{address}/_stcore/health")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up within a minute")

"""Visitors without a browser: they speak Streamlit's protocol, so only the server is measured."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

_AGAIN = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_EARLY_FOR_RERUN")


@dataclass
class Visits:
    """Seconds each run took from asking to finished, and what went wrong."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Visitor:
    """
    One tab: it asks for a page again and again, each time with the next of *queries*.

    Attributes:
        page: Page name in the address; '' for the first page.
        queries: Query strings, taken in turn.
    """

    page: str
    queries: Sequence[str]
    page_hash: str = ""
    seen: set[str] = field(default_factory=set)

    def ask(self, turn: int) -> bytes:
        """The message a browser sends for a run."""
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self.queries[turn % len(self.queries)]
        if self.page_hash:
            run.page_script_hash = self.page_hash
        else:
            run.page_name = self.page
        run.context_info.timezone = "Asia/Ho_Chi_Minh"
        run.context_info.locale = "vi-VN"
        run.cached_message_hashes.extend(sorted(self.seen))
        return message.SerializeToString()

    def hear(self, data: bytes, visits: Visits) -> bool:
        """Take in one message; true when the run is over."""
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.seen.add(message.hash)
        if kind in ("new_session", "navigation"):
            self.page_hash = getattr(message, kind).page_script_hash
        elif kind == "page_not_found":
            visits.errors.append(f"không có trang {self.page}")
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            visits.errors.append(message.delta.new_element.exception.message[:120])
        return kind == "script_finished" and message.script_finished != _AGAIN


async def visit(
    url: str, visitor: Visitor, *, runs: int, think: float, wait: float, visits: Visits, cookie: str = ""
) -> None:
    """Open a tab after *wait* seconds, run the page *runs* times with *think* seconds between."""
    await asyncio.sleep(wait)
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        compression=None,
        additional_headers={"Cookie": cookie} if cookie else None,
    ) as socket:
        for turn in range(runs):
            start = time.perf_counter()
            await socket.send(visitor.ask(turn))
            while not visitor.hear(await socket.recv(), visits):  # type: ignore[arg-type]
                pass
            (visits.again if turn else visits.first).append(time.perf_counter() - start)
            await asyncio.sleep(think)


def crowd(
    url: str,
    pages: Sequence[str],
    *,
    sessions: int,
    runs: int,
    think: float,
    within: float = 0,
    queries: Sequence[str] = ("",),
    cookie: str = "",
) -> Visits:
    """*sessions* visitors arriving within *within* seconds, taking *pages* in turn, signed in by *cookie*."""
    visits = Visits()

    async def everybody() -> None:
        arrivals = (
            visit(
                url,
                Visitor(pages[number % len(pages)], queries),
                runs=runs,
                think=think,
                wait=within * number / sessions,
                visits=visits,
                cookie=cookie,
            )
            for number in range(sessions)
        )
        await asyncio.gather(*arrivals)

    asyncio.run(everybody())
    return visits

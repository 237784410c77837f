"""A mail server of this machine, as small as a client allows."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class LocalServer:
    """The few words of SMTP that a client needs, on a free port of this machine."""

    def __init__(self, *, refuse: str = "", hang_up_after: int | None = None) -> None:
        self.received: list[str] = []
        self._refuse, self._most = refuse, hang_up_after

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 local")
        while line := (await reader.readline()).decode().strip():
            verb = line.upper().split()[0].split(":")[0]
            if verb == "DATA":
                await say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                self.received.append(body.decode())
                await say("250 taken")
                if len(self.received) == self._most:
                    break
            elif verb == "RCPT" and self._refuse and self._refuse in line:
                await say("550 no such mailbox")
            else:
                await say("221 bye" if verb == "QUIT" else "250 ok")
                if verb == "QUIT":
                    break
        writer.close()


@contextmanager
def running(server: LocalServer) -> Iterator[int]:
    """Serve until the block ends; yields the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    # The loop runs in its own thread: another test of this process may have one running here.
    listens = asyncio.start_server(server.talk, "127.0.0.1", 0, limit=2**24)
    starting = asyncio.run_coroutine_threadsafe(listens, loop)
    listening = starting.result(timeout=10)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

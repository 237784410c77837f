"""Which files may a session fetch? Only those that one of its own open pages was told of."""

import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

# Addresses of made files and of places to put one, as they stand inside the messages to a page.
_PATHS = re.compile(rb"/(?:media|_stcore/upload_file)/[A-Za-z0-9_./-]+")
_BOUND = ("/media/", "/_stcore/upload_file/")
_MADE, _SENT = (part.encode("ascii") for part in _BOUND)
_SESSIONS, _FILES = 2_000, 5_000

# What a message from a page asks to be made, and what a message to it promises to make: numbers of downloads.
Wire = Callable[[bytes], frozenset[str]]


def nothing(_message: bytes) -> frozenset[str]:
    """The wire of a server without downloads made on demand."""
    return frozenset()


class OwnFiles:
    """
    What each session was told of, the oldest forgotten first.

    Args:
        promised: Downloads that a message to a page offers to make.
        asked: Downloads that a message from a page wants made.
    """

    def __init__(self, promised: Wire = nothing, asked: Wire = nothing) -> None:
        self._promised, self._asked = promised, asked
        self._known: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()
        self._lock = Lock()

    def tell(self, session: str, message: bytes) -> None:
        """Take in a message to a page of *session*."""
        # Most messages name no file, and a plain search costs a small part of the pattern's.
        named = _PATHS.findall(message) if _MADE in message or _SENT in message else ()
        found = {one.decode("ascii") for one in named} | self._promised(message)
        if not found:
            return
        with self._lock:
            known = self._known.setdefault(session, OrderedDict())
            self._known.move_to_end(session)
            known.update(dict.fromkeys(found))
            _forget(known, _FILES)
            _forget(self._known, _SESSIONS)

    def may_ask(self, session: str, message: bytes) -> bool:
        """Tell whether a message from a page asks for nothing but what its session was offered."""
        return all(self._has(session, one) for one in self._asked(message))

    def may_fetch(self, session: str, path: str) -> bool:
        """Tell whether *path* is open to *session*: any that is no file, and the files it was told of."""
        return not path.startswith(_BOUND) or self._has(session, path)

    def _has(self, session: str, name: str) -> bool:
        with self._lock:
            return name in self._known.get(session, ())


def _forget(known: OrderedDict, most: int) -> None:
    while len(known) > most:
        known.popitem(last=False)

"""What has been answered before: one bounded memory for all visits, asked by exact keys."""

import hashlib
import os
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

import pandas as pd

from store.disk.home import Home

T = TypeVar("T")


class Memory:
    """
    A bounded map from keys to answers, the least recently asked one forgotten first; where the tables
    together weigh too much, the least recently asked of the heavy ones, so that a walk through long lists
    does not make every visitor of the other pages wait anew.

    Unlike `st.cache_data` it neither hashes frames nor copies answers, which is most of what a
    rerun would cost (docs/benchmarks.md). Keys therefore are plain values, and whoever takes
    an answer must not change it. Two visits asking the same at once compute it once.

    Args:
        size: How many answers are kept.
        most_bytes: How much the tables among them may weigh together; None for no limit.
    """

    def __init__(self, size: int, most_bytes: int | None = None) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._weights: dict[Hashable, int] = {}
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._running: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """The answer for *key*, by *compute* where it is not known; an error is not remembered."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            running = self._running.setdefault(key, threading.Lock())
        with running:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                return self._keep(key, compute())
            finally:
                with self._lock:
                    self._running.pop(key, None)

    def put(self, key: Hashable, answer: Any) -> Any:
        """Keep *answer* in the place of what was known; it is handed back."""
        return self._keep(key, answer)

    def _keep(self, key: Hashable, answer: Any) -> Any:
        weight = _weight(answer) if self._most_bytes else 0
        with self._lock:
            self._answers[key] = answer
            self._weights[key] = weight
            while len(self._answers) > self._size:
                self._forget(next(iter(self._answers)))
            while self._is_too_heavy():
                self._forget(self._oldest_heavy())
        return answer

    def _forget(self, key: Hashable) -> None:
        del self._answers[key], self._weights[key]

    def _is_too_heavy(self) -> bool:
        """The newest answer stays however heavy it is: whoever asked for it is likely to ask again."""
        if self._most_bytes is None or len(self._answers) == 1:
            return False
        return sum(self._weights.values()) > self._most_bytes

    def _oldest_heavy(self) -> Hashable:
        """The least recently asked answer, the newest apart, of those that weigh the mean or more; else of all."""
        *earlier, _newest = self._answers
        mean = sum(self._weights.values()) / len(self._weights)
        return next((key for key in earlier if self._weights[key] >= mean), earlier[0])


def _weight(answer: Any) -> int:
    """Bytes of the tables in *answer*, also of those one level down; all else is small."""
    if isinstance(answer, pd.DataFrame):
        return int(answer.memory_usage(deep=True).sum())
    if is_dataclass(answer):
        return sum(_weight(getattr(answer, field.name)) for field in fields(answer))
    return sum(map(_weight, answer)) if isinstance(answer, tuple) else 0


def digest_of(*values: Any) -> str:
    """A short name for *values*: equal only where everything in them is equal."""
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        digest.update(_bytes_of(value))
    return digest.hexdigest()


def _bytes_of(value: Any) -> bytes:
    """
    What tells *value* from others; found out once for a frozen record.

    The record is kept along with its bytes, so that nothing else can take its place in memory.
    """
    if isinstance(value, tuple):
        return b"(%d" % len(value) + b"".join(map(_bytes_of, value))
    if is_dataclass(value) and value.__dataclass_params__.frozen:  # type: ignore[union-attr]
        return _records.get(id(value), lambda: (value, _hashed(value)))[1]
    return _hashed(value)


def _hashed(value: Any) -> bytes:
    return hashlib.blake2b(pickle.dumps(value), digest_size=16).digest()


_records = Memory(size=200)


def noted_in(home: Home, question: Callable[..., T], *arguments: Any) -> T:
    """Return ``question(home, *arguments)``, asked again only once the SQLite file of *home* has changed."""
    written = _written(home)
    if written is None:
        return question(home, *arguments)
    # Two writes within one tick of the file system's clock look alike: nothing is believed for long.
    fresh = (written, int(time.monotonic() / _NOTE_SECONDS))
    key = (str(home.path), question.__module__, question.__qualname__, arguments)
    seen = _notes.get(key, lambda: (fresh, question(home, *arguments)))
    if seen[0] != fresh:
        seen = _notes.put(key, (fresh, question(home, *arguments)))
    return cast(T, seen[1])


def _written(home: Home) -> tuple[Any, ...] | None:
    """Times and sizes of the SQLite file and its log; None where the database is another."""
    url = home.application_url
    if not url.startswith("sqlite:///"):
        return None
    found = []
    for path in (url.removeprefix("sqlite:///"), url.removeprefix("sqlite:///") + "-wal"):
        try:
            stat = os.stat(path)  # noqa: PTH116 - twice on every run: a Path would cost more than the call
        except FileNotFoundError:
            continue
        found.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


_NOTE_SECONDS = 3.0
_notes = Memory(size=200)

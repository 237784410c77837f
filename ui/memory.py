"""What has been answered before: one bounded memory for all visits, asked by exact keys."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class Memory:
    """
    A bounded map from keys to answers, the least recently asked one forgotten first.

    Unlike `st.cache_data` it neither hashes frames nor copies answers, which is most of what a
    rerun would cost (docs/benchmarks.md). Keys therefore are plain values, and whoever takes
    an answer must not change it. Two visits asking the same at once compute it once.
    """

    def __init__(self, size: int) -> None:
        self._size = size
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

    def _keep(self, key: Hashable, answer: Any) -> Any:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
        return answer

"""What is done at start so that the first visitor need not wait: heavy imports, and the trial's samples."""

import ctypes
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

# Costly to import (seconds together); the pages need them all.
HEAVY = (
    "pandas", "plotly.graph_objects", "duckdb", "pyarrow", "ui.pieces.components", "ui.visit.trial", "holidays.countries",
    "streamlit.emojis", "ui.deadlines.progress", "ui.changes.last_changes", "ui.index.index_words",
)  # fmt: skip


# M_ARENA_MAX of glibc's malloc.h.
_MOST_ARENAS = -8


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Import beside the server's own start; the first visit waits only for what is not there yet."""
    _share_memory_among_threads()
    stopped = threading.Event()
    threading.Thread(target=_warm_up, args=(stopped,), name="warm-up", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _share_memory_among_threads() -> None:
    """
    Let all threads take memory from two places (Linux with glibc).

    Every run of a page is a thread; with a place of its own, each keeps for ever what its largest
    answer once needed: 40 MiB more with 50 visitors.
    """
    if sys.platform.startswith("linux"):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MOST_ARENAS, 2)


def _warm_up(stopped: threading.Event) -> None:
    for name in HEAVY:
        import_module(name)
    # Arrow's own pool keeps what a long list once needed; the system's gives it back.
    pyarrow = import_module("pyarrow")
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    from store.current.warehouse import tidy
    from ui.visit.session import instance
    from ui.visit.trial import samples_loading

    samples_loading()
    tidy(instance().home)
    from ui.visit.keeping import freeze_until

    threading.Thread(target=freeze_until, args=(stopped,), name="freeze", daemon=True).start()

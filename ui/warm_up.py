"""What is done at start so that the first visitor need not wait: heavy imports, and the trial's samples."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

# Costly to import (seconds together); the pages need them all.
HEAVY = ("pandas", "plotly.graph_objects", "duckdb", "pyarrow", "ui.components", "ui.trial")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Import beside the server's own start; the first visit waits only for what is not there yet."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield


def _warm_up() -> None:
    for name in HEAVY:
        import_module(name)
    from ui.trial import samples_loading

    samples_loading()

"""How the trial gets its samples: loaded once, by the real loaders, while the first visitor sees how far it is."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from domain.places import SAMPLES
from store.home import Home
from store.snapshots import keep
from ui.session import build_id, instance


@dataclass
class Loading:
    """
    Where the loading of the samples stands.

    Attributes:
        files: How many there are.
        done: How many are through.
        failed: Why it ended early; None otherwise.
    """

    files: int = 0
    done: int = 0
    failed: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def words(self) -> str:
        """The sentence the visitor reads meanwhile."""
        if self.done >= self.files:
            return "Đang công bố số liệu mẫu"
        return f"Đang nạp số liệu mẫu: tệp {self.done + 1}/{self.files}"


_lock = threading.Lock()
_started: dict[Path, Loading] = {}


def samples_loading() -> Loading | None:
    """
    Begin to load the samples when this home is a trial with nothing in it; None when there is nothing to wait for.

    A home that already has a build is left alone: samples are loaded once, not at every start.
    """
    here = instance()
    with _lock:
        running = _started.get(here.home.path)
        if running is not None:
            return None if running.finished.is_set() and not running.failed else running
        if not here.is_trial or build_id() is not None:
            return None
        return _begin(here.home)


def _begin(home: Home) -> Loading | None:
    files = sorted(path for path in SAMPLES.glob("*") if path.is_file())
    if not files:
        return None
    loading = Loading(files=len(files))
    _started[home.path] = loading
    threading.Thread(target=_load, args=(home, files, loading), name="samples", daemon=True).start()
    return loading


def _load(home: Home, files: list[Path], loading: Loading) -> None:
    from data_loaders.ingest import Received, prepare_all, publish  # costly to import, needed once

    def read(_one: object) -> None:
        loading.done += 1

    try:
        received = [Received(path.name, path.read_bytes()) for path in files]
        for one in received:
            keep(home, one.content)
        prepared = prepare_all(home, received, on_ready=read)
        publish(home, prepared, person="dùng thử")
    except Exception as error:  # told to the visitor by `ui.main`, which raises it again there
        loading.failed = error
    finally:
        loading.finished.set()

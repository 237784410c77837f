"""What must be read before anything can be shown: the trial's samples, or every file again after an upgrade."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from domain.places import SAMPLES
from store.home import Home
from store.instance import mark_trial, takes_samples
from store.pointer import build_file
from store.snapshots import keep
from store.warehouse import is_of_older_schema
from ui.visit.session import build_id, instance


@dataclass
class Loading:
    """
    Where the loading stands.

    Attributes:
        title: What is being done.
        files: How many there are; 0 where nobody counts them.
        done: How many are through.
        failed: Why it ended early; None otherwise.
    """

    title: str = "Đang nạp số liệu mẫu…"
    files: int = 0
    done: int = 0
    failed: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def words(self) -> str:
        """The sentence the visitor reads meanwhile."""
        if not self.files:
            return "Phần mềm vừa đổi phiên bản: đọc lại các tệp gốc"
        if self.done >= self.files:
            return "Đang công bố số liệu mẫu"
        return f"Đang nạp số liệu mẫu: tệp {self.done + 1}/{self.files}"


_lock = threading.Lock()
_started: dict[Path, Loading] = {}
_outdated: dict[str, bool] = {}


def samples_loading() -> Loading | None:
    """
    Begin to load the samples when this home is a trial with nothing in it; None when there is nothing to wait for.

    A home that already has a build is left alone: samples are loaded once, not at every start. A build of an older
    schema is made anew from its files: it is derived, and the program's questions no longer fit it.
    """
    here = instance()
    with _lock:
        running = _started.get(here.home.path)
        if running is not None:
            return None if running.finished.is_set() and not running.failed else running
        build = build_id()
        if build is not None:
            return _begin_anew(here.home) if _is_outdated(here.home, build) else None
        return _begin(here.home) if _may_take_samples(here.home) else None


def _may_take_samples(home: Home) -> bool:
    """Only a home in which there is nothing may become one for samples; it is marked so before the first is loaded."""
    if instance().is_trial:
        mark_trial(home)
    return takes_samples(home)


def _is_outdated(home: Home, build: str) -> bool:
    """Asked of each build once."""
    if build not in _outdated:
        path = build_file(home, build)
        _outdated[build] = path.exists() and is_of_older_schema(path)
    return _outdated[build]


def _begin_anew(home: Home) -> Loading:
    loading = Loading(title="Đang dựng lại kho số liệu…")
    _started[home.path] = loading
    threading.Thread(target=_read_again, args=(home, loading), name="upgrade", daemon=True).start()
    return loading


def _read_again(home: Home, loading: Loading) -> None:
    from data_loaders.publishing.ingest import refresh

    try:
        refresh(home)
    except Exception as error:  # told to the visitor by `ui.main`, which raises it again there
        loading.failed = error
    finally:
        loading.finished.set()


def _begin(home: Home) -> Loading | None:
    files = sorted(path for path in SAMPLES.glob("*") if path.is_file())
    if not files:
        return None
    loading = Loading(files=len(files))
    _started[home.path] = loading
    threading.Thread(target=_load, args=(home, files, loading), name="samples", daemon=True).start()
    return loading


def _load(home: Home, files: list[Path], loading: Loading) -> None:
    from data_loaders.intake.reading import Received, prepare_all
    from data_loaders.publishing.ingest import publish  # costly to import, needed once

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

"""What must be read before anything can be shown: the trial's samples, or every file again after an upgrade or a loss."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from domain.program.errors import DashboardError, HomeDamagedError
from domain.program.places import office_of
from store.current.pointer import build_file
from store.current.warehouse import is_of_older_schema
from store.disk.home import Home, samples_wanted
from store.disk.snapshots import keep
from store.disk.trouble import code_of_cause, explained
from store.written.instance import mark_trial, takes_samples
from store.written.own_data import samples_of, start_from
from ui.visit.session import build_id, instance

_State = Literal["good", "empty", "unpointed", "damaged", "outdated"]
_REPAIR = "Đang đọc lại các tệp gốc"

# What keeps a build from being made anew, and what to do about it.
_HINDRANCES = {
    "home_read_only": ("thư mục dữ liệu chỉ cho đọc", "Báo người quản trị cấp quyền ghi rồi mở lại trang."),
    "disk_full": ("ổ đĩa đã đầy", "Báo người quản trị giải phóng chỗ trống rồi mở lại trang."),
}


@dataclass
class Loading:
    """
    Where the loading stands.

    Attributes:
        title: What is being done.
        files: How many there are; 0 where nobody counts them.
        done: How many are through.
        failed: Why it ended early; None otherwise.
        is_repair: What was on show cannot be read meanwhile.
    """

    title: str = "Đang nạp số liệu mẫu…"
    files: int = 0
    done: int = 0
    failed: Exception | None = None
    failed_at: float = 0.0
    is_repair: bool = False
    reading: str = ""
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def words(self) -> str:
        """The sentence the visitor reads meanwhile."""
        if not self.files:
            return self.reading
        if self.done >= self.files:
            return "Đang công bố số liệu mẫu"
        return f"Đang nạp số liệu mẫu: tệp {self.done + 1}/{self.files}"

    @property
    def note(self) -> str:
        """The sentence under the title."""
        if self.is_repair:
            return "Kho số liệu bị hỏng, bị mất hoặc chương trình khác đang giữ. Phần mềm đang dựng lại từ các tệp gốc; trang tự mở khi xong."
        return "Chỉ cần một lần, mất khoảng một phút. Trang tự mở khi xong."

    @property
    def need(self) -> str:
        """Why a build must be made anew, as the beginning of a sentence."""
        if self.is_repair:
            return "Kho số liệu bị hỏng, bị mất hoặc chương trình khác đang giữ nên phải dựng lại"
        return "Phần mềm vừa đổi phiên bản nên phải dựng lại kho số liệu"

    @property
    def is_to_be_told(self) -> bool:
        """Tell whether it failed a moment ago, so that visitors are told instead of waiting for it once more."""
        return self.failed is not None and time.monotonic() - self.failed_at < _SECONDS_UNTIL_AGAIN

    def fail(self, error: Exception) -> None:
        """End early because of *error*."""
        self.failed, self.failed_at = error, time.monotonic()


_lock = threading.Lock()
_started: dict[Path, Loading] = {}
_states: dict[tuple[object, ...], _State] = {}

# What failed for want of something (a file put back, room on the disk) is tried again.
_SECONDS_UNTIL_AGAIN = 30.0


def samples_loading() -> Loading | None:
    """
    Begin what has to be done before anything can be shown; None when there is nothing to wait for.

    * A pointer that was lost, and a build that is missing, damaged or of an older schema, are made anew from the
      received files: they are derived.
    * Samples are loaded once, and only into a home that was made for them while nothing was in it.
    """
    home = instance().home
    with _lock:
        running = _started.get(home.path)
        if running is not None and (not running.finished.is_set() or running.is_to_be_told):
            return running
        state = _state(home)
        if state == "good":
            return None
        if state != "empty":
            return _begin_anew(home, state)
        return _begin(home) if _may_take_samples(home) else None


def forget_failure() -> None:
    """Look at the home anew: what failed a moment ago was put right by somebody."""
    with _lock:
        _started.pop(instance().home.path, None)


def distrust() -> None:
    """Make the build on show anew before the next page: reading it showed that its file is damaged."""
    home = instance().home
    try:
        build = build_id()
    except HomeDamagedError:
        return
    if build is not None:
        with _lock:
            _states[_seen(home, build)] = "damaged"


def _may_take_samples(home: Home) -> bool:
    """Only a home in which there is nothing may become one for samples; it is marked so before the first is loaded."""
    if instance().is_trial:
        mark_trial(home)
    return takes_samples(home)


def _state(home: Home) -> _State:
    """How the build on show is; each file is looked at once."""
    try:
        build = build_id()
    except HomeDamagedError as problem:
        if problem.code.startswith("pointer_"):
            return "unpointed"
        raise
    if build is None:
        return "empty"
    seen = _seen(home, build)
    if seen not in _states:
        _states[seen] = _looked_at(home, build)
    return _states[seen]


def _seen(home: Home, build: str) -> tuple[object, ...]:
    try:
        stat = build_file(home, build).stat()
    except OSError:
        return str(home.path), build
    return str(home.path), build, stat.st_ino, stat.st_size


def _looked_at(home: Home, build: str) -> _State:
    path = build_file(home, build)
    if not path.exists():
        return "damaged"
    try:
        return "outdated" if is_of_older_schema(path) else "good"
    except Exception as problem:
        # One that another program holds is made anew too: the new file takes its name, the other program keeps the old one.
        if code_of_cause(problem) not in ("build_damaged", "build_locked"):
            raise
        return "damaged"


def _begin_anew(home: Home, state: _State) -> Loading:
    loading = Loading(
        title="Đang dựng lại kho số liệu…",
        is_repair=state != "outdated",
        reading="Phần mềm vừa đổi phiên bản: đọc lại các tệp gốc" if state == "outdated" else _REPAIR,
    )
    _started[home.path] = loading
    work = _rebuild if state == "damaged" else _refresh
    threading.Thread(target=_read_again, args=(home, loading, work), name="upgrade", daemon=True).start()
    return loading


def _rebuild(home: Home) -> None:
    from data_loaders.publishing.ingest import rebuild

    rebuild(home)


def _refresh(home: Home) -> None:
    from data_loaders.publishing.ingest import refresh

    refresh(home)


def _read_again(home: Home, loading: Loading, work: Callable[[Home], None]) -> None:
    try:
        with office_of(home.path):
            work(home)
    except Exception as error:  # told to the visitor by `ui.main`, which raises it again there
        loading.fail(_hindered(loading, error) or error)
    finally:
        loading.finished.set()


def _hindered(loading: Loading, error: Exception) -> DashboardError | None:
    """What is told to who only wants to read while nothing can be written; None where something else is wrong."""
    said = explained(error)
    code = code_of_cause(said) if said else None
    if code not in _HINDRANCES:
        return None
    hindrance, remedy = _HINDRANCES[code]
    return HomeDamagedError(code, f"{loading.need}, nhưng {hindrance}", remedy=remedy)


def _begin(home: Home) -> Loading | None:
    name = samples_wanted()
    files = samples_of(name)
    if not files:
        return None
    if name and not home.own_data.is_dir():
        start_from(home, name, person="dùng thử")
    loading = Loading(files=len(files))
    _started[home.path] = loading
    threading.Thread(target=_load, args=(home, files, loading), name="samples", daemon=True).start()
    return loading


def _load(home: Home, files: list[Path], loading: Loading) -> None:
    from data_loaders.intake.reading import Received, read_together
    from data_loaders.publishing.ingest import publish  # costly to import, needed once

    def read(_one: object) -> None:
        loading.done += 1

    try:
        received = [Received(path.name, path.read_bytes()) for path in files]
        for one in received:
            keep(home, one.content)
        with office_of(home.path):
            publish(home, read_together(home, received, on_ready=read), person="dùng thử")
    except Exception as error:  # told to the visitor by `ui.main`, which raises it again there
        loading.fail(error)
    finally:
        loading.finished.set()

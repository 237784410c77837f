"""What appears in a folder is loaded and put away, with its report beside it."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from data_loaders.declared.outcome import Options
from data_loaders.intake.meaning import options_as_json
from data_loaders.intake.reading import Received
from data_loaders.intake.report import FileReport
from data_loaders.publishing import ingest
from store.disk.home import Home
from store.written import staging

LOADED, REFUSED, WAITING = "da-nap", "tu-choi", "can-xu-ly"

# The waiting files of nobody yet: whoever takes them up goes on with them under "Nhập dữ liệu".
WATCHER = "theo dõi thư mục"

# A file still being copied grows; one that kept its size this long is taken as complete.
SETTLE_SECONDS = 1.0

_NOT_FILES = (".", "~$")
_UNFINISHED = {".tmp", ".part", ".partial", ".crdownload"}


def watch(
    home: Home, folder: Path, *, person: str, once: bool = False, interval: float = 5.0
) -> Iterator[FileReport]:
    """
    Load what lies in *folder* and what appears in it, and give each verdict.

    A file goes to ``da-nap/`` when it is in the numbers, to ``tu-choi/`` with the reason when it cannot be, and to
    ``can-xu-ly/`` when somebody has to look first: nothing of it is published, and it waits on the page
    "Cần xử lý". Its report lies beside it as JSON. With *once* one round is made.
    """
    while True:
        ready = _complete(folder)
        if ready:
            yield from _take(home, ready, person)
        if once:
            return
        time.sleep(interval)


def _complete(folder: Path) -> list[Path]:
    """Files of *folder* whose size and time stay the same for a moment."""
    before = _sizes(folder)
    if not before:
        return []
    time.sleep(SETTLE_SECONDS)
    after = _sizes(folder)
    return sorted(path for path, seen in before.items() if after.get(path) == seen)


def _sizes(folder: Path) -> dict[Path, tuple[int, int]]:
    seen = {}
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith(_NOT_FILES) and path.suffix.lower() not in _UNFINISHED:
            stat = path.stat()
            seen[path] = (stat.st_size, stat.st_mtime_ns)
    return seen


def _take(home: Home, paths: list[Path], person: str) -> list[FileReport]:
    readable = [(path, content) for path in paths if (content := _content(path)) is not None]
    files = [Received(str(path), content) for path, content in readable]
    outcome = ingest.load(home, files, person=person, only_certain=True)
    for (path, content), report in zip(readable, outcome.files, strict=True):
        if report.status == "needs_choice":
            options = options_as_json(Options())
            staging.put(home, person=WATCHER, file_name=path.name, content=content, options=options)
        _put_away(path, report)
    return list(outcome.files)


def _content(path: Path) -> bytes | None:
    """The bytes; None while another program still holds the file, so that the next round takes it."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _put_away(path: Path, report: FileReport) -> None:
    waits = report.status == "needs_choice"
    target_folder = path.parent / (LOADED if report.is_in else WAITING if waits else REFUSED)
    target_folder.mkdir(exist_ok=True)
    target = _free_name(target_folder, path.name)
    path.replace(target)
    said = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    target.with_name(target.name + ".json").write_text(said, encoding="utf-8")


def _free_name(folder: Path, name: str) -> Path:
    target, number = folder / name, 2
    while target.exists():
        target = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return target

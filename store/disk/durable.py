"""How a file comes into being completely or not at all."""

import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.program.errors import SystemFailureError

TEMPORARY = ".tmp-"
CHANGED_MEANWHILE = "Dữ liệu vừa thay đổi trong lúc sao chép"

# Virus scanners and readers hold files for moments on Windows.
_REPLACE_ATTEMPTS = 20
_WAIT_SECONDS = 120.0


def write_durably(path: Path, content: bytes) -> None:
    """Write *content* so that *path* holds all of it or what it held before, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)  # what did not come about takes no room
        raise


def temporary_beside(path: Path) -> Path:
    """A name in the folder of *path* that no other writer uses."""
    return path.parent / f"{TEMPORARY}{uuid.uuid4().hex}{path.suffix}"


def replace(source: Path, target: Path) -> None:
    """Move *source* over *target* in one step and make the move itself durable."""
    for attempt in range(_REPLACE_ATTEMPTS):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _REPLACE_ATTEMPTS - 1:
                raise
            time.sleep(0.05)
    _sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Force what was written to *path* onto the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(lock: Path, *, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    """
    Hold *lock* against every other thread and process; the system frees it when the holder dies.

    Raises:
        SystemFailureError: Somebody else has held it for longer than *wait_seconds*.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with _held(os.open(lock, os.O_RDWR | os.O_CREAT), wait_seconds):
        yield


@contextmanager
def _held(descriptor: int, wait_seconds: float) -> Iterator[None]:
    try:
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise SystemFailureError(
                    "Một lần nạp khác đang chạy quá lâu", remedy="Chờ lần đó xong rồi làm lại."
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def undisturbed(lock: Path) -> Iterator[None]:
    """
    Keep writers away as `exclusive` does, in a folder that may only be read too.

    Where there is no lock file and none may be made, nobody has ever written here; should a writer with more rights
    come meanwhile, it leaves the file behind, and what was read does not count.

    Raises:
        SystemFailureError: Somebody else writes, or wrote meanwhile.
    """
    if os.access(lock if lock.exists() else lock.parent, os.W_OK) or sys.platform == "win32":
        with exclusive(lock):
            yield
    elif lock.exists():
        with _held(os.open(lock, os.O_RDONLY), _WAIT_SECONDS):
            yield
    else:
        yield
        if lock.exists():
            raise SystemFailureError(CHANGED_MEANWHILE, remedy="Làm lại.")


@contextmanager
def taken(lock: Path) -> Iterator[None]:
    """Make the file *lock* and hold it; where the system lets it, it is never seen by that name and not yet held."""
    making = lock if sys.platform == "win32" else temporary_beside(lock)
    descriptor = os.open(making, os.O_RDWR | os.O_CREAT)
    try:
        _try_lock(descriptor)
        if making != lock:
            making.rename(lock)
        yield
    finally:
        os.close(descriptor)


def is_free(lock: Path) -> bool:
    """Tell whether nobody holds *lock* at this moment."""
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except OSError:
        return False
    try:
        return _try_lock(descriptor)
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def may_lock_whole(descriptor: int) -> bool:
    """Whether no other process holds a record lock on the open file; on Windows only one nobody has open can be deleted anyway."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""What do the words of a database or an operating system mean for who uses the program?"""

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

import duckdb
from sqlalchemy import exc

from domain.program.errors import DashboardError, HomeDamagedError

RESTORE = "Khôi phục từ bản sao lưu; xem python -m store doctor."
REBUILD = "Chạy python -m data_loaders rebuild để dựng lại từ các tệp gốc."
ALLOW_WRITING = "Báo người quản trị cấp quyền ghi rồi làm lại."
_MEANINGS = (
    (r"disk is full|no space left", "disk_full"),
    (r"readonly database|read-only|permission denied", "home_read_only"),
    (r"malformed|not a database|file is encrypted|disk image|disk i/o error", "database_damaged"),
    (r"no such table|no such column|undefined ?(table|column)", "database_damaged"),
    (r"locked", "database_busy"),
    (
        r"connection (refused|failed|to server)|could not (connect|translate)|unable to open|timeout expired"
        r"|server closed|terminating connection|authentication failed|does not exist",
        "database_unreachable",
    ),
)
_WORDS = {
    "disk_full": (
        "Ổ đĩa đã đầy nên chưa ghi được, số liệu đã công bố vẫn giữ nguyên",
        "Giải phóng chỗ trống rồi làm lại.",
    ),
    "home_read_only": (
        "Thư mục dữ liệu chỉ cho đọc nên chưa ghi được",
        ALLOW_WRITING,
    ),
    "build_damaged": (
        "Kho số liệu đang dùng bị hỏng",
        REBUILD,
    ),
    "build_locked": (
        "Kho số liệu đang dùng bị một chương trình khác mở để ghi nên chưa đọc được",
        "Đóng chương trình đó rồi làm lại; không đóng được thì chạy python -m data_loaders rebuild.",
    ),
    "database_damaged": ("Cơ sở dữ liệu ứng dụng bị hỏng", RESTORE),
    "database_busy": ("Cơ sở dữ liệu ứng dụng đang bận", "Chờ một phút rồi làm lại."),
    "database_unreachable": (
        "Chưa nối được tới cơ sở dữ liệu ứng dụng",
        "Báo người quản trị kiểm tra máy chủ và biến DASHBOARD_DATABASE_URL.",
    ),
}
_BROKEN_BUILD = re.compile(
    r"corrupt|database has been invalidated|not a valid duckdb|could not read|does not exist"
)
# What DuckDB says of a file that another program writes: who it is on Linux and macOS; the system's words on Windows.
_LOCKED_BUILD = re.compile(
    r"could not set lock on file|conflicting lock|being used by another process", re.IGNORECASE
)
_HOLDER = re.compile(r"held in (?P<program>.*?) ?\(PID (?P<number>\d+)\)")
_OF_NUMBERS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "home_read_only",
    errno.EACCES: "home_read_only",
    errno.EPERM: "home_read_only",
}


# "disk I/O error" says the same of a file that cannot grow and of one that cannot be read.
_NO_ROOM = {
    "SQLITE_FULL",
    "SQLITE_IOERR_SHMSIZE",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_TRUNCATE",
    "SQLITE_IOERR_FSYNC",
}


@contextmanager
def told() -> Iterator[None]:
    """Within: what a database or the system says of a lost, full or closed home is raised in the user's words."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error, duckdb.Error, OSError) as problem:
        said = explained(problem)
        if said is None:
            raise
        raise said from problem


def explained(problem: BaseException) -> DashboardError | None:
    """The error in the user's words; None where it means nothing but a bug."""
    if isinstance(problem, DashboardError):
        return problem
    code = _code(problem)
    if code is None:
        return None
    what, remedy = _WORDS[code]
    return HomeDamagedError(
        code, what, where=_holder(problem) if code == "build_locked" else "", remedy=remedy
    )


def _holder(problem: BaseException) -> str:
    """The program that holds a locked build, as whoever can close it finds it; empty where the system does not say."""
    found = _HOLDER.search(str(problem))
    if found is None:
        return ""
    return f"{PurePath(found['program']).name}, tiến trình số {found['number']}".removeprefix(", ")


def code_of_cause(problem: BaseException) -> str | None:
    """The code of what lies behind *problem*; None where it is a bug or of another kind."""
    return problem.code if isinstance(problem, HomeDamagedError) else _code(problem)


def _code(problem: BaseException) -> str | None:
    if isinstance(problem, OSError):
        return _OF_NUMBERS.get(problem.errno or 0)
    if isinstance(problem, duckdb.Error):
        return _code_of_build(problem)
    if isinstance(problem, exc.IntegrityError | exc.ProgrammingError):
        return None
    if isinstance(problem, exc.DBAPIError | sqlite3.Error):
        cause = getattr(problem, "orig", None) or problem
        if getattr(cause, "sqlite_errorname", None) in _NO_ROOM:
            return "disk_full"
        text = str(cause).lower()
        return next((code for pattern, code in _MEANINGS if re.search(pattern, text)), None)
    return None


def _code_of_build(problem: duckdb.Error) -> str | None:
    text = str(problem).lower()
    if "no space left" in text:
        return "disk_full"
    if _LOCKED_BUILD.search(text):
        return "build_locked"
    is_system = isinstance(
        problem, duckdb.IOException | duckdb.FatalException | duckdb.SerializationException
    )
    return "build_damaged" if is_system or (_BROKEN_BUILD.search(text) and _is_of_file(problem)) else None


def _is_of_file(problem: duckdb.Error) -> bool:
    """A query that names what is not there is a bug; a file that cannot be read is not."""
    return not isinstance(problem, duckdb.CatalogException | duckdb.BinderException | duckdb.ParserException)

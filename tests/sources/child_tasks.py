"""What a reader driven mad by a hostile file may do, for the tests of the child process."""

import ctypes
import os
import signal
import sys
import time
from typing import Any

from data_loaders.received.limits import Limits
from domain.program.errors import RefusedFileError


def echo(content: bytes, file_name: str, options: Any, limits: Limits) -> Any:
    """Say what arrived, and who is answering."""
    return len(content), file_name, options, os.getpid()


def abort(*_: Any) -> None:
    """What the native reader does when an allocation fails."""
    os.abort()


def abort_for_memory(*_: Any) -> None:
    """The last words of the native reader when the system gives it no memory."""
    os.write(2, b"memory allocation of 549755813888 bytes failed\n")
    os.abort()


def segfault(*_: Any) -> None:
    """Read address zero."""
    ctypes.string_at(0)


def killed(*_: Any) -> None:
    """What the kernel does to the fattest process of a machine without memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang(*_: Any) -> None:
    """Never come back."""
    time.sleep(600)


def slow(*_: Any) -> int:
    """Take a moment, and say who is answering."""
    time.sleep(0.4)
    return os.getpid()


def spin(*_: Any) -> None:
    """Never come back, and keep a core busy."""
    while True:
        pass


def eat_memory(*_: Any) -> int:
    """Take more and more."""
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def panic(*_: Any) -> None:
    """An exception that `except Exception` does not catch."""
    raise BaseException("index out of bounds")


def mistake(*_: Any) -> None:
    """A mistake in our own code."""
    raise KeyError("khóa")


def leave(*_: Any) -> None:
    """End without an answer."""
    os._exit(0)


def chatter(*_: Any) -> str:
    """Print where the answer should go."""
    sys.stdout.write("x" * 100_000)
    os.write(1, b"y" * 100_000)
    return "xong"


def refuse(*_: Any) -> None:
    """Refuse with a place of its own."""
    raise RefusedFileError(
        "unrecognised_layout", "Không thấy bảng", where="Sheet1", remedy="Chọn loại dữ liệu."
    )


def large(*_: Any) -> list[list[str]]:
    """An answer of some size."""
    return [["giá trị"] * 15 for _ in range(50_000)]


def ended(*_: Any) -> None:
    """What an administrator or a service manager does to a process that is in the way."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)


class Harm:
    """An answer that would run a command in whoever takes it for an object."""

    def __init__(self, where: str) -> None:
        self.where = where

    def __reduce__(self) -> Any:
        """What unpickling calls."""
        return os.mkdir, (self.where,)


def harm(_content: bytes, _file_name: str, options: Any, _limits: Limits) -> Any:
    """Answer with something that acts when it is read."""
    return {"tables": [Harm(options)]}


def not_data(*_: Any) -> Any:
    """Answer with a function of the server's own."""
    return os.getcwd

"""
How is a process had at once, its libraries loaded, each time work is done that may not be done in the server?

A helper process loads the libraries, then waits and forks for whoever asks. It opens no file and no database and
is given nothing of the work: the fork has that on its standard input. A fork is a process of its own with limits
of its own, and dies alone; the helper tells how each one ended, and ends what nobody waits for any more.
"""

import atexit
import gc
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from threading import Lock
from typing import IO, NoReturn

from domain.program.places import ROOT

IS_POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")

_NUMBER = struct.Struct("<i")
_ASKED = b"f"
_HANDED_OVER = (
    4  # standard input, output and errors, and the line on which the fork's number and end are told
)
_GOODBYE_SECONDS = 3
_SERVE = "import sys; from store.disk.forks import serve; serve(*sys.argv[1:])"


class HelperLostError(OSError):
    """The helper ended, so that how its fork ended is not known."""


class Fork:
    """A process that the helper forked; it is asked as a `subprocess.Popen` is."""

    def __init__(self, line: socket.socket, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin, self.stdout = stdin, stdout
        self.returncode: int | None = None
        self._line, self._lock = line, Lock()
        self.pid = self._told()

    def _told(self) -> int:
        said = self._line.recv(_NUMBER.size, socket.MSG_WAITALL)
        if len(said) < _NUMBER.size:
            raise HelperLostError("the helper process ended")
        return int(_NUMBER.unpack(said)[0])

    def poll(self) -> int | None:
        """The exit code, minus the signal that ended it; None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(timeout=0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """
        The exit code once it has ended.

        Raises:
            subprocess.TimeoutExpired: It runs still.
            HelperLostError: Nobody can tell any more; it has been killed.
        """
        with self._lock:
            if self.returncode is None:
                # Nothing comes on the line but the four bytes of the end.
                self._line.settimeout(timeout)
                try:
                    self.returncode = self._told()
                except (TimeoutError, BlockingIOError):
                    raise subprocess.TimeoutExpired("fork", timeout or 0) from None
                except OSError:
                    self.returncode = -signal.SIGKILL
                    with suppress(OSError):
                        os.kill(self.pid, signal.SIGKILL)
                    raise
            return self.returncode

    def kill(self) -> None:
        """End it; the helper does so, which alone knows that the number is still that of its fork."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)

    def end(self) -> None:
        """Let go of it; one that still runs is ended first."""
        stop(self)
        for end in (self.stdin, self.stdout, self._line):
            with suppress(OSError):
                end.close()


def stop(process: subprocess.Popen[bytes] | Fork) -> None:
    """End *process* where it runs still, and wait until it has ended."""
    with suppress(HelperLostError):  # it has killed the process
        if process.poll() is None:
            process.kill()
        process.wait()


class Helper:
    """
    The helper process of one sort of work; started when it is first asked, and anew after it died.

    Args:
        load: Function that loads the libraries, as ``module:name``.
        run: Function that a fork is to run, likewise.
        environment: What it has in its environment besides ours.
    """

    def __init__(self, load: str, run: str, environment: Mapping[str, str] | None = None) -> None:
        self._asked, self._environment = (load, run), dict(environment or {})
        self._lock, self._owner = Lock(), os.getpid()
        self._control: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def fork(self, errors: IO[bytes] | int = subprocess.DEVNULL) -> Fork:
        """
        A new process.

        Args:
            errors: File that takes what it says on standard errors.

        Raises:
            OSError: There is none to be had.
        """
        with self._lock:
            try:
                return self._forked(errors)
            except (BrokenPipeError, ConnectionError, HelperLostError):
                self._end()  # it died between two pieces of work: this one has done nothing yet
                return self._forked(errors)

    def end(self) -> None:
        """End the helper and its forks; the next fork starts it anew, and its CPU time is known then."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, control, self.process, self._control = self.process, self._control, None, None
        if control is not None:
            control.close()
        if process is None or self._owner != os.getpid():
            return
        try:
            process.wait(_GOODBYE_SECONDS)  # it ends its forks, and then itself
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _forked(self, errors: IO[bytes] | int) -> Fork:
        control = self._running()
        ours, line = socket.socketpair()
        (stdin, to_it), (from_it, stdout) = os.pipe(), os.pipe()
        silent = os.open(os.devnull, os.O_WRONLY) if isinstance(errors, int) else None
        heard = silent if silent is not None else errors.fileno()  # type: ignore[union-attr]
        mine, given = (os.fdopen(to_it, "wb"), os.fdopen(from_it, "rb")), (stdin, stdout, line.fileno())
        try:
            socket.send_fds(control, [_ASKED], [stdin, stdout, heard, line.fileno()])
            _close(line, *given[:2], silent)
            return Fork(ours, *mine)
        except OSError:
            _close(line, *given[:2], silent, ours, *mine)
            raise

    def _running(self) -> socket.socket:
        is_there = self.process is not None and self._owner == os.getpid() and self.process.poll() is None
        if self._control is None or not is_there:
            self._end()
            self._control, theirs = socket.socketpair()
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-X", "utf8", "-c", _SERVE, str(theirs.fileno()), *self._asked],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
                    pass_fds=[theirs.fileno()], env={**os.environ, **self._environment},
                )  # fmt: skip
            self._owner = os.getpid()
        return self._control


def _close(*ends: socket.socket | IO[bytes] | int | None) -> None:
    for end in ends:
        with suppress(OSError):
            if isinstance(end, int):
                os.close(end)
            elif end is not None:
                end.close()


def serve(control: str, load: str, run: str) -> None:
    """In the helper process: fork whenever asked, until nobody asks any more."""
    _function(load)()
    gc.collect()
    gc.freeze()  # a fork that looks for garbage shall not copy all of this
    _Serving(socket.socket(fileno=int(control)), run).go_on()


def _function(name: str) -> Callable[[], None]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


class _Serving:
    """The helper's loop over its forks: what is asked, whose end is no longer awaited, which have ended."""

    def __init__(self, control: socket.socket, run: str) -> None:
        self._control, self._run = control, run
        self._lines: dict[int, socket.socket] = {}
        self._woken, self._waker = os.pipe()
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker)
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, None)
        self._selector.register(self._woken, selectors.EVENT_READ, None)

    def go_on(self) -> None:
        """Until the server has gone; its forks go with it."""
        is_asked = True
        while is_asked:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    is_asked = self._answer()
                elif key.fileobj == self._woken:
                    os.read(self._woken, 4096)
                elif key.data in self._lines:
                    self._give_up(key.data)
            self._tell_ended()
        for pid in self._lines:
            os.kill(pid, signal.SIGKILL)

    def _answer(self) -> bool:
        asked, handed, *_ = socket.recv_fds(self._control, len(_ASKED), _HANDED_OVER)
        if not asked:
            return False
        line = socket.socket(fileno=handed[3])
        try:
            pid = os.fork()
        except OSError:  # the system has no more: whoever asked sees the line closed
            _close(*handed[:3], line)
            return True
        if pid == 0:
            self._become(handed[:3], line)
        _close(*handed[:3])
        self._lines[pid] = line
        self._selector.register(line, selectors.EVENT_READ, pid)
        _say(line, pid)
        return True

    def _become(self, standard: list[int], line: socket.socket) -> NoReturn:
        """In the fork: hold nothing but what is its own, and run."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        _close(self._control, self._woken, self._waker, line, *self._lines.values())
        for place, given in enumerate(standard):
            os.dup2(given, place)
        _close(*standard)
        _run_to_the_end(self._run)

    def _give_up(self, pid: int) -> None:
        self._selector.unregister(self._lines[pid])
        os.kill(pid, signal.SIGKILL)

    def _tell_ended(self) -> None:
        while self._lines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            line = self._lines.pop(pid)
            with suppress(KeyError):
                self._selector.unregister(line)
            _say(line, os.waitstatus_to_exitcode(status))
            line.close()


def _say(line: socket.socket, number: int) -> None:
    with suppress(OSError):  # nobody listens any more
        line.sendall(_NUMBER.pack(number))


def _run_to_the_end(run: str) -> NoReturn:
    """Run, and end as a program of Python does, but without taking anything apart."""
    code = 1
    try:
        _function(run)()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)

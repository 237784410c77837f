"""
How is a hostile file read without harm to the process that serves everybody?

Each file has a process of its own with limits of its own. Where the system can fork, a helper process that has seen
no file waits with the libraries loaded and forks for each, so that a file costs no start of Python.
"""

import gc
import logging
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

from data_loaders.received.guard import check_received
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Workbook, read_workbook
from domain.program.errors import Refusal, RefusedFileError, StoppedError
from domain.program.places import ROOT, SHIPPED_ONLY, Whose, held, in_effect, work_for
from store.disk.forks import IS_POSSIBLE, Fork, Helper, HelperLostError, stop

if TYPE_CHECKING:
    from data_loaders.declared.outcome import Extract, Options

_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())  # a damaged file must not print a traceback on anyone's terminal
_POLL_SECONDS = 0.02
_BUSY = 6  # times the limit that a reader may take on a machine that has no time for it
_KILLED = -9
_STOPPED = frozenset({-1, -2, -15, -24})  # hung up, interrupted, ended, out of processor time
_STARTED = b"\x01"  # the child's first byte: it runs and holds the file
_STARTS = 3  # a machine that is short of something for a moment gets another chance
_PAUSE_SECONDS = 0.3
_START = "from data_loaders.extracts.child import main; main()"
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "RUST_BACKTRACE": "0"}
_NO_MEMORY = (
    b"memory allocation of",
    b"MemoryError",
    b"bad_alloc",
    b"Cannot allocate memory",
    b"out of memory",
    b"failed to map segment",
    b"can't start new thread",
    b"Resource temporarily unavailable",
)

Task = Callable[[bytes, str, Any, Limits], Any]
Process = subprocess.Popen[bytes] | Fork

_helper = Helper(
    "data_loaders.extracts.child:load_reading_libraries", "data_loaders.extracts.child:main", _ENVIRONMENT
)


class _NotStartedError(Exception):
    """The child ended, or never was, before it had the file: the file cannot be to blame."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the child is asked to do; everything in it must be picklable, the task by its name; whose data count too."""

    task: Task
    content: bytes
    file_name: str
    options: Any
    limits: Limits
    whose: Whose = SHIPPED_ONLY


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child found: a result, or why there is none."""

    result: Any = None
    refusal: Refusal | None = None


def extract_guarded(
    content: bytes,
    *,
    file_name: str,
    options: "Options",
    limits: Limits,
    should_stop: Callable[[], bool] | None = None,
) -> "Extract":
    """
    Read and recognise a received file in a child process with limits on time and memory.

    Args:
        should_stop: Asked every few hundredths of a second; True kills the child.

    Raises:
        RefusedFileError: The file cannot be loaded, took too long or too much memory, or broke its reader.
        StoppedError: *should_stop* said so.
    """
    return run_guarded(extract_task, content, file_name, options, limits, should_stop)


def read_guarded(content: bytes, *, file_name: str, limits: Limits) -> Workbook:
    """Read the sheets of a received file in a child process, without asking what they mean."""
    return run_guarded(read_task, content, file_name, None, limits)


def extract_task(content: bytes, file_name: str, options: Any, limits: Limits) -> Any:
    """In the child: the sheets, and the tables recognised in them."""
    from data_loaders.extracts.extract import extract

    return extract(read_workbook(content, limits=limits), file_name=file_name, options=options)


def read_task(content: bytes, file_name: str, options: Any, limits: Limits) -> Workbook:
    """In the child: the sheets alone."""
    return read_workbook(content, limits=limits)


def run_guarded(
    task: Task,
    content: bytes,
    file_name: str,
    options: Any,
    limits: Limits,
    should_stop: Callable[[], bool] | None = None,
) -> Any:
    """Run *task* on *content* in a child process and return its result; see `extract_guarded`."""
    try:
        check_received(content, limits)
        answer = _ask(Request(task, content, file_name, options, limits, in_effect()), should_stop)
        if answer.refusal is None:
            return answer.result
        raise answer.refusal.error()
    except RefusedFileError as problem:
        if problem.where:
            raise
        raise replace(problem.refusal, where=file_name).error() from problem


def _ask(request: Request, should_stop: Callable[[], bool] | None) -> Answer:
    """The child's answer; a child that does not come up is asked for again."""
    for turn in range(1, _STARTS + 1):
        try:
            return _ask_child(request, should_stop)
        except _NotStartedError as problem:
            _LOG.error("No process to read %s, turn %s: %s", request.file_name, turn, problem)
            time.sleep(_PAUSE_SECONDS * turn)
    # Processes do not come up where there is no room for one.
    raise refused("out_of_memory", request.limits)


def _ask_child(request: Request, should_stop: Callable[[], bool] | None) -> Answer:
    with tempfile.TemporaryFile() as errors:
        process = _start_child(errors)
        received = bytearray()
        exchange = Thread(target=_exchange, args=(process, request, received), daemon=True)
        try:
            _start_thread(exchange)
            _watch(process, exchange, request.limits, should_stop)
            _let_it_end(process)
        except HelperLostError as problem:
            raise _NotStartedError(problem) from problem
        finally:
            _end(process, exchange)
        errors.seek(0)
        return _answer_of(process.wait(), received, errors.read()[-8000:], request)


def _start_child(errors: IO[bytes]) -> Process:
    try:
        return _helper.fork(errors) if IS_POSSIBLE else _start_alone(errors)
    except OSError as problem:
        raise _NotStartedError(problem) from problem


def _start_alone(errors: IO[bytes]) -> Process:
    """Without fork (Windows): a Python of its own."""
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _START],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, env={**os.environ, **_ENVIRONMENT},
    )  # fmt: skip


def load_reading_libraries() -> None:
    """In the helper: what the reading of most files needs, without a look at any."""
    for name in ("data_loaders.extracts.extract", "data_loaders.containers.ooxml", "lxml.etree"):
        import_module(name)


def end_reading_helper() -> None:
    """End the process that forks for each file; the next file starts it anew, and its CPU time is known then."""
    _helper.end()


def _end(process: Process, exchange: Thread) -> None:
    """Whatever happened, nothing of it goes on."""
    stop(process)
    if exchange.ident is not None:
        exchange.join()
    if isinstance(process, Fork):
        process.end()


def _start_thread(exchange: Thread) -> None:
    try:
        exchange.start()
    except RuntimeError as problem:  # the system has none left
        raise _NotStartedError(problem) from problem


def _exchange(process: Process, request: Request, received: bytearray) -> None:
    """Send the request and collect the answer; a child that died in between is noticed by its exit code."""
    assert process.stdin and process.stdout
    try:
        with process.stdin as pipe:
            pickle.dump(request, pipe, protocol=5)
    except (BrokenPipeError, OSError):
        _LOG.debug("The reading process ended before it took the file")
    with process.stdout as pipe:
        while chunk := pipe.read(1 << 20):
            received += chunk


def _watch(
    process: Process,
    exchange: Thread,
    limits: Limits,
    should_stop: Callable[[], bool] | None,
) -> None:
    started = time.monotonic()
    while exchange.is_alive():
        exchange.join(_POLL_SECONDS)
        if should_stop is not None and should_stop():
            raise StoppedError("Đã dừng đọc tệp theo yêu cầu", remedy="Không có gì được nạp.")
        waited = time.monotonic() - started
        if waited > limits.seconds and has_had_its_time(waited, _processor_seconds(process.pid), limits):
            raise refused("timed_out", limits)
        if sys.platform == "win32" and _windows_memory(process) > limits.memory_bytes:
            raise refused("out_of_memory", limits)


def has_had_its_time(waited: float, worked: float | None, limits: Limits) -> bool:
    """
    Whether a reader that is not back after *waited* seconds had the time a file may take.

    On a busy machine it gets a small share of a processor, and the file is not to blame for that: what counts is
    how long it *worked* (None: the system does not say). One that only waits comes to an end too.
    """
    if waited <= limits.seconds:
        return False
    return worked is None or worked > limits.seconds or waited > limits.seconds * _BUSY


def _processor_seconds(pid: int) -> float | None:
    """How long a process has worked; None where the system does not say."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _let_it_end(process: Process) -> None:
    """A child that has closed its answer is about to end; its exit code is wanted, not ours for killing it."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


def _windows_memory(process: Process) -> int:
    """Bytes the child holds, where the system sets no limit for us."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
            (f"value{n}", ctypes.c_size_t) for n in range(8)
        ]

    counters = Counters()
    counters.size = ctypes.sizeof(Counters)
    handle = wintypes.HANDLE(int(process._handle))  # type: ignore[union-attr]
    found = ctypes.windll.kernel32.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)  # type: ignore[attr-defined]
    return counters.value6 if found else 0


def _answer_of(code: int, received: bytearray, errors: bytes, request: Request) -> Answer:
    """The child's answer, or the refusal that its death stands for."""
    if not received:
        raise _NotStartedError(errors.decode("utf-8", "replace") or f"ended with {code}")
    del received[: len(_STARTED)]
    if code == 0 and received:
        try:
            return _data_of(received)
        except (
            pickle.UnpicklingError,
            EOFError,
            AttributeError,
            ImportError,
            IndexError,
            TypeError,
            ValueError,
        ):
            _LOG.exception("Reading %s gave an answer that is no data", request.file_name)
            raise refused("corrupted", request.limits) from None
    _LOG.error("Reading %s ended with %s: %s", request.file_name, code, errors.decode("utf-8", "replace"))
    if code == _KILLED or any(words in errors for words in _NO_MEMORY):
        raise refused("out_of_memory", request.limits)
    raise refused("timed_out" if code in _STOPPED else "corrupted", request.limits)


# All that an answer may be made of, beside texts, numbers and their collections.
_DATA: dict[str, frozenset[str]] = {
    "builtins": frozenset({"range"}),
    "datetime": frozenset({"date", "datetime", "time", "timedelta"}),
    "decimal": frozenset({"Decimal"}),
    "data_loaders.declared.outcome": frozenset(
        {"Choice", "ColumnMatch", "Extract", "ExtractedTable", "RejectedRow"}
    ),
    "data_loaders.received.sheets": frozenset({"Look", "Sheet", "Workbook"}),
    "data_loaders.extracts.child": frozenset({"Answer"}),
    "domain.program.errors": frozenset({"Refusal"}),
    "domain.said.issues": frozenset({"Issue"}),
}


class _DataOnly(pickle.Unpickler):
    """Builds values of `_DATA` and nothing else: a child taken over by its file cannot call anything in the server."""

    def find_class(self, module: str, name: str) -> Any:
        """The class, where it is one of data."""
        if name in _DATA.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


def _data_of(received: bytearray) -> Answer:
    """The answer; the cycle collector would walk a growing million of cells again and again meanwhile."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        found = _DataOnly(BytesIO(received)).load()
        if not isinstance(found, Answer):
            raise pickle.UnpicklingError("no answer")
        return found
    finally:
        if was_collecting:
            gc.enable()


def main() -> None:
    """The child: take a request from standard input, answer on standard output, end at once."""
    gc.disable()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answer
    request: Request = pickle.load(sys.stdin.buffer)
    work_for(request.whose)
    answers.write(_STARTED)
    answers.flush()
    _limit_this_process(request.limits)
    try:
        with held():
            found = request.task(request.content, request.file_name, request.options, request.limits)
        answer = Answer(found)
        _send(answer, answers)
    except RefusedFileError as problem:
        _send(Answer(refusal=problem.refusal), answers)
    # Taking a million cells apart one by one before leaving would be work for nobody.
    os._exit(0)


def _send(answer: Answer, answers: IO[bytes]) -> None:
    pickle.dump(answer, answers, protocol=5)
    answers.flush()


def _limit_this_process(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: the parent watches
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = int(limits.seconds) + 5  # should the parent die, nobody else would end this
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

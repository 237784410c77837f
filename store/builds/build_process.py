"""
How is a build made without harm to the process that serves everybody?

Filling a build runs native code over data of strangers. It is done in a process of its own, which writes
the file, looks at it again from end to end and answers in a small JSON document. Whatever happens to that
process, the server lives and the published build stays.

Where the system can fork, a helper process waits with the libraries loaded and forks for each build, so
that a build costs no start of Python.
"""

import errno
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from domain.counted.checked import checked_toml
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.errors import BuildFailedError
from domain.program.places import ROOT, RULES, in_effect, work_for
from store.builds.building import BuildJob
from store.disk.forks import IS_POSSIBLE, Helper, HelperLostError
from store.disk.trouble import code_of_cause, told

_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())

REHEARSE_VARIABLE = "DASHBOARD_REHEARSE_CRASH"  # name of a stage at which the next builds die, to rehearse it
STAGES = ("opened", "filled", "committed", "checked")

_MEGABYTE = 1 << 20
_FAILED, _NO_ROOM, _TIMED_OUT, _NO_MEMORY = 3, 28, 124, 125
_ONCE = "import sys; from store.builds.build_process import run_once; run_once(sys.argv[1])"
_helper = Helper("store.builds.build_process:load_build_libraries", "store.builds.build_process:run_asked")
_one_at_a_time = Lock()
_WORDS = {
    _TIMED_OUT: "Dựng kho số liệu quá lâu nên đã dừng",
    _NO_MEMORY: "Dựng kho số liệu cần nhiều bộ nhớ hơn mức cho phép nên đã dừng",
}


@dataclass(frozen=True, slots=True)
class BuildLimits:
    """How long and how heavy one build may be, by ``data/rules/build_limits.toml``."""

    seconds: int
    memory_mb: int


def build_limits() -> BuildLimits:
    """The limits in force."""
    return BuildLimits(**checked_toml(RULES / "build_limits.toml", RULE_SHAPES["build_limits"]))


def make(job: BuildJob) -> dict[str, date]:
    """
    Do *job* in a process of its own; return the corrections the sources have caught up with, with the day.

    Raises:
        BuildFailedError: The process ended without a whole build; nothing published was touched.
        HomeDamagedError: There is no room for one.
    """
    request, answer = job.path.with_suffix(".request"), job.path.with_suffix(".answer")
    try:
        with told(), request.open("wb") as file:
            pickle.dump((replace(job, whose=in_effect()), build_limits()), file, protocol=5)
        code = _run_forked(str(request)) if IS_POSSIBLE else _run_alone(str(request))
        said = json.loads(answer.read_text(encoding="utf-8") or "{}") if answer.exists() else {}
        if code == _NO_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(job.path))
        if code != 0 or "caught" not in said:
            raise _failure(job, code, said)
        return {number: date.fromisoformat(day) for number, day in said["caught"].items()}
    finally:
        for path in (request, answer):
            path.unlink(missing_ok=True)


def _failure(job: BuildJob, code: int, said: dict[str, Any]) -> BuildFailedError:
    reason = said.get("error") or (f"signal {-code}" if code < 0 else f"code {code}")
    _LOG.error("The process of build %s ended with %s", job.build_id, reason)
    return BuildFailedError(
        _WORDS.get(code, "Dựng kho số liệu không xong"),
        where=str(said.get("why", "")),
        remedy="Số liệu đã công bố vẫn giữ nguyên. Thử lại, hoặc dựng lại từ các tệp gốc.",
        reason=str(reason),
    )


def _run_forked(request: str) -> int:
    """The exit code of a fork that did *request*; minus the signal where one ended it."""
    with _one_at_a_time:
        fork = _helper.fork()
        try:
            with suppress(BrokenPipeError), fork.stdin as pipe:
                pipe.write(request.encode("utf-8"))
            return fork.wait(build_limits().seconds)
        except subprocess.TimeoutExpired:
            return _TIMED_OUT
        except HelperLostError:
            return -signal.SIGKILL
        finally:
            fork.end()


def end_build_helper() -> None:
    """End the process that forks for each build; the next build starts it anew, and its CPU time is known then."""
    _helper.end()


def _run_alone(request: str) -> int:
    """Without fork (Windows): a process of its own, ended from here when it takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", _ONCE, request],
            cwd=ROOT, timeout=build_limits().seconds, check=False, capture_output=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _TIMED_OUT
    return done.returncode


def run_asked() -> None:
    """In a fork of the helper: the one request whose file is named on standard input."""
    os.dup2(2, 1)  # nobody reads what a library prints
    run_once(sys.stdin.buffer.read().decode("utf-8"))


class _WithoutPandas:
    """A finder by which there is no pandas: a build never uses it, and loading it is a third of the start."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse pandas and leave every other module to the finders that follow."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def load_build_libraries() -> None:
    """Load what a build needs, once, before the first fork."""
    sys.meta_path.insert(0, _WithoutPandas)  # type: ignore[arg-type]
    import duckdb  # noqa: F401
    import pyarrow

    # At its first array pyarrow looks for pandas, and would load it in every fork anew; it remembers what it found.
    pyarrow.array([0])


def run_once(request: str) -> None:
    """In the child: do the one request, write the answer beside it, end at once."""
    path = Path(request)
    code, said = 0, {}
    try:
        job, limits = pickle.loads(path.read_bytes())
        work_for(job.whose)
        _limit_this_process(limits)
        said = {"caught": {number: day.isoformat() for number, day in _do(job, limits).items()}}
    except MemoryError:
        code = _NO_MEMORY
    except Exception as problem:
        # Said to the parent, which writes it down under a number; a bug must not look like a lost process.
        code = _meant(problem)
        said = {"error": traceback.format_exc(), "why": type(problem).__name__ if code == _FAILED else ""}
    try:
        path.with_suffix(".answer").write_text(json.dumps(said), encoding="utf-8")
    except OSError as problem:
        code = _meant(problem)
    os._exit(code)


def _meant(problem: Exception) -> int:
    """The exit code that tells the parent what *problem* means."""
    if "out of memory" in str(problem).lower():
        return _NO_MEMORY
    return _NO_ROOM if code_of_cause(problem) == "disk_full" else _FAILED


def _limit_this_process(limits: BuildLimits) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: DuckDB's own limit holds
    memory = limits.memory_mb * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _do(job: BuildJob, limits: BuildLimits) -> dict[str, date]:
    from store.builds.build_check import require_whole
    from store.builds.build_file import caught_by, write

    def stage(name: str) -> None:
        if job.crash_at == name:
            os.kill(os.getpid(), signal.SIGSEGV)

    if job.change is not None:
        write(job, memory_mb=limits.memory_mb // 2, stage=stage)
        require_whole(job.path, job.change.order)
    caught = caught_by(job)
    stage("checked")
    return caught

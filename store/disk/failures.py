"""Where the system's own failures are written, under a number that can be told over the phone."""

import json
import logging
import sys
import traceback
import uuid
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from domain.program.errors import DashboardError, SystemFailureError, UnknownNameError
from domain.program.places import ROOT
from store.disk.home import Home
from store.disk.trouble import explained

_MOST_BYTES, _KEPT = 2_000_000, 3
_CAUSES = 8  # how far back causes are told


def write_failure(home: Home, where: str) -> str:
    """
    Write the exception being handled, with its trace, to the log of *home*; return its number.

    Where the log itself cannot be written (no room, no right), one line goes to the standard error output.
    """
    number, problem = uuid.uuid4().hex[:8], sys.exc_info()[1]
    assert problem is not None, "there is an exception to write down"
    keep_trace(home, f"{number} {where}", problem)
    return number


def keep_trace(home: Home, said: str, problem: BaseException) -> None:
    """Write *said* and the trace of *problem* to the log of *home*, which starts anew before it grows too large."""
    try:
        home.log.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(home.log, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        _to_standard_error(said, problem)
        return
    handler.handleError = lambda _record: _to_standard_error(said, problem)  # type: ignore[method-assign]
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    handler.handle(logging.makeLogRecord({"msg": f"{said}\n{trace_of(problem)}", "levelno": logging.ERROR}))
    with suppress(OSError):  # what could not be written has been said already
        handler.close()


def trace_of(problem: BaseException) -> str:
    """
    Where *problem* and what lies behind it came about: kinds, files, lines.

    Never its own words and never a value: they may hold a cell, a name, a password.
    """
    told, one = [], problem
    while one is not None and len(told) < _CAUSES:
        told.append("\n".join([_kind(one), *map(_place, traceback.extract_tb(one.__traceback__))]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nbecause of ".join(told)


def _kind(problem: BaseException) -> str:
    code = getattr(problem, "code", None) or getattr(problem, "errno", None) or ""
    return f"{type(problem).__module__}.{type(problem).__qualname__} {code}".rstrip()


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-3:])
    return f"  {name.as_posix()}:{frame.lineno} {frame.name}: {frame.line}"


def _to_standard_error(said: str, problem: BaseException) -> None:
    """One line: commands promise that no trace is shown."""
    print(f"{said}: {_kind(problem)}", file=sys.stderr)


def told_failure(home: Home, where: str, problem: Exception) -> DashboardError:
    """*problem* in words for whoever gave a command: its own, those of a known cause, or a number in the log."""
    said = explained(problem)
    if said is not None:
        return said
    number = write_failure(home, where)
    return SystemFailureError(f"Hệ thống gặp lỗi số {number}", remedy="Báo số này cho quản trị.")


def failure_document(problem: DashboardError, **empty: Any) -> str:
    """The one JSON document of a command that failed: what it would have held, empty, and the error."""
    return json.dumps(
        {**empty, "error": {"code": code_of(problem), "message": str(problem)}}, ensure_ascii=False, indent=1
    )


def code_of(problem: DashboardError) -> str:
    """The code of an error, for programs."""
    if isinstance(problem, UnknownNameError):
        return "unknown_name"
    return str(getattr(problem, "code", "failed"))

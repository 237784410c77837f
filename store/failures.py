"""Where the system's own failures are written, under a number that can be told over the phone."""

import json
import logging
import sys
import uuid
from typing import Any

from domain.errors import DashboardError, SystemFailureError, UnknownNameError
from store.home import Home
from store.trouble import explained


def write_failure(home: Home, where: str) -> str:
    """
    Write the exception being handled, with its trace, to the log of *home*; return its number.

    Where the log itself cannot be written (no room, no right), one line goes to the standard error output.
    """
    number = uuid.uuid4().hex[:8]
    try:
        home.log.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(home.log, encoding="utf-8")
    except OSError:
        _to_standard_error(number, where)
        return number
    handler.handleError = lambda _record: _to_standard_error(number, where)  # type: ignore[method-assign]
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("dashboard.failures")
    log.propagate = False
    log.addHandler(handler)
    log.exception("%s %s", number, where)
    log.removeHandler(handler)
    try:
        handler.close()
    except OSError:
        _to_standard_error(number, where)
    return number


def _to_standard_error(number: str, where: str) -> None:
    """One line: commands promise that no trace is shown."""
    problem = sys.exc_info()[1]
    print(f"{number} {where}: {type(problem).__name__}: {problem}", file=sys.stderr)


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

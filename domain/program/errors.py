"""
Everything this project raises on purpose:

* DashboardError
  + RefusedFileError   a received file cannot be loaded at all
  + RuleNotFoundError  no rule is in force on the date asked for, or a rules file is wrong
  + NotAllowedError    the viewer's role does not permit this action
  + UnknownNameError   a metric, kind, import or department of that name does not exist
  + StoppedError       the user stopped a long task before it was done
  + BuildFailedError   the numbers could not be put together; those published stay
  + SystemFailureError a part of the system failed; the message carries its number in the log
    + HomeDamagedError what a home holds is missing, damaged, out of reach or cannot be written

A bad cell is not here: it is a `domain.said.issues.Issue`. A bug is not here either:
let TypeError, KeyError and AssertionError reach the log unwrapped.
"""

from dataclasses import dataclass


class DashboardError(Exception):
    """
    An error worth showing to the user.

    Args:
        what: What is wrong, in Vietnamese, one sentence without its full stop.
        where: File, sheet, row or screen; empty where the sentence says it.
        remedy: What the user should do next, a full sentence.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(_sentence(what, where, remedy))
        self.what, self.where, self.remedy = what, where, remedy


def _sentence(what: str, where: str, remedy: str) -> str:
    place = f" ({where})" if where else ""
    return f"{what}{place}. {remedy}".strip()


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    Why a received file cannot be loaded: what `RefusedFileError` says, where it is told or sent and not raised.

    Attributes:
        code: One of the refusal codes of `data/codes/refusals.csv`.
    """

    code: str
    what: str
    where: str = ""
    remedy: str = ""

    @property
    def message(self) -> str:
        """All of it in one plain Vietnamese text."""
        return _sentence(self.what, self.where, self.remedy)

    def error(self) -> "RefusedFileError":
        """The same to be raised."""
        return RefusedFileError(self.code, self.what, where=self.where, remedy=self.remedy)


class RefusedFileError(DashboardError):
    """
    A received file cannot be loaded.

    Args:
        code: One of the refusal codes of `data/codes/refusals.csv`.
    """

    def __init__(self, code: str, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.code = code

    @property
    def refusal(self) -> Refusal:
        """What it says, as a value."""
        return Refusal(self.code, self.what, self.where, self.remedy)


class RuleNotFoundError(DashboardError):
    """No rule is in force on the date asked for, or its file cannot be used."""


class NotAllowedError(DashboardError):
    """The viewer's role does not permit this action."""


class UnknownNameError(DashboardError):
    """Nothing of that name exists; `where` lists what does."""


class StoppedError(DashboardError):
    """The user stopped a long task; nothing of it remains."""


class BuildFailedError(DashboardError):
    """
    The process that makes a build ended without one, or what it made is not whole.

    Args:
        reason: What happened, for the log.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "", reason: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.reason = reason


class SystemFailureError(DashboardError):
    """A part of the system failed; the message carries the number under which the log has it."""


class HomeDamagedError(SystemFailureError):
    """
    Something a home lives on is missing, damaged, out of reach or cannot be written.

    Args:
        code: Which, for programs: ``database_missing``, ``pointer_damaged``, ``disk_full`` and the like.
    """

    def __init__(self, code: str, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.code = code

"""
Who may be shown what this home holds: everybody (the trial), whoever signs in (an office), nobody (something is lost)?

The answer is fail-closed. A home is a trial only while its marker does not say otherwise, its application
database can be read and holds no account; whatever is missing, emptied or damaged closes it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from domain.program.errors import DashboardError, HomeDamagedError
from store.disk.home import Home
from store.disk.marker import Marker, is_untouched, read_marker, write_marker
from store.disk.trouble import code_of_cause
from store.written.application import has_accounts, is_there

CALL = "Gọi người quản trị hệ thống của cơ quan"
WAIT = "Chờ một phút rồi tải lại trang; vẫn vậy thì gọi người quản trị hệ thống của cơ quan"
_PASSES = frozenset({"database_busy"})  # whoever holds it lets go of it by itself


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a home stands towards its visitors.

    Attributes:
        kind: ``closed`` where it cannot be told who may see: then nobody sees anything.
        why: For ``closed``, the sentence that says what is wrong and whom to call.
    """

    kind: Literal["trial", "office", "closed"]
    why: str = ""


def standing_of(home: Home) -> Standing:
    """How *home* stands now; never raises, creates nothing."""
    try:
        return _standing(home, read_marker(home.path))
    except DashboardError as problem:
        cure = WAIT if code_of_cause(problem) in _PASSES else CALL
        return Standing("closed", f"{problem.what}. {cure}.")
    except Exception as problem:  # whatever it is: who may see cannot be told, so nobody does
        return Standing("closed", f"Chưa đọc được danh sách tài khoản ({type(problem).__name__}). {CALL}.")


def _standing(home: Home, marker: Marker | None) -> Standing:
    if not is_there(home):
        if marker is None and is_untouched(home.path):
            return Standing("trial")
        if marker is not None and marker.kind == "trial":
            return Standing("trial")
        raise HomeDamagedError("database_missing", "Không thấy cơ sở dữ liệu ứng dụng của đơn vị")
    if has_accounts(home):
        return Standing("office")
    if marker is not None and marker.kind == "office":
        raise HomeDamagedError("accounts_missing", "Thư mục này là của đơn vị mà không còn tài khoản nào")
    return Standing("trial")


def is_trial(home: Home) -> bool:
    """Tell whether everybody may look at *home* as whoever they like: its numbers are samples or nobody's secret."""
    return standing_of(home).kind == "trial"


def mark_office(home: Home) -> None:
    """
    Say for good that *home* is an office's. Call it before its first account is written.

    Should the account then not come about, nobody sees anything, and it can be tried again.
    """
    before = read_marker(home.path) or Marker("office")
    write_marker(home.path, Marker("office", has_database=before.kind != "damaged" and before.has_database))


def mark_trial(home: Home) -> None:
    """Say that *home*, in which there is nothing yet, is made to try the samples in."""
    if is_untouched(home.path) and not home.own_data.exists():
        write_marker(home.path, replace(read_marker(home.path) or Marker("trial"), is_for_samples=True))


def takes_samples(home: Home) -> bool:
    """Tell whether samples may be loaded into *home*: it was made for them, and nobody made it an office's."""
    marker = read_marker(home.path)
    return marker is not None and marker.kind == "trial" and marker.is_for_samples and is_trial(home)

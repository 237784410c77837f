"""What has an office set for itself, who changed it when, and how does an earlier state come back?"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.program.errors import DashboardError, UnknownNameError
from domain.program.places import DATA, OWN, SAMPLES
from store.disk.durable import exclusive, replace, temporary_beside, write_durably
from store.disk.home import Home
from store.written.application import now

OFFICES = DATA / "offices"
_NOTE, _PENDING = "version.json", "pending"

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Version:
    """
    One state that an office's own data had.

    Attributes:
        number: Counted from 1, the newest highest.
        what: What was changed, in words.
    """

    number: int
    saved_at: datetime
    person: str
    what: str


def starting_points() -> tuple[str, ...]:
    """Names of the offices that ship beside the first, to start from or to look at."""
    return tuple(sorted(path.name for path in OFFICES.glob("*") if (path / OWN).is_dir()))


def samples_of(name: str) -> list[Path]:
    """The sample files of the shipped office *name*; of the first office where it is empty."""
    folder = OFFICES / name / "samples" if name else SAMPLES
    return sorted(path for path in folder.glob("*") if path.is_file())


def start_from(home: Home, name: str, *, person: str) -> Version:
    """
    Give *home* the data of the shipped office *name* as its own.

    Raises:
        UnknownNameError: There is no such office.
        DashboardError: The home has data of its own already.
    """
    if name not in starting_points():
        raise UnknownNameError(
            f"Không có cơ quan mẫu “{name}”", where=f"có: {', '.join(starting_points())}", remedy="Chọn một tên trong đó."
        )  # fmt: skip
    if home.own_data.is_dir():
        raise DashboardError(
            "Thư mục này đã có thông tin riêng của cơ quan", where=str(home.own_data),
            remedy="Sửa tại trang Thiết lập.",
        )  # fmt: skip
    return save(
        home, files_under(OFFICES / name / OWN), person=person, what=f"Bắt đầu từ cơ quan mẫu “{name}”"
    )


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*: its path there, and its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".tmp-"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def own_files(home: Home) -> dict[str, bytes]:
    """What the office has set, file by file; empty where it has set nothing."""
    return files_under(home.own_data)


def save(home: Home, files: Files, *, person: str, what: str) -> Version:
    """
    Make *files* the whole of what the office has set, and keep the state before.

    What was changed by hand in the folder is kept as a version of its own first.
    """
    with _changing(home):
        known = versions(home)
        held = own_files(home)
        if held and (not known or held != _files_of(home, known[0].number)):
            known = [_write_version(home, held, person="", what="Sửa tệp ngoài phần mềm"), *known]
        made = _write_version(home, files, person=person, what=what)
        _put(home, made.number)
        return made


def return_to(home: Home, number: int, *, person: str) -> Version:
    """
    Bring the state of version *number* back, as a version of its own.

    Raises:
        UnknownNameError: There is no such version.
    """
    wanted = next((one for one in versions(home) if one.number == number), None)
    if wanted is None:
        raise UnknownNameError(f"Không có bản thiết lập số {number}", remedy="Chọn một bản trong danh sách.")
    return save(home, _files_of(home, number), person=person, what=f"Trở lại bản số {number}")


def versions(home: Home) -> list[Version]:
    """Every state there was, the newest first."""
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in home.own_versions.glob(f"*/{_NOTE}")]
    found = [
        Version(n["number"], datetime.fromisoformat(n["saved_at"]), n["person"], n["what"]) for n in notes
    ]
    return sorted(found, key=lambda one: -one.number)


def finish_saving(home: Home) -> None:
    """Complete a change during which the program was ended: what counts is never half of two states."""
    pending = home.own_versions / _PENDING
    if pending.exists():
        with _changing(home):
            pass


@contextmanager
def _changing(home: Home) -> Iterator[None]:
    home.path.mkdir(parents=True, exist_ok=True)
    with exclusive(home.path / "office.lock"):
        pending = home.own_versions / _PENDING
        if pending.exists():
            _put(home, int(pending.read_text(encoding="utf-8")))
        yield


def _folder(home: Home, number: int) -> Path:
    return home.own_versions / f"{number:04d}"


def _files_of(home: Home, number: int) -> dict[str, bytes]:
    return {name: content for name, content in files_under(_folder(home, number)).items() if name != _NOTE}


def _write_version(home: Home, files: Files, *, person: str, what: str) -> Version:
    """A whole folder under its final name, or nothing."""
    number = max((one.number for one in versions(home)), default=0) + 1
    made = Version(number, now(), person, what)
    target = _folder(home, number)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(target)
    for name, content in files.items():
        write_durably(temporary / name, content)
    note = {"number": number, "saved_at": made.saved_at.isoformat(), "person": person, "what": what}
    write_durably(temporary / _NOTE, json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8"))
    replace(temporary, target)
    return made


def _put(home: Home, number: int) -> None:
    """Bring the folder that counts to version *number*; begun again from the start where it was cut off."""
    write_durably(home.own_versions / _PENDING, str(number).encode())
    wanted = _files_of(home, number)
    for name, content in wanted.items():
        target = home.own_data / name
        if not target.exists() or target.read_bytes() != content:
            write_durably(target, content)
    for name in own_files(home):
        if name not in wanted:
            (home.own_data / name).unlink()
    _drop_empty_folders(home.own_data)
    (home.own_versions / _PENDING).unlink()


def _drop_empty_folders(folder: Path) -> None:
    """A folder without files must not stand for an office without sets or results."""
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(path.iterdir()):
            shutil.rmtree(path)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()

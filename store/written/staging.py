"""Which received files wait to be published, whose they are, and where their bytes lie."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.program.errors import HomeDamagedError
from store.disk.durable import write_durably
from store.disk.home import Home
from store.disk.snapshots import sha256_of
from store.written.application import now, staged_file, writing
from store.written.records import Row, add, change, listed


def put(
    home: Home,
    *,
    person: str,
    file_name: str,
    content: bytes,
    options: dict[str, Any],
    moment: datetime | None = None,
) -> int:
    """Keep *content* until it is published or taken away; the same file of the same person is there once."""
    sha256 = sha256_of(content)
    for row in waiting(home, person):
        if (row["sha256"], row["file_name"]) == (sha256, file_name):
            return int(row["id"])
    write_durably(_path(home, sha256), content)
    return add(
        home,
        staged_file,
        person=person,
        sha256=sha256,
        file_name=file_name,
        size=len(content),
        options=options,
        corrections=[],
        staged_at=moment or now(),
    )


def waiting(home: Home, person: str) -> list[Row]:
    """The files of *person* that wait, in the order received."""
    return listed(home, staged_file, person=person)


def content_of(home: Home, sha256: str) -> bytes:
    """
    The bytes of a waiting file.

    Raises:
        HomeDamagedError: They are gone or no longer those that were received.
    """
    try:
        content = _path(home, sha256).read_bytes()
    except FileNotFoundError:
        content = b""
    if sha256_of(content) != sha256:
        raise HomeDamagedError(
            "waiting_file_lost",
            "Không còn nguyên vẹn tệp đang chờ công bố",
            remedy="Bỏ tệp này khỏi danh sách rồi tải lại.",
        )
    return content


def set_options(home: Home, number: int, *, options: dict[str, Any]) -> None:
    """From now on a waiting file is read as *options* say."""
    change(home, staged_file, number, options=options)


def set_corrections(home: Home, number: int, *, corrections: Sequence[int]) -> None:
    """From now on *corrections* wait with a file: they count with it and go with it."""
    change(home, staged_file, number, corrections=list(corrections))


def take_away(home: Home, number: int, *, person: str) -> None:
    """Forget a waiting file of *person*; its bytes go when nobody else waits for them."""
    rows = [row for row in waiting(home, person) if row["id"] == number]
    if not rows:
        return
    with writing(home) as connection:
        connection.execute(staged_file.delete().where(staged_file.c.id == number))
    if not listed(home, staged_file, sha256=rows[0]["sha256"]):
        _path(home, rows[0]["sha256"]).unlink(missing_ok=True)


def _path(home: Home, sha256: str) -> Path:
    return home.path / "staging" / sha256

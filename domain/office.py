"""What is the office called, and how does it sign?"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.errors import RuleNotFoundError
from domain.places import DATA

OFFICE = DATA / "office.toml"


@dataclass(frozen=True, slots=True)
class Office:
    """
    The names of one office, as its papers print them.

    Attributes:
        superior: The agency above, one line of the letterhead per line.
        letterhead: The office's own name on its letterhead, one line per line.
        notation: What stands after the type of a document: ``BQL`` in ``BC-BQL``.
        gathering_unit: Code of the unit that gathers the figures and chases.
        leadership: Code of the leadership, which has no score.
        units_words: How all units together are called.
    """

    name: str
    short_name: str
    superior: str
    letterhead: str
    place: str
    notation: str
    head_title: str
    deputy_title: str
    gathering_unit: str
    gathering_head_title: str
    leadership: str
    units_words: str


def office(path: Path = OFFICE) -> Office:
    """
    Return the record of the office.

    Raises:
        RuleNotFoundError: The file is missing, cannot be read, or lacks something.
    """
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as problem:
        raise RuleNotFoundError(
            "Không đọc được thông tin cơ quan", where=f"data/{path.name}",
            remedy="Ghi đủ các mục như tệp mẫu kèm phần mềm.",
        ) from problem  # fmt: skip


@cache
def _read(path: Path, _changed: int) -> Office:
    return Office(**tomllib.loads(path.read_text(encoding="utf-8")))

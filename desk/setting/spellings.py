"""Which units do the spellings mean that files brought and nobody has written down?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.to_do import unread_units
from domain.agency.departments import departments
from domain.agency.scope import Viewer
from domain.wording.text import fold_words
from store.builds.reader import Reader

_COMMON = frozenset(
    {"phong", "ban", "van", "p", "so", "quan", "ly", "li", "va", "cac", "tai", "trung", "tam"}
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """
    A spelling that means no unit yet.

    Attributes:
        rows: Rows that wait for it.
        code: The unit it resembles; None where it resembles none, or two alike.
    """

    text: str
    rows: int
    code: str | None


def open_spellings(reader: Reader, viewer: Viewer) -> list[Spelling]:
    """Every spelling of the published files that no unit has, the most frequent first, each with a proposal."""
    viewer.require("configure")
    return [Spelling(one.text, one.rows, resembled(one.text)) for one in unread_units(reader)]


def resembled(text: str) -> str | None:
    """
    The one unit whose name has at least half of the telling words of *text*, more than any other's; a proposal, never a reading.

    >>> resembled("Phòng Lao động, tiền lương"), resembled("Phòng Đầu tư nước ngoài"), resembled("Phòng Lạ")
    ('QLLD', None, None)
    """
    wanted = _telling(text)
    shared = [(len(wanted & _telling(unit.name_vi)), unit.code) for unit in departments()]
    most = max((number for number, _ in shared), default=0)
    best = [code for number, code in shared if number == most]
    return best[0] if most and most * 2 >= len(wanted) and len(best) == 1 else None


def _telling(name: str) -> set[str]:
    """The words of a name but those that every second unit has."""
    return set(fold_words(name).split()) - _COMMON


def with_spellings(rows: Sequence[Mapping[str, str]], meant: Mapping[str, str]) -> list[dict[str, str]]:
    """The list of units with each text of *meant* among the spellings of its unit."""
    found = []
    for row in rows:
        known = [name for name in row["aliases"].split("|") if name]
        added = [text for text, code in meant.items() if code == row["code"] and text not in known]
        found.append({**row, "aliases": "|".join([*known, *added])})
    return found

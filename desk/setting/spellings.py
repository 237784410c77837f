"""Which units do the spellings mean that files brought and nobody has written down?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.to_do import unknown_units
from domain.departments import departments
from domain.scope import Viewer
from domain.text import fold_words
from store.reader import Reader

_ENOUGH, _AHEAD = 80, 5


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
    return [Spelling(one.text, one.rows, resembled(one.text)) for one in unknown_units(reader, viewer)]


def resembled(text: str) -> str | None:
    """
    The one unit whose name or spelling *text* resembles clearly more than any other's; a proposal, never a reading.

    >>> resembled("Phòng Quản lí Đầu tư nước ngoài"), resembled("Phòng Lạ")
    ('QLDT', None)
    """
    from rapidfuzz import fuzz  # only an office with an unknown spelling pays for it

    wanted = fold_words(text)
    best = sorted(
        ((max(fuzz.token_set_ratio(wanted, fold_words(name)) for name in (unit.name_vi, unit.short_vi)), unit.code)
         for unit in departments()),
        reverse=True,
    )  # fmt: skip
    if not best or best[0][0] < _ENOUGH:
        return None
    return best[0][1] if len(best) == 1 or best[0][0] - best[1][0] >= _AHEAD else None


def with_spellings(rows: Sequence[Mapping[str, str]], meant: Mapping[str, str]) -> list[dict[str, str]]:
    """The list of units with each text of *meant* among the spellings of its unit."""
    found = []
    for row in rows:
        known = [name for name in row["aliases"].split("|") if name]
        added = [text for text, code in meant.items() if code == row["code"] and text not in known]
        found.append({**row, "aliases": "|".join([*known, *added])})
    return found

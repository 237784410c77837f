"""At which levels do the lines of a set stand that prints no codes: by how far they are indented, or by how they are set?"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from data_loaders.received.sheets import Look, Sheet
from data_loaders.values.cells import read_score, says_nothing
from domain.wording.text import fold_words

_TOTAL = re.compile(r"(?:tong|cong)\b(?! tac)")
_PLAIN = Look(0, False)
_MOST_LEVELS = 4
MARK = "thut le"  # what stands for the spelling of a column whose cells tell the level by how they are set


def outline_levels(sheet: Sheet, rows: Sequence[int], name: int, points: int) -> list[int] | None:
    """
    The level from 0 of each of *rows* whose column *name* holds a criterion worth what column *points* says.

    None unless one way to read the levels makes a tree in which the parts of every line add up to it.
    """
    worth = [read_score(sheet.rows[row][points])[0] for row in rows]
    if len(rows) < 2 or None in worth or any(says_nothing(sheet.rows[row][name]) for row in rows):
        return None
    texts = [str(sheet.rows[row][name]) for row in rows]
    looks = [sheet.looks.get((sheet.row_numbers[row], name), _PLAIN) for row in rows]
    for depths in (_indents(texts, looks), _emphases(texts, looks)):
        levels = _ranks(depths)
        if max(levels) and _is_tree(levels) and _adds_up(levels, [one or Decimal(0) for one in worth]):
            return levels
    return None


def outlined_rows(sheet: Sheet, start: int, name: int, points: int) -> list[int]:
    """The rows from *start* with a name and points, down to the first without or to a total."""
    found = []
    for row in range(start, len(sheet.rows)):
        text, worth = sheet.rows[row][name], read_score(sheet.rows[row][points])[0]
        if not isinstance(text, str) or worth is None or _TOTAL.match(fold_words(text)):
            break
        found.append(row)
    return found


def _indents(texts: Sequence[str], looks: Sequence[Look]) -> list[int]:
    """Steps of the cell's own indent and spaces before the text."""
    return [
        look.indent * 100 + len(text) - len(text.lstrip()) for text, look in zip(texts, looks, strict=True)
    ]


def _emphases(texts: Sequence[str], looks: Sequence[Look]) -> list[int]:
    """Capitals above bold, bold above plain."""
    return [
        0 if text.isupper() else 1 if look.is_bold else 2 for text, look in zip(texts, looks, strict=True)
    ]


def _ranks(depths: Sequence[int]) -> list[int]:
    known = sorted(set(depths))
    return [known.index(depth) for depth in depths]


def _is_tree(levels: Sequence[int]) -> bool:
    """Tell levels that begin at the top and never go down more than one at a time."""
    return levels[0] == 0 and max(levels) < _MOST_LEVELS and all(b - a <= 1 for a, b in pairwise(levels))


def _adds_up(levels: Sequence[int], points: Sequence[Decimal]) -> bool:
    for place, (level, whole) in enumerate(zip(levels, points, strict=True)):
        parts = []
        for below, part in zip(levels[place + 1 :], points[place + 1 :], strict=True):
            if below <= level:
                break
            parts += [part] if below == level + 1 else []
        if parts and sum(parts) != whole:
            return False
    return True

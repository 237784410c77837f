"""Which criterion stands under which, going by how the codes of a set are numbered?"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ROMAN = re.compile(r"[IVXLC]{1,6}")


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """
    One code in its tree.

    Attributes:
        code: As printed, or with its parent's before it where the set prints it more than once.
        parent: Code of the criterion it stands under.
        level: 1 for a field.
    """

    code: str | None
    parent: str | None
    level: int | None


def placed_codes(codes: Sequence[str | None]) -> list[PlacedCode]:
    """
    Place each of *codes*, in the order printed.

    Codes with points in them name their own parent. Where a set numbers its levels in different styles
    (I, 1, a), each new style stands one level below the line it follows, and a style seen before ends the
    levels below it.

        >>> [(one.code, one.parent) for one in placed_codes(["I", "1.1", "II", "2.1"])]
        [('I', None), ('1.1', 'I'), ('II', None), ('2.1', 'II')]
        >>> [(one.code, one.parent) for one in placed_codes(["1", "a", "b", "2"])]
        [('1', None), ('1.a', '1'), ('1.b', '1'), ('2', None)]
        >>> [one.code for one in placed_codes(["I", "1", "1.1", "II", "1", "1.1"])]
        ['I', 'I.1', 'I.1.1', 'II', 'II.1', 'II.1.1']
    """
    codes = [code.strip("()") if code else code for code in codes]
    known = [code for code in codes if code]
    if all(style(code) == "decimal" for code in known):
        return [_by_points(code) for code in codes]
    return _by_style(codes)


def style(code: str) -> str:
    """How a code is numbered: ``roman``, ``upper``, ``letter`` or ``decimal``; its depth is its own matter."""
    head = code.split(".")[0]
    if head.isdigit():
        return "decimal"
    if _ROMAN.fullmatch(head):
        return "roman"
    return "upper" if head.isupper() and len(head) == 1 else "letter" if len(head) == 1 else "other"


def _by_points(code: str | None) -> PlacedCode:
    if code is None:
        return PlacedCode(None, None, None)
    return PlacedCode(code, code.rpartition(".")[0] or None, code.count(".") + 1)


def _by_style(codes: Sequence[str | None]) -> list[PlacedCode]:
    placed: list[PlacedCode] = []
    open_levels: list[tuple[str, PlacedCode]] = []  # style with depth, and the criterion open there
    used: Counter[str] = Counter(code for code in codes if code)
    for code in codes:
        if code is None:
            placed.append(PlacedCode(None, None, None))
            continue
        form = f"{style(code)}{code.count('.')}"
        at = next((n for n, (known, _) in enumerate(open_levels) if known == form), len(open_levels))
        del open_levels[at:]
        parent = open_levels[-1][1] if open_levels else None
        one = PlacedCode(_unique(code, parent, used), parent.code if parent else None, len(open_levels) + 1)
        open_levels.append((form, one))
        placed.append(one)
    return placed


def _unique(code: str, parent: PlacedCode | None, used: "Counter[str]") -> str:
    """The code itself; with its parent's where it says nothing without: a letter, or one printed twice."""
    if parent is None or parent.code is None:
        return code
    if style(code) == "letter" or used[code] > 1:
        last = code.rpartition(".")[2] if style(code) == "decimal" else code
        return f"{parent.code}.{last}"
    return code

"""Which groups of a set stand outside its points, bonus or penalty, and what does each come to at most?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.wording.text import fold

Kind = Literal["bonus", "penalty", "unclear"]
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)

_LEAD = r"^(?:[a-z0-9]{1,4}[.)] )?(?:(?:cac|phan|nhom|muc|tieu chi|noi dung|quy dinh)(?: ve)? )*"
_NAMED = re.compile(_LEAD + r"(?:diem (?:thuong|cong|tru|phat)|(?:thuong|cong|tru|phat) diem)\b")
_BONUS = re.compile(r"\b(?:diem )?(?:thuong|cong)\b")
_PENALTY = re.compile(r"\b(?:diem )?(?:tru|phat)\b")
_CAP = re.compile(
    r"(?:toi da|khong (?:duoc )?(?:vuot )?qua|nhieu nhat)(?: la| bang| khong qua)?:? ?(\d{1,3}(?:[.,]\d{1,2})?)(?: diem|d)?\b(?! ?%)"
)


class Line(NamedTuple):
    """What is looked at of one line of a set, in the order printed."""

    code: str | None
    parent: str | None
    name: str | None
    points: Decimal | None
    rule_text: str | None = None


@dataclass(frozen=True, slots=True)
class OutsideGroup:
    """
    A bonus or penalty that is counted beside the points of a set.

    Attributes:
        kind: ``unclear`` where the lines do not say whether points are given or taken.
        cap: The most that the whole group comes to; None where nothing says so.
        codes: The group and everything under it.
        leaves: What of it is given points, with the most of each, as far as printed.
    """

    kind: Kind
    code: str
    name: str
    cap: Decimal | None
    codes: frozenset[str]
    leaves: Mapping[str, Decimal | None]

    @property
    def is_bonus(self) -> bool:
        """Tell a bonus from a penalty."""
        return self.kind == "bonus"

    def points(self, given: Mapping[str, Decimal]) -> Decimal:
        """What the points *given* to its lines come to, without a sign: each line and the group within its most."""
        stated = {code: abs(value) for code, value in given.items() if code in self.leaves}
        total = sum((_at_most(value, self.leaves[code]) for code, value in stated.items()), _ZERO)
        if not stated:
            total = abs(given.get(self.code, _ZERO))
        return _at_most(total, self.cap)


def _at_most(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


def outside_groups(lines: Iterable[Line]) -> tuple[OutsideGroup, ...]:
    """
    The groups of *lines* outside the points of the set.

    A group that is called bonus or penalty stands outside where what lies beside it makes up the points without it:
    a field always, unless only with the bonus the fields come to a full hundred. A maximum below nothing is a penalty.

        >>> lines = [Line("I", None, "Chỉ đạo", Decimal(100)), Line("II", None, "Điểm trừ (không quá 5 điểm)", None)]
        >>> [(one.kind, one.cap) for one in outside_groups(lines)]
        [('penalty', Decimal('5'))]
    """
    given = [line for line in lines if line.code]
    if not any(_kind(line) for line in given):
        return ()
    under: dict[str | None, list[Line]] = {}
    for line in given:
        under.setdefault(line.parent, []).append(line)
    at = {str(line.code): line for line in reversed(given)}
    heads = [line for line in given if _kind(line) and _is_apart(line, at, under)]
    return tuple(_groups(heads, under))


def outside_codes(lines: Iterable[Line]) -> frozenset[str]:
    """The codes of everything that stands outside the points."""
    return frozenset(code for group in outside_groups(lines) for code in group.codes)


def is_outside_by_name(line: Line) -> bool:
    """Tell a line that is called bonus or penalty, or whose maximum is below nothing."""
    return _kind(line) is not None


def stated_cap(line: Line) -> Decimal | None:
    """
    The most that the words of *line* give it.

    >>> stated_cap(Line("II", None, "Điểm thưởng (tối đa 2 điểm)", None))
    Decimal('2')
    """
    for text in (line.name, line.rule_text):
        if found := _CAP.search(_folded(text)):
            return Decimal(found[1].replace(",", "."))
    return None


def _folded(text: str | None) -> str:
    return " ".join(re.sub(r"[():;–-]", " ", fold(text or "")).split())


def _kind(line: Line) -> Kind | None:
    if line.points is not None and line.points < 0:
        return "penalty"
    name = _folded(line.name)
    if not _NAMED.match(name):
        return None
    is_bonus, is_penalty = bool(_BONUS.search(name)), bool(_PENALTY.search(name))
    return "unclear" if is_bonus and is_penalty else "bonus" if is_bonus else "penalty"


def _is_apart(line: Line, at: Mapping[str, Line], under: Mapping[str | None, Sequence[Line]]) -> bool:
    beside = under[line.parent]
    rest = sum((one.points or _ZERO for one in beside if not _kind(one)), _ZERO)
    above = at.get(line.parent) if line.parent else None
    if above is not None:
        return bool(_kind(above)) or (above.points is not None and above.points == rest)
    whole = rest + sum((one.points or _ZERO for one in beside if _kind(one) == "bonus"), _ZERO)
    is_part = _kind(line) == "bonus" and whole % _HUNDRED == 0 and rest % _HUNDRED != 0
    return bool(rest) and not is_part


def _groups(heads: Sequence[Line], under: Mapping[str | None, Sequence[Line]]) -> Iterable[OutsideGroup]:
    kinds: dict[str | None, Kind | None] = {line.code: _kind(line) for line in heads}
    for head in heads:
        kind = kinds[head.code]
        if kinds.get(head.parent) == kind or kind is None:
            continue
        inside = [line for line in _below(head, under) if kinds.get(line.code, kind) == kind]
        leaves = {str(one.code): _most(one) for one in inside if one.code not in under}
        codes = frozenset(str(one.code) for one in inside)
        yield OutsideGroup(kind, str(head.code), head.name or "", _most(head), codes, leaves)


def _below(head: Line, under: Mapping[str | None, Sequence[Line]]) -> list[Line]:
    found = [head]
    for line in found:
        found += [one for one in under.get(line.code, ()) if one not in found]
    return found


def _most(line: Line) -> Decimal | None:
    """The least of what the column and the words say, without a sign."""
    said = [abs(value) for value in (line.points, stated_cap(line)) if value]
    return min(said) if said else None

"""Which criterion stands under which, going by how the codes of a set are numbered and what their points add up to?"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.sets.outside_scale import Line, is_outside_by_name

_ROMAN = re.compile(r"[IVXLC]{1,6}")
_SMALL_ROMAN = re.compile(r"[ivx]{1,5}")
_TORN = 100  # faults that a code away from its printed parent counts for
_PATHED = frozenset({"letter", "small_roman"})  # say nothing without what they stand under


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


@dataclass(frozen=True, slots=True)
class Sum:
    """A criterion whose parts do not add up to it: its place in the order printed, its points and theirs."""

    place: int
    whole: Decimal
    parts: tuple[Decimal, ...]


def placed_codes(
    codes: Sequence[str | None], points: Sequence[Decimal | None] | None = None
) -> list[PlacedCode]:
    """
    Place each of *codes*, in the order printed; of two readings the one whose *points* add up.

    Codes with points in them name their own parent. Where a set numbers its levels in different styles
    (I, 1, a), each new style stands one level below the line it follows, and a style seen before ends the
    levels below it.

        >>> [(one.code, one.parent) for one in placed_codes(["I", "1.1", "II", "2.1"])]
        [('I', None), ('1.1', 'I'), ('II', None), ('2.1', 'II')]
        >>> [(one.code, one.parent) for one in placed_codes(["1", "a", "b", "2"])]
        [('1', None), ('1.a', '1'), ('1.b', '1'), ('2', None)]
        >>> [one.code for one in placed_codes(["I", "1", "1.1", "2", "II", "1", "1.1"])]
        ['I', 'I.1', 'I.1.1', 'I.2', 'II', 'II.1', 'II.1.1']
    """
    every = readings(codes)
    if points is None or len(every) == 1:
        return every[0]
    return min(every, key=lambda one: _faults(codes, one, points))  # the first of equals


def readings(codes: Sequence[str | None]) -> list[list[PlacedCode]]:
    """Every way to place *codes*, the most usual first."""
    codes = [code.strip("()") if code else code for code in codes]
    forms = _forms(codes)
    known = [form for form in forms if form]
    pointed = [_by_points(code) for code in codes]
    styled = _by_style(codes, forms)
    ways = [pointed, styled] if all(form.startswith("decimal") for form in known) else [styled]
    ways += [_by_style(codes, [form.rstrip("0123456789") if form else None for form in forms])]
    ways += [_by_prefix(codes, forms)]
    unique: list[list[PlacedCode]] = []
    for one in ways:
        if one not in unique:
            unique.append(one)
    return unique


def failing_sums(placed: Sequence[PlacedCode], points: Sequence[Decimal | None]) -> list[Sum]:
    """The criteria whose parts, where all are known, do not add up to them."""
    at = {one.code: place for place, one in reversed(list(enumerate(placed))) if one.code}
    parts: dict[str, list[Decimal]] = defaultdict(list)
    for one, given in zip(placed, points, strict=True):
        if one.parent in at and one.parent is not None and given is not None:
            parts[one.parent].append(given)
    found = [
        Sum(at[parent], whole, tuple(given))
        for parent, given in parts.items()
        if (whole := points[at[parent]]) is not None and sum(given) != whole
    ]
    return sorted(found, key=lambda one: one.place)


def _faults(
    printed: Sequence[str | None], placed: Sequence[PlacedCode], points: Sequence[Decimal | None]
) -> int:
    """How much speaks against a reading: sums that fail, parents that are not there, codes that come twice."""
    codes = [one.code for one in placed if one.code]
    known = set(codes)
    orphans = sum(one.parent is not None and one.parent not in known for one in placed)
    torn = sum(_is_torn(code, one, printed) for code, one in zip(printed, placed, strict=True) if code)
    return len(failing_sums(placed, points)) + orphans + _TORN * torn + len(codes) - len(known)


def _is_torn(code: str, one: PlacedCode, printed: Sequence[str | None]) -> bool:
    """Tell a code that is placed elsewhere than under the code that it begins with, which is printed too."""
    prefix = code.rpartition(".")[0]
    return bool(prefix) and prefix in printed and not f".{one.parent}".endswith(f".{prefix}")


# --- fields without a code ---------------------------------------------------------------------------

_FIELD_NAME = re.compile(
    r"^\s*(?:(?:lĩnh vực|phần|chương|mục|nhóm)\s+)?([IVXLC]{1,6}|\d{1,2})\s*(?:[.:)–-]|$)", re.IGNORECASE
)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def codes_of_fields(
    codes: Sequence[str | None], names: Sequence[str | None], points: Sequence[Decimal | None]
) -> list[str | None]:
    """
    *codes* with those of the fields that have a name and points alone: by their name, else I, II, III in order.

    >>> codes_of_fields([None, "1", None, "2"], ["LĨNH VỰC 1: A", "b", "LĨNH VỰC 2: C", "d"], [Decimal(1)] * 4)
    ['I', '1', 'II', '2']
    """
    bare = [
        not code and bool(name) and score is not None
        for code, name, score in zip(codes, names, points, strict=True)
    ]
    if any(style(code) == "roman" for code in codes if code):
        return _numbered_on(codes, names, bare)
    if not any(bare):
        return list(codes)
    found: list[str | None] = []
    for code, name, is_bare in zip(codes, names, bare, strict=True):
        number = sum(bare[: len(found)])
        found.append(_field_code(str(name), number) if is_bare else code)
    return found


def _numbered_on(
    codes: Sequence[str | None], names: Sequence[str | None], bare: Sequence[bool]
) -> list[str | None]:
    """*codes* with the next roman numbers for bonus and penalty groups that have none."""
    free = iter([code for code in ROMANS if code not in codes])
    return [
        next(free, None) if is_bare and is_outside_by_name(Line(None, None, name, None)) else code
        for code, name, is_bare in zip(codes, names, bare, strict=True)
    ]


def _field_code(name: str, number: int) -> str | None:
    said = _FIELD_NAME.match(name)
    if said and not said[1].isdigit():
        return said[1].upper()
    number = int(said[1]) - 1 if said else number
    return ROMANS[number] if 0 <= number < len(ROMANS) else None


# --- numbering ------------------------------------------------------------------------------------


def style(code: str) -> str:
    """How a code is numbered: ``roman``, ``upper``, ``letter``, ``small_roman`` or ``decimal``; its depth apart."""
    head = code.split(".")[0]
    if head.isdigit():
        return "decimal"
    if _ROMAN.fullmatch(head):
        return "roman"
    if len(head) == 1:
        return "upper" if head.isupper() else "letter"
    return "small_roman" if _SMALL_ROMAN.fullmatch(head) else "other"


def _forms(codes: Sequence[str | None]) -> list[str | None]:
    """Style and depth of every code; C after B is a letter, i after a letter other than h a small roman."""
    forms: list[str | None] = []
    last = {"upper": "", "letter": ""}
    for code in codes:
        if code is None:
            forms.append(None)
            continue
        head = code.split(".")[0]
        kind = style(code)
        if kind == "roman" and len(head) == 1 and last["upper"] and ord(head) - ord(last["upper"]) in (0, 1):
            kind = "upper"
        if kind == "letter" and head == "i" and last["letter"] not in ("h", "i"):
            kind = "small_roman"
        if kind == "letter" and head in "vx" and "i" in [c for c in codes if c]:
            kind = "small_roman"
        if kind in last:
            last[kind] = head
        forms.append(f"{kind}{code.count('.')}")
    return forms


def _by_points(code: str | None) -> PlacedCode:
    if code is None:
        return PlacedCode(None, None, None)
    return PlacedCode(code, code.rpartition(".")[0] or None, code.count(".") + 1)


def _by_style(codes: Sequence[str | None], forms: Sequence[str | None]) -> list[PlacedCode]:
    """Each new form one level below the line it follows; a form that is open ends the levels below it."""
    pathed = _restarting(codes, forms)
    placed: list[PlacedCode] = []
    open_levels: list[tuple[str, PlacedCode]] = []  # form, and the criterion open there
    for code, form in zip(codes, forms, strict=True):
        if code is None or form is None:
            placed.append(PlacedCode(None, None, None))
            continue
        at = next((n for n, (known, _) in enumerate(open_levels) if known == form), len(open_levels))
        del open_levels[at:]
        parent = open_levels[-1][1] if open_levels else None
        own = _with_path(code, form, parent, pathed)
        one = PlacedCode(own, parent.code if parent else None, len(open_levels) + 1)
        open_levels.append((form, one))
        placed.append(one)
    return placed


def _by_prefix(codes: Sequence[str | None], forms: Sequence[str | None]) -> list[PlacedCode]:
    """A code under the nearest line above that it begins with, a first level under the style that is open."""
    seen: list[PlacedCode] = []
    placed: list[PlacedCode] = []
    last_field: PlacedCode | None = None
    for code, form in zip(codes, forms, strict=True):
        if code is None or form is None:
            placed.append(PlacedCode(None, None, None))
            continue
        parent = next((one for one in reversed(seen) if one.code and code.startswith(f"{one.code}.")), None)
        if parent is None and not form.startswith(("roman", "upper")):
            parent = last_field
        one = PlacedCode(code, parent.code if parent else None, (parent.level or 0) + 1 if parent else 1)
        if form.startswith(("roman", "upper")) and "." not in code:
            last_field = one
        seen.append(one)
        placed.append(one)
    return placed


def _restarting(codes: Sequence[str | None], forms: Sequence[str | None]) -> frozenset[str]:
    """The forms whose codes begin anew somewhere, so that a code says nothing without its path."""
    used = Counter((form, code) for form, code in zip(forms, codes, strict=True) if code and form)
    return frozenset(form for (form, _), times in used.items() if times > 1) | frozenset(_lettered(forms))


def _lettered(forms: Sequence[str | None]) -> Iterator[str]:
    return (form for form in forms if form and form.rstrip("0123456789") in _PATHED)


def _with_path(code: str, form: str, parent: PlacedCode | None, pathed: frozenset[str]) -> str:
    if parent is None or parent.code is None or form not in pathed:
        return code
    last = code.rpartition(".")[2] if form.startswith("decimal") else code
    return f"{parent.code}.{last}"

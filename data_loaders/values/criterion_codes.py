"""Which criterion does a code cell mean after Excel has had its way with it?"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from data_loaders.values.cells import read_text

_CODE = re.compile(r"\d{1,2}(?:\.\d{1,3}){0,4}")
_DASHED = re.compile(r"(?<=[\dIVXLCa-zđ])[-–/](?=\d{1,3}(?:[-–/.]|$)|[a-zđ](?:[-–/.]|$))")
_BEFORE_NAME = re.compile(r"(\d{1,2}(?:\.\d{1,3}){0,4})(?:[.):]|\s*[-–:])?\s+[^\W\d]")
_LEADING = re.compile(
    r"^(?:tiêu chí thành phần|tiêu chí|tctp|tc|mục|lĩnh vực|phần|chương|nhóm|điều)(?=[\s:\d])\s*:?\s*",
    re.IGNORECASE,
)
# Codes that are no numbers: I, A, a), I.1, 1.a, i)
_LETTERED = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|[ivx]{1,4}|\d{1,2})(?:\.(?:\d{1,3}|[a-zđ]|[A-Z]))*")
_ROMAN_NAME = re.compile(
    r"([IVXLC]{1,6}|[A-ZĐ]|[a-zđ])\s*[.):]\s*[^\W\d]|([IVXLC]{1,6}(?:\.\d{1,3})+)[.):]?\s+[^\W\d]"
)

_NAMED_CODE = re.compile(
    r"^\s*(?:(?:tiêu chí thành phần|tiêu chí|tctp|tc|lĩnh vực|mục)\s*)?(?:(?:\d{1,2}(?:\.\d{1,3}){1,4}|[IVXLC]{1,6}(?:\.\d{1,3})+)[.):]?\s*[-–:]?\s+"
    r"|(?:\d{1,2}|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])\s*[.):]\s*|(?<=\s)(?:\d{1,2}|[IVXLC]{1,6})\s*[-–:]?\s+)(?=[^\W\d])"
    r"|^\s*(?:tctp|tc)\s*\d{1,2}(?:\.\d{1,3})*[.):]?\s*[-–:]?\s+(?=[^\W\d])",
    re.IGNORECASE,
)


def criterion_codes(raw: Sequence[Any]) -> list[tuple[str | None, bool]]:
    """
    For each cell of a code column the code as printed, and whether Excel had damaged it.

    A number 1.1 after 1.9 was "1.10"; a date is a code when it continues the row of codes.
    A damaged code that cannot be recovered is None.

        >>> criterion_codes(["1.8", 1.9, 1.1, "1.11"])
        [('1.8', False), ('1.9', False), ('1.10', True), ('1.11', False)]
    """
    seen: list[str] = []
    result: list[tuple[str | None, bool]] = []
    for position, value in enumerate(raw):
        code, damaged = _one(value, seen, _next_text(raw, position))
        result.append((code, damaged))
        if code:
            seen.append(code)
    return result


def bare_code(text: str) -> str:
    """
    A code cell without the word before it and with dots for dashes.

    >>> bare_code("Mục 1"), bare_code("I-1-a"), bare_code("a)")
    ('1', 'I.1.a', 'a')
    """
    bare = _LEADING.sub("", text).strip(" .:;()").replace(",", ".").replace(" ", "")
    return _DASHED.sub(".", bare)


def has_code(text: object) -> bool:
    """
    Tell whether a name begins with the code of its criterion.

    >>> has_code("1.1. Ban hành kế hoạch"), has_code("Ban hành kế hoạch"), has_code("5 ngày")
    (True, False, False)
    """
    return isinstance(text, str) and name_without_code(text) != text


def name_without_code(text: str) -> str:
    """
    The name of a criterion without the code before it.

    >>> name_without_code("TC 1.1 Ban hành kế hoạch"), name_without_code("I. CHỈ ĐẠO")
    ('Ban hành kế hoạch', 'CHỈ ĐẠO')
    """
    return _NAMED_CODE.sub("", text, count=1) or text


def _one(value: Any, seen: list[str], following: str | None) -> tuple[str | None, bool]:
    if value is None or isinstance(value, str):
        return _printed(value), False
    if isinstance(value, date):
        return _of_date(value, seen), True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, True
    if float(value).is_integer():
        return str(int(value)), False
    return _of_number(repr(round(float(value), 6)), seen, following)


def _printed(value: str | None) -> str | None:
    text = read_text(value)[0]
    if text is None:
        return None
    bare = bare_code(text)
    if _CODE.fullmatch(bare) or _LETTERED.fullmatch(bare):
        return bare
    rest = _LEADING.sub("", text)
    if leading := _BEFORE_NAME.match(rest):
        return leading[1]
    if named := _ROMAN_NAME.match(rest):
        return named[1] or named[2]
    return text.strip(" .")


def _of_number(text: str, seen: list[str], following: str | None) -> tuple[str, bool]:
    """Take ".1" for ".10" where the sequence says so: after x.9, or where x.1 stood before."""
    parent, _, last = text.partition(".")
    lengthened = f"{text}0"
    if len(last) > 2 or int(last) % 10 == 0:
        return text, False
    before = [code for code in seen if code.startswith(f"{parent}.") and code.count(".") == 1]
    previous = before[-1] if before else None
    fits = previous == f"{parent}.{int(last) * 10 - 1}" or following == f"{parent}.{int(last) * 10 + 1}"
    if fits or (text in seen and lengthened not in seen):
        return lengthened, True
    return text, False


def _of_date(value: date, seen: list[str]) -> str | None:
    """The reading of a date that continues the codes seen: 3-11 became a day of November or the 11th of March."""
    previous = seen[-1] if seen else ""
    year = value.year % 100
    readings = [
        f"{value.day}.{value.month}",
        f"{value.month}.{value.day}",
        f"{value.day}.{value.month}.{year}",
        f"{value.month}.{value.day}.{year}",
    ]
    fitting = {reading for reading in readings if _continues(previous, reading) and reading not in seen}
    return fitting.pop() if len(fitting) == 1 else None


def _continues(previous: str, code: str) -> bool:
    """Tell whether *code* may follow *previous*: its next sibling, its first child, or the next of a level above."""
    if not previous:
        return False
    if code == f"{previous}.1":
        return True
    parts = previous.split(".")
    return any(
        code == ".".join([*parts[:n], str(int(parts[n]) + 1)])
        for n in range(len(parts))
        if parts[n].isdigit()
    )


def _next_text(raw: Sequence[Any], position: int) -> str | None:
    following = raw[position + 1] if position + 1 < len(raw) else None
    return _printed(following) if isinstance(following, str) else None

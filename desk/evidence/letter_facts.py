"""Which number, issue day and author does a document print? What it does not print clearly stays unknown."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.wording.text import fold

_HEAD_LINES = 40
_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,5}\s*/\s*[0-9A-ZĐƯƠĂÂÊÔ][\wĐđ.&/\-–]*)", re.I)
# The day under the letterhead follows a place and a comma; days of other documents, in the bases, do not.
_DAY = re.compile(r",\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_SHORT = ("ubnd", "tp", "kkt", "kcn", "hdnd", "ttg", "cp")
_NOT_AUTHOR = re.compile(r"CỘNG H[ÒO][ÀA] XÃ HỘI|CỘNG HÒA|ĐỘC LẬP", re.I)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a document says of itself; empty or None where it does not say."""

    number: str = ""
    issued_on: date | None = None
    author: str = ""


def letter_facts(lines: Sequence[str]) -> LetterFacts:
    """
    Read the head of a document, its *lines* in order.

    >>> letter_facts(["SỞ BIỂN", "Số: 12/KH-SB", "Miền Đông, ngày 05 tháng 01 năm 2023"]).issued_on
    datetime.date(2023, 1, 5)
    """
    head = [" ".join(unicodedata.normalize("NFC", line).split()) for line in lines]
    head = [line for line in head if line][:_HEAD_LINES]
    text = "\n".join(head)
    number = _NUMBER.search(text)
    return LetterFacts(re.sub(r"\s+", "", number.group(1)) if number else "", _issued_on(text), _author(head))


def _issued_on(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _author(head: Sequence[str]) -> str:
    """The capitals at the top up to the number: the letterhead."""
    said: list[str] = []
    for line in head:
        if _NUMBER.search(line) or line.casefold().startswith("số"):
            break
        if _NOT_AUTHOR.search(line):
            continue
        if line.isupper() and len(line) > 3:
            said.append(line)
        elif said:
            break
    name = " ".join(said)[:200]
    return name if all(map(_is_whole, name.split())) else ""


def _is_whole(word: str) -> bool:
    """A word whose letters came apart when the PDF was read has no vowel: no name is made of such."""
    letters = fold(word)
    return letters in _SHORT or not letters.isalpha() or bool(set(letters) & set("aeiouy"))

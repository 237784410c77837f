"""How do words that were compared in small letters stand in the text they were taken from?"""

import re

from domain.wording.text import clean

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def as_printed(words: str, text: str) -> str:
    """
    *words* with the letters of *text*: as they stand there, else with the capitals of its abbreviations and names.

    >>> as_printed("từ 80% ubnd cấp xã", "Đạt: từ  80% UBND cấp xã")
    'từ 80% UBND cấp xã'
    >>> as_printed("không dưới 80% ubnd cấp xã", "≥ 80% UBND cấp xã")
    'không dưới 80% UBND cấp xã'
    """
    printed = clean(text)
    form = r"\s+".join(map(re.escape, words.split()))
    found = (re.search(form, printed) or re.search(form, printed, re.IGNORECASE)) if form else None
    if found:
        return " ".join(found[0].split())
    capitals = _capitals(printed)
    return _WORD.sub(lambda word: capitals.get(word[0], word[0]), words)


def _capitals(text: str) -> dict[str, str]:
    """The words of *text* that are never written small and do not only begin a clause, by their small letters."""
    seen: dict[str, set[str]] = {}
    inside: set[str] = set()
    for word in _WORD.finditer(text):
        small = word[0].lower()
        seen.setdefault(small, set()).add(word[0])
        if sum(map(str.isupper, word[0])) > 1 or re.search(r"[\w,%)] $", text[: word.start()]):
            inside.add(small)
    return {
        small: max(forms, key=lambda form: sum(map(str.isupper, form)))
        for small, forms in seen.items()
        if small in inside and small not in forms
    }

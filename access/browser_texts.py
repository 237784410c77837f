"""What of Streamlit's browser part is said in which Vietnamese words, and which of its buttons is left out?"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

TEXTS = Path(__file__).with_name("browser_texts.csv")
FRAGMENTS = Path(__file__).with_name("browser_fragments.csv")
TITLE = "Chỉ số CCHC"
# Streamlit's own export of a list is made in the browser: a cell that begins with "=" becomes a formula of whoever
# opens it, nobody notes who took it, and it stops at the rows shown. Our own downloads stand below the lists.
_EXPORT = re.compile(rb"[\w$]+&&(?=[\w$]+\([\w$]+,\{label:[`\"]Download as CSV[`\"])")


@cache
def _table(file: Path) -> dict[bytes, bytes]:
    with file.open(encoding="utf-8", newline="") as opened:
        return {row["english"].encode(): row["vietnamese"].encode() for row in csv.DictReader(opened)}


def page_in_vietnamese(path: str, body: bytes) -> bytes:
    """Return the page shell or a script of Streamlit at *path* with its texts in Vietnamese."""
    if path.endswith(".js"):
        return _script(path, body)
    return body.replace(b'<html lang="en">', b'<html lang="vi">').replace(
        b"<title>Streamlit</title>", f"<title>{TITLE}</title>".encode()
    )


@lru_cache(maxsize=128)
def _script(_path: str, body: bytes) -> bytes:
    body = _EXPORT.sub(b"!1&&", body)
    for english, vietnamese in _table(TEXTS).items():
        # Several words cannot be a key of the program: such a text is replaced wherever it stands.
        if b" " in english:
            for quote in (b"`", b'"'):
                body = body.replace(quote + english + quote, quote + vietnamese + quote)
    for pattern in _shown_words():
        body = pattern.sub(lambda m: m["before"] + m["quote"] + _table(TEXTS)[m["text"]] + m["quote"], body)
    for english, vietnamese in _table(FRAGMENTS).items():
        body = body.replace(english, vietnamese)
    return body


@cache
def _shown_words() -> tuple[re.Pattern[bytes], ...]:
    """
    Where a script shows a single word: as a property or child of an element, or as the other case of one.

    A bare word is left alone: it could be a key that the program compares with.
    """
    words = b"|".join(re.escape(english) for english in _table(TEXTS) if b" " not in english)
    ending = rb"(?P<quote>[`\"])(?P<text>" + words + rb")(?P=quote)"
    names = rb"children|label|placeholder|title|tooltip|content|header|message|\"aria-label\"|ariaLabel|alt"
    shown = rb"(?P<before>(?:" + names + rb"):(?:[^`\"{}();,]{1,40}[?:])?)" + ending
    other_case = rb"(?P<before>\?[`\"][^`\"\\$]{3,120}[`\"]:)" + ending
    return re.compile(shown), re.compile(other_case)

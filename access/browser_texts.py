"""Which fixed English texts of Streamlit's browser part are said in which Vietnamese words?"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

TEXTS = Path(__file__).with_name("browser_texts.csv")
TITLE = "Chỉ số CCHC"

# A text is replaced only where a script shows it (a property or child of an element), never as a bare
# string, which could be a key that the program compares with.
_SHOWN = re.compile(
    rb"(?P<before>(?:children|label|placeholder|title|tooltip|content|header|message|\"aria-label\"|ariaLabel|alt)"
    rb":(?:[\w$.!?]{1,12}\?)?)(?P<quote>[\"`])(?P<text>[^\"`\\$]{3,120})(?P=quote)"
)


@cache
def _words() -> dict[bytes, bytes]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return {row["english"].encode(): row["vietnamese"].encode() for row in csv.DictReader(file)}


def in_vietnamese(path: str, body: bytes) -> bytes:
    """Return the page shell or a script of Streamlit at *path* with its texts in Vietnamese."""
    if path.endswith(".js"):
        return _script(path, body)
    return body.replace(b'<html lang="en">', b'<html lang="vi">').replace(
        b"<title>Streamlit</title>", f"<title>{TITLE}</title>".encode()
    )


@lru_cache(maxsize=64)
def _script(_path: str, body: bytes) -> bytes:
    return _SHOWN.sub(_said, body)


def _said(match: re.Match[bytes]) -> bytes:
    words = _words().get(match["text"])
    if words is None:
        return match[0]
    return match["before"] + match["quote"] + words + match["quote"]

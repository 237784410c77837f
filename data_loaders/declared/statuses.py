"""What state does a status string mean, whoever's name stands in it?"""

import csv
import re

from domain.program.places import CODES, effective, kept
from domain.wording.text import fold_words

_FILE = CODES / "status_words.csv"
_ENDED = frozenset({"completed", "reported", "archived", "done", "finished", "closed", "submitted"})
_SHARE = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%")
_PART = re.compile(r"\b(?:mot phan|1 phan|bi tra lai|\d+ \d+ (?:noi dung|viec|nhiem vu))\b")
_NAMES = re.compile(r"\[[^\]]*\]|\([^)]*\)")


def status_of(text: str, status_list: str) -> str | None:
    """
    The status that *text* means in *status_list*; None when the words are not known.

    Names in brackets are left out; the longest known beginning wins.

        >>> status_of("Đang trình [Nguyễn Văn A] duyệt", "task"), status_of("Hoàn thành quá hạn", "task")
        ('in_progress', 'completed')
        >>> status_of("Lạ", "task")
    """
    status = _meant(text, status_list)
    return None if status in _ENDED and is_in_part(text) else status


def is_in_part(text: str) -> bool:
    """
    Whether the words take a part back: what they call done is not wholly so.

        >>> is_in_part("Đã hoàn thành 80%"), is_in_part("Hoàn thành một phần"), is_in_part("Hoàn thành 100%")
        (True, True, False)
    """
    share = _SHARE.search(text)
    return "?" in text or bool(_PART.search(fold_words(text))) or (share is not None and share[1] != "100")


def _meant(text: str, status_list: str) -> str | None:
    folded = fold_words(_NAMES.sub(" ", text)) or fold_words(text)
    exact, starts, inside = _words(status_list)
    if folded in exact:
        return exact[folded]
    for words, status in starts:
        if f"{folded} ".startswith(f"{words} "):
            return status
    return next((status for words, status in inside if words in folded), None)


def known_words(status_list: str) -> list[str]:
    """The words of *status_list* that a person may choose from, as they are written."""
    return [row["words_vi"] for row in _rows(status_list) if not row["words_vi"].isdigit()]


Words = list[tuple[str, str]]


@kept(_FILE)
def _words(status_list: str) -> tuple[dict[str, str], Words, Words]:
    rows = _rows(status_list)
    longest_first = sorted(rows, key=lambda row: -len(row["words_vi"]))
    exact = {fold_words(row["words_vi"]): row["status"] for row in rows}
    starts = [
        (fold_words(row["words_vi"]), row["status"]) for row in longest_first if row["match"] == "start"
    ]
    inside = [
        (fold_words(row["words_vi"]), row["status"]) for row in longest_first if row["match"] == "contains"
    ]
    return exact, starts, inside


@kept(_FILE)
def _rows(status_list: str) -> list[dict[str, str]]:
    with effective(_FILE).open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["list"] == status_list]

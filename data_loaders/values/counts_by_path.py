"""Which count is meant by a heading and its parents together: done or open, in time or late?"""

import re
from collections.abc import Sequence

from domain.wording.text import fold_words

_ELSEWHERE = re.compile(
    r"\b(?:van ban|cong van|tthc|thu tuc|don thu|phan anh|kien nghi|cuoc hop|ho so(?! cong viec))\b"
)
_OWN_COLUMN = re.compile(
    r"\bchua (?:bao cao|bc|bcht|luu)|\bda (?:bao cao|bc|luu)|\bho so cong viec\b|\bhscv\b"
)
_OPEN = re.compile(
    r"\b(?:chua (?:hoan thanh|xu ly|giai quyet|thuc hien|xong|ht)|dang (?:xu ly|thuc hien|giai quyet|lam)|con lai|ton dong)\b"
)
_DONE = re.compile(r"\b(?:hoan thanh|da (?:xu ly|giai quyet|thuc hien|xong)|ht)\b")
_TIMES = (
    ("on_time", re.compile(r"\btruoc(?: han)?(?: va| hoac)? dung han\b|\bdung(?: han)?(?: va)? truoc han\b")),
    ("early", re.compile(r"\b(?:truoc|som) han\b")),
    ("in_time", re.compile(r"\b(?:trong|con) han\b|\bchua (?:den|toi|qua) han\b")),
    ("late", re.compile(r"\b(?:qua|tre|cham|sau) han\b|\bcham\b|\bmuon\b")),
    ("on_time", re.compile(r"\bdung han\b")),
)
_WHOLE = re.compile(r"^(?:tong(?: so| cong)?|cong|so luong|so viec|so cong viec)$")
_COLUMNS = {
    ("done", "early"): "completed_early",
    ("done", "on_time"): "completed_on_time",
    ("done", "in_time"): "completed_on_time",
    ("done", "late"): "completed_late",
    ("done", ""): "completed",
    ("open", "in_time"): "open_in_time",
    ("open", "late"): "open_overdue",
    ("open", ""): "open_total",
}


def counted_by_path(parts: Sequence[str]) -> str | None:
    """
    The column of counts that the whole path of a heading names; '' where it counts something else, None where
    the path says neither done nor open and the words of the heading have to do.

        >>> counted_by_path(["Công việc", "Đã hoàn thành", "Quá hạn"]), counted_by_path(["Chưa hoàn thành", "Quá hạn"])
        ('completed_late', 'open_overdue')
        >>> counted_by_path(["Văn bản đến", "Quá hạn"]), counted_by_path(["Quá hạn"])
        ('', None)
    """
    words = [fold_words(part) for part in parts]
    if any(_ELSEWHERE.search(part) for part in words[:-1]):
        return ""
    if any(_OWN_COLUMN.search(part) for part in words):
        return None
    state = next((found for part in reversed(words) if (found := _state(part))), None)
    if state is None:
        return None
    if "%" in parts[-1] or words[-1].startswith("ty le"):
        return ""
    time = next((found for part in reversed(words) if (found := _time(part))), "")
    rest = words[-1]
    if not time and len(words) > 1 and not (_state(rest) or _WHOLE.match(rest)):
        return ""
    return _COLUMNS.get((state, time))


def _state(words: str) -> str | None:
    return "open" if _OPEN.search(words) else "done" if _DONE.search(words) else None


def _time(words: str) -> str | None:
    return next((name for name, form in _TIMES if form.search(words)), None)

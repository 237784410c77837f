"""Is a line of a decision's table a clause of a scoring rule, or the name of a criterion?"""

import re

from domain.clauses.rule_words import span_of
from domain.wording.text import clean

_BULLET = re.compile(r"^\s*(?:[-+•*–·▪]|[a-zđ]\)|\(?[ivx]+\)|\d{1,2}\))\s*")
_BEGINS = re.compile(
    r"^(?:nếu|trường hợp|từ|dưới|trên|đạt|không|chưa|có|ít nhất|tối thiểu|mỗi|cứ|còn lại|đúng hạn|chậm|đúng|đủ|thực hiện|hoàn thành|ban hành"
    r"|đầy đủ|không đầy đủ|[<>≥≤=]|\d{1,3}(?:[.,]\d+)?\s*%)",
    re.IGNORECASE,
)
# "Cách chấm: …" says that what follows is the rule.
_LEADS_IN = re.compile(
    r"^(?:cách (?:chấm|tính|đánh giá)(?: điểm)?|quy tắc(?: chấm)?(?: điểm)?|hướng dẫn(?: chấm)?(?: điểm)?|công thức(?: tính)?(?: điểm)?|thang điểm)\s*:\s*",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"^(?:(?:số )?điểm[^:=;]{0,30}[=:]\s*)?\(?(?:tỷ lệ|tỉ lệ|kết quả|b\s*/\s*a|số [^;:]+/\s*tổng)[^;:=]*[×*x]\s*(?:\d|điểm|\()",
    re.IGNORECASE,
)
_POINTS_AT_END = re.compile(
    r"(?::|được|đạt|trừ|cộng|tính|-)\s*\d+(?:[.,]\d+)?\s*(?:đ|điểm)\s*\.?$|(?:điểm tối đa|không (?:được |có )?điểm)\s*\.?$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"%|[<>≥≤]|trở (?:lên|xuống)|\b(?:từ|dưới|trên) \d", re.IGNORECASE)
_STATE = re.compile(
    r"^(?:không|chưa|có|đầy đủ|không đầy đủ|đúng hạn|chậm|không đúng hạn|đủ|thiếu|trường hợp khác|còn lại)\b",
    re.IGNORECASE,
)


def without_bullet(text: str) -> str:
    """
    *text* without the sign or letter that begins a line of a list.

    >>> without_bullet("- Từ 80% trở lên: 2 điểm")
    'Từ 80% trở lên: 2 điểm'
    """
    return _BULLET.sub("", clean(text)).strip()


def without_lead(text: str) -> str:
    """
    *text* without the words that only say that a rule follows.

    >>> without_lead("Cách chấm: đạt 100%: 2 điểm")
    'đạt 100%: 2 điểm'
    """
    return _LEADS_IN.sub("", text, count=1)


def rule_in_name(text: str) -> tuple[str, str | None]:
    """
    The name of a criterion and the rule that stands in further lines of the same cell; None where none does.

    >>> rule_in_name("Ban hành kế hoạch\\n- Đúng hạn: 2 điểm\\n- Chậm: 1 điểm")
    ('Ban hành kế hoạch', '- Đúng hạn: 2 điểm\\n- Chậm: 1 điểm')
    """
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if n and is_rule_line(line)), None)
    if first is None:
        return text, None
    return "\n".join(lines[:first]).strip(), "\n".join(lines[first:]).strip()


def is_rule_line(text: str, *, has_points: bool = False) -> bool:
    """
    Tell a clause such as "Từ 80% trở lên: 2 điểm", or one whose points stand in a column of their own.

    >>> is_rule_line("Cách chấm: từ 80% trở lên 2 điểm; dưới 80% 0 điểm"), is_rule_line("Tỷ lệ × 40")
    (True, True)
    >>> is_rule_line("Có ban hành: 1 điểm"), is_rule_line("Có kế hoạch cải cách hành chính"), is_rule_line("Dưới 80%", has_points=True)
    (True, False, True)
    """
    words = without_bullet(text)
    if _FORMULA.match(words) or without_lead(words) not in ("", words):
        return True
    if not _BEGINS.match(words):
        return bool(_POINTS_AT_END.search(words))
    if _POINTS_AT_END.search(words) or (":" in words and _gives_points(words)):
        return True
    return bool(has_points and (_BOUND.search(words) or _STATE.match(words)) and span_or_state(words))


def _gives_points(words: str) -> bool:
    return re.search(r":\s*\(?\d+(?:[.,]\d+)?\s*(?:đ|điểm)?\)?\s*[.;]?$", words) is not None


def span_or_state(words: str) -> bool:
    """Tell whether *words* bound a value or name a state."""
    return span_of(words.lower()) is not None or bool(_STATE.match(words))

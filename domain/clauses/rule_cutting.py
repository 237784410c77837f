"""Into which clauses is a wording cut, and which of its parts only explain?"""

import re
from collections.abc import Sequence
from fractions import Fraction

from domain.clauses.rule_words import number


def sentences(words: str) -> str:
    """*words* with a semicolon where a sentence ends: what is said of events stays in its own."""
    return re.sub(r"(?<=\w|\))\.\s+(?=\D)", "; ", words)


# After a full stop only with a space: the "00)" of "x 1.00)/100%" is no number of a line.
_BULLET = re.compile(r"(?:^|(?<=[;:\n])|(?<=\.)(?!\d))\s*(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s]))\s*")
_BEGINS = r"(?:từ|dưới|trên|đạt|không|ít nhất|tối thiểu|nếu|có|chưa|trường hợp|chậm|còn lại|đúng|mỗi|thực hiện|hoàn thành)\b"
_RESULT = r"(?:điểm|tối đa)"


# After a result and a comma the next condition with its own result.
_NEXT = (
    r"(?:và )?[^;,]{2,80}?(?::|\bthì|\bđược|\btính)\s*(?:được |tính |chấm )*"
    r"(?:\d+(?:[.,]\d+)?\s*điểm|không (?:được |tính |có |chấm )*điểm|(?:số )?điểm tối đa)"
)


# Where a cell has lost its line breaks, points and a new sentence of a condition stand side by side.
_LOST_BREAK = re.compile(
    r"((?:điểm|\dđ)|:\s*\d+(?:[.,]\d+)?)\s+(?=[-+•]\s|(?:Từ|Dưới|Trên|Đạt|Không|Ít nhất|Nếu|Có|Chưa|Trường hợp|Chậm|Còn lại|Đúng|Mỗi"
    r"|Thực hiện|Hoàn thành|Tỷ lệ)\b|(?:từ|dưới|trên|không quá) \d[^;,.]*:|[<>≥≤])"
)


def lines_as_clauses(text: str) -> str:
    """Lines and bullets of a cell as clauses of one wording."""
    text = _LOST_BREAK.sub(r"\1; ", text)
    lines = [line.strip() for line in re.split(r"[\r\n]+|(?<=[.;:])\s+(?=[-+•]\s)", text) if line.strip()]
    joined = ""
    for line in lines:
        line = re.sub(r"^(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s])|\d\)\s)\s*", "", line)
        joined += line if not joined or joined.endswith(("; ", " ")) else f"; {line}"
    return joined


_ROW = re.compile(r"^\|?\s*(?P<when>[^|]*[^|\s])\s*\|\s*(?P<gives>[^|]*[^|\s])\s*\|?$")
_POINTS_CELL = re.compile(r"\d+(?:[.,]\d+)?\s*(?:đ|điểm)?|(?:điểm )?tối đa|không (?:có )?điểm", re.IGNORECASE)


def rows_as_clauses(text: str) -> str:
    """The rows of a small table in a cell as conditions with their points; its heading and rule are no condition."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if "|" not in text or len(lines) < 2:
        return re.sub(r"\s*(?:\||//)\s*", "; ", text) if re.search(r"\w\)?\s*(?:\||//)", text) else text
    rows = [_ROW.match(line) for line in lines if not re.fullmatch(r"[|\s:+-]+", line)]
    if not all(rows):
        return text
    held = [row for row in rows if row and _POINTS_CELL.fullmatch(row["gives"])]
    if len(held) < 2 or len(rows) - len(held) > (not _POINTS_CELL.fullmatch(rows[0]["gives"])):  # type: ignore[index]
        return text
    return ";\n".join(f"{row['when']}: {row['gives']}" for row in held)


_TERMS = re.compile(r"\(\s*[abn]\s*(?::|là|=)[^()]*\)")


def without_terms(words: str) -> str:
    """*words* without brackets that say what a and b are."""
    return _TERMS.sub(" ", words)


def joined_parts(parts: Sequence[str]) -> list[str]:
    """A part that holds neither number nor points belongs to the condition that follows it."""
    joined: list[str] = []
    before = ""
    for part in parts:
        if not re.search(r"\d|điểm|tối đa", part) and not _REMARK.match(part):
            before = f"{before}{part}, "
            continue
        joined.append(before + part)
        before = ""
    return [*joined, before.strip(", ")] if before else joined


def parts_of(words: str) -> list[str]:
    """The clauses of *words* without bullets and signs, those that hold a word."""
    cut = _cut(words)
    parts = (_BULLET.sub("", one).strip(" ,.;-") for one in cut)
    return [part for part in parts if re.search(r"\w", part)]


def _cut(words: str) -> list[str]:
    """At semicolons, ends of sentences, and commas after points before a new condition."""
    marked = re.sub(r"[.;]\s+\d{1,2}[.)]\s+(?=[^\W\d])", "; ", words)
    marked = re.sub(rf"((?:điểm|tối đa)(?: tối đa)?)\s*[,.]\s*(?=(?:và )?{_BEGINS})", r"\1;", marked)
    marked = re.sub(rf"(:\s*\d+(?:[.,]\d+)?)\s*,\s*(?={_BEGINS})", r"\1;", marked)
    marked = re.sub(r",\s+(?=(?:được |chấm |tính )*\d+(?:[.,]\d+)? điểm (?:nếu|khi)\b)", ";", marked)
    marked = re.sub(r"(\d điểm)\s*,\s*(?=[^;,:\d]{3,60}(?:được|:)\s*(?:\d|không))", r"\1;", marked)
    marked = re.sub(rf"((?:điểm|{_RESULT})),\s+(?={_NEXT})", r"\1;", marked)
    marked = _NEXT_STATE.sub(r"\1;", marked)
    marked = re.sub(
        r"\.\s+(?=\D)|\.\s+(?=\d+(?:[.,]\d+)?\s*(?:%|điểm\s*(?::|nếu|khi)|[^\W\d][^;.:\d]{0,60}:))|\.$",
        ";",
        marked,
    )
    return marked.split(";")


# "Đúng hạn 1 điểm, trễ dưới 5 ngày 0,5 điểm": a state and its points follow each other without a sign.
_NEXT_STATE = re.compile(
    r"(\d điểm)\s*,\s+(?!(?:nhưng|tối đa|nhiều nhất|không|tổng|trừ|cộng|thêm|mỗi|cứ)\b)(?=(?:[^;,:]|\d,\d)+?\s\d+(?:[.,]\d+)? điểm\s*(?:[,;.]|$))"
)


EXPLAINS = re.compile(r"^\(?\s*(?:trong đó|với|ghi chú)?[:,]?\s*\(?[abn]\s*(?::|là|=)(?!.*điểm)")
_REMARK = re.compile(r"^\(?(?:đơn vị|cơ quan) không tự (?:chấm|đánh giá)|^\(?không phát sinh")
DEFINES = re.compile(
    r"^(?:tính )?tỷ lệ[^:]*=[^:]*?(?:×|x|\*)\s*100\s*%?$|^(?:tính )?tỷ lệ[^:\d]*[:=]\s*\(?b\s*/\s*a\s*\)?\s*(?:[×x*]\s*100\s*%?)?[^\d×*đ]*$|^tính tỷ lệ[^:]*(?:=|$)(?!.*điểm)"
)


ROUNDS = re.compile(r"^\(?(?:kết quả |điểm |số điểm )?(?:được )?làm tròn[^:]*$")
_NOTHING_AROSE = re.compile(r"^\(?(?:nếu |trường hợp )?(?:trong năm |năm )?không phát sinh\b")


def is_nothing_state(part: str, parts: Sequence[str]) -> bool:
    """Tell whether "không phát sinh đơn thư: 1 điểm" is a state of its own: other parts say what arose, or count it."""
    found = re.match(r"^không phát sinh (?P<what>[^:;\d]{3,})", part)
    others = [other for other in parts if other is not part]
    if any(re.match(r"^(?:nếu |trường hợp )?(?:có )?phát sinh\b", other) for other in others):
        return found is not None or part.startswith("không phát sinh:")
    if found is None:
        return False
    what = found["what"].split()[:2]
    return any(re.search(rf"\d+\s+{re.escape(' '.join(what))}\b", other) for other in others)


def is_remark(part: str, max_score: Fraction) -> bool:
    """Tell whether *part* explains and gives no points: what a and b are, rounding, "không phát sinh", a heading."""
    if (
        EXPLAINS.match(part)
        or DEFINES.match(part)
        or ROUNDS.match(part)
        or _REMARK.match(part)
        or _NOTHING_AROSE.match(part)
    ):
        return True
    if found := re.fullmatch(r"(?:điểm tối đa|thang điểm)\s*[:=]?\s*(\d+(?:[.,]\d+)?)(?: điểm)?", part):
        return number(found[1]) == max_score
    return bool(re.fullmatch(r"[^\d]{3,}:", part)) and "điểm" not in part

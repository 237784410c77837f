"""
Which rule does the wording of a decision state, clause by clause, and what of it is not understood?

A wording is cut into clauses; each gives points under a condition. Conditions over a ratio or a count become
intervals, over facts a choice that only a person can answer. One clause that is not understood makes the
whole rule one for a person (``by_hand``), with the clause named: nothing is dropped, nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from domain.printed_words import as_printed
from domain.rule_events import (
    Deduction,
    PerItem,
    PerPercent,
    RisingPercent,
    Taken,
    deduction_of,
    falling_of,
    gains_of,
    rising_of,
)
from domain.rule_lines import without_lead
from domain.rule_plain import plain_rule
from domain.rule_words import (
    ROUNDED,
    Points,
    Span,
    fixed,
    formula_of,
    number,
    points_in_words,
    span_of,
    vi,
    without_names,
)
from domain.text import clean

Kind = Literal["ratio", "count", "fact", "choice", "deduction", "survey", "by_hand"]

_HUNDRED = Fraction(100)
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, as it is worded and as it is understood, and what it earns."""

    words: str
    span: Span | None
    points: Points


@dataclass(frozen=True, slots=True)
class RuleReading:
    """
    What a wording was understood as.

    Attributes:
        kind: ``by_hand`` where anything was not understood.
        said: The rule in fixed words.
        unread: The clauses that were not understood, as worded.
        clauses: Of a ratio, a count, a fact or a choice, in the order written.
        digits: Rounded half-up to so many decimals because the wording says so; None: not rounded.
        counts: What the value counts where the wording says: "quá hạn", "chậm", "giảm"…; '' for what was done.
        when_nothing: What the wording says of "không phát sinh", in fixed words; '' where it says nothing.
        is_conflict: Every clause was understood, but together they cannot hold.
    """

    kind: Kind
    max_score: Fraction
    said: str
    unread: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    deduction: Deduction | None = None
    per_item: PerItem | None = None
    per_percent: PerPercent | RisingPercent | None = None
    digits: int | None = None
    counts: str = ""
    when_nothing: str = ""
    is_conflict: bool = False

    @property
    def is_read(self) -> bool:
        """Whether the rule can be applied as it was understood."""
        return self.kind != "by_hand"

    def points(self, value: Fraction) -> Fraction | None:
        """
        What *value* earns: a percent from 0 to 100, a count, or the number of a choice from 0.

        None where the wording leaves the value open or it cannot occur.
        """
        earned = self._earned(value)
        if earned is None:
            return None
        earned = min(max(earned, _ZERO), self.max_score)
        return earned if self.digits is None else _rounded(earned, self.digits)

    def _earned(self, value: Fraction) -> Fraction | None:
        if value < 0 or (self.kind in ("ratio", "survey") and value > _HUNDRED):
            return None
        if self.kind == "survey":
            return value / 100 * self.max_score
        if self.deduction is not None:
            return self.deduction.points(value, self.max_score)
        if self.per_item is not None:
            return self.per_item.points(value)
        if self.per_percent is not None:
            return self.per_percent.points(value, self.max_score)
        if self.kind in ("fact", "choice"):
            place = 1 - value if self.kind == "fact" else value
            return self.clauses[int(place)].points.constant if place in range(len(self.clauses)) else None
        held = [one for one in self.clauses if one.span is not None and one.span.holds(value)]
        return held[0].points.amount(value) if len(held) == 1 else None

    def test_values(self) -> list[Fraction]:
        """Values that show the rule: its bounds, just below and above them, a middle, the ends."""
        if self.kind == "by_hand":
            return []
        if self.kind in ("fact", "choice"):
            return [Fraction(place) for place in range(max(2, len(self.clauses)))]
        if self.deduction is not None:
            return sorted({Fraction(place) for place in range(5)} | self.deduction.turns(self.max_score))
        if self.per_item is not None:
            return sorted({Fraction(place) for place in range(5)} | self.per_item.turns())
        if self.per_percent is not None:
            return sorted(value for value in self.per_percent.shown() if 0 <= value <= _HUNDRED)
        bounds = {
            b for one in self.clauses if one.span for b in (one.span.low, one.span.high) if b is not None
        }
        step = Fraction(1, 10) if self.kind == "ratio" else Fraction(1)
        near = {b + way * step for b in bounds for way in (-1, 0, 1)}
        top = _HUNDRED if self.kind in ("ratio", "survey") else max(bounds, default=_ZERO) + 1
        middles = {(a + b) / 2 for a, b in pairwise(sorted(bounds))} if self.kind == "ratio" else set()
        wanted = (
            near | middles | {_ZERO, top} | ({Fraction(50)} if self.kind in ("ratio", "survey") else set())
        )
        return sorted(value for value in wanted if 0 <= value <= top)


def _rounded(points: Fraction, digits: int) -> Fraction:
    unit = 10**digits
    return Fraction(int(points * unit + Fraction(1, 2)), unit)


@lru_cache(maxsize=4096)
def read_rule(text: str | None, max_score: Fraction) -> RuleReading:
    """
    Read the wording of a rule of a criterion of *max_score*.

        >>> rule = read_rule("Từ 80% trở lên: 1 điểm; dưới 80%: tỷ lệ/80% × điểm tối đa", Fraction(1))
        >>> rule.kind, [float(rule.points(Fraction(value))) for value in (0, 40, 80, 100)]
        ('ratio', [0.0, 0.5, 1.0, 1.0])
        >>> read_rule("Do Hội đồng thẩm định xem xét", Fraction(1)).unread
        ('Do Hội đồng thẩm định xem xét',)
    """
    whole = plain_rule(_lines(clean(_rows(without_lead(text or "").replace("\t", " | ")))))
    words = _without_terms(whole)
    if not words:
        return _by_hand(max_score, ("",))
    if turned := _turned(whole):
        return _by_hand(max_score, (_printed(turned, text or ""),))
    if _LED_IN.match(words):
        words = _NUMBERED.sub(r"\1", _LED_IN.sub("", words))
    digits, odd = _rounding(words)
    if odd:
        return _by_hand(max_score, (_printed(odd, text or ""),))
    found = (
        _of_events(words, max_score)
        or _survey(words, max_score)
        or _steps_off(words, max_score)
        or _of_clauses(words, max_score)
    )
    if not found.is_read:
        unread = dict.fromkeys(_printed(one or words, text or "") for one in found.unread)
        return replace(found, unread=tuple(unread))
    if found.kind == "ratio" and not found.counts:
        found = replace(found, counts=_part_counted(whole))
    if found.kind in ("fact", "choice"):
        found = _in_print(found, text or "")
    said = found.said + (f"; làm tròn {digits} chữ số thập phân" if digits is not None else "")
    nothing = _when_nothing(words)
    said += f"; {nothing}" if nothing else ""
    return replace(found, digits=digits, when_nothing=nothing, said=said)


def _printed(words: str, text: str) -> str:
    """*words* as *text* prints them; the whole printed clause where a sign or a number of it became a word."""
    if re.search(r"\s+".join(map(re.escape, words.split())), clean(text), re.IGNORECASE):
        return as_printed(words, text)
    clauses = (one.strip(" .-+•") for one in re.split(r"[;\n]|(?<=\D)\.\s", text))
    return next((one for one in clauses if words in plain_rule(one)), as_printed(words, text))


_LED_IN = re.compile(r"^người chấm chọn: ")
_NUMBERED = re.compile(r"(^|; )\d{1,2}\. ")


def _of_clauses(words: str, max_score: Fraction) -> RuleReading:
    said = [part for part in _parts(words) if not _EXPLAINS.match(part) and not _DEFINES.match(part)]
    nothing = [part for part in said if _is_nothing_state(part, said)]
    parts = [part for part in _joined(said) if part in nothing or not _is_remark(part, max_score)]
    clauses, unread = _clauses(parts, max_score)
    if unread or not clauses:
        return _by_hand(max_score, unread or (words,))
    return _conditions(clauses, max_score)


def _of_events(words: str, max_score: Fraction) -> RuleReading | None:
    """So much off or so much more for each of something; None where the wording speaks of no events."""
    words = _sentences(words)
    for find in (falling_of, rising_of, deduction_of, gains_of):
        taken = find(words, max_score)
        if taken is not None:
            found = _events(taken, max_score)
            return found if found.is_read else (_steps_off(words, max_score) or found)
    return None


def _sentences(words: str) -> str:
    """*words* with a semicolon where a sentence ends: what is said of events stays in its own."""
    return re.sub(r"(?<=\w|\))\.\s+(?=\D)", "; ", words)


def _steps_off(words: str, max_score: Fraction) -> RuleReading | None:
    """Steps that say what is taken off: "01 trường hợp trừ 0,5 điểm; từ 02 trường hợp trở lên trừ 1 điểm"."""
    if not re.search(r"\btrừ\b", words) or re.search(r"\b(?:mỗi|cứ)\b|/", without_names(words)):
        return None
    parts = [_OFF_IN_STEP.sub(r"\g<when>: trừ ", part) for part in _joined(_parts(words))]
    parts = [part for part in parts if not _is_remark(part, max_score) and not _is_base(part, max_score)]
    clauses, unread = _clauses(parts, max_score, is_off=True)
    if unread or len(clauses) < 2 or not all(one.span or _with_span(one) for one in clauses):
        return None
    if not any(_is_nothing(span) for span in map(_with_span, clauses) if span):
        first = clauses[0].words
        counted = " ".join(_COUNTED.findall(first))
        clauses.append(
            Clause(f"không có {counted}", Span(_ZERO, _ZERO, is_high_closed=True), fixed(max_score))
        )
    found = _conditions(clauses, max_score)
    return found if found.kind == "count" and not unsaid_values(found) else None


_OFF_IN_STEP = re.compile(r"^(?P<when>[^:]*?)\s*:?\s*(?:bị |thì |sẽ |được )*(?:giảm )?trừ(?: đi)? (?=\d)")


def _events(taken: Taken, max_score: Fraction) -> RuleReading:
    unread = taken.unread or tuple(
        part
        for part in _parts(taken.rest)
        if not _is_base(part, max_score)
        and not (isinstance(taken.rule, Deduction) and _is_full(part, max_score))
        and not _is_remark(part, max_score)
        and not _ROUNDS.match(part)
    )
    rule = taken.rule
    if unread or rule is None:
        return _by_hand(max_score, unread)
    if isinstance(rule, Deduction):
        return RuleReading("deduction", max_score, rule.said(max_score), deduction=rule)
    if isinstance(rule, PerPercent | RisingPercent):
        said = rule.said(max_score)
        return RuleReading("ratio", max_score, said, per_percent=rule, counts=taken.counts)
    return RuleReading("count", max_score, rule.said(), per_item=rule)


_ROUND_TO = re.compile(
    r"làm tròn(?: (?:đến|tới|lấy|số|kết quả|điểm|sau dấu phẩy))*\s*(?:0?(\d)|một|hai)\s*(?:chữ )?số(?: thập phân)?(?: sau dấu (?:phẩy|thập phân))?"
)
_ROUND_PLAIN = re.compile(
    r"làm tròn(?: (?:kết quả|điểm|số điểm|theo quy tắc|theo quy định|số học))*\s*(?:[;.,)]|$)"
)


def _rounding(words: str) -> tuple[int | None, str]:
    """To how many decimals the wording rounds, and how it says so where that is not understood."""
    if "làm tròn" not in words:
        return None, ""
    if found := _ROUND_TO.search(words):
        return int(found[1] or (1 if "một" in found[0] else 2)), ""
    if _ROUND_PLAIN.search(words):
        return 2, ""
    return None, re.search(r"làm tròn[^;.]*", words)[0]  # type: ignore[index]


_NOTHING_SAID = (
    (re.compile(r"không phát sinh[^;:]*(?::|thì|được|,)\s*(?:được |tính |chấm )*(?:giảm trừ|trừ khỏi|loại|không tính)"), "không phát sinh: giảm trừ điểm tối đa"),
    (re.compile(r"(?:không phát sinh|hoặc không có)[^;:]*(?::|thì|được)\s*(?:được |tính |chấm )*(?:(?:số )?điểm tối đa|[1-9]|\d+[.,]\d*[1-9])"), "không phát sinh: điểm tối đa"),
    (re.compile(r"không phát sinh[^;:]*(?::|thì|được)\s*(?:0 điểm|không (?:có |được |tính )?điểm)"), "không phát sinh: 0 điểm"),
)  # fmt: skip


def _when_nothing(words: str) -> str:
    """What becomes of the points where nothing arose, in fixed words; '' where the wording says nothing of it."""
    return next((said for form, said in _NOTHING_SAID if form.search(words)), "")


def _by_hand(max_score: Fraction, unread: Sequence[str]) -> RuleReading:
    return RuleReading("by_hand", max_score, "Người chấm tự xác định điểm", tuple(unread))


# --- cutting --------------------------------------------------------------------------------------

# After a full stop only with a space: the "00)" of "x 1.00)/100%" is no number of a line.
_BULLET = re.compile(r"(?:^|(?<=[;:\n])|(?<=\.)(?!\d))\s*(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s]))\s*")
_BEGINS = r"(?:từ|dưới|trên|đạt|không|ít nhất|tối thiểu|nếu|có|chưa|trường hợp|chậm|còn lại|đúng|mỗi|thực hiện|hoàn thành)\b"
_RESULT = r"(?:điểm|tối đa)"
# After a result and a comma the next condition with its own result.
_NEXT = (
    r"(?:và )?[^;,]{2,80}?(?::|\bthì|\bđược|\btính)\s*(?:được |tính |chấm )*"
    r"(?:\d+(?:[.,]\d+)?\s*điểm|không (?:được |tính |có |chấm )*điểm|(?:số )?điểm tối đa)"
)
# Before a result a colon stands, or words such as "được".
_JOIN = re.compile(
    r"\s+(?:thì |sẽ )*(?:=>|->|→|được tính|được chấm|được cộng|được|đạt|tính|chấm|cho|thì)(?= (?:số )?(?:điểm|\d|tối đa|một nửa|1 nửa|nửa|toàn bộ|đủ))"
)
_FIRST_POINTS = re.compile(
    r"^(?P<gives>(?:được |đạt |tính |chấm |cho )*(?:\d+(?:[.,]\d+)? điểm|điểm \d+(?:[.,]\d+)?|(?:một |1 )?nửa (?:số )?điểm(?: tối đa)?|\d+ ?% (?:số )?điểm(?: tối đa)?|(?:điểm )?tối đa|không (?:được )?(?:có |tính |chấm |đạt )?điểm))\s*(?::|-|nếu|khi|đối với|cho)\s*(?P<when>(?!mỗi\b).+)$"
)


# Where a cell has lost its line breaks, points and a new sentence of a condition stand side by side.
_LOST_BREAK = re.compile(
    r"((?:điểm|\dđ)|:\s*\d+(?:[.,]\d+)?)\s+(?=[-+•]\s|(?:Từ|Dưới|Trên|Đạt|Không|Ít nhất|Nếu|Có|Chưa|Trường hợp|Chậm|Còn lại|Đúng|Mỗi"
    r"|Thực hiện|Hoàn thành|Tỷ lệ)\b|(?:từ|dưới|trên|không quá) \d[^;,.]*:|[<>≥≤])"
)


def _lines(text: str) -> str:
    """Lines and bullets of a cell as clauses of one wording."""
    text = _LOST_BREAK.sub(r"\1; ", text)
    lines = [line.strip() for line in re.split(r"[\r\n]+|(?<=[.;:])\s+(?=[-+•]\s)", text) if line.strip()]
    joined = ""
    for line in lines:
        line = re.sub(r"^(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s])|\d\)\s)\s*", "", line)
        joined += line if not joined or joined.endswith(("; ", " ")) else f"; {line}"
    return joined


_TERM = r"(?:tổng số|tổng|số|tỷ lệ)[^;,.()\d]*"
_PART_IS = {sign: re.compile(rf"\b{sign}\s*(?::|là|=)\s*(?P<what>{_TERM})") for sign in ("a", "b")}
_IS_WHOLE = re.compile(
    r"^(?:tổng|số [^;,.()]*\b(?:phải|được giao)\b)(?!.*\b(?:đã|đúng|đạt|hoàn thành|được giải quyết)\b)"
)


def _turned(words: str) -> str:
    """What *words* call the part where they call it the whole: "(b/a) × 2, b là tổng số" is mistyped; '' elsewhere."""
    part = _part_of(words)
    return part[0] if part and _IS_WHOLE.match(part["what"].strip()) else ""


def _part_of(words: str) -> re.Match[str] | None:
    """What *words* say of the upper term of their b/a or a/b."""
    found = re.search(r"\b([ab])\s*/\s*([ab])\b", words)
    return _PART_IS[found[1]].search(words) if found and found[1] != found[2] else None


def _part_counted(words: str) -> str:
    """What the upper term of a share counts where that is no work done: "số hồ sơ trễ hạn/tổng số", "b: số quá hạn"."""
    part = _part_of(words)
    said = [part["what"]] if part else re.findall(rf"({_TERM})\s*/\s*(?:tổng|số)", words)
    # "hồ sơ quá hạn đã xin lỗi" was put right; "hồ sơ đã giải quyết quá hạn" was late.
    counted = [
        hit[0] for one in said for hit in _COUNTED.finditer(one) if not _MENDED.search(one[hit.end() :])
    ]
    return " ".join(sorted(set(counted)))


_ROW = re.compile(r"^\|?\s*(?P<when>[^|]*[^|\s])\s*\|\s*(?P<gives>[^|]*[^|\s])\s*\|?$")
_POINTS_CELL = re.compile(r"\d+(?:[.,]\d+)?\s*(?:đ|điểm)?|(?:điểm )?tối đa|không (?:có )?điểm", re.IGNORECASE)


def _rows(text: str) -> str:
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


def _without_terms(words: str) -> str:
    """*words* without brackets that say what a and b are."""
    return _TERMS.sub(" ", words)


def _joined(parts: Sequence[str]) -> list[str]:
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


def _parts(words: str) -> list[str]:
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
_EXPLAINS = re.compile(r"^\(?\s*(?:trong đó|với|ghi chú)?[:,]?\s*\(?[abn]\s*(?::|là|=)(?!.*điểm)")
_REMARK = re.compile(r"^\(?(?:đơn vị|cơ quan) không tự (?:chấm|đánh giá)|^\(?không phát sinh")
_DEFINES = re.compile(
    r"^(?:tính )?tỷ lệ[^:]*=[^:]*?(?:×|x|\*)\s*100\s*%?$|^(?:tính )?tỷ lệ[^:\d]*[:=]\s*\(?b\s*/\s*a\s*\)?\s*(?:[×x*]\s*100\s*%?)?[^\d×*đ]*$|^tính tỷ lệ[^:]*(?:=|$)(?!.*điểm)"
)
_ROUNDS = re.compile(r"^\(?(?:kết quả |điểm |số điểm )?(?:được )?làm tròn[^:]*$")
_NOTHING_AROSE = re.compile(r"^\(?(?:nếu |trường hợp )?(?:trong năm |năm )?không phát sinh\b")


def _is_nothing_state(part: str, parts: Sequence[str]) -> bool:
    """Tell whether "không phát sinh đơn thư: 1 điểm" is a state of its own: other parts say what arose, or count it."""
    found = re.match(r"^không phát sinh (?P<what>[^:;\d]{3,})", part)
    others = [other for other in parts if other is not part]
    if any(re.match(r"^(?:nếu |trường hợp )?(?:có )?phát sinh\b", other) for other in others):
        return found is not None or part.startswith("không phát sinh:")
    if found is None:
        return False
    what = found["what"].split()[:2]
    return any(re.search(rf"\d+\s+{re.escape(' '.join(what))}\b", other) for other in others)


def _is_remark(part: str, max_score: Fraction) -> bool:
    """Tell whether *part* explains and gives no points: what a and b are, rounding, "không phát sinh", a heading."""
    if (
        _EXPLAINS.match(part)
        or _DEFINES.match(part)
        or _ROUNDS.match(part)
        or _REMARK.match(part)
        or _NOTHING_AROSE.match(part)
    ):
        return True
    if found := re.fullmatch(r"(?:điểm tối đa|thang điểm)\s*[:=]?\s*(\d+(?:[.,]\d+)?)(?: điểm)?", part):
        return number(found[1]) == max_score
    return bool(re.fullmatch(r"[^\d]{3,}:", part)) and "điểm" not in part


def _clauses(
    parts: Sequence[str], max_score: Fraction, *, is_off: bool = False
) -> tuple[list[Clause], tuple[str, ...]]:
    clauses, unread = [], []
    for part in parts:
        found = _clause(part, max_score, is_off=is_off)
        if found is None:
            unread.append(part)
        else:
            clauses.append(found)
    return clauses, tuple(unread)


_EACH = re.compile(r"^(?:và |nếu )?(?:cứ|mỗi)\b")


def _clause(part: str, max_score: Fraction, *, is_off: bool = False) -> Clause | None:
    if _EACH.match(part):
        return None  # so much for each is no step
    part = re.sub(r"\(\s*[abn]\s*(?::|là|=)[^()]*\)", " ", part)
    part = ROUNDED.sub("", part).strip(" ,.")
    alone = formula_of(part, max_score) if re.search(r"[×*/]|\sx\s", part) else None
    if alone is not None:
        return Clause("", Span(None, None, is_pct=True), alone)
    for when, gives in _splits(part):
        points = points_in_words(gives, max_score) or (_taken_off(gives, max_score) if is_off else None)
        if points is not None:
            if points.constant is None:
                when = _BY_FORMULA.sub("", when)
            return Clause(when.strip(" ,:-"), None, points)
    return None


_BY_FORMULA = re.compile(
    r"[\s,]*(?:thì )?(?:(?:số )?điểm(?: đánh giá| đạt| số)?\s*)?(?:được )?(?:tính|xác định)(?: điểm)?(?: theo(?: công thức| tỷ lệ)?| bằng)?$"
)


def _taken_off(gives: str, max_score: Fraction) -> Points | None:
    """ "trừ 0,5 điểm" of a step: what is left of the maximum."""
    found = re.fullmatch(rf"trừ {_N}\s*(%?)\s*(?:số )?điểm(?: tối đa)?", gives.strip())
    if not found:
        return None
    off = number(found[1]) * (max_score / 100 if found[2] else 1)
    return fixed(max_score - off) if off <= max_score else None


# Ways to write condition and points without a colon or a verb between them.
_PARTINGS = tuple(
    map(
        re.compile,
        (
            r"^(?P<when>.+?)\s+(?P<gives>không (?:được |có |tính |chấm )*điểm)$",
            r"^(?P<when>.+?)\s+(?:thì )?(?:số )?điểm(?: đánh giá| đạt| số)?\s*(?:là|=|bằng)\s*(?P<gives>.+)$",
            r"^(?P<when>.*\D)\s+(?P<gives>\d+(?:[.,]\d+)? điểm)$",
            r"^(?P<when>.*\S)\s*\((?P<gives>[^()]*\bđiểm[^()]*)\)$",
            r"^(?P<when>.*\S),\s+(?P<gives>(?:được |đạt |tính )*(?:\d+(?:[.,]\d+)?(?: điểm)?|(?:số )?điểm tối đa))$",
            r"^(?P<when>.*\d\s*%[^=\d]*?)\s*=\s*(?P<gives>\(?(?:tỷ lệ|b\s*/\s*a)\b.+)$",
            r"^(?P<when>.+?)\s*=\s*(?P<gives>\d+(?:[.,]\d+)?(?: điểm)?)$",
            r"^(?P<when>(?:các )?(?:trường hợp |mức |tỷ lệ )?(?:còn lại|khác))\s+(?:thì |là |bằng )+(?P<gives>\d+(?:[.,]\d+)?(?: điểm)?)$",
            r"^(?P<when>(?:các )?(?:trường hợp |mức |tỷ lệ )?(?:còn lại|khác))\s+(?:thì |được )*(?:tính (?:theo|bằng)(?: công thức)?|=)\s*:?\s*(?P<gives>.*(?:×|\*|/|\sx\s).*)$",
        ),
    )
)


def _splits(part: str) -> list[tuple[str, str]]:
    """Every way to part condition and points, the last colon first: a lead-in may hold colons of its own."""
    ways = [(part[:at], part[at + 1 :]) for at in range(len(part) - 1, 0, -1) if part[at] == ":"]
    if found := _FIRST_POINTS.match(part):
        ways.append((found["when"], found["gives"]))
    ways += [(part[: found.start()], part[found.end() :]) for found in reversed(list(_JOIN.finditer(part)))]
    ways += [(found["when"], found["gives"]) for pattern in _PARTINGS if (found := pattern.match(part))]
    # "trừ 1 điểm" and "thêm 1 điểm" do not give what a state earns.
    return [
        (_without_verb(when), gives) for when, gives in ways if not re.search(r"\b(?:trừ|thêm|bớt)\W*$", when)
    ]


def _without_verb(when: str) -> str:
    """A condition without the verb of its result; "không đạt" is a condition itself."""
    when = when.rstrip(" ,=-")
    bare = re.sub(r"(?:,|\s)*(?:thì|sẽ|được|đạt)?(?: điểm)?\s*$", "", when)
    return bare if bare and not bare.endswith(("không", "chưa")) else when.strip(" ,")


# --- conditions -----------------------------------------------------------------------------------

_NOT_DONE = re.compile(
    r"^(?:nếu |trường hợp )?(?:không (?:thực hiện|triển khai|đạt|có|hoàn thành)|chưa (?:thực hiện|triển khai)|tỷ lệ 0|bằng 0)\b[^\d]*$"
)
_JOINED = re.compile(
    r"\b(?:và|hoặc|nhưng|mà|trừ|riêng|nếu|đồng thời|kèm|mỗi|không phải|ngoài|(?<!trực )thuộc)\b"
)
_REST = re.compile(
    r"^(?:(?:các |những )?trường hợp (?:khác|còn lại)|(?:các )?mức (?:khác|còn lại)|(?:phần )?còn lại|ngược lại|(?:các )?tỷ lệ còn lại"
    r"|không đạt(?:(?: các)? (?:mức|tỷ lệ)(?: nêu)? trên| yêu cầu| chỉ tiêu| kế hoạch)?|dưới(?: các)? mức(?: nêu)? trên|khác)$"
)


def _conditions(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """The clauses as intervals of one value, else as a choice among worded states."""
    found = _with_spans(clauses)
    open_ones = [
        place for place, one in enumerate(clauses) if _takes_the_rest(one, found[place], len(clauses))
    ]
    bounded = [span for place, span in enumerate(found) if place not in open_ones]
    counts = _counted([one for place, one in enumerate(clauses) if place not in open_ones])
    if bounded and all(span is not None for span in bounded) and len(open_ones) <= 1 and counts is not None:
        spans = [span for span in bounded if span is not None]
        spans = _as_ratio(spans, clauses)
        # Numbers below a hundred with a percent sign somewhere speak of one ratio; all bare ones of one count.
        kinds = {span.is_pct for span in spans if not _is_nothing(span)}
        if len(kinds) == 1:
            kind: Literal["ratio", "count"] = "ratio" if kinds.pop() else "count"
            held = [one for place, one in enumerate(clauses) if place not in open_ones]
            settled = _settled(spans, [one.points.constant for one in held])
            for place in open_ones:
                rest = _complement(settled, kind)
                held += [clauses[place]] * len(rest)
                settled += rest
            found_rule = _intervals(kind, held, settled, max_score)
            return replace(found_rule, counts=counts)
    return _choice(clauses, max_score)


def _as_ratio(spans: list[Span], clauses: Sequence[Clause]) -> list[Span]:
    """Bare bounds of "tỷ lệ" as percents: "tỷ lệ từ 80 trở lên" and "tỷ lệ từ 0,8 trở lên" are no counts."""
    bounds = [b for span in spans for b in (span.low, span.high) if b]
    if (
        any(span.is_pct for span in spans)
        or not bounds
        or not any(re.search(r"\btỷ lệ\b", one.words) for one in clauses)
    ):
        return spans
    if any(_UNIT_AFTER.search(one.words) for one in clauses):
        return spans
    times = Fraction(1)
    if max(bounds) <= 1 and any(bound.denominator > 1 for bound in bounds):
        times = _HUNDRED
    elif not 10 <= max(bounds) <= _HUNDRED:
        return spans
    return [
        replace(
            span,
            low=None if span.low is None else span.low * times,
            high=None if span.high is None else span.high * times,
            is_pct=True,
        )
        for span in spans
    ]


_UNIT_AFTER = re.compile(r"\d\s+(?!trở|đến|tới|và|hoặc|-)[^\W\d]")


def _with_spans(clauses: Sequence[Clause]) -> list[Span | None]:
    """
    The bound of each clause.

    "Không tổ chức" is nothing beside "tổ chức 02 cuộc", and "đầy đủ" is 100 % where the others end just below it;
    "không thực hiện" is no value where less is better: nobody is early by doing nothing.
    """
    found = [_with_span(one) for one in clauses]
    for place, one in enumerate(clauses):
        if found[place] is None and _is_undone(one.words, [o.words for o in clauses if o is not one]):
            found[place] = Span(_ZERO, _ZERO, is_high_closed=True)
    _set_none_done(clauses, found)
    if _falls_but_for_nothing(clauses, found):
        found = [
            None if span and _is_nothing(span) and _is_act(one.words) else span
            for one, span in zip(clauses, found, strict=True)
        ]
    for place, one in enumerate(clauses):
        if _NOT_FINISHED.match(one.words) and (short := _short_of([*found[:place], *found[place + 1 :]])):
            found[place] = short
    without = [place for place, span in enumerate(found) if span is None]
    if len(without) == 1 and _ALL_OF_IT.search(clauses[without[0]].words):
        rest = _complement([span for span in found if span is not None], "ratio") if len(found) > 1 else []
        if len(rest) == 1 and (rest[0].low, rest[0].is_low_open) == (_HUNDRED, False):
            found[without[0]] = rest[0]
    return found


def _set_none_done(clauses: Sequence[Clause], found: list[Span | None]) -> None:
    """ "Không tổ chức: 0 điểm" is none where the other clauses count from one on and leave nothing else open."""
    open_ones = [place for place, span in enumerate(found) if span is None]
    known = [span for span in found if span is not None]
    if len(open_ones) != 1 or not known or any(span.is_pct for span in known):
        return
    one = clauses[open_ones[0]]
    act = re.match(r"^(?:nếu |trường hợp )?(?:không|chưa) (?P<act>[^\d]+)$", one.words)
    is_act = act is not None and act["act"].startswith(_ACTS)
    if is_act and one.points.constant == 0 and _leaves_only_none(known):
        found[open_ones[0]] = Span(_ZERO, _ZERO, is_high_closed=True)


def _leaves_only_none(spans: Sequence[Span]) -> bool:
    """Tell whether whole numbers from one on are all spoken of, and nought is not."""
    bounds = [int(b) for span in spans for b in (span.low, span.high) if b is not None]
    held = [any(span.holds(Fraction(value)) for span in _settled(spans)) for value in range(max(bounds) + 2)]
    return not held[0] and all(held[1:])


def _short_of(others: Sequence[Span | None]) -> Span | None:
    """What lies below all of *others*; None where one of them reaches down to nothing or is not known."""
    known = [span for span in others if span is not None]
    if not known or len(known) < len(others):
        return None
    lowest = _complement(known, "ratio" if any(span.is_pct for span in known) else "count")
    return lowest[0] if lowest and lowest[0].low == 0 and not lowest[0].is_low_open else None


# "Hoàn thành 100%: 1; không hoàn thành: 0" leaves out nothing between them.
_NOT_FINISHED = re.compile(
    r"^(?:nếu |trường hợp )?(?:(?:không|chưa) hoàn thành|chưa đạt)(?: (?:đủ|được))?(?: (?:kế hoạch|chỉ tiêu|nhiệm vụ|yêu cầu))?(?: (?:được giao|đề ra))?$"
)
_ALL_OF_IT = re.compile(
    r"^(?!.*\b(?:không|chưa|thiếu|và|nhưng|đồng thời|kèm|hạn|kịp thời|chậm|đúng)\b)(?=.*\b(?:đầy đủ|toàn bộ|tất cả|hoàn thành)\b)[^\d]*$"
)
_ACTS = (
    "tổ chức", "kiểm tra", "ban hành", "xây dựng", "gửi", "nộp", "báo cáo", "tham gia", "tham mưu", "giải quyết",
    "xử lý", "áp dụng", "sử dụng", "bố trí", "công bố", "công khai", "khảo sát", "rà soát", "đề xuất", "tuyên truyền",
    "cập nhật", "đối thoại", "đăng", "cung cấp", "tiếp nhận", "phát sinh", "kết nối", "số hóa", "đào tạo", "bồi dưỡng",
)  # fmt: skip


def _is_undone(words: str, others: Sequence[str]) -> bool:
    found = re.match(r"^(?:nếu |trường hợp )?(?:không|chưa) (?P<act>[^\d]+)$", words)
    if found is None:
        return False
    act = next((act for act in _ACTS if found["act"].startswith(act)), found["act"].strip())
    bounded = [one for one in others if span_of(one)]
    return any(re.search(rf"(?<!không )(?<!chưa )\b{re.escape(act)}\b", one) for one in bounded)


def _is_act(words: str) -> bool:
    """Tell "không thực hiện", which says that nothing was done, from "không có hồ sơ quá hạn", which counts none."""
    return not re.search(r"\b(?:không|chưa) (?:có|phát sinh|bị)\b|\b0\b", words) and not _COUNTED.search(
        words
    )


def _falls_but_for_nothing(clauses: Sequence[Clause], spans: Sequence[Span | None]) -> bool:
    bounded = [
        (span.low or _ZERO, one.points.constant)
        for one, span in zip(clauses, spans, strict=True)
        if span is not None and not _is_nothing(span) and one.points.constant is not None
    ]
    points = [points for _, points in sorted(bounded)]
    return len(points) > 1 and points[0] > points[-1]


def _takes_the_rest(clause: Clause, span: Span | None, many: int) -> bool:
    """Tell "còn lại" and, beside other clauses, a formula without a condition: they hold where no other does."""
    if _REST.match(clause.words):
        return True
    is_open = span is not None and span.low is None and span.high is None
    return is_open and many > 1 and clause.points.constant is None


def _complement(spans: Sequence[Span], kind: str) -> list[Span]:
    """The values that none of *spans* holds, as spans from below."""
    top = _HUNDRED if kind == "ratio" else None
    ordered = sorted(spans, key=lambda s: (s.low if s.low is not None else Fraction(-1), s.is_low_open))
    rest: list[Span] = []
    at, is_open = _ZERO, False  # the first value not yet spoken of; open: it is spoken of itself
    for span in ordered:
        low, low_open = (span.low, span.is_low_open) if span.low is not None else (_ZERO, False)
        if low > at or (low == at and low_open and not is_open):
            rest.append(Span(at, low, is_open, low_open, kind == "ratio"))
        if span.high is None:
            return rest
        if span.high > at or (span.high == at and span.is_high_closed):
            at, is_open = span.high, span.is_high_closed
    if top is None or at < top or (at == top and not is_open):
        rest.append(Span(at, None, is_open, False, kind == "ratio"))
    return rest


# Words that say what is counted; beside a bound they turn its meaning around.
_COUNTED = re.compile(
    r"\b(?:thiếu|chậm|muộn|giảm|tăng|quá hạn|trễ hạn|trễ|vi phạm|sai|không đúng|không đạt|hạng|thứ hạng|tồn đọng|khiếu nại)\b"
)
_MENDED = re.compile(r"\b(?:được|đã|xử lý|giải quyết|khắc phục|xin lỗi|chấn chỉnh)\b")


def _counted(clauses: Sequence[Clause]) -> str | None:
    """What all of *clauses* count; None where one counts what another does not."""
    said: list[str] = []
    for one in clauses:
        bare = _OR_NOTHING.sub("", one.words)
        around = span_of(bare)
        words = around[1] if around else bare
        is_mended = _MENDED.search(words)  # of what was late the share that was put right
        said.append("" if is_mended else " ".join(sorted(set(_COUNTED.findall(words)))))
    named = set(said) - {""}
    if not named:
        return ""
    # The first clause may name what is counted, and the others go on with it.
    return named.pop() if len(named) == 1 and said[0] else None


def _is_nothing(span: Span) -> bool:
    return span.low == span.high == 0 and not span.is_exact


# "hoặc không có hồ sơ quá hạn": what holds when nothing arose is the policy's matter.
_OR_NOTHING = re.compile(r"\s*hoặc không (?:có|phát sinh)[^:;]*$")
_NO_CONDITION = re.compile(
    r"(?:(?:số |cách )?(?:tính )?điểm(?: số| đánh giá| đạt)?|(?:được )?tính(?: điểm)?(?: theo(?: công thức| tỷ lệ(?: %)?)?)?|công thức(?: tính(?: điểm)?)?)?"
)


def _with_span(clause: Clause) -> Span | None:
    if clause.points.constant is None and _NO_CONDITION.fullmatch(clause.words):
        return Span(None, None, is_pct=True)
    if _NOT_DONE.match(clause.words) and not span_of(clause.words):
        return Span(_ZERO, _ZERO, is_high_closed=True)
    found = span_of(_OR_NOTHING.sub("", clause.words))
    if found is None:
        return None
    span, around = found
    before, _, after = around.partition("¦")
    if (
        re.search(r"\d|\bđiểm\b", before + after)
        or _JOINED.search(after)
        or re.search(r"\b(?:nhưng|hoặc|trừ|riêng)\b", before)
    ):
        return None
    return span


def _settled(spans: Sequence[Span], points: Sequence[Fraction | None] = ()) -> list[Span]:
    """
    Bounds as they are meant beside each other.

    "Đạt 100%" is from there on; "đạt 80%" is where another clause says "dưới 80%". "Từ 95% trở lên" above
    "từ 90% trở lên" ends the lower one below 95. "Không thực hiện" takes 0 for itself.
    """
    settled = list(spans)
    for place in sorted(range(len(spans)), key=lambda place: spans[place].low or _ZERO):
        span = spans[place]
        below = any(o.high == span.low and not o.is_high_closed for o in settled if o is not span)
        if span.is_exact and (below or (span.is_pct and span.low == _HUNDRED)):
            # "đạt 80%" between "100%" and "dưới 80%" goes up to where the next begins.
            above = min(
                (o for o in spans if o.low is not None and span.low is not None and o.low > span.low),
                key=lambda o: o.low or _ZERO, default=None,
            )  # fmt: skip
            if above is not None and not span.is_pct:
                continue  # a count of 2 below one of 3
            top = None if above is None else above.low
            is_closed = above is not None and above.is_low_open
            settled[place] = replace(span, high=top, is_high_closed=is_closed, is_exact=False)
    settled = _nested(settled)
    starts = [(span.low, span.is_low_open) for span in settled if span.low is not None]
    for place, span in enumerate(settled):
        if span.high is None and span.low is not None:
            above = sorted(low for low in starts if low > (span.low, span.is_low_open))
            open_above = [
                o for o in settled[:place] if o.high is None and o.low is not None and o.low > span.low
            ]
            if (open_above or _earns_more_above(place, spans, points)) and above:
                settled[place] = replace(span, high=above[0][0], is_high_closed=above[0][1])
    if any(span.low == span.high == 0 for span in settled):
        settled = [
            replace(s, low=_ZERO, is_low_open=True)
            if (s.low is None or s.low == 0) and s.high != 0 and not s.is_low_open
            else s
            for s in settled
        ]
    return settled


def _earns_more_above(place: int, spans: Sequence[Span], points: Sequence[Fraction | None]) -> bool:
    """Tell whether every higher bound earns more: "từ 50% trở lên: 1; từ 80% trở lên: 2" written upwards."""
    mine, low = points[place] if points else None, spans[place].low
    if mine is None or low is None:
        return False
    higher = [(o.low, p) for o, p in zip(spans, points, strict=True) if o.low is not None and o.low > low]
    return bool(higher) and all(p is not None and p > mine for _, p in higher)


def _nested(spans: Sequence[Span]) -> list[Span]:
    """ "Dưới 90%" beside "dưới 80%" begins at 80: the lower one is named apart."""
    tops = sorted({span.high for span in spans if span.low is None and span.high is not None})
    nested = []
    for span in spans:
        below = [top for top in tops if span.low is None and span.high is not None and top < span.high]
        lower = [o for o in spans if o.low is None and below and o.high == below[-1]]
        nested.append(replace(span, low=below[-1], is_low_open=lower[0].is_high_closed) if lower else span)
    return nested


def _intervals(
    kind: Literal["ratio", "count"], clauses: Sequence[Clause], spans: Sequence[Span], max_score: Fraction
) -> RuleReading:
    whole = tuple(replace(one, span=span) for one, span in zip(clauses, spans, strict=True))
    reading = RuleReading(kind, max_score, "", clauses=whole)
    wrong = [one.words for one in whole if not _fits(one, max_score, kind)]
    wrong += [one.words for one in _overlapping(reading)]
    wrong += [one.words for one in whole if kind == "count" and not _is_whole(one.span)]
    if wrong:
        return replace(_by_hand(max_score, tuple(dict.fromkeys(wrong))), is_conflict=True)
    return replace(reading, said=_said(reading))


def _fits(clause: Clause, max_score: Fraction, kind: str) -> bool:
    """Tell whether the points of *clause* stay within the maximum, and a formula is one of a percent."""
    span = clause.span
    assert span is not None
    if clause.points.constant is not None:
        return 0 <= clause.points.constant <= max_score
    if kind != "ratio" or clause.points.is_per_item:
        return kind == "count" and clause.points.is_per_item and _fits_count(clause, span, max_score)
    top = min(span.high if span.high is not None else _HUNDRED, _HUNDRED)
    reached = clause.points.amount(top)
    # Below a twentieth of the maximum at its own top, "100" was meant as a percent, or the product is another one.
    return max_score / 20 <= reached <= max_score + Fraction(1, 1000)


def _fits_count(clause: Clause, span: Span, max_score: Fraction) -> bool:
    """Tell whether so much for each stays within the maximum up to the highest whole number of *span*."""
    if span.high is None:
        return False
    top = span.high if span.is_high_closed else span.high - 1
    return clause.points.amount(top) <= max_score


def _is_whole(span: Span | None) -> bool:
    bounds = (span.low, span.high) if span else ()
    return all(bound is None or bound.denominator == 1 for bound in bounds)


def _overlapping(reading: RuleReading) -> list[Clause]:
    values = {b + way for one in reading.clauses if one.span for b in (one.span.low, one.span.high) if b is not None
              for way in (Fraction(-1, 1000), _ZERO, Fraction(1, 1000))} | {_ZERO, _HUNDRED}  # fmt: skip
    twice: list[Clause] = []
    for value in sorted(values):
        held = [one for one in reading.clauses if one.span is not None and one.span.holds(value)]
        # Two clauses of one value say two points, or speak of two things.
        if value >= 0 and len(held) > 1:
            twice += held
    return _each_once(twice)


def _each_once(clauses: Sequence[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for one in clauses:
        if all(one is not other for other in found):
            found.append(one)
    return found


def unsaid_values(reading: RuleReading) -> list[Fraction]:
    """Values of a ratio or a count that no clause speaks of."""
    if reading.kind not in ("ratio", "count") or reading.per_item or reading.per_percent:
        return []
    return [value for value in reading.test_values() if reading.points(value) is None]


_SAYS_POINTS = re.compile(
    r"\d\s*điểm\b|không (?:được |có |tính |chấm )*điểm\b|điểm tối đa|\b(?:trừ|cộng) \d|\btrong đó\b"
)
_NO_STATE = re.compile(
    r"%|[<>≥≤≥=]|/\s*(?!\d)|\b(?:từ|trên|dưới|ít nhất|hơn) (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b|\btỷ lệ\b(?!.*\b(?:tăng|giảm|bằng|cao hơn|thấp hơn)\b(?:.*\bnăm trước\b|[^\d]*$))"
)
# What a sentence says that gives points by itself is no state of a fact.
_NO_FACT = re.compile(
    r"%|\b(?:tỷ lệ|điểm|khảo sát|công thức|×|mỗi|tính|đánh giá|xem xét|quyết định|thẩm định)\b|[×*/]"
)


def _choice(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """Worded states that only a person can tell apart."""
    wrong = [
        one.words for one in clauses
        if one.points.constant is None or not 0 <= one.points.constant <= max_score or not one.words
    ]  # fmt: skip
    if not wrong and _is_one_or_else(clauses, max_score):
        return _fact(clauses, max_score)
    # A bound that was not understood is no state that a person may choose: percents, signs, numbers in words.
    wrong += [one.words for one in clauses if _SAYS_POINTS.search(one.words)]
    if not _are_bounds_with_facts(clauses):
        wrong += [one.words for one in clauses if _NO_STATE.search(one.words)]
    wrong += _counts_left_over(clauses)
    # Parts that add up to the maximum are no states that exclude each other.
    tops = [one.points.constant for one in clauses if one.points.constant is not None]
    if len(clauses) == 1 and tops == [max_score] and _may_be_fact(clauses[0].words):
        # What is earned without it is not said.
        return RuleReading("fact", max_score, f"Đạt: {vi(max_score)} điểm", clauses=tuple(clauses))
    if wrong or len(clauses) < 2 or max(tops) < max_score:
        return _by_hand(max_score, wrong or tuple(one.words for one in clauses))
    first, last = clauses[0].points.constant, clauses[-1].points.constant
    has_numbers = any(re.search(r"\d", without_names(one.words)) for one in clauses)
    if len(clauses) == 2 and last == 0 and first == max_score and not has_numbers:
        return _fact(clauses, max_score)
    return RuleReading("choice", max_score, _said_choice(clauses), clauses=tuple(clauses))


def _said_choice(clauses: Sequence[Clause]) -> str:
    said = "; ".join(f"{place}. {one.words}: {one.points.said}" for place, one in enumerate(clauses))
    return f"Người chấm chọn: {said}"


def _in_print(found: RuleReading, text: str) -> RuleReading:
    """The states of a fact or a choice in the letters of *text*: a person reads them and chooses."""
    clauses = tuple(replace(one, words=as_printed(one.words, text)) for one in found.clauses)
    said = _said_choice(clauses) if found.kind == "choice" else found.said
    return replace(found, clauses=clauses, said=said)


def _are_bounds_with_facts(clauses: Sequence[Clause]) -> bool:
    """Tell "100% và đúng hạn; 100% nhưng chậm; dưới 100%": states that only a person can tell apart."""
    with_facts = [one for one in clauses if re.search(r"%[^\d%]*\b(?:và|nhưng|đồng thời|kèm)\b", one.words)]
    points = [one.points.constant for one in clauses]
    return bool(with_facts) and len(set(points)) == len(points) > 1


def _fact(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    said = f"Đạt: {vi(max_score)} điểm; không đạt: 0 điểm"
    return RuleReading("fact", max_score, said, clauses=tuple(clauses))


def _is_one_or_else(clauses: Sequence[Clause], max_score: Fraction) -> bool:
    """Tell "one state: all points; còn lại: none": whatever the state is, a person says whether it holds."""
    if len(clauses) != 2 or not _REST.match(clauses[1].words) or not clauses[0].words:
        return False
    return (clauses[0].points.constant, clauses[1].points.constant) == (max_score, 0)


def _may_be_fact(words: str) -> bool:
    return not re.search(r"\d", without_names(words)) and not _NO_FACT.search(words)


def _counts_left_over(clauses: Sequence[Clause]) -> list[str]:
    """Clauses that bound one count while another does not: they are no list of states; unless they count unlike things."""
    spans = [one.words for one in clauses if span_of(one.words) and not _REST.match(one.words)]
    if len(spans) < 2 or len(spans) < len(clauses) - 1:
        return []
    return spans if _counted(clauses) is not None and not _COUNTED.search(" ".join(spans)) else []


# --- what stands beside events --------------------------------------------------------------------

_N = r"(\d+(?:[.,]\d+)?)"
_BASE = re.compile(
    rf"^(?:nếu )?[^:;]*?(?:đầy đủ|đúng hạn|đúng quy định|đúng thời hạn|không (?:có |bị |để (?:xảy ra )?)?(?:[^\d:;,]{{1,40}}? (?:bị )?)?(?:vi phạm|thiếu|chậm|trường hợp|báo cáo|sai|kỷ luật|quá hạn|trễ hạn|lỗi)|kịp thời|đủ|tốt)[^:;]*?(?::|được|đạt|tính)\s*(?:(?:được )?{_N}\s*điểm|(?:số )?(?:điểm )?tối đa)$"
)


def _is_full(part: str, max_score: Fraction) -> bool:
    """Tell whether *part* says only that all of it done earns the full points, or leads in to what is taken off."""
    if (
        re.fullmatch(
            r"(?:nếu|trường hợp|khi|còn|nhưng) (?:[^\d]*(?:không|chưa) đạt 100 ?%|[^\d]*dưới 100 ?%)?[^\d]*\bthì",
            part,
        )
        or part == "điểm tối đa"
    ):
        return "điểm" not in part or part == "điểm tối đa"
    for when, gives in _splits(part):
        points = points_in_words(gives, max_score)
        if points is not None and points.constant == max_score:
            bare = re.sub(r"\b100\s*%", " ", without_names(when))
            return not re.search(r"\d|%|^(?:không|chưa)\b|\bđiểm\b|\b(?:trừ|mỗi|cứ)\b", bare)
    return False


def _is_base(part: str, max_score: Fraction) -> bool:
    """Tell whether *part* only says that without events the full points stand."""
    found = _BASE.match(part)
    if found:
        return found[1] is None or number(found[1]) == max_score
    return bool(
        re.fullmatch(r"(?:nhưng|và|thì|sẽ|bị|phát hiện|chậm|,|\s|mức|số điểm|tiêu chí này|tổng)*", part)
    )


# --- surveys and words read back ------------------------------------------------------------------

_SURVEY = re.compile(
    r"điều tra xã hội học|khảo sát xã hội học|chỉ số hài lòng|mức độ hài lòng|tỷ lệ hài lòng|phiếu điều tra|phiếu khảo sát"
    r"|sự hài lòng|kết quả khảo sát"
)


def _survey(words: str, max_score: Fraction) -> RuleReading | None:
    """A share of the maximum by the result of a survey; only where the wording holds no other number."""
    if not _SURVEY.search(words) or re.search(r"\b(?:trừ|từ|dưới|trên|trở lên|mỗi)\b", words):
        return None
    numbers = {number(found) for found in re.findall(r"\d+(?:[.,]\d+)?", without_names(words))}
    if numbers - {max_score, _HUNDRED}:
        return None
    said = f"Kết quả khảo sát (%) × {vi(max_score)} điểm"
    return RuleReading("survey", max_score, said)


def _said(reading: RuleReading) -> str:
    sign = "%" if reading.kind == "ratio" else ""
    parts = []
    for one in reading.clauses:
        if one.span is None:
            continue
        when = _span_words(one.span, sign)
        parts.append(f"{when}: {one.points.said}" if when else f"điểm = {one.points.said}")
    return "; ".join(parts)


def _span_words(span: Span, sign: str) -> str:
    if span.low is None and span.high is None:
        return ""
    if span.low is not None and span.low == span.high:
        return f"đúng {vi(span.low)}{sign}"
    low = "" if span.low is None else f"{'trên' if span.is_low_open else 'từ'} {vi(span.low)}{sign}"
    if span.high is None:
        return f"{low} trở lên" if not span.is_low_open else low
    if not low:
        return f"{'không quá' if span.is_high_closed else 'dưới'} {vi(span.high)}{sign}"
    return f"{low} đến {'' if span.is_high_closed else 'dưới '}{vi(span.high)}{sign}"

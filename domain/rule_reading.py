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
from itertools import pairwise
from typing import Literal

from domain.rule_words import Points, Span, formula_of, number, plain, points_of, span_of, vi, without_names

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
class Deduction:
    """*each* points off for every *per* events, at most *cap*; at *zero_from* events nothing is left."""

    each: Fraction
    per: int = 1
    cap: Fraction | None = None
    zero_from: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PerItem:
    """*each* points for every *per* items, at most *cap*."""

    each: Fraction
    per: int
    cap: Fraction


@dataclass(frozen=True, slots=True)
class RuleReading:
    """
    What a wording was understood as.

    Attributes:
        kind: ``by_hand`` where anything was not understood.
        said: The rule in fixed words.
        unread: The clauses that were not understood, as worded.
        clauses: Of a ratio, a count, a fact or a choice, in the order written.
        is_rounded: Rounded half-up to two decimals because the wording says so.
        is_conflict: Every clause was understood, but together they cannot hold.
    """

    kind: Kind
    max_score: Fraction
    said: str
    unread: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    deduction: Deduction | None = None
    per_item: PerItem | None = None
    is_rounded: bool = False
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
        return Fraction(int(earned * 100 + Fraction(1, 2)), 100) if self.is_rounded else earned

    def _earned(self, value: Fraction) -> Fraction | None:
        if value < 0 or (self.kind in ("ratio", "survey") and value > _HUNDRED):
            return None
        if self.kind == "survey":
            return value / 100 * self.max_score
        if self.deduction is not None:
            return _after_deduction(self.deduction, value, self.max_score)
        if self.per_item is not None:
            return min((value // self.per_item.per) * self.per_item.each, self.per_item.cap)
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
        if self.kind == "deduction" or self.per_item is not None:
            return [Fraction(place) for place in range(5)]
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


def _after_deduction(rule: Deduction, events: Fraction, max_score: Fraction) -> Fraction:
    if rule.zero_from is not None and events >= rule.zero_from:
        return _ZERO
    taken = (events // rule.per) * rule.each
    return max_score - (taken if rule.cap is None else min(taken, rule.cap))


def read_rule(text: str | None, max_score: Fraction) -> RuleReading:
    """
    Read the wording of a rule of a criterion of *max_score*.

        >>> rule = read_rule("Từ 80% trở lên: 1 điểm; dưới 80%: tỷ lệ/80% × điểm tối đa", Fraction(1))
        >>> rule.kind, [float(rule.points(Fraction(value))) for value in (0, 40, 80, 100)]
        ('ratio', [0.0, 0.5, 1.0, 1.0])
        >>> read_rule("Do Hội đồng thẩm định xem xét", Fraction(1)).unread
        ('do hội đồng thẩm định xem xét',)
    """
    words = _without_terms(plain(_lines(text or "")))
    if not words:
        return _by_hand(max_score, ("",))
    is_rounded = "làm tròn" in words
    for read in (_deduction, _per_item):
        found = read(words, max_score)
        if found is not None:
            return found
    asked = _survey(words, max_score)
    if asked is not None:
        return asked
    parts = [part for part in _joined(_parts(words)) if not _is_remark(part, max_score)]
    clauses, unread = _clauses(parts, max_score)
    if unread or not clauses:
        return _by_hand(max_score, unread or (words,))
    found = _conditions(clauses, max_score)
    return replace(found, is_rounded=is_rounded) if found.is_read else found


def _by_hand(max_score: Fraction, unread: Sequence[str]) -> RuleReading:
    return RuleReading("by_hand", max_score, "Người chấm tự xác định điểm", tuple(unread))


# --- cutting --------------------------------------------------------------------------------------

_BULLET = re.compile(r"(?:^|(?<=[;:.\n]))\s*(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s]))\s*")
_BEGINS = r"(?:từ|dưới|trên|đạt|không|ít nhất|tối thiểu|nếu|có|chưa|trường hợp|chậm|còn lại|đúng|mỗi|thực hiện|hoàn thành)\b"
_RESULT = r"(?:điểm|tối đa)"
# Before a result a colon stands, or words such as "được".
_JOIN = re.compile(
    r"\s+(?:thì |sẽ )*(?:=>|->|→|được tính|được chấm|được cộng|được|đạt|tính|chấm|cho)(?= (?:số )?(?:điểm|\d|tối đa|một nửa|nửa|toàn bộ|đủ))"
)
_FIRST_POINTS = re.compile(
    r"^(?P<gives>(?:được |đạt |tính )?(?:\d+(?:[.,]\d+)? điểm|(?:điểm )?tối đa|không (?:được )?(?:có |tính )?điểm))\s*(?::|-|nếu|khi|đối với|cho)\s*(?P<when>.+)$"
)


# Where a cell has lost its line breaks, points and a new sentence of a condition stand side by side.
_LOST_BREAK = re.compile(
    r"((?:điểm|\dđ)|:\s*\d+(?:[.,]\d+)?)\s+(?=[-+•]\s|(?:Từ|Dưới|Trên|Đạt|Không|Ít nhất|Nếu|Có|Chưa|Trường hợp|Chậm|Còn lại|Đúng|Mỗi"
    r"|Thực hiện|Hoàn thành|Tỷ lệ)\b|(?:từ|dưới|trên|không quá) \d|[<>≥≤])"
)


def _lines(text: str) -> str:
    """Lines and bullets of a cell as clauses of one wording."""
    text = _LOST_BREAK.sub(r"\1; ", text)
    lines = [line.strip() for line in re.split(r"[\r\n]+|(?<=[.;:])\s+(?=[-+•]\s)", text) if line.strip()]
    joined = ""
    for line in lines:
        line = re.sub(r"^(?:[-+•*–·▪]|[a-zđ]\)|\d{1,2}[.)](?=\s*[^\d\s]))\s*", "", line)
        joined += line if not joined or joined.endswith(("; ", " ")) else f"; {line}"
    return joined


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
    marked = re.sub(rf"((?:điểm|tối đa)(?: tối đa)?)\s*[,.]\s*(?=(?:và )?{_BEGINS})", r"\1;", words)
    marked = re.sub(rf"(:\s*\d+(?:[.,]\d+)?)\s*,\s*(?={_BEGINS})", r"\1;", marked)
    marked = re.sub(r"\.\s+(?=\D)|\.$", ";", marked)
    return marked.split(";")


_EXPLAINS = re.compile(r"^\(?\s*(?:trong đó|với|ghi chú)?[:,]?\s*\(?[abn]\s*(?::|là|=)(?!.*điểm)")
_REMARK = re.compile(r"^\(?(?:đơn vị|cơ quan) không tự (?:chấm|đánh giá)|^không phát sinh")
_DEFINES = re.compile(
    r"^(?:tính )?tỷ lệ[^:]*=[^:]*?(?:×|x|\*)\s*100\s*%?$|^(?:tính )?tỷ lệ[^:]*[:=]\s*\(?b\s*/\s*a[^đ]*$|^tính tỷ lệ[^:]*(?:=|$)(?!.*điểm)"
)
_ROUNDS = re.compile(r"^\(?(?:kết quả |điểm |số điểm )?(?:được )?làm tròn[^:]*$")
_NOTHING_AROSE = re.compile(r"^(?:nếu |trường hợp )?(?:trong năm |năm )?không phát sinh\b")


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


def _clauses(parts: Sequence[str], max_score: Fraction) -> tuple[list[Clause], tuple[str, ...]]:
    clauses, unread = [], []
    for part in parts:
        found = _clause(part, max_score)
        if found is None:
            unread.append(part)
        else:
            clauses.append(found)
    return clauses, tuple(unread)


def _clause(part: str, max_score: Fraction) -> Clause | None:
    part = re.sub(r"\(\s*[abn]\s*(?::|là|=)[^()]*\)", " ", part)
    part = re.sub(r"\(?\s*(?:được )?làm tròn[^;)]*\)?", "", part).strip(" ,.")
    alone = formula_of(part, max_score) if re.search(r"[×*]|\sx\s", part) else None
    if alone is not None:
        return Clause("", Span(None, None, is_pct=True), alone)
    for when, gives in _splits(part):
        points = points_of(gives, max_score)
        if points is not None:
            return Clause(when.strip(" ,:-"), None, points)
    return None


def _splits(part: str) -> list[tuple[str, str]]:
    """Every way to part condition and points, the last colon first: a lead-in may hold colons of its own."""
    ways = [(part[:at], part[at + 1 :]) for at in range(len(part) - 1, 0, -1) if part[at] == ":"]
    if found := _FIRST_POINTS.match(part):
        ways.append((found["when"], found["gives"]))
    ways += [(part[: found.start()], part[found.end() :]) for found in reversed(list(_JOIN.finditer(part)))]
    if found := re.match(r"^(?P<when>.+?)\s+(?P<gives>không (?:được |có |tính |chấm )*điểm)$", part):
        ways.append((found["when"], found["gives"]))
    if found := re.match(
        r"^(?P<when>.+?)\s+(?:thì )?(?:số )?điểm(?: đánh giá| đạt| số)?\s*(?:là|=|bằng)\s*(?P<gives>.+)$",
        part,
    ):
        ways.append((found["when"], found["gives"]))
    if found := re.match(r"^(?P<when>.*\D)\s+(?P<gives>\d+(?:[.,]\d+)? điểm)$", part):
        ways.append((found["when"], found["gives"]))
    return [(re.sub(r"(?:,|\s)*(?:thì|sẽ|được|đạt)?(?: điểm)?\s*$", "", when), gives) for when, gives in ways]


# --- conditions -----------------------------------------------------------------------------------

_NOT_DONE = re.compile(
    r"^(?:nếu |trường hợp )?(?:không (?:thực hiện|triển khai|đạt|có|hoàn thành)|chưa (?:thực hiện|triển khai)|tỷ lệ 0|bằng 0)\b[^\d]*$"
)
_JOINED = re.compile(
    r"\b(?:và|hoặc|nhưng|mà|trừ|riêng|nếu|đồng thời|kèm|đúng hạn|đúng thời hạn|chậm|quá hạn|mỗi)\b"
)
_LEAD_IN = re.compile(r"\b(?:nếu|trường hợp|khi|có|đạt|tỷ lệ|số lượng|số)\b")


def _conditions(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """The clauses as intervals of one value, else as a choice among worded states."""
    found = [_with_span(one) for one in clauses]
    if all(span is not None for span in found):
        spans = [span for span in found if span is not None]
        # Numbers below a hundred with a percent sign somewhere speak of one ratio; all bare ones of one count.
        kinds = {span.is_pct for span in spans if not _is_nothing(span)}
        if len(kinds) == 1:
            is_ratio = kinds.pop()
            spans = _settled(spans)
            if is_ratio:
                return _intervals("ratio", clauses, spans, max_score)
            if not is_ratio:
                return _intervals("count", clauses, spans, max_score)
    return _choice(clauses, max_score)


def _is_nothing(span: Span) -> bool:
    return span.low == span.high == 0 and not span.is_exact


# "hoặc không có hồ sơ quá hạn": what holds when nothing arose is the policy's matter.
_OR_NOTHING = re.compile(r"\s*hoặc không (?:có|phát sinh)[^:;]*$")
_NO_CONDITION = re.compile(
    r"(?:(?:số |cách )?(?:tính )?điểm(?: số| đánh giá| đạt)?|(?:được )?tính(?: điểm)?(?: theo(?: công thức| tỷ lệ)?)?|công thức(?: tính(?: điểm)?)?)?"
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
        re.search(r"\d", before + after)
        or _JOINED.search(after)
        or re.search(r"\b(?:nhưng|hoặc|trừ|riêng|chậm)\b", before)
    ):
        return None
    return span


def _settled(spans: Sequence[Span]) -> list[Span]:
    """
    Bounds as they are meant beside each other.

    "Đạt 100%" is from there on; "đạt 80%" is where another clause says "dưới 80%". "Từ 95% trở lên" above
    "từ 90% trở lên" ends the lower one below 95. "Không thực hiện" takes 0 for itself.
    """
    settled = list(spans)
    for place, span in enumerate(settled):
        below = any(o.high == span.low and not o.is_high_closed for o in spans if o is not span)
        if span.is_exact and (below or (span.is_pct and span.low == _HUNDRED)):
            settled[place] = replace(span, high=None, is_high_closed=False)
    starts = [(span.low, span.is_low_open) for span in settled if span.low is not None]
    for place, span in enumerate(settled):
        if span.high is None and span.low is not None:
            above = sorted(low for low in starts if low > (span.low, span.is_low_open))
            open_above = [
                o for o in settled[:place] if o.high is None and o.low is not None and o.low > span.low
            ]
            if open_above and above:
                settled[place] = replace(span, high=above[0][0], is_high_closed=above[0][1])
    if any(span.low == span.high == 0 for span in settled):
        settled = [
            replace(s, low=_ZERO, is_low_open=True)
            if (s.low is None or s.low == 0) and s.high != 0 and not s.is_low_open
            else s
            for s in settled
        ]
    return settled


def _intervals(
    kind: Literal["ratio", "count"], clauses: Sequence[Clause], spans: Sequence[Span], max_score: Fraction
) -> RuleReading:
    whole = tuple(replace(one, span=span) for one, span in zip(clauses, spans, strict=True))
    reading = RuleReading(kind, max_score, "", clauses=whole)
    wrong = [one.words for one in whole if not _fits(one, max_score, kind)]
    wrong += [one.words for one in _overlapping(reading)]
    if wrong:
        return replace(_by_hand(max_score, tuple(dict.fromkeys(wrong))), is_conflict=True)
    return replace(reading, said=_said(reading))


def _fits(clause: Clause, max_score: Fraction, kind: str) -> bool:
    """Tell whether the points of *clause* stay within the maximum, and a formula is one of a percent."""
    span = clause.span
    assert span is not None
    if clause.points.constant is not None:
        return 0 <= clause.points.constant <= max_score
    if kind != "ratio":
        return False
    top = min(span.high if span.high is not None else _HUNDRED, _HUNDRED)
    reached = clause.points.amount(top)
    # Below a twentieth of the maximum at its own top, "100" was meant as a percent, or the product is another one.
    return max_score / 20 <= reached <= max_score + Fraction(1, 1000)


def _overlapping(reading: RuleReading) -> list[Clause]:
    values = {b + way for one in reading.clauses if one.span for b in (one.span.low, one.span.high) if b is not None
              for way in (Fraction(-1, 1000), _ZERO, Fraction(1, 1000))} | {_ZERO, _HUNDRED}  # fmt: skip
    twice: list[Clause] = []
    for value in sorted(values):
        held = [one for one in reading.clauses if one.span is not None and one.span.holds(value)]
        if value >= 0 and len({one.points.amount(value) for one in held}) > 1:
            twice += held
    return _each_once(twice)


def _each_once(clauses: Sequence[Clause]) -> list[Clause]:
    found: list[Clause] = []
    for one in clauses:
        if all(one is not other for other in found):
            found.append(one)
    return found


def gaps(reading: RuleReading) -> list[Fraction]:
    """Values of a ratio or a count that no clause speaks of."""
    if reading.kind not in ("ratio", "count") or reading.per_item is not None:
        return []
    return [value for value in reading.test_values() if reading.points(value) is None]


_NO_STATE = re.compile(
    r"%|[<>≤≥=]|/\s*(?!\d)|\b(?:từ|trên|dưới|ít nhất|hơn) (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b|\btỷ lệ\b|trường hợp khác"
)


def _choice(clauses: Sequence[Clause], max_score: Fraction) -> RuleReading:
    """Worded states that only a person can tell apart."""
    wrong = [
        one.words for one in clauses
        if one.points.constant is None or not 0 <= one.points.constant <= max_score or not one.words
    ]  # fmt: skip
    # A bound that was not understood is no state that a person may choose: percents, signs, numbers in words, "còn lại".
    wrong += [one.words for one in clauses if _NO_STATE.search(one.words)]
    # Parts that add up to the maximum are no states that exclude each other.
    tops = [one.points.constant for one in clauses if one.points.constant is not None]
    if len(clauses) == 1 and tops == [max_score] and not re.search(r"\d", without_names(clauses[0].words)):
        # What is earned without it is not said.
        return RuleReading("fact", max_score, f"Đạt: {vi(max_score)} điểm", clauses=tuple(clauses))
    if wrong or len(clauses) < 2 or max(tops) < max_score:
        return _by_hand(max_score, wrong or tuple(one.words for one in clauses))
    first, last = clauses[0].points.constant, clauses[-1].points.constant
    has_numbers = any(re.search(r"\d", without_names(one.words)) for one in clauses)
    is_fact = len(clauses) == 2 and last == 0 and first == max_score and not has_numbers
    said = "; ".join(f"{place}. {one.words}: {one.points.said}" for place, one in enumerate(clauses))
    if is_fact:
        return RuleReading(
            "fact", max_score, f"Đạt: {vi(max_score)} điểm; không đạt: 0 điểm", clauses=tuple(clauses)
        )
    return RuleReading("choice", max_score, f"Người chấm chọn: {said}", clauses=tuple(clauses))


# --- deductions and points per item ---------------------------------------------------------------

_N = r"(\d+(?:[.,]\d+)?)"
_TAKES = re.compile(
    rf"(?:(?:cứ |với )?mỗi|cứ|một|01)\s+(?:(\d+)\s+)?[^;:]*?:?\s*(?:bị |thì |sẽ )*trừ\s*:?\s*{_N}\s*điểm"
    rf"|trừ\s*{_N}\s*điểm\s*(?:/|cho mỗi|đối với mỗi|với mỗi|mỗi)\s*(?:(\d+)\s+)?[^;:,.\d]+"
    rf"|(?:thiếu|chậm|muộn|vi phạm|sai|quá hạn)\s*(?:0?1|một)\s+[^;:,\d]*?(?:bị |thì )*trừ\s*{_N}\s*điểm"
)
_CAP = re.compile(
    rf"(?:(?:nhưng )?(?:tổng )?(?:điểm trừ |số điểm trừ |trừ )?(?:không quá|tối đa|không vượt quá)(?: là)?|trừ tối đa)\s*{_N}\s*điểm"
)
_TO_NOTHING = re.compile(
    r"(?:trừ )?(?:cho )?(?:đến|tới) (?:khi )?hết(?: số)?(?: điểm)?(?: của (?:tiêu chí|nội dung)(?: này)?)?|điểm (?:tối thiểu|thấp nhất) (?:là|bằng) 0(?: điểm)?|không (?:để )?(?:bị )?âm(?: điểm)?"
)
_ZERO_FROM = re.compile(
    r"(?:từ|có từ|thiếu từ|chậm từ)\s*(\d+)\s+[^;:]*?trở lên[^;:]*?:?\s*(?:được |tính )?(?:0 điểm|không (?:được )?(?:có |tính )?điểm|trừ hết(?: số)?(?: điểm)?)"
)
_BASE = re.compile(
    rf"^(?:nếu )?[^:;]*?(?:đầy đủ|đúng hạn|đúng quy định|đúng thời hạn|không (?:có )?(?:vi phạm|thiếu|chậm|trường hợp|báo cáo)|kịp thời|đủ)[^:;]*?(?::|được|đạt|tính)\s*(?:(?:được )?{_N}\s*điểm|(?:số )?(?:điểm )?tối đa)$"
)


def _deduction(words: str, max_score: Fraction) -> RuleReading | None:
    """So much off for each event; None where the wording takes nothing off."""
    if not re.search(r"\btrừ\s*:?\s*\d", words):
        return None
    found = list(_TAKES.finditer(words))
    if len(found) != 1:
        return _by_hand(max_score, [m[0] for m in found] or [words])
    hit = found[0]
    if "%" in words:
        return _by_hand(max_score, [hit[0]])
    each = next(number(hit[n]) for n in (2, 3, 5) if hit[n])
    per = int(hit[1] or hit[4] or 1)
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    cap, zero_from = None, None
    if m := _CAP.search(rest):
        cap, rest = number(m[1]), rest.replace(m[0], " ")
    if m := _ZERO_FROM.search(rest):
        zero_from, rest = Fraction(m[1]), rest.replace(m[0], " ")
    rest = _TO_NOTHING.sub(" ", rest)
    unread = [
        part for part in _parts(rest) if not _is_base(part, max_score) and not _is_remark(part, max_score)
    ]
    if unread or each > max_score or per < 1 or (cap is not None and cap > max_score):
        return _by_hand(max_score, unread or [hit[0]])
    off = f"trừ {vi(each)} điểm" + (f", trừ nhiều nhất {vi(cap)} điểm" if cap is not None else "")
    zero = f"; từ {vi(zero_from)} trường hợp trở lên: 0 điểm" if zero_from is not None else ""
    said = f"Cứ {per} trường hợp {off}, tính từ {vi(max_score)} điểm, không dưới 0{zero}"
    return RuleReading("deduction", max_score, said, deduction=Deduction(each, per, cap, zero_from))


def _is_base(part: str, max_score: Fraction) -> bool:
    """Tell whether *part* only says that without events the full points stand."""
    found = _BASE.match(part)
    if found:
        return found[1] is None or number(found[1]) == max_score
    return bool(re.fullmatch(r"(?:nhưng|và|thì|sẽ|bị|,|\s|mức|số điểm|tiêu chí này)*", part))


_GAINS = re.compile(
    rf"(?P<bare>(?<![\d,.]){_N}\s*điểm\s*/\s*(?=[^\d\s])[^\d;:,.]+)|(?:(?:cứ |với )?mỗi|cứ)\s+(?:(\d+)\s+)?[^;:%]*?(?::|(?:được |thì |sẽ )*(?:cộng|tính|chấm|cho|được|đạt))\s*(?:thêm )?{_N}\s*điểm"
)


def _per_item(words: str, max_score: Fraction) -> RuleReading | None:
    """So much for each item up to a most; None where the wording gives nothing per item."""
    found = list(_GAINS.finditer(words))
    if not found:
        return None
    if len(found) > 1:
        return _by_hand(max_score, [m[0] for m in found])
    hit, cap = found[0], max_score
    each, per = (number(hit[2]), 1) if hit["bare"] else (number(hit[4]), int(hit[3] or 1))
    if "%" in words:
        return _by_hand(max_score, [hit[0]])
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    if m := _CAP.search(rest):
        cap, rest = number(m[1]), rest.replace(m[0], " ")
    rest = re.sub(
        r"(?:nhưng )?(?:không (?:vượt )?quá|tối đa (?:bằng|không quá)?)\s*(?:số )?điểm tối đa(?: của tiêu chí)?",
        " ",
        rest,
    )
    rest = re.sub(r"(?:nếu )?không có[^:;]*:?\s*(?:0 điểm|không (?:được )?(?:có |tính )?điểm)", " ", rest)
    unread = [
        part for part in _parts(rest) if not _is_base(part, max_score) and not _is_remark(part, max_score)
    ]
    if unread or cap > max_score or each > max_score or per < 1:
        return _by_hand(max_score, unread or [hit[0]])
    said = f"Cứ {per} mục được {vi(each)} điểm, nhiều nhất {vi(cap)} điểm"
    return RuleReading("count", max_score, said, per_item=PerItem(each, per, cap))


# --- surveys and words read back ------------------------------------------------------------------

_SURVEY = re.compile(
    r"điều tra xã hội học|khảo sát xã hội học|chỉ số hài lòng|mức độ hài lòng|tỷ lệ hài lòng|phiếu điều tra|phiếu khảo sát"
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
    return "; ".join(
        f"{_span_words(one.span, sign)}: {one.points.said}" for one in reading.clauses if one.span
    )


def _span_words(span: Span, sign: str) -> str:
    if span.low is not None and span.low == span.high:
        return f"đúng {vi(span.low)}{sign}"
    low = "" if span.low is None else f"{'trên' if span.is_low_open else 'từ'} {vi(span.low)}{sign}"
    if span.high is None:
        return f"{low} trở lên" if not span.is_low_open else low
    high = f"{'đến hết' if span.is_high_closed else 'dưới'} {vi(span.high)}{sign}"
    return f"{low} đến {high}" if low and not span.is_high_closed else f"{low} {high}".strip()

"""So much off for each event, or so much for each item: what does a wording say, and what of it is left?"""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from domain.clauses.rule_words import number, vi

_N = r"(\d+(?:[.,]\d+)?)"
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Deduction:
    """*each* points off for every *per* events, at most *cap*; at *zero_from* events nothing is left."""

    each: Fraction
    per: int = 1
    cap: Fraction | None = None
    zero_from: Fraction | None = None

    def points(self, events: Fraction, max_score: Fraction) -> Fraction:
        """What is left after *events*."""
        if self.zero_from is not None and events >= self.zero_from:
            return _ZERO
        taken = (events // self.per) * self.each
        return max_score - (taken if self.cap is None else min(taken, self.cap))

    def turns(self, max_score: Fraction) -> set[Fraction]:
        """Whole numbers of events about which the rule stops to fall as it did."""
        ends = [] if self.zero_from is None else [self.zero_from]
        if self.each:
            ends += [
                Fraction(ceil(most / self.each) * self.per)
                for most in (max_score, self.cap)
                if most is not None
            ]
        return {end + way for end in ends for way in (-1, 0, 1) if end + way >= 0}

    def said(self, max_score: Fraction) -> str:
        """The rule in fixed words."""
        off = f"trừ {vi(self.each)} điểm"
        most = f", trừ nhiều nhất {vi(self.cap)} điểm" if self.cap is not None else ""
        zero = f"; từ {vi(self.zero_from)} trường hợp trở lên: 0 điểm" if self.zero_from is not None else ""
        return f"Cứ {self.per} trường hợp {off}{most}, tính từ {vi(max_score)} điểm, không dưới 0{zero}"


@dataclass(frozen=True, slots=True)
class PerItem:
    """*each* points for every *per* items, at most *cap*."""

    each: Fraction
    per: int
    cap: Fraction

    def points(self, items: Fraction) -> Fraction:
        """What *items* earn."""
        return min((items // self.per) * self.each, self.cap)

    def turns(self) -> set[Fraction]:
        """Whole numbers of items about which the most is reached."""
        if not self.each:
            return set()
        end = Fraction(ceil(self.cap / self.each) * self.per)
        return {end + way for way in (-1, 0, 1) if end + way >= 0}

    def said(self) -> str:
        """The rule in fixed words."""
        return f"Cứ {self.per} mục được {vi(self.each)} điểm, nhiều nhất {vi(self.cap)} điểm"


@dataclass(frozen=True, slots=True)
class PerPercent:
    """
    The maximum from *full_from* percent on; *each* points off for every whole *per* percent below it.

    Below *zero_below* percent nothing is left.
    """

    full_from: Fraction
    each: Fraction
    per: Fraction
    zero_below: Fraction | None = None

    def points(self, value: Fraction, max_score: Fraction) -> Fraction:
        """What a share of *value* percent earns."""
        if value >= self.full_from:
            return max_score
        if self.zero_below is not None and value < self.zero_below:
            return _ZERO
        return max_score - ((self.full_from - value) // self.per) * self.each

    def said(self, max_score: Fraction) -> str:
        """The rule in fixed words."""
        full = "đạt" if self.full_from == 100 else "từ"
        more = "" if self.full_from == 100 else " trở lên"
        return (
            f"{full} {vi(self.full_from)}%{more}: {vi(max_score)} điểm; cứ giảm {vi(self.per)}%"
            f" trừ {vi(self.each)} điểm"
            + (f"; dưới {vi(self.zero_below)}%: 0 điểm" if self.zero_below is not None else "")
        )

    def shown(self) -> set[Fraction]:
        """Percents at which the rule shows itself."""
        near = () if self.zero_below is None else (self.zero_below, self.zero_below - Fraction(1, 10))
        return {_ZERO, Fraction(50), *(self.full_from - n * self.per for n in range(3)), Fraction(100), *near}


@dataclass(frozen=True, slots=True)
class RisingPercent:
    """*each* points for every whole *per* percent, at most *cap*."""

    each: Fraction
    per: Fraction
    cap: Fraction

    def points(self, value: Fraction, max_score: Fraction) -> Fraction:
        """What a share of *value* percent earns."""
        return min((value // self.per) * self.each, self.cap, max_score)

    def said(self, max_score: Fraction) -> str:
        """The rule in fixed words."""
        return f"Cứ {vi(self.per)}% được {vi(self.each)} điểm, nhiều nhất {vi(min(self.cap, max_score))} điểm"

    def shown(self) -> set[Fraction]:
        """Percents at which the rule shows itself."""
        return {_ZERO, self.per, self.per - Fraction(1, 10), 2 * self.per, Fraction(50), Fraction(100)}


@dataclass(frozen=True, slots=True)
class Taken:
    """A rule of events that was found; *rest* is what of it is not accounted for, *counts* what is no share of what was done."""

    rule: Deduction | PerItem | PerPercent | RisingPercent | None
    rest: str = ""
    unread: tuple[str, ...] = ()
    counts: str = ""


_OFF = rf"{_N}\s*(%?)\s*(?:của )?(?:số |tổng số )?(?:điểm)(?: tối đa| chuẩn)?"
_TAKES = re.compile(
    rf"(?:(?:cứ |với |đối với )?mỗi|cứ|một|\b0?1(?!\s*điểm))\s+(?P<per1>\d+\s+)?[^;:]*?:?\s*(?:bị |thì |sẽ |được )*(?:giảm )?trừ(?: đi)?\s*:?\s*{_OFF}"
    rf"|(?:bị )?trừ(?: đi)?\s*{_OFF}\s*(?:/|cho mỗi|cho|đối với mỗi|với mỗi|mỗi|đối với|trên)\s*(?:mỗi |một )?(?P<per2>\d+\s+)?[^;:,.\d]+"
    rf"|(?:thiếu|chậm|muộn|vi phạm|sai|quá hạn|vắng|tồn đọng)\s*(?:0?1|mỗi|một)\s+[^;:,\d]*?(?:bị |thì )*trừ\s*{_OFF}"
)
_CAP = re.compile(
    rf"(?:(?:nhưng |và )?(?:tổng (?:số )?)?(?:(?:số )?điểm(?: bị)?(?: trừ| cộng| thưởng)? |trừ )?(?:không (?:được )?(?:vượt )?quá|tối đa(?: không quá| bằng)?|nhiều nhất|tối đa trừ|trừ tối đa|không trừ quá|trừ không quá|trừ nhiều nhất|không bị trừ quá)"
    rf"(?: là)?|trừ tối đa)\s*{_OFF}"
)
_CAP_AT_MAX = re.compile(
    r"(?:nhưng )?(?:tổng (?:số )?điểm )?(?:không (?:vượt )?quá|tối đa (?:bằng|không quá)?)\s*(?:số )?điểm tối đa(?: của (?:tiêu chí|nội dung)(?: này)?)?"
)
_TO_NOTHING = re.compile(
    r"(?:trừ )?(?:cho )?(?:đến|tới) (?:khi )?hết(?: số)?(?: điểm)?(?: của (?:tiêu chí|nội dung)(?: này)?)?|điểm (?:tối thiểu|thấp nhất) (?:là|bằng) 0(?: điểm)?"
    r"|không (?:để )?(?:bị )?âm(?: điểm)?|không dưới 0(?: điểm)?|(?:trừ tối đa|tối đa(?: là)?(?: trừ)?) (?:hết|toàn bộ)(?: số)? điểm"
)
_ZERO_FROM = re.compile(
    r"(?:từ|có từ|thiếu từ|chậm từ)\s*(\d+)\s+(?P<unit>[^;:\s][^;:]*?)\s*trở lên[^;:]*?:?\s*(?:được |tính )?(?:0 điểm|không (?:được )?(?:có |tính )?điểm|trừ (?:hết|toàn bộ)(?: số)?(?: điểm)?)"
)
_NOTHING_LEFT = r"(?::|thì|,)?\s*(?:được |tính |chấm )*(?:0 điểm|không (?:được )?(?:có |tính |chấm )?điểm|trừ (?:hết|toàn bộ)(?: số)?(?: điểm)?)"
_ZERO_ABOVE = re.compile(
    rf"[^;:,.]{{0,30}}?(?:quá|trên|hơn)\s*(\d+)\s+(?P<unit>[^;:,\d]+?)\s*{_NOTHING_LEFT}"
)
_ZERO_BELOW = re.compile(
    rf"(?:nếu |tỷ lệ |đạt )*(?:dưới|thấp hơn|nhỏ hơn)\s*{_N}\s*%[^;:\d]{{0,30}}?{_NOTHING_LEFT}"
)
_ANY_EVENT = ("trường hợp", "lần", "lỗi", "vụ")
_SPANS_OF_TIME = ("ngày", "tuần", "tháng", "quý", "giờ")
_OF_FORMULA = re.compile(
    rf"^(?:(?:số )?điểm[^=;]{{0,20}}=\s*)(?:(?:số )?điểm (?:tối đa|chuẩn)|{_N}(?: điểm)?)\s*-\s*\(?\s*"
    rf"(?:số (?:lượng |lần )?(?P<what1>[^×*x\d;=]+?)\s*[×*x]\s*{_N}(?: điểm)?|{_N}(?: điểm)?\s*[×*x]\s*số (?:lượng |lần )?(?P<what2>[^×*\d;=()]+?))\s*\)?\s*$"
)
_RISES = re.compile(
    rf"(?:(?:cứ|mỗi|với)\s+)+(?:(?P<more>tăng thêm|tăng|thêm|vượt)\s+|đạt (?:được )?)?{_N}\s*%(?P<what>[^;:,.\d%]*?)(?::|(?:\s(?:thì|được|cộng|tính|thưởng|chấm))+(?: thêm)?)\s*{_N}\s*điểm"
)
_STARTS_AT = re.compile(rf"(?:điểm tối đa|thang điểm|điểm chuẩn|tính từ)\s*(?:là|:|=)?\s*{_N}\s*điểm")
_FALLS = re.compile(
    rf"(?:cứ |mỗi |với )+(?:mỗi )?(?:tỷ lệ )?(?:giảm|thấp hơn|thiếu|hụt|chưa đạt)\s*(?:mỗi |thêm |đi )?{_N}\s*%[^;:.\d]*?(?:bị |thì |sẽ )*trừ(?: đi)?\s*:?\s*{_N}\s*điểm"
    rf"|(?:(?:cứ|mỗi|với) )+(?P<per>\d+(?:[.,]\d+)?)\s*%\s*(?:(?:số )?(?:hồ sơ|nhiệm vụ|văn bản|chỉ tiêu|công việc|báo cáo) )?(?:chưa|không|quá hạn|chậm|trễ hạn|thiếu|muộn)\b[^;:.\d]*?trừ(?: đi)?\s*:?\s*(?P<each>\d+(?:[.,]\d+)?)\s*điểm"
    rf"|(?:giảm|thấp hơn|thiếu) (?:mỗi )?{_N}\s*%[^;:.\d]*?(?:bị |thì |sẽ )*trừ(?: đi)?\s*{_N}\s*điểm"
)
_FULL_FROM = re.compile(
    rf"(?:nếu |tỷ lệ |có |giải quyết |thực hiện |đúng hạn |đúng |hạn |kế hoạch )*(?:đạt |hoàn thành )?(?:từ )?(?:đạt )?{_N}\s*%(?: [^\d;:,.%]{{0,40}}?)?(?:\s*trở lên)?[^\d;:%]{{0,30}}?(?::|được|đạt|thì|tính)\s*(?:được )?(?:(?:số )?điểm tối đa|{_N}\s*điểm)"
)
_GAINS = re.compile(
    rf"(?P<bare>(?<![\d,.]){_N}\s*điểm\s*(?:/|cho mỗi|đối với mỗi|với mỗi|mỗi|trên mỗi|cho 1|trên 1)\s*(?P<per3>\d+\s+)?(?=[^\d\s])[^\d;:,.(]+)"
    rf"|(?:cộng|thưởng|tính|chấm|được)\s*(?:cộng )?(?:thêm )?{_N}\s*điểm\s*(?:/|cho|đối với|với|trên)\s*(?:mỗi |một |0?1 )[^\d;:,.]+?(?=\s*(?:nhưng|,|;|\.|$))"
    rf"|(?:cứ |với )?mỗi\s+(?:0?1\s+)?[^;:%,\d]{{3,}}?\s(?:từ|trên|đạt|ít nhất|không dưới)\s+\d+\s*%[^;:%\d]*?\s(?:được|cộng|tính)\s*(?:cộng )?{_N}\s*điểm"
    rf"|(?:cứ |với )?mỗi\s+(?:0?1\s+)?[^;:%,\d]+?\s{_N}\s*điểm"
    rf"|(?:^|(?<=; ))(?:có )?0?1\s+[^;:%,\d]{{3,}}?\s(?:được |thì )*(?:cộng|thưởng)\s*(?:thêm )?{_N}\s*điểm"
    rf"(?=\s*[,;(]?\s*(?:nhưng )?(?:tổng (?:số )?(?:điểm )?)?(?:tối đa|không (?:vượt )?quá))"
    rf"|(?:(?:cứ |với )?mỗi|cứ)\s+(?P<per>\d+\s+)?[^;:%]*?(?::|(?:được |thì |sẽ )*(?:cộng|tính|chấm|cho|được|đạt|thưởng))\s*(?:thêm |được )?{_N}\s*điểm"
)


def falling_of(words: str, max_score: Fraction) -> Taken | None:
    """So much off for every percent below the share that earns the maximum; None where nothing falls so."""
    found = list(_FALLS.finditer(words))
    if not found:
        return None
    if len(found) > 1:
        return Taken(None, unread=tuple(m[0] for m in found))
    hit = found[0]
    per, each = _per_and_each(hit)
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    full = _FULL_FROM.search(rest)
    if full is not None and hit["per"] and number(full[1]) != 100:
        full = None  # one percent undone is one percent off only below the whole
    if full is None or (full[2] and number(full[2]) != max_score) or not per or number(full[1]) > 100:
        return Taken(None, unread=(hit[0],))
    rest = rest.replace(full[0], ";", 1)
    rest = re.sub(rf"(?:nếu )?dưới {re.escape(full[1])}\s*%\s*(?:thì|:|,)*\s*(?=;)", " ", rest)
    zero_below = None
    if below := _ZERO_BELOW.search(rest):
        zero_below, rest = number(below[1]), rest.replace(below[0], ";", 1)
    if zero_below is not None and zero_below >= number(full[1]):
        return Taken(None, unread=(hit[0],))
    return Taken(PerPercent(number(full[1]), each, per, zero_below), _TO_NOTHING.sub(" ", rest))


def _per_and_each(hit: re.Match[str]) -> tuple[Fraction, Fraction]:
    numbers = [number(one) for one in hit.groups() if one]
    return numbers[0], numbers[1]


def rising_of(words: str, max_score: Fraction) -> Taken | None:
    """So much for every percent reached; None where nothing rises so."""
    found = list(_RISES.finditer(words))
    if not found:
        return None
    hit = found[0]
    per, each = number(hit[2]), number(hit[4])
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    cap, rest = _cap(rest, max_score)
    top = max_score if cap is None else cap
    # Without a cap the whole share must come to no more than the maximum.
    is_too_much = cap is None and not hit["more"] and 100 // per * each > max_score if per else True
    if len(found) > 1 or not per or is_too_much or top > max_score or each > max_score:
        return Taken(None, unread=tuple(m[0] for m in found))
    is_more = bool(hit["more"] or re.search(r"\b(?:tăng|thêm|vượt)\b", hit["what"]))
    counts = "tăng" if is_more else ""
    return Taken(RisingPercent(each, per, top), _CAP_AT_MAX.sub(" ", rest), counts=counts)


def deduction_of(words: str, max_score: Fraction) -> Taken | None:
    """So much off for each event; None where the wording takes nothing off per event."""
    if formula := _OF_FORMULA.match(words):
        return _of_formula(formula, max_score)
    if not re.search(r"\btrừ\b[^;:]{0,12}?\d", words):
        return None
    found = list(_TAKES.finditer(words))
    if not found:
        return None
    if len(found) > 1:
        return Taken(None, unread=tuple(m[0] for m in found))
    hit = found[0]
    number_at = next(n for n in _amounts(hit) if hit[n])
    is_share = bool(hit[number_at + 1])
    each = number(hit[number_at]) * (max_score / 100 if is_share else 1)
    per = int(hit["per1"] or hit["per2"] or 1)
    if re.search(r"\d\s*điểm.*\btrừ\b", hit[0]):
        return Taken(None, unread=(hit[0],))  # what one thing earns stands before what another takes off
    if "%" in hit[0].replace(hit[number_at] + "%", "", 1).replace(hit[number_at] + " %", "", 1):
        return Taken(None, unread=(hit[0],))
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    rest = _STARTS_AT.sub(lambda m: " " if number(m[1]) == max_score else m[0], rest)
    cap, rest = _cap(rest, max_score)
    zero_from, rest = _zero_from(rest, hit[0])
    if "thiếu" in hit[0]:
        rest = re.sub(
            r"\bkhông dưới \d+ (?=[^\W\d])", "đủ ", rest
        )  # what "đủ 4 báo cáo" asks for is what may be missing
    rest = _TO_NOTHING.sub(" ", rest)
    if each > max_score or per < 1 or (cap is not None and cap > max_score):
        return Taken(None, unread=(hit[0],))
    return Taken(Deduction(each, per, cap, zero_from), rest)


def _of_formula(found: re.Match[str], max_score: Fraction) -> Taken:
    """ "Điểm = điểm tối đa - (số văn bản sai × 0,25)"."""
    start, each = found[1], number(found[3] or found[4])
    if (start and number(start) != max_score) or each > max_score or "tỷ lệ" in found[0]:
        return Taken(None, unread=(found[0],))
    return Taken(Deduction(each))


def _zero_from(rest: str, hit: str) -> tuple[Fraction | None, str]:
    """From how many events on nothing is left; only of the events of *hit*, and not of days beside documents."""
    if (m := _ZERO_FROM.search(rest)) and _is_same_event(m["unit"], hit):
        return Fraction(m[1]), rest.replace(m[0], " ")
    is_each = hit.startswith(("mỗi", "cứ", "với mỗi", "đối với mỗi"))
    if is_each and (m := _ZERO_ABOVE.search(rest)) and _is_same_event(m["unit"], hit):
        return Fraction(m[1]) + 1, rest.replace(m[0], " ")
    return None, rest


def _is_same_event(unit: str, hit: str) -> bool:
    words, heard = unit.split(), re.findall(r"[^\W\d]+", hit)
    said = f" {' '.join(heard)} "
    if words[0] in _SPANS_OF_TIME:
        return f" {words[0]} " in said
    return unit.startswith(_ANY_EVENT) or f" {' '.join(words[:2])} " in said


def _amounts(hit: re.Match[str]) -> list[int]:
    """The groups of *hit* that hold an amount: each is followed by one for its percent sign."""
    names = set(hit.re.groupindex.values())
    plain = [n for n in range(1, hit.re.groups + 1) if n not in names]
    return plain[::2]


def gains_of(words: str, max_score: Fraction) -> Taken | None:
    """So much for each item up to a most; None where the wording gives nothing per item."""
    found = list(_GAINS.finditer(words))
    if not found:
        return None
    if len(found) > 1:
        return Taken(None, unread=tuple(m[0] for m in found))
    hit = found[0]
    clause = words[: hit.start()].rpartition(";")[2]
    if hit["bare"] and re.search(r"\d[^;]*:\s*$", clause):
        return None  # "dưới 4 văn bản: 0,25 điểm/văn bản" gives so much for each within a bound
    names = set(hit.re.groupindex.values())
    each = next(number(hit[n]) for n in range(1, hit.re.groups + 1) if n not in names and hit[n])
    per = int(hit["per"] or hit["per3"] or 1)
    rest = f"{words[: hit.start()]};{words[hit.end() :]}"
    if "%" in rest:
        return Taken(None, unread=(hit[0],))
    rest = _without_number_of_items(rest, max_score / each if each else _ZERO)
    rest = _STARTS_AT.sub(lambda m: " " if m[0].startswith(("thang", "điểm chuẩn")) else m[0], rest)
    cap, rest = _cap(rest, max_score)
    if cap is None:
        items, rest = _most_items(rest, hit[0])
        cap = None if items is None else items // per * each
    rest = _CAP_AT_MAX.sub(" ", rest)
    rest = re.sub(r"(?:nếu )?không có[^:;]*:?\s*(?:0 điểm|không (?:được )?(?:có |tính )?điểm)", " ", rest)
    top = max_score if cap is None else cap
    if top > max_score or each > max_score or per < 1:
        return Taken(None, unread=(hit[0],))
    return Taken(PerItem(each, per, top), rest)


def _most_items(rest: str, hit: str) -> tuple[int | None, str]:
    """How many of the items of *hit* count at most: "tối đa 20 tin bài"."""
    found = re.search(
        r"\(?\s*(?:nhưng )?(?:tính )?(?:tối đa|không quá|nhiều nhất)(?: không quá| là)?\s*(?P<many>\d+)\s+(?P<unit>[^\d\s;:,.()%][^\d;:,.()%]*)\)?",
        rest,
    )
    if found is None or not _is_same_event(found["unit"].strip(), hit):
        return None, rest
    return int(found["many"]), rest.replace(found[0], " ")


def _without_number_of_items(rest: str, full: Fraction) -> str:
    """*rest* without "(04 báo cáo)", the number of items that earn the maximum."""
    return re.sub(r"\(\s*(\d+)\s+[^()\d]+\)", lambda m: " " if Fraction(m[1]) == full else m[0], rest)


def _cap(rest: str, max_score: Fraction) -> tuple[Fraction | None, str]:
    found = _CAP.search(rest)
    if not found:
        return None, rest
    cap = number(found[1]) * (max_score / 100 if found[2] else 1)
    return cap, rest.replace(found[0], " ")

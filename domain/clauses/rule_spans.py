"""Which values does each condition of a rule hold, beside the others?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from domain.clauses.rule_clauses import Clause
from domain.clauses.rule_counted import COUNTED, OR_NOTHING
from domain.clauses.rule_words import Span, span_of

HUNDRED = Fraction(100)
ZERO = Fraction(0)
_NOT_DONE = re.compile(
    r"^(?:nếu |trường hợp )?(?:không (?:thực hiện|triển khai|đạt|có|hoàn thành)|chưa (?:thực hiện|triển khai)|tỷ lệ 0|bằng 0)\b[^\d]*$"
)


_JOINED = re.compile(
    r"\b(?:và|hoặc|nhưng|mà|trừ|riêng|nếu|đồng thời|kèm|mỗi|không phải|ngoài|(?<!trực )thuộc)\b"
)


REST = re.compile(
    r"^(?:(?:các |những )?trường hợp (?:khác|còn lại)|(?:các )?mức (?:khác|còn lại)|(?:phần )?còn lại|ngược lại|(?:các )?tỷ lệ còn lại"
    r"|không đạt(?:(?: các)? (?:mức|tỷ lệ)(?: nêu)? trên| yêu cầu| chỉ tiêu| kế hoạch)?|dưới(?: các)? mức(?: nêu)? trên|khác)$"
)


def as_ratio(spans: list[Span], clauses: Sequence[Clause]) -> list[Span]:
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
        times = HUNDRED
    elif not 10 <= max(bounds) <= HUNDRED:
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


def with_spans(clauses: Sequence[Clause]) -> list[Span | None]:
    """
    The bound of each clause.

    "Không tổ chức" is nothing beside "tổ chức 02 cuộc", and "đầy đủ" is 100 % where the others end just below it;
    "không thực hiện" is no value where less is better: nobody is early by doing nothing.
    """
    found = [with_span(one) for one in clauses]
    for place, one in enumerate(clauses):
        if found[place] is None and _is_undone(one.words, [o.words for o in clauses if o is not one]):
            found[place] = Span(ZERO, ZERO, is_high_closed=True)
    _set_none_done(clauses, found)
    if _falls_but_for_nothing(clauses, found):
        found = [
            None if span and is_nothing(span) and _is_act(one.words) else span
            for one, span in zip(clauses, found, strict=True)
        ]
    for place, one in enumerate(clauses):
        if _NOT_FINISHED.match(one.words) and (short := _short_of([*found[:place], *found[place + 1 :]])):
            found[place] = short
    without = [place for place, span in enumerate(found) if span is None]
    if len(without) == 1 and _ALL_OF_IT.search(clauses[without[0]].words):
        rest = complement([span for span in found if span is not None], "ratio") if len(found) > 1 else []
        if len(rest) == 1 and (rest[0].low, rest[0].is_low_open) == (HUNDRED, False):
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
        found[open_ones[0]] = Span(ZERO, ZERO, is_high_closed=True)


def _leaves_only_none(spans: Sequence[Span]) -> bool:
    """Tell whether whole numbers from one on are all spoken of, and nought is not."""
    bounds = [int(b) for span in spans for b in (span.low, span.high) if b is not None]
    held = [
        any(span.holds(Fraction(value)) for span in settled_spans(spans)) for value in range(max(bounds) + 2)
    ]
    return not held[0] and all(held[1:])


def _short_of(others: Sequence[Span | None]) -> Span | None:
    """What lies below all of *others*; None where one of them reaches down to nothing or is not known."""
    known = [span for span in others if span is not None]
    if not known or len(known) < len(others):
        return None
    lowest = complement(known, "ratio" if any(span.is_pct for span in known) else "count")
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
    return not re.search(r"\b(?:không|chưa) (?:có|phát sinh|bị)\b|\b0\b", words) and not COUNTED.search(words)


def _falls_but_for_nothing(clauses: Sequence[Clause], spans: Sequence[Span | None]) -> bool:
    bounded = [
        (span.low or ZERO, one.points.constant)
        for one, span in zip(clauses, spans, strict=True)
        if span is not None and not is_nothing(span) and one.points.constant is not None
    ]
    points = [points for _, points in sorted(bounded)]
    return len(points) > 1 and points[0] > points[-1]


def takes_the_rest(clause: Clause, span: Span | None, many: int) -> bool:
    """Tell "còn lại" and, beside other clauses, a formula without a condition: they hold where no other does."""
    if REST.match(clause.words):
        return True
    is_open = span is not None and span.low is None and span.high is None
    return is_open and many > 1 and clause.points.constant is None


def complement(spans: Sequence[Span], kind: str) -> list[Span]:
    """The values that none of *spans* holds, as spans from below."""
    top = HUNDRED if kind == "ratio" else None
    ordered = sorted(spans, key=lambda s: (s.low if s.low is not None else Fraction(-1), s.is_low_open))
    rest: list[Span] = []
    at, is_open = ZERO, False  # the first value not yet spoken of; open: it is spoken of itself
    for span in ordered:
        low, low_open = (span.low, span.is_low_open) if span.low is not None else (ZERO, False)
        if low > at or (low == at and low_open and not is_open):
            rest.append(Span(at, low, is_open, low_open, kind == "ratio"))
        if span.high is None:
            return rest
        if span.high > at or (span.high == at and span.is_high_closed):
            at, is_open = span.high, span.is_high_closed
    if top is None or at < top or (at == top and not is_open):
        rest.append(Span(at, None, is_open, False, kind == "ratio"))
    return rest


def is_nothing(span: Span) -> bool:
    """Tell whether *span* holds nought alone."""
    return span.low == span.high == 0 and not span.is_exact


_NO_CONDITION = re.compile(
    r"(?:(?:số |cách )?(?:tính )?điểm(?: số| đánh giá| đạt)?|(?:được )?tính(?: điểm)?(?: theo(?: công thức| tỷ lệ(?: %)?)?)?|công thức(?: tính(?: điểm)?)?)?"
)


def with_span(clause: Clause) -> Span | None:
    """The values that the words of *clause* hold; None where they say no bound, or more than one thing."""
    if clause.points.constant is None and _NO_CONDITION.fullmatch(clause.words):
        return Span(None, None, is_pct=True)
    if _NOT_DONE.match(clause.words) and not span_of(clause.words):
        return Span(ZERO, ZERO, is_high_closed=True)
    found = span_of(OR_NOTHING.sub("", clause.words))
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


def settled_spans(spans: Sequence[Span], points: Sequence[Fraction | None] = ()) -> list[Span]:
    """
    Bounds as they are meant beside each other.

    "Đạt 100%" is from there on; "đạt 80%" is where another clause says "dưới 80%". "Từ 95% trở lên" above
    "từ 90% trở lên" ends the lower one below 95. "Không thực hiện" takes 0 for itself.
    """
    settled = list(spans)
    for place in sorted(range(len(spans)), key=lambda place: spans[place].low or ZERO):
        span = spans[place]
        below = any(o.high == span.low and not o.is_high_closed for o in settled if o is not span)
        if span.is_exact and (below or (span.is_pct and span.low == HUNDRED)):
            # "đạt 80%" between "100%" and "dưới 80%" goes up to where the next begins.
            above = min(
                (o for o in spans if o.low is not None and span.low is not None and o.low > span.low),
                key=lambda o: o.low or ZERO, default=None,
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
            replace(s, low=ZERO, is_low_open=True)
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


def is_whole(span: Span | None) -> bool:
    """Tell whether the bounds of *span* are whole numbers, as a count needs."""
    bounds = (span.low, span.high) if span else ()
    return all(bound is None or bound.denominator == 1 for bound in bounds)

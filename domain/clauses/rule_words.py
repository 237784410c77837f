"""What do the words of a scoring rule say: numbers, bounds, points, formulas?"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

Amount = Callable[[Fraction], Fraction]  # from the value of the criterion to points

_N = r"(\d{1,3}(?:\.\d{3})+(?![\d,])|\d+(?:[.,]\d+)?)"
_P = r"\s*(%)?"


def number(text: str) -> Fraction:
    """A number as decisions print it: comma or dot for decimals, dots between thousands."""
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", text):
        return Fraction(text.replace(".", ""))
    return Fraction(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Span:
    """
    Values from *low* to *high*; None where there is no bound.

    Attributes:
        is_pct: The bounds are percents.
        is_exact: One value was named, which may be meant as "from it on".
    """

    low: Fraction | None
    high: Fraction | None
    is_low_open: bool = False
    is_high_closed: bool = False
    is_pct: bool = False
    is_exact: bool = False

    def holds(self, value: Fraction) -> bool:
        """Tell whether *value* lies in it."""
        above = self.low is None or value > self.low or (value == self.low and not self.is_low_open)
        below = self.high is None or value < self.high or (value == self.high and self.is_high_closed)
        return above and below


_LOW = (
    (
        r"(?:không dưới|không thấp hơn|không ít hơn|ít nhất|tối thiểu|(?:trên|lớn hơn|cao hơn|nhiều hơn) hoặc bằng)",
        False,
    ),
    (r"(?<!không )(?:trên|lớn hơn|cao hơn|vượt quá|vượt|nhiều hơn)(?! hoặc bằng)", True),
    (r"từ", False),
)
_HIGH = (
    (r"(?:không quá|không vượt quá|(?:dưới|nhỏ hơn|thấp hơn|ít hơn) hoặc bằng|nhiều nhất)", True),
    (r"(?:(?<!không )(?:dưới|nhỏ hơn|thấp hơn|ít hơn)|chưa đạt|không đạt|chưa đến|chưa tới)", False),
)
_TO = r"\s*(?:đến|tới|-|và)\s*"
_UNIT = r"(?:\s+[^\d%:;,]{1,40}?)?"


def _bounds() -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]]]:
    found: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]]] = []

    def add(pattern: str, make: Callable[[re.Match[str]], Span]) -> None:
        found.append((re.compile(pattern), make))

    for low, is_open in _LOW:
        for high, is_closed in _HIGH:
            add(
                rf"\b{low}\s*{_N}{_P}{_TO}{high}\s*{_N}{_P}",
                lambda m, o=is_open, c=is_closed: Span(number(m[1]), number(m[3]), o, c, bool(m[2] or m[4])),
            )
    for high, is_closed in _HIGH:
        add(
            rf"{_N}{_P}{_TO}{high}\s*{_N}{_P}",
            lambda m, c=is_closed: Span(number(m[1]), number(m[3]), False, c, bool(m[2] or m[4])),
        )
    for low, is_open in _LOW:
        add(
            rf"\b{low}\s*{_N}{_P}\s*(?:đến|tới|-)\s*{_N}{_P}",
            lambda m, o=is_open: Span(number(m[1]), number(m[3]), o, True, bool(m[2] or m[4])),
        )
    add(rf"\b(?:từ\s*)?{_N}{_P}{_UNIT}\s*trở lên", lambda m: Span(number(m[1]), None, is_pct=bool(m[2])))
    add(
        rf"\b(?:từ\s*)?{_N}{_P}{_UNIT}\s*trở xuống",
        lambda m: Span(None, number(m[1]), is_high_closed=True, is_pct=bool(m[2])),
    )
    add(
        rf"(?:^|\b(?:đạt|chỉ|nhưng))\s*(?:cho )?(?:đến|tới)\s*{_N}{_P}(?!\s*(?:đến|tới|-))",
        lambda m: Span(None, number(m[1]), is_high_closed=True, is_pct=bool(m[2])),
    )
    for high, is_closed in _HIGH:
        add(
            rf"\b{high}\s*{_N}{_P}",
            lambda m, c=is_closed: Span(None, number(m[1]), is_high_closed=c, is_pct=bool(m[2])),
        )
    add(rf"\btừ\s*{_N}{_P}(?=[^\d]*$)", lambda m: Span(number(m[1]), None, is_pct=bool(m[2])))
    for low, is_open in _LOW[:2]:
        add(rf"\b{low}\s*{_N}{_P}", lambda m, o=is_open: Span(number(m[1]), None, o, is_pct=bool(m[2])))
    add(
        rf"{_N}{_P}\s*(?:-|đến|tới)\s*{_N}{_P}",
        lambda m: Span(number(m[1]), number(m[3]), False, True, bool(m[2] or m[4])),
    )
    add(
        rf"(?<![\d/.,]){_N}{_P}(?![\d/])",
        lambda m: Span(number(m[1]), number(m[1]), is_high_closed=True, is_pct=bool(m[2]), is_exact=True),
    )
    return found


_BOUNDS = _bounds()
# Numbers that name a day, a year or a document and bound nothing.
_NAMES = re.compile(
    r"(?:trước|sau|đến|hết|ngày|trong)\s+(?:ngày\s*)?(?<![\d,.])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d,.])"
    r"|(?<![\d,.])\d{1,2}/\d{1,2}/\d{4}|\bngày \d{1,2}(?: tháng \d{1,2})?"
    r"|\btháng \d{1,2}|\bquý \d|\bnăm (?:19|20)\d\d|\b(?:điều|khoản|mục|mẫu|biểu|phụ lục) \d+|\d+/\d{4}/[^\s:;]+"
    r"|\b(?:hạng|thứ|mức độ|mức|loại|cấp|nhóm) \d{1,2}\s*(?:đến|tới|-)\s*(?:hạng |thứ |mức |loại |cấp |nhóm )?\d{1,2}(?![\d.,]*\s*%)"
    r"|\b(?:hạng|thứ) \d{1,2}(?![\d.,]*\s*%)|\b(?:mức độ|mức|loại|cấp|hạng|nhóm) \d\b|\b\d+/(?:qđ|nđ|tt|kh|ct|nq)-[^\s:;]+"
)


def without_names(words: str) -> str:
    """*words* without days, years and documents."""
    return _NAMES.sub(" ", words)


def span_of(condition: str) -> tuple[Span, str] | None:
    """The bound that *condition* states and the words around it; None where it states none."""
    words = without_names(condition)
    for pattern, make in _BOUNDS:
        if found := pattern.search(words):
            span = _rising(make(found))
            return None if span is None else (span, f"{words[: found.start()]} ¦ {words[found.end() :]}")
    return None


def _rising(span: Span) -> Span | None:
    """ "Từ 100% đến 90%" holds both ends whichever stands first; other bounds that fall hold nothing."""
    if span.low is None or span.high is None or span.low <= span.high:
        return span
    if span.is_low_open or not span.is_high_closed:
        return None
    return replace(span, low=span.high, high=span.low)


# --- points ---------------------------------------------------------------------------------------

_HALF = r"(?:một nửa|1/2|nửa)"
_FULL = re.compile(
    r"(?:được|đạt|tính|chấm|cho)?\s*(?:số )?(?:điểm )?tối đa(?: điểm)?|(?:đủ|toàn bộ|100%) (?:số )?điểm(?: tối đa)?"
)
_NONE = re.compile(r"(?:không (?:được |có |tính |chấm |cho |cộng |đạt )*điểm|không cộng|0 ?điểm|điểm 0)")
_SHARE = re.compile(
    rf"{_N}\s*%\s*(?:của )?(?:số )?(?:điểm|điểm tối đa|tổng điểm|thang điểm)(?: tối đa| chuẩn)?"
)
_GIVEN = re.compile(
    rf"(?:thì |được |đạt |tính |chấm |cho |là |bằng |cộng |\+)*\s*(?:(?:số )?điểm(?: số| đánh giá| đạt)?\s*(?:là|=|:)?\s*)?{_N}\s*(?:điểm)?(?: tối đa)?"
)


@dataclass(frozen=True, slots=True)
class Points:
    """
    What a clause earns.

    Attributes:
        amount: From the value (a percent as 0 to 100, or a count) to points.
        constant: The points where they do not depend on the value.
        said: As it is read back.
        is_per_item: So much for each of a count, and no share of a ratio.
    """

    amount: Amount
    constant: Fraction | None
    said: str
    is_per_item: bool = False


def points_in_words(words: str, max_score: Fraction) -> Points | None:
    """The points that *words* give, of a criterion of *max_score*; None where they cannot be read."""
    bare = words.strip(" .,-:")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1].strip()
    if not bare:
        return None
    if _NONE.fullmatch(bare):
        return fixed(Fraction(0))
    if _FULL.fullmatch(bare):
        return fixed(max_score)
    if re.fullmatch(rf"(?:được |đạt |tính )?{_HALF} (?:số )?điểm(?: tối đa)?", bare):
        return fixed(max_score / 2)
    if found := _SHARE.fullmatch(re.sub(r"^(?:(?:thì|được|đạt|tính|chấm|bằng)\s+)+", "", bare)):
        return fixed(number(found[1]) / 100 * max_score)
    if found := re.fullmatch(r"(\d)/(\d)\s*(?:của )?(?:tổng )?(?:số )?điểm(?: tối đa| chuẩn)?", bare):
        return fixed(Fraction(int(found[1]), int(found[2])) * max_score) if found[2] != "0" else None
    if found := _GIVEN.fullmatch(bare):
        return fixed(number(found[1]))
    return _per_item(bare) or formula_of(bare, max_score)


def _per_item(words: str) -> Points | None:
    """ "0,25 điểm/văn bản" beside a bound on a count: that much for each."""
    found = re.fullmatch(rf"{_N}\s*điểm\s*(?:/|cho mỗi|mỗi)\s*[^\d/×*]+", words)
    if not found:
        return None
    each = number(found[1])
    return Points(lambda value: value * each, None, f"{vi(each)} điểm/mục", is_per_item=True)


def fixed(points: Fraction) -> Points:
    """*points* whatever the value is."""
    return Points(lambda _value: points, points, f"{vi(points)} điểm")


def vi(value: Fraction) -> str:
    """A number with a decimal comma, exactly: a fraction where it has more than six decimals."""
    if (value * 10**6).denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return f"{float(value):.6f}".rstrip("0").rstrip(".").replace(".", ",")


# A mean of points is no share of a whole.
_THING = r"(?:số(?! điểm)|tổng(?! (?:số )?điểm)|kết quả|khối lượng|giá trị)[^\d×*/:=();]*?"
_RATIO_WORDS = re.compile(
    rf"\(\s*{_THING}\s*[/:]\s*{_THING}\)(?:\s*(?:x|×|\*)\s*100\s*%(?!\s*điểm))?"
    rf"|{_THING}\s*/\s*{_THING}(?=\s*[×*)]|\s+x\s|$)"
    r"|(?:\(\s*(?:b\s*[/:]\s*a|a\s*/\s*b)\s*\)|\b(?:b\s*/\s*a|a\s*/\s*b)\b)(?:\s*(?:x|×|\*)\s*100\s*%(?!\s*điểm))?"
    r"|\b[xktp]\s*%(?=\s*[×*)])"
    r"|\bchỉ số(?: sipas| này| đạt được| hài lòng)?(?: \(%\))?(?=\s*[×*/)]|\s+x\s)"
    r"|(?:tỷ lệ|kết quả khảo sát|chỉ số hài lòng)[^×*/:=()\d;]*?(?:\(\s*%\s*\)\s*)?(?:đạt được |hoàn thành )?(?=\s*(?:[×*/:)]|$)|\s+x\s)"
    r"|(?<![\d\s])\s*%\s*[^\W\d][^\d×*/:=();]*?(?=\s*[×*)]|\s+x\s)"
)
_LEAD = re.compile(
    r"^(?:thì\s+)?(?:(?:số )?điểm(?: số| quy đổi| đạt được| đạt| được tính| đánh giá| tự chấm| của tiêu chí)?\s*(?:được )?(?:tính )?(?:theo công thức|bằng|là|=|:)+\s*"
    r"|(?:được )?tính (?:điểm )?theo công thức\s*:?\s*(?:(?:số )?điểm\s*=\s*)?|được tính\s*(?:bằng|là|=|:)\s*|=\s*)"
)
ROUNDED = re.compile(r"\(?\s*(?:được )?làm tròn[^;)]*\)?")
_TOKEN = re.compile(r"\s*(ratio|max|[×x*·/:()]|\d+(?:[.,]\d+)?\s*%?)")
_TURNED = re.compile(r"\ba\s*(?::|là|=)\s*(?:tổng|số[^,;.]*(?:phải|được giao))")


def formula_of(words: str, max_score: Fraction) -> Points | None:
    """The product that *words* state, such as ``(b/a) × 5``; None where anything of them is not understood."""
    said = ROUNDED.sub("", words).strip(" .,")
    said = re.sub(r"\(\s*%\s*\)", " ", said)
    said = re.sub(r"[,\s]*\b(?:trong đó|với)\b\s*:?\s*(?:[ab]|số|tổng)\b.*$", "", said)
    if re.search(r"\ba\s*/\s*b\b", said) and _TURNED.search(words):
        return None  # the whole over the part: somebody mistyped
    said = _LEAD.sub("", said)
    said = _RATIO_WORDS.sub(" ratio ", said)
    said = re.sub(r"(?:số )?điểm (?:tối đa|chuẩn)|thang điểm", " max ", said)
    said = re.sub(r"\s*điểm\b", "", said)
    tokens, place = [], 0
    while place < len(said.rstrip(" .")):
        found = _TOKEN.match(said, place)
        if not found:
            return None
        tokens.append(found[1].replace(" ", ""))
        place = found.end()
    if tokens.count("ratio") != 1 or len(tokens) < 3:
        return None
    divides_by_hundred = any(a in "/:" and b == "100" for a, b in pairwise(tokens))
    try:
        factor = _value(tokens, max_score, Fraction(100) if divides_by_hundred else Fraction(1))
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    if "%" in words.split("=")[-1] and factor * 100 == max_score:
        factor = max_score  # "tỷ lệ (%) × 0,05" of 5 points takes the percent as 0 to 100
    shown = (
        f"tỷ lệ × {vi(factor)}"
        if "/" not in vi(factor)
        else f"tỷ lệ × {factor.numerator} / {factor.denominator}"
    )
    return Points(lambda value: value / 100 * factor, None, f"{shown} điểm")


def _value(tokens: list[str], max_score: Fraction, ratio: Fraction) -> Fraction:
    """The product of *tokens* with the whole ratio in it."""
    rest = list(tokens)

    def product() -> Fraction:
        result = factor()
        while rest and rest[0] in "×x*·/:":
            sign = rest.pop(0)
            result = result / factor() if sign in "/:" else result * factor()
        return result

    def factor() -> Fraction:
        token = rest.pop(0)
        if token == "(":
            inner = product()
            if rest.pop(0) != ")":
                raise ValueError(token)
            return inner
        if token == "ratio":
            return ratio
        if token == "max":
            return max_score
        return number(token[:-1]) / 100 if token.endswith("%") else number(token)

    result = product()
    if rest:
        raise ValueError(rest[0])
    return result

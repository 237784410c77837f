"""How does a rule read when every way of writing a number, a bound or a sign is written one way?"""

import re
from fractions import Fraction

from domain.wording.text import clean

_WORDS = (
    (r"(?<=[\d,.\s(=/×x*-])đ(?=$|[\s.;,:)/])", " điểm"),
    (r"[–—−÷~]", "-"),
    (r"≥|>=|=>(?=\s*\d)", " không dưới "),
    (r"≤|<=", " không quá "),
    (r"<(?=\s*\d)", " dưới "),
    (r"(?<!-)>(?=\s*\d)", " trên "),
    (r"đặt tỷ lệ|đạt tỉ lệ", "đạt tỷ lệ"),
    (r"tỉ lệ", "tỷ lệ"),
    (r"phần trăm", "%"),
    (r"\b(mỗi|cứ) %", r"\1 1%"),
    (r"\bqúa\b", "quá"),
    (r"\bđiều tra xhh\b|\bkhảo sát xhh\b|\bxhh\b", "điều tra xã hội học"),
)
_N = r"\d+(?:[.,]\d+)?"
_NP = rf"{_N}\s*%?"
_SHARE = r"(?:tỷ lệ |tỷ số )?\(?\bb\s*/\s*a\b\)?"
_VARIABLE = (
    rf"(?:{_SHARE}|tỷ lệ(?: đạt(?: được)?)?(?: \(?%\)?)?|kết quả|giá trị|số lượng|đạt(?: được)?|x|t|k|n|p)"
)
_DIGITS = {
    "một": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8",
    "chín": "9", "mười": "10",
}  # fmt: skip
_NUMBER_WORD = re.compile(
    r"(?P<before>(?:^|[;:\n(]\s*|[-+•]\s+|\b(?:từ|đến|dưới|trên|có|đủ|ít nhất|tối thiểu|thiếu|chậm|không quá|mỗi|cứ|cho|trên|tổ chức|ban hành)\s+))"
    r"(?P<word>một|hai|ba|bốn|sáu|bảy|tám|chín|mười|năm(?=\s+(?!(?:19|20)\d\d|trước|sau|nay|liền|báo cáo|đánh giá)[^\W\d]+))"
    r"(?=\s+(?!nửa|phần|trong|số\b|cách|cửa|lần thứ)[^\W\d])"
)
_TENS = re.compile(
    r"\b(?P<tens>hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi(?: (?P<one>mốt|một|hai|ba|bốn|tư|lăm|năm|sáu|bảy|tám|chín))?\b"
    r"|\bmười(?: (?P<teen>một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?(?= (?:phần trăm|%|lăm)| ?%)|\bmột trăm(?= (?:phần trăm|%)| ?%)"
)
_BETWEEN = re.compile(
    rf"({_NP})\s*(≤|<=|<)\s*({_VARIABLE})\s*(≤|<=|<)\s*({_NP})|({_NP})\s*(≥|>=|>)\s*({_VARIABLE})\s*(≥|>=|>)\s*({_NP})"
)
_INTERVAL = re.compile(rf"([\[(])\s*({_NP})\s*[;,]\s*({_NP})\s*([\])])")
_LONE_VARIABLE = re.compile(r"(?:^|(?<=[;:\n\s(]))[xktnp]\s*(?=(?:≥|≤|<=|>=|<|>)\s*\d)")
_OR = re.compile(
    rf"({_N})\s*(%?)\s*(?:hoặc|và)\s*(ít hơn|thấp hơn|nhỏ hơn|cao hơn|nhiều hơn|lớn hơn|hơn)\b(?!\s*\d)(?!\s+hoặc bằng)"
)
_LATER = (
    # after the signs have become words
    (
        rf"\b(từ|trên|không dưới) ({_N}) ([^\W\d]+(?: [^\W\d]+){{0,2}}?) (?=(?:đến|tới|-) (?:dưới |không quá |hết )?{_N} \3\b)",
        r"\1 \2 ",
    ),
    (rf"(?:^|(?<=[;:.(\n])|(?<=nếu )|(?<=, ))\s*quá (?={_N})", " trên "),
    (
        rf"\btrong (?:thời hạn|thời gian|vòng) (?:không quá |tối đa )?(?={_N} (?:ngày|giờ|tháng|tuần)\b)",
        "không quá ",
    ),
    (rf"(?:bằng hoặc (?:lớn|cao|nhiều) hơn|từ bằng)\s*(?={_N})", "không dưới "),
    (rf"(?:bằng hoặc (?:nhỏ|thấp|ít) hơn)\s*(?={_N})", "không quá "),
    (rf"(?:^|(?<=[;:,.(\n])|(?<=đạt )|(?<=có )|(?<=lệ ))\s*hơn\s+(?={_N})", " trên "),
    (r"trở lên\s*(?:,|và|cho)?\s*đến dưới", "đến dưới"),
    (rf"đến hết (?={_N})", "đến "),
    (rf"chưa (?:đủ|đạt mức|đạt đến) (?={_N})", "dưới "),
    (rf"không (?:đủ|đạt đến|đến|tới) (?={_N})", "dưới "),
    (rf"\b(?:mức|ngưỡng) (?={_N}\s*%)", ""),
    (rf"\b(dưới|trên|từ|đạt|không dưới|không quá) (?:mức|ngưỡng|tỷ lệ) (?={_N})", r"\1 "),
    (rf"({_N}\s*%) (?:hoặc|và) vượt\b(?! {_N})", r"không dưới \1"),
    (
        rf"(?<!không )(?<!chưa )\b(?:đạt|bằng)(?: hoặc| và|,) (?:vượt|cao hơn|trên|lớn hơn)(?: mức)? (?={_N})",
        "không dưới ",
    ),
    (rf"từ (?:mức|đủ) (?={_N})", "từ "),
    (r"\b(?:trước|đúng)(?: và|,| hoặc) (?:trước|đúng) (?=(?:thời )?hạn\b)", "đúng "),
    (rf"(?<!không )(?<!chưa )\bđủ (?={_N})", "không dưới "),
    (rf"từ (?=(?:không dưới|không quá|trên|dưới) {_N})", ""),
    (
        rf"(?<!không )\bdưới ({_N})\s*(%?)\s*(?:nhưng |và |, )?(?:đến|xuống|còn) ({_N})\s*(%?)",
        r"từ \3\4 đến dưới \1\2",
    ),
    (
        rf"\bdưới ({_N})\s*(%?)\s*(?:nhưng|và)\s*(từ|trên|không dưới) ({_N})\s*(%?)(?:\s*trở lên)?",
        r"\3 \4\5 đến dưới \1\2",
    ),
    (r"(?:thì )?(?:được )?(?:tính|coi|xem) (?:là|như) (?:đạt )?100%\s*(?:và|thì|,)\s*", "thì "),
    (r"(\d+) hoặc (\d+)(?=\s+[^\W\d%])(?!\s*điểm)", r"từ \1 đến \2"),
    (r"\bnhân(?: với)?\b(?! dân| viên| lực| sự)", "×"),
    (r"\bchia(?: cho)?\b(?! sẻ)", "/"),
)
# "Từ 4/5 số đơn vị trở lên": shares that a percent says exactly, and no days of a month.
_SHARE_OF = re.compile(
    r"\b(từ|trên|dưới|không dưới|không quá|ít nhất|tối thiểu|đạt|đến) ([1-9])/(2|4|5|10|20)(?![\d/])"
)
_OF_ALL = re.compile(r"\b\d/(?:2|4|5|10|20) (?:tổng )?số (?!điểm)")
_OF_DAYS = re.compile(r"\b(?:ngày|tháng|trước|sau)\b|\d/(?:3|6|7|8|9|1[1-9])\b")
_OF_SHARE = re.compile(
    rf"{_SHARE}\s*(?:đạt )?(?P<way>không dưới|không quá|dưới|trên|từ|=)\s*(?P<bound>{_N}(?!\s*%)(?![\d,.]*\d))"
    rf"(?:(?P<then>\s*(?:đến|tới|-)\s*(?:dưới )?)(?P<high>{_N}(?!\s*%)(?![\d,.]*\d)))?"
)


def plain_rule(text: str) -> str:
    """
    *text* in lower case with one word for each sign and each way to bound: ``≥ 80%`` is "không dưới 80%".

    >>> plain_rule("60% ≤ x < 80%: 1đ"), plain_rule("80% hoặc ít hơn"), plain_rule("Từ hai sáng kiến trở lên")
    ('từ 60% đến dưới 80%: 1 điểm', 'không quá 80%', 'từ 2 sáng kiến trở lên')
    """
    words = re.sub(r"([<>])\s+=", r"\1=", clean(text).lower())
    words = _BETWEEN.sub(_between, words)
    words = _INTERVAL.sub(_interval, words)
    words = words.replace("[", "(").replace("]", ")")
    words = _LONE_VARIABLE.sub(" ", words)
    for sign, word in _WORDS:
        words = re.sub(sign, word, words)
    words = _OR.sub(_or_more, words)
    words = re.sub(r"[^\S\n]+", " ", words)
    words = _TENS.sub(_tens, words)
    words = _NUMBER_WORD.sub(lambda m: m["before"] + _DIGITS[m["word"]], words)
    for form, word in _LATER:
        words = re.sub(form, word, words)
    words = _OF_SHARE.sub(_share_bound, words)
    if _OF_ALL.search(words) and not _OF_DAYS.search(words):
        words = _SHARE_OF.sub(_part_of_all, words)
    return re.sub(r"\s+", " ", words).strip()


def _tens(found: re.Match[str]) -> str:
    """ "Tám mươi lăm" as 85, "mười lăm %" as 15; "một trăm %" is the whole."""
    if found[0] == "một trăm":
        return "100"
    ones = {**_DIGITS, "mốt": "1", "lăm": "5"}
    if found["tens"]:
        return f"{ones[found['tens']]}{ones.get(found['one'], '0')}"
    return f"1{ones.get(found['teen'], '0')}"


def _between(found: re.Match[str]) -> str:
    """``60% ≤ x < 80%`` and ``80% > x ≥ 60%`` in words."""
    if found[1]:
        low, left, of, right, high = found.group(1, 2, 3, 4, 5)
    else:
        high, right, of, left, low = found.group(6, 7, 8, 9, 10)
    if re.fullmatch(_SHARE, of):
        low, high = _as_percent(low), _as_percent(high)
    start = "trên" if left in "<>" else "từ"
    return f"{start} {low.strip()} đến {'dưới ' if right in '<>' else ''}{high.strip()}"


def _as_percent(bound: str) -> str:
    """A bound of b/a such as "0,8" as a percent; one that is a percent stays."""
    value = Fraction(bound.strip(" %").replace(",", "."))
    if "%" in bound or value > 1:
        return bound
    return f"{float(value * 100):g}%".replace(".", ",")


def _share_bound(found: re.Match[str]) -> str:
    """ "b/a dưới 0,8" in percent."""
    way = "đạt" if found["way"] == "=" else found["way"]
    above = f"{found['then']}{_as_percent(found['high'])}" if found["high"] else ""
    return f"tỷ lệ {way} {_as_percent(found['bound'])}{above}"


def _part_of_all(found: re.Match[str]) -> str:
    share = Fraction(int(found[2]), int(found[3]))
    return f"{found[1]} {float(share * 100):g}%".replace(".", ",") if share <= 1 else found[0]


def _interval(found: re.Match[str]) -> str:
    """``[80%; 90%)`` in words; its semicolon would end the clause."""
    start = "trên" if found[1] == "(" else "từ"
    return f"{start} {found[2].strip()} đến {'dưới ' if found[4] == ')' else ''}{found[3].strip()}"


def _or_more(found: re.Match[str]) -> str:
    is_less = found[3] in ("ít hơn", "thấp hơn", "nhỏ hơn")
    return f"{'không quá' if is_less else 'không dưới'} {found[1]}{found[2]}"

"""What does one clause say: under which words, how many points?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.clauses.rule_words import Points, Span, fixed, formula_of, number, points_in_words


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, as it is worded and as it is understood, and what it earns."""

    words: str
    span: Span | None
    points: Points


# Before a result a colon stands, or words such as "được".
_JOIN = re.compile(
    r"\s+(?:thì |sẽ )*(?:=>|->|→|được tính|được chấm|được cộng|được|đạt|tính|chấm|cho|thì)(?= (?:số )?(?:điểm|\d|tối đa|một nửa|1 nửa|nửa|toàn bộ|đủ))"
)


_FIRST_POINTS = re.compile(
    r"^(?P<gives>(?:được |đạt |tính |chấm |cho )*(?:\d+(?:[.,]\d+)? điểm|điểm \d+(?:[.,]\d+)?|(?:một |1 )?nửa (?:số )?điểm(?: tối đa)?|\d+ ?% (?:số )?điểm(?: tối đa)?|(?:điểm )?tối đa|không (?:được )?(?:có |tính |chấm |đạt )?điểm))\s*(?::|-|nếu|khi|đối với|cho)\s*(?P<when>(?!mỗi\b).+)$"
)


def read_clauses(
    parts: Sequence[str], max_score: Fraction, *, is_off: bool = False
) -> tuple[list[Clause], tuple[str, ...]]:
    """The clauses that *parts* say, and the parts that say none."""
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
    part = re.sub(r"\(?\s*(?:được )?làm tròn[^;)]*\)?", "", part).strip(" ,.")
    alone = formula_of(part, max_score) if re.search(r"[×*/]|\sx\s", part) else None
    if alone is not None:
        return Clause("", Span(None, None, is_pct=True), alone)
    for when, gives in splits_of(part):
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
    found = re.fullmatch(rf"trừ {NUMBER}\s*(%?)\s*(?:số )?điểm(?: tối đa)?", gives.strip())
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


def splits_of(part: str) -> list[tuple[str, str]]:
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


NUMBER = r"(\d+(?:[.,]\d+)?)"

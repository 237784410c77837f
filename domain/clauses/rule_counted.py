"""What does the value of a rule count: what was done, or what was late, lacking, wrong?"""

import re
from collections.abc import Sequence

from domain.clauses.rule_clauses import Clause
from domain.clauses.rule_words import span_of

_TERM = r"(?:tổng số|tổng|số|tỷ lệ)[^;,.()\d]*"
_PART_IS = {sign: re.compile(rf"\b{sign}\s*(?::|là|=)\s*(?P<what>{_TERM})") for sign in ("a", "b")}
_IS_WHOLE = re.compile(
    r"^(?:tổng|số [^;,.()]*\b(?:phải|được giao)\b)(?!.*\b(?:đã|đúng|đạt|hoàn thành|được giải quyết)\b)"
)


def turned_terms(words: str) -> str:
    """What *words* call the part where they call it the whole: "(b/a) × 2, b là tổng số" is mistyped; '' elsewhere."""
    part = _part_of(words)
    return part[0] if part and _IS_WHOLE.match(part["what"].strip()) else ""


def _part_of(words: str) -> re.Match[str] | None:
    """What *words* say of the upper term of their b/a or a/b."""
    found = re.search(r"\b([ab])\s*/\s*([ab])\b", words)
    return _PART_IS[found[1]].search(words) if found and found[1] != found[2] else None


def part_counted(words: str) -> str:
    """What the upper term of a share counts where that is no work done: "số hồ sơ trễ hạn/tổng số", "b: số quá hạn"."""
    part = _part_of(words)
    said = [part["what"]] if part else re.findall(rf"({_TERM})\s*/\s*(?:tổng|số)", words)
    # "hồ sơ quá hạn đã xin lỗi" was put right; "hồ sơ đã giải quyết quá hạn" was late.
    counted = [
        hit[0] for one in said for hit in COUNTED.finditer(one) if not _MENDED.search(one[hit.end() :])
    ]
    return " ".join(sorted(set(counted)))


# Words that say what is counted; beside a bound they turn its meaning around.
COUNTED = re.compile(
    r"\b(?:thiếu|chậm|muộn|giảm|tăng|quá hạn|trễ hạn|trễ|vi phạm|sai|không đúng|không đạt|hạng|thứ hạng|tồn đọng|khiếu nại)\b"
)


_MENDED = re.compile(r"\b(?:được|đã|xử lý|giải quyết|khắc phục|xin lỗi|chấn chỉnh)\b")


def counted_by(clauses: Sequence[Clause]) -> str | None:
    """What all of *clauses* count; None where one counts what another does not."""
    said: list[str] = []
    for one in clauses:
        bare = OR_NOTHING.sub("", one.words)
        around = span_of(bare)
        words = around[1] if around else bare
        is_mended = _MENDED.search(words)  # of what was late the share that was put right
        said.append("" if is_mended else " ".join(sorted(set(COUNTED.findall(words)))))
    named = set(said) - {""}
    if not named:
        return ""
    # The first clause may name what is counted, and the others go on with it.
    return named.pop() if len(named) == 1 and said[0] else None


# "hoặc không có hồ sơ quá hạn": what holds when nothing arose is the policy's matter.
OR_NOTHING = re.compile(r"\s*hoặc không (?:có|phát sinh)[^:;]*$")

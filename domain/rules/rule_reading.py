"""
Which rule does the wording of a decision state, clause by clause, and what of it is not understood?

A wording is cut into clauses; each gives points under a condition. Conditions over a ratio or a count become
intervals, over facts a choice that only a person can answer. One clause that is not understood makes the
whole rule one for a person (``by_hand``), with the clause named: nothing is dropped, nothing is guessed.
"""

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from domain.clauses.rule_clauses import NUMBER, Clause, read_clauses, splits_of
from domain.clauses.rule_counted import COUNTED, part_counted, turned_terms
from domain.clauses.rule_cutting import (
    DEFINES,
    EXPLAINS,
    ROUNDS,
    is_nothing_state,
    is_remark,
    joined_parts,
    lines_as_clauses,
    parts_of,
    rows_as_clauses,
    sentences,
    without_terms,
)
from domain.clauses.rule_events import (
    Deduction,
    PerPercent,
    RisingPercent,
    Taken,
    deduction_of,
    falling_of,
    gains_of,
    rising_of,
)
from domain.clauses.rule_lines import without_lead
from domain.clauses.rule_plain import plain_rule
from domain.clauses.rule_spans import HUNDRED, ZERO, is_nothing, with_span
from domain.clauses.rule_words import Span, fixed, number, points_in_words, vi, without_names
from domain.rules.rule_conditions import conditions_of, said_choice
from domain.rules.rule_made import RuleReading, by_hand, unsaid_values
from domain.wording.printed_words import as_printed
from domain.wording.text import clean


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
    whole = plain_rule(
        lines_as_clauses(clean(rows_as_clauses(without_lead(text or "").replace("\t", " | "))))
    )
    words = without_terms(whole)
    if not words:
        return by_hand(max_score, ("",))
    if turned := turned_terms(whole):
        return by_hand(max_score, (_printed(turned, text or ""),))
    if _LED_IN.match(words):
        words = _NUMBERED.sub(r"\1", _LED_IN.sub("", words))
    digits, odd = _rounding(words)
    if odd:
        return by_hand(max_score, (_printed(odd, text or ""),))
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
        found = replace(found, counts=part_counted(whole))
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
    said = [part for part in parts_of(words) if not EXPLAINS.match(part) and not DEFINES.match(part)]
    nothing = [part for part in said if is_nothing_state(part, said)]
    parts = [part for part in joined_parts(said) if part in nothing or not is_remark(part, max_score)]
    clauses, unread = read_clauses(parts, max_score)
    if unread or not clauses:
        return by_hand(max_score, unread or (words,))
    return conditions_of(clauses, max_score)


def _of_events(words: str, max_score: Fraction) -> RuleReading | None:
    """So much off or so much more for each of something; None where the wording speaks of no events."""
    words = sentences(words)
    for find in (falling_of, rising_of, deduction_of, gains_of):
        taken = find(words, max_score)
        if taken is not None:
            found = _events(taken, max_score)
            return found if found.is_read else (_steps_off(words, max_score) or found)
    return None


def _steps_off(words: str, max_score: Fraction) -> RuleReading | None:
    """Steps that say what is taken off: "01 trường hợp trừ 0,5 điểm; từ 02 trường hợp trở lên trừ 1 điểm"."""
    if not re.search(r"\btrừ\b", words) or re.search(r"\b(?:mỗi|cứ)\b|/", without_names(words)):
        return None
    parts = [_OFF_IN_STEP.sub(r"\g<when>: trừ ", part) for part in joined_parts(parts_of(words))]
    parts = [part for part in parts if not is_remark(part, max_score) and not _is_base(part, max_score)]
    clauses, unread = read_clauses(parts, max_score, is_off=True)
    if unread or len(clauses) < 2 or not all(one.span or with_span(one) for one in clauses):
        return None
    if not any(is_nothing(span) for span in map(with_span, clauses) if span):
        first = clauses[0].words
        counted = " ".join(COUNTED.findall(first))
        clauses.append(Clause(f"không có {counted}", Span(ZERO, ZERO, is_high_closed=True), fixed(max_score)))
    found = conditions_of(clauses, max_score)
    return found if found.kind == "count" and not unsaid_values(found) else None


_OFF_IN_STEP = re.compile(r"^(?P<when>[^:]*?)\s*:?\s*(?:bị |thì |sẽ |được )*(?:giảm )?trừ(?: đi)? (?=\d)")


def _events(taken: Taken, max_score: Fraction) -> RuleReading:
    unread = taken.unread or tuple(
        part
        for part in parts_of(taken.rest)
        if not _is_base(part, max_score)
        and not (isinstance(taken.rule, Deduction) and _is_full(part, max_score))
        and not is_remark(part, max_score)
        and not ROUNDS.match(part)
    )
    rule = taken.rule
    if unread or rule is None:
        return by_hand(max_score, unread)
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


def _in_print(found: RuleReading, text: str) -> RuleReading:
    """The states of a fact or a choice in the letters of *text*: a person reads them and chooses."""
    clauses = tuple(replace(one, words=as_printed(one.words, text)) for one in found.clauses)
    said = said_choice(clauses) if found.kind == "choice" else found.said
    return replace(found, clauses=clauses, said=said)


_BASE = re.compile(
    rf"^(?:nếu )?[^:;]*?(?:đầy đủ|đúng hạn|đúng quy định|đúng thời hạn|không (?:có |bị |để (?:xảy ra )?)?(?:[^\d:;,]{{1,40}}? (?:bị )?)?(?:vi phạm|thiếu|chậm|trường hợp|báo cáo|sai|kỷ luật|quá hạn|trễ hạn|lỗi)|kịp thời|đủ|tốt)[^:;]*?(?::|được|đạt|tính)\s*(?:(?:được )?{NUMBER}\s*điểm|(?:số )?(?:điểm )?tối đa)$"
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
    for when, gives in splits_of(part):
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


_SURVEY = re.compile(
    r"điều tra xã hội học|khảo sát xã hội học|chỉ số hài lòng|mức độ hài lòng|tỷ lệ hài lòng|phiếu điều tra|phiếu khảo sát"
    r"|sự hài lòng|kết quả khảo sát"
)


def _survey(words: str, max_score: Fraction) -> RuleReading | None:
    """A share of the maximum by the result of a survey; only where the wording holds no other number."""
    if not _SURVEY.search(words) or re.search(r"\b(?:trừ|từ|dưới|trên|trở lên|mỗi)\b", words):
        return None
    numbers = {number(found) for found in re.findall(r"\d+(?:[.,]\d+)?", without_names(words))}
    if numbers - {max_score, HUNDRED}:
        return None
    said = f"Kết quả khảo sát (%) × {vi(max_score)} điểm"
    return RuleReading("survey", max_score, said)

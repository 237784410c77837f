"""Eight criteria of each kind of rule, in the wordings of a decision, earn what a person computes by hand."""

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from data_loaders.__main__ import main
from domain.rules.scoring import RULE_TYPES

F = Fraction
Points = Callable[[Fraction], Fraction]
# The wording, the maximum, the values asked for, and what a person says each earns.
Case = tuple[str, Fraction, tuple[str, ...], Points]
MAXIMA = tuple(F(top) for top in ("0.5", "0.75", "1", "1.5", "2", "2.5", "3", "5"))
RATES = ("0", "19.9", "33", "49.99", "50", "66.6", "79.99", "80", "89", "90", "99.99", "100")
CASES = ("0", "1", "2", "3", "4", "9")


def vi(value: Fraction) -> str:
    """A number as a decision prints it."""
    return f"{float(value):g}".replace(".", ",")


def cents(value: Fraction) -> Fraction:
    return F(Decimal(value.numerator) / Decimal(value.denominator)).limit_denominator(10**9) if not value else F(
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    )  # fmt: skip


def boolean() -> Iterator[Case]:
    for top in MAXIMA:
        text = f"Ban hành đúng hạn, đủ nội dung: {vi(top)} điểm; chậm hoặc thiếu nội dung: 0 điểm."
        yield text, top, ("0", "1"), lambda value, top=top: top * value


def step() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        least = F(60 + 5 * n)
        text = f"Đạt 100%: {vi(top)} điểm; từ {vi(least)}% đến dưới 100%: {vi(top / 2)} điểm; dưới {vi(least)}%: 0 điểm."
        yield (
            text, top, (*RATES, vi(least).replace(",", ".")),
            lambda rate, top=top, least=least: top if rate >= 100 else top / 2 if rate >= least else F(0),
        )  # fmt: skip


def proportional() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        floor = F(50 + 5 * n)
        text = (
            f"Đạt 100%: {vi(top)} điểm; từ {vi(floor)}% đến dưới 100%: điểm = (b/a) × {vi(top)};"
            f" dưới {vi(floor)}%: 0 điểm."
        )
        yield text, top, RATES, lambda rate, top=top, floor=floor: top * rate / 100 if rate >= floor else F(0)


def capped_ratio() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        full = F(40 + 5 * n)
        text = (
            f"Đạt từ {vi(full)}% trở lên: {vi(top)} điểm; dưới {vi(full)}%: điểm = (tỷ lệ % × {vi(top)})/{vi(full)}%;"
            " làm tròn 02 chữ số."
        )
        yield (
            text,
            top,
            RATES,
            lambda rate, top=top, full=full: top if rate >= full else cents(top * rate / full),
        )


def ratio_with_floor() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        full, floor = F(90 - n), F(30 + 5 * n)
        text = (
            f"Đạt từ {vi(full)}% trở lên: {vi(top)} điểm; từ {vi(floor)}% đến dưới {vi(full)}%:"
            f" điểm = (tỷ lệ % × {vi(top)})/{vi(full)}%; dưới {vi(floor)}%: 0 điểm."
        )
        yield (
            text, top, RATES,
            lambda rate, top=top, full=full, floor=floor:
                top if rate >= full else F(0) if rate < floor else top * rate / full,
        )  # fmt: skip


def deduction() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        each = top / (2 + n % 4)
        each = F(round(each * 100), 100)
        text = f"Mỗi báo cáo chậm trừ {vi(each)} điểm."
        yield text, top, CASES, lambda many, top=top, each=each: max(top - each * many, F(0))


def count() -> Iterator[Case]:
    for top in MAXIMA:
        text = (
            f"Từ 03 sáng kiến trở lên: {vi(top)} điểm; 02 sáng kiến: {vi(top / 2)} điểm; 01 sáng kiến: {vi(top / 4)} điểm;"
            " không có: 0 điểm."
        )
        yield text, top, CASES, lambda many, top=top: {0: F(0), 1: top / 4, 2: top / 2}.get(int(many), top)


def survey() -> Iterator[Case]:
    for top in MAXIMA:
        yield "Theo kết quả điều tra xã hội học.", top, RATES, lambda rate, top=top: top * rate / 100


def bonus() -> Iterator[Case]:
    for n, top in enumerate(MAXIMA):
        each = F(top / (2 + n % 2))
        if each * 100 != int(each * 100):
            each = F(round(each * 100), 100)
        text = f"Mỗi sáng kiến được {vi(each)} điểm, tối đa {vi(top)} điểm."
        yield text, top, CASES, lambda many, top=top, each=each: min(each * many, top)


def penalty() -> Iterator[Case]:
    """As a rule takes off whatever else it gives: each two cases, never more than half of the maximum."""
    for top in MAXIMA:
        text = f"Cứ 02 báo cáo chậm trừ {vi(top / 4)} điểm, không trừ quá {vi(top / 2)} điểm."
        yield text, top, CASES, lambda many, top=top: top - min(top / 4 * (many // 2), top / 2)


def choice() -> Iterator[Case]:
    for top in MAXIMA:
        text = f"Đúng hạn: {vi(top)} điểm; chậm: {vi(top / 2)} điểm; không nộp: 0 điểm"
        yield text, top, ("0", "1", "2"), lambda chosen, top=top: (top, top / 2, F(0))[int(chosen)]


def each_percent_less() -> Iterator[Case]:
    for top in MAXIMA:
        each = top / 20
        text = f"Đạt 90% trở lên được điểm tối đa, cứ giảm 1% trừ {vi(each)} điểm."
        yield (
            text, top, RATES,
            lambda rate, top=top, each=each: top if rate >= 90 else max(top - each * ((90 - rate) // 1), F(0)),
        )  # fmt: skip


KINDS = {one.__name__: one for one in (
    boolean, step, proportional, capped_ratio, ratio_with_floor, deduction, count, survey, bonus, penalty, choice,
    each_percent_less,
)}  # fmt: skip


def read(text: str, top: Fraction, values: tuple[str, ...]) -> list[dict[str, float]]:
    """What `python -m data_loaders read-rule` says each value earns."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    asked = [part for value in values for part in ("--value", value)]
    with contextlib.redirect_stdout(out):
        assert main(["read-rule", "--max", f"{float(top):g}", "--text", text, *asked, "--json"]) == 0
    out.flush()
    said = json.loads(out.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    assert said["read"] and not said["unread"], (text, said)
    return said["points"]


@pytest.mark.parametrize("kind", KINDS)
def test_eight_criteria_of_each_kind(kind):
    cases = list(KINDS[kind]())

    assert len(cases) == 8
    for text, top, values, by_hand in cases:
        for value, earned in zip(values, read(text, top, values), strict=True):
            assert earned["points"] == pytest.approx(float(by_hand(F(value))), abs=1e-6), (text, value)


def test_no_kind_is_left_out():
    assert set(RULE_TYPES) <= set(KINDS)

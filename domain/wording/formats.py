"""How numbers, dates and times are written in Vietnamese, everywhere the same."""

import math
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
UNKNOWN = "Chưa có dữ liệu"
NOT_APPLICABLE = "Không phát sinh"

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_TENTH = Decimal("0.1")

Number = int | float | Decimal


def is_known(value: object) -> bool:
    """Tell whether *value* is a value: None, NaN, NaT and NA are not."""
    if value is None or type(value).__name__ == "NAType":  # NA refuses to be compared
        return False
    return value == value  # NaN and NaT differ from themselves


def decimal_vi(value: Number, places: int) -> str:
    """
    Return *value* with exactly *places* decimals, rounded half-up, a dot for thousands.

    >>> decimal_vi(1234.5, 1), decimal_vi(-0.4, 2)
    ('1.234,5', '−0,40')
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def count(value: Number | None) -> str:
    """
    Return a whole number, or the word for unknown.

    >>> count(1234)
    '1.234'
    """
    return decimal_vi(value, 0) if value is not None and is_known(value) else UNKNOWN


def points(value: Number | None) -> str:
    """Return index points with two decimals, without the unit: ``6,35``."""
    return decimal_vi(value, 2) if value is not None and is_known(value) else UNKNOWN


def index_vi(value: Number | None) -> str:
    """Return an index or a score with one decimal: ``87,2``."""
    return decimal_vi(value, 1) if value is not None and is_known(value) else UNKNOWN


def percent(done: Number | None, required: Number | None) -> str:
    """
    Return the share *done* of *required*; 100% only when nothing is left, 0,0% only for nothing done.

        >>> percent(674, 1000), percent(9996, 10000), percent(10, 10), percent(1, 5000)
        ('67,4%', '99,9%', '100%', 'dưới 0,1%')
        >>> percent(0, 0), percent(None, 5)
        ('Không phát sinh', 'Chưa có dữ liệu')
    """
    if done is None or required is None or not (is_known(done) and is_known(required)):
        return UNKNOWN
    if required == 0:
        return NOT_APPLICABLE
    if done >= required:
        return "100%"
    return rate(Decimal(str(done)) * 100 / Decimal(str(required)))


def rate(value_pct: Number | None) -> str:
    """
    Return a rate given as 0–100.

    A rate below 100 is never shown as 100%, one above 0 never as 0,0%.

        >>> rate(99.96), rate(100), rate(0), rate(0.02)
        ('99,9%', '100%', '0%', 'dưới 0,1%')
    """
    if value_pct is None or not is_known(value_pct):
        return UNKNOWN
    exact = Decimal(str(value_pct))
    if exact in (0, 100):
        return f"{exact:.0f}%"
    if 0 < exact < _TENTH:
        return f"dưới{NBSP}0,1%".replace(NBSP, " ")
    shown = exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
    if shown >= 100 > exact:
        shown = exact.quantize(_TENTH, rounding=ROUND_FLOOR)
    return f"{decimal_vi(shown, 1)}%"


def chance(probability: float | None) -> str:
    """
    Return a probability 0–1 as whole percent, honest at both ends.

    >>> chance(0.314), chance(0.004), chance(0.999)
    ('31%', 'dưới 5%', 'trên 95%')
    """
    if probability is None or not is_known(probability):
        return "Chưa đủ số liệu để dự báo"
    if probability in (0, 1):
        return f"{probability * 100:.0f}%"
    if probability < 0.05:
        return "dưới 5%"
    return "trên 95%" if probability > 0.95 else f"{decimal_vi(probability * 100, 0)}%"


def pace(per_day: Number | None) -> str:
    """Return a pace with one decimal, whole numbers without: ``12,3``."""
    if per_day is None or not is_known(per_day):
        return UNKNOWN
    return decimal_vi(per_day, 0 if float(per_day).is_integer() else 1)


def pace_needed(per_day: Number) -> int:
    """Return a required pace as the whole number that suffices."""
    return math.ceil(per_day)


def signed(value: Number, places: int = 2) -> str:
    """
    Return a change with its sign.

    >>> signed(0.4), signed(-0.4), signed(0)
    ('+0,40', '−0,40', '0,00')
    """
    text = decimal_vi(value, places)
    return f"+{text}" if Decimal(str(value)) > 0 and any(d in text for d in "123456789") else text


def interval(low: Number, high: Number, places: int = 1) -> str:
    """Return a range: ``84,9–89,1``."""
    return f"{decimal_vi(low, places)}{EN_DASH}{decimal_vi(high, places)}"


def day(value: date | None) -> str:
    """Return ``12/11/2023``; the word for unknown where there is none."""
    return f"{value:%d/%m/%Y}" if value is not None and is_known(value) else UNKNOWN


def day_month(value: date) -> str:
    """Return ``12/11``."""
    return f"{value:%d/%m}"


def weekday(value: date) -> str:
    """Return ``thứ Năm`` or ``Chủ nhật``."""
    return _WEEKDAYS[value.weekday()]


def clock(value: datetime) -> str:
    """Return ``07:42``."""
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """Return ``07:42 ngày 13/11/2023`` with a no-break space before the date."""
    return f"{value:%H:%M} ngày{NBSP}{value:%d/%m/%Y}"


def limit_words(limit: date, last_day: date) -> str:
    """
    Return a limit with the rule it follows.

    >>> limit_words(date(2023, 11, 17), date(2023, 11, 16)).replace(NBSP, " ")
    'Trước ngày 17/11 (hết ngày 16/11, thứ Năm)'
    """
    head = (
        f"Trước ngày{NBSP}{day_month(limit)}"
        if last_day < limit
        else f"Chậm nhất ngày{NBSP}{day_month(limit)}"
    )
    return f"{head} (hết ngày{NBSP}{day_month(last_day)}, {weekday(last_day)})"

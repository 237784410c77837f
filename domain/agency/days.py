"""Which days may be asked about?"""

from datetime import date

from domain.program.errors import UnknownNameError

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def day_asked(text: str) -> date | None:
    """
    The day written in *text* as year-month-day; None where it is no day, or none that an office lives in.

    >>> day_asked("2023-11-12"), day_asked("0001-01-01"), day_asked("12/11/2023")
    (datetime.date(2023, 11, 12), None, None)
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def day_fault(text: str) -> str:
    """Why `day_asked` has no answer, as a sentence for who asked."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"“{text}” không phải là ngày"
    return f"Ngày {text} nằm ngoài khoảng từ năm {FIRST_DAY.year} đến năm {LAST_DAY.year}"


def day_named(text: str) -> date:
    """The day that a command names; one that is none is refused with how to write it."""
    found = day_asked(text)
    if found is None:
        raise UnknownNameError(day_fault(text), remedy="Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2023-11-12.")
    return found

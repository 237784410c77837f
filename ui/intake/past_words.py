"""What is said of a publication of the past?"""

from datetime import date

from desk.import_history import PastPublication
from domain.wording.formats import NBSP, count, moment
from ui.look.words import KINDS, person_words


def state_words(one: PastPublication) -> str:
    """Whether a publication is in the numbers, and who changed that."""
    if one.is_active:
        return "Đang dùng"
    last = one.files[0]
    if last.changed_at is None:
        return "Chưa công bố xong"
    return f"Đã hoàn tác lúc {moment(last.changed_at)} bởi {person_words(last.changed_by)}"


def kinds_words(one: PastPublication) -> str:
    """The kinds of its files, each once."""
    return ", ".join(dict.fromkeys(KINDS[kind] for file in one.files for kind in file.kinds))


def newest_day(one: PastPublication) -> date | None:
    """The newest day of data among its files."""
    return max((file.as_of for file in one.files if file.as_of), default=None)


def names_words(one: PastPublication) -> str:
    """Its file, or how many they are."""
    return one.files[0].file_name if len(one.files) == 1 else f"lần công bố {count(len(one.files))}{NBSP}tệp"

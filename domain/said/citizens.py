"""Which values tell of a citizen, and how they read for whoever does not need them?"""

import re
import unicodedata

from domain.wording.text import fold

# Columns of any kind of source that name a citizen or say how to reach one.
PERSONAL = frozenset({"applicant"})

_ORGANISATIONS = (
    "cong ty", "tong cong ty", "tap doan", "chi nhanh", "doanh nghiep", "hop tac xa", "ngan hang", "trung tam",
    "van phong dai dien", "ban quan ly", "so ", "truong ", "benh vien", "lien doan", "hiep hoi",
)  # fmt: skip
_PERSON_IN_ORGANISATION = re.compile(
    r"\s*(?:[(\[;,/|]| - |\bđại diện\b|\bdo ông\b|\bdo bà\b|\bông\b|\bbà\b).*", re.I
)
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){5,}")


def masked(name: object) -> str:
    """
    The name of an applicant as anybody may read it: an organisation by its name, a person by initials.

    What cannot be told to be an organisation is masked as a person.

    >>> masked("Nguyễn Văn An"), masked("Công ty TNHH An Kỳ (bà Trần Thị B, 0912345678)"), masked(None)
    ('N. V. A.', 'Công ty TNHH An Kỳ', 'Không ghi tên')
    """
    if not isinstance(name, str) or not name.strip():
        return "Không ghi tên"
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if fold(text).startswith(_ORGANISATIONS):
        return _DIGITS.sub("•••", _PERSON_IN_ORGANISATION.sub("", text))
    return " ".join(f"{word[0].upper()}." for word in text.split() if word[0].isalpha())[:40] or "•••"


def for_record(column: str, value: object) -> object:
    """*value* of *column* as a record that many may read holds it."""
    return masked(value) if column in PERSONAL and isinstance(value, str) else value

"""Is a named agency our own, and whose result is a table that names one agency in its title?"""

import re
from collections.abc import Sequence

from domain.agency.office import office, spellings
from domain.program.places import OFFICE_FILE, REFERENCE, kept
from domain.wording.text import clean, fold

_RESULT = re.compile(r"chi so|ket qua|xep hang|par index|sipas|ddci")
_OF_ONE = re.compile(
    r"\bcủa\s+((?:sở|văn phòng|ban quản lý|ban dân tộc|thanh tra|cục|công an|ubnd|ủy ban nhân dân)\s[^,;()–]*?)"
    r"(?=\s+(?:năm|qua|giai đoạn|từ|theo|so với)\b|\s+20\d\d|\s*[,;()–-]|$)",
    re.IGNORECASE,
)


@kept(REFERENCE, OFFICE_FILE)
def own_names() -> frozenset[str]:
    """The folded spellings of our own agency's name."""
    return frozenset(fold(name) for name in spellings())


def is_own_agency(name: str) -> bool:
    """
    Tell whether *name* is this agency, by `data/reference/own_agency.csv` and `data/office.toml`.

    >>> is_own_agency("BQL khu kinh tế Hải Phòng"), is_own_agency("Sở Nội vụ")
    (True, False)
    """
    return fold(name) in own_names()


def agency_of_title(lines: Sequence[str]) -> str | None:
    """
    The one agency whose results a title announces; None where it announces none or those of many.

    >>> agency_of_title(["KẾT QUẢ CHỈ SỐ CCHC CỦA SỞ NỘI VỤ NĂM 2022"]), agency_of_title(["SỞ NỘI VỤ"])
    ('SỞ NỘI VỤ', None)
    """
    for line in lines:
        folded = f" {fold(line)} "
        if not _RESULT.search(folded):
            continue
        if any(f" {name} " in re.sub(r"[,;:()]", " ", folded) for name in own_names()):
            return office().name
        if found := _OF_ONE.search(clean(line)):
            return found[1].strip()
    return None

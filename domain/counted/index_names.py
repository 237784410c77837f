"""Which published index does a text speak of, and among whom are its results ranked?"""

import csv
import re

from domain.program.places import CODES, kept
from domain.wording.text import fold_words

NAMES = {"sipas": "SIPAS", "ddci": "DDCI", "par_results": "PAR_SO"}
_OTHER_LEVEL = re.compile(r"\b(?:cap tinh|cap huyen|cac tinh|province|city|thanh pho|quan huyen)\b")
_WORDS = (
    ("sipas", re.compile(r"\bsipas\b|\bhai long\b")),
    ("ddci", re.compile(r"\bddci\b|\bnang luc canh tranh (?:cap )?(?:so|dia phuong)\b")),
    ("par_results", re.compile(r"\bpar\b|\bcchc\b|\bcai cach hanh chinh\b")),
)
_INDEX_WORDS = re.compile(
    r"\b(?:par index|par|sipas|ddci|cchc|cai cach hanh chinh|chi so|(?:muc do |su )?hai long(?: cua nguoi dan)?"
    r"|nang luc canh tranh(?: cap)?(?: so| dia phuong)?(?: nganh)?)\b"
)
# What the title, the column of agencies or the agency's own name says of those who are ranked.
_LEVELS = (
    ("MINISTRY", re.compile(r"\bcac bo\b|\bbo,? (?:nganh|co quan ngang bo)\b|\bten bo\b|^bo \w")),
    (
        "PROVINCE",
        re.compile(
            r"\bcac tinh\b|\bcap tinh\b|\b\d+ tinh\b|\btinh,?(?:/| )thanh(?: pho)?\b|\bvung,?(?:/| )tinh\b|^tinh \w|^ten tinh"
        ),
    ),
    (
        "DISTRICT",
        re.compile(
            r"\bquan,? huyen\b|\bhuyen,? quan\b|\bcap huyen\b|\bcap xa\b|\bcac (?:quan|huyen|xa)\b"
            r"|\bxa,? phuong\b|\bhuyen,? thi xa\b|\bkhoi dia phuong\b|^(?:ubnd |uy ban nhan dan )?(?:quan|huyen|thi xa|xa|phuong|thi tran|dac khu) \w"
        ),
    ),
)
_AGENCY = re.compile(
    r"^(?:so|ban|van phong|thanh tra|cuc|chi cuc|cong an|bo chi huy|kho bac|bao hiem|bql) \w"
)
_OF_AGENCIES = re.compile(r"\bso,? (?:ban,? )?nganh\b|\bcac so\b|\bcap so\b|\bco quan chuyen mon\b")


def kind_of_index(text: str) -> str | None:
    """
    The kind of the index that *text* names; None for an index of another level or another index.

    >>> kind_of_index("PAR INDEX"), kind_of_index("Chỉ số hài lòng"), kind_of_index("PCI")
    ('par_results', 'sipas', None)
    """
    words = fold_words(text)
    if _OTHER_LEVEL.search(words):
        return None
    return next((kind for kind, form in _WORDS if form.search(words)), None)


def index_named(text: str) -> str:
    """The one spelling of an index's name; a name that is not known stays as it is."""
    kind = kind_of_index(text)
    return NAMES[kind] if kind else text


def without_index(words: str) -> str:
    """
    Folded *words* without those that name an index.

    >>> without_index("xep hang par index"), without_index("chi so cchc")
    ('xep hang', '')
    """
    return " ".join(_INDEX_WORDS.sub(" ", words).split())


def ranked_among(text: str) -> str:
    """
    Among whom a title or an agency's name says the results are ranked; '' for the departments of one city.

    >>> ranked_among("Kết quả của các tỉnh, thành phố"), ranked_among("UBND quận Hồng Bàng"), ranked_among("Sở Nội vụ")
    ('PROVINCE', 'DISTRICT', '')
    """
    words = fold_words(text)
    return next((name for name, form in _LEVELS if form.search(words)), "")


def index_at_level(index: str, agency: str, whole: str) -> str:
    """
    The name of *index* for *agency* in a table whose title and headings say *whole*.

    An agency's own name says most; a table of several levels is told apart row by row.

        >>> index_at_level("PAR_SO", "Quảng Ninh", "Kết quả PAR INDEX các tỉnh, thành phố")
        'PAR_PROVINCE'
        >>> index_at_level("PAR_SO", "TP. Hải Phòng", "Kết quả PAR INDEX năm 2022")
        'PAR_PROVINCE'
        >>> index_at_level("SIPAS", "Sở Nội vụ", "Sở, ban, ngành và UBND các quận, huyện")
        'SIPAS'
    """
    if index not in NAMES.values() or _AGENCY.match(fold_words(agency)):
        return index
    own = ranked_among(agency)
    level = own or (
        "" if _OF_AGENCIES.search(fold_words(whole)) else ranked_among(whole) or _level_of_name(agency)
    )
    return f"{index.removesuffix('_SO')}_{level}" if level else index


_PROVINCES = CODES / "provinces.csv"
_OF_PROVINCE = re.compile(r"\b(?:tinh|thanh pho|tp) (\w+(?: \w+){1,4})")


def provinces_named(text: str) -> set[str]:
    """
    The provinces and cities, folded, that *text* calls so.

    >>> provinces_named("KẾT QUẢ CHỈ SỐ CCHC NĂM 2023 - TỈNH QUẢNG NINH"), provinces_named("Các tỉnh, thành phố")
    ({'quang ninh'}, set())
    """
    said = [f"{words} " for words in _OF_PROVINCE.findall(fold_words(text))]
    return {name for name in _provinces() if any(words.startswith(f"{name} ") for words in said)}


def _level_of_name(agency: str) -> str:
    """The level that the bare name of a province says, where neither title nor headings say one."""
    words = re.sub(r"^(?:tinh|thanh pho|tp) ", "", fold_words(agency))
    return "PROVINCE" if words in _provinces() else ""


@kept(_PROVINCES)
def _provinces() -> frozenset[str]:
    with _PROVINCES.open(encoding="utf-8-sig", newline="") as file:
        return frozenset(fold_words(row["name_vi"]) for row in csv.DictReader(file))

"""How Vietnamese text is cleaned for keeping and reduced for comparing."""

import re
import unicodedata
from collections.abc import Sequence

# Zero-width signs, marks of direction and bidirectional isolates, choosers of a letter's form.
_INVISIBLE = dict.fromkeys(
    [
        *map(ord, "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\ufeff"),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
    ]
)
_DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d"), "-"
)
_QUOTES = "'’‘‛′`´\"“”„‟″«»ʼʹ＇＂"
_UNQUOTED = dict.fromkeys(map(ord, _QUOTES))
# Letters of Cyrillic and Greek that look like a Latin one in capitals or small.
_LATIN_OF = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜЗавеѕіјкмнорстухԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρικυτ",
    "ABESIJKMHOPCTYXQW3abesijkmhopctyxqwABEZHIKMNOPTYXaovpikut",
)
_LOOKALIKES = str.maketrans("ðÐ\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000", "đĐ        ")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_UNTIDY_KEY = re.compile("[\\s'\"`]")
SEPARATORS = "- ./_\\&,:;()+"  # between the parts of a code
_DASHED = str.maketrans(dict.fromkeys(SEPARATORS, "-"))
_SHAPE = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "9" * 10 + "A" * 26)
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_NEEDLESS_SEPARATOR = re.compile(r"-+(?![0-9-])|(?<![0-9-])-+|-+(?=-)")
_BETWEEN = "\x1e"  # stands in no cleaned text
_LONGEST_CODE = 60
_LONGEST_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def clean(text: str) -> str:
    """
    Return *text* as it should be kept and shown: composed, without invisible characters.

    Line breaks stay; runs of other white space become one space.

        >>> clean(" Quản\\u00a0 lý\\u200b ")
        'Quản lý'
    """
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", text.translate(_LOOKALIKES).translate(_INVISIBLE))
    return _SPACES.sub(" ", composed).strip()


def file_name_of(given: str) -> str:
    r"""
    The name of a received file as it is kept and shown: no folders, no signs that cannot be seen, at most 200 letters.

    Of a longer one the middle goes: its day and its ending stand last.

        >>> file_name_of("C:\\Xuat\\..\\bao\u202ecao\x00 10.11.xlsx"), file_name_of("a/.. ")
        ('baocao 10.11.xlsx', 'tệp không tên')
        >>> file_name_of("a" * 400 + " 10.11.xls")[-12:], len(file_name_of("a" * 400))
        ('aa 10.11.xls', 200)
    """
    name = " ".join(_CONTROL.sub("", clean(given.replace("\\", "/").rsplit("/", 1)[-1])).split())
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 80]}…{name[-79:]}"
    return name if name.strip(". ") else "tệp không tên"


def is_blank(text: str) -> bool:
    """
    Tell whether nobody would see anything in *text*: white space, no-break spaces, invisible marks.

        >>> is_blank(" \\u00a0\\r\\n\\u200b"), is_blank(" -")
        (True, False)
    """
    return not text.translate(_INVISIBLE).strip()


def lower_first(text: str) -> str:
    """
    *text* with its first letter small, for the middle of a sentence.

    >>> lower_first("Hạn của đợt")
    'hạn của đợt'
    """
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """
    *text* with its first letter a capital, for the start of a sentence.

    >>> upper_first("ngày 14/11")
    'Ngày 14/11'
    """
    return text[:1].upper() + text[1:]


def fold(text: str) -> str:
    """
    Return *text* reduced to a comparison key.

    Two spellings a reader would call the same heading give the same key, whether
    typed precomposed or decomposed, in capitals, or broken over two lines.
    Never show a folded text to a user.

        >>> fold("ĐƠN VỊ\\n chủ  trì")
        'don vi chu tri'
    """
    if text.isascii():  # nothing in it looks like another letter, is unseen or carries a mark
        return " ".join(text.casefold().split())
    plain = text.translate(_LOOKALIKES).translate(_INVISIBLE)
    decomposed = unicodedata.normalize("NFKD", plain.replace("Đ", "D").replace("đ", "d"))
    without_marks = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(without_marks.casefold().split())


def fold_words(text: str) -> str:
    """
    Return *text* folded, with everything but letters and digits turned into single spaces.

    >>> fold_words("Số, ký hiệu (văn bản)")
    'so ky hieu van ban'
    """
    return _NOT_WORD.sub(" ", fold(text)).strip()


def without_text_marks(text: str) -> str:
    """
    Return *text* without the signs that only tell a spreadsheet to keep it as text.

    >>> without_text_marks('="CV-001"'), without_text_marks("'CV-001"), without_text_marks('"CV-001"'), without_text_marks("=A1")
    ('CV-001', 'CV-001', 'CV-001', '=A1')
    """
    bare = text.strip()
    if bare[:1] == "=" and len(bare) > 2 and bare[1:].lstrip()[:1] in _QUOTES:
        bare = bare[1:].lstrip()
    return bare.strip(_QUOTES).strip() if bare[:1] in _QUOTES or bare[-1:] in _QUOTES else bare


def key_of(text: str) -> str:
    """
    Return *text* as a key is compared: capitals, without invisible marks, quotes and differences of form.

    What has spaces or is long is no code: of that the words count.

    Letters of another alphabet that look like a Latin one count as that one; `foreign_letters` tells them.
    Never show it to a user.

        >>> key_of('="cv-001"'), key_of("CV‒001\\u200e"), key_of("ＣＶ－００１"), key_of("СV-001")
        ('CV-001', 'CV-001', 'CV-001', 'CV-001')
    """
    if text.isascii() and len(text) <= _LONGEST_CODE and not _UNTIDY_KEY.search(text):
        return text.upper()
    plain = unicodedata.normalize("NFKC", clean(text.translate(_DASHES))).translate(_DASHES)
    bare = without_text_marks(plain).translate(_UNQUOTED).translate(_LATIN_OF)
    return fold_words(bare) if " " in bare or len(bare) > _LONGEST_CODE else bare.upper()


def keys_of(texts: Sequence[str]) -> list[str]:
    """
    `key_of` each of *texts*; a column of plain codes is looked at as a whole.

    >>> keys_of(["cv-1", "cv-2"]), keys_of(["cv-1", "“CV-2”"])
    (['CV-1', 'CV-2'], ['CV-1', 'CV-2'])
    """
    together = "|".join(texts)
    is_plain = together.isascii() and not _UNTIDY_KEY.search(together)
    if is_plain and max(map(len, texts), default=0) <= _LONGEST_CODE:
        return [text.upper() for text in texts]
    return [key_of(text) for text in texts]


def loose_keys(keys: Sequence[str]) -> list[str]:
    """
    Each of *keys*, as `key_of` makes them, without leading zeros and separators: what the eye takes for one code.

    A separator between two numbers stays one. Keys of one shape cannot meet and come back as they are.

    >>> loose_keys(["CV-0001", "cv 1", "1/23", "1-023", "123", "05|BQL-VP|2023-11-02", "5|BQL/VP|2023-11-02"])
    ['CV1', 'CV1', '1-23', '1-23', '123', '5|BQLVP|2023-11-2', '5|BQLVP|2023-11-2']
    >>> loose_keys(["CV-0001", "CV-0010"])
    ['CV-0001', 'CV-0010']
    """
    together = _BETWEEN.join(keys)
    if len(set(together.translate(_SHAPE).split(_BETWEEN))) <= 1:
        return list(keys)
    bare = _LEADING_ZEROS.sub("", together.upper().translate(_DASHED))
    return _NEEDLESS_SEPARATOR.sub("", bare).split(_BETWEEN)


def foreign_letters(text: str) -> str:
    """
    The letters of *text* that belong to another alphabet and look like Latin ones.

    >>> foreign_letters("СV-001"), foreign_letters("CV-001")
    ('С', '')
    """
    return "" if text.isascii() else "".join(letter for letter in text if ord(letter) in _LATIN_OF)

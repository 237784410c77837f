"""How Vietnamese text is cleaned for keeping and reduced for comparing."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LOOKALIKES = str.maketrans("ðÐ\u00a0\u2007\u202f", "đĐ   ")
_SPACES = re.compile(r"[ \t\r\f\v]+")
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


def fold(text: str) -> str:
    """
    Return *text* reduced to a comparison key.

    Two spellings a reader would call the same heading give the same key, whether
    typed precomposed or decomposed, in capitals, or broken over two lines.
    Never show a folded text to a user.

        >>> fold("ĐƠN VỊ\\n chủ  trì")
        'don vi chu tri'
    """
    plain = text.translate(_LOOKALIKES).translate(_INVISIBLE)
    decomposed = unicodedata.normalize("NFD", plain.replace("Đ", "D").replace("đ", "d"))
    without_marks = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(without_marks.casefold().split())


def fold_words(text: str) -> str:
    """
    Return *text* folded, with everything but letters and digits turned into single spaces.

    >>> fold_words("Số, ký hiệu (văn bản)")
    'so ky hieu van ban'
    """
    return _NOT_WORD.sub(" ", fold(text)).strip()

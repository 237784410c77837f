"""Which texts were written in an old Vietnamese encoding, and what do they say."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

Legacy = Literal["tcvn3", "vni", "mojibake"]

_TCVN3_TABLE = [
    "à",
    "b5",
    "ả",
    "b6",
    "ã",
    "b7",
    "á",
    "b8",
    "ạ",
    "b9",
    "ă",
    "a8",
    "ằ",
    "bb",
    "ẳ",
    "bc",
    "ẵ",
    "bd",
    "ắ",
    "be",
    "ặ",
    "c6",
    "â",
    "a9",
    "ầ",
    "c7",
    "ẩ",
    "c8",
    "ẫ",
    "c9",
    "ấ",
    "ca",
    "ậ",
    "cb",
    "đ",
    "ae",
    "è",
    "cc",
    "ẻ",
    "ce",
    "ẽ",
    "cf",
    "é",
    "d0",
    "ẹ",
    "d1",
    "ê",
    "aa",
    "ề",
    "d2",
    "ể",
    "d3",
    "ễ",
    "d4",
    "ế",
    "d5",
    "ệ",
    "d6",
    "ì",
    "d7",
    "ỉ",
    "d8",
    "ĩ",
    "dc",
    "í",
    "dd",
    "ị",
    "de",
    "ò",
    "df",
    "ỏ",
    "e1",
    "õ",
    "e2",
    "ó",
    "e3",
    "ọ",
    "e4",
    "ô",
    "ab",
    "ồ",
    "e5",
    "ổ",
    "e6",
    "ỗ",
    "e7",
    "ố",
    "e8",
    "ộ",
    "e9",
    "ơ",
    "ac",
    "ờ",
    "ea",
    "ở",
    "eb",
    "ỡ",
    "ec",
    "ớ",
    "ed",
    "ợ",
    "ee",
    "ù",
    "ef",
    "ủ",
    "f1",
    "ũ",
    "f2",
    "ú",
    "f3",
    "ụ",
    "f4",
    "ư",
    "ad",
    "ừ",
    "f5",
    "ử",
    "f6",
    "ữ",
    "f7",
    "ứ",
    "f8",
    "ự",
    "f9",
    "ỳ",
    "fa",
    "ỷ",
    "fb",
    "ỹ",
    "fc",
    "ý",
    "fd",
    "ỵ",
    "fe",
    "Ă",
    "a1",
    "Â",
    "a2",
    "Ê",
    "a3",
    "Ô",
    "a4",
    "Ơ",
    "a5",
    "Ư",
    "a6",
    "Đ",
    "a7",
]
_TCVN3 = {int(code, 16): letter for letter, code in zip(_TCVN3_TABLE[::2], _TCVN3_TABLE[1::2], strict=True)}

# VNI: a base letter followed by a mark; some letters stand alone.
_VNI_MARKS = {
    "a": "ùá øà ûả õã ïạ ââ áấ àầ åẩ ãẫ äậ êă éắ èằ úẳ üẵ ëặ",
    "e": "ùé øè ûẻ õẽ ïẹ âê áế àề åể ãễ äệ",
    "o": "ùó øò ûỏ õõ ïọ âô áố àồ åổ ãỗ äộ",
    "ô": "ùớ øờ ûở õỡ ïợ",
    "u": "ùú øù ûủ õũ ïụ",
    "ö": "ùứ øừ ûử õữ ïự",
    "y": "ùý øỳ ûỷ õỹ",
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    pairs = {base + mark[0]: mark[1] for base, marks in _VNI_MARKS.items() for mark in marks.split()}
    table = {**_VNI_ALONE, **pairs}
    upper = {key.upper(): letter.upper() for key, letter in table.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in table.items() if len(key) == 2}
    return {**mixed, **upper, **table}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Latin-1 signs that no Vietnamese word in Unicode holds: where there are none, nothing was mistaken.
_STRANGE = re.compile(
    "[a-z][À-Þ]|[\u0080-\u009f¡-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2020\u2021\u20ac]"
)
_MOJIBAKE = re.compile(
    "[\u00c2-\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]"
)

_ONSET = "(?:ngh|ng|nh|ph|qu|th|tr|ch|gh|gi|kh|[bcdđghklmnpqrstvx])?"
_NUCLEI = (
    "iêu yêu oai oao oay oeo uây uôi ươi ươu uya uyê uyu ai ao au ay âu ây eo êu ia iu iê yê oa oă oe oi oo ôi ơi "
    "ua uâ uă ue uê ui uy uơ uô ươ ưa ưi ưu a ă â e ê i o ô ơ u ư y"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_NUCLEI.split())})(?:ch|ng|nh|[cmnpt])?")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u00a1-\u00bf\u00d7\u00f7])*|[\u00a1-\u00bf](?:[^\W\d_]|[\u00a1-\u00bf\u00d7\u00f7])+"
)

# A "?" before or between letters stands for one that an encoding had no place for; at the end it asks.
_MARK_FOR_LETTER = re.compile(r"([^\W\d_])?\?+([^\W\d_])")
_ADDRESS = re.compile(r"[=/&@\\]|\.\w")
_FEWEST_LOST = 3
_LEAST_SHARE_LOST = 0.05

_TAG = re.compile(
    r"</?(?:b|i|u|s|br|p|div|span|font|strong|em|a|td|tr|th|table|tbody|ul|ol|li|sup|sub|h[1-6]|o:p|nobr|label|img|hr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li)\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
MARKUP = re.compile(r"<[a-zA-Z/]|&[#a-zA-Z]")


def legacy_encoding(texts: Iterable[str], *, nearby: Legacy | None = None) -> Legacy | None:
    """
    Return the encoding in which these texts of one column were once typed, or None for plain Unicode.

    Said only when the words become Vietnamese syllables by that table and are none as they stand.
    Few words may read well by two tables ("Chöa"): then the encoding found *nearby* decides.

        >>> legacy_encoding(["C«ng viÖc ®\\xadîc giao"]), legacy_encoding(["Coâng vieäc"]), legacy_encoding(["Công việc"])
        ('tcvn3', 'vni', None)
        >>> legacy_encoding(["Quáº£n lÃ½"])
        'mojibake'
    """
    joined = "\n".join(texts)
    if not _STRANGE.search(joined) and not _MOJIBAKE.search(joined):
        return None
    suspects = [t for t in joined.split("\n") if _STRANGE.search(t) or _MOJIBAKE.search(t)][:400]
    if sum(_from_mojibake(t) is not None for t in suspects) * 2 > len(suspects):
        return "mojibake"
    sample = "\n".join(t for t in suspects if max(t) <= "\u00ff")
    plain = _wrong_words(sample)
    if not plain:
        return None
    tcvn3, vni = _wrong_words(_from_tcvn3(sample)), _wrong_words(_from_vni(sample))
    best = min(tcvn3, vni)
    if best * 2 >= plain:
        return None
    if tcvn3 == vni:
        every = "\n".join(t for t in joined.split("\n") if not t.isascii() and max(t) <= "\u00ff")
        tcvn3, vni = _wrong_words(_from_tcvn3(every)), _wrong_words(_from_vni(every))
    if tcvn3 == vni and nearby in ("tcvn3", "vni"):
        return nearby
    return "tcvn3" if tcvn3 <= vni else "vni"


def lost_letters(texts: Iterable[str], *, fewest: int = _FEWEST_LOST) -> str | None:
    """
    Return one of *texts* whose letters became "?", where so many did that nobody typed them; else None.

        >>> lost_letters(["V?n phòng", "Phòng Qu?n lý ??u t?", "Vi?c 1"]), lost_letters(["Đã xong chưa?", "V?n phòng"])
        ('V?n phòng', None)
    """
    distinct = dict.fromkeys(texts)
    suspects = [text for text in distinct if "?" in text or "\ufffd" in text]
    lost = [text for text in suspects if _says_a_word(text) and any(map(_is_lost, text.split()))]
    # Most files have none, and their hundred thousands of texts need no closer look.
    if not lost or len(lost) < max(fewest, _LEAST_SHARE_LOST * sum(map(_says_a_word, distinct))):
        return None
    return lost[0]


def _says_a_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_lost(word: str) -> bool:
    """Whether a letter is missing in *word*; a question run into the next sentence ("chưa?Nếu") misses none."""
    if _ADDRESS.search(word):
        return False
    marks = _MARK_FOR_LETTER.findall(word)
    return "\ufffd" in word or any(not (before.islower() and after.isupper()) for before, after in marks)


def holds_unicode(texts: Iterable[str]) -> bool:
    """Tell whether some of the texts are Vietnamese in Unicode beyond doubt, beside others that are not."""
    return any("\u0102" <= letter <= "\u1ef9" for text in texts if not text.isascii() for letter in text)


def to_unicode(text: str, encoding: Legacy, *, is_mixed: bool = False) -> str:
    """
    Return *text* in Unicode when it reads better so; unchanged when it was Unicode already.

    What reads well both ways ("hé" is hộ in TCVN3) is converted unless it *is_mixed* with Unicode texts.

    >>> to_unicode("H¹n xö lý", "tcvn3"), to_unicode("Hạn xử lý", "tcvn3")
    ('Hạn xử lý', 'Hạn xử lý')
    """
    if text.isascii():
        return text
    if encoding == "mojibake":
        return _from_mojibake(text) or text
    if max(text) > "\u00ff":
        return text
    converted = _DECODERS[encoding](text)
    wrong = _wrong_words(text) if is_mixed else max(_wrong_words(text), 1)
    return converted if _wrong_words(converted) < wrong else text


def without_markup(text: str) -> str:
    """
    Return *text* without formatting tags and with entities resolved; scripts stay text as they are.

    >>> without_markup("Báo cáo <b>quý&nbsp;III</b> &amp; năm")
    'Báo cáo quý\\xa0III & năm'
    """
    if "<" in text:
        text = _TAG.sub("", _LINE_TAG.sub("\n", text))
    return html.unescape(text) if _ENTITY.search(text) else text


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)


def _from_mojibake(text: str) -> str | None:
    """*text* as the UTF-8 that it was before it was read as Windows-1252; None when it was not."""
    if not _MOJIBAKE.search(text):
        return None
    try:
        decoded = b"".join(map(_byte_of, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return decoded if decoded != text else None


def _byte_of(character: str) -> bytes:
    # The five bytes that Windows-1252 leaves undefined come through as control characters.
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _wrong_words(text: str) -> int:
    """Words holding a letter beyond ASCII that are no Vietnamese syllable."""
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "\u00a6")
    words = (word.casefold() for word in _WORD.findall(composed) if not word.isascii())
    return sum(not _is_syllable(word) for word in words)


def _is_syllable(word: str) -> bool:
    """Tell whether *word* could be Vietnamese: a known nucleus, one tone at most."""
    decomposed = unicodedata.normalize("NFD", word)
    toneless = decomposed.translate(_TONES)
    if len(decomposed) - len(toneless) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


_DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": _from_tcvn3, "vni": _from_vni}

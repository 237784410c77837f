"""Which container is this, going by its bytes and never by its name?"""

import re

from data_loaders.received.guard import check_received, directory, reject_entities
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
BEFORE_BIFF5 = tuple(
    mark + length
    for mark in (b"\x09\x00", b"\x09\x02", b"\x09\x04")
    for length in (b"\4\0", b"\6\0", b"\x08\0")
)
_HEADERS = re.compile(r"\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MIME = re.compile(r"^MIME-Version:", re.I | re.M)
_MIME_PAGE = re.compile(r"^Content-Type:\s*(?:multipart/|text/html)", re.I | re.M)
_OTHER_FILES = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b",
    b"II*\0", b"MM\0*", b"RIFF", b"{\\rtf", b"OggS", b"ID3", b"SQLite format", b"BZh", b"\xfd7zXZ",
)  # fmt: skip
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_TAG = re.compile(r"<(?:html|head|body|table|tr|meta|div|form|style|script|title|center|font|p|br)\b", re.I)


def container_of(content: bytes, limits: Limits) -> str:
    """
    Name the container: ``xlsx, xlsb, ods, xls, html, spreadsheetml, mhtml, csv``.

    Raises:
        RefusedFileError: Empty, too large, encrypted, cut off or not a spreadsheet.
    """
    check_received(content, limits)
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip_container(content, limits)
    if content.startswith(OLE) or content.startswith(_BARE_BIFF):
        return "xls"
    if content.startswith(BEFORE_BIFF5):
        raise refused("corrupted", words="old_excel")
    if content.startswith(_OTHER_FILES) and not _is_text(content):
        raise refused("not_a_spreadsheet")
    return _text_container(content)


def _zip_container(content: bytes, limits: Limits) -> str:
    if content.startswith(b"PK\5\6"):
        raise refused("not_a_spreadsheet")
    names = {info.filename.lower().replace("\\", "/") for info in directory(content)}
    last = {name.rpartition("/")[2] for name in names}
    if "workbook.bin" in last:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    if "[content_types].xml" in names and (
        "workbook.xml" in last or any(name.startswith("xl/") for name in names)
    ):
        return "xlsx"
    raise refused("not_a_spreadsheet")


def _is_text(content: bytes) -> bool:
    """A text may begin with the letters of another format's mark ("BM", "MZ")."""
    return content[:2].isalpha() and not re.search(rb"[\0-\x08\x0e-\x1f]", content[:2000])


def _text_container(content: bytes) -> str:
    start = peek(content)
    headers = _HEADERS.match(start)
    if headers and _MIME.search(headers[0]) and _MIME_PAGE.search(headers[0]):
        return "mhtml"
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:\w+:)?Workbook\b", start, re.S):
        return "spreadsheetml"
    if (
        re.match(r"\s*<(?:\?xml|!)", start)
        and _SPREADSHEETML in start
        and not re.search(r"<html\b", start, re.I)
    ):
        return "spreadsheetml"
    if re.match(r"\s*<\?xml", start) and not re.search(r"<html\b|<table\b", start, re.I):
        reject_entities(content)
        raise refused("not_a_spreadsheet")
    if re.match(r"\s*<[!a-zA-Z?]", start) and _TAG.search(start):
        return "html"
    return "csv"


def peek(content: bytes) -> str:
    """The beginning of a text in whatever encoding, good enough to recognise marks in."""
    head = content[:8192]
    for mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return head.decode("utf-16-le", "ignore")
    if head[:1] == b"\0" and head[1:2] != b"\0":
        return head.decode("utf-16-be", "ignore")
    return head.decode("latin-1")

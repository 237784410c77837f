"""What tables stand in a web page kept in one file (.mht, also named .xls)?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from html import unescape
from urllib.parse import unquote

from data_loaders.containers import html_table
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Sheet, Visibility
from domain.program.errors import RefusedFileError
from domain.wording.text import is_blank

_SHEET = re.compile(
    r"<x:ExcelWorksheet>.*?<x:Name>([^<]*)</x:Name>.*?<x:WorksheetSource\s+HRef=[\"']?([^\"'>\s]+)",
    re.I | re.S,
)
_TABLE = re.compile(r"<table\b", re.I)
_HIDDEN = re.compile(r"<x:Visible>\s*(SheetHidden|SheetVeryHidden)\s*</x:Visible>", re.I)
_VISIBILITY: dict[str, Visibility] = {"sheethidden": "hidden", "sheetveryhidden": "very_hidden"}


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """
    Yield the tables of every page in the file, in its order; sheets bear the names Excel gave them.

    Raises:
        RefusedFileError: No page in it holds a table, or the file ends too early.
    """
    message = message_from_bytes(content.lstrip(), policy=policy.compat32)
    if any(
        isinstance(one, CloseBoundaryNotFoundDefect | StartBoundaryNotFoundDefect) for one in message.defects
    ):
        raise refused("corrupted")
    pages = [(_name_of(part), _text_of(part)) for part in message.walk() if _is_page(part)]
    names = {_last(href): unescape(name) for _, text in pages for name, href in _SHEET.findall(text)}
    with_tables = [(name, text) for name, text in pages if _TABLE.search(text)]
    if not with_tables:
        raise refused("empty_file" if all(is_blank(text) for _, text in pages) else "not_a_spreadsheet")
    found = [sheet for page, text in with_tables for sheet in _sheets_of(names.get(page, ""), text, limits)]
    if not found:
        raise refused("unrecognised_layout")
    for number, sheet in enumerate(found, 1):
        yield sheet if sheet.name else replace(sheet, name=f"Bảng {number}")


def _sheets_of(name: str, text: str, limits: Limits) -> list[Sheet]:
    """The tables of one page under the name of its sheet; none where the sheet is empty."""
    hidden = _HIDDEN.search(text)
    visibility = _VISIBILITY[hidden[1].lower()] if hidden else "visible"
    try:
        tables = list(html_table.read(text.encode("utf-8-sig"), limits))
    except RefusedFileError as refusal:
        if refusal.code == "unrecognised_layout":
            return []
        raise
    names = [
        name if number == 1 or not name else f"{name} ({number})" for number in range(1, len(tables) + 1)
    ]
    return [replace(one, name=own, visibility=visibility) for one, own in zip(tables, names, strict=True)]


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


def _name_of(part: Message) -> str:
    return _last(str(part.get("Content-Location", "")))


def _last(address: str) -> str:
    return unquote(address).replace("\\", "/").rpartition("/")[2].lower()


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return html_table.decode_page(payload) if isinstance(payload, bytes) else ""

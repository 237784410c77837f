"""What tables stand in an HTML page that was saved as .xls?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html
from lxml.etree import ParserError, _Element, iterwalk

from data_loaders.containers.bulk import LARGE_AREA
from data_loaders.containers.delimited import decode
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Cell, Sheet

_CHARSET = re.compile(rb"<meta[^>]*charset=[\"'\s]*([\w-]+)", re.I)
_BLOCKS = {"br", "p", "div", "li", "tr"}
_SILENT = {"script", "style", "template", "noscript", "head", "title"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)
_NO_MARKUP = re.compile(r"<script\b.*?</script\s*>|<!--.*?-->", re.I | re.S)
_CELLS = {"td", "th"}
_MAX_SPAN = 16_384
_UNICODE_NAMES = {"utf-8", "utf8", "unicode", "utf-16", "utf16", "utf-16le", "utf-16be"}


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """
    Yield one sheet per table that holds text, in the order of the page.

    A layout table around other tables is a sheet of its own for what it says itself.

    Raises:
        RefusedFileError: No table (a login page, a message), or the page is cut off.
    """
    text = decode_page(content)
    _reject_declarations(text)
    root = _parsed(text)
    tables = list(root.iter("table"))
    if not tables or _asks_for_a_password(root):
        raise refused("not_a_spreadsheet")
    if _is_cut_off(text):
        raise refused("corrupted")
    sheets = [
        sheet
        for sheet in map(_sheet, tables, range(1, len(tables) + 1), [limits] * len(tables))
        if sheet.rows
    ]
    if not sheets:
        raise refused("unrecognised_layout")
    _add_preambles(root, tables, sheets)
    yield from sheets


def _asks_for_a_password(root: _Element) -> bool:
    """Whether this is a login page: a field for a password and no table of several rows and columns."""
    if not any((field.get("type") or "").lower() == "password" for field in root.iter("input")):
        return False
    wide = [
        tr for tr in root.iter("tr") if sum(bool(text_of(cell)) for cell in tr.iterchildren("td", "th")) > 2
    ]
    return len(wide) < 2


def _is_cut_off(text: str) -> bool:
    """Whether a table is opened that is never closed; browsers forgive it, but rows would be missing."""
    markup = _NO_MARKUP.sub("", text)
    return len(re.findall(r"<table\b", markup, re.I)) > len(re.findall(r"</table\s*>", markup, re.I))


def decode_page(content: bytes) -> str:
    """The text of a page: byte order mark and NUL bytes first, then what the bytes prove, then its own word."""
    declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if (
        name
        and name not in _UNICODE_NAMES
        and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    ):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


def _reject_declarations(text: str) -> None:
    head = text[:200_000] if "<!ENTITY" not in text else text
    if "<!ENTITY" in head or re.search(r"<!DOCTYPE[^>]*\[", head, re.I):
        raise refused("xml_entities")


def _parsed(text: str) -> _Element:
    """The page as a tree; characters no page may hold become spaces."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError) as problem:
        raise refused("not_a_spreadsheet") from problem


@dataclass(slots=True)
class _Grid:
    """Cells of one table as they are put down, with what spans still reserve."""

    rows: list[list[Cell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: dict[int, set[int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    area: int = 0


def _sheet(table: _Element, ordinal: int, limits: Limits) -> Sheet:
    grid = _Grid()
    nested = sum(1 for _ in table.iter("table")) > 1
    trs = [tr for tr in table.iter("tr") if not nested or next(tr.iterancestors("table"), None) is table]
    for number, tr in enumerate(trs, 1):
        _put_row(grid, tr, number, len(trs), limits)
    width = max(map(len, grid.rows), default=0)
    if width * len(grid.rows) > 4 * LARGE_AREA:
        raise refused("out_of_memory", limits)
    for row in grid.rows:
        row.extend([""] * (width - len(row)))
    if not any(any(row) for row in grid.rows):
        grid.rows.clear()
    sheet = Sheet(f"Bảng {ordinal}", grid.rows, grid.numbers, hidden_rows=frozenset(grid.hidden))
    sheet.merged = tuple(grid.merged)
    return sheet


def _put_row(grid: _Grid, tr: _Element, number: int, last: int, limits: Limits) -> None:
    index, row, column = len(grid.rows), [], 0
    taken = grid.taken.pop(index, set())
    for cell in tr:
        if cell.tag not in _CELLS:
            continue
        while column in taken:
            column += 1
        if column > len(row):
            row.extend([""] * (column - len(row)))
        row.append(text_of(cell))
        if cell.attrib and ("colspan" in cell.attrib or "rowspan" in cell.attrib):
            down = min(_span(cell, "rowspan", last), last - number + 1)
            column += _reserve(grid, index, column, _span(cell, "colspan"), down, limits)
        else:
            column += 1
    grid.rows.append(row)
    grid.numbers.append(number)
    if _HIDING.search(tr.get("style") or "") or tr.get("hidden") is not None:
        grid.hidden.add(number)


def _reserve(grid: _Grid, index: int, column: int, across: int, down: int, limits: Limits) -> int:
    """Note a cell that covers others, and return how many columns it takes."""
    grid.area += across * down
    if grid.area > 4 * LARGE_AREA:
        raise refused("out_of_memory", limits)
    if across > 1 or down > 1:
        grid.merged.append((index, column, index + down - 1, column + across - 1))
    for below in range(index + 1, index + down):
        grid.taken.setdefault(below, set()).update(range(column, column + across))
    return across


def _span(cell: _Element, name: str, zero: int = 1) -> int:
    """The number of columns or rows a cell covers; rowspan 0 means "to the end"."""
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    value = int(found[1]) if found else 1
    return min(value, _MAX_SPAN) if value else zero


def text_of(element: _Element) -> str:
    """
    The text of a cell without its markup; line-breaking tags become line breaks, inner tables are left out.

    >>> text_of(html.fromstring("<td>Hạn <b>xử</b> lý<br>13/11 &amp; sau</td>"))
    'Hạn xử lý\\n13/11 & sau'
    """
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    _collect(element, parts)
    lines = "".join(parts).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _collect(element: _Element, parts: list[str]) -> None:
    parts.append(_flat(element.text))
    for child in element.iterchildren():
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _BLOCKS:
            parts.append("\n")
        if tag and tag != "table" and tag not in _SILENT and not _HIDING.search(child.get("style") or ""):
            _collect(child, parts)
        if tag in _BLOCKS and tag != "br":
            parts.append("\n")
        parts.append(_flat(child.tail))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _add_preambles(root: _Element, tables: list[_Element], sheets: list[Sheet]) -> None:
    """Give each sheet what the page says between the table before and its own, outside all tables."""
    said: dict[str, tuple[str, ...]] = {}
    ordinal = {table: f"Bảng {index}" for index, table in enumerate(tables, 1)}
    waiting: list[str] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            waiting.append(_flat(element.tail).strip())
        elif element.tag == "table":
            caption = element.find("caption")
            said[ordinal[element]] = (*waiting, *([text_of(caption)] if caption is not None else []))
            waiting = []
            walk.skip_subtree()
        elif element.tag in _SILENT:
            walk.skip_subtree()
        elif isinstance(element.tag, str):
            waiting.append(_flat(element.text).strip())
    for sheet in sheets:
        sheet.preamble = tuple(text for text in said.get(sheet.name, ()) if text)

"""What does each row of an amendment do, where no column says it: by the group above, or by old beside new?"""

import re
from collections.abc import Sequence

from data_loaders.declared.statuses import status_of
from data_loaders.received.sheets import Sheet
from data_loaders.tables.headings import Mapped
from data_loaders.tables.layout import Layout
from data_loaders.tables.sheet_header import SheetText
from data_loaders.values.cells import is_blank
from data_loaders.values.criterion_codes import name_without_code
from data_loaders.values.typed import Table
from domain.text import fold_words

_LIST = "amendment"
_REMOVED = re.compile(r"^(?:bai bo|huy bo|bo|xoa)\b")
_ACTS = re.compile(r"^(?:sua doi|bo sung|bai bo|huy bo|thay the|dieu chinh|them|bo)\b")


def put_changes(table: Table, texts: SheetText, layout: Layout, found: Mapped) -> None:
    """Fill the action of every row of a set that has no column for it but says it otherwise."""
    if table.kind.name != "indicator_set" or table.has("action"):
        return
    rows = layout.data
    words = _by_columns(table, texts.sheet, rows, found) if found.old else _by_groups(texts, layout)
    if any(words):
        table.raw["action"] = words
        table.matches["action"] = table.matches["name"]


def _by_groups(texts: SheetText, layout: Layout) -> list[str | None]:
    """The words of the last group row above each row, where they say what is done."""
    acts: list[tuple[int, str]] = []
    for row, why in layout.skipped:
        line = [name_without_code(text) for text in texts.line(row)] if why in ("group", "title") else []
        said = next((text for text in line if _ACTS.match(fold_words(text)) and status_of(text, _LIST)), None)
        if said and (not layout.data or row > layout.data[0] or row < layout.data[0]):
            acts.append((row, said))
    acts.sort()
    return [next((text for at, text in reversed(acts) if at < row), None) for row in layout.data]


def _by_columns(table: Table, sheet: Sheet, rows: Sequence[int], found: Mapped) -> list[str | None]:
    """By what stands in the columns of old and of new; what the new ones leave open is as it was."""
    words: list[str | None] = []
    for position, row in enumerate(rows):
        was = {name: sheet.rows[row][column] for name, column in found.old.items()}
        now = {name: table.raw[name][position] for name in found.old if name in table.raw}
        said = next(
            (str(cell) for cell in now.values() if isinstance(cell, str) and _says_removed(cell)), None
        )
        if said:
            words.append("Bãi bỏ")
            for name in now:
                table.put(position, name, was[name] if name == "name" else None)
            continue
        words.append("Bổ sung" if all(map(is_blank, was.values())) else "Sửa đổi")
        for name, cell in now.items():
            if is_blank(cell) and not is_blank(was[name]):
                table.put(position, name, was[name])
    return words


def _says_removed(cell: str) -> bool:
    return len(cell) < 40 and bool(_REMOVED.match(fold_words(cell)))

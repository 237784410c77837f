"""How the tables of a paper become an Excel workbook, complete, nothing in it a formula."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from reports.drafting import Sheet, plain_words
from reports.rendering import settled

_MOMENT = datetime(2023, 1, 1)
_WIDEST = 60


def workbook_bytes(sheets: tuple[Sheet, ...], footer: str) -> bytes:
    """One worksheet per table: heading frozen, filters on, *footer* under every printed page."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _MOMENT})
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EDF3"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name[:31]), sheet, head, body, footer)
    book.close()
    return settled(stream.getvalue())


def _fill(page: Any, sheet: Sheet, head: Any, body: Any, footer: str) -> None:
    rows = [[_value(value) for value in row] for row in sheet.rows]
    for place, words in enumerate(sheet.headings):
        longest = max([len(words), *(len(str(row[place])) for row in rows)])
        page.set_column(place, place, min(max(longest + 2, 10), _WIDEST))
        page.write_string(0, place, words, head)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            (page.write_string if isinstance(value, str) else page.write)(number, place, value, body)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.headings) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&C&8{footer.replace('&', '&&')[:200]}")


def _value(value: Any) -> Any:
    return plain_words(value) if isinstance(value, str) else "" if value is None else value

"""How the tables of a paper become an Excel workbook, complete, nothing in it a formula."""

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from domain.wording.formats import count
from reports.drafting import Sheet, plain_words
from reports.rendering import in_utc, settled

_MOMENT = datetime(2023, 1, 1)
_WIDEST = 60
_BARS = 10
_COLOURS = ("#1D5FA8", "#C9CED6")
# Columns of figures: what their words say is also written as a number, so that Excel can add it up.
_FIGURES = (
    "Phải làm", "Đã làm", "Còn lại", "Tỷ lệ", "Xong", "Mở lại", "Mới", "Không còn", "Điểm tối đa", "Có thể mất", "Tự chấm",
)  # fmt: skip
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})*)(?P<part>,\d+)?(?P<share>%)?")


def workbook_bytes(sheets: tuple[Sheet, ...], footer: str, *, made_at: datetime | None = None) -> bytes:
    """One worksheet per table: heading frozen, filters on, the number of rows and *footer* under every printed page; made at *made_at*."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": in_utc(made_at) if made_at else _MOMENT})
    forms = _Forms(book)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        _fill(page, sheet, forms, footer)
        if sheet.chart and sheet.rows:
            _draw(book, page, sheet)
    book.close()
    return settled(stream.getvalue())


class _Forms:
    """How headings, words and each kind of number look in one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EDF3"}
        )
        self.body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self._numbers: dict[str, Any] = {}

    def number(self, form: str) -> Any:
        """The format of numbers written as *form*."""
        if form not in self._numbers:
            self._numbers[form] = self.book.add_format({"border": 1, "valign": "top", "num_format": form})
        return self._numbers[form]


def _fill(page: Any, sheet: Sheet, forms: _Forms, footer: str) -> None:
    rows = [[_value(value) for value in row] for row in sheet.rows]
    for place, words in enumerate(sheet.headings):
        longest = max([len(words), *(len(str(row[place])) for row in rows)])
        page.set_column(place, place, min(max(longest + 2, 10), _WIDEST))
        page.write_string(0, place, words, forms.head)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(page, number, place, value, sheet.headings[place], forms)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.headings) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    # Words first: a number behind the size of the letters would be read as part of it.
    printed = f"Có {count(len(rows))} dòng. {footer}".replace("&", "&&")
    page.set_footer(f"&C&8{printed[:200]}")


def _write(page: Any, row: int, column: int, value: Any, heading: str, forms: _Forms) -> None:
    if not isinstance(value, str):
        page.write(row, column, value, forms.body)
    elif heading in _FIGURES and (found := _NUMBER.fullmatch(value)):
        number, form = _figure(found)
        page.write_number(row, column, number, forms.number(form))
    else:
        page.write_string(row, column, value, forms.body)


def _figure(found: re.Match[str]) -> tuple[float, str]:
    """The number that words of the house say, and the form in which Excel says it in the same words."""
    part, share = found["part"] or "", found["share"] or ""
    number = float(found["whole"].replace(".", "") + part.replace(",", "."))
    decimals = f".{'0' * (len(part) - 1)}" if part else ""
    return number, f'#,##0{decimals}"{share}"' if share else f"#,##0{decimals}"


def _draw(book: Any, page: Any, sheet: Sheet) -> None:
    """Bars of the first rows beside the table, drawn by Excel from its cells."""
    names, *drawn = (sheet.headings.index(heading) for heading in sheet.chart)
    last = min(len(sheet.rows), _BARS)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for place, colour in zip(drawn, _COLOURS, strict=False):
        chart.add_series(
            {
                "name": [sheet.name, 0, place],
                "categories": [sheet.name, 1, names, last, names],
                "values": [sheet.name, 1, place, last, place],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": ", ".join(sheet.headings[place] for place in drawn), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True, "interval_unit": 1})
    chart.set_size({"width": 620, "height": 120 + 32 * last})
    chart.set_legend({"position": "bottom"} if len(drawn) > 1 else {"none": True})
    page.insert_chart(1, len(sheet.headings) + 1, chart)


def _value(value: Any) -> Any:
    return plain_words(value) if isinstance(value, str) else "" if value is None else value

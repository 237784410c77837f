"""Is a sheet one of the printed report forms whose figures we do not take, and what is the form called?"""

from collections.abc import Iterable

from data_loaders.received.sheets import Sheet
from data_loaders.tables.evidence import evidence_rules
from domain.text import fold_words

_LINES = 15  # of a sheet, in which its titles and headings stand


def known_form(sheets: Iterable[Sheet], file_name: str) -> str:
    """The name of the form that a visible sheet is by its titles and headings; '' for none."""
    for sheet in sheets:
        if sheet.visibility == "visible" and (name := _form_of(sheet, file_name)):
            return name
    return ""


def _form_of(sheet: Sheet, file_name: str) -> str:
    cells = [
        str(cell) for row in sheet.rows[:_LINES] for cell in row if isinstance(cell, str) and cell.strip()
    ]
    said = f" {' | '.join(map(fold_words, (file_name, sheet.name, *cells)))} "
    for form in evidence_rules().get("form", ()):
        has_title = any(f" {fold_words(words)} " in said for words in form["titles"])
        found = {words for words in map(fold_words, form.get("headings", ())) if f" {words} " in said}
        if has_title and len(found) >= form.get("least_headings", 0):
            return str(form["name"])
    return ""

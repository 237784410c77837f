"""Which published index does a row, or a whole list, speak of?"""

import re
from collections.abc import Sequence

from data_loaders.declared.declarations import kind_named
from data_loaders.tables.headings import Found
from data_loaders.tables.sheet_header import Header
from domain.text import fold_words

NAMES = {"sipas": "SIPAS", "ddci": "DDCI", "par_results": "PAR_SO"}
_HEADINGS = frozenset({"chi so", "ten chi so", "loai chi so", "bo chi so"})
_OTHER_LEVEL = re.compile(r"\b(?:cap tinh|cap huyen|cac tinh|province|city|thanh pho|quan huyen)\b")
_WORDS = (
    ("sipas", re.compile(r"\bsipas\b|\bhai long\b")),
    ("ddci", re.compile(r"\bddci\b|\bnang luc canh tranh (?:cap )?(?:so|dia phuong)\b")),
    ("par_results", re.compile(r"\bpar\b|\bcchc\b|\bcai cach hanh chinh\b")),
)


def kind_of_index(text: str) -> str | None:
    """
    The kind of the index that *text* names; None for an index of another level or another index.

    >>> kind_of_index("PAR INDEX"), kind_of_index("Chỉ số hài lòng"), kind_of_index("PCI")
    ('par_results', 'sipas', None)
    """
    words = fold_words(text)
    if _OTHER_LEVEL.search(words):
        return None
    return next((kind for kind, form in _WORDS if form.search(words)), None)


def index_named(text: str) -> str:
    """The one spelling of an index's name; a name that is not known stays as it is."""
    kind = kind_of_index(text)
    return NAMES[kind] if kind else text


def settle_index(header: Header, rows: Sequence[Sequence[object]]) -> None:
    """
    Let the column of names say of which kind a list is that would fit several.

    A list of several indices is one of results, `par_results`, whose rows name their own index.
    """
    if header.kind.name not in NAMES:
        return
    _find_column(header, rows)
    place = header.found.columns.get("index_name")
    if place is None or not header.rivals or not {*header.rivals} <= {*NAMES}:
        return
    named = {kind_of_index(text) for row in rows if isinstance(text := row[place[0]], str) and text.strip()}
    known = named - {None}
    if known:
        only = next(iter(known)) if len(named) == 1 else None
        header.kind, header.rivals = kind_named(only or "par_results"), []
        header.why = f"Nhận ra “{header.kind.title_vi}” theo cột tên chỉ số"


def _find_column(header: Header, rows: Sequence[Sequence[object]]) -> None:
    """A column "Chỉ số" holds scores in one list and names in another: its cells tell."""
    found = header.found
    if "index_name" in found.columns:
        return
    for index, heading in enumerate(header.headings):
        if heading is None or index in found.indexes() or fold_words(heading.leaf) not in _HEADINGS:
            continue
        cells = [row[index] for row in rows if row[index] not in ("", None)]
        if any(isinstance(cell, str) and kind_of_index(cell) for cell in cells):
            found.columns["index_name"] = (
                index,
                Found("index_name", 0, 0, spelling=fold_words(heading.leaf)),
            )

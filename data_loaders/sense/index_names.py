"""Which published index does a list, or each of its rows, speak of?"""

import re
from collections.abc import Sequence

from data_loaders.declared.declarations import kind_named
from data_loaders.tables.headings import Found
from data_loaders.tables.layout import Layout
from data_loaders.tables.sheet_header import Header
from domain.counted.index_names import NAMES, kind_of_index
from domain.wording.text import fold_words

_HEADINGS = frozenset({"chi so", "ten chi so", "loai chi so", "bo chi so"})
_MAY_HOLD_NAMES = ("component", "points", "score")


def settle_index(header: Header, rows: Sequence[Sequence[object]]) -> None:
    """
    Let the column of names, or the headings, say of which kind a list is that would fit several.

    A list of several indices is one of results, `par_results`, whose rows or columns name their own index.
    """
    if header.kind.name not in NAMES:
        return
    _find_column(header, rows)
    place = header.found.columns.get("index_name")
    named = _indices_named(header, rows, None if place is None else place[0])
    if len(named & {*NAMES}) > 1 or (
        place and header.rivals and {*header.rivals} <= {*NAMES} and named - {None}
    ):
        only = next(iter(named)) if len(named) == 1 else None
        header.kind, header.rivals = kind_named(only or "par_results"), []
        header.why = f"Nhận ra “{header.kind.title_vi}” theo tên chỉ số ghi trong bảng"


def _indices_named(header: Header, rows: Sequence[Sequence[object]], column: int | None) -> set[str | None]:
    """The kinds of the indices that the cells of *column* name, else the headings of the slices."""
    if column is None:
        return {one.index for one in header.found.slices}
    return {kind_of_index(text) for row in rows if isinstance(text := row[column], str) and text.strip()}


def keep_total_of_components(header: Header, layout: Layout) -> None:
    """The total row of one agency's components is the index itself, and no sum to be left out."""
    columns = header.found.columns
    if header.kind.name not in NAMES or "component" not in columns or "agency" in columns:
        return
    totals = [row for row, why in layout.skipped if why == "total"]
    if len(totals) == 1:
        layout.skipped = [one for one in layout.skipped if one[0] != totals[0]]
        layout.data = sorted([*layout.data, *totals])


# What a list of results says of its agencies, and of the points that each could reach; a mean is a result of its own.
_OF_ALL = re.compile(
    r"^(?:gia tri |diem |chi so |muc |ty le )*(?:cao nhat|thap nhat|lon nhat|nho nhat|do lech chuan)\b"
)
_MAXIMA = re.compile(r"^(?:diem (?:toi da|chuan)|thang diem|toi da|tong diem toi da|diem chuan toi da)$")


def set_summaries_apart(header: Header, layout: Layout, rows: Sequence[Sequence[object]]) -> None:
    """The best, the worst and the maxima in a list of results are no agencies."""
    place = _column_of_agencies(header)
    if place is None:
        return
    for row in list(layout.data):
        words = fold_words(str(rows[row][place] or rows[row][max(place - 1, 0)] or ""))
        if why := "note" if _MAXIMA.match(words) else "total" if _OF_ALL.match(words) else "":
            layout.data.remove(row)
            layout.skipped.append((row, why))
    layout.skipped.sort()


def _column_of_agencies(header: Header) -> int | None:
    """Where a list of results names its agencies; None for any other table."""
    place = header.found.columns.get("agency")
    return place[0] if place and header.kind.name in NAMES else None


def row_of_maxima(header: Header, layout: Layout, rows: Sequence[Sequence[object]]) -> int | None:
    """The one row that says what each column of a list of results could reach; None without it."""
    place = _column_of_agencies(header)
    if place is None:
        return None
    found = [
        row
        for row, why in layout.skipped
        if why == "note"
        and any(_MAXIMA.match(fold_words(str(cell or ""))) for cell in rows[row][: place + 1])
    ]
    return found[0] if len(found) == 1 else None


def _find_column(header: Header, rows: Sequence[Sequence[object]]) -> None:
    """A column "Chỉ số" holds scores in one list and names in another: its cells tell."""
    found = header.found
    if "index_name" in found.columns:
        return
    measures = {index for name, (index, _) in found.columns.items() if name in _MAY_HOLD_NAMES}
    for index, heading in enumerate(header.headings):
        is_taken = index in found.indexes() - measures
        if heading is None or is_taken or fold_words(heading.leaf) not in _HEADINGS:
            continue
        cells = [row[index] for row in rows if row[index] not in ("", None)]
        if any(isinstance(cell, str) and kind_of_index(cell) for cell in cells):
            for name in [name for name, (column, _) in found.columns.items() if column == index]:
                del found.columns[name]
            if "score" not in found.columns and "points" in found.columns:
                found.columns["score"] = found.columns.pop("points")
            spelling = fold_words(heading.leaf)
            found.columns["index_name"] = (index, Found("index_name", 0, 0, spelling=spelling))
            return

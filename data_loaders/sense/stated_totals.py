"""Does the total row of a table say what its rows add up to?"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from data_loaders.received.sheets import Sheet
from data_loaders.tables.layout import Layout
from data_loaders.values.cells import read_number, read_score
from data_loaders.values.typed import Table
from domain.said.issues import Issue
from domain.sets.outside_scale import Line, outside_codes

_MOST_PARTS = 8  # of a sum are shown one by one

_POINTS = ("max_score", "self_score", "appraised_1", "appraised_2", "final_score")


def report_totals(table: Table, sheet: Sheet, layout: Layout) -> None:
    """Remark at a total row that differs from the sum of the rows that it closes; what is summed stays as it is."""
    totals = [row for row, why in layout.skipped if why == "total"]
    if len(totals) != 1 or (table.match_at and table.kind.name != "indicator_set"):
        return
    (row,) = totals
    for name in _summed(table):
        stated = _stated(sheet.rows[row], table, name)
        parts = _parts(table, name)
        if stated is None or not parts or None in parts or stated == sum(parts):  # type: ignore[arg-type]
            continue
        match = table.matches[name]
        value = f"{_comma(stated)} ≠ {_said([part for part in parts if part is not None])}"
        number = sheet.row_numbers[row]
        heading = match.leaf or match.heading
        issue = Issue("points_do_not_add_up", table.sheet, number, heading, value, match.letter)
        table.issues.append((None, issue))


def _summed(table: Table) -> Iterator[str]:
    """The columns whose total is the sum of what stands above it."""
    for name in table.matches:
        column = table.kind.columns.get(name)
        if column is None:
            continue
        if (column.type == "score" and name in _POINTS and "code" in table.values) or column.type == "count":
            yield name


def _stated(row: Sequence[object], table: Table, name: str) -> Decimal | None:
    read = read_score if table.kind.columns[name].type == "score" else read_number
    cell = row[_index_of(table.matches[name].letter)]
    number = read(cell)[0]
    return None if number is None else Decimal(number)


def _index_of(letters: str) -> int:
    """
    The index of a column letter.

    >>> _index_of("A"), _index_of("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parts(table: Table, name: str) -> list[Decimal | None]:
    """What adds up to the whole: the fields of a table of criteria, else every row; [] where one was rejected."""
    if table.bad:
        return []
    values = table.values.get(name) or []
    codes = table.values.get("code") if table.kind.columns[name].type == "score" else None
    if codes is None:
        return [None if value is None else Decimal(value) for value in values]
    levels = table.values.get("level") or [code and code.count(".") + 1 for code in codes]
    apart = _outside(table, codes)
    return [
        value
        for level, code, value in zip(levels, codes, values, strict=True)
        if level == 1 and code not in apart
    ]


def _outside(table: Table, codes: list[str | None]) -> frozenset[str]:
    """The codes of bonus and penalty groups, which no total counts."""
    parents = table.values.get("parent_code") or [
        code and (code.rpartition(".")[0] or None) for code in codes
    ]
    blank = [None] * len(codes)
    said = (table.values.get(name) or blank for name in ("name", "max_score", "rule_text"))
    return outside_codes(Line(*one) for one in zip(codes, parents, *said, strict=True))


def _said(parts: list[Decimal]) -> str:
    if len(parts) <= _MOST_PARTS:
        return " + ".join(map(_comma, parts))
    return f"{_comma(sum(parts, Decimal(0)))} (cộng {len(parts)} dòng)"


def _comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")

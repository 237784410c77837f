"""Does a whole set load with every line, its total and its rules, in each numbering and wherever the rules stand?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.rules.rule_reading import read_rule
from tests.sources import workbooks

TITLE = [
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ",),
    ("BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",),
    ("(Kèm theo Quyết định số 11/QĐ-UBND ngày 05/01/2023 của Ủy ban nhân dân thành phố)",),
]
FIELDS = ("Chỉ đạo, điều hành", "Cải cách thể chế", "Cải cách thủ tục hành chính", "Hiện đại hóa hành chính")
# Points of each leaf of a criterion of ten points, and the clauses of its rule.
LEAVES = (
    (3, "ratio", ("Từ 90% trở lên: 3 điểm", "Từ 70% đến dưới 90%: 1,5 điểm", "Dưới 70%: 0 điểm")),
    (2, "choice", ("Đầy đủ, đúng hạn: 2 điểm", "Đầy đủ nhưng chậm: 1 điểm", "Không thực hiện: 0 điểm")),
    (5, "count", ("Có từ 3 mô hình trở lên: 5 điểm", "Có từ 1 đến 2 mô hình: 2,5 điểm", "Không có: 0 điểm")),
)
ROMAN = ("I", "II", "III", "IV")

Line = tuple[str, str, int, tuple[str, ...]]  # code, name, points, clauses


def roman_and_dots(f: int, c: int, leaf: int) -> str:
    return ".".join((ROMAN[f], *([str(c)] if c else []), *(["abc"[leaf - 1]] if leaf else [])))


def restarting(f: int, c: int, leaf: int) -> str:
    return f"{c}.{leaf}" if leaf else str(c) if c else ROMAN[f]


def plain(f: int, c: int, leaf: int) -> str:
    return ".".join(str(n) for n in (f + 1, c, leaf) if n)


def prefixed(f: int, c: int, leaf: int) -> str:
    code = plain(f, c, leaf)
    return f"TCTP {code}" if leaf else f"TC {code}" if c else f"Lĩnh vực {code}"


STYLES = {"I.1.a": roman_and_dots, "I, 1, 1.1 restarting": restarting, "1.1.1": plain, "TC, TCTP": prefixed}


def lines_of(style: Any) -> Iterator[Line]:
    """Four fields of two or three criteria of ten points with three leaves each: a hundred points in all."""
    for f, name in enumerate(FIELDS):
        criteria = 3 if f < 2 else 2
        yield style(f, 0, 0), name, criteria * 10, ()
        for c in range(1, criteria + 1):
            yield style(f, c, 0), f"Tiêu chí số {f + 1}{c}", 10, ()
            for leaf, (points, _, clauses) in enumerate(LEAVES, start=1):
                yield style(f, c, leaf), f"Nội dung {f + 1}{c}{leaf}", points, clauses


def own_column(line: Line) -> list[tuple[Any, ...]]:
    return [(*line[:3], "; ".join(line[3]) or None)]


def bullets_in_a_cell(line: Line) -> list[tuple[Any, ...]]:
    return [(*line[:3], "\n".join(f"- {clause}." for clause in line[3]) or None)]


def rows_below(line: Line) -> list[tuple[Any, ...]]:
    return [line[:3], *((None, f"- {clause}", None) for clause in line[3])]


def points_in_their_column(line: Line) -> list[tuple[Any, ...]]:
    steps = (clause.removesuffix(" điểm").rsplit(": ", 1) for clause in line[3])
    return [line[:3], *((None, when, float(points.replace(",", "."))) for when, points in steps)]


PLACES = (own_column, bullets_in_a_cell, rows_below, points_in_their_column)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("style", STYLES)
def test_every_line_is_in_the_tree_with_its_rule(style, place):
    lines = list(lines_of(STYLES[style]))
    head = ("TT", "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Cách tính điểm")
    wide = 4 if place in (own_column, bullets_in_a_cell) else 3
    rows = [*TITLE, head[:wide], *(row for line in lines for row in place(line)), (None, "TỔNG ĐIỂM", 100)]
    book = read_workbook(workbooks.xlsx({"Phu luc": rows}), limits=Limits())

    result = extract(book, file_name="bo chi so.xlsx", options=Options(as_of=date(2023, 11, 12)))

    assert result.choice is None, result.choice
    (table,) = result.tables
    frame = table.frame
    assert (table.rejected_rows, table.issues) == (0, [])
    assert frame["name"] == [name for _, name, _, _ in lines]
    assert Counter(frame["level"]) == {1: 4, 2: 10, 3: 30}
    assert len(set(frame["code"])) == 44
    names = dict(zip(frame["code"], frame["name"], strict=True))
    parents = [names[parent] if parent else None for parent in frame["parent_code"]]
    assert parents == [above for above in _above(lines)]
    leaves = [n for n, level in enumerate(frame["level"]) if level == 3]
    for at, row in enumerate(leaves):
        points, kind, _ = LEAVES[at % 3]
        rule = read_rule(frame["rule_text"][row], Fraction(points))
        assert (rule.kind, rule.points(Fraction(0))) == (kind, points if kind == "choice" else 0)


def _above(lines: list[Line]) -> Iterator[str | None]:
    """The name of the line that each stands under."""
    field = criterion = ""
    for _, name, _, clauses in lines:
        if name in FIELDS:
            field = name
            yield None
        elif not clauses:
            criterion = name
            yield field
        else:
            yield criterion

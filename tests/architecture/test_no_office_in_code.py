"""Does any text in the code name the first office, its units, limits, titles or programs? They are data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.agency.departments import departments

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("access", "data_loaders", "desk", "domain", "metrics", "pages", "reports", "store", "ui")
NAMES = re.compile(
    r"Hải Phòng|HEZA|Khu kinh tế|KHU KINH TẾ|Ban Quản lý|BAN QUẢN LÝ|[Tt]rưởng [Bb]an\b|Văn phòng|mục III\.|Toàn Ban|Lãnh đạo Ban"
    r"|HpNet|(?<!\d)1[47]/11(?!\d)|(?<!\d)(?:3078|1219)(?!\d)|[Hh]ai thời hạn"
)


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of the code but docstrings, which explain by example."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(after.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for after in node.body
        if isinstance(after, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value


def in_house(house: str) -> Iterator[str]:
    codes = {unit.code for unit in departments()}
    for path in sorted((ROOT / house).rglob("*.py")):
        for line, text in spoken(path):
            if NAMES.search(text) or text in codes:
                yield f"{path.relative_to(ROOT)}:{line}: {text[:60]}"


@pytest.mark.parametrize("house", HOUSES)
def test_no_text_in_the_code_names_the_first_office(house):
    assert list(in_house(house)) == []


@pytest.mark.parametrize("house", HOUSES)
def test_no_question_in_sql_names_a_unit(house):
    units = re.compile(rf"'(?:{'|'.join(unit.code for unit in departments())})'")
    found = [
        path.name for path in (ROOT / house).rglob("*.sql") if units.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_the_search_would_find_one(tmp_path):
    path = tmp_path / "one.py"
    path.write_text('"""HpNet."""\nx = "HpNet"\ny = f"Trước ngày 17/11 {x}"\n', encoding="utf-8")

    assert [line for line, text in spoken(path) if NAMES.search(text)] == [2, 3]

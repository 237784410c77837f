"""One record for an obligation: what is measured by it, what follows it and what lags stand with it and nowhere else."""

import ast

import pytest

from domain.counted.obligations import ALL, LAGGING_FIRST, MEASURED, OBLIGATIONS, RATIOS, STEPS, obligation_of
from domain.program.places import ROOT

# What may name several obligations: how each is counted and its rows are found, and the work that a plan takes up.
WAYS_TO_COUNT = {
    "metrics/criteria/measured.py": 1,
    "metrics/points/rows_of_criteria.py": 1,
    "metrics/progress/completion.py": 3,
    "metrics/progress/obligation_moves.py": 2,
    "metrics/progress/rows_behind.py": 1,
    "domain/counted/rule_shapes.py": 1,
    "ui/points/plan_words.py": 1,
}
HOUSES = ("domain", "store", "data_loaders", "metrics", "desk", "access", "reports", "ui", "pages")


def tables_of_codes(code: str) -> int:
    """How many literal tables or lists in *code* name two or more obligations."""
    found = 0
    for node in ast.walk(ast.parse(code)):
        named = [*node.keys, *node.values] if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        codes = {one.value for one in named if isinstance(one, ast.Constant)} & set(OBLIGATIONS)
        found += len(codes) > 1
    return found


def test_no_module_keeps_a_table_of_obligations_beside_the_record():
    found = {
        path.relative_to(ROOT).as_posix(): number
        for house in HOUSES
        for path in sorted((ROOT / house).rglob("*.py"))
        if (number := tables_of_codes(path.read_text(encoding="utf-8")))
    }

    assert found == WAYS_TO_COUNT
    assert tables_of_codes('A = {"apology": "x", "shortfall": "y"}; B = ("apology",)') == 1


def test_every_obligation_has_its_place_and_its_measure():
    assert sorted(one.lags for one in ALL) == list(range(1, len(ALL) + 1))
    assert sorted(LAGGING_FIRST) == sorted(OBLIGATIONS)
    assert sorted(code for codes in MEASURED.values() for code in codes) == sorted(
        one.code for one in (*ALL, *RATIOS)
    )
    assert {code for codes in MEASURED.values() if len(codes) > 1 for code in codes} == set(STEPS)


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("task_closure", "task_archived"),
        ("work_file_complete", "work_file_complete"),
        ("sipas/x", None),
        (None, None),
    ],
)
def test_a_measure_counts_the_rows_of_what_is_done_last(measure, code):
    assert obligation_of(measure) == code

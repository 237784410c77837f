"""Every example in a docstring is true, in all houses (those of `domain` run as modules of their own)."""

import doctest
from importlib import import_module

import pytest

from domain.program.places import ROOT

HOUSES = ("store", "data_loaders", "metrics", "desk", "access", "reports", "ui", "benchmarks")
WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for house in HOUSES
    for path in sorted((ROOT / house).rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


def test_there_are_examples_outside_the_domain():
    assert len(WITH_EXAMPLES) > 5


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_are_true(name):
    done = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert done.attempted > 0
    assert done.failed == 0

"""What answers are remembered, and which are forgotten first?"""

import pandas as pd
import pytest

from ui.visit.memory import Memory


class Asked:
    """A memory whose every computation is counted."""

    def __init__(self, **bounds: int) -> None:
        self.memory = Memory(**bounds)
        self.computed: list[str] = []

    def __call__(self, key: str, answer: object = "lời") -> object:
        return self.memory.get(key, lambda: (self.computed.append(key), answer)[1])


def table(rows: int) -> pd.DataFrame:
    return pd.DataFrame({"n": range(rows)})


def test_what_is_known_is_not_asked_again():
    ask = Asked(size=5)

    assert [ask("a"), ask("b"), ask("a")] == ["lời"] * 3
    assert ask.computed == ["a", "b"]


def test_the_least_recently_asked_goes_first():
    ask = Asked(size=2)
    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)

    assert ask.computed == ["a", "b", "c", "b"]


def test_a_walk_through_long_lists_leaves_the_small_answers():
    ask = Asked(size=600, most_bytes=100_000)
    small = [f"nhỏ-{n}" for n in range(50)]
    for key in small:
        ask(key, table(3))
    for n in range(40):
        ask(f"dài-{n}", table(5_000))
    ask.computed.clear()

    for key in small:
        ask(key, table(3))
    ask("dài-39", table(5_000))
    assert ask.computed == []
    ask("dài-30", table(5_000))
    assert ask.computed == ["dài-30"]


def test_many_small_answers_do_not_outgrow_the_limit():
    ask = Asked(size=600, most_bytes=10_000)
    for n in range(200):
        ask(f"nhỏ-{n}", table(10))

    ask.computed.clear()
    ask("nhỏ-199", table(10))
    ask("nhỏ-0", table(10))
    assert ask.computed == ["nhỏ-0"]


def test_the_newest_stays_however_heavy():
    ask = Asked(size=600, most_bytes=1_000)
    ask("nhỏ", table(3))

    ask("dài", table(50_000))
    ask("dài", table(50_000))
    assert ask.computed == ["nhỏ", "dài"]


def test_an_error_is_not_remembered():
    ask = Asked(size=5)

    def fails() -> object:
        raise ValueError("hỏng")

    with pytest.raises(ValueError, match="hỏng"):
        ask.memory.get("a", fails)
    assert ask("a") == "lời"

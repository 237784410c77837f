"""Figures keep the grammar: opaque, unknown hatched, numbers in words, no judgement by colour alone."""

import pandas as pd
import pytest

from ui.charts.bars import age_bars, change_bars, funnel, obligation_bars
from ui.charts.index_waterfall import waterfall
from ui.look.markup import bar, chip, rich
from ui.look.theme import DARK, LIGHT, SIGNS

UNITS = pd.DataFrame(
    {
        "name": ["A", "B", "C"],
        "rate_pct": [60.8, None, 100.0],
        "left": [47, None, 0],
        "meaning": ["danger", "unknown", "done"],
    }
)
STEPS = pd.DataFrame({"name": ["Được giao", "Lưu trữ", "Lập hồ sơ"], "value": [100, 80, None]})
WATERFALL = pd.DataFrame(
    {
        "label": ["2022", "Mất", "Chưa có dữ liệu", "Dự kiến"],
        "points": [86.25, -4.2, 2.0, 84.05],
        "start": [0.0, 86.25, 82.05, 0.0],
        "end": [86.25, 82.05, 84.05, 84.05],
        "tone": ["total", "lost", "unknown", "total"],
    }
)
CHANGES = pd.DataFrame({"name": ["A"], "done": [3], "reopened": [1], "new": [2], "vanished": [1]})
AGES = pd.DataFrame({"bucket": ["1–3", "4–7", "8–30", "trên 30"], "items": [3, 0, 5, 1]})

ALL = {
    "obligations": (obligation_bars, (UNITS, "việc")),
    "funnel": (funnel, (STEPS, "việc")),
    "ages": (age_bars, (AGES,)),
    "changes": (change_bars, (CHANGES,)),
    "waterfall": (waterfall, (WATERFALL, 80.0, 88.0)),
}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_every_figure_matches_the_page_and_speaks_vietnamese(name, palette):
    draw, arguments = ALL[name]

    layout = draw(*arguments, palette=palette).layout

    assert layout.paper_bgcolor == layout.plot_bgcolor == palette.page
    assert layout.separators == ",."
    assert layout.font.family.startswith("IBM Plex Sans")
    assert layout.title.text is None
    assert not layout.showlegend
    assert layout.height <= 520


def hatched(figure) -> list[str]:
    return [
        label
        for bars in figure.data
        if bars.type == "bar" and bars.marker.pattern.shape == "/"
        for label in bars.y
    ]


def test_the_unknown_is_hatched_and_nothing_else():
    assert hatched(obligation_bars(UNITS, "việc", palette=LIGHT)) == ["B"]
    assert hatched(funnel(STEPS, "việc", palette=LIGHT)) == ["Lập hồ sơ"]


def test_what_is_left_stands_beside_the_bar():
    figure = obligation_bars(UNITS, "việc", palette=LIGHT)

    assert [text for bars in figure.data for text in bars.text or ()] == ["còn 47", "", "?"]


def test_the_funnel_says_the_loss_of_each_step_and_marks_the_widest():
    figure = funnel(STEPS, "việc", palette=LIGHT)

    assert list(figure.data[0].text) == ["100", "80  (hụt 20)"]
    assert figure.data[0].marker.color[1] == LIGHT.fill("danger")


def test_a_cut_axis_says_where_it_begins():
    figure = waterfall(WATERFALL, 80.0, 88.0, palette=LIGHT)

    assert any("trục bắt đầu từ" in note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("meaning", sorted(SIGNS))
def test_a_level_is_told_without_colour(meaning):
    drawn = chip(meaning)

    assert SIGNS[meaning].word in drawn
    assert SIGNS[meaning].mark in drawn
    assert 'aria-hidden="true"' in drawn


def test_a_bar_is_full_only_when_nothing_is_left():
    assert "width:100.0%" in bar(100.0, "done")
    assert "width:99.0%" in bar(99.96, "on_course")
    assert "width" not in bar(0.0, "danger")
    assert "cc-unknown" in bar(None, "unknown")


def test_what_comes_from_a_file_cannot_become_markup():
    assert rich("<script>**x**</script>") == "&lt;script&gt;<strong>x</strong>&lt;/script&gt;"

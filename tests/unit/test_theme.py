"""The palette can be read by everybody, and the configuration holds exactly this palette."""

import tomllib
from itertools import combinations

import pytest

from domain.program.places import ROOT
from ui.look.theme import PALETTES, STREAMLIT_NAMES, Palette

MODES = sorted(PALETTES)
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "typical": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
JUDGED = ("done", "on_course", "watch", "at_risk", "danger", "unknown")


def linear(colour: str) -> tuple[float, ...]:
    values = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(v, 0.0), 1.0) for v in rgb)
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

    (l1, a1, b1), (l2, a2, b2) = one, other
    c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(c**7 / (c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + h2 if c1 * c2 == 0 else h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * cos(radians(hm - 30))
        + 0.24 * cos(radians(2 * hm))
        + 0.32 * cos(radians(3 * hm + 6))
        - 0.20 * cos(radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -sin(radians(60 * exp(-(((hm - 275) / 25) ** 2)))) * 2 * sqrt(cm**7 / (cm**7 + 25**7))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(row[n] * rgb[n] for n in range(3)) for row in VISION[vision]))


@pytest.mark.parametrize("mode", MODES)
def test_words_can_be_read(mode):
    palette: Palette = PALETTES[mode]
    words = {
        "text": palette.text,
        "muted": palette.muted,
        "link": palette.link,
        **{meaning: tone.text for meaning, tone in palette.tones},
    }
    for name, colour in words.items():
        assert contrast(colour, palette.page) >= 4.5, name
    assert contrast(palette.muted, palette.panel) >= 4.5
    for meaning, tone in palette.tones:
        assert not tone.tint or contrast(tone.text, tone.tint) >= 4.5, meaning


@pytest.mark.parametrize("mode", MODES)
def test_marks_stand_out_from_the_page(mode):
    palette = PALETTES[mode]

    for meaning in JUDGED:
        assert contrast(palette.fill(meaning), palette.page) >= 3, meaning


@pytest.mark.parametrize("mode", MODES)
def test_numbers_on_the_heat_table_can_be_read(mode):
    palette = PALETTES[mode]

    for ground, ink in zip(palette.heat, palette.heat_text, strict=True):
        assert contrast(ink, ground) >= 4.5, ground


@pytest.mark.parametrize("vision", sorted(VISION))
@pytest.mark.parametrize("mode", MODES)
def test_levels_differ_also_for_the_colour_blind(mode, vision):
    palette = PALETTES[mode]

    for one, other in combinations(JUDGED, 2):
        apart = difference(seen(palette.fill(one), vision), seen(palette.fill(other), vision))
        assert apart >= 9, (one, other, apart)


def options_of(palette: Palette) -> dict[str, str]:
    """What `.streamlit/config.toml` holds for this palette, key by key."""
    options = {
        "primaryColor": palette.brand,
        "backgroundColor": palette.page,
        "secondaryBackgroundColor": palette.panel,
        "textColor": palette.text,
        "linkColor": palette.link,
        "borderColor": palette.border,
        "dataframeBorderColor": palette.border,
        "dataframeHeaderBackgroundColor": palette.panel,
        "dataframeHeaderTextColor": palette.muted,
    }
    for name, meaning in STREAMLIT_NAMES.items():
        tone = palette.tone(meaning)
        options |= {
            f"{name}Color": tone.fill,
            f"{name}TextColor": tone.text,
            f"{name}BackgroundColor": tone.tint,
        }
    return options


@pytest.mark.parametrize("mode", MODES)
def test_the_configuration_holds_this_palette(mode):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    held = config["theme"][mode]
    sidebar = held.pop("sidebar")

    assert held == options_of(PALETTES[mode])
    assert sidebar["backgroundColor"] == PALETTES[mode].panel
    assert sidebar["secondaryBackgroundColor"] == PALETTES[mode].page

"""Which colour, symbol and word belongs to which meaning, in light and in dark."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]
Meaning = Literal["done", "on_course", "watch", "at_risk", "danger", "unknown", "not_applicable"]

FONT = "IBM Plex Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class Tone:
    """
    The three colours of one meaning in one mode.

    Attributes:
        fill: For marks (bars, symbols).
        text: For words, on the page and on the tint.
        tint: Background of a chip; empty where the meaning has no chip.
    """

    fill: str
    text: str
    tint: str


@dataclass(frozen=True, slots=True)
class Sign:
    """How a meaning is told without colour: a shape with one character, and a word."""

    shape: Literal["disc", "half", "diamond", "triangle", "octagon", "ring", "none"]
    mark: str
    word: str
    icon: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one mode; `figure` functions take it as a hashed argument."""

    mode: Mode
    page: str
    panel: str
    text: str
    muted: str
    border: str
    brand: str
    link: str
    tones: tuple[tuple[Meaning, Tone], ...]
    heat: tuple[str, str, str, str, str]
    heat_text: tuple[str, str, str, str, str]

    def tone(self, meaning: Meaning) -> Tone:
        """The colours of *meaning* in this mode."""
        return dict(self.tones)[meaning]

    def fill(self, meaning: Meaning) -> str:
        """The colour of a mark of *meaning*."""
        return self.tone(meaning).fill


SIGNS: dict[Meaning, Sign] = {
    "done": Sign("disc", "✓", "Đạt", ":material/check_circle:"),
    "on_course": Sign("half", "", "Kịp", ":material/timelapse:"),
    "watch": Sign("diamond", "!", "Cần theo dõi", ":material/error:"),
    "at_risk": Sign("triangle", "!", "Nguy cơ", ":material/warning:"),
    "danger": Sign("octagon", "!", "Nguy cơ cao", ":material/report:"),
    "unknown": Sign("ring", "?", "Chưa có dữ liệu", ":material/help:"),
    "not_applicable": Sign("none", "–", "Không phát sinh", ":material/remove:"),
}

# Levels as the metrics name them; the index says "An toàn" where a deadline says "Kịp".
MEANING_OF_LEVEL: dict[str, tuple[Meaning, str]] = {
    "done": ("done", "Đạt"),
    "on_course": ("on_course", "Kịp"),
    "on_track": ("on_course", "Kịp"),
    "safe": ("on_course", "An toàn"),
    "watch": ("watch", "Cần theo dõi"),
    "at_risk": ("at_risk", "Nguy cơ"),
    "high": ("danger", "Nguy cơ cao"),
    "danger": ("danger", "Nguy cơ cao"),
    "unknown": ("unknown", "Chưa có dữ liệu"),
    "not_applicable": ("not_applicable", "Không phát sinh"),
}

# From calm to grave; what is unknown or does not arise is not in the race.
GRAVITY: tuple[Meaning, ...] = (
    "not_applicable",
    "done",
    "on_course",
    "unknown",
    "watch",
    "at_risk",
    "danger",
)

_NA_LIGHT = Tone("#C5CDD5", "#5F6C79", "")
_NA_DARK = Tone("#4B5763", "#96A2AE", "")

LIGHT = Palette(
    mode="light",
    page="#FFFFFF",
    panel="#F4F6F8",
    text="#0F1720",
    muted="#52606D",
    border="#D9E0E7",
    brand="#0B5374",
    link="#0B5374",
    tones=(
        ("done", Tone("#00786A", "#00574D", "#E2F3EF")),
        ("on_course", Tone("#5B93D6", "#1D5A9C", "#E7F0FA")),
        ("watch", Tone("#C08A0A", "#735000", "#FFF3D1")),
        ("at_risk", Tone("#C8440C", "#93360C", "#FDEBE2")),
        ("danger", Tone("#860D33", "#7D0C30", "#FAE6EB")),
        ("unknown", Tone("#7B8794", "#52606D", "#EEF1F4")),
        ("not_applicable", _NA_LIGHT),
    ),
    heat=("#FBF3EE", "#F6D9C8", "#EBAF94", "#CC6644", "#860D33"),
    heat_text=("#0F1720", "#0F1720", "#0F1720", "#0F1720", "#FFFFFF"),
)

DARK = Palette(
    mode="dark",
    page="#0F161D",
    panel="#18222C",
    text="#E7ECF1",
    muted="#A6B2BE",
    border="#2E3B47",
    brand="#27799F",
    link="#7CC3E4",
    tones=(
        ("done", Tone("#35B79B", "#63D2B9", "#0F2F2B")),
        ("on_course", Tone("#4F83C6", "#8EBBF2", "#16293F")),
        ("watch", Tone("#F5D876", "#EBC25A", "#33290F")),
        ("at_risk", Tone("#F2935A", "#F7A574", "#3A2213")),
        ("danger", Tone("#F04361", "#FF93A6", "#3E1822")),
        ("unknown", Tone("#84909C", "#A6B2BE", "#222D37")),
        ("not_applicable", _NA_DARK),
    ),
    heat=("#1B242D", "#43252A", "#7A2F3B", "#C24A5A", "#FF93A6"),
    heat_text=("#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#0F1720"),
)

PALETTES: dict[Mode, Palette] = {"light": LIGHT, "dark": DARK}

# The named colours of Streamlit and what they mean here.
STREAMLIT_NAMES: dict[str, Meaning] = {
    "red": "danger",
    "orange": "at_risk",
    "yellow": "watch",
    "blue": "on_course",
    "green": "done",
    "gray": "unknown",
}


def sign_of(level: str) -> tuple[Meaning, str]:
    """The meaning and the word of a *level* as a metric names it."""
    return MEANING_OF_LEVEL[level]


def worst(meanings: list[Meaning]) -> Meaning:
    """The gravest of *meanings*; an empty list is unknown."""
    return max(meanings, key=GRAVITY.index) if meanings else "unknown"

"""How do four numbers in a row look?"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st


@dataclass(frozen=True, slots=True)
class Tile:
    """
    One number: label ≤ 18 characters, value ≤ 7, note ≤ 16.

    Attributes:
        color: red, orange, yellow, blue, green or gray: the meaning of the note.
        arrow: Which way the note points; none for a note that is no change.
    """

    label: str
    value: str
    note: str = ""
    color: Literal["red", "orange", "yellow", "blue", "green", "gray"] = "gray"
    arrow: Literal["up", "down", "off"] = "off"
    help: str | None = None


def tiles(items: Sequence[Tile]) -> None:
    """Four numbers in a row; two by two on a phone."""
    # One block whose grid the stylesheet lays out: columns within columns would be nine more messages a run.
    name = zlib.crc32("|".join(tile.label for tile in items).encode())
    with st.container(horizontal=True, key=f"cc-tiles-{min(len(items), 4)}-{name:08x}"):
        for tile in items:
            st.metric(
                tile.label,
                tile.value,
                tile.note or None,
                delta_color=tile.color,
                delta_arrow=tile.arrow,
                border=True,
                help=tile.help,
                height="stretch",
            )

"""Which build is current, and which imports are in it in what order."""

import json
from dataclasses import dataclass
from pathlib import Path

from store.durable import write_durably
from store.home import Home


@dataclass(frozen=True, slots=True)
class Current:
    """
    The current build.

    Attributes:
        build_id: Hash of everything that went in.
        imports: Active imports in order of loading.
    """

    build_id: str
    imports: tuple[str, ...]


def current(home: Home) -> Current | None:
    """The current build of *home*; None before anything was published."""
    try:
        text = home.pointer.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    said = json.loads(text)
    return Current(said["build_id"], tuple(said["imports"]))


def point_to(home: Home, wanted: Current) -> None:
    """Make *wanted* current in one step; whoever reads sees the old build or the new one."""
    text = json.dumps({"build_id": wanted.build_id, "imports": list(wanted.imports)}, indent=1)
    write_durably(home.pointer, text.encode("utf-8"))


def build_file(home: Home, build_id: str) -> Path:
    """Where the build of that id is kept."""
    return home.builds / f"{build_id}.duckdb"

"""Whose home is this: the trial's or an office's? Said in a file of its own, so that no lost database can change it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from store.disk.durable import write_durably

MARKER = "instance.json"

# What a home may hold although nothing was ever loaded or typed.
_TRACES = (
    MARKER,
    "log",
    "writer.lock",
    "migration.lock",
    ".DS_Store",
    "lost+found",
    "office",
    "office_versions",
    "office.lock",
)


@dataclass(frozen=True, slots=True)
class Marker:
    """
    What the file beside the data says.

    Attributes:
        kind: ``damaged`` where the file is there and cannot be read: then nobody may take it for a trial.
        has_database: An application database has been there; one that is missing or empty now was lost.
        is_for_samples: The home was made to try the samples in.
    """

    kind: Literal["trial", "office", "damaged"]
    has_database: bool = False
    is_for_samples: bool = False


_DAMAGED = Marker("damaged", has_database=True)


def read_marker(folder: Path) -> Marker | None:
    """The marker in *folder*; None where there is none."""
    try:
        said = json.loads((folder / MARKER).read_bytes())
        if said["kind"] in ("trial", "office"):
            return Marker(said["kind"], said["has_database"] is True, said["is_for_samples"] is True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return _DAMAGED
    return _DAMAGED


def marker_state(folder: Path) -> tuple[int, int] | None:
    """The state of the file that says whose *folder* is, without reading it; None where it is not there."""
    try:
        state = (folder / MARKER).stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_ino


def write_marker(folder: Path, marker: Marker) -> None:
    """Put *marker* in the place of what *folder* says; an office's home never becomes a trial again."""
    before = read_marker(folder)
    if before == marker or (before is not None and before.kind == "office" and marker.kind != "office"):
        return
    said = {
        "kind": marker.kind,
        "has_database": marker.has_database,
        "is_for_samples": marker.is_for_samples,
        "marked_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_durably(folder / MARKER, json.dumps(said, indent=1).encode("utf-8"))


def is_untouched(folder: Path) -> bool:
    """Tell whether nothing was ever loaded into *folder* or typed there; a folder that is not there is untouched."""
    try:
        return all(path.name in _TRACES for path in folder.iterdir())
    except FileNotFoundError:
        return True
    except OSError:
        return False

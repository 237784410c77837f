"""Where does a half-made copy of a home lie, and who takes it away when its maker was killed?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.disk.durable import TEMPORARY, is_free, taken

_PREFIX = f"{TEMPORARY}dashboard-"
_HELD = "held"


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """
    Within: a folder in *parent* (the system's own for such where None) that is gone afterwards.

    Its maker keeps a file in it locked. The system frees that when the maker dies, so whoever makes the next such
    folder there sees which ones nobody needs any more, and deletes them: a copy of what an office keeps must not lie about.
    """
    place = parent or Path(tempfile.gettempdir())
    _clear_dead(place)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    try:
        with taken(folder / _HELD):
            inside = folder / "in"
            inside.mkdir()
            yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_dead(place: Path) -> None:
    for held in place.glob(f"{_PREFIX}*/{_HELD}"):
        if os.access(held, os.W_OK) and is_free(held):
            shutil.rmtree(held.parent, ignore_errors=True)

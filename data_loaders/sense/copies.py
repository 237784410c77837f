"""Does a row say what another row of the same key has said before?"""

from collections.abc import Sequence
from typing import Any

from data_loaders.values.typed import Table

_OF_THE_PLACE = frozenset({"source_row", "business_key"})


class FirstRows:
    """The rows of one kind and day whose keys stand; where a key stood first is looked up only when it comes again."""

    def __init__(self) -> None:
        self._keys: set[str | None] = set()
        self._whole: list[tuple[Table, Sequence[str | None]]] = []
        self._single: dict[str, tuple[Table, int]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def take_all(self, table: Table, keys: Sequence[str | None]) -> bool:
        """Take a whole table none of whose keys comes twice; False, with nothing taken, where one does."""
        distinct = set(keys)
        if len(distinct) != len(keys) or None in distinct or table.bad or not self._keys.isdisjoint(distinct):
            return False
        self._keys |= distinct
        self._whole.append((table, keys))
        return True

    def take(self, table: Table, position: int, key: str) -> None:
        """Let the row stand for *key*."""
        self._keys.add(key)
        self._single[key] = (table, position)

    def is_copy(self, table: Table, position: int, key: str) -> bool:
        """Tell whether the row repeats the first one of its key in every column that both tables have."""
        if key not in self._keys or position in table.bad:
            return False
        if key not in self._single:
            self._look_up()
        first, at = self._single[key]
        names = (first.values.keys() & table.values.keys()) - _OF_THE_PLACE
        return all(_are_alike(first.values[name][at], table.values[name][position]) for name in names)

    def _look_up(self) -> None:
        for table, keys in self._whole:
            self._single |= {key: (table, at) for at, key in enumerate(keys) if key is not None}
        self._whole.clear()


def _are_alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    return one == other or (one in (None, "", []) and other in (None, "", []))

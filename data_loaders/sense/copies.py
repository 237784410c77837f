"""Does a row say what another row of the same key has said before?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import ExtractedTable
from data_loaders.values.typed import Table
from domain.said.issues import Issue
from domain.wording.text import loose_keys

_MOST_NAMED = 20  # rows with a near twin; beyond it they are counted in one remark
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


def is_told_by_codes(kind: str) -> bool:
    """Tell a kind whose rows are told apart by a number or code that people type."""
    declared = kind_named(kind)
    names = {name for key in declared.keys for name in key}
    return any(name in declared.columns and declared.columns[name].type in ("id", "code") for name in names)


def say_near_twins(tables: Sequence[ExtractedTable]) -> None:
    """Remark on keys of one file that are two only by leading zeros or separators: "05" and "5" may be one document."""
    for kind in {table.kind for table in tables if is_told_by_codes(table.kind)}:
        own = [table for table in tables if table.kind == kind]
        keys = list(dict.fromkeys(key for table in own for key in table.frame["business_key"]))
        alike: dict[str, str] = {}
        twins = {
            key: alike[loose]
            for key, loose in zip(keys, loose_keys(keys), strict=True)
            if alike.setdefault(loose, key) != key
        }
        for table in own if twins else ():
            table.issues = [*table.issues, *near_twins(table, twins)]


def near_twins(table: ExtractedTable, twins: Mapping[str, str]) -> Iterator[Issue]:
    """A remark on each row of *table* whose key has another that looks like it in *twins*; beyond many one for all."""
    names = [name for key in kind_named(table.kind).keys for name in key if name in table.columns]
    match = table.columns[names[0]] if names else None
    heading, letter = (match.leaf or match.heading, match.letter) if match else (None, None)
    keys = table.frame["business_key"]
    places = [place for place, key in enumerate(keys) if key in twins]
    for place in places if len(places) <= _MOST_NAMED else ():
        value = _both(keys[place], twins)
        yield Issue("near_twin", table.sheet, table.frame["source_row"][place], heading, value, letter)
    if len(places) > _MOST_NAMED:
        value = f"{_both(keys[places[0]], twins)}, cùng {len(places) - 1} dòng khác,"
        yield Issue("near_twin", table.sheet, None, heading, value, letter)


def _both(key: str, twins: Mapping[str, str]) -> str:
    """What differs between the two keys, as people write it beside each other."""
    parts = list(zip(key.split("|"), twins[key].split("|"), strict=False))
    own, other = zip(*(pair for pair in parts if pair[0] != pair[1]), strict=True)
    return f"“{' '.join(own)}” và “{' '.join(other)}”"

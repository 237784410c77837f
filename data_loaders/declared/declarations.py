"""Which kinds of source exist, and what each of their columns may be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from domain.agency.office import spoken
from domain.counted.source_kinds import declared_kinds
from domain.program.errors import UnknownNameError
from domain.wording.text import fold_words

_SHORTEST_COMPONENT = 8  # letters of a name that may be the beginning of another


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a kind.

    Attributes:
        name: Name in the warehouse.
        headings: Accepted headings, the preferred first.
        type: Parser, such as ``date`` or ``status:task``.
        required: A row without it is rejected.
        weight: What a match says about the kind; 0 for columns that any sheet may have.
        is_past: A date that cannot lie after the day of the export.
        is_virtual: Read only to derive or to check another column; not in the warehouse.
        label: The preferred heading as people write it.
    """

    name: str
    headings: tuple[str, ...]
    type: str
    required: bool = False
    weight: float = 1.0
    is_past: bool = False
    is_virtual: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of source as `data/sources/<name>.toml` declares it.

    Attributes:
        keys: Column sets that identify a row; the first one that is filled counts.
        needs: Each group must have a matching column for the kind to be recognised; `source_shape.TITLE` stands for
            words of the title, the sheet's or the file's name.
        title_words: Folded words that speak for the kind in a title, sheet or file name.
        not_title_words: Folded words that speak against it.
        components: Folded names of the parts of an index, which may head columns of their own.
        own_titles: Folded names of this very table; one in the title is evidence enough.
        telling: Folded headings that other tables seldom have, and what each weighs.
    """

    name: str
    title: str
    table: str
    keys: tuple[tuple[str, ...], ...]
    needs: tuple[tuple[str, ...], ...]
    title_words: tuple[str, ...]
    not_title_words: tuple[str, ...]
    columns: dict[str, Column]
    status_list: str | None
    components: tuple[str, ...] = ()
    own_titles: tuple[str, ...] = ()
    telling: Mapping[str, float] = field(default_factory=dict)
    is_read_by_path: bool = False

    @property
    def title_vi(self) -> str:
        """What the kind is called in the office."""
        return spoken(self.title)

    def column(self, name: str) -> Column:
        """The declared column *name*."""
        return self.columns[name]

    def key_columns(self, business_key: str) -> tuple[str, ...]:
        """The columns that made *business_key*: the first declared set of as many parts."""
        parts = business_key.count("|") + 1
        return next((columns for columns in self.keys if len(columns) == parts), ())

    def is_component(self, words: str) -> bool:
        """Tell whether folded *words* name one of the components, one of the two perhaps cut short."""
        return any(
            words == one
            or (
                min(len(words), len(one)) >= _SHORTEST_COMPONENT
                and (one.startswith(f"{words} ") or words.startswith(f"{one} "))
            )
            for one in self.components
        )


@cache
def kinds() -> dict[str, Kind]:
    """Every declared kind by name, in alphabetical order."""
    return {name: _kind(name, declared) for name, declared in declared_kinds().items()}


def kind_named(name: str) -> Kind:
    """
    The kind *name*.

    Raises:
        UnknownNameError: No such kind is declared.
    """
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownNameError(f"Không có loại nguồn “{name}”", where=", ".join(kinds())) from None


def _kind(name: str, declared: dict[str, Any]) -> Kind:
    return Kind(
        name=name,
        title=declared["title_vi"],
        table=declared["table"],
        keys=tuple(tuple(key) for key in declared["key"]),
        needs=tuple(tuple(group) for group in declared["needs"]),
        title_words=tuple(fold_words(word) for word in declared.get("title_words", ())),
        not_title_words=tuple(fold_words(word) for word in declared.get("not_title_words", ())),
        columns={name: _column(name, column) for name, column in declared["columns"].items()},
        status_list=declared.get("status_list"),
        components=tuple(fold_words(name) for name in declared.get("components", ())),
        own_titles=tuple(
            fold_words(words) for words in declared.get("own_titles", declared.get("title_words", ()))
        ),
        telling={fold_words(heading): weight for heading, weight in declared.get("telling", {}).items()},
        is_read_by_path=declared.get("read_by_path", False),
    )


def _column(name: str, declared: dict) -> Column:
    return Column(
        name=name,
        headings=tuple(fold_words(heading) for heading in declared["headings"]),
        type=declared["type"],
        required=declared.get("required", False),
        weight=declared.get("weight", 1.0),
        is_past=declared.get("is_past", False),
        is_virtual=declared.get("virtual", False),
        label=declared["headings"][0],
    )

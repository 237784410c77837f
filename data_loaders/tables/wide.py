"""Which columns of an index table each hold one year, or one component, of the index?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from data_loaders.declared.declarations import Kind
from domain.text import clean, fold_words

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEAR_WORDS = re.compile(r"\b(?:nam )?20\d{2}\b")
_LEADING = re.compile(
    r"^(?:\d{1,2} |[ivx]{1,4} )?(?:chi so thanh phan |linh vuc |yeu to |thanh phan )?(?:\d{1,2} )?"
)
_MEASURES = ("score", "rank", "of_agencies")


class Titled(Protocol):
    """A heading with its parents."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Texts from the top header row to the bottom one."""
        ...


@dataclass
class Slice:
    """
    The columns of one year and one component.

    Attributes:
        year: None where the headings name none.
        component: '' for the index itself.
        columns: ``score``, ``rank`` or ``of_agencies`` to the index of the sheet's column.
    """

    year: int | None
    component: str
    columns: dict[str, int] = field(default_factory=dict)


def slices_of(headings: Sequence[Titled | None], kind: Kind, taken: Mapping[str, int]) -> list[Slice]:
    """
    The slices of a table of *kind*; none where it has one score a row, as most tables do.

    *taken* are the columns already found, by name; of these only the measures may be part of a slice.
    """
    if not kind.components:
        return []
    others = {index for name, index in taken.items() if name not in _MEASURES}
    found: dict[tuple[int | None, str], Slice] = {}
    for index, heading in enumerate(headings):
        place = _place(heading.parts, kind) if heading and index not in others else None
        if place is not None:
            year, component, measure = place
            found.setdefault((year, component), Slice(year, component)).columns.setdefault(measure, index)
    _add_unknown_components(found, headings, others)
    scored = [one for one in found.values() if "score" in one.columns]
    scored.sort(key=lambda one: one.columns["score"])
    return scored if any(one.year or one.component for one in scored) else []


def _place(parts: tuple[str, ...], kind: Kind) -> tuple[int | None, str, str] | None:
    """Year, component and measure that a heading names; None where it says anything else."""
    years = {int(year) for part in parts for year in _YEAR.findall(part)}
    if len(years) > 1:
        return None
    component, measure = "", ""
    for part in parts:
        words = " ".join(_YEAR_WORDS.sub(" ", fold_words(part)).split())
        if not words:
            continue
        known = kind.is_component(words) or kind.is_component(_LEADING.sub("", words))
        if known and not component:
            component = clean(part).replace("\n", " ")
        else:
            measure = measure or _measure(words, kind) or "?"
    if measure == "?":
        return None
    return next(iter(years), None), component, measure or "score"


def _measure(words: str, kind: Kind) -> str | None:
    return next((name for name in _MEASURES if words in kind.columns[name].headings), None)


def _add_unknown_components(
    found: dict[tuple[int | None, str], Slice], headings: Sequence[Titled | None], others: set[int]
) -> None:
    """Between known components a heading that nobody knows is one more component."""
    known = [one.columns["score"] for one in found.values() if one.component and "score" in one.columns]
    used = others | {index for one in found.values() for index in one.columns.values()}
    for index in range(min(known), max(known)) if len(known) >= 2 else ():
        heading = headings[index]
        if heading and index not in used:
            name = clean(heading.parts[-1]).replace("\n", " ")
            found.setdefault((None, name), Slice(None, name)).columns.setdefault("score", index)


def is_year_heading(text: str) -> bool:
    """
    Tell whether a heading is a year alone.

    >>> is_year_heading("Năm 2023"), is_year_heading("Điểm 2023")
    (True, False)
    """
    words = fold_words(text)
    return bool(words) and not _YEAR_WORDS.sub("", words).strip()

"""Which columns of an index table each hold one year, one component, or one of several indices?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from data_loaders.declared.declarations import Kind
from domain.counted.index_names import kind_of_index, without_index
from domain.wording.text import clean, fold_words

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEAR_WORDS = re.compile(r"\b(?:nam )?20\d{2}\b")
_LEADING = re.compile(
    r"^(?:\d{1,2} |[ivx]{1,4} )?(?:chi so thanh phan |linh vuc |yeu to |thanh phan )?(?:\d{1,2} )?"
)
_MEASURES = ("score", "points", "rank", "of_agencies", "max_points")
_RESULTS = ("score", "points")
_RANKING = re.compile(r"\b(?:xếp|hạng|thứ|tối đa|chuẩn|ghi chú)\b", re.IGNORECASE)
_POINTS = re.compile(r"(?:tong |so )*diem\b")
_SHARE = re.compile(r"%|^\s*(?:tỷ lệ|tỉ lệ|chỉ số|mức độ|phần trăm|par index|sipas|ddci)", re.IGNORECASE)


class Titled(Protocol):
    """A heading with its parents."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Texts from the top header row to the bottom one."""
        ...


@dataclass
class Slice:
    """
    The columns of one index, one year and one component.

    Attributes:
        year: None where the headings name none.
        component: '' for the index itself.
        index: Kind of the index that the headings name; None where they name none.
        columns: ``score``, ``points``, ``rank``, ``of_agencies`` or ``max_points`` to the index of the column.
    """

    year: int | None
    component: str
    index: str | None = None
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Tell the table's own index in its own year."""
        return self.year is None and not self.component and self.index is None


@dataclass(frozen=True)
class _Place:
    """What the heading of one column says: of what, and which measure of it."""

    index: str | None
    year: int | None
    component: str
    measure: str
    is_share: bool
    column: int


def slices_of(
    headings: Sequence[Titled | None], kind: Kind, taken: Mapping[str, int], ignored: set[int]
) -> list[Slice]:
    """
    The slices of a table of *kind*, those of the whole index too; none where the kind has no results.

    *taken* are the columns already found, by name; of these only the measures may be part of a slice.
    """
    if not kind.components:
        return []
    others = ignored | {index for name, index in taken.items() if name not in _MEASURES}
    places = [
        place
        for index, heading in enumerate(headings)
        if heading and index not in others and (place := _place(heading.parts, index, kind))
    ]
    found: dict[tuple[str | None, int | None, str], Slice] = {}
    places = _results_as_components(places, headings, kind)
    for place in _own_index_unsaid(places, kind):
        key = (place.index, place.year, place.component)
        found.setdefault(key, Slice(place.year, place.component, place.index))
    for key, one in found.items():
        one.columns = _measures([p for p in places if (p.index, p.year, p.component) == key])
    _add_unknown_components(found, headings, others)
    scored = [one for one in found.values() if "score" in one.columns]
    return sorted(scored, key=lambda one: one.columns["score"])


_WHOLE = re.compile(r"^(?:.* )?(?:chung|tong hop|tong|tong diem)$")


def _results_as_components(
    places: Sequence[_Place], headings: Sequence[Titled | None], kind: Kind
) -> list[_Place]:
    """
    *places* where "Kết quả" among components is the component that begins so.

    Only beside a column that says "Chung" or "Tổng": else the result is the index itself.
    """
    said = {p.column: _words(h.parts[-1]) for p in places if (h := headings[p.column])}
    wholes = [p for p in places if not p.component and p.measure == "score" and p.index is None]
    if not any(p.component for p in places) or not any(_WHOLE.match(said[p.column]) for p in wholes):
        return list(places)
    return [
        replace(p, component=clean(heading.parts[-1]).replace("\n", " "))
        if (heading := headings[p.column]) and p in wholes and _begins_component(said[p.column], kind)
        else p
        for p in places
    ]


def _begins_component(words: str, kind: Kind) -> bool:
    return any(name.startswith(f"{words} ") for name in kind.components)


def _own_index_unsaid(places: list[_Place], kind: Kind) -> list[_Place]:
    """Where one index alone is named, and it is the table's own, naming it says nothing."""
    if {place.index for place in places} <= {None, kind.name}:
        places[:] = [_Place(None, p.year, p.component, p.measure, p.is_share, p.column) for p in places]
    return places


def _measures(places: Sequence[_Place]) -> dict[str, int]:
    """The columns of one slice: of points and a share side by side the share is the score, the points are kept."""
    columns: dict[str, int] = {}
    for place in places:
        if place.measure not in _RESULTS:
            columns.setdefault(place.measure, place.column)
    results = [place for place in places if place.measure in _RESULTS]
    shares = [place for place in results if place.is_share]
    points = [place for place in results if not place.is_share]
    if score := (shares or points)[:1]:
        columns["score"] = score[0].column
    if shares and points:
        columns["points"] = points[0].column
    return columns


def _place(parts: tuple[str, ...], column: int, kind: Kind) -> _Place | None:
    """Index, year, component and measure that a heading names; None where it says anything else."""
    years = {int(year) for part in parts for year in _YEAR.findall(part)}
    if len(years) > 1:
        return None
    index, component, measure = None, "", ""
    for part in parts:
        words = _words(part)
        if not words:
            measure = measure or ("score" if "%" in part else "")
        elif _is_component(words, kind) and not component:
            component = clean(part).replace("\n", " ")
        elif named := _index_and_measure(part, words, kind):
            index, measure = index or named[0], named[1] or measure
        else:
            measure = measure or _measure(words, kind) or "?"
    if measure == "?":
        return None
    return _Place(
        index, next(iter(years), None), component, measure or "score", _is_share(parts, kind), column
    )


def _words(part: str) -> str:
    return " ".join(_YEAR_WORDS.sub(" ", fold_words(part)).split())


def _is_share(parts: tuple[str, ...], kind: Kind) -> bool:
    """Tell a column of percents from one of points; what its own cell says goes before what its parents say."""
    if "%" in parts[-1]:
        return True
    if _POINTS.match(_words(parts[-1])):
        return False
    return any(_SHARE.search(part) for part in parts if not _is_component(_words(part), kind))


def _is_component(words: str, kind: Kind) -> bool:
    return kind.is_component(words) or kind.is_component(_LEADING.sub("", words))


def _index_and_measure(part: str, words: str, kind: Kind) -> tuple[str, str] | None:
    """The index that a heading names, and the measure it adds ('' for none); None for any other heading."""
    index = kind_of_index(part)
    if index is None:
        return None
    rest = without_index(words)
    if not rest or _measure(words, kind) in _RESULTS:
        return index, ""
    measure = _measure(rest, kind)
    return (index, measure) if measure else None


def _measure(words: str, kind: Kind) -> str | None:
    return next(
        (name for name in _MEASURES if name in kind.columns and words in kind.columns[name].headings), None
    )


def _add_unknown_components(
    found: dict[tuple[str | None, int | None, str], Slice],
    headings: Sequence[Titled | None],
    others: set[int],
) -> None:
    """Between known components a heading that nobody knows is one more component."""
    known = [one.columns["score"] for one in found.values() if one.component and "score" in one.columns]
    used = others | {index for one in found.values() for index in one.columns.values()}
    for index in range(min(known), max(known)) if len(known) >= 2 else ():
        heading = headings[index]
        if (
            heading
            and index not in used
            and _words(heading.parts[-1])
            and not _RANKING.search(heading.parts[-1])
        ):
            name = clean(heading.parts[-1]).replace("\n", " ")
            found.setdefault((None, None, name), Slice(None, name)).columns.setdefault("score", index)


def is_year_heading(text: str) -> bool:
    """
    Tell whether a heading is a year alone.

    >>> is_year_heading("Năm 2023"), is_year_heading("Điểm 2023")
    (True, False)
    """
    words = fold_words(text)
    return bool(words) and not _YEAR_WORDS.sub("", words).strip()

"""Which column of ours does a heading name, and why?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from data_loaders.declared.declarations import Kind, kinds
from data_loaders.tables.wide import Slice, is_year_heading, slices_of
from data_loaders.values.counts_by_path import counted_by_path
from domain.wording.text import clean, fold, fold_words

ORDER_WORDS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no", "#"})
_PARENTHESES = re.compile(r"\([^()]*\)")
_LEADING_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[*•-])\s*")
_YEAR = re.compile(r"\b(?:cua nam |nam |cuoi nam )?(?:19|20)\d\d\b")
_YES_OR_NO = frozenset(
    {"co chua", "co khong", "da chua", "chua co", "x", "danh dau"}
)  # the parent says of what
FUZZY_CUTOFF = 87.0
_SHORT_CUTOFF = 92.0
_SHORT = 8
_MARGIN = 4.0
_BEGINNING_SCORE = 90.0


@dataclass(frozen=True, slots=True)
class Heading:
    """
    One column's heading.

    Attributes:
        parts: Texts from the top header row to the bottom one, without repetitions.
    """

    parts: tuple[str, ...]

    @property
    def printed(self) -> str:
        """The heading for people: parents and child joined."""
        return " > ".join(clean(part).replace("\n", " ") for part in self.parts)

    @property
    def leaf(self) -> str:
        """What the column's own header cell says."""
        return clean(self.parts[-1]).replace("\n", " ")

    def variants(self) -> list[str]:
        """Folded readings, the most exact first: all parts, the child, both without parentheses."""
        return _variants(self.parts)


@dataclass(frozen=True, slots=True)
class Found:
    """A heading matched to a column: lower *level*, then lower *rank*, is better."""

    column: str
    level: int
    rank: int
    score: float = 100.0
    spelling: str = ""


@dataclass
class Mapped:
    """
    Headings of one table matched to one kind: column name to (index, how).

    Attributes:
        old: Columns of what an amendment replaces, beside those of what it says now.
        slices: Where each index, year or component has columns of its own; their columns are in no other attribute.
    """

    columns: dict[str, tuple[int, Found]] = field(default_factory=dict)
    doubles: dict[str, list[int]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    slices: list[Slice] = field(default_factory=list)
    old: dict[str, int] = field(default_factory=dict)

    def indexes(self) -> set[int]:
        """Indexes of the columns that are matched."""
        own = {index for index, _ in self.columns.values()}
        return own.union(*(one.columns.values() for one in self.slices))


@lru_cache(maxsize=20_000)
def _variants(parts: tuple[str, ...]) -> list[str]:
    bare = [_LEADING_NUMBER.sub("", part) for part in parts]
    joined = " ".join(bare)
    readings = [joined, bare[-1]] if bare else []
    readings += [_PARENTHESES.sub(" ", reading) for reading in readings]
    readings += [" ".join(bare[-2:]), " ".join((bare[0], bare[-1]))] if len(bare) > 2 else []
    readings += [bare[-2]] if len(bare) > 1 and fold_words(bare[-1]) in _YES_OR_NO else []
    folded = [fold_words(reading) for reading in readings]
    # A heading may hold any year; no declaration does.
    dated = [r for r in folded if _YEAR.search(r) and _YEAR.sub("", r).strip()]
    folded += [" ".join(_YEAR.sub(word, reading).split()) for word in (" nam ", " ") for reading in dated]
    return list(dict.fromkeys(reading for reading in folded if reading))


@cache
def vocabulary() -> frozenset[str]:
    """Every accepted heading of every kind, folded."""
    words = {
        heading
        for kind in kinds().values()
        for column in kind.columns.values()
        for heading in column.headings
    }
    components = {name for kind in kinds().values() for name in kind.components}
    return frozenset(words | components | ORDER_WORDS)


@cache
def _lookup(kind_name: str) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    """Folded heading, and its sorted words, to (column, rank) for one kind."""
    exact: dict[str, tuple[str, int]] = {}
    by_words: dict[str, tuple[str, int]] = {}
    for column in kinds()[kind_name].columns.values():
        for rank, heading in enumerate(column.headings):
            exact.setdefault(heading, (column.name, rank))
            by_words.setdefault(_sorted_words(heading), (column.name, rank))
    return exact, by_words


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


def is_heading(text: str) -> bool:
    """Tell whether *text* alone is an accepted heading of some kind."""
    return any(variant in vocabulary() for variant in _variants((text,))) or is_year_heading(text)


def is_order_heading(heading: Heading) -> bool:
    """Tell whether a heading is that of the running number."""
    return any(variant in ORDER_WORDS for variant in heading.variants()) or fold(heading.printed) == "#"


def mapped(
    headings: Sequence[Heading | None], kind: Kind, confirmed: Mapping[str, str], *, fuzzy: bool
) -> Mapped:
    """
    Match the headings of a table to the columns of *kind*; each column takes its best heading.

    *confirmed* headings (folded) win; mapped to "" they are left out.
    """
    headings, was = _parted(headings) if "action" in kind.columns else (headings, {})
    result = Mapped()
    for index, heading in was.items():
        result.ignored.add(index)
        before = _exact(heading, kind, confirmed)
        if before and before.column:
            result.old.setdefault(before.column, index)
    claims: dict[str, list[tuple[int, Found]]] = {}
    for index, heading in enumerate(headings):
        found = heading and _exact(heading, kind, confirmed)
        if found and found.column:
            claims.setdefault(found.column, []).append((index, found))
        elif found:
            result.ignored.add(index)
    for column, claimants in claims.items():
        _settle(result, column, claimants)
    _set_slices(result, headings, kind)
    if fuzzy:
        _add_fuzzy(result, headings, kind)
    return result


_OLD = re.compile(r"\b(?:cu|hien hanh|truoc (?:khi )?sua doi|da ban hanh|hien tai|truoc day)\b")
_NEW = re.compile(
    r"\b(?:moi|nay sua(?: doi)?(?: thanh)?|sua doi thanh|sua thanh|sau (?:khi )?sua doi|sua doi(?:,? bo sung)?(?: thanh)?|de nghi sua doi)\b"
)


def _parted(headings: Sequence[Heading | None]) -> tuple[list[Heading | None], dict[int, Heading]]:
    """Headings without those of what was, and these apart; all as they are where old and new do not stand side by side."""
    old = {n: h for n, h in enumerate(headings) if h and any(_OLD.search(fold_words(p)) for p in h.parts)}
    new = {
        n
        for n, h in enumerate(headings)
        if h and n not in old and any(_NEW.search(fold_words(p)) for p in h.parts)
    }
    if not old or not new:
        return list(headings), {}
    now = [None if n in old else _bare(h, _NEW) if h and n in new else h for n, h in enumerate(headings)]
    return now, {n: _bare(h, _OLD) for n, h in old.items()}


def _bare(heading: Heading, form: re.Pattern[str]) -> Heading:
    """*heading* without the words of *form*."""
    parts = (" ".join(form.sub(" ", fold_words(part)).split()) for part in heading.parts)
    return Heading(tuple(part for part in parts if part) or heading.parts)


def _set_slices(result: Mapped, headings: Sequence[Heading | None], kind: Kind) -> None:
    taken = {name: index for name, (index, _) in result.columns.items()}
    slices = slices_of(headings, kind, taken, result.ignored)
    if all(one.is_whole for one in slices):
        for one in slices:
            _put_whole(result, headings, one)
        return
    result.slices = slices
    for name in {name for one in slices for name in one.columns}:
        result.columns.pop(name, None)
        result.doubles.pop(name, None)


def _put_whole(result: Mapped, headings: Sequence[Heading | None], one: Slice) -> None:
    """The columns of a table with one result a row; what a person confirmed stands."""
    for name, index in one.columns.items():
        before = result.columns.get(name)
        heading = headings[index]
        if heading is None or (before and (before[1].level < 0 or before[0] == index)):
            continue
        result.columns[name] = (index, Found(name, 0, 0, spelling=fold_words(heading.leaf)))
        if index not in result.doubles.get(name, ()):
            result.doubles.pop(name, None)


def _settle(result: Mapped, column: str, claimants: list[tuple[int, Found]]) -> None:
    ranked = sorted(claimants, key=lambda claim: (claim[1].level, claim[1].rank, claim[0]))
    result.columns[column] = ranked[0]
    best = ranked[0][1]
    same = [index for index, found in ranked if (found.level, found.rank) == (best.level, best.rank)]
    if len(same) > 1 and best.level >= 0:
        result.doubles[column] = same


def _exact(heading: Heading, kind: Kind, confirmed: Mapping[str, str]) -> Found | None:
    exact, by_words = _lookup(kind.name)
    keys = (fold(heading.printed), fold_words(heading.printed), *heading.variants()) if confirmed else ()
    for key in keys:
        if key in confirmed and (confirmed[key] == "" or confirmed[key] in kind.columns):
            return Found(confirmed[key], -1, 0, spelling=key)
    by_path = counted_by_path(heading.parts) if kind.is_read_by_path else None
    if by_path is not None:
        return Found(by_path, 0, 0, spelling=fold_words(heading.printed))
    for level, variant in enumerate(heading.variants()):
        if variant in exact:
            return Found(exact[variant][0], level, exact[variant][1], spelling=variant)
    for variant in heading.variants():
        if _sorted_words(variant) in by_words:
            column, rank = by_words[_sorted_words(variant)]
            return Found(column, 9, rank, spelling=variant)
    return None


def _add_fuzzy(result: Mapped, headings: Sequence[Heading | None], kind: Kind) -> None:
    """Give the columns still free to the headings still unmatched that are nearly theirs."""
    taken, known = result.indexes() | result.ignored, vocabulary()
    for index, heading in enumerate(headings):
        if heading is None or index in taken or any(variant in known for variant in heading.variants()):
            continue
        found = _nearest(heading, kind, frozenset(result.columns) | _of_slices(result))
        if found:
            result.columns[found.column] = (index, found)


def _of_slices(result: Mapped) -> frozenset[str]:
    return frozenset(name for one in result.slices for name in one.columns)


def _longest_beginning(heading: Heading, kind: Kind, taken: frozenset[str]) -> Found | None:
    """A known heading of two words or more with which this longer one begins."""
    columns = _beginnings(kind.name)
    found = [
        (len(known), column, known)
        for variant in heading.variants()
        for known in _first_words(variant)
        if (column := columns.get(known)) and column not in taken
    ]
    if not found:
        return None
    _, column, spelling = max(found)
    return Found(column, 15, 0, score=_BEGINNING_SCORE, spelling=spelling)


@cache
def _beginnings(kind_name: str) -> dict[str, str]:
    """Accepted headings of two words or more to their column."""
    columns = kinds()[kind_name].columns.values()
    return {heading: column.name for column in columns for heading in column.headings if " " in heading}


def _first_words(text: str) -> list[str]:
    """Every beginning of *text* of two words or more, but not all of it."""
    words = text.split()
    return [" ".join(words[:n]) for n in range(2, len(words))]


def _cutoff(variant: str) -> float:
    return _SHORT_CUTOFF if len(variant) < _SHORT else FUZZY_CUTOFF


@lru_cache(maxsize=20_000)
def is_near_heading(text: str) -> bool:
    """Tell whether *text* is an accepted heading of some kind, begins with one or is spelled almost like one."""
    from rapidfuzz import fuzz, process  # only files with an unknown heading pay for it

    known, many = vocabulary(), tuple(heading for heading in vocabulary() if len(heading) >= 5)
    for variant in _variants((text,)):
        if variant in known or any(beginning in known for beginning in _first_words(variant)):
            return True
        if len(variant) >= 5 and process.extractOne(
            variant, many, scorer=fuzz.ratio, score_cutoff=_cutoff(variant)
        ):
            return True
    return False


@lru_cache(maxsize=50_000)
def _likes(variant: str, kind_name: str) -> list[tuple[float, str, str]]:
    """Score, column and spelling of the headings of a kind that are almost *variant*, best first."""
    from rapidfuzz import fuzz, process

    columns = kinds()[kind_name].columns.values()
    choices = {heading: column.name for column in columns for heading in column.headings if len(heading) >= 5}
    found = process.extract(
        variant, choices.keys(), scorer=fuzz.ratio, score_cutoff=_cutoff(variant), limit=None
    )
    return [(score, choices[spelling], spelling) for spelling, score, _ in found]


def _nearest(heading: Heading, kind: Kind, taken: frozenset[str]) -> Found | None:
    known = _longest_beginning(heading, kind, taken)
    if known:
        return known
    best = [
        like
        for variant in heading.variants()
        if len(variant) >= 5
        for like in _likes(variant, kind.name)
        if like[1] not in taken
    ]
    if not best:
        return None
    score, column, spelling = max(best)
    rivals = [other for other_score, other, _ in best if other != column and other_score > score - _MARGIN]
    return None if rivals else Found(column, 20, 0, score=round(score, 1), spelling=spelling)

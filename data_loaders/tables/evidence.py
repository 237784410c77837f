"""What speaks for a table being of its kind, and what speaks against it?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.received.sheets import Sheet
from data_loaders.tables.fitting import SAMPLE, fits
from data_loaders.tables.headings import Heading
from data_loaders.tables.plain_rows import Row
from data_loaders.tables.sheet_header import Header
from domain.agency.office import office
from domain.counted.checked import checked_toml
from domain.counted.index_names import NAMES, provinces_named
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import RULES, kept
from domain.wording.text import fold_words

_MOST_REASONS = 3
_LEAST_UNITS = 3  # side by side in one row; two may be who leads and who supports
_HEAD_ROWS = 30  # of a sheet, looked through for its headings
_FILE = RULES / "evidence.toml"
_OF_ONE_PROVINCE = frozenset({*NAMES, "indicator_set", "indicator_scores"})


@dataclass(frozen=True)
class Neighbour:
    """A common table of an office that is none of ours."""

    name: str
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    def speaks_against(self, kind: str) -> bool:
        """Without kinds of its own it speaks against every kind."""
        return not self.kinds or kind in self.kinds


@dataclass
class Mark:
    """
    The weight of what was found.

    Attributes:
        against: What speaks against the kind, in words.
        is_enough: Nothing need be asked.
    """

    points: float = 0.0
    against: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        """Tell whether the table may be taken without a question."""
        return self.points >= evidence_rules()["enough"]

    def take(self, points: float, words: str) -> None:
        """Count *points* against the kind."""
        if points:
            self.points -= points
            self.against.append(words)


def mark_of(
    header: Header, rows: Sequence[Row], *, titles: Iterable[str], sheet: str, file_name: str
) -> Mark:
    """Weigh the title, the names of sheet and file, the headings and the values of a table."""
    places = _places(titles, sheet, file_name)
    headings = [heading for heading in header.headings if heading is not None]
    mark = Mark(_own_title(header, places) + _own_headings(header))
    if not mark.points:
        mark.against.append("tiêu đề và tên cột không có gì riêng của loại này")
    _weigh_values(mark, header, rows)
    _weigh_neighbours(mark, header.kind.name, places, headings)
    _weigh_province(mark, header.kind.name, places)
    return mark


def why_asked(header: Header, sheet: str, mark: Mark) -> str:
    """The question in words: which kind it looks like, and what speaks against it."""
    reasons = "; ".join(mark.against[:_MOST_REASONS]) or "chưa đủ dấu hiệu"
    return (
        f"Trang “{sheet}” giống “{header.kind.title_vi}” nhưng chưa chắc: {reasons}."
        " Chọn loại dữ liệu nếu đúng là bảng này, nếu không thì bỏ tệp ra."
    )


@kept(_FILE)
def evidence_rules() -> Mapping[str, Any]:
    """How signs are weighed, as data/rules/evidence.toml says."""
    return checked_toml(_FILE, RULE_SHAPES["evidence"])


@kept(_FILE)
def neighbours() -> tuple[Neighbour, ...]:
    """Every declared neighbour, its words folded."""
    return tuple(
        Neighbour(
            one["name"],
            tuple(fold_words(words) for words in one["titles"]),
            tuple(fold_words(words) for words in one.get("headings", ())),
            tuple(one.get("kinds", ())),
        )
        for one in evidence_rules()["neighbour"]
    )


def _places(titles: Iterable[str], sheet: str, file_name: str) -> dict[str, str]:
    texts = {"title": " | ".join(titles), "sheet": sheet, "file_name": file_name}
    return {place: f" {fold_words(text)} " for place, text in texts.items()}


def _own_title(header: Header, places: Mapping[str, str]) -> float:
    """The best place in which the table is called by a name of its own."""
    kind = header.kind
    said = [place for place, text in places.items() if _is_said(kind.own_titles, text)]
    hint = any(_is_said(kind.title_words, text) for text in places.values())
    return max([evidence_rules()[place] for place in said], default=evidence_rules()["hint"] if hint else 0.0)


def _is_said(phrases: Iterable[str], text: str) -> bool:
    return any(f" {words} " in text for words in phrases)


def _own_headings(header: Header) -> float:
    """The headings that other tables seldom have; criterion codes of several levels tell as much."""
    said = [_readings(header, name, index) for name, (index, _) in header.found.columns.items()]
    telling = [_weight(header.kind.telling, readings) for readings in said]
    components = 1.0 if any(one.component for one in header.found.slices) else 0.0
    named = {one.index for one in header.found.slices} - {None}
    # Columns, or cells of a column, that name published indices: hardly another table has them.
    indices = 2.0 if len(named) > 1 or "index_name" in header.found.columns else 0.0
    return min(evidence_rules()["most_headings"], sum(telling) + components + indices)


def _weight(telling: Mapping[str, float], readings: Sequence[str]) -> float:
    """What one column tells: the most that any of the words in its heading weighs."""
    return max(
        (weight for words, weight in telling.items() if any(f" {words} " in f" {one} " for one in readings)),
        default=0.0,
    )


def _readings(header: Header, name: str, index: int) -> list[str]:
    heading = header.headings[index]
    how = header.found.columns[name][1]
    near = [how.spelling] if how.score < 100 or how.level < 0 else []
    return [*(heading.variants() if heading else ()), *near]


def _weigh_values(mark: Mark, header: Header, rows: Sequence[Row]) -> None:
    """Columns whose cells are something else speak against; codes of several levels speak for a set."""
    rules, resolver, lost = evidence_rules(), DepartmentResolver(), 0.0
    sample = rows[:: max(1, len(rows) // SAMPLE)]
    for name, index in header.column_indexes().items():
        column = header.kind.columns[name]
        if name == "code" and header.is_outlined:
            mark.points += rules["deep_codes"]  # lines whose parts add up at every level are those of a set
            continue
        values = [row[index] for row in sample]
        said = [
            known for value in values if (known := fits(column, header.kind, value, resolver)) is not None
        ]
        if len(said) >= rules["least_values"] and sum(said) * 2 < len(said) and lost < rules["most_unlike"]:
            lost += rules["unlike"]
            mark.take(rules["unlike"], f"cột “{column.label}” phần lớn không phải loại giá trị ấy")
        if name == "agency" and (own := _own_units(values, resolver)):
            mark.take(rules["own_units"], f"cột “{column.label}” ghi phòng, đơn vị của cơ quan ({own})")
        if column.type == "criterion" and _are_deep(values):
            mark.points += rules["deep_codes"]


def _own_units(values: Sequence[object], resolver: DepartmentResolver) -> str:
    """Two of the units of the office that a list of agencies mostly consists of; '' where it does not."""
    said = [str(value) for value in values if value not in ("", None)]
    own = [text for text in dict.fromkeys(said) if resolver.one(text)]
    return ", ".join(own[:2]) if len(own) > 1 and 2 * len(own) > len(set(said)) else ""


def _are_deep(values: Sequence[object]) -> bool:
    """Tell codes at least half of which have several levels, such as 1.2 or 3.1.4."""
    said = [str(value) for value in values if value not in ("", None)]
    deep = sum(not isinstance(value, int | float) and "." in str(value).strip(". ") for value in values)
    return bool(said) and deep * 2 >= len(said)


def _weigh_neighbours(mark: Mark, kind: str, places: Mapping[str, str], headings: Sequence[Heading]) -> None:
    """The neighbour that the table is most like, by its title and by headings that only it has."""
    rules = evidence_rules()
    leaves = [reading for heading in headings for reading in heading.variants()]
    against = [one for one in neighbours() if one.speaks_against(kind)]
    for one in against:
        if any(_is_said(one.titles, text) for text in places.values()):
            mark.take(rules["neighbour_title"], f"tên gọi là của {one.name}")
            break
    for one in against:
        given_away = [words for words in one.headings if words in leaves]
        if given_away:
            points = min(rules["most_neighbour_headings"], rules["neighbour_heading"] * len(given_away))
            mark.take(points, f"có cột thường gặp ở {one.name}")
            break


def _weigh_province(mark: Mark, kind: str, places: Mapping[str, str]) -> None:
    """A table of points that calls itself another province's, and names the office's own nowhere, is not ours."""
    named = set[str]().union(*map(provinces_named, places.values()))
    own = re.sub(r"^(?:tinh|thanh pho|tp) ", "", fold_words(office().province))
    if named and kind in _OF_ONE_PROVINCE and not any(f" {own} " in text for text in places.values()):
        mark.take(
            evidence_rules()["neighbour_title"],
            f"bảng ghi là của tỉnh, thành phố khác, không phải {office().province}",
        )


# --- printed forms that are none of ours ----------------------------------------------------------

_FORM_LINES = 15  # of a sheet, in which its titles and headings stand


def known_form(sheets: Iterable[Sheet], file_name: str) -> str:
    """The name of the form that a visible sheet is by its titles and headings; '' for none."""
    for sheet in sheets:
        if sheet.visibility == "visible" and (name := _form_of(sheet, file_name)):
            return name
    return ""


def _form_of(sheet: Sheet, file_name: str) -> str:
    cells = [
        str(cell)
        for row in sheet.rows[:_FORM_LINES]
        for cell in row
        if isinstance(cell, str) and cell.strip()
    ]
    said = f" {' | '.join(map(fold_words, (file_name, sheet.name, *cells)))} "
    for form in evidence_rules().get("form", ()):
        has_title = any(f" {fold_words(words)} " in said for words in form["titles"])
        found = {words for words in map(fold_words, form.get("headings", ())) if f" {words} " in said}
        if has_title and len(found) >= form.get("least_headings", 0):
            return str(form["name"])
    return ""


def units_across(sheets: Iterable[Sheet]) -> str:
    """Where the first row of headings stands that names a unit in each column; '' where none does."""
    resolver = DepartmentResolver()
    for sheet in sheets:
        for number, row in zip(sheet.row_numbers, sheet.rows[:_HEAD_ROWS], strict=False):
            units = {resolver.group(cell) for cell in row if isinstance(cell, str) and cell.strip()} - {None}
            if len(units) >= _LEAST_UNITS:
                return f"trang “{sheet.name}”, dòng {number}"
    return ""

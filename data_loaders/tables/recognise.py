"""Where does a table begin in a sheet, which kind is it, and which of its columns is which?"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data_loaders.declared.declarations import Kind, kind_named, kinds
from data_loaders.declared.outcome import ColumnMatch, Options
from data_loaders.received.sheets import Sheet, is_empty_cell
from data_loaders.tables.headings import (
    Found,
    Heading,
    Mapped,
    is_heading,
    is_near_heading,
    is_order_heading,
    mapped,
)
from data_loaders.tables.plain_rows import Row, odd_rows
from data_loaders.tables.sheet_header import DEPTH, Header, SheetText, column_letter, order_column_of
from data_loaders.tables.shifted import settle_shifts
from data_loaders.tables.uncertain_columns import (
    AFTER_LIKENESS,
    settle_limits,
    settle_rules,
    settle_unspelled,
)
from data_loaders.values.criterion_codes import has_code
from data_loaders.values.outline import MARK, outline_levels, outlined_rows
from domain.agency.office import office, spoken
from domain.agency.own_agency import agency_of_title
from domain.counted.source_shape import TITLE, TITLE_AGENCY
from domain.wording.text import fold_words

_TITLE_DEPTH = 15  # rows above a header in which its title may stand
_LONGEST_HEADING = 160
_MOST_ANCHORS = 60
_DIGIT = re.compile(r"\d")
# A day, a number other than a year, or an id: what stands under a heading and never in one.
_VALUE = re.compile(
    r"^(?:\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\b.*|(?!20\d\d$)\d[\d.,]*|[A-ZĐ][A-ZĐ\d.]*[-/.]\d[\w./-]*)$"
)
_TIE = 1.0
_NAMES_LOOKED_AT = 60  # rows in which codes are looked for in the names
_TITLE_WEIGHT, _SHEET_WEIGHT, _FILE_WEIGHT = 4.0, 2.5, 1.5


def headers_of(texts: SheetText, *, options: Options, file_name: str) -> list[Header]:
    """
    Every header of the sheet from top to bottom; none when no table is recognised.

    A header is any one to three rows whose words name enough columns of one kind.
    """
    for fuzzy in (False, True):
        found: list[Header] = []
        candidates: Iterable[int] = range(len(texts.sheet.rows))
        while header := _next_header(texts, candidates, found, options, file_name, fuzzy=fuzzy):
            last = found[-1] if found else None
            repeats = last is not None and last.layout() == header.layout()
            header.odd_rows = last.odd_rows if last and repeats else _odd_rows(texts.sheet, header)
            found.append(header)
            candidates = header.odd_rows
        if found:
            return found
    return []


@dataclass(frozen=True, slots=True)
class Beside:
    """
    A table that stands beside the first of a sheet.

    Attributes:
        column: Index of the column that parts them.
        is_known: It is of a known kind by itself.
        rest: The sheet without it.
    """

    column: int
    is_known: bool
    rest: Sheet


def table_beside(sheet: Sheet, header: Header, *, options: Options, file_name: str) -> Beside | None:
    """
    The table beside that of *header*, the first of the sheet; None where it stands alone.

    A column that is blank from the header down parts them, or one that numbers the rows anew. What lies on either side
    is a table of a known kind by itself; behind a blank column also one that is none of ours and has numbers of its own.
    """

    def is_known(side: range) -> bool:
        texts = SheetText(_alone(head, header.top, side))
        return bool(headers_of(texts, options=options, file_name=file_name))

    anew, blank = _numbered_anew(header), _blank_columns(sheet, header)
    # Many columns may be blank, and few of them part anything: the first rows tell which.
    head = replace(sheet, rows=sheet.rows[: header.bottom + 1 + DEPTH])
    for column in sorted({*blank, *anew}):
        left, right = range(column), range(column + (column in blank), len(header.headings))
        numbers = column in blank and any(n > column for n in anew)
        if is_known(left) and ((other := is_known(right)) or numbers):
            return Beside(column, other, _alone(sheet, header.top, left))
    return None


def _numbered_anew(header: Header) -> list[int]:
    """The columns of running numbers after the first."""
    found = [n for n, heading in enumerate(header.headings) if heading and is_order_heading(heading)]
    return found[1:]


def _blank_columns(sheet: Sheet, header: Header) -> list[int]:
    """Columns between two others that hold nothing from the header down; the first of those next to each other."""
    merged = {c for top, left, _, right in sheet.merged if top >= header.top for c in range(left, right + 1)}
    body = sheet.rows[header.top :]
    blank = [
        column
        for column, heading in enumerate(header.headings)
        if heading is None and column not in merged and all(is_empty_cell(row[column]) for row in body)
    ]
    last = len(header.headings) - 1
    return [column for column in blank if column - 1 not in blank and 0 < column < last]


def _alone(sheet: Sheet, top: int, columns: range) -> Sheet:
    """*sheet* with what stands in *columns* from row *top* down, under its own titles where it has any."""
    own = [[value if n in columns else "" for n, value in enumerate(row)] for row in sheet.rows]
    has_title = any(not is_empty_cell(value) for row in own[:top] for value in row)
    return replace(sheet, rows=[*(own if has_title else sheet.rows)[:top], *own[top:]])


def _next_header(
    texts: SheetText,
    candidates: Iterable[int],
    found: list[Header],
    options: Options,
    file_name: str,
    *,
    fuzzy: bool,
) -> Header | None:
    """The first header at or after the last one's end, among the rows that may be one."""
    floor = found[-1].bottom + 1 if found else 0
    tried = 0
    for row in candidates:
        if fuzzy and row >= DEPTH:
            break
        if row < floor or not (_is_near_anchor(texts, row, options) if fuzzy else _is_anchor(texts, row)):
            continue
        tried += 1
        header = _header_at(texts, row, floor, options, file_name, fuzzy=fuzzy)
        if header or tried >= _MOST_ANCHORS:
            return header
    return None


def _odd_rows(sheet: Sheet, header: Header) -> list[int]:
    key, required = header.key_column(), {n for n, c in header.kind.columns.items() if c.required}
    columns = sorted(header.column_indexes().items(), key=lambda item: item[0] not in required)
    usual = [index for _, index in columns if index != key][:3]
    return odd_rows(
        sheet.rows, header.bottom + 1, order=header.order_column, key=key, usual=usual, enough=header.enough()
    )


def column_matches(header: Header) -> dict[str, ColumnMatch]:
    """How each column was found, for people."""
    leaves = Counter(fold_words(heading.leaf) for heading in header.headings if heading)
    matches = {name: _match(header, index, found) for name, (index, found) in header.found.columns.items()}
    for name, (index, _) in header.found.columns.items():
        heading = header.headings[index]
        if heading and leaves[fold_words(heading.leaf)] == 1:
            matches[name] = replace(matches[name], leaf=heading.leaf)
    return matches


def slice_match(header: Header, index: int) -> ColumnMatch:
    """How a column of a slice was found: by its year or its component."""
    heading = header.headings[index]
    printed = heading.printed if heading else ""
    leaves = Counter(fold_words(one.leaf) for one in header.headings if one)
    is_alone = heading is not None and leaves[fold_words(heading.leaf)] == 1
    leaf = heading.leaf if heading and is_alone else printed
    return ColumnMatch(
        column_letter(index), printed, "exact", 100.0, "Cột của một năm hoặc một thành phần.", leaf
    )


def _match(header: Header, index: int, found) -> ColumnMatch:  # type: ignore[no-untyped-def]
    heading = header.headings[index]
    printed = heading.printed if heading else ""
    letter = column_letter(index)
    if found.level < 0:
        return ColumnMatch(
            letter, printed, "confirmed", 100.0, spoken("{gathering_name} đã xác nhận tên cột này.")
        )
    if found.level >= AFTER_LIKENESS:
        return ColumnMatch(
            letter, printed, "fuzzy", found.score, "Các ô là tên đơn vị, cần xác nhận một lần."
        )
    if found.score < 100:
        why = f"Gần giống “{found.spelling}” ({found.score:.0f}/100), cần xác nhận một lần."
        return ColumnMatch(letter, printed, "fuzzy", found.score, why)
    return ColumnMatch(letter, printed, "exact", 100.0, "Đúng một tên cột đã biết.")


def _is_near_anchor(texts: SheetText, row: int, options: Options) -> bool:
    """Tell whether a row may be part of a header whose words nobody has spelled so before."""
    line = texts.line(row)
    if len(line) < 3 or not _is_header_like(texts, row):
        return False
    return sum(is_near_heading(text) or fold_words(text) in options.headings for text in line) >= 2


def _is_anchor(texts: SheetText, row: int) -> bool:
    """Tell whether a row may be part of a header: two known headings, and two fifths of its cells."""
    hits = 0
    known = texts.known_headings
    for value in texts.sheet.rows[row]:
        if type(value) is str and value:
            is_known = known.get(value)
            if is_known is None:
                is_known = known[value] = _is_known_heading(texts, value, row)
            hits += is_known
    return (
        hits >= 2 and hits * 5 >= (_filled(texts.sheet.rows[row]) - _year_numbers(texts.sheet.rows[row])) * 2
    )


def _year_numbers(row: Row) -> int:
    """How many cells are a year as a number, which heads a column as well as it may be a value."""
    return sum(type(v) in (int, float) and 2000 <= v <= 2100 and v % 1 == 0 for v in row)  # type: ignore[operator]


def _is_known_heading(texts: SheetText, value: str, row: int) -> bool:
    # Far down, a text with a digit is an id or a date; up here it may be "Điểm đạt 2022".
    if len(value) > _LONGEST_HEADING or (row >= DEPTH and (len(value) > 60 or _DIGIT.search(value))):
        return False
    return is_heading(texts.readable(value))


def _filled(row: Row) -> int:
    return len(row) - row.count("") - row.count(None)


def _is_header_like(texts: SheetText, row: int) -> bool:
    """Tell whether every filled cell is a shortish text (a year may be a number)."""
    cells = [value for value in texts.sheet.rows[row] if value not in ("", None)]
    return bool(cells) and all(
        (isinstance(v, str) and len(v) <= _LONGEST_HEADING)
        or (isinstance(v, int | float) and 2000 <= v <= 2100)
        for v in cells
    )


def _header_at(
    texts: SheetText, anchor: int, floor: int, options: Options, file_name: str, *, fuzzy: bool
) -> Header | None:
    """The best header among the windows of one to three rows around *anchor*."""
    best: Header | None = None
    for top, bottom in _windows(texts, anchor, floor):
        header = _best_kind(texts, top, bottom, floor, options, file_name, fuzzy=fuzzy)
        if header and (best is None or header.score > best.score + 0.01):
            best = header
    if best is None:
        return None
    best.bottom = _with_continuation(texts, best)
    best.top = _with_parents(texts, best, floor)
    best.headings = _headings(texts, best.top, best.bottom)
    best.found = mapped(best.headings, best.kind, options.headings, fuzzy=True)
    _add_codes_of_names(texts.sheet, best.bottom, best.kind, best.found)
    settle_shifts(texts, best, options)
    settle_unspelled(texts, best)
    settle_rules(texts, best)
    settle_limits(best)
    best.order_column = order_column_of(best.headings, best.found)
    return best


def _windows(texts: SheetText, anchor: int, floor: int) -> list[tuple[int, int]]:
    """Row ranges to try, the smallest first, stretched over cells merged across their edges."""
    last = len(texts.sheet.rows) - 1
    ranges = []
    for up, down in ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
        top, bottom = anchor - up, anchor + down
        if top < floor or bottom > last:
            continue
        if all(_is_header_like(texts, row) for row in range(top, bottom + 1) if row != anchor) and all(
            _may_be_children(texts, row) for row in range(top + 1, bottom + 1)
        ):
            ranges.append(_stretched(texts.sheet, top, bottom, floor))
    return list(dict.fromkeys(ranges))


def _may_be_children(texts: SheetText, row: int) -> bool:
    """
    Tell whether a row can be the second line of a header, so that a first data row is never taken for one.

    Children stand under a parent that reaches over them: under a blank or a merged cell. Where all
    stand under headings of their own, they go on with those headings' words.
    """
    columns = [n for n, value in enumerate(texts.sheet.rows[row]) if value not in ("", None)]
    if any(_VALUE.match(texts.at(row, n)) for n in columns):
        return False
    above = texts.sheet.rows[row - 1]
    merged = _merged_columns(texts.sheet, row - 1)
    if any(above[n] in ("", None) or n in merged for n in columns):
        return True
    joined = [f"{texts.at(row - 1, n)} {texts.at(row, n)}" for n in columns]
    return sum(map(is_heading, joined)) * 2 > len(columns)


def _merged_columns(sheet: Sheet, row: int) -> set[int]:
    """The columns of all merged cells that touch *row*."""
    return {
        column
        for first, left, last, right in sheet.merged
        if first <= row <= last
        for column in range(left, right + 1)
    }


def _stretched(sheet: Sheet, top: int, bottom: int, floor: int) -> tuple[int, int]:
    for first, _, last, _ in sheet.merged:
        if last > first and last - first <= 3 and first <= bottom and last >= top:
            if floor <= first and bottom - first <= 4:
                top = min(top, first)
            if last - top <= 4:
                bottom = max(bottom, last)
    return top, min(bottom, len(sheet.rows) - 1)


def header_as(texts: SheetText, header: Header, kind_name: str, options: Options) -> Header | None:
    """The same headings as those of a table of another kind; None where they are not enough for it."""
    kind = kind_named(kind_name)
    found = mapped(header.headings, kind, options.headings, fuzzy=True)
    _add_codes_of_names(texts.sheet, header.bottom, kind, found)
    if not _is_enough(kind, found, is_chosen=False, is_titled=True):
        return None
    other = Header(kind, header.top, header.bottom, header.headings, found, None, header.score)
    settle_rules(texts, other)
    other.order_column = order_column_of(header.headings, found)
    other.confidence = header.confidence
    return other


def _best_kind(
    texts: SheetText, top: int, bottom: int, floor: int, options: Options, file_name: str, *, fuzzy: bool
) -> Header | None:
    headings = _headings(texts, top, bottom)
    above = range(max(floor, top - _TITLE_DEPTH), top)
    lines = [*texts.sheet.preamble, *texts.lines(above)]
    titles, agency = fold_words(" | ".join(lines)), agency_of_title(lines)
    candidates: list[Header] = []
    for kind in [kind_named(options.kind)] if options.kind else kinds().values():
        found = mapped(headings, kind, options.headings, fuzzy=fuzzy)
        _add_codes_of_names(texts.sheet, bottom, kind, found)
        words = _title_score(kind, titles, texts.sheet.name, file_name)
        if _is_enough(
            kind,
            found,
            is_chosen=options.kind is not None,
            is_titled=words > 0,
            is_of_agency=agency is not None,
        ):
            if words <= -_TITLE_WEIGHT / 2 and not options.kind:
                continue
            weight = sum(
                kind.column(name).weight * how.score / 100 for name, (_, how) in found.columns.items()
            ) + sum(len(one.columns) for one in found.slices)
            candidates.append(Header(kind, top, bottom, headings, found, None, weight + words))
    if not candidates:
        return None
    return _winner(candidates, headings)


def _is_running(cells: Sequence[object]) -> bool:
    """Tell a column of 1, 2, 3 … that counts rows and codes nothing."""
    numbers = [str(cell).strip(" .").removesuffix(".0") for cell in cells if cell not in ("", None)]
    return len(numbers) >= 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _add_codes_of_names(sheet: Sheet, bottom: int, kind: Kind, found: Mapped) -> None:
    """Where no column holds the codes of criteria, the names may: "1.1. Ban hành kế hoạch"."""
    code = kind.columns.get("code")
    if code is None or code.type != "criterion" or "name" not in found.columns:
        return
    index = found.columns["name"][0]
    rows = sheet.rows[bottom + 1 : bottom + 1 + _NAMES_LOOKED_AT]
    if "code" in found.columns:
        numbered = [(row[found.columns["code"][0]], row[index]) for row in rows]
        numbered = [(number, name) for number, name in numbered if number not in ("", None)]
        if not _is_running([number for number, _ in numbered]) or not all(has_code(n) for _, n in numbered):
            return
    names = [name for row in rows if isinstance(name := row[index], str)]
    coded = [name for name in names if has_code(name)]
    # Rules may stand in rows of their own between the criteria.
    if len(coded) >= 2 and len(coded) * 3 >= len([name for name in names if name.strip()]):
        found.columns["code"] = (index, Found("code", 5, 0, spelling="ma trong ten"))
    elif (
        kind.name == "indicator_set"
        and not coded
        and "code" not in found.columns
        and _is_outlined(sheet, bottom, found)
    ):
        found.columns["code"] = (index, Found("code", 5, 0, spelling=MARK))


def _is_outlined(sheet: Sheet, bottom: int, found: Mapped) -> bool:
    """Tell whether the lines down to the first that has no name or no points stand at levels that add up."""
    if "max_score" not in found.columns:
        return False
    name, points = found.columns["name"][0], found.columns["max_score"][0]
    return outline_levels(sheet, outlined_rows(sheet, bottom + 1, name, points), name, points) is not None


def _is_enough(
    kind: Kind, found: Mapped, *, is_chosen: bool, is_titled: bool, is_of_agency: bool = False
) -> bool:
    """Tell whether the columns make a table of *kind*; where a person has said so, its key and one more do."""
    if is_chosen and len(found.columns) >= 2:
        return any(any(name in found.columns for name in key) for key in kind.keys)
    in_slices = {name for one in found.slices for name in one.columns}
    in_slices |= {"index_name"} if any(one.index for one in found.slices) else set()
    return all(
        any(
            name in found.columns
            or (name == TITLE and is_titled)
            or (name == TITLE_AGENCY and is_of_agency)
            or name in in_slices
            for name in group
        )
        for group in kind.needs
    )


def _winner(candidates: list[Header], headings: list[Heading | None]) -> Header:
    ranked = sorted(candidates, key=lambda header: -header.score)
    best = ranked[0]
    best.rivals = [other.kind.name for other in ranked[1:] if best.score - other.score < _TIE]
    named = [h for h in headings if h is not None and not is_order_heading(h)]
    share = min(1.0, len(best.found.columns) / max(len(named), 1))
    lead = 1.0 if len(ranked) == 1 else min(1.0, (best.score - ranked[1].score) / 4)
    best.confidence = round(0.6 * share + 0.4 * lead, 2)
    best.why = f"Nhận ra {len(best.found.columns)}/{len(named)} cột của “{best.kind.title_vi}”"
    return best


def _title_score(kind: Kind, titles: str, sheet_name: str, file_name: str) -> float:
    """What the words above the table and the names say for or against *kind*."""
    score = 0.0
    for text, weight in (
        (titles, _TITLE_WEIGHT),
        (fold_words(sheet_name), _SHEET_WEIGHT),
        (fold_words(file_name), _FILE_WEIGHT),
    ):
        padded = f" {text} "
        longest = max((len(word.split()) for word in kind.title_words if f" {word} " in padded), default=0)
        score += weight * min(1.0, 0.4 + 0.2 * longest) if longest else 0.0
        score -= weight if any(f" {word} " in padded for word in kind.not_title_words) else 0.0
    return score


def _headings(texts: SheetText, top: int, bottom: int) -> list[Heading | None]:
    """One heading per column: the texts of the header rows, merged cells filled."""
    width = len(texts.sheet.rows[top])
    grid = [[_heading_text(texts, row, column) for column in range(width)] for row in range(top, bottom + 1)]
    covered = _fill_merged(grid, texts.sheet, top, bottom)
    if not covered:
        _fill_parents(grid)
    headings: list[Heading | None] = []
    for column in range(width):
        parts = tuple(dict.fromkeys(row[column] for row in grid if row[column]))
        headings.append(Heading(parts) if parts else None)
    return headings


def _heading_text(texts: SheetText, row: int, column: int) -> str:
    value = texts.sheet.rows[row][column]
    if isinstance(value, int | float) and not isinstance(value, bool) and 2000 <= value <= 2100:
        return str(int(value))
    return texts.at(row, column)


def _fill_merged(grid: list[list[str]], sheet: Sheet, top: int, bottom: int) -> bool:
    """Copy each merged text over its cells; tell whether any cell of the header was merged."""
    any_merged = False
    for first, left, last, right in sheet.merged:
        if last < top or first > bottom:
            continue
        any_merged = True
        text = grid[max(first, top) - top][left] if left < len(grid[0]) else ""
        for row in range(max(first, top), min(last, bottom) + 1):
            for column in range(left, min(right, len(grid[0]) - 1) + 1):
                grid[row - top][column] = grid[row - top][column] or text
    return any_merged


def _fill_parents(grid: list[list[str]]) -> None:
    """Without merge marks (CSV): a parent reaches right over blanks that have a child below, as it has itself."""
    for upper, lower in itertools.pairwise(grid):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]


def _with_continuation(texts: SheetText, header: Header) -> int:
    """The last header row, when a row of child headings follows that no declaration knows."""
    below = header.bottom + 1
    if header.bottom - header.top >= 2 or below >= len(texts.sheet.rows):
        return header.bottom
    cells = [(n, value) for n, value in enumerate(texts.sheet.rows[below]) if value not in ("", None)]
    if len(cells) < 2 or not all(
        isinstance(v, str) and not _DIGIT.search(v) and len(v) <= 60 for _, v in cells
    ):
        return header.bottom
    parents = _wide_parents(texts.sheet, header.bottom)
    keyed = {header.found.columns[n][0] for key in header.kind.keys for n in key if n in header.found.columns}
    order = order_column_of(header.headings, header.found)
    if all(n in parents or not texts.at(header.bottom, n) for n, _ in cells) and not (
        {n for n, _ in cells} & (keyed | {order})
    ):
        return below
    return header.bottom


def _with_parents(texts: SheetText, header: Header, floor: int) -> int:
    """The first header row, when wide merged cells above are parents of some columns only."""
    above = header.top - 1
    if above < floor or header.bottom - header.top >= 2 or not _is_header_like(texts, above):
        return header.top
    spans = [
        (left, right)
        for first, left, last, right in texts.sheet.merged
        if first == last == above and right > left and texts.at(above, left)
    ]
    matched = header.found.indexes()
    width = max(matched) - min(matched) + 1
    inner = [s for s in spans if s[0] > min(matched) and s[1] - s[0] + 1 <= max(2, width * 0.5)]
    letterhead = any(
        word in fold_words(" ".join(texts.line(above)))
        for word in (
            "doc lap",
            "cong hoa",
            fold_words(office().short_name),
            "uy ban",
            "ngay",
            "thong ke",
            "danh sach",
            "bao cao tong",
        )
    )
    return above if inner and len(inner) == len(spans) and not letterhead else header.top


def _wide_parents(sheet: Sheet, row: int) -> set[int]:
    return {
        column
        for first, left, last, right in sheet.merged
        if first <= row <= last and right > left
        for column in range(left, right + 1)
    }

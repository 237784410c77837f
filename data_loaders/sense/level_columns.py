"""What are the lines of a set, or of a sheet of its scores, that prints each level in a column of its own: lĩnh vực | tiêu chí | tiêu chí thành phần?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from data_loaders.sense.code_tree import ROMANS
from data_loaders.tables.headings import Heading
from data_loaders.tables.recognise import column_matches, slice_match
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.tables.titles import TableTitle
from data_loaders.values.cells import read_score, says_nothing
from data_loaders.values.criterion_codes import criterion_codes, has_code, name_without_code
from data_loaders.values.outline import outline_levels
from data_loaders.values.typed import Table
from domain.wording.text import clean, fold_words

_LEVELS = (
    re.compile(r"(?:ten |cac )?(?:linh vuc|nhom tieu chi|nhom|noi dung lon)(?: danh gia)?"),
    re.compile(r"(?:ten |cac )?(?:tieu chi|chi tieu|noi dung)(?: danh gia| chinh| lon)?"),
    re.compile(
        r"(?:ten |cac )?(?:tieu chi thanh phan|tieu chi con|tctp|noi dung thanh phan|noi dung chi tiet)"
    ),
)
_OF_CODES = re.compile(r"(?:ma|stt|tt|so)\b")
_RUNNING = re.compile(r"\d{1,3}[.)]?")


@dataclass(frozen=True, slots=True)
class _Node:
    """One line of the set: the sheet row where it begins, its level from 0, its name and whether that row speaks of it."""

    row: int
    level: int
    name: str
    is_last: bool


def level_columns(header: Header) -> list[int]:
    """The columns of the levels from the left; none where the names stand in one column."""
    if header.kind.name not in ("indicator_set", "indicator_scores") or "name" not in header.found.columns:
        return []
    found: list[tuple[int, int]] = []
    for index, heading in enumerate(header.headings):
        said = _said_of(heading) if heading else ""
        level = next((n for n, form in enumerate(_LEVELS) if form.fullmatch(said)), None)
        if level is not None:
            found.append((level, index))
    levels = [level for level, _ in found]
    columns = [index for _, index in found]
    is_rising = all(a < b for a, b in pairwise(levels))
    return columns if len(found) > 1 and is_rising and header.column_indexes()["name"] in columns else []


def _said_of(heading: Heading) -> str:
    """The heading of a level; "Tên" under "Tiêu chí" is that of its parent."""
    parts = [fold_words(part) for part in heading.parts if fold_words(part)]
    return parts[-2] if len(parts) > 1 and parts[-1] in ("ten", "ten goi") else fold_words(heading.leaf)


def settle_levels(header: Header) -> None:
    """Columns of names and codes that each hold a level are no two columns of one thing."""
    columns = level_columns(header)
    own = {*columns, *(index - 1 for index in columns)}
    for name in ("code", "name"):
        if set(header.found.doubles.get(name, ())) & own and set(header.found.doubles[name]) <= own:
            del header.found.doubles[name]


def level_table(
    texts: SheetText, header: Header, data: Sequence[int], title: TableTitle, columns: Sequence[int]
) -> tuple[Table, list[int]] | None:
    """
    The table with one position for each line, and the row of each, -1 for a line that only leads in to another.

    None where the codes of the sheet name other parents than the columns do.
    """
    nodes = list(_nodes(texts, data, columns))
    codes = _codes_beside(texts, header, nodes, columns) or _codes(texts, header, nodes)
    return None if codes is None else _table_of(texts, header, nodes, codes, title, columns)


def outlined_table(
    texts: SheetText, header: Header, data: Sequence[int], title: TableTitle
) -> tuple[Table, list[int]] | None:
    """The same of a set without codes, whose lines tell their level by how they are set; None where they do not."""
    at = header.column_indexes()
    levels = outline_levels(texts.sheet, data, at["name"], at["max_score"])
    if levels is None:
        return None
    nodes = [
        _Node(row, level, clean(texts.at(row, at["name"]) or ""), True)
        for row, level in zip(data, levels, strict=True)
    ]
    columns = [at["name"]] * (max(levels) + 1)
    return _table_of(texts, header, nodes, list(_generated(nodes)), title, columns)


def _table_of(
    texts: SheetText,
    header: Header,
    nodes: Sequence[_Node],
    codes: list[Any],
    title: TableTitle,
    columns: Sequence[int],
) -> tuple[Table, list[int]]:
    rows = [node.row if node.is_last else -1 for node in nodes]
    table = Table(
        header.kind, texts.sheet.name, [texts.sheet.row_numbers[node.row] for node in nodes], column_matches(header),
        _raw(texts, header, nodes), title.day.day, title.year, texts.encoding,
    )  # fmt: skip
    table.raw["code"], table.raw["name"] = codes, [name_without_code(node.name) for node in nodes]
    for name, column in header.kind.columns.items():
        if column.type == "score" and (name in table.raw or name == "max_score"):
            table.raw[name] = _with_sums(table.raw.get(name) or [None] * len(nodes), nodes)
    table.matches.setdefault("code", slice_match(header, columns[-1]))
    table.match_at = {"name": [slice_match(header, columns[node.level]) for node in nodes]}
    return table, rows


def _nodes(texts: SheetText, data: Sequence[int], columns: Sequence[int]) -> Iterator[_Node]:
    """Each filled cell that does not repeat what is open at its level; the last of a row is what the row speaks of."""
    open_names: list[str] = []
    for row in data:
        cells = [(level, clean(texts.at(row, index) or "")) for level, index in enumerate(columns)]
        filled = [(level, name) for level, name in cells if name]
        for place, (level, name) in enumerate(filled):
            is_last = place == len(filled) - 1
            if level < len(open_names) and open_names[level] == name and not is_last:
                continue
            del open_names[level:]
            open_names += [*[""] * (level - len(open_names)), name]
            yield _Node(row, level, name, is_last)
        if not filled:
            yield _Node(row, 0, "", True)


def _codes(texts: SheetText, header: Header, nodes: Sequence[_Node]) -> list[Any] | None:
    """The printed codes where every line has one, else I, I.1, I.1.1; None where the sheet's are of another tree."""
    if all(has_code(node.name) for node in nodes):
        return [criterion_codes([node.name])[0][0] for node in nodes]
    at = header.column_indexes().get("code")
    printed = [None if at is None else texts.sheet.rows[node.row][at] for node in nodes]
    if mixed := _in_column_or_name(nodes, printed):
        return mixed
    if all(node.is_last for node in nodes) and not any(map(says_nothing, printed)):
        return list(printed)
    running = [
        f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in printed if not says_nothing(cell)
    ]
    is_name = at is not None and at == header.column_indexes()["name"]
    if not is_name and not all(_RUNNING.fullmatch(cell) for cell in running):
        return _under_fields(nodes, printed) or _of_last_lines(nodes, printed)
    return list(_generated(nodes))


def _under_fields(nodes: Sequence[_Node], printed: Sequence[Any]) -> list[Any] | None:
    """Codes made anew under the fields where the fields alone print one, each once: "I | Chỉ đạo", then "| | Kế hoạch"."""
    said = [None if says_nothing(cell) else str(cell) for cell in printed]
    fields = [cell for node, cell in zip(nodes, said, strict=True) if node.level == 0]
    below = [cell for node, cell in zip(nodes, said, strict=True) if node.level > 0]
    if any(below) or None in fields or len(set(fields)) < len(fields):
        return None
    names = iter(criterion_codes(fields))
    own = ""
    found = []
    for node, code in zip(nodes, _generated(nodes), strict=True):
        own = next(names)[0] or "" if node.level == 0 else own
        found.append(".".join([own, *code.split(".")[1:]]))
    return found


def _in_column_or_name(nodes: Sequence[_Node], printed: Sequence[Any]) -> list[Any] | None:
    """The code of the column, in the name where that is blank: "1 | Chỉ đạo", then "| 1.1 Kế hoạch"; None unless each once."""
    if not all(node.is_last for node in nodes) or not any(map(says_nothing, printed)):
        return None
    names = [criterion_codes([node.name])[0][0] if has_code(node.name) else None for node in nodes]
    found = [name if says_nothing(cell) else cell for name, cell in zip(names, printed, strict=True)]
    return found if None not in found and len(set(map(str, found))) == len(found) else None


def _of_last_lines(nodes: Sequence[_Node], printed: Sequence[Any]) -> list[Any] | None:
    """Codes as deep as the levels name what leads in to them: 1.1.2 stands under 1.1; None where they are not."""
    found: list[Any] = []
    own: str | None = None
    for node, cell in zip(reversed(nodes), reversed(printed), strict=True):
        own = criterion_codes([cell])[0][0] if node.is_last else own
        parts = (own or "").split(".")
        if len(parts) <= node.level or (node.is_last and len(parts) != node.level + 1):
            return None
        found.insert(0, ".".join(parts[: node.level + 1]))
    return found if len(set(found)) == len(found) else None


def _codes_beside(
    texts: SheetText, header: Header, nodes: Sequence[_Node], columns: Sequence[int]
) -> list[Any] | None:
    """The codes in a column of their own before each level; None unless every line has one."""
    headings = [header.headings[index - 1] if index else None for index in columns]
    if not all(heading and _OF_CODES.match(fold_words(heading.leaf)) for heading in headings):
        return None
    codes = [texts.sheet.rows[node.row][columns[node.level] - 1] for node in nodes]
    return None if any(map(says_nothing, codes)) else codes


def _generated(nodes: Sequence[_Node]) -> Iterator[str]:
    counts: list[int] = []
    for node in nodes:
        del counts[node.level + 1 :]
        counts += [0] * (node.level + 1 - len(counts))
        counts[node.level] += 1
        first = ROMANS[counts[0] - 1] if 0 < counts[0] <= len(ROMANS) else str(counts[0])
        yield ".".join([first, *map(str, counts[1 : node.level + 1])])


def _raw(texts: SheetText, header: Header, nodes: Sequence[_Node]) -> dict[str, Sequence[Any]]:
    """The cells of a row belong to the last of its lines."""
    return {
        name: [texts.sheet.rows[node.row][index] if node.is_last else None for node in nodes]
        for name, index in header.column_indexes().items()
    }


def _with_sums(cells: Sequence[Any], nodes: Sequence[_Node]) -> list[Any]:
    """The points of a line that only leads in to others are those of what stands under it, where all are known."""
    found = list(cells)
    for place in reversed(range(len(nodes))):
        if nodes[place].is_last:
            continue
        under = []
        for below in range(place + 1, len(nodes)):
            if nodes[below].level <= nodes[place].level:
                break
            under.append(below)
        nearest = min((nodes[below].level for below in under), default=0)
        parts = [read_score(found[below])[0] for below in under if nodes[below].level == nearest]
        if parts and None not in parts:
            found[place] = sum((Decimal(part) for part in parts if part is not None), Decimal(0))
    return found

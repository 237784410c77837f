"""Which column is meant where a heading stands twice, or is spelled as nobody has spelled it before?"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import Options
from data_loaders.tables.evidence import evidence_rules
from data_loaders.tables.fitting import sample_of, share_that_fits
from data_loaders.tables.headings import Found, Heading
from data_loaders.tables.plain_rows import Row
from data_loaders.tables.sheet_header import Header, SheetText, column_letter
from domain.clauses.rule_lines import is_rule_line
from domain.wording.text import fold_words

AFTER_LIKENESS = 25  # level of such a find: later than any heading that is spelled like a known one


def settle_doubles(header: Header, rows: Sequence[Row]) -> None:
    """
    Leave in ``header.found.doubles`` only columns whose cells differ in *rows*.

    A column that is blank throughout, or says the same as another, is no question to anybody.
    """
    for name, indexes in list(header.found.doubles.items()):
        contents = {index: tuple(_said(row[index]) for row in rows) for index in indexes}
        filled = [index for index in indexes if any(value != "" for value in contents[index])]
        different = list({contents[index]: index for index in reversed(filled)}.values())[::-1]
        header.found.columns[name] = ((different or indexes)[0], header.found.columns[name][1])
        if len(different) > 1:
            header.found.doubles[name] = different
        else:
            del header.found.doubles[name]


def asked_doubles(header: Header, options: Options) -> list[list[int]]:
    """The columns that a person has to choose between; naming the kind settles it: the first then stands."""
    return (
        []
        if options.kind
        else [same for name, same in header.found.doubles.items() if not _is_prose(header, name)]
    )


def told_doubles(header: Header, options: Options) -> list[tuple[str, str]]:
    """Column name and letters of the columns of which the first was taken, to be said and not asked."""
    return [
        (name, ", ".join(map(column_letter, same)))
        for name, same in header.found.doubles.items()
        if options.kind or _is_prose(header, name)
    ]


def _is_prose(header: Header, name: str) -> bool:
    """Tell whether no number of anybody depends on the column."""
    column = header.kind.columns[name]
    is_in_key = any(name in key for key in header.kind.keys)
    return column.type == "text" and not column.required and not is_in_key


def _said(cell: object) -> object:
    return "" if cell is None else cell.strip() if isinstance(cell, str) else cell


def settle_unspelled(texts: SheetText, header: Header) -> None:
    """
    Give the required column of units to the one heading that speaks of a unit and stands over units.

    Such a find counts as one by resemblance: a person confirms it once, and nothing is taken where two would do.
    A heading of another role ("Đơn vị theo dõi") is none, however much it resembles.
    """
    _drop_other_roles(header)
    missing = [
        column
        for column in header.kind.columns.values()
        if column.required and column.type == "department" and column.name not in header.found.columns
    ]
    if not missing:
        return
    free = set(range(len(header.headings))) - header.found.indexes() - header.found.ignored
    rows, resolver = sample_of(texts.sheet, header.bottom + 1), DepartmentResolver()
    for column in missing:
        fit = {
            index: share_that_fits(column, header.kind, [row[index] for row in rows], resolver)
            for index in sorted(free)
            if (heading := header.headings[index]) and _speaks_of_a_unit(heading)
        }
        right = [index for index, share in fit.items() if share is not None and share >= _rules()["share"]]
        if len(right) == 1:
            header.found.columns[column.name] = (right[0], _found(column.name, header.headings[right[0]]))


_LATER_LIMIT = re.compile(r"\b(?:gia han|han moi|dieu chinh|lui|keo dai|han lan [2-9])\b")


def settle_limits(header: Header) -> None:
    """A limit that was put off, beside the limit of old, is a second column of limits: a person says which counts."""
    free = set(range(len(header.headings))) - header.found.indexes() - header.found.ignored
    later = [
        index for index in sorted(free)
        if (heading := header.headings[index]) and "han" in fold_words(heading.leaf).split() and _LATER_LIMIT.search(fold_words(heading.leaf))
    ]  # fmt: skip
    for name, (index, _) in header.found.columns.items():
        if later and header.kind.columns[name].type.partition(":")[0] == "due":
            header.found.doubles[name] = [*header.found.doubles.get(name, [index]), *later]


def settle_rules(texts: SheetText, header: Header) -> None:
    """
    Give the rules of a set the one column that holds them, whatever stands over it: "Ghi chú", "Cách đánh giá".

    Of a set that has a column of rules by its heading nothing is taken.
    """
    found = header.found.columns
    if header.kind.name != "indicator_set" or "rule_text" in found or "max_score" not in found:
        return
    taken = header.found.indexes() - ({found["method"][0]} if "method" in found else set())
    rows = sample_of(texts.sheet, header.bottom + 1)
    holding = [
        index for index in range(len(header.headings))
        if index not in taken and header.headings[index] and _are_rules([row[index] for row in rows])
    ]  # fmt: skip
    if len(holding) != 1:
        return
    if "method" in found and found["method"][0] == holding[0]:
        del found["method"]
    found["rule_text"] = (holding[0], Found("rule_text", 5, 0, spelling="quy tac trong o"))


def _are_rules(values: Sequence[object]) -> bool:
    """Tell cells most of which state the points of a rule."""
    filled = [value for value in values if value not in ("", None)]
    stated = [value for value in filled if isinstance(value, str) and _is_rule(value)]
    return len(stated) >= 2 and len(stated) * 2 > len(filled)


def _is_rule(text: str) -> bool:
    return any(is_rule_line(part) for part in re.split(r"[;\n]", text) if part.strip())


def _drop_other_roles(header: Header) -> None:
    for name, (index, found) in list(header.found.columns.items()):
        heading = header.headings[index]
        is_unit = header.kind.columns[name].type == "department"
        if is_unit and found.score < 100 and heading and _has_other_role(heading):
            del header.found.columns[name]


def _found(column: str, heading: Heading | None) -> Found:
    spelling = heading.printed if heading else ""
    return Found(
        column,
        AFTER_LIKENESS,
        0,
        score=round(100 * _rules()["share"], 1),
        spelling=spelling,
    )


def _speaks_of_a_unit(heading: Heading) -> bool:
    return _has(heading, _rules()["words"]) and not _has_other_role(heading)


def _has_other_role(heading: Heading) -> bool:
    return _has(heading, _rules()["other_roles"])


def _has(heading: Heading, many: Sequence[str]) -> bool:
    words = f" {fold_words(heading.printed)} "
    return any(f" {fold_words(one)} " in words for one in many)


def _rules() -> Mapping[str, Any]:
    return evidence_rules()["unit_heading"]

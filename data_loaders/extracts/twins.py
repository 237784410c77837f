"""Does one printed table hold two: the scores, and the rules of the set that they follow?"""

from collections.abc import Sequence
from dataclasses import replace

from data_loaders.declared.outcome import ExtractedTable, Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.tables.layout import Layout
from data_loaders.tables.recognise import header_as
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.tables.uncertain_columns import settle_doubles

_GIVEN_SCORES = ("self_score", "appraised_1", "appraised_2", "survey_score")
_SCORES = (*_GIVEN_SCORES, "final_score")
_TWINS = {"indicator_scores": "indicator_set", "indicator_set": "indicator_scores"}


def twin_of(one: PlacedTable, options: Options) -> PlacedTable | None:
    """
    The set in a score sheet that prints the rules of its decision, or the scores in a printed set.

    A sheet that names no decision states no set: whose would it be?
    """
    other = _TWINS.get(one.header.kind.name)
    if other is None or options.kind or one.title.is_amendment or one.title.amends or not one.title.decision:
        return None
    header = header_as(one.texts, one.header, other, options)
    if header is None:
        return None
    settle_doubles(header, [one.texts.sheet.rows[row] for row in one.layout.data])
    wanted = ("rule_text",) if other == "indicator_set" else _GIVEN_SCORES
    has_rules = other == "indicator_set" and bool(one.rule_lines)
    if not has_rules and not any(_is_given(one.texts, header, one.layout, name) for name in wanted):
        return None
    return replace(one, header=header, is_twin=True)


def holds_no_score(one: PlacedTable) -> bool:
    """Tell a sheet for scores into which nobody has put one yet."""
    names = [name for name in _SCORES if name in one.header.found.columns]
    return one.header.kind.name == "indicator_scores" and not any(
        _is_given(one.texts, one.header, one.layout, name) for name in names
    )


def _is_given(texts: SheetText, header: Header, layout: Layout, name: str) -> bool:
    index = header.column_indexes().get(name)
    return index is not None and any(texts.sheet.rows[row][index] not in ("", None) for row in layout.data)


def say_of_twins_once(found: Sequence[PlacedTable], tables: Sequence[ExtractedTable]) -> None:
    """What a cell of a table that holds two has already said is not said of its other half again."""
    for place, one in enumerate(found):
        if one.is_twin:
            said = set(tables[place - 1].issues)
            tables[place].issues = [issue for issue in tables[place].issues if issue not in said]

"""How do departments by obligations, and short tables of words, look?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import streamlit as st

from ui.look.markup import bar, chip, escape, sign, to_origin
from ui.look.theme import SIGNS, Meaning
from ui.pieces.lists import words_download
from ui.visit.memory import Memory


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One obligation of one department: share and what is left, or the word for why there is no number.

    Attributes:
        meaning: Level; None for a plain value without sign and bar.
        link: Where the number leads: its rows and cells.
    """

    meaning: Meaning | None
    value: str
    left: str = ""
    share_pct: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """
    One department in the table.

    Attributes:
        cells: One per heading.
        quiet: Nothing to do here: on a phone the row folds to one line with *quiet_words*.
    """

    name: str
    cells: tuple[Cell, ...]
    link: str = ""
    quiet: bool = False
    quiet_words: str = ""


def department_table(headings: Sequence[str], rows: Sequence[DepartmentRow], *, caption: str) -> None:
    """Departments by obligations with bars, in the order given; blocks instead of a table on a phone."""
    told = tuple(headings), tuple(rows), caption
    st.html(_tables.get(told, lambda: _department_table(*told)))


def department_words(rows: Sequence[DepartmentRow]) -> list[tuple[str, ...]]:
    """The same rows as words: the name, and each value with what is left behind it."""
    return [(row.name, *(f"{cell.value} {cell.left}".strip() for cell in row.cells)) for row in rows]


# Their rows are words already: what is the same looks the same.
_tables = Memory(size=100)
_COLUMNS_OF_A_PHONE = 4  # more do not stand side by side on 320 px


def _department_table(headings: Sequence[str], rows: Sequence[DepartmentRow], caption: str) -> str:
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in headings)
    body = "".join(_department_row(headings, row) for row in rows)
    return (
        f'<div class="cc-grid"><table class="cc-table cc-blocks"><caption class="cc-hidden">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Đơn vị</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _department_row(headings: Sequence[str], row: DepartmentRow) -> str:
    name = (
        f'<a href="{escape(row.link)}" target="_self">{escape(row.name)}</a>'
        if row.link
        else escape(row.name)
    )
    cells = "".join(
        f'<td data-label="{escape(heading)}">{_cell(cell)}</td>'
        for heading, cell in zip(headings, row.cells, strict=True)
    )
    folded = f'<td class="cc-phone">{chip("done", row.quiet_words)}</td>' if row.quiet else ""
    return f'<tr{" class=cc-quiet" if row.quiet else ""}><th scope="row">{name}</th>{cells}{folded}</tr>'


def _cell(cell: Cell) -> str:
    if cell.meaning is None:
        return f'<span class="cc-cell">{escape(cell.value)}</span>'
    left = f'<span class="cc-cell-left">· {escape(cell.left)}</span>' if cell.left else ""
    weight = "cc-strong" if cell.left or cell.share_pct is not None else "cc-word"
    word = f'<span class="cc-hidden">{_word(cell.meaning)}</span>'
    number = to_origin(f'<span class="{weight}">{escape(cell.value)}</span>{left}', cell.link)
    line = f'<span class="cc-cell-line cc-{cell.meaning}">{sign(cell.meaning)}{word}{number}</span>'
    drawn = "" if cell.meaning == "not_applicable" else bar(cell.share_pct, cell.meaning, small=True)
    return f'<span class="cc-cell">{line}{drawn}</span>'


def plain_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    numbers: bool = False,
    file_name: str = "",
) -> None:
    """
    A short table of words, the first column naming the row; one of many columns becomes blocks on a phone.

    Args:
        numbers: The other columns hold numbers and stand on the right.
        file_name: Of the same table as Excel and CSV, without day and ending; without it none is offered.
    """
    kind = ' class="cc-number"' if numbers else ""
    blocks = " cc-blocks" if len(headings) > _COLUMNS_OF_A_PHONE else ""
    heads = "".join(f'<th scope="col"{kind if n else ""}>{escape(h)}</th>' for n, h in enumerate(headings))
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f'<td{kind} data-label="{escape(head)}">{escape(cell)}</td>'
            for head, cell in zip_longest(headings[1:], row[1:], fillvalue="")
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="cc-grid"><table class="cc-table{blocks}"><caption class="cc-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    if file_name:
        words_download(headings, rows, key=f"tai-{file_name}", file_name=file_name, title=caption)


def _word(meaning: Meaning) -> str:
    return escape(SIGNS[meaning].word)

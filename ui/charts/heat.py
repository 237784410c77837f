"""Which field by which department holds the points that may be lost: a table that a screen reader can read."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.wording.formats import points
from ui.look.markup import escape

STEPS = 5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """
    Points that may be lost; value None is unknown, *is_applicable* False, where the unit leads nothing, shows "–".

    Attributes:
        link: The address of the rows behind it; empty: none.
    """

    value: float | None
    is_applicable: bool = True
    link: str = ""


def heat_table(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[HeatCell]],
    *,
    caption: str,
    head: str,
) -> None:
    """
    Draw *rows* by *columns* in five steps, the number in every cell, sums at both ends.

    A phone shows the columns as a list, the heaviest first; one that is tapped opens its rows.

    Args:
        cells: One sequence per row.
        head: Heading of the first column.
    """
    top = max((cell.value for row in cells for cell in row if cell.value), default=0.0)
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (*columns, "Cộng"))
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_cell(cell, top) for cell in line)}{_sum(line)}</tr>'
        for name, line in zip(rows, cells, strict=True)
    )
    foot = "".join(_sum([line[n] for line in cells]) for n in range(len(columns)))
    total = _sum([cell for line in cells for cell in line])
    st.html(
        f'{_scale(top)}<div class="cc-heat cc-heat-grid" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cc-table"><caption class="cc-hidden">{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(head)}</th>{heads}</tr></thead><tbody>{body}</tbody>'
        f'<tfoot><tr><th scope="row">Cộng</th>{foot}{total}</tr></tfoot></table></div>'
        f"{_as_list(rows, columns, cells, top)}"
    )


def heat_words(rows: Sequence[str], cells: Sequence[Sequence[HeatCell]]) -> list[list[str]]:
    """The lines of the table as words: the sum last, "?" where nothing is known, "–" where nothing is to be lost."""
    return [
        [name, *(_words(cell) for cell in line), _known_sum(line)]
        for name, line in zip(rows, cells, strict=True)
    ]


def _words(cell: HeatCell) -> str:
    if not cell.is_applicable:
        return "–"
    return "?" if cell.value is None else points(cell.value)


def _as_list(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[HeatCell]], top: float
) -> str:
    """Every column with its sum; inside it the rows that concern it, the heaviest first."""
    lines = {name: [line[n] for line in cells] for n, name in enumerate(columns)}
    order = sorted(columns, key=lambda name: -sum(cell.value or 0 for cell in lines[name]))
    folds = (
        f"<details{' open' if name == order[0] else ''}><summary><span>{escape(name)}</span>"
        f"<strong>{_known_sum(lines[name])}</strong></summary>"
        f'<table class="cc-table"><caption class="cc-hidden">{escape(name)}</caption><tbody>'
        f"{_own_rows(rows, lines[name], top)}</tbody></table></details>"
        for name in order
    )
    return f'<div class="cc-heat cc-heat-list">{"".join(folds)}</div>'


def _own_rows(rows: Sequence[str], line: Sequence[HeatCell], top: float) -> str:
    own = [(name, cell) for name, cell in zip(rows, line, strict=True) if cell.is_applicable]
    own.sort(key=lambda pair: -(pair[1].value or 0))
    return "".join(f'<tr><th scope="row">{escape(name)}</th>{_cell(cell, top)}</tr>' for name, cell in own)


def _step(value: float, top: float) -> int:
    return 1 if top <= 0 else min(STEPS, 1 + int(value / top * STEPS * 0.999))


def _cell(cell: HeatCell, top: float) -> str:
    if not cell.is_applicable:
        return '<td><span aria-hidden="true">–</span><span class="cc-hidden">Không chủ trì</span></td>'
    if cell.value is None:
        return '<td class="cc-hatched"><span aria-hidden="true">?</span><span class="cc-hidden">Chưa có dữ liệu</span></td>'
    shown = points(cell.value)
    if cell.link:
        shown = f'<a href="{escape(cell.link)}" target="_self" title="Các tiêu chí của ô này">{shown}</a>'
    return f'<td class="cc-step-{_step(cell.value, top)}">{shown}</td>'


def _sum(line: Sequence[HeatCell]) -> str:
    return f'<td class="cc-number"><strong>{_known_sum(line)}</strong></td>'


def _known_sum(line: Sequence[HeatCell]) -> str:
    known = [cell.value for cell in line if cell.value is not None]
    return points(sum(known)) if known else "?"


def _scale(top: float) -> str:
    if top <= 0:
        return ""
    bounds = [top * n / STEPS for n in range(STEPS + 1)]
    steps = "".join(
        f'<span><i style="background:var(--cc-heat-{n})"></i>đến {points(bounds[n])}</span>'
        for n in range(1, STEPS + 1)
    )
    return f'<p class="cc-scale"><span>Điểm có thể mất:</span>{steps}</p>'

"""Which field by which department holds the points that may be lost: a table that a screen reader can read."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.formats import points
from ui.markup import escape

STEPS = 5


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Points that may be lost; value None is unknown, *is_applicable* False shows "–"."""

    value: float | None
    is_applicable: bool = True


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
        f'{_scale(top)}<div class="cc-heat" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cc-table"><caption class="cc-hidden">{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(head)}</th>{heads}</tr></thead><tbody>{body}</tbody>'
        f'<tfoot><tr><th scope="row">Cộng</th>{foot}{total}</tr></tfoot></table></div>'
    )


def _step(value: float, top: float) -> int:
    return 1 if top <= 0 else min(STEPS, 1 + int(value / top * STEPS * 0.999))


def _cell(cell: HeatCell, top: float) -> str:
    if not cell.is_applicable:
        return '<td><span aria-hidden="true">–</span><span class="cc-hidden">Không phát sinh</span></td>'
    if cell.value is None:
        return '<td class="cc-hatched"><span aria-hidden="true">?</span><span class="cc-hidden">Chưa có dữ liệu</span></td>'
    return f'<td class="cc-step-{_step(cell.value, top)}">{points(cell.value)}</td>'


def _sum(line: Sequence[HeatCell]) -> str:
    known = [cell.value for cell in line if cell.value is not None]
    return f'<td class="cc-number"><strong>{points(sum(known)) if known else "?"}</strong></td>'


def _scale(top: float) -> str:
    if top <= 0:
        return ""
    bounds = [top * n / STEPS for n in range(STEPS + 1)]
    steps = "".join(
        f'<span><i style="background:var(--cc-heat-{n})"></i>đến {points(bounds[n])}</span>'
        for n in range(1, STEPS + 1)
    )
    return f'<p class="cc-scale"><span>Điểm có thể mất:</span>{steps}</p>'

"""How do limits, what is left of them and the calls of today look on the front page?"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.look.markup import bar, chip, escape, rich, to_origin
from ui.look.theme import Meaning


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """
    One obligation or count in a deadline card.

    Attributes:
        value: Already in words, ``**79,6%** · còn 151``.
        share_pct: Length of the bar; None draws it hatched when *meaning* is unknown.
        meaning: Level; None for a plain row without bar and chip.
        link: Where the value leads: its rows and cells.
    """

    name: str
    value: str
    share_pct: float | None = None
    meaning: Meaning | None = None
    word: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """
    One limit: which, how long, how it stands.

    Attributes:
        limit: ``Trước ngày 17/11 (hết ngày 16/11, thứ Năm)``.
        countdown: ``Còn 4 ngày làm việc``.
        aside: Small print at the right, such as the chance; lines split by newline.
        meaning: Level of the whole card, shown as a chip; None without.
        text: What has to be done.
        note: What the numbers leave out.
        rule: How the limit is counted.
    """

    limit: str
    countdown: str
    rows: tuple[DeadlineRow, ...]
    aside: str = ""
    meaning: Meaning | None = None
    text: str = ""
    note: str = ""
    rule: str = ""


def deadline_cards(cards: Sequence[DeadlineCard]) -> None:
    """One or two deadline cards side by side, of equal height; one below the other on a phone."""
    pair = " cc-pair" if len(cards) > 1 else ""
    st.html(
        f'<div class="cc-grid"><div class="{pair.strip()}">{"".join(map(_deadline_card, cards))}</div></div>'
    )


def _deadline_card(item: DeadlineCard) -> str:
    aside = "<br>".join(rich(line) for line in item.aside.split("\n")) if item.aside else ""
    pieces = [
        f'<section class="cc-card cc-grid" aria-label="{escape(item.limit)}"><div class="cc-deadline-head"><div>'
        f'<p class="cc-key">{escape(item.limit)}</p><p class="cc-big">{escape(item.countdown)}</p></div>'
        + (f'<p class="cc-aside">{aside}</p>' if aside else "")
        + "</div>"
    ]
    if item.meaning:
        pieces.append(f'<p class="cc-chip-line">{chip(item.meaning)}</p>')
    if item.text:
        pieces.append(f"<p>{rich(item.text)}</p>")
    pieces.append(_deadline_rows(item.rows))
    pieces += [f'<p class="cc-note">{rich(line)}</p>' for line in (item.note, item.rule) if line]
    return "".join(pieces) + "</section>"


def _deadline_rows(rows: Sequence[DeadlineRow]) -> str:
    barred = any(row.meaning for row in rows)
    items = "".join(f"<li>{_deadline_row(row)}</li>" for row in rows)
    return f'<ul class="cc-rows{" cc-bars" if barred else ""}">{items}</ul>'


def _deadline_row(row: DeadlineRow) -> str:
    name = f'<span class="cc-row-name">{rich(row.name)}</span>'
    value = f'<span class="cc-row-value">{to_origin(rich(row.value), row.link)}</span>'
    if row.meaning is None:
        return name + value
    drawn = "" if row.meaning == "not_applicable" else bar(row.share_pct, row.meaning)
    return f'{name}<span class="cc-row-bar">{drawn}</span>{value}<span class="cc-row-chip">{chip(row.meaning, row.word)}</span>'


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call to make: whom, worth how much (in words), about what."""

    who: str
    worth: str
    about: str
    link: str = ""


def calls_list(calls: Sequence[CallLine]) -> None:
    """The calls of today, the weightiest first."""
    st.html(f'<ol class="cc-calls">{"".join(map(_call, calls))}</ol>')


def _call(call: CallLine) -> str:
    who = (
        f'<a href="{escape(call.link)}" target="_self">{escape(call.who)}</a>'
        if call.link
        else escape(call.who)
    )
    return (
        f'<li><div class="cc-call-head"><span>{who}</span><span>{escape(call.worth)}</span></div>'
        f'<div class="cc-call-detail">{rich(call.about)}</div></li>'
    )

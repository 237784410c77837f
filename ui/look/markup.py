"""How our own HTML is written: every text escaped, every level with its symbol and its word."""

import re
from html import escape as _escape

from ui.look.theme import SIGNS, Meaning


def escape(text: object) -> str:
    """Return *text* safe inside HTML, also inside quotes."""
    return _escape(str(text), quote=True)


# Signs that Streamlit's Markdown takes for markup: links, images, formulas, colours, emphasis, addresses.
_MARKDOWN = re.compile(r"[\\`*_\[\]$~<@]|:(?=[A-Za-z/])|(?<=www)\.", re.I)


def plain(text: object) -> str:
    """
    Return *text* from a file or a person so that `st.write`, `st.error`, a label or a title shows it as it is.

    >>> plain("[x](http://a.vn) :red[y] $z$")
    '\\\\[x\\\\](http\\\\://a.vn) \\\\:red\\\\[y\\\\] \\\\$z\\\\$'
    """
    return _MARKDOWN.sub(lambda sign: "\\" + sign[0], str(text))


def rich(text: str) -> str:
    """
    Return *text* escaped, with ``**bold**`` parts in bold.

    >>> rich("mất **6,35 điểm** & hơn")
    'mất <strong>6,35 điểm</strong> &amp; hơn'
    """
    parts = escape(text).split("**")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<strong>{part}</strong>" if number % 2 else part for number, part in enumerate(parts))


def sign(meaning: Meaning) -> str:
    """The 16 px symbol of *meaning*; a word must stand beside it, for it is hidden from screen readers."""
    drawn = SIGNS[meaning]
    return f'<span class="cc-sign cc-{drawn.shape}" aria-hidden="true">{drawn.mark}</span>'


def chip(meaning: Meaning, word: str | None = None) -> str:
    """The level chip: symbol and word on the tint of *meaning*."""
    return f'<span class="cc-chip cc-{meaning}">{sign(meaning)}{escape(word or SIGNS[meaning].word)}</span>'


def bar(share_pct: float | None, meaning: Meaning, *, small: bool = False) -> str:
    """A bar of *share_pct*; hatched where it is unknown. The number beside it says the same in words."""
    size = " cc-bar-small" if small else ""
    if share_pct is None:
        return f'<span class="cc-bar cc-unknown{size}" aria-hidden="true"></span>'
    # A sliver stays visible as long as something is done; a gap as long as something is left.
    width = 100.0 if share_pct >= 100 else min(max(share_pct, 0.0), 99.0)
    inner = f'<span style="width:{width:.1f}%"></span>' if width else ""
    return f'<span class="cc-bar cc-{meaning}{size}" aria-hidden="true">{inner}</span>'


def to_origin(shown: str, link: str) -> str:
    """A number as a link to its rows and cells; it stays a number to look at."""
    if not link:
        return shown
    return f'<a class="cc-origin" href="{escape(link)}" target="_self" title="Nguồn gốc">{shown}</a>'

"""What does the document of the methods say, section by section, to the reader of a page?"""

import re

from domain.agency.office import office
from domain.program.places import ROOT
from domain.wording.text import fold
from ui.look.markup import escape
from ui.visit.navigation import href

METHOD = ROOT / "docs" / "method.md"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
# Names of the command line and of files belong to the document, not to the reader of a page.
NAMES = re.compile(r" ?\((?:`[^`]+`(?:[,;] )?)+\)")
# A link to another file of the repository leads nowhere from here.
INNER_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)")


def for_reading(text: str) -> str:
    """*text* of the document without names of commands, files and columns, and with the name of the office's own program."""
    own = INNER_LINK.sub(r"\1", NAMES.sub("", text)).strip()
    return own.replace("e-office", office().e_office)


def sections(text: str) -> dict[str, tuple[str, str]]:
    """Address of every section to its title and its text; a metric's section is found under the metric's name."""
    pieces = SECTION.split(text)
    found = {}
    for title, body in zip(pieces[1::2], pieces[2::2], strict=True):
        named = re.search(r"\(`(\w+)`\)$", title)
        address = named.group(1) if named else re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
        found[address] = (for_reading(title), for_reading(body))
    return found


def contents(found: dict[str, tuple[str, str]]) -> str:
    """All sections as links, in two columns where there is room."""
    links = "".join(
        f'<li><a href="{escape(href("cach_tinh", muc=address))}" target="_self">{escape(title)}</a></li>'
        for address, (title, _) in found.items()
    )
    return f'<nav aria-label="Các mục"><ol class="cc-contents">{links}</ol></nav>'

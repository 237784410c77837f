"""What one paper consists of: its words, its tables, what it leaves out, and the files that are made of it."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.agency.departments import department_name
from domain.agency.office import office
from domain.wording.formats import NBSP, day
from metrics.limits.campaigns import Campaign, campaign_on_record, current_campaigns
from store.written.records import Row

# Long enough for every name an office has; what is longer is a mistake or an attack on the layout.
LONGEST = 300
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table of a paper as a worksheet: what the page shows, complete.

    Attributes:
        chart: Headings whose first rows are also drawn beside the table, the first naming the bars.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    chart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """
    One document to be made.

    Attributes:
        template: Name of its template.
        stem: File name without ending.
        rows: How many items, units or criteria it lists.
        context: What the template asks for, plain values only, so that it can be kept.
        sheets: The same tables for Excel.
    """

    template: str
    stem: str
    department_code: str | None
    rows: int
    context: Context
    sheets: tuple[Sheet, ...] = ()


def subject_of_year(year: int) -> str:
    """What the papers of a year's index are about."""
    return f"Chỉ số cải cách hành chính năm {year}"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A kept file that goes along: its path in the pack, and the SHA-256 under which its bytes lie."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """
    All documents of one request, and what they leave out with the reason.

    Attributes:
        bundle: Stem of the zip of all; empty where the documents go out one by one.
        enclosed: Kept files in that zip.
    """

    papers: tuple[Paper, ...]
    left_out: tuple[dict[str, str], ...] = ()
    bundle: str = field(default="")
    enclosed: tuple[Enclosed, ...] = ()


def without_a_set(paper: str) -> Draft:
    """The draft of a *paper* on criteria of which none is known yet: nothing, and why."""
    return Draft((), ({"what": paper, "why": "Chưa có bộ chỉ số hoặc bảng tự chấm nào đến ngày này"},))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the day, and where given one campaign and one department."""

    as_of: date
    campaign: str | None = None
    department: str | None = None

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaign named, else every one of the wave of that day."""
        return (campaign_on_record(self.campaign),) if self.campaign else current_campaigns(self.as_of)

    @property
    def obligations(self) -> tuple[str, ...]:
        """What has to be at 100 % by these limits."""
        return tuple(dict.fromkeys(name for one in self.campaigns for name in one.obligations))

    def stem(self, kind: str, *more: str) -> str:
        """A file name without accents: ``bao-cao-tong-hop-2023-11-12``."""
        parts = (kind, *filter(None, more), self.as_of.isoformat())
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Made:
    """One file: its name, its bytes, and what the contract tells of it."""

    name: str
    content: bytes
    department_code: str | None
    rows: int
    form_faults: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Issued:
    """What one request came to: the record, and the files in order."""

    record: Row
    files: tuple[Made, ...]


# Told after each document: how many are made, of how many.
Progress = Callable[[int, int], object]


def silent(_done: int, _of: int) -> None:
    """Tells nobody how far it is."""


def letterhead(
    as_of: date, *, kind: str = "", by: str | None = None, letter: bool = False, head_signs: bool = True
) -> Context:
    """
    Return the parts that every paper has; number, day and signature stay blank.

    Args:
        kind: Short name of the type of document, ``BC`` in ``/BC-BQL``.
        by: The unit that drafts it.
        letter: An official letter has ``/BQL-VP`` instead.
        head_signs: Otherwise the head of the gathering unit signs.
    """
    own = office()
    drafter = by or own.gathering_unit
    notation = f"{own.notation}-{drafter}" if letter else f"{kind}-{own.notation}"
    return {
        "superior": own.superior.upper(),
        "letterhead": own.letterhead.upper(),
        "gathering_name": department_name(own.gathering_unit),
        "number_line": f"Số:{NBSP * 10}/{notation}",
        "place_date": f"{own.place}, ngày{NBSP * 6}tháng{NBSP * 6}năm {as_of.year}",
        "signer_title": (own.head_title if head_signs else own.gathering_head_title).upper(),
        "recipients": f"- Như trên;\n- Lưu: VT, {drafter}.",
        "annex_line": f"(Số liệu đến hết ngày{NBSP}{day(as_of)})",
        "footer": "",
    }


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[Context]:
    """*rows* as a list with their ordinal in ``tt``."""
    return [{"tt": str(place), **row} for place, row in enumerate(rows, start=1)]


def plain_words(value: Any) -> Any:
    """
    *value* with every text fit for print: one normal form, no character that XML forbids, no endless name.

    >>> plain_words({"a": "Tie\\u0302\\u0301n\\x00"})
    {'a': 'Tiến'}
    """
    if isinstance(value, dict):
        return {key: plain_words(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_words(one) for one in value]
    if not isinstance(value, str):
        return value
    return "".join(c for c in unicodedata.normalize("NFC", value) if c in "\n\t" or _is_printable(c))


def unbroken_end(text: str, words: int = 3) -> str:
    """
    *text* whose last *words* stay on one line: where a narrow place breaks it, no word ends up alone.

    >>> unbroken_end("đôn đốc các việc còn lại").split(" ")
    ['đôn', 'đốc', 'các', 'việc\\xa0còn\\xa0lại']
    """
    parts = text.split(" ")
    return " ".join([*parts[:-words], NBSP.join(parts[-words:])])


def shortened(text: str) -> str:
    """*text*, cut with an ellipsis where it is too long for a line of a table."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _is_printable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn") and character not in "\ufffe\uffff"

"""What may be said of an obligation: reached, so many left, so many rows unread, nothing arose, or unknown?"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from domain.wording.formats import NBSP, count, is_known, percent

Said = Literal["unknown", "not_applicable", "open", "unread", "reached"]
_ALMOST = Decimal("99.9")


@dataclass(frozen=True, slots=True)
class Claim:
    """
    What one unit, or the whole, may claim of one obligation.

    Attributes:
        required, done: None where no source says.
        unread: Rejected rows of the unit that still stand; of the whole, those of nobody too.
    """

    required: int | None
    done: int | None
    unread: int = 0

    @property
    def said(self) -> Said:
        """
        Which of the five may be said; 100 % only when nothing is left and every row was read.

        >>> Claim(3, 3).said, Claim(3, 3, unread=9).said, Claim(0, 0, unread=1).said, Claim(3, 2, unread=1).said
        ('reached', 'unread', 'unread', 'open')
        >>> Claim(0, 0).said, Claim(3, None).said
        ('not_applicable', 'unknown')
        """
        if self.required is None or (self.done is None and self.required > 0):
            return "unknown"
        if (self.done or 0) < self.required:
            return "open"
        if self.unread:
            return "unread"
        return "reached" if self.required else "not_applicable"

    @property
    def is_reached(self) -> bool:
        """Tell whether 100 % may be claimed."""
        return self.said == "reached"

    @property
    def left(self) -> int | None:
        """Items known and not done; 0 claims nothing while rows are unread; None where unknown."""
        return None if self.required is None or self.done is None else self.required - self.done

    @property
    def rate_pct(self) -> float | None:
        """The rate with one decimal, below 100 unless 100 % may be claimed; None where there is none."""
        if not self.required or self.done is None:
            return None
        rate = (Decimal(self.done) * 100 / Decimal(self.required)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return float(rate if self.is_reached else min(rate, _ALMOST))

    @property
    def share(self) -> str:
        """
        The rate in words; never 100% while rows are unread.

        >>> Claim(3, 3).share, Claim(3, 3, unread=9).share, Claim(0, 0, unread=1).share.replace("\\xa0", " ")
        ('100%', '99,9%', '1 dòng chưa đọc được')
        """
        if self.said == "unread":
            return "99,9%" if self.required else self.unread_words
        return percent(self.done, self.required)

    @property
    def unread_words(self) -> str:
        """``9 dòng chưa đọc được``; empty where every row was read."""
        return f"{count(self.unread)}{NBSP}dòng chưa đọc được" if self.unread else ""


def claim(required: Any, done: Any, unread: Any = 0) -> Claim:
    """Return the claim from cells of a table, where unknown may be None, NaN or NA."""
    return Claim(_whole(required), _whole(done), int(unread or 0))


def _whole(value: Any) -> int | None:
    return int(value) if is_known(value) else None

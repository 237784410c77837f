"""Which documents does a criterion need, which are there, and do they stand?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from domain.counted.signed import SIGNATURE_WORDS
from domain.sets.indicator_sets import Criterion
from domain.wording.formats import NBSP, day
from domain.wording.text import fold, upper_first
from metrics.asking.rows import Row
from metrics.asking.rules import rule_in_force
from store.builds.reader import Reader
from store.written.decided import evidence_rows

OTHER = "Tài liệu khác"
_ONE_DAY = timedelta(days=1)
_SPLIT = re.compile(r"\s*[;\n]\s*(?![^()]*\))")
# Without these rules in an office's own file nothing moves.
_USUAL = {"enough_share": 1, "lacking_chance": 0}


@dataclass(frozen=True, slots=True)
class Item:
    """
    One document that a criterion asks for.

    Attributes:
        files: What is kept of it, oldest first.
        faults: Of each file, why it does not stand; empty where it does.
    """

    name: str
    files: tuple[Row, ...]
    faults: tuple[tuple[str, ...], ...]

    @property
    def is_there(self) -> bool:
        """Tell whether anything is kept."""
        return bool(self.files)

    @property
    def stands(self) -> bool:
        """Tell whether one of its files has nothing against it."""
        return any(not faults for faults in self.faults)


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """
    How one criterion stands: what it asks for, and what is there beside that.

    Attributes:
        nothing_arose: It counts as "Không phát sinh": there is nothing a document could prove, so none is missing.
    """

    criterion: Criterion
    items: tuple[Item, ...]
    more: Item
    nothing_arose: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the documents of which nothing is kept; none where nothing arose."""
        return () if self.nothing_arose else tuple(item.name for item in self.items if not item.is_there)

    @property
    def is_enough(self) -> bool:
        """Tell whether everything asked for is there and stands."""
        return all(item.stands or (self.nothing_arose and not item.is_there) for item in self.items)

    @property
    def words(self) -> str:
        """``Thiếu 2/3: Kế hoạch; Báo cáo``; what is there and does not stand is said apart."""
        many = len(self.items)
        if self.nothing_arose:
            return "Không phát sinh, không cần tài liệu"
        if self.missing:
            return f"Thiếu {len(self.missing)}/{many}: {'; '.join(self.missing)}"
        doubtful = [item.name for item in self.items if not item.stands]
        return f"Đủ {many}/{many}, cần xem lại: {'; '.join(doubtful)}" if doubtful else f"Đủ {many}/{many}"


@dataclass(frozen=True, slots=True)
class Proof:
    """
    What the documents of one criterion say to an appraiser.

    Attributes:
        required: Documents the criterion asks for.
        standing: Those of them that are there with nothing against them.
        enough_share: How much of the usual cut is left where all of them stand.
        lacking_chance: How likely the points of a document that does not stand are taken off.
    """

    required: int
    standing: int
    enough_share: Fraction
    lacking_chance: Fraction

    @property
    def lacking(self) -> int:
        """Documents that are missing or do not stand."""
        return self.required - self.standing


def proofs_on(reader: Reader, criteria: Iterable[Criterion], *, as_of: date, year: int) -> dict[str, Proof]:
    """
    Criterion code to what its documents said at the end of *as_of*.

    A criterion of which no file is kept is unknown, not unproven: it is left out and nothing moves.
    """
    rows = rows_on(reader, year=year, as_of=as_of)
    rule = rule_in_force("evidence_files", date(year, 12, 31))
    share, chance = (Fraction(str(rule.get(name, usual))) for name, usual in _USUAL.items())
    touched = {row["code"] for row in rows}
    found = {c.code: sufficiency(c, rows, year=year) for c in criteria if c.code in touched}
    return {
        code: Proof(len(one.items), sum(item.stands for item in one.items), share, chance)
        for code, one in found.items()
        if one.items
    }


def rows_on(reader: Reader, *, year: int, as_of: date) -> list[dict[str, Any]]:
    """The files of *year* as they stood at the end of *as_of*: what came, went or was confirmed later is not in it."""
    if reader.home is None:
        return []
    known = [row for row in evidence_rows(reader.home, year=year) if row["added_at"].date() <= as_of]
    succeeded = {row["replaces"] for row in known}
    return [
        {**row, "state": "kept", "confirmed_at": _until(row["confirmed_at"], as_of)}
        for row in known
        if row["id"] not in succeeded
        and _until(row["removed_at"] if row["state"] == "removed" else None, as_of) is None
    ]


def _until(moment: datetime | None, as_of: date) -> datetime | None:
    return moment if moment is not None and moment.date() <= as_of else None


def required(criterion: Criterion) -> tuple[str, ...]:
    """
    The documents that *criterion* asks for, by the words of the decision.

    >>> required(Criterion("1", None, 1, "", None, evidence="Kế hoạch (số; ngày); Báo cáo năm."))
    ('Kế hoạch (số; ngày)', 'Báo cáo năm')
    """
    said = (part.strip(" .;") for part in _SPLIT.split(criterion.evidence))
    return tuple(dict.fromkeys(upper_first(part) for part in said if part))


def sufficiency(
    criterion: Criterion, rows: Iterable[Row], *, year: int, nothing_arose: bool = False
) -> Sufficiency:
    """How the kept *rows* of one criterion meet what it asks for in *year*."""
    kept = [row for row in rows if row["state"] == "kept" and row["code"] == criterion.code]
    names = required(criterion)
    items = tuple(_item(name, [r for r in kept if r["item"] == name], criterion.code, year) for name in names)
    more = _item(OTHER, [r for r in kept if r["item"] not in names], criterion.code, year)
    return Sufficiency(criterion, items, more, nothing_arose)


def faults_of(row: Row, *, code: str, year: int) -> tuple[str, ...]:
    """Why one file does not stand as evidence of *year*: every reason, as a sentence."""
    found = [SIGNATURE_WORDS[one["state"]] for one in row["signatures"] if one["state"] != "intact"]
    if row["confirmed_at"] is None:
        return (*found, "Chưa xác nhận số, ngày và nơi ban hành")
    if row["issued_on"] is None:
        return (*found, "Chưa rõ ngày ban hành")
    return (*found, *_time_faults(row["issued_on"], row["item"], code, year))


def _item(name: str, rows: Sequence[Row], code: str, year: int) -> Item:
    return Item(name, tuple(rows), tuple(faults_of(row, code=code, year=year) for row in rows))


def _time_faults(issued: date, item: str, code: str, year: int) -> list[str]:
    rule = rule_in_force("evidence_files", date(year, 12, 31))
    if rule["within_year"] and issued.year != year:
        return [f"Ban hành ngày{NBSP}{day(issued)}, ngoài năm {year}"]
    limits = [one for one in rule.get("limit", ()) if _is_under(code, one["code"]) and _is_of(item, one)]
    lasts = [(date.fromisoformat(f"{year}-{one['before']}"), one) for one in limits]
    return [
        f"Ban hành muộn: ngày{NBSP}{day(issued)}, phải trước ngày{NBSP}{day(limit)} "
        f"(chậm nhất ngày{NBSP}{day(limit - _ONE_DAY)})"
        for limit, _ in lasts
        if issued >= limit
    ]


def _is_under(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}.")


def _is_of(item: str, limit: Mapping[str, Any]) -> bool:
    return not limit.get("item") or fold(limit["item"]) in fold(item)

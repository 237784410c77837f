"""Are the codes and maxima of a score sheet those of an indicator set that is known?"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from data_loaders.declared.outcome import Choice, Extract, ExtractedTable
from domain.agency.scope import whole_office
from domain.sets.indicator_sets import decision_key
from domain.sets.shipped_sets import shipped_decisions
from domain.wording.formats import count
from store.current.warehouse import open_reader
from store.disk.home import Home

_SET, _SCORES = "indicator_set", "indicator_scores"
_PUBLISHED = Path(__file__).with_suffix(".sql")
_FITS = 0.8  # of the rows: a sheet may hold a criterion or two that were amended meanwhile
_MOST_NAMED = 4

_NOT_LOADED = (
    "Bảng điểm ở trang “{sheet}” theo {decision}, bộ chỉ số ấy chưa nạp; bộ mẫu kèm phần mềm không thay được."
    " Nạp bộ chỉ số trước rồi nạp bảng điểm; nếu vẫn muốn nạp bảng điểm thì chọn loại dữ liệu."
)

Maxima = Mapping[str, set[Decimal | None]]


def doubtful_scores(home: Home, extract: Extract, together: Iterable[Extract]) -> Choice | None:
    """
    The question about a score sheet that follows no known set: its points are never merged unasked.

    Known are the sets published or received *together*; where there is none, those that come with the product.
    """
    tables = [table for table in extract.tables if table.kind == _SCORES and table.accepted_rows]
    if not tables:
        return None
    received = [*together, extract]
    known = list(known_maxima(home, received))
    shipped = None if _has_base(home, received) else {decision_key(one.number) for one in shipped_decisions()}
    for table in tables:
        if shipped is not None and table.decision and decision_key(table.decision) not in shipped:
            return Choice("kind", [_SCORES], _NOT_LOADED.format(sheet=table.sheet, decision=table.decision))
        misfits = best_fit(table, known)[1]
        if len(misfits) > table.accepted_rows * (1 - _FITS):
            return Choice("kind", [_SCORES], _why(table, misfits))
    return None


def _has_base(home: Home, extracts: Iterable[Extract]) -> bool:
    """Tell whether any base set was published or received, so that the shipped ones answer for none."""
    return any(_is_base(row) for row in _stated(home, extracts))


def best_fit(table: ExtractedTable, known: Iterable[Maxima]) -> tuple[Maxima, list[str]]:
    """The set that a table of scores follows best, and the codes that do not fit it."""
    fits = [(maxima, _misfits(table, maxima)) for maxima in known]
    return min(fits, key=lambda fit: len(fit[1]), default=({}, []))


def known_maxima(home: Home, extracts: Iterable[Extract]) -> Iterator[Maxima]:
    """Per base decision every maximum that a code has in it or in an amendment."""
    stated = _stated(home, extracts)
    clauses = stated if any(_is_base(row) for row in stated) else [*stated, *_shipped()]
    changes = [row for row in clauses if not _is_base(row)]
    for decision in dict.fromkeys(row["decision"] for row in clauses if _is_base(row)):
        own = [row for row in clauses if _is_base(row) and row["decision"] == decision]
        maxima: dict[str, set[Decimal | None]] = {}
        for row in (*own, *changes):
            maxima.setdefault(row["code"], set()).add(row["max_score"])
        yield maxima


def _stated(home: Home, extracts: Iterable[Extract]) -> list[Mapping[str, Any]]:
    published = list(open_reader(home, whole_office()).rows(_PUBLISHED))
    return [*published, *(row for one in extracts for table in one.tables for row in _clauses(table))]


def _clauses(table: ExtractedTable) -> Iterator[Mapping[str, Any]]:
    if table.kind != _SET:
        return
    names = ("decision", "amends", "action", "code", "max_score")
    blank = [None] * len(table.frame["source_row"])
    for values in zip(*(table.frame.get(name) or blank for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _is_base(row: Mapping[str, Any]) -> bool:
    return not (row["action"] or row["amends"])


def _shipped() -> Iterator[Mapping[str, Any]]:
    for one in shipped_decisions():
        for criterion in (*one.criteria, *(change.criterion for change in one.changes if change.criterion)):
            action = "change" if one.amends else None
            said = {"decision": one.number, "amends": one.amends, "action": action}
            yield {**said, "code": criterion.code, "max_score": criterion.max_score}


def _misfits(table: ExtractedTable, maxima: Maxima) -> list[str]:
    """The codes of accepted rows that the set does not have, or has with another maximum."""
    codes = table.frame["code"]
    tops = table.frame.get("max_score") or [None] * len(codes)
    return [
        code
        for code, top in zip(codes, tops, strict=True)
        if code and not (code in maxima and (top is None or top in maxima[code] or None in maxima[code]))
    ]


def _why(table: ExtractedTable, misfits: list[str]) -> str:
    named = ", ".join(misfits[:_MOST_NAMED]) + ("…" if len(misfits) > _MOST_NAMED else "")
    return (
        f"{count(len(misfits))}/{count(table.accepted_rows)} dòng ở trang “{table.sheet}” có mã hoặc điểm tối đa không có"
        f" trong bộ chỉ số đang dùng ({named}). Nếu đúng là bảng điểm của bộ chỉ số này thì chọn loại dữ liệu;"
        " nếu của bộ chỉ số khác thì nạp bộ chỉ số ấy trước."
    )

"""What happened in a unit this year that its yearly appraisal may look at, and in which rows does it stand?"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.wording.formats import NBSP, count, day, points
from domain.wording.text import clean
from metrics.asking.rows import Row, records
from metrics.asking.state import in_order, visible_codes
from metrics.counts.assignments import assignment_items, assignments, is_overdue
from metrics.counts.shortfalls import shortfall_items, shortfalls
from metrics.criteria.assessment import LeafRisk, assess
from metrics.criteria.owners import Duties, duties
from metrics.limits.campaigns import LABEL_VI, LEFT_VI, campaign_on_record, campaigns
from metrics.plan.calls import promise_record
from metrics.points.shortfall_links import links_of, repeat_losers
from metrics.progress.completion import completion
from metrics.progress.consequence import consequences
from metrics.progress.rows_behind import rows_behind
from store.builds.reader import Reader

# What one row tells of, in the order in which a paper lists them.
FACTS_VI: Mapping[str, str] = {
    "unfinished": "Chưa xong khi đã qua hạn",
    "repeat": "Tiêu chí tiếp tục bị trừ điểm",
    "overdue_assignment": "Nhiệm vụ phân công quá hạn",
    "open_shortfall": "Tồn tại chưa khắc phục",
    "broken": "Chưa giữ hẹn",
    "kept": "Đã giữ hẹn",
}
ROW_COLUMNS = (
    "department_code",
    "fact",
    "about",
    "number",
    "title",
    "detail",
    "import_id",
    "sheet",
    "source_row",
)
PROMISES = ("promises_kept", "promises_broken")
_NOWHERE: Mapping[str, Any] = {"import_id": None, "sheet": None, "source_row": None}


def year_facts(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """
    The facts of the year per scored unit in official order, never in an order of merit.

    Returns:
        One row per visible scored unit, as `metrics.progress.consequence.consequences` has them.
    """
    table = consequences(
        as_of=as_of,
        completion=completion(reader, as_of=as_of),
        assignments=assignments(reader, as_of=as_of),
        shortfalls=shortfalls(reader, as_of=as_of),
        repeats=repeat_losers(links_of(reader, as_of=as_of)),
        passed=passed_obligations(as_of),
    )
    own = set(visible_codes(reader, as_of=as_of))
    order = [code for code in in_order(table["department_code"]) if code in own]
    return table.set_index("department_code").loc[order].reset_index()


def with_promises(facts: pd.DataFrame, promises: Iterable[Row]) -> pd.DataFrame:
    """*facts* with how many promises each unit kept and broke; *promises* are judged ones."""
    record = promise_record(promises)
    pairs = [record.get(code, (0, 0)) for code in facts["department_code"]]
    return facts.assign(
        promises_kept=[kept for kept, _ in pairs], promises_broken=[broken for _, broken in pairs]
    )


def passed_obligations(as_of: date) -> tuple[str, ...]:
    """What should have been at 100 % by the end of *as_of*, each once."""
    return tuple(dict.fromkeys(name for c in campaigns() if c.last_day <= as_of for name in c.obligations))


def fact_rows(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """
    Every row behind `year_facts`, by unit and by fact.

    Returns:
        One row per unit and item with ``ROW_COLUMNS``; an item of two units stands under both.
    """
    named = [*_late_jobs(reader, as_of), *_open_shortfalls(reader, as_of)]
    # A job that is late is told as such, not once more as something unfinished.
    told = {_where(row) for row in named}
    rest = [row for row in _unfinished(reader, as_of) if _where(row) not in told]
    return _in_order([*rest, *_repeats(reader, as_of), *named], visible_codes(reader, as_of=as_of))


def judged_promise_rows(promises: Iterable[Row], codes: Iterable[str]) -> pd.DataFrame:
    """Every judged promise of the units *codes* that was kept or broken, in the form of `fact_rows`."""
    rows = [
        {
            "department_code": one["department_code"],
            "fact": one["state"],
            "about": _promised(one),
            "number": f"Hẹn ngày{NBSP}{day(one['promised_date'])}",
            "title": clean(one["note"] or ""),
            "detail": _left_words(one),
            **_NOWHERE,
        }
        for one in promises
        if one["state"] in ("kept", "broken")
    ]
    return _in_order(rows, tuple(codes))


def _where(row: Row) -> tuple[Any, ...]:
    return row["department_code"], row["import_id"], row["sheet"], row["source_row"]


def _in_order(rows: Iterable[dict[str, Any]], codes: tuple[str, ...]) -> pd.DataFrame:
    facts, places = list(FACTS_VI), {code: place for place, code in enumerate(codes)}
    own = [row for row in rows if row["department_code"] in places]
    own.sort(key=lambda row: (places[row["department_code"]], facts.index(row["fact"])))
    return pd.DataFrame(own, columns=list(ROW_COLUMNS)).astype({"source_row": "Int64"})


def _unfinished(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    passed = passed_obligations(as_of)
    for name in passed:
        for row in records(rows_behind(reader, obligation=name, as_of=as_of)):
            if not row["is_done"]:
                yield _row(
                    row["department_code"], "unfinished", LABEL_VI[name], row["number"], row["title"], "", row
                )
    table = completion(reader, as_of=as_of)
    for row in records(table[table["from_summary"].astype(bool) & table["obligation"].isin(passed)]):
        if not pd.isna(row["done"]) and row["done"] < row["required"]:
            left = f"Còn {count(row['required'] - row['done'])}{NBSP}{LEFT_VI[row['obligation']]}"
            told = "Theo bảng thống kê, không có danh sách từng việc"
            yield _row(
                row["department_code"], "unfinished", LABEL_VI[row["obligation"]], "", left, told, _NOWHERE
            )


def _repeats(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    assessment = assess(reader, as_of=as_of)
    if assessment is None:
        return
    known, leaves = (
        duties(reader, as_of=as_of, year=assessment.year),
        {one.code: one for one in assessment.leaves},
    )
    for link in records(links_of(reader, as_of=as_of)):
        if link["is_repeat"]:
            detail = f"Năm trước mất {points(link['lost'])}, năm nay còn thiếu {points(link['still_lost'])}{NBSP}điểm"
            place = _place_of(link["code"], known, leaves)
            for code in link["departments"]:
                yield _row(
                    code, "repeat", "Chỉ số cải cách hành chính", link["code"], link["name"], detail, place
                )


def _place_of(code: str, known: Duties, leaves: Mapping[str, LeafRisk]) -> Row:
    """Where the loss is written: this year's score, else last year's shortfall."""
    leaf = leaves.get(code)
    if leaf is not None and leaf.evidence.line is not None and leaf.evidence.line.place is not None:
        return dict(zip(_NOWHERE, leaf.evidence.line.place, strict=True))
    return next(iter(known.shortfalls_of(code)), _NOWHERE)


def _late_jobs(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    for item in assignment_items(reader, as_of=as_of):
        if is_overdue(item, as_of):
            for code in item["codes"]:
                yield _row(
                    code, "overdue_assignment", LABEL_VI["assignment"], item["code"], item["task"],
                    f"Hạn ngày{NBSP}{day(item['due_date'])}", item,
                )  # fmt: skip


def _open_shortfalls(reader: Reader, as_of: date) -> Iterator[dict[str, Any]]:
    for item in shortfall_items(reader, as_of=as_of):
        if not item["is_done"]:
            for code in item["codes"]:
                yield _row(
                    code, "open_shortfall", LABEL_VI["shortfall"], item["code"], item["content"],
                    f"Mất {points(item['lost'])}{NBSP}điểm", item,
                )  # fmt: skip


def _row(
    code: str, fact: str, about: str, number: Any, title: Any, detail: str, place: Row
) -> dict[str, Any]:
    found = {name: place.get(name) for name in _NOWHERE}
    return {
        "department_code": code, "fact": fact, "about": about, "number": str(number or ""),
        "title": clean(str(title or "")), "detail": detail, **found,
    }  # fmt: skip


def _promised(one: Row) -> str:
    if one["obligation"]:
        return LABEL_VI[one["obligation"]]
    return f"Mọi yêu cầu {campaign_on_record(one['campaign']).by_vi}"


def _left_words(one: Row) -> str:
    return (
        f"Đến ngày hẹn còn {count(one['left'])}{NBSP}mục" if one["left"] else "Đến ngày hẹn không còn mục nào"
    )

"""What the declaration of a kind of source under data/sources must say, and which columns it may speak of."""

import csv
from collections.abc import Iterator
from typing import Any

from domain.counted.checked import (
    Shape,
    each,
    flag,
    keyed,
    one_of,
    table,
    text,
    text_of_form,
    with_rule,
    within,
)
from domain.program.places import CODES, effective

TYPES = (
    "code", "count", "criterion", "date", "department", "departments", "departments:loose", "due", "due:recurrence",
    "first_department", "flag", "id", "number", "score", "status", "text", "time", "time:end", "word:channel",
    "word:method", "year",
)  # fmt: skip
# Types that name another column behind their colon.
WITH_COLUMN = ("flag", "rank", "score")
TITLE = "title_words"  # in a group of needs: words of the title do as well as a column
TITLE_AGENCY = "title_agency"  # and so does an agency that the title names

_NAME = r"[a-z][a-z0-9_]*"
_COLUMN = table(
    {"headings": each(text(), least=1, distinct=True), "type": text()},
    {"required": flag(), "weight": within(0, 10), "is_past": flag(), "virtual": flag()},
)


def _types(columns: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, column in columns.items():
        kind, _, beside = column["type"].partition(":")
        if column["type"] in TYPES or (kind in WITH_COLUMN and beside in columns):
            continue
        known = ", ".join((*TYPES, *(f"{kind}:<cột>" for kind in WITH_COLUMN)))
        yield f"columns.{name}.type", f"ghi “{column['type']}”; chỉ dùng: {known}"


def _names_known(columns: dict[str, Any], groups: Any, key: str, *more: str) -> Iterator[tuple[str, str]]:
    for place, group in enumerate(groups, start=1):
        for name in group:
            if name not in columns and name not in more:
                yield (
                    f"{key}[{place}]",
                    f"có cột “{name}” không khai báo ở [columns]; khai báo cột này hoặc bỏ tên",
                )


def _statuses(columns: dict[str, Any], chosen: str | None) -> Iterator[tuple[str, str]]:
    """That the words of a column of states have a list that says what they mean."""
    try:
        with effective(CODES / "status_words.csv").open(encoding="utf-8-sig", newline="") as file:
            known = dict.fromkeys(row["list"] for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, KeyError):
        known = {}
    if not known:
        return  # told by that file itself
    if chosen is None and any(column["type"] == "status" for column in columns.values()):
        yield (
            "status_list",
            f"thiếu; có cột kiểu status thì ghi danh sách trạng thái, một trong: {', '.join(known)}",
        )
    if chosen is not None and chosen not in known:
        yield "status_list", f"ghi “{chosen}”; data/codes/status_words.csv chỉ có: {', '.join(known)}"


def _rows(columns: dict[str, Any], rows: dict[str, Any]) -> Iterator[tuple[str, str]]:
    named = [(key, rows[key]) for key in ("department", "day", "summed") if key in rows]
    named += [(key, one.partition(":")[0]) for key in ("part", "done") for one in rows.get(key, ())]
    for key, name in named:
        if name not in columns and name not in (*FILLED, *DERIVED):
            yield f"rows.{key}", f"có cột “{name}” không khai báo ở [columns]; khai báo cột này hoặc bỏ tên"


def _together(kind: Any) -> Iterator[tuple[str, str]]:
    columns = kind["columns"]
    # The name of an index, the day of a list: columns that the loader fills and no heading gives.
    yield from _names_known(columns, kind["key"], "key", *FILLED)
    yield from _names_known(columns, kind["needs"], "needs", TITLE, TITLE_AGENCY)
    yield from _types(columns)
    yield from _rows(columns, kind.get("rows", {}))
    yield from _statuses(columns, kind.get("status_list"))


FILLED = ("as_of", "decision", "index_name", "round", "year")
DERIVED = (
    "as_of_date",
    "is_signed",
    "status",
)  # columns of the table that the loader works out for every row

_ROWS = table(
    {},
    {
        "department": text_of_form(_NAME, "tên cột đơn vị, như department_code"),
        "may_lack_department": flag(),
        "day": text_of_form(_NAME, "tên cột ngày của dòng, như issued_date"),
        "part": each(text_of_form(_NAME, "tên cột, như year"), least=1),
        "ends": one_of("key", "key_only", "table"),
        "done": each(
            text_of_form(rf"{_NAME}(:{_NAME})?", "tên cột, hoặc tên cột:giá trị như status:done"), least=1
        ),
        "summed": text_of_form(_NAME, "tên cột số lượng, như total"),
    },
)

SOURCE_SHAPE: Shape = with_rule(
    table(
        {
            "title_vi": text(),
            "short_vi": text(),
            "place": within(1, 1000, whole=True),
            "table": text_of_form(_NAME, "tên bảng viết thường, không dấu, như task"),
            "key": each(each(text(), least=1), least=1),
            "needs": each(each(text(), least=1), least=1),
            "columns": keyed(_COLUMN),
        },
        {
            "rows": _ROWS,
            "told_vi": text(),
            "stale_after_days": within(0, 3660, whole=True),
            "daily": flag(),
            "own_titles": each(text(), least=1, distinct=True),
            "telling": keyed(within(0, 3)),
            "title_words": each(text()),
            "not_title_words": each(text()),
            "read_by_path": flag(),
            "status_list": text_of_form(_NAME, "tên danh sách trạng thái, như task"),
            "components": each(text()),
        },
    ),
    _together,
)

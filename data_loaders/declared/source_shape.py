"""What the declaration of a kind of source under data/sources must say, and which columns it may speak of."""

from collections.abc import Iterator
from typing import Any

from domain.checked import Shape, each, flag, keyed, matching, number, table, text, with_rule

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
    {"required": flag(), "weight": number(0, 10), "is_past": flag(), "virtual": flag()},
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


def _together(kind: Any) -> Iterator[tuple[str, str]]:
    columns = kind["columns"]
    # The name of an index, the day of a list: columns that the loader fills and no heading gives.
    yield from _names_known(columns, kind["key"], "key", *FILLED)
    yield from _names_known(columns, kind["needs"], "needs", TITLE, TITLE_AGENCY)
    yield from _types(columns)


FILLED = ("as_of", "decision", "index_name", "round", "year")

SOURCE_SHAPE: Shape = with_rule(
    table(
        {
            "title_vi": text(),
            "table": matching(_NAME, "tên bảng viết thường, không dấu, như task"),
            "key": each(each(text(), least=1), least=1),
            "needs": each(each(text(), least=1), least=1),
            "columns": keyed(_COLUMN),
        },
        {
            "own_titles": each(text(), least=1, distinct=True),
            "telling": keyed(number(0, 3)),
            "title_words": each(text()),
            "not_title_words": each(text()),
            "read_by_path": flag(),
            "status_list": matching(_NAME, "tên danh sách trạng thái, như task"),
            "components": each(text()),
        },
    ),
    _together,
)

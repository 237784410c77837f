"""Which decisions on the indicator set come with the product, as files under data/indicator_sets?"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from domain.counted.checked import (
    YEARS,
    Shape,
    calendar_day,
    faults_of_toml,
    flag,
    one_of,
    table,
    text,
    text_of_form,
    within,
)
from domain.counted.rule_shapes import MEASURE
from domain.program.places import INDICATOR_SETS, effective, files_in, kept
from domain.rules.scoring import RULE_TYPES, NaPolicy, Rule, Step
from domain.sets.indicator_sets import Action, Change, Criterion, Decision, IndicatorSetError, as_issued
from domain.sets.set_problems import problems_of

_HEAD = table(
    {"decision": text(), "title": text(), "in_force_from": calendar_day()},
    {
        "amends": text(),
        "first_year": within(*YEARS, whole=True),
        "is_sample": flag(),
        "total": text_of_form(r"\d+(\.\d+)?", 'tổng điểm trong ngoặc kép, như "100"'),
    },
)
# Columns of a criterion; what a decision changes also says how, and why.
_COLUMNS = (
    "code", "parent_code", "level", "name", "max_score", "method", "rule_type", "floor_pct", "target_pct", "each_points",
    "steps", "unit", "is_rounded", "na_policy", "measured_by", "rule_text", "evidence",
)  # fmt: skip
# What a cell of a criterion may say beside nothing.
_WORDS: Mapping[str, Shape] = {
    "method": one_of("self", "appraisal", "survey"),
    "is_rounded": one_of("có", "không"),
    "na_policy": one_of(*get_args(NaPolicy)),
    "measured_by": MEASURE,
}
_WHOLE = 100
_STEP = re.compile(r"^(>?)(\d+(?:,\d+)?)(\.\.(\d+(?:,\d+)?)?)?=(\d+(?:,\d+)?)$")


@kept(INDICATOR_SETS)
def shipped_decisions(folder: Path = INDICATOR_SETS) -> tuple[Decision, ...]:
    """
    Every decision of `data/indicator_sets/`, oldest first.

    Raises:
        IndicatorSetError: A file is wrong; the message names file, line and clause.
    """
    return tuple(
        sorted(
            (_shipped(path) for path in effective(folder).glob("*/set.toml")),
            key=lambda d: d.in_force_from or date.min,
        )
    )


@kept(INDICATOR_SETS)
def decision_heads() -> dict[str, dict[str, Any]]:
    """The number of each decision to what its `set.toml` says of it."""
    heads = [
        tomllib.loads(path.read_text(encoding="utf-8-sig")) for path in files_in(INDICATOR_SETS, "set.toml")
    ]
    return {head["decision"]: head for head in heads}


def _shipped(path: Path) -> Decision:
    head = _head(path)
    decision = Decision(
        number=head["decision"],
        title=head["title"],
        in_force_from=head["in_force_from"],
        amends=head.get("amends"),
        is_sample=head.get("is_sample", False),
        total=Decimal(head["total"]) if "total" in head else None,
        criteria=tuple(_criterion(row, place) for row, place in _lines(path.with_name("criteria.csv"))),
        changes=tuple(_shipped_change(row, place) for row, place in _lines(path.with_name("changes.csv"))),
    )
    _refuse_wrong_base(decision)
    return decision


def _head(path: Path) -> dict[str, Any]:
    for fault in faults_of_toml(path, _HEAD):
        raise IndicatorSetError(
            fault.message, where=f"{path.parent.name}/{path.name}", remedy="Sửa rồi lưu lại."
        )
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def _refuse_wrong_base(decision: Decision) -> None:
    if decision.amends is not None:
        return
    for problem in problems_of(as_issued(decision), total=decision.total):
        raise IndicatorSetError(problem.message, where=problem.place, remedy="Sửa tệp bộ chỉ số.")


def _lines(path: Path) -> Iterable[tuple[dict[str, str], str]]:
    if not path.exists():
        return
    reader = csv.DictReader(io.StringIO(_written(path), newline=""))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise IndicatorSetError(
            f"Thiếu cột {missing[0]} ở dòng tiêu đề", where=f"{path.parent.name}/{path.name}",
            remedy=f"Ghi đủ các cột: {', '.join(_COLUMNS)}.",
        )  # fmt: skip
    for row in reader:
        place = f"{path.parent.name}/{path.name}, dòng {reader.line_num}"
        yield {key: value or "" for key, value in row.items() if isinstance(key, str)}, place


def _written(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise IndicatorSetError(
            "Tệp không ở bảng mã UTF-8", where=f"{path.parent.name}/{path.name}", remedy="Lưu lại bằng UTF-8."
        ) from error


def _shipped_change(row: dict[str, str], place: str) -> Change:
    action = row.get("action", "")
    if action not in get_args(Action):
        raise IndicatorSetError(
            f"Không hiểu loại sửa đổi “{action}”", where=place, remedy="Ghi add, change, remove."
        )
    criterion = None if action == "remove" else _criterion(row, place)
    return Change(action, row["code"], criterion, row.get("note", ""), place)  # type: ignore[arg-type]


def _criterion(row: dict[str, str], place: str) -> Criterion:
    _refuse_unknown_words(row, place)
    return Criterion(
        code=row["code"],
        parent_code=row["parent_code"] or None,
        level=int(row["level"]),
        name=row["name"],
        max_score=_points(row["max_score"], place),
        method=row["method"] or None,
        rule=_rule(row, place),
        measured_by=row["measured_by"] or None,
        rule_text=row["rule_text"],
        evidence=row["evidence"],
        unit=row["unit"],
        place=place,
    )


def _refuse_unknown_words(row: dict[str, str], place: str) -> None:
    for name in ("code", "name"):
        if not row[name].strip():
            raise IndicatorSetError(f"Cột {name} để trống", where=place, remedy="Ghi mã và tên của tiêu chí.")
    if not re.fullmatch(r"[1-9]", row["level"]):
        raise IndicatorSetError(f"Cấp “{row['level']}” không đúng", where=place, remedy="Ghi cấp từ 1 đến 9.")
    for name, shape in _WORDS.items():
        for _, message in shape.faults(row[name]) if row[name] else ():
            raise IndicatorSetError(f"Cột {name}: {message}", where=place)


def _rule(row: dict[str, str], place: str) -> Rule | None:
    if not row["rule_type"]:
        return None
    if row["rule_type"] not in RULE_TYPES:
        raise IndicatorSetError(f"Không có loại quy tắc “{row['rule_type']}”", where=place)
    return Rule(
        type=row["rule_type"],  # type: ignore[arg-type]
        floor_pct=_percent(row["floor_pct"], place),
        target_pct=_percent(row["target_pct"], place),
        each_points=_points(row["each_points"], place),
        steps=steps_of_text(row["steps"], is_count=row["rule_type"] == "count", place=place),
        is_rounded=row["is_rounded"] == "có",
        na_policy=row["na_policy"] or "reduce_max",  # type: ignore[arg-type]
    )


def _points(text: str, place: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation as error:
        raise IndicatorSetError(f"“{text}” không phải là số", where=place, remedy="Ghi như 0,50.") from error


def _percent(text: str, place: str) -> Decimal | None:
    found = _points(text, place)
    if found is not None and not 0 <= found <= _WHOLE:
        raise IndicatorSetError(f"“{text}” không phải phần trăm từ 0 đến {_WHOLE}", where=place)
    return found


def steps_of_text(text: str, *, is_count: bool = False, place: str = "") -> tuple[Step, ...]:
    """
    Return the steps written as ``100..=1|80..100=0,5|0..80=0``.

    A single number stands for itself alone; of a count it covers up to the next whole number.

        >>> [step.points for step in steps_of_text("80..=1|0..80=0")]
        [Decimal('1'), Decimal('0')]
    """
    return tuple(_one_step(part, is_count, place) for part in text.split("|") if part)


def _one_step(part: str, is_count: bool, place: str) -> Step:
    found = _STEP.match(part.strip())
    if found is None:
        raise IndicatorSetError(f"Không hiểu bậc điểm “{part}”", where=place, remedy="Ghi như 80..100=0,5.")
    low, high = (None if n is None else Decimal(n.replace(",", ".")) for n in (found[2], found[4]))
    assert low is not None
    if found[3] is None:
        high = low + 1 if is_count else low
    return Step(low, high, Decimal(found[5].replace(",", ".")), is_low_open=found[1] == ">")

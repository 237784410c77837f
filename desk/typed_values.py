"""Can this column hold what a person typed, and what does the warehouse write for it?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from data_loaders.declared.declarations import Column, Kind, kind_named
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import ColumnMatch
from data_loaders.sense.kind_checks import check_rows
from data_loaders.tables.titles import TableTitle
from data_loaders.values.no_day import is_no_day
from data_loaders.values.typed import NOT_APPLICABLE, Settled, Table, type_column
from domain.program.errors import DashboardError, UnknownNameError
from domain.said.issues import Issue, issue_words
from domain.wording.text import fold, fold_words, is_blank, without_text_marks
from store.builds.rows import FoundRow, fact_columns

LONGEST = 32_767  # characters that a cell of a workbook can hold
_HARMLESS = {"lookalike_letters"}  # remarks on a text that is kept as it was typed
_NUMBERS = {"count", "number", "score", "rank", "year"}
_COUNTED = {"count", "number"}  # things and days: none of them is fewer than none
_TOO_MANY = 10**9
_NUMBER = re.compile(r"[-+−]?\d[\d., ]*(/ ?\d[\d., ]*)?( ?(diem|ngay|viec|ho so|van ban|tai lieu))?")
_DECIMALS = 4  # of every score in the warehouse
_SAID = "Ghi đúng dạng của cột này, hoặc để trống."


class UnusableValueError(DashboardError):
    """What was typed cannot be the value of that column."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """The row that a value is typed for: its key, its unit and its values as far as they could be read."""

    kind: Kind
    as_of: date | None
    business_key: str | None
    department_code: str | None
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, found: FoundRow) -> "TargetRow":
        """The newest record of a key."""
        return cls(
            kind_named(found.kind), found.as_of, found.business_key, found.department_code, found.values
        )


def typed(
    kind: Kind, column_name: str, text: str, *, as_of: date | None, aliases: dict[str, str] | None = None
) -> dict[str, Any]:
    """
    Return what the warehouse keeps of *text*, for the column and for those read from the same cell.

    Empty where the column is only read to check others.

    Raises:
        UnknownNameError: The kind has no such column.
        UnusableValueError: The column cannot hold the text. What a received file may leave open with a remark
            (a word not known reads as empty) is refused from a person, who can be asked again.
    """
    known = set(fact_columns(kind.name))
    read = _read(kind, column_name, text, as_of, aliases)
    return {name: value for name, value in read.items() if name in known}


def accepted(
    row: TargetRow, column_name: str, text: str, aliases: dict[str, str]
) -> tuple[dict[str, str | None], bool]:
    """
    Return what `typed` does, as the warehouse writes it, and whether the key of *row* can hold it.

    It cannot where the row has none, where the column made the key, or where it is only read to check others.

    Raises:
        UnusableValueError: Also where the key can hold it and the row would contradict itself.
    """
    read, key = typed(row.kind, column_name, text, as_of=row.as_of, aliases=aliases), row.business_key
    is_by_key = bool(read) and key is not None and column_name not in row.kind.key_columns(key)
    if is_by_key:
        read = _fitting(row, column_name, text, read)
    return _written(read), is_by_key


def correctable(
    row: TargetRow, column_name: str, text: str, aliases: dict[str, str] | None = None
) -> dict[str, str | None]:
    """
    Return what `typed` does, as the warehouse writes it in *row*.

    Raises:
        UnusableValueError: Also where nothing would be corrected, or the row would contradict itself so that a
            file with it would not be taken: a score above its maximum, a part above its whole.
    """
    read = typed(row.kind, column_name, text, as_of=row.as_of, aliases=aliases)
    return _written(_fitting(row, column_name, text, read))


def _written(read: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: spelled(value) for name, value in read.items()}


def _fitting(row: TargetRow, column_name: str, text: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """*read*, as which *text* was read, with what follows from it in *row*; refused where it does not fit."""
    column = row.kind.columns[column_name]
    if not read:
        raise UnusableValueError(
            f"Cột “{column.label}” chỉ dùng để kiểm tra cột khác nên không sửa riêng được",
            remedy="Sửa cột được tính từ cột này, hoặc sửa trong tệp rồi nạp lại.",
        )
    if not row.values:
        return dict(read)
    before, after = _checked(row), _checked(replace(row, values={**row.values, **read}))
    if worse := _worse(before, after):
        raise _refused(column, text, worse.message.rstrip("."))
    others = set(fact_columns(row.kind.name)) - {*read}
    return {**read, **{name: after.values[name][0] for name in others if _follows(before, after, name)}}


def said_reason(reason: object, lacking: str, *, remedy: str) -> str:
    """
    Return a reason as it is kept.

    Raises:
        UnusableValueError: There is none; *lacking* and *remedy* say so.
    """
    if not isinstance(reason, str) or is_blank(reason) or len(reason) > LONGEST:
        raise UnusableValueError(lacking, remedy=remedy)
    return reason.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def spelled(value: Any) -> str | None:
    """One spelling per value, which the warehouse can read back."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _read(
    kind: Kind, column_name: str, text: str, as_of: date | None, aliases: dict[str, str] | None
) -> dict[str, list[Any]]:
    """Column name to the value that *text* gives it, typed."""
    if not isinstance(column_name, str) or column_name not in kind.columns:
        raise UnknownNameError("Loại nguồn này không có cột như vậy", where=str(column_name))
    column = kind.columns[column_name]
    _require_text(column, text)
    table = _table(kind, {column_name: [text or None]}, as_of)
    settled = Settled(DepartmentResolver(aliases or {}), is_unicode=True)
    type_column(table, column, settled)
    _require_whole(table, column, text, settled)
    if column.required and table.values[column_name][0] in (None, []):
        raise UnusableValueError("Ô này không được để trống", where=column.label)
    return {name: values[0] for name, values in table.values.items()}


def _require_text(column: Column, text: object) -> None:
    """Refuse what no cell of a workbook could hold, whatever the page sends."""
    if not isinstance(text, str):
        raise UnusableValueError(f"Giá trị gửi cho cột “{column.label}” không phải chữ", remedy=_SAID)
    if len(text) > LONGEST:
        raise UnusableValueError(f"Giá trị gửi cho cột “{column.label}” quá dài", remedy="Ghi ngắn lại.")


def _require_whole(table: Table, column: Column, text: str, settled: Settled) -> None:
    """Refuse a text of which the column would keep nothing, or only a part."""
    doubts = [issue for at, issue in table.issues if at is not None and issue.code not in _HARMLESS]
    if doubts:
        raise _refused(column, text, remedy=issue_words()[doubts[0].code].remedy_vi)
    if is_blank(text):
        return
    kind = column.type.partition(":")[0]
    held = table.values["status" if kind == "status" else column.name][0]
    if kind in _NUMBERS and not _is_plain_number(column, text):
        raise _refused(column, text)
    if kind in _COUNTED and held is not None and not 0 <= held < _TOO_MANY:
        raise _refused(column, text, "phải là số không âm, dưới một tỷ")
    if kind == "flag" and fold_words(text).startswith(NOT_APPLICABLE):
        raise _refused(column, text)  # neither yes nor no
    if isinstance(held, Decimal) and held != round(held, _DECIMALS):
        raise _refused(column, text, f"chỉ ghi được {_DECIMALS} chữ số thập phân")
    is_lost = held in (None, []) and not (kind == "score" and fold_words(text).startswith(NOT_APPLICABLE))
    is_part = kind == "first_department" and len(settled.resolver.every(text)[0]) > 1
    is_sign = kind == "flag" and text.strip() != "0" and is_no_day(text)
    if (is_lost and not table.values.get("recurrence", [None])[0]) or is_part or is_sign:
        raise _refused(column, text)


def _is_plain_number(column: Column, text: str) -> bool:
    """Tell whether all of *text* is the number: a file's “5 năm” or “12%” is read by its figures, a person can be asked."""
    said = fold(without_text_marks(text)).strip()
    is_share = column.type == "score:max_points"
    return bool(_NUMBER.fullmatch(said.removesuffix("%") if is_share else said)) or said.startswith(
        NOT_APPLICABLE
    )


def _refused(column: Column, text: str, why: str = "", remedy: str = _SAID) -> UnusableValueError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    shown = shown.encode("utf-8", "replace").decode("utf-8")
    said = f": {why}" if why else ""
    return UnusableValueError(f"Cột “{column.label}” không ghi được “{shown}”{said}", remedy=remedy)


def _table(kind: Kind, raw: dict[str, Any], as_of: date | None) -> Table:
    return Table(
        kind=kind,
        sheet="",
        rows=[1],
        matches={name: ColumnMatch("", name, "exact") for name in raw},
        raw=raw,
        as_of=as_of,
        year=as_of.year if as_of else None,
    )


def _checked(row: TargetRow) -> Table:
    """*row* with what follows from its values, and with what contradicts itself in it."""
    own = {
        name: [value] for name, value in row.values.items() if name in row.kind.columns and value is not None
    }
    table = _table(row.kind, {name: [None] for name in own}, row.as_of)
    table.values = own
    check_rows(table, TableTitle())
    return table


def _worse(before: Table, after: Table) -> Issue | None:
    """The first fault for which the row would be rejected after the correction and was not before."""
    known = {(one.code, one.column) for _, one in before.issues if one.severity == "error"}
    found = (one for _, one in after.issues if one.severity == "error")
    return next((one for one in found if (one.code, one.column) not in known), None)


def _follows(before: Table, after: Table, name: str) -> bool:
    """Tell whether the value of another column follows from the corrected one: the first of the units, what is lost of a score."""
    return name in after.values and after.values[name] != before.values.get(name, [None])

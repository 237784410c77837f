"""Which table holds the rows of each kind of source, and how its rows come and go."""

from dataclasses import dataclass
from typing import Literal

from domain.counted.source_kinds import SourceKind, source_kinds


@dataclass(frozen=True, slots=True)
class FactTable:
    """
    How the rows of one kind behave, as data/sources declares it. Every expression is SQL over the table's own columns.

    Attributes:
        kind: Kind of source.
        table: Table in schema core.
        department: Department that a row belongs to; '' where no single one does.
        natural_date: The row's own date, compared with the period an export covers.
        part: What a table speaks for besides departments, such as the year.
        ends: What ends a row. ``key``: a newer row of its key, and without one it is
            vanished; ``key_only``: a newer row alone; ``table``: a newer table of the same part.
        only: Condition where the table holds several kinds.
        done: Condition of a row that is done.
        summed: Column of counts that are summed instead; empty where rows are counted.
        has_departments: A row belongs to one department, so that an export may speak for some only.
        needs_department: A row without a department is rejected, so that none read means none known.
        unit_in_key: Place of the unit in a key that names it, and the number of its parts.
    """

    kind: str
    table: str
    department: str
    natural_date: str
    part: str
    ends: Literal["key", "key_only", "table"]
    only: str
    done: str
    summed: str
    has_departments: bool
    needs_department: bool
    unit_in_key: tuple[int, int] | None


def _fact(kind: SourceKind, *, is_alone: bool) -> FactTable:
    column = kind.department
    return FactTable(
        kind=kind.name,
        table=kind.table,
        department=(f"coalesce({column}, '')" if kind.may_lack_department else column) if column else "''",
        natural_date=(f"{kind.day}::date" if kind.day_is_moment else kind.day) if kind.day else "null::date",
        part=" || ' ' || ".join(f"{one}::text" for one in kind.part) or "''",
        ends=kind.ends,
        only="true" if is_alone else f"kind = '{kind.name}'",
        done=" or ".join(map(_done, kind.done)) or "false",
        summed=kind.summed,
        has_departments=bool(column),
        needs_department=bool(column) and not kind.may_lack_department,
        unit_in_key=kind.unit_in_key if kind.ends == "key" else None,
    )


def _done(told: str) -> str:
    column, _, value = told.partition(":")
    return f"{column}::text = '{value}'" if value else f"{column} is not null"


def _facts() -> tuple[FactTable, ...]:
    kinds = source_kinds().values()
    tables = [kind.table for kind in kinds]
    return tuple(_fact(kind, is_alone=tables.count(kind.table) == 1) for kind in kinds)


FACTS = _facts()
KINDS: dict[str, FactTable] = {fact.kind: fact for fact in FACTS}

# Columns of every fact table that the store fills itself.
STORE_COLUMNS = ("import_id", "sheet", "as_of_date", "state_from", "state_until", "vanished_from")

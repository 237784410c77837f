"""Which corrections must be in place before a row can be read, and what did they do?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.child import extract_guarded
from data_loaders.received.limits import load_limits
from store.builds.parsed import FixedCell
from store.disk.snapshots import sha256_of
from store.written.import_log import TableRead


def relevant_fixes(
    sha256: str, tables: Sequence[TableRead], corrections: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Those of *corrections* that may make a rejected row of this file readable."""
    rejected = {(table.kind, key) for table in tables for key in table.rejected_keys}
    return [
        one
        for one in corrections
        if (one["sha256"] == sha256 and one["business_key"] is None)
        or (one["kind"], one["business_key"]) in rejected
    ]


@dataclass(frozen=True, slots=True)
class Corrected:
    """
    A file as it reads with the corrections in force.

    Attributes:
        extract: What it says with them; without any that matters, what it said before.
        fixes: The corrections that may make a rejected row readable.
        cells: What they did.
    """

    extract: Extract
    fixes: Sequence[Mapping[str, Any]]
    cells: Sequence[FixedCell] = ()


def corrected(
    content: bytes,
    file_name: str,
    options: Options,
    extract: Extract,
    tables: Sequence[TableRead],
    corrections: Sequence[Mapping[str, Any]],
) -> Corrected:
    """The file of *content*, which read as *extract* with *tables*, with those of the *corrections* in place that matter to it."""
    if not corrections:
        return Corrected(extract, ())
    sha256 = sha256_of(content)
    fixes = relevant_fixes(sha256, tables, corrections)
    cells = _fixed_cells(sha256, extract, fixes)
    if not cells:
        return Corrected(extract, fixes)
    values = {place: one["value_text"] for place, one in cells.items()}
    again = extract_guarded(
        content, file_name=file_name, options=replace(options, cell_fixes=values), limits=load_limits()
    )
    return Corrected(again, fixes, _fixed(extract, again, cells))


def _fixed_cells(
    sha256: str, extract: Extract, fixes: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, int, str], Mapping[str, Any]]:
    """(sheet, row, column) to the correction that belongs there."""
    by_key = {
        (one["kind"], one["business_key"], one["column_name"]): one for one in fixes if one["business_key"]
    }
    cells = {
        (one["sheet"], one["source_row"], one["column_name"]): one
        for one in fixes
        if one["business_key"] is None and one["sha256"] == sha256 and one["value_text"] is not None
    }
    for table in extract.tables:
        for row in table.rejected:
            for (kind, key, column), one in by_key.items():
                if (kind, key) == (table.kind, row.business_key) and one["value_text"] is not None:
                    cells[table.sheet, row.row, column] = one
    return cells


def _fixed(
    before: Extract, after: Extract, cells: Mapping[tuple[str, int, str], Mapping[str, Any]]
) -> list[FixedCell]:
    """What the corrections did: only cells of rows that are accepted now."""
    read = {(i.sheet, i.row, i.letter): i.value for i in before.every_issue()}
    fixed = []
    for table in after.tables:
        letters = {name: match.letter for name, match in table.columns.items()}
        place = {row: n for n, row in enumerate(table.frame["source_row"])}
        departments = table.frame.get("department_code")
        for (sheet, row, column), one in cells.items():
            if sheet != table.sheet or row not in place:
                continue
            at = place[row]
            fixed.append(
                FixedCell(
                    sheet=sheet,
                    source_row=row,
                    kind=table.kind,
                    business_key=table.frame["business_key"][at],
                    column_name=column,
                    department_code=departments[at] if departments else None,
                    value_read=read.get((sheet, row, letters.get(column))),
                    value_used=one["value"],
                    correction_id=str(one["id"]),
                )
            )
    return fixed

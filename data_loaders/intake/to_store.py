"""How does what was found in a file become what the store takes?"""

from collections.abc import Iterable, Sequence

from data_loaders.declared.outcome import Extract, ExtractedTable
from domain.said.issues import Issue
from store.builds.kinds import KINDS
from store.builds.parsed import FixedCell, ParsedImport, ParsedIssue, ParsedTable, arrow_rows


def to_parsed(
    import_id: str, sha256: str, key: str, extract: Extract, fixed: Sequence[FixedCell]
) -> ParsedImport:
    """*extract* as the store takes it."""
    tables = tuple(_table(table) for table in extract.tables)
    issues, skipped = tuple(_issues(extract)), tuple(extract.sheets_skipped)
    return ParsedImport(import_id, sha256, key, tables, issues, tuple(fixed), skipped)


def _table(table: ExtractedTable) -> ParsedTable:
    if table.as_of is None:
        raise ValueError(f"a table without its day: {table.sheet}")
    return ParsedTable(
        kind=table.kind,
        sheet=table.sheet,
        as_of=table.as_of,
        period_from=table.period_from,
        period_to=table.period_to,
        header_rows=tuple(table.header_rows),
        columns={
            name: {"letter": match.letter, "heading": match.heading, "match": match.match}
            for name, match in table.columns.items()
        },
        data_rows=table.data_rows,
        rows=arrow_rows(table.kind, table.frame),
        rejected=[
            (row.row, row.business_key, code)
            for row in table.rejected
            for code in row.department_codes or (None,)
        ],
        skipped=list(table.skipped),
        says_whole_office=table.says_whole_office,
    )


def _issues(extract: Extract) -> Iterable[ParsedIssue]:
    for issue in extract.issues:
        yield _issue(issue, None, None)
    for table in extract.tables:
        whose = {row.row: row.department_code for row in table.rejected}
        if KINDS[table.kind].has_departments and table.issues:
            rows, codes = table.frame["source_row"], table.frame.get("department_code") or []
            whose |= dict(zip(rows, codes, strict=False))
        for issue in table.issues:
            yield _issue(issue, table.kind, whose.get(issue.row))  # type: ignore[arg-type]


def _issue(issue: Issue, kind: str | None, department: str | None) -> ParsedIssue:
    return ParsedIssue(
        kind,
        issue.sheet,
        issue.row,
        issue.letter,
        issue.column,
        issue.value,
        issue.code,
        issue.severity,
        department,
    )

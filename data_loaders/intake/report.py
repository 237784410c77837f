"""What is said about each received file, and in which shape does the command line print it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from data_loaders.declared.outcome import Choice, Extract, ExtractedTable
from domain.program.errors import Refusal
from domain.said.issues import Issue
from store.written.import_log import TableRead

Status = Literal["loaded", "already_loaded", "loadable", "refused", "needs_choice"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """
    The verdict on one received file.

    Attributes:
        file: The path or name as given.
        sheets_skipped: Name of each sheet that was not read, and why.
        note: A sentence for people that the machine-readable form has no key for.
    """

    file: str
    status: Status
    sha256: str | None = None
    import_id: str | None = None
    refusal: Refusal | None = None
    choice: Choice | None = None
    tables: Sequence[TableRead] = ()
    sheets_skipped: Sequence[tuple[str, str]] = ()
    issues: Sequence[Issue] = ()
    note: str = ""

    @property
    def is_in(self) -> bool:
        """Tell whether the file is loaded, was loaded, or could be."""
        return self.status in ("loaded", "already_loaded", "loadable")

    def as_json(self) -> dict[str, Any]:
        """Every key of the contract, null or empty where it does not apply."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "import_id": self.import_id,
            "status": self.status,
            "refusal": self.refusal and {"code": self.refusal.code, "message": self.refusal.message},
            "choice": self.choice and _choice_as_printed(self.choice),
            "tables": [_as_printed(table) for table in self.tables],
            "sheets_skipped": [{"sheet": sheet, "why": why} for sheet, why in self.sheets_skipped],
            "issues": [_issue_as_printed(issue) for issue in self.issues],
        }


def _choice_as_printed(choice: Choice) -> dict[str, Any]:
    options = [one.isoformat() if isinstance(one, date) else one for one in choice.options]
    return {"what": choice.what, "options": options}


def _as_printed(table: TableRead) -> dict[str, Any]:
    return {key: said for key, said in table.as_json().items() if key != "rejected_keys"}


def tables_read(extract: Extract) -> tuple[TableRead, ...]:
    """What reading gave of each table, for the report and for the log."""
    return tuple(map(_table_read, extract.tables))


def _table_read(table: ExtractedTable) -> TableRead:
    return TableRead(
        kind=table.kind,
        sheet=table.sheet,
        as_of=table.as_of,
        header_rows=tuple(table.header_rows),
        data_rows=table.data_rows,
        accepted_rows=table.accepted_rows,
        rejected_rows=table.rejected_rows,
        skipped=tuple(table.skipped),
        rejected_keys=tuple(row.business_key for row in table.rejected if row.business_key is not None),
    )


def _issue_as_printed(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "message": issue.message,
    }

"""Which received files are in the numbers now, and what was said of them?"""

from pathlib import Path

from data_loaders.intake.report import FileReport
from domain.agency.scope import whole_office
from domain.program.errors import HomeDamagedError
from domain.said.issues import Issue, by_place
from domain.wording.formats import moment
from store.current.in_force import imports_in_force
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.disk.trouble import RESTORE
from store.written import import_log
from store.written.import_log import LoggedImport

_HERE = Path(__file__).parent


def active_imports(home: Home) -> dict[str, LoggedImport]:
    """Imports of the current build in order of loading."""
    chosen = imports_in_force(home)
    if chosen is None:
        return {}
    logged = import_log.logged_imports(home)
    if not logged.keys() >= set(chosen):
        raise HomeDamagedError(
            "log_incomplete",
            "Nhật ký nạp không có đủ các lần nạp đang dùng",
            remedy=RESTORE,
        )
    return {import_id: logged[import_id] for import_id in chosen}


def active_of(home: Home, sha256: str) -> LoggedImport | None:
    """The import of the current build that came from the bytes of *sha256*."""
    return next((one for one in active_imports(home).values() if one.sha256 == sha256), None)


def already_loaded(home: Home, file: str, known: LoggedImport) -> FileReport:
    """The verdict on bytes that are active: when and by whom they were loaded, and what is still wrong in them."""
    return FileReport(
        file=file,
        status="already_loaded",
        sha256=known.sha256,
        import_id=known.import_id,
        tables=known.tables,
        sheets_skipped=_sheets_skipped_in_build(home, known),
        issues=_issues_in_build(home, known),
        note=loaded_before(known),
    )


def loaded_before(known: LoggedImport) -> str:
    """The sentence on bytes that are known already."""
    return f"Tệp này đã nạp lúc {moment(known.loaded_at)} bởi {known.loaded_by}; không có gì thay đổi."


def _issues_in_build(home: Home, known: LoggedImport) -> list[Issue]:
    rows = open_reader(home, whole_office()).rows(_HERE / "issues_of_import.sql", import_id=known.import_id)
    issues = [
        Issue(
            code=row["code"],
            sheet=row["sheet"],
            row=row["source_row"],
            column=row["column_heading"],
            value=row["value"],
            letter=row["column_letter"],
            level=row["severity"],
        )
        for row in rows
    ]
    return by_place(issues, [table.sheet for table in known.tables])


def _sheets_skipped_in_build(home: Home, known: LoggedImport) -> list[tuple[str, str]]:
    rows = open_reader(home, whole_office()).rows(_HERE / "sheets_skipped.sql", import_id=known.import_id)
    return [(row["sheet"], row["why"]) for row in rows]

"""Which words tell an officer what became of a received file: verdict, columns, rows left out, errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import ExtractedTable
from data_loaders.intake.reading import Reading
from data_loaders.intake.report import FileReport
from desk.corrections import CellFix
from domain.said.issues import Issue, issue_words
from domain.wording.formats import NBSP, count, day
from ui.look.theme import Meaning
from ui.look.words import KINDS

SKIPPED_ROWS = {
    "title": "Dòng tiêu đề bảng",
    "header": "Dòng tên cột",
    "numbering": "Dòng đánh số cột",
    "group": "Dòng tên nhóm",
    "subtotal": "Dòng cộng nhóm",
    "total": "Dòng tổng cộng",
    "signature": "Phần ký tên",
    "repeated_header": "Tên cột lặp lại",
    "note": "Dòng ghi chú",
}
SKIPPED_SHEETS = {
    "hidden": "trang tính đang ẩn",
    "empty": "trang tính trống",
    "unrecognised": "không có bảng nào nhận ra được",
}
CHOICES = {
    "as_of": "Chưa rõ ngày của số liệu. Chọn ngày rồi kiểm tra lại.",
    "kind": "Bảng này có thể thuộc nhiều loại. Chọn loại dữ liệu rồi kiểm tra lại.",
    "sheet": "Chưa rõ trang tính nào có số liệu. Chọn trang tính rồi kiểm tra lại.",
    "column": "Có hai cột cùng nghĩa. Chọn cột cần dùng rồi kiểm tra lại.",
}
WANTED = {"as_of": "chọn ngày", "kind": "chọn loại", "sheet": "chọn trang tính", "column": "chọn cột"}
MATCHES = {
    "exact": "Đúng tên cột",
    "fuzzy": "Gần giống, cần xác nhận",
    "confirmed": "Đã xác nhận",
    "inferred": "Suy ra từ bảng",
}
IGNORED = "(Bỏ qua cột này)"
LEVELS = {"error": "Không nạp dòng", "warning": "Vẫn nạp, cần xem"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What became of one file.

    Attributes:
        wants: What stands in the way of publishing, in two or three words; empty where nothing does.
    """

    meaning: Meaning
    word: str
    sentence: str
    wants: str = ""


def verdict(reading: Reading | None) -> Verdict:
    """The verdict on a file; one that nobody has read yet is unknown."""
    if reading is None:
        return Verdict("unknown", "Chưa đọc", "Đã dừng trước khi đọc tệp này.", "đọc")
    report = reading.report
    if report.status == "refused":
        message = report.refusal.message if report.refusal else ""
        counted = f"{rows_words(report)}. " if any(table.data_rows for table in report.tables) else ""
        return Verdict("danger", "Từ chối", counted + message)
    if (choice := report.choice) is not None:
        sentence = f"{CHOICES[choice.what]} {choice.why}".strip()
        return Verdict("watch", "Cần chọn", sentence, WANTED[choice.what])
    if report.status == "already_loaded":
        return Verdict("not_applicable", "Đã nạp", report.note)
    if any(map(unsure, reading.tables)):
        return Verdict(
            "watch", "Cần xác nhận", f"{rows_words(report)}. Có cột chỉ gần đúng tên.", "xác nhận cột"
        )
    return Verdict("done", "Nhận", rows_words(report) + ".")


def rows_words(report: FileReport) -> str:
    """``Nhận 712/714 dòng, 2 dòng có lỗi``."""
    accepted = sum(table.accepted_rows for table in report.tables)
    total = sum(table.data_rows for table in report.tables)
    if accepted == total:
        return f"Nhận đủ {count(total)}{NBSP}dòng"
    return f"Nhận {count(accepted)}/{count(total)}{NBSP}dòng, {count(total - accepted)}{NBSP}dòng có lỗi"


def contents_words(reading: Reading | None) -> str:
    """Kinds and days found in a file; empty where it was not read."""
    if reading is None:
        return ""
    parts = dict.fromkeys(
        f"{KINDS[table.kind]}, số liệu đến {day(table.as_of)}" if table.as_of else KINDS[table.kind]
        for table in reading.tables
    )
    return "; ".join(parts)


def unsure(table: ExtractedTable) -> dict[str, str]:
    """Every heading of a table that only resembles a known one, to the column it was read as."""
    return {match.heading: name for name, match in table.columns.items() if match.match == "fuzzy"}


def table_words(table: ExtractedTable) -> str:
    """What a table was recognised as, how surely and why."""
    said = f"Số liệu đến hết ngày {day(table.as_of)}." if table.as_of else "Chưa rõ ngày của số liệu."
    return (
        f"Trang tính “{table.sheet}”: **{KINDS[table.kind]}** (chắc chắn {round(table.confidence * 100)}%). "
        f"{table.why.rstrip('.')}. {said}"
    )


def column_labels(kind: str) -> dict[str, str]:
    """Column name to what people call it, within one kind."""
    return {name: column.label for name, column in kind_named(kind).columns.items()}


def columns_frame(table: ExtractedTable) -> pd.DataFrame:
    """One row per column of the sheet that has a heading: letter, heading, what it became, and why."""
    labels = column_labels(table.kind)
    used = [
        (match.letter, match.heading, labels[name], MATCHES[match.match], match.why)
        for name, match in table.columns.items()
        if match.letter
    ]
    unused = [
        (letter, heading, IGNORED, "Không dùng", "Không giống tên cột nào đã biết.")
        for letter, heading in table.unused
    ]
    rows = sorted([*used, *unused], key=lambda row: (len(row[0]), row[0]))
    return pd.DataFrame(rows, columns=["letter", "heading", "column", "match", "why"])


def skipped_frame(tables: Sequence[ExtractedTable]) -> pd.DataFrame:
    """Every row that is not data, with why."""
    rows = [(table.sheet, row, SKIPPED_ROWS[why]) for table in tables for row, why in table.skipped]
    return pd.DataFrame(rows, columns=["sheet", "source_row", "why"])


def sheets_words(reading: Reading) -> str:
    """Which sheets were left out and why, in one sentence; empty where none was."""
    skipped = reading.extract.sheets_skipped if reading.extract else []
    return "; ".join(f"“{sheet}”: {SKIPPED_SHEETS[why]}" for sheet, why in skipped)


@dataclass(frozen=True, slots=True)
class TableWords:
    """
    How one table was understood.

    Attributes:
        said: What it was recognised as, how surely and why.
        labels: Column name to what people call it.
        columns: As `columns_frame`.
        unsure: As `unsure`.
        as_of: Its day; None where it waits for one.
    """

    said: str
    labels: dict[str, str]
    columns: pd.DataFrame
    unsure: dict[str, str]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FileWords:
    """How a file was understood: its tables, the sheets left out, and the rows that are not data."""

    tables: list[TableWords]
    sheets_left_out: str
    skipped: pd.DataFrame


def file_words(reading: Reading) -> FileWords:
    """How a file that was read was understood, all that its details show."""
    tables = [
        TableWords(
            table_words(table), column_labels(table.kind), columns_frame(table), unsure(table), table.as_of
        )
        for table in reading.tables
    ]
    return FileWords(tables, sheets_words(reading), skipped_frame(reading.tables))


def issues_frame(issues: Sequence[Issue]) -> pd.DataFrame:
    """One row per issue: Trang tính, Ô, Cột, Giá trị, Lỗi, Cách sửa, Mức."""
    rows = [
        {
            "sheet": issue.sheet,
            "cell": f"{issue.letter or ''}{issue.row or ''}",
            "column": (issue.column or "").rsplit(" > ", 1)[-1],
            "value": issue.value,
            "what": what_words(issue),
            "remedy": issue_words()[issue.code].remedy_vi,
            "level": LEVELS[issue.severity],
        }
        for issue in issues
    ]
    return pd.DataFrame(rows, columns=["sheet", "cell", "column", "value", "what", "remedy", "level"])


def what_words(issue: Issue) -> str:
    """What is wrong, without place and remedy."""
    what = issue_words()[issue.code].what_vi
    return what.replace("{value}", issue.value or "").replace("{column}", issue.column or "")


@dataclass(frozen=True, slots=True)
class FixGroup:
    """
    Cells of one column with the same value and the same error: one fix serves them all.

    Attributes:
        cells: Sheet and row of each.
    """

    kind: str
    column: str
    label: str
    value: str | None
    code: str
    what: str
    cells: tuple[tuple[str, int], ...]
    letter: str
    severity: str

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return issue_words()[self.code].remedy_vi

    @property
    def level(self) -> str:
        """Whether the rows are left out."""
        return LEVELS[self.severity]

    @property
    def cells_words(self) -> str:
        """``1 ô`` or ``2 ô cùng lỗi``."""
        return "1 ô" if len(self.cells) == 1 else f"{count(len(self.cells))} ô cùng lỗi"

    @property
    def place(self) -> str:
        """The first cell."""
        sheet, row = self.cells[0]
        return f"{sheet}!{self.letter}{row}"

    def fixes(self, text: str) -> list[CellFix]:
        """The same text for every cell."""
        return [CellFix(sheet, row, self.column, text) for sheet, row in self.cells]


def fix_groups(tables: Sequence[ExtractedTable]) -> list[FixGroup]:
    """Cells that can be fixed, those with the same value and error together; empty cells stand alone."""
    groups: dict[tuple, list[Issue]] = {}
    for table in tables:
        for issue, row, column in table.cells_in_doubt():
            own = row if issue.value is None or issue.code == "duplicate_key" else None
            key = (table.kind, column, issue.value, issue.code, issue.sheet, own)
            groups.setdefault(key, []).append(issue)
    return [
        FixGroup(
            kind=kind,
            column=name,
            label=column_labels(kind)[name],
            value=value,
            code=code,
            what=what_words(issues[0]),
            cells=tuple((issue.sheet, issue.row) for issue in issues if issue.row is not None),
            letter=issues[0].letter or "",
            severity=issues[0].severity,
        )
        for (kind, name, value, code, _sheet, _own), issues in rejecting_first(groups)
    ]


def rejecting_first(groups: Mapping[tuple, list[Issue]]) -> list[tuple[tuple, list[Issue]]]:
    """Groups whose rows are left out before those with a remark only; else in the order of the file."""
    return sorted(groups.items(), key=lambda item: item[1][0].severity != "error")


def issues_title(issues: Sequence[Issue]) -> str:
    """``2 lỗi, 1 lưu ý``, counted in cells."""
    errors = sum(issue.severity == "error" for issue in issues)
    remarks = len(issues) - errors
    said = [f"{count(errors)}{NBSP}lỗi"] if errors else []
    said += [f"{count(remarks)}{NBSP}lưu ý"] if remarks else []
    return f"{', '.join(said)} trong tệp"


def without_cell(issues: Sequence[Issue], groups: Sequence[FixGroup]) -> list[str]:
    """What no single cell can put right (a row, a column, the sheet), each said once with its first place and its cure."""
    in_groups = {(group.code, sheet, row) for group in groups for sheet, row in group.cells}
    rest = [one for one in issues if one.row is None or (one.code, one.sheet, one.row) not in in_groups]
    together: dict[tuple[str, str], list[Issue]] = {}
    for issue in sorted(rest, key=lambda one: one.severity != "error"):
        together.setdefault((issue.sheet or "", what_words(issue)), []).append(issue)
    return [_beside_words(sheet, what, found) for (sheet, what), found in together.items()]


def _beside_words(sheet: str, what: str, found: Sequence[Issue]) -> str:
    rows = [one.row for one in found if one.row is not None]
    lines = ", ".join(str(row) for row in rows[:3]) + (
        f" và {count(len(rows) - 3)} dòng nữa" if rows[3:] else ""
    )
    place = f"{sheet}, dòng {lines}" if rows else sheet
    return f"{what} ({place}). {issue_words()[found[0].code].remedy_vi}"


def publish_refusal(wants: Sequence[str], unread: int, loadable: int) -> str:
    """Why the files cannot be published now; empty where they can."""
    if unread:
        return f"Chưa công bố được: còn {count(unread)}{NBSP}tệp chưa đọc."
    if wants:
        asked = " hoặc ".join(dict.fromkeys(wants))
        return f"Chưa công bố được: còn {count(len(wants))}{NBSP}tệp cần {asked}."
    return "" if loadable else "Chưa công bố được: không có tệp nào nạp được."


NOTHING_WAITS = "Nhập dữ liệu: chưa có tệp nào chờ công bố"


def staged_headline(verdicts: Sequence[Verdict], unread: int) -> str:
    """How many of the waiting files can be published, want a choice, were refused or are not read; empty without any."""
    if not verdicts and not unread:
        return ""
    ready = sum(not one.wants and one.word == "Nhận" for one in verdicts)
    wanting = sum(bool(one.wants) for one in verdicts)
    refused = sum(one.word == "Từ chối" for one in verdicts)
    parts = [f"{count(ready)}{NBSP}tệp công bố được"]
    parts += [f"{count(wanting)}{NBSP}tệp cần chọn"] if wanting else []
    parts += [f"{count(refused)}{NBSP}tệp bị từ chối"] if refused else []
    parts += [f"{count(unread)}{NBSP}tệp chưa đọc"] if unread else []
    return ", ".join(parts)

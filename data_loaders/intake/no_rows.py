"""Why was not one row of a file accepted, in words that name the value and where it is missing?"""

from collections import Counter

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.received.refusals import refused
from domain.program.errors import Refusal
from domain.said.issues import Issue, issue_words
from domain.wording.formats import count
from domain.wording.text import lower_first

_MOST_REASONS = 3


def refusal_without_rows(extract: Extract) -> Refusal | None:
    """The refusal of a file none of whose rows was accepted; None where one was."""
    if any(table.accepted_rows for table in extract.tables):
        return None
    lost = next((one for one in extract.issues if one.code == "lost_letters"), None)
    if lost:
        return refused("no_row_accepted", where=f"ví dụ “{lost.value}”", words="lost_letters").refusal
    return refused("no_row_accepted", where="; ".join(map(_reason, extract.tables))).refusal


def _reason(table: ExtractedTable) -> str:
    place = f"trang “{table.sheet}”"
    if not table.data_rows:
        return f"{place}: dưới dòng tiêu đề cột không có dòng số liệu nào"
    lacking = _lacking_columns(table)
    errors = [one for one in table.issues if one.severity == "error" and one.row is not None]
    # What the whole sheet lacks is said once, and not again for each of its rows.
    told = [one for one in errors if not (lacking and one.code == "missing_value" and one.column is None)]
    counted = Counter(_words(one) for one in told).most_common(_MOST_REASONS)
    reasons = [*lacking, *(f"{words} ({count(rows)} dòng)" for words, rows in counted)]
    return f"{place}, {count(table.data_rows)} dòng: {', '.join(reasons)}"


def _lacking_columns(table: ExtractedTable) -> list[str]:
    """The required columns that nothing in the sheet was read as."""
    columns = kind_named(table.kind).columns.values()
    return [
        f"không có cột “{one.label}”" for one in columns if one.required and one.name not in table.columns
    ]


def _words(issue: Issue) -> str:
    what = issue_words()[issue.code].what_vi
    if issue.code == "missing_value":
        return f"thiếu giá trị ở cột “{issue.column}”" if issue.column else "thiếu giá trị bắt buộc"
    bare = what.replace(' "{value}"', "").replace("{value}", "").replace("{column}", issue.column or "")
    said = lower_first(bare)
    return f"{said} ở cột “{issue.column}”" if issue.column else said
